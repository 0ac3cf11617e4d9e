/*
 * A rule that yields to one that it can be kept beside: `subject to R` ends it wherever R applies, which is meant where
 * R speaks of the same deed or state (another limit, a prohibition, a relief). Where the two read nothing in common,
 * the duty ends for nothing (docs/decisions.md, 62).
 */
#include "check/context.h"

#include "model/key.h"

#include <string.h>

enum { STEPS_MAX = 100000 }; /* a tree that takes longer is taken to read what the other does */

typedef struct reader {
    bool *reads; /* by attribute */
    uint32_t steps;
} reader;

/* The attributes that a tree reads. Trees are as deep as sentences are, for which sema has a limit. */
static void read_tree(reader *r, const ics_expr *e)
{
    if (!e || ++r->steps > STEPS_MAX)
        return;
    if (e->kind == ICS_EXPR_READ || e->kind == ICS_EXPR_OWNER)
        r->reads[e->id] = true;
    read_tree(r, e->a);
    read_tree(r, e->b);
    read_tree(r, e->c);
    if (e->range)
        read_tree(r, e->range->list);
    for (uint32_t i = 0; i < e->argument_count; i++)
        read_tree(r, e->arguments[i]);
}

/* What a rule asks for. */
static void read_asked(reader *r, const ics_rule_meaning *rule)
{
    read_tree(r, rule->ladder.done);
    for (uint32_t i = 0; i < rule->version_count; i++)
        read_tree(r, rule->versions[i].ladder.done);
}

/* All that a rule speaks of: what it asks for, of whom, until when, and but for what. */
static void read_all(reader *r, const ics_rule_meaning *rule)
{
    const ics_ladder *l = &rule->ladder;
    const ics_expr *all[] = {l->done, l->due, l->exempt, l->lifted, rule->reach, rule->mask};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        read_tree(r, all[i]);
    for (uint32_t i = 0; i < rule->version_count; i++)
        read_all(r, &rule->versions[i]);
}

static const ics_rule_meaning *rule_named(const ics_checker *c, const char *name)
{
    for (size_t i = 0; i < c->meaning->rule_count; i++)
        if (ics_key_equal(c->meaning->rules[i].head.id, strlen(c->meaning->rules[i].head.id), name, strlen(name)))
            return &c->meaning->rules[i];
    return NULL;
}

/* Whether what the one asks for is nothing that the other speaks of. */
static bool can_both_be_kept(const ics_checker *c, const ics_rule_meaning *yields, const ics_rule_meaning *over)
{
    const size_t count = c->meaning->model.attribute_count + (size_t)1;
    reader asked = {.reads = ICS_ARENA_ARRAY(c->arena, bool, count)};
    reader all = {.reads = ICS_ARENA_ARRAY(c->arena, bool, count)};
    bool reads_any = false;
    read_asked(&asked, yields);
    read_all(&all, over);
    if (asked.steps > STEPS_MAX || all.steps > STEPS_MAX)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (asked.reads[i] && all.reads[i])
            return false;
        reads_any = reads_any || asked.reads[i];
    }
    return reads_any;
}

void ics_check_yields(ics_checker *c, const ics_body *body)
{
    const ics_node *clause = NULL;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++) {
        if (clause->kind != ICS_NODE_SUBJECTTO && clause->kind != ICS_NODE_DESPITE)
            continue;
        const bool is_despite = clause->kind == ICS_NODE_DESPITE;
        const ics_rule_meaning *own = rule_named(c, ics_text(body->rule)), *other = rule_named(c, ics_text(clause));
        if (!own || !other || !can_both_be_kept(c, is_despite ? other : own, is_despite ? own : other))
            continue;
        ics_diag *diag = ics_report(
            c->diags, ICS_W1093, clause->span, "rule %s ends here wherever rule %s applies, and both can be kept",
            is_despite ? other->head.id : own->head.id, is_despite ? own->head.id : other->head.id);
        ics_diag_note(c->diags, diag, other->span, "the other reads nothing of what this reads");
        ics_diag_help(c->diags, diag, "leave '%s %s' out", is_despite ? "despite" : "subject to", ics_text(clause));
    }
}
