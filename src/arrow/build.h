/*
 * Schemas and arrays that we give out: columns that grow, and the structures of the interface around them. Each
 * structure owns its memory and is released by itself, as the interface lets a consumer move children out of a parent.
 * Leans on the public structures.
 */
#ifndef ICS_ARROW_BUILD_H
#define ICS_ARROW_BUILD_H

#include "icsrules/arrow.h"

typedef enum ics_column_kind {
    ICS_COLUMN_TEXT,  /* utf8; "" is null */
    ICS_COLUMN_DAY,   /* date32; ICS_NO_DAY is null */
    ICS_COLUMN_COUNT, /* int32; ICS_NO_DAY is null */
    ICS_COLUMN_FLAG,  /* bool, never null */
    ICS_COLUMN_WORD   /* one of a list of words, by its number in 32 bits; never null */
} ics_column_kind;

/** A column that grows. Zeroed it is empty, but for its kind. */
typedef struct ics_column_builder {
    ics_column_kind kind;
    size_t count, room;
    int64_t null_count;
    uint8_t *is_valid; /* bitmaps of room bits */
    uint8_t *flags;
    int32_t *values; /* or ends of texts, from the second on */
    char *bytes;
    size_t byte_count, byte_room;
} ics_column_builder;

/* Each @return false where memory runs out; then the column is as it was, or to be cleared. */
bool ics_column_add_text(ics_column_builder *column, const char *text, size_t length);
bool ics_column_add_number(ics_column_builder *column, int32_t value); /* DAY, COUNT, WORD */
bool ics_column_add_flag(ics_column_builder *column, bool is_set);
void ics_column_clear(ics_column_builder *column);

/** The schema of a column. @param words Of a WORD; else NULL. */
bool ics_column_schema(struct ArrowSchema *out, const char *name, ics_column_kind kind);
/** A struct of @p count columns, whose schemas the caller fills in. */
bool ics_struct_schema(struct ArrowSchema *out, const char *name, size_t count);

/** Moves what the column holds into an array; of a WORD with the list that its numbers lead into. */
bool ics_column_array(struct ArrowArray *out, ics_column_builder *column, const char *const *words, size_t word_count);
/** A struct of @p count columns of @p length rows, none null, whose arrays the caller fills in. */
bool ics_struct_array(struct ArrowArray *out, size_t count, size_t length);

#endif
