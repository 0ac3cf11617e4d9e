/* Files and folders. What cannot be read is an error: no judgement on part of a dataset goes unsaid. */
#include "data/find.h"

#include "base/limits.h"
#include "data/growth.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDER_DEPTH = 32 }; /* folders in folders; each holds a descriptor open while it is listed */

typedef struct search {
    ics_found *found;
    ics_arena *arena;
    ics_diags *diags;
    ics_status status;
    struct {
        uint64_t device, number;
    } folders[FOLDER_DEPTH]; /* on the way to the one at hand */
    size_t depth;
} search;

static const ics_span nowhere = {0, 0, 0};

static bool fail(search *s, ics_status status)
{
    if (s->status == ICS_OK)
        s->status = status;
    return false;
}

static bool refuse_path(search *s, const char *path, int error)
{
    ics_report_at(s->diags, ICS_E0001, path, "cannot be read: %s", strerror(error));
    return fail(s, ICS_E_IO);
}

static bool add_file(search *s, const char *path, const struct stat *info, bool is_from_folder,
                     const ics_table_binding *binding)
{
    ics_found *found = s->found;
    const uint64_t device = info ? (uint64_t)info->st_dev : 0, number = info ? (uint64_t)info->st_ino : 0;
    for (size_t i = 0; info && i < found->count; i++)
        if (found->files[i].device == device && found->files[i].number == number &&
            (!binding || found->files[i].binding == binding))
            return true;
    if (found->count >= (size_t)ICS_LIMIT_DATA_FILES) {
        ics_report_at(s->diags, ICS_E0005, path, "more than %lld files (limit DATA_FILES)",
                      (long long)ICS_LIMIT_DATA_FILES);
        return fail(s, ICS_E_LIMIT);
    }
    const char *kept = ics_arena_text(s->arena, path, strlen(path));
    if (!kept || !ICS_GROW(found->files, found->count, found->room))
        return fail(s, ICS_E_NOMEM);
    found->files[found->count++] = (ics_found_file){kept, is_from_folder, binding, device, number};
    return true;
}

static bool is_data_name(const char *name)
{
    static const char *const endings[] = {".json", ".ndjson", ".jsonl", ".yaml", ".yml", ".csv"};
    const size_t length = strlen(name);
    if (name[0] == '.' || strcmp(name, "icsrules.yaml") == 0)
        return false;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t ending = strlen(endings[i]);
        if (length > ending && strcmp(name + length - ending, endings[i]) == 0)
            return true;
    }
    return false;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

/* The names in a folder, sorted. */
static bool list_names(search *s, const char *path, char ***names, size_t *count)
{
    size_t room = 0;
    DIR *folder = opendir(path);
    if (!folder)
        return refuse_path(s, path, errno);
    errno = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL; errno = 0) {
        if (entry->d_name[0] == '.')
            continue;
        char *name = ICS_GROW(*names, *count, room) ? strdup(entry->d_name) : NULL;
        if (!name || *count >= (size_t)ICS_LIMIT_DATA_FILES) {
            free(name);
            closedir(folder);
            return fail(s, name ? ICS_E_LIMIT : ICS_E_NOMEM);
        }
        (*names)[(*count)++] = name;
    }
    const int error = errno;
    closedir(folder);
    if (error)
        return refuse_path(s, path, error);
    if (*count > 1)
        qsort(*names, *count, sizeof **names, by_name);
    return true;
}

static bool add_folder(search *s, const char *path, const struct stat *info);

static bool add_entry(search *s, const char *folder, const char *name)
{
    struct stat info;
    const size_t length = strlen(folder);
    const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
    char *path = ics_arena_alloc(s->arena, length + strlen(name) + 2, 1);
    if (!path)
        return fail(s, ICS_E_NOMEM);
    snprintf(path, length + strlen(name) + 2, "%s%s%s", folder, slash, name);
    const bool is_data = is_data_name(name);
    if (stat(path, &info) != 0) /* a dangling link, a ring of links, a file that vanished */
        return is_data ? refuse_path(s, path, errno) : true;
    if (S_ISDIR(info.st_mode))
        return add_folder(s, path, &info);
    return !is_data || add_file(s, path, &info, true, NULL);
}

static bool add_folder(search *s, const char *path, const struct stat *info)
{
    for (size_t i = 0; i < s->depth; i++) /* a link back to where we came from: its files are listed already */
        if (s->folders[i].device == (uint64_t)info->st_dev && s->folders[i].number == (uint64_t)info->st_ino)
            return true;
    if (s->depth == FOLDER_DEPTH) {
        ics_report_at(s->diags, ICS_E0005, path, "folders nested more than %d deep", FOLDER_DEPTH);
        return fail(s, ICS_E_LIMIT);
    }
    s->folders[s->depth].device = (uint64_t)info->st_dev;
    s->folders[s->depth++].number = (uint64_t)info->st_ino;
    char **names = NULL;
    size_t count = 0;
    bool went_well = list_names(s, path, &names, &count);
    for (size_t i = 0; i < count && went_well; i++)
        went_well = add_entry(s, path, names[i]);
    free_names(names, count);
    s->depth--;
    return went_well;
}

static bool add_standard_input(search *s, const ics_table_binding *binding)
{
    for (size_t i = 0; i < s->found->count; i++)
        if (strcmp(s->found->files[i].path, "-") == 0) {
            ics_report(s->diags, ICS_E0801, nowhere, "standard input ('-') is named twice; it can be read once");
            return fail(s, ICS_E_INPUT);
        }
    return add_file(s, "-", NULL, false, binding);
}

static bool add_path(search *s, const char *path, const ics_table_binding *binding)
{
    struct stat info;
    if (strcmp(path, "-") == 0)
        return add_standard_input(s, binding);
    if (stat(path, &info) != 0)
        return refuse_path(s, path, errno);
    if (S_ISDIR(info.st_mode) && !binding)
        return add_folder(s, path, &info);
    return add_file(s, path, &info, false, binding);
}

/* A file that is bound to a table is no description besides. */
static void drop_bound(ics_found *found)
{
    size_t kept = 0;
    for (size_t i = 0; i < found->count; i++) {
        bool is_bound = false;
        for (size_t j = 0; j < found->count && !found->files[i].binding && found->files[i].device; j++)
            is_bound |= found->files[j].binding && found->files[j].device == found->files[i].device &&
                        found->files[j].number == found->files[i].number;
        if (!is_bound)
            found->files[kept++] = found->files[i];
    }
    found->count = kept;
}

ics_status ics_find_files(ics_found *out, ics_arena *arena, const char *const *paths, size_t path_count,
                          const ics_load_options *options, ics_diags *diags)
{
    search s = {.found = out, .arena = arena, .diags = diags, .status = ICS_OK};
    for (size_t i = 0; i < path_count; i++)
        if (!add_path(&s, paths[i], NULL))
            return s.status;
    for (size_t i = 0; i < options->table_count; i++)
        if (!add_path(&s, options->tables[i].path, &options->tables[i]))
            return s.status;
    if (options->table_count > 0)
        drop_bound(out);
    return ICS_OK;
}
