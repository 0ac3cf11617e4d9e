/* One cell of a column as at a day, dated facts included. Leans on the dataset's columns. */
#ifndef ICS_VM_CELL_H
#define ICS_VM_CELL_H

#include "data/dataset.h"

typedef struct ics_cell {
    bool is_known, is_present;
    int64_t value; /* number, id, row, first day, or yes (1) / no (0) */
    int32_t last;  /* days */
} ics_cell;

/**
 * What the cell holds on a day: a plain cell on every day; one with dated facts what those say that hold on the day and
 * are not past their review by @p as_at: unknown where none does or where they differ. Not for lists and sets.
 */
ics_cell ics_cell_at(const ics_column *column, ics_representation representation, uint32_t row, int32_t day,
                     int32_t as_at);

/** Something that happened later than the day has not happened; a month that the day falls in leaves it unknown, whole.
 */
void ics_cell_hide_later(ics_cell *cell, int32_t day);

#endif
