/* What comes from input is escaped in every format, and a write that fails is never forgotten. */
#include "suite.h"

#include "report/writer.h"

#include <stdlib.h>
#include <string.h>

static const struct escape_case {
    const char *name, *text, *plain, *json;
} cases[] = {
    {"printable text stays", "Surrey Heartlands", "Surrey Heartlands", "\"Surrey Heartlands\""},
    {"letters beyond ASCII stay", "Caf\xC3\xA9", "Caf\xC3\xA9", "\"Caf\xC3\xA9\""},
    {"an escape sequence", "a\033[31mb", "a<U+001B>[31mb", "\"a\\u001b[31mb\""},
    {"quotes and backslashes", "\"\\", "\"\\", "\"\\\"\\\\\""},
    {"a line end", "a\nb", "a<U+000A>b", "\"a\\nb\""},
    {"a bidirectional override",
     "a\xE2\x80\xAE"
     "b",
     "a<U+202E>b", "\"a\\u202eb\""},
    {"a byte that is no UTF-8",
     "a\xFF"
     "b",
     "a<0xFF>b", "\"a\\ufffdb\""},
    {"a sequence cut at the end", "a\xE2\x80", "a<0xE2><0x80>", "\"a\\ufffd\\ufffd\""},
    {"nothing", "", "", "\"\""},
};

static char *written(void (*write)(ics_writer *, const char *), const char *text)
{
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);
    ics_writer *writer = malloc(sizeof *writer);
    assert_non_null(out);
    assert_non_null(writer);
    ics_writer_begin(writer, out);
    write(writer, text);
    assert_int_equal(ics_writer_end(writer), ICS_OK);
    free(writer);
    fclose(out);
    return bytes;
}

static void escapes(void **state)
{
    const struct escape_case *c = *state;
    char *plain = written(ics_write_plain, c->text);
    char *json = written(ics_write_string, c->text);
    assert_string_equal(plain, c->plain);
    assert_string_equal(json, c->json);
    free(plain);
    free(json);
}

static void keeps_long_texts_whole(void **state)
{
    (void)state;
    const size_t length = 200000; /* several buffers */
    char *text = malloc(length + 1);
    assert_non_null(text);
    memset(text, 'x', length);
    text[length] = '\0';
    char *plain = written(ics_write_plain, text);
    assert_string_equal(plain, text);
    free(plain);
    free(text);
}

static void remembers_a_failed_write(void **state)
{
    (void)state;
    FILE *full = fopen("/dev/full", "w");
    ics_writer *writer = malloc(sizeof *writer);
    assert_non_null(full);
    assert_non_null(writer);
    ics_writer_begin(writer, full);
    ics_write(writer, "lost");
    assert_int_equal(ics_writer_end(writer), ICS_E_IO);
    free(writer);
    fclose(full);
}

int main(void)
{
    const struct CMUnitTest others[] = {
        cmocka_unit_test(keeps_long_texts_whole),
        cmocka_unit_test(remembers_a_failed_write),
    };
    const int failed = SUITE_RUN_ROWS("escapes", cases, escapes);
    return failed + cmocka_run_group_tests_name("writer", others, NULL, NULL);
}
