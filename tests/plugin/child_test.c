/*
 * A child process behind the port. It opens the plugin on its side of two pipes; this side sends numbered requests and
 * takes answers only to the request that it sent. What calls cannot tell the two ports apart.
 */
#include "plugin_test.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_LANES = 64 };

typedef struct request {
    uint32_t number;
    uint32_t lane_count;
    int64_t arguments[2][CHILD_LANES];
} request;

typedef struct reply {
    uint32_t number;
    bool is_answered;
    char cause[256];
    ics_plugin_answer answers[CHILD_LANES];
} reply;

typedef struct child_process {
    pid_t pid;
    int to, from;
    uint32_t number;
    char cause[256];
} child_process;

static bool take_all(int file, void *buffer, size_t size)
{
    unsigned char *at = buffer;
    while (size > 0) {
        const ssize_t got = read(file, at, size);
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

static bool send_all(int file, const void *buffer, size_t size)
{
    const unsigned char *at = buffer;
    while (size > 0) {
        const ssize_t sent = write(file, at, size);
        if (sent <= 0)
            return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

static void serve(bench_program *bench, int from, int to)
{
    ics_plugin_host *host = NULL;
    if (ics_plugin_host_open(&host, &bench->program, &bench->dataset, &bench_places, NULL) != ICS_OK)
        _exit(2);
    const ics_plugin_port *port = ics_plugin_host_port(host);
    static request asked;
    while (take_all(from, &asked, sizeof asked)) {
        static reply given;
        const void *const arguments[] = {asked.arguments[0], asked.arguments[1]};
        const char *cause = NULL;
        memset(&given, 0, sizeof given);
        given.number = asked.number;
        given.is_answered =
            port->call(port->context, &bench->import, asked.lane_count, arguments, given.answers, &cause);
        if (cause != NULL)
            strncpy(given.cause, cause, sizeof given.cause - 1);
        if (!send_all(to, &given, sizeof given))
            break;
    }
    ics_plugin_host_close(host);
    _exit(0);
}

static void start(child_process *child, bench_program *bench)
{
    int down[2], up[2];
    assert_int_equal(pipe(down), 0);
    assert_int_equal(pipe(up), 0);
    *child = (child_process){.to = down[1], .from = up[0]};
    child->pid = fork();
    assert_true(child->pid >= 0);
    if (child->pid == 0) {
        close(down[1]);
        close(up[0]);
        serve(bench, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
}

static int stop(child_process *child)
{
    int status = 0;
    close(child->to);
    close(child->from);
    assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
    return status;
}

static bool ask(void *context, const ics_import *import, uint32_t lane_count, const void *const *arguments,
                ics_plugin_answer *answers, const char **cause)
{
    child_process *child = context;
    static request asked;
    static reply given;
    (void)import;
    assert_true(lane_count <= CHILD_LANES);
    memset(&asked, 0, sizeof asked);
    asked.number = ++child->number;
    asked.lane_count = lane_count;
    for (size_t i = 0; i < 2; i++)
        memcpy(asked.arguments[i], arguments[i], lane_count * sizeof asked.arguments[i][0]);
    if (!send_all(child->to, &asked, sizeof asked) || !take_all(child->from, &given, sizeof given) ||
        given.number != asked.number) {
        *cause = "the worker ended without an answer";
        return false;
    }
    memcpy(answers, given.answers, lane_count * sizeof answers[0]);
    memcpy(child->cause, given.cause, sizeof child->cause);
    if (child->cause[0] != '\0')
        *cause = child->cause;
    return given.is_answered;
}

/* Both ports on the same lanes: whole shares, absent ones, and lanes that fail. */
static void answers_alike(void **state)
{
    bench_program bench;
    bench_make(&bench, "guest", 3, *state, "share(number, number)");
    child_process child;
    start(&child, &bench);
    ics_plugin_host *host = bench_open(&bench);
    const ics_plugin_port *here = ics_plugin_host_port(host);
    const ics_plugin_port there = {ask, &child};
    for (int64_t round = 0; round < 5; round++) {
        int64_t attended[CHILD_LANES], held[CHILD_LANES];
        for (int64_t i = 0; i < CHILD_LANES; i++) {
            attended[i] = (i + round) % 7 * (i == 13 ? 500000 : ICS_DECIMAL_ONE);
            held[i] = (i * round) % 6 * ICS_DECIMAL_ONE;
        }
        const void *const arguments[] = {attended, held};
        ics_plugin_answer near[CHILD_LANES], far[CHILD_LANES];
        const char *near_cause = NULL, *far_cause = NULL;
        assert_int_equal(here->call(here->context, &bench.import, CHILD_LANES, arguments, near, &near_cause),
                         there.call(there.context, &bench.import, CHILD_LANES, arguments, far, &far_cause));
        for (size_t i = 0; i < CHILD_LANES; i++) {
            assert_int_equal(near[i].state, far[i].state);
            assert_int_equal(near[i].value, far[i].value);
            assert_int_equal(near[i].of, far[i].of);
        }
        assert_int_equal(near_cause == NULL, far_cause == NULL);
        if (near_cause != NULL)
            assert_string_equal(near_cause, far_cause);
    }
    ics_plugin_host_close(host);
    assert_int_equal(stop(&child), 0);
    bench_free(&bench);
}

static void tells_a_missing_plugin(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "nowhere", 1, "part", "share(number, number)");
    child_process child;
    start(&child, &bench);
    const int64_t argument = 0;
    const void *const arguments[] = {&argument, &argument};
    ics_plugin_answer answer;
    const char *cause = NULL;
    assert_false(ask(&child, &bench.import, 1, arguments, &answer, &cause));
    assert_string_equal(cause, "plugin nowhere is not installed");
    assert_int_equal(stop(&child), 0);
    bench_free(&bench);
}

int run_child_tests(void)
{
    const struct CMUnitTest tests[] = {
        {"lane by lane", answers_alike, NULL, NULL, (void *)"part"},
        {"a batch at a time", answers_alike, NULL, NULL, (void *)"parts"},
        cmocka_unit_test(tells_a_missing_plugin),
    };
    return cmocka_run_group_tests_name("a process behind the port", tests, NULL, NULL);
}
