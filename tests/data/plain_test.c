/*
 * Plain records are read in one pass, all others by way of the tape, and nobody may be able to tell which way a record
 * went: the same records give the same columns a line each, where they may be plain, and in one list, where none is.
 */
#include "fixture.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ics_program *program;
static const ics_table_binding systems = {.entity = "ICS", .path = "data"};

/* Reads records, a line each or in one list. */
static char *read_as(const char *lines, bool is_list, bool is_null_unknown, char **messages)
{
    const size_t length = strlen(lines);
    char *text = malloc(length + 8);
    size_t at = 0;
    if (is_list)
        text[at++] = '[';
    for (size_t i = 0; i < length; i++)
        text[at++] = is_list && lines[i] == '\n' ? (i + 1 < length ? ',' : ']') : lines[i];
    text[at] = '\0';
    const ics_load_options options = {
        .tables = &systems, .table_count = 1, .nulls = is_null_unknown ? "unknown" : NULL};
    ics_diags *diags = ics_diags_new();
    ics_status status;
    ics_dataset *dataset = fixture_read(program, is_list ? "json" : "ndjson", text, at, &options, diags, &status);
    char *dump = dataset ? fixture_dump(dataset) : strdup("refused");
    if (messages)
        *messages = fixture_messages(diags);
    ics_dataset_free(dataset);
    ics_diags_free(diags);
    free(text);
    return dump;
}

static void check_alike(const char *lines)
{
    for (int is_unknown = 0; is_unknown < 2; is_unknown++) {
        char *a = read_as(lines, false, is_unknown, NULL), *b = read_as(lines, true, is_unknown, NULL);
        if (strcmp(a, b) != 0)
            print_message("%s", lines);
        assert_string_equal(a, b);
        free(a);
        free(b);
    }
}

/* ---- records by hand ---- */

static const char *const pairs[] = {
    "{}\n",
    "{\"code\":\"A\"}\n{\"code\":\"B\",\"name\":\"n\"}\n",
    " {  \"code\" : \"A\" , \"population\" : 12 , \"places\" : [ { \"name\" : \"N\" } , { } ] } \t\n",
    "{\"population\":0}\n{\"population\":-5}\n{\"population\":1.5}\n{\"population\":0.000001}\n",
    "{\"population\":1e3}\n{\"population\":9223372036854}\n{\"population\":999999999999}\n",
    "{\"population\":0.0000001}\n",
    "{\"population\":01}\n",
    "{\"population\":1.}\n",
    "{\"population\":-}\n",
    "{\"population\":12345678901234567890}\n",
    "{\"population\":null,\"places\":null,\"ICB\":null,\"name\":null,\"code\":null}\n",
    "{\"places\":[]}\n{\"places\":[{\"ages\":[],\"sectors\":[]}]}\n",
    "{\"places\":[{\"ages\":[0,25,null,1.25],\"sectors\":[\"police\",\"primary_care\",\"Police\",\"police\"]}]}\n",
    "{\"places\":[{\"seat on ICB\":true},{\"seat_on_icb\":false},{\"seat-on-ICB\":null}]}\n",
    "{\"places\":[{\"seat on ICB\":tru}]}\n",
    "{\"places\":[{\"sectors\":[\"not applicable\"]}]}\n{\"name\":\"not "
    "applicable\"}\n{\"name\":\"not-applicable!\"}\n",
    "{\"places\":[{\"sectors\":[\"polise\"]}]}\n",
    "{\"code\":\"A\",\"places\":[{\"name\":\"x\"}]}\n{\"code\":\"A\",\"places\":[{\"name\":\"x\"}]}\n",
    "{\"code\":\"A\",\"places\":[{\"name\":\"x\"}]}\n{\"code\":\"A\",\"places\":[{\"name\":\"y\"}]}\n",
    "{\"code\":\"A\",\"name\":\"x\"}\n{\"code\":\"A\",\"name\":\"x\"}\n{\"code\":\"A\",\"name\":\"y\"}\n",
    "{\"code\":\"A\",\"ICB\":{\"code\":\"B\",\"population\":1}}\n{\"code\":\"C\",\"ICB\":{\"code\":\"B\"}}\n",
    "{\"code\":\"A\",\"ICB\":\"B\"}\n{\"code\":\"C\",\"ICB\":{\"code\":\"B\"}}\n",
    "{\"code\":\"A\",\"ICB\":{\"code\":\"B\",\"posts\":[{\"title\":\"chief nurse\",\"holder\":{\"id\":\"P\"}}]}}\n",
    "{\"code\":\"A\",\"name\":\"a\",\"code\":\"B\"}\n",
    "{\"code\":\"A\",\"name\":\"a\",\"names\":\"b\"}\n",
    "{\"place\":[{\"name\":\"one\"}],\"places\":[{\"name\":\"two\"}]}\n",
    "{\"code\":\"A\",\"colour\":\"red\"}\n{\"code\":\"B\",\"colour\":{\"a\":1,\"a\":2}}\n",
    "{\"name\":\"caf\\u00e9 \\\"x\\\"\"}\n{\"n\\u0061me\":\"y\"}\n",
    "{\"name\":\"line\tend\"}\n",
    "{\"name\":{\"value\":\"a\",\"source\":\"s\",\"from\":\"2022-01-01\"}}\n",
    "{\"name\":[{\"value\":\"a\",\"to\":\"2022-01-01\"},{\"value\":\"b\",\"from\":\"2022-01-02\"}]}\n",
    "{\"places\":{\"partial\":[{\"name\":\"a\"}]}}\n{\"places\":[{\"name\":\"b\",\"holds from\":\"2023\"}]}\n",
    "{\"ICB\":{\"value\":{\"code\":\"B\"},\"source\":\"s\"}}\n",
    "{\"cases\":[{\"reference\":\"1\",\"request received\":\"2024-02-29\"},{\"request_received\":\"2023-02-29\"}]}\n",
    "{\"cases\":[{\"request received\":\"2024-02-29\"},{\"request received\":\"2024-02\"},{\"request "
    "received\":2024}]}\n",
    "{\"cases\":[{\"request received\":\"2024-02-00\"}]}\n",
    "{\"cases\":[{\"request received\":\"2024-13-01\"}]}\n",
    "{\"cases\":[{\"request received\":\"2024-1-001\"}]}\n",
    "{\"cases\":[{\"reference\":\"1\"},{\"reference\":\"2\"},{\"reference\":\"1\"}]}\n",
    "{\"cases\":[{\"reference\":\"1\",\"plan is "
    "needed\":true},{\"reference\":\"2\",\"zzz\":[]}]}\n{\"cases\":[\"2\"]}\n",
    "{\"ICB\":{\"documents\":[{\"financial year\":\"2024-25\",\"calendar year\":\"2024\",\"notice\":14,\"cost\":3.5,"
    "\"kind\":\"forward plan\"},{\"financial year\":\"2024/25\",\"calendar year\":2024,\"notice\":\"2 weeks\"}]}}\n",
    "{\"ICB\":{\"is a\":\"ICB\",\"code\":\"B\"}}\n{\"ICB\":{\"code\":5}}\n",
    "{\"ICB\":{\"annual spend\":\"\xC2\xA3"
    "20,000\",\"conflicts are managed\":true}}\n",
    "{\"places\":[{\"name\":\"a\"},{\"name\":\"b\"}\n",
    "{\"places\":[{\"name\":\"a\"},]}\n",
    "{\"places\":[{\"name\":\"a\"} {\"name\":\"b\"}]}\n",
    "{\"name\":\"a\",}\n",
    "{\"name\" \"a\"}\n",
    "{\"name\":\"a\"} {}\n",
    "{\"name\":\"a\"}}\n",
    "3\n",
};

static void by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check_alike(pairs[i]);
        char text[2000]; /* among others, before and behind */
        snprintf(text, sizeof text, "{\"code\":\"Z1\",\"places\":[{\"name\":\"q\"}]}\n%s{\"code\":\"Z2\"}\n", pairs[i]);
        check_alike(text);
    }
}

/* ---- records by chance ---- */

typedef struct maker {
    char text[16000];
    size_t length;
    uint64_t seed;
    unsigned oddness; /* of a thousand values, so many are not plain */
} maker;

static unsigned draw(maker *m, unsigned below)
{
    m->seed = m->seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(m->seed >> 33) % below;
}

static void put(maker *m, const char *text)
{
    const size_t length = strlen(text);
    assert_true(m->length + length < sizeof m->text);
    memcpy(m->text + m->length, text, length + 1);
    m->length += length;
}

static void put_value(maker *m, const char *const *plain, size_t plain_count)
{
    static const char *const odd[] = {"null",
                                      "{\"value\":1}",
                                      "{\"value\":\"a\",\"source\":\"s\"}",
                                      "[]",
                                      "[\"A\"]",
                                      "\"caf\\u00e9\"",
                                      "\"not applicable\"",
                                      "\"P1\"",
                                      "1.5",
                                      "{\"partial\":[]}",
                                      "{\"value\":null,\"from\":\"2023-01-01\"}"};
    if (draw(m, 1000) < m->oddness)
        put(m, odd[draw(m, sizeof odd / sizeof *odd)]);
    else
        put(m, plain[draw(m, (unsigned)plain_count)]);
}

#define PUT_ONE_OF(m, ...)                                                                                             \
    do {                                                                                                               \
        static const char *const chosen[] = {__VA_ARGS__};                                                             \
        put_value(m, chosen, sizeof chosen / sizeof *chosen);                                                          \
    } while (0)

static void put_key(maker *m, const char *key, bool *is_first)
{
    put(m, *is_first ? "" : draw(m, 20) ? "," : " , ");
    if (draw(m, 1000) < m->oddness / 4)
        put(m, "\"colour\":1,");
    put(m, "\"");
    put(m, key);
    put(m, draw(m, 20) ? "\":" : "\" : ");
    *is_first = false;
}

static void put_place(maker *m)
{
    bool is_first = true;
    put(m, "{");
    if (draw(m, 3)) {
        put_key(m, "name", &is_first);
        PUT_ONE_OF(m, "\"North\"", "\"South\"", "\"\"");
    }
    if (draw(m, 2)) {
        put_key(m, draw(m, 9) ? "population" : "Population", &is_first);
        PUT_ONE_OF(m, "1", "250000", "null");
    }
    if (draw(m, 2)) {
        put_key(m, "sectors", &is_first);
        PUT_ONE_OF(m, "[\"police\",\"primary care\"]", "[]", "[\"police\",\"police\"]", "null");
    }
    if (draw(m, 3) == 0) {
        put_key(m, "ages", &is_first);
        PUT_ONE_OF(m, "[0,25]", "[]", "[0, 1.5]");
    }
    put(m, "}");
}

static void put_system(maker *m)
{
    bool is_first = true;
    char code[16];
    put(m, "{");
    if (draw(m, 8)) {
        snprintf(code, sizeof code, "\"S%u\"", draw(m, m->oddness ? 40 : 4000));
        put_key(m, "code", &is_first);
        put(m, code);
    }
    if (draw(m, 2)) {
        put_key(m, "name", &is_first);
        PUT_ONE_OF(m, "\"a name\"", "\"another\"");
    }
    if (draw(m, 2)) {
        put_key(m, "ICB", &is_first);
        put(m, "{");
        bool is_inner_first = true;
        if (draw(m, 2)) {
            snprintf(code, sizeof code, "\"B%u\"", draw(m, m->oddness ? 60 : 6000));
            put_key(m, "code", &is_inner_first);
            put(m, code);
        }
        put_key(m, "established", &is_inner_first);
        PUT_ONE_OF(m, "\"2022-07-01\"", "\"2022-07\"", "null");
        put(m, "}");
    }
    put_key(m, "places", &is_first);
    put(m, "[");
    for (unsigned i = draw(m, 4); i > 0; i--) {
        put_place(m);
        put(m, i > 1 ? "," : "");
    }
    put(m, "]}\n");
}

static void by_chance(void **state)
{
    (void)state;
    static maker m;
    for (unsigned round = 0; round < 300; round++) {
        m.length = 0;
        m.seed = round * 7919u + 1;
        m.oddness = round % 5 * 15;
        for (unsigned i = 0; i < 24; i++)
            put_system(&m);
        check_alike(m.text);
    }
}

/* A mistake far on names its own line, and one message is given for each. */
static void places_of_mistakes(void **state)
{
    (void)state;
    enum { LINES = 5000 };
    char *text = malloc(LINES * 40), *messages = NULL;
    size_t at = 0;
    for (unsigned i = 1; i <= LINES; i++)
        at += (size_t)sprintf(text + at, i == 4321 ? "{\"name\":12}\n" : "{\"code\":\"S%u\",\"name\":\"x\"}\n", i);
    char *dump = read_as(text, false, false, &messages);
    assert_string_equal(dump, "refused");
    assert_non_null(strstr(messages, "data:4321:9"));
    assert_null(strstr(strstr(messages, "E0602") + 1, "E0602"));
    free(dump);
    free(messages);
    free(text);
}

int main(void)
{
    program = fixture_program();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(by_hand),
        cmocka_unit_test(by_chance),
        cmocka_unit_test(places_of_mistakes),
    };
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_free(program);
    return failed;
}
