/* Sentences kept in an arena, with what others wrote made harmless. */
#ifndef ICS_PLUGIN_SAY_H
#define ICS_PLUGIN_SAY_H

#include "base/arena.h"

/** printf into the arena. Arguments from a plugin go through ics_plugin_quote() first. @return NULL without memory. */
const char *ics_plugin_say(ics_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * A text that a plugin states, for a message: at most 80 bytes of it, in quotes, with every byte that is not printable
 * ASCII as \xNN; `nothing` for NULL. @return NULL without memory.
 */
const char *ics_plugin_quote(ics_arena *arena, const char *text);

/** A path as a shell takes it: as it stands, or in quotes. @return NULL without memory. */
const char *ics_plugin_shell_word(ics_arena *arena, const char *text);

#endif
