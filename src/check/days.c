/* Days in force: of a rule, of its versions and exceptions, of a limit that is a day; and who varied it since when. */
#include "check/context.h"

#include "base/date.h"

static void check_commenced(ics_checker *c, const ics_body *body)
{
    const ics_node *none = ics_clause_of(body, ICS_NODE_NOTCOMMENCED), *days = ics_clause_of(body, ICS_NODE_INFORCE);
    if (!none || !days)
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1019, none->span,
                                "this is not commenced and in force all the same: it is never judged");
    ics_diag_note(c->diags, diag, days->span, "in force here");
    ics_diag_help(c->diags, diag, "leave out the one that is not so");
}

/* The last day of which an exception speaks: by `in force`, or by `governs limits that run out`. */
static int32_t last_day_of(const ics_node *days)
{
    int32_t latest = ICS_DAY_MIN;
    if (days->kind == ICS_NODE_GOVERNS) {
        const ics_node *to = ics_part_of(days, "to");
        return to && to->has_day ? to->last_day : ICS_DAY_MAX;
    }
    for (uint32_t p = 0; p < days->child_count; p++) {
        const ics_node *to = ics_part_of(days->child[p], "to");
        const int32_t end = to && to->has_day ? to->last_day : ICS_DAY_MAX;
        latest = end > latest ? end : latest;
    }
    return latest;
}

/* The days that an exception is for and those of the rule have none in common. Its days are tested on the last lawful
 * day, which comes after the rule's first day: so one that ended before that day is never true. */
static void check_exception(ics_checker *c, const ics_node *clause, int32_t from)
{
    const ics_node *heads = ics_part_of(clause, "heads");
    for (uint32_t i = 0; i < ics_node_length(heads); i++) {
        const ics_node *days = heads->child[i];
        if (!days ||
            (days->kind != ICS_NODE_INFORCE && !(days->kind == ICS_NODE_GOVERNS && ics_says(days, "limits"))) ||
            last_day_of(days) >= from)
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1021, days->span,
                                    "these days are over before the rule is in force: this never holds");
        ics_diag_help(c->diags, diag, "an exception's days are tested on the last lawful day");
    }
}

static const ics_node *fixed_day(const ics_node *limit)
{
    const ics_node *when =
        limit && (limit->kind == ICS_NODE_BY || limit->kind == ICS_NODE_BEFORE) ? ics_part_of(limit, "when") : NULL;
    return when && when->kind == ICS_NODE_DATE && when->has_day ? when : NULL;
}

static void check_limit(ics_checker *c, const ics_body *body, int32_t from, int32_t to)
{
    const ics_node *limits = ics_part_of(body->sentence, "limits");
    for (uint32_t i = 0; i < ics_node_length(limits); i++) {
        const ics_node *day = fixed_day(limits->child[i]);
        if (!day)
            continue;
        const int32_t last = limits->child[i]->kind == ICS_NODE_BEFORE ? day->first_day - 1 : day->last_day;
        if (last >= from && last <= to)
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1022, day->span, "this day is %s the days in force",
                                    last < from ? "before" : "after");
        ics_diag_note(c->diags, diag, ics_clause_of(body, ICS_NODE_INFORCE)->span, "the days in force");
        ics_diag_help(c->diags, diag,
                      last < from ? "nobody had a day on which to do it in time"
                                  : "the rule has ended when it falls due: is it 'spent', not ended?");
    }
}

void ics_check_days(ics_checker *c, const ics_body *body)
{
    int32_t from, to;
    check_commenced(c, body);
    if (!ics_days_of(body, &from, &to))
        return;
    const ics_node *clause = NULL;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++)
        if (clause->kind == ICS_NODE_UNLESS || clause->kind == ICS_NODE_LIFTED)
            check_exception(c, clause, from);
    if (!ics_clause_of(body, ICS_NODE_GOVERNS))
        check_limit(c, body, from, to);
}

/* -- versions */

static const ics_node *days_in(const ics_node *version, int32_t *from, int32_t *to)
{
    ics_body body = {.version = version, .list_count = 1};
    body.clauses[0] = ics_part_of(version, "heads");
    if (!body.clauses[0] || !ics_days_of(&body, from, to) || ics_clause_of(&body, ICS_NODE_GOVERNS))
        return NULL;
    return ics_clause_of(&body, ICS_NODE_INFORCE);
}

void ics_check_versions(ics_checker *c, const ics_node *rule)
{
    const ics_node *versions = ics_part_of(rule, "versions"), *earlier = NULL;
    int32_t from, to, before_from = 0, before_to = 0;
    for (uint32_t i = 0; i < ics_node_length(versions); i++) {
        const ics_node *days = days_in(versions->child[i], &from, &to);
        if (!days)
            continue;
        if (earlier && from < before_from) {
            ics_diag *diag = ics_report(c->diags, ICS_W1023, days->span,
                                        "this version comes after one that it went before: their order is not that of "
                                        "their days");
            ics_diag_note(c->diags, diag, earlier->span, "the version above");
        } else if (earlier && before_to < ICS_DAY_MAX && from > before_to + 1) {
            char first[32], last[32];
            ics_date_format(before_to + 1, before_to + 1, first);
            ics_date_format(from - 1, from - 1, last);
            ics_diag *diag =
                ics_report(c->diags, ICS_W1020, days->span, "no version governs from %s to %s", first, last);
            ics_diag_note(c->diags, diag, earlier->span, "the version before it ends here");
            ics_diag_help(c->diags, diag, "'to' names the last day: the next version begins on the day after it");
        }
        earlier = days;
        before_from = from;
        before_to = to;
    }
}

/* -- variations */

/* Who reads that a board has a rule of its own asks who made it, by what right, and since when. */
void ics_check_variation(ics_checker *c, const ics_node *variation)
{
    const ics_node *heads = ics_part_of(variation, "heads");
    bool is_made = false, is_cited = false, has_start = false;
    for (uint32_t i = 0; i < ics_node_length(heads); i++) {
        is_made |= ics_says(heads->child[i], "made by");
        is_cited |= heads->child[i] && heads->child[i]->kind == ICS_NODE_CITES;
        has_start |= heads->child[i] && heads->child[i]->kind == ICS_NODE_INFORCE;
    }
    if (is_made && is_cited && has_start)
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1053, ics_name_span(variation), "variation %s does not say%s%s%s",
                                ics_text(variation), is_made ? "" : " who made it",
                                is_cited  ? ""
                                : is_made ? " under what"
                                          : ", under what",
                                has_start             ? ""
                                : is_made && is_cited ? " from when it holds"
                                                      : ", from when it holds");
    ics_diag_help(c->diags, diag,
                  "write below it 'made by \"…\"', 'cites SOURCE place' for the power or the minute, "
                  "'in force from YYYY-MM-DD'");
}
