/* icsrules fmt: the one layout of rule files, in their places. */
#include "session.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDERS_DEEP = 32 }; /* folders in folders: rules lie two or three deep */

/* What the call goes through: files one by one, and what they came to. */
typedef struct fmt {
    cli_command *command;
    cli_compile_setup setup;
    int status;
} fmt;

/* The first of 4, 2, 1, 0. */
static void note_status(fmt *f, int status)
{
    static const int order[] = {CLI_MACHINE, CLI_REFUSED, CLI_BREACHED, CLI_OK};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i] == status || order[i] == f->status) {
            f->status = order[i];
            return;
        }
}

static int write_text(fmt *f, const ics_layout *layout)
{
    size_t size;
    const char *text = ics_layout_text(layout, &size);
    errno = 0;
    if (fwrite(text, 1, size, stdout) != size)
        cli_wrote(f->command, ICS_E_IO);
    return CLI_OK;
}

static int show_difference(fmt *f, const ics_layout *layout)
{
    errno = 0;
    const ics_status status = ics_layout_write_diff(layout, stdout);
    cli_wrote(f->command, status);
    if (status != ICS_OK && status != ICS_E_IO)
        return cli_status_of(f->command, status);
    return ics_layout_is_kept(layout) ? CLI_OK : CLI_BREACHED;
}

static int save(fmt *f, const ics_layout *layout, const char *path)
{
    if (ics_layout_is_kept(layout))
        return CLI_OK;
    const int status = cli_status_of(f->command, ics_layout_save(layout, f->command->diags));
    if (status == CLI_OK) {
        ics_text_print(path, stdout);
        putchar('\n');
    }
    return status;
}

static void lay_out(fmt *f, const char *path)
{
    ics_layout *layout = NULL;
    int status = cli_status_of(f->command, ics_layout_make(&layout, path, &f->setup.options, f->command->diags));
    if (status == CLI_OK && f->command->values[CLI_CHECK])
        status = show_difference(f, layout);
    else if (status == CLI_OK && strcmp(path, "-") == 0)
        status = write_text(f, layout);
    else if (status == CLI_OK)
        status = save(f, layout, path);
    ics_layout_free(layout);
    note_status(f, status);
}

static bool is_rule_file(const char *name)
{
    static const char suffix[] = ".rules";
    const size_t length = strlen(name);
    return name[0] != '.' && length > sizeof suffix - 1 && strcmp(name + length - (sizeof suffix - 1), suffix) == 0;
}

static void lay_out_folder(fmt *f, const char *folder, int deep);

static void lay_out_entry(fmt *f, const char *folder, const char *name, int deep)
{
    char path[PATH_MAX];
    struct stat about;
    const size_t length = strlen(folder);
    const int written = snprintf(path, sizeof path, "%s%s%s", folder, folder[length - 1] == '/' ? "" : "/", name);
    if (name[0] == '.' || written < 0 || (size_t)written >= sizeof path || lstat(path, &about) != 0)
        return;
    if (S_ISDIR(about.st_mode))
        lay_out_folder(f, path, deep + 1);
    else if (is_rule_file(name))
        lay_out(f, path);
}

/* Its files and those of the folders in it, by name; hidden ones and links to folders are passed over. */
static void lay_out_folder(fmt *f, const char *folder, int deep)
{
    struct dirent **entries;
    const int count = deep > FOLDERS_DEEP ? -1 : scandir(folder, &entries, NULL, alphasort);
    if (count < 0) {
        note_status(f, cli_refuse_as(f->command, "E0001", NULL, "the folder '%.300s' cannot be read: %s", folder,
                                     deep > FOLDERS_DEEP ? "it lies too deep" : strerror(errno)));
        return;
    }
    for (int i = 0; i < count; i++) {
        lay_out_entry(f, folder, entries[i]->d_name, deep);
        free(entries[i]);
    }
    free(entries);
}

static void lay_out_any(fmt *f, const char *path)
{
    struct stat about;
    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        lay_out_folder(f, path, 0);
    else
        lay_out(f, path);
}

/* What the project names, and its tests. */
static void lay_out_project(fmt *f, const ics_project *project)
{
    static const char tests[] = "tests"; /* the project is that of the current folder */
    struct stat about;
    size_t count;
    const char *const *rules = ics_project_rules(project, &count);
    for (size_t i = 0; i < count; i++)
        lay_out_any(f, rules[i]);
    if (stat(tests, &about) == 0 && S_ISDIR(about.st_mode))
        lay_out_folder(f, tests, 0);
}

int cli_fmt(cli_command *command)
{
    ics_project *project = NULL;
    fmt f = {.command = command};
    f.status = cli_project_read(command, &project);
    if (f.status == CLI_OK && command->argument_count == 0 && !project)
        f.status = cli_refuse(command, "name rule files, or go to a folder with icsrules.yaml",
                              "no rule file is named, and the current folder has no icsrules.yaml");
    if (f.status == CLI_OK)
        f.status = cli_files_exist(command, command->arguments, command->argument_count);
    if (f.status == CLI_OK) {
        cli_compile_setup_make(&f.setup, command, project);
        if (command->argument_count == 0)
            lay_out_project(&f, project);
        for (size_t i = 0; i < command->argument_count; i++)
            lay_out_any(&f, command->arguments[i]);
    }
    const int status = cli_finish(command, f.status);
    ics_project_free(project);
    return status;
}
