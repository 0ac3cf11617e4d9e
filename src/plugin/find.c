/*
 * The name comes from a rule file or a pack, so it is never more than a name: no slash, no dot, nothing that a shell or
 * a loader reads otherwise. Folders are made absolute, so that a later change of folder does not change what is meant.
 */
#define _GNU_SOURCE /* dladdr() */
#include "plugin/find.h"

#include "plugin/guard.h"
#include "plugin/say.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_BYTES = 64 };

bool ics_plugin_name_is_safe(const char *name)
{
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= NAME_BYTES && name[length] == '\0' && name[0] >= 'a';
}

/* The folder of a file; NULL for a name without one. */
static const char *folder_of(const char *path, ics_arena *arena)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? NULL : ics_arena_text(arena, path, (size_t)(slash - path));
}

/* The folder of the running program, or NULL where the system does not say. */
static const char *program_folder(ics_arena *arena)
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || (size_t)length >= sizeof path)
        return NULL;
    path[length] = '\0';
    return folder_of(path, arena);
}

/* The folder of the library that this code is part of; of the program, where that holds it. */
static const char *library_folder(ics_arena *arena)
{
    static const char here = 0;
    Dl_info info;
    if (dladdr(&here, &info) == 0 || info.dli_fname == NULL || info.dli_fname[0] != '/')
        return NULL;
    return folder_of(info.dli_fname, arena);
}

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* The folder that holds the program's folder of plugins; NULL where it has none. */
static const char *program_home(ics_arena *arena)
{
    const char *program = program_folder(arena), *library = library_folder(arena);
    const char *candidates[4] = {NULL};
    if (program != NULL && ends_with(program, "/bin"))
        candidates[0] = ics_plugin_say(arena, "%s/" ICS_PLUGINS_FROM_PROGRAM, program);
    candidates[1] = program;
    if (library != NULL)
        candidates[2] = ics_plugin_say(arena, "%s/icsrules", library);
    candidates[3] = ICS_PLUGIN_HOME;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct stat about;
        const char *plugins = candidates[i] == NULL ? NULL : ics_plugin_say(arena, "%s/plugins", candidates[i]);
        if (plugins != NULL && lstat(plugins, &about) == 0)
            return candidates[i];
    }
    return ICS_PLUGIN_HOME;
}

int ics_plugin_homes(ics_plugin_home homes[ICS_PLUGIN_HOMES], const ics_plugin_places *places, ics_arena *arena)
{
    const char *own = places == NULL || places->pack_folder == NULL || places->pack_folder[0] == '\0'
                          ? NULL
                          : ics_plugin_real_path(places->pack_folder, arena);
    const char *program = program_home(arena);
    const char *real = program == NULL ? NULL : ics_plugin_real_path(program, arena);
    int count = 0;
    if (own != NULL)
        homes[count++] = (ics_plugin_home){own, places->plugins != NULL ? places->plugins : "plugins"};
    program = real != NULL ? real : program;
    if (program == NULL)
        return -1;
    if (count == 0 || strcmp(homes[0].lock_folder, program) != 0 || strcmp(homes[0].plugins, "plugins") != 0)
        homes[count++] = (ics_plugin_home){program, "plugins"};
    return count;
}
