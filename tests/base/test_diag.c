/* Diagnostics: lines and columns as editors show them, excerpts that cannot lie, and counts past the twentieth. */
#include "suite.h"

#include "base/diag.h"

#include <stdio.h>
#include <string.h>

static const struct line_case {
    const char *name, *text;
    uint32_t offset, line, column;
} line_cases[] = {
    {"the first byte", "abc", 0, 1, 1},
    {"the end of the text", "abc", 3, 1, 4},
    {"past the end", "abc", 99, 1, 4},
    {"after a newline", "ab\ncd", 4, 2, 2},
    {"the newline itself ends its line", "ab\ncd", 2, 1, 3},
    {"CR LF is one line end", "ab\r\ncd", 4, 2, 1},
    {"the LF of a CR LF belongs to the first line", "ab\r\ncd", 3, 1, 4},
    {"a lone CR ends a line", "ab\rcd", 3, 2, 1},
    {"U+2028 ends a line",
     "ab\xE2\x80\xA8"
     "cd",
     6, 2, 2},
    {"mixed ends",
     "a\r\n\n\rb\xE2\x80\xA8"
     "c",
     9, 5, 1}, /* "a", "", "", "b", "c" */
    {"a column is a code point", "\xC3\xA9\xE2\x82\xAC x", 6, 1, 4},
    {"a tab is one column", "\tx", 1, 1, 2},
    {"an empty text", "", 0, 1, 1},
};

static void finds_lines(void **state)
{
    const struct line_case *c = *state;
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "t", c->text, strlen(c->text), false);
    uint32_t line, column;
    ics_diags_line(diags, source, c->offset, &line, &column);
    assert_int_equal(line, c->line);
    assert_int_equal(column, c->column);
    ics_diags_free(diags);
}

static void finds_lines_far_into_a_text(void **state)
{
    (void)state;
    const size_t size = 100000;
    char *text = malloc(size);
    for (size_t i = 0; i < size; i++)
        text[i] = i % 10 == 9 ? '\n' : i % 10 == 8 ? '\r' : 'x';
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "t", text, size, false);
    for (uint32_t offset = 0; offset < size; offset += 7) {
        uint32_t line, column;
        ics_diags_line(diags, source, offset, &line, &column);
        assert_int_equal(line, offset / 10 + 1);
        assert_int_equal(column, offset % 10 + 1);
    }
    ics_diags_free(diags);
    free(text);
}

static char *printed(const ics_diags *diags)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ics_diags_print(diags, out, false);
    fclose(out);
    return text;
}

static void expect_printed(ics_diags *diags, const char *want)
{
    char *text = printed(diags);
    assert_string_equal(text, want);
    free(text);
    ics_diags_free(diags);
}

static void points_then_helps(void **state)
{
    (void)state;
    static const char text[] = "rule A\n\nrule A \"Twice\"\n";
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "leads.rules", text, sizeof text - 1, false);
    ics_diag *diag = ics_report(diags, ICS_E0110, (ics_span){source, 13, 14}, "rule %s is already defined", "A");
    ics_diag_note(diags, diag, (ics_span){source, 5, 6}, "first defined here");
    ics_diag_help(diags, diag, "give it another name");
    assert_int_equal(ics_diags_error_count(diags), 1);
    expect_printed(diags, "leads.rules:3:6: error E0110: rule A is already defined\n"
                          "    3 | rule A \"Twice\"\n"
                          "      |      ^\n"
                          "leads.rules:1:6: note: first defined here\n"
                          "    1 | rule A\n"
                          "      |      ^\n"
                          "  help: give it another name\n");
}

static void escapes_what_could_deceive(void **state)
{
    (void)state;
    static const char text[] = "a\x1b[2J\xE2\x80\xAE"
                               "b\xFFzz";
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "bad\nname", text, sizeof text - 1, true);
    ics_report(diags, ICS_E0004, (ics_span){source, 9, 10}, "found '%s'", "\x07\xE2\x81\xA6");
    expect_printed(diags, "bad name:1:8: error E0004: found '<U+0007><U+2066>'\n"
                          "    1 | a<U+001B>[2J<U+202E>b<0xFF>zz\n"
                          "      |                      ^^^^^^\n");
}

static void cuts_a_long_line_around_the_caret(void **state)
{
    (void)state;
    const size_t size = 10u << 20;
    char *text = malloc(size + 1);
    memset(text, 'x', size);
    text[size] = '\0';
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "long", text, size, false);
    ics_report(diags, ICS_E0102, (ics_span){source, (uint32_t)size - 1, (uint32_t)size}, "%s", text + size - 2000);
    char *out = printed(diags);
    assert_true(strlen(out) < 1024);
    assert_non_null(strstr(out, "long:1:10485760: error E0102: xxx"));
    assert_non_null(strstr(out, "^\n"));
    free(out);
    ics_diags_free(diags);
    free(text);
}

static void prints_twenty_and_a_count(void **state)
{
    (void)state;
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "many", "x", 1, false);
    for (int i = 0; i < 100000; i++)
        ics_report(diags, ICS_E0101, (ics_span){source, 0, 1}, "mistake %d", i);
    assert_int_equal(ics_diags_error_count(diags), 100000);
    char *out = printed(diags);
    assert_non_null(strstr(out, "mistake 19\n"));
    assert_null(strstr(out, "mistake 20\n"));
    assert_non_null(strstr(out, "many: and 99980 more errors\n"));
    free(out);
    ics_diags_free(diags);
}

static void prints_in_order_of_place(void **state)
{
    (void)state;
    ics_diags *diags = ics_diags_new();
    const uint32_t source = ics_diags_source(diags, "t", "a\nb", 3, false);
    ics_report(diags, ICS_E0101, (ics_span){source, 2, 3}, "second");
    ics_report(diags, ICS_W1001, (ics_span){source, 0, 1}, "first");
    ics_report_at(diags, ICS_E0502, "p.icsb: section code, offset 8", "no place in text");
    assert_int_equal(ics_diags_error_count(diags), 2);
    expect_printed(diags, "p.icsb: section code, offset 8: error E0502: no place in text\n"
                          "t:1:1: warning W1001: first\n    1 | a\n      | ^\n"
                          "t:2:1: error E0101: second\n    2 | b\n      | ^\n");
}

static void takes_no_list(void **state)
{
    (void)state;
    ics_diag *diag = ics_report(NULL, ICS_E0101, (ics_span){0}, "nobody listens");
    assert_non_null(diag);
    ics_diag_note(NULL, diag, (ics_span){0}, "here");
    ics_diag_help(NULL, diag, "do");
    assert_int_equal(ics_diags_error_count(NULL), 0);
    ics_diags_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_lines_far_into_a_text),
        cmocka_unit_test(points_then_helps),
        cmocka_unit_test(escapes_what_could_deceive),
        cmocka_unit_test(cuts_a_long_line_around_the_caret),
        cmocka_unit_test(prints_twenty_and_a_count),
        cmocka_unit_test(prints_in_order_of_place),
        cmocka_unit_test(takes_no_list),
    };
    return SUITE_RUN_ROWS("lines", line_cases, finds_lines) +
           cmocka_run_group_tests_name("diagnostics", tests, NULL, NULL);
}
