/* Values as people read them. */
#ifndef ICS_EXPLAIN_VALUE_H
#define ICS_EXPLAIN_VALUE_H

#include "explain/trace.h"

/** A text in an arena whose escape is set, by a format of printf that has %s, %d, %u, %zu, %lld and %% alone. */
const char *ics_said(ics_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * A value of a register: "yes", "3 of 4", "75%", "2024-05-20", "SEND executive lead", "4 items"; "absent", "unknown",
 * "error" where it is none. @p attribute: the one that was read (its type gives the unit), or ICS_NONE.
 */
const char *ics_value_text(ics_arena *arena, const ics_trace *trace, ics_spot spot, uint32_t attribute);

/** A constant of an instruction, as @p beside (the register it is compared with) has its values. */
const char *ics_constant_text(ics_arena *arena, const ics_trace *trace, uint32_t constant, uint16_t beside,
                              uint32_t attribute);

#endif
