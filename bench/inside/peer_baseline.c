/* Our own baseline, whose main() is left aside: see peer.h. It has no kernels. */
#define main ics_bench_peer_main
#include "../systems/baseline.c"
#undef main

#include "peer.h"

void peer_begin(size_t size)
{
    begin(size);
}

void peer_shred(const char *text, size_t size)
{
    read_records(text, text + size);
}

uint32_t peer_records(void)
{
    return record_count;
}

void peer_fused(peer_counts *counts)
{
    judge_all(counts->of);
}

bool peer_has_kernels(void)
{
    return false;
}

void peer_kernels(peer_counts *counts)
{
    judge_all(counts->of);
}

void peer_shared_kernels(peer_counts *counts)
{
    judge_all(counts->of);
}
