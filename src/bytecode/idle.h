/*
 * What was made ready and waits to be used again, by whichever thread comes next. With a program waits what runs it,
 * with a run what explains it, so that they live as long as that and no longer.
 */
#ifndef ICS_BYTECODE_IDLE_H
#define ICS_BYTECODE_IDLE_H

typedef struct ics_idle ics_idle;
typedef void ics_idle_free_fn(void *thing);

/** An empty one; NULL without memory. */
ics_idle *ics_idle_new(void);
/** Frees all that waits too. */
void ics_idle_delete(ics_idle *idle);

/** Something that was given, which is the taker's from now on; or NULL. An @p idle that is NULL keeps nothing. */
void *ics_idle_take(ics_idle *idle);

/** Keeps something for the next who takes, or frees it where enough waits. All that is given is freed alike. */
void ics_idle_give(ics_idle *idle, void *thing, ics_idle_free_fn *free_thing);

/** Frees all that waits: what it was made for is going to be changed, or freed. */
void ics_idle_clear(ics_idle *idle);

#endif
