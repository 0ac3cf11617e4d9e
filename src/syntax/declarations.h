/*
 * Where declarations begin, and which words of them are names: what both passes over the words, the one that collects
 * names and the one that joins them, must see alike. Leans on words and names.
 */
#ifndef ICS_SYNTAX_DECLARATIONS_H
#define ICS_SYNTAX_DECLARATIONS_H

#include "syntax/names.h"
#include "syntax/words.h"

/** Kinds of declaration, as bits, so that a phrase can say in which it is a word of the grammar. */
typedef enum ics_declaration {
    ICS_IN_NONE = 0,
    ICS_IN_USE = 1 << 0,
    ICS_IN_MODEL = 1 << 1,
    ICS_IN_SOURCE = 1 << 2,
    ICS_IN_ENTITY = 1 << 3,
    ICS_IN_ENUM = 1 << 4,
    ICS_IN_ROLE = 1 << 5,
    ICS_IN_TERM = 1 << 6,
    ICS_IN_VERB = 1 << 7,
    ICS_IN_RULE = 1 << 8, /* also a bare sentence and `fill in` */
    ICS_IN_STATEMENT = 1 << 9,
    ICS_IN_DEFINE = 1 << 10,
    ICS_IN_LET = 1 << 11,
    ICS_IN_READING = 1 << 12,
    ICS_IN_CALENDAR = 1 << 13,
    ICS_IN_QUESTION = 1 << 14,
    ICS_IN_EXERCISED = 1 << 15,
    ICS_IN_VARIATION = 1 << 16,
    ICS_IN_PLUGIN = 1 << 17,
    ICS_IN_TEST = 1 << 18,
    ICS_IN_REPLACE = 1 << 19
} ics_declaration;

/** Words of which declarations, articles and reserved words are made, with their ids in one table. */
typedef struct ics_vocabulary {
    uint32_t is, are, has, not, also, a, an, the, also_be, means, includes, counts, where, of, function, fill, in, have,
        million, thousand, billion, and, or
        ;
    uint32_t declaring[24]; /* by position in the table of declarations */
    uint32_t last_opening;  /* the highest id of a word that opens one */
    uint32_t *reserved;     /* sorted ids */
    size_t reserved_count;
} ics_vocabulary;

void ics_vocabulary_init(ics_vocabulary *vocabulary, ics_arena *arena, ics_intern *ids);

/** Whether no term may be, begin or end with the word. */
bool ics_is_reserved(const ics_vocabulary *vocabulary, uint32_t word);

/** What begins at words[i]: its kind, the token of the grammar, how many words open it. NONE where nothing begins. */
ics_declaration ics_declaration_at(const ics_vocabulary *vocabulary, const ics_word *words, size_t i, int *token,
                                   size_t *opening);

/** How many plain words follow from i on the same line; stops before a word whose id is one of the stops. */
size_t ics_words_on_line(const ics_word *words, size_t i, const uint32_t *stops, size_t stop_count);

/** Whether words[i] begins a line `name : …`. @p count gets the words of the name. */
bool ics_is_attribute_line(const ics_word *words, size_t i, size_t *count);

/** Where the parts of a verb's first line stand, as word indexes from its first word after `verb`. */
typedef struct ics_verb_header {
    size_t entity, entity_count; /* 0 words: no entity is named there */
    bool has_be;
    size_t name, name_count;
} ics_verb_header;

ics_verb_header ics_find_verb_header(const ics_vocabulary *vocabulary, ics_names *names, ics_visible visible,
                                     const ics_word *words, size_t i);

/** Copies the ids of count words. */
void ics_word_ids(const ics_word *words, size_t i, size_t count, uint32_t *ids);

#endif
