/* Two runs that have to agree. */
#ifndef ICS_TESTS_VM_OUTCOMES_H
#define ICS_TESTS_VM_OUTCOMES_H

#include "vm/run.h"

/** Fails, naming the seed, unless all columns of all rules, the counts and the cost are the same. */
void expect_same_outcomes(const ics_run *a, const ics_run *b, uint32_t seed);

#endif
