/* icsrules plugin new: a folder with all that a plugin of one's own needs, which compiles and passes as it stands. */
#define _XOPEN_SOURCE 700
#include "plugin.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 64 };

static bool is_name(const char *name)
{
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= NAME_BYTES && name[length] == '\0' && name[0] >= 'a' && name[length - 1] != '-';
}

/* The path of a file of the folder: % is the name. */
static void make_path(char path[PATH_MAX], const char *name, const char *pattern)
{
    const char *mark = strchr(pattern, '%');
    snprintf(path, PATH_MAX, "%s/%.*s%s%s", name, (int)(mark ? mark - pattern : (long)strlen(pattern)), pattern,
             mark ? name : "", mark ? mark + 1 : "");
}

/* Writes a text with @NAME@ and @UPPER@ filled in. */
static void fill_in(const char *text, const char *name, FILE *out)
{
    for (const char *mark = strchr(text, '@'); mark; mark = strchr(text, '@')) {
        const bool is_upper = strncmp(mark, "@UPPER@", 7) == 0;
        fwrite(text, 1, (size_t)(mark - text), out);
        text = mark + 1;
        if (!is_upper && strncmp(mark, "@NAME@", 6) != 0) {
            fputc('@', out);
            continue;
        }
        for (const char *c = name; *c; c++)
            fputc(is_upper ? toupper((unsigned char)*c) : *c, out);
        text = mark + (is_upper ? 7 : 6);
    }
    fputs(text, out);
}

/* The folders on the way to a file. */
static bool make_folders(char *path)
{
    for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        const bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

static bool write_file(const cli_template *template, const char *name)
{
    char path[PATH_MAX];
    make_path(path, name, template->path);
    FILE *out = make_folders(path) ? fopen(path, "wx") : NULL;
    if (!out)
        return false;
    fill_in((const char *)template->text, name, out);
    const bool written = !ferror(out);
    return fclose(out) == 0 && written;
}

/* Takes away what was made before something failed. */
static void take_away(const char *name, size_t count)
{
    static const char *const folders[] = {"include/icsrules", "include", "tests", "."};
    char path[PATH_MAX];
    for (size_t i = 0; i < count; i++) {
        make_path(path, name, cli_templates[i].path);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        make_path(path, name, folders[i]);
        rmdir(i + 1 < sizeof folders / sizeof *folders ? path : name);
    }
}

int cli_plugin_new(cli_command *command, const ics_project *project)
{
    const char *name = command->argument_count == 1 ? command->arguments[0] : NULL;
    (void)project;
    if (!name)
        return cli_refuse(command, "icsrules plugin new NAME", "new takes the name of one plugin");
    if (!is_name(name))
        return cli_refuse(command, "a lower-case letter, then letters, digits and hyphens, 64 at most",
                          "'%.100s' is not a name that a plugin can have", name);
    if (mkdir(name, 0777) != 0) {
        const bool is_there = errno == EEXIST;
        cli_refuse_as(command, is_there ? "E0801" : "E0802", is_there ? "take another name, or another folder" : NULL,
                      "the folder '%s' cannot be made: %s", name, strerror(errno));
        return is_there ? CLI_REFUSED : CLI_MACHINE;
    }
    for (size_t i = 0; i < cli_template_count; i++) {
        if (write_file(&cli_templates[i], name))
            continue;
        const int error = errno;
        take_away(name, i + 1);
        cli_refuse_as(command, "E0802", NULL, "the folder '%s' cannot be written: %s", name, strerror(error));
        return CLI_MACHINE;
    }
    printf("%s is a plugin with a rule and its tests. Next:\n\n  icsrules plugin test %s\n\n%s/README.md says more.\n",
           name, name, name);
    return CLI_OK;
}
