/* Hostile texts: deep, long and many; each is refused once, in its place, and nothing overflows. */
#include "syntax/support.h"

#include "base/limits.h"

#include <string.h>

/* head, then middle `times` times, then tail. */
static const struct limit_case {
    const char *name, *head, *middle;
    size_t times;
    const char *tail;
    ics_code code; /* of the first message; ICS_CODE_COUNT: none */
    size_t error_count;
} cases[] = {
    {"brackets as deep as may be", "rule A ICB must name chief nurse unless ", "(", 150, "conflicts are managed",
     ICS_E0100, 1},
    {"a million brackets", "rule A ICB must name chief nurse unless ", "(", 1000000, "", ICS_E0005, 1},
    {"a long chain of of", "rule A ICB must name chief nurse unless ", "posts of ", 100000, "ICB is yes", ICS_E0005, 1},
    {"a long chain of 's", "rule A ICB must name chief nurse unless ICB", "'s posts", 100000, " is yes", ICS_E0005, 1},
    {"a long sum", "rule A ICB must name chief nurse unless population is at least ", "1 + ", 100000, "1", ICS_E0005,
     1},
    {"percentages of percentages", "rule A ICB must name chief nurse unless population is at least ", "75% of ", 100000,
     "population", ICS_E0005, 1},
    {"a long conjunction", "rule A ICB must name chief nurse unless conflicts are managed ",
     "and conflicts are managed ", 50000, "", ICS_CODE_COUNT, 0},
    {"a hundred thousand nots", "rule A ICB must name chief nurse unless ", "not ", 100000, "", ICS_E0100, 1},
    {"lists of lists", "test \"t\" given ICB with posts ", "[", 100000, "", ICS_E0005, 1},
    {"records in records", "test \"t\" given ICB with posts ", "{title: ", 100000, "", ICS_E0005, 1},
    {"twenty thousand mistakes", "", "rule A ICB must by\n", 20000, "", ICS_E0100, 20000},
    {"one unknown word twenty thousand times", "", "rule A ICB must name frobnicator\n", 20000, "", ICS_E0101, 1},
    {"a word of a megabyte", "rule ", "A", 1 << 20, " ICB must name chief nurse", ICS_E0005, 1},
    {"a text of a megabyte", "rule A \"", "t", 1 << 20, "\" ICB must name chief nurse", ICS_E0005, 1},
    {"a name of too many words", "entity e\n  ", "word ", 17, ": text\n", ICS_E0005, 1},
    {"a name of as many words as may be", "entity e\n  ", "word ", 16, ": text\n", ICS_CODE_COUNT, 0},
    {"long letters", "rule A ICB must have all of ", "(a) ", 100000, "", ICS_E0100, 1},
    {"many declarations", "", "role somebody\n", 100000, "", ICS_CODE_COUNT, 0},
};

static void is_bounded(void **state)
{
    const struct limit_case *c = *state;
    const size_t head = strlen(c->head), middle = strlen(c->middle), tail = strlen(c->tail);
    const size_t size = head + middle * c->times + tail;
    char *text = malloc(size + 1);
    assert_non_null(text);
    memcpy(text, c->head, head);
    for (size_t i = 0; i < c->times; i++)
        memcpy(text + head + i * middle, c->middle, middle);
    memcpy(text + size - tail, c->tail, tail);
    parsed p;
    parse_bytes(&p, EXAMPLES, "t.rules", text, size, true);
    char *said = diags_text(p.diags);
    if (ics_diags_error_count(p.diags) != c->error_count)
        print_message("%s\n", said);
    assert_int_equal(ics_diags_error_count(p.diags), c->error_count);
    if (c->code != ICS_CODE_COUNT)
        assert_string_equal(ics_code_name(ics_diags_at(p.diags, 0)->code), ics_code_name(c->code));
    assert_true(strlen(said) < 20000);
    free(said);
    free(text);
    parsed_free(&p);
}

/* Names with one common beginning are found as fast as others: time grows with the text alone. */
static void finds_ten_thousand_names(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    fputs("model big\nentity body\nverb body name (t: text)\n  means it has t\n", out);
    for (int i = 0; i < 10000; i++)
        fprintf(out, "term common beginning of name%d\n", i);
    for (int i = 0; i < 10000; i++)
        fprintf(out, "rule R%d body must name common beginning of name%d\n", i, 9999 - i);
    fclose(out);
    parsed p;
    parse_bytes(&p, NULL, "t.rules", text, size, false);
    assert_int_equal(ics_diags_error_count(p.diags), 0);
    parsed_free(&p);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_ten_thousand_names)};
    return SUITE_RUN_ROWS("limits", cases, is_bounded) + cmocka_run_group_tests_name("many names", tests, NULL, NULL);
}
