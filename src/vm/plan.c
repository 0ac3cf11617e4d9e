/*
 * What is worked out from a program before it meets data: how long each register lives and where its arrays can be
 * shared, what can fail, which column a list came from, and what of the code a restricted run needs. Linear in the
 * code.
 */
#include "vm/plan.h"

#include <stdlib.h>
#include <string.h>

/* -- frames and letters -- */

static void find_frames(ics_plan *plan, const ics_program *program)
{
    uint16_t open[ICS_FRAMES_OPEN];
    uint32_t depth = 0;
    memset(plan->open_at, 0xFF, (size_t)program->frame_count * sizeof *plan->open_at);
    memset(plan->close_at, 0xFF, (size_t)program->frame_count * sizeof *plan->close_at);
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        plan->frame_at[pc] = depth ? open[depth - 1] : ICS_NO_FRAME;
        if (at->op == ICS_OP_OPEN) {
            plan->open_at[at->k] = pc;
            open[depth++] = (uint16_t)at->k;
        } else if (at->op == ICS_OP_CLOSE) {
            plan->close_at[at->k] = pc;
            depth--;
        }
    }
}

static void find_reductions(ics_plan *plan, const ics_program *program)
{
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (ics_op_is_reduction(program->code[pc].op))
            plan->reduction_from[plan->frame_at[pc] + 1]++;
    for (uint32_t i = 0; i < program->frame_count; i++)
        plan->reduction_from[i + 1] += plan->reduction_from[i];
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (ics_op_is_reduction(program->code[pc].op))
            plan->reduction[plan->reduction_from[plan->frame_at[pc]]++] = pc;
    for (uint32_t i = program->frame_count; i > 0; i--) /* each moved to where the next begins */
        plan->reduction_from[i] = plan->reduction_from[i - 1];
    plan->reduction_from[0] = 0;
}

/* Where the letters and the notes of each rule are, one rule after another. */
static void find_parts(ics_plan *plan, const ics_program *program)
{
    uint32_t letters = 0, notes = 0;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        plan->part_of[i] = letters;
        letters += program->rules[i].letter_count;
        plan->note_of[i] = notes;
        notes += program->rules[i].note_count;
    }
    memset(plan->part_register, 0xFF, (size_t)letters * sizeof *plan->part_register);
    memset(plan->note_register, 0xFF, (size_t)notes * sizeof *plan->note_register);
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op == ICS_OP_PART)
            plan->part_register[plan->part_of[at->k] + at->b] = at->a;
        else if (at->op == ICS_OP_NOTE)
            plan->note_register[plan->note_of[at->k] + at->b] = at->a;
    }
}

/* Those that ask what their column, kind, codes or owners are in a dataset (bind.c). */
static bool asks(uint16_t op)
{
    switch (op) {
    case ICS_OP_LOAD:
    case ICS_OP_FOLLOW:
    case ICS_OP_KIND_IS:
    case ICS_OP_SAME:
    case ICS_OP_NOT_SAME:
    case ICS_OP_HAS_IN:
    case ICS_OP_OWNER:
    case ICS_OP_OVERLAPS:
        return true;
    default:
        return false;
    }
}

static void list_bound(ics_plan *plan, const ics_program *program)
{
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const uint16_t op = program->code[pc].op;
        if (op >= ICS_OP_TRUTH_K && op <= ICS_OP_DAY)
            plan->constants.at[plan->constants.count++] = pc;
        else if (asks(op))
            plan->asking.at[plan->asking.count++] = pc;
    }
}

/* -- failure and columns -- */

typedef struct failure_context {
    const ics_plan *plan;
    bool any;
} failure_context;

static void note_failure(void *context, uint32_t pc, uint16_t reg)
{
    (void)pc;
    failure_context *failure = context;
    failure->any = failure->any || failure->plan->can_fail[reg];
}

static bool fails_by_itself(uint16_t op)
{
    switch (op) {
    case ICS_OP_ADD:
    case ICS_OP_SUB:
    case ICS_OP_MUL:
    case ICS_OP_DIV:
    case ICS_OP_BADD:
    case ICS_OP_BSUB:
    case ICS_OP_BMUL_K:
    case ICS_OP_SPAN_ADD:
    case ICS_OP_DAYS_ON:
    case ICS_OP_SUM:
    case ICS_OP_AVERAGE:
    case ICS_OP_CALL:
        return true;
    default:
        return false;
    }
}

static void find_failures(ics_plan *plan, const ics_program *program)
{
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->dst == ICS_NO_REGISTER || at->op == ICS_OP_RECORDED)
            continue;
        failure_context failure = {.plan = plan, .any = fails_by_itself(at->op)};
        ics_each_read(program, pc, note_failure, &failure);
        plan->can_fail[at->dst] = failure.any;
    }
}

/* What rests on doubtful elements alone may be of nothing. */
static bool makes_perhaps(const ics_plan *plan, const ics_program *program, const ics_instruction *at)
{
    switch (at->op) {
    case ICS_OP_EARLIEST:
    case ICS_OP_LATEST:
    case ICS_OP_SHARE:
    case ICS_OP_SHARE_OF:
        return true;
    case ICS_OP_SUM:
        return program->registers[at->dst].type == 'B';
    case ICS_OP_LATER:
    case ICS_OP_EARLIER:
    case ICS_OP_BADD:
    case ICS_OP_BSUB:
        return plan->can_be_perhaps[at->a] || plan->can_be_perhaps[at->b];
    case ICS_OP_LIFT:
    case ICS_OP_SPAN_ADD:
    case ICS_OP_BMUL_K:
        return plan->can_be_perhaps[at->a];
    default:
        return false;
    }
}

static void find_perhaps(ics_plan *plan, const ics_program *program)
{
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (program->code[pc].dst != ICS_NO_REGISTER)
            plan->can_be_perhaps[program->code[pc].dst] = makes_perhaps(plan, program, &program->code[pc]);
}

static void mark_read(void *context, uint32_t pc, uint16_t reg)
{
    (void)pc;
    ((bool *)context)[reg] = true;
}

/* From back to front: what the frame's own instructions read, and what that was made from, in the frames around it. */
bool ics_plan_attributes(const ics_program *program, const ics_plan *plan, uint16_t frame, bool *is_read)
{
    bool *registers = calloc((size_t)program->register_count + 1, sizeof *registers);
    if (!registers)
        return false;
    for (uint32_t pc = plan->close_at[frame]; pc-- > 0;) {
        const ics_instruction *at = &program->code[pc];
        const bool is_inside = pc > plan->open_at[frame];
        if (!is_inside && (at->dst == ICS_NO_REGISTER || !registers[at->dst]))
            continue;
        if (at->op == ICS_OP_LOAD || at->op == ICS_OP_FOLLOW || at->op == ICS_OP_OWNER)
            is_read[at->k] = true;
        ics_each_read(program, pc, mark_read, registers);
    }
    free(registers);
    return true;
}

static void find_columns(ics_plan *plan, const ics_program *program)
{
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op == ICS_OP_LOAD || at->op == ICS_OP_FOLLOW)
            plan->column[at->dst] = at->k;
        else if (at->op == ICS_OP_LIFT)
            plan->column[at->dst] = plan->column[at->a];
    }
}

/* -- restriction -- */

typedef struct need {
    bool *registers;
} need;

static void mark_needed(void *context, uint32_t pc, uint16_t reg)
{
    (void)pc;
    ((need *)context)->registers[reg] = true;
}

/* What a restricted run is about: one rule's outcomes, or its gap in one frame, or lists alone. */
typedef struct aim {
    uint32_t rule; /* ICS_NONE: the lists of OPENs */
    uint16_t gap_frame;
} aim;

static bool is_wanted(const ics_plan *plan, const ics_instruction *at, uint32_t pc, aim at_what, const need *needed)
{
    if (at->dst != ICS_NO_REGISTER)
        return needed->registers[at->dst];
    if (at->op == ICS_OP_OPEN || at->op == ICS_OP_CLOSE)
        return true; /* frames that hold nothing wanted are taken out after */
    if (at_what.rule == ICS_NONE || at->k != at_what.rule)
        return false;
    if (at_what.gap_frame != ICS_NO_FRAME)
        return at->op == ICS_OP_GAP && plan->frame_at[pc] == at_what.gap_frame;
    return at->op == ICS_OP_OUTCOME || at->op == ICS_OP_PART || at->op == ICS_OP_NOTE || at->op == ICS_OP_TAKES;
}

/* From back to front: what is wanted, and what it reads. An OPEN's list is wanted only where its frame holds something
 * wanted, or (sizing) always. Frames in which nothing is left are taken out. */
ics_status ics_plan_choose(ics_plan *plan, const ics_program *program, uint32_t rule, uint16_t gap_frame)
{
    need needed = {.registers = calloc((size_t)program->register_count + 1, sizeof(bool))};
    bool *holds = calloc((size_t)program->frame_count + 1, sizeof *holds);
    if (!needed.registers || !holds) {
        free(needed.registers);
        free(holds);
        return ICS_E_NOMEM;
    }
    for (uint32_t pc = program->code_count; pc-- > 0;) {
        const ics_instruction *at = &program->code[pc];
        plan->active[pc] = is_wanted(plan, at, pc, (aim){rule, gap_frame}, &needed);
        if (at->op == ICS_OP_CLOSE || !plan->active[pc])
            continue;
        const uint16_t frame = plan->frame_at[pc];
        if (at->op == ICS_OP_OPEN && rule != ICS_NONE && !holds[at->k]) {
            plan->active[pc] = plan->active[plan->close_at[at->k]] = false;
            continue;
        }
        if (frame != ICS_NO_FRAME)
            holds[frame] = true;
        ics_each_read(program, pc, mark_needed, &needed);
    }
    for (uint32_t i = 0; i < program->frame_count; i++)
        plan->is_leaf[i] = !holds[i];
    free(needed.registers);
    free(holds);
    return ICS_OK;
}

ics_status ics_plan_restrict(ics_plan *plan, const ics_program *program, uint32_t rule, uint16_t gap_frame)
{
    const ics_status status = ics_plan_choose(plan, program, rule, gap_frame);
    return status == ICS_OK ? ics_plan_slots(plan, program) : status;
}

ics_status ics_plan_make(ics_plan *plan, const ics_program *program)
{
    const size_t frames = (size_t)program->frame_count + 1, registers = (size_t)program->register_count + 1;
    const size_t code = (size_t)program->code_count + 1;
    size_t letters = 1, notes = 1;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        letters += program->rules[i].letter_count;
        notes += program->rules[i].note_count;
    }
    *plan = (ics_plan){
        .open_at = calloc(frames, sizeof(uint32_t)),
        .close_at = calloc(frames, sizeof(uint32_t)),
        .frame_at = calloc(code, sizeof(uint16_t)),
        .slot = calloc(registers, sizeof(uint32_t)),
        .sum_slot = calloc(registers, sizeof(uint32_t)),
        .can_fail = calloc(registers, sizeof(bool)),
        .can_be_perhaps = calloc(registers, sizeof(bool)),
        .column = calloc(registers, sizeof(uint32_t)),
        .part_of = calloc((size_t)program->rule_count + 1, sizeof(uint32_t)),
        .part_register = calloc(letters, sizeof(uint16_t)),
        .note_of = calloc((size_t)program->rule_count + 1, sizeof(uint32_t)),
        .note_register = calloc(notes, sizeof(uint16_t)),
        .reduction = calloc(code, sizeof(uint32_t)),
        .reduction_from = calloc(frames + 1, sizeof(uint32_t)),
        .active = malloc(code),
        .constants.at = calloc(code, sizeof(uint32_t)),
        .asking.at = calloc(code, sizeof(uint32_t)),
        .is_leaf = calloc(frames, sizeof(bool)),
    };
    if (!plan->open_at || !plan->close_at || !plan->frame_at || !plan->slot || !plan->sum_slot || !plan->can_fail ||
        !plan->can_be_perhaps || !plan->column || !plan->part_of || !plan->part_register || !plan->note_of ||
        !plan->note_register || !plan->reduction || !plan->reduction_from || !plan->active || !plan->is_leaf ||
        !plan->constants.at || !plan->asking.at) {
        ics_plan_free(plan);
        return ICS_E_NOMEM;
    }
    memset(plan->active, 1, code);
    find_frames(plan, program);
    find_reductions(plan, program);
    find_parts(plan, program);
    list_bound(plan, program);
    find_failures(plan, program);
    find_perhaps(plan, program);
    find_columns(plan, program);
    const ics_status status = ics_plan_slots(plan, program);
    if (status != ICS_OK)
        ics_plan_free(plan);
    return status;
}

void ics_plan_free(ics_plan *plan)
{
    free(plan->open_at);
    free(plan->close_at);
    free(plan->frame_at);
    free(plan->slot);
    free(plan->sum_slot);
    free(plan->can_fail);
    free(plan->can_be_perhaps);
    free(plan->column);
    free(plan->part_of);
    free(plan->part_register);
    free(plan->note_of);
    free(plan->note_register);
    free(plan->reduction);
    free(plan->reduction_from);
    free(plan->active);
    free(plan->is_leaf);
    free(plan->constants.at);
    free(plan->asking.at);
    *plan = (ics_plan){.open_at = NULL};
}
