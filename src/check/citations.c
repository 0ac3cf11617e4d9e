/* What a rule cites: a place that such a source has, once, with a force that goes with its word, and from a day on
 * which the source was there. */
#include "check/context.h"

#include "base/date.h"

#include <string.h>

/* Which words the places of a kind begin with; a kind that is not here may use any. */
static const struct {
    const char *kind;
    const char *words[8];
} places[] = {
    {"Act", {"section", "schedule", "part", "chapter", "annex", "clause"}},
    {"Bill", {"clause", "schedule", "part", "chapter", "section"}},
    {"regulations", {"regulation", "schedule", "part", "chapter", "annex", "article", "rule"}},
    {"order", {"article", "schedule", "part", "chapter", "rule", "par"}},
    {"statutory guidance", {"par", "chapter", "section", "annex", "appendix", "page", "table", "clause"}},
    {"code of practice", {"par", "chapter", "section", "annex", "appendix", "page", "table", "clause"}},
    {"guidance", {"par", "chapter", "section", "annex", "appendix", "page", "table", "clause"}},
    {"report", {"par", "chapter", "section", "annex", "appendix", "page", "table", "clause"}},
};

static void check_place(ics_checker *c, const ics_node *cite, const ics_law *law)
{
    const ics_node *place = ics_part_of(cite, "place");
    const ics_node *first = place && place->kind == ICS_NODE_PLACE && place->child_count > 0 ? place->child[0] : NULL;
    if (place && place->kind == ICS_NODE_STRING && law->force == ICS_BINDING) {
        ics_diag *diag = ics_report(c->diags, ICS_W1007, place->span,
                                    "%s binds clause by clause, and this is a heading or words of it", law->id);
        ics_diag_help(c->diags, diag, "name the clause: section 14Z51(2), regulation 13(2), schedule 1B, para 3");
    }
    for (size_t k = 0; first && first->word && k < sizeof places / sizeof *places; k++) {
        if (strcmp(places[k].kind, law->kind) != 0)
            continue;
        for (size_t w = 0; w < 8 && places[k].words[w]; w++)
            if (strncmp(first->word, places[k].words[w], strlen(places[k].words[w])) == 0)
                return;
        ics_diag *diag = ics_report(c->diags, ICS_W1006, place->span, "%s is %s%s, and has no %s", law->id,
                                    strchr("aeiouA", law->kind[0]) ? "an " : "", law->kind, first->word);
        ics_diag_help(c->diags, diag, "its places are called %s",
                      strcmp(places[k].words[0], "par") == 0 ? "para" : places[k].words[0]);
    }
}

static void check_twice(ics_checker *c, const ics_node *const *seen, size_t count, const ics_node *clause)
{
    for (size_t i = 0; i < count; i++) {
        if (!ics_format_same(seen[i], clause))
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1008, clause->span, "the same place is cited above");
        ics_diag_note(c->diags, diag, seen[i]->span, "here");
        ics_mend_out(c, diag, clause->span);
        return;
    }
}

/* The latest that a rule can begin without coming before all that it cites. */
static void check_published(ics_checker *c, const ics_body *body, int32_t earliest, const ics_law *law)
{
    int32_t from, to;
    char day[32];
    if (!law || !ics_days_of(body, &from, &to) || from >= earliest)
        return;
    ics_date_format(earliest, earliest, day);
    ics_diag *diag = ics_report(c->diags, ICS_W1009, ics_clause_of(body, ICS_NODE_INFORCE)->span,
                                "this is in force before %s was published, on %s", law->id, day);
    ics_diag_help(c->diags, diag, "nobody could follow it before that day");
}

void ics_check_citations(ics_checker *c, const ics_body *body)
{
    enum { KEPT = 16 };
    const ics_node *seen[KEPT], *clause = NULL;
    size_t count = 0;
    int32_t earliest = ICS_DAY_MAX;
    const ics_law *first = NULL;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++) {
        const ics_node *cite = clause->kind == ICS_NODE_CITES ? ics_part_of(clause, "cite") : NULL;
        const ics_law *law = cite ? ics_law_named(c, ics_text(cite)) : NULL;
        if (!law)
            continue;
        check_place(c, cite, law);
        check_twice(c, seen, count, clause);
        if (count < KEPT)
            seen[count++] = clause;
        const ics_node *direction = ics_part_of(cite, "direction");
        const ics_law *power = direction ? ics_law_named(c, ics_text(direction)) : NULL;
        if (power && power->force != ICS_BINDING)
            ics_report(c->diags, ICS_W1010, direction->span, "%s is no instrument under which anybody directs",
                       power->id);
        const int32_t published = law->published < ICS_DAY_MIN ? ICS_DAY_MIN : law->published;
        if (published < earliest) {
            earliest = published;
            first = law;
        }
    }
    check_published(c, body, earliest, first);
}
