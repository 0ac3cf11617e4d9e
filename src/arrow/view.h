/*
 * Arrays of the Arrow C Data Interface, looked at and checked: types from schemas, views of arrays whose lengths,
 * offsets and buffers fit them. What has a view can be read without further checks. Leans on base and the public
 * structures.
 */
#ifndef ICS_ARROW_VIEW_H
#define ICS_ARROW_VIEW_H

#include "base/arena.h"
#include "icsrules/arrow.h"

#include <string.h>

typedef enum ics_arrow_kind {
    ICS_ARROW_NULL,
    ICS_ARROW_BOOL,
    ICS_ARROW_SIGNED,
    ICS_ARROW_UNSIGNED,
    ICS_ARROW_FLOAT,
    ICS_ARROW_DECIMAL,
    ICS_ARROW_TEXT,      /* offsets of width 4 or 8; width 16: views */
    ICS_ARROW_DAYS,      /* of width 4 */
    ICS_ARROW_TIMESTAMP, /* of width 8: `per_day` to a day */
    ICS_ARROW_LIST,      /* offsets of width 4 or 8; width 0: `fixed` items each */
    ICS_ARROW_STRUCT,
    ICS_ARROW_OTHER /* of a type that is not read */
} ics_arrow_kind;

typedef struct ics_arrow_type ics_arrow_type;

/** What a schema says, with texts of our own. */
struct ics_arrow_type {
    ics_arrow_kind kind;
    uint8_t width; /* of a value or an offset, in bytes */
    int32_t scale; /* DECIMAL: digits behind the point */
    int64_t fixed; /* LIST: items each */
    int64_t per_day;
    const char *name, *format;
    ics_arrow_type *children;
    size_t child_count;
    ics_arrow_type *dictionary; /* of the values that indices stand for; NULL: none */
};

typedef struct ics_arrow_view ics_arrow_view;

/** An array whose structure was checked. Slots are counted from 0; `offset` is added to reach a buffer. */
struct ics_arrow_view {
    const ics_arrow_type *type;
    int64_t offset, length;
    const uint8_t *is_valid;   /* a bitmap; NULL: all are */
    const void *values;        /* of width bytes each; BOOL: a bitmap; TEXT, LIST: offsets, or views */
    const char *bytes;         /* TEXT: what the offsets lead into */
    const void *const *blocks; /* TEXT of views: the data buffers, with their sizes, and how many */
    const void *block_sizes;
    int64_t block_count;
    ics_arrow_view *children;
    ics_arrow_view *dictionary;
};

/** Why an array or a schema was refused. */
typedef struct ics_arrow_fault {
    bool is_memory;
    char text[400]; /* with the name of the column */
} ics_arrow_fault;

/** Reads a schema. @return NULL with the fault where it is malformed. Texts are copied into the arena. */
const ics_arrow_type *ics_arrow_type_read(ics_arena *arena, const struct ArrowSchema *schema, ics_arrow_fault *fault);

/** Checks an array against its type. @return the view of it, NULL with the fault. Buffers are borrowed. */
const ics_arrow_view *ics_arrow_view_make(ics_arena *arena, const ics_arrow_type *type, const struct ArrowArray *array,
                                          ics_arrow_fault *fault);

/** Values of 4 and 8 bytes, wherever a producer has put them: alignment is recommended, and not promised. */
static inline int32_t ics_arrow_int32(const void *values, int64_t at)
{
    int32_t value;
    memcpy(&value, (const char *)values + at * (int64_t)sizeof value, sizeof value);
    return value;
}

static inline int64_t ics_arrow_int64(const void *values, int64_t at)
{
    int64_t value;
    memcpy(&value, (const char *)values + at * (int64_t)sizeof value, sizeof value);
    return value;
}

static inline bool ics_arrow_is_valid(const ics_arrow_view *view, int64_t slot)
{
    const uint64_t at = (uint64_t)(view->offset + slot);
    return view->type->kind != ICS_ARROW_NULL && (!view->is_valid || (view->is_valid[at / 8] >> (at % 8) & 1) != 0);
}

/** Of a struct: the slot of its fields that belongs to a slot of its own. */
static inline int64_t ics_arrow_field_slot(const ics_arrow_view *view, int64_t slot)
{
    return view->offset + slot;
}

/** The first item of a slot of a list, among the child's slots; of `length`: behind the last. */
static inline int64_t ics_arrow_item(const ics_arrow_view *view, int64_t slot)
{
    const int64_t at = view->offset + slot;
    switch (view->type->width) {
    case 4:
        return ics_arrow_int32(view->values, at);
    case 8:
        return ics_arrow_int64(view->values, at);
    default:
        return at * view->type->fixed;
    }
}

/** A text that is there. @return where it begins, with its length. It is not NUL-terminated, and was not checked. */
const char *ics_arrow_text(const ics_arrow_view *view, int64_t slot, size_t *length);

/** The whole number of a slot of SIGNED, UNSIGNED, DAYS or TIMESTAMP. UNSIGNED of 64 bits wraps. */
int64_t ics_arrow_integer(const ics_arrow_view *view, int64_t slot);

/** Through dictionaries to the array that holds the value of a slot that is there; changes the slot. */
const ics_arrow_view *ics_arrow_resolve(const ics_arrow_view *view, int64_t *slot);

#endif
