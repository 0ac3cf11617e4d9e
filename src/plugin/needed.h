/* The libraries that a plugin was linked with, loaded before it, while files can still be opened. */
#ifndef ICS_PLUGIN_NEEDED_H
#define ICS_PLUGIN_NEEDED_H

#include "base/arena.h"

/**
 * Loads what the shared object behind a descriptor names as needed, from the system's folders alone. What is no shared
 * object of this machine names nothing here: the loader says what is wrong with it.
 * @return NULL, or why one cannot be loaded (in the arena).
 */
const char *ics_needed_load(int file, ics_arena *arena);

#endif
