/* Unique codes: which row has which. A hash table with a seed of its own, so that data cannot be made to collide. */
#include "data/load.h"

#include <stdlib.h>

static size_t slot_of(const ics_load *load, uint32_t attribute, int64_t value)
{
    uint64_t mixed = ((uint64_t)value + load->code_seed) ^ ((uint64_t)attribute << 40);
    mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9u; /* splitmix64's finish */
    mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBu;
    return (size_t)(mixed ^ mixed >> 31) & (load->code_room - 1);
}

static void insert(ics_load *load, ics_code_entry entry)
{
    size_t at = slot_of(load, entry.attribute, entry.value);
    while (load->codes[at].is_used)
        at = (at + 1) & (load->code_room - 1);
    load->codes[at] = entry;
}

static bool make_room(ics_load *load)
{
    if (load->code_count * 2 < load->code_room)
        return true;
    const size_t old_room = load->code_room, room = old_room ? old_room * 2 : 64;
    ics_code_entry *old = load->codes, *codes = calloc(room, sizeof *codes);
    if (!codes)
        return false;
    load->codes = codes;
    load->code_room = room;
    for (size_t i = 0; i < old_room; i++)
        if (old[i].is_used)
            insert(load, old[i]);
    free(old);
    return true;
}

bool ics_load_code_add(ics_load *load, uint32_t attribute, int64_t value, uint32_t row)
{
    if (!make_room(load))
        return ics_load_out_of_memory(load);
    insert(load, (ics_code_entry){attribute, row, value, true});
    load->code_count++;
    return true;
}

uint32_t ics_load_code_find(const ics_load *load, uint32_t attribute, int64_t value)
{
    if (load->code_count == 0)
        return ICS_NONE;
    for (size_t at = slot_of(load, attribute, value); load->codes[at].is_used; at = (at + 1) & (load->code_room - 1))
        if (load->codes[at].attribute == attribute && load->codes[at].value == value)
            return load->codes[at].row;
    return ICS_NONE;
}

void ics_load_code_remove(ics_load *load, uint32_t attribute, int64_t value)
{
    if (load->code_count == 0)
        return;
    size_t gap = slot_of(load, attribute, value);
    while (load->codes[gap].is_used && (load->codes[gap].attribute != attribute || load->codes[gap].value != value))
        gap = (gap + 1) & (load->code_room - 1);
    if (!load->codes[gap].is_used)
        return;
    load->code_count--;
    for (size_t at = (gap + 1) & (load->code_room - 1); load->codes[at].is_used;
         at = (at + 1) & (load->code_room - 1)) {
        const size_t home = slot_of(load, load->codes[at].attribute, load->codes[at].value);
        if (((at - home) & (load->code_room - 1)) < ((at - gap) & (load->code_room - 1)))
            continue; /* it is found without passing the gap */
        load->codes[gap] = load->codes[at];
        gap = at;
    }
    load->codes[gap].is_used = false;
}
