/* The phrases of a sentence with what each came to. */
#ifndef ICS_EXPLAIN_PHRASE_H
#define ICS_EXPLAIN_PHRASE_H

#include "explain/walk.h"

/** Fills in the explanation's phrases from the source map: those inside the rule's text, nested as the text nests. */
void ics_phrases_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                        const ics_rule *rule);

#endif
