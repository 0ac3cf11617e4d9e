/* The end of growing: states become bitmaps, lists become offsets, all as dataset.h describes. */
#include "data/store.h"

#include "base/date.h"
#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

enum { SPARE = 64 }; /* items behind the last that kernels may read */

static int by_evidence(const void *a, const void *b)
{
    const ics_evidence_line *x = a, *y = b;
    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->position < y->position ? -1 : x->position > y->position;
}

static int by_clash(const void *a, const void *b)
{
    const ics_clash *x = a, *y = b;
    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return x->from < y->from ? -1 : x->from > y->from;
}

static bool seal_tables(ics_dataset *dataset)
{
    for (uint32_t root = 0; root < dataset->model->entity_count; root++) {
        uint32_t row;
        ics_table *table = &dataset->tables[root];
        if (dataset->model->entities[root].root != root || table->kind)
            continue;
        if (!ics_store_row(dataset, root, 0, &row)) /* an empty table has its spare items too */
            return false;
        table->row_count = 0;
    }
    return true;
}

/* Which of eight bytes are zero, as bits. */
static uint64_t zero_bytes(uint64_t word)
{
    const uint64_t low = 0x7F7F7F7F7F7F7F7Fu;
    const uint64_t tops = ~(((word & low) + low) | word | low); /* the top bit of each that is zero, and no other */
    return (tops >> 7) * 0x0102040810204080u >> 56;
}

/* Which of at most 64 states have a value under a mask. */
static uint64_t match_bits(const uint8_t *state, size_t count, uint8_t mask, uint8_t value)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t bits = 0;
    size_t row = 0;
    for (; row + 8 <= count; row += 8) {
        uint64_t word;
        memcpy(&word, state + row, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word); /* the first state is the lowest byte */
#endif
        bits |= zero_bytes((word & ones * mask) ^ ones * value) << row;
    }
    for (; row < count; row++)
        bits |= (uint64_t)((state[row] & mask) == value) << row;
    return bits;
}

/* One bit of every cell's state as a bitmap; cells that were never reached say nothing. */
static bool seal_bits(const ics_cells *cells, uint32_t row_count, uint8_t mask, uint8_t value, uint64_t **out)
{
    const size_t word_count = (row_count + 63u) / 64u + 1u;
    uint64_t *words = calloc(word_count, sizeof *words);
    *out = words;
    if (!words)
        return false;
    const size_t count = row_count < cells->room ? row_count : cells->room;
    for (size_t begin = 0; begin < count; begin += 64) {
        const size_t end = begin + 64 < count ? begin + 64 : count;
        words[begin / 64] = match_bits(cells->state + begin, end - begin, mask, value);
    }
    return true;
}

/* Present, or absent: known. */
static void add_absent(const ics_cells *cells, uint32_t row_count, uint64_t *is_known)
{
    const size_t count = row_count < cells->room ? row_count : cells->room;
    for (size_t begin = 0; begin < count; begin += 64)
        is_known[begin / 64] |=
            match_bits(cells->state + begin, count - begin < 64 ? count - begin : 64, ICS_SAID_MASK, ICS_SAID_ABSENT);
}

/* Whether the items are rows that follow each other, so that offsets into the items are offsets into the table. */
static bool is_slice(const uint32_t *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (items[i] != items[0] + (uint32_t)i)
            return false;
    return true;
}

static bool is_listed(const ics_cells *cells, size_t row)
{
    return row < cells->room &&
           ((cells->state[row] & ICS_SAID_MASK) == ICS_SAID_PRESENT || (cells->state[row] & ICS_STATE_DATED) != 0);
}

/* Where each row's items begin when they are put in the order of the rows. @return how many there are; *is_in_order
 * says whether they lie so already. */
static size_t lay_offsets(ics_column *column, const ics_cells *cells, uint32_t row_count, bool *is_in_order)
{
    size_t at = 0;
    *is_in_order = true;
    for (size_t row = 0; row < row_count; row++) {
        column->offset[row] = (uint32_t)at;
        if (!is_listed(cells, row) || cells->count[row] == 0)
            continue;
        *is_in_order &= cells->start[row] == at;
        at += cells->count[row];
    }
    for (size_t row = row_count; row < row_count + 1u + SPARE; row++)
        column->offset[row] = (uint32_t)at;
    return at;
}

static bool gather_items(ics_column *column, const ics_cells *cells, uint32_t row_count, size_t total)
{
    column->item = calloc(total + SPARE, sizeof *column->item);
    if (!column->item)
        return false;
    for (size_t row = 0; row < row_count; row++)
        if (is_listed(cells, row) && cells->count[row] > 0)
            memcpy(column->item + column->offset[row], cells->items + cells->start[row],
                   cells->count[row] * sizeof *column->item);
    return true;
}

static bool seal_list(ics_column *column, ics_cells *cells, uint32_t row_count, bool may_slice)
{
    bool is_in_order;
    column->offset = malloc((row_count + (size_t)1 + SPARE) * sizeof *column->offset);
    if (!column->offset)
        return false;
    const size_t total = lay_offsets(column, cells, row_count, &is_in_order);
    if (total > UINT32_MAX)
        return false;
    if (is_in_order && cells->item_room >= total + SPARE) {
        column->item = cells->items;
        cells->items = NULL;
        memset(column->item + total, 0, SPARE * sizeof *column->item);
    } else if (!gather_items(column, cells, row_count, total)) {
        return false;
    }
    if (may_slice && is_slice(column->item, total)) {
        const uint32_t first = total ? column->item[0] : 0;
        for (size_t row = 0; row < row_count + 1u + SPARE; row++)
            column->offset[row] += first;
        free(column->item);
        column->item = NULL;
    }
    free(cells->start);
    free(cells->count);
    free(cells->items);
    cells->start = cells->count = cells->items = NULL;
    return true;
}

/* The ids of an enumeration follow each other: where all that a column's sets hold lie within a word, each set is one.
 */
static bool seal_members(ics_column *column, uint32_t row_count)
{
    const uint32_t end = column->offset[row_count];
    uint32_t least = UINT32_MAX, most = 0;
    for (uint32_t i = 0; i < end; i++) {
        least = column->item[i] < least ? column->item[i] : least;
        most = column->item[i] > most ? column->item[i] : most;
    }
    if (end == 0 || most - least >= 64)
        return true;
    column->first_member = least;
    column->members = calloc((size_t)row_count + SPARE, sizeof *column->members);
    if (!column->members)
        return false;
    for (uint32_t row = 0; row < row_count; row++)
        for (uint32_t i = column->offset[row]; i < column->offset[row + 1]; i++)
            column->members[row] |= (uint64_t)1 << (column->item[i] - least);
    return true;
}

/* A day for each row; that of a row that says none is @p day. */
static bool make_days(int32_t **days, uint32_t row_count, int32_t day)
{
    if (*days)
        return true;
    *days = calloc(row_count + (size_t)SPARE, sizeof **days);
    for (uint32_t row = 0; *days && row < row_count; row++)
        (*days)[row] = day;
    return *days != NULL;
}

/* Of lists that are joined each has to speak. */
static bool seal_list_days(ics_dataset *dataset)
{
    const struct ics_dataset_private *store = dataset->private_;
    for (size_t i = 0; i < store->complete_count; i++) {
        const ics_complete_line *line = &store->complete[i];
        const ics_list_days *days = &line->days;
        ics_column *column = &dataset->columns[line->attribute];
        const uint32_t row_count = dataset->tables[ics_store_table(dataset->model, line->attribute)].row_count;
        const bool says_days = days->from != ICS_DAY_MIN || days->to != ICS_DAY_MAX;
        if (says_days && (!make_days(&column->complete_from, row_count, ICS_DAY_MIN) ||
                          !make_days(&column->complete_to, row_count, ICS_DAY_MAX)))
            return false;
        if (days->review_by != ICS_DAY_MAX && !make_days(&column->review_by, row_count, ICS_DAY_MAX))
            return false;
        if (says_days && column->complete_from[line->row] < days->from)
            column->complete_from[line->row] = days->from;
        if (says_days && column->complete_to[line->row] > days->to)
            column->complete_to[line->row] = days->to;
        if (column->review_by && column->review_by[line->row] > days->review_by)
            column->review_by[line->row] = days->review_by;
    }
    return true;
}

/* The dated facts of one attribute: lines [begin, end) of the store's, which are in order. */
static bool seal_dated(ics_dataset *dataset, uint32_t attribute, size_t begin, size_t end)
{
    ics_column *column = &dataset->columns[attribute];
    const uint32_t row_count = dataset->tables[ics_store_table(dataset->model, attribute)].row_count;
    const ics_dated_line *lines = dataset->private_->dated;
    column->dated_offset = calloc(row_count + 1u + SPARE, sizeof *column->dated_offset);
    column->dated = calloc(end - begin + SPARE, sizeof *column->dated);
    if (!column->dated_offset || !column->dated)
        return false;
    size_t line = begin;
    for (uint32_t row = 0; row < row_count; row++) {
        column->dated_offset[row] = (uint32_t)(line - begin);
        for (; line < end && lines[line].row == row; line++)
            column->dated[line - begin] = lines[line].fact;
    }
    for (size_t row = row_count; row < row_count + 1u + SPARE; row++)
        column->dated_offset[row] = (uint32_t)(line - begin);
    return true;
}

static bool seal_all_dated(ics_dataset *dataset)
{
    struct ics_dataset_private *store = dataset->private_;
    for (size_t begin = 0, end; begin < store->dated_count; begin = end) {
        end = begin + 1;
        while (end < store->dated_count && store->dated[end].attribute == store->dated[begin].attribute)
            end++;
        if (!seal_dated(dataset, store->dated[begin].attribute, begin, end))
            return false;
    }
    free(store->dated);
    store->dated = NULL;
    store->dated_count = store->dated_room = 0;
    return true;
}

static bool has_state(const ics_cells *cells, uint32_t row_count, uint8_t bit)
{
    const size_t count = row_count < cells->room ? row_count : cells->room;
    uint8_t all = 0;
    for (size_t row = 0; row < count; row++)
        all |= cells->state[row];
    return all & bit;
}

/* Where no day is a month or a year, its last day is its first. */
static void seal_days(ics_column *column, uint32_t row_count)
{
    uint32_t off = 0;
    for (uint32_t row = 0; row < row_count; row++)
        off |= (uint32_t)(column->first[row] ^ column->last[row]);
    if (off != 0)
        return;
    free(column->last);
    column->last = column->first;
}

static bool seal_column(ics_dataset *dataset, uint32_t attribute)
{
    ics_column *column = &dataset->columns[attribute];
    ics_cells *cells = &dataset->private_->cells[attribute];
    const uint32_t row_count = dataset->tables[ics_store_table(dataset->model, attribute)].row_count;
    const ics_type type = dataset->model->attributes[attribute].type;
    const ics_representation form = ics_type_representation(type);
    /* present is what has something in it: a list that is empty is absent, a partial one that names nothing is unknown
     */
    if (!ics_store_reach(dataset, attribute, row_count + SPARE) ||
        !seal_bits(cells, row_count, ICS_SAID_MASK, ICS_SAID_PRESENT, &column->is_known) ||
        !seal_bits(cells, row_count, ICS_SAID_MASK, ICS_SAID_PRESENT, &column->is_present))
        return false;
    add_absent(cells, row_count, column->is_known);
    cells->says_inapplicable = has_state(cells, row_count, ICS_STATE_NOT_APPLICABLE);
    if (form == ICS_REP_TRUTH)
        return seal_bits(cells, row_count, ICS_SAID_MASK | ICS_STATE_YES, ICS_SAID_PRESENT | ICS_STATE_YES,
                         &column->is_true);
    if (form == ICS_REP_DAYS)
        seal_days(column, row_count);
    if (form != ICS_REP_LIST && form != ICS_REP_SET)
        return true;
    for (size_t row = 0; row < row_count; row++)
        if ((cells->state[row] & ICS_SAID_MASK) == ICS_SAID_PRESENT && cells->count[row] == 0) {
            column->is_present[row / 64] &= ~((uint64_t)1 << (row & 63u));
            if (cells->state[row] & ICS_STATE_PARTIAL)
                column->is_known[row / 64] &= ~((uint64_t)1 << (row & 63u));
        }
    if (has_state(cells, row_count, ICS_STATE_PARTIAL) &&
        !seal_bits(cells, row_count, ICS_SAID_MASK | ICS_STATE_PARTIAL, ICS_SAID_PRESENT | ICS_STATE_PARTIAL,
                   &column->is_partial))
        return false;
    return seal_list(column, cells, row_count, form == ICS_REP_LIST) &&
           (form != ICS_REP_SET || seal_members(column, row_count));
}

bool ics_store_seal(ics_dataset *dataset)
{
    struct ics_dataset_private *store = dataset->private_;
    if (!seal_tables(dataset))
        return false;
    for (uint32_t attribute = 0; attribute < dataset->model->attribute_count; attribute++)
        if (!seal_column(dataset, attribute))
            return false;
    if (store->evidence_count > 1)
        qsort(store->evidence, store->evidence_count, sizeof *store->evidence, by_evidence);
    if (store->clash_count > 1)
        qsort(store->clashes, store->clash_count, sizeof *store->clashes, by_clash);
    return seal_list_days(dataset) && seal_all_dated(dataset);
}
