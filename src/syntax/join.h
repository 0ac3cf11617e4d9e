/*
 * The joiner: words to tokens. A declared term or a phrase of the grammar is one token, the longest wins; identifiers,
 * names in vocabulary lines, numbers, dates and letters are told apart by their place. Leans on names and declarations.
 */
#ifndef ICS_SYNTAX_JOIN_H
#define ICS_SYNTAX_JOIN_H

#include "syntax/declarations.h"
#include "syntax/parse.h"
#include "syntax/phrases.h"

/** Everything that one file's joining works with. */
typedef struct ics_joiner {
    ics_arena *arena;
    ics_diags *diags;
    ics_names *names;
    ics_phrases *phrases;
    ics_names *idioms;
    const ics_vocabulary *vocabulary;
    ics_visible visible;
    const ics_word *words;
    size_t count;
    ics_tokens *tokens;
    bool names_are_missing; /* a pack was not found: unknown words follow from that, and are not reported */

    ics_declaration in;   /* the declaration at hand; RULE before the first */
    size_t first_token;   /* of the declaration */
    bool is_open;         /* a declaration has begun and FIN has not been put */
    bool line_is_open;    /* tokens of an entity's line wait for their EOL */
    bool in_waiver;       /* the facts of a test's waiver */
    bool in_verb_header;  /* before `means` */
    unsigned letters[3];  /* the last letter of each level: (a), (i), (A); 0 for none */
    uint32_t *parameters; /* names of the verb's or function's own, by word */
    size_t parameter_count, parameter_room;
    const char **locals; /* not used in look-ups of the table: P of `each place P` */
    uint32_t *local_words;
    size_t local_count, local_room;
    size_t last_term;     /* index of the first word of the last token, where it is a term; SIZE_MAX else */
    ics_intern *reported; /* unknown phrases that were reported */
    size_t reported_count;
} ics_joiner;

/** Fills joiner->tokens from joiner->words; mistakes go to the diagnostics. The last token is FIN, then kind 0. */
void ics_join(ics_joiner *joiner);

/* ---- for the files of the joiner alone */

ics_token *ics_join_emit(ics_joiner *j, int kind, ics_span span, const char *text);
/** The kind of the nth token before the end (1: the last) of this declaration; 0 where there is none. */
int ics_join_before(const ics_joiner *j, size_t n);
ics_span ics_join_span(const ics_joiner *j, size_t i, size_t count);
/** The text of count words as written, with single spaces. */
const char *ics_join_text(ics_joiner *j, size_t i, size_t count);

/** Numbers, dates, letters, labels of places: each makes tokens from words[i] on. @return how many words it took. */
size_t ics_join_value(ics_joiner *j, size_t i);
size_t ics_join_label(ics_joiner *j, size_t i);
/** @p connector: the words before the letter (`and`), with @p connector_words of them. 0 where words[i] is no letter.
 */
size_t ics_join_letter(ics_joiner *j, size_t i, size_t connector_words);
bool ics_is_letter(const ics_joiner *j, size_t i);

/** Words by their place, each with how many it took, or 0. An identifier stands after `rule`, `cites` and their like;
 * local names are those of `each place P`; keys and facts stand in tests. */
bool ics_join_expects_identifier(const ics_joiner *j);
size_t ics_join_identifier(ics_joiner *j, size_t i);
size_t ics_join_local(ics_joiner *j, size_t i);
size_t ics_join_key(ics_joiner *j, size_t i);
size_t ics_join_waiver_fact(ics_joiner *j, size_t i);

/** Vocabulary: names told apart by where they end. @return how many words it took. */
size_t ics_join_vocabulary(ics_joiner *j, size_t i);

/** The longest term at words[i]: NULL where there is none. @p most bounds the words. */
const ics_name *ics_join_longest(ics_joiner *j, size_t i, size_t most, size_t *length, unsigned *kinds);
/** How many words from i on may be one term. */
size_t ics_join_run(ics_joiner *j, size_t i);
bool ics_is_name_word(const ics_word *word);

/** Reports words at words[i] that the language writes otherwise, more than @p least of them, and puts UNKNOWN. @return
 * how many it took; 0 where there are none. */
size_t ics_join_idiom(ics_joiner *j, size_t i, size_t least);
/** Reports what stands after `cites SOURCE` and is no place, as a shortened word is none. */
size_t ics_join_place_slip(ics_joiner *j, size_t i);
/** Reports a name of several words between `rule` and its title; nothing is put for the others. */
size_t ics_join_split_name(ics_joiner *j, size_t i);
void ics_idioms_init(ics_names *table, ics_arena *arena, ics_intern *ids);
/** Whether a word is a number spelt out (`three`). */
bool ics_is_number_word(const char *word);

/** Reports that nothing is declared like words[i], with the nearest, and puts UNKNOWN. @return how many words it took.
 */
size_t ics_join_unknown(ics_joiner *j, size_t i);
/** As ics_join_unknown where a name of a certain kind stands from i on for count words. */
void ics_join_unknown_name(ics_joiner *j, size_t i, size_t count, unsigned kinds, const char *what);

#endif
