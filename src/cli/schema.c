/* icsrules schema: the model as JSON Schema, for editors and for those who supply data. */
#include "session.h"

#include <errno.h>

/* Compiles the rules named, else the project's, else nothing but the model that comes with the program. */
static int compile(cli_command *command, const ics_project *project, ics_program **program_out)
{
    static const unsigned char model[] = "use ics\n";
    const ics_rule_text text = {"model", model, sizeof model - 1};
    cli_compile_setup setup;
    cli_compile_setup_make(&setup, command, project);
    if (command->argument_count == 0)
        return cli_status_of(command, project
                                          ? ics_project_compile(program_out, project, &setup.options, command->diags)
                                          : ics_compile(program_out, &text, 1, &setup.options, command->diags));
    const int status = cli_files_exist(command, command->arguments, command->argument_count);
    return status != CLI_OK
               ? status
               : cli_status_of(command, ics_compile_files(program_out, command->arguments, command->argument_count,
                                                          &setup.options, command->diags));
}

int cli_schema(cli_command *command)
{
    ics_project *project = NULL;
    ics_program *program = NULL;
    int status = cli_project_read(command, &project);
    if (status == CLI_OK)
        status = compile(command, project, &program);
    if (status == CLI_OK) {
        errno = 0;
        const ics_status written = ics_program_schema_write(program, stdout);
        cli_wrote(command, written);
        status = written == ICS_E_IO ? CLI_OK : cli_status_of(command, written);
    }
    status = cli_finish(command, status);
    ics_program_free(program);
    ics_project_free(project);
    return status;
}
