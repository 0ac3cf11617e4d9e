/*
 * `use NAME` looks for a folder NAME with .rules files, or a file NAME.rules, in each folder of packs; the first that
 * has one wins. The name comes from a rule file of strangers, so it never leads out of those folders.
 */
#define _GNU_SOURCE /* dladdr() */
#include "pipeline/find.h"

#include "base/nearest.h"

#include <ctype.h>
#include <dirent.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char rules_suffix[] = ".rules";

const char *ics_path_join(ics_arena *arena, const char *folder, const char *name)
{
    const size_t folder_length = strlen(folder), name_length = strlen(name);
    const bool needs_slash = folder_length > 0 && folder[folder_length - 1] != '/';
    char *path = ics_arena_alloc(arena, folder_length + needs_slash + name_length + 1, 1);
    if (!path)
        return NULL;
    memcpy(path, folder, folder_length);
    if (needs_slash)
        path[folder_length] = '/';
    memcpy(path + folder_length + needs_slash, name, name_length + 1);
    return path;
}

static bool is_rules_name(const char *name)
{
    const size_t length = strlen(name), suffix = strlen(rules_suffix);
    return name[0] != '.' && length > suffix && strcmp(name + length - suffix, rules_suffix) == 0;
}

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t ics_rule_files_in(const char *folder, ics_arena *arena, const char ***paths_out)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return 0;
    const char **paths = NULL;
    size_t count = 0, room = 0;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        if (!is_rules_name(entry->d_name))
            continue;
        if (count == room) {
            const char **grown = ics_arena_grow(arena, paths, count, &room, sizeof *paths, _Alignof(const char *));
            if (!grown)
                break;
            paths = grown;
        }
        paths[count] = ics_path_join(arena, folder, entry->d_name);
        if (paths[count])
            count++;
    }
    closedir(dir);
    if (count > 1)
        qsort(paths, count, sizeof *paths, compare_paths);
    *paths_out = paths;
    return count;
}

const char *ics_rule_folder_in(const char *folder, ics_arena *arena)
{
    DIR *dir = opendir(folder);
    const char *first = NULL;
    if (!dir)
        return NULL;
    for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
        const char *path = entry->d_name[0] == '.' ? NULL : ics_path_join(arena, folder, entry->d_name);
        const char **paths;
        if (path && (!first || strcmp(path, first) < 0) && ics_rule_files_in(path, arena, &paths) > 0)
            first = path;
    }
    closedir(dir);
    return first;
}

/* A name that stays inside the folder it is looked for in. */
static bool is_pack_name(const char *name)
{
    if (!isalnum((unsigned char)name[0]))
        return false;
    for (const char *p = name; *p; p++)
        if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
            return false;
    return true;
}

static size_t find_pack(void *context, const char *name, ics_arena *arena, const char ***paths)
{
    const ics_pack_folders *self = context;
    if (!is_pack_name(name))
        return 0;
    for (size_t i = 0; i < self->folder_count; i++) {
        const char *folder = ics_path_join(arena, self->folders[i], name);
        if (!folder)
            return 0;
        const size_t count = ics_rule_files_in(folder, arena, paths);
        if (count > 0)
            return count;
        char *file = ics_arena_alloc(arena, strlen(folder) + sizeof rules_suffix, 1);
        struct stat about;
        if (!file)
            return 0;
        memcpy(file, folder, strlen(folder));
        memcpy(file + strlen(folder), rules_suffix, sizeof rules_suffix);
        if (stat(file, &about) == 0 && S_ISREG(about.st_mode)) {
            const char **only = ICS_ARENA_ARRAY(arena, const char *, 1);
            if (!only)
                return 0;
            only[0] = file;
            *paths = only;
            return 1;
        }
    }
    return 0;
}

/* The better of two names: the nearer, of equals the first in the alphabet. */
static void consider(ics_pack_folders *self, const char *name, const char *candidate, ics_arena *arena,
                     const char **best, unsigned *distance)
{
    const unsigned bound = *best ? *distance : ics_nearest_bound(name, strlen(name));
    const char **paths;
    unsigned far;
    if (!ics_is_near(name, strlen(name), candidate, strlen(candidate), bound, &far) ||
        (*best && far == *distance && strcmp(candidate, *best) >= 0) || find_pack(self, candidate, arena, &paths) == 0)
        return;
    *best = candidate;
    *distance = far;
}

static const char *nearest_pack(void *context, const char *name, ics_arena *arena)
{
    ics_pack_folders *self = context;
    const char *best = NULL;
    unsigned distance = 0;
    for (size_t i = 0; i < self->folder_count; i++) {
        DIR *dir = opendir(self->folders[i]);
        for (const struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir)) {
            const size_t length = strlen(entry->d_name) - (is_rules_name(entry->d_name) ? sizeof rules_suffix - 1 : 0);
            const char *candidate = ics_arena_text(arena, entry->d_name, length);
            if (candidate)
                consider(self, name, candidate, arena, &best, &distance);
        }
        if (dir)
            closedir(dir);
    }
    return best;
}

/* "rules, /usr/share/icsrules/rules" */
static const char *folders_text(ics_arena *arena, const ics_pack_folders *self)
{
    size_t size = 1;
    for (size_t i = 0; i < self->folder_count; i++)
        size += strlen(self->folders[i]) + 2;
    char *text = ics_arena_alloc(arena, size, 1), *end = text;
    if (!text)
        return "";
    for (size_t i = 0; i < self->folder_count; i++) {
        const size_t length = strlen(self->folders[i]);
        if (i > 0) {
            memcpy(end, ", ", 2);
            end += 2;
        }
        memcpy(end, self->folders[i], length);
        end += length;
    }
    return text; /* zeroed by the arena, so it ends with a NUL */
}

/* The packs installed with this library, wherever it was put; else where they were to be installed. */
static const char *share_folder(ics_arena *arena)
{
    static const char here = 0;
    Dl_info info;
    if (!dladdr(&here, &info) || !info.dli_fname || !strrchr(info.dli_fname, '/'))
        return ICS_SHARE_FOLDER;
    const size_t length = (size_t)(strrchr(info.dli_fname, '/') - info.dli_fname) + 1;
    const char *place = ics_arena_text(arena, info.dli_fname, length);
    const char *folder = place ? ics_path_join(arena, place, ICS_SHARE_FROM_LIBRARY) : NULL;
    char *found = folder ? realpath(folder, NULL) : NULL;
    const char *kept = found ? ics_arena_text(arena, found, strlen(found)) : NULL;
    free(found);
    return kept ? kept : ICS_SHARE_FOLDER;
}

ics_pack_folders *ics_pack_folders_make(ics_arena *arena, const ics_compile_options *options)
{
    const size_t given = options ? options->pack_folder_count : 0;
    ics_pack_folders *self = ICS_ARENA_NEW(arena, ics_pack_folders);
    const char **folders = ICS_ARENA_ARRAY(arena, const char *, given + 1);
    if (!self || !folders)
        return NULL;
    for (size_t i = 0; i < given; i++)
        folders[i] = options->pack_folders[i];
    folders[given] = share_folder(arena);
    self->folders = folders;
    self->folder_count = given + 1;
    self->finder = (ics_pack_finder){
        .find = find_pack, .nearest = nearest_pack, .context = self, .looked_in = folders_text(arena, self)};
    return self;
}
