/*
 * The verifier: a good program, then the same program with one thing wrong, refused with the place and the reason. Each
 * row changes the sample (a row names instructions by their opcode, so that the sample may grow).
 */
#include "sample.h"
#include "suite.h"

#include <string.h>

static ics_instruction *find(ics_program *program, ics_op op)
{
    for (uint32_t i = 0; i < program->code_count; i++)
        if (program->code[i].op == op)
            return &program->code[i];
    fail_msg("the sample has no such instruction");
    return NULL;
}

static void opcode_unknown(ics_program *p)
{
    find(p, ICS_OP_YES)->op = 999;
}
static void reserved_used(ics_program *p)
{
    find(p, ICS_OP_YES)->reserved = 1;
}
static void field_used(ics_program *p)
{
    find(p, ICS_OP_YES)->c = 0;
}
static void register_past_the_end(ics_program *p)
{
    find(p, ICS_OP_YES)->a = (uint16_t)p->register_count;
}
static void register_of_another_type(ics_program *p)
{
    find(p, ICS_OP_SPAN_ADD)->a = find(p, ICS_OP_LOAD)->dst;
}
static void register_written_twice(ics_program *p)
{
    find(p, ICS_OP_GE_K)->dst = find(p, ICS_OP_ID_EQ_K)->dst;
}
static void register_reads_itself(ics_program *p)
{
    p->calls[0].arguments[0] = find(p, ICS_OP_CALL)->dst;
}
static void register_not_yet_written(ics_program *p)
{
    find(p, ICS_OP_LOAD)->a = find(p, ICS_OP_SPAN_ADD)->dst;
}
static void register_of_a_closed_frame(ics_program *p)
{
    p->judges[0].done = find(p, ICS_OP_YES)->dst;
}
static void reduction_read_too_early(ics_program *p)
{
    find(p, ICS_OP_ANY)->a = find(p, ICS_OP_ANY)->dst;
}
static void constant_past_the_end(ics_program *p)
{
    find(p, ICS_OP_GE_K)->k = p->constant_count;
}
static void text_past_the_end(ics_program *p)
{
    find(p, ICS_OP_ID_EQ_K)->k = UINT32_MAX;
}
static void attribute_past_the_end(ics_program *p)
{
    find(p, ICS_OP_LOAD)->k = p->model.attribute_count;
}
static void attribute_of_another(ics_program *p)
{
    find(p, ICS_OP_LOAD)->k = A_AGE;
}
static void frame_unknown(ics_program *p)
{
    find(p, ICS_OP_OPEN)->k = p->frame_count;
}
static void frame_opened_twice(ics_program *p)
{
    p->code[p->code_count - 1].op = ICS_OP_OPEN;
    p->code[p->code_count - 1].k = 0;
}
static void frame_not_closed(ics_program *p)
{
    p->code_count--;
}
static void frame_closed_for_another(ics_program *p)
{
    find(p, ICS_OP_CLOSE)->k = 0;
}
static void frame_with_wrong_list(ics_program *p)
{
    p->frames[1].entity = E_PERSON;
}
static void frame_in_a_ring(ics_program *p)
{
    p->frames[1].parent = 1;
}
static void span_past_the_end(ics_program *p)
{
    find(p, ICS_OP_SPAN_ADD)->k = 1;
}
static void calendar_unknown(ics_program *p)
{
    p->time_spans[0].unit = ICS_UNIT_WORKING_DAYS;
}
static void rule_without_outcome(ics_program *p)
{
    find(p, ICS_OP_OUTCOME)->op = ICS_OP_GAP;
    find(p, ICS_OP_GAP)->b = find(p, ICS_OP_GE_K)->dst;
}
static void outcome_of_another_rule(ics_program *p)
{
    find(p, ICS_OP_OUTCOME)->k = 1;
}
static void outcome_in_another_frame(ics_program *p)
{
    p->rules[0].frame = 1;
}
static void rule_in_reversed_days(ics_program *p)
{
    p->rules[0].from = 100;
    p->rules[0].to = 99;
}
static void rule_cites_nothing(ics_program *p)
{
    p->rules[0].citations[0].source = 1;
}
static void rule_outside_its_source(ics_program *p)
{
    p->rules[0].span = (ics_span){1, 0, 1000};
}
static void source_map_past_the_end(ics_program *p)
{
    p->spans[0].source = 2;
}
static void judge_of_numbers(ics_program *p)
{
    p->judges[0].applies = find(p, ICS_OP_CALL)->dst;
}
static void judge_of_no_modality(ics_program *p)
{
    p->judges[0].modality = ICS_MODALITY_COUNT;
}
static void import_with_a_slash(ics_program *p)
{
    p->imports[0].plugin = "../northshire";
}
static void import_without_signature(ics_program *p)
{
    p->imports[0].signature = "share(number";
}
static void list_past_the_parameters(ics_program *p)
{
    p->imports[0].lists = 2;
}
static void list_of_text(ics_program *p)
{
    p->imports[0].lists = 1;
    p->imports[0].parameters[0] = ICS_TYPE_TEXT;
}
static void number_for_a_list(ics_program *p)
{
    p->imports[0].lists = 1;
}
static void rows_for_a_list(ics_program *p)
{
    p->imports[0].lists = 1;
    p->calls[0].arguments[0] = find(p, ICS_OP_OPEN)[1].dst; /* the first that is loaded */
}
/* In place of the comparison, which nothing reads. */
static ics_instruction *make_column(ics_program *p)
{
    ics_instruction *at = find(p, ICS_OP_GE_K);
    at->op = ICS_OP_COLUMN;
    at->a = find(p, ICS_OP_OPEN)[1].dst;
    at->b = find(p, ICS_OP_ID_EQ_K)->dst;
    at->k = A_ACTIVE;
    p->registers[at->dst].type = 'L';
    p->registers[at->dst].aux = p->registers[at->a].aux;
    return at;
}
static void column_of_another_table(ics_program *p)
{
    make_column(p)->k = A_SPEND;
}
static void column_as_rows(ics_program *p)
{
    const uint16_t column = make_column(p)->dst;
    for (uint32_t i = 1; i < p->code_count; i++)
        if (p->code[i].op == ICS_OP_OPEN)
            p->code[i].a = column;
}
static void call_with_more_arguments(ics_program *p)
{
    p->calls[0].argument_count = 0;
}
static void call_of_another_result(ics_program *p)
{
    p->imports[0].result = ICS_TYPE_NUMBER;
}
static void kinds_in_a_ring(ics_program *p)
{
    p->model.entities[E_BOARD].parent = E_ICB;
}
static void root_that_is_none(ics_program *p)
{
    p->model.entities[E_ICB].root = E_ICB;
}
static void attribute_without_target(ics_program *p)
{
    p->model.attributes[A_MEMBERS].target = ICS_NONE;
}
static void attributes_apart(ics_program *p)
{
    p->model.attributes[A_COUNT - 1].entity = E_BOARD;
}
static void enum_past_its_values(ics_program *p)
{
    p->model.enums[0].value_count = UINT32_MAX;
}
static void law_of_no_force(ics_program *p)
{
    p->laws[0].force = ICS_FORCE_COUNT;
}
static void number_out_of_range(ics_program *p)
{
    p->constants[0] = INT64_MIN;
}

static void calendar_that_falls(ics_program *p)
{
    p->calendars = ICS_ARENA_NEW(&p->arena, ics_calendar);
    p->calendars[0] = (ics_calendar){.id = "BANK", .title = "", .law = ICS_NONE, .place = "", .from = 0, .to = 364};
    p->calendars[0].days = ICS_ARENA_ARRAY(&p->arena, int32_t, 2);
    p->calendars[0].days[0] = 5;
    p->calendars[0].days[1] = 4;
    p->calendars[0].day_count = 2;
    p->calendar_count = 1;
}
static void calendar_of_an_age(ics_program *p)
{
    calendar_that_falls(p);
    p->calendars[0].day_count = 0;
    p->calendars[0].to = ICS_DAY_MAX;
}
static void note_of_no_kind(ics_program *p)
{
    p->rules[0].notes = ICS_ARENA_NEW(&p->arena, ics_note_info);
    p->rules[0].notes[0] = (ics_note_info){.kind = ICS_NOTE_KINDS, .of = ICS_NONE};
    p->rules[0].note_count = 1;
}
static void note_that_is_not_there(ics_program *p)
{
    ics_instruction *at = find(p, ICS_OP_YES);
    *at = (ics_instruction){.op = ICS_OP_NOTE, .dst = ICS_NO_REGISTER, .a = at->a, .b = 7, .c = ICS_NO_REGISTER};
}
static void version_of_other_letters(ics_program *p)
{
    p->rules[0].versions = ICS_ARENA_NEW(&p->arena, ics_rule_version);
    p->rules[0].versions[0] =
        (ics_rule_version){.number = 1, .modality_word = "must", .remedy = "", .citation_count = 1, .letter_count = 3};
    p->rules[0].version_count = 1;
}
static void choice_of_nothing(ics_program *p)
{
    find(p, ICS_OP_JUDGE)->op = ICS_OP_VERSIONS;
    p->choices = ICS_ARENA_NEW(&p->arena, ics_alternatives);
    p->choices[0] = (ics_alternatives){.some = ICS_NO_REGISTER};
    p->choice_count = 1;
}
static void citation_as_no_direction(ics_program *p)
{
    p->rules[0].citations[0].direction = 9;
}
static const struct change {
    const char *name;
    void (*make)(ics_program *program);
    const char *place, *text;
} changes[] = {
    {"an opcode that does not exist", opcode_unknown, "section code, instruction ", "opcode 999 does not exist"},
    {"the reserved field", reserved_used, "section code", "the reserved field is 1"},
    {"a field that is not used", field_used, "section code", "operand c is not used"},
    {"a register past the end", register_past_the_end, "section code", "is register 12 of 12"},
    {"a list where a date is taken", register_of_another_type, "section code", "a list, where a date is taken"},
    {"a register written twice", register_written_twice, "section code", "is written twice"},
    {"an instruction that reads itself", register_reads_itself, "section code", "where a number is taken"},
    {"a register read before it is written", register_not_yet_written, "section code", "is not yet written"},
    {"a register of a frame that has closed", register_of_a_closed_frame, "section code", "cannot be read here"},
    {"a reduction read in its own child", reduction_read_too_early, "section code", "cannot be read here"},
    {"a constant past the end", constant_past_the_end, "section code", "constant 1 of 1"},
    {"a text past the end", text_past_the_end, "section code", "text 4294967295 of 2"},
    {"an attribute past the end", attribute_past_the_end, "section code", "attribute 21 of 21"},
    {"an attribute of another entity", attribute_of_another, "section code", "is not one of board"},
    {"a frame that does not exist", frame_unknown, "section code", "frame 2 of 2"},
    {"a frame opened twice", frame_opened_twice, "section code", "opened twice"},
    {"a frame that is not closed", frame_not_closed, "section code", "frame f0 is not closed"},
    {"a frame closed in place of another", frame_closed_for_another, "section code", "is not the one that is open"},
    {"a list of members for persons", frame_with_wrong_list, "section code", "of different kinds"},
    {"a frame that is its own parent", frame_in_a_ring, "section code", "opens outside its parent"},
    {"a span of time past the end", span_past_the_end, "section code", "span of time 1 of 1"},
    {"working days without a calendar", calendar_unknown, "section time spans", "does not have"},
    {"a rule without an outcome", rule_without_outcome, "section rules", "rule R-0 has no outcome"},
    {"an outcome of a rule that does not exist", outcome_of_another_rule, "section code", "rule 1 of 1"},
    {"an outcome in another frame", outcome_in_another_frame, "section code", "has its outcome in frame f1"},
    {"a rule in force backwards", rule_in_reversed_days, "section rules", "in force from 1970-04-11 to 1970-04-10"},
    {"a rule that cites no source", rule_cites_nothing, "section rules", "cites source 1 of 1"},
    {"a rule outside its source", rule_outside_its_source, "section rules", "outside its source"},
    {"a source map outside the sources", source_map_past_the_end, "section source map", "outside its source"},
    {"a judge that reads a ratio", judge_of_numbers, "section code", "a ratio, where a truth is taken"},
    {"a judge of no modality", judge_of_no_modality, "section code", "does not exist"},
    {"a plugin named by a path", import_with_a_slash, "section imports, item 0", "letters, digits"},
    {"a list past the parameters", list_past_the_parameters, "section imports", "takes a list that"},
    {"a list of texts", list_of_text, "section imports", "takes a list that"},
    {"a number where a list is taken", number_for_a_list, "section code", "where a list"},
    {"rows where a list of numbers is taken", rows_for_a_list, "section code", "is not a column of number"},
    {"a column of another table", column_of_another_table, "section code", "column and list"},
    {"a column that is opened as rows", column_as_rows, "section code", "a column, which calls alone read"},
    {"a signature that cannot be read", import_without_signature, "section imports", "cannot be read"},
    {"a call with too few arguments", call_with_more_arguments, "section calls", "0 arguments where 1 are taken"},
    {"a call that answers with another type", call_of_another_result, "section code",
     "answers with a number, not a ratio"},
    {"kinds in a ring", kinds_in_a_ring, "section model", "in a ring"},
    {"a kind that is its own root", root_that_is_none, "section model", "as its root"},
    {"a list of nothing", attribute_without_target, "section model", "does not exist"},
    {"attributes that do not stand together", attributes_apart, "section model", "do not stand together"},
    {"an enumeration past the values", enum_past_its_values, "section model", "run past"},
    {"a source of no force", law_of_no_force, "section laws", "force"},
    {"a calendar whose days fall", calendar_that_falls, "section calendars", "do not rise"},
    {"a calendar of an age", calendar_of_an_age, "section calendars", "cannot be"},
    {"a note of no kind", note_of_no_kind, "section rules", "note 0 says what does not exist"},
    {"a note that is not there", note_that_is_not_there, "section code", "NOTE: "},
    {"a version with letters of its own making", version_of_other_letters, "section rules", "are not the rule's"},
    {"a choice of nothing", choice_of_nothing, "section code", "0 outcomes to choose from"},
    {"a direction under no source", citation_as_no_direction, "section rules", "cites source 0"},
    {"a number that is none", number_out_of_range, "section constants", "out of range"},
};

static void refuses(void **state)
{
    const struct change *change = *state;
    ics_program *program = sample_program();
    ics_diags *diags = ics_diags_new();
    assert_int_equal(ics_program_verify(program, diags), ICS_OK);
    change->make(program);
    assert_int_equal(ics_program_verify(program, diags), ICS_E_INPUT);
    assert_false(program->is_verified);
    assert_int_equal(ics_diags_count(diags), 1);
    const ics_diag *diag = ics_diags_at(diags, 0);
    assert_int_equal(diag->code, ICS_E0503);
    if (!strstr(diag->where, change->place) || !strstr(diag->text, change->text))
        fail_msg("%s: %s (wanted: %s ... %s)", diag->where, diag->text, change->place, change->text);
    ics_diags_free(diags);
    ics_program_free(program);
}

int main(void)
{
    return SUITE_RUN_ROWS("verifier", changes, refuses);
}
