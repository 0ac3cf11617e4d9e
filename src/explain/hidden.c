/* One pass over the code: what a register hides, those that are reckoned from it hide too. */
#include "explain/hidden.h"

#include "bytecode/op.h"

#include <stdlib.h>
#include <string.h>

/* -- registers */

/* What is found out once of a program. */
typedef struct finder {
    const ics_program *program;
    bool *is_special; /* by entity: some row of it may be of a special category */
    uint8_t *frame;   /* by frame: ABOUT or THROUGH, or neither */
} finder;

enum {
    ABOUT = 1,  /* its outcomes are those of single records, of which a reference is all that is ever shown */
    THROUGH = 2 /* it goes through such records for the outcome of somebody else */
};

/* An entity that is marked, one that it is a kind of, and each kind of it. */
static void mark_entities(finder *f)
{
    const ics_model *model = &f->program->model;
    for (uint32_t s = 0; s < model->entity_count; s++)
        for (uint32_t e = 0; model->entities[s].is_special && e < model->entity_count; e++)
            f->is_special[e] |= ics_model_is_a(model, e, s) || ics_model_is_a(model, s, e);
}

static void mark_frames(finder *f)
{
    for (uint32_t i = 0; i < f->program->frame_count; i++) {
        const ics_frame_info *info = &f->program->frames[i];
        const bool is_special = !ics_frame_is_of_days(info) && f->is_special[info->entity];
        if (info->source == ICS_FRAME_ROOT)
            f->frame[i] = is_special ? ABOUT : 0;
        else /* the frame around it stands before it */
            f->frame[i] = f->frame[info->parent] != 0 ? f->frame[info->parent] : is_special ? THROUGH : 0;
    }
}

/* What a cell that is read would give away by itself. */
static uint8_t reads(const finder *f, const ics_instruction *at)
{
    uint8_t bits = 0;
    if (at->op != ICS_OP_LOAD && at->op != ICS_OP_FOLLOW && at->op != ICS_OP_OWNER && at->op != ICS_OP_COLUMN)
        return 0;
    const ics_attribute *attribute = &f->program->model.attributes[at->k];
    if (attribute->is_personal && at->op != ICS_OP_OWNER)
        bits |= ICS_HIDES_PERSONAL;
    const bool leads_to_row = attribute->type == ICS_TYPE_REF || attribute->type == ICS_TYPE_LIST ||
                              (attribute->type == ICS_TYPE_SET && attribute->element == ICS_TYPE_REF);
    if (f->is_special[attribute->entity] || (leads_to_row && f->is_special[attribute->target]))
        bits |= ICS_HIDES_RECORDS | ICS_RESTS_ON_RECORDS;
    return bits;
}

static uint8_t bits_of(const uint8_t *hides, uint16_t reg)
{
    return reg == ICS_NO_REGISTER ? 0 : hides[reg];
}

static uint8_t operand_bits(const ics_program *program, const ics_instruction *at, const uint8_t *hides)
{
    uint8_t bits = (uint8_t)(bits_of(hides, at->a) | bits_of(hides, at->b) | bits_of(hides, at->c));
    const ics_call *call = at->op == ICS_OP_CALL ? &program->calls[at->k] : NULL;
    for (uint32_t i = 0; call && i < call->argument_count; i++)
        bits |= hides[call->arguments[i]];
    return bits;
}

/* Whether a truth says what a hidden value is, not merely how it lies to another. */
static bool tells_value(uint16_t op)
{
    switch (op) {
    case ICS_OP_YES:
    case ICS_OP_NO:
    case ICS_OP_YES_EQ:
    case ICS_OP_EQ:
    case ICS_OP_EQ_K:
    case ICS_OP_DATE_EQ:
    case ICS_OP_ID_EQ:
    case ICS_OP_ID_NE:
    case ICS_OP_ID_EQ_K:
    case ICS_OP_ID_NE_K:
    case ICS_OP_HAS_K:
    case ICS_OP_HAS:
    case ICS_OP_LIFT:
        return true;
    default:
        return false;
    }
}

static uint8_t hides_at(const finder *f, const ics_instruction *at, const uint8_t *hides)
{
    const ics_register_info *info = &f->program->registers[at->dst];
    const uint8_t frame = f->frame[info->frame];
    uint8_t bits = (uint8_t)(reads(f, at) | operand_bits(f->program, at, hides));
    if (info->type == 'O')
        return 0;
    if (frame == ABOUT)
        bits &= ICS_HIDES_PERSONAL;
    if (info->type == 'T' && !tells_value(at->op))
        bits &= ICS_RESTS_ON_RECORDS;
    if (frame == THROUGH)
        bits |= ICS_HIDES_RECORDS | ICS_RESTS_ON_RECORDS;
    /* Of the runs of days between facts: where one begins is a day of some record. */
    if ((bits & ICS_RESTS_ON_RECORDS) && f->program->frames[info->frame].source == ICS_FRAME_DAYS)
        bits |= ICS_HIDES_RECORDS;
    return bits;
}

bool ics_hidden_find(const ics_program *program, uint8_t shown, uint8_t *hides)
{
    finder f = {.program = program,
                .is_special = calloc((size_t)program->model.entity_count + 1, sizeof *f.is_special),
                .frame = calloc((size_t)program->frame_count + 1, sizeof *f.frame)};
    const bool has_memory = f.is_special && f.frame;
    if (has_memory) {
        mark_entities(&f);
        mark_frames(&f);
        memset(hides, 0, program->register_count);
        for (uint32_t i = 0; i < program->code_count; i++)
            if (program->code[i].dst != ICS_NO_REGISTER)
                hides[program->code[i].dst] = hides_at(&f, &program->code[i], hides);
        for (uint32_t i = 0; i < program->register_count; i++)
            hides[i] &= (uint8_t)~shown;
    }
    free(f.is_special);
    free(f.frame);
    return has_memory;
}

/* -- the days beside an outcome */

ics_hidden_days ics_hidden_days_of(const ics_judge *judge, const uint8_t *hides)
{
    if (!hides)
        return (ics_hidden_days){0};
    const int rests = bits_of(hides, judge->missed) | bits_of(hides, judge->since);
    return (ics_hidden_days){
        .due = (bits_of(hides, judge->due) & (ICS_HIDES_PERSONAL | ICS_HIDES_RECORDS)) != 0,
        .late = (bits_of(hides, judge->done_on) & ICS_HIDES_RECORDS) != 0,
        .open = (bits_of(hides, judge->began) & ICS_HIDES_RECORDS) != 0,
        .gap = (rests & (ICS_HIDES_RECORDS | ICS_RESTS_ON_RECORDS)) != 0,
    };
}

static void mark_rules_at(const ics_program *program, ics_span span, ics_hidden_days hidden, ics_hidden_days *days)
{
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const ics_span rule = program->rules[i].span;
        if (rule.source != span.source || rule.start > span.start || span.end > rule.end)
            continue;
        days[i].due |= hidden.due;
        days[i].late |= hidden.late;
        days[i].open |= hidden.open;
        days[i].gap |= hidden.gap;
    }
}

void ics_hidden_days_by_rule(const ics_program *program, const uint8_t *hides, ics_hidden_days *days)
{
    for (uint32_t i = 0; i < program->code_count; i++)
        if (program->code[i].op == ICS_OP_JUDGE)
            mark_rules_at(program, program->spans[i], ics_hidden_days_of(&program->judges[program->code[i].k], hides),
                          days);
}

void ics_hide_days(ics_hidden_days hidden, ics_outcome state, int32_t *due, int32_t *days, int32_t *since)
{
    if (hidden.due)
        *due = *days = *since = ICS_NO_DAY;
    if ((hidden.late && state == ICS_DONE_LATE) || (hidden.open && state == ICS_OPEN) || hidden.gap)
        *days = ICS_NO_DAY;
    if (hidden.gap)
        *since = ICS_NO_DAY;
}

/* -- whose record an outcome is about */

ics_row_ref ics_outcome_with(const ics_run *run, uint32_t rule, uint32_t index)
{
    const ics_row_ref nobody = {ICS_NONE, ICS_NONE};
    const ics_rule *of = &run->program->rules[rule];
    const ics_rule_outcomes *outcomes = &run->rules[rule];
    const bool has_pair = of->with_frame != ICS_NO_FRAME;
    if ((!has_pair && !of->is_member) || !outcomes->with || outcomes->with[index] == ICS_NONE)
        return nobody;
    /* A row of the table that the rule's frame runs over; of a member that of the frame around it. */
    const uint16_t frame = of->is_member && has_pair ? of->with_frame : of->frame;
    return (ics_row_ref){run->program->model.entities[run->program->frames[frame].entity].root, outcomes->with[index]};
}

bool ics_outcome_is_special(const ics_run *run, uint32_t rule, uint32_t index)
{
    const ics_rule_outcomes *outcomes = &run->rules[rule];
    const ics_outcome_marks marks = ics_outcome_marks_of(outcomes, index);
    const ics_row_ref with = ics_outcome_with(run, rule, index);
    return ics_dataset_row_is_special(run->dataset, outcomes->table[index], outcomes->row[index]) ||
           (marks.event_table != ICS_NONE &&
            ics_dataset_row_is_special(run->dataset, marks.event_table, marks.event_row)) ||
           (with.table != ICS_NONE && ics_dataset_row_is_special(run->dataset, with.table, with.row));
}
