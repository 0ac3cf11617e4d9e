/* From what rules mean to values and frames, and from these to a program. Leans on sema and on the opcodes. */
#ifndef ICS_IR_LOWER_H
#define ICS_IR_LOWER_H

#include "ir/builder.h"
#include "sema/meaning.h"

/** What emission needs beside the values: where each rule's outcome stands. */
typedef struct ics_lowered {
    ics_ir ir;
    uint32_t *rule_frame, *rule_with; /* by rule; with: ICS_NONE for a rule that is of no pairs */
    uint32_t *rule_when;              /* the frame of its periods or events; ICS_NONE for a rule without */
} ics_lowered;

/** Lowers every rule, in order. */
void ics_lower_rules(ics_lowered *out, const ics_meaning *meaning, ics_arena *arena);

/**
 * Puts the values in order and writes code, registers, frames and constants into @p program, whose arena has `escape`.
 * Its rules must be there. @return false where a limit is passed (said).
 */
bool ics_emit(ics_program *program, const ics_lowered *lowered, const ics_syntax *syntax, ics_arena *scratch,
              ics_diags *diags);

/** Copies model, laws, rules, imports and sources into the program. */
void ics_keep_tables(ics_program *program, const ics_meaning *meaning, const ics_syntax *syntax,
                     const ics_diags *diags);

/** The span in the program's own sources. */
ics_span ics_keep_span(const ics_syntax *syntax, ics_span span);

#endif
