/* Opens a file that nobody else can change: what stands at a path, and who may put something else there. */
#ifndef ICS_PLUGIN_GUARD_H
#define ICS_PLUGIN_GUARD_H

#include "base/arena.h"

typedef enum ics_plugin_guarded {
    ICS_PLUGIN_GUARDED,     /* opened */
    ICS_PLUGIN_MISSING,     /* nothing stands there */
    ICS_PLUGIN_LINK,        /* a link leads elsewhere */
    ICS_PLUGIN_UNSAFE,      /* somebody else could change it, or it is no plain file */
    ICS_PLUGIN_UNREADABLE,  /* the system says no */
    ICS_PLUGIN_GUARD_NOMEM, /* memory ran out */
} ics_plugin_guarded;

/**
 * Opens an absolute path for reading, step by step from the root, so that what was looked at is what is opened. No step
 * may be a link. The file and each folder above it must belong to root or to the user that runs this, and be writable
 * by nobody else: a group counts as somebody else unless it is the user's own. A folder in which each may remove but
 * what is his own (sticky, as /tmp is) and that belongs to root is let pass, for the next step's owner is looked at
 * too.
 *
 * @param[out] file A descriptor; the caller closes it. -1 where the answer is not ICS_PLUGIN_GUARDED.
 * @param[out] why  Which step, and what about it, in the arena; the path alone where nothing stands there.
 */
ics_plugin_guarded ics_plugin_guard_open(int *file, const char *path, ics_arena *arena, const char **why);

/** A path with its links followed, in the arena; NULL where it leads nowhere. */
const char *ics_plugin_real_path(const char *path, ics_arena *arena);

#endif
