/* Nodes, their lists, values and noun phrases. Conditions, letters and declarations have files of their own. */
#include "syntax/build.h"

#include "base/limits.h"

#include <assert.h>
#include <string.h>

ics_span ics_span_join(const ics_span *rhs, int n)
{
    ics_span span = {rhs[0].source, rhs[0].end, rhs[0].end};
    bool begun = false;
    for (int i = 1; i <= n; i++) {
        if (rhs[i].start == rhs[i].end)
            continue;
        if (!begun)
            span = rhs[i];
        begun = true;
        span.end = rhs[i].end;
    }
    return span;
}

ics_span ics_span_of(ics_span first, ics_span last)
{
    return (ics_span){first.source, first.start, last.end};
}

/* How many slots a kind has; 0 for lists and leaves. */
static uint32_t slot_count(ics_node_kind kind)
{
    const char *slots = ics_node_table[kind].slots;
    if (*slots == '\0' || *slots == '*')
        return 0;
    uint32_t count = 1;
    for (; *slots; slots++)
        count += *slots == ' ';
    return count;
}

/* A parent is one deeper than its deepest child. */
static void settle_depth(ics_parse_context *ctx, ics_node *node, const ics_node *child)
{
    if (!child || child->depth < node->depth)
        return;
    if (child->depth >= ICS_LIMIT_RULE_NESTING)
        ics_parse_too_deep(ctx, node->span);
    node->depth = child->depth < UINT16_MAX ? (uint16_t)(child->depth + 1) : UINT16_MAX;
}

ics_node *ics_ast_make(ics_parse_context *ctx, ics_node_kind kind, ics_span span, ics_node *const *children,
                       size_t count)
{
    const uint32_t slots = slot_count(kind);
    assert(count <= slots);
    ics_node *node = ICS_ARENA_NEW(ctx->arena, ics_node);
    node->kind = kind;
    node->span = span;
    node->child_count = node->child_room = slots;
    node->child = slots ? ICS_ARENA_ARRAY(ctx->arena, ics_node *, slots) : NULL;
    assert(node->child || count == 0);
    for (size_t i = 0; i < count; i++) {
        node->child[i] = children[i];
        settle_depth(ctx, node, children[i]);
    }
    return node;
}

ics_node *ics_ast_named(ics_node *node, const ics_token *token)
{
    node->text = token->text;
    node->text_span = token->span;
    return node;
}

ics_node *ics_ast_worded(ics_node *node, const char *word)
{
    node->word = word;
    return node;
}

ics_node *ics_ast_negated(ics_node *node, bool negated)
{
    node->negated = negated;
    return node;
}

ics_node *ics_ast_numbered(ics_node *node, const ics_token *number)
{
    node->number = number->number;
    node->has_number = true;
    return node;
}

ics_node *ics_ast_measured(ics_node *node, const ics_token *number, const ics_token *unit)
{
    return ics_ast_named(ics_ast_numbered(node, number), unit);
}

ics_node *ics_ast_on_day(ics_node *node, const ics_token *date)
{
    node->first_day = date->first_day;
    node->last_day = date->last_day;
    node->has_day = true;
    return node;
}

ics_node *ics_ast_list(ics_parse_context *ctx, ics_span span)
{
    return ics_ast_make(ctx, ICS_NODE_LIST, span, NULL, 0);
}

ics_node *ics_ast_append(ics_parse_context *ctx, ics_node *list, ics_node *item)
{
    if (!list)
        list = ics_ast_list(ctx, item->span);
    if (list->span.start == list->span.end)
        list->span = item->span;
    list->span.end = item->span.end;
    if (list->child_count == list->child_room) {
        size_t room = list->child_room;
        list->child = ics_arena_grow(ctx->arena, list->child, list->child_count, &room, sizeof *list->child,
                                     _Alignof(ics_node *));
        list->child_room = (uint32_t)room;
    }
    list->child[list->child_count++] = item;
    settle_depth(ctx, list, item);
    return list;
}

/* ---- values */

ics_node *ics_ast_day_node(ics_parse_context *ctx, ics_node_kind kind, ics_span span, const ics_token *date)
{
    ics_node *node = ics_ast_on_day(ics_ast_make(ctx, kind, span, NULL, 0), date);
    return kind == ICS_NODE_FINANCIALYEAR ? ics_ast_named(node, date) : node;
}

ics_node *ics_ast_date(ics_parse_context *ctx, ics_span span, const ics_token *date)
{
    return ics_ast_day_node(ctx, ICS_NODE_DATE, span, date);
}

ics_node *ics_ast_number(ics_parse_context *ctx, ics_span span, const ics_token *number, const ics_token *unit)
{
    const bool is_time = unit && strcmp(unit->text, "people") != 0;
    ics_node *node = ics_ast_make(ctx, is_time ? ICS_NODE_SPAN : ICS_NODE_NUMBER, span, NULL, 0);
    if (unit)
        ics_ast_named(node, unit);
    return ics_ast_numbered(node, number);
}

ics_node *ics_ast_money(ics_parse_context *ctx, ics_span span, const ics_token *money)
{
    return ics_ast_numbered(ics_ast_make(ctx, ICS_NODE_MONEY, span, NULL, 0), money);
}

ics_node *ics_ast_percent(ics_parse_context *ctx, ics_span span, const ics_token *percent, ics_node *of)
{
    return ics_ast_numbered(ics_ast_make(ctx, ICS_NODE_PERCENT, span, &of, 1), percent);
}

ics_node *ics_ast_minus(ics_node *number)
{
    number->number = -number->number;
    return number;
}

ics_node *ics_ast_yes_no(ics_parse_context *ctx, ics_span span, const char *word)
{
    return ics_ast_make(ctx, strcmp(word, "yes") == 0 ? ICS_NODE_YES : ICS_NODE_NO, span, NULL, 0);
}

/* ---- noun phrases */

/* A path is walked by recursion in later stages, so its length is bounded like any nesting. */
static void bound_path(ics_parse_context *ctx, ics_node *path)
{
    if (path->child_count <= ICS_LIMIT_RULE_NESTING)
        return;
    ics_parse_too_deep(ctx, path->span);
    path->child_count = (uint32_t)ICS_LIMIT_RULE_NESTING;
}

ics_node *ics_ast_path(ics_parse_context *ctx, ics_span span, ics_node *step)
{
    ics_node *path = ics_ast_make(ctx, ICS_NODE_PATH, span, NULL, 0);
    return ics_ast_append(ctx, path, step);
}

ics_node *ics_ast_of(ics_parse_context *ctx, ics_node *path, ics_node *of)
{
    for (uint32_t i = 0; i < of->child_count; i++)
        ics_ast_append(ctx, path, of->child[i]);
    path->span.end = of->span.end;
    bound_path(ctx, path);
    return path;
}

ics_node *ics_ast_possessed(ics_parse_context *ctx, ics_span span, ics_node *owner, ics_node *step)
{
    ics_node *path = ics_ast_path(ctx, span, step); /* "document's year" is year, document */
    ics_ast_of(ctx, path, owner);
    path->span = span;
    return path;
}

ics_node *ics_ast_each(ics_parse_context *ctx, ics_span span, const ics_token *word, ics_node *path, ics_node *name)
{
    (void)ctx;
    ics_node *step = path->child[0];
    step->word = word->text;
    step->span.start = word->span.start;
    step->child[0] = name;
    path->span = span;
    return path;
}

ics_node *ics_ast_pair(ics_parse_context *ctx, ics_span span, ics_node *each, ics_node *by, ics_node *with)
{
    ics_node *pair = ics_ast_make(ctx, ICS_NODE_PAIR, span, (ics_node *[]){by, with}, 2);
    pair->text = each->child[0]->text;
    pair->text_span = each->child[0]->text_span;
    return ics_ast_path(ctx, span, pair);
}

ics_node *ics_ast_joint(ics_parse_context *ctx, ics_span span, ics_node *first)
{
    return ics_ast_append(ctx, ics_ast_make(ctx, ICS_NODE_JOINT, span, NULL, 0), first);
}

ics_node *ics_ast_quantify(ics_node *quant, ics_span span, ics_node *noun, ics_node *part)
{
    quant->span = span;
    quant->child[1] = noun;
    quant->child[2] = part;
    const uint16_t deepest = part && part->depth > noun->depth ? part->depth : noun->depth;
    if (quant->depth <= deepest) /* noun and part are within the limit, and what holds this node is checked */
        quant->depth = (uint16_t)(deepest + 1);
    return quant;
}

ics_node *ics_ast_narrow(ics_node *aggregate, ics_span span, ics_node *where)
{
    aggregate->span = span;
    aggregate->child[1] = where;
    if (aggregate->depth <= where->depth)
        aggregate->depth = (uint16_t)(where->depth + 1);
    return aggregate;
}
