/* Sources of law as they are declared: read by somebody, made under a power, found where they say. */
#include "check/context.h"

#include <string.h>

static const ics_node *clause_of(const ics_node *source, const char *word)
{
    const ics_node *clauses = ics_part_of(source, "clauses");
    for (uint32_t i = 0; i < ics_node_length(clauses); i++)
        if (clauses->child[i] && ics_says(clauses->child[i], word))
            return clauses->child[i];
    return NULL;
}

/* What a body resolved is its own text; a law or guidance has one that can be read. */
static void check_was_read(ics_checker *c, const ics_node *source, const ics_law *law)
{
    if (clause_of(source, "checked") || law->force == ICS_OWN_RULE || law->force == ICS_NOT_LAW ||
        !ics_index_first(&c->cited, ics_text(source)))
        return;
    ics_diag *diag =
        ics_report(c->diags, ICS_W1005, ics_name_span(source),
                   "rules cite %s, and nobody is said to have checked them against its text", ics_text(source));
    ics_diag_help(c->diags, diag, "read it, then write 'checked against the text by \"NAME\" on YYYY-MM-DD'");
}

static void check_power(ics_checker *c, const ics_node *source)
{
    const ics_node *clause = clause_of(source, "made under");
    const ics_node *cite = ics_part_of(clause, "value");
    const ics_law *power = cite ? ics_law_named(c, ics_text(cite)) : NULL;
    if (power && power->force != ICS_BINDING)
        ics_report(c->diags, ICS_W1010, cite->span, "%s is %s%s: nothing is made under it", power->id,
                   strchr("aeiouAEIOU", power->kind[0]) ? "an " : "a ", power->kind);
}

static void check_url(ics_checker *c, const ics_node *source)
{
    const ics_node *clause = clause_of(source, "url"), *value = ics_part_of(clause, "value");
    const char *url = ics_text(value);
    if (!clause || strncmp(url, "https://", 8) == 0 || strncmp(url, "http://", 7) == 0)
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1012, value ? value->span : clause->span,
                                "'%s' is no address that a reader can follow", url);
    ics_diag_help(c->diags, diag, "a url begins with https://");
}

void ics_check_source(ics_checker *c, const ics_node *source)
{
    const ics_law *law = ics_law_named(c, ics_text(source));
    if (!law)
        return;
    check_was_read(c, source, law);
    check_power(c, source);
    check_url(c, source);
}

/* Two names for one instrument: what is said of the one is not known of the other. */
void ics_check_source_titles(ics_checker *c)
{
    ics_index titles;
    ics_index_make(&titles, c->arena, c->sources.count * 2);
    for (uint32_t f = 0; f < c->syntax->file_count; f++) {
        const ics_node *tree = c->syntax->files[f].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++) {
            const ics_node *source = tree->child[i];
            if (!source || source->kind != ICS_NODE_SOURCE)
                continue;
            const char *title = ics_text(ics_part_of(source, "title"));
            const ics_entry *known = ics_index_first(&titles, title);
            if (known && strcmp(ics_text(known->node), ics_text(source)) != 0 && c->syntax->files[f].pack == 0) {
                ics_diag *diag = ics_report(c->diags, ICS_W1011, ics_name_span(source), "%s has the title of %s",
                                            ics_text(source), ics_text(known->node));
                ics_diag_note(c->diags, diag, ics_name_span(known->node), "the same title stands here");
                ics_diag_help(c->diags, diag, "cite the one source by the one name");
            }
            if (!known && *title)
                ics_index_add(&titles, c->arena, title, source, f, ICS_NONE);
        }
    }
}
