/*
 * Keys. What a key means is worked out once for each spelling and kind of record, and after that guessed from the key
 * that came after the last one, for records of a kind are mostly written alike.
 */
#include "data/load.h"

#include "data/growth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct word_meaning {
    const char *word;
    uint32_t meaning;
} word_meaning;

static const word_meaning record_words[] = {
    {"holds from", ICS_KEY_HOLDS_FROM}, {"holds to", ICS_KEY_HOLDS_TO}, {"is a", ICS_KEY_IS_A}, {NULL, 0}};
static const word_meaning wrapper_words[] = {{"value", ICS_KEY_VALUE},
                                             {"source", ICS_KEY_SOURCE},
                                             {"kind", ICS_KEY_KIND},
                                             {"from", ICS_KEY_FROM},
                                             {"to", ICS_KEY_TO},
                                             {"recorded", ICS_KEY_RECORDED},
                                             {"review by", ICS_KEY_REVIEW_BY},
                                             {"partial", ICS_KEY_PARTIAL},
                                             {"complete", ICS_KEY_COMPLETE},
                                             {NULL, 0}};
static const word_meaning document_words[] = {
    {"as at", ICS_KEY_AS_AT}, {"source", ICS_KEY_SOURCE}, {"nulls", ICS_KEY_NULLS}, {NULL, 0}};

uint32_t ics_load_shape(const ics_load *load, uint32_t extra)
{
    return load->model->entity_count + extra;
}

void ics_load_free_shapes(ics_load *load)
{
    for (uint32_t i = 0; load->shapes && i < load->model->entity_count + ICS_SHAPE_EXTRA_COUNT; i++) {
        free(load->shapes[i].slots);
        free(load->shapes[i].slot_of_word);
    }
    free(load->shapes);
    free(load->seen_serial);
    free(load->seen_offset);
}

static uint32_t find_word(const word_meaning *words, const char *key, size_t length)
{
    for (; words->word; words++)
        if (ics_key_equal(words->word, strlen(words->word), key, length))
            return words->meaning;
    return ICS_KEY_UNKNOWN;
}

uint32_t ics_load_find_meaning(const ics_load *load, uint32_t shape, const char *key, size_t length)
{
    const ics_model *model = load->model;
    if (shape == ics_load_shape(load, ICS_SHAPE_WRAPPER))
        return find_word(wrapper_words, key, length);
    if (shape == ics_load_shape(load, ICS_SHAPE_DOCUMENT)) {
        const uint32_t entity = ics_model_entity(model, key, length);
        return entity != ICS_NONE && !model->entities[entity].is_hidden ? ICS_KEY_ENTITY + entity
                                                                        : find_word(document_words, key, length);
    }
    const uint32_t attribute = ics_model_attribute(model, shape, key, length);
    return attribute != ICS_NONE ? attribute : find_word(record_words, key, length);
}

/* Makes a slot for a spelling that is new to this shape. */
static ics_slot *add_slot(ics_load *load, uint32_t shape_id, uint32_t word)
{
    ics_shape *shape = &load->shapes[shape_id];
    if (!ICS_GROW(shape->slots, shape->slot_count, shape->slot_room))
        return NULL;
    ics_slot *slot = &shape->slots[shape->slot_count++];
    size_t length;
    slot->key = ics_intern_text(load->words, word, &length);
    slot->length = (uint32_t)length;
    slot->word = word;
    slot->meaning = ics_load_find_meaning(load, shape_id, slot->key, length);
    shape->slot_of_word[word] = (uint32_t)shape->slot_count;
    return slot;
}

static ics_slot *look_up(ics_load *load, uint32_t shape_id, const ics_tape_node *key)
{
    ics_shape *shape = &load->shapes[shape_id];
    const uint32_t word = ics_intern_add(load->words, key->text, key->length);
    if (word == 0 || !ics_grow(&shape->slot_of_word, &shape->word_room, word + 1u, sizeof *shape->slot_of_word)) {
        ics_load_out_of_memory(load);
        return NULL;
    }
    const uint32_t found = shape->slot_of_word[word];
    ics_slot *slot = found ? &shape->slots[found - 1] : add_slot(load, shape_id, word);
    if (!slot) {
        ics_load_out_of_memory(load);
        return NULL;
    }
    shape->guess = (size_t)(slot - shape->slots) + 1;
    return slot;
}

static ics_slot *find_slot(ics_load *load, uint32_t shape_id, const ics_tape_node *key)
{
    ics_shape *shape = &load->shapes[shape_id];
    for (size_t i = 0; i < 2; i++) { /* the slot after the last; where the record begins anew, the first */
        const size_t at = i == 0 ? shape->guess : 0;
        if (at < shape->slot_count && shape->slots[at].length == key->length &&
            memcmp(shape->slots[at].key, key->text, key->length) == 0) {
            shape->guess = at + 1;
            return &shape->slots[at];
        }
    }
    return look_up(load, shape_id, key);
}

uint32_t ics_load_meaning(ics_load *load, uint32_t shape, uint32_t key)
{
    const ics_slot *slot = find_slot(load, shape, &load->tape.nodes[key]);
    return slot ? slot->meaning : ICS_KEY_UNSEEN;
}

/* Marks that a key of some identity stands in the object at hand. @return whether it stood there before. */
static bool mark_seen(ics_load *load, uint32_t identity, uint32_t offset, bool *doubled)
{
    size_t room = load->seen_room;
    if (!ics_grow(&load->seen_serial, &room, identity + 1u, sizeof *load->seen_serial) ||
        !ics_grow(&load->seen_offset, &load->seen_room, identity + 1u, sizeof *load->seen_offset))
        return ics_load_out_of_memory(load);
    *doubled = load->seen_serial[identity] == load->serial;
    if (!*doubled) {
        load->seen_serial[identity] = load->serial;
        load->seen_offset[identity] = offset;
    }
    return true;
}

static bool refuse_doubled(ics_load *load, uint32_t key, uint32_t first_offset)
{
    const ics_tape_node *node = &load->tape.nodes[key];
    const uint32_t base = load->store->inputs[load->input].base;
    char name[64];
    return ics_load_error_at(load, ICS_E0603, base + node->offset, base + first_offset, "it stands here first",
                             "the key %s stands twice in one record",
                             ics_tape_describe(&load->tape, key, name, sizeof name));
}

/* Behind the identities of all that is known. */
static uint32_t unknown_identity(const ics_load *load, uint32_t word)
{
    return load->model->attribute_count + load->model->entity_count + 64 + word;
}

/* Identities of keys: attributes and words of the grammar by what they mean, unknown keys by their spelling. */
static uint32_t identity_of(const ics_load *load, const ics_slot *slot)
{
    const uint32_t attribute_count = load->model->attribute_count;
    if (slot->meaning < attribute_count)
        return slot->meaning;
    if (slot->meaning == ICS_KEY_UNKNOWN)
        return unknown_identity(load, slot->word);
    return attribute_count +
           (slot->meaning >= ICS_KEY_UNSEEN ? slot->meaning - ICS_KEY_UNSEEN : 64 + slot->meaning - ICS_KEY_ENTITY);
}

bool ics_load_keys(ics_load *load, uint32_t node, uint32_t shape)
{
    const uint32_t end = load->tape.nodes[node].next;
    bool has_unknown = false;
    load->serial++;
    load->shapes[shape].guess = 0;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        ics_tape_node *at = &load->tape.nodes[key];
        if (at->kind != ICS_TAPE_KEY) {
            at->next = ICS_KEY_HANDLED;
            continue;
        }
        ics_slot *slot = find_slot(load, shape, at);
        bool doubled = false;
        if (!slot || !mark_seen(load, identity_of(load, slot), at->offset, &doubled))
            return false;
        at->next = slot->meaning;
        if (doubled) {
            at->next = ICS_KEY_HANDLED; /* read once, complained of once */
            if (!refuse_doubled(load, key, load->seen_offset[identity_of(load, slot)]))
                return false;
        } else if (slot->meaning == ICS_KEY_UNKNOWN && slot->seen_count++ == 0) {
            slot->first_position = ics_load_position(load, key);
        }
        has_unknown |= at->next == ICS_KEY_UNKNOWN;
    }
    for (uint32_t key = node + 1; has_unknown && key < end; key = ics_tape_next(&load->tape, key + 1))
        if (load->tape.nodes[key].next == ICS_KEY_UNKNOWN && !ics_load_check_unknown(load, key + 1))
            return false;
    return true;
}

bool ics_load_check_unknown(ics_load *load, uint32_t node)
{
    if (load->tape.nodes[node].kind != ICS_TAPE_LIST && load->tape.nodes[node].kind != ICS_TAPE_RECORD)
        return true;
    for (uint32_t at = node; at < load->tape.nodes[node].next; at++) {
        if (load->tape.nodes[at].kind != ICS_TAPE_RECORD)
            continue;
        load->serial++;
        const uint32_t end = load->tape.nodes[at].next;
        for (uint32_t key = at + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
            const ics_tape_node *text = &load->tape.nodes[key];
            const uint32_t word = ics_intern_add(load->words, text->text, text->length);
            bool doubled = false;
            if (word == 0)
                return ics_load_out_of_memory(load);
            const uint32_t identity = unknown_identity(load, word);
            if (!mark_seen(load, identity, text->offset, &doubled))
                return false;
            if (doubled && !refuse_doubled(load, key, load->seen_offset[identity]))
                return false;
        }
    }
    return true;
}

/* The nearest name that an entity has for a key, or NULL. */
static const char *nearest_key(const ics_load *load, uint32_t shape, const ics_slot *slot)
{
    const ics_model *model = load->model;
    const char **names = calloc(model->attribute_count + model->entity_count + 1u, sizeof *names);
    size_t count = 0;
    if (!names)
        return NULL;
    if (shape == ics_load_shape(load, ICS_SHAPE_DOCUMENT)) {
        for (uint32_t i = 0; i < model->entity_count; i++)
            if (!model->entities[i].is_hidden)
                names[count++] = model->entities[i].name;
    } else {
        for (uint32_t i = 0; i < model->attribute_count; i++)
            if (ics_model_is_a(model, shape, model->attributes[i].entity))
                names[count++] = model->attributes[i].name;
    }
    const char *nearest = ics_nearest(slot->key, slot->length, names, count);
    free(names);
    return nearest;
}

/* In a child's record what is like no key of the model may be a name: it is not told, unless records are shown. */
static void name_key(const ics_load *load, const ics_slot *slot, const char *nearest, char *out, size_t size)
{
    const bool hides = load->hides_lines && !nearest && !load->options->records && !load->is_test;
    const int length = slot->length > 80 ? 80 : (int)slot->length;
    if (hides)
        snprintf(out, size, "such key");
    else
        snprintf(out, size, "'%.*s'", length, slot->key);
}

void ics_load_warn_unknown_key(ics_load *load, uint32_t shape, const ics_slot *slot)
{
    const bool is_document = shape == ics_load_shape(load, ICS_SHAPE_DOCUMENT);
    const char *kind = is_document ? "a description" : load->model->entities[shape].name;
    const char *nearest = nearest_key(load, shape, slot);
    char help[400], times[48] = "";
    if (nearest)
        snprintf(help, sizeof help, "did you mean '%s'?", nearest);
    else
        snprintf(help, sizeof help, "what stands under it is not read");
    const bool hides_lines = load->hides_lines;
    load->hides_lines = hides_lines || (!is_document && ics_entity_is_special(load->model, shape));
    if (slot->seen_count > 1 && !load->hides_lines) /* of children not how many */
        snprintf(times, sizeof times, ", here and in %u more places", slot->seen_count - 1);
    char key[96];
    name_key(load, slot, nearest, key, sizeof key);
    if (load->options->is_strict) {
        ics_load_error_at(load, ICS_E0610, slot->first_position, 0, NULL, "the model has no %s for %s%s%s%s%s", key,
                          kind, times, nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    } else {
        ics_load_warn(load, ICS_W1601, slot->first_position, 0, NULL, help, "the model has no %s for %s%s", key, kind,
                      times);
    }
    load->hides_lines = hides_lines;
}

typedef struct unknown_key {
    uint32_t shape;
    const ics_slot *slot;
} unknown_key;

static int by_position(const void *a, const void *b)
{
    const uint32_t x = ((const unknown_key *)a)->slot->first_position,
                   y = ((const unknown_key *)b)->slot->first_position;
    return x < y ? -1 : x > y;
}

void ics_load_warn_unknown_keys(ics_load *load)
{
    unknown_key *keys = NULL;
    size_t count = 0, room = 0;
    for (uint32_t shape = 0; shape < load->model->entity_count + ICS_SHAPE_EXTRA_COUNT; shape++) {
        if (shape == ics_load_shape(load, ICS_SHAPE_WRAPPER))
            continue; /* refused where they stand */
        for (size_t i = 0; i < load->shapes[shape].slot_count; i++) {
            const ics_slot *slot = &load->shapes[shape].slots[i];
            if (slot->meaning != ICS_KEY_UNKNOWN || slot->seen_count == 0)
                continue;
            if (!ICS_GROW(keys, count, room)) {
                free(keys);
                ics_load_out_of_memory(load);
                return;
            }
            keys[count++] = (unknown_key){shape, slot};
        }
    }
    if (count > 1)
        qsort(keys, count, sizeof *keys, by_position);
    for (size_t i = 0; i < count && load->status == ICS_OK; i++)
        ics_load_warn_unknown_key(load, keys[i].shape, keys[i].slot);
    free(keys);
}
