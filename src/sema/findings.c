/*
 * Whose finding counts (docs/decisions.md, 48). `judged by finding of ROLE`: of what is required, a finding counts
 * where its finder has that role. `own finding`: where it is dated and the body's own. One that does not count is
 * unknown, so a post cannot find for itself that its duty is met.
 */
#include "sema/context.h"

static ics_expr *part(ics_sema *sema, const ics_expr *finding, ics_finding_field field)
{
    return ics_read(sema, finding->a, ics_finding_part(sema->model, finding->id, field), finding->span);
}

/* What is found after the day judged is not found yet. @p must_say: one without a date does not count. */
static ics_expr *is_made(ics_sema *sema, const ics_expr *finding, bool must_say)
{
    const ics_span span = finding->span;
    ics_expr *date = part(sema, finding, ICS_FINDING_DATE);
    ics_expr *made = ics_make(sema, ICS_EXPR_DATE_LE, span, date, ics_today(sema, span));
    return must_say ? made : ics_or(sema, ics_not(sema, ics_make(sema, ICS_EXPR_RECORDED, span, date, NULL)), made);
}

/* The finding names no body, or that of the subject, or the record that it stands in. */
static ics_expr *is_own(ics_sema *sema, const ics_expr *finding)
{
    const ics_span span = finding->span;
    ics_expr *body = part(sema, finding, ICS_FINDING_BODY);
    ics_expr *own = ics_not(sema, ics_make(sema, ICS_EXPR_RECORDED, span, body, NULL));
    ics_expr *rows[] = {sema->finder.body, finding->a};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const bool is_named = rows[i] && rows[i]->kind != ICS_EXPR_UNNAMED;
        const uint32_t code = is_named ? sema->model->entities[rows[i]->shape.target].unique : ICS_NONE;
        if (code == ICS_NONE)
            continue;
        ics_expr *read = ics_read(sema, rows[i], code, span);
        own = ics_or(sema, own, ics_make(sema, ICS_EXPR_ID_EQ, span, body, read));
    }
    return ics_and(sema, is_made(sema, finding, true), own);
}

ics_expr *ics_yes_or_no(ics_sema *sema, ics_expr_kind kind, ics_span span, ics_expr *value)
{
    ics_expr *truth = ics_make(sema, kind, span, value, NULL);
    const bool is_finding = value->kind == ICS_EXPR_READ && sema->model->attributes[value->id].type == ICS_TYPE_FINDING;
    if (!is_finding || sema->finder.how == ICS_ANY_FINDER)
        return truth;
    sema->finder.is_asked = true;
    ics_expr *counts = sema->finder.how == ICS_FINDER_OF_ROLE
                           ? ics_and(sema, is_made(sema, value, false),
                                     ics_make(sema, ICS_EXPR_ID_EQ, span, part(sema, value, ICS_FINDING_ROLE),
                                              ics_name(sema, ICS_IN_ROLES, ICS_NONE, sema->finder.role, span)))
                           : is_own(sema, value);
    ics_expr *unknown = ics_truth(sema, 2, span);
    return ics_or(sema, ics_and(sema, truth, counts), ics_and(sema, unknown, ics_not(sema, counts)));
}

ics_finder ics_finder_of(ics_sema *sema, const ics_node *clause, ics_expr *body)
{
    const ics_finder before = sema->finder;
    sema->finder = (ics_finder){.how = ICS_ANY_FINDER};
    if (!clause)
        return before;
    if (clause->kind == ICS_NODE_OWNFINDING) {
        sema->finder = (ics_finder){.how = ICS_OWN_FINDER, .body = body};
        return before;
    }
    const ics_node *who = ics_slot(clause, "who");
    const char *name = who && who->child_count == 1 && who->child[0]->text ? who->child[0]->text : "";
    const uint32_t role = *name ? ics_role_named(sema, name) : ICS_NONE;
    if (role == ICS_NONE)
        ics_report(sema->diags, ICS_E0303, who ? who->span : clause->span,
                   "a finding is made by a role, and '%s' is none", name);
    else
        sema->finder = (ics_finder){.how = ICS_FINDER_OF_ROLE, .role = role};
    return before;
}

void ics_finder_end(ics_sema *sema, const ics_node *clause, ics_finder before)
{
    if (clause && sema->finder.how != ICS_ANY_FINDER && !sema->finder.is_asked) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, clause->span, "no finding is asked for here");
        ics_diag_help(sema->diags, diag, "declare an attribute as a finding: `conflicts are managed : finding`");
    }
    sema->finder = before;
}
