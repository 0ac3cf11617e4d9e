/*
 * Interned text: an open-addressed table of ids over texts kept in an arena. The hash is keyed per table, so that no
 * input can be prepared to make all texts collide; ids do not depend on it. Leans on the arena.
 */
#include "base/intern.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

__extension__ typedef unsigned __int128 wide;

typedef struct entry {
    const char *text;
    size_t length;
    uint64_t hash;
} entry;

struct ics_intern {
    ics_arena texts;
    entry *entries; /* by id - 1 */
    uint32_t count, room;
    uint32_t *slots; /* ids; 0 is free; slot_mask + 1 of them, at most half used */
    uint64_t slot_mask;
    uint64_t seed[2];
};

enum { SLOTS_MIN = 64, ENTRIES_MIN = 32 };

/* The high and low halves of a 128-bit product, folded: every bit of the result depends on every bit of a and b. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    const wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t read_word(const char *bytes, size_t length)
{
    uint64_t word = 0;
    memcpy(&word, bytes, length < 8 ? length : 8);
    return word;
}

static uint64_t hash_text(const ics_intern *table, const char *text, size_t length)
{
    uint64_t hash = table->seed[0] ^ (uint64_t)length;
    while (length > 8) {
        hash = fold(hash ^ read_word(text, 8), table->seed[1]);
        text += 8;
        length -= 8;
    }
    hash = fold(hash ^ read_word(text, length), table->seed[1]);
    return fold(hash ^ table->seed[0], 0x9e3779b97f4a7c15u); /* 2^64 over the golden ratio: odd, without pattern */
}

static void choose_seed(ics_intern *table)
{
    if (getrandom(table->seed, sizeof table->seed, GRND_NONBLOCK) != (ssize_t)sizeof table->seed) {
        table->seed[0] = (uint64_t)time(NULL) * 0x9e3779b97f4a7c15u ^ (uint64_t)(uintptr_t)table;
        table->seed[1] = (uint64_t)clock() ^ (uint64_t)(uintptr_t)&table;
    }
    table->seed[1] |= 1u; /* a multiplier of 0 would lose the text */
}

ics_intern *ics_intern_new(void)
{
    ics_intern *table = calloc(1, sizeof *table);
    if (!table)
        return NULL;
    table->slots = calloc(SLOTS_MIN, sizeof *table->slots);
    table->entries = calloc(ENTRIES_MIN, sizeof *table->entries);
    if (!table->slots || !table->entries) {
        ics_intern_free(table);
        return NULL;
    }
    table->slot_mask = SLOTS_MIN - 1;
    table->room = ENTRIES_MIN;
    choose_seed(table);
    return table;
}

void ics_intern_free(ics_intern *table)
{
    if (!table)
        return;
    ics_arena_free(&table->texts);
    free(table->entries);
    free(table->slots);
    free(table);
}

/* The slot that holds the text, or the free one where it belongs. */
static uint64_t find_slot(const ics_intern *table, const char *text, size_t length, uint64_t hash)
{
    uint64_t slot = hash & table->slot_mask;
    for (; table->slots[slot] != 0; slot = (slot + 1) & table->slot_mask) {
        const entry *e = &table->entries[table->slots[slot] - 1];
        if (e->hash == hash && e->length == length && (length == 0 || memcmp(e->text, text, length) == 0))
            break;
    }
    return slot;
}

static bool grow_slots(ics_intern *table)
{
    const uint64_t wider = (table->slot_mask + 1) * 2;
    uint32_t *slots = calloc(wider, sizeof *slots);
    if (!slots)
        return false;
    for (uint32_t id = 1; id <= table->count; id++) {
        uint64_t slot = table->entries[id - 1].hash & (wider - 1);
        while (slots[slot] != 0)
            slot = (slot + 1) & (wider - 1);
        slots[slot] = id;
    }
    free(table->slots);
    table->slots = slots;
    table->slot_mask = wider - 1;
    return true;
}

static bool grow_entries(ics_intern *table)
{
    const uint64_t wider = (uint64_t)table->room * 2;
    if (wider > UINT32_MAX - 1)
        return false;
    entry *entries = realloc(table->entries, wider * sizeof *entries);
    if (!entries)
        return false;
    table->entries = entries;
    table->room = (uint32_t)wider;
    return true;
}

uint32_t ics_intern_add(ics_intern *table, const char *text, size_t length)
{
    const uint64_t hash = hash_text(table, text, length);
    uint64_t slot = find_slot(table, text, length, hash);
    if (table->slots[slot] != 0)
        return table->slots[slot];
    if (table->count == table->room && !grow_entries(table))
        return 0;
    if ((uint64_t)table->count * 2 >= table->slot_mask) {
        if (!grow_slots(table))
            return 0;
        slot = find_slot(table, text, length, hash);
    }
    const char *copy = ics_arena_text(&table->texts, text, length);
    if (!copy)
        return 0;
    table->entries[table->count] = (entry){copy, length, hash};
    table->slots[slot] = ++table->count;
    return table->count;
}

uint32_t ics_intern_find(const ics_intern *table, const char *text, size_t length)
{
    return table->slots[find_slot(table, text, length, hash_text(table, text, length))];
}

const char *ics_intern_text(const ics_intern *table, uint32_t id, size_t *length)
{
    const bool known = id >= 1 && id <= table->count;
    if (length)
        *length = known ? table->entries[id - 1].length : 0;
    return known ? table->entries[id - 1].text : "";
}

uint32_t ics_intern_count(const ics_intern *table)
{
    return table->count;
}
