/*
 * Words: what flex makes of a text. It knows letters, digits, quotes and comments, and nothing of the language; joining
 * words into terms and phrases is the joiner's. Leans on base.
 */
#ifndef ICS_SYNTAX_WORDS_H
#define ICS_SYNTAX_WORDS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"

typedef enum ics_word_kind {
    ICS_WORD_PLAIN,      /* letters, digits, hyphens; also "yes/no" */
    ICS_WORD_POSSESSIVE, /* 's */
    ICS_WORD_DOTTED,     /* frimley.attendance */
    ICS_WORD_TEXT,       /* "quoted"; the span includes the quotes */
    ICS_WORD_NUMBER,
    ICS_WORD_MONEY,
    ICS_WORD_PERCENT,
    ICS_WORD_DATE,   /* of the form of a date, whether or not there is such a day */
    ICS_WORD_YEAR,   /* 2023/24 */
    ICS_WORD_LABEL,  /* 14Z52, 2.31.4, and the path ../x, which stands nowhere */
    ICS_WORD_LETTER, /* (a) */
    ICS_WORD_ROMAN,  /* (ii) */
    ICS_WORD_UPPER,  /* (A) */
    ICS_WORD_MARK,   /* one of [](){},:+*-/ */
    ICS_WORD_END     /* after the last word, always there */
} ics_word_kind;

typedef struct ics_word {
    uint8_t kind;     /* ics_word_kind, kept small: there is one word for five bytes of text */
    bool starts_line; /* first on its line */
    char mark;        /* of ICS_WORD_MARK; '?' for a plain word whose letters were refused; else 0 */
    ics_span span;
    uint32_t id;      /* of the word in lower case; 0 for words that can be no part of a term */
    const char *help; /* the ## lines before it, joined; NULL where there are none */
} ics_word;

typedef struct ics_words {
    ics_word *items; /* count of them, and then one ICS_WORD_END */
    size_t count, room;
} ics_words;

/**
 * Checks a text: its kind, its encoding, and that no character in it deceives the eye.
 * @return false where it cannot be read as rules; a diagnostic says why, by place and code point.
 */
bool ics_text_check(ics_diags *diags, uint32_t source);

/**
 * Splits a source that was checked into words, in @p arena, whose `escape` must be set. Words are interned in @p ids.
 * Characters that have no place go to @p diags; the words around them are kept.
 */
void ics_words_read(ics_words *out, ics_arena *arena, ics_intern *ids, uint32_t source, ics_diags *diags);

/** The text of a span, NUL-terminated in @p arena. */
char *ics_span_text(ics_arena *arena, const ics_diags *diags, ics_span span);

/** Id of a word in lower case. @return 0 where it has no letters. */
uint32_t ics_word_id(ics_intern *ids, ics_arena *arena, const char *text, size_t length);

#endif
