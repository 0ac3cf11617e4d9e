/*
 * However many threads judge, the outcomes are the same, column by column: random programs over tables long enough for
 * several threads, with lengths that part them unevenly.
 */
#include "generate.h"
#include "outcomes.h"
#include "suite.h"

static ics_run *judge(const ics_program *program, const data *d, uint32_t jobs)
{
    ics_run *run = NULL;
    const ics_run_options options = {.jobs = jobs, .cost_limit = 20000000};
    const ics_status status = ics_vm_run(&run, program, &d->dataset, AS_AT, &options, NULL);
    assert_true(status == ICS_OK || status == ICS_E_LIMIT); /* some go through all pairs of rows */
    return run;
}

static bool try_one(uint32_t seed, uint32_t boards)
{
    static const uint32_t jobs[] = {2, 3, 4};
    ics_program *program = generate_program(seed);
    ics_diags *diags = ics_diags_new();
    assert_int_equal(ics_program_verify(program, diags), ICS_OK);
    data *d = data_random(program, boards, seed, seed % 3 == 0, seed % 5 == 0);
    ics_run *one = judge(program, d, 1);
    for (size_t i = 0; one && i < SUITE_COUNT(jobs); i++) {
        ics_run *many = judge(program, d, jobs[i]);
        expect_same_outcomes(one, many, seed);
        ics_run_free(many);
    }
    const bool was_judged = one != NULL;
    ics_run_free(one);
    ics_diags_free(diags);
    data_free(d);
    ics_program_free(program);
    return was_judged;
}

static void threads_change_nothing(void **state)
{
    (void)state;
    uint32_t judged = 0;
    for (uint32_t seed = 1; seed <= 12; seed++)
        judged += try_one(seed, 8192 + seed % 4 * 33);
    assert_true(judged > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
