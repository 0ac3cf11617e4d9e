/* Which definitions the sentence of an outcome's rule uses. */
#ifndef ICS_EXPLAIN_DEFINED_H
#define ICS_EXPLAIN_DEFINED_H

#include "explain/explain.h"
#include "explain/walk.h"

/** Adds those of the rule's definitions and named values that hold on the day judged. */
void ics_defined_gather(ics_explanation *explanation, const ics_program *program, const ics_rule *rule, int32_t as_at);

/** Adds the outcome by each combination of readings; where they differ, that is why. Comes after all else. */
void ics_readings_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                         const ics_rule *rule);

#endif
