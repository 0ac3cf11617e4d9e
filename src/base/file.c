/*
 * Files: read whole under a limit, written all or nothing. A file of rules or data comes from strangers, so what is no
 * file is refused before it is read, and nothing is allocated on a promise. Leans on POSIX.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Zero bytes behind the data: readers look a vector ahead. */
enum { PADDING = 64, FIRST_CHUNK = 64 << 10 };

static ics_status cannot_read(ics_diags *diags, const char *path, const char *why)
{
    ics_report_at(diags, ICS_E0001, path, "cannot be read: %s", why);
    return ICS_E_IO;
}

static ics_status too_long(ics_diags *diags, const char *path, int64_t limit, const char *limit_name)
{
    ics_report_at(diags, ICS_E0005, path, "is longer than %lld bytes, the limit %s", (long long)limit, limit_name);
    return ICS_E_LIMIT;
}

/*
 * A FIFO was opened without waiting. Its first byte, if there is one by now, goes to @p first. @return how many bytes
 * were read, or -1 where nobody writes to it: reading on would wait for ever.
 */
static int try_fifo(int fd, unsigned char *first)
{
    const ssize_t got = read(fd, first, 1);
    if (got > 0)
        return 1;
    if (got < 0)
        return errno == EAGAIN ? 0 : -1;
    struct pollfd waiting = {.fd = fd, .events = POLLIN};
    return poll(&waiting, 1, 0) > 0 ? 0 : -1; /* a writer that has been here and gone leaves a mark */
}

/* Opens without waiting and refuses what is no readable stream. @return a descriptor, or -1 with *why set. */
static int open_for_reading(const char *path, struct stat *about, const char **why)
{
    const int fd =
        strcmp(path, "-") == 0 ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        *why = errno == ENXIO ? "it is a socket" : strerror(errno);
        return -1;
    }
    *why = NULL;
    if (fstat(fd, about) != 0)
        *why = strerror(errno);
    else if (S_ISDIR(about->st_mode))
        *why = "it is a folder";
    else if (S_ISSOCK(about->st_mode) && strcmp(path, "-") != 0)
        *why = "it is a socket";
    if (*why) {
        close(fd);
        return -1;
    }
    return fd;
}

static void wait_from_now_on(int fd)
{
    const int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK))
        (void)fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

/* Room for `want` bytes and the padding. */
static bool make_room(ics_bytes *bytes, size_t *room, size_t want)
{
    if (want <= *room)
        return true;
    unsigned char *data = realloc(bytes->data, want + PADDING);
    if (!data)
        return false;
    bytes->data = data;
    *room = want;
    return true;
}

/* Reads to the end, one byte past the limit at most. @return ICS_OK, ICS_E_IO with errno set, or ICS_E_NOMEM. */
static ics_status read_to_end(int fd, ics_bytes *bytes, size_t expected, size_t limit)
{
    size_t room = 0;
    const size_t most = limit + 1;
    size_t want = expected + 1 > FIRST_CHUNK ? expected + 1 : FIRST_CHUNK;
    for (;;) {
        if (want > most)
            want = most;
        if (!make_room(bytes, &room, want))
            return ICS_E_NOMEM;
        while (bytes->size < room) {
            const ssize_t got = read(fd, bytes->data + bytes->size, room - bytes->size);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return ICS_E_IO;
            if (got == 0)
                return ICS_OK;
            bytes->size += (size_t)got;
        }
        if (room == most)
            return ICS_OK;
        want = room * 2;
    }
}

static ics_status read_opened(ics_bytes *bytes, int fd, const struct stat *about, const char *path, int64_t limit,
                              const char *limit_name, ics_diags *diags)
{
    const bool is_regular = S_ISREG(about->st_mode);
    if (is_regular && about->st_size > limit)
        return too_long(diags, path, limit, limit_name);
    unsigned char first;
    const int early = S_ISFIFO(about->st_mode) && strcmp(path, "-") != 0 ? try_fifo(fd, &first) : 0;
    if (early < 0)
        return cannot_read(diags, path, "it is a FIFO that nobody writes to");
    if (early > 0) {
        bytes->data = malloc(FIRST_CHUNK);
        if (!bytes->data)
            return ICS_E_NOMEM;
        bytes->data[bytes->size++] = first;
    }
    wait_from_now_on(fd);
    const size_t expected = is_regular ? (size_t)about->st_size : 0;
    const ics_status status = read_to_end(fd, bytes, expected, (size_t)limit);
    if (status == ICS_E_IO)
        return cannot_read(diags, path, strerror(errno));
    if (status == ICS_OK && bytes->size > (size_t)limit)
        return too_long(diags, path, limit, limit_name);
    if (status == ICS_OK && bytes->data) /* there is always room for the padding at least */
        memset(bytes->data + bytes->size, 0, PADDING);
    return status;
}

ics_status ics_file_read(ics_bytes *out, const char *path, int64_t limit, const char *limit_name, ics_diags *diags)
{
    struct stat about;
    const char *why;
    const int fd = open_for_reading(path, &about, &why);
    if (fd < 0)
        return cannot_read(diags, path, why);
    ics_bytes bytes = {0};
    const ics_status status = read_opened(&bytes, fd, &about, path, limit, limit_name, diags);
    close(fd);
    if (status == ICS_OK)
        *out = bytes;
    else
        ics_bytes_free(&bytes);
    return status;
}

ics_status ics_file_open(ics_file_source *out, const char *path, ics_diags *diags)
{
    struct stat about;
    const char *why;
    *out = (ics_file_source){.path = path, .fd = open_for_reading(path, &about, &why)};
    if (out->fd < 0)
        return cannot_read(diags, path, why);
    out->is_regular = S_ISREG(about.st_mode);
    out->size = out->is_regular ? (uint64_t)about.st_size : 0;
    const int early = S_ISFIFO(about.st_mode) && strcmp(path, "-") != 0 ? try_fifo(out->fd, &out->early) : 0;
    if (early < 0) {
        ics_file_close(out);
        return cannot_read(diags, path, "it is a FIFO that nobody writes to");
    }
    out->has_early = early > 0;
    wait_from_now_on(out->fd);
    return ICS_OK;
}

ics_status ics_file_fill(ics_file_source *source, unsigned char *to, size_t room, size_t *got, ics_diags *diags)
{
    *got = 0;
    if (source->has_early && room > 0) {
        to[(*got)++] = source->early;
        source->has_early = false;
    }
    while (*got < room) {
        const ssize_t count = read(source->fd, to + *got, room - *got);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannot_read(diags, source->path, strerror(errno));
        if (count == 0)
            break;
        *got += (size_t)count;
    }
    return ICS_OK;
}

void ics_file_close(ics_file_source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    source->fd = -1;
}

void ics_bytes_free(ics_bytes *bytes)
{
    if (!bytes)
        return;
    free(bytes->data);
    *bytes = (ics_bytes){0};
}

/* ---- writing */

/* Signals wait while a new file stands beside the old one, so that none leaves it behind. */
static void hold_signals(sigset_t *before)
{
    sigset_t held;
    sigemptyset(&held);
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXFSZ};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaddset(&held, signals[i]);
    pthread_sigmask(SIG_BLOCK, &held, before);
}

static void release_signals(const sigset_t *before)
{
    if (!sigismember(before, SIGXFSZ)) { /* a file that grew too long is reported as an error of writing */
        sigset_t too_large;
        sigemptyset(&too_large);
        sigaddset(&too_large, SIGXFSZ);
        const struct timespec now = {0};
        while (sigtimedwait(&too_large, NULL, &now) == SIGXFSZ)
            ;
    }
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

static bool write_all(int fd, const unsigned char *data, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(fd, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        data += written;
        size -= (size_t)written;
    }
    return true;
}

/* "dir/name" to "dir/.name.<random>.tmp"; malloc'd. */
static char *new_name(const char *path)
{
    uint64_t random;
    if (getrandom(&random, sizeof random, GRND_NONBLOCK) != (ssize_t)sizeof random)
        random = (uint64_t)time(NULL) * 1000003u + (uint64_t)getpid();
    const char *slash = strrchr(path, '/');
    const int folder = slash ? (int)(slash - path) + 1 : 0;
    const size_t room = strlen(path) + 32;
    char *name = malloc(room);
    if (name) /* a long name is shortened: what is added must not make it too long for the file system */
        snprintf(name, room, "%.*s.%.200s.%016llx.tmp", folder, path, path + folder, (unsigned long long)random);
    return name;
}

static bool sync_folder_of(const char *path)
{
    char *folder = strdup(path);
    if (!folder)
        return false;
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder ? 1 : 0] = '\0';
    const int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return true; /* a folder that may be written but not read: its entry is as safe as it can be */
    const bool synced = fsync(fd) == 0 || errno == EINVAL || errno == EROFS;
    close(fd);
    return synced;
}

/* Writes, syncs and closes a new file, then puts it in the place of the old one. @return 0 or the error's number. */
static int replace_file(const char *path, const char *fresh, const void *data, size_t size, const struct stat *old)
{
    const int fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return errno;
    const bool keeps_mode = !old || fchmod(fd, old->st_mode & 0777) == 0;
    bool good = keeps_mode && write_all(fd, data, size) && fsync(fd) == 0;
    int error = good ? 0 : errno;
    if (close(fd) != 0 && good) {
        error = errno;
        good = false;
    }
    if (good && rename(fresh, path) != 0) {
        error = errno;
        good = false;
    }
    if (!good)
        unlink(fresh);
    else if (!sync_folder_of(path))
        error = errno;
    return error;
}

/* A device or a pipe (`/dev/stdout`) cannot be replaced: what is written to it goes out as it is. */
static int write_through(const char *path, const void *data, size_t size)
{
    const int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return errno;
    int error = write_all(fd, data, size) ? 0 : errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

static int write_file(const char *path, const void *data, size_t size)
{
    struct stat old;
    const bool exists = stat(path, &old) == 0;
    if (exists && S_ISDIR(old.st_mode))
        return EISDIR;
    if (exists && !S_ISREG(old.st_mode))
        return write_through(path, data, size);
    if (exists && ((old.st_mode & 0222) == 0 || access(path, W_OK) != 0))
        return EACCES; /* a new file in its place would need leave of the folder alone */
    char *target = exists ? realpath(path, NULL) : strdup(path); /* what a link names is replaced, not the link */
    char *fresh = target ? new_name(target) : NULL;
    int error = ENOMEM;
    if (fresh) {
        sigset_t before;
        hold_signals(&before);
        error = replace_file(target, fresh, data, size, exists ? &old : NULL);
        release_signals(&before);
    }
    free(fresh);
    free(target);
    return error;
}

ics_status ics_file_write(const char *path, const void *data, size_t size, ics_diags *diags)
{
    const int error = write_file(path, data, size);
    if (error == 0)
        return ICS_OK;
    ics_report_at(diags, ICS_E0802, path, "cannot be written: %s", strerror(error));
    return ICS_E_IO;
}
