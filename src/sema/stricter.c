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
    return a.sort == b.sort && a.unit == b.unit && a.space == b.space && a.target == b.target && a.is_year == b.is_year;
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
        a->value != b->value || a->last != b->last || a->id != b->id || a->unit != b->unit || a->begins != b->begins ||
        !same_text(a->text, b->text) || a->argument_count != b->argument_count)
        return false;
    for (uint32_t i = 0; i < a->argument_count; i++)
        if (!same(p, a->arguments[i], b->arguments[i]))
            return false;
    return same_range(p, a->range, b->range) && same(p, a->a, b->a) && same(p, a->b, b->b) && same(p, a->c, b->c);
}

/* -- one implies the other */

static bool implies(proof *p, const ics_expr *a, const ics_expr *b);

static bool is_constant(const ics_expr *a, const ics_expr *b)
{
    return a->kind == b->kind && (a->kind == ICS_EXPR_NUMBER || a->kind == ICS_EXPR_DATE);
}

/* Of two spans of time from one day, counted alike. */
static bool same_count(proof *p, const ics_expr *a, const ics_expr *b)
{
    return a->kind == ICS_EXPR_SPAN && b->kind == ICS_EXPR_SPAN && a->unit == b->unit && a->begins == b->begins &&
           a->id == b->id && same(p, a->a, b->a) && same(p, a->b, b->b) && same(p, a->c, b->c);
}

/* Whether a is never more, or later, than b. */
static bool at_most(proof *p, const ics_expr *a, const ics_expr *b)
{
    if (same(p, a, b))
        return true;
    if (is_constant(a, b) || same_count(p, a, b))
        return a->value <= b->value;
    return a->kind == ICS_EXPR_COUNT && b->kind == ICS_EXPR_COUNT && same_range(p, a->range, b->range) &&
           implies(p, a->a, b->a);
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
    return implies_order(p, a, b);
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

/* To whom the rule applies, apart from the bodies of its variation. */
static const ics_expr *applies(const ics_rule_meaning *rule)
{
    const ics_expr *all = rule->ladder.applies;
    if (!rule->scope || !all || all == rule->scope)
        return rule->scope == all ? NULL : all;
    return all->kind == ICS_EXPR_AND && all->a == rule->scope ? all->b : all;
}

static bool asks_in_time(proof *p, const ics_rule_meaning *a, const ics_rule_meaning *b)
{
    const ics_ladder *x = &a->ladder, *y = &b->ladder;
    if (!b->no_period && a->no_period)
        return false;
    if (!y->in_time) /* no clock, or none that can be late: whatever is done is in time */
        return !y->due;
    return x->in_time && implies(p, x->in_time, y->in_time) && x->due && y->due && at_most(p, x->due, y->due) &&
           implies_or_never(p, x->due_ahead, y->due_ahead);
}

static bool is_modality_at_least(const ics_rule_meaning *a, const ics_rule_meaning *b)
{
    return a->head.modality == b->head.modality ||
           (a->head.modality == ICS_DUTY && (b->head.modality == ICS_EXPECTATION || b->head.modality == ICS_CONSIDER));
}

static bool asks_at_least(const ics_rule_meaning *a, const ics_rule_meaning *b)
{
    proof p = {0};
    const ics_ladder *x = &a->ladder, *y = &b->ladder;
    if (a->version_count > 0 || b->version_count > 0 || a->way_count > 0 || b->way_count > 0 ||
        !ics_same_subject(a, b) || !is_modality_at_least(a, b) || !x->done || !y->done)
        return false;
    return implies_or_always(&p, applies(b), applies(a)) && (!x->vacuous || same(&p, x->vacuous, y->vacuous)) &&
           implies(&p, x->done, y->done) && asks_in_time(&p, a, b) && implies_or_never(&p, x->lifted, y->lifted) &&
           implies_or_never(&p, x->exempt, y->exempt);
}

ics_stricter ics_compare_strictness(const ics_rule_meaning *local, const ics_rule_meaning *national)
{
    const bool more = asks_at_least(local, national), less = asks_at_least(national, local);
    return more ? (less ? ICS_AS_STRICT : ICS_STRICTER) : less ? ICS_LAXER : ICS_UNLIKE;
}
