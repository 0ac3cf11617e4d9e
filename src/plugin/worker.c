/*
 * A worker is spawned with an empty environment and seven descriptors. Requests lie in memory that it can only read:
 * the seals see to that. Its outputs are one pipe, read while an answer is awaited, so that a plugin that writes
 * without end neither blocks nor fills anything. Where the kernel can, each forbidden system call is told here before
 * it is made, and the worker is killed while it waits; else the kernel kills it.
 */
#define _GNU_SOURCE /* memfd_create, posix_spawn_file_actions_addclosefrom_np */
#include "plugin/worker.h"

#include "plugin/crossing.h"
#include "plugin/outcry.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

enum { OUTPUT_BYTES = 64 << 10, LOWEST_FILE = 16 };

struct ics_worker {
    ics_worker_terms terms;
    pid_t process; /* 0: there is none, or it has been reaped */
    pid_t starter; /* the thread with which it dies */
    int channel, output;
    ics_outcry outcry;
    int requests, replies; /* memory */
    void *request, *reply;
    uint32_t number;
    bool may_open;      /* the loader opens the plugin once */
    char forbidden[64]; /* the system call for which it was killed */
    size_t kept;        /* of output */
    char kept_output[OUTPUT_BYTES];
};

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
    *file = -1;
}

/* Moves a descriptor out of the way of those that a worker is born with. Takes -1. */
static int out_of_the_way(int file)
{
    const int moved = file < 0 ? -1 : fcntl(file, F_DUPFD_CLOEXEC, LOWEST_FILE);
    if (file >= 0)
        close(file);
    return moved;
}

/* Memory of a fixed length that another process can map. */
static void *shared_memory(int *file, const char *name, size_t size, int more_seals)
{
    *file = out_of_the_way(memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (*file < 0 || ftruncate(*file, (off_t)size) != 0)
        return NULL;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, *file, 0);
    if (memory == MAP_FAILED)
        return NULL;
    if (fcntl(*file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | more_seals | F_SEAL_SEAL) == 0)
        return memory;
    munmap(memory, size);
    return NULL;
}

static bool make_memory(ics_worker *worker)
{
    worker->request = shared_memory(&worker->requests, "icsrules-requests", ICS_REQUEST_BYTES, F_SEAL_FUTURE_WRITE);
    worker->reply = shared_memory(&worker->replies, "icsrules-replies", ICS_REPLY_BYTES, 0);
    return worker->request != NULL && worker->reply != NULL;
}

/* The worker's ends of what joins it to the program. */
typedef struct ends {
    int channel, output, file;
} ends;

static bool make_ends(ics_worker *worker, ends *theirs)
{
    int pair[2] = {-1, -1}, pipes[2] = {-1, -1};
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0 || pipe2(pipes, O_CLOEXEC) != 0) {
        close_file(&pair[0]);
        close_file(&pair[1]);
        return false;
    }
    worker->channel = pair[0];
    worker->output = pipes[0];
    *theirs = (ends){out_of_the_way(pair[1]), out_of_the_way(pipes[1]),
                     fcntl(worker->terms.file, F_DUPFD_CLOEXEC, LOWEST_FILE)};
    return theirs->channel >= 0 && theirs->output >= 0 && theirs->file >= 0 &&
           fcntl(worker->output, F_SETFL, O_NONBLOCK) == 0;
}

static int name_files(posix_spawn_file_actions_t *actions, const ics_worker *worker, const ends *theirs)
{
    int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    const int from[] = {theirs->output,   theirs->output,  theirs->channel,
                        worker->requests, worker->replies, theirs->file};
    for (int to = 1; error == 0 && to < ICS_WORKER_FILES; to++)
        error = posix_spawn_file_actions_adddup2(actions, from[to - 1], to);
    return error != 0 ? error : posix_spawn_file_actions_addclosefrom_np(actions, ICS_WORKER_FILES);
}

/* @return 0, or the system's reason. The environment is empty: what is set for the program is not for its guests. */
static int spawn(ics_worker *worker, const ends *theirs)
{
    char parent[24], memory[24], name[] = "icsrules-plugin-host", word[] = ICS_WORKER_WORD;
    char *arguments[] = {name, parent, memory, word, NULL}, *environment[] = {NULL};
    snprintf(parent, sizeof parent, "%ld", (long)getpid());
    snprintf(memory, sizeof memory, "%" PRIu64, worker->terms.memory_bytes);
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0)
        return error;
    error = posix_spawnattr_init(&attributes);
    if (error == 0) {
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        error =
            posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
        if (error == 0)
            error = name_files(&actions, worker, theirs);
        if (error == 0)
            error = posix_spawn(&worker->process, worker->terms.program, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0)
        worker->process = 0;
    return error;
}

/* Takes in some of what the worker wrote; the last of it is kept. @return as read() does. */
static ssize_t drain(ics_worker *worker)
{
    if (worker->kept == OUTPUT_BYTES) {
        memmove(worker->kept_output, worker->kept_output + OUTPUT_BYTES / 2, OUTPUT_BYTES / 2);
        worker->kept = OUTPUT_BYTES / 2;
    }
    const ssize_t got = read(worker->output, worker->kept_output + worker->kept, OUTPUT_BYTES - worker->kept);
    if (got > 0)
        worker->kept += (size_t)got;
    return got;
}

/* Ends the process and says how it had ended. @return what wait tells, -1 where somebody else has reaped it. */
static int reap(ics_worker *worker, bool may_end_itself)
{
    int status = -1;
    const struct timespec moment = {0, 1000000};
    pid_t got = 0;
    for (int i = 0; may_end_itself && got == 0 && i < 100; i++) { /* its end is seen a little before its status */
        got = waitpid(worker->process, &status, WNOHANG);
        if (got == 0)
            nanosleep(&moment, NULL);
    }
    if (got == 0) {
        kill(worker->process, SIGKILL);
        do
            got = waitpid(worker->process, &status, 0);
        while (got < 0 && errno == EINTR);
    }
    worker->process = 0;
    return got < 0 ? -1 : status;
}

/* What a program can do to make its own end look like another's is not asked; a limit that it ran into is. */
static void tell_end(const ics_worker *worker, int status, char *why)
{
    static const struct {
        int number;
        const char *name;
    } signals[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGFPE, "SIGFPE"},   {SIGILL, "SIGILL"},
                   {SIGABRT, "SIGABRT"}, {SIGKILL, "SIGKILL"}, {SIGTRAP, "SIGTRAP"}, {SIGTERM, "SIGTERM"}};
    const int number = status >= 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    const bool lacks_memory = ((const volatile ics_plugin_reply *)worker->reply)->is_out_of_memory != 0;
    const size_t room = ICS_CAUSE_BYTES;
    if (worker->forbidden[0] != '\0')
        snprintf(why, room, "made a forbidden system call, %s", worker->forbidden);
    else if (number == SIGSYS)
        snprintf(why, room, "made a forbidden system call");
    else if (number == SIGXCPU)
        snprintf(why, room, "used up its limit of processor time");
    else if (number != 0 && lacks_memory)
        snprintf(why, room, "wanted more memory than its limit, %" PRIu64 " MiB", worker->terms.memory_bytes >> 20);
    else if (number == 0 && status >= 0 && WIFEXITED(status))
        snprintf(why, room, "ended without an answer (exit status %d)", WEXITSTATUS(status));
    else if (number == 0)
        snprintf(why, room, "ended without an answer");
    else {
        snprintf(why, room, "was ended by signal %d", number);
        for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
            if (signals[i].number == number)
                snprintf(why, room, "was ended by %s", signals[i].name);
    }
}

static ics_worker_end died(ics_worker *worker, bool may_end_itself, char *why)
{
    const int status = reap(worker, may_end_itself);
    for (int i = 0; i < 16 && drain(worker) > 0; i++) /* what it said last: no more than a pipe holds */
        ;
    tell_end(worker, status, why);
    return ICS_WORKER_DIED;
}

static ics_worker_end breaks_protocol(ics_worker *worker, const char *how, char *why)
{
    reap(worker, false);
    snprintf(why, ICS_CAUSE_BYTES, "%s", how);
    return ICS_WORKER_DIED;
}

/* Takes the message that lies ready, and the listener that the first may bring. */
static ssize_t take_message(ics_worker *worker, ics_worker_message *out)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct iovec part = {out, sizeof *out};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (worker->number == 0) { /* no plugin has been loaded yet */
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
    }
    const ssize_t got = recvmsg(worker->channel, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    const struct cmsghdr *head = got > 0 && worker->number == 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (head != NULL && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS &&
        head->cmsg_len == CMSG_LEN(sizeof(int)))
        memcpy(&worker->outcry.listener, CMSG_DATA(head), sizeof(int));
    return (message.msg_flags & MSG_TRUNC) != 0 ? 1 : got; /* longer than a message is none */
}

/* What stands at the channel: an answer, the end, or nonsense. */
static ics_worker_end hear(ics_worker *worker, char *why)
{
    ics_worker_message message;
    const ssize_t got = take_message(worker, &message);
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        return died(worker, true, why);
    if (got < 0)
        return ICS_WORKER_LOST; /* nothing yet */
    if (got != sizeof message || message.number != worker->number)
        return breaks_protocol(worker, "answered what was not asked", why);
    return ICS_WORKER_ANSWERED;
}

/* Waits for the answer to the request of worker->number. */
static ics_worker_end await(ics_worker *worker, int64_t deadline, char *why)
{
    for (;;) {
        struct pollfd files[] = {
            {worker->channel, POLLIN, 0}, {worker->output, POLLIN, 0}, {worker->outcry.listener, POLLIN, 0}};
        const int64_t left_ms = (deadline - now_ns() + 999999) / 1000000;
        const int ready = left_ms <= 0 ? 0 : poll(files, 3, left_ms > INT32_MAX ? INT32_MAX : (int)left_ms);
        if (ready == 0) {
            reap(worker, false);
            return ICS_WORKER_LATE;
        }
        if (ready > 0 && files[0].revents != 0) {
            const ics_worker_end end = hear(worker, why);
            if (end != ICS_WORKER_LOST)
                return end;
        }
        if (ready > 0 && files[2].revents != 0) {
            if (!ics_outcry_hear(&worker->outcry, worker->forbidden, sizeof worker->forbidden))
                close_file(&worker->outcry.listener);
            else if (worker->forbidden[0] != '\0')
                return died(worker, false, why);
        }
        if (ready > 0 && files[1].revents != 0 && drain(worker) == 0)
            close_file(&worker->output);
    }
}

/* Its first words: it is shut in. */
static bool greet(ics_worker *worker, char *why)
{
    char said[ICS_CAUSE_BYTES] = "was late";
    worker->outcry.process = worker->process;
    worker->outcry.may_load = true;
    worker->outcry.reads = worker->terms.reads;
    worker->outcry.read_count = worker->terms.read_count;
    if (await(worker, now_ns() + ICS_LIMIT_PLUGIN_BATCH_MS * 1000000, said) == ICS_WORKER_ANSWERED)
        return true;
    size_t size = 0;
    const char *output = ics_worker_output(worker, &size);
    snprintf(why, ICS_CAUSE_BYTES, "its worker %.200s%s%.*s", said, size > 0 ? ": " : "", size > 200 ? 200 : (int)size,
             output);
    return false;
}

ics_worker *ics_worker_new(const ics_worker_terms *terms)
{
    ics_worker *worker = malloc(sizeof *worker);
    if (worker == NULL)
        return NULL;
    *worker = (ics_worker){
        .terms = *terms, .channel = -1, .output = -1, .outcry = {.listener = -1}, .requests = -1, .replies = -1};
    if (make_memory(worker))
        return worker;
    ics_worker_free(worker);
    return NULL;
}

bool ics_worker_start(ics_worker *worker, char *why)
{
    if (worker->process != 0)
        reap(worker, false); /* it has lost its starter */
    close_file(&worker->channel);
    close_file(&worker->output);
    close_file(&worker->outcry.listener);
    worker->starter = (pid_t)syscall(SYS_gettid);
    worker->number = 0;
    worker->kept = 0;
    worker->forbidden[0] = '\0';
    memset(worker->reply, 0, sizeof(ics_plugin_reply));
    ends theirs = {-1, -1, -1};
    bool is_there = make_ends(worker, &theirs);
    if (!is_there)
        snprintf(why, ICS_CAUSE_BYTES, "channels for its worker cannot be had: %s", strerror(errno));
    if (is_there) {
        const int error = spawn(worker, &theirs);
        is_there = error == 0;
        if (!is_there)
            snprintf(why, ICS_CAUSE_BYTES, "%.200s cannot be started: %s", worker->terms.program, strerror(error));
    }
    close_file(&theirs.channel);
    close_file(&theirs.output);
    close_file(&theirs.file);
    if (is_there && !greet(worker, why)) {
        if (worker->process != 0)
            reap(worker, false);
        is_there = false;
    }
    return is_there;
}

/* Whether the worker may have died with the thread that had started it, and not by its plugin. */
static bool has_lost_starter(const ics_worker *worker)
{
    const pid_t self = (pid_t)syscall(SYS_gettid);
    return self != worker->starter && syscall(SYS_tgkill, getpid(), worker->starter, 0) != 0;
}

bool ics_worker_is_up(const ics_worker *worker)
{
    return worker->process != 0 && !has_lost_starter(worker);
}

void *ics_worker_request(const ics_worker *worker)
{
    return worker->request;
}

void *ics_worker_reply(const ics_worker *worker)
{
    return worker->reply;
}

ics_worker_end ics_worker_ask(ics_worker *worker, int64_t *left_ns, char *why)
{
    snprintf(why, ICS_CAUSE_BYTES, "ended without an answer");
    if (worker->process == 0 || has_lost_starter(worker))
        return ICS_WORKER_LOST;
    const int64_t begun = now_ns();
    const ics_worker_message message = {.number = ++worker->number};
    ics_plugin_reply *reply = worker->reply;
    ((ics_plugin_request *)worker->request)->number = worker->number;
    reply->is_out_of_memory = 0;
    ics_worker_end end = ICS_WORKER_DIED;
    if (send(worker->channel, &message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof message)
        end = await(worker, begun + *left_ns, why);
    else
        end = died(worker, true, why);
    *left_ns -= now_ns() - begun;
    return end == ICS_WORKER_DIED && has_lost_starter(worker) ? ICS_WORKER_LOST : end;
}

const char *ics_worker_output(const ics_worker *worker, size_t *size)
{
    *size = worker->kept;
    return worker->kept_output;
}

void ics_worker_free(ics_worker *worker)
{
    if (worker == NULL)
        return;
    if (worker->process != 0)
        reap(worker, false);
    close_file(&worker->channel);
    close_file(&worker->output);
    close_file(&worker->outcry.listener);
    close_file(&worker->requests);
    close_file(&worker->replies);
    if (worker->request != NULL)
        munmap(worker->request, ICS_REQUEST_BYTES);
    if (worker->reply != NULL)
        munmap(worker->reply, ICS_REPLY_BYTES);
    free(worker);
}
