/* Declarations of all files by their names. */
#include "check/context.h"

#include "base/nearest.h"
#include "model/key.h"

#include <string.h>

static uint64_t hash_name(const char *name)
{
    uint64_t hash = 14695981039346656037u;
    const size_t length = strlen(name);
    for (size_t at = 0;;) {
        const unsigned char letter = ics_next_folded(name, length, &at);
        if (letter == 0)
            return hash;
        hash = (hash ^ letter) * 1099511628211u;
    }
}

void ics_index_make(ics_index *index, ics_arena *arena, size_t room)
{
    *index = (ics_index){.slot_count = 16};
    while (index->slot_count < room)
        index->slot_count *= 2;
    index->slots = ICS_ARENA_ARRAY(arena, ics_entry *, index->slot_count);
}

void ics_index_add(ics_index *index, ics_arena *arena, const char *name, const ics_node *node, uint32_t file,
                   uint32_t id)
{
    ics_entry *entry = ICS_ARENA_NEW(arena, ics_entry);
    *entry = (ics_entry){.name = name, .node = node, .file = file, .id = id};
    ics_entry **slot = &index->slots[hash_name(name) & (index->slot_count - 1)];
    entry->next = *slot;
    *slot = entry;
    index->count++;
}

static const ics_entry *seek(const ics_entry *entry, const char *name)
{
    const size_t length = strlen(name);
    while (entry && !ics_key_equal(entry->name, strlen(entry->name), name, length))
        entry = entry->next;
    return entry;
}

const ics_entry *ics_index_first(const ics_index *index, const char *name)
{
    return seek(index->slots[hash_name(name) & (index->slot_count - 1)], name);
}

const ics_entry *ics_index_next(const ics_entry *entry)
{
    return seek(entry->next, entry->name);
}

/* -- gathering */

static void add_clauses(ics_body *body, const ics_node *list)
{
    if (list && body->list_count < ICS_CLAUSE_LISTS)
        body->clauses[body->list_count++] = list;
}

static const ics_rule_meaning *meaning_of(const ics_checker *c, const ics_node *rule)
{
    const ics_entry *known = rule->text ? ics_index_first(&c->rules, rule->text) : NULL;
    return known && known->id != ICS_NONE ? &c->meaning->rules[known->id] : NULL;
}

static bool note_citation(ics_checker *c, const ics_node *node, void *context)
{
    const uint32_t *file = context;
    if (node->kind == ICS_NODE_CITE && !ics_index_first(&c->cited, ics_text(node)))
        ics_index_add(&c->cited, c->arena, ics_text(node), node, *file, ICS_NONE);
    return true;
}

static void add_body(ics_checker *c, const ics_node *rule, const ics_node *version, const ics_node *variation,
                     uint32_t file)
{
    const ics_node *holder = version ? version : rule;
    ics_body body = {.rule = rule,
                     .version = version,
                     .variation = variation,
                     .sentence = ics_part_of(holder, "sentence"),
                     .meaning = version ? NULL : meaning_of(c, rule),
                     .file = file};
    if (!body.sentence || body.sentence->kind != ICS_NODE_SENTENCE)
        return;
    add_clauses(&body, ics_part_of(variation, "heads"));
    add_clauses(&body, ics_part_of(rule, "heads"));
    if (version)
        add_clauses(&body, ics_part_of(version, "heads"));
    add_clauses(&body, ics_part_of(holder, "tails"));
    for (size_t l = 0; c->syntax->files[file].pack == 0 && l < body.list_count; l++)
        ics_nodes_visit(c, body.clauses[l], note_citation, &file);
    ICS_PUSH(c->arena, c->bodies, c->body_count, c->body_room, body);
}

static void gather(ics_checker *c, const ics_node *node, const ics_node *variation, uint32_t file)
{
    const ics_node *within = NULL, *versions = NULL;
    switch (node->kind) {
    case ICS_NODE_SOURCE:
        ics_index_add(&c->sources, c->arena, ics_text(node), node, file, ICS_NONE);
        break;
    case ICS_NODE_VERB:
        ics_index_add(&c->verbs, c->arena, ics_text(node), node, file, ICS_NONE);
        break;
    case ICS_NODE_ENTITY:
        within = ics_part_of(node, "attributes");
        for (uint32_t i = 0; i < ics_node_length(within); i++)
            if (within->child[i] && within->child[i]->kind == ICS_NODE_ATTRIBUTE)
                ics_index_add(&c->attributes, c->arena, ics_text(within->child[i]), within->child[i], file, ICS_NONE);
        break;
    case ICS_NODE_RULE:
    case ICS_NODE_FILLIN:
        versions = ics_part_of(node, "versions");
        for (uint32_t i = 0; i < ics_node_length(versions); i++)
            add_body(c, node, versions->child[i], variation, file);
        if (ics_node_length(versions) == 0)
            add_body(c, node, NULL, variation, file);
        break;
    case ICS_NODE_REPLACE:
        if (ics_part_of(node, "rule"))
            gather(c, ics_part_of(node, "rule"), variation, file);
        break;
    case ICS_NODE_VARIATION:
        within = ics_part_of(node, "declarations");
        for (uint32_t i = 0; i < ics_node_length(within); i++)
            if (within->child[i] && within->child[i]->kind != ICS_NODE_VARIATION)
                gather(c, within->child[i], node, file);
        break;
    default:
        break;
    }
}

void ics_checker_gather(ics_checker *c)
{
    ics_index_make(&c->rules, c->arena, c->meaning->rule_count * 2);
    for (size_t i = 0; i < c->meaning->rule_count; i++)
        ics_index_add(&c->rules, c->arena, c->meaning->rules[i].head.id, NULL, 0, (uint32_t)i);
    ics_index_make(&c->cited, c->arena, c->meaning->law_count * 2);
    ics_index_make(&c->laws, c->arena, c->meaning->law_count * 2);
    for (size_t i = 0; i < c->meaning->law_count; i++)
        ics_index_add(&c->laws, c->arena, c->meaning->laws[i].id, NULL, 0, (uint32_t)i);
    ics_index_make(&c->sources, c->arena, c->meaning->law_count * 2);
    ics_index_make(&c->verbs, c->arena, 1024);
    ics_index_make(&c->attributes, c->arena, c->meaning->model.attribute_count * 2);
    for (uint32_t f = 0; f < c->syntax->file_count; f++) {
        const ics_node *tree = c->syntax->files[f].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i])
                gather(c, tree->child[i], NULL, f);
    }
}
