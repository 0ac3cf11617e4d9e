/* The words of the grammar, found like names. Leans on names. */
#ifndef ICS_SYNTAX_PHRASES_H
#define ICS_SYNTAX_PHRASES_H

#include "syntax/names.h"

/** Where a phrase is a word of the grammar. */
typedef enum ics_phrase_place {
    ICS_PHRASE_ANYWHERE,
    ICS_PHRASE_IN, /* inside declarations of some kinds */
    ICS_PHRASE_AFTER_KIND,
    ICS_PHRASE_AFTER_SOURCE,
    ICS_PHRASE_AFTER_COLON,
    ICS_PHRASE_AFTER_DATE,
    ICS_PHRASE_AFTER_GIVEN,
    ICS_PHRASE_AFTER_COMMA_IN_TEST,
    ICS_PHRASE_AFTER_UNIT,
    ICS_PHRASE_AFTER_EXPECT,
    ICS_PHRASE_AFTER_MODAL,
    ICS_PHRASE_AFTER_IS,
    ICS_PHRASE_AFTER_IT,
    ICS_PHRASE_AFTER_NUMBER,
    ICS_PHRASE_BEFORE_NUMBER,
    ICS_PHRASE_BEFORE_TEXT
} ics_phrase_place;

typedef struct ics_phrase {
    const char *text;
    int token;
    ics_phrase_place place;
    unsigned in; /* kinds of declaration, for ICS_PHRASE_IN */
} ics_phrase;

enum { ICS_PHRASE_WORDS = 8 };

typedef struct ics_phrases {
    ics_names table; /* a name's pack is the phrase's index */
} ics_phrases;

extern const ics_phrase ics_phrase_table[];
extern const size_t ics_phrase_count;

/** Adds the words of a phrase to a table of names, with an index as its pack. */
void ics_phrase_add(ics_names *table, const char *text, size_t index);
void ics_phrases_init(ics_phrases *phrases, ics_arena *arena, ics_intern *ids);

#endif
