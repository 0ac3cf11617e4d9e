/*
 * The opcodes one lane at a time, by their definitions: a second evaluator that knows nothing of words, batches or
 * slots, to compare the VM with.
 */
#ifndef ICS_TESTS_VM_NAIVE_H
#define ICS_TESTS_VM_NAIVE_H

#include "vm/run.h"

typedef struct naive_outcome {
    uint32_t rule, row, with;
    uint8_t state;
} naive_outcome;

typedef struct naive_run {
    naive_outcome *outcomes;
    size_t count, room;
    uint64_t cost;
} naive_run;

/** Judges a verified program; plugins are not called (every call has failed). Free outcomes with free(). */
naive_run naive_judge(const ics_program *program, const ics_dataset *dataset, int32_t as_at);

#endif
