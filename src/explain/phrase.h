/* The phrases of a sentence with what each came to. */
#ifndef ICS_EXPLAIN_PHRASE_H
#define ICS_EXPLAIN_PHRASE_H

#include "explain/walk.h"

/** Fills in the explanation's phrases from the source map: those inside the text of rule @p index, nested as the text
 * nests. */
void ics_phrases_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                        uint32_t index);

#endif
