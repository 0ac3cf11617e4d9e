/* Where `use NAME` finds its files: the folders of packs, in order, then the folder installed with the library. */
#ifndef ICS_PIPELINE_FIND_H
#define ICS_PIPELINE_FIND_H

#include "syntax/ast.h"

/** A finder with its folders; everything in it lives in the arena that made it. */
typedef struct ics_pack_folders {
    ics_pack_finder finder; /* its context is this */
    const char **folders;
    size_t folder_count;
} ics_pack_folders;

/** Makes a finder over the folders of @p options (or NULL) and the share folder. NULL without memory. */
ics_pack_folders *ics_pack_folders_make(ics_arena *arena, const ics_compile_options *options);

/**
 * The files of rules that lie in a folder itself, sorted by name, their paths in the arena.
 * @return how many; 0 also where the folder cannot be read.
 */
size_t ics_rule_files_in(const char *folder, ics_arena *arena, const char ***paths_out);

/** The first folder inside a folder, by name, that has files of rules; NULL where there is none. */
const char *ics_rule_folder_in(const char *folder, ics_arena *arena);

/** A path made of a folder and a name, in the arena. */
const char *ics_path_join(ics_arena *arena, const char *folder, const char *name);

#endif
