/*
 * Mutants: a rule with one thing in it changed as a slip of the pen would change it. A test that is any good notices.
 * They are made on the tree, and undone on it. Leans on syntax.
 */
#ifndef ICS_TRIAL_MUTANT_H
#define ICS_TRIAL_MUTANT_H

#include "syntax/ast.h"

typedef struct ics_mutant {
    ics_node *node;       /* what is changed, in its place in the tree */
    ics_node before;      /* as it was */
    ics_node after;       /* as the mutant has it */
    const ics_node *rule; /* the declaration that it is part of */
    ics_span place;
    const char *was; /* "6", or "(b) absent from area" */
    const char *is;  /* "7"; NULL: left out */
} ics_mutant;

typedef struct ics_mutants {
    ics_mutant *items;
    size_t count, room;
} ics_mutants;

/**
 * Adds the mutants of one rule: a number more and less by one, the modality, a letter left out, a date moved by a day,
 * a comparison turned, `and` for `or`, an exception left out.
 * @param with_strength Whether `must` for `should` can change an outcome: not where the source makes both alike.
 */
void ics_mutants_of_rule(ics_mutants *out, ics_arena *arena, ics_node *rule, bool with_strength,
                         const ics_diags *diags);

/** The exception or letter @p item of a list left out of it. */
ics_mutant ics_mutant_without(ics_arena *arena, ics_node *list, uint32_t item, const ics_node *rule,
                              const ics_diags *diags);
/** A condition that always holds in the place of another: child @p slot of its node. */
ics_mutant ics_mutant_always(ics_arena *arena, ics_node *node, uint32_t slot, const ics_node *rule);

static inline void ics_mutant_apply(const ics_mutant *mutant)
{
    *mutant->node = mutant->after;
}

static inline void ics_mutant_undo(const ics_mutant *mutant)
{
    *mutant->node = mutant->before;
}

/** The words of a span, white space folded, cut to what a line has room for. */
const char *ics_mutant_words(ics_arena *arena, const ics_diags *diags, ics_span span);

#endif
