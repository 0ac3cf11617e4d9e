/* The table of names: open addressing over keys, a chain of names for each. Leans on interned words. */
#include "syntax/names.h"

#include "syntax/forms.h"

#include <string.h>

enum { SLOTS_MIN = 256 };

void ics_names_init(ics_names *names, ics_arena *arena, ics_intern *ids)
{
    *names = (ics_names){.arena = arena, .ids = ids, .slot_mask = SLOTS_MIN - 1};
    names->slots = ICS_ARENA_ARRAY(arena, ics_name *, SLOTS_MIN);
}

static uint64_t mix(uint64_t hash, uint32_t id)
{
    hash = (hash ^ id) * 0x9e3779b97f4a7c15u; /* ids are small and dense: one odd multiplier spreads them */
    return hash ^ (hash >> 29);
}

static uint64_t key_hash(const uint32_t *words, uint32_t count, uint32_t last_key)
{
    uint64_t hash = count;
    for (uint32_t i = 0; i + 1 < count; i++)
        hash = mix(hash, words[i]);
    return mix(hash, last_key);
}

static bool same_key(const ics_name *name, const uint32_t *words, uint32_t count, uint32_t last_key)
{
    return name->count == count && name->last_key == last_key &&
           (count == 1 || memcmp(name->words, words, (count - 1) * sizeof *words) == 0);
}

static uint64_t find_slot(const ics_names *names, const uint32_t *words, uint32_t count, uint32_t last_key)
{
    uint64_t slot = key_hash(words, count, last_key) & names->slot_mask;
    while (names->slots[slot] && !same_key(names->slots[slot], words, count, last_key))
        slot = (slot + 1) & names->slot_mask;
    return slot;
}

static void grow_slots(ics_names *names)
{
    ics_name **old = names->slots;
    const uint64_t old_mask = names->slot_mask;
    names->slot_mask = (old_mask + 1) * 2 - 1;
    names->slots = ICS_ARENA_ARRAY(names->arena, ics_name *, names->slot_mask + 1);
    for (uint64_t i = 0; i <= old_mask; i++) {
        if (old[i])
            names->slots[find_slot(names, old[i]->words, old[i]->count, old[i]->last_key)] = old[i];
    }
}

uint32_t ics_names_singular(ics_names *names, uint32_t word)
{
    if (word >= names->singular_room) {
        const size_t room = ((size_t)ics_intern_count(names->ids) + 1) * 2;
        uint32_t *grown = ICS_ARENA_ARRAY(names->arena, uint32_t, room);
        if (names->singular_room > 0)
            memcpy(grown, names->singulars, names->singular_room * sizeof *grown);
        names->singulars = grown;
        names->singular_room = room;
    }
    if (names->singulars[word] == 0) {
        size_t length;
        const char *text = ics_intern_text(names->ids, word, &length);
        char buffer[ICS_FORM_BUFFER];
        const size_t stem = ics_singular(text, length, buffer);
        const uint32_t id = length >= ICS_FORM_BUFFER - 8 ? word : ics_word_id(names->ids, names->arena, buffer, stem);
        names->singulars[word] = id;
    }
    return names->singulars[word];
}

/* Of a text's words few begin a name, so that a look-up of several words is seldom worth its hash. */
static void note_length(ics_names *names, uint32_t first, uint32_t count)
{
    if (first >= names->longest_room) {
        const size_t room = ((size_t)ics_intern_count(names->ids) + 1) * 2;
        uint8_t *grown = ICS_ARENA_ARRAY(names->arena, uint8_t, room);
        if (names->longest_room > 0)
            memcpy(grown, names->longest, names->longest_room);
        names->longest = grown;
        names->longest_room = room;
    }
    if (count > names->longest[first])
        names->longest[first] = count < UINT8_MAX ? (uint8_t)count : UINT8_MAX;
}

static bool is_there(const ics_name *first, const uint32_t *words, uint32_t count, ics_name_kind kind, uint32_t pack,
                     const char *spelt)
{
    for (const ics_name *name = first; name; name = name->next_same)
        if (name->kind == kind && name->pack == pack && name->words[count - 1] == words[count - 1] &&
            strcmp(name->spelt, spelt) == 0)
            return true;
    return false;
}

void ics_names_add(ics_names *names, const uint32_t *words, uint32_t count, ics_name_kind kind, uint32_t pack,
                   const char *text, const char *spelt)
{
    const uint32_t last_key = ics_names_singular(names, words[count - 1]);
    if (names->key_count * 2 >= names->slot_mask)
        grow_slots(names);
    const uint64_t slot = find_slot(names, words, count, last_key);
    if (is_there(names->slots[slot], words, count, kind, pack, spelt))
        return;
    names->key_count += names->slots[slot] == NULL;
    note_length(names, words[0], count);
    uint32_t *own = ICS_ARENA_ARRAY(names->arena, uint32_t, count);
    memcpy(own, words, count * sizeof *own);
    ics_name *name = ICS_ARENA_NEW(names->arena, ics_name);
    *name = (ics_name){.text = text,
                       .spelt = spelt,
                       .words = own,
                       .count = count,
                       .last_key = last_key,
                       .kind = kind,
                       .pack = pack,
                       .next_same = names->slots[slot]};
    names->slots[slot] = name;
    ICS_PUSH(names->arena, names->all, names->count, names->room, name);
}

const ics_name *ics_names_find(ics_names *names, const uint32_t *words, uint32_t count, ics_visible visible,
                               unsigned *kinds)
{
    const uint32_t last = words[count - 1];
    const ics_name *best = NULL;
    bool best_exact = false;
    *kinds = 0;
    const uint64_t slot = find_slot(names, words, count, ics_names_singular(names, last));
    for (const ics_name *name = names->slots[slot]; name; name = name->next_same) {
        if (!ics_pack_visible(visible, name->pack))
            continue;
        const bool exact = name->words[count - 1] == last;
        if (best && best_exact && !exact)
            continue;
        if (exact && !best_exact)
            *kinds = 0;
        *kinds |= (unsigned)name->kind;
        /* Of those spelt alike a noun stands before a verb's form, and the earliest declared (last in the chain) first.
         */
        const bool better =
            !best || exact != best_exact || !(name->kind & ICS_NAME_FORMS) || (best->kind & ICS_NAME_FORMS);
        if (better)
            best = name;
        best_exact = exact;
    }
    return best;
}

const ics_name *ics_names_same(ics_names *names, const uint32_t *words, uint32_t count)
{
    return names->slots[find_slot(names, words, count, ics_names_singular(names, words[count - 1]))];
}
