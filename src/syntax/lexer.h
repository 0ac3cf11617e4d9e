/* What the actions of the scanner call. Leans on words. */
#ifndef ICS_SYNTAX_LEXER_H
#define ICS_SYNTAX_LEXER_H

#include "syntax/words.h"

#include <stdnoreturn.h>

/** A scan of one source: the last match is [start, at). */
typedef struct ics_lexer {
    ics_arena *arena;
    ics_intern *ids;
    ics_diags *diags;
    ics_words *words;
    const char *text;
    size_t start, at;
    uint32_t source;
    bool line_is_empty; /* nothing but space and comments so far */
    const char *help;   /* ## lines not yet given to a word */
} ics_lexer;

void ics_lexer_advance(ics_lexer *lexer, size_t length);
/** Whether the last match stands straight after a letter or digit. */
bool ics_lexer_follows_word(const ics_lexer *lexer);
/** Gives back all of the last match but its first bytes. */
void ics_lexer_shorten(ics_lexer *lexer, size_t length);
void ics_lexer_end_line(ics_lexer *lexer);
void ics_lexer_help(ics_lexer *lexer);
void ics_lexer_take(ics_lexer *lexer, ics_word_kind kind);

/* Each reports the last match as a mistake, and takes what was meant where that is plain. */
void ics_lexer_unclosed(ics_lexer *lexer);
void ics_lexer_foreign(ics_lexer *lexer);
void ics_lexer_curly(ics_lexer *lexer);
void ics_lexer_single(ics_lexer *lexer);
void ics_lexer_slashes(ics_lexer *lexer);
void ics_lexer_operator(ics_lexer *lexer);
void ics_lexer_stray(ics_lexer *lexer);
void ics_lexer_number_form(ics_lexer *lexer, const char *with);

/* The scanner's memory; a scanner that is not made yet has none but the one block that ics_lexer_scan gives it. */
void *ics_lexer_alloc(ics_lexer *lexer, size_t size);
void *ics_lexer_realloc(ics_lexer *lexer, void *old, size_t size);
noreturn void ics_lexer_give_up(ics_lexer *lexer, const char *message);

/** Runs the scanner (made by flex) over a text. */
void ics_lexer_scan(ics_lexer *lexer, const char *text, size_t size);

#endif
