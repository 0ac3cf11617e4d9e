/* The kernel's own structures, of the sizes that this kernel has. No memory of the worker is read. */
#define _GNU_SOURCE
#include "plugin/outcry.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

enum { NOTICE_BYTES = 512 }; /* the kernel writes what it knows; today's notice has 80 bytes, an answer 24 */

static const char *const names[] = {
#include "system_calls.inc"
};

bool ics_outcry_hear(int listener, bool *may_open, char *forbidden, size_t room)
{
    union {
        struct seccomp_notif notice;
        unsigned char bytes[NOTICE_BYTES];
    } heard;
    memset(&heard, 0, sizeof heard);
    forbidden[0] = '\0';
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &heard) != 0)
        return errno == EINTR || errno == EAGAIN || errno == ENOENT; /* gone before it was heard */
    const int number = heard.notice.data.nr;
    if (number == SYS_openat && *may_open) {
        union {
            struct seccomp_notif_resp response;
            unsigned char bytes[NOTICE_BYTES];
        } answer;
        memset(&answer, 0, sizeof answer);
        answer.response.id = heard.notice.id;
        answer.response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        *may_open = false;
        return ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0 || errno == ENOENT;
    }
    if (number >= 0 && (size_t)number < sizeof names / sizeof names[0] && names[number] != NULL)
        snprintf(forbidden, room, "%s", names[number]);
    else
        snprintf(forbidden, room, "number %d", number);
    return true;
}
