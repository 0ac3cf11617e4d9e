/*
 * The cost of a run, exact and before it: the OPENs alone are run, with what their lists need, and lanes are counted.
 * The cost is instructions times lanes, skips counted as run.
 */
#include "base/limits.h"
#include "vm/machine.h"

#include <stdlib.h>

bool ics_machine_charge(ics_machine *machine, uint16_t frame, uint64_t lanes)
{
    uint64_t cost;
    machine->frame_lanes[frame] += lanes;
    if (__builtin_mul_overflow(lanes, (uint64_t)machine->body_size[frame], &cost) ||
        __builtin_add_overflow(machine->cost, cost, &machine->cost) || machine->cost > machine->cost_limit) {
        machine->status = ICS_E_LIMIT;
        return false;
    }
    return true;
}

/* Instructions of each frame: of the whole program, or (@p single) of those that a trace executes. */
static void count_bodies(ics_machine *machine, const ics_plan *of)
{
    for (uint32_t pc = 0; pc < machine->program->code_count; pc++)
        if (machine->plan.frame_at[pc] != ICS_NO_FRAME && of->active[pc])
            machine->body_size[machine->plan.frame_at[pc]]++;
}

bool ics_size_bodies(ics_machine *machine)
{
    machine->body_size = calloc((size_t)machine->program->frame_count + 1, sizeof *machine->body_size);
    if (machine->body_size)
        count_bodies(machine, &machine->plan);
    return machine->body_size != NULL;
}

bool ics_size_is_plain(const ics_program *program)
{
    uint32_t skipped_to = 0;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op == ICS_OP_SKIP && at->k > skipped_to)
            skipped_to = at->k;
        if (at->op == ICS_OP_OPEN && (pc < skipped_to || ics_frame_is_of_days(&program->frames[at->k])))
            return false;
    }
    return true;
}

uint64_t ics_size_most(const ics_machine *machine, uint32_t rows)
{
    const ics_program *program = machine->program;
    uint64_t cost = 0;
    for (uint32_t i = 0; i < program->frame_count; i++) {
        uint64_t lanes = rows;
        for (uint16_t around = program->frames[i].parent; around != ICS_NO_FRAME;
             around = program->frames[around].parent)
            if (__builtin_mul_overflow(lanes, (uint64_t)rows, &lanes))
                return UINT64_MAX;
        if (__builtin_mul_overflow(lanes, (uint64_t)machine->body_size[i], &lanes) ||
            __builtin_add_overflow(cost, lanes, &cost))
            return UINT64_MAX;
    }
    return cost;
}

/* Frames that a trace does not open are not sized for it. */
static void leave_out(ics_machine *machine, const ics_plan *of)
{
    for (uint32_t i = 0; i < machine->program->frame_count; i++) {
        const uint32_t open = machine->plan.open_at[i];
        if (open == ICS_NONE || of->active[open])
            continue;
        for (uint32_t pc = open; pc <= machine->plan.close_at[i]; pc++)
            machine->plan.active[pc] = false;
    }
}

ics_status ics_size_prepare(ics_machine *machine, const ics_machine *single)
{
    ics_status status = ics_plan_make(&machine->plan, machine->program);
    if (status != ICS_OK)
        return status;
    machine->body_size = calloc((size_t)machine->program->frame_count + 1, sizeof *machine->body_size);
    if (!machine->body_size)
        return ICS_E_NOMEM;
    count_bodies(machine, single ? &single->plan : &machine->plan);
    status = ics_plan_restrict(&machine->plan, machine->program, ICS_NONE, ICS_NO_FRAME);
    if (status == ICS_OK && single)
        leave_out(machine, &single->plan);
    if (status == ICS_OK)
        status = ics_machine_make(machine);
    return status == ICS_OK && single ? ics_machine_bind(machine) : status;
}

ics_status ics_size_run(ics_machine *single, uint64_t limit, uint64_t *frame_lanes)
{
    ics_machine machine = {.program = single->program,
                           .dataset = single->dataset,
                           .as_at = single->as_at,
                           .batch = 64, /* one subject is made ready in microseconds */
                           .is_sizing = true,
                           .cost_limit = limit,
                           .frame_lanes = frame_lanes,
                           .is_single = true,
                           .single_frame = single->single_frame,
                           .pair_frame = single->pair_frame,
                           .when_frame = single->when_frame,
                           .single_when = single->single_when,
                           .single_row = single->single_row,
                           .single_with = single->single_with,
                           .only_root_row = single->only_root_row,
                           .is_searching = single->is_searching};
    ics_status status = ics_size_prepare(&machine, single);
    if (status == ICS_OK) {
        ics_machine_run(&machine);
        status = machine.status;
    }
    if (machine.is_found) {
        single->only_root_row = machine.only_root_row;
        single->is_found = true;
    }
    free(machine.body_size);
    ics_machine_free(&machine);
    return status;
}
