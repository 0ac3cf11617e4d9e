/* The day of an act that a limit speaks of: `within 2 weeks of receiving K` (docs/decisions.md, 35). */
#include "sema/context.h"

ics_expr *ics_day_of_act(ics_sema *sema, const ics_scope *scope, const ics_node *doing)
{
    ics_node *slots[2] = {(ics_node *)(uintptr_t)ics_slot(doing, "what"), NULL};
    const ics_node act = {.kind = ICS_NODE_DO,
                          .span = doing->span,
                          .text_span = doing->text_span,
                          .text = doing->text,
                          .child_count = 2,
                          .child_room = 2,
                          .child = slots};
    if (!scope->it || scope->it->shape.sort != ICS_SORT_REF) {
        ics_report(sema->diags, ICS_E0209, doing->span, "it is not said whose act this is");
        return ics_wrong(sema, doing->span);
    }
    const ics_occasion outer = sema->occasion; /* the act is not what is required, and has no order to keep */
    sema->occasion.since = sema->occasion.until = NULL;
    sema->occasion.is_asked = false;
    const ics_deed deed = ics_do(sema, scope, &act, scope->it, NULL);
    sema->occasion = outer;
    if (ics_is_wrong(deed.done))
        return ics_wrong(sema, doing->span);
    if (deed.done_on)
        return deed.done_on;
    ics_report(sema->diags, ICS_E0209, doing->span, "'%s' happens on no day, so nothing can be counted from it",
               doing->text ? doing->text : "this");
    return ics_wrong(sema, doing->span);
}
