/* Arrays that cannot be: each is refused with one message, released, and nothing is made of it. */
#include "suite.h"

#include "../data/fixture.h"
#include "column.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define STRUCT(name, valid, count, ...)                                                                                \
    column_struct((name), (valid), (count), (const column[]){__VA_ARGS__}, SUITE_COUNT(((const column[]){__VA_ARGS__})))

static const char *const names[] = {"EHC-000000000001", "EHC-2", NULL};
static const int32_t days[] = {1, 2, 3};

/* reference (texts), request received (dates), notes: a list in a list, a text by dictionary. */
static column good(void)
{
    return STRUCT(
        "rows", NULL, 3, column_text("reference", "u", names, 3),
        column_fixed("request received", "tdD", "110", days, 3, 4),
        column_dictionary("authority", "110", (const int8_t[]){0, 1, 0}, 3, column_text("", "u", names, 2)),
        column_list("plan is needed", "+l", NULL, (const size_t[]){1, 1, 1}, 3, column_bool("item", NULL, "101")));
}

static void **buffers(column c, int child)
{
    return (void **)(uintptr_t)(child < 0 ? c.array : c.array->children[child])->buffers;
}

static void negative_length(column c)
{
    c.array->length = -1;
}

static void huge_offset(column c)
{
    c.array->children[1]->offset = INT64_MAX;
}

static void short_child(column c)
{
    c.array->children[1]->length = 2;
}

static void offset_behind_the_child(column c)
{
    c.array->offset = 1;
}

static void too_many_nulls(column c)
{
    c.array->children[1]->null_count = 4;
}

static void nulls_without_a_bitmap(column c)
{
    buffers(c, 1)[0] = NULL;
}

static void no_values(column c)
{
    buffers(c, 1)[1] = NULL;
}

static void no_buffers(column c)
{
    free(buffers(c, 1));
    c.array->children[1]->buffers = NULL;
}

static void too_few_buffers(column c)
{
    c.array->children[0]->n_buffers = 2;
}

static void no_bytes(column c)
{
    buffers(c, 0)[2] = NULL;
}

static void offsets_run_back(column c)
{
    ((int32_t *)buffers(c, 0)[1])[2] = 3;
}

static void negative_first_offset(column c)
{
    ((int32_t *)buffers(c, 0)[1])[0] = -4;
}

static void list_behind_its_items(column c)
{
    ((int32_t *)buffers(c, 3)[1])[3] = 9;
}

static void index_behind_the_dictionary(column c)
{
    ((int8_t *)buffers(c, 2)[1])[1] = 2;
}

static void negative_index(column c)
{
    ((int8_t *)buffers(c, 2)[1])[1] = -1;
}

static void child_released(column c)
{
    c.array->children[1]->release(c.array->children[1]);
}

static void no_dictionary(column c)
{
    c.array->dictionary = NULL;
    c.array->children[2]->dictionary->release(c.array->children[2]->dictionary);
    free(c.array->children[2]->dictionary);
    c.array->children[2]->dictionary = NULL;
}

static void children_of_another_number(column c)
{
    c.array->n_children = 3;
}

static void schema_child_released(column c)
{
    c.schema->children[1]->release(c.schema->children[1]);
}

static void set_format(struct ArrowSchema *schema, const char *format)
{
    char *made = malloc(strlen(format) + 1);
    strcpy(made, format);
    free((char *)(uintptr_t)schema->format);
    schema->format = made;
}

static void unread_type(column c)
{
    set_format(c.schema->children[1], "z");
}

static void unread_type_within(column c)
{
    set_format(c.schema->children[3]->children[0], "tts");
}

static void no_struct(column c)
{
    set_format(c.schema, "+l");
}

static void no_format(column c)
{
    free((char *)(uintptr_t)c.schema->children[0]->format);
    c.schema->children[0]->format = NULL;
}

static void negative_children(column c)
{
    c.schema->n_children = -1;
}

static void name_of_bytes(column c)
{
    memcpy((char *)(uintptr_t)c.schema->children[0]->name, "\xFF\xFE", 2);
}

static void text_of_bytes(column c)
{
    ((char *)buffers(c, 0)[2])[1] = '\xFF';
}

static const struct refusal {
    const char *name;
    void (*spoil)(column c);
    const char *says;
} refusals[] = {
    {"a negative length", negative_length, "has the length -1 and the offset 0, which cannot be"},
    {"an offset past all memory", huge_offset, "which cannot be"},
    {"a child that is too short", short_child, "'request received' has 2 values, and the struct that it is part of 3"},
    {"a slice past its children", offset_behind_the_child, "has 3 values, and the struct that it is part of 4"},
    {"more nulls than values", too_many_nulls, "has 4 nulls among 3 values"},
    {"nulls without a bitmap", nulls_without_a_bitmap, "has nulls, and no buffer that says which"},
    {"values without a buffer", no_values, "has values, and no buffer of them"},
    {"no buffers at all", no_buffers, "has no buffers"},
    {"too few buffers", too_few_buffers, "has 2 buffers, and its type (u) has 3"},
    {"texts without bytes", no_bytes, "has texts, and no buffer of them"},
    {"offsets that run back", offsets_run_back, "has offsets that run back, from 16 to 3"},
    {"a negative offset", negative_first_offset, "begins at the offset -4"},
    {"a list past its items", list_behind_its_items, "has offsets up to 9, and 3 items"},
    {"an index past its dictionary", index_behind_the_dictionary, "has the index 2 into a dictionary of 2 values"},
    {"a negative index", negative_index, "has the index -1 into a dictionary"},
    {"a child released already", child_released, "'request received' was released already"},
    {"a child schema released already", schema_child_released, "the schema of 'rows' was released already"},
    {"another number of children", children_of_another_number, "has 3 children, and its type has 4"},
    {"a dictionary that is missing", no_dictionary, "has no dictionary"},
    {"a type that is not read", unread_type, "'request received' is of the Arrow type 'z', which is not read"},
    {"such a type in a list", unread_type_within, "'plan is needed' is of the Arrow type 'tts', which is not read"},
    {"no table", no_struct, "is of a list, which has one child"},
    {"a schema without a format", no_format, "'reference' has no format"},
    {"a negative number of columns", negative_children, "has fewer than no columns"},
    {"a name that is no text", name_of_bytes, "has a name or a format that is no text in UTF-8"},
    {"a text that is no text", text_of_bytes, "a value of the column 'reference' is no text in UTF-8"},
};

static ics_status read_one(struct ArrowArrayStream *stream, ics_diags *diags)
{
    ics_program *program = fixture_program();
    ics_dataset *dataset = NULL;
    const ics_arrow_table table = {.name = "cases", .entity = "case", .stream = stream};
    const ics_status status = ics_dataset_read_arrow(&dataset, program, &table, 1, NULL, 0, NULL, diags);
    assert_null(dataset);
    fixture_free(program);
    return status;
}

static void is_refused(void **state)
{
    const struct refusal *row = *state;
    struct ArrowArrayStream stream;
    ics_diags *diags = ics_diags_new();
    column c = good();
    row->spoil(c);
    if (row->spoil == no_dictionary)
        c.array->dictionary = NULL;
    column_stream(c, &stream);
    assert_int_equal(read_one(&stream, diags), ICS_E_INPUT);
    assert_null(stream.release);
    assert_int_equal(columns_alive, 0);
    char *messages = fixture_messages(diags);
    if (!strstr(messages, row->says))
        fail_msg("%s: %s", row->says, messages);
    free(messages);
    ics_diags_free(diags);
}

/* -- values that another type than the model's would have */

static const struct value_row {
    const char *name, *column_name, *format;
    const void *values;
    size_t size;
    const char *says;
} value_rows[] = {
    {"a day past the calendar", "request received", "tdD", (const int32_t[]){2932897}, 4,
     "expected a date (\"2023-05-09\", \"2023-05\" or \"2023\"), found the text \"2932897 days from 1970-01-01\""},
    {"a time of day", "request received", "tss:", (const int64_t[]){86401}, 8,
     "found the text \"1970-01-02 and a time\""},
    {"a number for a date", "request received", "c", "x", 1, "expected a date"},
    {"a number for a text", "reference", "c", "x", 1, "expected a text for 'reference', found the number 120"},
    {"a date for yes or no", "plan is needed", "tdD", (const int32_t[]){0}, 4, "expected yes or no"},
};

static void value_is_refused(void **state)
{
    const struct value_row *row = *state;
    struct ArrowArrayStream stream;
    ics_diags *diags = ics_diags_new();
    column_stream(STRUCT("", NULL, 1, column_fixed(row->column_name, row->format, NULL, row->values, 1, row->size)),
                  &stream);
    assert_int_equal(read_one(&stream, diags), ICS_E_INPUT);
    assert_int_equal(columns_alive, 0);
    char *messages = fixture_messages(diags);
    if (!strstr(messages, row->says) || !strstr(messages, "cases: row 1, column 1"))
        fail_msg("%s: %s", row->says, messages);
    free(messages);
    ics_diags_free(diags);
}

/* -- floats that are no decimal of six places */

static void floats_are_not_rounded(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *says;
    } rows[] = {
        {0.1234567, "the number 0.1234567 is more exact than millionths"},
        {1e300, "found the number 1000000000000000000 or more"},
        {0.0 / 0.0, "found the number NaN"},
        {-1e13, "does not fit"},
        {9007199254741.0061, "is more exact than millionths"},
    };
    for (size_t i = 0; i < SUITE_COUNT(rows); i++) {
        struct ArrowArrayStream stream;
        ics_program *program = fixture_program();
        ics_dataset *dataset = NULL;
        ics_diags *diags = ics_diags_new();
        column_stream(STRUCT("", NULL, 1, column_fixed("cost", "g", NULL, &rows[i].value, 1, 8)), &stream);
        const ics_arrow_table table = {.name = "papers", .entity = "document", .stream = &stream};
        assert_int_equal(ics_dataset_read_arrow(&dataset, program, &table, 1, NULL, 0, NULL, diags), ICS_E_INPUT);
        char *messages = fixture_messages(diags);
        if (!strstr(messages, rows[i].says))
            fail_msg("%s: %s", rows[i].says, messages);
        free(messages);
        ics_diags_free(diags);
        fixture_free(program);
    }
}

/* -- depth, and schemas that share their children */

static void depth_is_bounded(void **state)
{
    (void)state;
    struct ArrowArrayStream stream;
    ics_diags *diags = ics_diags_new();
    column c = column_null("deep", 1);
    for (int i = 0; i < 100; i++)
        c = column_list("deep", "+l", NULL, (const size_t[]){1}, 1, c);
    column_stream(STRUCT("", NULL, 1, c), &stream);
    assert_int_equal(read_one(&stream, diags), ICS_E_INPUT);
    assert_int_equal(columns_alive, 0);
    char *messages = fixture_messages(diags);
    assert_non_null(strstr(messages, "is nested more than 64 deep (limit DATA_NESTING)"));
    free(messages);
    ics_diags_free(diags);
}

static void never(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void never_array(struct ArrowArray *array)
{
    array->release = NULL;
}

/* Twenty structs, each with the next one twice: a million columns. */
static void shared_children_are_bounded(void **state)
{
    (void)state;
    enum { LEVELS = 20 };
    struct ArrowSchema schemas[LEVELS];
    struct ArrowSchema *children[LEVELS][2];
    struct ArrowArray array = {.release = never_array};
    struct ArrowArrayStream stream;
    ics_diags *diags = ics_diags_new();
    for (int i = 0; i < LEVELS; i++) {
        children[i][0] = children[i][1] = &schemas[i + 1 < LEVELS ? i + 1 : i];
        schemas[i] = (struct ArrowSchema){.format = i + 1 < LEVELS ? "+s" : "n",
                                          .name = "shared",
                                          .n_children = i + 1 < LEVELS ? 2 : 0,
                                          .children = children[i],
                                          .release = never};
    }
    struct ArrowSchema root = schemas[0];
    assert_int_equal(ics_arrow_stream_of(&stream, &root, &array), ICS_OK);
    assert_int_equal(read_one(&stream, diags), ICS_E_INPUT);
    char *messages = fixture_messages(diags);
    assert_non_null(strstr(messages, "more than 4096 columns in all"));
    free(messages);
    ics_diags_free(diags);
}

/* -- lengths that cost the producer nothing */

static void refuses_endless(column c, const char *says)
{
    struct ArrowArrayStream stream;
    ics_program *program = fixture_program();
    ics_dataset *dataset = NULL;
    ics_diags *diags = ics_diags_new();
    column_stream(c, &stream);
    const ics_arrow_table table = {.name = "bodies", .entity = "body", .stream = &stream};
    assert_int_equal(ics_dataset_read_arrow(&dataset, program, &table, 1, NULL, 0, NULL, diags), ICS_E_INPUT);
    assert_int_equal(columns_alive, 0);
    char *messages = fixture_messages(diags);
    if (!strstr(messages, says))
        fail_msg("%s: %s", says, messages);
    free(messages);
    ics_diags_free(diags);
    fixture_free(program);
}

static void nothing_is_not_endless(void **state)
{
    (void)state;
    const int64_t many = INT64_C(1) << 31;
    column rows = STRUCT("", NULL, 1, column_null("name", 1));
    rows.array->length = rows.array->children[0]->length = rows.array->children[0]->null_count = many;
    refuses_endless(rows, "says more than 16777216 rows (limit DOCUMENT_NODES) and has no values");
    column posts = STRUCT("item", NULL, 1, column_null("title", 1));
    posts.array->length = posts.array->children[0]->length = posts.array->children[0]->null_count = many;
    refuses_endless(STRUCT("", NULL, 1, column_list("posts", "+l", NULL, (const size_t[]){INT32_MAX}, 1, posts)),
                    "the document has more than 16777216 values (limit DOCUMENT_NODES)");
}

/* -- streams */

static int fail_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    (void)stream;
    (void)out;
    return EIO;
}

static const char *say_why(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "the cable is out";
}

static void release_stream(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static int no_array(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    (void)stream;
    out->release = NULL;
    return 0;
}

static void stream_says_why(void **state)
{
    (void)state;
    struct ArrowArrayStream stream = {fail_schema, no_array, say_why, release_stream, NULL};
    ics_diags *diags = ics_diags_new();
    assert_int_equal(read_one(&stream, diags), ICS_E_IO);
    assert_null(stream.release);
    char *messages = fixture_messages(diags);
    assert_non_null(strstr(messages, "the stream fails: the cable is out"));
    free(messages);
    ics_diags_free(diags);
}

static void released_stream_is_refused(void **state)
{
    (void)state;
    struct ArrowArrayStream stream = {fail_schema, no_array, say_why, NULL, NULL};
    ics_diags *diags = ics_diags_new();
    assert_int_equal(read_one(&stream, diags), ICS_E_INPUT);
    assert_int_equal(read_one(NULL, diags), ICS_E_INPUT);
    char *messages = fixture_messages(diags);
    assert_non_null(strstr(messages, "its stream was released already"));
    free(messages);
    ics_diags_free(diags);
}

/* What is released already makes no stream, and is left as it was. */
static void stream_of_nothing_is_refused(void **state)
{
    (void)state;
    struct ArrowArrayStream stream;
    column c = good();
    c.array->release(c.array);
    assert_int_equal(ics_arrow_stream_of(&stream, c.schema, c.array), ICS_E_INPUT);
    assert_non_null(c.schema->release);
    column_free(c);
    assert_int_equal(columns_alive, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floats_are_not_rounded),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(shared_children_are_bounded),
        cmocka_unit_test(nothing_is_not_endless),
        cmocka_unit_test(stream_says_why),
        cmocka_unit_test(released_stream_is_refused),
        cmocka_unit_test(stream_of_nothing_is_refused),
    };
    int failed = SUITE_RUN_ROWS("arrow refusals", refusals, is_refused);
    failed += SUITE_RUN_ROWS("arrow values", value_rows, value_is_refused);
    return failed + cmocka_run_group_tests_name("arrow bounds", tests, NULL, NULL);
}
