/* What to say of mistakes of syntax beside the token that does not fit. Leans on the parser's tokens. */
#ifndef ICS_SYNTAX_ADVICE_H
#define ICS_SYNTAX_ADVICE_H

#include "syntax/build.h"

/** What was expected, where the names of @p expected tokens would tell less; NULL where they tell it best. */
const char *ics_expected_here(const ics_parse_context *ctx, const char *const *expected, size_t count);

/** Adds to @p diag what to type instead, where the mistake is one that people often make. */
void ics_advise(const ics_parse_context *ctx, ics_diag *diag, const char *const *expected, size_t count);

#endif
