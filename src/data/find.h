/* Which files a dataset is made of: those named, those in the folders named, those that tables are bound to. */
#ifndef ICS_DATA_FIND_H
#define ICS_DATA_FIND_H

#include "base/arena.h"
#include "data/dataset.h"

typedef struct ics_found_file {
    const char *path; /* in the arena; "-" is standard input */
    bool is_from_folder;
    const ics_table_binding *binding; /* or NULL */
    uint64_t device, number;          /* the file itself, whatever its names */
} ics_found_file;

typedef struct ics_found {
    ics_found_file *files; /* malloc'd */
    size_t count, room;
} ics_found;

/**
 * Lists the files in the order in which they are read: as named, folders sorted by name, then tables. A file that is
 * named twice, by a link or through a folder, is listed once; as a table where it is bound to one. Errors are E0001,
 * E0005, E0801.
 * @return ICS_OK, ICS_E_IO, ICS_E_INPUT, ICS_E_LIMIT or ICS_E_NOMEM.
 */
ICS_NODISCARD ics_status ics_find_files(ics_found *out, ics_arena *arena, const char *const *paths, size_t path_count,
                                        const ics_load_options *options, ics_diags *diags);

#endif
