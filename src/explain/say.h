/* One plain sentence that says why, and one that says how the last lawful day was counted. */
#ifndef ICS_EXPLAIN_SAY_H
#define ICS_EXPLAIN_SAY_H

#include "explain/walk.h"

/** Sets explanation->why from the verdict and the facts that were gathered before. */
void ics_say_why(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict, const ics_run *run,
                 uint32_t rule, uint32_t index);

/** "20 weeks of 2024-01-01, the first day left out, end on 2024-05-20"; "" where the rule has no clock. */
const char *ics_say_clock(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict);

/** "version 2 of 3, in force from 2022-01-01, which asked, 2022-05-03, decides"; "" where a rule has but one, or none
 * governs. @p tells_day: the day that decides is told, too. */
const char *ics_say_version(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict, const ics_rule *rule,
                            bool tells_day);

/** "calendar ENGLAND-WALES speaks of 2019 to 2027, and the count needs 2028"; "" where no calendar is at fault.
 * @p tells_day: the year that it needs is told, too. */
const char *ics_say_calendar_fault(ics_arena *arena, const ics_trace *trace, const ics_verdict *verdict,
                                   bool tells_day);

#endif
