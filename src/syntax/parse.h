/*
 * What one file's parse works with: the tokens that the joiner made, the tree as it grows, and what was said already.
 * Leans on base and the tree.
 */
#ifndef ICS_SYNTAX_PARSE_H
#define ICS_SYNTAX_PARSE_H

#include "syntax/ast.h"
#include "syntax/productions.h"

/** One token: a declared term, a phrase of the grammar, a value. */
typedef struct ics_token {
    int kind; /* of the grammar */
    ics_span span;
    const char *text; /* canonical term, identifier, the phrase; NULL for marks */
    const char *help; /* ## before it */
    ics_decimal number;
    int32_t first_day, last_day;
    bool flag; /* of UNLESS and LIMITLIFTED: `it shows that` */
} ics_token;

typedef struct ics_tokens {
    ics_token *items;
    size_t count, room;
} ics_tokens;

typedef struct ics_parse_context {
    ics_arena *arena;
    ics_diags *diags;
    const ics_tokens *tokens;
    size_t next;               /* token that is read next */
    size_t first, ended_first; /* where the declaration at hand begins, and the one that FIN has just ended */
    uint32_t source;
    int brackets;             /* how many are open */
    ics_node *file;           /* FILE */
    ics_node *variation;      /* the one that runs to the end of the file, if there is one */
    ics_production_use *uses; /* by production; NULL where nobody asks */
    size_t mistakes;          /* of syntax, so far */
    bool gave_up;             /* a limit was passed: say nothing more of this file */
} ics_parse_context;

/** Parses ctx->tokens into ctx->file. Mistakes go to the diagnostics. */
void ics_parse_tokens(ics_parse_context *ctx);

/** Notes that a production was reduced. */
void ics_parse_reduced(ics_parse_context *ctx, int production);

/** Puts a declaration in the file, or in the variation that it belongs to. */
void ics_parse_declare(ics_parse_context *ctx, ics_node *declaration);

/** The ERROR node of a declaration that could not be parsed; it keeps the name that was declared. */
ics_node *ics_parse_failed(ics_parse_context *ctx, ics_span span);
/** As ics_parse_failed for one line of an entity: word "attribute", text its name. */
ics_node *ics_parse_failed_line(ics_parse_context *ctx, ics_span span);

/** The next token; once a limit was passed, the end. */
const ics_token *ics_parse_next(ics_parse_context *ctx);

/** Says what stands at the last token and what was expected there, by the grammar's names of tokens. */
void ics_parse_unexpected(ics_parse_context *ctx, ics_span span, const char *const *expected, size_t count);

/** Reports limit RULE_NESTING at a place, once a file. */
void ics_parse_too_deep(ics_parse_context *ctx, ics_span span);

#endif
