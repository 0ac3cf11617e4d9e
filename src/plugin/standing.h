/* How plugins stand: what each file states, and whether it may be loaded. Files are read; none is loaded. */
#ifndef ICS_PLUGIN_STANDING_H
#define ICS_PLUGIN_STANDING_H

#include "base/diag.h"
#include "plugin/find.h"
#include "plugin/lock_file.h"

struct ics_plugin_list {
    ics_arena arena;
    ics_plugin_info *items;
    size_t count;
};

/** A folder of plugins with its lock. */
typedef struct ics_plugin_shelf {
    ics_plugin_home home;
    ics_lock lock;
    ics_plugin_guarded found; /* how the lock was found */
    const char *why;          /* what is wrong with it, where it may not be read */
} ics_plugin_shelf;

/** What examining a file came to, beside what is told of it. */
typedef struct ics_plugin_examined {
    uint8_t hash[ICS_PLUGIN_HASH_BYTES];
    const char *fault; /* why nobody should trust it: unsafe, no plugin; NULL where its hash is all that matters */
    bool is_link;
} ics_plugin_examined;

/** Opens the lock of a home. @return as ics_lock_load(). */
ICS_NODISCARD ics_status ics_plugin_shelf_open(ics_plugin_shelf *out, const ics_plugin_home *home, ics_arena *arena,
                                               ics_diags *diags);

/**
 * Looks at one file of a shelf, by its name in the folder ("frimley.so"): who could change it, its hash, its record,
 * and what the lock says. @return false without memory.
 */
bool ics_plugin_examine(ics_plugin_info *out, ics_plugin_examined *examined, const ics_plugin_shelf *shelf,
                        const char *file_name, ics_arena *arena);

/** The plugin's name in that of a file: "frimley" of frimley.so and frimley.2.so; NULL where it is none. */
const char *ics_plugin_name_of_file(const char *file_name, ics_arena *arena);

#endif
