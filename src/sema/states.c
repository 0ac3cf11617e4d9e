/*
 * States with a limit (docs/decisions.md, 59): whether it was so on the last lawful day, or on the day judged where
 * that is earlier, and, where it was not and is so now, since when.
 */
#include "sema/context.h"

/* What is asked of other days is no phrase of the sentence. */
static const ics_span nowhere = {0};

static ics_expr *make(ics_sema *sema, ics_expr_kind kind, ics_expr *a, ics_expr *b)
{
    return ics_make(sema, kind, nowhere, a, b);
}

/* One of two days, by a condition. */
static ics_expr *pick(ics_sema *sema, ics_expr *a, ics_expr *b, ics_expr *condition)
{
    return ics_expr_new(sema, ICS_EXPR_PICK, a->shape, nowhere, a, b, condition);
}

/* The first of the days of a run of days in which nothing that is read changes. */
static ics_expr *first_of_run(ics_sema *sema, ics_range *days)
{
    return make(sema, ICS_EXPR_START, ics_the_period(sema, days, nowhere), NULL);
}

static ics_range *days_from(ics_sema *sema, ics_expr *from, ics_expr *to, uint32_t depth)
{
    ics_range *days = ics_range_new(sema, ICS_RANGE_DAYS, depth, ICS_NONE, NULL, nowhere);
    days->from = from;
    days->to = to;
    return days;
}

/* -- in time */

/* True where both are, false where neither is, else unknown. */
static ics_expr *agreed(ics_sema *sema, ics_expr *all, ics_expr *any)
{
    return ics_or(sema, all, ics_and(sema, any, ics_truth(sema, 2, nowhere)));
}

/* A day that may be any of several: what was so has to be so on each of them. */
static ics_expr *on_each_day(ics_sema *sema, ics_expr *truth, ics_expr *day, uint32_t depth)
{
    ics_expr *first = make(sema, ICS_EXPR_FIRST_DAY, day, NULL), *last = make(sema, ICS_EXPR_LAST_DAY, day, NULL);
    ics_range *days = days_from(sema, first, last, depth);
    ics_expr *in_run = ics_as_at_deeper(sema, truth, first_of_run(sema, days));
    if (in_run)
        return agreed(sema, ics_over(sema, ICS_EXPR_ALL, days, in_run, NULL, nowhere),
                      ics_over(sema, ICS_EXPR_ANY, days, in_run, NULL, nowhere));
    ics_expr *one = ics_as_at(sema, truth, first), *other = ics_as_at(sema, truth, last);
    return agreed(sema, ics_and(sema, one, other), ics_or(sema, one, other));
}

/* A last lawful day that is not known leaves it unknown, and one that failed has failed. */
static ics_expr *is_a_day(ics_sema *sema, ics_expr *day)
{
    return make(sema, ICS_EXPR_DATE_LE, make(sema, ICS_EXPR_FIRST_DAY, day, NULL),
                make(sema, ICS_EXPR_LAST_DAY, day, NULL));
}

static ics_expr *in_time(ics_sema *sema, ics_expr *truth, ics_expr *due, uint32_t depth)
{
    ics_expr *today = sema->occasion.day ? sema->occasion.day : make(sema, ICS_EXPR_DAY, NULL, NULL);
    ics_expr *day = make(sema, ICS_EXPR_EARLIER, due, today);
    if (due->kind == ICS_EXPR_DATE)
        return ics_as_at(sema, truth, day);
    return ics_and(sema, is_a_day(sema, due), on_each_day(sema, truth, day, depth));
}

/* -- since when */

/* The last lawful day where it was so by then; else the first later day on which the facts say that it was so. NULL
 * where no day can be told. */
static ics_expr *so_from(ics_sema *sema, const ics_deed *deed, ics_expr *due, uint32_t depth)
{
    ics_expr *today = make(sema, ICS_EXPR_DAY, NULL, NULL);
    ics_expr *late = ics_and(sema, deed->done, ics_not(sema, deed->in_time));
    ics_expr *next = ics_span_of_time(sema, due, 1, ICS_UNIT_DAYS, false, nowhere);
    ics_range *days = days_from(sema, pick(sema, next, today, late), today, depth); /* few are late */
    ics_expr *first = first_of_run(sema, days), *truth = ics_as_at_deeper(sema, deed->done, first);
    if (!truth)
        return NULL;
    ics_expr *is_so = ics_and(sema, make(sema, ICS_EXPR_RECORDED, truth, NULL), truth);
    ics_expr *found = ics_over(sema, ICS_EXPR_EARLIEST, days, first, ics_and(sema, is_so, late), nowhere);
    return pick(sema, due, found, ics_and(sema, deed->done, deed->in_time));
}

ics_deed ics_state(ics_sema *sema, ics_expr *truth, ics_expr *due, uint32_t depth)
{
    ics_deed deed = {.done = truth, .in_time = due ? truth : NULL};
    sema->asks_state = true;
    if (!due || sema->occasion.is_read_when_due || ics_is_wrong(truth) || ics_is_wrong(due))
        return deed;
    sema->has_state = true;
    deed.in_time = in_time(sema, truth, due, depth);
    if (!ics_is_wrong(deed.in_time))
        deed.done_on = so_from(sema, &deed, due, depth);
    return deed;
}
