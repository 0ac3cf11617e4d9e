/* Outcomes go out as arrays that can be read again, and nothing goes out that is not printed. */
#include "suite.h"

#include "arrow/view.h"

#include <stdio.h>
#include <string.h>

static const char rules[] = "model export\n\n"
                            "entity system\n  code : text, unique\n  plans : list of plan\n  cases : list of case\n\n"
                            "entity plan\n  title : text\n  pages : number\n\n"
                            "entity case, special category\n  code : text, unique\n  asked : event date\n\n"
                            "source ACT \"An Act\"\n  kind Act\n\n"
                            "rule R-1 \"A plan of some length\"\n  cites ACT section 7\n  in force from 2020-01-01\n"
                            "  system must have plan where pages is more than 10\n\n"
                            "check R-2 \"Each case is dated\"\n  asked of case is recorded\n";

static const char facts[] = "system:\n"
                            "  - {code: S1, plans: [{title: A, pages: 20}], cases: [{code: C1, asked: 2023-01-01}]}\n"
                            "  - {code: S2, plans: [], cases: [{code: C2}]}\n"
                            "  - {code: S3}\n";

typedef struct made {
    ics_program *program;
    ics_dataset *dataset;
    ics_run *run;
} made;

static made m;

static int set_up(void **state)
{
    (void)state;
    int32_t day;
    ics_diags *diags = ics_diags_new();
    const ics_rule_text file = {"test.rules", (const unsigned char *)rules, sizeof rules - 1};
    const ics_load_options options = {.input_format = "yaml"};
    const bool is_made = diags && ics_compile(&m.program, &file, 1, NULL, diags) == ICS_OK &&
                         ics_day_read("2023-06-01", &day) &&
                         ics_dataset_read_text(&m.dataset, m.program, "data", (const unsigned char *)facts,
                                               sizeof facts - 1, &options, diags) == ICS_OK &&
                         ics_evaluate(&m.run, m.program, m.dataset, day, NULL, diags) == ICS_OK;
    ics_diags_free(diags);
    return !is_made;
}

static int tear_down(void **state)
{
    (void)state;
    ics_run_free(m.run);
    ics_dataset_free(m.dataset);
    ics_program_free(m.program);
    return 0;
}

static const ics_arrow_view *column_of(const ics_arrow_view *view, const char *name)
{
    for (size_t i = 0; i < view->type->child_count; i++)
        if (strcmp(view->children[i].type->name, name) == 0)
            return &view->children[i];
    fail_msg("no column %s", name);
    return NULL;
}

/* "S1", a day as a number, "null". */
static void say(const ics_arrow_view *column, int64_t slot, char *out, size_t size)
{
    size_t length;
    column = ics_arrow_resolve(column, &slot);
    if (!ics_arrow_is_valid(column, slot)) {
        snprintf(out, size, "null");
    } else if (column->type->kind == ICS_ARROW_TEXT) {
        const char *text = ics_arrow_text(column, slot, &length);
        snprintf(out, size, "%.*s", (int)length, text);
    } else {
        snprintf(out, size, "%lld", (long long)ics_arrow_integer(column, slot));
    }
}

/* Rule, subject, outcome of each row, over all arrays; each array checked as if it were another's. */
static void write_all(const ics_arrow_export_options *options, char *out, size_t size, size_t *array_count)
{
    static const char *const shown[] = {"rule", "version", "clause_place", "subject_code", "path", "outcome", "due"};
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    ics_arena arena = {0};
    ics_arrow_fault fault;
    size_t at = 0;
    assert_int_equal(ics_run_arrow_stream(&stream, m.run, options), ICS_OK);
    assert_int_equal(stream.get_schema(&stream, &schema), 0);
    const ics_arrow_type *type = ics_arrow_type_read(&arena, &schema, &fault);
    assert_non_null(type);
    out[0] = '\0';
    for (*array_count = 0; stream.get_next(&stream, &array) == 0 && array.release; ++*array_count) {
        const ics_arrow_view *view = ics_arrow_view_make(&arena, type, &array, &fault);
        if (!view)
            fail_msg("%s", fault.text);
        for (int64_t row = 0; row < view->length; row++)
            for (size_t i = 0; i < SUITE_COUNT(shown); i++) {
                char text[64];
                say(column_of(view, shown[i]), row, text, sizeof text);
                at += (size_t)snprintf(out + at, size - at, "%s%s", text, i + 1 < SUITE_COUNT(shown) ? " " : "\n");
            }
        array.release(&array);
        assert_null(array.release);
    }
    stream.release(&stream);
    assert_null(stream.release);
    schema.release(&schema); /* what a stream gave out lives on without it */
    ics_arena_free(&arena);
}

static const char outcomes[] = "R-1 1 section 7 S1 system[S1] met null\n"
                               "R-1 1 section 7 S2 system[S2] not met null\n"
                               "R-1 1 section 7 S3 system[S3] unknown null\n";

static void gives_outcomes_in_order(void **state)
{
    (void)state;
    char text[2000];
    size_t count;
    write_all(NULL, text, sizeof text, &count);
    assert_string_equal(text, outcomes);
    assert_int_equal(count, 1);
}

static void gives_batches(void **state)
{
    (void)state;
    char text[2000];
    size_t count;
    write_all(&(ics_arrow_export_options){.batch_rows = 2}, text, sizeof text, &count);
    assert_string_equal(text, outcomes);
    assert_int_equal(count, 2);
}

/* Of children no outcome, unless it is asked for; then their references. */
static void keeps_children_back(void **state)
{
    (void)state;
    char text[2000];
    size_t count;
    write_all(&(ics_arrow_export_options){.records = true}, text, sizeof text, &count);
    assert_non_null(strstr(text, "R-2 1 null C1"));
    assert_non_null(strstr(text, "C2"));
    write_all(NULL, text, sizeof text, &count);
    assert_null(strstr(text, "C1"));
    assert_null(strstr(text, "R-2"));
}

/* A consumer may move columns out and keep them when the rest is gone. */
static void columns_can_be_moved(void **state)
{
    (void)state;
    struct ArrowArrayStream stream;
    struct ArrowArray array, kept;
    assert_int_equal(ics_run_arrow_stream(&stream, m.run, NULL), ICS_OK);
    assert_int_equal(stream.get_next(&stream, &array), 0);
    stream.release(&stream);
    kept = *array.children[8];
    array.children[8]->release = NULL;
    array.release(&array);
    const int32_t *ends = kept.buffers[1];
    assert_int_equal(kept.length, 3);
    assert_int_equal(ends[3], 6);
    assert_memory_equal(kept.buffers[2], "S1S2S3", 6);
    kept.release(&kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_outcomes_in_order),
        cmocka_unit_test(gives_batches),
        cmocka_unit_test(keeps_children_back),
        cmocka_unit_test(columns_can_be_moved),
    };
    return cmocka_run_group_tests_name("arrow export", tests, set_up, tear_down);
}
