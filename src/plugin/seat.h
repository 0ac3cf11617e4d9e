/* A plugin in its seat: asked in the program or in a worker, by the same requests; started again where it fell. */
#ifndef ICS_PLUGIN_SEAT_H
#define ICS_PLUGIN_SEAT_H

#include "plugin/guest.h"
#include "plugin/terms.h"
#include "plugin/worker.h"

typedef struct ics_seat_options {
    const char *worker_program; /* NULL: in the program itself */
    uint64_t memory_bytes;
    uint32_t batch_ms;
    const char *const *reads; /* files that the plugin may read; borrowed */
    size_t read_count;
} ics_seat_options;

typedef struct ics_plugin_seat {
    ics_seat_options options;
    const char *name;  /* of the plugin */
    const char *shown; /* its file, for people */
    uint32_t version;
    int file;              /* the shared object, borrowed */
    void *request, *reply; /* the two areas, once it has been opened */
    ics_guest *guest;      /* in the program */
    ics_worker *worker;    /* in isolation */
    bool is_loaded;        /* the worker that is up has loaded the plugin */
    bool has_fallen;       /* the last worker, by a fault of its plugin */
    uint32_t starts;       /* the first, and those after a fault */
    char said[256];        /* what the last worker that fell had written, made harmless */
} ics_plugin_seat;

typedef enum ics_seat_end {
    ICS_SEAT_ANSWERED,
    ICS_SEAT_REFUSED, /* it cannot answer this, however often it is asked */
    ICS_SEAT_FELL,
    ICS_SEAT_LATE, /* the time was up */
    ICS_SEAT_LOST, /* for no fault of the plugin's: make ready, pack and ask again */
} ics_seat_end;

/**
 * Loads the plugin and reads what it states.
 * @return NULL, or why it cannot be called (in the arena).
 */
const char *ics_seat_open(ics_plugin_seat *seat, ics_plugin_terms *terms, ics_arena *arena);

/**
 * Starts a worker where none is up. Before each packing, for what loads the plugin takes the place of what was packed.
 * @param[out] why Where the plugin cannot be asked any more (ICS_CAUSE_BYTES). */
bool ics_seat_ready(ics_plugin_seat *seat, char *why);

/**
 * Sends what was packed.
 * @param[in,out] left_ns The time that is left. @param[out] why Where it did not answer (ICS_CAUSE_BYTES): "was ended
 * by SIGSEGV".
 */
ics_seat_end ics_seat_ask(ics_plugin_seat *seat, int64_t *left_ns, char *why);

/** Unloads or kills. Takes a seat that was never opened. */
void ics_seat_close(ics_plugin_seat *seat);

#endif
