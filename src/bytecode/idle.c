/* Things that wait for the next run: a few, under a lock. */
#include "bytecode/idle.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MOST_IDLE = 16 };

struct ics_idle {
    pthread_mutex_t lock;
    void *things[MOST_IDLE];
    size_t count;
    ics_idle_free_fn *free_thing;
};

ics_idle *ics_idle_new(void)
{
    ics_idle *idle = calloc(1, sizeof *idle);
    if (idle && pthread_mutex_init(&idle->lock, NULL) != 0) {
        free(idle);
        return NULL;
    }
    return idle;
}

void ics_idle_delete(ics_idle *idle)
{
    if (!idle)
        return;
    ics_idle_clear(idle);
    pthread_mutex_destroy(&idle->lock);
    free(idle);
}

void *ics_idle_take(ics_idle *idle)
{
    void *thing = NULL;
    if (!idle)
        return NULL;
    pthread_mutex_lock(&idle->lock);
    if (idle->count > 0)
        thing = idle->things[--idle->count];
    pthread_mutex_unlock(&idle->lock);
    return thing;
}

void ics_idle_give(ics_idle *idle, void *thing, ics_idle_free_fn *free_thing)
{
    bool is_kept = false;
    if (idle) {
        pthread_mutex_lock(&idle->lock);
        idle->free_thing = free_thing;
        is_kept = idle->count < MOST_IDLE;
        if (is_kept)
            idle->things[idle->count++] = thing;
        pthread_mutex_unlock(&idle->lock);
    }
    if (!is_kept)
        free_thing(thing);
}

void ics_idle_clear(ics_idle *idle)
{
    for (void *thing = ics_idle_take(idle); thing; thing = ics_idle_take(idle))
        idle->free_thing(thing);
}
