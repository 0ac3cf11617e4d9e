/*
 * Plan and arrays are worked out from the program alone: they are made once, and what a run knows of its dataset is
 * taken out again when it is done. So a run over one description takes microseconds, and a table that is judged in
 * parts costs what one run would.
 */
#include "vm/engine.h"

#include "base/limits.h"
#include "bytecode/idle.h"

#include <stdlib.h>

void ics_engine_free(ics_engine *engine)
{
    free(engine->frame_lanes);
    if (engine->has_sizing) {
        free(engine->sizing.body_size);
        ics_machine_free(&engine->sizing);
    }
    free(engine->judging.body_size);
    ics_machine_free(&engine->judging);
    free(engine);
}

static void free_idle(void *thing)
{
    ics_engine_free(thing);
}

static ics_status make(ics_engine *engine)
{
    ics_machine *machine = &engine->judging;
    engine->frame_lanes = calloc((size_t)machine->program->frame_count + 1, sizeof *engine->frame_lanes);
    if (!engine->frame_lanes)
        return ICS_E_NOMEM;
    machine->frame_lanes = engine->frame_lanes;
    const ics_status status = ics_plan_make(&machine->plan, machine->program);
    if (status != ICS_OK)
        return status;
    engine->is_plain = ics_size_is_plain(machine->program);
    return ics_size_bodies(machine) ? ics_machine_make(machine) : ICS_E_NOMEM;
}

ics_machine *ics_engine_sizing(ics_engine *engine)
{
    if (engine->has_sizing)
        return &engine->sizing;
    engine->sizing = (ics_machine){.program = engine->judging.program,
                                   .batch = engine->judging.batch,
                                   .is_sizing = true,
                                   .frame_lanes = engine->frame_lanes};
    engine->has_sizing = true;
    return ics_size_prepare(&engine->sizing, NULL) == ICS_OK ? &engine->sizing : NULL;
}

bool ics_engine_is_within(const ics_engine *engine, uint32_t rows, uint64_t limit)
{
    return engine->is_plain && rows < ICS_BATCH_LANES && ics_size_most(&engine->judging, rows) <= limit;
}

ics_engine *ics_engine_take(const ics_program *program, uint32_t batch, bool at_least)
{
    ics_engine *engine = ics_idle_take(program->idle);
    if (engine && (engine->judging.batch == batch || (at_least && engine->judging.batch > batch)))
        return engine;
    if (engine)
        ics_engine_free(engine);
    engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->judging = (ics_machine){.program = program, .batch = batch};
    if (make(engine) == ICS_OK)
        return engine;
    ics_engine_free(engine);
    return NULL;
}

void ics_engine_give(ics_engine *engine)
{
    if (engine->has_sizing)
        ics_machine_unbind(&engine->sizing);
    ics_machine_unbind(&engine->judging);
    ics_idle_give(engine->judging.program->idle, engine, free_idle);
}
