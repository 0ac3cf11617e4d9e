/*
 * A shared object, read as a file. Loading one runs its code, and the system's loader itself dies of most files that
 * are cut short; so what can be told from the bytes is told from them.
 */
#ifndef ICS_PLUGIN_OBJECT_H
#define ICS_PLUGIN_OBJECT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ics_object_function {
    const char *name, *signature, *help;
} ics_object_function;

/** What the record of a plugin states. Texts are in the arena, and a stranger's. */
typedef struct ics_object_terms {
    const char *name, *version, *author;
    ics_object_function *functions;
    uint32_t function_count;
} ics_object_terms;

/**
 * Whether bytes are a whole shared object for this machine: head, segments within the file, a dynamic section, and no
 * folders of its own in which further libraries would be looked for.
 * @return NULL, or what is wrong with it (a constant text).
 */
const char *ics_object_check(const unsigned char *bytes, size_t size);

/**
 * Reads the record of a plugin from the file, its texts and functions, as the loader would lay them out. The bytes must
 * have passed ics_object_check(). What is read is what the file states, not yet what its code will do: the record is
 * compared again once it is loaded.
 * @return NULL, or what is wrong (in the arena or constant).
 */
const char *ics_object_terms_read(ics_object_terms *out, const unsigned char *bytes, size_t size, ics_arena *arena);

#endif
