/*
 * Three walls, each enough for what it keeps out: limits of resources, Landlock where the kernel has it (no file at
 * all), and a filter of system calls that lets pass what reckoning and loading need. No namespaces: those are refused
 * to ordinary users in many containers.
 */
#include "plugin/sandbox.h"

#include "plugin/crossing.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES_AT_MOST = 16, PROCESSOR_SECONDS = 3600, STACK_BYTES = 8 << 20 };

static bool set_limit(__rlimit_resource_t what, uint64_t most)
{
    const struct rlimit limit = {(rlim_t)most, (rlim_t)most};
    return setrlimit(what, &limit) == 0;
}

/* A limit that is already lower is kept: it cannot be raised, and need not. */
static bool lower_limit(__rlimit_resource_t what, uint64_t most)
{
    struct rlimit had;
    if (getrlimit(what, &had) == 0 && had.rlim_max < most)
        most = had.rlim_max;
    return set_limit(what, most);
}

const char *ics_sandbox_limit(uint64_t memory_bytes)
{
    if (!lower_limit(RLIMIT_AS, memory_bytes))
        return "the limit of memory cannot be set";
    if (!lower_limit(RLIMIT_NOFILE, FILES_AT_MOST) || !lower_limit(RLIMIT_NPROC, 0) || !lower_limit(RLIMIT_FSIZE, 0) ||
        !lower_limit(RLIMIT_CORE, 0) || !lower_limit(RLIMIT_CPU, PROCESSOR_SECONDS) ||
        !lower_limit(RLIMIT_STACK, STACK_BYTES))
        return "a limit of files, processes, stack or time cannot be set";
    return NULL;
}

/* Landlock, by its numbers: headers of the day may not know it. All rights that the kernel knows are taken away, and
 * none given back. Memory that has no name in any folder, such as the plugin's copy, is out of its reach. */
static void give_up_files(void)
{
    enum { CREATE_RULESET = 444, RESTRICT_SELF = 446, VERSION_FLAG = 1 };
    static const uint64_t rights_by_version[] = {0, 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0xFFFF};
    const long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
    if (version < 1)
        return; /* the filter of system calls stands alone */
    const struct {
        uint64_t files;
    } handled = {rights_by_version[version > 5 ? 5 : version]};
    const int rules = (int)syscall(CREATE_RULESET, &handled, sizeof handled, 0);
    if (rules < 0)
        return;
    (void)syscall(RESTRICT_SELF, rules, 0);
    close(rules);
}

static void give_up_capabilities(void)
{
    struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
    (void)syscall(SYS_capset, &head, none);
}

/* What needs no look at its arguments: memory, clocks, the process's own signals, its end. */
static const int always[] = {
    SCMP_SYS(brk),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(close),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(fstat),
    SCMP_SYS(futex),
    SCMP_SYS(getegid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getpid),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(gettid),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getuid),
    SCMP_SYS(lseek),
    SCMP_SYS(madvise),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(nanosleep),
    SCMP_SYS(pread64),
    SCMP_SYS(read),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_yield),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(sysinfo),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(uname),
};

/* One call with one argument of one value. @return 0, or the library's error. */
static int allow_where(scmp_filter_ctx filter, int call, unsigned argument, uint64_t value)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_CMP64(argument, SCMP_CMP_EQ, value, 0));
}

/* What is right in one way alone: writing to its outputs, signals to itself, looking at what is open. */
static int allow_narrowly(scmp_filter_ctx filter)
{
    int error = 0;
    for (uint64_t file = STDOUT_FILENO; error == 0 && file <= STDERR_FILENO; file++) {
        error = allow_where(filter, SCMP_SYS(write), 0, file);
        if (error == 0)
            error = allow_where(filter, SCMP_SYS(writev), 0, file);
    }
    if (error == 0)
        error = allow_where(filter, SCMP_SYS(write), 0, ICS_WORKER_CHANNEL);
    if (error == 0)
        error = allow_where(filter, SCMP_SYS(sendmsg), 0, ICS_WORKER_CHANNEL);
    if (error == 0)
        error = allow_where(filter, SCMP_SYS(tgkill), 0, (uint64_t)getpid());
    if (error == 0) /* reads limits: the new ones are none */
        error = allow_where(filter, SCMP_SYS(prlimit64), 2, 0);
    if (error == 0) /* of a descriptor, not of a path */
        error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                                 SCMP_CMP64(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH));
    return error;
}

/* Reading a file, as the loader does; and the filter that ends it, which cannot take another away. */
static int allow_opening(scmp_filter_ctx filter)
{
    const int error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(seccomp), 0);
    return error != 0 ? error
                      : seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                                         SCMP_CMP64(2, SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY));
}

/* @param otherwise What comes of all other calls. @return the filter's listener, -1 where it has none; -2: no filter.
 */
static int load_filter(uint32_t otherwise, bool may_open)
{
    scmp_filter_ctx filter = seccomp_init(otherwise);
    if (filter == NULL)
        return -2;
    int error = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; error == 0 && i < sizeof always / sizeof always[0]; i++)
        error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, always[i], 0);
    if (error == 0)
        error = allow_narrowly(filter);
    if (error == 0 && may_open)
        error = allow_opening(filter);
    if (error == 0)
        error = seccomp_load(filter);
    int listener = error == 0 ? -1 : -2;
    if (error == 0 && otherwise == SCMP_ACT_NOTIFY)
        listener = seccomp_notify_fd(filter);
    seccomp_release(filter);
    return listener;
}

const char *ics_sandbox_enter(int *listener)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return "its privileges cannot be given up";
    give_up_capabilities();
    give_up_files();
    *listener = load_filter(SCMP_ACT_NOTIFY, false);
    if (*listener >= 0)
        return NULL;
    *listener = -1;
    return load_filter(SCMP_ACT_KILL_PROCESS, true) == -2 ? "system calls cannot be filtered" : NULL;
}

const char *ics_sandbox_close(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW); /* over the first, which forbids the rest */
    int error = filter == NULL ? -ENOMEM : seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 0);
    if (error == 0)
        error = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, SCMP_SYS(openat), 0);
    if (error == 0)
        error = seccomp_load(filter);
    if (filter != NULL)
        seccomp_release(filter);
    return error == 0 ? NULL : "files cannot be shut off";
}
