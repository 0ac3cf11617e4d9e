/*
 * icsrules-plugin-host: opens one plugin and answers for it, shut in. Started by the library, never by people. Its
 * descriptors are those that it is born with; what it does before it is shut in runs no code of the plugin's.
 */
#include "plugin/crossing.h"
#include "plugin/guest.h"
#include "plugin/memory.h"
#include "plugin/needed.h"
#include "plugin/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { REFUSED = 2, UNABLE = 4 };

/* Ends with the reason; it goes to the program, which tells it. */
static _Noreturn void give_up(const char *reason)
{
    (void)!write(STDERR_FILENO, reason, strlen(reason));
    _exit(UNABLE);
}

/* Lives no longer than the thread that started it. */
static void tie_to_parent(const char *parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
        give_up("it cannot be tied to the program");
    if (getppid() != (pid_t)strtol(parent, NULL, 10))
        _exit(UNABLE); /* which has ended meanwhile */
}

/* The first words: what follows runs shut in. */
static void greet(int listener)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    ics_worker_message words = {.number = 0, .has_listener = listener >= 0};
    struct iovec part = {&words, sizeof words};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (listener >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        control.head =
            (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
        memcpy(CMSG_DATA(&control.head), &listener, sizeof listener);
    }
    if (sendmsg(ICS_WORKER_CHANNEL, &message, 0) != sizeof words)
        _exit(UNABLE);
    if (listener >= 0)
        close(listener);
}

/* Answers until the program closes its end. */
static void serve(void *request, void *reply, const char *fault, bool is_heard)
{
    ics_guest *guest = NULL;
    ics_worker_message message;
    const ics_plugin_request *asked = request;
    ics_plugin_reply *answer = reply;
    while (read(ICS_WORKER_CHANNEL, &message, sizeof message) == sizeof message) {
        if (asked->kind == ICS_REQUEST_LOAD && fault != NULL) {
            answer->is_answered = 0;
            answer->number = asked->number;
            snprintf(answer->refusal, sizeof answer->refusal, "plugin %s cannot be loaded: %s", asked->name, fault);
        } else {
            ics_guest_answer(&guest, request, reply);
        }
        if (asked->kind == ICS_REQUEST_LOAD && !is_heard && ics_sandbox_close() != NULL)
            _exit(UNABLE);
        fflush(stdout); /* what it said belongs to what it did */
        if (write(ICS_WORKER_CHANNEL, &message, sizeof message) != sizeof message)
            break;
    }
    _exit(0); /* no destructor of the plugin's */
}

int main(int count, char **arguments)
{
    if (count != ICS_WORKER_ARGUMENTS || strcmp(arguments[3], ICS_WORKER_WORD) != 0) {
        fputs("icsrules-plugin-host runs a plugin for icsrules, which starts it: it is no command\n", stderr);
        return REFUSED;
    }
    tie_to_parent(arguments[1]);
    (void)syscall(SYS_close_range, ICS_WORKER_FILES, ~0u, 0);
    void *request = mmap(NULL, ICS_REQUEST_BYTES, PROT_READ, MAP_SHARED, ICS_WORKER_REQUESTS, 0);
    void *reply = mmap(NULL, ICS_REPLY_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, ICS_WORKER_REPLIES, 0);
    if (request == MAP_FAILED || reply == MAP_FAILED)
        give_up("its memory cannot be mapped");
    close(ICS_WORKER_REQUESTS);
    close(ICS_WORKER_REPLIES);
    const char *unable = ics_sandbox_limit(strtoull(arguments[2], NULL, 10) + ICS_REQUEST_BYTES + ICS_REPLY_BYTES);
    ics_arena arena = {0};
    const char *fault = ics_needed_load(ICS_WORKER_FILE, &arena);
    int listener = -1;
    if (unable == NULL)
        unable = ics_sandbox_enter(&listener);
    if (unable != NULL)
        give_up(unable);
    ics_memory_note_at(&((ics_plugin_reply *)reply)->is_out_of_memory);
    greet(listener);
    serve(request, reply, fault, listener >= 0);
}
