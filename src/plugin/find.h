/* Where plugins stand. */
#ifndef ICS_PLUGIN_FIND_H
#define ICS_PLUGIN_FIND_H

#include "base/arena.h"

#include <stdbool.h>

/** Whether a name may be a plugin's: a lower-case letter, then letters, digits and hyphens, at most 64 bytes. */
bool ics_plugin_name_is_safe(const char *name);

/**
 * The path of NAME.so in the first of the folders that has it: `plugins` beside the pack, `plugins` beside the running
 * program, the folder of installed plugins.
 * @param pack_folder NULL: there is none. @param[out] looked_in The folders, for a message.
 * @return a path in the arena, or NULL where no folder has it.
 */
const char *ics_plugin_find(const char *name, const char *pack_folder, ics_arena *arena, const char **looked_in);

#endif
