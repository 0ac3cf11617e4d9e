#define _GNU_SOURCE /* dladdr() */
#include "plugin/whereabouts.h"

#include "plugin/say.h"

#include <dlfcn.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WORKER "icsrules-plugin-host"

/* Cuts the file's name off a path. False where it has no folder. */
static int cut_to_folder(char *path)
{
    char *slash = strrchr(path, '/');
    if (slash != NULL)
        *slash = '\0';
    return slash != NULL;
}

static const char *beside_program(const char *below, ics_arena *arena)
{
    char path[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length <= 0 || (size_t)length >= sizeof path - 1)
        return NULL;
    path[length] = '\0';
    return cut_to_folder(path) ? ics_plugin_say(arena, "%s%s/" WORKER, path, below) : NULL;
}

static const char *beside_library(const char *below, ics_arena *arena)
{
    static const char here = 0;
    Dl_info info;
    if (dladdr(&here, &info) == 0 || info.dli_fname == NULL || info.dli_fname[0] != '/')
        return NULL;
    char *path = ics_arena_text(arena, info.dli_fname, strlen(info.dli_fname));
    return path != NULL && cut_to_folder(path) ? ics_plugin_say(arena, "%s%s/" WORKER, path, below) : NULL;
}

const char *ics_plugin_worker_find(ics_arena *arena)
{
    const char *const candidates[] = {
        beside_program("", arena),
        beside_program("/" ICS_WORKER_FROM_PROGRAM, arena),
        beside_library("/" ICS_WORKER_FROM_LIBRARY, arena),
        ICS_WORKER_HOME "/" WORKER,
    };
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        struct stat about;
        if (candidates[i] != NULL && stat(candidates[i], &about) == 0 && S_ISREG(about.st_mode))
            return candidates[i];
    }
    return NULL;
}
