/* What eval, explain and bench share: finding the pack and the data, loading, judging, and the time that each took. */
#ifndef ICS_CLI_SESSION_H
#define ICS_CLI_SESSION_H

#include "command.h"

/** A run and all that it stands on. Zeroed, it is empty. */
typedef struct cli_session {
    ics_project *project; /* NULL: the current folder is none, or none is needed */
    ics_program *program;
    ics_dataset *dataset;
    ics_run *run;
    bool may_stream;  /* set before: the report is one for people, which a table read in parts is enough for */
    ics_costs *costs; /* set before: gains what each rule takes; or NULL */
    double load_ms, judge_ms, keep_ms;
    double pack_ms; /* of load_ms: reading the project and the pack, or compiling the sentence */
} cli_session;

/** Milliseconds of a clock that never steps back. */
double cli_clock_ms(void);

/**
 * Loads and judges as the options say. @p arguments: [PACK] [DATA...]. @return CLI_OK, or the exit status after a
 * message. Call cli_session_end() whatever it came to.
 */
int cli_session_judge(cli_session *session, cli_command *command, const char *const *arguments, size_t argument_count);
void cli_session_end(cli_session *session);

/** Reads icsrules.yaml of the current folder, where there is one; *project_out is NULL else. */
int cli_project_read(cli_command *command, ics_project **project_out);

/** The folder of packs beside the program: installed, its share folder; in a build tree, the sources'. "" for none. */
const char *cli_packs_beside(void);
/** Options for the compiler: the folders of rules of the project (or NULL), then the packs beside the program, and the
 * readings that the command chooses. */
typedef struct cli_compile_setup {
    ics_compile_options options;
    const char *folders[66];
} cli_compile_setup;
void cli_compile_setup_make(cli_compile_setup *setup, const cli_command *command, const ics_project *project);

/** Reads --known-by: whether it is given, and its day. @return CLI_OK or CLI_REFUSED. */
int cli_known_by_read(cli_command *command, bool *has_day, int32_t *day);

/** Reads --plugins. @return CLI_OK or CLI_REFUSED. */
int cli_plugins_read(cli_command *command, ics_plugins *how);

/** Refuses files that are not there, and says where they were looked for. @return CLI_OK or CLI_REFUSED. */
int cli_files_exist(cli_command *command, const char *const *paths, size_t count);

#endif
