/*
 * Plain records: JSON whose keys are known, with values written as their types are, no record told twice, nothing
 * wrapped. Most of nearly all data is so, and is read here in one pass from bytes to columns. Whatever is not plain, a
 * mistake above all, is left to the readers that put a document on the tape: nothing is reported here, and a record
 * that turns out not to be plain is taken back as if it had not been begun. Private to this stage.
 */
#ifndef ICS_DATA_PLAIN_H
#define ICS_DATA_PLAIN_H

#include "data/load.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/** What is done with the value under a key. */
typedef enum ics_plain_action {
    ICS_PLAIN_LEAVE, /* whatever stands under it, the record is not plain */
    ICS_PLAIN_NUMBER,
    ICS_PLAIN_TRUTH,
    ICS_PLAIN_DATE,
    ICS_PLAIN_YEAR, /* a text whose first and last day are remembered */
    ICS_PLAIN_TEXT,
    ICS_PLAIN_WORD, /* of an enumeration, or a role */
    ICS_PLAIN_RECORD,
    ICS_PLAIN_RECORDS,
    ICS_PLAIN_WORDS,
    ICS_PLAIN_VALUES
} ics_plain_action;

enum { ICS_PLAIN_KEYS = 64, ICS_PLAIN_WORD_ROOM = 128, ICS_PLAIN_WORD_TRIES = 4, ICS_PLAIN_WORD_BYTES = 48 };

/** A text of at most some bytes as two words, so that it is compared without a call. */
typedef struct ics_plain_text {
    uint64_t word[2], mask[2]; /* of the first 16 bytes; the mask has the bits that count */
    const char *text;
    uint32_t length;
} ics_plain_text;

/** A word of the data and what it means for its key: an id, or first and last day. */
typedef struct ics_plain_word {
    uint64_t word[2], more[2]; /* its first 32 bytes, zeros behind it */
    uint32_t length;           /* 0: free */
    int32_t first, last;
    char rest[ICS_PLAIN_WORD_BYTES - 32];
} ics_plain_word;

struct ics_plain;
struct ics_plain_key;
struct ics_plain_shape;

/** Reads the value that begins at @p at into a row's cell. @return what stands behind it, NULL where it is not plain.
 */
typedef const unsigned char *ics_plain_reader(struct ics_plain *plain, struct ics_plain_key *key, uint32_t row,
                                              const unsigned char *at);

/** A key in one of its spellings, and what to do with what stands under it. */
typedef struct ics_plain_key {
    ics_plain_text text; /* with the quote that closes it */
    uint32_t attribute, table;
    ics_plain_action action;
    ics_plain_reader *read;        /* of one value */
    struct ics_plain_shape *shape; /* of the records under it */
    ics_type type;                 /* of the value, or of what the list holds */
    uint32_t target;               /* entity of a record, enumeration of a word (ICS_NONE: roles) */
    uint32_t first_value;          /* of the enumeration of a word */
    bool is_code;                  /* its value says which record it is */
    bool is_late;                  /* a text that no rule reads: its place is all that is kept */
    ics_plain_word *words;         /* ICS_PLAIN_WORD_ROOM of them, or NULL */
    struct ics_plain_key *element; /* VALUES: the cell of the hidden table */
} ics_plain_key;

/** An attribute that holds lists, and how many items all of them had before the record at hand. */
typedef struct ics_plain_list {
    uint32_t attribute;
    size_t item_count;
} ics_plain_list;

/** A kind of record: the keys that were met in it, in the order in which they came, so that the next is guessed. */
typedef struct ics_plain_shape {
    uint32_t entity, root;
    ics_plain_key *keys; /* ICS_PLAIN_KEYS of them; NULL: not met yet */
    size_t key_count;
    uint32_t row_count; /* of the root's table before the record at hand */
    ics_plain_list *lists;
    size_t list_count, list_room;
} ics_plain_shape;

/** A unique code that the record at hand has added. */
typedef struct ics_plain_code {
    uint32_t attribute;
    int64_t value;
} ics_plain_code;

/** The first day of a month of the calendar, remembered. */
typedef struct ics_plain_month {
    uint64_t text;  /* "2023-05-" */
    int32_t before; /* the day before its first */
    int32_t length;
} ics_plain_month;

enum { ICS_PLAIN_MONTHS = 512 };

typedef struct ics_plain {
    ics_load *load;
    const unsigned char *bytes, *limit;
    uint32_t base; /* position of the first byte */
    bool is_line;
    uint8_t null_state;
    uint32_t depth;
    ics_plain_shape *shapes; /* by entity */
    uint32_t *met;           /* entities whose shape was met */
    size_t met_count, met_room;
    uint32_t *first_of, *next_of; /* the attributes of a root's table: the first by root, the next by attribute */
    ics_plain_code *codes;
    size_t code_count, code_room;
    size_t read_count, left_count; /* records that were plain, and that were not */
    ics_plain_month months[ICS_PLAIN_MONTHS];
} ics_plain;

/**
 * Reads the record that begins at *at and, of a line, all up to its end. @return whether it was plain: then *at is
 * behind it. Else nothing has changed, or load->status says why reading has to stop.
 */
bool ics_plain_read(ics_load *load, const ics_input *input, size_t *at, uint32_t entity, bool is_line);
void ics_plain_free(ics_load *load);

/* plain_key.c */
/** The shape of an entity. NULL where memory ran out. */
ics_plain_shape *ics_plain_meet(ics_plain *plain, uint32_t entity);
/** The key that stands at @p at (behind its quote), which was not the one guessed; SIZE_MAX: none that is plain. */
size_t ics_plain_find_key(ics_plain *plain, ics_plain_shape *shape, const unsigned char *at, size_t guess);

/* plain_value.c */
/** The reader of the values of an action; NULL where it is of records or lists. */
ics_plain_reader *ics_plain_reader_of(ics_plain_action action);
/** What the word from @p text to @p end (on its quote) means, worked out once while it has a slot; NULL: nothing. */
const ics_plain_word *ics_plain_find_word(ics_plain *plain, ics_plain_key *key, const unsigned char *text,
                                          const unsigned char *end);
/** The first quote, backslash or control from @p at on. */
const unsigned char *ics_plain_text_end(const unsigned char *at);
/** The first quote among 16 bytes; 16 where there is none. */
static inline unsigned ics_plain_quote(const unsigned char *text)
{
#ifdef __SSE2__
    const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)text);
    const int found = _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
    return found != 0 ? (unsigned)__builtin_ctz((unsigned)found) : 16;
#else
    unsigned at = 0;
    while (at < 16 && text[at] != '"')
        at++;
    return at;
#endif
}

/** The first 16 bytes of a text as two words, zeros behind its end. */
static inline void ics_plain_words_of(const unsigned char *text, size_t length, uint64_t word[2])
{
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    uint64_t mask[2];
    memcpy(mask, ones + 16 - (length < 16 ? length : 16), sizeof mask);
    memcpy(word, text, 16);
    word[0] &= mask[0];
    word[1] &= mask[1];
}

static inline size_t ics_plain_slot(const uint64_t word[2], size_t length)
{
    const uint64_t mixed = word[0] ^ (word[1] * 0xFF51AFD7ED558CCDu) ^ (length * 0xD6E8FEB86659FD93u);
    return (size_t)(mixed * 0x9E3779B97F4A7C15u >> 57);
}

/** What the word behind a quote means; *end is on the quote that closes it. NULL where it is not plain. */
static inline const ics_plain_word *ics_plain_word_at(ics_plain *plain, ics_plain_key *key, const unsigned char *text,
                                                      const unsigned char **end)
{
    const unsigned head = ics_plain_quote(text), tail = head == 16 ? ics_plain_quote(text + 16) : 0;
    const unsigned length = head + tail;
    const ics_plain_word *words = key->words;
    if (words && length - 1 < 31) { /* a word that is known has neither escapes nor controls */
        uint64_t word[2], more[2] = {0, 0};
        ics_plain_words_of(text, head, word);
        if (tail > 0)
            ics_plain_words_of(text + 16, tail, more);
        const size_t home = ics_plain_slot(word, length);
        for (size_t i = 0; i < 2; i++) {
            const ics_plain_word *known = &words[(home + i) % ICS_PLAIN_WORD_ROOM];
            if (((known->word[0] ^ word[0]) | (known->word[1] ^ word[1]) | (known->more[0] ^ more[0]) |
                 (known->more[1] ^ more[1]) | (known->length ^ length)) == 0) {
                *end = text + length;
                return known;
            }
        }
    }
    *end = ics_plain_text_end(text);
    return **end == '"' ? ics_plain_find_word(plain, key, text, *end) : NULL;
}

static inline ics_plain_text ics_plain_text_of(const char *text, uint32_t length)
{
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    const uint32_t short_length = length < 16 ? length : 16;
    ics_plain_text made = {.text = text, .length = length};
    memcpy(made.word, text, short_length);
    memcpy(made.mask, ones + 16 - short_length, 16);
    return made;
}

/** Whether bytes (of which 64 may be looked at) begin with a text. */
static inline bool ics_plain_begins(const ics_plain_text *text, const unsigned char *at)
{
    uint64_t word[2];
    memcpy(word, at, sizeof word);
    if ((((word[0] ^ text->word[0]) & text->mask[0]) | ((word[1] ^ text->word[1]) & text->mask[1])) != 0)
        return false;
    return text->length <= 16 || memcmp(at + 16, text->text + 16, text->length - 16) == 0;
}

static inline const unsigned char *ics_plain_skip_space(const ics_plain *plain, const unsigned char *at)
{
    while (*at <= ' ' && (*at == ' ' || *at == '\t' || *at == '\r' || (*at == '\n' && !plain->is_line)))
        at++;
    return at;
}

static inline uint32_t ics_plain_position(const ics_plain *plain, const unsigned char *at)
{
    return plain->base + (uint32_t)(at - plain->bytes);
}

/** Notes what is said of a cell that nobody has spoken of. @return false where memory ran out. */
static inline bool ics_plain_say(ics_plain *plain, const ics_plain_key *key, uint32_t row, uint8_t state,
                                 const unsigned char *at)
{
    ics_cells *cells = &plain->load->store->cells[key->attribute];
    if (row >= cells->room && !ics_store_reach(plain->load->dataset, key->attribute, row))
        return ics_load_out_of_memory(plain->load);
    cells->state[row] = state;
    cells->position[row] = ics_plain_position(plain, at);
    return true;
}

#endif
