/* Where plugins stand. */
#ifndef ICS_PLUGIN_FIND_H
#define ICS_PLUGIN_FIND_H

#include "base/arena.h"

#include <icsrules/icsrules.h>

/** Whether a name may be a plugin's: a lower-case letter, then letters, digits and hyphens, at most 64 bytes. */
bool ics_plugin_name_is_safe(const char *name);

/** A folder in which plugins are looked for. Both paths are absolute, without links and in the arena. */
typedef struct ics_plugin_home {
    const char *lock_folder; /* holds icsrules.lock */
    const char *plugins;     /* the folder of plugins, as a path below that: "plugins" */
} ics_plugin_home;

enum { ICS_PLUGIN_HOMES = 2 };

/**
 * The folders in which plugins are looked for, and no others: that of the pack, and that of the program. The program's
 * is the first that is there of: lib/icsrules/plugins of the installation that the program stands in, `plugins` beside
 * the program (a build tree), icsrules/plugins beside the shared library, the folder that the build was to install to.
 * Neither the current folder nor the environment is asked.
 * @return how many there are; -1 without memory.
 */
int ics_plugin_homes(ics_plugin_home homes[ICS_PLUGIN_HOMES], const ics_plugin_places *places, ics_arena *arena);

#endif
