/* The words of the rules, cut out by a span. */
#ifndef ICS_EXPLAIN_TEXT_H
#define ICS_EXPLAIN_TEXT_H

#include "bytecode/program.h"

/** The text of a span with comments left out and white space folded, the caller's to cut; "" where the span is no place
 * in the sources. */
char *ics_program_span_text(ics_arena *arena, const ics_program *program, ics_span span);

#endif
