/*
 * Whether one rule asks at least what another asks: a proof on their typed trees. It knows that a larger number, an
 * earlier day, more letters, fewer exceptions ask more; what it does not know it does not claim.
 */
#include "sema/context.h"

#include <string.h>

enum { STEPS_MAX = 100000 }; /* a proof that takes longer is none */

typedef struct proof {
    uint32_t steps;
} proof;

/* -- the same */

static bool same(proof *p, const ics_expr *a, const ics_expr *b);

static bool same_range(proof *p, const ics_range *a, const ics_range *b)
{
    return a == b || (a && b && a->source == b->source && a->depth == b->depth && a->entity == b->entity &&
                      a->period == b->period && a->is_ahead == b->is_ahead && a->months == b->months &&
                      same(p, a->list, b->list) && same(p, a->from, b->from) && same(p, a->to, b->to));
}

static bool same_shape(ics_shape a, ics_shape b)
{
    return a.sort == b.sort && a.unit == b.unit && a.space == b.space && a.target == b.target && a.year == b.year;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same(proof *p, const ics_expr *a, const ics_expr *b)
{
    if (a == b)
        return true;
    if (!a || !b || ++p->steps > STEPS_MAX || a->kind != b->kind || !same_shape(a->shape, b->shape) ||
        a->is_in_force != b->is_in_force || a->value != b->value || a->last != b->last || a->id != b->id ||
        a->unit != b->unit || a->begins != b->begins || !same_text(a->text, b->text) ||
        a->argument_count != b->argument_count)
        return false;
    for (uint32_t i = 0; i < a->argument_count; i++)
        if (!same(p, a->arguments[i], b->arguments[i]))
            return false;
    return same_range(p, a->range, b->range) && same(p, a->a, b->a) && same(p, a->b, b->b) && same(p, a->c, b->c);
}

bool ics_is_same(const ics_expr *a, const ics_expr *b)
{
    proof p = {0};
    return same(&p, a, b);
}

/* -- one implies the other */

static bool implies(proof *p, const ics_expr *a, const ics_expr *b);

static bool is_constant(const ics_expr *a, const ics_expr *b)
{
    return a->kind == b->kind && (a->kind == ICS_EXPR_NUMBER || a->kind == ICS_EXPR_DATE);
}

/* Days of so many weeks, months of so many years; of months at least 28 days each, or at most 31. */
static int64_t in_small_units(const ics_expr *span, int64_t days_of_month)
{
    switch (span->unit) {
    case ICS_UNIT_WEEKS:
        return 7 * span->value;
    case ICS_UNIT_MONTHS:
        return days_of_month * span->value;
    case ICS_UNIT_YEARS:
        return 12 * days_of_month * span->value;
    default:
        return span->value;
    }
}

static bool is_of_months(const ics_expr *span)
{
    return span->unit == ICS_UNIT_MONTHS || span->unit == ICS_UNIT_YEARS;
}

/* Of two spans of time from one day, counted alike: whether the first is never the longer. */
static bool is_no_longer(const ics_expr *a, const ics_expr *b)
{
    if ((a->unit == ICS_UNIT_WORKING_DAYS) != (b->unit == ICS_UNIT_WORKING_DAYS))
        return false;
    if (is_of_months(a) == is_of_months(b))
        return in_small_units(a, 1) <= in_small_units(b, 1);
    return a->value >= 0 && b->value >= 0 && in_small_units(a, 31) <= in_small_units(b, 28);
}

static bool same_count(proof *p, const ics_expr *a, const ics_expr *b)
{
    return a->kind == ICS_EXPR_SPAN && b->kind == ICS_EXPR_SPAN && a->begins == b->begins && a->id == b->id &&
           same(p, a->a, b->a) && same(p, a->b, b->b) && same(p, a->c, b->c);
}

/* A day that is never before the day from which it is counted; or never after it. */
static bool goes_on(const ics_expr *a)
{
    return a->kind == ICS_EXPR_SPAN && a->value >= (a->begins ? 1 : 0);
}

static bool goes_back(const ics_expr *a)
{
    return a->kind == ICS_EXPR_SPAN && a->value <= 0;
}

/* Whether a is never more, or later, than b. */
static bool at_most(proof *p, const ics_expr *a, const ics_expr *b)
{
    if (++p->steps > STEPS_MAX)
        return false;
    if (same(p, a, b))
        return true;
    if (is_constant(a, b))
        return a->value <= b->value;
    if (same_count(p, a, b))
        return is_no_longer(a, b);
    if ((goes_back(a) && at_most(p, a->a, b)) || (goes_on(b) && at_most(p, a, b->a)))
        return true;
    return a->kind == ICS_EXPR_COUNT && b->kind == ICS_EXPR_COUNT && same_range(p, a->range, b->range) &&
           implies(p, a->a, b->a);
}

/* That a is on or before another day says that a is there: then it is before what is counted on from it. */
static bool says_it_is_there(proof *p, const ics_expr *a, const ics_expr *b)
{
    return a->kind == b->kind && b->kind == ICS_EXPR_DATE_LE && goes_on(b->b) && same(p, b->a, b->b->a) &&
           same(p, a->a, b->a);
}

static bool implies_order(proof *p, const ics_expr *a, const ics_expr *b)
{
    const bool numbers = (a->kind == ICS_EXPR_LE || a->kind == ICS_EXPR_LT) &&
                         (b->kind == ICS_EXPR_LE || (b->kind == ICS_EXPR_LT && a->kind == ICS_EXPR_LT));
    const bool days = (a->kind == ICS_EXPR_DATE_LE || a->kind == ICS_EXPR_DATE_LT) &&
                      (b->kind == ICS_EXPR_DATE_LE || (b->kind == ICS_EXPR_DATE_LT && a->kind == ICS_EXPR_DATE_LT));
    return (numbers || days) && at_most(p, b->a, a->a) && at_most(p, a->b, b->b);
}

static bool implies(proof *p, const ics_expr *a, const ics_expr *b)
{
    if (++p->steps > STEPS_MAX)
        return false;
    if (same(p, a, b) || (a->kind == ICS_EXPR_TRUTH && a->value == 0) || (b->kind == ICS_EXPR_TRUTH && b->value == 1))
        return true;
    if (b->is_in_force) /* a rule asks no less for being younger: before it, the other governs */
        return true;
    if (b->kind == ICS_EXPR_AND)
        return implies(p, a, b->a) && implies(p, a, b->b);
    if (a->kind == ICS_EXPR_OR)
        return implies(p, a->a, b) && implies(p, a->b, b);
    if (a->kind == ICS_EXPR_AND && (implies(p, a->a, b) || implies(p, a->b, b)))
        return true;
    if (b->kind == ICS_EXPR_OR && (implies(p, a, b->a) || implies(p, a, b->b)))
        return true;
    if (a->kind == ICS_EXPR_NOT && b->kind == ICS_EXPR_NOT)
        return implies(p, b->a, a->a);
    if ((a->kind == ICS_EXPR_ANY || a->kind == ICS_EXPR_ALL) && a->kind == b->kind && same_range(p, a->range, b->range))
        return implies(p, a->a, b->a);
    return implies_order(p, a, b) || says_it_is_there(p, a, b);
}

/* NULL stands for always. */
static bool implies_or_always(proof *p, const ics_expr *a, const ics_expr *b)
{
    return !b || (a && implies(p, a, b));
}

/* NULL stands for never. */
static bool implies_or_never(proof *p, const ics_expr *a, const ics_expr *b)
{
    return !a || (b && implies(p, a, b));
}

/* -- rules */

static bool lies_in(ics_span part, ics_span all)
{
    return part.end > 0 && part.source == all.source && part.start >= all.start && part.end <= all.end;
}

/* The first condition of a part that is written: what is read as at another day is made of parts that stand nowhere
 * (as_at.c) around one that does. NULL where none does. The depth of trees is bounded. */
static const ics_expr *words_of(const ics_expr *part, ics_span all)
{
    if (!part || lies_in(part->span, all))
        return part;
    const ics_expr *operands[] = {part->a, part->b, part->c}, *found = NULL;
    for (size_t i = 0; i < 3 && !found; i++)
        if (operands[i] && operands[i]->shape.sort == ICS_SORT_TRUTH)
            found = words_of(operands[i], all);
    return found;
}

/* Where the rule itself says it; what stands in a verb or a name is said by the sentence that uses it. */
static ics_span said_at(const ics_rule_meaning *rule, const ics_expr *part)
{
    const ics_expr *words = words_of(part, rule->head.span);
    return words ? words->span : rule->span;
}

/* Where a text was not shown to ask as much as another, and in what. */
static bool falls_short(ics_shortfall *out, const ics_rule_meaning *a, const ics_rule_meaning *b, const ics_expr *mine,
                        const ics_expr *theirs, const char *less, const char *perhaps)
{
    if (out)
        *out = (ics_shortfall){
            .less = less, .perhaps = perhaps, .local = said_at(a, mine), .national = said_at(b, theirs)};
    return false;
}

/* What is asked without a last day is asked now: any limit beside it lets it wait. */
static bool asks_now(const ics_rule_meaning *a, const ics_rule_meaning *b, ics_shortfall *out)
{
    static const char waits[] = "the national text has no last day: it asks now";
    const bool is_plain = !a->ladder.due && !a->ladder.in_time && (!a->has_limit || b->has_limit);
    return is_plain || falls_short(out, a, b, a->ladder.due, NULL, waits, waits);
}

static bool asks_in_time(proof *p, const ics_rule_meaning *a, const ics_rule_meaning *b, ics_shortfall *out)
{
    const ics_ladder *x = &a->ladder, *y = &b->ladder;
    if (!b->no_period && a->no_period)
        return falls_short(out, a, b, NULL, y->due, "it states no period", "it states no period");
    if (!y->in_time && !y->due)
        return asks_now(a, b, out);
    if (!x->due || !x->in_time)
        return falls_short(out, a, b, NULL, y->due, "it has no last lawful day", "it has no last lawful day");
    if (!y->in_time || !y->due || !at_most(p, x->due, y->due) || !implies_or_never(p, x->due_ahead, y->due_ahead))
        return falls_short(out, a, b, x->due, y->due, "its last lawful day is later",
                           "its last lawful day may be later");
    static const char later[] = "what is so on its last lawful day may be so no more on the later one";
    return implies(p, x->in_time, y->in_time) || falls_short(out, a, b, x->due, y->due, later, later);
}

static bool is_modality_at_least(const ics_rule_meaning *a, const ics_rule_meaning *b, ics_shortfall *out)
{
    static const char less[] = "its word is a weaker one";
    return a->head.modality == b->head.modality ||
           (a->head.modality == ICS_DUTY &&
            (b->head.modality == ICS_EXPECTATION || b->head.modality == ICS_CONSIDER)) ||
           falls_short(out, a, b, NULL, NULL, less, less);
}

/* What ends the duty, or lifts its limit. */
static bool lets_off_no_more(proof *p, const ics_rule_meaning *a, const ics_rule_meaning *b, ics_shortfall *out)
{
    const ics_ladder *x = &a->ladder, *y = &b->ladder;
    if (!implies_or_never(p, x->lifted, y->lifted))
        return y->lifted
                   ? falls_short(out, a, b, x->lifted, y->lifted, "it lifts the time limit for more",
                                 "it may lift the time limit for more")
                   : falls_short(out, a, b, x->lifted, y->due, "it lifts the time limit", "it lifts the time limit");
    if (!implies_or_never(p, x->exempt, y->exempt))
        return y->exempt ? falls_short(out, a, b, x->exempt, y->exempt, "its exceptions reach further",
                                       "its exceptions may reach further")
                         : falls_short(out, a, b, x->exempt, NULL, "it has an exception", "it has an exception");
    return true;
}

static bool asks_at_least(const ics_rule_meaning *a, const ics_rule_meaning *b, bool is_in_place, ics_shortfall *out)
{
    proof p = {0};
    const ics_ladder *x = &a->ladder, *y = &b->ladder;
    static const char unlike[] = "they are not built alike (versions, readings, whom they are about)";
    if (a->version_count > 0 || b->version_count > 0 || a->way_count > 0 || b->way_count > 0 ||
        !ics_same_subject(a, b) || !x->done || !y->done)
        return falls_short(out, a, b, NULL, NULL, unlike, unlike);
    if (!is_modality_at_least(a, b, out))
        return false;
    if (!implies_or_always(&p, b->reach, a->reach) || !(is_in_place || implies_or_always(&p, b->life, a->life)))
        return falls_short(out, a, b, a->reach, b->reach, "it applies to fewer", "it may apply to fewer");
    if (!implies(&p, x->done, y->done) || (x->vacuous && !same(&p, x->vacuous, y->vacuous)))
        return falls_short(out, a, b, x->done, y->done, "it requires less", "what it requires may be less");
    return asks_in_time(&p, a, b, out) && lets_off_no_more(&p, a, b, out);
}

bool ics_binds_as_many(const ics_rule_meaning *local, const ics_rule_meaning *national, ics_shortfall *out)
{
    proof p = {0};
    static const char unlike[] = "it is about another subject";
    if (!ics_same_subject(local, national))
        return falls_short(out, local, national, NULL, NULL, unlike, unlike);
    if (!is_modality_at_least(local, national, out))
        return false;
    if (!implies_or_always(&p, national->reach, local->reach))
        return falls_short(out, local, national, local->reach, national->reach, "it applies to fewer",
                           "it may apply to fewer");
    const bool is_own_limit = !national->ladder.due; /* what lifts a limit of its own takes nothing away */
    ics_rule_meaning judged = *local;
    judged.ladder.lifted = is_own_limit ? NULL : local->ladder.lifted;
    return lets_off_no_more(&p, &judged, national, out);
}

ics_stricter ics_compare_strictness(const ics_rule_meaning *local, const ics_rule_meaning *national, bool is_in_place,
                                    ics_shortfall *shortfall)
{
    const bool more = asks_at_least(local, national, is_in_place, shortfall),
               less = asks_at_least(national, local, is_in_place, NULL);
    return more ? (less ? ICS_AS_STRICT : ICS_STRICTER) : less ? ICS_LAXER : ICS_UNLIKE;
}

bool ics_lives_as_long(const ics_rule_meaning *local, const ics_rule_meaning *national)
{
    proof p = {0};
    return implies_or_always(&p, national->life, local->life);
}
