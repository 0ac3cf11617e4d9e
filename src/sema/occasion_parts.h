/* What the files about occasions share: periods, events, order and what holds throughout are one sentence's. */
#ifndef ICS_SEMA_OCCASION_PARTS_H
#define ICS_SEMA_OCCASION_PARTS_H

#include "sema/context.h"

/** The first day of the rule, or of the body where that is known to be later; NULL where neither has one. */
ics_expr *ics_start_of(ics_sema *sema, const ics_cadence *of, ics_expr *who, ics_span span);

/** `established` or `ended` of a body; NULL where it has no such date. */
ics_expr *ics_day_of_life(ics_sema *sema, ics_expr *who, const char *name, ics_span span);

/** throughout.c: the days on which the requirement must be so, and the requirement on all of them. */
bool ics_throughout_place(ics_sema *sema, ics_cadence *of, ics_subject *subject);
bool ics_throughout_deed(ics_sema *sema, const ics_cadence *of, ics_rule_meaning *rule, const ics_deed *deed);

/** events.c: the events of the rule, each an occasion, and the gap where they are not all known. */
bool ics_event_place(ics_sema *sema, const ics_cadence *of, ics_rule_meaning *rule, ics_subject *subject);

/** order.c: the days before, after or on which the requirement is to be done. */
bool ics_order_place(ics_sema *sema, ics_cadence *of, ics_subject *subject);
void ics_order_clock(ics_sema *sema, const ics_cadence *of, ics_clock *clock, ics_span span);
bool ics_order_deed(ics_sema *sema, const ics_cadence *of, const ics_rule_meaning *rule, const ics_deed *deed);

#endif
