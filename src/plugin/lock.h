/*
 * The lock, icsrules.lock: which plugins may be loaded, by the hashes of their bytes, and what each may do. Text that
 * people read and review; written by `icsrules plugin trust`, and taken only where every byte is as it would write it,
 * but for the order of plugins.
 *
 *     icsrules lock 1
 *
 *     plugin frimley 1.0.0
 *       file plugins/frimley.so
 *       hash linux-x86_64 blake2b-256:0f3a…
 *       grant memory 256 MiB
 *       grant seconds 1
 *       grant reads tables/places.csv
 */
#ifndef ICS_PLUGIN_LOCK_H
#define ICS_PLUGIN_LOCK_H

#include "base/arena.h"
#include "base/diag.h"
#include "plugin/seal.h"

#define ICS_LOCK_FILE "icsrules.lock"

/** What a lock may hold. */
enum {
    ICS_LOCK_HASHES = 16,        /* platforms of one plugin */
    ICS_LOCK_READS = 16,         /* tables of one plugin */
    ICS_LOCK_PATH_BYTES = 1024,  /* a path below the lock's folder */
    ICS_LOCK_VERSION_BYTES = 64, /* "1.0.0" */
    ICS_LOCK_MEMORY_MIB = 4096,  /* the most that can be granted */
    ICS_LOCK_SECONDS = 60
};

typedef struct ics_lock_hash {
    const char *platform; /* "linux-x86_64" */
    uint8_t hash[ICS_PLUGIN_HASH_BYTES];
} ics_lock_hash;

typedef struct ics_lock_entry {
    const char *name, *version;
    const char *file; /* below the folder of the lock */
    ics_lock_hash hashes[ICS_LOCK_HASHES];
    uint32_t hash_count;
    uint32_t memory_mib, seconds; /* 0: what every plugin has */
    const char *reads[ICS_LOCK_READS];
    uint32_t read_count;
    ics_span span; /* of its first line */
} ics_lock_entry;

typedef struct ics_lock {
    ics_lock_entry *entries; /* room for the limit PLUGINS */
    size_t count;
} ics_lock;

/** A lock that names nothing. False without memory. */
bool ics_lock_make(ics_lock *out, ics_arena *arena);
/** Room for one more plugin, to be filled in; NULL at the limit. */
ics_lock_entry *ics_lock_add(ics_lock *lock);

/** The platform that this program runs on, "linux-x86_64". */
const char *ics_lock_platform(void);

/**
 * Reads a lock. @p source is that of the text in @p diags. Texts go into the arena.
 * @return ICS_OK; ICS_E_INPUT after E0711 with line and column, or E0005; ICS_E_NOMEM.
 */
ICS_NODISCARD ics_status ics_lock_read(ics_lock *out, const char *text, size_t size, uint32_t source, ics_arena *arena,
                                       ics_diags *diags);

/** The text of a lock, its plugins by name and version. @return malloc'd, NULL without memory. */
char *ics_lock_write(const ics_lock *lock, size_t *size);

/** The entry of a plugin whose version begins with that number; NULL where there is none. */
ics_lock_entry *ics_lock_find(const ics_lock *lock, const char *name, uint32_t version);
/** The entry of a file; NULL where there is none. */
ics_lock_entry *ics_lock_find_file(const ics_lock *lock, const char *file);
/** The hash of an entry for a platform; NULL where there is none. */
const uint8_t *ics_lock_hash_for(const ics_lock_entry *entry, const char *platform);
/** Sets it. @return false where the entry has hashes for too many platforms. @p platform is borrowed. */
bool ics_lock_hash_set(ics_lock_entry *entry, const char *platform, const uint8_t hash[ICS_PLUGIN_HASH_BYTES]);

/** A hash as the lock writes it, "blake2b-256:0f3a…". */
enum { ICS_LOCK_HASH_TEXT = 12 + 2 * ICS_PLUGIN_HASH_BYTES + 1 };
const char *ics_lock_hash_text(const uint8_t hash[ICS_PLUGIN_HASH_BYTES], char text[ICS_LOCK_HASH_TEXT]);

/** Whether a path stays below the folder that it is told from: no step up, no root, nothing that is not seen. */
bool ics_lock_path_is_inside(const char *path, size_t length);
/** Whether a version is one: a digit, then letters, digits and `.+-`. */
bool ics_lock_version_is_good(const char *version, size_t length);
/** The whole number that a version begins with. */
uint32_t ics_lock_version_major(const char *version);

/**
 * Reads what can be granted, in the words of the lock: "memory 256 MiB", "seconds 5", "reads tables/places.csv".
 * @return NULL, or what is wrong (a constant text). @p arena keeps paths.
 */
const char *ics_lock_grant(ics_lock_entry *entry, const char *words, size_t length, ics_arena *arena);

#endif
