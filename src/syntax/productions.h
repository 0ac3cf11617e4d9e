/*
 * The productions of the grammar, by number and name, and how often each was used: what a rule pack exercises of the
 * language, and what no rule does. Leans on base.
 */
#ifndef ICS_SYNTAX_PRODUCTIONS_H
#define ICS_SYNTAX_PRODUCTIONS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct ics_syntax;

/** How often a production was reduced, and in which declaration first (its name, or NULL). */
typedef struct ics_production_use {
    uint32_t count;
    const char *first_rule;
} ics_production_use;

/** How many productions there are; numbers run from 1. */
size_t ics_production_count(void);

/** "cond: logic AND lists"; "" for a number that does not exist. */
const char *ics_production_name(size_t production);

/** Writes a line for each production: how often it was used in all files, the first rule, its name; tabs between. */
void ics_productions_print(const struct ics_syntax *syntax, FILE *out);

#endif
