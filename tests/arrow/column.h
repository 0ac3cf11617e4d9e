/* Arrays of the Arrow C Data Interface made by hand, each buffer of the exact size that it needs. */
#ifndef TESTS_ARROW_COLUMN_H
#define TESTS_ARROW_COLUMN_H

#include "icsrules/arrow.h"

/** A column: schema and array, in memory of their own, released by their own functions. */
typedef struct column {
    struct ArrowSchema *schema;
    struct ArrowArray *array;
} column;

/** How many structures are not released yet. */
extern int columns_alive;

/** @p valid: "1101", a character a slot; NULL: all. Buffers are copied: values of @p size bytes. */
column column_fixed(const char *name, const char *format, const char *valid, const void *values, size_t count,
                    size_t size);
/** Yes and no by "101". */
column column_bool(const char *name, const char *valid, const char *values);
/** Texts with offsets of 32 ("u") or 64 bits ("U"), or views ("vu"); NULL is null. */
column column_text(const char *name, const char *format, const char *const *texts, size_t count);
/** Lists of lengths; "+l" or "+L". */
column column_list(const char *name, const char *format, const char *valid, const size_t *lengths, size_t count,
                   column items);
column column_struct(const char *name, const char *valid, size_t count, const column *fields, size_t field_count);
/** Indices of 8 bits into a dictionary. */
column column_dictionary(const char *name, const char *valid, const int8_t *indices, size_t count, column values);
/** Nothing but nulls. */
column column_null(const char *name, size_t count);

/** Releases both, where that was not done, and frees them. */
void column_free(column c);

/** A table of one array. The column's structures are moved out of it. */
void column_stream(column c, struct ArrowArrayStream *stream);

#endif
