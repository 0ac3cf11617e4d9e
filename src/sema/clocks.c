/* Clocks: the last lawful day of a sentence, and the event that it is counted from (docs/decisions.md, 1, 2, 22). */
#include "sema/context.h"

#include <string.h>

static bool reads_a_fact(const ics_expr *day)
{
    if (day->kind == ICS_EXPR_START) /* of a period: it is there whenever the period is */
        return day->a->free != 0;
    return day->free != 0;
}

static ics_expr *day_of(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    ics_expr *day = ics_quantity(sema, scope, node, &(ics_shape){.sort = ICS_SORT_DATE});
    if (day->shape.sort == ICS_SORT_PERIOD)
        return ics_make(sema, ICS_EXPR_START, node->span, day, NULL);
    if (day->shape.sort == ICS_SORT_DATE || ics_is_wrong(day))
        return day;
    ics_report(sema->diags, ICS_E0303, node->span, "a limit is a day, this is %s", ics_shape_name(sema, day->shape));
    return ics_wrong(sema, node->span);
}

/* A limit that is a day of its own: by, before, not later than N before. */
static void limit_by_day(ics_sema *sema, const ics_scope *scope, const ics_node *limit, const ics_node *when,
                         ics_clock *clock)
{
    if (!when || when->kind == ICS_NODE_DOING) { /* before and after an act are an order, not a limit */
        clock->due = ics_wrong(sema, limit->span);
        return;
    }
    ics_expr *day = day_of(sema, scope, when);
    clock->due = limit->kind == ICS_NODE_BEFORE     ? ics_span_of_time(sema, day, -1, ICS_UNIT_DAYS, false, limit->span)
                 : limit->kind == ICS_NODE_NOTLATER ? ics_time_from(sema, limit, day, true, false)
                                                    : day;
    clock->began = ics_is_wrong(day) || !reads_a_fact(day) ? NULL : day;
    clock->present = clock->began ? ics_make(sema, ICS_EXPR_PRESENT, when->span, day, NULL) : NULL;
}

/* What counts happens on that day or later. */
static void counts_from(ics_sema *sema, ics_expr *first, ics_span span)
{
    ics_expr *since = sema->occasion.since;
    sema->occasion.since = since ? ics_make(sema, ICS_EXPR_LATER, span, since, first) : first;
}

static void limit_within(ics_sema *sema, const ics_scope *scope, const ics_node *limit, ics_clock *clock)
{
    const ics_within within = ics_within_of(sema, scope, limit);
    const bool is_back = limit->word && strcmp(limit->word, "before") == 0;
    clock->due = is_back ? ics_span_of_time(sema, within.last, -1, ICS_UNIT_DAYS, false, limit->span) : within.last;
    clock->began = within.from;
    if (is_back) /* a stretch, of which both ends are limits */
        counts_from(sema, within.first, limit->span);
    if (ics_is_wrong(within.from) || !reads_a_fact(within.from))
        return;
    clock->present = ics_make(sema, ICS_EXPR_PRESENT, limit->span, within.from, NULL);
    clock->is_counted = !is_back;
}

/* `after D` is no last day: what counts is what is done on a later day. */
static void limit_after(ics_sema *sema, const ics_scope *scope, const ics_node *limit, ics_clock *clock)
{
    const ics_node *when = ics_slot(limit, "when");
    ics_expr *day = when ? day_of(sema, scope, when) : ics_wrong(sema, limit->span);
    counts_from(sema, ics_span_of_time(sema, day, 1, ICS_UNIT_DAYS, false, limit->span), limit->span);
    clock->after = limit;
    if (ics_is_wrong(day) || !reads_a_fact(day))
        return;
    clock->present = ics_and(sema, clock->present, ics_make(sema, ICS_EXPR_PRESENT, limit->span, day, NULL));
    if (!clock->due)
        clock->began = day;
}

static void one_limit(ics_sema *sema, const ics_scope *scope, const ics_node *limit, ics_clock *clock)
{
    switch (limit->kind) {
    case ICS_NODE_WITHIN:
        limit_within(sema, scope, limit, clock);
        break;
    case ICS_NODE_BY:
    case ICS_NODE_BEFORE:
        limit_by_day(sema, scope, limit, ics_slot(limit, "when"), clock);
        break;
    case ICS_NODE_NOTLATER:
        limit_by_day(sema, scope, limit, ics_slot(limit, "before"), clock);
        break;
    default:
        clock->due = ics_wrong(sema, limit->span);
        break;
    }
}

/* A word beside the limit that says how it is counted, and is none itself. */
static bool is_beside(const ics_node *limit)
{
    return limit->kind == ICS_NODE_COUNTEDBY || limit->kind == ICS_NODE_PROMPTLY || limit->kind == ICS_NODE_NOTCOUNTING;
}

/* Each period, and before or after an act, are no limits of days. */
static bool is_occasion(const ics_node *limit)
{
    const bool may_order = limit->kind == ICS_NODE_BEFORE || limit->kind == ICS_NODE_AFTER;
    const ics_node *when = may_order ? ics_slot(limit, "when") : NULL;
    return limit->kind == ICS_NODE_PERIODIC || (when && when->kind == ICS_NODE_DOING);
}

static bool all_limits(ics_sema *sema, const ics_scope *scope, const ics_node *limits, ics_clock *out)
{
    for (uint32_t i = 0; i < ics_node_length(limits); i++) {
        const ics_node *limit = limits->child[i];
        if (!limit || is_beside(limit) || is_occasion(limit) || limit->kind == ICS_NODE_AFTER)
            continue;
        if (out->due && !ics_is_wrong(out->due)) {
            ics_diag *diag = ics_report(sema->diags, ICS_E0304, limit->span, "a sentence has one limit");
            ics_diag_help(sema->diags, diag, "write 'by the earlier of … and …'");
            return false;
        }
        one_limit(sema, scope, limit, out);
    }
    for (uint32_t i = 0; i < ics_node_length(limits); i++) {
        const ics_node *limit = limits->child[i];
        if (limit && limit->kind == ICS_NODE_AFTER && !is_occasion(limit))
            limit_after(sema, scope, limit, out);
        else if (limit && limit->kind == ICS_NODE_NOTCOUNTING)
            out->due = ics_not_counting(sema, scope, limit, out->due);
    }
    return !ics_is_wrong(out->due);
}

static const ics_node *beside(const ics_node *limits, ics_node_kind kind)
{
    for (uint32_t i = 0; i < ics_node_length(limits); i++)
        if (limits->child[i] && limits->child[i]->kind == kind)
            return limits->child[i];
    return NULL;
}

const ics_node *ics_counted_by(const ics_node *limits)
{
    return beside(limits, ICS_NODE_COUNTEDBY);
}

bool ics_clock_of(ics_sema *sema, const ics_scope *scope, const ics_node *limits, ics_clock *out)
{
    *out = (ics_clock){0};
    const ics_node *calendar = sema->counted_by = ics_counted_by(limits);
    sema->has_counted = false;
    const bool is_good = all_limits(sema, scope, limits, out);
    out->promptly = beside(limits, ICS_NODE_PROMPTLY);
    sema->counted_by = NULL;
    if (is_good && calendar && !sema->has_counted) {
        ics_report(sema->diags, ICS_E0207, calendar->span, "nothing here is counted in working days");
        return false;
    }
    return is_good;
}
