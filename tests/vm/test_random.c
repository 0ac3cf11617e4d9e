/*
 * Random programs over random data: the VM gives what the definitions give lane by lane, with any length of batch, for
 * tables just below, at and above the lengths of words and batches; and the cost announced is the cost.
 */
#include "generate.h"
#include "naive.h"
#include "suite.h"

static void verify(ics_program *program)
{
    ics_diags *diags = ics_diags_new();
    if (ics_program_verify(program, diags) != ICS_OK) {
        ics_diags_print(diags, stderr, false);
        ics_program_print_code(program, stderr);
        fail_msg("a generated program is refused");
    }
    ics_diags_free(diags);
}

static ics_run *run(const ics_program *program, const data *d, uint32_t batch)
{
    ics_run *result = NULL;
    const ics_run_options options = {.batch_lanes = batch};
    assert_int_equal(ics_vm_run(&result, program, &d->dataset, AS_AT, &options, NULL), ICS_OK);
    return result;
}

/* The naive outcomes come in the order of code and rows, so each rule's are in order. */
static void expect_same(const ics_program *program, const ics_run *got, const naive_run *want, uint32_t seed,
                        uint32_t batch)
{
    uint32_t *at = calloc((size_t)program->rule_count + 1, sizeof *at);
    for (size_t i = 0; i < want->count; i++) {
        const naive_outcome *w = &want->outcomes[i];
        const ics_rule_outcomes *rule = &got->rules[w->rule];
        const uint32_t n = at[w->rule]++;
        if (n >= rule->count || rule->row[n] != w->row || rule->state[n] != w->state) {
            ics_program_print_code(program, stderr);
            fail_msg("seed %u, batch %u, rule %u, row %u: %s, not %s", seed, batch, w->rule, w->row,
                     n < rule->count ? ics_outcome_name((ics_outcome)rule->state[n]) : "nothing",
                     ics_outcome_name((ics_outcome)w->state));
        }
    }
    for (uint32_t i = 0; i < program->rule_count; i++)
        assert_int_equal(at[i], got->rules[i].count);
    free(at);
}

static void try_one(uint32_t seed, uint32_t boards)
{
    static const uint32_t batches[] = {2048, 1, 3, 64, 65};
    ics_program *program = generate_program(seed);
    verify(program);
    data *d = data_random(program, boards, seed, seed % 3 == 0, seed % 5 == 0);
    naive_run want = naive_judge(program, &d->dataset, AS_AT);
    for (size_t i = 0; i < (boards > 100 ? 1 : SUITE_COUNT(batches)); i++) {
        ics_run *got = run(program, d, batches[i]);
        expect_same(program, got, &want, seed, batches[i]);
        assert_int_equal(got->cost, want.cost);
        ics_run_free(got);
    }
    free(want.outcomes);
    data_free(d);
    ics_program_free(program);
}

static void small_tables(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 300; seed++)
        try_one(seed, 1 + seed % 7);
}

static void lengths_around_words(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {0, 1, 63, 64, 65};
    for (uint32_t seed = 1000; seed < 1030; seed++)
        try_one(seed, lengths[seed % SUITE_COUNT(lengths)]);
}

static void lengths_around_a_batch(void **state)
{
    (void)state;
    static const uint32_t lengths[] = {2047, 2048, 2049};
    for (uint32_t seed = 2000; seed < 2003; seed++)
        try_one(seed, lengths[seed % SUITE_COUNT(lengths)]);
}

static void refuses_what_costs_too_much(void **state)
{
    (void)state;
    ics_program *program = generate_program(7);
    verify(program);
    data *d = data_random(program, 20, 7, false, false);
    ics_run *full = run(program, d, 2048), *none = NULL;
    ics_diags *diags = ics_diags_new();
    const ics_run_options enough = {.cost_limit = full->cost}, less = {.cost_limit = full->cost - 1};
    assert_int_equal(ics_vm_run(&none, program, &d->dataset, AS_AT, &less, diags), ICS_E_LIMIT);
    assert_null(none);
    assert_int_equal(ics_diags_error_count(diags), 1);
    assert_int_equal(ics_vm_run(&none, program, &d->dataset, AS_AT, &enough, diags), ICS_OK);
    ics_run_free(none);
    ics_run_free(full);
    ics_diags_free(diags);
    data_free(d);
    ics_program_free(program);
}

int main(int argc, char **argv)
{
    if (argc > 1) { /* one seed, to look at */
        try_one((uint32_t)strtoul(argv[1], NULL, 10), argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 5);
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_tables),
        cmocka_unit_test(lengths_around_words),
        cmocka_unit_test(lengths_around_a_batch),
        cmocka_unit_test(refuses_what_costs_too_much),
    };
    return cmocka_run_group_tests_name("random programs", tests, NULL, NULL);
}
