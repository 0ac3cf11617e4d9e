/* The head of a rule and the words of its sentence: a title of its own, one that goes with its source, and nothing that
 * is passed over. */
#include "check/context.h"

#include <string.h>

static void check_title(ics_checker *c, const ics_body *body)
{
    const ics_node *title = ics_part_of(body->rule, "title");
    const ics_node *versions = ics_part_of(body->rule, "versions");
    if (!body->rule->text || *ics_text(title) || (body->version && body->version != versions->child[0]))
        return;
    ics_diag *diag = ics_report(c->diags, ICS_W1016, ics_name_span(body->rule),
                                "rule %s has no title: reports have nothing to call it by", body->rule->text);
    ics_diag_help(c->diags, diag, "write what it asks, in quotes, after its name");
}

/* The word in the sentence and the force of its source. */
static void check_force(ics_checker *c, const ics_body *body)
{
    const ics_force force = ics_force_of(c, body);
    const char *modality = ics_text(body->sentence);
    if (force == ICS_BINDING && (strcmp(modality, "should") == 0 || strcmp(modality, "should not") == 0)) {
        ics_diag *diag = ics_report(c->diags, ICS_W1014, body->sentence->text_span,
                                    "'%s', and what is cited binds: an Act says must", modality);
        ics_diag_help(c->diags, diag, "write '%s', or cite the guidance that says it",
                      strcmp(modality, "should") == 0 ? "must" : "must not");
    }
    if (force == ICS_NOT_LAW && (strcmp(modality, "must") == 0 || strcmp(modality, "must not") == 0)) {
        ics_diag *diag = ics_report(c->diags, ICS_W1015, body->sentence->text_span,
                                    "'%s', and all that is cited is not law: it never counts as a breach", modality);
        ics_diag_help(c->diags, diag, "cite what became law, or write 'should'");
    }
}

static void check_shall(ics_checker *c, const ics_body *body)
{
    size_t size = 0;
    const char *words = ics_words_at(c, body->sentence->text_span, &size);
    if (!words || size < 5 || (memcmp(words, "shall", 5) != 0 && memcmp(words, "Shall", 5) != 0))
        return;
    ics_span word = body->sentence->text_span;
    word.end = word.start + 5;
    ics_diag *diag = ics_report(c->diags, ICS_W1018, word, "'shall' is read as 'must', and printed as it is written");
    ics_diag_help(c->diags, diag, "write 'must'");
    ics_mend(c, diag, word, "must");
}

/* `no period stated` where the sentence has no period that it could state. */
static void check_period(ics_checker *c, const ics_body *body)
{
    static const char *const timeless[] = {"must not", "should not", "may", "need not"};
    const ics_node *clause = ics_clause_of(body, ICS_NODE_NOPERIOD);
    if (!clause || ics_part_of(clause, "standard"))
        return;
    for (size_t i = 0; i < sizeof timeless / sizeof *timeless; i++)
        if (strcmp(ics_text(body->sentence), timeless[i]) == 0) {
            ics_diag *diag = ics_report(c->diags, ICS_W1024, clause->span,
                                        "what one '%s' do is never due: no period could be stated", timeless[i]);
            ics_mend_out(c, diag, clause->span);
        }
}

typedef struct sought {
    const char *role;
    const ics_node *found;
} sought;

static bool find_role(ics_checker *c, const ics_node *node, void *context)
{
    sought *s = context;
    (void)c;
    if (!s->found && node->text && strcmp(node->text, s->role) == 0)
        s->found = node;
    return !s->found;
}

/* The post that owes a duty cannot alone find that it is met. */
static void check_judge(ics_checker *c, const ics_body *body)
{
    const ics_node *clause = ics_clause_of(body, ICS_NODE_JUDGEDBY), *path = ics_part_of(clause, "who");
    const ics_node *who = path && path->kind == ICS_NODE_PATH && path->child_count > 0 ? path->child[0] : path;
    sought s = {.role = ics_text(who)};
    if (!who || !*s.role)
        return;
    ics_nodes_visit(c, body->sentence, find_role, &s);
    if (!s.found)
        return;
    ics_diag *diag =
        ics_report(c->diags, ICS_W1042, clause->span, "%s finds whether a duty about %s is met", s.role, s.role);
    ics_diag_note(c->diags, diag, s.found->span, "the duty is about it here");
    ics_diag_help(c->diags, diag, "name another post, or 'own finding' where the law leaves it to the body");
}

void ics_check_heading(ics_checker *c, const ics_body *body)
{
    check_title(c, body);
    check_force(c, body);
    check_shall(c, body);
    check_period(c, body);
    check_judge(c, body);
}

void ics_check_titles(ics_checker *c)
{
    ics_index titles;
    ics_index_make(&titles, c->arena, c->body_count * 2);
    for (size_t i = 0; i < c->body_count; i++) {
        const ics_node *rule = c->bodies[i].rule;
        const char *title = ics_text(ics_part_of(rule, "title"));
        if (!*title || c->syntax->files[c->bodies[i].file].pack != 0 || rule->kind != ICS_NODE_RULE ||
            c->bodies[i].variation) /* each body has reports of its own */
            continue;
        const ics_entry *known = ics_index_first(&titles, title);
        if (known && known->node != rule) {
            ics_diag *diag = ics_report(c->diags, ICS_W1017, ics_part_of(rule, "title")->span,
                                        "%s and %s have one title: a report cannot tell them apart",
                                        ics_text(known->node), ics_text(rule));
            ics_diag_note(c->diags, diag, ics_part_of(known->node, "title")->span, "the other is here");
        }
        if (!known)
            ics_index_add(&titles, c->arena, title, rule, c->bodies[i].file, ICS_NONE);
    }
}
