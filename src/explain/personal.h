/* Which registers of a program hold what is personal: a date of birth, a name, and what is reckoned from them. */
#ifndef ICS_EXPLAIN_PERSONAL_H
#define ICS_EXPLAIN_PERSONAL_H

#include "bytecode/program.h"

/**
 * Marks the registers whose values are, or would give away, an attribute marked personal. What is merely so or not so
 * (an age is at least 16) gives nothing away. @p is_personal has room for register_count.
 */
void ics_personal_find(const ics_program *program, bool *is_personal);

/** Marks the rules whose last lawful day is personal. @p is_personal has room for rule_count. False without memory. */
ICS_NODISCARD bool ics_personal_rules(const ics_program *program, bool *is_personal);

#endif
