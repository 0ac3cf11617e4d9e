/*
 * A trace that shares a machine with others of its run tells the same steps as one with a machine of its own: for every
 * outcome of random programs over random data, in an order that mixes the rules.
 */
#include "generate.h"
#include "suite.h"

/* What was told, as one number, and how much of it. */
typedef struct told {
    uint64_t sum;
    uint32_t steps;
} told;

static void add(told *t, uint64_t value)
{
    t->sum = (t->sum ^ value) * UINT64_C(0x100000001B3);
}

static bool bit(const uint64_t *bits, uint32_t lane)
{
    return bits && (bits[lane / 64] >> (lane % 64) & 1);
}

static void add_lane(told *t, const ics_lane_values *v, uint32_t lane)
{
    const bool is_there = bit(v->is_present, lane);
    add(t, (uint64_t)bit(v->is_known, lane) | (uint64_t)is_there << 1 | (uint64_t)bit(v->is_true, lane) << 2 |
               (uint64_t)bit(v->has_failed, lane) << 3);
    if (v->state)
        add(t, v->state[lane]);
    if (is_there && v->low)
        add(t, (uint64_t)v->low[lane] ^ (uint64_t)v->high[lane] << 1);
    if (is_there && v->first)
        add(t, (uint64_t)(uint32_t)v->first[lane] << 32 | (uint32_t)v->last[lane]);
    if (is_there && v->id)
        add(t, v->id[lane]);
}

static void note_step(void *context, const ics_trace_step *step)
{
    told *t = context;
    t->steps++;
    add(t, step->instruction);
    add(t, step->lane_count);
    for (uint32_t lane = 0; lane < step->lane_count; lane++) {
        add(t, step->rows[lane]);
        add(t, step->parents ? step->parents[lane] : 0);
        add_lane(t, &step->value, lane);
    }
}

static void expect_same(const ics_run *run, uint32_t rule, uint32_t index, uint32_t seed)
{
    const ics_rule_outcomes *of = &run->rules[rule];
    const ics_trace_aim aim = {.rule = rule,
                               .table = of->table[index],
                               .row = of->row[index],
                               .with = of->with[index],
                               .when = ics_outcome_marks_of(of, index).event_row,
                               .is_gap = (of->detail[index] & ICS_DETAIL_GAP) != 0};
    told alone = {0}, shared = {0};
    assert_int_equal(ics_vm_trace(run->program, run->dataset, run->as_at, &aim, NULL, note_step, &alone), ICS_OK);
    assert_int_equal(ics_run_trace(run, &aim, NULL, note_step, &shared), ICS_OK);
    if (alone.sum != shared.sum || alone.steps != shared.steps)
        fail_msg("seed %u, rule %u, outcome %u: %u steps alone, %u steps shared", seed, rule, index, alone.steps,
                 shared.steps);
    assert_true(alone.steps > 0);
}

static void try_one(uint32_t seed, uint32_t boards)
{
    ics_program *program = generate_program(seed);
    ics_diags *diags = ics_diags_new();
    assert_int_equal(ics_program_verify(program, diags), ICS_OK);
    data *d = data_random(program, boards, seed, seed % 3 == 0, seed % 5 == 0);
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, program, &d->dataset, AS_AT, NULL, NULL), ICS_OK);
    for (uint32_t index = 0; index < boards; index++)
        for (uint32_t rule = 0; rule < program->rule_count; rule++)
            if (index < run->rules[rule].count)
                expect_same(run, rule, index, seed);
    ics_run_free(run);
    ics_diags_free(diags);
    data_free(d);
    ics_program_free(program);
}

/* Outcomes of members inside the lists of boards, of which one is on two lists. */
static void subjects_inside_lists(void **state)
{
    (void)state;
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, ICS_NO_REGISTER);
    const uint16_t list = builder_load(&b, A_MEMBERS), chair = builder_load(&b, A_LEAD);
    builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
    const uint16_t active = builder_load(&b, A_ACTIVE);
    builder_op(&b, ICS_OP_LIFT, 'F', E_PERSON, chair, ICS_NO_REGISTER, ICS_NO_REGISTER, 0);
    builder_rule(&b, builder_op(&b, ICS_OP_YES, 'T', 0, active, ICS_NO_REGISTER, ICS_NO_REGISTER, 0));
    builder_close(&b);
    builder_close(&b);
    ics_diags *diags = ics_diags_new();
    assert_int_equal(ics_program_verify(b.program, diags), ICS_OK);
    data *d = data_new(b.program, 4, 2, 6);
    data_list(d, A_MEMBERS, 1, (const uint32_t[]){4, 1}, 2, false);
    data_list(d, A_MEMBERS, 2, (const uint32_t[]){1, 0, 5}, 3, false);
    data_list(d, A_MEMBERS, 3, (const uint32_t[]){2, 3}, 2, true);
    data_id(d, A_LEAD, 2, 1);
    for (uint32_t row = 0; row < 5; row++)
        data_yes(d, A_ACTIVE, row, row % 2 == 0);
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, b.program, &d->dataset, AS_AT, NULL, NULL), ICS_OK);
    assert_int_equal(run->rules[0].count, 7);
    for (uint32_t index = 0; index < run->rules[0].count; index++)
        expect_same(run, 0, index, 0);
    ics_run_free(run);
    ics_diags_free(diags);
    data_free(d);
    ics_program_free(b.program);
}

static void narrow_frames(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 40; seed++)
        try_one(seed, 1 + seed % 7);
}

/* Frames that go through a whole table for each lane are wider than the first machine. */
static void wide_frames(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 4; seed++)
        try_one(seed, 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subjects_inside_lists),
        cmocka_unit_test(narrow_frames),
        cmocka_unit_test(wide_frames),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
