/*
 * A machine that is kept for the traces of a run: plan, constants and inverses are made once, for one word of lanes,
 * and of each rule it is noted once which instructions lead to its outcomes. A subject is then run in a few
 * microseconds. What this machine is not made for is traced by one of its own (trace.c): pairs, periods
 * and events inside lists, lists of missing things, calls of plugins, and frames wider than a batch.
 */
#include "vm/machine.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_LANES = 64, MOST_LANES = 4096 };

typedef struct rule_part {
    ics_code_part code;
    bool is_noted, calls, has_children;
} rule_part;

typedef struct ics_tracer {
    bool is_made;
    ics_machine machine;
    rule_part *parts;       /* by rule */
    const rule_part *armed; /* whose instructions are active */
    uint32_t frame_count;
    uint32_t **root_of_row; /* by frame: the root row that each row is first reached from; NULL: not asked yet */
} ics_tracer;

static void unmake(ics_tracer *tracer)
{
    if (!tracer->is_made)
        return;
    for (uint32_t i = 0; tracer->parts && i < tracer->machine.program->rule_count; i++)
        free(tracer->parts[i].code.at);
    free(tracer->parts);
    ics_machine_free(&tracer->machine);
    tracer->parts = NULL;
    tracer->armed = NULL;
    tracer->is_made = false;
}

static void tracer_free(void *thing)
{
    ics_tracer *tracer = thing;
    unmake(tracer);
    for (uint32_t i = 0; tracer->root_of_row && i < tracer->frame_count; i++)
        free(tracer->root_of_row[i]);
    free(tracer->root_of_row);
    free(tracer);
}

/* -- a rule's part of the code -- */

static ics_status note_part(rule_part *part, ics_plan *plan, const ics_program *program, uint32_t rule)
{
    const ics_status status = ics_plan_choose(plan, program, rule, ICS_NO_FRAME);
    uint32_t count = 0;
    if (status != ICS_OK)
        return status;
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        count += plan->active[pc];
    part->code.at = calloc((size_t)count + 1, sizeof *part->code.at);
    if (!part->code.at)
        return ICS_E_NOMEM;
    for (uint32_t pc = 0; pc < program->code_count; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (!plan->active[pc])
            continue;
        part->code.at[part->code.count++] = pc;
        part->calls = part->calls || at->op == ICS_OP_CALL;
        part->has_children = part->has_children || (at->op == ICS_OP_OPEN && plan->frame_at[pc] != ICS_NO_FRAME);
    }
    part->is_noted = true;
    return ICS_OK;
}

static void set_active(ics_plan *plan, const ics_code_part *code, bool active)
{
    for (uint32_t i = 0; i < code->count; i++)
        plan->active[code->at[i]] = active;
}

/* Makes a rule's instructions the active ones. */
static ics_status arm(ics_tracer *tracer, uint32_t rule)
{
    ics_machine *machine = &tracer->machine;
    rule_part *part = &tracer->parts[rule];
    if (tracer->armed == part)
        return ICS_OK;
    if (!part->is_noted) { /* which leaves this rule's active, and no others */
        const ics_status status = note_part(part, &machine->plan, machine->program, rule);
        tracer->armed = status == ICS_OK ? part : NULL;
        return status;
    }
    if (tracer->armed)
        set_active(&machine->plan, &tracer->armed->code, false);
    set_active(&machine->plan, &part->code, true);
    tracer->armed = part;
    return ICS_OK;
}

/* -- the machine -- */

static ics_status make(ics_tracer *tracer, const ics_run *run, uint32_t lanes)
{
    tracer->machine =
        (ics_machine){.program = run->program, .dataset = run->dataset, .as_at = run->as_at, .batch = lanes};
    ics_status status = ics_plan_make(&tracer->machine.plan, run->program);
    if (status != ICS_OK)
        return status;
    tracer->is_made = true;
    tracer->parts = calloc((size_t)run->program->rule_count + 1, sizeof *tracer->parts);
    status = tracer->parts ? ics_machine_lay_out(&tracer->machine) : ICS_E_NOMEM;
    if (status != ICS_OK)
        unmake(tracer);
    return status;
}

/* -- subjects inside lists -- */

/* One pass over all that can be reached tells for every row of the frame where it was reached from first. */
static ics_status find_root_rows(uint32_t *roots, const ics_run *run, uint16_t frame)
{
    const ics_program *program = run->program;
    uint64_t *frame_lanes = calloc((size_t)program->frame_count + 1, sizeof *frame_lanes);
    ics_machine machine = {.program = program,
                           .dataset = run->dataset,
                           .as_at = run->as_at,
                           .batch = ics_machine_lanes(run->dataset),
                           .is_sizing = true,
                           .cost_limit = UINT64_MAX,
                           .frame_lanes = frame_lanes,
                           .noted_frame = frame,
                           .root_of_row = roots};
    ics_status status = frame_lanes ? ics_size_prepare(&machine, NULL) : ICS_E_NOMEM;
    if (status == ICS_OK)
        status = ics_machine_bind(&machine);
    if (status == ICS_OK) {
        ics_machine_run(&machine);
        status = machine.status;
    }
    free(machine.body_size);
    if (frame_lanes)
        ics_machine_free(&machine);
    free(frame_lanes);
    return status;
}

/* The row of the root frame that leads to the subject; ICS_E_LIMIT where that is not kept for this frame. */
static ics_status find_root_row(ics_tracer *tracer, const ics_run *run)
{
    const ics_program *program = run->program;
    ics_machine *machine = &tracer->machine;
    const uint16_t frame = machine->single_frame;
    if (program->frames[frame].parent == ICS_NO_FRAME)
        return ICS_OK;
    if (machine->pair_frame != ICS_NO_FRAME || machine->when_frame != ICS_NO_FRAME ||
        ics_frame_is_of_days(&program->frames[frame]))
        return ICS_E_LIMIT;
    if (!tracer->root_of_row) {
        tracer->frame_count = program->frame_count;
        tracer->root_of_row = calloc((size_t)program->frame_count + 1, sizeof *tracer->root_of_row);
    }
    if (!tracer->root_of_row)
        return ICS_E_NOMEM;
    if (!tracer->root_of_row[frame]) {
        const uint32_t table = program->model.entities[program->frames[frame].entity].root;
        const size_t size = ((size_t)run->dataset->tables[table].row_count + 1) * sizeof(uint32_t);
        uint32_t *roots = malloc(size);
        if (roots)
            memset(roots, 0xFF, size);
        const ics_status status = roots ? find_root_rows(roots, run, frame) : ICS_E_NOMEM;
        if (status != ICS_OK) {
            free(roots);
            return status;
        }
        tracer->root_of_row[frame] = roots;
    }
    machine->only_root_row = tracer->root_of_row[frame][machine->single_row];
    return machine->only_root_row == ICS_NONE ? ICS_E_INPUT : ICS_OK;
}

/* Runs the part for the subject. In the machine, whether any frame was too wide. */
static void run_subject(ics_machine *machine, const ics_trace_aim *aim, const rule_part *part)
{
    machine->part = &part->code;
    machine->status = ICS_OK;
    machine->depth = 0;
    machine->is_too_wide = false;
    ics_machine_run(machine);
    ics_outcome_rows_free(&machine->outcomes[aim->rule]);
}

/* A try without telling shows how wide the frames are. @return false where they are too wide for this machine. */
static bool has_room(ics_machine *machine, const ics_trace_aim *aim, const rule_part *part)
{
    machine->trace = NULL;
    if (part->has_children)
        run_subject(machine, aim, part);
    return !part->has_children || !machine->is_too_wide;
}

/* @return ICS_E_LIMIT where the machine is not made for it: nothing has been told then. */
static ics_status trace(ics_tracer *tracer, const ics_run *run, const ics_trace_aim *aim, ics_trace_fn *fn,
                        void *context)
{
    ics_machine *machine = &tracer->machine;
    for (uint32_t lanes = FIRST_LANES;; lanes *= 8) {
        ics_status status = tracer->is_made ? ICS_OK : make(tracer, run, lanes);
        if (status == ICS_OK)
            status = arm(tracer, aim->rule);
        if (status != ICS_OK)
            return status;
        const rule_part *part = &tracer->parts[aim->rule];
        if (!ics_machine_aim(machine, aim))
            return ICS_E_INPUT;
        if (part->calls)
            return ICS_E_LIMIT;
        status = find_root_row(tracer, run);
        if (status != ICS_OK)
            return status;
        if (has_room(machine, aim, part)) {
            machine->trace = fn;
            machine->trace_context = context;
            run_subject(machine, aim, part);
            status = machine->status;
            if (status != ICS_OK) /* it was left amid its work */
                unmake(tracer);
            return status;
        }
        if (machine->batch >= MOST_LANES)
            return ICS_E_LIMIT;
        lanes = machine->batch;
        unmake(tracer);
    }
}

ics_status ics_run_trace(const ics_run *run, const ics_trace_aim *aim, const ics_run_options *options, ics_trace_fn *fn,
                         void *context)
{
    ics_status status = ICS_E_LIMIT;
    if (aim->rule >= run->program->rule_count)
        return ICS_E_INPUT;
    ics_tracer *tracer = aim->is_gap ? NULL : ics_idle_take(run->tracers);
    if (!tracer && !aim->is_gap)
        tracer = calloc(1, sizeof *tracer);
    if (tracer) {
        status = trace(tracer, run, aim, fn, context);
        ics_idle_give(run->tracers, tracer, tracer_free);
    }
    return status == ICS_E_LIMIT ? ics_vm_trace(run->program, run->dataset, run->as_at, aim, options, fn, context)
                                 : status;
}
