/* The lock as a file: opened as a plugin is, for who can write it can have any code run; written all or nothing. */
#ifndef ICS_PLUGIN_LOCK_FILE_H
#define ICS_PLUGIN_LOCK_FILE_H

#include "plugin/guard.h"
#include "plugin/lock.h"

/**
 * Reads the lock of a folder (absolute, without links).
 *
 * @param[out] found ICS_PLUGIN_MISSING where there is none; the lock is empty then.
 * @param[out] why   What is wrong where it may not be read (ICS_PLUGIN_UNSAFE and the like); nothing is reported.
 * @return ICS_OK, also where it may not be read; ICS_E_INPUT after a message on its text; ICS_E_NOMEM.
 */
ICS_NODISCARD ics_status ics_lock_load(ics_lock *out, ics_plugin_guarded *found, const char **why, const char *folder,
                                       ics_arena *arena, ics_diags *diags);

/** Writes the lock of a folder, all or nothing. @return ICS_E_IO after E0802; ICS_E_NOMEM. */
ICS_NODISCARD ics_status ics_lock_save(const ics_lock *lock, const char *folder, ics_arena *arena, ics_diags *diags);

/** Keeps others from changing the lock of a folder while it is read and written. -1 where that cannot be had. */
int ics_lock_hold(const char *folder);
void ics_lock_release(int held);

#endif
