/* Columns of outcomes as they are gathered: see outcome_rows.h. */
#include "vm/outcome_rows.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 64, MOST_KEPT = 4096 }; /* more than that is not kept for another run */

size_t ics_outcome_width(ics_outcome_column_id id)
{
    switch (id) {
    case ICS_OUTCOME_STATE:
    case ICS_OUTCOME_VERSION:
        return 1;
    case ICS_OUTCOME_DETAIL:
        return 2;
    default:
        return 4;
    }
}

static bool resize(void **array, size_t count, size_t width)
{
    void *grown = realloc(*array, count * width);
    if (!grown)
        return false;
    *array = grown;
    return true;
}

static bool resize_parts(ics_outcome_rows *rows, uint32_t room, uint32_t letters)
{
    void *parts = rows->parts;
    if (letters == 0)
        return true;
    const bool has_room = resize(&parts, room, letters);
    rows->parts = parts;
    return has_room;
}

static bool resize_marks(ics_outcome_rows *rows, uint32_t room)
{
    void *marks = rows->marks;
    if (!marks)
        return true;
    const bool has_room = resize(&marks, room, sizeof *rows->marks);
    rows->marks = marks;
    return has_room;
}

bool ics_outcome_rows_reserve(ics_outcome_rows *rows, uint32_t more, uint32_t expected, uint32_t letters)
{
    if (more <= rows->room - rows->count)
        return true;
    uint64_t room = rows->room ? (uint64_t)rows->room * 2 : FIRST_ROOM;
    room = room < expected ? expected : room;
    room = room < (uint64_t)rows->count + more ? (uint64_t)rows->count + more : room;
    if (room > UINT32_MAX / 2 || room * (letters + 1) > SIZE_MAX / 2)
        return false;
    if (!resize_marks(rows, (uint32_t)room) || !resize_parts(rows, (uint32_t)room, letters))
        return false;
    rows->room = (uint32_t)room;
    return true;
}

static void fill(void *items, size_t width, uint32_t begin, uint32_t n, uint32_t value, uint32_t step)
{
    if (width == 1) {
        memset((uint8_t *)items + begin, (int)value, n); /* states and versions do not count */
    } else if (width == 2) {
        for (uint32_t i = 0; i < n; i++)
            ((uint16_t *)items)[begin + i] = (uint16_t)value;
    } else {
        uint32_t *to = (uint32_t *)items + begin;
        for (uint32_t i = 0; i < n; i++)
            to[i] = value + i * step;
    }
}

/* Room for n more items, at least what was reserved. */
static bool make_room(const ics_outcome_rows *rows, ics_outcome_column *column, size_t width, uint32_t n)
{
    if (column->items && column->room >= rows->count + n)
        return true;
    if (!resize(&column->items, rows->room, width))
        return false;
    column->room = rows->room;
    return true;
}

/* From now on one by one, with room for n more. */
static bool list_each(ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t n)
{
    ics_outcome_column *column = &rows->columns[id];
    const size_t width = ics_outcome_width(id);
    if (!make_room(rows, column, width, n))
        return false;
    if (column->held == ICS_HELD_EACH)
        return true;
    fill(column->items, width, 0, rows->count, column->value, column->held == ICS_HELD_COUNTING);
    column->held = ICS_HELD_EACH;
    return true;
}

static bool put_run(ics_outcome_rows *rows, ics_outcome_column_id id, ics_held held, uint32_t value, uint32_t n)
{
    ics_outcome_column *column = &rows->columns[id];
    if (rows->count == 0 && column->held != ICS_HELD_EACH) {
        column->held = held;
        column->value = value;
        return true;
    }
    if (column->held == held && value == column->value + (held == ICS_HELD_COUNTING ? rows->count : 0))
        return true;
    if (!list_each(rows, id, n))
        return false;
    fill(column->items, ics_outcome_width(id), rows->count, n, value, held == ICS_HELD_COUNTING);
    return true;
}

bool ics_outcome_put_same(ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t value, uint32_t n)
{
    return put_run(rows, id, ICS_HELD_SAME, value, n);
}

bool ics_outcome_put_counting(ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t first, uint32_t n)
{
    return put_run(rows, id, ICS_HELD_COUNTING, first, n);
}

bool ics_outcome_put_each(ics_outcome_rows *rows, ics_outcome_column_id id, const void *items, uint32_t n)
{
    const size_t width = ics_outcome_width(id);
    if (!list_each(rows, id, n))
        return false;
    memcpy((unsigned char *)rows->columns[id].items + rows->count * width, items, n * width);
    return true;
}

static bool append_column(ics_outcome_rows *rows, const ics_outcome_rows *from, ics_outcome_column_id id)
{
    const ics_outcome_column *column = &from->columns[id];
    return column->held == ICS_HELD_EACH ? ics_outcome_put_each(rows, id, column->items, from->count)
                                         : put_run(rows, id, column->held, column->value, from->count);
}

static bool append_marks(ics_outcome_rows *rows, const ics_outcome_rows *from)
{
    for (uint32_t i = 0; (rows->marks || from->marks) && i < from->count; i++)
        if (!ics_outcome_mark(rows, rows->count + i, from->marks ? from->marks[i] : ICS_NO_MARKS))
            return false;
    return true;
}

bool ics_outcome_rows_append(ics_outcome_rows *rows, ics_outcome_rows *from, uint32_t letters)
{
    if (rows->count == 0) {
        ics_outcome_rows_free(rows);
        *rows = *from;
        *from = (ics_outcome_rows){.count = 0};
        return true;
    }
    if (from->count > 0 && !ics_outcome_rows_reserve(rows, from->count, 0, letters))
        return false;
    for (int c = 0; from->count > 0 && c < ICS_OUTCOME_COLUMN_COUNT; c++)
        if (!append_column(rows, from, (ics_outcome_column_id)c))
            return false;
    if (!append_marks(rows, from))
        return false;
    if (letters > 0 && from->count > 0)
        memcpy(rows->parts + (size_t)rows->count * letters, from->parts, (size_t)from->count * letters);
    rows->count += from->count;
    ics_outcome_rows_free(from);
    return true;
}

uint32_t ics_outcome_value(const ics_outcome_rows *rows, ics_outcome_column_id id, uint32_t index)
{
    const ics_outcome_column *column = &rows->columns[id];
    if (column->held != ICS_HELD_EACH)
        return column->value + (column->held == ICS_HELD_COUNTING ? index : 0);
    switch (ics_outcome_width(id)) {
    case 1:
        return ((const uint8_t *)column->items)[index];
    case 2:
        return ((const uint16_t *)column->items)[index];
    default:
        return ((const uint32_t *)column->items)[index];
    }
}

bool ics_outcome_mark(ics_outcome_rows *rows, uint32_t index, ics_outcome_marks marks)
{
    const ics_outcome_marks none = ICS_NO_MARKS;
    if (!rows->marks && memcmp(&marks, &none, sizeof none) == 0)
        return true;
    if (!rows->marks) {
        rows->marks = malloc((size_t)rows->room * sizeof *rows->marks);
        if (!rows->marks)
            return false;
        for (uint32_t i = 0; i < index; i++)
            rows->marks[i] = none;
    }
    rows->marks[index] = marks;
    return true;
}

void ics_outcome_rows_clear(ics_outcome_rows *rows)
{
    if (rows->count == 0)
        return;
    if (rows->room > MOST_KEPT) {
        ics_outcome_rows_free(rows);
        return;
    }
    for (int c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++)
        rows->columns[c].held = ICS_HELD_SAME;
    free(rows->marks);
    rows->marks = NULL;
    rows->count = 0;
}

void ics_outcome_rows_free(ics_outcome_rows *rows)
{
    for (int c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++)
        free(rows->columns[c].items);
    free(rows->marks);
    free(rows->parts);
    *rows = (ics_outcome_rows){.count = 0};
}
