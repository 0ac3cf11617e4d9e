/* Runs of small programs made by hand: what an outcome carries, whose it is, calls, and traces. */
#include "fixture.h"
#include "suite.h"

#include <string.h>

enum { NONE = ICS_NO_REGISTER };

static ics_run *judge(const builder *b, const data *d, const ics_run_options *options)
{
    ics_diags *diags = ics_diags_new();
    if (ics_program_verify(b->program, diags) != ICS_OK)
        fail_msg("refused: %s: %s", ics_diags_at(diags, 0)->where, ics_diags_at(diags, 0)->text);
    ics_diags_free(diags);
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, b->program, &d->dataset, AS_AT, options, NULL), ICS_OK);
    return run;
}

static void release(builder *b, data *d, ics_run *run)
{
    ics_run_free(run);
    data_free(d);
    ics_program_free(b->program);
}

static uint16_t day_constant(builder *b, int32_t day)
{
    return builder_op(b, ICS_OP_DATE_K, 'D', 0, NONE, NONE, NONE, builder_constant(b, day));
}

/* A duty with a clock: established by REVIEW; done where established is there, in time where it is not later. */
static const struct clock_case {
    const char *name;
    int32_t done, due; /* days from the day judged; ICS_NO_DAY: absent */
    bool is_lifted, no_period;
    ics_outcome want;
    int32_t want_due, want_days;
    uint8_t want_detail;
} clocks[] = {
    {"done in time", -20, -10, false, false, ICS_MET, -10, ICS_NO_DAY, ICS_DETAIL_IN_TIME},
    {"done on the last lawful day", -10, -10, false, false, ICS_MET, -10, ICS_NO_DAY, ICS_DETAIL_IN_TIME},
    {"done three days late", -7, -10, false, false, ICS_DONE_LATE, -10, 3, 0},
    {"ten days overdue", ICS_NO_DAY, -10, false, false, ICS_NOT_MET, -10, 10, 0},
    {"five days left", ICS_NO_DAY, 5, false, false, ICS_NOT_YET_DUE, 5, 5, 0},
    {"done tomorrow is not done", 1, 5, false, false, ICS_NOT_YET_DUE, 5, 5, 0},
    {"late, but the limit is lifted", -7, -10, true, false, ICS_MET, -10, ICS_NO_DAY, ICS_DETAIL_LIFTED},
    {"not done, and the limit is lifted", ICS_NO_DAY, -10, true, false, ICS_OPEN, -10, 30, ICS_DETAIL_LIFTED},
    {"not done, and no period is stated", ICS_NO_DAY, -10, false, true, ICS_OPEN, -10, 30, 0},
};

static void counts_days(void **state)
{
    const struct clock_case *c = *state;
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t done_on = builder_load(&b, A_ESTABLISHED), due = builder_load(&b, A_REVIEW);
    const uint16_t today = builder_op(&b, ICS_OP_DAY, 'D', 0, NONE, NONE, NONE, 0), open = builder_load(&b, A_OPEN);
    ics_judge judged = builder_judge();
    judged.done = builder_op(&b, ICS_OP_PRESENT, 'T', 0, done_on, NONE, NONE, 0);
    judged.in_time = builder_op(&b, ICS_OP_DATE_LE, 'T', 0, done_on, due, NONE, 0);
    judged.due_ahead = builder_op(&b, ICS_OP_DATE_LE, 'T', 0, today, due, NONE, 0);
    judged.lifted = builder_op(&b, ICS_OP_YES, 'T', 0, open, NONE, NONE, 0);
    judged.began = day_constant(&b, AS_AT - 30);
    judged.due = due;
    judged.done_on = done_on;
    judged.no_period = c->no_period;
    builder_outcome(&b, builder_judged(&b, judged), NONE, ICS_NO_FRAME);
    builder_close(&b);
    data *d = data_new(b.program, 1, 0, 0);
    data_yes(d, A_OPEN, 0, c->is_lifted);
    data_days(d, A_REVIEW, 0, AS_AT + c->due, AS_AT + c->due);
    if (c->done == ICS_NO_DAY)
        data_absent(d, A_ESTABLISHED, 0);
    else
        data_days(d, A_ESTABLISHED, 0, AS_AT + c->done, AS_AT + c->done);
    ics_run *run = judge(&b, d, NULL);
    const ics_rule_outcomes *rule = &run->rules[0];
    assert_int_equal(rule->count, 1);
    assert_string_equal(ics_outcome_name((ics_outcome)rule->state[0]), ics_outcome_name(c->want));
    assert_int_equal(rule->due[0], AS_AT + c->want_due);
    assert_int_equal(rule->days[0], c->want_days);
    assert_int_equal(rule->detail[0], c->want_detail);
    assert_int_equal(run->counts[c->want], 1);
    release(&b, d, run);
}

/* -- whose outcomes they are -- */

static void pairs_name_both(void **state)
{
    (void)state;
    builder b = builder_new();
    const uint16_t boards = builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    builder_load(&b, A_CODE);
    builder_open(&b, ICS_FRAME_EVERY, E_PERSON, NONE);
    const uint16_t age = builder_load(&b, A_AGE);
    const uint16_t old = builder_op(&b, ICS_OP_GE_K, 'T', 0, age, NONE, NONE, builder_constant(&b, 18000000));
    ics_judge judged = builder_judge();
    judged.done = old;
    builder_outcome(&b, builder_judged(&b, judged), old, boards);
    builder_close(&b);
    builder_close(&b);
    data *d = data_new(b.program, 2, 3, 0);
    data_number(d, A_AGE, 0, 20000000);
    data_number(d, A_AGE, 1, 10000000); /* known to be left out; the third is not known */
    ics_run *run = judge(&b, d, NULL);
    static const uint32_t rows[] = {0, 0, 1, 1}, with[] = {0, 2, 0, 2};
    assert_int_equal(run->rules[0].count, 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(run->rules[0].table[i], E_BOARD);
        assert_int_equal(run->rules[0].row[i], rows[i]);
        assert_int_equal(run->rules[0].with[i], with[i]);
        assert_int_equal(run->rules[0].state[i], with[i] == 0 ? ICS_MET : ICS_UNKNOWN);
    }
    release(&b, d, run);
}

/* Outcomes of members, in the order of their rows whatever the order of the lists; then those of boards without one. */
static builder each_member(void)
{
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t list = builder_load(&b, A_MEMBERS), chair = builder_load(&b, A_LEAD);
    builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
    const uint16_t active = builder_load(&b, A_ACTIVE);
    ics_judge judged = builder_judge();
    judged.done = builder_op(&b, ICS_OP_YES, 'T', 0, active, NONE, NONE, 0);
    const uint16_t outcome = builder_judged(&b, judged);
    const uint16_t lead = builder_op(&b, ICS_OP_LIFT, 'F', E_PERSON, chair, NONE, NONE, 0);
    builder_outcome(&b, outcome, NONE, ICS_NO_FRAME);
    b.program->code[b.program->code_count - 1].c = lead;
    builder_close(&b);
    const uint16_t some = builder_op(&b, ICS_OP_PRESENT, 'T', 0, list, NONE, NONE, 0);
    const uint16_t known = builder_op(&b, ICS_OP_RECORDED, 'T', 0, some, NONE, NONE, 0);
    const uint16_t gap = builder_op(&b, ICS_OP_NOT, 'T', 0, known, NONE, NONE, 0);
    judged.done = some;
    builder_op(&b, ICS_OP_GAP, 0, 0, builder_judged(&b, judged), gap, NONE, 0);
    builder_close(&b);
    return b;
}

static data *two_boards_and_one_silent(const builder *b)
{
    data *d = data_new(b->program, 3, 1, 3);
    data_list(d, A_MEMBERS, 0, (const uint32_t[]){2}, 1, false);
    data_list(d, A_MEMBERS, 1, (const uint32_t[]){0, 1}, 2, false);
    data_id(d, A_LEAD, 1, 0);
    data_yes(d, A_ACTIVE, 0, true);
    data_yes(d, A_ACTIVE, 1, false);
    return d;
}

static void lists_and_their_owners(void **state)
{
    (void)state;
    builder b = each_member();
    data *d = two_boards_and_one_silent(&b);
    ics_run *run = judge(&b, d, NULL);
    static const struct {
        uint32_t table, row, about;
        ics_outcome want;
        uint8_t detail;
    } expected[] = {
        {E_MEMBER, 0, 0, ICS_MET, 0},
        {E_MEMBER, 1, 0, ICS_NOT_MET, 0},
        {E_MEMBER, 2, ICS_NONE, ICS_UNKNOWN, 0},
        {E_BOARD, 2, ICS_NONE, ICS_UNKNOWN, ICS_DETAIL_GAP},
    };
    assert_int_equal(run->rules[0].count, SUITE_COUNT(expected));
    for (uint32_t i = 0; i < SUITE_COUNT(expected); i++) {
        assert_int_equal(run->rules[0].table[i], expected[i].table);
        assert_int_equal(run->rules[0].row[i], expected[i].row);
        assert_int_equal(run->rules[0].about[i], expected[i].about);
        assert_int_equal(run->rules[0].state[i], expected[i].want);
        assert_int_equal(run->rules[0].detail[i], expected[i].detail);
    }
    release(&b, d, run);
}

static void letters_have_outcomes(void **state)
{
    (void)state;
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint32_t attributes[] = {A_NAME, A_LEAD};
    uint16_t truths[2], parts[2];
    for (uint32_t i = 0; i < 2; i++) {
        ics_judge judged = builder_judge();
        truths[i] = judged.done =
            builder_op(&b, ICS_OP_PRESENT, 'T', 0, builder_load(&b, attributes[i]), NONE, NONE, 0);
        parts[i] = builder_judged(&b, judged);
    }
    ics_judge whole = builder_judge();
    whole.done = builder_op(&b, ICS_OP_AND, 'T', 0, truths[0], truths[1], NONE, 0);
    const uint16_t outcome = builder_judged(&b, whole);
    builder_op(&b, ICS_OP_PART, 0, 0, parts[0], 0, NONE, 0);
    builder_op(&b, ICS_OP_PART, 0, 0, parts[1], 1, NONE, 0);
    for (uint32_t i = 0; i < 20; i++) /* registers that would take the letters' place if these did not live on */
        builder_judged(&b, builder_judge());
    builder_outcome(&b, outcome, NONE, ICS_NO_FRAME);
    ics_rule *rule = &b.program->rules[0];
    rule->letters = ICS_ARENA_ARRAY(&b.program->arena, ics_letter, 2);
    rule->letters[0].label = "a";
    rule->letters[1].label = "b";
    rule->letter_count = 2;
    builder_close(&b);
    data *d = data_new(b.program, 2, 1, 0);
    data_text(d, A_NAME, 0, "alpha");
    data_absent(d, A_LEAD, 0);
    data_text(d, A_NAME, 1, "beta");
    ics_run *run = judge(&b, d, NULL);
    assert_int_equal(run->rules[0].state[0], ICS_NOT_MET);
    assert_int_equal(run->rules[0].state[1], ICS_UNKNOWN);
    const uint8_t parts_wanted[] = {ICS_MET, ICS_NOT_MET, ICS_MET, ICS_UNKNOWN};
    assert_memory_equal(run->rules[0].parts, parts_wanted, sizeof parts_wanted);
    release(&b, d, run);
}

/* -- calls -- */

typedef struct port_log {
    uint32_t batches, rows;
    ics_plugin_answer answer;
    bool fails;
} port_log;

static bool answer_all(void *context, const ics_import *import, uint32_t lane_count, const void *const *arguments,
                       ics_plugin_answer *answers, const char **cause)
{
    port_log *log = context;
    assert_string_equal(import->function, "quorum");
    log->batches++;
    log->rows += lane_count;
    *cause = log->fails ? "it fell over" : NULL;
    for (uint32_t i = 0; i < lane_count; i++) {
        answers[i] = log->answer;
        if (log->answer.of == 0) /* "as given" */
            answers[i] = (ics_plugin_answer){((const int64_t *)arguments[0])[i], ICS_DECIMAL_ONE, 1};
    }
    return !log->fails;
}

static builder quorum_program(void)
{
    builder b = builder_new();
    ics_program *program = b.program;
    program->imports = ICS_ARENA_NEW(&program->arena, ics_import);
    program->imports[0] = (ics_import){.plugin = "northshire",
                                       .function = "quorum",
                                       .signature = "share(number)",
                                       .result = ICS_TYPE_SHARE,
                                       .parameter_count = 1};
    program->imports[0].parameters = ICS_ARENA_NEW(&program->arena, ics_type);
    program->imports[0].parameters[0] = ICS_TYPE_NUMBER;
    program->import_count = program->call_count = 1;
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    program->calls = ICS_ARENA_NEW(&program->arena, ics_call);
    program->calls[0].argument_count = 1;
    program->calls[0].arguments = ICS_ARENA_NEW(&program->arena, uint16_t);
    program->calls[0].arguments[0] = builder_load(&b, A_SPEND);
    const uint16_t share = builder_op(&b, ICS_OP_CALL, 'R', 0, NONE, NONE, NONE, 0);
    builder_rule(&b, builder_op(&b, ICS_OP_GE_K, 'T', 0, share, NONE, NONE, builder_constant(&b, 500000)));
    builder_close(&b);
    return b;
}

static const struct call_case {
    const char *name;
    port_log port;
    ics_outcome want[5]; /* of 0.5, 0.25, 0.5 again, unknown, absent */
    bool has_port;
} call_cases[] = {
    {"answers come back to their lanes",
     {.answer = {0, 0, 0}},
     {ICS_MET, ICS_NOT_MET, ICS_MET, ICS_UNKNOWN, ICS_NOT_MET},
     true},
    {"an unknown answer",
     {.answer = {0, 1, 0}},
     {ICS_UNKNOWN, ICS_UNKNOWN, ICS_UNKNOWN, ICS_UNKNOWN, ICS_NOT_MET},
     true},
    {"an absent answer",
     {.answer = {0, 1, 2}},
     {ICS_NOT_MET, ICS_NOT_MET, ICS_NOT_MET, ICS_UNKNOWN, ICS_NOT_MET},
     true},
    {"a failed answer", {.answer = {0, 1, 3}}, {ICS_ERROR, ICS_ERROR, ICS_ERROR, ICS_UNKNOWN, ICS_NOT_MET}, true},
    {"a share of less than nothing",
     {.answer = {1, -1, 1}},
     {ICS_ERROR, ICS_ERROR, ICS_ERROR, ICS_UNKNOWN, ICS_NOT_MET},
     true},
    {"a batch that fails", {.fails = true}, {ICS_ERROR, ICS_ERROR, ICS_ERROR, ICS_UNKNOWN, ICS_NOT_MET}, true},
    {"nobody to answer", {.fails = true}, {ICS_ERROR, ICS_ERROR, ICS_ERROR, ICS_UNKNOWN, ICS_NOT_MET}, false},
};

static void calls(void **state)
{
    const struct call_case *c = *state;
    builder b = quorum_program();
    data *d = data_new(b.program, 5, 0, 0);
    data_number(d, A_SPEND, 0, 500000);
    data_number(d, A_SPEND, 1, 250000);
    data_number(d, A_SPEND, 2, 500000);
    data_absent(d, A_SPEND, 4);
    port_log log = c->port;
    const ics_plugin_port port = {answer_all, &log};
    const ics_run_options options = {.plugins = c->has_port ? &port : NULL};
    ics_run *run = judge(&b, d, &options);
    for (uint32_t i = 0; i < 5; i++)
        assert_string_equal(ics_outcome_name((ics_outcome)run->rules[0].state[i]), ics_outcome_name(c->want[i]));
    assert_int_equal(log.batches, c->has_port ? 1 : 0);
    assert_int_equal(log.rows, c->has_port ? 2 : 0); /* equal rows are sent once */
    release(&b, d, run);
}

/* -- traces -- */

typedef struct steps {
    uint32_t count, outcomes, lanes, last;
    ics_outcome state;
} steps;

static void note_step(void *context, const ics_trace_step *step)
{
    steps *seen = context;
    seen->count++;
    seen->lanes += step->lane_count;
    seen->last = step->instruction;
    if (step->value.type == 'O') {
        seen->outcomes++;
        assert_int_equal(step->lane_count, 1);
        seen->state = (ics_outcome)step->value.state[0];
    }
}

static steps trace(const builder *b, const data *d, uint32_t table, uint32_t row, uint32_t with, bool is_gap)
{
    steps seen = {0};
    const ics_trace_aim aim = {.table = table, .row = row, .with = with, .when = ICS_NONE, .is_gap = is_gap};
    assert_int_equal(ics_vm_trace(b->program, &d->dataset, AS_AT, &aim, NULL, note_step, &seen), ICS_OK);
    return seen;
}

static void one_outcome_is_traced(void **state)
{
    (void)state;
    builder b = each_member();
    data *d = two_boards_and_one_silent(&b);
    ics_run *run = judge(&b, d, NULL);
    for (uint32_t i = 0; i < run->rules[0].count; i++) {
        const steps seen = trace(&b, d, run->rules[0].table[i], run->rules[0].row[i], ICS_NONE,
                                 (run->rules[0].detail[i] & ICS_DETAIL_GAP) != 0);
        assert_int_equal(seen.state, run->rules[0].state[i]);
        assert_true(seen.outcomes >= 1 && seen.lanes <= 3 * seen.count);
    }
    steps none = {0};
    const ics_trace_aim nobody = {.table = E_PERSON, .with = ICS_NONE, .when = ICS_NONE};
    assert_int_equal(ics_vm_trace(b.program, &d->dataset, AS_AT, &nobody, NULL, note_step, &none), ICS_E_INPUT);
    release(&b, d, run);
}

/* A list far longer than a batch is one batch of a trace, and its reduction is told when the list has been gone
 * through. */
static void long_lists_are_traced_whole(void **state)
{
    (void)state;
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t list = builder_load(&b, A_MEMBERS);
    builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
    const uint16_t yes = builder_op(&b, ICS_OP_YES, 'T', 0, builder_load(&b, A_ACTIVE), NONE, NONE, 0);
    const uint16_t count = builder_op(&b, ICS_OP_COUNT, 'B', 0, yes, NONE, NONE, 0);
    builder_close(&b);
    builder_rule(&b, builder_op(&b, ICS_OP_GE_K, 'T', 0, count, NONE, NONE, builder_constant(&b, 4000000000)));
    builder_close(&b);
    data *d = data_new(b.program, 2, 0, 5000);
    data_slices(d, (const uint32_t[]){1, 4999});
    for (uint32_t row = 0; row < 5000; row++)
        data_yes(d, A_ACTIVE, row, row % 5 != 0);
    ics_run *run = judge(&b, d, NULL);
    assert_int_equal(run->rules[0].state[0], ICS_NOT_MET);
    assert_int_equal(run->rules[0].state[1], ICS_MET);
    const steps seen = trace(&b, d, E_BOARD, 1, ICS_NONE, false);
    assert_int_equal(seen.state, ICS_MET);
    assert_true(seen.lanes > 2 * 4999);
    release(&b, d, run);
}

static void refuses_another_model(void **state)
{
    (void)state;
    builder a = builder_new(), b = builder_new();
    builder_open(&a, ICS_FRAME_ROOT, E_BOARD, NONE);
    builder_close(&a);
    assert_int_equal(ics_program_verify(a.program, NULL), ICS_OK);
    b.program->model.attributes[A_AGE].type = ICS_TYPE_DATE;
    data *d = data_new(b.program, 1, 1, 1);
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, a.program, &d->dataset, AS_AT, NULL, NULL), ICS_E_MODEL);
    a.program->is_verified = false;
    assert_int_equal(ics_vm_run(&run, a.program, &d->dataset, AS_AT, NULL, NULL), ICS_E_INPUT);
    data_free(d);
    ics_program_free(a.program);
    ics_program_free(b.program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_name_both),
        cmocka_unit_test(lists_and_their_owners),
        cmocka_unit_test(letters_have_outcomes),
        cmocka_unit_test(one_outcome_is_traced),
        cmocka_unit_test(long_lists_are_traced_whole),
        cmocka_unit_test(refuses_another_model),
    };
    return SUITE_RUN_ROWS("clocks", clocks, counts_days) + SUITE_RUN_ROWS("calls", call_cases, calls) +
           cmocka_run_group_tests_name("runs", tests, NULL, NULL);
}
