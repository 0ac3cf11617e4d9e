/* icsrules test: runs the tests that rule files declare. */
#include "session.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is asked beside the tests themselves. */
typedef struct wanted {
    ics_trials_format format;
    bool coverage, mutants;
    uint32_t least; /* per cent */
} wanted;

static int read_format(cli_command *command, ics_trials_format *out)
{
    static const char *const names[] = {"text", "junit", "json"};
    const char *format = command->values[CLI_FORMAT];
    *out = ICS_TRIALS_TEXT;
    for (size_t i = 0; format && i < sizeof names / sizeof *names; i++)
        if (strcmp(format, names[i]) == 0) {
            *out = (ics_trials_format)i;
            return CLI_OK;
        }
    return !format
               ? CLI_OK
               : cli_refuse(command, "it takes text, junit or json", "--format of test does not know '%.100s'", format);
}

static int read_wanted(cli_command *command, wanted *out)
{
    const char *least = command->values[CLI_MIN];
    *out = (wanted){.coverage = command->values[CLI_COVERAGE] != NULL, .mutants = command->values[CLI_MUTANTS] != NULL};
    const int status = read_format(command, &out->format);
    if (status != CLI_OK || !least)
        return status;
    if (!out->coverage && !out->mutants)
        return cli_refuse(command, "write --coverage, --mutants or both beside it", "--min says of nothing how much");
    const size_t digits = strspn(least, "0123456789");
    const bool is_whole = digits > 0 && digits <= 3 && least[digits + (least[digits] == '%')] == '\0';
    out->least = is_whole ? (uint32_t)strtoul(least, NULL, 10) : 101;
    if (out->least > 100)
        return cli_refuse(command, "write a whole number from 0 to 100: --min 80",
                          "--min takes per cent, and '%.100s' is none", least);
    return CLI_OK;
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

/* Plugins stand beside the project file or, of rules that are named, beside the first of them. */
static int read_evaluation(cli_command *command, const ics_project *project, ics_evaluate_options *options,
                           char folder[PATH_MAX])
{
    ics_plugin_places places = {.pack_folder = folder};
    const char *first = command->argument_count > 0 ? command->arguments[0] : "";
    const char *slash = strrchr(first, '/');
    snprintf(folder, PATH_MAX, "%.*s", slash && slash > first ? (int)(slash - first) : 1, slash ? first : ".");
    if (command->argument_count == 0 && project)
        ics_project_places(project, &places);
    *options = (ics_evaluate_options){.pack_folder = places.pack_folder, .plugin_folder = places.plugins};
    return cli_plugins_read(command, &options->plugins);
}

static int run(cli_command *command, const ics_project *project, const wanted *want, ics_trials **trials_out)
{
    cli_compile_setup setup;
    ics_evaluate_options evaluate;
    char folder[PATH_MAX];
    ics_trial_options options = {
        .compile = &setup.options, .evaluate = &evaluate, .coverage = want->coverage, .mutants = want->mutants};
    cli_compile_setup_make(&setup, command, project);
    int status = read_evaluation(command, project, &evaluate, folder);
    if (status == CLI_OK)
        status = read_day(command, project, &options.as_at);
    if (status == CLI_OK)
        status = cli_known_by_read(command, &options.has_known_by, &options.known_by);
    if (status == CLI_OK)
        status = cli_files_exist(command, command->arguments, command->argument_count);
    if (status != CLI_OK)
        return status;
    return cli_status_of(command, command->argument_count == 0
                                      ? ics_project_trials_run(trials_out, project, &options, command->diags)
                                      : ics_trials_run(trials_out, command->arguments, command->argument_count,
                                                       &options, command->diags));
}

static bool is_enough(const ics_trials *trials, const wanted *want)
{
    return (!want->coverage || ics_trials_coverage(trials) >= want->least) &&
           (!want->mutants || ics_trials_mutants_noticed(trials) >= want->least);
}

static int report(cli_command *command, const ics_trials *trials, const wanted *want)
{
    errno = 0;
    const ics_status written = ics_trials_write(trials, want->format, cli_has_colour(stdout), stdout);
    cli_wrote(command, written);
    command->has_reported = true;
    if (written != ICS_OK && written != ICS_E_IO)
        return cli_status_of(command, written);
    return ics_trials_failed(trials) > 0 || !is_enough(trials, want) ? CLI_BREACHED : CLI_OK;
}

int cli_test(cli_command *command)
{
    ics_project *project = NULL;
    ics_trials *trials = NULL;
    wanted want;
    int status = read_wanted(command, &want);
    if (status == CLI_OK)
        status = cli_project_read(command, &project);
    if (status == CLI_OK && command->argument_count == 0 && !project)
        status = cli_refuse(command, "name rule files, or go to a folder with icsrules.yaml",
                            "no rule file is named, and the current folder has no icsrules.yaml");
    if (status == CLI_OK)
        status = run(command, project, &want, &trials);
    if (status == CLI_OK)
        status = report(command, trials, &want);
    status = cli_finish(command, status);
    ics_trials_free(trials);
    ics_project_free(project);
    return status;
}
