/* The two machines of a run, the one that reckons its cost and the one that judges, kept from one run to the next. */
#ifndef ICS_VM_ENGINE_H
#define ICS_VM_ENGINE_H

#include "vm/machine.h"

typedef struct ics_engine {
    ics_machine sizing, judging;
    uint64_t *frame_lanes;
    bool has_sizing; /* it is made when it is first needed: ics_engine_sizing() */
    bool is_plain;   /* ics_size_is_plain(): little data needs no reckoning beforehand */
} ics_engine;

/** One that waits with the program, where it has batches of that length (@p at_least: or longer); else a new one. NULL
 * without memory. */
ics_engine *ics_engine_take(const ics_program *program, uint32_t batch, bool at_least);

/** The machine that reckons the cost. NULL without memory. */
ics_machine *ics_engine_sizing(ics_engine *engine);

/** Whether judging data of so few rows a table cannot cost more than a limit. */
bool ics_engine_is_within(const ics_engine *engine, uint32_t rows, uint64_t limit);

void ics_engine_free(ics_engine *engine);

/** Gives it back, without what it knew of a dataset. */
void ics_engine_give(ics_engine *engine);

#endif
