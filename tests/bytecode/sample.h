/* One small program with something in every section of its pack. */
#ifndef ICS_TESTS_BYTECODE_SAMPLE_H
#define ICS_TESTS_BYTECODE_SAMPLE_H

#include "vm/fixture.h"

/** Not verified. Its rule R-0 asks whether some member is active; before that a span, a text and a call are used. */
ics_program *sample_program(void);

#endif
