/* Where facts come from: places, evidence, contradictions, paths, warnings. */
#include "fixture.h"
#include "suite.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>

static ics_program *program;

static ics_dataset *read_text(const char *format, const char *text, ics_diags *diags)
{
    ics_status status;
    ics_dataset *dataset = fixture_read(program, format, text, strlen(text), NULL, diags, &status);
    assert_non_null(dataset);
    return dataset;
}

static int32_t day(int year, int month, int day_of_month)
{
    int32_t out;
    assert_true(ics_day_from_civil(year, month, day_of_month, &out));
    return out;
}

typedef struct place_case {
    const char *name, *format, *text, *entity, *attribute;
    uint32_t row, line, column;
    bool is_table;
} place_case;

static const place_case places[] = {
    {"JSON", "json", "{\n  \"code\": \"A\",\n  \"population\": 5}", "ICS", "population", 0, 3, 17, false},
    {"columns count characters", "json", "{\"code\":\"\xC3\xA9\xC3\xA9\",\"population\":5}", "ICS", "population", 0, 1,
     27, false},
    {"YAML", "yaml", "ICS:\n- code: A\n- code: B\n  name: b\n", "ICS", "name", 1, 4, 9, false},
    {"YAML with letters of two bytes before", "yaml", "# \xC3\xA9\xC3\xA9\nICS: {name: \xC3\xA9, population: 5}\n",
     "ICS", "population", 0, 2, 28, false},
    {"YAML with a byte order mark", "yaml", "\xEF\xBB\xBFname: b\n", "ICS", "name", 0, 1, 7, false},
    {"an empty value of YAML", "yaml", "ICS:\n  code: A\n  name:\n", "ICS", "name", 0, 3, 8, false},
    {"CR LF", "yaml", "ICS:\r\n  code: A\r\n  name: x\r\n", "ICS", "name", 0, 3, 9, false},
    {"CR alone in JSON", "json", "{\r\"code\":\r\"A\"}", "ICS", "code", 0, 3, 1, false},
    {"NDJSON", "ndjson", "{\"code\":\"A\"}\n\n{\"code\":\"B\"}\n", "ICS", "code", 1, 3, 9, false},
    {"CSV by row and column", "csv", "code,name\nA,\"x\ny\"\nB,z\n", "ICS", "name", 1, 3, 2, true},
    {"CSV with empty lines", "csv", "code,name\n\nA,\"x,\"\"y\"\n\nB,z\n", "ICS", "name", 1, 5, 2, true},
    {"a value in a wrapper", "yaml", "ICS:\n  name:\n    value: x\n    source: s\n", "ICS", "name", 0, 3, 12, false},
    {"a list", "yaml", "ICS:\n  places: [{name: N}]\n", "ICS", "places", 0, 2, 11, false},
    {"an element", "yaml", "ICS:\n  places:\n  - name: N\n  - name: M\n", "place", "name", 1, 4, 11, false},
};

static void has_its_place(void **state)
{
    const place_case *c = *state;
    ics_dataset *dataset = read_text(c->format, c->text, NULL);
    ics_fact fact;
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, c->entity, c->attribute), c->row, 0, 0, &fact));
    assert_string_equal(fact.place.file, "data");
    assert_int_equal(fact.place.line, c->line);
    assert_int_equal(fact.place.column, c->column);
    assert_int_equal(fact.place.is_table, c->is_table);
    ics_dataset_free(dataset);
}

static void lines_are_found_in_large_files(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (unsigned i = 0; i < 5000; i++)
        fprintf(out, "{\"code\":\"C%u\"}\n", i);
    fclose(out);
    ics_dataset *dataset = read_text("ndjson", text, NULL);
    for (uint32_t row = 0; row < 5000; row += 7) {
        ics_place place;
        assert_true(ics_dataset_row_place(dataset, fixture_entity(program, "ICS"), row, &place));
        assert_int_equal(place.line, row + 1);
        assert_int_equal(place.column, 1);
    }
    ics_dataset_free(dataset);
    free(text);
}

static void evidence_is_kept(void **state)
{
    static const char text[] = "as at: 2023-06-01\nsource: board papers\nICS:\n  code: A\n"
                               "  name: {value: x, source: minutes, kind: minute, recorded: 2023-07-12}\n";
    (void)state;
    ics_dataset *dataset = read_text("yaml", text, NULL);
    ics_fact fact;
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "name"), 0, 0, 0, &fact));
    assert_true(fact.is_known && fact.is_present);
    assert_string_equal(fact.source, "minutes");
    assert_string_equal(fact.kind, "minute");
    assert_int_equal(fact.recorded, day(2023, 7, 12));
    assert_int_equal(fact.as_at, day(2023, 6, 1));
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "code"), 0, 0, 0, &fact));
    assert_string_equal(fact.source, "board papers");
    assert_string_equal(fact.kind, "");
    ics_dataset_free(dataset);
}

static void each_line_says_its_own_day(void **state)
{
    (void)state;
    ics_dataset *dataset = read_text("ndjson", "{\"as at\":\"2023-01-01\",\"code\":\"A\"}\n{\"code\":\"B\"}\n", NULL);
    ics_fact fact;
    const uint32_t code = fixture_attribute(program, "ICS", "code");
    assert_true(ics_dataset_fact(dataset, code, 0, 0, 0, &fact));
    assert_int_equal(fact.as_at, day(2023, 1, 1));
    assert_true(ics_dataset_fact(dataset, code, 1, 0, 0, &fact));
    assert_int_equal(fact.as_at, ICS_DAY_MIN - 1);
    ics_dataset_free(dataset);
}

static void dated_facts_answer_by_day(void **state)
{
    static const char text[] = "ICS:\n  name:\n  - {value: old, from: 2022-01-01, to: 2022-12-31, source: a}\n"
                               "  - {value: new, from: 2024-01-01, review by: 2024-06-30, source: b}\n";
    (void)state;
    ics_dataset *dataset = read_text("yaml", text, NULL);
    const uint32_t name = fixture_attribute(program, "ICS", "name");
    ics_fact fact;
    assert_true(ics_dataset_fact(dataset, name, 0, day(2022, 7, 1), day(2022, 7, 1), &fact));
    assert_true(fact.is_known && fact.is_present && !fact.is_outside);
    assert_string_equal(fact.source, "a");
    assert_int_equal(fact.to, day(2022, 12, 31));
    assert_true(ics_dataset_fact(dataset, name, 0, day(2023, 7, 1), day(2023, 7, 1), &fact));
    assert_true(fact.is_outside && !fact.is_known);
    assert_true(ics_dataset_fact(dataset, name, 0, day(2024, 2, 1), day(2024, 2, 1), &fact));
    assert_true(fact.is_known && !fact.is_stale);
    assert_string_equal(fact.source, "b");
    assert_int_equal(fact.place.line, 4);
    assert_true(ics_dataset_fact(dataset, name, 0, day(2024, 7, 1), day(2024, 7, 1), &fact));
    assert_true(fact.is_stale && !fact.is_known);
    ics_dataset_free(dataset);
}

static void contradictions_name_both_places(void **state)
{
    (void)state;
    ics_diags *diags = ics_diags_new();
    ics_dataset *dataset = read_text("yaml", "ICS:\n- {code: A, name: x}\n- {code: A, name: y}\n", diags);
    ics_fact fact;
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "name"), 0, 0, 0, &fact));
    assert_true(fact.is_contradicted && !fact.is_known);
    assert_int_equal(fact.place.line, 3);
    assert_int_equal(fact.other_place.line, 2);
    assert_int_equal(ics_diags_count(diags), 1);
    assert_int_equal(ics_diags_at(diags, 0)->code, ICS_W1602);
    assert_string_equal(ics_diags_at(diags, 0)->text, "two facts contradict each other about the name of ICS A");
    ics_dataset_free(dataset);
    ics_diags_free(diags);
}

static void what_is_not_said_is_no_fact(void **state)
{
    (void)state;
    ics_dataset *dataset = read_text("yaml", "ICS: {code: A, population: not applicable, places: }\n", NULL);
    ics_fact fact;
    assert_false(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "name"), 0, 0, 0, &fact));
    assert_false(fact.is_known);
    assert_false(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "name"), 7, 0, 0, &fact));
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "population"), 0, 0, 0, &fact));
    assert_true(fact.is_not_applicable && !fact.is_known);
    assert_true(ics_dataset_fact(dataset, fixture_attribute(program, "ICS", "places"), 0, 0, 0, &fact));
    assert_true(fact.is_known && !fact.is_present);
    ics_dataset_free(dataset);
}

typedef struct path_case {
    const char *name, *text, *entity;
    uint32_t row;
    const char *attribute, *path;
} path_case;

static const path_case paths[] = {
    {"by code", "ICS: {code: QXU}", "ICS", 0, "name", "ICS[QXU].name"},
    {"nested", "ICS: {code: QXU, places: [{name: N}, {name: M}]}", "place", 1, "name", "ICS[QXU].places[1].name"},
    {"from the nearest code", "ICS: {code: QXU, ICB: {code: X, posts: [{}]}}", "post", 0, "title",
     "ICB[X].posts[0].title"},
    {"through records without codes", "ICS: {code: Q, ICP: {members: [{sector: police}]}}", "member", 0, NULL,
     "ICS[Q].ICP.members[0]"},
    {"by name", "place: [{name: N}]", "place", 0, "name", "place[N].name"},
    {"the only one", "post: {title: chief nurse}", "post", 0, "title", "post.title"},
    {"one of several", "post: [{}, {title: chief nurse}]", "post", 1, "title", "post#2.title"},
};

static void has_its_path(void **state)
{
    const path_case *c = *state;
    ics_dataset *dataset = read_text("yaml", c->text, NULL);
    char path[64], cut[8];
    const uint32_t attribute = c->attribute ? fixture_attribute(program, c->entity, c->attribute) : ICS_NONE;
    const size_t length =
        ics_dataset_path(dataset, fixture_entity(program, c->entity), c->row, attribute, path, sizeof path);
    assert_string_equal(path, c->path);
    assert_int_equal(length, strlen(c->path));
    assert_int_equal(ics_dataset_path(dataset, fixture_entity(program, c->entity), c->row, attribute, cut, sizeof cut),
                     length);
    assert_int_equal(strlen(cut), length < 7 ? length : 7);
    ics_dataset_free(dataset);
}

static void unknown_keys_are_warned_of_once(void **state)
{
    (void)state;
    ics_diags *diags = ics_diags_new();
    ics_dataset *dataset =
        read_text("yaml", "ICS: [{code: A, plaices: []}, {code: B, plaices: []}, {zzz: 1}]\nICX: {}\n", diags);
    char *messages = fixture_messages(diags);
    assert_int_equal(ics_diags_count(diags), 3);
    assert_non_null(strstr(messages, "did you mean 'places'?"));
    assert_non_null(strstr(messages, "here and in 1 more place"));
    assert_non_null(strstr(messages, "W1601"));
    free(messages);
    ics_dataset_free(dataset);
    ics_diags_free(diags);
}

static void strict_makes_them_errors(void **state)
{
    (void)state;
    const ics_load_options options = {.is_strict = true};
    ics_diags *diags = ics_diags_new();
    ics_status status;
    assert_null(fixture_read(program, "yaml", "ICS: {plaices: []}", 18, &options, diags, &status));
    assert_int_equal(status, ICS_E_INPUT);
    char *messages = fixture_messages(diags);
    assert_non_null(strstr(messages, "E0610"));
    assert_non_null(strstr(messages, "places"));
    free(messages);
    ics_diags_free(diags);
}

static void counts_by_kind(void **state)
{
    (void)state;
    ics_dataset *dataset = read_text("yaml", "ICB: [{code: X}, {code: Y}]\ntrust: {code: T}\n", NULL);
    assert_int_equal(ics_dataset_kind_count(dataset, fixture_entity(program, "body")), 3);
    assert_int_equal(ics_dataset_kind_count(dataset, fixture_entity(program, "ICB")), 2);
    assert_int_equal(ics_dataset_kind_count(dataset, fixture_entity(program, "ICS")), 0);
    assert_int_equal(dataset->record_count, 3);
    assert_string_equal(ics_dataset_code(dataset, fixture_entity(program, "body"), 2), "T");
    assert_string_equal(ics_dataset_name(dataset, fixture_entity(program, "body"), 2), "");
    ics_dataset_free(dataset);
}

static void files_have_hashes(void **state)
{
    static const unsigned char start[] = {0x44, 0x13, 0x6F, 0xA3}; /* SHA-256 of "{}" */
    (void)state;
    unsigned char hash[32];
    ics_dataset *dataset = read_text("json", "{}", NULL);
    assert_int_equal(dataset->file_count, 1);
    assert_int_equal(dataset->files[0].size, 2);
    ics_dataset_file_hash(dataset, 0, hash);
    assert_memory_equal(hash, start, sizeof start);
    ics_dataset_free(dataset);
}

int main(void)
{
    const struct CMUnitTest facts[] = {
        cmocka_unit_test(lines_are_found_in_large_files),
        cmocka_unit_test(evidence_is_kept),
        cmocka_unit_test(each_line_says_its_own_day),
        cmocka_unit_test(dated_facts_answer_by_day),
        cmocka_unit_test(contradictions_name_both_places),
        cmocka_unit_test(what_is_not_said_is_no_fact),
        cmocka_unit_test(unknown_keys_are_warned_of_once),
        cmocka_unit_test(strict_makes_them_errors),
        cmocka_unit_test(counts_by_kind),
        cmocka_unit_test(files_have_hashes),
    };
    program = fixture_program();
    int failures = cmocka_run_group_tests_name("facts", facts, NULL, NULL);
    failures += SUITE_RUN_ROWS("places of facts", places, has_its_place);
    failures += SUITE_RUN_ROWS("paths of facts", paths, has_its_path);
    fixture_free(program);
    return failures;
}
