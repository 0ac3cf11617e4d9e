/* c_cols.c (ICS_BENCH_PEER), whose main() is left aside: see peer.h. */
#define main ics_bench_peer_main
#include ICS_BENCH_PEER
#undef main

#include "peer.h"

static Cols columns;
static u8 *outcomes;

void peer_begin(size_t size)
{
    alloc(&columns, size);
    outcomes = mem_(size / 200 * PEER_RULES + PEER_RULES);
}

void peer_shred(const char *text, size_t size)
{
    shred(&columns, text, text + size);
}

uint32_t peer_records(void)
{
    return columns.n;
}

void peer_fused(peer_counts *counts)
{
    eval_fused(&columns, outcomes, (Counts *)counts);
}

bool peer_has_kernels(void)
{
    return true;
}

void peer_kernels(peer_counts *counts)
{
    memset(counts, 0, sizeof *counts);
    eval_kernels(&columns, (Counts *)counts);
}

void peer_shared_kernels(peer_counts *counts)
{
    memset(counts, 0, sizeof *counts);
    eval_cse(&columns, (Counts *)counts);
}
