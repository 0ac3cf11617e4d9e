/*
 * Exceptions: what ends a duty (`unless`), what lifts its limit, exceptions to these; each with days, citations and
 * a burden of its own. Each is kept, so that an outcome can say which it rests on.
 */
#include "sema/context.h"

/* What is made of a phrase and says the opposite, or more, is no phrase that could be told. */
static const ics_span nowhere = {0};

typedef struct tails {
    const ics_scope *scope;
    ics_expr *due;
    bool is_forbidden;
    ics_rule_meaning *rule;
} tails;

uint32_t ics_note_beside(ics_sema *sema, ics_rule_meaning *rule, ics_note_kind kind, uint32_t of, ics_span span,
                         ics_expr *value)
{
    const ics_note_meaning note = {.info = {.kind = (uint8_t)kind, .of = of, .span = span}, .value = value};
    ICS_PUSH(sema->arena, rule->notes, rule->note_count, rule->note_room, note);
    return (uint32_t)rule->note_count - 1;
}

static ics_expr *own_days(ics_sema *sema, const tails *t, const ics_node *in_force)
{
    int32_t from = ICS_DAY_MAX, to = ICS_DAY_MIN;
    if (in_force->word && *in_force->word) {
        ics_report(sema->diags, ICS_E0209, in_force->span, "an exception has days, and is not '%s'", in_force->word);
        return ics_wrong(sema, in_force->span);
    }
    ics_expr *day = t->due ? t->due : ics_make(sema, ICS_EXPR_DAY, in_force->span, NULL, NULL);
    return ics_as_it_counts(sema, t->rule, ics_in_force(sema, in_force, day, NULL, &from, &to), t->scope->depth + 1);
}

/* The clauses below an exception: its days narrow it, its citations are kept. */
static ics_expr *with_heads(ics_sema *sema, const tails *t, const ics_node *clause, ics_expr *truth, uint32_t note)
{
    const ics_node *heads = ics_slot(clause, "heads");
    size_t room = 0, count = 0;
    for (uint32_t i = 0; i < ics_node_length(heads); i++) {
        const ics_node *one = heads->child[i];
        ics_citation cited;
        switch (one ? one->kind : ICS_NODE_PROSE) {
        case ICS_NODE_INFORCE:
            truth = ics_and(sema, truth, own_days(sema, t, one));
            break;
        case ICS_NODE_GOVERNS:
            truth = ics_and(sema, truth, ics_governs_days(sema, t->scope, one, t->due));
            break;
        case ICS_NODE_CITES:
        case ICS_NODE_OWNFINDING:
            if (ics_cited(sema, ics_slot(one, "cite"), &cited))
                ICS_PUSH(sema->arena, t->rule->notes[note].info.citations, count, room, cited);
            break;
        default: /* nothing else belongs to an exception (syntax/declaration.c) */
            break;
        }
    }
    t->rule->notes[note].info.citation_count = (uint32_t)count;
    return truth;
}

/* `own finding` below an exception, or NULL. */
static const ics_node *own_finding(const ics_node *clause)
{
    const ics_node *heads = ics_slot(clause, "heads");
    for (uint32_t i = 0; i < ics_node_length(heads); i++)
        if (heads->child[i] && heads->child[i]->kind == ICS_NODE_OWNFINDING)
            return heads->child[i];
    return NULL;
}

/* Whether there is nothing left to show: it is known, or the day is none of the exception's. */
static ics_expr *shown(ics_sema *sema, ics_expr *recorded, ics_expr *days)
{
    return days ? ics_make(sema, ICS_EXPR_OR, nowhere, recorded, ics_make(sema, ICS_EXPR_NOT, nowhere, days, NULL))
                : recorded;
}

/* The truth of an exception: its condition, its own days, and no exception to it. */
static ics_expr *exception(ics_sema *sema, const tails *t, const ics_node *clause, ics_note_kind kind, uint32_t of)
{
    const ics_node *condition = ics_slot(clause, "condition");
    const ics_span span = condition ? condition->span : clause->span;
    const ics_node *own = own_finding(clause);
    const ics_finder before = ics_finder_of(sema, own, t->scope->row);
    ics_expr *truth = ics_condition(sema, t->scope, condition);
    truth = ics_as_it_counts(sema, t->rule, truth, t->scope->depth + 1);
    ics_finder_end(sema, own, before);
    const uint32_t note = ics_note_beside(sema, t->rule, kind, of, span, NULL);
    ics_expr *days = with_heads(sema, t, clause, NULL, note);
    if (clause->negated) { /* it shows that: silence counts as no; outside its days there is nothing to show */
        ics_expr *recorded = ics_make(sema, ICS_EXPR_RECORDED, clause->span, truth, NULL);
        (void)ics_note_beside(sema, t->rule, ICS_NOTE_SHOWN, note, span, shown(sema, recorded, days));
        truth = ics_and(sema, truth, recorded);
        recorded->span = nowhere;
    }
    truth = ics_and(sema, truth, days);
    const ics_node *excepts = clause->kind == ICS_NODE_UNLESS ? ics_slot(clause, "exceptions") : NULL;
    for (uint32_t i = 0; i < ics_node_length(excepts); i++)
        if (excepts->child[i]) {
            ics_expr *except = exception(sema, t, excepts->child[i], ICS_NOTE_EXCEPTS, note);
            ics_expr *none = ics_make(sema, ICS_EXPR_NOT, excepts->child[i]->span, except, NULL);
            truth = ics_and(sema, truth, none);
            none->span = nowhere;
        }
    t->rule->notes[note].value = truth;
    return truth;
}

static bool may_be_lifted(ics_sema *sema, const tails *t, const ics_node *clause)
{
    if (!t->due)
        ics_report(sema->diags, ICS_E0304, clause->span, "there is no time limit here that could be lifted");
    else if (t->is_forbidden)
        ics_report(sema->diags, ICS_E0304, clause->span,
                   "the days of a prohibition are part of what is forbidden, not a limit that could be lifted");
    return t->due && !t->is_forbidden;
}

/* Two clauses are no phrase that could be told: each of them is. */
static ics_expr *either(ics_sema *sema, ics_expr *before, ics_expr *truth)
{
    ics_expr *joined = ics_or(sema, before, truth);
    if (before)
        joined->span = nowhere;
    return joined;
}

void ics_exceptions_of(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all, const ics_subject *subject,
                       ics_expr *due, bool is_forbidden, ics_ladder *ladder)
{
    const tails t = {.scope = subject->who.ranges.count > 0 ? &subject->row_scope : &subject->scope,
                     .due = due,
                     .is_forbidden = is_forbidden,
                     .rule = rule};
    const ics_node *clause;
    for (uint32_t i = 0; (clause = ics_clause_at(all, i)); i++) {
        if (clause->kind == ICS_NODE_UNLESS)
            ladder->exempt = either(sema, ladder->exempt, exception(sema, &t, clause, ICS_NOTE_EXEMPTS, ICS_NONE));
        else if (clause->kind == ICS_NODE_LIFTED) {
            ics_expr *truth = exception(sema, &t, clause, ICS_NOTE_LIFTS, ICS_NONE);
            if (may_be_lifted(sema, &t, clause))
                ladder->lifted = either(sema, ladder->lifted, truth);
        }
    }
}
