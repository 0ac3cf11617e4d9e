/* A program in plain C that does the benchmark's work, to be measured in one process with ours. */
#ifndef ICS_BENCH_PEER_H
#define ICS_BENCH_PEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PEER_RULES = 25 };

/** By rule: not met, met, unknown. */
typedef struct peer_counts {
    uint64_t of[PEER_RULES][3];
} peer_counts;

/** Makes room for texts of so many bytes. */
void peer_begin(size_t size);
/** Text to columns; behind the text there are 64 bytes that are 0. */
void peer_shred(const char *text, size_t size);
uint32_t peer_records(void);
/** The rules over the columns: all in one loop, a record at a time. */
void peer_fused(peer_counts *counts);
/** By kernels, a loop over each column: one rule after another, and with what rules share made once. */
bool peer_has_kernels(void);
void peer_kernels(peer_counts *counts);
void peer_shared_kernels(peer_counts *counts);

#endif
