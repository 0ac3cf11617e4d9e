/* Where the worker's program stands. */
#ifndef ICS_PLUGIN_WHEREABOUTS_H
#define ICS_PLUGIN_WHEREABOUTS_H

#include "base/arena.h"

/**
 * The path of icsrules-plugin-host: beside the running program; where the installation has it, seen from the program,
 * then from the shared library; where it was to be installed. Neither the environment nor the current folder is asked.
 * @return a path in the arena, or NULL where it stands nowhere.
 */
const char *ics_plugin_worker_find(ics_arena *arena);

#endif
