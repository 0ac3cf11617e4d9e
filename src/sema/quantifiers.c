/* Quantifiers and lettered lists: every, some, no, at least N, at least N% of; all of, any of, none of. */
#include "sema/context.h"

#include <string.h>

static bool is_word(const ics_node *node, const char *word)
{
    return node->word && strcmp(node->word, word) == 0;
}

/* -- the noun that a quantifier opens */

static ics_expr *with_value(ics_sema *sema, const ics_scope *scope, ics_expr *read, const ics_node *value)
{
    value = ics_letter_of(sema, value);
    if (!value)
        return ics_wrong(sema, read->span);
    if (value->kind == ICS_NODE_COMPARE)
        return ics_comparison(sema, scope, value, read);
    if (value->kind != ICS_NODE_LETTERS)
        return ics_compare(sema, "is", false, read, ics_quantity(sema, scope, value, &read->shape), value->span);
    const ics_node *items = ics_slot(value, "items");
    ics_expr **truths = ICS_ARENA_ARRAY(sema->arena, ics_expr *, ics_node_length(items) + 1);
    for (uint32_t i = 0; i < ics_node_length(items); i++)
        truths[i] = with_value(sema, scope, read, ics_slot(items->child[i], "body"));
    return ics_join_letters(sema, value, truths, ics_node_length(items));
}

ics_expr *ics_withs(ics_sema *sema, const ics_scope *scope, ics_expr *row, const ics_node *withs)
{
    ics_expr *all = NULL;
    for (uint32_t i = 0; i < ics_node_length(withs); i++) {
        const ics_node *with = withs->child[i];
        const uint32_t attribute = row->shape.sort == ICS_SORT_REF && with->text
                                       ? ics_attribute_named(sema, row->shape.target, with->text)
                                       : ICS_NONE;
        if (attribute == ICS_NONE) {
            if (row->shape.sort == ICS_SORT_REF)
                ics_no_attribute(sema, with->span, row->shape.target, with->text ? with->text : "");
            return ics_wrong(sema, with->span);
        }
        const ics_node *value = ics_slot(with, "value");
        if (!value)
            return ics_wrong(sema, with->span);
        all = ics_and(sema, all, with_value(sema, scope, ics_read(sema, row, attribute, with->span), value));
    }
    return all;
}

bool ics_noun_open(ics_sema *sema, const ics_scope *scope, const ics_node *noun, ics_expr *own, ics_walk *walk,
                   ics_scope *element)
{
    const bool is_np = noun && noun->kind == ICS_NODE_NP;
    const ics_node *path = is_np ? ics_slot(noun, "path") : noun;
    *walk = ics_walk_path(sema, scope, path, own);
    if (ics_is_wrong(walk->value))
        return false;
    if (!ics_walk_open(sema, walk, scope->depth, noun->span)) {
        if (!ics_is_wrong(walk->value))
            ics_report(sema->diags, ICS_E0303, noun->span, "a list is needed here, this is %s",
                       ics_shape_name(sema, walk->value->shape));
        return false;
    }
    const size_t last = walk->ranges.count - 1;
    *element = ics_scope_of_element(sema, scope, walk, noun->span);
    if (is_np && ics_slot(noun, "where"))
        walk->ranges.when[last] =
            ics_and(sema, walk->ranges.when[last], ics_condition(sema, element, ics_slot(noun, "where")));
    if (is_np && ics_slot(noun, "withs"))
        walk->ranges.when[last] =
            ics_and(sema, walk->ranges.when[last], ics_withs(sema, element, element->row, ics_slot(noun, "withs")));
    return !ics_is_wrong(walk->ranges.when[last]);
}

/* -- quantifiers */

ics_quantified ics_quantified_open(ics_sema *sema, const ics_scope *scope, const ics_node *quant, ics_expr *own)
{
    ics_quantified q = {.node = quant};
    const ics_node *part = ics_slot(quant, "part");
    q.is_wrong = !ics_noun_open(sema, scope, ics_slot(quant, "noun"), own, &q.walk, &q.scope);
    if (!q.is_wrong && part)
        q.part = ics_condition(sema, &q.scope, part);
    return q;
}

static ics_expr *not_so_many(ics_sema *sema, const ics_node *node, const char *why)
{
    ics_report(sema->diags, ICS_E0304, node->span, "%s", why);
    return ics_wrong(sema, node->span);
}

static ics_expr *compare_count(ics_sema *sema, const ics_node *q, ics_expr *count, ics_expr *number)
{
    return ics_compare(sema, is_word(q, "exactly") ? "is" : q->word, false, count, number, q->span);
}

/* At least, at most, exactly a number or a part of the elements. */
static ics_expr *counted(ics_sema *sema, const ics_quantified *q, ics_expr *body)
{
    const ics_node *node = q->node, *count = ics_slot(node, "count");
    if (!count || !node->word)
        return ics_wrong(sema, node->span);
    if (count->kind == ICS_NODE_PERCENT) {
        if (count->number > ICS_DECIMAL_ONE && !is_word(node, "at most"))
            return not_so_many(sema, count, "more than 100% of things are never there");
        ics_expr *part = body ? body : ics_truth(sema, 1, node->span);
        return compare_count(sema, node, ics_share_over(sema, &q->walk.ranges, part, node->span),
                             ics_number(sema, count->number, ICS_OF_SHARE, count->span));
    }
    if (count->number < 0 || count->number % ICS_DECIMAL_ONE != 0)
        return not_so_many(sema, count, "things are counted in whole numbers");
    return compare_count(sema, node, ics_count_over(sema, &q->walk.ranges, body, node->span),
                         ics_number(sema, count->number, ICS_OF_ANY, count->span));
}

ics_expr *ics_quantified_close(ics_sema *sema, const ics_quantified *q, ics_expr *body)
{
    const ics_node *node = q->node;
    if (q->is_wrong || ics_is_wrong(body))
        return ics_wrong(sema, node->span);
    if (q->part)
        body = ics_and(sema, body, q->part);
    if (is_word(node, "some"))
        return ics_some(sema, &q->walk.ranges, body, node->span);
    if (is_word(node, "no"))
        return ics_not(sema, ics_some(sema, &q->walk.ranges, body, node->span));
    if (!is_word(node, "every") && !is_word(node, "each"))
        return counted(sema, q, body);
    if (!body)
        return not_so_many(sema, node, "what is said of every one of them? Write 'every … for which …'");
    return ics_every(sema, &q->walk.ranges, body, node->span);
}

ics_expr *ics_quantified_vacuous(ics_sema *sema, const ics_quantified *q)
{
    const ics_node *count = ics_slot(q->node, "count");
    if (q->is_wrong ||
        !(is_word(q->node, "every") || is_word(q->node, "each") || (count && count->kind == ICS_NODE_PERCENT)))
        return NULL;
    return ics_not(sema, ics_some(sema, &q->walk.ranges, NULL, q->node->span));
}

/* -- lettered lists */

/* How many of the truths hold, against the list's number. */
static ics_expr *tally(ics_sema *sema, const ics_node *letters, ics_expr *const *truths, size_t count)
{
    const ics_node *number = ics_slot(letters, "count");
    if (!number || number->number % ICS_DECIMAL_ONE != 0 || number->number < 0)
        return ics_wrong(sema, letters->span);
    if ((uint64_t)number->number / ICS_DECIMAL_ONE > count && !is_word(letters, "at most"))
        return not_so_many(sema, number, ics_text_of(sema, "there are only %zu letters", count));
    ics_expr *sum = NULL;
    for (size_t i = 0; i < count; i++) {
        sum = ics_make(sema, ICS_EXPR_TALLY, letters->span, sum, truths[i]);
        sum->shape.unit = ICS_OF_NUMBER;
    }
    return compare_count(sema, letters, sum, ics_number(sema, number->number, ICS_OF_ANY, number->span));
}

ics_expr *ics_join_letters(ics_sema *sema, const ics_node *letters, ics_expr *const *truths, size_t count)
{
    if (count == 0)
        return ics_wrong(sema, letters->span);
    if (is_word(letters, "at least") || is_word(letters, "at most") || is_word(letters, "exactly"))
        return tally(sema, letters, truths, count);
    const bool is_all = !letters->word || is_word(letters, "all");
    ics_expr *joined = NULL;
    for (size_t i = 0; i < count; i++)
        joined = is_all ? ics_and(sema, joined, truths[i]) : ics_or(sema, joined, truths[i]);
    return is_word(letters, "none") ? ics_not(sema, joined) : joined;
}
