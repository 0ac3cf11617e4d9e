/* A record that differs is refused by the field that differs, with what was wanted and what was found. */
#include "plugin_test.h"

#include "plugin/record.h"
#include "plugin/signature.h"

#include <string.h>

static void code(void)
{
}

static const ics_function functions[] = {{"part", "share(count, count)", "", code, ICS_FORM_LANE, 0}};
static const ics_function unformed[] = {{"part", "share(count, count)", "", code, 9, 0}};
static const ics_function codeless[] = {{"part", "share(count, count)", "", NULL, ICS_FORM_LANE, 0}};

#define GOOD                                                                                                           \
    .magic = ICS_PLUGIN_MAGIC, .abi = ICS_PLUGIN_ABI, .size = sizeof(ics_plugin),                                      \
    .function_size = sizeof(ics_function), .name = "frimley", .version = "1.4.2", .functions = functions,              \
    .function_count = 1

#if defined(__clang__)
#pragma clang diagnostic ignored "-Winitializer-overrides"
#else
#pragma GCC diagnostic ignored "-Woverride-init"
#endif

static const struct record_case {
    const char *name;
    ics_plugin record;
    const char *fault; /* part of it; NULL: accepted */
} record_cases[] = {
    {"a record that fits", {GOOD}, NULL},
    {"a version alone", {GOOD, .version = "1"}, NULL},
    {"another magic",
     {GOOD, .magic = 5},
     "field magic of its record: 1347633993 (0x50534349) was wanted, 5 (0x5) found"},
    {"a newer ABI", {GOOD, .abi = 7}, "field abi of its record: 1 (0x1) was wanted, 7 (0x7) found"},
    {"a longer record", {GOOD, .size = 400}, "field size of its record"},
    {"longer functions", {GOOD, .function_size = 400}, "field function_size of its record"},
    {"another name", {GOOD, .name = "surrey"}, "field name of its record: 'frimley' was wanted, 'surrey' found"},
    {"no name", {GOOD, .name = NULL}, "field name of its record: 'frimley' was wanted, nothing found"},
    {"a name with an escape", {GOOD, .name = "\033[31mfrimley"}, "'\\x1b[31mfrimley' found"},
    {"another version", {GOOD, .version = "10.1"}, "field version of its record: '1.x' was wanted, '10.1' found"},
    {"a version without number", {GOOD, .version = "one"}, "'one' found"},
    {"no functions", {GOOD, .function_count = 0}, "field function_count of its record: 1 to 256 was wanted, 0 found"},
    {"ten thousand functions", {GOOD, .function_count = 10000}, "1 to 256 was wanted, 10000 found"},
    {"functions that are nowhere", {GOOD, .functions = NULL}, "field function_count"},
    {"another form", {GOOD, .functions = unformed}, "function 'part', field form: 0 or 1 was wanted, 9 found"},
    {"no code", {GOOD, .functions = codeless}, "function 'part': code was wanted, none found"},
};

static void checks_record(void **state)
{
    const struct record_case *c = *state;
    ics_arena arena = {0};
    const char *fault = ics_plugin_record_check(&c->record, "frimley", 1, &arena);
    if (c->fault == NULL)
        assert_null(fault);
    else {
        assert_non_null(fault);
        if (strstr(fault, c->fault) == NULL)
            fail_msg("'%s' is not in '%s'", c->fault, fault);
    }
    ics_arena_free(&arena);
}

static const struct signature_case {
    const char *declared, *stated;
    bool is_read, serves;
} signature_cases[] = {
    {"share(number, number)", "share(count, count)", true, true},
    {"share(number, number)", "share(number,number)", true, true},
    {"share(number, number)", "share(count)", true, false},
    {"share(number, number)", "number(count, count)", true, false},
    {"number(people)", "number(number)", true, false},
    {"number(count)", "number(number)", true, false},
    {"date(event date)", "date(date)", true, true},
    {"yes/no(sector)", "yes/no(Sector)", true, true},
    {"yes/no(sector)", "yes/no(document kind)", true, false},
    {"number(money)", "number(money)", true, true},
    {"number(text)", "text(number)", false, false},
    {"number(text)", "number", false, false},
    {"number(text)", "number()", false, false},
    {"number(text)", "number(text,)", false, false},
    {"number(text)", "number(text", false, false},
    {"number(text)", "number(text) ", true, true},
    {"number(text)", "number(text) x", false, false},
    {"number(text)", "(text)", false, false},
    {"number(text)", "float(text)", false, false},
    {"number(text)", "", false, false},
    {"number(text)",
     "number(count,count,count,count,count,count,count,count,count,count,count,count,count,count,count,count,count)",
     false, false},
};

static void compares_signatures(void **state)
{
    (void)state;
    bench_program bench;
    bench_make(&bench, "guest", 3, "part", "");
    for (size_t i = 0; i < sizeof signature_cases / sizeof signature_cases[0]; i++) {
        const struct signature_case *c = &signature_cases[i];
        ics_plugin_signature declared, stated;
        assert_null(ics_plugin_signature_parse(&declared, &bench.program.model, c->declared));
        const char *wrong = ics_plugin_signature_parse(&stated, &bench.program.model, c->stated);
        if ((wrong == NULL) != c->is_read)
            fail_msg("%s: %s", c->stated, wrong == NULL ? "was read" : wrong);
        if (c->is_read && ics_plugin_signature_serves(&declared, &stated) != c->serves)
            fail_msg("%s for %s", c->stated, c->declared);
    }
    bench_free(&bench);
}

int run_record_tests(void)
{
    enum { ROWS = sizeof record_cases / sizeof record_cases[0] };
    struct CMUnitTest tests[ROWS + 1];
    for (size_t i = 0; i < ROWS; i++)
        tests[i] = (struct CMUnitTest){record_cases[i].name, checks_record, NULL, NULL, (void *)&record_cases[i]};
    tests[ROWS] = (struct CMUnitTest)cmocka_unit_test(compares_signatures);
    return cmocka_run_group_tests_name("plugin records", tests, NULL, NULL);
}
