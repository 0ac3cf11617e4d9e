/* Random programs that the verifier passes: every opcode, children three deep, skips, and a rule for every truth. */
#ifndef ICS_TESTS_VM_GENERATE_H
#define ICS_TESTS_VM_GENERATE_H

#include "fixture.h"

/** Not verified yet. Owned by the caller: ics_program_free(). */
ics_program *generate_program(uint32_t seed);

#endif
