/* Conditions: and, or, not, letters, clause terms, comparisons, `has`, verbs in a condition. */
#include "sema/context.h"

#include <string.h>

/* Parts joined into one requirement speak of nothing together, or not at all (decision 16). */
typedef struct nothing {
    ics_expr **vacuous; /* where it goes; NULL: nobody asks */
    bool never;         /* some part always speaks of something */
} nothing;

static ics_expr *part_of(ics_sema *sema, const ics_scope *scope, const ics_node *node, nothing *whole)
{
    ics_expr *vacuous = NULL;
    ics_expr *truth = ics_required_condition(sema, scope, node, whole->vacuous ? &vacuous : NULL);
    if (whole->vacuous) {
        whole->never |= !vacuous;
        *whole->vacuous = whole->never ? NULL : ics_and(sema, *whole->vacuous, vacuous);
    }
    return truth;
}

static ics_expr *joined(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous)
{
    nothing whole = {.vacuous = vacuous};
    ics_expr *all = NULL;
    for (uint32_t i = 0; i < node->child_count; i++) {
        ics_expr *one = part_of(sema, scope, node->child[i], &whole);
        all = node->kind == ICS_NODE_AND ? ics_and(sema, all, one) : ics_or(sema, all, one);
    }
    return all ? all : ics_wrong(sema, node->span);
}

static ics_expr *lettered(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous)
{
    nothing whole = {.vacuous = vacuous};
    const ics_node *items = ics_slot(node, "items");
    ics_expr **truths = ICS_ARENA_ARRAY(sema->arena, ics_expr *, ics_node_length(items) + 1);
    for (uint32_t i = 0; i < ics_node_length(items); i++)
        truths[i] = part_of(sema, scope, ics_slot(items->child[i], "body"), &whole);
    return ics_join_letters(sema, node, truths, ics_node_length(items));
}

/* `plan is needed`: the yes/no attribute of that name, of the innermost thing that has it. */
static ics_expr *clause(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    for (const ics_scope *s = scope; s && node->text; s = s->outer) {
        if (!s->row || s->row->shape.sort != ICS_SORT_REF)
            continue;
        const uint32_t attribute = ics_attribute_named(sema, s->row->shape.target, node->text);
        if (attribute == ICS_NONE)
            continue;
        ics_expr *value = ics_read(sema, s->row, attribute, node->span);
        if (value->shape.sort == ICS_SORT_YESNO)
            return ics_yes_or_no(sema, node->negated ? ICS_EXPR_NO : ICS_EXPR_YES, node->span, value);
    }
    const ics_scope *first = scope;
    while (first && !first->row)
        first = first->outer;
    if (first && first->row->shape.sort == ICS_SORT_REF && node->text)
        ics_no_attribute(sema, node->span, first->row->shape.target, node->text);
    return ics_wrong(sema, node->span);
}

/* What is said of the left side: of each element where it is quantified. */
static ics_expr *said_of(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *left)
{
    return node->kind == ICS_NODE_COMPARE ? ics_comparison(sema, scope, node, left)
                                          : ics_have(sema, scope, ics_slot(node, "object"), left, NULL);
}

static ics_expr *of_quantified(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_node *left,
                               ics_expr **vacuous)
{
    const ics_quantified q = ics_quantified_open(sema, scope, left, NULL);
    if (vacuous)
        *vacuous = ics_quantified_vacuous(sema, &q);
    return q.is_wrong ? ics_wrong(sema, node->span)
                      : ics_quantified_close(sema, &q, said_of(sema, &q.scope, node, q.walk.value));
}

static ics_expr *comparison(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous)
{
    const ics_node *left = ics_slot(node, "left"), *right = ics_slot(node, "right");
    if (!left)
        return ics_wrong(sema, node->span);
    if (left->kind == ICS_NODE_QUANT)
        return of_quantified(sema, scope, node, left, vacuous);
    ics_expr *value = ics_quantity(sema, scope, left, NULL);
    ics_expr *truth = said_of(sema, scope, node, value);
    if (vacuous && !ics_is_wrong(truth)) {
        *vacuous = ics_speaks_of_nothing(sema, value);
        if (!*vacuous && right && right->kind == ICS_NODE_AGGREGATE)
            *vacuous = ics_speaks_of_nothing(sema, ics_quantity(sema, scope, right, &value->shape));
    }
    return truth;
}

/* `left has object`; the left may be narrowed where it is one thing. */
static ics_expr *has(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous)
{
    const ics_node *left = ics_slot(node, "left"), *object = ics_slot(node, "object");
    if (!left || !object)
        return ics_wrong(sema, node->span);
    if (left->kind == ICS_NODE_QUANT)
        return of_quantified(sema, scope, node, left, vacuous);
    const bool is_np = left->kind == ICS_NODE_NP;
    ics_expr *who = ics_quantity(sema, scope, is_np ? ics_slot(left, "path") : left, NULL);
    ics_expr *where = NULL;
    if (is_np && who->shape.sort == ICS_SORT_REF) {
        const ics_scope narrowed = ics_scope_in(scope, who, 0);
        if (ics_slot(left, "where"))
            where = ics_condition(sema, &narrowed, ics_slot(left, "where"));
        if (ics_slot(left, "withs"))
            where = ics_and(sema, where, ics_withs(sema, &narrowed, who, ics_slot(left, "withs")));
    }
    return ics_and(sema, where, ics_is_wrong(who) ? who : ics_have(sema, scope, object, who, vacuous));
}

static ics_expr *does(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    ics_expr *who = ics_quantity(sema, scope, ics_slot(node, "subject"), NULL);
    if (ics_is_wrong(who))
        return who;
    const ics_occasion *occasion = &sema->occasion;
    if (occasion->is_asked && (occasion->period || occasion->since || occasion->until)) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0221, node->span,
                                    "when this is to happen is not told: a condition asks whether it ever did");
        ics_diag_help(sema->diags, diag, "let the sentence itself ask it: 'must %s …'", node->text ? node->text : "do");
        return ics_wrong(sema, node->span);
    }
    return ics_do(sema, scope, node, who, NULL).done;
}

static ics_expr *named_condition(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    ics_expr *value = ics_quantity(sema, scope, node, NULL);
    if (value->shape.sort == ICS_SORT_TRUTH || ics_is_wrong(value))
        return value;
    if (value->shape.sort == ICS_SORT_YESNO)
        return ics_yes_or_no(sema, ICS_EXPR_YES, node->span, value);
    ics_report(sema->diags, ICS_E0303, node->span, "a condition is needed here, this is %s",
               ics_shape_name(sema, value->shape));
    return ics_wrong(sema, node->span);
}

static ics_expr *condition(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous)
{
    switch (node->kind) {
    case ICS_NODE_AND:
    case ICS_NODE_OR:
        return joined(sema, scope, node, vacuous);
    case ICS_NODE_NOT: {
        ics_expr *inner = ics_required_condition(sema, scope, ics_slot(node, "condition"), vacuous);
        return ics_is_wrong(inner) ? inner : ics_not(sema, inner);
    }
    case ICS_NODE_LETTERS:
        return lettered(sema, scope, node, vacuous);
    case ICS_NODE_FACT:
        return clause(sema, scope, node);
    case ICS_NODE_COMPARE:
        return comparison(sema, scope, node, vacuous);
    case ICS_NODE_HAS:
        return has(sema, scope, node, vacuous);
    case ICS_NODE_DOES:
        return does(sema, scope, node);
    case ICS_NODE_PATH:
        return named_condition(sema, scope, node);
    case ICS_NODE_METRULE:
    case ICS_NODE_LIFTEDUNDER:
        return ics_outcome_of(sema, scope, node);
    case ICS_NODE_ERROR:
        return ics_wrong(sema, node->span);
    default:
        ics_report(sema->diags, ICS_E0304, node->span, "a condition is needed here");
        return ics_wrong(sema, node->span);
    }
}

ics_expr *ics_required_condition(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr **vacuous)
{
    node = ics_letter_of(sema, node);
    if (!node || !ics_enter(sema, node->span))
        return ics_wrong(sema, node ? node->span : (ics_span){0});
    ics_expr *truth = condition(sema, scope, node, vacuous);
    ics_leave(sema);
    return truth;
}

ics_expr *ics_condition(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    return ics_required_condition(sema, scope, node, NULL);
}
