/*
 * A plugin that does what no plugin may. Each function does harm where its argument is 13 (or more than 100: always)
 * and else answers its argument, so that a batch holds guilty lanes and innocent ones.
 */
#define _GNU_SOURCE
#include <icsrules/plugin.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static volatile int zero;
static volatile int *volatile nowhere;

static void do_segv(void)
{
    *nowhere = 1;
}

static void do_bus(void)
{
    const size_t size = (size_t)1 << 20; /* beyond the end of the file that it was loaded from */
    const unsigned char *beyond = mmap(NULL, size, PROT_READ, MAP_PRIVATE, ICS_HOSTILE_FILE, 0);
    zero = beyond[size - 1];
    raise(SIGBUS);
}

static void do_fpe(void)
{
    zero = 1 / zero;
    raise(SIGFPE); /* where division by zero has a result */
}

static void do_ill(void)
{
    __builtin_trap();
}

static void do_abort(void)
{
    fputs("the table of wards is empty\n", stderr);
    abort();
}

static void do_exit(void)
{
    exit(0);
}

static void do_quick_exit(void)
{
    _exit(0);
}

static void do_spin(void)
{
    for (;;)
        zero = 0;
}

static void do_sleep(void)
{
    for (;;)
        usleep(1000000);
}

static void do_block(void)
{
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (int number = 1; number < 32; number++)
        signal(number, SIG_IGN);
    do_spin();
}

static void do_eat(void)
{
    for (;;) {
        char *block = malloc(1 << 20);
        memset(block, 1, 1 << 20);
    }
}

static int deeper(volatile char *above)
{
    volatile char here[4096];
    here[0] = above[0];
    return here[0] == 0 ? 0 : deeper(here) + here[0]; /* it never is; a compiler must not know */
}

static void do_recurse(void)
{
    char first[1] = {1};
    zero = deeper(first);
}

static void do_fork(void)
{
    if (fork() == 0)
        do_sleep();
}

static void *idle(void *nothing)
{
    do_sleep();
    return nothing;
}

static void do_thread(void)
{
    pthread_t thread;
    pthread_create(&thread, NULL, idle, NULL);
}

static void do_exec(void)
{
    char *arguments[] = {(char *)(size_t) "sh", (char *)(size_t) "-c", (char *)(size_t) "sleep 60", NULL};
    execv("/bin/sh", arguments);
}

static void do_system(void)
{
    zero = system("sleep 60 &");
}

static void do_read_file(void)
{
    close(open("/etc/passwd", O_RDONLY));
}

static void do_read_home(void)
{
    FILE *file = fopen("/root/.bashrc", "r");
    if (file != NULL)
        fclose(file);
}

static void do_socket(void)
{
    zero = socket(AF_INET, SOCK_STREAM, 0);
}

static void do_create(void)
{
    close(open("left-behind", O_CREAT | O_WRONLY, 0600));
}

static void do_unlink(void)
{
    zero = unlink("rules.rules");
}

static void do_make_folder(void)
{
    zero = mkdir("/tmp/left-behind", 0700);
}

static void do_kill(void)
{
    zero = kill(getppid(), SIGKILL);
}

static void do_trace(void)
{
    zero = (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static void do_write_host(void)
{
    char byte = 0;
    struct iovec here = {&byte, 1}, there = {&byte, 1};
    zero = (int)process_vm_writev(1, &here, 1, &there, 1, 0);
}

static void do_raise_limit(void)
{
    const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    zero = setrlimit(RLIMIT_AS, &none);
}

static void do_close(void)
{
    for (int file = 0; file < 64; file++)
        close(file);
}

static void do_forge(void)
{
    const uint32_t message[2] = {77, 0};
    zero = (int)write(ICS_HOSTILE_CHANNEL, message, sizeof message);
}

static void do_shout(void)
{
    static char line[1 << 16];
    memset(line, 'x', sizeof line - 1);
    line[sizeof line - 1] = '\n';
    for (int i = 0; i < 1600; i++)
        if (write(1 + i % 2, line, sizeof line) < 0)
            return;
}

#define HARM(name, deed)                                                                                               \
    static ics_count name(ics_count number)                                                                            \
    {                                                                                                                  \
        if (number == 13 || number > 100)                                                                              \
            deed();                                                                                                    \
        return number;                                                                                                 \
    }
HARM(segv, do_segv)
HARM(bus, do_bus)
HARM(fpe, do_fpe)
HARM(ill, do_ill)
HARM(aborts, do_abort)
HARM(exits, do_exit)
HARM(leaves, do_quick_exit)
HARM(spins, do_spin)
HARM(sleeps, do_sleep)
HARM(blocks, do_block)
HARM(eats, do_eat)
HARM(recurses, do_recurse)
HARM(forks, do_fork)
HARM(threads, do_thread)
HARM(execs, do_exec)
HARM(systems, do_system)
HARM(reads, do_read_file)
HARM(visits, do_read_home)
HARM(connects, do_socket)
HARM(creates, do_create)
HARM(unlinks, do_unlink)
HARM(builds, do_make_folder)
HARM(kills, do_kill)
HARM(traces, do_trace)
HARM(pokes, do_write_host)
HARM(climbs, do_raise_limit)
HARM(closes, do_close)
HARM(forges, do_forge)
HARM(shouts, do_shout)

/* A batch in which one lane's harm is done to all: the others have been answered by then, or not. */
static void crowds(size_t count, const ics_count *numbers, ics_count *results)
{
    for (size_t i = 0; i < count; i++)
        results[i] = segv(numbers[i]);
}

/* Cannot stand company: fails in batches, and never alone. */
static void loner(size_t count, const ics_count *numbers, ics_count *results)
{
    if (count > 1)
        do_segv();
    results[0] = numbers[0];
}

ICS_PLUGIN("hostile", "1.0", "tests")
ICS_FUNCTION(segv, "count(count)", "P01")
ICS_FUNCTION(bus, "count(count)", "P01")
ICS_FUNCTION(fpe, "count(count)", "P01")
ICS_FUNCTION(ill, "count(count)", "P01")
ICS_FUNCTION(aborts, "count(count)", "P02")
ICS_FUNCTION(exits, "count(count)", "P03")
ICS_FUNCTION(leaves, "count(count)", "P03")
ICS_FUNCTION(spins, "count(count)", "P04")
ICS_FUNCTION(sleeps, "count(count)", "P04")
ICS_FUNCTION(blocks, "count(count)", "P04")
ICS_FUNCTION(eats, "count(count)", "P05")
ICS_FUNCTION(recurses, "count(count)", "P06")
ICS_FUNCTION(forks, "count(count)", "P07")
ICS_FUNCTION(threads, "count(count)", "P07")
ICS_FUNCTION(execs, "count(count)", "P07")
ICS_FUNCTION(systems, "count(count)", "P07")
ICS_FUNCTION(shouts, "count(count)", "P08")
ICS_FUNCTION(reads, "count(count)", "P09")
ICS_FUNCTION(visits, "count(count)", "P09")
ICS_FUNCTION(connects, "count(count)", "P09")
ICS_FUNCTION(creates, "count(count)", "P10")
ICS_FUNCTION(unlinks, "count(count)", "P10")
ICS_FUNCTION(builds, "count(count)", "P10")
ICS_FUNCTION(kills, "count(count)", "P11")
ICS_FUNCTION(traces, "count(count)", "P11")
ICS_FUNCTION(pokes, "count(count)", "P11")
ICS_FUNCTION(climbs, "count(count)", "P11")
ICS_FUNCTION(closes, "count(count)", "its own descriptors")
ICS_FUNCTION(forges, "count(count)", "an answer that was not asked for")
ICS_BATCH_FUNCTION(crowds, "count(count)", "P01 in a batch")
ICS_BATCH_FUNCTION(loner, "count(count)", "fails in batches alone")
ICS_PLUGIN_END
