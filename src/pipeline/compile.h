/* From rule texts to a verified program: the compiler's stages in order. */
#ifndef ICS_PIPELINE_COMPILE_H
#define ICS_PIPELINE_COMPILE_H

#include "bytecode/program.h"
#include "syntax/ast.h"

/**
 * Parses, resolves, lowers and verifies. Mistakes go to @p diags and give ICS_E_INPUT; warnings alone do not.
 * Caller owns: ics_program_free(). Spans of the program point into its own sources, in the order of `use`.
 */
ICS_NODISCARD ics_status ics_compile_texts(ics_program **out, const ics_rule_text *texts, size_t text_count,
                                           const ics_pack_finder *finder, const char *default_pack, ics_diags *diags);

#endif
