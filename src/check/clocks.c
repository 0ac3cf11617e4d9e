/* Time in sentences: a period or the word that none is stated, lengths that somebody can mean, and years that what is
 * done can be told apart by. */
#include "check/context.h"

#include <string.h>

/* Whether some, or every, verb of that name has one of its slots filled. */
static bool verb_has(const ics_checker *c, const char *verb, const char *slot)
{
    for (const ics_entry *e = ics_index_first(&c->verbs, verb); e; e = ics_index_next(e))
        if (ics_part_of(e->node, slot))
            return true;
    return false;
}

static const ics_node *deed_of(const ics_body *body)
{
    const ics_node *requirement = ics_part_of(body->sentence, "requirement");
    return requirement && requirement->kind == ICS_NODE_DO ? requirement : NULL;
}

/* `each financial year`, `before each …`, `every 3 years`: stretches of time that follow one another. */
static bool recurs(const ics_node *cadence)
{
    const char *word = cadence && cadence->word ? cadence->word : "";
    return strcmp(word, "each time") != 0 && (strncmp(word, "each ", 5) == 0 || strncmp(word, "before each", 11) == 0 ||
                                              strncmp(word, "for each", 8) == 0 || strcmp(word, "every") == 0);
}

/* `before publishing P`, `in preparing P`: an order that has its own last day. */
static bool has_order(const ics_node *cadence)
{
    return ics_says(cadence, "before") || ics_says(cadence, "in");
}

/* A duty to do something once asks by when; a state has to be so at all times, and a period ends each time. */
static void check_period(ics_checker *c, const ics_body *body)
{
    const ics_node *deed = deed_of(body);
    if (!deed || !ics_is_duty(body) || !verb_has(c, ics_text(deed), "happens") ||
        ics_node_length(ics_part_of(body->sentence, "limits")) > 0 || recurs(ics_part_of(body->sentence, "cadence")) ||
        has_order(ics_part_of(body->sentence, "cadence")) || ics_clause_of(body, ICS_NODE_NOPERIOD) ||
        ics_clause_of(body, ICS_NODE_THROUGHOUT) || !body->rule->text)
        return;
    ics_diag *diag =
        ics_report(c->diags, ICS_W1025, deed->span,
                   "rule %s says neither by when this is done nor that no period is stated", body->rule->text);
    ics_diag_help(c->diags, diag,
                  "write 'within N weeks of …', 'by DATE', or 'no period stated' where the source "
                  "states none: what is not done is then open, not overdue");
}

static void check_years(ics_checker *c, const ics_body *body)
{
    const ics_node *deed = deed_of(body), *cadence = ics_part_of(body->sentence, "cadence");
    const ics_node *limits = ics_part_of(body->sentence, "limits"), *period = recurs(cadence) ? cadence : NULL;
    for (uint32_t i = 0; i < ics_node_length(limits); i++)
        if (limits->child[i] && limits->child[i]->kind == ICS_NODE_PERIODIC)
            period = limits->child[i];
    if (!deed || !period || !ics_index_first(&c->verbs, ics_text(deed)) || verb_has(c, ics_text(deed), "happens") ||
        verb_has(c, ics_text(deed), "about"))
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1027, period->span,
                                "nothing says on which day or about which year '%s' is done: each period is answered "
                                "alike",
                                ics_text(deed));
    ics_diag_help(c->diags, diag, "give the verb 'happens on' or 'about'");
}

void ics_check_clock(ics_checker *c, const ics_body *body)
{
    check_period(c, body);
    check_years(c, body);
}

/* -- lengths of time */

static int64_t days_in_unit(const char *unit)
{
    if (strncmp(unit, "week", 4) == 0)
        return 7;
    if (strncmp(unit, "month", 5) == 0)
        return 30;
    if (strncmp(unit, "year", 4) == 0)
        return 365;
    return strncmp(unit, "day", 3) == 0 || strncmp(unit, "working", 7) == 0 ? 1 : 0;
}

static bool check_length(ics_checker *c, const ics_node *node, void *context)
{
    const int64_t century = INT64_C(36525) * ICS_DECIMAL_ONE;
    (void)context;
    switch (node->kind) {
    case ICS_NODE_WITHIN:
    case ICS_NODE_NOTLATER:
    case ICS_NODE_ALLOW:
    case ICS_NODE_CADENCE:
    case ICS_NODE_PERIODIC:
        break;
    default:
        return true;
    }
    const int64_t unit = node->has_number ? days_in_unit(ics_text(node)) : 0;
    if (unit == 0 || (node->number > 0 && node->number <= century / unit))
        return true;
    ics_diag *diag =
        ics_report(c->diags, ICS_W1026, node->span,
                   node->number <= 0 ? "a period of no time at all"
                                     : "a period of more than a hundred years: nobody lives to see it end");
    ics_diag_help(c->diags, diag,
                  node->number <= 0 ? "write 'by' and the day, or the period that was meant"
                                    : "is the number, or the unit, a slip of the pen?");
    return true;
}

void ics_check_lengths(ics_checker *c, const ics_node *declaration)
{
    ics_nodes_visit(c, declaration, check_length, NULL);
}
