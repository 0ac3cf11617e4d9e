/*
 * A plugin in a process of its own, as the program sees it: started, asked, ended. The process is a stranger's: what it
 * says is copied and checked, it is asked one thing at a time, and it is killed where it is late, speaks out of turn or
 * does what it may not.
 */
#ifndef ICS_PLUGIN_WORKER_H
#define ICS_PLUGIN_WORKER_H

#include "plugin/exchange.h"

/** What a worker may use. */
typedef struct ics_worker_terms {
    const char *program; /* icsrules-plugin-host; borrowed */
    int file;            /* the shared object; lent as long as the worker lives */
    uint64_t memory_bytes;
    const char *const *reads; /* files that it may open to read, where the kernel can tell of it; borrowed */
    size_t read_count;
} ics_worker_terms;

typedef struct ics_worker ics_worker;

typedef enum ics_worker_end {
    ICS_WORKER_ANSWERED,
    ICS_WORKER_DIED, /* or was killed for what it did */
    ICS_WORKER_LATE, /* killed: the time was up */
    ICS_WORKER_LOST, /* ended for no fault of its own: the thread that had started it is gone */
} ics_worker_end;

/** Makes the memory that is shared; no process yet. @return NULL without memory. Caller owns: ics_worker_free(). */
ics_worker *ics_worker_new(const ics_worker_terms *terms);

/**
 * Starts a process, where none is alive. What it writes to its outputs comes here: the last of it is kept, for people.
 * @param[out] why Set on failure (ICS_CAUSE_BYTES).
 */
bool ics_worker_start(ics_worker *worker, char *why);

/** Whether a process is there to be asked. */
bool ics_worker_is_up(const ics_worker *worker);

/** The two areas; they stay where they are when a process is started again. */
void *ics_worker_request(const ics_worker *worker);
void *ics_worker_reply(const ics_worker *worker);

/**
 * Sends the request that stands in its area and waits for the answer.
 * @param[in,out] left_ns The time that is left; what was used is taken off. @param[out] why Where it did not answer:
 * "was ended by SIGSEGV". The worker is dead then.
 */
ics_worker_end ics_worker_ask(ics_worker *worker, int64_t *left_ns, char *why);

/** What the worker wrote to its outputs, the last of it; `size` bytes, not text. */
const char *ics_worker_output(const ics_worker *worker, size_t *size);

/** Takes NULL. Kills and reaps the process, and gives back all that it had. */
void ics_worker_free(ics_worker *worker);

#endif
