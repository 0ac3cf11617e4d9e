/* Sources of law: their kinds give the force of what cites them; citations of a rule choose the strongest. */
#include "sema/context.h"

#include "model/key.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *kind;
    ics_force force;
} kinds[] = {
    {"Act", ICS_BINDING},
    {"regulations", ICS_BINDING},
    {"order", ICS_BINDING},
    {"direction", ICS_BINDING},
    {"judgment", ICS_BINDING},
    {"statutory guidance", ICS_HAVE_REGARD},
    {"code of practice", ICS_HAVE_REGARD},
    {"guidance", ICS_ADVICE},
    {"report", ICS_ADVICE},
    {"constitution", ICS_OWN_RULE},
    {"standing orders", ICS_OWN_RULE},
    {"terms of reference", ICS_OWN_RULE},
    {"resolution", ICS_OWN_RULE},
    {"agreement", ICS_OWN_RULE},
    {"local agreement", ICS_OWN_RULE},
    {"consultation", ICS_NOT_LAW},
    {"Bill", ICS_NOT_LAW},
    {"research", ICS_NOT_LAW},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static void set_kind(ics_sema *sema, ics_law *law, const char *name, ics_span span)
{
    const char *names[KIND_COUNT];
    for (size_t i = 0; i < KIND_COUNT; i++) {
        names[i] = kinds[i].kind;
        if (ics_key_equal(kinds[i].kind, strlen(kinds[i].kind), name, strlen(name))) {
            law->kind = kinds[i].kind;
            law->force = (uint8_t)kinds[i].force;
            return;
        }
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0303, span, "'%s' is no kind of source", name);
    const char *near = ics_nearest(name, strlen(name), names, KIND_COUNT);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
    else
        ics_diag_help(sema->diags, diag,
                      "a kind is Act, regulations, order, direction, judgment, statutory guidance, code of practice, "
                      "guidance, report, constitution, standing orders, terms of reference, resolution, agreement, "
                      "consultation, Bill or research");
    law->kind = name;
}

static void set_clause(ics_sema *sema, ics_law *law, const ics_node *clause)
{
    const ics_node *value = ics_slot(clause, "value");
    const char *word = clause->word ? clause->word : "";
    if (strcmp(word, "kind") == 0)
        set_kind(sema, law, clause->text ? clause->text : text_of(value), clause->span);
    else if (strcmp(word, "publisher") == 0)
        law->publisher = text_of(value);
    else if (strcmp(word, "url") == 0)
        law->url = text_of(value);
    else if (strcmp(word, "checked") == 0)
        law->checked_by = text_of(value);
    else if (strcmp(word, "published") == 0)
        law->published = value ? value->first_day : clause->first_day;
}

static bool is_same_law(const ics_law *a, const ics_law *b)
{
    return strcmp(a->kind, b->kind) == 0 && strcmp(a->title, b->title) == 0;
}

static void declare_source(ics_sema *sema, const ics_node *node)
{
    ics_law law = {.id = text_of(node),
                   .title = text_of(ics_slot(node, "title")),
                   .kind = "",
                   .publisher = "",
                   .url = "",
                   .checked_by = "",
                   .published = ICS_DAY_MIN - 1,
                   .force = ICS_OWN_RULE};
    const ics_node *clauses = ics_slot(node, "clauses");
    for (uint32_t i = 0; i < ics_node_length(clauses); i++)
        if (clauses->child[i] && clauses->child[i]->kind == ICS_NODE_CLAUSE)
            set_clause(sema, &law, clauses->child[i]);
    if (!*law.kind) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0116, node->span, "source %s does not say its kind", law.id);
        ics_diag_help(sema->diags, diag, "the kind gives the force: write for example 'kind statutory guidance'");
    }
    /* Packs cite the same Act, each with a declaration of its own; they must agree on what it is. */
    const ics_named *known = ics_named_find(sema->sources, sema->source_count, law.id);
    if (known && !is_same_law(&sema->out->laws[known->id], &law)) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0103, node->span, "source %s is already declared, as another thing", law.id);
        ics_diag_note(sema->diags, diag, known->span, "first declared here");
        return;
    }
    const ics_named named = {.name = law.id,
                             .span = node->span,
                             .file = sema->file,
                             .id = known ? known->id : (uint32_t)sema->out->law_count};
    if (!known)
        ICS_PUSH(sema->arena, sema->out->laws, sema->out->law_count, sema->out->law_room, law);
    ICS_PUSH(sema->arena, sema->sources, sema->source_count, sema->source_room, named);
}

void ics_sema_declare_laws(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_SOURCE)
                declare_source(sema, tree->child[i]);
    }
}

/* -- citations */

/* The source of that id that the file at hand sees; NULL (said) where there is none. */
static const ics_named *source_of(ics_sema *sema, const ics_node *cite)
{
    const char *id = text_of(cite);
    const ics_named *seen = NULL, *unseen = NULL;
    for (size_t i = 0; i < sema->source_count; i++) {
        ics_named *source = &sema->sources[i];
        if (!ics_key_equal(source->name, strlen(source->name), id, strlen(id)))
            continue;
        const bool sees = ics_sees(sema, source->file);
        source->is_used |= sees;
        *(sees ? &seen : &unseen) = source;
    }
    if (seen)
        return seen;
    ics_diag *diag = ics_report(sema->diags, ICS_E0112, cite->span, "no source is called %s", id);
    if (unseen) {
        const uint32_t pack = sema->syntax->files[unseen->file].pack;
        ics_diag_help(sema->diags, diag, "it is declared in pack %s: write 'use %s'", sema->syntax->packs[pack],
                      sema->syntax->packs[pack]);
        return NULL;
    }
    const char **names = ICS_ARENA_ARRAY(sema->arena, const char *, sema->source_count + 1);
    for (size_t i = 0; i < sema->source_count; i++)
        names[i] = sema->sources[i].name;
    const char *near = ics_nearest(id, strlen(id), names, sema->source_count);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
    else
        ics_diag_help(sema->diags, diag, "declare it: source %s \"its title\", and below it 'kind Act' or another kind",
                      id);
    return NULL;
}

/* "section 14Z52(1)", "schedule 1B, para 19(4)", or the quoted heading. */
static const char *place_of(ics_sema *sema, const ics_node *place)
{
    if (!place)
        return "";
    if (place->kind != ICS_NODE_PLACE)
        return text_of(place);
    const char *text = "";
    for (uint32_t i = 0; i < place->child_count; i++) {
        const ics_node *label = place->child[i];
        if (label)
            text = ics_text_of(sema, "%s%s%s%s%s", text, *text ? ", " : "", label->word ? label->word : "",
                               label->word && *label->word ? " " : "", text_of(label));
    }
    return text;
}

bool ics_cited(ics_sema *sema, const ics_node *cite, ics_citation *out)
{
    const ics_named *source = cite ? source_of(sema, cite) : NULL;
    const ics_node *direction = cite ? ics_slot(cite, "direction") : NULL;
    const ics_named *under = direction ? source_of(sema, direction) : NULL;
    if (!source)
        return false;
    *out = (ics_citation){.source = source->id,
                          .place = place_of(sema, ics_slot(cite, "place")),
                          .direction = under ? under->id : ICS_NONE,
                          .direction_place = under ? place_of(sema, ics_slot(direction, "place")) : ""};
    return true;
}

void ics_cite(ics_sema *sema, const ics_node *cite, ics_rule_meaning *rule, size_t *room)
{
    ics_rule *head = &rule->head;
    ics_citation citation;
    if (!ics_cited(sema, cite, &citation))
        return;
    const uint8_t force = citation.direction != ICS_NONE ? ICS_BINDING : sema->out->laws[citation.source].force;
    if (head->citation_count == 0 || force < head->force)
        head->force = force;
    size_t count = head->citation_count;
    ICS_PUSH(sema->arena, head->citations, count, *room, citation);
    head->citation_count = (uint32_t)count;
}
