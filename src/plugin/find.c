/*
 * The name comes from a rule file or a pack, so it is never more than a name: no slash, no dot, nothing that a shell or
 * a loader reads otherwise. Folders are made absolute, so that a later change of folder does not change what is meant.
 */
#include "plugin/find.h"

#include "plugin/say.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef ICS_PLUGIN_FOLDER
#define ICS_PLUGIN_FOLDER "/usr/local/lib/icsrules/plugins"
#endif

enum { NAME_BYTES = 64 };

bool ics_plugin_name_is_safe(const char *name)
{
    const size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return length > 0 && length <= NAME_BYTES && name[length] == '\0' && name[0] >= 'a';
}

/* The folder of the running program, or NULL where the system does not say. */
static const char *program_folder(ics_arena *arena)
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    if (length <= 0 || (size_t)length >= sizeof path)
        return NULL;
    path[length] = '\0';
    char *slash = strrchr(path, '/');
    return slash == NULL ? NULL : ics_arena_text(arena, path, (size_t)(slash - path));
}

static const char *absolute(const char *folder, ics_arena *arena)
{
    char *path = realpath(folder, NULL);
    const char *kept = path == NULL ? NULL : ics_arena_text(arena, path, strlen(path));
    free(path);
    return kept;
}

static const char *look_in(const char *folder, const char *name, ics_arena *arena)
{
    const char *path = ics_plugin_say(arena, "%s/%s.so", folder, name);
    struct stat file;
    return path != NULL && stat(path, &file) == 0 && S_ISREG(file.st_mode) ? path : NULL;
}

const char *ics_plugin_find(const char *name, const char *pack_folder, ics_arena *arena, const char **looked_in)
{
    const char *beside_pack = pack_folder == NULL ? NULL : absolute(pack_folder, arena);
    const char *beside_program = program_folder(arena);
    const char *folders[3] = {
        beside_pack == NULL ? NULL : ics_plugin_say(arena, "%s/plugins", beside_pack),
        beside_program == NULL ? NULL : ics_plugin_say(arena, "%s/plugins", beside_program),
        ICS_PLUGIN_FOLDER,
    };
    const char *path = NULL;
    *looked_in = NULL;
    for (size_t i = 0; i < 3 && path == NULL; i++) {
        if (folders[i] == NULL)
            continue;
        *looked_in = *looked_in == NULL ? folders[i] : ics_plugin_say(arena, "%s, %s", *looked_in, folders[i]);
        path = look_in(folders[i], name, arena);
    }
    return path;
}
