/* What follows `is`, `includes`, `overlaps`: comparisons of a value that is known with what is said of it. */
#include "sema/context.h"

#include <string.h>

static bool is_word(const ics_node *node, const char *word)
{
    return node->word && strcmp(node->word, word) == 0;
}

/* What a name must be where it is compared with, or looked for in, a value of that shape. */
static ics_shape hint_for(const ics_expr *left)
{
    ics_shape hint = left->shape;
    if (hint.sort == ICS_SORT_SET)
        hint.sort = ICS_SORT_ID;
    return hint;
}

/* -- yes and no */

static ics_expr *yes_or_no(ics_sema *sema, const ics_node *node, ics_expr *left, bool yes)
{
    if (left->shape.sort == ICS_SORT_YESNO)
        return ics_yes_or_no(sema, yes ? ICS_EXPR_YES : ICS_EXPR_NO, node->span, left);
    if (left->shape.sort == ICS_SORT_TRUTH)
        return yes ? left : ics_not(sema, left);
    if (!ics_is_wrong(left))
        ics_report(sema->diags, ICS_E0302, node->span, "'%s' is %s, not yes or no", ics_expr_says(sema, left),
                   ics_shape_name(sema, left->shape));
    return ics_wrong(sema, node->span);
}

/* -- one of several */

/* Each unit of a LIST, or body of LETTERS, given to fn and joined: by `and` or by `or`, or by the letters' own word. */
typedef ics_expr *one_fn(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left,
                         const ics_node *unit);

static ics_expr *each_unit(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left, bool all,
                           one_fn *one)
{
    const ics_node *right = ics_slot(compare, "right");
    const bool lettered = right && right->kind == ICS_NODE_LETTERS;
    const ics_node *items = lettered ? ics_slot(right, "items") : right;
    ics_expr *joined = NULL;
    for (uint32_t i = 0; i < ics_node_length(items); i++) {
        const ics_node *unit = lettered ? ics_slot(items->child[i], "body") : items->child[i];
        if (!unit)
            return ics_wrong(sema, compare->span);
        ics_expr *truth = one(sema, scope, compare, left, unit);
        joined = all ? ics_and(sema, joined, truth) : ics_or(sema, joined, truth);
    }
    return joined ? joined : ics_wrong(sema, compare->span);
}

static ics_expr *is_one(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left,
                        const ics_node *unit)
{
    const ics_shape hint = hint_for(left);
    ics_expr *noun = ics_is_noun(sema, scope, left, unit, compare->negated, unit->span);
    return noun ? noun
                : ics_compare(sema, "is", compare->negated, left, ics_quantity(sema, scope, unit, &hint), unit->span);
}

/* Whether a list of rows or of plain values, or a set, includes one thing. */
ics_expr *ics_includes(ics_sema *sema, const ics_scope *scope, ics_expr *left, const ics_node *unit)
{
    const ics_model *model = sema->model;
    if (left->shape.sort == ICS_SORT_LIST && model->entities[left->shape.target].is_hidden) {
        ics_walk walk = {.value = left};
        if (!ics_walk_open(sema, &walk, scope->depth, unit->span))
            return ics_wrong(sema, unit->span);
        const ics_scope element = ics_scope_of_element(sema, scope, &walk, unit->span);
        ics_expr *same = ics_compare(sema, "is", false, walk.value,
                                     ics_quantity(sema, &element, unit, &walk.value->shape), unit->span);
        return ics_some(sema, &walk.ranges, same, unit->span);
    }
    const bool of_rows = left->shape.sort == ICS_SORT_SET && left->shape.space == ICS_IN_ROWS;
    const ics_shape hint =
        left->shape.sort == ICS_SORT_LIST || of_rows ? ics_shape_ref(left->shape.target) : hint_for(left);
    ics_expr *right = ics_quantity(sema, scope, unit, &hint);
    if (ics_is_wrong(left) || ics_is_wrong(right))
        return ics_wrong(sema, unit->span);
    if (left->shape.sort == ICS_SORT_LIST && right->shape.sort == ICS_SORT_REF &&
        model->entities[left->shape.target].root == model->entities[right->shape.target].root)
        return ics_make(sema, ICS_EXPR_HAS_ROW, unit->span, left, right);
    if (left->shape.sort == ICS_SORT_SET && left->shape.space == ICS_IN_ROWS && right->shape.sort == ICS_SORT_REF &&
        model->entities[left->shape.target].root == model->entities[right->shape.target].root)
        return ics_make(sema, ICS_EXPR_HAS_IN, unit->span, left, right);
    if (left->shape.sort == ICS_SORT_SET && right->shape.sort == ICS_SORT_ID &&
        left->shape.space == right->shape.space && left->shape.target == right->shape.target)
        return ics_make(sema, ICS_EXPR_HAS, unit->span, left, right);
    ics_report(sema->diags, ICS_E0302, unit->span, "'%s' is %s: it cannot include %s", ics_expr_says(sema, left),
               ics_shape_name(sema, left->shape), ics_shape_name(sema, right->shape));
    return ics_wrong(sema, unit->span);
}

static ics_expr *includes_one(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left,
                              const ics_node *unit)
{
    (void)compare;
    return ics_includes(sema, scope, left, unit);
}

/* -- the rest */

static ics_expr *within(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left)
{
    const ics_node *right = ics_slot(compare, "right");
    if (!right || right->kind != ICS_NODE_WITHIN)
        return ics_wrong(sema, compare->span);
    const ics_within w = ics_within_of(sema, scope, right);
    ics_expr *from = ics_compare(sema, "on or after", false, left, w.first, compare->span);
    ics_expr *truth = ics_is_wrong(from)
                          ? from
                          : ics_and(sema, from, ics_compare(sema, "on or before", false, left, w.last, compare->span));
    return compare->negated
               ? ics_and(sema, ics_make(sema, ICS_EXPR_PRESENT, compare->span, left, NULL), ics_not(sema, truth))
               : truth;
}

/* The number of a percentage without the `of P` that may follow it; of other bounds the whole. */
static ics_span number_of_bound(const char *text, const ics_node *bound)
{
    ics_span span = bound->span;
    for (uint32_t at = span.start; bound->kind == ICS_NODE_PERCENT && at < bound->span.end; at++)
        if (text[at] == '%')
            span.end = at + 1;
    return span;
}

/* No other order was meant, so the fix is certain: each bound takes the other's place. */
static void say_swapped(ics_sema *sema, const ics_node *compare, const ics_node *lower, const ics_node *upper)
{
    ics_diag *diag =
        ics_report(sema->diags, ICS_E0310, compare->span, "nothing lies between these: the first is the larger");
    const char *text = ics_diags_source_text(sema->diags, compare->span.source, NULL);
    if (!text)
        return;
    const ics_span low = number_of_bound(text, lower), high = number_of_bound(text, upper);
    ics_diag_edit(sema->diags, diag, low, "%.*s", (int)(high.end - high.start), text + high.start);
    ics_diag_edit(sema->diags, diag, high, "%.*s", (int)(low.end - low.start), text + low.start);
}

/* `between 102% and 98% of P` is known to be swapped without knowing P. */
static bool is_swapped(const ics_node *lower, const ics_node *upper, const ics_expr *low, const ics_expr *high)
{
    if (lower && upper && lower->kind == ICS_NODE_PERCENT && upper->kind == ICS_NODE_PERCENT && !ics_slot(lower, "of"))
        return lower->number > upper->number;
    return low->kind == high->kind && (low->kind == ICS_EXPR_NUMBER || low->kind == ICS_EXPR_DATE) &&
           low->value > high->value;
}

static ics_expr *between(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left)
{
    const ics_node *upper = ics_slot(compare, "upper");
    const ics_node *lower = ics_slot(compare, "right");
    ics_expr *low = ics_quantity(sema, scope, lower, &left->shape);
    /* In `between 98% and 102% of P`, `of P` belongs to both. */
    if (lower && lower->kind == ICS_NODE_PERCENT && upper && upper->kind == ICS_NODE_PERCENT &&
        !ics_slot(lower, "of") && ics_slot(upper, "of"))
        low =
            ics_arithmetic(sema, "*", low, ics_quantity(sema, scope, ics_slot(upper, "of"), &left->shape), lower->span);
    ics_expr *high = ics_quantity(sema, scope, upper, &left->shape);
    if (is_swapped(lower, upper, low, high)) {
        say_swapped(sema, compare, lower, upper);
        return ics_wrong(sema, compare->span);
    }
    ics_expr *from = ics_compare(sema, "at least", false, left, low, compare->span);
    ics_expr *truth =
        ics_is_wrong(from) ? from : ics_and(sema, from, ics_compare(sema, "at most", false, left, high, compare->span));
    return compare->negated
               ? ics_and(sema, ics_make(sema, ICS_EXPR_PRESENT, compare->span, left, NULL), ics_not(sema, truth))
               : truth;
}

static ics_expr *overlaps(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left)
{
    ics_expr *right = ics_quantity(sema, scope, ics_slot(compare, "right"), NULL);
    if (ics_is_wrong(left) || ics_is_wrong(right))
        return ics_wrong(sema, compare->span);
    const bool same = left->shape.sort == right->shape.sort && left->shape.space == right->shape.space &&
                      left->shape.target == right->shape.target;
    if (same && (left->shape.sort == ICS_SORT_LIST || left->shape.sort == ICS_SORT_SET))
        return ics_make(sema, ICS_EXPR_OVERLAPS, compare->span, left, right);
    ics_report(sema->diags, ICS_E0302, compare->span,
               "'%s' is %s, '%s' is %s: only two lists or sets of the same things overlap", ics_expr_says(sema, left),
               ics_shape_name(sema, left->shape), ics_expr_says(sema, right), ics_shape_name(sema, right->shape));
    return ics_wrong(sema, compare->span);
}

static ics_expr *recorded(ics_sema *sema, const ics_node *compare, ics_expr *left)
{
    if (!sema->may_ask_recorded) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0311, compare->span,
                       "'is recorded' asks about the description, not about the world: it is for checks alone");
        ics_diag_help(sema->diags, diag, "write 'it has …'");
        return ics_wrong(sema, compare->span);
    }
    ics_expr *truth = ics_make(sema, ICS_EXPR_RECORDED, compare->span, left, NULL);
    return compare->negated ? ics_not(sema, truth) : truth;
}

static ics_expr *negate_if(ics_sema *sema, const ics_node *compare, ics_expr *truth)
{
    return compare->negated ? ics_not(sema, truth) : truth;
}

ics_expr *ics_comparison(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *left)
{
    const ics_node *right = ics_slot(compare, "right");
    const char *word = compare->word ? compare->word : "is";
    if (ics_is_wrong(left))
        return left;
    if (is_word(compare, "recorded"))
        return recorded(sema, compare, left);
    if (is_word(compare, "in that"))
        return ics_in_that_period(sema, compare, left);
    if (!right)
        return ics_wrong(sema, compare->span);
    if (right->kind == ICS_NODE_YES || right->kind == ICS_NODE_NO)
        return yes_or_no(sema, compare, left, (right->kind == ICS_NODE_YES) != compare->negated);
    if (is_word(compare, "within"))
        return within(sema, scope, compare, left);
    if (is_word(compare, "between"))
        return between(sema, scope, compare, left);
    if (is_word(compare, "any of"))
        return each_unit(sema, scope, compare, left, compare->negated, is_one);
    if (is_word(compare, "includes"))
        return negate_if(sema, compare, includes_one(sema, scope, compare, left, right));
    if (is_word(compare, "includes all") || is_word(compare, "includes any"))
        return negate_if(sema, compare,
                         each_unit(sema, scope, compare, left, is_word(compare, "includes all"), includes_one));
    if (is_word(compare, "overlaps"))
        return negate_if(sema, compare, overlaps(sema, scope, compare, left));
    ics_expr *noun =
        is_word(compare, "is") ? ics_is_noun(sema, scope, left, right, compare->negated, compare->span) : NULL;
    if (noun)
        return noun;
    const ics_shape hint = hint_for(left);
    return ics_compare(sema, word, compare->negated, left, ics_quantity(sema, scope, right, &hint), compare->span);
}
