/* How long each register lives, and whose arrays it takes over. Linear in the code. */
#include "vm/plan.h"

#include <stdlib.h>
#include <string.h>

ics_slot_class ics_class_of(char type)
{
    switch (type) {
    case 'T':
        return ICS_CLASS_T;
    case 'Y':
        return ICS_CLASS_Y;
    case 'N':
        return ICS_CLASS_N;
    case 'B':
        return ICS_CLASS_B;
    case 'R':
        return ICS_CLASS_R;
    case 'D':
    case 'P':
        return ICS_CLASS_D;
    case 'I':
    case 'F':
        return ICS_CLASS_I;
    case 'L':
    case 'S':
        return ICS_CLASS_L;
    default:
        return ICS_CLASS_O;
    }
}

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
            ics_each_read(program, pc, note_read, of);
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
    uint32_t *free_next[ICS_CLASS_COUNT]; /* by slot: the next free one */
    uint32_t free_head[ICS_CLASS_COUNT];
    uint32_t *ending;      /* by instruction: first of the registers whose life ends there */
    uint32_t *ending_next; /* by register */
} slots;

static uint32_t take_slot(ics_plan *plan, slots *s, ics_slot_class class)
{
    const uint32_t slot = s->free_head[class];
    if (slot == ICS_NONE)
        return plan->slot_count[class]++;
    s->free_head[class] = s->free_next[class][slot];
    return slot;
}

static void give_slot(slots *s, ics_slot_class class, uint32_t slot)
{
    s->free_next[class][slot] = s->free_head[class];
    s->free_head[class] = slot;
}

static void begin_register(ics_plan *plan, const ics_program *program, slots *s, const life *of,
                           const ics_instruction *at)
{
    const uint16_t reg = at->dst;
    plan->slot[reg] = take_slot(plan, s, ics_class_of(program->registers[reg].type));
    if (at->op == ICS_OP_SUM || at->op == ICS_OP_AVERAGE)
        plan->sum_slot[reg] = take_slot(plan, s, ICS_CLASS_SUM);
    const uint32_t end = of->last[reg];
    s->ending_next[reg] = s->ending[end];
    s->ending[end] = reg;
}

static void end_registers(ics_plan *plan, const ics_program *program, slots *s, uint32_t pc)
{
    for (uint32_t reg = s->ending[pc]; reg != ICS_NONE; reg = s->ending_next[reg]) {
        give_slot(s, ics_class_of(program->registers[reg].type), plan->slot[reg]);
        if (plan->sum_slot[reg] != ICS_NONE)
            give_slot(s, ICS_CLASS_SUM, plan->sum_slot[reg]);
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
                plan->slot_count[ics_class_of(program->registers[program->code[pc].dst].type)]++;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op == ICS_OP_OPEN) /* the accumulators of the reductions in this frame, before its own registers */
            for (uint32_t i = plan->reduction_from[at->k]; i < plan->reduction_from[at->k + 1]; i++)
                if (plan->active[plan->reduction[i]])
                    begin_register(plan, program, s, of, &program->code[plan->reduction[i]]);
        if (plan->active[pc] && at->dst != ICS_NO_REGISTER && !ics_op_is_reduction(at->op) && !is_constant(at->op))
            begin_register(plan, program, s, of, at);
        end_registers(plan, program, s, pc);
    }
}

ics_status ics_plan_slots(ics_plan *plan, const ics_program *program)
{
    const size_t registers = (size_t)program->register_count + 1;
    life of = {.program = program, .plan = plan, .last = calloc(registers, sizeof(uint32_t))};
    slots s = {.ending = malloc(((size_t)program->code_count + 1) * sizeof(uint32_t)),
               .ending_next = malloc(registers * sizeof(uint32_t))};
    bool has_room = of.last && s.ending && s.ending_next;
    for (int c = 0; c < ICS_CLASS_COUNT; c++) {
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
    for (int c = 0; c < ICS_CLASS_COUNT; c++)
        free(s.free_next[c]);
    return has_room ? ICS_OK : ICS_E_NOMEM;
}
