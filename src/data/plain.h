/*
 * Plain records: JSON whose keys are known, with values written as their types are, no record told twice, nothing
 * wrapped. Most of nearly all data is so, and is read here in one pass from bytes to columns. Whatever is not plain, a
 * mistake above all, is left to the readers that put a document on the tape: nothing is reported here, and a record
 * that turns out not to be plain is taken back as if it had not been begun. Private to this stage.
 */
#ifndef ICS_DATA_PLAIN_H
#define ICS_DATA_PLAIN_H

#include "data/load.h"
#include "data/plain_bytes.h"

/** What is done with the value under a key. */
typedef enum ics_plain_action {
    ICS_PLAIN_LEAVE, /* whatever stands under it, the record is not plain */
    ICS_PLAIN_NUMBER,
    ICS_PLAIN_TRUTH,
    ICS_PLAIN_DATE,
    ICS_PLAIN_YEAR, /* a text whose first and last day are remembered */
    ICS_PLAIN_TEXT,
    ICS_PLAIN_LATE, /* a text that no rule reads: its place is all that is kept */
    ICS_PLAIN_WORD, /* of an enumeration, or a role */
    ICS_PLAIN_RECORD,
    ICS_PLAIN_RECORDS,
    ICS_PLAIN_WORDS,
    ICS_PLAIN_VALUES
} ics_plain_action;

enum { ICS_PLAIN_KEYS = 64, ICS_PLAIN_WORD_ROOM = 128, ICS_PLAIN_WORD_TRIES = 4, ICS_PLAIN_WORD_BYTES = 48 };

/** A word of the data and what it means for its key: an id, or first and last day. */
typedef struct ics_plain_word {
    unsigned char text[ICS_PLAIN_WORD_BYTES]; /* with the quote that closes it, zeros behind it */
    uint32_t size;                            /* with the quote; 0: free */
    uint32_t ignored;                         /* those of the first 32 bytes that stand behind it */
    int32_t first, last;
} ics_plain_word;

struct ics_plain;
struct ics_plain_shape;

/** A key in one of its spellings, and what to do with what stands under it. */
typedef struct ics_plain_key {
    unsigned char
        text[ICS_PLAIN_SPAN]; /* with the quote that closes it; of a long one, or where there is none, zeros */
    uint32_t ignored;         /* those of these bytes that stand behind it */
    uint32_t size;            /* with the quote */
    const unsigned char *whole;
    uint64_t bit; /* its own in its shape */
    ics_plain_action action;
    uint32_t attribute, table;
    ics_cells *cells; /* of the attribute */
    uint32_t room;    /* rows for which the arrays below are known to have room; 0: they may have moved */
    uint8_t *state;
    uint32_t *position;
    int64_t *number;
    int32_t *first, *last;
    uint32_t *id, *start, *count;
    struct ics_plain_shape *shape; /* of the records under it, or of the hidden table */
    uint32_t target;               /* entity of a record, enumeration of a word (ICS_NONE: roles) */
    uint32_t first_value;          /* of the enumeration of a word */
    ics_type type;                 /* of the value, or of what the list holds */
    bool is_code;                  /* its value says which record it is */
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
    ics_plain_key *keys; /* ICS_PLAIN_KEYS of them, and one behind them that is never met; NULL: not met yet */
    size_t key_count;
    uint32_t row_count; /* of the root's table before the record at hand */
    ics_table *table;   /* the root's */
    uint32_t room;      /* rows for which the arrays below are known to have room; 0: they may have moved */
    uint32_t *kind, *position, *owner_table, *owner_row, *owner_attribute;
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
    uint64_t text;   /* "2023-05-" */
    int32_t before;  /* the day before its first */
    uint32_t length; /* 0: it is none */
} ics_plain_month;

enum { ICS_PLAIN_MONTHS = 512 };

typedef const unsigned char *ics_plain_record_reader(struct ics_plain *plain, const unsigned char *at, uint32_t entity);

typedef struct ics_plain {
    ics_load *load;
    ics_plain_record_reader *read; /* the one for this processor */
    ics_arena arena;               /* spellings of keys */
    const unsigned char *bytes, *limit;
    uintptr_t shift; /* an address less this is its position */
    bool is_line;
    bool is_fresh; /* no other reader has moved an array since the keys learned where their cells lie */
    uint8_t null_state;
    ics_plain_shape *shapes; /* by entity */
    uint32_t *met;           /* entities whose shape was met */
    size_t met_count, met_room;
    uint32_t *first_of, *next_of; /* the attributes of a root's table: the first by root, the next by attribute */
    ics_plain_code *codes;
    size_t code_count, code_room;
    size_t read_count, left_count; /* records that were plain, and that were not */
    ics_plain_month months[ICS_PLAIN_MONTHS];
} ics_plain;

/* plain.c */
/**
 * Reads the record that begins at *at and, of a line, all up to its end. @return whether it was plain: then *at is
 * behind it. Else nothing has changed, or load->status says why reading has to stop.
 */
bool ics_plain_read(ics_load *load, const ics_input *input, size_t *at, uint32_t entity, bool is_line);
/** Reads for another load by the same program from now on, with what was learned. @return false where memory ran out.
 */
bool ics_plain_move(ics_plain *plain, ics_load *load);
void ics_plain_free(ics_plain *plain);

/* plain_record.c, plain_record_avx2.c */
/** Reads a record of nobody's at @p at. @return what stands behind it, NULL where it is not plain. */
ics_plain_record_reader ics_plain_record;
/** The same for processors with AVX2; NULL where this is none, or the compiler makes none. */
ics_plain_record_reader *ics_plain_record_avx2(void);

/* plain_key.c */
/** The shape of an entity. NULL where memory ran out. */
ics_plain_shape *ics_plain_meet(ics_plain *plain, uint32_t entity);
/** The key that stands at @p at (behind its quote), @p guess before all; NULL: none that is plain. */
ics_plain_key *ics_plain_find_key(ics_plain *plain, ics_plain_shape *shape, ics_plain_key *guess,
                                  const unsigned char *at);
/** Makes room for the cell of a row, and learns where the cells lie. @return false where memory ran out. */
bool ics_plain_reach(ics_plain *plain, ics_plain_key *key, uint32_t row);
/** Makes room for a row more, and learns where the rows lie. @return false where memory ran out. */
bool ics_plain_make_room(ics_plain *plain, ics_plain_shape *shape);
/** Where rows and cells lie is to be learned anew: an array may have moved. */
void ics_plain_forget(ics_plain *plain);

/* plain_value.c: values in rarer forms. They give what stands behind the value, NULL where it is not plain. */
const unsigned char *ics_plain_null(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at);
const unsigned char *ics_plain_number(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *begin);
const unsigned char *ics_plain_truth(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at);
const unsigned char *ics_plain_date(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open);
const unsigned char *ics_plain_text(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open);
/** Whether a text is the answer "not applicable", whatever the type. */
bool ics_plain_is_inapplicable(const unsigned char *text, size_t length);
/** What the word from @p text on means, worked out once while it has a slot; *end is on its quote. NULL: nothing. */
const ics_plain_word *ics_plain_find_word(ics_plain *plain, ics_plain_key *key, const unsigned char *text,
                                          const unsigned char **end);

static inline size_t ics_plain_word_slot(const unsigned char *text, uint32_t length)
{
    uint32_t head;
    memcpy(&head, text, sizeof head);
    return (uint32_t)((head + length * 0x85EBCA6Bu) * 0x9E3779B1u) >> 25;
}

static inline size_t ics_plain_month_slot(uint64_t text)
{
    return (size_t)((text * 0x9E3779B97F4A7C15u) >> 55);
}

/** Behind spaces, and the ends of lines where a record may have several. */
const unsigned char *ics_plain_skip_space(const ics_plain *plain, const unsigned char *at);

static inline uint32_t ics_plain_position(const ics_plain *plain, const unsigned char *at)
{
    return (uint32_t)((uintptr_t)at - plain->shift);
}

/** Notes what is said of a cell that nobody has spoken of. @return false where memory ran out. */
static inline bool ics_plain_say(ics_plain *plain, ics_plain_key *key, uint32_t row, uint8_t state,
                                 const unsigned char *at)
{
    if (row >= key->room && !ics_plain_reach(plain, key, row))
        return false;
    key->state[row] = state;
    key->position[row] = ics_plain_position(plain, at);
    return true;
}

/** … of a value of days. */
static inline bool ics_plain_say_days(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at,
                                      int32_t first, int32_t last)
{
    if (!ics_plain_say(plain, key, row, ICS_SAID_PRESENT, at))
        return false;
    key->first[row] = first;
    key->last[row] = last;
    return true;
}

#endif
