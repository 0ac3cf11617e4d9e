/* Isolation: the same answers as in the program, and guests that do what they may not. */
#include "plugin_test.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

enum { LANES = 64, VALUE = 1, FAILED = 3, GIVEN_UP = -1 };

static ics_plugin_host *open_as(bench_program *bench, bool is_isolated)
{
    const bool was = bench_is_isolated;
    bench_is_isolated = is_isolated;
    ics_plugin_host *host = bench_open(bench);
    bench_is_isolated = was;
    return host;
}

static void answers_alike(void **state)
{
    bench_program bench;
    bench_make(&bench, "guest", 3, *state, "share(number, number)");
    ics_plugin_host *near_host = open_as(&bench, false), *far_host = open_as(&bench, true);
    const ics_plugin_port *here = ics_plugin_host_port(near_host), *there = ics_plugin_host_port(far_host);
    for (int64_t round = 0; round < 5; round++) {
        int64_t attended[LANES], held[LANES];
        for (int64_t i = 0; i < LANES; i++) {
            attended[i] = (i + round) % 7 * (i == 13 ? 500000 : ICS_DECIMAL_ONE);
            held[i] = (i * round) % 6 * ICS_DECIMAL_ONE;
        }
        const void *const arguments[] = {attended, held};
        ics_plugin_answer near[LANES], far[LANES];
        const char *near_cause = NULL, *far_cause = NULL;
        assert_int_equal(here->call(here->context, &bench.import, LANES, arguments, near, &near_cause),
                         there->call(there->context, &bench.import, LANES, arguments, far, &far_cause));
        for (size_t i = 0; i < LANES; i++) {
            assert_int_equal(near[i].state, far[i].state);
            assert_int_equal(near[i].value, far[i].value);
            assert_int_equal(near[i].of, far[i].of);
        }
        assert_int_equal(near_cause == NULL, far_cause == NULL);
        if (near_cause != NULL)
            assert_string_equal(near_cause, far_cause);
    }
    ics_plugin_host_close(near_host);
    ics_plugin_host_close(far_host);
    bench_free(&bench);
}

/* A batch of 64 lanes in which one is guilty: the others are answered, and the cause is told. */
static const struct harm_case {
    const char *function, *cause;
    int guilty_state; /* FAILED, or VALUE where it is no fault; -1: the plugin is given up */
} harm_cases[] = {
    {"segv", "hostile.segv was ended by SIGSEGV", FAILED},
    {"bus", "hostile.bus was ended by SIGBUS", FAILED},
    {"fpe", "hostile.fpe was ended by SIGFPE", FAILED},
    {"ill", "hostile.ill was ended by SIGILL", FAILED},
    {"aborts", "hostile.aborts was ended by SIGABRT", FAILED},
    {"exits", "hostile.exits ended without an answer (exit status 0)", FAILED},
    {"leaves", "hostile.leaves ended without an answer (exit status 0)", FAILED},
    {"spins", "hostile.spins did not answer within its limit of time, 1000 ms", GIVEN_UP},
    {"sleeps", "hostile.sleeps did not answer within its limit of time, 1000 ms", GIVEN_UP},
    {"blocks", "hostile.blocks did not answer within its limit of time, 1000 ms", GIVEN_UP},
    {"eats", "hostile.eats wanted more memory than its limit, 256 MiB", FAILED},
    {"recurses", "hostile.recurses was ended by SIGSEGV", FAILED},
    {"forks", "hostile.forks made a forbidden system call, clone", FAILED},
    {"threads", "hostile.threads made a forbidden system call, clone3", FAILED},
    {"execs", "hostile.execs made a forbidden system call, execve", FAILED},
    {"systems", "hostile.systems made a forbidden system call, clone", FAILED},
    {"shouts", NULL, VALUE},
    {"reads", "hostile.reads made a forbidden system call, openat", FAILED},
    {"visits", "hostile.visits made a forbidden system call, openat", FAILED},
    {"connects", "hostile.connects made a forbidden system call, socket", FAILED},
    {"creates", "hostile.creates made a forbidden system call, openat", FAILED},
    {"unlinks", "hostile.unlinks made a forbidden system call, unlink", FAILED},
    {"builds", "hostile.builds made a forbidden system call, mkdir", FAILED},
    {"kills", "hostile.kills made a forbidden system call, getppid", FAILED},
    {"traces", "hostile.traces made a forbidden system call, getppid", FAILED},
    {"pokes", "hostile.pokes made a forbidden system call, process_vm_writev", FAILED},
    {"climbs", "hostile.climbs made a forbidden system call, prlimit64", FAILED},
    {"closes", "hostile.closes ended without an answer", FAILED},
    {"forges", "hostile.forges answered what was not asked", FAILED},
    {"crowds", "hostile.crowds was ended by SIGSEGV", FAILED},
    {"loner", NULL, VALUE},
};

/* No child of this process is left, dead or alive. */
static void expect_no_child(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void outlives_harm(void **state)
{
    const struct harm_case *c = *state;
    bench_program bench;
    bench_make(&bench, "hostile", 1, c->function, "number(number)");
    ics_plugin_host *host = bench_open(&bench);
    assert_null(ics_plugin_host_fault(host, 0));
    const ics_plugin_port *port = ics_plugin_host_port(host);
    int64_t numbers[LANES];
    for (int64_t i = 0; i < LANES; i++)
        numbers[i] = i * ICS_DECIMAL_ONE;
    const void *const arguments[] = {numbers};
    ics_plugin_answer answers[LANES];
    for (int again = 0; again < 2; again++) { /* the second time the guilty call is known, and is not made */
        const char *cause = NULL;
        assert_int_equal(port->call(port->context, &bench.import, LANES, arguments, answers, &cause),
                         c->guilty_state != GIVEN_UP);
        for (int i = 0; i < LANES; i++) {
            assert_int_equal(answers[i].state, c->guilty_state == GIVEN_UP ? FAILED
                                               : i == 13                   ? c->guilty_state
                                                                           : VALUE);
            if (answers[i].state == VALUE)
                assert_int_equal(answers[i].value, i * ICS_DECIMAL_ONE);
        }
        if (c->cause == NULL)
            assert_null(cause);
        else if (cause == NULL || strncmp(cause, c->cause, strlen(c->cause)) != 0)
            fail_msg("'%s' does not begin '%s'", cause == NULL ? "(none)" : cause, c->cause);
    }
    assert_int_equal(ics_plugin_host_gave_up(host), c->guilty_state == GIVEN_UP);
    assert_false(ics_plugin_host_gave_up(host));
    ics_plugin_host_report(host, bench.diags);
    assert_int_equal(ics_diags_count(bench.diags), c->cause == NULL ? 0 : 1);
    ics_plugin_host_close(host);
    expect_no_child();
    bench_free(&bench);
}

/* P24: every call fails. Three are guilty, then none is made any more. */
static void gives_up(void **state)
{
    bench_program bench;
    bench_make(&bench, "hostile", 1, *state, "number(number)");
    ics_plugin_host *host = bench_open(&bench);
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    for (int64_t i = 0; i < 6; i++) {
        const int64_t number = (101 + i) * ICS_DECIMAL_ONE;
        const void *const arguments[] = {&number};
        ics_plugin_answer answer;
        cause = NULL;
        assert_int_equal(port->call(port->context, &bench.import, 1, arguments, &answer, &cause), i < 2);
        assert_int_equal(answer.state, FAILED);
        assert_int_equal(ics_plugin_host_gave_up(host), i == 2);
    }
    assert_string_equal(cause, "not asked any more after 3 calls that failed; the last: hostile.segv was ended by "
                               "SIGSEGV");
    ics_plugin_host_report(host, bench.diags);
    assert_int_equal(ics_diags_at(bench.diags, 0)->code, ICS_W1703);
    ics_plugin_host_close(host);
    expect_no_child();
    bench_free(&bench);
}

int run_isolation_tests(void)
{
    enum { HARMS = sizeof harm_cases / sizeof harm_cases[0] };
    struct CMUnitTest tests[HARMS + 3] = {
        {"lane by lane", answers_alike, NULL, NULL, (void *)"part"},
        {"a batch at a time", answers_alike, NULL, NULL, (void *)"parts"},
        {"a plugin that dies at every call", gives_up, NULL, NULL, (void *)"segv"},
    };
    for (size_t i = 0; i < HARMS; i++)
        tests[3 + i] = (struct CMUnitTest){harm_cases[i].function, outlives_harm, NULL, NULL, (void *)&harm_cases[i]};
    return cmocka_run_group_tests_name("in the program and in a worker", tests, NULL, NULL);
}
