/*
 * The kernel's own structures, of the sizes that this kernel has. The one thing that is read of the worker's memory is
 * the name of a file that it wants to open; what is then opened is a file that the program names itself.
 */
#define _GNU_SOURCE
#include "plugin/outcry.h"

#include "plugin/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { NOTICE_BYTES = 512 }; /* the kernel writes what it knows; today's notice has 80 bytes, an answer 24 */

static const char *const names[] = {
#include "system_calls.inc"
};

/* The name of the file that a call wants opened. */
static bool read_name(const ics_outcry *outcry, uint64_t address, char *name, size_t room)
{
    enum { PAGE = 4096 }; /* no further than the page that is there for certain, then the next */
    size_t size = 0;
    while (size < room) {
        size_t step = PAGE - (size_t)((address + size) % PAGE);
        if (step > room - size)
            step = room - size;
        const struct iovec here = {name + size, step}, there = {(void *)(uintptr_t)(address + size), step};
        if (process_vm_readv(outcry->process, &here, 1, &there, 1, 0) != (ssize_t)step)
            return false;
        if (memchr(name + size, '\0', step) != NULL)
            return true;
        size += step;
    }
    return false;
}

/* The granted table that a name means, or NULL. */
static const char *granted(const ics_outcry *outcry, const char *name)
{
    const size_t length = strlen(name);
    for (size_t i = 0; i < outcry->read_count; i++) {
        const char *path = outcry->reads[i];
        const size_t whole = strlen(path);
        if (strcmp(path, name) == 0 || (length > 0 && name[0] != '/' && whole > length &&
                                        path[whole - length - 1] == '/' && strcmp(path + whole - length, name) == 0))
            return path;
    }
    return NULL;
}

/* Opens a granted table and hands it over as the answer to the call. */
static bool hand_over(const ics_outcry *outcry, const struct seccomp_notif *notice)
{
    char name[1024];
    const int wish = (int)notice->data.args[2];
    if (outcry->read_count == 0 || (wish & (O_ACCMODE | O_CREAT | O_TRUNC)) != O_RDONLY ||
        !read_name(outcry, notice->data.args[1], name, sizeof name))
        return false;
    const char *path = granted(outcry, name), *why = NULL;
    ics_arena arena = {0};
    int file = -1;
    bool is_given = path != NULL && ics_plugin_guard_open(&file, path, &arena, &why) == ICS_PLUGIN_GUARDED;
    if (is_given) {
        struct seccomp_notif_addfd given = {
            .id = notice->id, .flags = SECCOMP_ADDFD_FLAG_SEND, .srcfd = (uint32_t)file};
        is_given = ioctl(outcry->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &given) >= 0;
    }
    if (file >= 0)
        close(file);
    ics_arena_free(&arena);
    return is_given;
}

bool ics_outcry_hear(ics_outcry *outcry, char *forbidden, size_t room)
{
    union {
        struct seccomp_notif notice;
        unsigned char bytes[NOTICE_BYTES];
    } heard;
    memset(&heard, 0, sizeof heard);
    forbidden[0] = '\0';
    if (ioctl(outcry->listener, SECCOMP_IOCTL_NOTIF_RECV, &heard) != 0)
        return errno == EINTR || errno == EAGAIN || errno == ENOENT; /* gone before it was heard */
    const int number = heard.notice.data.nr;
    if (number == SYS_openat && outcry->may_load) {
        union {
            struct seccomp_notif_resp response;
            unsigned char bytes[NOTICE_BYTES];
        } answer;
        memset(&answer, 0, sizeof answer);
        answer.response.id = heard.notice.id;
        answer.response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        outcry->may_load = false;
        return ioctl(outcry->listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0 || errno == ENOENT;
    }
    if (number == SYS_openat && hand_over(outcry, &heard.notice))
        return true;
    if (number >= 0 && (size_t)number < sizeof names / sizeof names[0] && names[number] != NULL)
        snprintf(forbidden, room, "%s", names[number]);
    else
        snprintf(forbidden, room, "number %d", number);
    return true;
}
