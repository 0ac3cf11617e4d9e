/* Frames whose lanes are days: which periods there are, how they are cut into batches, and what is refused. */
#include "fixture.h"
#include "suite.h"

#include <string.h>

enum { NONE = ICS_NO_REGISTER, BOARDS = 5 };

static int32_t day(const char *text)
{
    int32_t days = 0;
    assert_true(ics_day_read(text, &days));
    return days;
}

static uint16_t day_constant(builder *b, int32_t days)
{
    return builder_op(b, ICS_OP_DATE_K, 'D', 0, NONE, NONE, NONE, builder_constant(b, days));
}

/* One outcome for each period of each board: met where the period ends by the day judged. */
static builder each_period(ics_frame_info info, int32_t from)
{
    builder b = builder_new();
    const uint16_t root = builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t first = day_constant(&b, from);
    const uint16_t frame = builder_open(&b, (ics_frame_source)info.source, E_BOARD, NONE);
    b.program->code[b.program->code_count - 1].b = first;
    info.parent = root;
    info.entity = E_BOARD;
    b.program->frames[frame] = info;
    const uint16_t period = builder_op(&b, ICS_OP_PERIOD, 'P', 0, NONE, NONE, NONE, 0);
    const uint16_t end = builder_op(&b, ICS_OP_END, 'D', 0, period, NONE, NONE, 0);
    const uint16_t today = builder_op(&b, ICS_OP_DAY, 'D', 0, NONE, NONE, NONE, 0);
    builder_rule(&b, builder_op(&b, ICS_OP_DATE_LE, 'T', 0, end, today, NONE, 0));
    b.program->rules[0].frame = root;
    b.program->rules[0].when_frame = frame;
    builder_close(&b);
    builder_close(&b);
    return b;
}

static ics_run *judge(const builder *b, const data *d, uint32_t lanes)
{
    const ics_run_options options = {.batch_lanes = lanes};
    ics_diags *diags = ics_diags_new();
    if (ics_program_verify(b->program, diags) != ICS_OK)
        fail_msg("refused: %s: %s", ics_diags_at(diags, 0)->where, ics_diags_at(diags, 0)->text);
    ics_diags_free(diags);
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, b->program, &d->dataset, AS_AT, &options, NULL), ICS_OK);
    return run;
}

/* The day judged is 2023-05-23. */
static const struct period_case {
    const char *name, *from;
    ics_frame_info info;
    uint32_t count, met;
    const char *first, *last; /* first day of the first, last day of the last */
} periods[] = {
    {"calendar years", "2020-07-01", {.source = ICS_FRAME_PERIODS}, 4, 3, "2020-01-01", "2023-12-31"},
    {"financial years",
     "2020-07-01",
     {.source = ICS_FRAME_PERIODS, .period = ICS_PERIOD_FINANCIAL},
     4,
     3,
     "2020-04-01",
     "2024-03-31"},
    {"academic years",
     "2020-07-01",
     {.source = ICS_FRAME_PERIODS, .period = ICS_PERIOD_ACADEMIC},
     4,
     3,
     "2019-09-01",
     "2023-08-31"},
    {"years that begin after a day, and the next",
     "2020-07-01",
     {.source = ICS_FRAME_PERIODS, .period = ICS_PERIOD_FINANCIAL, .ahead = 1},
     4,
     2,
     "2021-04-01",
     "2025-03-31"},
    {"three years from a leap day",
     "2020-02-29",
     {.source = ICS_FRAME_PERIODS, .period = ICS_PERIOD_STRETCH, .months = 36},
     2,
     1,
     "2020-02-29",
     "2026-02-27"},
    {"a start that lies ahead", "2030-01-01", {.source = ICS_FRAME_PERIODS}, 1, 0, "2023-01-01", "2023-12-31"},
    {"days on which nothing is read", "2020-07-01", {.source = ICS_FRAME_DAYS}, 1, 1, NULL, NULL},
};

static void finds_periods(void **state)
{
    const struct period_case *c = *state;
    static const uint32_t lanes[] = {1, 2, 3, 64, 2048};
    builder b = each_period(c->info, day(c->from));
    data *d = data_new(b.program, BOARDS, 1, 1);
    for (size_t i = 0; i < sizeof lanes / sizeof *lanes; i++) {
        ics_run *run = judge(&b, d, lanes[i]);
        const ics_rule_outcomes *of = &run->rules[0];
        uint32_t met = 0;
        assert_int_equal(of->count, BOARDS * c->count);
        for (uint32_t k = 0; k < of->count; k++) {
            assert_int_equal(of->row[k], k / c->count);
            met += of->state[k] == ICS_MET;
        }
        assert_int_equal(met, BOARDS * c->met);
        if (c->first) {
            assert_int_equal(ics_outcome_marks_of(of, 0).from, day(c->first));
            assert_int_equal(ics_outcome_marks_of(of, of->count - 1).to, day(c->last));
        }
        ics_run_free(run);
    }
    data_free(d);
    ics_program_free(b.program);
}

/* A trace is of one period alone. */
static void count_outcomes(void *context, const ics_trace_step *step)
{
    if (step->value.type == 'O')
        *(uint32_t *)context += step->lane_count;
}

static void one_period_is_traced(void **state)
{
    (void)state;
    builder b = each_period((ics_frame_info){.source = ICS_FRAME_PERIODS}, day("2020-07-01"));
    data *d = data_new(b.program, BOARDS, 1, 1);
    ics_run *run = judge(&b, d, 0);
    uint32_t lanes = 0;
    const ics_trace_aim aim = {
        .table = E_BOARD, .row = 2, .with = ICS_NONE, .when = ics_outcome_marks_of(&run->rules[0], 9).event_row};
    assert_int_equal(ics_vm_trace(b.program, &d->dataset, AS_AT, &aim, NULL, count_outcomes, &lanes), ICS_OK);
    assert_int_equal(lanes, 1);
    ics_run_free(run);
    data_free(d);
    ics_program_free(b.program);
}

static ics_instruction *find(ics_program *program, ics_op op, uint32_t skip)
{
    for (uint32_t i = 0; i < program->code_count; i++)
        if (program->code[i].op == op && skip-- == 0)
            return &program->code[i];
    fail_msg("there is no such instruction");
    return NULL;
}

static void no_kind(ics_program *p)
{
    p->frames[1].period = ICS_PERIOD_KIND_COUNT;
}
static void no_months(ics_program *p)
{
    p->frames[1].period = ICS_PERIOD_STRETCH;
}
static void months_of_a_year(ics_program *p)
{
    p->frames[1].months = 12;
}
static void days_ahead(ics_program *p)
{
    p->frames[1].source = ICS_FRAME_DAYS;
    p->frames[1].ahead = 1;
}
static void days_without_a_first(ics_program *p)
{
    p->frames[1].source = ICS_FRAME_DAYS;
    find(p, ICS_OP_OPEN, 1)->b = NONE;
}
static void days_of_a_table(ics_program *p)
{
    p->frames[1].source = ICS_FRAME_EVERY;
}
static void period_of_rows(ics_program *p)
{
    p->frames[1].source = ICS_FRAME_EVERY;
    find(p, ICS_OP_OPEN, 1)->b = NONE;
}
static void row_of_days(ics_program *p)
{
    *find(p, ICS_OP_DAY, 0) = (ics_instruction){
        .op = ICS_OP_LOAD, .dst = find(p, ICS_OP_DAY, 0)->dst, .a = NONE, .b = NONE, .c = NONE, .k = A_ESTABLISHED};
}
static void outcome_elsewhere(ics_program *p)
{
    p->rules[0].when_frame = ICS_NO_FRAME;
}
static void days_for_a_subject(ics_program *p)
{
    p->rules[0].frame = 1;
    p->rules[0].when_frame = ICS_NO_FRAME;
}

static const struct refused_case {
    const char *name;
    void (*change)(ics_program *program);
    const char *says;
} refused[] = {
    {"a kind of period that there is not", no_kind, "kind of period"},
    {"a stretch of no months", no_months, "kind of period"},
    {"a year of months", months_of_a_year, "kind of period"},
    {"days ahead", days_ahead, "kind of period"},
    {"days without a first", days_without_a_first, "needs a first day"},
    {"days of a table", days_of_a_table, "takes no days"},
    {"the period of a row", period_of_rows, "are rows, not days"},
    {"the row of a period", row_of_days, "are days, not rows"},
    {"an outcome in another frame", outcome_elsewhere, "has its outcome in frame"},
    {"a period for a subject", days_for_a_subject, "they are no subjects"},
};

static void is_refused(void **state)
{
    const struct refused_case *c = *state;
    builder b = each_period((ics_frame_info){.source = ICS_FRAME_PERIODS}, day("2020-07-01"));
    c->change(b.program);
    ics_diags *diags = ics_diags_new();
    assert_int_equal(ics_program_verify(b.program, diags), ICS_E_INPUT);
    if (!strstr(ics_diags_at(diags, 0)->text, c->says))
        fail_msg("it says: %s", ics_diags_at(diags, 0)->text);
    ics_diags_free(diags);
    ics_program_free(b.program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_period_is_traced)};
    return SUITE_RUN_ROWS("periods", periods, finds_periods) + SUITE_RUN_ROWS("refused", refused, is_refused) +
           cmocka_run_group_tests_name("traces", tests, NULL, NULL);
}
