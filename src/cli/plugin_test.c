/*
 * icsrules plugin test: builds the plugin of a folder where nobody else can write, trusts what it built, tries each of
 * its functions and runs the folder's tests. Nothing is left of it. The compiler checks for undefined behaviour, and a
 * check that fails ends the plugin's process, which is told of with the arguments that did it.
 */
#define _XOPEN_SOURCE 700
#include "plugin.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

typedef struct tested {
    char folder[PATH_MAX];      /* of the plugin */
    char name[NAME_MAX + 1];    /* as its folder is called */
    char place[64];             /* where it is built */
    char built[NAME_MAX + 100]; /* the shared object there */
    ics_project *project;
    ics_program *program;
    ics_plugin_list *plugins;
} tested;

static int find_folder(cli_command *command, tested *t)
{
    const char *given = command->argument_count == 1 ? command->arguments[0] : NULL;
    char source[PATH_MAX + NAME_MAX + 4];
    if (!given)
        return cli_refuse(command, "icsrules plugin test FOLDER", "test takes the folder of one plugin");
    if (!realpath(given, t->folder))
        return cli_refuse_as(command, "E0001", "icsrules plugin new NAME makes one", "there is no folder '%.200s'",
                             given);
    const char *slash = strrchr(t->folder, '/');
    snprintf(t->name, sizeof t->name, "%s", slash + 1);
    snprintf(source, sizeof source, "%s/%s.c", t->folder, t->name);
    if (access(source, R_OK) != 0)
        return cli_refuse_as(command, "E0001", "a plugin's C has the name of its folder", "there is no file '%.300s'",
                             source);
    if (!ics_project_exists(t->folder))
        return cli_refuse_as(command, "E0001", "icsrules plugin new NAME makes a folder with one",
                             "'%.200s' has no icsrules.yaml", given);
    return CLI_OK;
}

/* -- building */

/* The compiler, in the place of this program. Its messages are for whoever asked. */
static void become_compiler(const tested *t)
{
    char include[PATH_MAX + 32], source[PATH_MAX + NAME_MAX + 4];
    snprintf(include, sizeof include, "-I%s/include", t->folder);
    snprintf(source, sizeof source, "%s/%s.c", t->folder, t->name);
    char *const words[] = {"cc",
                           "-std=c11",
                           "-O1",
                           "-g",
                           "-Wall",
                           "-Wextra",
                           "-fPIC",
                           "-shared",
                           "-fvisibility=hidden",
                           "-fstack-protector-strong",
                           "-fsanitize=undefined",
                           "-fsanitize-undefined-trap-on-error",
                           include,
                           source,
                           "-o",
                           (char *)t->built,
                           NULL};
    if (dup2(STDERR_FILENO, STDOUT_FILENO) >= 0)
        execvp(words[0], words);
    _exit(127);
}

/* @return 0 where it was built, 127 where there is no compiler, else what it ended with; -1 where it cannot be run. */
static int compile_source(const tested *t)
{
    int status;
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0)
        become_compiler(t);
    if (child < 0)
        return -1;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Without a compiler: what was built before, and stands in the folder. */
static bool copy_built(const tested *t)
{
    char path[PATH_MAX + NAME_MAX + 16], chunk[4096];
    snprintf(path, sizeof path, "%s/plugins/%s.so", t->folder, t->name);
    FILE *from = fopen(path, "rb"), *to = from ? fopen(t->built, "wbx") : NULL;
    size_t got = 0;
    while (to && (got = fread(chunk, 1, sizeof chunk, from)) > 0 && fwrite(chunk, 1, got, to) == got)
        continue;
    const bool is_whole = to && got == 0 && !ferror(from) && !ferror(to);
    if (from)
        fclose(from);
    return to && fclose(to) == 0 && is_whole;
}

static int build(cli_command *command, tested *t)
{
    char plugins[80];
    snprintf(t->place, sizeof t->place, "/tmp/icsrules-plugin-XXXXXX");
    if (!mkdtemp(t->place)) {
        t->place[0] = '\0';
        cli_refuse_as(command, "E0802", NULL, "no folder can be made in /tmp: %s", strerror(errno));
        return CLI_MACHINE;
    }
    snprintf(plugins, sizeof plugins, "%s/plugins", t->place);
    snprintf(t->built, sizeof t->built, "%s/%s.so", plugins, t->name);
    if (mkdir(plugins, 0700) != 0)
        return CLI_MACHINE;
    const int status = compile_source(t);
    if (status == 0) {
        printf("%s.c: built, with checks for undefined behaviour\n", t->name);
        return CLI_OK;
    }
    if (status != 127)
        return cli_refuse_as(command, "E0713", "mend what the compiler says", "%s.c cannot be compiled", t->name);
    if (!copy_built(t))
        return cli_refuse_as(command, "E0713", "install a C compiler, or build plugins/NAME.so by other means",
                             "there is no compiler 'cc', and no plugins/%s.so", t->name);
    printf("plugins/%s.so: tested as it stands, for there is no compiler 'cc'\n", t->name);
    return CLI_OK;
}

static void clean_up(const tested *t)
{
    char path[128];
    if (t->place[0] == '\0')
        return;
    unlink(t->built);
    snprintf(path, sizeof path, "%s/icsrules.lock", t->place);
    unlink(path);
    snprintf(path, sizeof path, "%s/plugins", t->place);
    rmdir(path);
    rmdir(t->place);
}

/* -- trying */

static int try_functions(cli_command *command, tested *t, size_t *failed)
{
    ics_plugin_info info;
    const ics_plugin_places places = {.pack_folder = t->place};
    int status = cli_status_of(command, ics_plugin_trust(&t->plugins, t->built, &places, NULL, 0, command->diags));
    if (status != CLI_OK)
        return status;
    ics_plugin_list_at(t->plugins, 0, &info);
    return cli_status_of(command, ics_plugin_try(failed, t->program, &info, &places, stdout, command->diags));
}

static int run_tests(cli_command *command, const tested *t, const ics_compile_options *compile, size_t *failed)
{
    ics_trials *trials = NULL;
    const ics_evaluate_options evaluate = {.pack_folder = t->place};
    ics_trial_options options = {.compile = compile, .evaluate = &evaluate};
    if (!ics_project_as_at(t->project, &options.as_at))
        options.as_at = (int32_t)(time(NULL) / 86400);
    int status = cli_status_of(command, ics_project_trials_run(&trials, t->project, &options, command->diags));
    if (status != CLI_OK)
        return status;
    *failed += ics_trials_failed(trials);
    errno = 0;
    cli_wrote(command, ics_trials_write(trials, ICS_TRIALS_TEXT, cli_has_colour(stdout), stdout));
    ics_trials_free(trials);
    return CLI_OK;
}

int cli_plugin_test(cli_command *command, const ics_project *project)
{
    static tested t; /* its paths are long */
    cli_compile_setup setup;
    size_t failed = 0;
    (void)project; /* that of the current folder; the plugin's own is read below */
    int status = find_folder(command, &t);
    if (status == CLI_OK)
        status = cli_status_of(command, ics_project_read(&t.project, t.folder, command->diags));
    if (status == CLI_OK) {
        cli_compile_setup_make(&setup, command, t.project);
        status = cli_status_of(command, ics_project_compile(&t.program, t.project, &setup.options, command->diags));
    }
    if (status == CLI_OK)
        status = build(command, &t);
    if (status == CLI_OK)
        status = try_functions(command, &t, &failed);
    if (status == CLI_OK)
        status = run_tests(command, &t, &setup.options, &failed);
    clean_up(&t);
    ics_plugin_list_free(t.plugins);
    ics_program_free(t.program);
    ics_project_free(t.project);
    return status == CLI_OK && failed > 0 ? CLI_BREACHED : status;
}
