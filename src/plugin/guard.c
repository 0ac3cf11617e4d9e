/*
 * A path is walked by descriptors: each step is opened below the last, without following links, and looked at once it
 * is open. So nothing can be put in its place between the look and the use.
 */
#define _GNU_SOURCE /* O_PATH */
#include "plugin/guard.h"

#include "plugin/say.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRY_BYTES = 16 << 10 };

/* Whether a group is a user's own: it bears his name, and nobody else is in it. Many systems make one for each user. */
static bool is_own_group(gid_t group, uid_t user)
{
    char user_text[ENTRY_BYTES], group_text[ENTRY_BYTES];
    struct passwd user_entry, *found_user = NULL;
    struct group group_entry, *found_group = NULL;
    if (getpwuid_r(user, &user_entry, user_text, sizeof user_text, &found_user) != 0 || found_user == NULL)
        return false;
    if (getgrgid_r(group, &group_entry, group_text, sizeof group_text, &found_group) != 0 || found_group == NULL)
        return false;
    for (char **member = found_group->gr_mem; *member != NULL; member++)
        if (strcmp(*member, found_user->pw_name) != 0)
            return false;
    return found_user->pw_gid == group && strcmp(found_group->gr_name, found_user->pw_name) == 0;
}

/* Whether nobody else can change one step; *why says what is wrong. */
static bool is_safe(const struct stat *about, const char *step, bool is_last, ics_arena *arena, const char **why)
{
    const unsigned mode = (unsigned)about->st_mode & 07777;
    const char *what = is_last ? "the file" : "the folder";
    const bool keeps_apart = !is_last && (mode & S_ISVTX) != 0;
    if (is_last && !S_ISREG(about->st_mode))
        *why = ics_plugin_say(arena, "%s is no plain file", step);
    else if (about->st_uid != 0 && about->st_uid != geteuid())
        *why = ics_plugin_say(arena, "%s %s belongs to user %lu, who is neither root nor you", what, step,
                              (unsigned long)about->st_uid);
    else if (is_last && (mode & (S_ISUID | S_ISGID)) != 0)
        *why = ics_plugin_say(arena, "the file %s has a set-user-id or set-group-id bit (mode %04o)", step, mode);
    else if ((mode & S_IWOTH) != 0 && !keeps_apart)
        *why = ics_plugin_say(arena, "%s %s is writable by others (mode %04o)", what, step, mode);
    else if ((mode & S_IWGRP) != 0 && !keeps_apart && !is_own_group(about->st_gid, about->st_uid))
        *why = ics_plugin_say(arena, "%s %s is writable by its group (mode %04o)", what, step, mode);
    else
        return true;
    return false;
}

/* What a failed open of one step means. */
static ics_plugin_guarded judge_failure(int folder, const char *name, const char *step, ics_arena *arena,
                                        const char **why)
{
    const int error = errno;
    struct stat about;
    if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode)) {
        *why = ics_plugin_say(arena, "%s is a link", step);
        return ICS_PLUGIN_LINK;
    }
    if (error == ENOENT || error == ENOTDIR) {
        *why = step;
        return ICS_PLUGIN_MISSING;
    }
    *why = ics_plugin_say(arena, "%s cannot be read: %s", step, strerror(error));
    return ICS_PLUGIN_UNREADABLE;
}

static ics_plugin_guarded look_at(int opened, const char *step, bool is_last, ics_arena *arena, const char **why)
{
    struct stat about;
    if (fstat(opened, &about) != 0) {
        *why = ics_plugin_say(arena, "%s cannot be read: %s", step, strerror(errno));
        return ICS_PLUGIN_UNREADABLE;
    }
    return is_safe(&about, step, is_last, arena, why) ? ICS_PLUGIN_GUARDED : ICS_PLUGIN_UNSAFE;
}

/* One step below a folder, which is closed. *opened is the next folder, or the file. */
static ics_plugin_guarded take_step(int *opened, const char *path, const char *name, size_t length, bool is_last,
                                    ics_arena *arena, const char **why)
{
    const int folder = *opened;
    const int as_folder = O_PATH | O_DIRECTORY, as_file = O_RDONLY | O_NONBLOCK | O_NOCTTY;
    const char *own = ics_arena_text(arena, name, length);
    const char *step = ics_arena_text(arena, path, (size_t)(name - path) + length);
    ics_plugin_guarded answer = ICS_PLUGIN_GUARD_NOMEM;
    *opened = -1;
    if (own != NULL && step != NULL) {
        *opened = openat(folder, own, (is_last ? as_file : as_folder) | O_NOFOLLOW | O_CLOEXEC);
        answer =
            *opened < 0 ? judge_failure(folder, own, step, arena, why) : look_at(*opened, step, is_last, arena, why);
    }
    close(folder);
    return answer;
}

ics_plugin_guarded ics_plugin_guard_open(int *file, const char *path, ics_arena *arena, const char **why)
{
    int opened = path[0] == '/' ? open("/", O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
    *file = -1;
    *why = path;
    if (opened < 0)
        return ICS_PLUGIN_MISSING;
    ics_plugin_guarded answer = look_at(opened, "/", false, arena, why);
    for (const char *name = path + 1; answer == ICS_PLUGIN_GUARDED; name++) {
        const size_t length = strcspn(name, "/");
        const bool is_last = name[length] == '\0';
        answer = take_step(&opened, path, name, length, is_last, arena, why);
        if (is_last)
            break;
        name += length;
    }
    if (answer == ICS_PLUGIN_GUARDED)
        *file = opened;
    else if (opened >= 0)
        close(opened);
    return *why == NULL && answer != ICS_PLUGIN_GUARDED ? ICS_PLUGIN_GUARD_NOMEM : answer;
}

const char *ics_plugin_real_path(const char *path, ics_arena *arena)
{
    char *real = realpath(path, NULL);
    const char *kept = real == NULL ? NULL : ics_arena_text(arena, real, strlen(real));
    free(real);
    return kept;
}
