/* From rule texts to a verified program: the compiler's stages in order. */
#ifndef ICS_PIPELINE_COMPILE_H
#define ICS_PIPELINE_COMPILE_H

#include "bytecode/program.h"
#include "sema/meaning.h"
#include "syntax/ast.h"

/** The readings that the options choose; none for NULL. */
ics_reading_choice ics_readings_chosen(const ics_compile_options *options);

/**
 * Parses, resolves, lowers and verifies. @p choice: the readings chosen, or NULL. Mistakes go to @p diags and give
 * ICS_E_INPUT; warnings alone do not. Caller owns: ics_program_free(). Spans of the program point into its own sources,
 * in the order of `use`.
 */
ICS_NODISCARD ics_status ics_compile_texts(ics_program **out, const ics_rule_text *texts, size_t text_count,
                                           const ics_pack_finder *finder, const char *default_pack,
                                           const ics_reading_choice *choice, ics_diags *diags);

/** As ics_compile_texts(), and says what is well formed and hardly meant. */
ICS_NODISCARD ics_status ics_compile_checked(ics_program **out, const ics_rule_text *texts, size_t text_count,
                                             const ics_pack_finder *finder, const char *default_pack,
                                             const ics_reading_choice *choice, ics_diags *diags);

/** The tests of a compilation, with the trees that they point into. */
typedef struct ics_trial_texts {
    ics_arena arena;
    ics_syntax syntax;
    ics_trial_meaning *trials;
    size_t trial_count;
} ics_trial_texts;

/**
 * As ics_compile_texts(), for a program that also holds the rules that tests give themselves: to be judged by, never to
 * be written. @param[out] trials The tests; on success free their arena: ics_arena_free(). Untouched on failure.
 */
ICS_NODISCARD ics_status ics_compile_trials(ics_program **out, ics_trial_texts *trials, const ics_rule_text *texts,
                                            size_t text_count, const ics_pack_finder *finder, const char *default_pack,
                                            const ics_reading_choice *choice, ics_diags *diags);

/**
 * As ics_compile_trials() for trees that were parsed already, with @p diags, and without a mistake; they are compiled
 * as they stand now. The trees of @p trials are these.
 */
ICS_NODISCARD ics_status ics_compile_trees(ics_program **out, ics_trial_texts *trials, const ics_syntax *trees,
                                           const ics_reading_choice *choice, ics_diags *diags);

#endif
