/* What the lowering makes of rules: code as people read it, shared work, the same bytes each time, and its limits. */
#include "sema/judged.h"

#include "base/limits.h"
#include "bytecode/op.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static ics_program *compiled(const char *rules)
{
    ics_diags *diags = ics_diags_new();
    ics_program *program = ics_world_compile(rules, diags);
    if (!program) {
        ics_diags_print(diags, stderr, false);
        fail_msg("not compiled: %s", rules);
    }
    ics_diags_free(diags);
    return program;
}

static size_t count_of(const ics_program *program, ics_op op)
{
    size_t count = 0;
    for (uint32_t i = 0; i < program->code_count; i++)
        count += program->code[i].op == op;
    return count;
}

static void sentence_has_this_code(void **state)
{
    (void)state;
    static const char want[] =
        "OPEN LOAD OPEN LOAD ID_EQ_K LOAD PRESENT AND ANY CLOSE WAIVED ATTESTED JUDGE OUTCOME CLOSE ";
    ics_program *program = compiled("rule R ICB must name SEND executive lead");
    char got[1024] = "";
    for (uint32_t i = 0; i < program->code_count; i++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s ", ics_op_find(program->code[i].op)->name);
    assert_string_equal(got, want);
    ics_program_free(program);
}

/* Two rules that ask the same of the same list: one frame, one reduction. */
static void equal_work_is_done_once(void **state)
{
    (void)state;
    ics_program *program = compiled("rule A ICB must name chief nurse\n"
                                    "rule B ICB must name chief nurse unless population is 0\n"
                                    "rule C ICB must name SEND executive lead");
    assert_int_equal(count_of(program, ICS_OP_OPEN), 2); /* the boards, and their posts */
    assert_int_equal(count_of(program, ICS_OP_ANY), 2);  /* one title each */
    assert_int_equal(count_of(program, ICS_OP_OUTCOME), 3);
    ics_program_free(program);
}

/* What does not hang on the element is computed for the subject, and lifted. */
static void invariants_leave_the_list(void **state)
{
    (void)state;
    ics_program *program =
        compiled("rule R ICB must ensure that some grant of ICB where amount is at least 2% of spend has quotes");
    for (uint32_t i = 0; i < program->code_count; i++)
        if (program->code[i].op == ICS_OP_MUL)
            assert_int_equal(program->registers[program->code[i].dst].frame, 0);
    assert_int_equal(count_of(program, ICS_OP_MUL), 1);
    assert_int_equal(count_of(program, ICS_OP_LIFT), 1);
    ics_program_free(program);
}

/* A count over a list, used inside the same list: two frames, or neither could close first. */
static void frame_does_not_wait_for_itself(void **state)
{
    (void)state;
    const char *rule =
        "rule R ICB must ensure that some grant of ICB where quotes is at least number of grants of ICB has amount";
    ics_program *program = compiled(rule);
    assert_int_equal(count_of(program, ICS_OP_OPEN), 3);
    ics_program_free(program);
    const ics_first got =
        ics_world_judge(rule, "ICB: {grants: [{quotes: 1, amount: 1}, {quotes: 2, amount: 1}]}", "2022-06-01");
    assert_int_equal(got.state, ICS_MET);
}

static void same_sources_same_bytes(void **state)
{
    (void)state;
    static const char rules[] =
        "rule A ICB must name chief nurse\n"
        "rule B partnership of each place must include members with sector (a) police and (b) VCSE\n"
        "rule C applies to each case council must send plan within 20 weeks of received\n"
        "check D \"d\" number of grants of ICB is at least 2";
    unsigned char *bytes[2];
    size_t sizes[2];
    for (int i = 0; i < 2; i++) {
        ics_program *program = compiled(rules);
        assert_int_equal(ics_pack_write(&bytes[i], &sizes[i], program), ICS_OK);
        ics_program_free(program);
    }
    assert_int_equal(sizes[0], sizes[1]);
    assert_memory_equal(bytes[0], bytes[1], sizes[0]);
    ics_memory_free(bytes[0]);
    ics_memory_free(bytes[1]);
}

/* -- limits */

static void is_refused_for(const char *rules, const char *limit)
{
    ics_diags *diags = ics_diags_new();
    assert_null(ics_world_compile(rules, diags));
    size_t said = 0;
    for (size_t i = 0; i < ics_diags_count(diags); i++)
        said += ics_diags_at(diags, i)->code == ICS_E0005 && strstr(ics_diags_at(diags, i)->text, limit) != NULL;
    if (said != 1)
        ics_diags_print(diags, stderr, false);
    assert_int_equal(said, 1);
    ics_diags_free(diags);
}

/* Each let says its neighbour twice: forty of them would be a million million terms. */
static void growth_without_end_is_refused(void **state)
{
    (void)state;
    char *rules = calloc(1, 8192);
    assert_non_null(rules);
    size_t length = 0;
    for (int i = 0; i < 40; i++)
        length += (size_t)snprintf(rules + length, 8192 - length, "let %c%c staff is %c%c staff + %c%c staff\n",
                                   'a' + i / 26, 'a' + i % 26, 'a' + (i + 1) / 26, 'a' + (i + 1) % 26,
                                   'a' + (i + 1) / 26, 'a' + (i + 1) % 26);
    snprintf(rules + length, 8192 - length, "let bo staff is 1\nrule R ICB must ensure that aa staff is 1\n");
    is_refused_for(rules, "RULE_STEPS");
    free(rules);
}

static void too_many_registers_are_refused(void **state)
{
    (void)state;
    enum { RULES = 16500, BYTES = 96 };
    char *rules = calloc(RULES, BYTES);
    assert_non_null(rules);
    size_t length = 0;
    for (int i = 0; i < RULES; i++)
        length += (size_t)snprintf(rules + length, (size_t)RULES * BYTES - length,
                                   "rule R%d ICB must ensure that staff + %d is %d\n", i, i, i + 7);
    is_refused_for(rules, "REGISTERS");
    free(rules);
}

static void lists_too_deep_are_refused(void **state)
{
    (void)state;
    char rules[2048] = "entity node\n code : text, unique\n nodes : list of node\nrule R node must ensure that ";
    for (int i = 0; i < 9; i++)
        strcat(rules, "some nodes of it where ");
    strcat(rules, "it has code");
    for (int i = 0; i < 9; i++)
        strcat(rules, " has code");
    ics_diags *diags = ics_diags_new();
    ics_program *program = ics_world_compile(rules, diags);
    assert_null(program); /* whichever stage says so, nothing is compiled and nothing breaks */
    assert_true(ics_diags_error_count(diags) > 0);
    ics_diags_free(diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentence_has_this_code),         cmocka_unit_test(equal_work_is_done_once),
        cmocka_unit_test(invariants_leave_the_list),      cmocka_unit_test(frame_does_not_wait_for_itself),
        cmocka_unit_test(same_sources_same_bytes),        cmocka_unit_test(growth_without_end_is_refused),
        cmocka_unit_test(too_many_registers_are_refused), cmocka_unit_test(lists_too_deep_are_refused),
    };
    return cmocka_run_group_tests_name("lowering", tests, NULL, NULL);
}
