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
    uint32_t *slots; /* index of a listed file + 1, by the file's number */
    size_t slot_room;
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

/* Where a file's number is, or would be, in the table of those that are listed: a hash table of a power of two. */
static size_t find_number(const search *s, uint64_t device, uint64_t number)
{
    const uint64_t mixed = (number + device * 0x9E3779B97F4A7C15u) * 0xBF58476D1CE4E5B9u;
    size_t at = (size_t)(mixed >> 32) & (s->slot_room - 1);
    for (; s->slots[at]; at = (at + 1) & (s->slot_room - 1)) {
        const ics_found_file *file = &s->found->files[s->slots[at] - 1];
        if (file->device == device && file->number == number)
            break;
    }
    return at;
}

static bool grow_numbers(search *s)
{
    if (s->found->count * 2 < s->slot_room)
        return true;
    const size_t room = s->slot_room ? s->slot_room * 2 : 64;
    uint32_t *slots = calloc(room, sizeof *slots);
    if (!slots)
        return fail(s, ICS_E_NOMEM);
    free(s->slots);
    s->slots = slots;
    s->slot_room = room;
    for (size_t i = 0; i < s->found->count; i++)
        if (s->found->files[i].number)
            s->slots[find_number(s, s->found->files[i].device, s->found->files[i].number)] = (uint32_t)i + 1;
    return true;
}

/* Lists a file once. One that a table is bound to is a table, also where it was found as a description before. */
static bool add_file(search *s, const char *path, const struct stat *info, bool is_from_folder,
                     const ics_table_binding *binding)
{
    ics_found *found = s->found;
    const uint64_t device = info ? (uint64_t)info->st_dev : 0, number = info ? (uint64_t)info->st_ino : 0;
    if (!grow_numbers(s))
        return false;
    uint32_t *slot = info ? &s->slots[find_number(s, device, number)] : NULL;
    if (slot && *slot) {
        ics_found_file *known = &found->files[*slot - 1];
        if (!binding || known->binding == binding)
            return true;
        if (!known->binding) {
            known->binding = binding;
            return true;
        }
    }
    if (found->count >= (size_t)ICS_LIMIT_DATA_FILES) {
        ics_report_at(s->diags, ICS_E0005, path, "more than %lld files (limit DATA_FILES)",
                      (long long)ICS_LIMIT_DATA_FILES);
        return fail(s, ICS_E_LIMIT);
    }
    const char *kept = ics_arena_text(s->arena, path, strlen(path));
    if (!kept || !ICS_GROW(found->files, found->count, found->room))
        return fail(s, ICS_E_NOMEM);
    found->files[found->count++] = (ics_found_file){kept, is_from_folder, binding, device, number};
    if (slot)
        *slot = (uint32_t)found->count;
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

ics_status ics_find_files(ics_found *out, ics_arena *arena, const char *const *paths, size_t path_count,
                          const ics_load_options *options, ics_diags *diags)
{
    search s = {.found = out, .arena = arena, .diags = diags, .status = ICS_OK};
    bool went_well = true;
    for (size_t i = 0; i < path_count && went_well; i++)
        went_well = add_path(&s, paths[i], NULL);
    for (size_t i = 0; i < options->table_count && went_well; i++)
        went_well = add_path(&s, options->tables[i].path, &options->tables[i]);
    free(s.slots);
    return s.status;
}
