#define _GNU_SOURCE /* flock() */
#include "plugin/lock_file.h"

#include "base/file.h"
#include "base/limits.h"
#include "plugin/say.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads an open file to its end, into the arena, with a NUL behind it. NULL with *why, or without memory. */
static char *read_all(int file, size_t *size, ics_arena *arena, const char **why)
{
    struct stat about;
    *size = 0;
    if (fstat(file, &about) != 0 || about.st_size > ICS_LIMIT_PLUGIN_LOCK_BYTES) {
        *why = "it is longer than 1 MiB, the limit PLUGIN_LOCK_BYTES";
        return NULL;
    }
    const size_t room = (size_t)about.st_size;
    char *text = ics_arena_alloc(arena, room + 1, 1);
    while (text != NULL && *size < room) {
        const ssize_t got = read(file, text + *size, room - *size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            *why = strerror(errno);
        if (got <= 0)
            break;
        *size += (size_t)got;
    }
    return *why == NULL ? text : NULL;
}

static ics_status read_opened(ics_lock *out, int file, const char *path, ics_arena *arena, ics_diags *diags)
{
    size_t size;
    const char *why = NULL;
    const char *text = read_all(file, &size, arena, &why);
    if (text != NULL)
        return ics_lock_read(out, text, size, diags == NULL ? 0 : ics_diags_source(diags, path, text, size, true),
                             arena, diags);
    if (why == NULL)
        return ICS_E_NOMEM;
    ics_report_at(diags, ICS_E0711, path, "cannot be read: %s", why);
    return ICS_E_INPUT;
}

ics_status ics_lock_load(ics_lock *out, ics_plugin_guarded *found, const char **why, const char *folder,
                         ics_arena *arena, ics_diags *diags)
{
    const char *path = ics_plugin_say(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, ICS_LOCK_FILE);
    int file = -1;
    if (path == NULL || !ics_lock_make(out, arena))
        return ICS_E_NOMEM;
    *found = ics_plugin_guard_open(&file, path, arena, why);
    if (*found == ICS_PLUGIN_GUARD_NOMEM)
        return ICS_E_NOMEM;
    if (*found != ICS_PLUGIN_GUARDED)
        return ICS_OK;
    const ics_status status = read_opened(out, file, path, arena, diags);
    close(file);
    return status;
}

ics_status ics_lock_save(const ics_lock *lock, const char *folder, ics_arena *arena, ics_diags *diags)
{
    const char *path = ics_plugin_say(arena, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, ICS_LOCK_FILE);
    size_t size = 0;
    char *text = path == NULL ? NULL : ics_lock_write(lock, &size);
    const ics_status status = text == NULL ? ICS_E_NOMEM : ics_file_write(path, text, size, diags);
    free(text);
    return status;
}

int ics_lock_hold(const char *folder)
{
    const int held = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (held >= 0 && flock(held, LOCK_EX) != 0) {
        close(held);
        return -1;
    }
    return held;
}

void ics_lock_release(int held)
{
    if (held >= 0)
        close(held);
}
