/*
 * Whole columns at once: an array whose columns are of the types that attributes have goes into the dataset's columns
 * without a row being looked at by itself. Everything is decoded first, beside the dataset; where anything is not plain
 * (a value that is none, a code that was seen, an item that is null) nothing has been changed, and the array is read
 * row by row, which says what is wrong. Leans on views and the store.
 */
#ifndef ICS_ARROW_BULK_H
#define ICS_ARROW_BULK_H

#include "arrow/view.h"
#include "data/load.h"

typedef enum ics_bulk_action {
    ICS_BULK_LEAVE, /* a column of the top level that the model does not know */
    ICS_BULK_NUMBER,
    ICS_BULK_TRUTH,
    ICS_BULK_DATE,
    ICS_BULK_YEAR,
    ICS_BULK_TEXT,
    ICS_BULK_WORD,
    ICS_BULK_RECORD,
    ICS_BULK_RECORDS,
    ICS_BULK_WORDS,
    ICS_BULK_VALUES
} ics_bulk_action;

/** Rows that are decoded together: few enough that what lies beside the dataset stays in the second-level cache. */
enum { ICS_BULK_ROWS = 256 };

enum { ICS_BULK_WORD_BYTES = 48, ICS_BULK_WORDS_KEPT = 128 };

/** A text of the data and what it means for its column: an id, or first and last day. */
typedef struct ics_bulk_word {
    uint32_t length; /* 0: free */
    int32_t first, last;
    uint64_t head, tail; /* its first and its last bytes: all, where it has no more than sixteen */
    char bytes[ICS_BULK_WORD_BYTES];
} ics_bulk_word;

/** What an index into a dictionary means for a column, once it was looked up. */
typedef struct ics_bulk_index {
    bool is_known;
    int32_t first, last;
} ics_bulk_index;

typedef struct ics_bulk_record ics_bulk_record;

typedef struct ics_bulk_column {
    ics_bulk_action action;
    uint32_t attribute;
    ics_type type;          /* of the value, or of what the list holds */
    uint32_t target;        /* enumeration of a word; ICS_NONE: roles */
    bool is_code;           /* its value says which record it is */
    bool is_late;           /* a text that no rule reads: it is checked and kept, but not interned */
    ics_bulk_word *words;   /* remembered, by their hash; NULL: none are */
    ics_bulk_record *inner; /* RECORD, RECORDS, VALUES: the rows that it makes */

    /* of the rows at hand, a slot for each */
    uint8_t *state;
    int64_t *number;
    int32_t *first, *last;
    uint32_t *id; /* WORDS: the items of all rows */
    const char **late;
    ics_bulk_index *indices; /* by index into the dictionary at hand; NULL: there is none, or a long one */
    uint32_t *count;
    size_t item_count;
} ics_bulk_column;

/** The rows of one entity that an array makes, one after another. */
struct ics_bulk_record {
    uint32_t entity, root, owner; /* owner: the attribute that holds them; ICS_NONE at top level */
    ics_bulk_column *columns;
    size_t column_count;

    size_t row_count; /* of those at hand */
    uint32_t first_row;
    uint32_t *parent; /* by row: which of the owner's rows; NULL at top level */
};

/** A code that the rows at hand have added to those that are known. */
typedef struct ics_bulk_code {
    uint32_t attribute;
    int64_t value;
} ics_bulk_code;

typedef struct ics_bulk {
    ics_load *load;
    ics_arena plan;    /* lives as long as the table */
    ics_arena scratch; /* of the rows at hand */
    ics_bulk_record *top;
    bool *has_root; /* by entity: its rows are made in one place alone, so that their order is that of the data */
    uint8_t null_state;
    ics_bulk_code *codes;
    size_t code_count, code_room;
} ics_bulk;

/* plan.c */
/**
 * Works out what each column becomes. @param is_read By column of the top level.
 * @return false where a column needs to be looked at row by row, or where memory ran out.
 */
bool ics_bulk_plan(ics_bulk *bulk, ics_load *load, const ics_arrow_type *type, uint32_t entity, const bool *is_read);
void ics_bulk_free(ics_bulk *bulk);

/* bulk.c */
/**
 * Reads @p count rows of an array from the slot @p first on: that gets the position @p position, each next one @p
 * stride more. @return whether they were plain; else nothing has changed, or load->status says that memory ran out.
 */
bool ics_bulk_read(ics_bulk *bulk, const ics_arrow_view *view, int64_t first, int64_t count, uint32_t position,
                   uint32_t stride);

/** Makes room for what an array's rows become, so that nothing grows while they are read. */
void ics_bulk_expect(ics_bulk *bulk, const ics_arrow_view *view);

/* decode.c */
/** The slots of an array that rows are made of, in order. */
typedef struct ics_bulk_range {
    int64_t slot, count;
} ics_bulk_range;

/** Decodes the scalars of a column at the slots of the ranges, @p count in all. False where one is not plain. */
bool ics_bulk_decode(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ics_bulk_range *ranges,
                     size_t range_count, size_t count);
/** Gets ready for the words of an array: where they are indices into a short dictionary, each is looked up once. */
bool ics_bulk_begin_words(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view);
/** What a slot means for a column, an index or a text that is there; false where it is no such word. */
bool ics_bulk_word_at(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, int64_t slot, int32_t *first,
                      int32_t *last);
/** What a text means for a column; false where it is no such word. */
bool ics_bulk_meaning(ics_bulk *bulk, ics_bulk_column *column, const char *text, size_t length, int32_t *first,
                      int32_t *last);
/** Whether values of this kind can become those of the column. */
bool ics_bulk_fits(const ics_bulk_column *column, const ics_arrow_type *type);

#endif
