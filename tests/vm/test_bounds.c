/*
 * Bounds against all that may be so: a board's few members, some of whose facts are missing, are judged with the facts
 * missing and then with every way in which they can fall. What the VM settles must hold in every way; over a whole list
 * what every way agrees on must be settled.
 */
#include "fixture.h"
#include "suite.h"

#include <stdio.h>

enum { NONE = ICS_NO_REGISTER, MEMBERS = 3, CELLS = MEMBERS * 2, NORTH = 0, SOUTH = 1 };

typedef enum fact { NO, YES, MISSING } fact;

/* Whether each is active and of the north; what each weighs and when each joined, or that nothing is said to be there.
 */
typedef struct members {
    fact active[MEMBERS + 1], north[MEMBERS + 1];
    int64_t weight[MEMBERS + 1]; /* INT64_MIN: absent */
    uint32_t count;
    bool is_partial;
} members;

/*
 * Which rules' questions have an answer wherever all ways agree: those about order, which is decided at the ends of the
 * bounds (for `is`, each value between would have to be one that can be). Of a sum, and of days, only where some term
 * surely counts: doubtful terms alone are bounded as if none might count. An average settles nothing that is unknown.
 */
typedef enum exactness { SOUND, EXACT, EXACT_IF_SURE } exactness;
static exactness exactness_of[256];

static uint16_t truth_of(builder *b, ics_op op, uint16_t a, uint32_t k)
{
    return builder_op(b, op, 'T', 0, a, NONE, NONE, k);
}

static void compare_with(builder *b, uint16_t reg, const int64_t *limits, size_t count, exactness how)
{
    for (size_t i = 0; i < count; i++)
        for (ics_op op = ICS_OP_EQ_K; op <= ICS_OP_GE_K; op++)
            exactness_of[builder_rule(b, truth_of(b, op, reg, builder_constant(b, limits[i])))] =
                op >= ICS_OP_LT_K ? how : SOUND;
}

/* One rule for each question, about the count, share, sum, and earliest and latest day of the members. */
static ics_program *questions(void)
{
    static const int64_t counts[] = {0, 1000000, 2000000, 3000000}, shares[] = {0, 500000, 1000000, 333333};
    static const int64_t sums[] = {-2000000, 0, 1000000, 3000000};
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t list = builder_load(&b, A_MEMBERS);
    builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
    const uint16_t active = truth_of(&b, ICS_OP_YES, builder_load(&b, A_ACTIVE), 0);
    const uint16_t north = truth_of(&b, ICS_OP_ID_EQ_K, builder_load(&b, A_KIND), builder_constant(&b, NORTH));
    const uint16_t weight = builder_load(&b, A_WEIGHT), joined = builder_load(&b, A_JOINED);
    const uint16_t count = builder_op(&b, ICS_OP_COUNT, 'B', 0, active, NONE, NONE, 0);
    const uint16_t share = builder_op(&b, ICS_OP_SHARE, 'R', 0, active, north, NONE, 0);
    const uint16_t sum = builder_op(&b, ICS_OP_SUM, 'B', 0, weight, active, NONE, 0);
    const uint16_t mean = builder_op(&b, ICS_OP_AVERAGE, 'R', 0, weight, active, NONE, 0);
    const uint16_t first = builder_op(&b, ICS_OP_EARLIEST, 'D', 0, joined, active, NONE, 0);
    const uint16_t last = builder_op(&b, ICS_OP_LATEST, 'D', 0, joined, north, NONE, 0);
    const uint16_t some = builder_op(&b, ICS_OP_ANY, 'T', 0, active, NONE, NONE, 0);
    const uint16_t all = builder_op(&b, ICS_OP_ALL, 'T', 0, north, NONE, NONE, 0);
    builder_close(&b);
    compare_with(&b, count, counts, SUITE_COUNT(counts), EXACT);
    compare_with(&b, share, shares, SUITE_COUNT(shares), EXACT);
    compare_with(&b, sum, sums, SUITE_COUNT(sums), EXACT_IF_SURE);
    for (int32_t day = AS_AT - 30; day < AS_AT; day += 10) {
        const uint16_t at = builder_op(&b, ICS_OP_DATE_K, 'D', 0, NONE, NONE, NONE, builder_constant(&b, day));
        for (ics_op op = ICS_OP_DATE_EQ; op <= ICS_OP_DATE_LE; op++) {
            builder_rule(&b, builder_op(&b, op, 'T', 0, first, at, NONE, 0));
            builder_rule(&b, builder_op(&b, op, 'T', 0, last, at, NONE, 0));
        }
    }
    exactness_of[builder_rule(&b, some)] = exactness_of[builder_rule(&b, all)] = EXACT;
    for (size_t i = 0; i < SUITE_COUNT(sums); i++)
        builder_rule(&b, truth_of(&b, ICS_OP_GE_K, mean, builder_constant(&b, sums[i])));
    builder_close(&b);
    assert_int_equal(ics_program_verify(b.program, NULL), ICS_OK);
    return b.program;
}

static ics_run *judge(const ics_program *program, const members *m)
{
    data *d = data_new(program, 1, 0, MEMBERS + 1);
    uint32_t items[MEMBERS + 1];
    for (uint32_t i = 0; i < m->count; i++) {
        items[i] = i;
        if (m->active[i] != MISSING)
            data_yes(d, A_ACTIVE, i, m->active[i] == YES);
        if (m->north[i] != MISSING)
            data_id(d, A_KIND, i, m->north[i] == YES ? NORTH : SOUTH);
        if (m->weight[i] == INT64_MIN)
            data_absent(d, A_WEIGHT, i);
        else
            data_number(d, A_WEIGHT, i, m->weight[i]);
        data_days(d, A_JOINED, i, AS_AT - 30 + (int32_t)i * 10, AS_AT - 30 + (int32_t)i * 10);
    }
    data_list(d, A_MEMBERS, 0, items, m->count, m->is_partial);
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, program, &d->dataset, AS_AT, NULL, NULL), ICS_OK);
    data_free(d);
    return run;
}

/* The states that each rule has in some completion, as bits. */
static void add_states(const ics_program *program, const members *m, uint32_t *states)
{
    ics_run *run = judge(program, m);
    for (uint32_t i = 0; i < program->rule_count; i++)
        states[i] |= 1u << run->rules[i].state[0];
    ics_run_free(run);
}

/* Every way in which the missing facts can fall; over a partial list also with one more member of each sort. */
static void add_completions(const ics_program *program, const members *given, uint32_t *states)
{
    for (uint32_t more = 0; more < (given->is_partial ? 5u : 1u); more++) {
        members m = *given;
        m.is_partial = false;
        if (more > 0) {
            m.active[m.count] = (more - 1) % 2 ? YES : NO;
            m.north[m.count] = (more - 1) / 2 ? YES : NO;
            m.weight[m.count++] = more == 2 ? -9000000 : 5000000;
        }
        fact *missing[CELLS];
        uint32_t count = 0;
        for (uint32_t i = 0; i < given->count; i++) {
            if (m.active[i] == MISSING)
                missing[count++] = &m.active[i];
            if (m.north[i] == MISSING)
                missing[count++] = &m.north[i];
        }
        for (uint32_t way = 0; way < 1u << count; way++) {
            for (uint32_t i = 0; i < count; i++)
                *missing[i] = way >> i & 1 ? YES : NO;
            add_states(program, &m, states);
        }
    }
}

static members some_members(uint32_t seed)
{
    uint32_t state = seed * 747796405u + 11;
    members m = {.count = next_random(&state) % (MEMBERS + 1), .is_partial = next_random(&state) % 4 == 0};
    for (uint32_t i = 0; i < m.count; i++) {
        m.active[i] = (fact)(next_random(&state) % 3);
        m.north[i] = (fact)(next_random(&state) % 3);
        m.weight[i] = next_random(&state) % 5 == 0 ? INT64_MIN : ((int64_t)(next_random(&state) % 5) - 2) * 1000000;
    }
    return m;
}

static bool must_settle(exactness how, const members *m)
{
    bool has_sure = false;
    for (uint32_t i = 0; i < m->count; i++)
        has_sure = has_sure || (m->active[i] == YES && m->weight[i] != INT64_MIN);
    return how == EXACT || (how == EXACT_IF_SURE && has_sure);
}

static void settles_what_all_ways_agree_on(void **state)
{
    (void)state;
    ics_program *program = questions();
    uint32_t *states = calloc(program->rule_count, sizeof *states);
    assert_non_null(states);
    for (uint32_t seed = 1; seed <= 150; seed++) {
        const members m = some_members(seed);
        for (uint32_t i = 0; i < program->rule_count; i++)
            states[i] = 0;
        add_completions(program, &m, states);
        ics_run *run = judge(program, &m);
        for (uint32_t i = 0; i < program->rule_count; i++) {
            const uint8_t got = run->rules[i].state[0];
            const bool agree = (states[i] & (states[i] - 1)) == 0;
            if (got != ICS_UNKNOWN && states[i] != 1u << got)
                fail_msg("seed %u, rule %u: %s, but facts could make it another", seed, i, ics_outcome_name(got));
            if (got == ICS_UNKNOWN && agree && !m.is_partial && must_settle(exactness_of[i], &m))
                fail_msg("seed %u, rule %u: unknown, but every way gives %s", seed, i,
                         ics_outcome_name((ics_outcome)__builtin_ctz(states[i])));
        }
        ics_run_free(run);
    }
    free(states);
    ics_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(settles_what_all_ways_agree_on)};
    return cmocka_run_group_tests_name("bounds", tests, NULL, NULL);
}
