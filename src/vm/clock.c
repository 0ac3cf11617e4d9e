/* The clock by which instructions are timed. */
#include "vm/machine.h"

#include <time.h>

uint64_t ics_clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}
