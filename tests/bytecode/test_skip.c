/* Skips, nested frames and letters: what can be read after, and what cannot be skipped. Built, not changed. */
#include "sample.h"
#include "suite.h"

#include <string.h>

enum { NONE = ICS_NO_REGISTER };

/* Verifies, expects the words (NULL: accepted) and releases the program. */
static void expect(builder *b, const char *text)
{
    ics_diags *diags = ics_diags_new();
    const ics_status status = ics_program_verify(b->program, diags);
    if (text == NULL && status != ICS_OK)
        fail_msg("refused: %s", ics_diags_at(diags, 0)->text);
    if (text != NULL && (status == ICS_OK || !strstr(ics_diags_at(diags, 0)->text, text)))
        fail_msg("wanted: %s; got: %s", text, status == ICS_OK ? "accepted" : ics_diags_at(diags, 0)->text);
    ics_diags_free(diags);
    ics_program_free(b->program);
}

static builder in_board(uint16_t *truth)
{
    builder b = builder_new();
    builder_open(&b, ICS_FRAME_ROOT, E_BOARD, NONE);
    const uint16_t open = builder_load(&b, A_OPEN);
    *truth = builder_op(&b, ICS_OP_YES, 'T', 0, open, NONE, NONE, 0);
    return b;
}

static void skip_to(builder *b, uint16_t mask, uint32_t target)
{
    builder_op(b, ICS_OP_SKIP, 0, 0, mask, NONE, NONE, target);
}

static void what_was_skipped_is_not_read(void **state)
{
    (void)state;
    for (int reads_inside = 0; reads_inside < 2; reads_inside++) {
        uint16_t truth;
        builder b = in_board(&truth);
        skip_to(&b, truth, b.program->code_count + 3);
        const uint16_t other = builder_op(&b, ICS_OP_NOT, 'T', 0, truth, NONE, NONE, 0);
        builder_op(&b, ICS_OP_NOT, 'T', 0, other, NONE, NONE, 0);
        builder_rule(&b, reads_inside ? truth : other);
        builder_close(&b);
        expect(&b, reads_inside ? NULL : "may not have been written");
    }
}

static void skips_lead_forward_inside_their_frame(void **state)
{
    (void)state;
    static const struct {
        int32_t by;
        const char *text;
    } cases[] = {
        {0, "SKIP: from"}, {-1, "SKIP: from"}, {1000, "SKIP: from"}, {4, "a skip leads out of frame"}, {1, NULL}};
    for (size_t i = 0; i < SUITE_COUNT(cases); i++) {
        uint16_t truth;
        builder b = in_board(&truth);
        const uint16_t list = builder_load(&b, A_MEMBERS);
        builder_rule(&b, truth);
        builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
        const uint16_t lifted = builder_op(&b, ICS_OP_LIFT, 'T', 0, truth, NONE, NONE, 0);
        skip_to(&b, lifted, (uint32_t)((int32_t)b.program->code_count + cases[i].by));
        builder_op(&b, ICS_OP_NOT, 'T', 0, lifted, NONE, NONE, 0);
        builder_op(&b, ICS_OP_NOT, 'T', 0, lifted, NONE, NONE, 0);
        builder_close(&b);
        builder_op(&b, ICS_OP_NOT, 'T', 0, truth, NONE, NONE, 0);
        builder_close(&b);
        expect(&b, cases[i].text);
    }
}

static void outcomes_and_reductions_are_not_skipped(void **state)
{
    (void)state;
    uint16_t truth;
    builder b = in_board(&truth);
    skip_to(&b, truth, b.program->code_count + 3);
    builder_rule(&b, truth);
    builder_close(&b);
    expect(&b, "cannot be skipped");

    b = in_board(&truth);
    const uint16_t list = builder_load(&b, A_MEMBERS);
    builder_rule(&b, truth);
    builder_open(&b, ICS_FRAME_LIST, E_MEMBER, list);
    const uint16_t lifted = builder_op(&b, ICS_OP_LIFT, 'T', 0, truth, NONE, NONE, 0);
    skip_to(&b, lifted, b.program->code_count + 2);
    builder_op(&b, ICS_OP_ANY, 'T', 0, lifted, NONE, NONE, 0);
    builder_op(&b, ICS_OP_NOT, 'T', 0, lifted, NONE, NONE, 0);
    builder_close(&b);
    builder_close(&b);
    expect(&b, "a reduction cannot be skipped");
}

static void frames_are_eight_deep_at_most(void **state)
{
    (void)state;
    for (uint32_t depth = 7; depth <= 8; depth++) {
        uint16_t truth;
        builder b = in_board(&truth);
        builder_rule(&b, truth);
        for (uint32_t i = 0; i < depth; i++) {
            if (b.depth < 8)
                builder_open(&b, ICS_FRAME_EVERY, E_PERSON, NONE);
            else /* the builder keeps eight; the ninth is written by hand */
                builder_op(&b, ICS_OP_OPEN, 0, 0, NONE, NONE, NONE, 0);
        }
        while (b.depth > 0)
            builder_close(&b);
        expect(&b, depth < 8 ? NULL : "more than 8 frames");
    }
}

static void only_enclosing_frames_are_lifted(void **state)
{
    (void)state;
    uint16_t truth;
    builder b = in_board(&truth);
    builder_rule(&b, truth);
    builder_op(&b, ICS_OP_LIFT, 'T', 0, truth, NONE, NONE, 0);
    builder_close(&b);
    expect(&b, "cannot be read here");
}

static void letters_are_whole_or_none(void **state)
{
    (void)state;
    static const struct {
        uint16_t letters[3];
        uint32_t count;
        const char *text;
    } cases[] = {
        {{0, 1}, 2, NULL},
        {{0}, 0, NULL},
        {{0}, 1, "outcomes for 1 of 2 letters"},
        {{0, 0}, 2, "stands twice"},
        {{0, 2}, 2, "letter 2 of 2"},
    };
    for (size_t i = 0; i < SUITE_COUNT(cases); i++) {
        uint16_t truth;
        builder b = in_board(&truth);
        ics_judge judge = builder_judge();
        judge.done = truth;
        const uint16_t outcome = builder_judged(&b, judge);
        for (uint32_t k = 0; k < cases[i].count; k++)
            builder_op(&b, ICS_OP_PART, 0, 0, outcome, cases[i].letters[k], NONE, 0);
        builder_outcome(&b, outcome, NONE, ICS_NO_FRAME);
        ics_rule *rule = &b.program->rules[0];
        rule->letter_count = 2;
        rule->letters = ICS_ARENA_ARRAY(&b.program->arena, ics_letter, 2);
        rule->letters[0].label = "a";
        rule->letters[1].label = "b";
        builder_close(&b);
        expect(&b, cases[i].text);
    }
}

static void knows_what_is_record_local(void **state)
{
    (void)state;
    uint16_t truth;
    builder b = in_board(&truth);
    builder_load(&b, A_MEMBERS); /* members have no code: nested, or nowhere */
    builder_rule(&b, truth);
    builder_close(&b);
    assert_int_equal(ics_program_verify(b.program, NULL), ICS_OK);
    assert_true(b.program->is_record_local);
    ics_program_free(b.program);
    b = in_board(&truth);
    builder_load(&b, A_LEAD); /* persons have: the lead may stand in another record */
    builder_rule(&b, truth);
    builder_close(&b);
    assert_int_equal(ics_program_verify(b.program, NULL), ICS_OK);
    assert_false(b.program->is_record_local);
    ics_program_free(b.program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_skipped_is_not_read),
        cmocka_unit_test(skips_lead_forward_inside_their_frame),
        cmocka_unit_test(outcomes_and_reductions_are_not_skipped),
        cmocka_unit_test(frames_are_eight_deep_at_most),
        cmocka_unit_test(only_enclosing_frames_are_lifted),
        cmocka_unit_test(letters_are_whole_or_none),
        cmocka_unit_test(knows_what_is_record_local),
    };
    return cmocka_run_group_tests_name("skips, frames, letters", tests, NULL, NULL);
}
