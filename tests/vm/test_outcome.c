/* The ladder against the table of outcomes: every combination of operands that a row covers gives that row's state. */
#include "suite.h"

#include "vm/operands.h"

#include <stdio.h>
#include <string.h>

enum { COLUMNS = 14, WAYS = 5, ROWS_MAX = 512, UNMATCHED = 255 };

/* One row: for each column the values it covers, one bit each. */
typedef struct table_row {
    uint8_t covers[COLUMNS];
    ics_outcome state;
} table_row;

static const char *const truth_words[] = {"no", "yes", "unknown", "no clock"};
static const char *const modality_words[] = {"duty", "prohibition", "expectation", "permission", "consider"};
static const char *const force_words[] = {"binding", "own", "have regard", "advice", "not law"};

static table_row rows[ROWS_MAX];
static size_t row_count;

/* Columns 0 to 9 are operands, 10 modality, 11 force, 12 no period; which words a column can hold. */
static size_t words_of(size_t column, const char *const **words)
{
    *words = column == 10 ? modality_words : column == 11 ? force_words : truth_words;
    return column >= 10 && column <= 11 ? 5 : column == 12 ? 2 : column == 4 ? 4 : 3;
}

static uint8_t covered(size_t column, char *cell)
{
    const char *const *words;
    const size_t count = words_of(column, &words);
    if (strcmp(cell, "*") == 0)
        return (uint8_t)((1u << count) - 1);
    uint8_t bits = 0;
    for (char *word = cell, *bar; word; word = bar ? bar + 1 : NULL) {
        bar = strchr(word, '|');
        const size_t length = bar ? (size_t)(bar - word) : strlen(word);
        uint8_t bit = 0;
        for (size_t i = 0; i < count; i++)
            if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
                bit = (uint8_t)(1u << i);
        assert_int_not_equal(bit, 0);
        bits |= bit;
    }
    return bits;
}

static ics_outcome state_named(const char *name)
{
    for (int i = 0; i < ICS_OUTCOME_COUNT; i++)
        if (strcmp(ics_outcome_name((ics_outcome)i), name) == 0)
            return (ics_outcome)i;
    fail_msg("no state is called %s", name);
    return ICS_ERROR;
}

static int read_table(void **state)
{
    (void)state;
    FILE *file = fopen(ICS_SOURCE_DIR "/tests/vm/outcomes.csv", "r");
    assert_non_null(file);
    char line[1024];
    assert_non_null(fgets(line, sizeof line, file)); /* headings */
    while (fgets(line, sizeof line, file)) {
        assert_true(row_count < ROWS_MAX);
        char *cell = line;
        for (size_t c = 0; c < COLUMNS; c++) {
            char *comma = strchr(cell, ',');
            assert_non_null(comma);
            *comma = '\0';
            if (c < 13)
                rows[row_count].covers[c] = covered(c, cell);
            else
                rows[row_count].state = state_named(cell);
            cell = comma + 1;
        }
        row_count++;
    }
    fclose(file);
    assert_int_equal(row_count, 372);
    return 0;
}

/* The next combination, an odometer over the columns' values. */
static bool advance(uint8_t *values, const uint8_t *limits)
{
    for (size_t c = 0; c < 13; c++) {
        if (++values[c] < limits[c])
            return true;
        values[c] = 0;
    }
    return false;
}

/* The rows that cover a combination must agree; columns whose unknown the table leaves out are only tried known. */
static uint8_t state_in_table(const uint8_t *values)
{
    uint8_t found = UNMATCHED;
    for (size_t r = 0; r < row_count; r++) {
        bool covers = true;
        for (size_t c = 0; c < 13 && covers; c++)
            covers = rows[r].covers[c] >> values[c] & 1;
        if (!covers)
            continue;
        if (found != UNMATCHED && found != rows[r].state)
            fail_msg("row %zu contradicts another", r + 2);
        found = (uint8_t)rows[r].state;
    }
    return found;
}

static void follows_the_table(void **state)
{
    (void)state;
    /* governs, vacuous, waived and attested are yes or no in the table */
    const uint8_t limits[13] = {2, 3, 2, 3, 4, 3, 3, 2, 3, 2, 5, 5, 2};
    uint8_t values[13] = {0};
    size_t tried = 0;
    do {
        const uint8_t want = state_in_table(values);
        if (want == UNMATCHED)
            fail_msg("no row covers combination %zu", tried);
        const ics_outcome got =
            ics_outcome_judge(operands_of(values), (ics_modality)values[10], (ics_force)values[11], values[12]);
        if (got != (ics_outcome)want)
            fail_msg("governs %u applies %u vacuous %u done %u in time %u lifted %u exempt %u waived %u ahead %u "
                     "attested %u, %s, %s, no period %u: %s, not %s",
                     values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8],
                     values[9], modality_words[values[10]], force_words[values[11]], values[12], ics_outcome_name(got),
                     ics_outcome_name((ics_outcome)want));
        tried++;
    } while (advance(values, limits));
    assert_int_equal(tried, 2u * 3 * 2 * 3 * 4 * 3 * 3 * 2 * 3 * 2 * 5 * 5 * 2);
}

static const struct statement_case {
    const char *name;
    ics_judged operands;
    ics_outcome want;
} statements[] = {
    {"a check that is so", {1, 1, 0, 1, 3, 0, 0, 0, 0, 0}, ICS_HOLDS},
    {"a check that is not so", {1, 1, 0, 0, 3, 0, 0, 0, 0, 0}, ICS_DOES_NOT_HOLD},
    {"a check whose facts are missing", {1, 1, 0, 2, 3, 0, 0, 0, 0, 0}, ICS_UNKNOWN},
    {"a share of nothing", {1, 1, 1, 2, 3, 0, 0, 0, 0, 0}, ICS_NOT_APPLICABLE},
    {"a description before its day", {0, 2, 2, 2, 3, 0, 0, 0, 0, 0}, ICS_NOT_IN_FORCE},
    {"in force or not, it is unknown", {2, 1, 0, 1, 3, 0, 0, 0, 0, 0}, ICS_UNKNOWN},
};

static void judges_statements(void **state)
{
    (void)state;
    for (size_t i = 0; i < SUITE_COUNT(statements); i++) {
        const ics_outcome got = ics_outcome_judge(statements[i].operands, ICS_STATEMENT, ICS_OWN_RULE, false);
        if (got != statements[i].want)
            fail_msg("%s: %s", statements[i].name, ics_outcome_name(got));
    }
}

static void knows_what_matters(void **state)
{
    (void)state;
    const ics_judged o = {1, 1, 0, 2, 3,
                          2, 2, 0, 0, 0}; /* a duty without a clock: done and exempt unknown, lifted too */
    assert_true(ics_outcome_rests_on(o, 3, ICS_DUTY, ICS_BINDING, false));
    assert_true(ics_outcome_rests_on(o, 6, ICS_DUTY, ICS_BINDING, false));
    assert_false(ics_outcome_rests_on(o, 1, ICS_DUTY, ICS_BINDING, false));
    assert_false(ics_outcome_rests_on(o, 5, ICS_PROHIBITION, ICS_BINDING, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_table),
        cmocka_unit_test(judges_statements),
        cmocka_unit_test(knows_what_matters),
    };
    return cmocka_run_group_tests_name("outcomes", tests, read_table, NULL);
}
