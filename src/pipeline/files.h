/* Rule files read whole, for compiling; and compiling them under names that do not depend on where they stand. */
#ifndef ICS_PIPELINE_FILES_H
#define ICS_PIPELINE_FILES_H

#include "base/file.h"
#include "bytecode/program.h"

typedef struct ics_rule_files {
    ics_arena arena;
    const char **paths; /* folders spread into their files, each file once */
    ics_rule_text *texts;
    ics_bytes *bytes;
    size_t count, room;
} ics_rule_files;

/** Reads files, and the .rules files of folders. Call ics_rule_files_free() whatever it came to. */
ICS_NODISCARD ics_status ics_rule_files_read(ics_rule_files *files, const char *const *paths, size_t path_count,
                                             ics_diags *diags);
void ics_rule_files_free(ics_rule_files *files);

/** How many bytes all paths have in common, cut at a slash. */
size_t ics_rule_files_stem(const ics_rule_files *files);

/** As ics_compile_files(); @p stem bytes of each path are left out of the names kept, SIZE_MAX: what all have in
 * common. */
ICS_NODISCARD ics_status ics_compile_paths(ics_program **program_out, const char *const *paths, size_t path_count,
                                           size_t stem, const ics_compile_options *options, ics_diags *diags);

#endif
