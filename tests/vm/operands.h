/* The operands of a judgement from numbers, in the order of the columns of the table of outcomes. */
#ifndef ICS_TESTS_VM_OPERANDS_H
#define ICS_TESTS_VM_OPERANDS_H

#include "vm/outcome.h"

enum { OPERANDS = 10 };

static inline ics_judged operands_of(const uint8_t v[OPERANDS])
{
    return (ics_judged){.governs = v[0],
                        .applies = v[1],
                        .vacuous = v[2],
                        .done = v[3],
                        .in_time = v[4],
                        .lifted = v[5],
                        .exempt = v[6],
                        .waived = v[7],
                        .due_ahead = v[8],
                        .attested = v[9]};
}

#endif
