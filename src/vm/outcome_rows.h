/*
 * Outcomes of one rule while they are gathered, column by column. Most columns of most rules say the same for every
 * subject, or count the rows of a table: such a column is kept as that, and listed one by one only once it differs.
 */
#ifndef ICS_VM_OUTCOME_ROWS_H
#define ICS_VM_OUTCOME_ROWS_H

#include "vm/run.h"

typedef enum ics_held {
    ICS_HELD_SAME,     /* all have one value */
    ICS_HELD_COUNTING, /* the first has the value, each further one more */
    ICS_HELD_EACH      /* items */
} ics_held;

typedef struct ics_outcome_column {
    ics_held held;
    uint32_t value;
    void *items;   /* of its width; while it is not EACH, from an earlier run to be used again, or NULL */
    uint32_t room; /* how many items there is room for */
} ics_outcome_column;

typedef struct ics_outcome_rows {
    uint32_t count, room; /* room: of parts and marks, and what columns grow to */
    ics_outcome_column columns[ICS_OUTCOME_COLUMN_COUNT];
    uint8_t *parts;
    ics_outcome_marks *marks; /* made when the first outcome has any */
} ics_outcome_rows;

/** Bytes of one item of a column. */
size_t ics_outcome_width(ics_outcome_column_id id);

/** Makes room for @p more outcomes; @p expected are looked for in all, where that is known. @return false without
 * memory. */
ICS_NODISCARD bool ics_outcome_rows_reserve(ics_outcome_rows *rows, uint32_t more, uint32_t expected, uint32_t letters);

/* What the next @p n outcomes have in a column; there is room for them, and rows->count is raised when all columns have
 * been put. False without memory. */
ICS_NODISCARD bool ics_outcome_put_same(ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t value, uint32_t n);
ICS_NODISCARD bool ics_outcome_put_counting(ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t first,
                                            uint32_t n);
ICS_NODISCARD bool ics_outcome_put_each(ics_outcome_rows *rows, ics_outcome_column_id id, const void *items,
                                        uint32_t n);

/** Puts another's outcomes behind those that there are, and leaves it empty. @return false without memory. */
ICS_NODISCARD bool ics_outcome_rows_append(ics_outcome_rows *rows, ics_outcome_rows *from, uint32_t letters);

/** One value of a column; of days, as its bits. */
uint32_t ics_outcome_value(const ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t index);

/** Keeps the marks of outcome @p index; there is room for it. @return false where memory has run out. */
ICS_NODISCARD bool ics_outcome_mark(ics_outcome_rows *rows, uint32_t index, ics_outcome_marks marks);

/** Forgets the outcomes and keeps the memory for others. */
void ics_outcome_rows_clear(ics_outcome_rows *rows);
void ics_outcome_rows_free(ics_outcome_rows *rows);

#endif
