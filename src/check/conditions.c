/* Conditions whose parts undo or repeat each other, and those that hang on what the body has still to decide. */
#include "check/context.h"

#include <stdio.h>
#include <string.h>

enum { PARTS_MAX = 64 }; /* of one condition that are held against each other; longer ones are lists of names */

/* The parts of a condition that all have to be so: those of `and`, of `and` in `and`, of letters that say `and`. */
static size_t parts_of(const ics_node *condition, const ics_node **parts, size_t count)
{
    if (!condition || count >= PARTS_MAX)
        return count;
    if (condition->kind == ICS_NODE_AND) {
        for (uint32_t i = 0; i < condition->child_count; i++)
            count = parts_of(condition->child[i], parts, count);
        return count;
    }
    if (condition->kind == ICS_NODE_LETTERS && ics_says(condition, "all")) {
        const ics_node *items = ics_part_of(condition, "items");
        for (uint32_t i = 0; i < ics_node_length(items); i++)
            count = parts_of(ics_part_of(items->child[i], "body"), parts, count);
        return count;
    }
    parts[count] = condition;
    return count + 1;
}

/* Whether one is the other with `not` before it. */
static bool is_not(const ics_node *a, const ics_node *b)
{
    return a->kind == ICS_NODE_NOT && ics_format_same(ics_part_of(a, "condition"), b);
}

static bool undo(const ics_checker *c, const ics_node *a, const ics_node *b)
{
    ics_bounds x, y;
    return is_not(a, b) || is_not(b, a) ||
           (ics_bounds_of(c, a, &x) && ics_bounds_of(c, b, &y) && ics_bounds_clash(&x, &y));
}

/* The first part that another undoes, and that other. */
static bool find_clash(const ics_checker *c, const ics_node *condition, const ics_node **first, const ics_node **second)
{
    const ics_node *parts[PARTS_MAX];
    const size_t count = parts_of(condition, parts, 0);
    for (size_t i = 1; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (undo(c, parts[k], parts[i])) {
                *first = parts[k];
                *second = parts[i];
                return true;
            }
    return false;
}

/* -- what is said wherever a condition stands */

typedef struct place {
    bool is_required; /* the condition is what a sentence asks */
} place;

/* The walk meets a nested condition again within the one that it is part of. */
static bool was_said(const ics_checker *c, ics_span span)
{
    const size_t count = ics_diags_count(c->diags);
    for (size_t i = count; i > 0 && i + 8 > count; i--) {
        const ics_diag *diag = ics_diags_at(c->diags, i - 1);
        if ((diag->code == ICS_W1028 || diag->code == ICS_W1034) && diag->span.source == span.source &&
            diag->span.start == span.start)
            return true;
    }
    return false;
}

static void say_clash(ics_checker *c, const ics_node *condition, bool is_required)
{
    const ics_node *first = NULL, *second = NULL;
    if (!find_clash(c, condition, &first, &second) || was_said(c, second->span))
        return;
    ics_diag *diag = ics_report(c->diags, is_required ? ICS_W1034 : ICS_W1028, second->span,
                                is_required ? "nothing that a description says could show that this is met"
                                            : "this cannot be so together with the rest of its condition");
    ics_diag_note(c->diags, diag, first->span, "the two leave no value between them");
    ics_diag_help(c->diags, diag, "write 'or' where either will do");
}

static void check_repeats(ics_checker *c, const ics_node *node)
{
    for (uint32_t i = 1; i < node->child_count && i < PARTS_MAX; i++)
        for (uint32_t k = 0; k < i; k++) {
            if (!node->child[i] || !node->child[k] || !ics_format_same(node->child[i], node->child[k]))
                continue;
            ics_diag *diag =
                ics_report(c->diags, ICS_W1031, node->child[i]->span, "this is said twice in one condition");
            ics_diag_note(c->diags, diag, node->child[k]->span, "here it is said first");
            if (node->child[i - 1])
                ics_mend_joined(c, diag, node->child[i - 1]->span, node->child[i]->span);
            break;
        }
}

static void check_always(ics_checker *c, const ics_node *node)
{
    for (uint32_t i = 1; i < node->child_count && i < PARTS_MAX; i++)
        for (uint32_t k = 0; k < i; k++)
            if (node->child[i] && node->child[k] &&
                (is_not(node->child[i], node->child[k]) || is_not(node->child[k], node->child[i]))) {
                ics_diag *diag =
                    ics_report(c->diags, ICS_W1029, node->span, "this is always so: it is the one or the other");
                ics_diag_note(c->diags, diag, node->child[k]->span, "the one");
                return;
            }
}

/* Whether a condition needs no brackets in the place of another: a plain one, with which the line ends. */
static bool stands_alone(const ics_checker *c, const ics_node *node, const ics_node *kept)
{
    size_t size = 0;
    const char *text = ics_diags_source_text(c->diags, node->span.source, &size);
    if (kept->kind != ICS_NODE_HAS && kept->kind != ICS_NODE_FACT && kept->kind != ICS_NODE_COMPARE)
        return false;
    size_t at = node->span.end;
    while (text && at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
        at++;
    return text && (at >= size || text[at] == '\n');
}

/* `not (not (X))` is X, also where X is unknown or absent; `not (X is not Y)` is not the same as `X is Y`. */
static void check_doubled(ics_checker *c, const ics_node *node)
{
    const ics_node *inner = ics_part_of(node, "condition");
    if (!inner)
        return;
    if (inner->kind == ICS_NODE_NOT) {
        const ics_node *kept = ics_part_of(inner, "condition");
        ics_diag *diag = ics_report(c->diags, ICS_W1032, node->span, "two 'not' that undo each other");
        size_t size = 0;
        const char *words = kept ? ics_words_at(c, kept->span, &size) : NULL;
        if (words && size < 500) {
            char *text = ics_arena_alloc(c->arena, size + 3, 1);
            const bool is_bare = stands_alone(c, node, kept);
            snprintf(text, size + 3, is_bare ? "%.*s" : "(%.*s)", (int)size, words);
            ics_mend(c, diag, node->span, text);
        }
    } else if ((inner->kind == ICS_NODE_FACT || inner->kind == ICS_NODE_COMPARE) && inner->negated) {
        ics_diag *diag = ics_report(c->diags, ICS_W1032, node->span,
                                    "'not' of 'not': this also holds where nothing is said, and no reader sees that");
        ics_diag_help(c->diags, diag, "write what is to be so; for a value that is absent, 'not (it has …)'");
    }
}

static bool check_condition(ics_checker *c, const ics_node *node, void *context)
{
    place *p = context;
    switch (node->kind) {
    case ICS_NODE_AND:
        say_clash(c, node, p->is_required);
        check_repeats(c, node);
        p->is_required = false;
        return true;
    case ICS_NODE_OR:
        check_repeats(c, node);
        check_always(c, node);
        return true;
    case ICS_NODE_NOT:
        check_doubled(c, node);
        return true;
    case ICS_NODE_LETTERS:
        if (ics_says(node, "all"))
            say_clash(c, node, p->is_required);
        return true;
    case ICS_NODE_ENSURE: {
        place required = {.is_required = true};
        ics_nodes_visit(c, ics_part_of(node, "condition"), check_condition, &required);
        return false;
    }
    default:
        return true;
    }
}

/* -- what hangs on a decision that is still to be made */

static bool is_decision(const ics_checker *c, const char *clause)
{
    static const char *const words[] = {" needed", " necessary", " required", " appropriate", " sufficient"};
    const size_t length = strlen(clause);
    bool ends = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const size_t tail = strlen(words[i]);
        ends |= length > tail && strcmp(clause + length - tail, words[i]) == 0;
    }
    return ends && ics_index_first(&c->attributes, clause);
}

static void check_narrowing(ics_checker *c, const ics_node *where)
{
    const ics_node *parts[PARTS_MAX];
    const size_t count = parts_of(where, parts, 0);
    for (size_t i = 0; i < count; i++) {
        if (parts[i]->kind != ICS_NODE_FACT || parts[i]->negated || !is_decision(c, ics_text(parts[i])))
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1033, parts[i]->span,
                                    "where nobody has decided whether '%s', the duty does not apply: who owes it can "
                                    "leave it undecided",
                                    ics_text(parts[i]));
        ics_diag_help(c->diags, diag,
                      "leave it out here, and write 'unless' with the opposite ('… is not …') below the "
                      "sentence");
    }
}

static bool narrows(const ics_node *noun)
{
    const ics_node *path = ics_part_of(noun, "path"), *first = path && path->child_count > 0 ? path->child[0] : NULL;
    return ics_says(first, "each");
}

static bool check_applies(ics_checker *c, const ics_node *node, void *context)
{
    (void)context;
    if (node->kind == ICS_NODE_NP && narrows(node))
        check_narrowing(c, ics_part_of(node, "where"));
    if (node->kind == ICS_NODE_QUANT && ics_says(node, "each"))
        check_narrowing(c, ics_part_of(ics_part_of(node, "noun"), "where"));
    return node->kind != ICS_NODE_UNLESS && node->kind != ICS_NODE_LIFTED;
}

void ics_check_conditions(ics_checker *c, const ics_node *declaration)
{
    place anywhere = {0};
    ics_nodes_visit(c, declaration, check_condition, &anywhere);
}

void ics_check_applicability(ics_checker *c, const ics_body *body)
{
    const char *modality = ics_text(body->sentence);
    if (strcmp(modality, "must") != 0 && strcmp(modality, "should") != 0)
        return;
    for (size_t l = 0; l < body->list_count; l++)
        ics_nodes_visit(c, body->clauses[l], check_applies, NULL);
    ics_nodes_visit(c, body->sentence, check_applies, NULL);
}
