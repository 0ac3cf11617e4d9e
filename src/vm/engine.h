/* The two machines of a run, the one that reckons its cost and the one that judges, kept from one run to the next. */
#ifndef ICS_VM_ENGINE_H
#define ICS_VM_ENGINE_H

#include "vm/machine.h"

typedef struct ics_engine {
    ics_machine sizing, judging;
    uint64_t *frame_lanes;
} ics_engine;

/** One that waits with the program, where it has batches of that length; else a new one. NULL without memory. */
ics_engine *ics_engine_take(const ics_program *program, uint32_t batch);

void ics_engine_free(ics_engine *engine);

/** Gives it back, without what it knew of a dataset. */
void ics_engine_give(ics_engine *engine);

#endif
