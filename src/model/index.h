/* Names to ids, found by their folded form: the same names as ics_key_equal() holds to be the same. Leans on base. */
#ifndef ICS_MODEL_INDEX_H
#define ICS_MODEL_INDEX_H

#include "base/arena.h"

#include <stdint.h>

typedef struct ics_name_entry {
    const char *name;
    uint32_t id;
    uint32_t next; /* the next entry of that name, in the order of arrival; ICS_NONE: the last */
    uint32_t last; /* of the first entry of a name: the last one */
    uint32_t hash; /* of the folded name */
} ics_name_entry;

/** Empty when zeroed; it lives in the arena that it is given. */
typedef struct ics_name_index {
    ics_name_entry *entries;
    size_t count, room;
    uint32_t *slots; /* open hashing: the first entry of each name, or ICS_NONE */
    size_t slot_count, name_count;
} ics_name_index;

/** Adds an id under a name, behind those that it has. The name is borrowed. */
void ics_name_index_add(ics_name_index *index, ics_arena *arena, const char *name, uint32_t id);

/** The first entry of a name, ICS_NONE where there is none; the others follow by `next`. */
uint32_t ics_name_index_find(const ics_name_index *index, const char *name);

/** The first id of a name, or ICS_NONE. */
uint32_t ics_name_index_id(const ics_name_index *index, const char *name);

#endif
