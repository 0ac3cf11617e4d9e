/* icsrules check: all that the compiler can say, and its fixes; --ast json prints what it read. */
#include "session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What is checked: the files named, or those of the project. */
typedef struct checked {
    cli_command *command;
    const ics_project *project; /* NULL where files are named */
    const char *const *paths;
    size_t path_count;
    cli_compile_setup setup;
} checked;

static ics_status compile(const checked *c, ics_program **program, ics_diags *diags)
{
    return c->project ? ics_project_compile(program, c->project, &c->setup.options, diags)
                      : ics_compile_files(program, c->paths, c->path_count, &c->setup.options, diags);
}

static int print_ast(const checked *c)
{
    cli_command *command = c->command;
    if (strcmp(command->values[CLI_AST], "json") != 0)
        return cli_refuse(command, "write --ast json", "--ast does not know '%.100s'", command->values[CLI_AST]);
    errno = 0;
    const ics_status status = ics_syntax_print(stdout, c->paths, c->path_count, &c->setup.options, command->diags);
    command->has_reported = true;
    if (status == ICS_E_IO && ics_diags_error_count(command->diags) == 0) {
        cli_wrote(command, status);
        return CLI_OK;
    }
    return cli_status_of(command, status);
}

/* -- fixes: the files are compiled again after each round, since one fix may bring another to light */

static void print_fixed(const checked *c, const ics_diags *diags, const bool *fixed)
{
    const char *word = c->command->values[CLI_DRY_RUN] ? "would mend" : "mended";
    if (c->command->is_json)
        return;
    for (size_t i = 0; i < ics_diags_count(diags); i++) {
        ics_message message;
        ics_diags_message(diags, i, &message);
        if (fixed ? !fixed[i] : message.edit_count == 0)
            continue;
        ics_text_print(message.file ? message.file : "", stdout);
        printf(":%u:%u: %s %s: ", (unsigned)message.line, (unsigned)message.column, word, message.code);
        ics_text_print(message.text, stdout);
        putchar('\n');
    }
}

/* @return whether anything was mended; *status_out is an exit status. */
static bool fix_round(const checked *c, int *status_out)
{
    ics_diags *diags = ics_diags_new();
    ics_program *program = NULL;
    ics_diags_keep_all(diags);
    bool any = false;
    ics_status status = diags ? compile(c, &program, diags) : ICS_E_NOMEM;
    bool *fixed = diags ? calloc(ics_diags_count(diags) + 1, sizeof *fixed) : NULL;
    if (status == ICS_OK || status == ICS_E_INPUT) /* mistakes that remain are told when all is mended */
        status = fixed ? ics_fixes_write(diags, fixed, c->command->diags) : ICS_E_NOMEM;
    for (size_t i = 0; status == ICS_OK && i < ics_diags_count(diags); i++)
        any |= fixed[i];
    if (any)
        print_fixed(c, diags, fixed);
    *status_out = cli_status_of(c->command, status);
    free(fixed);
    ics_program_free(program);
    ics_diags_free(diags);
    return any;
}

static int show_fixes(const checked *c)
{
    ics_diags *diags = ics_diags_new();
    ics_program *program = NULL;
    ics_diags_keep_all(diags);
    ics_status status = diags ? compile(c, &program, diags) : ICS_E_NOMEM;
    if (status == ICS_OK || status == ICS_E_INPUT)
        status = ICS_OK;
    errno = 0;
    if (status == ICS_OK && c->command->values[CLI_DIFF]) {
        c->command->has_reported = true; /* the diff is all there is on standard output */
        const ics_status wrote = ics_fixes_diff(diags, stdout);
        if (wrote == ICS_E_IO)
            cli_wrote(c->command, wrote);
        else
            status = wrote;
    } else if (status == ICS_OK) {
        print_fixed(c, diags, NULL);
    }
    ics_program_free(program);
    ics_diags_free(diags);
    return cli_status_of(c->command, status);
}

static int fix(const checked *c)
{
    if (c->command->values[CLI_DIFF] || c->command->values[CLI_DRY_RUN])
        return show_fixes(c);
    int status = CLI_OK;
    for (int round = 0; round < 100;
         round++) /* each makes the list shorter; a fix that brought itself back would not */
        if (!fix_round(c, &status) || status != CLI_OK)
            break;
    return status;
}

/* -- what is said */

static int tell(const checked *c)
{
    cli_command *command = c->command;
    ics_program *program = NULL;
    int status = cli_status_of(command, compile(c, &program, command->diags));
    const size_t warnings = ics_diags_count(command->diags);
    if (status == CLI_OK && command->values[CLI_STRICT] && warnings > 0)
        status = CLI_REFUSED;
    if (command->values[CLI_DIFF]) {
        /* standard output is the diff's */
    } else if (status == CLI_OK && command->values[CLI_DEPARTURES]) {
        errno = 0;
        command->has_reported = true;
        cli_wrote(command, ics_program_departures_write(program, command->is_json, stdout));
    } else if (status == CLI_OK && command->is_json) {
        cli_wrote(command, ics_report_failure(command->diags, stdout));
        command->has_reported = true;
    } else if (program && !command->is_json) {
        ics_program_info info;
        ics_program_info_read(program, &info);
        if (printf("%u rule%s, %zu warning%s, no error\n", (unsigned)info.rule_count, info.rule_count == 1 ? "" : "s",
                   warnings, warnings == 1 ? "" : "s") < 0)
            cli_wrote(command, ICS_E_IO);
    }
    ics_program_free(program);
    return status;
}

static int check(cli_command *command, const ics_project *project)
{
    checked c = {.command = command, .paths = command->arguments, .path_count = command->argument_count};
    if (command->argument_count == 0) {
        c.project = project;
        c.paths = ics_project_rules(project, &c.path_count);
    }
    cli_compile_setup_make(&c.setup, command, project);
    c.setup.options.is_checked = true;
    int status = cli_files_exist(command, c.paths, c.path_count);
    if (status == CLI_OK && command->values[CLI_AST])
        return print_ast(&c);
    for (size_t i = 0; i < c.path_count; i++)
        if (command->values[CLI_FIX] && strcmp(c.paths[i], "-") == 0)
            return cli_refuse(command, "write --diff to see what would change",
                              "standard input (-) is read, and cannot be mended");
    if (command->values[CLI_DRY_RUN] && !command->values[CLI_FIX])
        return cli_refuse(command, "write --fix --dry-run", "--dry-run needs --fix");
    if (status == CLI_OK && (command->values[CLI_FIX] || command->values[CLI_DIFF]))
        status = fix(&c);
    return status == CLI_OK ? tell(&c) : status;
}

int cli_check(cli_command *command)
{
    ics_project *project = NULL;
    int status = cli_project_read(command, &project);
    if (status == CLI_OK && command->argument_count == 0 && !project)
        status = cli_refuse(command, "name rule files, or go to a folder with icsrules.yaml",
                            "no rule file is named, and the current folder has no icsrules.yaml");
    if (status == CLI_OK)
        status = check(command, project);
    status = cli_finish(command, status);
    ics_project_free(project);
    return status;
}
