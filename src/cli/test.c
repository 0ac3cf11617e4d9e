/* icsrules test: runs the tests that rule files declare. */
#include "session.h"

#include <errno.h>
#include <string.h>
#include <time.h>

static int read_format(cli_command *command, ics_trials_format *out)
{
    const char *format = command->values[CLI_FORMAT];
    *out = format && strcmp(format, "junit") == 0 ? ICS_TRIALS_JUNIT : ICS_TRIALS_TEXT;
    if (!format || strcmp(format, "text") == 0 || *out == ICS_TRIALS_JUNIT)
        return CLI_OK;
    return cli_refuse(command, "it takes text or junit", "--format of test does not know '%.100s'", format);
}

/* The day of tests that say none. */
static int read_day(cli_command *command, const ics_project *project, int32_t *day_out)
{
    const char *text = command->values[CLI_AS_AT];
    if (text)
        return ics_day_read(text, day_out) ? CLI_OK
                                           : cli_refuse(command, "write year, month and day: --as-at 2023-06-01",
                                                        "--as-at takes a day, and '%.100s' is none", text);
    if (!project || !ics_project_as_at(project, day_out))
        *day_out = (int32_t)(time(NULL) / 86400);
    return CLI_OK;
}

static int run(cli_command *command, const ics_project *project, ics_trials **trials_out)
{
    cli_compile_setup setup;
    ics_trial_options options = {.compile = &setup.options};
    cli_compile_setup_make(&setup, project);
    int status = read_day(command, project, &options.as_at);
    if (status == CLI_OK)
        status = cli_files_exist(command, command->arguments, command->argument_count);
    if (status != CLI_OK)
        return status;
    return cli_status_of(command, command->argument_count == 0
                                      ? ics_project_trials_run(trials_out, project, &options, command->diags)
                                      : ics_trials_run(trials_out, command->arguments, command->argument_count,
                                                       &options, command->diags));
}

int cli_test(cli_command *command)
{
    ics_project *project = NULL;
    ics_trials *trials = NULL;
    ics_trials_format format;
    int status = read_format(command, &format);
    if (status == CLI_OK)
        status = cli_project_read(command, &project);
    if (status == CLI_OK && command->argument_count == 0 && !project)
        status = cli_refuse(command, "name rule files, or go to a folder with icsrules.yaml",
                            "no rule file is named, and the current folder has no icsrules.yaml");
    if (status == CLI_OK)
        status = run(command, project, &trials);
    if (status == CLI_OK) {
        errno = 0;
        const ics_status written = ics_trials_write(trials, format, cli_has_colour(stdout), stdout);
        cli_wrote(command, written);
        status = written == ICS_OK || written == ICS_E_IO ? CLI_OK : cli_status_of(command, written);
        if (status == CLI_OK && ics_trials_failed(trials) > 0)
            status = CLI_BREACHED;
    }
    status = cli_finish(command, status);
    ics_trials_free(trials);
    ics_project_free(project);
    return status;
}
