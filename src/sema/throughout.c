/*
 * What must hold throughout (docs/decisions.md, 39): on every day from the start of the rule, or of the body where that
 * is later, to the day judged, or the body's end. The days are a range, parted where a fact that is read in it changes.
 */
#include "sema/occasion_parts.h"

/* The day judged, the rule's last day in force or the body's, whichever comes first. */
static ics_expr *last_day(ics_sema *sema, const ics_cadence *of, ics_expr *who, ics_span span)
{
    ics_expr *day = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL), *ended = ics_day_of_life(sema, who, "ended", span);
    if (of->to < ICS_DAY_MAX)
        day = ics_make(sema, ICS_EXPR_EARLIER, span, day, ics_day(sema, of->to, span));
    return ended ? ics_make(sema, ICS_EXPR_EARLIER, span, day, ics_make(sema, ICS_EXPR_ELSE, span, ended, day)) : day;
}

/* Where the body's first or last day is known to its month, it is in doubt of some days whether it was there on them;
 * NULL where its model has no such day. */
static ics_expr *is_there(ics_sema *sema, const ics_range *range, ics_expr *who, ics_expr *day)
{
    const ics_span span = {0};
    ics_expr *truth = NULL;
    if (ics_day_of_life(sema, who, "established", span))
        truth = ics_make(sema, ICS_EXPR_DATE_LE, span, range->from, day);
    if (ics_day_of_life(sema, who, "ended", span))
        truth = ics_and(sema, truth, ics_make(sema, ICS_EXPR_DATE_LE, span, day, range->to));
    return truth;
}

bool ics_throughout_place(ics_sema *sema, ics_cadence *of, ics_subject *subject)
{
    const ics_span span = of->throughout->span;
    const bool is_one = subject->who.ranges.count == 0 && subject->who.value->shape.sort == ICS_SORT_REF;
    ics_expr *who = is_one ? subject->who.value : subject->row;
    of->range = ics_range_new(sema, ICS_RANGE_DAYS, subject->pair ? 2 : 1, ICS_NONE, NULL, span);
    of->range->from = ics_start_of(sema, of, who, span);
    of->range->to = last_day(sema, of, who, span);
    if (!of->range->from) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0228, span, "it is not said from when this must hold");
        ics_diag_help(sema->diags, diag, "write 'in force from YYYY-MM-DD'");
        return false;
    }
    ics_expr *days = ics_the_period(sema, of->range, span);
    sema->occasion.day = ics_make(sema, ICS_EXPR_START, span, days, NULL);
    sema->occasion.has_asked_day = false;
    of->is_there = is_there(sema, of->range, who, sema->occasion.day);
    return true;
}

/* On a day in doubt what was so counts, and of what was not so it is not known whether it matters. */
static ics_expr *if_there(ics_sema *sema, const ics_cadence *of, ics_expr *truth)
{
    if (!truth || !of->is_there)
        return truth;
    return ics_or(sema, truth, ics_and(sema, of->is_there, ics_not(sema, of->is_there))); /* false, or not known */
}

static ics_expr *on_every_day(ics_sema *sema, const ics_cadence *of, ics_expr *truth)
{
    return truth ? ics_over(sema, ICS_EXPR_ALL, of->range, if_there(sema, of, truth), NULL, of->throughout->span)
                 : NULL;
}

/* On how many days it is known not to have been so, and on which first. No phrase says so: those of the sentence say
 * what must hold. */
static void find_gaps(ics_sema *sema, ics_cadence *of, ics_expr *truth)
{
    const ics_span span = {0};
    ics_expr *days = ics_the_period(sema, of->range, span);
    ics_expr *first = ics_make(sema, ICS_EXPR_START, span, days, NULL);
    ics_expr *length = ics_make(sema, ICS_EXPR_DAYS, span, ics_make(sema, ICS_EXPR_END, span, days, NULL), first);
    ics_expr *one = ics_number(sema, ICS_DECIMAL_ONE, ICS_OF_ANY, span);
    length = ics_expr_new(sema, ICS_EXPR_ADD, length->shape, span, length, one, NULL);
    ics_expr *is_not = ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, span, truth, NULL),
                               ics_make(sema, ICS_EXPR_NOT, span, truth, NULL));
    is_not->span = span;
    of->missed = ics_over(sema, ICS_EXPR_SUM, of->range, length, is_not, span);
    of->since = ics_over(sema, ICS_EXPR_EARLIEST, of->range, first, is_not, span);
}

bool ics_throughout_deed(ics_sema *sema, ics_cadence *of, ics_rule_meaning *rule, ics_deed *deed)
{
    const bool has_asked_day = sema->occasion.has_asked_day;
    sema->occasion.day = NULL;
    if (ics_is_wrong(deed->done))
        return false;
    if (deed->done_on || has_asked_day) {
        ics_report(sema->diags, ICS_E0228, of->throughout->span, "%s",
                   deed->done_on ? "what happens on a day does not hold throughout: this is for states"
                                 : "what is compared with the day itself cannot be judged for all days");
        return false;
    }
    find_gaps(sema, of, if_there(sema, of, deed->done));
    deed->done = on_every_day(sema, of, deed->done);
    deed->vacuous = on_every_day(sema, of, deed->vacuous);
    for (uint32_t i = 0; i < rule->part_count; i++)
        rule->parts[i].done = on_every_day(sema, of, rule->parts[i].done);
    return true;
}
