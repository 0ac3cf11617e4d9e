/*
 * Sets that hold on some days only: a history of lists. The fact of such a set names a range of the attribute's items,
 * which are in order, so that two sets are compared item by item.
 */
#include "data/load.h"

#include "base/date.h"
#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

bool ics_load_is_dated_set(const ics_load *load, uint32_t attribute)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    return a->type == ICS_TYPE_SET && a->element != ICS_TYPE_REF;
}

static int by_id(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

ics_value ics_load_set_value(ics_load *load, uint32_t attribute, uint8_t state, uint32_t start, uint32_t count)
{
    const ics_cells *cells = &load->store->cells[attribute];
    const bool is_partial = (state & ICS_STATE_PARTIAL) != 0;
    if (count == 0)
        return (ics_value){is_partial ? ICS_SAID_UNKNOWN : ICS_SAID_ABSENT, 0, 0};
    qsort(cells->items + start, count, sizeof *cells->items, by_id);
    return (ics_value){ICS_SAID_PRESENT, (int64_t)start | (int64_t)is_partial << 32, (int32_t)count};
}

bool ics_dated_sets_are_same(const uint32_t *items, const ics_dated_fact *a, const ics_dated_fact *b)
{
    if (a->is_present != b->is_present || !a->is_present)
        return a->is_present == b->is_present;
    return ics_set_is_partial(a) == ics_set_is_partial(b) && a->last == b->last &&
           memcmp(items + ics_set_start(a), items + ics_set_start(b), (size_t)a->last * sizeof *items) == 0;
}

/* Whether all that the small set holds is in the big one. */
static bool is_inside(const uint32_t *items, const ics_dated_fact *big, const ics_dated_fact *small)
{
    const uint32_t *at = items + (big->is_present ? ics_set_start(big) : 0),
                   *end = at + (big->is_present ? big->last : 0);
    for (int32_t i = 0; small->is_present && i < small->last; i++) {
        const uint32_t item = items[ics_set_start(small) + (uint32_t)i];
        while (at < end && *at < item)
            at++;
        if (at == end || *at != item)
            return false;
    }
    return true;
}

bool ics_dated_sets_agree(const uint32_t *items, const ics_dated_fact *a, const ics_dated_fact *b)
{
    const bool a_is_partial = a->is_present && ics_set_is_partial(a),
               b_is_partial = b->is_present && ics_set_is_partial(b);
    if (a_is_partial && b_is_partial)
        return true; /* there is more than either names */
    if (a_is_partial || b_is_partial)
        return a_is_partial ? is_inside(items, b, a) : is_inside(items, a, b);
    return ics_dated_sets_are_same(items, a, b);
}

/* Puts the sets of one cell, lines [begin, end), behind the attribute's items, and counts their places from there. */
static bool gather_cell(ics_load *load, size_t begin, size_t end)
{
    ics_dated_line *lines = load->store->dated;
    const uint32_t attribute = lines[begin].attribute, row = lines[begin].row;
    ics_cells *cells = &load->store->cells[attribute];
    const size_t start = cells->item_count;
    for (size_t i = begin; i < end; i++) {
        ics_dated_fact *fact = &lines[i].fact;
        const size_t count = fact->is_present ? (size_t)fact->last : 0, at = cells->item_count;
        if (count == 0)
            continue;
        if (!ics_grow(&cells->items, &cells->item_room, at + count + 64, sizeof *cells->items))
            return ics_load_out_of_memory(load);
        memcpy(cells->items + at, cells->items + ics_set_start(fact), count * sizeof *cells->items);
        cells->item_count += count;
        fact->value = (int64_t)(at - start) | (int64_t)ics_set_is_partial(fact) << 32;
    }
    cells->start[row] = (uint32_t)start;
    cells->count[row] = (uint32_t)(cells->item_count - start);
    return true;
}

bool ics_load_gather_sets(ics_load *load)
{
    const struct ics_dataset_private *store = load->store;
    for (size_t begin = 0, end; begin < store->dated_count; begin = end) {
        const ics_dated_line *line = &store->dated[begin];
        for (end = begin + 1; end < store->dated_count && store->dated[end].attribute == line->attribute &&
                              store->dated[end].row == line->row;)
            end++;
        if (ics_load_is_dated_set(load, line->attribute) && !gather_cell(load, begin, end))
            return false;
    }
    return true;
}
