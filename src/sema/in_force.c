/*
 * Days in force: of a rule or version, of an exception, and `governs`, which asks another date than the day judged
 * (docs/decisions.md, 2 and 31 to 33).
 */
#include "sema/context.h"

#include <string.h>

static ics_expr *today(ics_sema *sema, ics_span span)
{
    return ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
}

/* @p from to @p to, both included; @p to NULL: no end. */
static ics_expr *between(ics_sema *sema, ics_expr *from, ics_expr *day, ics_expr *to, ics_span span)
{
    ics_expr *in = ics_make(sema, ICS_EXPR_DATE_LE, span, from, day);
    return to ? ics_and(sema, in, ics_make(sema, ICS_EXPR_DATE_LE, span, day, to)) : in;
}

static bool is_word(const ics_node *node, const char *word)
{
    return node->word && strcmp(node->word, word) == 0;
}

/* -- in force from … to … */

/* One PERIOD; wrong (said) where it is reversed. */
static ics_expr *period(ics_sema *sema, const ics_node *node, ics_expr *day, bool is_spent, ics_span span,
                        int32_t *from, int32_t *to)
{
    const ics_node *first = node && node->kind == ICS_NODE_PERIOD ? ics_slot(node, "from") : NULL;
    const ics_node *last = first ? ics_slot(node, "to") : NULL;
    if (!first)
        return ics_wrong(sema, span);
    if (last && last->last_day < first->first_day) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0203, last->span, "the last day in force is before the first");
        ics_diag_note(sema->diags, diag, first->span, "the first");
        return ics_wrong(sema, span);
    }
    const int32_t end = last && !is_spent ? last->last_day : ICS_DAY_MAX;
    *from = first->first_day < *from ? first->first_day : *from;
    *to = end > *to ? end : *to;
    return between(sema, ics_day(sema, first->first_day, first->span), day,
                   end < ICS_DAY_MAX ? ics_day(sema, end, last->span) : NULL, span);
}

/* The days of one IN FORCE clause, of which any may be the day. */
static ics_expr *periods(ics_sema *sema, const ics_node *in_force, ics_expr *day, int32_t *from, int32_t *to)
{
    ics_expr *truth = NULL;
    for (uint32_t i = 0; i < in_force->child_count; i++) {
        const ics_node *one = in_force->child[i];
        /* One period is explained by the whole clause, "in force from 2023-05-09: yes". */
        const ics_span span = in_force->child_count == 1 || !one ? in_force->span : one->span;
        truth = ics_or(sema, truth, period(sema, one, day, is_word(in_force, "spent"), span, from, to));
    }
    return truth ? truth : ics_wrong(sema, in_force->span);
}

/* Repealed: a fixed limit is tested on its last lawful day where that is past, and nothing falls due after the end. */
static ics_expr *repealed(ics_sema *sema, const ics_node *in_force, ics_expr *day, ics_expr *due, int32_t *from,
                          int32_t *to)
{
    const ics_span span = in_force->span;
    if (due && day->kind == ICS_EXPR_DAY)
        day = ics_make(sema, ICS_EXPR_ELSE, span, ics_make(sema, ICS_EXPR_EARLIER, span, day, due), day);
    ics_expr *truth = periods(sema, in_force, day, from, to);
    if (!due || ics_is_wrong(truth) || *to >= ICS_DAY_MAX)
        return truth;
    ics_expr *end = ics_day(sema, *to, span);
    return ics_and(sema, truth,
                   ics_or(sema, ics_make(sema, ICS_EXPR_DATE_LE, span, today(sema, span), end),
                          ics_make(sema, ICS_EXPR_DATE_LE, span, due, end)));
}

ics_expr *ics_in_force(ics_sema *sema, const ics_node *in_force, ics_expr *day, ics_expr *due, int32_t *from,
                       int32_t *to)
{
    if (is_word(in_force, "repealed"))
        return repealed(sema, in_force, day, due, from, to);
    return periods(sema, in_force, day, from, to);
}

/* -- what is forbidden */

/* Each stretch by itself, to its last day: what is spent forbids no longer than it said. */
static ics_expr *lies_in(ics_sema *sema, const ics_node *in_force, ics_expr *day, ics_span span)
{
    ics_expr *truth = NULL;
    for (uint32_t i = 0; i < in_force->child_count; i++) {
        const ics_node *one = in_force->child[i];
        const ics_node *first = one && one->kind == ICS_NODE_PERIOD ? ics_slot(one, "from") : NULL;
        const ics_node *last = first ? ics_slot(one, "to") : NULL;
        if (first) /* else it is said where the days in force are read */
            truth = ics_or(sema, truth,
                           between(sema, ics_day(sema, first->first_day, span), day,
                                   last ? ics_day(sema, last->last_day, span) : NULL, span));
    }
    return truth;
}

ics_expr *ics_forbidden_on(ics_sema *sema, ics_expr *day, ics_span span)
{
    ics_expr *truth = NULL;
    const ics_node *clause;
    for (uint32_t i = 0; sema->occasion.forbidden_in && (clause = ics_clause_at(sema->occasion.forbidden_in, i)); i++)
        if (clause->kind == ICS_NODE_INFORCE)
            truth = ics_or(sema, truth, lies_in(sema, clause, day, span));
    if (sema->occasion.forbidden_in && sema->variation)
        truth = ics_and(sema, truth, ics_variation_days(sema, sema->variation, day));
    if (truth && !ics_is_wrong(truth))
        truth->is_in_force = true;
    return truth;
}

ics_expr *ics_breach_stays(ics_sema *sema, const ics_rule_meaning *rule, const ics_clauses *all)
{
    const ics_node *clause;
    for (uint32_t i = 0; (clause = ics_clause_at(all, i)); i++) {
        if (clause->kind != ICS_NODE_INFORCE || !is_word(clause, "repealed") || rule->head.to >= ICS_DAY_MAX)
            continue;
        const ics_span span = clause->span;
        ics_expr *is_over =
                     ics_make(sema, ICS_EXPR_DATE_LT, span, ics_day(sema, rule->head.to, span), today(sema, span)),
                 *was_done = ics_not(sema, rule->ladder.done);
        int32_t from = ICS_DAY_MAX, to = ICS_DAY_MIN;
        if (rule->law_day->kind != ICS_EXPR_DAY) /* the law of the event's day, or of the period's */
            is_over = ics_and(sema, is_over, periods(sema, clause, rule->law_day, &from, &to));
        return ics_and(sema, is_over, was_done);
    }
    return NULL;
}

/* -- governs … from … to … */

ics_expr *ics_governs_days(ics_sema *sema, const ics_scope *scope, const ics_node *governs, ics_expr *due)
{
    const ics_node *what = ics_slot(governs, "what"), *from = ics_slot(governs, "from"), *to = ics_slot(governs, "to");
    const bool is_limits = is_word(governs, "limits");
    if (!from || (!is_limits && !what))
        return ics_wrong(sema, governs->span);
    if (is_limits && !due) {
        ics_report(sema->diags, ICS_E0209, governs->span, "there is no limit here that could run out");
        return ics_wrong(sema, governs->span);
    }
    if (to && from->kind == ICS_NODE_DATE && to->kind == ICS_NODE_DATE && to->last_day < from->first_day) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0203, to->span, "the last day is before the first");
        ics_diag_note(sema->diags, diag, from->span, "the first");
        return ics_wrong(sema, governs->span);
    }
    return between(sema, ics_day_said(sema, scope, from), is_limits ? due : ics_day_said(sema, scope, what),
                   to ? ics_day_said(sema, scope, to) : NULL, governs->span);
}

/* -- a rule or version */

static const ics_node *clause_of(const ics_clauses *all, ics_node_kind kind)
{
    const ics_node *clause;
    for (uint32_t i = 0; (clause = ics_clause_at(all, i)); i++)
        if (clause->kind == kind)
            return clause;
    return NULL;
}

static ics_expr *by_clauses(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all, ics_expr *day,
                            ics_expr *due)
{
    ics_expr *truth = NULL;
    const ics_node *clause;
    rule->head.from = ICS_DAY_MAX;
    rule->head.to = ICS_DAY_MIN;
    for (uint32_t i = 0; (clause = ics_clause_at(all, i)); i++)
        if (clause->kind == ICS_NODE_INFORCE)
            truth = ics_or(sema, truth, ics_in_force(sema, clause, day, due, &rule->head.from, &rule->head.to));
    if (!truth) {
        rule->head.from = ICS_DAY_MIN;
        rule->head.to = ICS_DAY_MAX;
    }
    return truth;
}

/* -- what is judged by a law that is not known */

ics_expr *ics_by_first(ics_sema *sema, ics_expr *governs, ics_expr *truth, ics_expr *rest)
{
    if (!governs)
        return truth;
    ics_expr *here = truth ? ics_and(sema, governs, truth) : NULL;
    if (!rest)
        return here;
    ics_expr *both = truth ? ics_or(sema, here, ics_and(sema, truth, rest)) : NULL;
    return ics_or(sema, both, ics_and(sema, ics_not(sema, governs), rest));
}

static ics_expr *version_is_sure(ics_sema *sema, const ics_rule_meaning *rule, ics_span span)
{
    const ics_expr *governs = rule->ladder.governs;
    if (!governs || governs->kind == ICS_EXPR_TRUTH || !rule->law_day || rule->law_day->kind != ICS_EXPR_ELSE)
        return NULL;
    ics_expr *there = ics_make(sema, ICS_EXPR_PRESENT, span, rule->law_day->a, NULL);
    ics_expr *sure = ics_or(sema, there, ics_not(sema, there));
    return rule->scope ? ics_or(sema, sure, ics_not(sema, rule->scope)) : sure; /* a variation's: for whom it holds */
}

ics_expr *ics_law_is_sure(ics_sema *sema, const ics_rule_meaning *rule, ics_span span)
{
    ics_expr *sure = rule->version_count == 0 ? version_is_sure(sema, rule, span) : NULL;
    for (uint32_t i = 0; i < rule->version_count; i++)
        sure = ics_and(sema, sure, version_is_sure(sema, &rule->versions[i], span));
    return sure;
}

ics_expr *ics_where_law_is_sure(ics_sema *sema, ics_expr *truth, ics_expr *sure)
{
    return sure ? ics_or(sema, ics_and(sema, truth, sure), ics_not(sema, sure)) : truth;
}

ics_expr *ics_governs(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all, const ics_scope *scope,
                      ics_expr *day, ics_expr *due)
{
    const ics_node *governs = clause_of(all, ICS_NODE_GOVERNS), *in_force = clause_of(all, ICS_NODE_INFORCE);
    if (clause_of(all, ICS_NODE_NOTCOMMENCED))
        return ics_truth(sema, 0, rule->span);
    if (governs && in_force) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0209, governs->span, "'governs' takes the place of 'in force'");
        ics_diag_note(sema->diags, diag, in_force->span, "this");
        return ics_wrong(sema, governs->span);
    }
    if (governs) /* of the owner of an unknown list nobody can say what its elements are */
        return scope ? ics_governs_days(sema, scope, governs, due) : NULL;
    return by_clauses(sema, rule, all, day, due);
}
