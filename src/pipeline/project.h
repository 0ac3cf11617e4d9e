/*
 * The project file icsrules.yaml: what `icsrules compile` and `icsrules eval` do in a folder when they are given no
 * arguments. Leans on the YAML reader of the data stage. The form is described in docs/project-file.md.
 */
#ifndef ICS_PIPELINE_PROJECT_H
#define ICS_PIPELINE_PROJECT_H

#include "data/dataset.h"

/** The name that is looked for in a folder. */
#define ICS_PROJECT_FILE "icsrules.yaml"

/**
 * What a project file says. Texts live in the arena. Paths start with the project's folder, so that they can be opened
 * as they stand; none leads out of it.
 */
typedef struct ics_project {
    ics_arena arena;
    const char *folder; /* as given to ics_project_read */
    const char *name;   /* "" where not said */
    const char *use;    /* model or pack that files without `use` build on; "" where not said */
    const char **rules; /* files and folders of rules; the folder `rules` where not said */
    size_t rule_count;
    const char **data; /* files and folders of descriptions; the folder `data` where not said and there */
    size_t data_count;
    ics_table_binding *tables; /* paths as above */
    size_t table_count;
    const char *output;  /* the pack that `compile` writes and `eval` takes; NAME.icsb, or rules.icsb without a name */
    const char *plugins; /* the folder of plugins, below the project's; NULL where not said */
    const char *nulls;   /* "absent", "unknown" or NULL */
    const char **readings; /* the ways in which it reads places that are read in several */
    size_t reading_count;
    bool has_as_at;
    int32_t as_at; /* the day judged where the command line says none */
} ics_project;

/*
 * ics_project_exists(), ics_project_read() and ics_project_free() are in the public header. Mistakes are E0803 with
 * their place and give ICS_E_INPUT; a file that cannot be read is E0001 and ICS_E_IO.
 */

/** Options of the caller (or NULL) with the project's own folders of rules in front, in @p arena. */
ICS_NODISCARD ics_status ics_project_options(ics_compile_options *out, const ics_project *project,
                                             const ics_compile_options *options, ics_arena *arena);

#endif
