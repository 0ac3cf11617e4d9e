/* What the files about occasions share: periods, events, order and what holds throughout are one sentence's. */
#ifndef ICS_SEMA_OCCASION_PARTS_H
#define ICS_SEMA_OCCASION_PARTS_H

#include "sema/context.h"

/** The first day of the rule, or of the body where that is known to be later; NULL where neither has one. */
ics_expr *ics_start_of(ics_sema *sema, const ics_cadence *of, ics_expr *who, ics_span span);

/** events.c: the events of the rule, each an occasion, and the gap where they are not all known. */
bool ics_event_place(ics_sema *sema, const ics_cadence *of, ics_rule_meaning *rule, ics_subject *subject);

/** order.c: the days before, after or on which the requirement is to be done. */
bool ics_order_place(ics_sema *sema, ics_cadence *of, ics_subject *subject);
void ics_order_clock(ics_sema *sema, const ics_cadence *of, ics_clock *clock, ics_span span);
bool ics_order_deed(ics_sema *sema, const ics_cadence *of, const ics_rule_meaning *rule, const ics_deed *deed);

#endif
