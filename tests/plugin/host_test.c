/* Calls through the port: values of every type there and back, faults with their cause, plugins that are not there. */
#include "plugin_test.h"

#include "base/date.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { UNKNOWN, VALUE, ABSENT, FAILED };

static const int64_t one = ICS_DECIMAL_ONE;

/* One lane, one argument. */
static const struct call_case {
    const char *name, *function, *signature;
    char kind; /* of the argument: 'n' number in millionths, 'y' yes/no, 'd' day, 'i' id */
    int64_t argument;
    int state;
    int64_t value, of;
    const char *cause;
} call_cases[] = {
    {"a number", "half", "number(number)", 'n', 3000000, VALUE, 1500000, 1, NULL},
    {"a day", "next_day", "date(event date)", 'd', 19722, VALUE, 19723, 1, NULL},
    {"the last day of all", "next_day", "date(date)", 'd', ICS_DAY_MAX, FAILED, 0, 0,
     "bad return value: day 2932897 does not lie in the years 1 to 9999"},
    {"a choice", "next_choice", "sector(sector)", 'i', 1, VALUE, 2, 1, NULL},
    {"a choice that does not exist", "next_choice", "sector(sector)", 'i', 2, FAILED, 0, 0,
     "bad return value: value 3 of sector, which has 3"},
    {"a text", "length", "number(text)", 'i', 1, VALUE, 17000000, 1, NULL},
    {"a role", "role_named", "role(number)", 'n', 0, VALUE, 0, 1, NULL},
    {"a role that the model lacks", "role_named", "role(number)", 'n', 1000000, FAILED, 0, 0,
     "'night porter' is not a role of the model"},
    {"a role that is not UTF-8", "role_named", "role(number)", 'n', 2000000, FAILED, 0, 0,
     "text that is not UTF-8 at byte 6"},
    {"no role", "role_named", "role(number)", 'n', 3000000, ABSENT, 0, 1, NULL},
    {"a role as argument", "is_nurse", "yes/no(role)", 'i', 0, VALUE, 1, 1, NULL},
    {"a role of no model", "is_nurse", "yes/no(role)", 'i', 9, FAILED, 0, 0, "argument 1 is not a role"},
    {"yes", "maybe", "yes/no(number)", 'n', 1000000, VALUE, 1, 1, NULL},
    {"unknown", "maybe", "yes/no(number)", 'n', 2000000, UNKNOWN, 0, 1, NULL},
    {"absent", "maybe", "yes/no(number)", 'n', 3000000, ABSENT, 0, 1, NULL},
    {"neither yes nor no", "maybe", "yes/no(number)", 'n', 4000000, FAILED, 0, 0, "bad return value: 4 for yes/no"},
    {"a fraction for a count", "maybe", "yes/no(number)", 'n', 2500000, FAILED, 0, 0,
     "guest.maybe: argument 1 is 2.5, and a count is whole"},
    {"a count that does not fit", "big", "number(number)", 'n', 1000000, FAILED, 0, 0, "does not lie between"},
    {"a share of nothing", "wrong_share", "share(number)", 'n', 0, FAILED, 0, 0,
     "the share 5/0, whose whole is not more than 0"},
    {"a share beyond its whole", "wrong_share", "share(number)", 'n', 1000000, FAILED, 0, 0,
     "the share 1000000000000000000/1 does not lie between 0 and 1"},
    {"nothing of nothing", "wrong_share", "share(number)", 'n', 2000000, FAILED, 0, 0, "the share 0/0"},
};

static void answers_call(void **state)
{
    const struct call_case *c = *state;
    bench_program bench;
    bench_make(&bench, "guest", 3, c->function, c->signature);
    ics_plugin_host *host = bench_open(&bench);
    const int32_t day = (int32_t)c->argument;
    const uint32_t id = (uint32_t)c->argument;
    const void *argument = &id;
    if (c->kind == 'n')
        argument = &c->argument;
    else if (c->kind == 'd')
        argument = &day;
    const void *const arguments[] = {argument};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    ics_plugin_answer answer;
    const char *cause = NULL;
    assert_true(port->call(port->context, &bench.import, 1, arguments, &answer, &cause));
    assert_int_equal(answer.state, c->state);
    if (c->state == VALUE) {
        assert_int_equal(answer.value, c->value);
        assert_int_equal(answer.of, c->of);
    }
    if (c->cause == NULL)
        assert_null(cause);
    else if (cause == NULL || strstr(cause, c->cause) == NULL)
        fail_msg("'%s' is not in '%s'", c->cause, cause == NULL ? "(none)" : cause);
    ics_plugin_host_close(host);
    bench_free(&bench);
}

/* Fills more lanes than a batch: lane i attended i % 9 of 8 or, every tenth lane, of none. */
enum { LANES = 3 * ICS_BATCH_LANES + 7 };
static int64_t attended[LANES], held[LANES];
static ics_plugin_answer answers[LANES];

static void calls_in_batches(void **state)
{
    const char *function = *state;
    bench_program bench;
    bench_make(&bench, "guest", 3, function, "share(number, number)");
    ics_plugin_host *host = bench_open(&bench);
    for (size_t i = 0; i < LANES; i++) {
        attended[i] = i == 5000 ? one / 2 : (int64_t)(i % 9) * one;
        held[i] = i % 10 == 3 ? 0 : 8 * one;
    }
    const void *const arguments[] = {attended, held};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    assert_true(port->call(port->context, &bench.import, LANES, arguments, answers, &cause));
    for (size_t i = 0; i < LANES; i++) {
        const int want = i == 5000 ? FAILED : i % 10 == 3 ? ABSENT : VALUE;
        assert_int_equal(answers[i].state, want);
        if (want == VALUE) {
            assert_int_equal(answers[i].value, i % 9);
            assert_int_equal(answers[i].of, 8);
        }
    }
    assert_non_null(cause); /* one lane's fault is told, and costs no other lane */
    assert_non_null(strstr(cause, "argument 1 is 0.5"));
    ics_plugin_host_close(host);
    bench_free(&bench);
}

static void takes_yes_and_no(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "guest", 3, "either", "yes/no(yes/no, yes/no)");
    ics_plugin_host *host = bench_open(&bench);
    const uint8_t a[] = {0, 1}, b[] = {0, 0};
    const void *const arguments[] = {a, b};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    assert_true(port->call(port->context, &bench.import, 2, arguments, answers, &cause));
    assert_int_equal(answers[0].state, UNKNOWN);
    assert_int_equal(answers[1].state, VALUE);
    assert_int_equal(answers[1].value, 1);
    ics_plugin_host_close(host);
    bench_free(&bench);
}

/* Lists by value and, in a batch, by pointer; those of lanes that have one in common; an empty one. */
static void takes_lists(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "guest", 3, "total", "number(list of number)");
    ics_plugin_host *host = bench_open(&bench);
    static const int64_t values[] = {2500000, -1000000, 4000000};
    const ics_call_list lists[] = {{values, 3}, {values, 3}, {NULL, 0}, {values + 1, 1}};
    const void *const arguments[] = {lists};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    const int64_t totals[] = {5500000, 5500000, 0, -1000000};
    assert_true(port->call(port->context, &bench.import, 4, arguments, answers, &cause));
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(answers[i].state, VALUE);
        assert_int_equal(answers[i].value, totals[i]);
    }
    ics_plugin_host_close(host);
    bench_free(&bench);
}

/* More lists than one request holds are split over several; one that is longer than any fails alone. */
static void splits_long_lists(void **state)
{
    (void)state;
    enum { LONG = 500000, TOO_LONG = 7000000, COUNT = 40 };
    bench_program bench;
    bench_make(&bench, "guest", 3, "span-of-days", "number(list of date, number)");
    ics_plugin_host *host = bench_open(&bench);
    int64_t *days = malloc(TOO_LONG * sizeof *days), more[COUNT];
    ics_call_list lists[COUNT];
    assert_non_null(days);
    for (size_t i = 0; i < TOO_LONG; i++)
        days[i] = (int64_t)(i % 1000);
    for (uint32_t i = 0; i < COUNT; i++) {
        lists[i] = (ics_call_list){days + i, i == 7 ? TOO_LONG - i : i == 9 ? 0 : LONG};
        more[i] = 0;
    }
    const void *const arguments[] = {lists, more};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    assert_true(port->call(port->context, &bench.import, COUNT, arguments, answers, &cause));
    for (uint32_t i = 0; i < COUNT; i++) {
        assert_int_equal(answers[i].state, i == 7 ? FAILED : i == 9 ? ABSENT : VALUE);
        if (answers[i].state == VALUE)
            assert_int_equal(answers[i].value, (days[i + LONG - 1] - days[i]) * one);
    }
    assert_non_null(cause);
    assert_non_null(strstr(cause, "its lists are longer than"));
    free(days);
    ics_plugin_host_close(host);
    bench_free(&bench);
}

/* Plugins that cannot be called: every call fails with the reason, the run goes on, and a warning says so. */
static const struct refusal_case {
    const char *name, *plugin;
    uint32_t version;
    const char *cause;
} refusal_cases[] = {
    {"not installed", "nowhere", 1, "plugin nowhere is not installed"},
    {"another ABI", "other-abi", 1, "field abi of its record: 1 (0x1) was wanted, 7 (0x7) found"},
    {"another name", "other-name", 1, "field name of its record: 'other-name' was wanted, 'somebody-else' found"},
    {"another version", "other-version", 1, "field version of its record: '1.x' was wanted, '2.1' found"},
    {"no record", "recordless", 1, "states no terms"},
};

static void refuses_plugin(void **state)
{
    const struct refusal_case *c = *state;
    bench_program bench;
    bench_make(&bench, c->plugin, c->version, "same", "number(number)");
    ics_plugin_host *host = bench_open(&bench);
    const void *const arguments[] = {&one};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    ics_plugin_answer answer;
    const char *cause = NULL;
    assert_false(port->call(port->context, &bench.import, 1, arguments, &answer, &cause));
    if (cause == NULL || strstr(cause, c->cause) == NULL)
        fail_msg("'%s' is not in '%s'", c->cause, cause == NULL ? "(none)" : cause);
    assert_string_equal(ics_plugin_host_fault(host, 0), cause);
    assert_int_equal(ics_diags_error_count(bench.diags), 0);
    assert_int_equal(ics_diags_count(bench.diags), 1);
    assert_int_equal(ics_diags_at(bench.diags, 0)->code, ICS_W1701);
    ics_plugin_host_close(host);
    bench_free(&bench);
}

/* P21: names that are no names, and links. Nothing is opened, and nothing is judged. */
static void refuses_name(void **state)
{
    const char *const *c = *state;
    bench_program bench;
    bench_make(&bench, c[0], 1, "same", "number(number)");
    ics_plugin_host *host = NULL;
    const ics_plugin_host_options options = bench_options(&bench_places);
    assert_int_equal(ics_plugin_host_open(&host, &bench.program, &bench.dataset, &options, bench.diags), ICS_E_INPUT);
    assert_null(host);
    assert_int_equal(ics_diags_count(bench.diags), 1);
    assert_int_equal(ics_diags_at(bench.diags, 0)->code, ICS_E0712);
    assert_string_equal(ics_diags_at(bench.diags, 0)->text, c[1]);
    bench_free(&bench);
}

static const char *const bad_names[][2] = {
    {"../guest", "'../guest' is not a name that a plugin can have"},
    {"/etc/guest", "'/etc/guest' is not a name that a plugin can have"},
    {"\033]0;x", "'\\x1b]0;x' is not a name that a plugin can have"},
    {"a\nb", "'a\\x0ab' is not a name that a plugin can have"},
    {"a%sb", "'a%sb' is not a name that a plugin can have"},
    {"", "'' is not a name that a plugin can have"},
};

static void shows_both_signatures(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "guest", 3, "part", "share(number)");
    ics_plugin_host *host = NULL;
    const ics_plugin_host_options options = bench_options(&bench_places);
    assert_int_equal(ics_plugin_host_open(&host, &bench.program, &bench.dataset, &options, bench.diags), ICS_E_INPUT);
    assert_null(host);
    assert_int_equal(ics_diags_count(bench.diags), 1);
    const ics_diag *diag = ics_diags_at(bench.diags, 0);
    assert_int_equal(diag->code, ICS_E0703);
    assert_string_equal(diag->text, "function guest.part is declared as share(number) and the plugin states "
                                    "'share(count, count)'");
    bench_free(&bench);
}

static void ignores_the_current_folder(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "guest", 3, "part", "share(number, number)");
    char before[4096];
    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(ICS_TEST_GUESTS), 0);
    ics_plugin_host *host = NULL;
    const ics_plugin_host_options options = bench_options(NULL);
    const ics_status status = ics_plugin_host_open(&host, &bench.program, &bench.dataset, &options, bench.diags);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(status, ICS_OK);
    assert_string_equal(ics_plugin_host_fault(host, 0), "plugin guest is not installed");
    ics_plugin_host_close(host);
    bench_free(&bench);
}

static void speaks_cpp(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "polyglot", 1, "twice", "number(number)");
    ics_plugin_host *host = bench_open(&bench);
    const int64_t counts[] = {0, 21 * one};
    const void *const arguments[] = {counts};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    assert_true(port->call(port->context, &bench.import, 2, arguments, answers, &cause));
    assert_int_equal(answers[0].state, ABSENT);
    assert_int_equal(answers[1].value, 42 * one);
    ics_plugin_host_close(host);
    bench_free(&bench);
}

/* The plugin that is shipped: exactly three in four, five of eight, no meeting, and counts that contradict. */
static void counts_attendance(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "frimley", 1, "attendance", "share(number, number)");
    ics_plugin_host *host = NULL;
    const ics_plugin_host_options options = bench_options(&own_places);
    assert_int_equal(ics_plugin_host_open(&host, &bench.program, &bench.dataset, &options, bench.diags), ICS_OK);
    const int64_t went[] = {6 * one, 5 * one, 0, 9 * one}, meetings[] = {8 * one, 8 * one, 0, 8 * one};
    const void *const arguments[] = {went, meetings};
    const ics_plugin_port *port = ics_plugin_host_port(host);
    const char *cause = NULL;
    assert_true(port->call(port->context, &bench.import, 4, arguments, answers, &cause));
    assert_null(cause);
    assert_int_equal(answers[0].value, 6);
    assert_int_equal(answers[0].of, 8);
    assert_int_equal(answers[1].value, 5);
    assert_int_equal(answers[2].state, ABSENT);
    assert_int_equal(answers[3].state, UNKNOWN);
    ics_plugin_host_close(host);
    bench_free(&bench);
}

int run_host_tests(void)
{
    enum {
        CALLS = sizeof call_cases / sizeof call_cases[0],
        REFUSALS = sizeof refusal_cases / sizeof refusal_cases[0],
        NAMES = sizeof bad_names / sizeof bad_names[0]
    };
    struct CMUnitTest tests[CALLS + REFUSALS + NAMES + 9];
    size_t count = 0;
    for (size_t i = 0; i < CALLS; i++)
        tests[count++] = (struct CMUnitTest){call_cases[i].name, answers_call, NULL, NULL, (void *)&call_cases[i]};
    for (size_t i = 0; i < REFUSALS; i++)
        tests[count++] =
            (struct CMUnitTest){refusal_cases[i].name, refuses_plugin, NULL, NULL, (void *)&refusal_cases[i]};
    for (size_t i = 0; i < NAMES; i++)
        tests[count++] = (struct CMUnitTest){bad_names[i][0], refuses_name, NULL, NULL, (void *)&bad_names[i]};
    tests[count++] = (struct CMUnitTest){"lane by lane", calls_in_batches, NULL, NULL, (void *)"part"};
    tests[count++] = (struct CMUnitTest){"a batch at a time", calls_in_batches, NULL, NULL, (void *)"parts"};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(takes_yes_and_no);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(takes_lists);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(splits_long_lists);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(shows_both_signatures);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(ignores_the_current_folder);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(speaks_cpp);
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(counts_attendance);
    return cmocka_run_group_tests_name("plugin calls", tests, NULL, NULL);
}
