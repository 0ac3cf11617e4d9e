/*
 * Whether a plugin may be loaded. Loading runs its code, so all of this comes before: where it stands, who could change
 * it, and whether its bytes are those that somebody said to trust.
 */
#ifndef ICS_PLUGIN_TRUST_H
#define ICS_PLUGIN_TRUST_H

#include "base/diag.h"
#include "plugin/find.h"

/** What a plugin may do beyond reckoning with its arguments. */
typedef struct ics_plugin_rights {
    uint64_t memory_bytes;
    uint32_t batch_ms;        /* for one batch of lanes */
    const char *const *reads; /* tables of its own that it may read: absolute paths */
    size_t read_count;
} ics_plugin_rights;

/** A plugin that was found, and whether it may be loaded. Texts are in the arena. */
typedef struct ics_plugin_verified {
    int file;          /* sealed memory with the bytes to load; closes on exec. -1: it may not be loaded */
    const char *path;  /* where it stands, for messages; NULL where it was not found */
    const char *fault; /* why it may not be loaded, the cause of outcomes that call it; NULL where it may */
    ics_plugin_rights rights;
} ics_plugin_verified;

/**
 * Finds a plugin and makes sure that it may be loaded. What is loaded is @p file, by the name /proc/self/fd/N: never
 * the path, where something else may stand by then. Keep it open as long as the plugin is loaded, for the loader takes
 * a name that it knows for what it loaded under that name before.
 *
 * @return ICS_OK also where it may not be loaded: then fault says why, and a warning was reported. ICS_E_INPUT after an
 * error (a name that none can have, a link, two plugins of one name). ICS_E_NOMEM. Close with ics_plugin_unverify().
 */
ICS_NODISCARD ics_status ics_plugin_verify(ics_plugin_verified *out, const ics_plugin_places *places, const char *name,
                                           uint32_t version, ics_arena *arena, ics_diags *diags);

/** Closes the copy. Takes one that holds none. */
void ics_plugin_unverify(ics_plugin_verified *verified);

#endif
