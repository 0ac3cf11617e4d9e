/* Tables in Arrow's form give the very columns that the same records give as NDJSON. */
#include "suite.h"

#include "../data/fixture.h"
#include "column.h"

#include <stdio.h>
#include <string.h>

/* -- the same records twice */

/* By columns; or, where a binding says what some text means, row by row. */
static char *read_table(const ics_program *program, const char *entity, column c, const char *nulls, bool by_rows)
{
    struct ArrowArrayStream stream;
    ics_dataset *dataset = NULL;
    ics_diags *diags = ics_diags_new();
    static const char *const codes[] = {"no text of these tests", "unknown"};
    const ics_table_binding binding = {.entity = entity, .codes = codes, .code_pair_count = 1, .nulls = nulls};
    const ics_load_options options = {.nulls = nulls};
    column_stream(c, &stream);
    const ics_arrow_table table = {
        .name = "table", .entity = entity, .stream = &stream, .binding = by_rows ? &binding : NULL};
    const ics_status status = ics_dataset_read_arrow(&dataset, program, &table, 1, NULL, 0, &options, diags);
    char *messages = fixture_messages(diags);
    assert_string_equal(messages, "");
    assert_int_equal(status, ICS_OK);
    assert_null(stream.release);
    assert_int_equal(columns_alive, 0);
    char *dump = fixture_dump(dataset);
    free(messages);
    ics_dataset_free(dataset);
    ics_diags_free(diags);
    return dump;
}

typedef column make_fn(const void *context);

static void expect_same(const char *entity, make_fn *make, const void *context, const char *lines, const char *nulls)
{
    ics_program *program = fixture_program();
    ics_status status;
    const ics_table_binding binding = {.entity = entity};
    const ics_load_options options = {.tables = &binding, .table_count = 1, .nulls = nulls};
    ics_dataset *wanted = fixture_read(program, "ndjson", lines, strlen(lines), &options, NULL, &status);
    assert_int_equal(status, ICS_OK);
    char *want = fixture_dump(wanted);
    for (int by_rows = 0; by_rows < 2; by_rows++) {
        char *have = read_table(program, entity, make(context), nulls, by_rows == 1);
        assert_string_equal(have, want);
        free(have);
    }
    free(want);
    ics_dataset_free(wanted);
    fixture_free(program);
}

#define TEXTS(name, format, ...)                                                                                       \
    column_text((name), (format), (const char *const[]){__VA_ARGS__}, SUITE_COUNT(((const char *const[]){__VA_ARGS__})))
#define STRUCT(name, valid, count, ...)                                                                                \
    column_struct((name), (valid), (count), (const column[]){__VA_ARGS__}, SUITE_COUNT(((const column[]){__VA_ARGS__})))

static const int32_t days[] = {19358, 0, -719162, 2932896};

static column cases(const void *text_format)
{
    return STRUCT("", NULL, 4, TEXTS("Reference", text_format, "EHC-000000000001", "EHC-2", "EHC-3", "é"),
                  column_fixed("request_received", "tdD", "1011", days, 4, 4),
                  column_bool("plan is needed", "1110", "1010"));
}

static const char case_lines[] =
    "{\"reference\": \"EHC-000000000001\", \"request received\": \"2023-01-01\", \"plan is needed\": true}\n"
    "{\"reference\": \"EHC-2\", \"request received\": null, \"plan is needed\": false}\n"
    "{\"reference\": \"EHC-3\", \"request received\": \"0001-01-01\", \"plan is needed\": true}\n"
    "{\"reference\": \"é\", \"request received\": \"9999-12-31\", \"plan is needed\": null}\n";

static void reads_texts_dates_and_truths(void **state)
{
    (void)state;
    expect_same("case", cases, "u", case_lines, NULL);
    expect_same("case", cases, "U", case_lines, "unknown");
    expect_same("case", cases, "vu", case_lines, "absent");
}

/* Every width of integer, floats that mean a decimal, decimals with their scale. */
static const struct number_row {
    const char *name, *format;
    const void *values;
    size_t size;
    const char *lines;
} number_rows[] = {
    {"int8", "c", (const int8_t[]){-3, 120}, 1, "{\"cost\": -3}\n{\"cost\": 120}\n"},
    {"uint16", "S", (const uint16_t[]){65535, 0}, 2, "{\"cost\": 65535}\n{\"cost\": 0}\n"},
    {"uint32", "I", (const uint32_t[]){4000000000u, 7}, 4, "{\"cost\": 4000000000}\n{\"cost\": 7}\n"},
    {"int64", "l", (const int64_t[]){-9223372036854, 9223372036854}, 8,
     "{\"cost\": -9223372036854}\n{\"cost\": 9223372036854}\n"},
    {"double", "g", (const double[]){0.1, -12.000001}, 8, "{\"cost\": 0.1}\n{\"cost\": -12.000001}\n"},
    {"float", "f", (const float[]){0.1f, 1234.567f}, 4, "{\"cost\": 0.1}\n{\"cost\": 1234.567}\n"},
    {"decimal of 128 bits", "d:10,5", (const int64_t[]){314159, 0, -5, -1}, 16,
     "{\"cost\": 3.14159}\n{\"cost\": -0.00005}\n"},
    {"decimal of 64 bits", "d:10,-2,64", (const int64_t[]){3, -40}, 8, "{\"cost\": 300}\n{\"cost\": -4000}\n"},
};

static column costs(const void *context)
{
    const struct number_row *row = context;
    return STRUCT("", NULL, 2, column_fixed("cost", row->format, NULL, row->values, 2, row->size));
}

static void reads_numbers(void **state)
{
    (void)state;
    for (size_t i = 0; i < SUITE_COUNT(number_rows); i++)
        expect_same("document", costs, &number_rows[i], number_rows[i].lines, NULL);
}

static column seconds(const void *context)
{
    (void)context;
    return STRUCT("", NULL, 2, column_fixed("prepared", "tss:", NULL, (const int64_t[]){86400, -86400}, 2, 8));
}

static column nanoseconds(const void *context)
{
    (void)context;
    static const int64_t values[] = {86400000000000, -86400000000000};
    return STRUCT("", NULL, 2, column_fixed("prepared", "tsn:", NULL, values, 2, 8));
}

static void reads_timestamps_at_midnight(void **state)
{
    (void)state;
    static const char lines[] = "{\"prepared\": \"1970-01-02\"}\n{\"prepared\": \"1969-12-31\"}\n";
    expect_same("document", seconds, NULL, lines, NULL);
    expect_same("document", nanoseconds, NULL, lines, NULL);
}

/* Days, years, words and lengths of time as texts and numbers; a column of nothing but nulls. */
static column papers(const void *context)
{
    (void)context;
    static const int8_t kinds[] = {0, 1, 0};
    return STRUCT(
        "", NULL, 3, column_dictionary("kind", NULL, kinds, 3, TEXTS("", "u", "forward plan", "Annual_Report")),
        TEXTS("prepared", "U", "2023-05", NULL, "2023-02-28"),
        TEXTS("financial year", "vu", "2023/24", "2024-25", NULL), TEXTS("calendar year", "u", "2023", NULL, "2024"),
        column_fixed("notice", "s", "110", (const int16_t[]){14, 0, 9}, 3, 2), column_null("cost", 3));
}

static void reads_words_and_years(void **state)
{
    (void)state;
    expect_same("document", papers, NULL,
                "{\"kind\": \"forward plan\", \"prepared\": \"2023-05\", \"financial year\": \"2023/24\", \"calendar "
                "year\": \"2023\", \"notice\": 14, \"cost\": null}\n"
                "{\"kind\": \"annual report\", \"prepared\": null, \"financial year\": \"2024/25\", \"calendar "
                "year\": null, \"notice\": 0, \"cost\": null}\n"
                "{\"kind\": \"forward plan\", \"prepared\": \"2023-02-28\", \"financial year\": null, \"calendar "
                "year\": \"2024\", \"notice\": null, \"cost\": null}\n",
                NULL);
}

/* A record told twice, a reference by code, text that is no word: what is not plain is read row by row all the same. */
static column told_twice(const void *context)
{
    (void)context;
    return STRUCT("", NULL, 3, TEXTS("code", "u", "A", "B", "A"), TEXTS("name", "u", "First", "not applicable", NULL),
                  column_list("successors", "+l", "110", (const size_t[]){1, 0, 0}, 3, TEXTS("item", "u", "B")));
}

static void reads_what_is_not_plain(void **state)
{
    (void)state;
    expect_same("body", told_twice, NULL,
                "{\"code\": \"A\", \"name\": \"First\", \"successors\": [\"B\"]}\n"
                "{\"code\": \"B\", \"name\": \"not applicable\", \"successors\": []}\n"
                "{\"code\": \"A\", \"name\": null, \"successors\": null}\n",
                "unknown");
}

/* More rows than are decoded together, with one among them that is not plain. */
static column many(const void *context)
{
    enum { MANY = 700 };
    static char texts[MANY][16];
    static const char *names[MANY];
    (void)context;
    for (size_t i = 0; i < MANY; i++) {
        snprintf(texts[i], sizeof texts[i], i == 300 ? "C7" : "C%zu", i);
        names[i] = texts[i];
    }
    return STRUCT("", NULL, MANY, column_text("reference", "u", names, MANY));
}

static void reads_many_rows(void **state)
{
    (void)state;
    static char lines[700 * 32];
    size_t at = 0;
    for (size_t i = 0; i < 700; i++)
        at += (size_t)snprintf(lines + at, sizeof lines - at, "{\"reference\": \"C%zu\"}\n", i == 300 ? 7 : i);
    expect_same("case", many, NULL, lines, NULL);
}

/* Nested records, lists of them, lists of values, sets by dictionary; nulls, and what lies hidden under them. */
static column systems(const void *context)
{
    const char *list_format = context;
    static const int64_t people[] = {1000, 2000, 3000};
    static const double ages[] = {0, 25, 1.5};
    static const int8_t sector[] = {1, 0, 1, 1};
    const column places = STRUCT(
        "item", NULL, 3, TEXTS("name", "u", "North", NULL, "hidden"),
        column_fixed("population", "l", NULL, people, 3, 8),
        column_list("ages", list_format, "101", (const size_t[]){2, 0, 1}, 3,
                    column_fixed("item", "g", NULL, ages, 3, 8)),
        column_list("sectors", list_format, NULL, (const size_t[]){3, 1, 0}, 3,
                    column_dictionary("item", NULL, sector, 4, TEXTS("", "u", "primary care", "Local-Authority"))));
    const column boards = STRUCT("icb", "101", 3, TEXTS("code", "u", "QXU", "none", "QRL"),
                                 column_fixed("population", "l", "100", people, 3, 8));
    return STRUCT("", NULL, 3, TEXTS("code", "U", "S1", "S2", "S3"), boards,
                  column_list("places", list_format, "110", (const size_t[]){2, 0, 1}, 3, places));
}

static const char system_lines[] =
    "{\"code\": \"S1\", \"icb\": {\"code\": \"QXU\", \"population\": 1000}, \"places\": ["
    "{\"name\": \"North\", \"population\": 1000, \"ages\": [0, 25], \"sectors\": [\"local authority\", \"primary "
    "care\", \"local authority\"]}, {\"name\": null, \"population\": 2000, \"ages\": null, \"sectors\": [\"local "
    "authority\"]}]}\n"
    "{\"code\": \"S2\", \"icb\": null, \"places\": []}\n"
    "{\"code\": \"S3\", \"icb\": {\"code\": \"QRL\", \"population\": null}, \"places\": null}\n";

static void reads_what_is_nested(void **state)
{
    (void)state;
    expect_same("ICS", systems, "+l", system_lines, NULL);
    expect_same("ICS", systems, "+L", system_lines, "unknown");
}

/* Slices: offsets of their own at each level. */
static column slice(const void *context)
{
    column c = cases(context);
    c.array->offset = 1;
    c.array->length = 3;
    return c;
}

static void reads_slices(void **state)
{
    (void)state;
    expect_same("case", slice, "u", strchr(case_lines, '\n') + 1, NULL);
}

/* Several batches, beside a table that names the records of another by their codes. */
static void reads_tables_together(void **state)
{
    (void)state;
    ics_program *program = fixture_program();
    ics_diags *diags = ics_diags_new();
    struct ArrowArrayStream streams[2];
    ics_dataset *dataset = NULL;
    static const char *const columns[] = {"ref", "reference", "LA", "authority"};
    const ics_table_binding binding = {.entity = "case", .columns = columns, .column_pair_count = 2};
    column_stream(STRUCT("", NULL, 2, TEXTS("code", "u", "E1", "E2"), TEXTS("name", "u", "Kent", NULL)), &streams[0]);
    column_stream(STRUCT("", NULL, 2, TEXTS("ref", "u", "C1", "C2"), TEXTS("LA", "u", "E2", "E1"),
                         column_fixed("blob", "w:4", NULL, "blobblob", 2, 4)),
                  &streams[1]);
    const ics_arrow_table tables[] = {{.name = "bodies", .entity = "body", .stream = &streams[0]},
                                      {.name = "cases", .binding = &binding, .stream = &streams[1]}};
    assert_int_equal(ics_dataset_read_arrow(&dataset, program, tables, 2, NULL, 0, NULL, diags), ICS_OK);
    char *have = fixture_dump(dataset), *messages = fixture_messages(diags);
    if (!strstr(have, "case#0 reference='C1' authority=1") || messages[0] != '\0')
        fail_msg("%s%s", have, messages);
    ics_place place;
    assert_true(ics_dataset_row_place(dataset, fixture_entity(program, "case"), 1, &place));
    assert_string_equal(place.file, "cases");
    assert_int_equal(place.line, 2);
    ics_fact fact;
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, "case", "authority"), 1, 0, 0, &fact));
    assert_int_equal(fact.place.line, 2);
    assert_int_equal(fact.place.column, 2);
    assert_int_equal(dataset->file_count, 0);
    assert_int_equal(columns_alive, 0);
    free(have);
    free(messages);
    ics_dataset_free(dataset);
    ics_diags_free(diags);
    fixture_free(program);
}

/* Two tables that tell the same bodies, the second with another name for the last. */
static ics_dataset *read_bodies_twice(const ics_program *program, const char *last, ics_diags *diags)
{
    struct ArrowArrayStream streams[2];
    ics_dataset *dataset = NULL;
    const char *const codes[] = {"E1", "E2"}, *const names[] = {"Kent", "Sussex"}, *const again[] = {"Kent", last};
    column_stream(STRUCT("", NULL, 2, column_text("code", "u", codes, 2), column_text("name", "u", names, 2)),
                  &streams[0]);
    column_stream(STRUCT("", NULL, 2, column_text("code", "u", codes, 2), column_text("name", "u", again, 2)),
                  &streams[1]);
    const ics_arrow_table tables[] = {{.name = "bodies", .entity = "body", .stream = &streams[0]},
                                      {.name = "again", .entity = "body", .stream = &streams[1]}};
    assert_int_equal(ics_dataset_read_arrow(&dataset, program, tables, 2, NULL, 0, NULL, diags), ICS_OK);
    return dataset;
}

/* Kept without being looked up, and compared where a record is told twice. */
static void keeps_texts_that_no_rule_reads(void **state)
{
    (void)state;
    ics_program *program = fixture_program();
    const uint32_t body = fixture_entity(program, "body");
    for (int is_other = 0; is_other < 2; is_other++) {
        ics_diags *diags = ics_diags_new();
        ics_dataset *dataset = read_bodies_twice(program, is_other ? "Surrey" : "Sussex", diags);
        char *messages = fixture_messages(diags);
        assert_int_equal(dataset->tables[body].row_count, 2);
        assert_string_equal(ics_dataset_name(dataset, body, 0), "Kent");
        assert_int_equal(strstr(messages, "name") != NULL, is_other);
        if (!is_other)
            assert_string_equal(messages, "");
        free(messages);
        ics_dataset_free(dataset);
        ics_diags_free(diags);
    }
    fixture_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_texts_dates_and_truths),
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(reads_timestamps_at_midnight),
        cmocka_unit_test(reads_what_is_nested),
        cmocka_unit_test(reads_slices),
        cmocka_unit_test(reads_words_and_years),
        cmocka_unit_test(reads_what_is_not_plain),
        cmocka_unit_test(reads_many_rows),
        cmocka_unit_test(reads_tables_together),
        cmocka_unit_test(keeps_texts_that_no_rule_reads),
    };
    return cmocka_run_group_tests_name("arrow", tests, NULL, NULL);
}
