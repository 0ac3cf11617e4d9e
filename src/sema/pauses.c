/*
 * `not counting X`: days that a limit leaves out, told as a length of time, or as several of a list that are summed. So
 * many days later is the last lawful day (docs/decisions.md, 55).
 */
#include "sema/context.h"

static ics_expr *sum_of(ics_sema *sema, const ics_scope *scope, const ics_node *path, const ics_node *where)
{
    ics_node *slots[3] = {(ics_node *)(uintptr_t)path, (ics_node *)(uintptr_t)where, NULL};
    const ics_node sum = {.kind = ICS_NODE_AGGREGATE,
                          .span = path->span,
                          .text_span = path->text_span,
                          .word = "sum",
                          .child_count = 3,
                          .child_room = 3,
                          .child = slots};
    return ics_quantity(sema, scope, &sum, NULL);
}

static ics_expr *left_out(ics_sema *sema, const ics_scope *scope, const ics_node *what)
{
    const bool is_np = what->kind == ICS_NODE_NP;
    const ics_node *path = is_np ? ics_slot(what, "path") : what, *where = is_np ? ics_slot(what, "where") : NULL;
    if (!path)
        return ics_wrong(sema, what->span);
    const ics_walk walk = ics_walk_path(sema, scope, path, NULL);
    if (ics_is_wrong(walk.value))
        return walk.value;
    ics_expr *days =
        walk.ranges.count > 0 || where ? sum_of(sema, scope, path, where) : ics_quantity(sema, scope, path, NULL);
    if (ics_is_wrong(days) || (days->shape.sort == ICS_SORT_NUMBER && days->shape.unit == ICS_OF_DAYS))
        return days;
    ics_diag *diag = ics_report(sema->diags, ICS_E0303, what->span, "days are left out, this is %s",
                                ics_shape_name(sema, days->shape));
    ics_diag_help(sema->diags, diag, "name an attribute of the type 'duration'");
    return ics_wrong(sema, what->span);
}

ics_expr *ics_not_counting(ics_sema *sema, const ics_scope *scope, const ics_node *clause, ics_expr *due)
{
    const ics_node *what = ics_slot(clause, "what");
    if (!what)
        return ics_wrong(sema, clause->span);
    if (!due) {
        ics_report(sema->diags, ICS_E0209, clause->span, "there is no limit here that could leave out days");
        return ics_wrong(sema, clause->span);
    }
    return ics_make(sema, ICS_EXPR_DAYS_ON, clause->span, due, left_out(sema, scope, what));
}
