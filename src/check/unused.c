/*
 * What is declared and never used: roles, terms, enumerations, definitions and readings (as sema says of sources, verbs
 * and lets), single values, attributes. A use is the name in any tree but as a declared name. A model is for others to
 * use.
 */
#include "check/context.h"

#include <string.h>

static void note(ics_checker *c, ics_index *uses, const char *name)
{
    if (name && *name && !ics_index_first(uses, name))
        ics_index_add(uses, c->arena, name, NULL, 0, ICS_NONE);
}

static bool note_uses(ics_checker *c, const ics_node *node, void *context)
{
    ics_index *uses = context;
    switch (node->kind) {
    case ICS_NODE_ENUM:
    case ICS_NODE_ROLE:
    case ICS_NODE_TERMDECL:
    case ICS_NODE_SOURCE:
        return false; /* nothing but names that it declares, and texts */
    case ICS_NODE_READING:
        ics_nodes_visit(c, ics_part_of(node, "value"), note_uses, context);
        return false;
    case ICS_NODE_DEFINE:
        if (!ics_says(node, "means"))
            return true;
        ics_nodes_visit(c, ics_part_of(node, "means"), note_uses, context);
        return false;
    case ICS_NODE_ENTITY:
    case ICS_NODE_ATTRIBUTE:
    case ICS_NODE_STRING:
        return true;
    default:
        note(c, uses, node->text);
        return true;
    }
}

static void say(ics_checker *c, ics_code code, const ics_node *node, const char *what)
{
    ics_report(c->diags, code, ics_name_span(node), "%s '%s' is declared and never used", what, ics_text(node));
}

static void check_values(ics_checker *c, const ics_index *uses, const ics_node *declaration)
{
    const ics_node *values = ics_part_of(declaration, "values");
    for (uint32_t i = 0; i < ics_node_length(values); i++)
        if (values->child[i] && !ics_index_first(uses, ics_text(values->child[i])))
            say(c, ICS_W1048, values->child[i], "value");
}

/* What the evaluator reads by itself, or people do: who it is, and since when and until when it is. */
static bool is_read_anyway(const ics_node *attribute)
{
    static const char *const names[] = {"code", "name", "established", "ended", "successors", "preparers", "reference"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(ics_text(attribute), names[i]) == 0)
            return true;
    return attribute->word && strstr(attribute->word, "unique");
}

/* Lists and references lead from one thing to another without being named. */
static bool leads_on(const ics_node *type)
{
    return !ics_says(type, "plain") || !*ics_text(type);
}

static void check_attributes(ics_checker *c, const ics_index *uses, const ics_node *declaration)
{
    const ics_node *attributes = ics_part_of(declaration, "attributes");
    for (uint32_t i = 0; i < ics_node_length(attributes); i++) {
        const ics_node *attribute = attributes->child[i], *type = ics_part_of(attribute, "type");
        if (type && attribute->kind == ICS_NODE_ATTRIBUTE && !leads_on(type) && !is_read_anyway(attribute) &&
            !ics_index_first(uses, ics_text(attribute)))
            say(c, ICS_W1049, attribute, "attribute");
    }
}

/* The name that a reading or a definition gives: the first step of its path. */
static const ics_node *name_given(const ics_node *node)
{
    const ics_node *what = ics_part_of(node, "what");
    const ics_node *path = what && what->kind == ICS_NODE_NP ? ics_part_of(what, "path") : what;
    return path && path->kind == ICS_NODE_PATH && path->child_count > 0 ? path->child[0] : NULL;
}

static void check_given(ics_checker *c, const ics_index *uses, const ics_node *node)
{
    const bool is_reading = node->kind == ICS_NODE_READING;
    const ics_node *name =
        is_reading || (node->kind == ICS_NODE_DEFINE && ics_says(node, "means")) ? name_given(node) : NULL;
    if (name && *ics_text(name) && !ics_index_first(uses, ics_text(name)))
        say(c, ICS_W1003, name, is_reading ? "reading of" : "definition of");
}

static void check_declaration(ics_checker *c, const ics_index *uses, const ics_node *node)
{
    static const struct {
        ics_node_kind kind;
        const char *what;
    } kinds[] = {{ICS_NODE_ROLE, "role"}, {ICS_NODE_TERMDECL, "term"}, {ICS_NODE_ENUM, "enum"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (node->kind == kinds[i].kind && !ics_index_first(uses, ics_text(node)))
            say(c, ICS_W1003, node, kinds[i].what);
    if (node->kind == ICS_NODE_ENUM && ics_index_first(uses, ics_text(node)))
        check_values(c, uses, node);
    check_attributes(c, uses, node);
    check_given(c, uses, node);
}

static bool is_watched(const ics_checker *c, uint32_t file)
{
    const ics_node *tree = c->syntax->files[file].tree;
    for (uint32_t i = 0; i < ics_node_length(tree); i++)
        if (tree->child[i] && tree->child[i]->kind == ICS_NODE_MODEL)
            return false;
    return c->syntax->files[file].pack == 0;
}

/* Files that are a model and nothing else: all of it is for others. */
static bool is_all_model(const ics_checker *c)
{
    bool any_model = false;
    for (uint32_t f = 0; f < c->syntax->file_count; f++) {
        const ics_node *tree = c->syntax->files[f].pack == 0 ? c->syntax->files[f].tree : NULL;
        for (uint32_t i = 0; i < ics_node_length(tree); i++) {
            const ics_node_kind kind = tree->child[i] ? tree->child[i]->kind : ICS_NODE_ERROR;
            if (kind == ICS_NODE_RULE || kind == ICS_NODE_STATEMENT)
                return false;
            any_model |= kind == ICS_NODE_MODEL;
        }
    }
    return any_model;
}

void ics_check_unused(ics_checker *c)
{
    if (is_all_model(c))
        return;
    ics_index uses;
    ics_index_make(&uses, c->arena, (size_t)c->meaning->model.attribute_count * 2 + c->meaning->model.value_count + 64);
    for (uint32_t f = 0; f < c->syntax->file_count; f++)
        ics_nodes_visit(c, c->syntax->files[f].tree, note_uses, &uses);
    for (uint32_t f = 0; f < c->syntax->file_count; f++) {
        const ics_node *tree = is_watched(c, f) ? c->syntax->files[f].tree : NULL;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i])
                check_declaration(c, &uses, tree->child[i]);
    }
}
