/*
 * What must hold throughout (docs/decisions.md, 39): on every day from the start of the rule, or of the body where that
 * is later, to the day judged, or the body's end. The days are a range, parted where a fact that is read in it changes.
 */
#include "sema/occasion_parts.h"

/* What is made here is no phrase of the sentence. */
static const ics_span nowhere = {0};

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
static ics_expr *if_there(ics_sema *sema, const ics_each_day *of, ics_expr *truth)
{
    if (!truth || !of->is_there)
        return truth;
    return ics_or(sema, truth, ics_and(sema, of->is_there, ics_not(sema, of->is_there))); /* false, or not known */
}

static ics_expr *on_every_day(ics_sema *sema, const ics_each_day *of, ics_expr *truth, ics_span span)
{
    return truth ? ics_over(sema, ICS_EXPR_ALL, of->range, if_there(sema, of, truth), NULL, span) : NULL;
}

static ics_expr *on_any_day(ics_sema *sema, const ics_each_day *of, ics_expr *truth)
{
    return ics_over(sema, ICS_EXPR_ANY, of->range, ics_and(sema, of->is_there, truth), NULL, nowhere);
}

/* On how many days it is known not to have been so, and on which first. No phrase says so: those of the sentence say
 * what must hold. */
static void find_gaps(ics_sema *sema, const ics_each_day *of, ics_expr *truth, ics_ladder *ladder)
{
    ics_expr *days = ics_the_period(sema, of->range, nowhere);
    ics_expr *first = ics_make(sema, ICS_EXPR_START, nowhere, days, NULL);
    ics_expr *length = ics_make(sema, ICS_EXPR_DAYS, nowhere, ics_make(sema, ICS_EXPR_END, nowhere, days, NULL), first);
    ics_expr *one = ics_number(sema, ICS_DECIMAL_ONE, ICS_OF_ANY, nowhere);
    length = ics_expr_new(sema, ICS_EXPR_ADD, length->shape, nowhere, length, one, NULL);
    truth = if_there(sema, of, truth);
    ics_expr *may_be_not = ics_make(sema, ICS_EXPR_NOT, nowhere, truth, NULL);
    ics_expr *is_not = ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, nowhere, truth, NULL), may_be_not);
    is_not->span = nowhere;
    ladder->missed = ics_over(sema, ICS_EXPR_SUM, of->range, length, is_not, nowhere);
    ladder->since = ics_over(sema, ICS_EXPR_EARLIEST, of->range, first, is_not, nowhere);
    ladder->waived_by = ics_over(sema, ICS_EXPR_EARLIEST, of->range, first, may_be_not, nowhere);
}

bool ics_throughout_deed(ics_sema *sema, const ics_cadence *of, ics_rule_meaning *rule, const ics_deed *deed)
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
    rule->each_day = (ics_each_day){.range = of->range,
                                    .span = of->throughout->span,
                                    .is_there = of->is_there,
                                    .done = deed->done,
                                    .vacuous = deed->vacuous};
    rule->each_day.part_done = ICS_ARENA_ARRAY(sema->arena, ics_expr *, (size_t)rule->part_count + 1);
    for (uint32_t i = 0; i < rule->part_count; i++)
        rule->each_day.part_done[i] = rule->parts[i].done;
    return true;
}

/* -- whom it applies to, and exceptions, on each of the days */

/* A day compared with the one judged: before one it is so, after it not, or the other way round. What is so on the
 * first and the last is so on all between. */
static ics_expr *of_first_and_last(ics_sema *sema, const ics_each_day *of, ics_expr *truth)
{
    const bool is_order = truth->kind == ICS_EXPR_DATE_LE || truth->kind == ICS_EXPR_DATE_LT;
    if (!is_order || (truth->a->kind != ICS_EXPR_DATE && truth->b->kind != ICS_EXPR_DATE))
        return ics_truth(sema, 2, nowhere);
    if (truth->a->kind != ICS_EXPR_DAY && truth->b->kind != ICS_EXPR_DAY)
        return ics_truth(sema, 2, nowhere);
    ics_expr *first = ics_condition_as_at(sema, truth, of->range->from, false),
             *last = ics_condition_as_at(sema, truth, of->range->to, false);
    return ics_or(sema, ics_and(sema, first, last),
                  ics_and(sema, ics_or(sema, first, last), ics_truth(sema, 2, nowhere)));
}

/* A condition of the day judged as on one of the days; unknown where it cannot be asked of them. The depth of trees is
 * bounded. */
static ics_expr *on_that_day(ics_sema *sema, const ics_each_day *of, ics_expr *truth)
{
    if (!truth || ics_is_wrong(truth))
        return truth;
    const uint64_t around = truth->free & ~((uint64_t)1 << ICS_UNNAMED_BIT);
    if (around >> of->range->depth)
        return ics_truth(sema, 2, nowhere);
    ics_expr *day = ics_make(sema, ICS_EXPR_START, nowhere, ics_the_period(sema, of->range, nowhere), NULL);
    ics_expr *made = ics_condition_as_at(sema, truth, day, true);
    if (made)
        return made;
    if (truth->kind == ICS_EXPR_NOT)
        return ics_not(sema, on_that_day(sema, of, truth->a));
    if (truth->kind == ICS_EXPR_AND)
        return ics_and(sema, on_that_day(sema, of, truth->a), on_that_day(sema, of, truth->b));
    if (truth->kind == ICS_EXPR_OR)
        return ics_or(sema, on_that_day(sema, of, truth->a), on_that_day(sema, of, truth->b));
    return of_first_and_last(sema, of, truth);
}

static ics_expr *no_phrase(ics_expr *truth)
{
    if (truth)
        truth->span = nowhere;
    return truth;
}

/* Judges each day with what held on it: a day on which the rule did not apply, or an exception held, asks for nothing.
 * Where it asks for something on no day, it is exempt; where it was so all the same, it is met. */
static void judge_days(ics_sema *sema, ics_rule_meaning *rule, ics_expr *exempt)
{
    const ics_each_day *of = &rule->each_day;
    const ics_span span = of->span;
    ics_ladder *l = &rule->ladder;
    ics_expr *is_not_asked = of->applies ? ics_not(sema, of->applies) : NULL;
    ics_expr *is_free = exempt && is_not_asked ? no_phrase(ics_or(sema, is_not_asked, exempt))
                        : exempt               ? exempt
                                               : is_not_asked;
    ics_expr *done = is_free ? no_phrase(ics_or(sema, of->done, is_free)) : of->done;
    l->done = on_every_day(sema, of, done, span);
    if (exempt) {
        ics_expr *asks = ics_and(sema, of->applies, ics_not(sema, exempt));
        ics_expr *as_asked = is_not_asked ? ics_or(sema, of->done, is_not_asked) : of->done;
        ics_expr *is_of_some = on_any_day(sema, of, asks);
        l->done =
            no_phrase(ics_and(sema, l->done, ics_or(sema, is_of_some, on_every_day(sema, of, as_asked, nowhere))));
        l->exempt = on_every_day(sema, of, is_free, nowhere);
    }
    l->done = of->kept ? ics_and(sema, l->done, of->kept) : l->done;
    find_gaps(sema, of, done, l);
    ics_part *parts = ICS_ARENA_ARRAY(sema->arena, ics_part, (size_t)rule->part_count + 1); /* ways share theirs */
    for (uint32_t i = 0; i < rule->part_count; i++) {
        parts[i] = rule->parts[i];
        ics_expr *own = of->part_done[i];
        parts[i].done = on_every_day(sema, of, is_free ? ics_or(sema, own, is_free) : own, span);
    }
    rule->parts = parts;
}

/* An exception that is the same on all days stays the ladder's. */
static void judge_with(ics_sema *sema, ics_rule_meaning *rule)
{
    ics_expr *exempt = rule->each_day.exempt;
    const bool differs = exempt && !ics_is_wrong(exempt) && ics_differs_by_day(sema, exempt);
    if (!differs)
        rule->ladder.exempt = exempt;
    judge_days(sema, rule, differs ? on_that_day(sema, &rule->each_day, exempt) : NULL);
}

void ics_throughout_ladder(ics_sema *sema, ics_rule_meaning *rule, bool is_pair_itself)
{
    ics_each_day *of = &rule->each_day;
    ics_ladder *l = &rule->ladder;
    of->exempt = l->exempt;
    if (rule->reach && !is_pair_itself && !ics_is_wrong(rule->reach) && ics_differs_by_day(sema, rule->reach)) {
        of->applies = on_that_day(sema, of, rule->reach);
        l->applies = ics_and(sema, on_any_day(sema, of, of->applies), rule->life);
    }
    ics_expr *vacuous = of->vacuous;
    if (vacuous && of->applies)
        vacuous = ics_or(sema, vacuous, ics_not(sema, of->applies));
    l->vacuous = on_every_day(sema, of, vacuous, nowhere);
    judge_with(sema, rule);
}

void ics_throughout_except(ics_sema *sema, ics_rule_meaning *rule, ics_expr *truth)
{
    rule->each_day.exempt = ics_or(sema, rule->each_day.exempt, truth);
    judge_with(sema, rule);
}
