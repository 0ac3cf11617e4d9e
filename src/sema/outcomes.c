/*
 * Conditions on the outcome of another rule (docs/decisions.md, 40): `it met R in time`, `limit lifted under R`. Rules
 * are resolved behind those that they ask for, so that what R means is there when it is asked.
 */
#include "sema/context.h"

#include "model/key.h"

#include <string.h>

/* -- the order of rules */

typedef enum colour { UNSEEN, OPEN, DONE } colour;

/* A rule on the way: which of its references comes next. */
typedef struct visit {
    uint32_t rule;
    uint32_t next;
} visit;

typedef struct ordering {
    ics_sema *sema;
    struct ics_rule_place *rules;
    size_t rule_count, rule_room;
    uint32_t *slots; /* open hashing over rules, by folded name */
    size_t slot_count;
    uint8_t *colour;   /* by rule */
    uint32_t **refers; /* by rule: what it asks for, in the order of the text; ICS_NONE where nothing is called so */
    uint32_t *refer_count;
    ics_rule_order out;
    visit *stack;
    size_t depth, room;
} ordering;

static bool is_rule(const ics_node *node)
{
    return node->kind == ICS_NODE_RULE || node->kind == ICS_NODE_STATEMENT || node->kind == ICS_NODE_QUESTION;
}

static void collect(ordering *o)
{
    const ics_syntax *syntax = o->sema->syntax;
    for (uint32_t f = 0; f < syntax->file_count; f++) {
        const ics_node *tree = syntax->files[f].tree;
        const ics_node *variation = NULL; /* it runs to the end of its file */
        for (uint32_t i = 0; i < ics_node_length(tree); i++) {
            const ics_node *node = tree->child[i];
            if (node && node->kind == ICS_NODE_VARIATION)
                variation = node;
            if (!node || !is_rule(node))
                continue;
            const struct ics_rule_place place = {node, variation, f};
            ICS_PUSH(o->sema->arena, o->rules, o->rule_count, o->rule_room, place);
        }
    }
}

static size_t hash_of(const char *name, size_t slots)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *c = name; *c; c++)
        if (*c != ' ' && *c != '-' && *c != '_')
            hash = (hash ^ (unsigned char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c)) * 1099511628211u;
    return (size_t)(hash ^ hash >> 29) & (slots - 1);
}

static uint32_t *slot_of(ordering *o, const char *name)
{
    size_t at = hash_of(name, o->slot_count);
    for (; o->slots[at] != ICS_NONE; at = (at + 1) & (o->slot_count - 1)) {
        const char *known = o->rules[o->slots[at]].node->text;
        if (ics_key_equal(known, strlen(known), name, strlen(name)))
            break;
    }
    return &o->slots[at];
}

static void index_names(ordering *o)
{
    o->slot_count = 16;
    while (o->slot_count < 2 * o->rule_count + 2)
        o->slot_count *= 2;
    o->slots = ICS_ARENA_ARRAY(o->sema->arena, uint32_t, o->slot_count);
    memset(o->slots, 0xFF, o->slot_count * sizeof *o->slots);
    for (uint32_t i = 0; i < o->rule_count; i++)
        if (o->rules[i].node->text && *slot_of(o, o->rules[i].node->text) == ICS_NONE)
            *slot_of(o, o->rules[i].node->text) = i;
}

static bool asks(const ics_node *node)
{
    return (node->kind == ICS_NODE_METRULE || node->kind == ICS_NODE_LIFTEDUNDER) && node->text;
}

/* The rules whose outcome is asked for somewhere below a node. The depth of a tree has a limit. */
static void find_references(ordering *o, const ics_node *node, uint32_t **found, size_t *count, size_t *room)
{
    if (!node || !ics_enter(o->sema, node->span))
        return;
    if (asks(node)) {
        const uint32_t rule = *slot_of(o, node->text);
        if (rule != ICS_NONE)
            ICS_PUSH(o->sema->arena, *found, *count, *room, rule);
    }
    for (uint32_t i = 0; i < node->child_count; i++)
        find_references(o, node->child[i], found, count, room);
    ics_leave(o->sema);
}

static void say_ring(ordering *o, uint32_t rule)
{
    const char *names = o->rules[rule].node->text;
    size_t begin = o->depth;
    while (begin > 0 && o->stack[begin - 1].rule != rule)
        begin--;
    for (size_t i = begin; i < o->depth; i++)
        names = ics_text_of(o->sema, "%s → %s", names, o->rules[o->stack[i].rule].node->text);
    const ics_node *node = o->rules[rule].node;
    ics_report(o->sema->diags, ICS_E0227, node->text_span.source ? node->text_span : node->span,
               "rules ask for each other's outcome in a ring: %s → %s", names, node->text);
}

static void begin(ordering *o, uint32_t rule)
{
    size_t count = 0, room = 0;
    o->colour[rule] = OPEN;
    o->sema->nesting = 0;
    find_references(o, o->rules[rule].node, &o->refers[rule], &count, &room);
    o->refer_count[rule] = (uint32_t)count;
    const visit v = {rule, 0};
    ICS_PUSH(o->sema->arena, o->stack, o->depth, o->room, v);
}

/* Puts a rule behind all that it asks for. */
static void place(ordering *o, uint32_t rule)
{
    if (o->colour[rule] != UNSEEN)
        return;
    begin(o, rule);
    while (o->depth > 0) {
        visit *top = &o->stack[o->depth - 1];
        if (top->next < o->refer_count[top->rule]) {
            const uint32_t next = o->refers[top->rule][top->next++];
            if (o->colour[next] == OPEN)
                say_ring(o, next);
            else if (o->colour[next] == UNSEEN)
                begin(o, next);
            continue;
        }
        o->colour[top->rule] = DONE;
        o->out.items[o->out.count++] = o->rules[top->rule];
        o->depth--;
    }
}

/* Names that other declarations give to such conditions: what they ask for comes first of all. */
static void place_for_names(ordering *o)
{
    const ics_syntax *syntax = o->sema->syntax;
    for (uint32_t f = 0; f < syntax->file_count; f++) {
        const ics_node *tree = syntax->files[f].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++) {
            const ics_node *node = tree->child[i];
            uint32_t *found = NULL;
            size_t count = 0, room = 0;
            if (!node || (node->kind != ICS_NODE_LET && node->kind != ICS_NODE_DEFINE && node->kind != ICS_NODE_VERB))
                continue;
            o->sema->nesting = 0;
            find_references(o, node, &found, &count, &room);
            for (size_t k = 0; k < count; k++)
                place(o, found[k]);
        }
    }
}

ics_rule_order ics_order_rules(ics_sema *sema)
{
    ordering o = {.sema = sema};
    collect(&o);
    index_names(&o);
    o.colour = ICS_ARENA_ARRAY(sema->arena, uint8_t, o.rule_count + 1);
    o.refers = ICS_ARENA_ARRAY(sema->arena, uint32_t *, o.rule_count + 1);
    o.refer_count = ICS_ARENA_ARRAY(sema->arena, uint32_t, o.rule_count + 1);
    o.out.items = ICS_ARENA_ARRAY(sema->arena, struct ics_rule_place, o.rule_count + 1);
    place_for_names(&o);
    for (uint32_t i = 0; i < o.rule_count; i++)
        place(&o, i);
    return o.out;
}

/* -- the condition */

static ics_expr *refuse(ics_sema *sema, const ics_node *node, const char *why)
{
    ics_report(sema->diags, ICS_E0226, node->span, "%s", why);
    return ics_wrong(sema, node->span);
}

static bool is_declared(const ics_sema *sema, const char *name)
{
    for (uint32_t f = 0; name && f < sema->syntax->file_count; f++) {
        const ics_node *tree = sema->syntax->files[f].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && is_rule(tree->child[i]) && tree->child[i]->text &&
                ics_key_equal(tree->child[i]->text, strlen(tree->child[i]->text), name, strlen(name)))
                return true;
    }
    return false;
}

/* Whether the rule has one outcome for each row of its subject's own table. */
static const char *why_not_one(const ics_rule_meaning *rule)
{
    if (rule->head.statement)
        return "is no duty";
    if (rule->pair)
        return "has an outcome for each pair";
    if (rule->when.count > 0)
        return "has an outcome for each period or event";
    if (rule->about || rule->members.count > 0 || rule->head.is_member)
        return "is about others than its subject";
    return NULL;
}

/* Over the rule's own row: that the limit is lifted, by the version that governs; NULL where none ever is. */
static ics_expr *lifted_under(ics_sema *sema, const ics_rule_meaning *rule)
{
    ics_expr *lifted = rule->version_count == 0 ? rule->ladder.lifted : NULL;
    for (uint32_t i = rule->version_count; i-- > 0;)
        lifted = ics_by_first(sema, rule->versions[i].ladder.governs, rule->versions[i].ladder.lifted, lifted);
    return lifted;
}

/* By the readings of the combination at hand; not lifted where it is by others alone. */
static ics_expr *lifted_as_read(ics_sema *sema, const ics_rule_meaning *rule, uint32_t way, ics_span span)
{
    bool is_ever = rule->way_count == 0;
    for (uint32_t i = 0; i < rule->way_count; i++)
        is_ever = is_ever || lifted_under(sema, &rule->ways[i]);
    if (!is_ever)
        return NULL;
    ics_expr *lifted = lifted_under(sema, rule->way_count > 0 ? &rule->ways[way] : rule);
    return lifted || rule->way_count == 0 ? lifted : ics_truth(sema, 0, span);
}

/* Whether it is known by which law the rule is judged for the row that EXPR asks about; NULL where it always is. */
static ics_expr *law_of_other(ics_sema *sema, const ics_scope *scope, const ics_rule_meaning *rule,
                              const ics_expr *expr)
{
    ics_expr *sure = ics_law_is_sure(sema, rule, expr->span);
    if (!sure)
        return NULL;
    ics_expr *found = ics_make(sema, ICS_EXPR_IS_LIFTED, expr->span, scope->it, sure);
    found->id = expr->id;
    found->last = expr->last;
    return found;
}

ics_expr *ics_outcome_of(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    const ics_named *known = node->text ? ics_rule_known(sema, node->text) : NULL;
    if (!known) {
        if (!is_declared(sema, node->text)) /* of one that stands behind, the ring was said */
            ics_no_rule(sema, node->span, node->text ? node->text : "");
        return ics_wrong(sema, node->span);
    }
    if (known->id == ICS_NONE) /* it has a mistake of its own, or stands in a ring, which was said */
        return ics_wrong(sema, node->span);
    const ics_rule_meaning *rule = &sema->out->rules[known->id];
    const char *why = why_not_one(rule);
    if (why)
        return refuse(sema, node, ics_text_of(sema, "rule %s %s: its outcome cannot be asked for", node->text, why));
    if (!scope->it || scope->it->kind != ICS_EXPR_ROW)
        return refuse(sema, node, "'it' has to be the subject, or an element of a list, for an outcome of its own");
    if (!ics_model_is_a(sema->model, scope->it->shape.target, rule->root->entity))
        return refuse(sema, node,
                      ics_text_of(sema, "rule %s is about %s, and 'it' is %s here", node->text,
                                  ics_entity_name(sema, rule->root->entity),
                                  ics_entity_name(sema, scope->it->shape.target)));
    const bool is_lifted = node->kind == ICS_NODE_LIFTEDUNDER;
    const uint32_t way = ics_way_at_hand(sema, rule);
    ics_expr *lifted = is_lifted ? lifted_as_read(sema, rule, way, node->span) : NULL;
    if (is_lifted && !lifted)
        return refuse(sema, node, ics_text_of(sema, "no time limit is lifted under rule %s", node->text));
    ics_expr *expr = ics_make(sema, is_lifted ? ICS_EXPR_IS_LIFTED : ICS_EXPR_IS_MET, node->span, scope->it, lifted);
    expr->id = known->id;
    expr->last = rule->way_count > 0 ? (int64_t)way + 1 : 0;
    expr->value = node->word && strcmp(node->word, "in time") == 0;
    if (is_lifted)
        return node->negated ? ics_not(sema, expr) : expr;
    return ics_where_law_is_sure(sema, expr, law_of_other(sema, scope, rule, expr));
}
