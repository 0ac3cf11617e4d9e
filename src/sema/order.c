/*
 * Order (docs/decisions.md, 36): before, after or in doing something. The act's first day bounds the days on which the
 * requirement may be done; where the act was not done, there is nothing to judge.
 */
#include "sema/occasion_parts.h"

#include <string.h>

/* "publishing integrated care strategy": as if it stood in a sentence. */
static ics_node doing_node(const ics_node *order, ics_node **slots)
{
    const ics_node *of = order->kind == ICS_NODE_CADENCE ? order : ics_slot(order, "when");
    slots[0] = (ics_node *)(uintptr_t)ics_slot(of, "what");
    slots[1] = NULL;
    return (ics_node){.kind = ICS_NODE_DO,
                      .span = of->span,
                      .text_span = of->text_span,
                      .text = of->text,
                      .child_count = 2,
                      .child_room = 2,
                      .child = slots};
}

static bool is_order(const ics_node *order, const char *word, ics_node_kind limit)
{
    return order->kind == limit || (order->kind == ICS_NODE_CADENCE && order->word && strcmp(order->word, word) == 0);
}

bool ics_order_place(ics_sema *sema, ics_cadence *of, ics_subject *subject)
{
    const ics_node *order = of->order;
    ics_node *slots[2];
    const ics_node doing = doing_node(order, slots);
    if (subject->who.ranges.count > 0) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0224, order->span, "an order is that of one body's acts");
        ics_diag_help(sema->diags, diag, "say 'each' for an outcome each");
        return false;
    }
    sema->occasion.is_asked = sema->occasion.period != NULL; /* the act too is that of the period */
    const ics_deed act = ics_do(sema, &subject->scope, &doing, subject->who.value, NULL);
    sema->occasion.is_asked = false;
    if (ics_is_wrong(act.done))
        return false;
    if (!act.done_on) {
        ics_report(sema->diags, ICS_E0224, order->span,
                   "'%s' happens on no day, so nothing can be done before or after it", doing.text);
        return false;
    }
    of->ordered = act.done;
    of->is_after = is_order(order, "after", ICS_NODE_AFTER);
    if (of->is_after)
        sema->occasion.since = act.done_on;
    else
        sema->occasion.until = is_order(order, "before", ICS_NODE_BEFORE)
                                   ? ics_span_of_time(sema, act.done_on, -1, ICS_UNIT_DAYS, false, order->span)
                                   : act.done_on;
    return true;
}

void ics_order_clock(ics_sema *sema, const ics_cadence *of, ics_clock *clock, ics_span span)
{
    (void)span;
    if (!of->order)
        return;
    clock->present = ics_and(sema, clock->present, of->ordered);
    if (!of->is_after || clock->due)
        return;
    clock->began = sema->occasion.since;
    clock->is_counted = true;
}

bool ics_order_deed(ics_sema *sema, const ics_cadence *of, const ics_rule_meaning *rule, const ics_deed *deed)
{
    const bool has_day = deed->done_on || (rule->part_count > 0 && rule->parts[0].done_on);
    if (ics_is_wrong(deed->done) || (has_day && !sema->has_state))
        return true;
    ics_report(sema->diags, ICS_E0224, of->order->span,
               "what is required here happens on no day, so it cannot come before or after another thing");
    return false;
}
