/*
 * What is worked out from a program before it meets data: how long each register lives and where its arrays can be
 * shared, what can fail, which column a list came from, and what of the code a restricted run needs. Linear in the
 * code.
 */
#include "vm/machine.h"

#include <stdlib.h>
#include <string.h>

/* Registers that need the same arrays share slots. */
typedef enum slot_class {
    CLASS_T,
    CLASS_Y,
    CLASS_N,
    CLASS_B,
    CLASS_R,
    CLASS_D,
    CLASS_I,
    CLASS_L,
    CLASS_O,
    CLASS_SUM,
    CLASS_COUNT
} slot_class;

static slot_class class_of(char type)
{
    switch (type) {
    case 'T':
        return CLASS_T;
    case 'Y':
        return CLASS_Y;
    case 'N':
        return CLASS_N;
    case 'B':
        return CLASS_B;
    case 'R':
        return CLASS_R;
    case 'D':
    case 'P':
        return CLASS_D;
    case 'I':
    case 'F':
        return CLASS_I;
    case 'L':
    case 'S':
        return CLASS_L;
    default:
        return CLASS_O;
    }
}

/* -- reads of an instruction -- */

typedef void read_fn(void *context, uint32_t pc, uint16_t reg);

static void each_judge_read(const ics_judge *judge, uint32_t pc, read_fn *fn, void *context)
{
    const uint16_t reads[] = {judge->governs,   judge->applies,  judge->vacuous, judge->done,
                              judge->in_time,   judge->lifted,   judge->exempt,  judge->waived,
                              judge->due_ahead, judge->attested, judge->due,     judge->done_on,
                              judge->began,     judge->event,    judge->missed,  judge->since};
    for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++)
        if (reads[i] != ICS_NO_REGISTER)
            fn(context, pc, reads[i]);
}

static void each_choice_read(const ics_alternatives *choice, uint32_t pc, read_fn *fn, void *context)
{
    if (choice->some != ICS_NO_REGISTER)
        fn(context, pc, choice->some);
    for (uint32_t i = 0; i < choice->option_count; i++) {
        fn(context, pc, choice->options[i].outcome);
        if (choice->options[i].governs != ICS_NO_REGISTER)
            fn(context, pc, choice->options[i].governs);
    }
}

static void each_read(const ics_program *program, uint32_t pc, read_fn *fn, void *context)
{
    const ics_instruction *at = &program->code[pc];
    const ics_op_info *info = ics_op_find(at->op);
    const uint16_t operands[3] = {at->a, at->b, at->c};
    const char *kinds[3] = {info->a, info->b, info->c};
    for (int i = 0; i < 3; i++)
        if (operands[i] != ICS_NO_REGISTER && kinds[i][0] != '.' && kinds[i][0] != 'n')
            fn(context, pc, operands[i]);
    if (info->k == 'j')
        each_judge_read(&program->judges[at->k], pc, fn, context);
    if (info->k == 'v')
        each_choice_read(&program->choices[at->k], pc, fn, context);
    if (info->k == 'x')
        for (uint32_t i = 0; i < program->calls[at->k].argument_count; i++)
            fn(context, pc, program->calls[at->k].arguments[i]);
}

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
        each_read(program, pc, note_failure, &failure);
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
        each_read(program, pc, mark_read, registers);
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

/* -- lives -- */

typedef struct life {
    const ics_program *program;
    const ics_plan *plan;
    uint32_t *last; /* by register: the last instruction that needs it */
} life;

/* A register of an enclosing frame is read again with every batch of children: it lives until the child that stands
 * in its frame has closed. */
static void note_read(void *context, uint32_t pc, uint16_t reg)
{
    life *of = context;
    uint32_t until = pc;
    const uint16_t home = of->program->registers[reg].frame;
    uint16_t frame = of->plan->frame_at[pc];
    if (of->program->code[pc].op == ICS_OP_OPEN)
        until = of->plan->close_at[of->program->code[pc].k];
    while (frame != home) {
        until = of->plan->close_at[frame];
        frame = of->program->frames[frame].parent;
    }
    if (of->last[reg] == ICS_NONE || until > of->last[reg])
        of->last[reg] = until;
}

static void read_beside(life *of, uint32_t pc, const ics_rule *rule, uint32_t index)
{
    const uint16_t *parts = of->plan->part_register + of->plan->part_of[index];
    const uint16_t *notes = of->plan->note_register + of->plan->note_of[index];
    for (uint32_t i = 0; i < rule->letter_count; i++)
        if (parts[i] != ICS_NO_REGISTER)
            note_read(of, pc, parts[i]);
    for (uint32_t i = 0; i < rule->note_count; i++)
        if (notes[i] != ICS_NO_REGISTER)
            note_read(of, pc, notes[i]);
}

static void find_lives(life *of)
{
    const ics_program *program = of->program;
    memset(of->last, 0xFF, (size_t)program->register_count * sizeof *of->last);
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op != ICS_OP_PART && at->op != ICS_OP_NOTE)
            each_read(program, pc, note_read, of);
        if (at->op == ICS_OP_OUTCOME) /* letters and notes are looked at when the whole is written */
            read_beside(of, pc, &program->rules[at->k], at->k);
        if (at->dst == ICS_NO_REGISTER)
            continue;
        const uint32_t until = ics_op_is_reduction(at->op) ? of->plan->close_at[of->plan->frame_at[pc]] : pc;
        if (of->last[at->dst] == ICS_NONE || until > of->last[at->dst])
            of->last[at->dst] = until;
    }
}

/* -- slots: a register takes a free one of its class when it is made and gives it back after its last use -- */

typedef struct slots {
    uint32_t *free_next[CLASS_COUNT]; /* by slot: the next free one */
    uint32_t free_head[CLASS_COUNT];
    uint32_t *ending;      /* by instruction: first of the registers whose life ends there */
    uint32_t *ending_next; /* by register */
} slots;

static uint32_t take_slot(ics_plan *plan, slots *s, slot_class class)
{
    const uint32_t slot = s->free_head[class];
    if (slot == ICS_NONE)
        return plan->slot_count[class]++;
    s->free_head[class] = s->free_next[class][slot];
    return slot;
}

static void give_slot(slots *s, slot_class class, uint32_t slot)
{
    s->free_next[class][slot] = s->free_head[class];
    s->free_head[class] = slot;
}

static void begin_register(ics_plan *plan, const ics_program *program, slots *s, const life *of,
                           const ics_instruction *at)
{
    const uint16_t reg = at->dst;
    plan->slot[reg] = take_slot(plan, s, class_of(program->registers[reg].type));
    if (at->op == ICS_OP_SUM || at->op == ICS_OP_AVERAGE)
        plan->sum_slot[reg] = take_slot(plan, s, CLASS_SUM);
    const uint32_t end = of->last[reg];
    s->ending_next[reg] = s->ending[end];
    s->ending[end] = reg;
}

static void end_registers(ics_plan *plan, const ics_program *program, slots *s, uint32_t pc)
{
    for (uint32_t reg = s->ending[pc]; reg != ICS_NONE; reg = s->ending_next[reg]) {
        give_slot(s, class_of(program->registers[reg].type), plan->slot[reg]);
        if (plan->sum_slot[reg] != ICS_NONE)
            give_slot(s, CLASS_SUM, plan->sum_slot[reg]);
    }
}

/* Constants keep a slot of their own for the whole run, so that they are filled once. */
static bool is_constant(uint16_t op)
{
    return (op >= ICS_OP_TRUTH_K && op <= ICS_OP_DAY);
}

static void assign_slots(ics_plan *plan, const ics_program *program, slots *s, const life *of)
{
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (is_constant(program->code[pc].op) && plan->active[pc])
            plan->slot[program->code[pc].dst] =
                plan->slot_count[class_of(program->registers[program->code[pc].dst].type)]++;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op == ICS_OP_OPEN) /* the accumulators of the reductions in this frame, before its own registers */
            for (uint32_t i = pc + 1; i < plan->close_at[at->k]; i++)
                if (plan->active[i] && plan->frame_at[i] == at->k && ics_op_is_reduction(program->code[i].op))
                    begin_register(plan, program, s, of, &program->code[i]);
        if (plan->active[pc] && at->dst != ICS_NO_REGISTER && !ics_op_is_reduction(at->op) && !is_constant(at->op))
            begin_register(plan, program, s, of, at);
        end_registers(plan, program, s, pc);
    }
}

static ics_status make_slots(ics_plan *plan, const ics_program *program)
{
    const size_t registers = (size_t)program->register_count + 1;
    life of = {.program = program, .plan = plan, .last = calloc(registers, sizeof(uint32_t))};
    slots s = {.ending = malloc(((size_t)program->code_count + 1) * sizeof(uint32_t)),
               .ending_next = malloc(registers * sizeof(uint32_t))};
    bool has_room = of.last && s.ending && s.ending_next;
    for (int c = 0; c < CLASS_COUNT; c++) {
        s.free_next[c] = malloc(registers * sizeof(uint32_t));
        s.free_head[c] = ICS_NONE;
        has_room = has_room && s.free_next[c];
        plan->slot_count[c] = 0;
    }
    if (has_room) {
        memset(plan->slot, 0xFF, registers * sizeof *plan->slot);
        memset(plan->sum_slot, 0xFF, registers * sizeof *plan->sum_slot);
        memset(s.ending, 0xFF, ((size_t)program->code_count + 1) * sizeof(uint32_t));
        find_lives(&of);
        assign_slots(plan, program, &s, &of);
    }
    free(of.last);
    free(s.ending);
    free(s.ending_next);
    for (int c = 0; c < CLASS_COUNT; c++)
        free(s.free_next[c]);
    return has_room ? ICS_OK : ICS_E_NOMEM;
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
ics_status ics_plan_restrict(ics_plan *plan, const ics_program *program, uint32_t rule, uint16_t gap_frame)
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
        each_read(program, pc, mark_needed, &needed);
    }
    for (uint32_t i = 0; i < program->frame_count; i++)
        plan->is_leaf[i] = !holds[i];
    free(needed.registers);
    free(holds);
    return make_slots(plan, program);
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
        .active = malloc(code),
        .is_leaf = calloc(frames, sizeof(bool)),
    };
    if (!plan->open_at || !plan->close_at || !plan->frame_at || !plan->slot || !plan->sum_slot || !plan->can_fail ||
        !plan->can_be_perhaps || !plan->column || !plan->part_of || !plan->part_register || !plan->note_of ||
        !plan->note_register || !plan->active || !plan->is_leaf) {
        ics_plan_free(plan);
        return ICS_E_NOMEM;
    }
    memset(plan->active, 1, code);
    find_frames(plan, program);
    find_parts(plan, program);
    find_failures(plan, program);
    find_perhaps(plan, program);
    find_columns(plan, program);
    const ics_status status = make_slots(plan, program);
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
    free(plan->active);
    free(plan->is_leaf);
    *plan = (ics_plan){.open_at = NULL};
}

/* -- memory -- */

enum { ALIGN = 64 };

static size_t padded(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* Bytes of the arrays of one slot: bitmaps have one word more than they need, arrays follow in the order of lay_slot.
 */
typedef struct slot_shape {
    int bitmaps, int64s, int32s, bytes;
} slot_shape;

static const slot_shape shapes[CLASS_COUNT] = {
    [CLASS_T] = {3, 0, 0, 0}, [CLASS_Y] = {4, 0, 0, 0},   [CLASS_N] = {3, 1, 0, 0}, [CLASS_B] = {4, 2, 0, 0},
    [CLASS_R] = {4, 4, 0, 0}, [CLASS_D] = {4, 0, 2, 0},   [CLASS_I] = {3, 0, 1, 0}, [CLASS_L] = {5, 1, 3, 0},
    [CLASS_O] = {0, 0, 4, 4}, [CLASS_SUM] = {0, 7, 0, 0}, /* three sums of 128 bits, a count */
};

static size_t slot_bytes(slot_class class, uint32_t cap)
{
    const slot_shape *shape = &shapes[class];
    return (size_t)shape->bitmaps * padded((ics_words(cap) + 1) * 8) + (size_t)shape->int64s * padded((size_t)cap * 8) +
           (size_t)shape->int32s * padded((size_t)cap * 4) + (size_t)shape->bytes * padded(cap);
}

static void *carve(unsigned char **at, size_t size)
{
    void *piece = *at;
    *at += padded(size);
    return piece;
}

static void lay_values(ics_value *value, slot_class class, unsigned char *at, uint32_t cap)
{
    int64_t **numbers[] = {&value->low, &value->high, &value->low_of, &value->high_of};
    for (int i = 0; class != CLASS_L && i < shapes[class].int64s; i++)
        *numbers[i] = carve(&at, (size_t)cap * 8);
    if (class == CLASS_D) {
        value->first = carve(&at, (size_t)cap * 4);
        value->last = carve(&at, (size_t)cap * 4);
    } else if (class == CLASS_I || class == CLASS_L) {
        value->id = carve(&at, (size_t)cap * 4);
        if (class == CLASS_L) {
            value->members = carve(&at, (size_t)cap * 8);
            value->end = carve(&at, (size_t)cap * 4);
            value->day = carve(&at, (size_t)cap * 4);
        }
    } else if (class == CLASS_O) {
        value->due = carve(&at, (size_t)cap * 4);
        value->days = carve(&at, (size_t)cap * 4);
        value->event = carve(&at, (size_t)cap * 4);
        value->since = carve(&at, (size_t)cap * 4);
        value->detail = carve(&at, (size_t)cap * 2);
        value->state = carve(&at, cap);
        value->version = carve(&at, cap);
    }
}

static void lay_slot(ics_value *value, slot_class class, unsigned char *at, uint32_t cap, bool can_fail,
                     bool can_be_perhaps)
{
    const size_t bitmap = (ics_words(cap) + 1) * 8;
    *value = (ics_value){.known = NULL};
    if (class != CLASS_O) {
        value->known = carve(&at, bitmap);
        uint64_t *failed = carve(&at, bitmap);
        value->failed = can_fail ? failed : NULL;
        if (class != CLASS_T)
            value->present = carve(&at, bitmap);
        if (class == CLASS_T || class == CLASS_Y)
            value->truth = carve(&at, bitmap);
        if (class == CLASS_B || class == CLASS_R || class == CLASS_D) {
            uint64_t *perhaps = carve(&at, bitmap);
            value->perhaps = can_be_perhaps ? perhaps : NULL;
        }
        if (class == CLASS_L) {
            value->partial = carve(&at, bitmap);
            value->dated = carve(&at, bitmap);
        }
    }
    lay_values(value, class, at, cap);
}

ics_status ics_plan_lay_out(ics_machine *machine)
{
    const ics_program *program = machine->program;
    const ics_plan *plan = &machine->plan;
    size_t begin[CLASS_COUNT], total = 0;
    for (int c = 0; c < CLASS_COUNT; c++) {
        begin[c] = total;
        const size_t each = slot_bytes((slot_class)c, machine->cap);
        if (plan->slot_count[c] > (SIZE_MAX / 2 - total) / each)
            return ICS_E_NOMEM;
        total += each * plan->slot_count[c];
    }
    machine->memory = calloc(1, total + ALIGN);
    if (!machine->memory)
        return ICS_E_NOMEM;
    unsigned char *memory = machine->memory + (ALIGN - (uintptr_t)machine->memory % ALIGN) % ALIGN;
    for (uint32_t reg = 0; reg < program->register_count; reg++) {
        if (plan->slot[reg] == ICS_NONE)
            continue;
        const slot_class class = class_of(program->registers[reg].type);
        lay_slot(&machine->values[reg], class,
                 memory + begin[class] + plan->slot[reg] * slot_bytes(class, machine->cap), machine->cap,
                 plan->can_fail[reg], plan->can_be_perhaps[reg]);
        machine->own[reg] = machine->values[reg];
        if (plan->sum_slot[reg] != ICS_NONE)
            machine->sums[reg] =
                (void *)(memory + begin[CLASS_SUM] + plan->sum_slot[reg] * slot_bytes(CLASS_SUM, machine->cap));
    }
    return ICS_OK;
}
