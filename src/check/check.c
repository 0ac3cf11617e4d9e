/* The order in which the checks run: over each declaration of the user's own files, then over what they say together.
 */
#include "check/context.h"

typedef void check_fn(ics_checker *c, const ics_node *node);

static void check_declaration(ics_checker *c, const ics_node *node)
{
    static check_fn *const everywhere[] = {ics_check_lengths, ics_check_bounds, ics_check_conditions, ics_check_letters,
                                           ics_check_words};
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
        everywhere[i](c, node);
    switch (node->kind) {
    case ICS_NODE_SOURCE:
        ics_check_source(c, node);
        break;
    case ICS_NODE_VERB:
        ics_check_verb(c, node);
        break;
    case ICS_NODE_RULE:
    case ICS_NODE_FILLIN:
        ics_check_versions(c, node);
        break;
    case ICS_NODE_VARIATION:
        ics_check_variation(c, node);
        break;
    case ICS_NODE_TEST:
        ics_check_trial(c, node);
        break;
    default:
        break;
    }
}

static void check_file(ics_checker *c)
{
    const ics_node *tree = c->syntax->files[c->file].tree;
    for (uint32_t i = 0; i < ics_node_length(tree); i++) {
        const ics_node *node = tree->child[i];
        if (!node)
            continue;
        check_declaration(c, node);
        const ics_node *within = ics_part_of(node, "declarations");
        for (uint32_t k = 0; k < ics_node_length(within); k++)
            if (within->child[k])
                check_declaration(c, within->child[k]);
    }
    ics_check_uses(c);
    ics_check_comments(c);
}

static void check_bodies(ics_checker *c)
{
    for (size_t i = 0; i < c->body_count; i++) {
        const ics_body *body = &c->bodies[i];
        c->file = body->file;
        if (c->syntax->files[c->file].pack != 0)
            continue;
        ics_check_heading(c, body);
        ics_check_citations(c, body);
        ics_check_days(c, body);
        ics_check_clock(c, body);
        ics_check_applicability(c, body);
        ics_check_proof(c, body);
        ics_check_exceptions(c, body);
        ics_check_yields(c, body);
    }
}

void ics_check(const ics_syntax *syntax, const ics_meaning *meaning, ics_arena *arena, ics_diags *diags)
{
    ics_checker c = {.arena = arena, .diags = diags, .syntax = syntax, .meaning = meaning};
    ics_checker_gather(&c);
    for (c.file = 0; c.file < syntax->file_count; c.file++)
        if (syntax->files[c.file].pack == 0)
            check_file(&c);
    check_bodies(&c);
    ics_check_source_titles(&c);
    ics_check_titles(&c);
    ics_check_pairs(&c);
    ics_check_readings(&c);
    ics_check_names(&c);
    ics_check_unused(&c);
}
