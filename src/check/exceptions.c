/* Exceptions: each says where it is written, can be true, and leaves something of the rule. */
#include "check/context.h"

#include <string.h>

enum { TAILS_MAX = 64 };

static bool is_exception(const ics_node *clause)
{
    return clause->kind == ICS_NODE_UNLESS || clause->kind == ICS_NODE_LIFTED;
}

static void check_cited(ics_checker *c, const ics_body *body, const ics_node *clause)
{
    const ics_node *heads = ics_part_of(clause, "heads");
    for (uint32_t i = 0; i < ics_node_length(heads); i++)
        if (heads->child[i] &&
            (heads->child[i]->kind == ICS_NODE_CITES || heads->child[i]->kind == ICS_NODE_OWNFINDING))
            return;
    if (ics_force_of(c, body) != ICS_BINDING)
        return;
    ics_diag *diag =
        ics_report(c->diags, ICS_W1013, clause->span, "this takes cases out of a binding rule and cites nothing");
    ics_diag_help(c->diags, diag, "write 'cites SOURCE place' below it");
}

static void check_repeated(ics_checker *c, const ics_node *const *tails, size_t count, const ics_node *clause)
{
    const ics_node *condition = ics_part_of(clause, "condition");
    for (size_t i = 0; i < count; i++) {
        if (tails[i]->kind != clause->kind || !ics_format_same(ics_part_of(tails[i], "condition"), condition) ||
            !ics_format_same(ics_part_of(tails[i], "exceptions"), ics_part_of(clause, "exceptions")))
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1036, clause->span, "this repeats an exception");
        ics_diag_note(c->diags, diag, tails[i]->span, "the same condition stands here");
        ics_diag_help(c->diags, diag, "put what the two cite, and their days, below the one");
        return;
    }
}

/* Whether `unless` is true wherever the rule applies: its condition is what `applies to` asks, or part of it. */
static bool is_part(const ics_node *where, const ics_node *condition)
{
    if (!where)
        return false;
    if (ics_format_same(where, condition))
        return true;
    if (where->kind == ICS_NODE_AND)
        for (uint32_t i = 0; i < where->child_count; i++)
            if (is_part(where->child[i], condition))
                return true;
    return false;
}

static bool find_it(ics_checker *c, const ics_node *node, void *context)
{
    bool *found = context;
    (void)c;
    *found |= node->kind == ICS_NODE_STEP && (ics_says(node, "it") || ics_says(node, "its"));
    return !*found;
}

/* `it` is what `applies to` opens in the one, the subject of the sentence in the other. */
static bool reads_alike(ics_checker *c, const ics_body *body, const ics_node *condition)
{
    bool has_it = false;
    ics_nodes_visit(c, condition, find_it, &has_it);
    return !has_it || !ics_clause_of(body, ICS_NODE_APPLIES);
}

static void check_left(ics_checker *c, const ics_body *body, const ics_node *clause)
{
    const ics_node *applies = ics_part_of(ics_clause_of(body, ICS_NODE_APPLIES), "subject");
    const ics_node *subject = ics_part_of(body->sentence, "subject"), *condition = ics_part_of(clause, "condition");
    const ics_node *where = ics_part_of(applies, "where");
    if (!is_part(where, condition))
        where = ics_part_of(subject, "where");
    if (clause->kind != ICS_NODE_UNLESS || ics_node_length(ics_part_of(clause, "exceptions")) > 0 ||
        ics_node_length(ics_part_of(clause, "heads")) > 1 || !is_part(where, condition) ||
        !reads_alike(c, body, condition))
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1035, condition->span,
                                "this is so wherever the rule applies: nothing is left of the rule");
    ics_diag_note(c->diags, diag, where->span, "it applies where this is so");
    ics_diag_help(c->diags, diag, "is a 'not' missing in the one or the other?");
}

static void check_possible(ics_checker *c, const ics_body *body, const ics_node *clause)
{
    const ics_node *condition = ics_part_of(clause, "condition");
    const ics_node *where = ics_part_of(ics_part_of(ics_clause_of(body, ICS_NODE_APPLIES), "subject"), "where");
    ics_bounds of_rule, of_exception;
    if (!ics_bounds_of(c, condition, &of_exception) || !ics_bounds_of(c, where, &of_rule) ||
        !ics_bounds_clash(&of_rule, &of_exception) || !reads_alike(c, body, condition))
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1037, condition->span, "this is never so where the rule applies");
    ics_diag_note(c->diags, diag, where->span, "it applies where this is so");
    ics_diag_help(c->diags, diag, "leave the exception out, or say in 'applies to' what it is an exception from");
}

void ics_check_exceptions(ics_checker *c, const ics_body *body)
{
    const ics_node *tails[TAILS_MAX], *clause = NULL;
    size_t count = 0;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++) {
        if (!is_exception(clause))
            continue;
        check_cited(c, body, clause);
        check_repeated(c, tails, count, clause);
        check_left(c, body, clause);
        check_possible(c, body, clause);
        if (count < TAILS_MAX)
            tails[count++] = clause;
    }
}
