/* Which exceptions an outcome rests on, and which a body left unshown. */
#ifndef ICS_EXPLAIN_EXCEPTED_H
#define ICS_EXPLAIN_EXCEPTED_H

#include "explain/walk.h"

/** Of outcome @p outcome of rule @p index, adds the exceptions that hold where they made the outcome what it is, and
 * those whose burden silence did not meet.
 */
void ics_excepted_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                         const ics_run *run, uint32_t index, uint32_t outcome);

/** "Special Educational Needs and Disability Regulations 2014, regulation 10; …"; "" where nothing is cited. */
const char *ics_citations_text(ics_arena *arena, const ics_program *program, const ics_citation *citations,
                               uint32_t count);

#endif
