/*
 * `allow at least 15 days beginning with X before Y`: Y is not to come before the days have run, so the fault is to be
 * too early. It applies where both X and Y are there (docs/decisions.md, 1 and 22); while Y is not, nothing has come
 * too soon.
 */
#include "sema/context.h"

/* The BEFORE among the limits; NULL (said) where it is missing, or another limit stands beside it. */
static const ics_node *before_of(ics_sema *sema, const ics_node *allow, const ics_node *limits)
{
    const ics_node *before = NULL;
    for (uint32_t i = 0; i < ics_node_length(limits); i++) {
        const ics_node *limit = limits->child[i];
        if (!limit || limit->kind == ICS_NODE_COUNTEDBY)
            continue;
        if (limit->kind != ICS_NODE_BEFORE || before) {
            ics_report(sema->diags, ICS_E0304, limit->span,
                       "'allow at least' is followed by 'before' and the day that must not come too soon");
            return NULL;
        }
        before = limit;
    }
    if (!before) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, allow->span, "this does not say before what");
        ics_diag_help(sema->diags, diag, "write 'before' and the day that must not come too soon");
    }
    return before;
}

static ics_expr *allowed(ics_sema *sema, const ics_scope *scope, const ics_node *allow, const ics_node *limits,
                         ics_clock *clock)
{
    const ics_node *before = before_of(sema, allow, limits), *beginning = ics_slot(allow, "beginning");
    const ics_node *when = before ? ics_slot(before, "when") : NULL;
    if (!when || !beginning)
        return ics_wrong(sema, allow->span);
    if (when->kind == ICS_NODE_DOING) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, when->span, "'allow at least' needs a day here");
        ics_diag_help(sema->diags, diag, "name the attribute that says on which day it was done");
        return ics_wrong(sema, allow->span);
    }
    ics_expr *from = ics_day_said(sema, scope, beginning), *day = ics_day_said(sema, scope, when);
    ics_expr *last = ics_time_from(sema, allow, from, false, true);
    clock->began = from;
    clock->present = ics_and(sema, ics_make(sema, ICS_EXPR_PRESENT, beginning->span, from, NULL),
                             ics_make(sema, ICS_EXPR_PRESENT, when->span, day, NULL));
    clock->is_counted = true;
    return ics_make(sema, ICS_EXPR_DATE_LT, allow->span, last, day);
}

bool ics_allow_of(ics_sema *sema, const ics_scope *scope, const ics_node *allow, const ics_node *limits,
                  ics_clock *clock)
{
    *clock = (ics_clock){0};
    sema->counted_by = ics_counted_by(limits);
    sema->allowed = allowed(sema, scope, allow, limits, clock);
    sema->counted_by = NULL;
    return !ics_is_wrong(sema->allowed);
}
