/*
 * A run in the memory of another comes to what one in memory of its own does: random programs over tables that grow,
 * shrink and are empty, so that columns change between those that are kept one by one and those that several rules
 * share.
 */
#include "generate.h"
#include "outcomes.h"
#include "suite.h"

enum { LIMIT = 20000000 };

/* What a program comes to that has judged nothing before. */
static ics_run *judge_afresh(ics_program *program, const data *d, int32_t as_at)
{
    ics_run *run = NULL;
    const ics_run_options options = {.cost_limit = LIMIT};
    assert_int_equal(ics_program_verify(program, NULL), ICS_OK); /* which forgets the machines that wait with it */
    const ics_status status = ics_vm_run(&run, program, &d->dataset, as_at, &options, NULL);
    assert_true(status == ICS_OK || status == ICS_E_LIMIT);
    return run;
}

static void try_one(uint32_t seed)
{
    static const uint32_t boards[] = {3, 40, 1, 0, 700, 5, 64, 65, 2};
    ics_program *used = generate_program(seed), *fresh = generate_program(seed);
    const ics_run_options options = {.cost_limit = LIMIT};
    ics_run *again = NULL;
    assert_int_equal(ics_program_verify(used, NULL), ICS_OK);
    for (uint32_t i = 0; i < SUITE_COUNT(boards); i++) {
        data *d = data_random(used, boards[i], seed + i, (seed + i) % 3 == 0, (seed + i) % 5 == 0);
        data *same = data_random(fresh, boards[i], seed + i, (seed + i) % 3 == 0, (seed + i) % 5 == 0);
        ics_run *alone = judge_afresh(fresh, same, AS_AT + (int32_t)i);
        const ics_status status = ics_vm_run_again(&again, used, &d->dataset, AS_AT + (int32_t)i, &options, NULL);
        assert_int_equal(status, alone ? ICS_OK : ICS_E_LIMIT);
        assert_true((again != NULL) == (alone != NULL));
        if (alone)
            expect_same_outcomes(alone, again, seed);
        ics_run_free(alone);
        data_free(same);
        data_free(d);
    }
    ics_run_free(again);
    ics_program_free(fresh);
    ics_program_free(used);
}

static void memory_changes_nothing(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++)
        try_one(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
