/* Open hashing over folded names. Leans on base. */
#include "model/index.h"

#include "base/nearest.h"
#include "model/model.h"

#include <string.h>

static uint32_t hash_of(const char *name, size_t length)
{
    uint64_t hash = 14695981039346656037u;
    size_t at = 0;
    for (unsigned char c; (c = ics_next_folded(name, length, &at)) != 0;)
        hash = (hash ^ c) * 1099511628211u;
    return (uint32_t)(hash ^ hash >> 29);
}

static uint32_t *find_slot(const ics_name_index *index, const char *name, uint32_t hash)
{
    const size_t length = strlen(name);
    size_t at = hash & (index->slot_count - 1);
    for (; index->slots[at] != ICS_NONE; at = (at + 1) & (index->slot_count - 1)) {
        const ics_name_entry *known = &index->entries[index->slots[at]];
        if (known->hash == hash && ics_key_equal(known->name, strlen(known->name), name, length))
            break;
    }
    return &index->slots[at];
}

/* A slot for an entry whose name no other slot holds. */
static uint32_t *free_slot(const ics_name_index *index, uint32_t hash)
{
    size_t at = hash & (index->slot_count - 1);
    while (index->slots[at] != ICS_NONE)
        at = (at + 1) & (index->slot_count - 1);
    return &index->slots[at];
}

static void grow(ics_name_index *index, ics_arena *arena)
{
    const uint32_t *old = index->slots;
    const size_t old_count = index->slot_count;
    index->slot_count = old_count > 0 ? old_count * 2 : 64;
    index->slots = ICS_ARENA_ARRAY(arena, uint32_t, index->slot_count);
    memset(index->slots, 0xFF, index->slot_count * sizeof *index->slots);
    for (size_t i = 0; i < old_count; i++)
        if (old[i] != ICS_NONE)
            *free_slot(index, index->entries[old[i]].hash) = old[i];
}

void ics_name_index_add(ics_name_index *index, ics_arena *arena, const char *name, uint32_t id)
{
    if (index->name_count * 2 >= index->slot_count)
        grow(index, arena);
    const uint32_t added = (uint32_t)index->count;
    const uint32_t hash = hash_of(name, strlen(name));
    const ics_name_entry entry = {.name = name, .id = id, .next = ICS_NONE, .last = added, .hash = hash};
    ICS_PUSH(arena, index->entries, index->count, index->room, entry);
    uint32_t *first = find_slot(index, name, hash);
    if (*first == ICS_NONE) {
        *first = added;
        index->name_count++;
    } else {
        index->entries[index->entries[*first].last].next = added;
        index->entries[*first].last = added;
    }
}

uint32_t ics_name_index_find(const ics_name_index *index, const char *name)
{
    return index->slot_count > 0 ? *find_slot(index, name, hash_of(name, strlen(name))) : ICS_NONE;
}

uint32_t ics_name_index_id(const ics_name_index *index, const char *name)
{
    const uint32_t entry = ics_name_index_find(index, name);
    return entry == ICS_NONE ? ICS_NONE : index->entries[entry].id;
}
