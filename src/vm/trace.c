/*
 * One outcome run again with its steps told: the part of the code that leads to it, for one row of the root frame, each
 * child whole in one batch. Where the subject stands deeper, the root row that leads to it is looked for first.
 */
#include "base/limits.h"
#include "vm/machine.h"

#include <stdlib.h>

static uint32_t table_of(const ics_program *program, uint16_t frame)
{
    return program->model.entities[program->frames[frame].entity].root;
}

/* A member's outcome stands with the first of its group, who is looked at in its place. */
static void begin_with_first(ics_machine *machine, const ics_rule *rule, uint32_t member, uint32_t first)
{
    const bool has_frame = rule->with_frame != ICS_NO_FRAME;
    machine->single_frame = has_frame ? rule->with_frame : rule->frame;
    machine->single_row = first;
    machine->pair_frame = has_frame ? rule->frame : ICS_NO_FRAME;
    machine->single_with = has_frame ? member : ICS_NONE;
}

/* Where the outcome's subject stands: the rule's own frame (of a pair: the first's), or that of the gap whose owners
 * are of this table. ICS_NO_FRAME where the rule has no outcomes of such a table. */
static uint16_t frame_of_subject(const ics_plan *plan, const ics_program *program, const ics_trace_aim *aim)
{
    const ics_rule *rule = &program->rules[aim->rule];
    const uint16_t own = rule->with_frame != ICS_NO_FRAME ? rule->with_frame : rule->frame;
    if (!aim->is_gap)
        return table_of(program, own) == aim->table ? own : ICS_NO_FRAME;
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (program->code[pc].op == ICS_OP_GAP && program->code[pc].k == aim->rule &&
            table_of(program, plan->frame_at[pc]) == aim->table)
            return plan->frame_at[pc];
    return ICS_NO_FRAME;
}

/* The root row that leads to the subject; the first where several do. */
static ics_status find_root_row(ics_machine *machine, uint64_t limit, uint64_t *frame_lanes)
{
    machine->is_searching = true;
    const ics_status status = ics_size_run(machine, limit, frame_lanes);
    const bool is_found = machine->is_found;
    machine->is_searching = machine->is_found = false;
    for (uint32_t i = 0; i < machine->program->frame_count; i++)
        frame_lanes[i] = 0;
    return status != ICS_OK ? status : is_found ? ICS_OK : ICS_E_INPUT;
}

/* Lanes that the widest frame needs; every frame is then one batch. */
static ics_status make_room(ics_machine *machine, const uint64_t *frame_lanes)
{
    uint64_t most = 1;
    for (uint32_t i = 0; i < machine->program->frame_count; i++)
        most = frame_lanes[i] > most ? frame_lanes[i] : most;
    if (most > UINT32_MAX - 64)
        return ICS_E_NOMEM;
    machine->batch = (uint32_t)most;
    return ics_machine_lay_out(machine);
}

static ics_status run_one(ics_machine *machine, uint64_t limit)
{
    const ics_program *program = machine->program;
    uint64_t *frame_lanes = calloc((size_t)program->frame_count + 1, sizeof *frame_lanes);
    if (!frame_lanes)
        return ICS_E_NOMEM;
    ics_status status = ICS_OK;
    if (program->frames[machine->single_frame].parent != ICS_NO_FRAME)
        status = find_root_row(machine, limit, frame_lanes);
    if (status == ICS_OK)
        status = ics_size_run(machine, limit, frame_lanes);
    if (status == ICS_OK)
        status = make_room(machine, frame_lanes);
    free(frame_lanes);
    if (status != ICS_OK)
        return status;
    ics_machine_run(machine);
    return machine->status;
}

bool ics_machine_aim(ics_machine *machine, const ics_trace_aim *aim)
{
    const ics_rule *rule = &machine->program->rules[aim->rule];
    const bool is_member = rule->is_member && !aim->is_gap;
    machine->is_single = true;
    machine->pair_frame = machine->when_frame = ICS_NO_FRAME;
    machine->single_row = aim->row;
    machine->single_with = aim->with;
    machine->single_when = aim->when;
    machine->only_root_row = ICS_NONE;
    if (is_member)
        begin_with_first(machine, rule, aim->row, aim->with);
    else
        machine->single_frame = frame_of_subject(&machine->plan, machine->program, aim);
    if (machine->single_frame == ICS_NO_FRAME)
        return false;
    if (!is_member && aim->with != ICS_NONE && machine->single_frame == rule->with_frame)
        machine->pair_frame = rule->frame;
    if (!aim->is_gap)
        machine->when_frame = rule->when_frame;
    return true;
}

ics_status ics_vm_trace(const ics_program *program, const ics_dataset *dataset, int32_t as_at, const ics_trace_aim *aim,
                        const ics_run_options *options, ics_trace_fn *fn, void *context)
{
    if (!program->is_verified || aim->rule >= program->rule_count || as_at < ICS_DAY_MIN || as_at > ICS_DAY_MAX)
        return ICS_E_INPUT;
    ics_machine machine = {.program = program,
                           .dataset = dataset,
                           .as_at = as_at,
                           .plugins = options ? options->plugins : NULL,
                           .trace = fn,
                           .trace_context = context};
    ics_status status = ics_plan_make(&machine.plan, program);
    if (status != ICS_OK)
        return status;
    status = !ics_machine_aim(&machine, aim) ? ICS_E_INPUT
                                             : ics_plan_restrict(&machine.plan, program, aim->rule,
                                                                 aim->is_gap ? machine.single_frame : ICS_NO_FRAME);
    if (status == ICS_OK)
        status = run_one(&machine, options && options->cost_limit ? options->cost_limit : (uint64_t)ICS_LIMIT_RUN_COST);
    ics_machine_free(&machine);
    return status;
}
