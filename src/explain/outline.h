/* Which instructions tell something of a rule: found once for a program, so that an explanation looks at no others. */
#ifndef ICS_EXPLAIN_OUTLINE_H
#define ICS_EXPLAIN_OUTLINE_H

#include "bytecode/program.h"

#include "base/arena.h"

/** Numbers of instructions, in the order of the code. */
typedef struct ics_code_list {
    const uint32_t *at;
    uint32_t count;
    bool is_made;
} ics_code_list;

typedef struct ics_outline {
    const ics_program *program;
    uint32_t *definition; /* by register: the instruction that writes it, or ICS_NONE */
    uint32_t *opening;    /* by frame: its OPEN, or ICS_NONE */
    bool *is_midway;      /* by instruction: a step on the way through "a, b or c" */
    bool *is_asked;       /* by instruction: what a rule asks, or forbids: whether it is done, not whether in time */
    uint32_t *kept;       /* OUTCOME, GAP, NOTE and TAKES, rule by rule, in the order of the code */
    uint32_t *kept_from;  /* by rule: its first in kept; one more entry */
    uint32_t *placed;     /* instructions that tell something, and OUTCOMEs, by where their phrases begin */
    uint32_t placed_count;
    ics_code_list *phrases; /* by rule, made when it is asked for */
    ics_arena *arena;
} ics_outline;

/** Makes the outline of a program. @return false without memory. */
bool ics_outline_make(ics_outline *outline, const ics_program *program, ics_arena *arena);

/** The instructions with k the rule that keep its outcomes, or something beside them. */
ics_code_list ics_outline_kept(const ics_outline *outline, uint32_t rule);

/** The instructions whose phrases stand in the text of a rule: what tells something, and OUTCOMEs. Empty without
 * memory. */
ics_code_list ics_outline_phrases(const ics_outline *outline, uint32_t rule);

/** Whether a span that is not empty lies in another. */
static inline bool ics_span_is_inside(ics_span inner, ics_span outer)
{
    return inner.source == outer.source && inner.start >= outer.start && inner.end <= outer.end &&
           inner.end > inner.start;
}

#endif
