/*
 * What was made ready to run a program and waits to be used again, by whichever thread comes next. Whoever runs
 * programs keeps it here, so that it lives as long as the program and no longer.
 */
#ifndef ICS_BYTECODE_IDLE_H
#define ICS_BYTECODE_IDLE_H

#include "bytecode/program.h"

/* Made and freed with the program. */
struct ics_idle *ics_idle_new(void);
void ics_idle_delete(struct ics_idle *idle);

typedef void ics_idle_free_fn(void *thing);

/** Something that was given, which is the taker's from now on; or NULL. */
void *ics_idle_take(const ics_program *program);

/** Keeps something for the next who takes, or frees it where enough waits. All that is given is freed alike. */
void ics_idle_give(const ics_program *program, void *thing, ics_idle_free_fn *free_thing);

/** Frees all that waits: the program is going to be changed, or freed. */
void ics_idle_clear(ics_program *program);

#endif
