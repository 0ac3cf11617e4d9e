/* icsrules compile: rules to one pack. */
#include "session.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static const char pack_suffix[] = ".icsb";

/* Where the pack goes that no option names: beside nothing, in the current folder, under the rule file's name. */
static const char *default_output(const cli_command *command, char *buffer, size_t size)
{
    const char *path = command->arguments[0];
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    if (command->argument_count != 1 || name[0] == '\0' || !dot || dot == name)
        return "rules.icsb";
    snprintf(buffer, size, "%.*s%s", (int)(dot - name), name, pack_suffix);
    return buffer;
}

/* An output that would replace one of the inputs, by name, by link or by hard link. */
static int refuse_input(cli_command *command, const char *output, const char *const *inputs, size_t count)
{
    struct stat out, in;
    if (stat(output, &out) != 0 || !S_ISREG(out.st_mode))
        return CLI_OK;
    for (size_t i = 0; i < count; i++)
        if (stat(inputs[i], &in) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
            return cli_refuse(command, "choose another name for the pack", "the output '%.200s' is the input '%.200s'",
                              output, inputs[i]);
    return CLI_OK;
}

/* What the caller can mend about the place of the output is refused before any work. */
static int check_place(cli_command *command, const char *output)
{
    struct stat about;
    char folder[PATH_MAX];
    const char *slash = strrchr(output, '/');
    if (output[0] == '\0')
        return cli_refuse(command, "name a file: -o rules.icsb", "the output has no name");
    if (stat(output, &about) == 0 && S_ISDIR(about.st_mode))
        return cli_refuse(command, "name a file in it", "the output '%.300s' is a folder", output);
    if (!slash || slash == output)
        return CLI_OK;
    if ((size_t)(slash - output) >= sizeof folder)
        return cli_refuse(command, "choose a shorter name", "the name of the output is too long");
    memcpy(folder, output, (size_t)(slash - output));
    folder[slash - output] = '\0';
    if (stat(folder, &about) != 0)
        return cli_refuse(command, "make the folder first", "the folder '%.300s' of the output: %s", folder,
                          strerror(errno));
    if (!S_ISDIR(about.st_mode))
        return cli_refuse(command, "name a folder", "'%.300s' is no folder, so no output goes there", folder);
    return CLI_OK;
}

static int compile(cli_command *command, const ics_project *project, ics_program **program_out)
{
    cli_compile_setup setup;
    cli_compile_setup_make(&setup, command, command->argument_count > 0 ? project : NULL);
    if (command->argument_count == 0)
        return cli_status_of(command, ics_project_compile(program_out, project, &setup.options, command->diags));
    const int status = cli_files_exist(command, command->arguments, command->argument_count);
    return status != CLI_OK
               ? status
               : cli_status_of(command, ics_compile_files(program_out, command->arguments, command->argument_count,
                                                          &setup.options, command->diags));
}

static void say_what_was_written(cli_command *command, const ics_program *program, const char *output)
{
    ics_program_info info;
    ics_program_info_read(program, &info);
    if (command->is_json)
        return;
    ics_text_print(output, stdout);
    if (printf(": %u rule%s, digest %.16s\n", (unsigned)info.rule_count, info.rule_count == 1 ? "" : "s", info.digest) <
            0 ||
        ferror(stdout))
        cli_wrote(command, ICS_E_IO);
}

static int run(cli_command *command, ics_project *project, ics_program **program)
{
    static char buffer[NAME_MAX + 8];
    const bool is_projects = command->argument_count == 0;
    size_t rule_count = 0;
    const char *const *rules = is_projects ? ics_project_rules(project, &rule_count) : command->arguments;
    const char *output = command->values[CLI_OUTPUT];
    if (!output)
        output = is_projects ? ics_project_pack(project) : default_output(command, buffer, sizeof buffer);
    int status = check_place(command, output);
    if (status == CLI_OK)
        status = refuse_input(command, output, rules, is_projects ? rule_count : command->argument_count);
    if (status == CLI_OK)
        status = compile(command, project, program);
    if (status == CLI_OK)
        status = cli_status_of(command, ics_pack_save(*program, output, command->diags));
    if (status == CLI_OK)
        say_what_was_written(command, *program, output);
    return status;
}

int cli_compile(cli_command *command)
{
    ics_project *project = NULL;
    ics_program *program = NULL;
    int status = cli_project_read(command, &project);
    if (status == CLI_OK && command->argument_count == 0 && !project)
        status = cli_refuse(command, "name rule files, or go to a folder with icsrules.yaml",
                            "no rule file is named, and the current folder has no icsrules.yaml");
    if (status == CLI_OK)
        status = run(command, project, &program);
    if (status == CLI_OK && command->is_json)
        cli_wrote(command, ics_report_failure(command->diags, stdout));
    status = cli_finish(command, status);
    ics_program_free(program);
    ics_project_free(project);
    return status;
}
