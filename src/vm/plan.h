/* The parts of a plan: what an instruction reads, and where registers live. Private to those who make one. */
#ifndef ICS_VM_PLAN_H
#define ICS_VM_PLAN_H

#include "vm/machine.h"

/* Registers that need the same arrays share slots. */
typedef enum ics_slot_class {
    ICS_CLASS_T,
    ICS_CLASS_Y,
    ICS_CLASS_N,
    ICS_CLASS_B,
    ICS_CLASS_R,
    ICS_CLASS_D,
    ICS_CLASS_I,
    ICS_CLASS_L,
    ICS_CLASS_O,
    ICS_CLASS_SUM,
    ICS_CLASS_COUNT
} ics_slot_class;

ics_slot_class ics_class_of(char type);

typedef void ics_read_fn(void *context, uint32_t pc, uint16_t reg);

/** Calls @p fn with each register that an instruction reads. */
void ics_each_read(const ics_program *program, uint32_t pc, ics_read_fn *fn, void *context);

/** Gives every register that this run writes a slot of its class. */
ICS_NODISCARD ics_status ics_plan_slots(ics_plan *plan, const ics_program *program);

#endif
