/* One call of the program: its verb, options and arguments, its messages, and how it ends. */
#ifndef ICS_CLI_COMMAND_H
#define ICS_CLI_COMMAND_H

#include <icsrules/icsrules.h>

/** Exit statuses. Where several apply: the first of 4, 2, 3, 1, 5, 0. */
enum {
    CLI_OK = 0,
    CLI_BREACHED = 1, /* some duty of binding or own force is not met */
    CLI_REFUSED = 2,  /* the command, rules or data could not be understood, or nothing was judged */
    CLI_ERRORS = 3,   /* some outcomes are errors */
    CLI_MACHINE = 4,  /* the machine failed us */
    CLI_UNKNOWN = 5   /* none is breached, some are unknown */
};

/** Options of all verbs; which verb takes which is said by its entry in the list of verbs. */
typedef enum cli_option {
    CLI_END,
    CLI_HELP,
    CLI_OUTPUT,
    CLI_SENTENCE,
    CLI_AS_AT,
    CLI_KNOWN_BY,
    CLI_TABLE,
    CLI_FORMAT,
    CLI_STATS,
    CLI_FAIL_ON,
    CLI_STRICT,
    CLI_INPUT_FORMAT,
    CLI_RECORDS,
    CLI_NAMES,
    CLI_PLUGINS,
    CLI_BATCH_LANES,
    CLI_JOBS,
    CLI_AST,
    CLI_CODE,
    CLI_CHECK,
    CLI_FIX,
    CLI_DRY_RUN,
    CLI_DIFF,
    CLI_COVERAGE,
    CLI_MUTANTS,
    CLI_MIN,
    CLI_READING,
    CLI_FOR,
    CLI_DEPARTURES,
    CLI_RUNS,
    CLI_ALL,
    CLI_GRANT,
    CLI_OPTION_COUNT
} cli_option;

typedef struct cli_command cli_command;

typedef struct cli_verb {
    const char *name, *summary;
    const char *synopsis;             /* "icsrules eval [PACK] [DATA...]" */
    const char *examples[2];          /* lines that can be pasted */
    const char *about;                /* a paragraph for --help */
    const unsigned char *options;     /* cli_option, ends with CLI_END */
    int (*run)(cli_command *command); /* @return the exit status */
} cli_verb;

struct cli_command {
    const cli_verb *verb;
    char *values[CLI_OPTION_COUNT]; /* an option's argument, "" for a flag; NULL where it was not given */
    char **tables;                  /* arguments of --table, in order */
    size_t table_count;
    char **readings; /* arguments of --reading */
    size_t reading_count;
    char **grants; /* arguments of --grant */
    size_t grant_count;
    const char *const *arguments;
    size_t argument_count;
    ics_diags *diags;
    bool is_json;      /* a failure too is one JSON document */
    bool has_reported; /* standard output holds the document already */
    size_t told_count; /* messages that were printed before the report */
    int write_error;   /* errno of the first failed write of standard output */
};

extern const cli_verb cli_verbs[];
extern const size_t cli_verb_count;

/** Reads options and arguments of a verb. False after a message. @p argv must live as long as the command. */
bool cli_arguments_read(cli_command *command, int argc, const char **argv, void **context_out);
void cli_arguments_free(cli_command *command, void *context);
/** Writes the lines of --help on the options of a verb. */
void cli_arguments_help(const cli_verb *verb, FILE *out);

/** Adds an error of the command line (E0801) to the messages. The format is printf's. @return CLI_REFUSED. */
int cli_refuse(cli_command *command, const char *help, const char *format, ...) __attribute__((format(printf, 3, 4)));
/** As cli_refuse() with another code. */
int cli_refuse_as(cli_command *command, const char *code, const char *help, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/** The exit status for what a call of the library came to; says so where no message does. */
int cli_status_of(cli_command *command, ics_status status);
/** Takes note of what writing to standard output came to; errno must be that of the write. */
void cli_wrote(cli_command *command, ics_status status);
/** Prints the messages that there are so far, so that a report is read after its warnings. */
void cli_tell(cli_command *command);
/** Prints the messages that were not told yet, and the JSON document of a failure; checks standard output. @return the
 * exit status. */
int cli_finish(cli_command *command, int status);
/** Whether a stream is a terminal that wants colour. */
bool cli_has_colour(FILE *stream);

/** `icsrules help`, `icsrules VERB --help`, `icsrules --version`. */
int cli_help(cli_command *command);
int cli_help_verb(cli_command *command);
int cli_version(cli_command *command);

/** What --fail-on says: which outcomes make the status 1 or 5. */
typedef struct cli_fail_on {
    uint32_t breaches;    /* bits: 1 << ics_outcome that give 1 */
    bool own_rules;       /* rules of own force that are not met give 1 */
    bool unknowns;        /* unknown and law unclear give 5 */
    bool expired_waivers; /* a waiver that has run out and would have changed a state */
    bool never;           /* outcomes never change the status */
} cli_fail_on;

/** Reads the argument of --fail-on, NULL: the default. False after a message. */
bool cli_fail_on_read(cli_command *command, cli_fail_on *out);
int cli_status_of_run(const ics_run *run, const ics_program *program, const cli_fail_on *fail_on);

int cli_compile(cli_command *command);
int cli_eval(cli_command *command);
int cli_bench(cli_command *command);
int cli_check(cli_command *command);
int cli_inspect(cli_command *command);
int cli_explain(cli_command *command);
int cli_schema(cli_command *command);
int cli_test(cli_command *command);
int cli_fmt(cli_command *command);
int cli_plugin(cli_command *command);

#endif
