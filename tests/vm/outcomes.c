#include "outcomes.h"

#include "suite.h"

#include <string.h>

static void expect_same_column(const void *one, const void *many, size_t size, const char *what, uint32_t seed)
{
    if (size > 0 && memcmp(one, many, size) != 0)
        fail_msg("seed %u: the column %s differs", seed, what);
}

#define EXPECT_SAME(column) expect_same_column(a->column, b->column, n * sizeof *a->column, #column, seed)

static void expect_same_rule(const ics_rule_outcomes *a, const ics_rule_outcomes *b, uint32_t letters, uint32_t seed)
{
    const size_t n = a->count;
    assert_int_equal(a->count, b->count);
    EXPECT_SAME(table);
    EXPECT_SAME(row);
    EXPECT_SAME(about);
    EXPECT_SAME(with);
    EXPECT_SAME(state);
    EXPECT_SAME(detail);
    EXPECT_SAME(version);
    EXPECT_SAME(due);
    EXPECT_SAME(days);
    expect_same_column(a->parts, b->parts, n * letters, "parts", seed);
    for (uint32_t i = 0; i < n; i++) {
        const ics_outcome_marks x = ics_outcome_marks_of(a, i), y = ics_outcome_marks_of(b, i);
        assert_memory_equal(&x, &y, sizeof x);
    }
}

void expect_same_outcomes(const ics_run *a, const ics_run *b, uint32_t seed)
{
    for (uint32_t rule = 0; rule < a->program->rule_count; rule++)
        expect_same_rule(&a->rules[rule], &b->rules[rule], a->program->rules[rule].letter_count, seed);
    assert_memory_equal(a->counts, b->counts, sizeof a->counts);
    assert_int_equal(a->cost, b->cost);
}
