/* icsrules check: all that the compiler can say; --ast json prints what it read. */
#include "session.h"

#include <errno.h>
#include <string.h>

static int print_ast(cli_command *command, const char *const *paths, size_t count, const ics_compile_options *options)
{
    if (strcmp(command->values[CLI_AST], "json") != 0)
        return cli_refuse(command, "write --ast json", "--ast does not know '%.100s'", command->values[CLI_AST]);
    errno = 0;
    const ics_status status = ics_syntax_print(stdout, paths, count, options, command->diags);
    command->has_reported = true;
    if (status == ICS_E_IO && ics_diags_error_count(command->diags) == 0) {
        cli_wrote(command, status);
        return CLI_OK;
    }
    return cli_status_of(command, status);
}

static int check(cli_command *command, const ics_project *project)
{
    cli_compile_setup setup;
    cli_compile_setup_make(&setup, project);
    const bool is_projects = command->argument_count == 0;
    size_t count = command->argument_count;
    const char *const *paths = is_projects ? ics_project_rules(project, &count) : command->arguments;
    ics_program *program = NULL;
    int status = cli_files_exist(command, paths, count);
    if (status == CLI_OK && command->values[CLI_AST])
        return print_ast(command, paths, count, &setup.options);
    if (status == CLI_OK)
        status = cli_status_of(command,
                               is_projects ? ics_project_compile(&program, project, &setup.options, command->diags)
                                           : ics_compile_files(&program, paths, count, &setup.options, command->diags));
    if (status == CLI_OK && command->is_json) {
        cli_wrote(command, ics_report_failure(command->diags, stdout));
    } else if (status == CLI_OK) {
        ics_program_info info;
        ics_program_info_read(program, &info);
        const size_t warnings = ics_diags_count(command->diags);
        if (printf("%u rule%s, %zu warning%s, no error\n", (unsigned)info.rule_count, info.rule_count == 1 ? "" : "s",
                   warnings, warnings == 1 ? "" : "s") < 0)
            cli_wrote(command, ICS_E_IO);
    }
    ics_program_free(program);
    return status;
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
