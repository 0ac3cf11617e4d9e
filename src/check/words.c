/* The words of a vocabulary: open words that nobody computes, facts about persons, names that differ in case alone. */
#include "check/context.h"

#include "model/key.h"

#include <ctype.h>
#include <string.h>

/* Whether a name holds a word as a whole. */
static bool has_word(const char *name, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = name; *at;) {
        const size_t run = strcspn(at, " -");
        if (run == length && strncmp(at, word, length) == 0)
            return true;
        at += run + (at[run] != '\0');
    }
    return false;
}

static void check_open(ics_checker *c, const ics_node *attribute, const ics_node *type)
{
    static const char *const open[] = {"sufficient",  "reasonable", "appropriate", "effective",
                                       "practicable", "adequate",   "suitable",    "proportionate"};
    if (!ics_says(type, "plain") || strcmp(ics_text(type), "yes/no") != 0)
        return;
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        if (!has_word(ics_text(attribute), open[i]))
            continue;
        ics_diag *diag =
            ics_report(c->diags, ICS_W1043, type->span,
                       "'%s' is for somebody to find: a yes does not say who found it, when and on what", open[i]);
        ics_diag_help(c->diags, diag, "declare it as a finding: '%s : finding'", ics_text(attribute));
    }
}

static void check_personal(ics_checker *c, const ics_node *attribute, const ics_node *type)
{
    static const char *const personal[] = {
        "date of birth",
        "birth date",
        "first name",
        "surname",
        "family name",
        "home address",
        "postcode",
        "NHS number",
        "ethnicity",
        "diagnosis",
        "national insurance number",
        "religion",
    };
    if (attribute->word && (strstr(attribute->word, "personal") || strstr(attribute->word, "special category")))
        return;
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) {
        const char *name = ics_text(attribute);
        if (!ics_key_equal(name, strlen(name), personal[i], strlen(personal[i])))
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1044, ics_name_span(attribute),
                                    "'%s' says who a person is, and is not marked personal: it would be printed", name);
        ics_diag_help(c->diags, diag, "write ', personal' after its type");
        ics_mend(c, diag, (ics_span){type->span.source, type->span.end, type->span.end}, ", personal");
    }
}

void ics_check_words(ics_checker *c, const ics_node *declaration)
{
    const ics_node *attributes = ics_part_of(declaration, "attributes");
    for (uint32_t i = 0; i < ics_node_length(attributes); i++) {
        const ics_node *attribute = attributes->child[i], *type = ics_part_of(attribute, "type");
        if (!type || attribute->kind != ICS_NODE_ATTRIBUTE)
            continue;
        check_open(c, attribute, type);
        check_personal(c, attribute, type);
    }
}

/* -- names in another case */

static bool same_but_case(const char *a, const char *b)
{
    bool differs = false;
    for (; *a && *b; a++, b++) {
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        differs |= *a != *b;
    }
    return *a == *b && differs;
}

static void check_name(ics_checker *c, ics_index *names, const ics_node *node, uint32_t file)
{
    const char *name = ics_text(node);
    const ics_entry *e = ics_index_first(names, name);
    for (const ics_entry *k = e; k; k = ics_index_next(k)) {
        if (strcmp(k->name, name) == 0)
            return; /* one word for two things: the place decides */
        if (c->syntax->files[file].pack == 0 && same_but_case(k->name, name)) {
            ics_diag *diag = ics_report(c->diags, ICS_W1046, ics_name_span(node),
                                        "'%s' and '%s' differ in nothing but capitals", name, k->name);
            ics_diag_note(c->diags, diag, ics_name_span(k->node), "the other is here");
            ics_diag_help(c->diags, diag, "no listener hears the difference: give the one another name");
        }
    }
    ics_index_add(names, c->arena, name, node, file, ICS_NONE);
}

static void check_names_of(ics_checker *c, ics_index *names, const ics_node *node, uint32_t file)
{
    static const char *const lists[] = {"attributes", "values"};
    if (node->kind != ICS_NODE_ENTITY && node->kind != ICS_NODE_ENUM && node->kind != ICS_NODE_ROLE &&
        node->kind != ICS_NODE_TERMDECL && node->kind != ICS_NODE_LET)
        return;
    check_name(c, names, node, file);
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        const ics_node *list = ics_part_of(node, lists[l]);
        for (uint32_t i = 0; i < ics_node_length(list); i++)
            if (list->child[i] && list->child[i]->text)
                check_name(c, names, list->child[i], file);
    }
}

void ics_check_names(ics_checker *c)
{
    ics_index names;
    ics_index_make(&names, c->arena, (size_t)c->meaning->model.attribute_count + c->meaning->model.value_count + 64);
    for (uint32_t f = 0; f < c->syntax->file_count; f++) {
        const ics_node *tree = c->syntax->files[f].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i])
                check_names_of(c, &names, tree->child[i], f);
    }
}
