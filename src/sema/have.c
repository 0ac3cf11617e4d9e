/* What follows `have`, `has` and `include`: that a thing is there, with what is said of it. */
#include "sema/context.h"

#include <string.h>

/* A place in the ranges of a walk where the value that it ends at is there. */
static ics_expr *there(ics_sema *sema, const ics_scope *scope, ics_walk *walk, ics_expr *where, ics_span span)
{
    const ics_ranges *ranges = &walk->ranges;
    const bool is_row = walk->value->kind == ICS_EXPR_ROW && ranges->count > 0;
    ics_expr *is_there =
        is_row ? NULL : ics_is_there(sema, walk->value, scope->depth + (uint32_t)ranges->count + 1, span);
    ics_expr *truth = ics_and(sema, is_there, where);
    return ranges->count ? ics_some(sema, ranges, truth, span) : truth;
}

static ics_expr *have_path(ics_sema *sema, const ics_scope *scope, const ics_node *path, ics_expr *who)
{
    ics_walk walk = ics_walk_path(sema, scope, path, who);
    return ics_is_wrong(walk.value) ? walk.value : there(sema, scope, &walk, NULL, path->span);
}

/* `convenor where term is limited`, `members with sector (a) …`: a reference, or some element of a list, narrowed. */
static ics_expr *have_noun(ics_sema *sema, const ics_scope *scope, const ics_node *np, ics_expr *who)
{
    ics_walk walk = ics_walk_path(sema, scope, ics_slot(np, "path"), who);
    if (ics_is_wrong(walk.value))
        return walk.value;
    if (walk.value->shape.sort == ICS_SORT_LIST && !ics_walk_open(sema, &walk, scope->depth, np->span))
        return ics_wrong(sema, np->span);
    if (walk.value->shape.sort != ICS_SORT_REF) {
        ics_report(sema->diags, ICS_E0303, np->span, "'where' and 'with' narrow things, this is %s",
                   ics_shape_name(sema, walk.value->shape));
        return ics_wrong(sema, np->span);
    }
    const ics_scope element = ics_scope_in(scope, walk.value, walk.ranges.count);
    const ics_node *where = ics_slot(np, "where"), *withs = ics_slot(np, "withs");
    ics_expr *condition = where ? ics_condition(sema, &element, where) : NULL;
    if (withs)
        condition = ics_and(sema, condition, ics_withs(sema, &element, walk.value, withs));
    return there(sema, scope, &walk, condition, np->span);
}

static ics_expr *have_compare(ics_sema *sema, const ics_scope *scope, const ics_node *compare, ics_expr *who,
                              ics_expr **vacuous)
{
    const ics_node *left = ics_slot(compare, "left");
    if (!left)
        return ics_wrong(sema, compare->span);
    ics_expr *value =
        left->kind == ICS_NODE_PATH ? ics_path_value(sema, scope, left, who) : ics_quantity(sema, scope, left, NULL);
    if (vacuous && !ics_is_wrong(value))
        *vacuous = ics_speaks_of_nothing(sema, value);
    return ics_comparison(sema, scope, compare, value);
}

static ics_expr *have_letters(ics_sema *sema, const ics_scope *scope, const ics_node *letters, ics_expr *who)
{
    const ics_node *items = ics_slot(letters, "items");
    ics_expr **truths = ICS_ARENA_ARRAY(sema->arena, ics_expr *, ics_node_length(items) + 1);
    for (uint32_t i = 0; i < ics_node_length(items); i++)
        truths[i] = ics_have(sema, scope, ics_slot(items->child[i], "body"), who, NULL);
    return ics_join_letters(sema, letters, truths, ics_node_length(items));
}

ics_expr *ics_have(ics_sema *sema, const ics_scope *scope, const ics_node *object, ics_expr *who, ics_expr **vacuous)
{
    object = ics_letter_of(sema, object);
    if (!object || !ics_enter(sema, object->span))
        return ics_wrong(sema, object ? object->span : (ics_span){0});
    ics_expr *truth;
    switch (object->kind) {
    case ICS_NODE_PATH:
        truth = have_path(sema, scope, object, who);
        break;
    case ICS_NODE_NP:
        truth = have_noun(sema, scope, object, who);
        break;
    case ICS_NODE_COMPARE:
        truth = have_compare(sema, scope, object, who, vacuous);
        break;
    case ICS_NODE_LETTERS:
        truth = have_letters(sema, scope, object, who);
        break;
    case ICS_NODE_QUANT: {
        const ics_quantified q = ics_quantified_open(sema, scope, object, who);
        if (vacuous)
            *vacuous = ics_quantified_vacuous(sema, &q);
        truth = ics_quantified_close(sema, &q, NULL);
        break;
    }
    case ICS_NODE_ERROR:
        truth = ics_wrong(sema, object->span);
        break;
    default:
        truth = ics_condition(sema, scope, object);
        break;
    }
    ics_leave(sema);
    return truth;
}
