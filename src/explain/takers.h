/* Who did not take part in what several owe together. */
#ifndef ICS_EXPLAIN_TAKERS_H
#define ICS_EXPLAIN_TAKERS_H

#include "explain/walk.h"

/** Gathers those who are known not to have taken part; in the explanation's arena, whose escape must be set. */
void ics_takers_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict, uint32_t rule,
                       uint32_t version);

/** "trust R1 and trust R2 did not take part"; "" where all did, or nobody knows. */
const char *ics_say_absent(ics_explanation *explanation);

#endif
