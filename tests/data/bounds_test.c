/* Large, deep, cut and multiplied: what is bounded ends soon, with a message or with the right columns. */
#include "fixture.h"
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static ics_program *program;

/* A text that is made of parts. */
typedef struct built {
    char *text;
    size_t size;
    FILE *out;
} built;

static void begin_text(built *b)
{
    *b = (built){NULL, 0, NULL};
    b->out = open_memstream(&b->text, &b->size);
}

static void repeat(FILE *out, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        fputs(text, out);
}

/* Reads and expects a refusal with a code and a word in the messages. */
static void expect_refusal(const char *format, const built *b, const char *code, const char *words)
{
    ics_diags *diags = ics_diags_new();
    ics_status status;
    assert_null(fixture_read(program, format, b->text, b->size, NULL, diags, &status));
    assert_int_equal(status, ICS_E_INPUT);
    char *messages = fixture_messages(diags);
    if (!strstr(messages, code) || !strstr(messages, words))
        print_message("%s", messages);
    assert_non_null(strstr(messages, code));
    assert_non_null(strstr(messages, words));
    free(messages);
    ics_diags_free(diags);
}

static ics_dataset *expect_dataset(const char *format, const char *text, size_t size)
{
    ics_diags *diags = ics_diags_new();
    ics_status status;
    ics_dataset *dataset = fixture_read(program, format, text, size, NULL, diags, &status);
    if (status != ICS_OK) {
        char *messages = fixture_messages(diags);
        print_message("%s", messages);
        free(messages);
    }
    assert_non_null(dataset);
    ics_diags_free(diags);
    return dataset;
}

/* ---- depth, on a stack of 256 KiB ---- */

typedef struct depth_case {
    const char *name, *format, *step;
} depth_case;

static const depth_case depths[] = {
    {"JSON lists", "json", "["},           {"JSON records", "json", "{\"a\":"},
    {"NDJSON", "ndjson", "{\"places\":["}, {"YAML flow", "yaml", "["},
    {"YAML flow records", "yaml", "{a: "}, {"YAML block", "yaml", "- "},
    {"YAML complex keys", "yaml", "? "},   {"YAML lists of the model", "yaml", "{places: ["},
};

static void *read_deep(void *argument)
{
    const depth_case *c = argument;
    built b;
    begin_text(&b);
    repeat(b.out, c->step, 100000);
    fclose(b.out);
    expect_refusal(c->format, &b, strcmp(c->step, "? ") == 0 ? "E060" : "E0005",
                   strcmp(c->step, "? ") == 0 ? "a key is a text" : "DATA_NESTING");
    free(b.text);
    return NULL;
}

static void depth_is_bounded(void **state)
{
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 << 10);
    assert_int_equal(pthread_create(&thread, &attributes, read_deep, *state), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}

static void depth_of_64_is_read(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    fputs("{\"x\":", b.out);
    repeat(b.out, "[", 63);
    repeat(b.out, "]", 63);
    fputs("}", b.out);
    fclose(b.out);
    ics_dataset_free(expect_dataset("json", b.text, b.size));
    free(b.text);
    begin_text(&b);
    fputs("{\"x\":", b.out);
    repeat(b.out, "[", 64);
    repeat(b.out, "]", 64);
    fputs("}", b.out);
    fclose(b.out);
    expect_refusal("json", &b, "E0005", "DATA_NESTING");
    free(b.text);
}

/* Records of the model nested as deep as is read, built on a small stack. */
static void *read_nested_records(void *argument)
{
    built b;
    (void)argument;
    begin_text(&b);
    fputs("{\"body\":", b.out);
    repeat(b.out, "{\"successors\":[", 31);
    repeat(b.out, "]}", 31);
    fputs("}", b.out);
    fclose(b.out);
    ics_dataset *dataset = expect_dataset("json", b.text, b.size);
    assert_int_equal(dataset->tables[fixture_entity(program, "body")].row_count, 31);
    ics_dataset_free(dataset);
    free(b.text);
    return NULL;
}

static void nested_records_need_little_stack(void **state)
{
    pthread_attr_t attributes;
    pthread_t thread;
    (void)state;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 << 10);
    assert_int_equal(pthread_create(&thread, &attributes, read_nested_records, NULL), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
}

/* ---- aliases, blank lines, long lines ---- */

static void aliases_are_bounded(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    fputs("a0: &a0 [x,x,x,x,x,x,x,x,x]\n", b.out);
    for (int level = 1; level <= 9; level++) {
        fprintf(b.out, "a%d: &a%d [*a%d", level, level, level - 1);
        for (int i = 1; i < 9; i++)
            fprintf(b.out, ",*a%d", level - 1);
        fputs("]\n", b.out);
    }
    fclose(b.out);
    expect_refusal("yaml", &b, "E0005", "YAML_ALIAS_NODES");
    free(b.text);
}

/* Each level nests the one before: deep only once the aliases are expanded. */
static void aliases_do_not_hide_depth(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    fputs("a0: &a0 [x]\n", b.out);
    for (int level = 1; level <= 80; level++)
        fprintf(b.out, "a%d: &a%d [*a%d]\n", level, level, level - 1);
    fclose(b.out);
    expect_refusal("yaml", &b, "E0005", "DATA_NESTING");
    free(b.text);
}

static void blank_lines_take_time_in_proportion(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    fputs("ICS:\n  code: A\n  name: |\n    x\n", b.out);
    repeat(b.out, "\n", 200000);
    fputs("    y\n", b.out);
    fclose(b.out);
    const clock_t begin = clock();
    ics_dataset_free(expect_dataset("yaml", b.text, b.size));
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 3);
    free(b.text);
}

static void a_broken_line_is_named(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    for (int i = 1; i < 70000; i++)
        fprintf(b.out, "{\"code\":\"C%d\"}\n", i);
    fputs("{\"code\":\"C70000\"\n{\"code\":\"C70001\"}\n", b.out);
    fclose(b.out);
    expect_refusal("ndjson", &b, "E0601", "data:70000:17");
    free(b.text);
}

static void a_million_unknown_keys_end(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    fputs("{\"code\":\"A\"", b.out);
    for (int i = 0; i < 100000; i++)
        fprintf(b.out, ",\"k%d\":{\"k%d\":1}", i, i);
    fputs("}", b.out);
    fclose(b.out);
    const clock_t begin = clock();
    ics_dataset_free(expect_dataset("json", b.text, b.size));
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 5);
    free(b.text);
}

static void a_thousand_mistakes_end_the_reading(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    for (int i = 0; i < 5000; i++)
        fputs("{\"population\":\"x\"}\n", b.out);
    fclose(b.out);
    expect_refusal("ndjson", &b, "E0005", "DATA_ERRORS");
    free(b.text);
}

static void a_long_history_is_refused(void **state)
{
    (void)state;
    for (int over = 0; over <= 1; over++) {
        built b;
        begin_text(&b);
        fputs("{\"name\":[", b.out);
        for (int i = 0; i < 4096 + over; i++)
            fprintf(b.out, "%s{\"value\":\"x\",\"review by\":\"2023-01-01\"}", i ? "," : "");
        fputs("]}", b.out);
        fclose(b.out);
        if (over)
            expect_refusal("json", &b, "E0005", "CELL_FACTS");
        else
            ics_dataset_free(expect_dataset("json", b.text, b.size));
        free(b.text);
    }
}

/* Where all contradict all, nothing is known, and that is said soon. */
static void a_history_of_contradictions_ends(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    fputs("{\"name\":[", b.out);
    for (int i = 0; i < 4000; i++)
        fprintf(b.out, "%s{\"value\":\"x%d\",\"review by\":\"2023-01-01\"}", i ? "," : "", i);
    fputs("]}", b.out);
    fclose(b.out);
    const clock_t begin = clock();
    ics_dataset *dataset = expect_dataset("json", b.text, b.size);
    assert_true((clock() - begin) / CLOCKS_PER_SEC < 3);
    char *columns = fixture_dump(dataset);
    assert_string_equal(columns, "ICS#0\n");
    free(columns);
    ics_dataset_free(dataset);
    free(b.text);
}

static void a_long_text_is_refused(void **state)
{
    (void)state;
    const char *formats[] = {"json", "yaml", "csv"};
    for (size_t i = 0; i < 3; i++) {
        built b;
        begin_text(&b);
        fputs(i == 0 ? "{\"name\":\"" : i == 1 ? "name: \"" : "code,name\nA,\"", b.out);
        char *filler = malloc((16u << 20) + 2);
        memset(filler, 'x', (16u << 20) + 1);
        filler[(16u << 20) + 1] = 0;
        fputs(filler, b.out);
        fputs(i == 0 ? "\"}" : "\"\n", b.out);
        fclose(b.out);
        expect_refusal(formats[i], &b, "E0005", "TEXT_VALUE_BYTES");
        free(filler);
        free(b.text);
    }
}

static void too_many_columns_are_refused(void **state)
{
    (void)state;
    built b;
    begin_text(&b);
    for (int i = 0; i < 4097; i++)
        fprintf(b.out, "%sc%d", i ? "," : "", i);
    fputs("\n", b.out);
    fclose(b.out);
    expect_refusal("csv", &b, "E0005", "CSV_COLUMNS");
    free(b.text);
}

/* ---- cut at every byte ---- */

typedef struct cut_case {
    const char *name, *format, *text;
} cut_case;

static const char json_sample[] =
    "{\"as at\":\"2023-06-01\",\"ICS\":{\"code\":\"QX\\u00dc\",\"population\":1.5e3,\"places\":{\"partial\":"
    "[{\"name\":\"N\xC3\xA9\",\"ages\":[0,25],\"seat on "
    "ICB\":true}]},\"ICB\":{\"value\":{\"code\":\"X\"},\"source\":\"s\"}}}";
static const char yaml_sample[] =
    "as at: 2023-06-01 # day\nICS:\n  code: QXU\n  places: {partial: [&p {name: N, ages: [0, 25]}, *p]}\n"
    "  ICB:\n    posts:\n      - title: chief nurse\n        holder: {id: P1, voting: yes}\n        holds from: "
    "2023-06-01\n"
    "    documents:\n      - kind: forward plan\n        prepared: {value: 2023-06-28, source: \"board, item 7\"}\n"
    "  name: >\n    Surrey\n    Heartlands\n";
static const char csv_sample[] = "code,name,population\r\nA,\"b, \"\"c\"\"\",5\r\n\r\nB,d\xC3\xA9,6\r\n";
static const char ndjson_sample[] =
    "{\"code\":\"A\",\"places\":[{\"name\":\"\\ud83d\\ude00\"}]}\n\n{\"code\":\"B\",\"population\":-0.5}\n";

static const cut_case cuts[] = {{"JSON", "json", json_sample},
                                {"YAML", "yaml", yaml_sample},
                                {"CSV", "csv", csv_sample},
                                {"NDJSON", "ndjson", ndjson_sample}};

static void every_cut_is_read_or_refused(void **state)
{
    const cut_case *c = *state;
    const size_t size = strlen(c->text);
    for (size_t cut = 0; cut <= size; cut++) {
        ics_diags *diags = ics_diags_new();
        ics_status status;
        char *copy = malloc(cut + 1); /* of its own size, so that the sanitizer sees a step beyond */
        memcpy(copy, c->text, cut);
        ics_dataset *dataset = fixture_read(program, c->format, copy, cut, NULL, diags, &status);
        assert_true(status == ICS_OK || status == ICS_E_INPUT);
        assert_true((status == ICS_OK) == (ics_diags_error_count(diags) == 0));
        if (strcmp(c->format, "json") == 0)
            assert_true((status == ICS_OK) == (cut == size)); /* no beginning of a record is a record */
        ics_dataset_free(dataset);
        ics_diags_free(diags);
        free(copy);
    }
}

/* One byte changed to others: read or refused, never more. */
static void every_changed_byte_is_read_or_refused(void **state)
{
    static const unsigned char others[] = {0,    1,   '"', '{', '[',  ']',  ',', ':', '\\',
                                           '\n', ' ', '-', '0', 0x80, 0xFF, '&', '*'};
    const cut_case *c = *state;
    const size_t size = strlen(c->text);
    char *copy = malloc(size + 1);
    for (size_t at = 0; at < size; at++)
        for (size_t i = 0; i < sizeof others; i++) {
            ics_status status;
            memcpy(copy, c->text, size);
            copy[at] = (char)others[i];
            ics_dataset_free(fixture_read(program, c->format, copy, size, NULL, NULL, &status));
            assert_true(status == ICS_OK || status == ICS_E_INPUT);
        }
    free(copy);
}

/* ---- numbers of records ---- */

static void all_numbers_of_records_are_whole(void **state)
{
    static const uint32_t counts[] = {0, 1, 63, 64, 65, 2047, 2048, 2049};
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        built b;
        begin_text(&b);
        for (uint32_t n = 0; n < counts[i]; n++)
            fprintf(b.out, "{\"code\":\"C%u\",\"population\":%u,\"places\":[{\"name\":\"a\"},{\"name\":\"b%u\"}]}\n", n,
                    n, n);
        fputs("\n", b.out);
        fclose(b.out);
        if (counts[i] == 0) {
            expect_refusal("ndjson", &b, "E0601", "empty");
            free(b.text);
            continue;
        }
        ics_dataset *dataset = expect_dataset("ndjson", b.text, b.size);
        const ics_column *population = &dataset->columns[fixture_attribute(program, "ICS", "population")];
        const ics_column *places = &dataset->columns[fixture_attribute(program, "ICS", "places")];
        assert_int_equal(dataset->record_count, counts[i]);
        assert_int_equal(dataset->tables[fixture_entity(program, "ICS")].row_count, counts[i]);
        assert_null(places->item);
        for (uint32_t n = 0; n < counts[i]; n++) {
            assert_true(population->is_present[n / 64] >> (n % 64) & 1);
            assert_int_equal(population->number[n], (int64_t)n * 1000000);
            assert_int_equal(places->offset[n + 1] - places->offset[n], 2);
        }
        for (size_t n = counts[i]; n < counts[i] + 64; n++) { /* the spare ends of the bitmaps are empty */
            if (n / 64 <= (counts[i] + 63) / 64)
                assert_false(population->is_known[n / 64] >> (n % 64) & 1);
        }
        ics_dataset_free(dataset);
        free(b.text);
    }
}

/* ---- the same facts in four formats ---- */

static void all_formats_give_equal_columns(void **state)
{
    static const char json[] =
        "{\"ICS\":[{\"code\":\"A\",\"name\":\"b, \\\"c\\\"\",\"population\":1200.5},{\"code\":\"B\",\"name\":\"d\"}]}";
    static const char ndjson[] =
        "{\"code\":\"A\",\"name\":\"b, \\\"c\\\"\",\"population\":1200.5}\n{\"code\":\"B\",\"name\":\"d\"}\n";
    static const char yaml[] = "ICS:\n- code: A\n  name: b, \"c\"\n  population: 1,200.5\n- {code: B, name: d}\n";
    static const char csv[] = "code,name,population\nA,\"b, \"\"c\"\"\",\"1,200.5\"\nB,d,\n";
    (void)state;
    const char *texts[] = {json, ndjson, yaml, csv}, *formats[] = {"json", "ndjson", "yaml", "csv"};
    char *first = NULL;
    for (size_t i = 0; i < 4; i++) {
        ics_dataset *dataset = expect_dataset(formats[i], texts[i], strlen(texts[i]));
        char *columns = fixture_dump(dataset);
        if (first)
            assert_string_equal(columns, first);
        else
            first = columns;
        if (columns != first)
            free(columns);
        ics_dataset_free(dataset);
    }
    assert_string_equal(first, "ICS#0 code='A' name='b, \"c\"' population=1200.5\nICS#1 code='B' name='d'\n");
    free(first);
}

int main(void)
{
    const struct CMUnitTest bounds[] = {
        cmocka_unit_test(depth_of_64_is_read),
        cmocka_unit_test(nested_records_need_little_stack),
        cmocka_unit_test(aliases_are_bounded),
        cmocka_unit_test(aliases_do_not_hide_depth),
        cmocka_unit_test(blank_lines_take_time_in_proportion),
        cmocka_unit_test(a_broken_line_is_named),
        cmocka_unit_test(a_million_unknown_keys_end),
        cmocka_unit_test(a_thousand_mistakes_end_the_reading),
        cmocka_unit_test(a_long_history_is_refused),
        cmocka_unit_test(a_history_of_contradictions_ends),
        cmocka_unit_test(a_long_text_is_refused),
        cmocka_unit_test(too_many_columns_are_refused),
        cmocka_unit_test(all_numbers_of_records_are_whole),
        cmocka_unit_test(all_formats_give_equal_columns),
    };
    program = fixture_program();
    int failures = cmocka_run_group_tests_name("bounds of data", bounds, NULL, NULL);
    failures += SUITE_RUN_ROWS("depth", depths, depth_is_bounded);
    failures += SUITE_RUN_ROWS("cut at every byte", cuts, every_cut_is_read_or_refused);
    failures += SUITE_RUN_ROWS("every byte changed", cuts, every_changed_byte_is_read_or_refused);
    fixture_free(program);
    return failures;
}
