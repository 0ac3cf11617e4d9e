/* Walks over syntax trees, and what a sentence and the clauses around it come to. */
#include "check/context.h"

#include "base/date.h"

#include <string.h>

const ics_node *ics_part_of(const ics_node *node, const char *slot)
{
    if (!node)
        return NULL;
    const char *slots = ics_node_table[node->kind].slots;
    const size_t length = strlen(slot);
    uint32_t index = 0;
    for (const char *at = slots; *at; index++) {
        const size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, slot, length) == 0)
            return index < node->child_count ? node->child[index] : NULL;
        at += word + (at[word] == ' ');
    }
    return NULL;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 29;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    return mix(hash, 1);
}

uint64_t ics_node_hash(const ics_node *node)
{
    if (!node)
        return 3;
    uint64_t hash = mix(node->kind, node->child_count * 2u + node->negated);
    hash = mix_text(mix_text(hash, node->text), node->word);
    hash = mix(hash, node->has_number ? (uint64_t)node->number : 7);
    hash = mix(hash, node->has_day ? (uint64_t)node->first_day : 9);
    for (uint32_t i = 0; i < node->child_count; i++)
        hash = mix(hash, ics_node_hash(node->child[i]));
    return hash;
}

void ics_nodes_visit(ics_checker *c, const ics_node *node, ics_visit *visit, void *context)
{
    if (!node || !visit(c, node, context))
        return;
    for (uint32_t i = 0; i < node->child_count; i++)
        ics_nodes_visit(c, node->child[i], visit, context);
}

const ics_node *ics_clause_at(const ics_body *body, size_t index)
{
    for (size_t l = 0; l < body->list_count; l++) {
        if (index < body->clauses[l]->child_count)
            return body->clauses[l]->child[index];
        index -= body->clauses[l]->child_count;
    }
    return NULL;
}

const ics_node *ics_clause_of(const ics_body *body, ics_node_kind kind)
{
    const ics_node *clause = NULL;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++)
        if (clause->kind == kind)
            return clause;
    return NULL;
}

ics_span ics_name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

const char *ics_text(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

bool ics_says(const ics_node *node, const char *word)
{
    return node && node->word && strcmp(node->word, word) == 0;
}

bool ics_days_of(const ics_body *body, int32_t *from, int32_t *to)
{
    bool any = false;
    *from = ICS_DAY_MAX;
    *to = ICS_DAY_MIN;
    const ics_node *clause = NULL;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++) {
        if (clause->kind != ICS_NODE_INFORCE)
            continue;
        for (uint32_t p = 0; p < clause->child_count; p++) {
            const ics_node *first = ics_part_of(clause->child[p], "from"), *last = ics_part_of(clause->child[p], "to");
            if (!first || !first->has_day)
                continue;
            any = true;
            *from = first->first_day < *from ? first->first_day : *from;
            const int32_t end = last && last->has_day && !ics_says(clause, "spent") ? last->last_day : ICS_DAY_MAX;
            *to = end > *to ? end : *to;
        }
    }
    return any;
}

bool ics_is_duty(const ics_body *body)
{
    return strcmp(ics_text(body->sentence), "must") == 0;
}

const ics_law *ics_law_named(const ics_checker *c, const char *name)
{
    const ics_entry *entry = ics_index_first(&c->laws, name);
    return entry ? &c->meaning->laws[entry->id] : NULL;
}

ics_force ics_force_of(const ics_checker *c, const ics_body *body)
{
    ics_force force = ICS_OWN_RULE;
    bool any = false;
    const ics_node *clause = NULL;
    for (size_t i = 0; (clause = ics_clause_at(body, i)); i++) {
        const ics_node *cite = clause->kind == ICS_NODE_CITES ? ics_part_of(clause, "cite") : NULL;
        const ics_law *law = cite ? ics_law_named(c, ics_text(cite)) : NULL;
        if (!law)
            continue;
        const ics_force one = ics_part_of(cite, "direction") ? ICS_BINDING : (ics_force)law->force;
        force = !any || one < force ? one : force;
        any = true;
    }
    return force;
}

const char *ics_words_at(const ics_checker *c, ics_span span, size_t *size)
{
    size_t total = 0;
    const char *text = ics_diags_source_text(c->diags, span.source, &total);
    *size = text && span.start <= span.end && span.end <= total ? span.end - span.start : 0;
    return text && *size > 0 ? text + span.start : NULL;
}
