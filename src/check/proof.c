/* What a duty asks of a description: something that it could say. */
#include "check/context.h"

enum {
    EXPRESSIONS_MAX = 2000
}; /* looked at; a requirement reads a fact within its first few, or is a sum of numbers */

/* Whether an expression reads anything that a description says. Where it is too long to tell, it is taken to. */
static bool reads(const ics_expr *expr, int *left)
{
    if (!expr)
        return false;
    if ((*left)-- <= 0)
        return true;
    switch (expr->kind) {
    case ICS_EXPR_NUMBER:
    case ICS_EXPR_DATE:
    case ICS_EXPR_PERIOD:
    case ICS_EXPR_NAME:
    case ICS_EXPR_TEXT:
    case ICS_EXPR_TRUTH:
    case ICS_EXPR_DAY:
    case ICS_EXPR_ROW:
        return false;
    case ICS_EXPR_EQ:
    case ICS_EXPR_NE:
    case ICS_EXPR_LT:
    case ICS_EXPR_LE:
    case ICS_EXPR_DATE_EQ:
    case ICS_EXPR_DATE_NE:
    case ICS_EXPR_DATE_LT:
    case ICS_EXPR_DATE_LE:
    case ICS_EXPR_ADD:
    case ICS_EXPR_SUB:
    case ICS_EXPR_MUL:
    case ICS_EXPR_DIV:
    case ICS_EXPR_SAME:
    case ICS_EXPR_AND:
    case ICS_EXPR_OR:
    case ICS_EXPR_NOT:
        return reads(expr->a, left) || reads(expr->b, left) || reads(expr->c, left);
    default:
        return true;
    }
}

void ics_check_proof(ics_checker *c, const ics_body *body)
{
    int left = EXPRESSIONS_MAX;
    const ics_node *requirement = ics_part_of(body->sentence, "requirement");
    if (!body->meaning || !requirement || !body->meaning->ladder.done || reads(body->meaning->ladder.done, &left))
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1034, requirement->span,
                                "this reads nothing that a description says: no facts could show whether it is met");
    ics_diag_help(c->diags, diag, "name the attribute that is to be so");
}
