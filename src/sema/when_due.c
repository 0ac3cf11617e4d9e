/*
 * The day on which conditions are read in a sentence with a limit (docs/decisions.md, 65): the last lawful day, or the
 * day judged where that is earlier. What became so later undoes no breach.
 */
#include "sema/context.h"

/* What is asked of days is no phrase of the sentence. */
static const ics_span nowhere = {0};

static ics_expr *make(ics_sema *sema, ics_expr_kind kind, ics_expr *a, ics_expr *b)
{
    return ics_make(sema, kind, nowhere, a, b);
}

static ics_expr *pick(ics_sema *sema, ics_expr *a, ics_expr *b, ics_expr *condition)
{
    return ics_expr_new(sema, ICS_EXPR_PICK, a->shape, nowhere, a, b, condition);
}

/* -- what may differ from day to day */

static bool differs_in_range(const ics_sema *sema, const ics_range *range)
{
    return range && range->source != ICS_RANGE_ROOT &&
           (ics_differs_by_day(sema, range->list) || ics_differs_by_day(sema, range->from) ||
            ics_differs_by_day(sema, range->to));
}

/* What happened on a day, and what a thing is called, is so on all days. The depth of trees is bounded. */
bool ics_differs_by_day(const ics_sema *sema, const ics_expr *expr)
{
    if (!expr || ics_is_wrong(expr))
        return false;
    if (expr->kind == ICS_EXPR_DAY || (sema->occasion.day && expr == sema->occasion.day))
        return true;
    if (expr->kind == ICS_EXPR_ROW || expr->kind == ICS_EXPR_THE_PERIOD)
        return false;
    if (expr->kind == ICS_EXPR_READ) {
        const ics_attribute *of = &sema->model->attributes[expr->id];
        return (of->type != ICS_TYPE_EVENT_DATE && !of->is_unique) || ics_differs_by_day(sema, expr->a);
    }
    for (uint32_t i = 0; i < expr->argument_count; i++)
        if (ics_differs_by_day(sema, expr->arguments[i]))
            return true;
    const bool is_others = expr->kind == ICS_EXPR_IS_MET || expr->kind == ICS_EXPR_IS_LIFTED;
    return differs_in_range(sema, expr->range) || ics_differs_by_day(sema, expr->a) ||
           (!is_others && ics_differs_by_day(sema, expr->b)) || ics_differs_by_day(sema, expr->c);
}

/* -- on a day that may be several */

/* A day that is not known may be any up to the one judged. */
typedef struct days {
    ics_expr *first, *last;
    ics_expr *is_one; /* never unknown */
} days;

/* From the first day of one to the last day of the other; where they are not known, from @p since to the day judged. */
static days days_of(ics_sema *sema, ics_expr *from, ics_expr *to, ics_expr *since, ics_expr *today)
{
    ics_expr *first = make(sema, ICS_EXPR_FIRST_DAY, from, NULL), *last = make(sema, ICS_EXPR_LAST_DAY, to, NULL);
    ics_expr *is_day = make(sema, ICS_EXPR_DATE_LE, first, last);
    ics_expr *is_known = ics_and(sema, make(sema, ICS_EXPR_RECORDED, is_day, NULL), is_day);
    return (days){.first = pick(sema, first, since, is_known),
                  .last = pick(sema, last, today, is_known),
                  .is_one = ics_and(sema, is_known, make(sema, ICS_EXPR_DATE_LE, last, first))};
}

/* True where it is on each of the days, false where it is on none, else unknown. */
static ics_expr *on_each(ics_sema *sema, ics_expr *truth, const days *of, ics_expr *today, uint32_t depth)
{
    ics_range *range = ics_range_new(sema, ICS_RANGE_DAYS, depth, ICS_NONE, NULL, nowhere);
    ics_expr *none = ics_span_of_time(sema, today, 1, ICS_UNIT_DAYS, false, nowhere);
    range->from = pick(sema, none, of->first, of->is_one); /* most are one day */
    range->to = pick(sema, today, of->last, of->is_one);
    ics_expr *day = make(sema, ICS_EXPR_START, ics_the_period(sema, range, nowhere), NULL);
    ics_expr *in_run = ics_condition_as_at(sema, truth, day, true), *all, *any;
    if (in_run) {
        all = ics_over(sema, ICS_EXPR_ALL, range, in_run, NULL, nowhere);
        any = ics_over(sema, ICS_EXPR_ANY, range, in_run, NULL, nowhere);
    } else {
        ics_expr *one = ics_condition_as_at(sema, truth, of->first, false),
                 *other = ics_condition_as_at(sema, truth, of->last, false);
        all = ics_and(sema, one, other);
        any = ics_or(sema, one, other);
    }
    return ics_or(sema, all, ics_and(sema, any, ics_truth(sema, 2, nowhere)));
}

/* @p depth of 0: that of the innermost row that is read, and one. */
static uint32_t depth_around(const ics_expr *truth, const ics_expr *due, uint32_t depth)
{
    const uint64_t free = (truth->free | due->free) & ~((uint64_t)1 << ICS_UNNAMED_BIT);
    return depth > 0 ? depth : free ? 64 - (uint32_t)__builtin_clzll(free) : 1;
}

ics_expr *ics_when_due(ics_sema *sema, ics_expr *truth, ics_expr *due, uint32_t depth)
{
    if (!truth || !due || sema->occasion.is_read_when_due || ics_is_wrong(truth) || ics_is_wrong(due) ||
        !ics_differs_by_day(sema, truth))
        return truth;
    ics_expr *today = sema->occasion.day ? sema->occasion.day : make(sema, ICS_EXPR_DAY, NULL, NULL);
    ics_expr *day = make(sema, ICS_EXPR_EARLIER, due, today);
    if (due->kind == ICS_EXPR_DATE)
        return ics_condition_as_at(sema, truth, day, false);
    const days of = days_of(sema, day, day, ics_day(sema, ICS_DAY_MIN, nowhere), today);
    ics_expr *then = ics_condition_as_at(sema, truth, make(sema, ICS_EXPR_LAST_DAY, day, NULL), false);
    ics_expr *each = on_each(sema, truth, &of, today, depth_around(truth, due, depth));
    return ics_or(sema, ics_and(sema, of.is_one, then), ics_and(sema, ics_not(sema, of.is_one), each));
}

/* -- what is forbidden: on the days of the acts */

ics_expr *ics_as_it_counts(ics_sema *sema, const ics_rule_meaning *rule, ics_expr *truth, uint32_t depth)
{
    const ics_forbidden_acts *acts = &rule->acts;
    if (!acts->none)
        return ics_when_due(sema, truth, rule->limit, depth);
    if (!truth || ics_is_wrong(truth) || !ics_differs_by_day(sema, truth))
        return truth;
    ics_expr *today = make(sema, ICS_EXPR_DAY, NULL, NULL);
    ics_expr *never = ics_and(sema, make(sema, ICS_EXPR_RECORDED, acts->none, NULL), acts->none);
    ics_expr *since = make(sema, ICS_EXPR_EARLIER, ics_day(sema, acts->since, nowhere), today);
    const bool is_told = acts->first && acts->last;
    const days of = is_told ? days_of(sema, make(sema, ICS_EXPR_EARLIER, acts->first, today),
                                      make(sema, ICS_EXPR_EARLIER, acts->last, today), since, today)
                            : (days){.first = since, .last = today, .is_one = ics_truth(sema, 0, nowhere)};
    ics_expr *each = on_each(sema, truth, &of, today, depth_around(truth, of.last, depth));
    if (is_told) {
        ics_expr *then = ics_condition_as_at(sema, truth, of.last, false);
        each = ics_or(sema, ics_and(sema, of.is_one, then), ics_and(sema, ics_not(sema, of.is_one), each));
    }
    return ics_or(sema, ics_and(sema, never, truth), ics_and(sema, ics_not(sema, never), each));
}
