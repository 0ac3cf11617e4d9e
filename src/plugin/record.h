/* The record that a plugin states, checked field by field before anything it points to is used. */
#ifndef ICS_PLUGIN_RECORD_H
#define ICS_PLUGIN_RECORD_H

#include "base/arena.h"

#include <icsrules/plugin.h>

#include <stdbool.h>

/**
 * Checks magic, ABI, sizes, name, version and the table of functions.
 * @param name, version As the rules declare them. @return NULL where all fit; else which field differs, what was
 * wanted and what was found (in the arena).
 */
const char *ics_plugin_record_check(const ics_plugin *record, const char *name, uint32_t version, ics_arena *arena);

#endif
