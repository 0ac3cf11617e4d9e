/*
 * Plan and arrays are worked out from the program alone: they are made once, and what a run knows of its dataset is
 * taken out again when it is done. So a run over one description takes microseconds, and a table that is judged in
 * parts costs what one run would.
 */
#include "vm/engine.h"

#include "bytecode/idle.h"

#include <stdlib.h>

void ics_engine_free(ics_engine *engine)
{
    free(engine->sizing.body_size);
    free(engine->frame_lanes);
    ics_machine_free(&engine->sizing);
    ics_machine_free(&engine->judging);
    free(engine);
}

static void free_idle(void *thing)
{
    ics_engine_free(thing);
}

static ics_status make(ics_engine *engine)
{
    engine->frame_lanes = calloc((size_t)engine->judging.program->frame_count + 1, sizeof *engine->frame_lanes);
    if (!engine->frame_lanes)
        return ICS_E_NOMEM;
    engine->sizing.frame_lanes = engine->frame_lanes;
    ics_status status = ics_size_prepare(&engine->sizing, NULL);
    if (status == ICS_OK)
        status = ics_plan_make(&engine->judging.plan, engine->judging.program);
    return status == ICS_OK ? ics_machine_make(&engine->judging) : status;
}

ics_engine *ics_engine_take(const ics_program *program, uint32_t batch)
{
    ics_engine *engine = ics_idle_take(program->idle);
    if (engine && engine->judging.batch == batch)
        return engine;
    if (engine)
        ics_engine_free(engine);
    engine = calloc(1, sizeof *engine);
    if (!engine)
        return NULL;
    engine->sizing = (ics_machine){.program = program, .batch = batch, .is_sizing = true};
    engine->judging = (ics_machine){.program = program, .batch = batch};
    if (make(engine) == ICS_OK)
        return engine;
    ics_engine_free(engine);
    return NULL;
}

void ics_engine_give(ics_engine *engine)
{
    ics_machine_unbind(&engine->sizing);
    ics_machine_unbind(&engine->judging);
    ics_idle_give(engine->judging.program->idle, engine, free_idle);
}
