/* How the program and a worker find each other: the descriptors that a worker is born with, and its arguments. */
#ifndef ICS_PLUGIN_CROSSING_H
#define ICS_PLUGIN_CROSSING_H

#include <stdint.h>

/* Descriptors of a worker: nothing to read, its outputs, and those below; no other is open. */
enum {
    ICS_WORKER_CHANNEL = 3,  /* messages, in both directions */
    ICS_WORKER_REQUESTS = 4, /* memory, read only */
    ICS_WORKER_REPLIES = 5,  /* memory */
    ICS_WORKER_FILE = 6,     /* the shared object: ICS_GUEST_FILE */
    ICS_WORKER_FILES = 7     /* how many there are */
};

/* Arguments: itself, the process number of the program, bytes of memory, and a word that says that it was meant. */
enum { ICS_WORKER_ARGUMENTS = 4 };
#define ICS_WORKER_WORD "icsrules-worker-1"

/** One message: the number of the request, or of the answer. 0: the worker is shut in, and awaits its first request. */
typedef struct ics_worker_message {
    uint32_t number;
    uint32_t has_listener; /* of number 0: a descriptor that tells of forbidden system calls comes with it */
} ics_worker_message;

#endif
