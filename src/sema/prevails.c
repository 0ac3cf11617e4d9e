/*
 * `subject to` and `despite` (docs/decisions.md, 49): where the rule that prevails applies, the other is exempt. Both
 * are about the same things, so that what one asks of a row can be asked in the ladder of the other.
 */
#include "sema/context.h"

#include <string.h>

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

/* -- what rules say */

static void note_clauses(ics_sema *sema, const ics_node *tails, const char *name)
{
    for (uint32_t i = 0; i < ics_node_length(tails); i++) {
        const ics_node *clause = tails->child[i];
        if (!clause || !clause->text || (clause->kind != ICS_NODE_SUBJECTTO && clause->kind != ICS_NODE_DESPITE))
            continue;
        const bool is_despite = clause->kind == ICS_NODE_DESPITE;
        const ics_precedence said = {.yields = is_despite ? clause->text : name,
                                     .prevails = is_despite ? name : clause->text,
                                     .clause = clause,
                                     .file = sema->file,
                                     .is_local = sema->variation != NULL};
        ICS_PUSH(sema->arena, sema->precedences, sema->precedence_count, sema->precedence_room, said);
    }
}

void ics_note_precedence(ics_sema *sema, const ics_node *rule)
{
    const ics_node *versions = ics_slot(rule, "versions");
    note_clauses(sema, ics_slot(rule, "tails"), rule->text);
    for (uint32_t i = 0; i < ics_node_length(versions); i++)
        if (versions->child[i] && versions->child[i]->kind == ICS_NODE_VERSION)
            note_clauses(sema, ics_slot(versions->child[i], "tails"), rule->text);
}

/* -- whether a rule applies to a row */

static ics_expr *applies_in(ics_sema *sema, const ics_rule_meaning *rule, ics_span span)
{
    const ics_ladder *l = &rule->ladder;
    ics_expr *truth = ics_and(sema, l->governs, l->applies);
    if (l->vacuous)
        truth = ics_and(sema, truth, ics_not(sema, l->vacuous));
    if (l->exempt)
        truth = ics_and(sema, truth, ics_not(sema, l->exempt));
    return truth ? truth : ics_truth(sema, 1, span);
}

/* Written as one phrase, the clause that says so: "subject to HE-DISCLOSURE: yes". */
static ics_expr *prevailing(ics_sema *sema, const ics_rule_meaning *rule, const ics_rule_meaning *over, ics_span span)
{
    ics_expr *truth = NULL;
    for (uint32_t i = 0; i < rule->version_count; i++)
        truth = ics_or(sema, truth, applies_in(sema, &rule->versions[i], span));
    if (rule->version_count == 0)
        truth = applies_in(sema, rule, span);
    ics_expr *there = rule->mask;
    if (!ics_model_is_a(sema->model, over->root->entity, rule->root->entity))
        there = ics_and(sema, there, ics_kind(sema, ics_row(sema, over->root, span), rule->root->entity, span));
    return ics_make(sema, ICS_EXPR_AND, span, there ? there : ics_truth(sema, 1, span), truth);
}

static void exempt(ics_sema *sema, ics_rule_meaning *rule, ics_expr *prevails)
{
    rule->ladder.exempt = ics_or(sema, rule->ladder.exempt, prevails);
    for (uint32_t i = 0; i < rule->version_count; i++)
        exempt(sema, &rule->versions[i], prevails);
    for (uint32_t i = 0; i < rule->way_count; i++)
        exempt(sema, &rule->ways[i], prevails);
}

/* -- in order */

/* The rule that a clause names; NULL where it has mistakes, or is not there (said). */
static ics_rule_meaning *named(ics_sema *sema, const ics_precedence *said, const char *name)
{
    const ics_named *known = ics_rule_known(sema, name);
    sema->file = said->file;
    if (!known || !ics_sees(sema, known->file)) {
        ics_no_rule(sema, name_span(said->clause), name);
        return NULL;
    }
    return known->id < sema->out->rule_count ? &sema->out->rules[known->id] : NULL;
}

static bool fits(ics_sema *sema, const ics_precedence *said, const ics_rule_meaning *yields,
                 const ics_rule_meaning *prevails)
{
    const ics_model *model = sema->model;
    const bool is_same_table =
        model->entities[yields->root->entity].root == model->entities[prevails->root->entity].root;
    if (!is_same_table || yields->pair || prevails->pair || prevails->when.count > 0 || prevails->way_count > 0) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0247, said->clause->span,
                       "rule %s cannot prevail over rule %s: they are not about the same things, one by one",
                       said->prevails, said->yields);
        ics_diag_note(sema->diags, diag, said->clause->kind == ICS_NODE_DESPITE ? yields->span : prevails->span,
                      "the other");
        return false;
    }
    if (!said->is_local || said->clause->kind != ICS_NODE_DESPITE || yields->head.variation ||
        yields->head.force != ICS_BINDING)
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0250, said->clause->span,
                                "a variation exempts nobody from rule %s, which binds", said->yields);
    ics_diag_note(sema->diags, diag, yields->span, "the national duty");
    return false;
}

typedef enum mark { NOT_SEEN, OPEN, DONE } mark;

/* Settles what prevails over a rule after what prevails over that; false where the rules go round in a ring (said). */
static bool settle(ics_sema *sema, const char *name, uint8_t *marks)
{
    const ics_named *rule = ics_rule_known(sema, name);
    if (!rule || rule->id >= sema->out->rule_count || marks[rule->id] == DONE)
        return true;
    if (marks[rule->id] == OPEN || !ics_enter(sema, rule->span)) {
        ics_report(sema->diags, ICS_E0248, rule->span, "rule %s prevails over itself, through others", name);
        return false;
    }
    marks[rule->id] = OPEN;
    bool is_good = true;
    for (size_t i = 0; i < sema->precedence_count && is_good; i++) {
        const ics_precedence *said = &sema->precedences[i];
        if (!ics_key_equal(said->yields, strlen(said->yields), name, strlen(name)))
            continue;
        is_good = settle(sema, said->prevails, marks);
        ics_rule_meaning *yields = is_good ? named(sema, said, said->yields) : NULL;
        ics_rule_meaning *prevails = yields ? named(sema, said, said->prevails) : NULL;
        if (prevails && fits(sema, said, yields, prevails))
            exempt(sema, yields, prevailing(sema, prevails, yields, said->clause->span));
    }
    ics_leave(sema);
    marks[rule->id] = DONE;
    return is_good;
}

void ics_settle_precedence(ics_sema *sema)
{
    uint8_t *marks = ICS_ARENA_ARRAY(sema->arena, uint8_t, sema->out->rule_count + 1);
    sema->nesting = 0;
    sema->is_tired = false;
    sema->term_budget = UINT32_MAX;
    for (size_t i = 0; i < sema->precedence_count; i++) {
        const ics_precedence *said = &sema->precedences[i];
        sema->file = said->file;
        if (!ics_rule_known(sema, said->yields) || !ics_rule_known(sema, said->prevails))
            ics_no_rule(sema, name_span(said->clause), said->clause->text);
        else if (!settle(sema, said->yields, marks))
            return;
    }
}
