/* From views to rows: all of them decoded, then moved into the dataset. */
#include "arrow/bulk.h"

#include "base/limits.h"
#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

/* -- decoding */

/* Slots that grow into ranges. */
typedef struct ranges {
    ics_bulk_range *items;
    size_t count, room, total;
} ranges;

static bool add_slots(ics_bulk *bulk, ranges *r, int64_t slot, int64_t count)
{
    if (count == 0)
        return true;
    r->total += (size_t)count;
    if (r->count > 0 && r->items[r->count - 1].slot + r->items[r->count - 1].count == slot) {
        r->items[r->count - 1].count += count;
        return true;
    }
    if (r->count == r->room) {
        ics_bulk_range *grown =
            ics_arena_grow(&bulk->scratch, r->items, r->count, &r->room, sizeof *r->items, _Alignof(ics_bulk_range));
        if (!grown)
            return ics_load_out_of_memory(bulk->load);
        r->items = grown;
    }
    r->items[r->count++] = (ics_bulk_range){slot, count};
    return true;
}

static bool decode_record(ics_bulk *bulk, ics_bulk_record *record, const ics_arrow_view *view, const ranges *slots);

static bool make_states(ics_bulk *bulk, ics_bulk_column *column, size_t count)
{
    column->state = ICS_ARENA_ARRAY(&bulk->scratch, uint8_t, count + 1);
    column->count = ICS_ARENA_ARRAY(&bulk->scratch, uint32_t, count + 1);
    return (column->state && column->count) || ics_load_out_of_memory(bulk->load);
}

/* Structs that are there become rows; the column holds which. */
static bool decode_structs(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ranges *slots)
{
    ics_bulk_record *inner = column->inner;
    ranges made = {0};
    size_t at = 0;
    if (!make_states(bulk, column, slots->total))
        return false;
    inner->parent = ICS_ARENA_ARRAY(&bulk->scratch, uint32_t, slots->total + 1);
    if (!inner->parent)
        return ics_load_out_of_memory(bulk->load);
    for (size_t i = 0; i < slots->count; i++)
        for (int64_t n = 0; n < slots->items[i].count; n++, at++) {
            const int64_t slot = slots->items[i].slot + n;
            column->state[at] = ics_arrow_is_valid(view, slot) ? ICS_SAID_PRESENT : bulk->null_state;
            if (column->state[at] != ICS_SAID_PRESENT)
                continue;
            inner->parent[made.total] = (uint32_t)at;
            if (!add_slots(bulk, &made, slot, 1))
                return false;
        }
    return decode_record(bulk, inner, view, &made);
}

/* The items of a list that is there; an empty one says that there are none. */
static bool gather_items(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ranges *slots,
                         ranges *items)
{
    size_t at = 0;
    if (!make_states(bulk, column, slots->total))
        return false;
    for (size_t i = 0; i < slots->count; i++)
        for (int64_t n = 0; n < slots->items[i].count; n++, at++) {
            const int64_t slot = slots->items[i].slot + n;
            if (!ics_arrow_is_valid(view, slot)) {
                column->state[at] = bulk->null_state;
                continue;
            }
            const int64_t begin = ics_arrow_item(view, slot), count = ics_arrow_item(view, slot + 1) - begin;
            column->state[at] = count > 0 ? ICS_SAID_PRESENT : ICS_SAID_ABSENT;
            column->count[at] = (uint32_t)count;
            if (items->total + (uint64_t)count > (uint64_t)ICS_LIMIT_DOCUMENT_NODES) /* more than is held at once */
                return false;
            if (!add_slots(bulk, items, begin, count))
                return false;
        }
    return true;
}

static bool name_parents(ics_bulk *bulk, ics_bulk_record *inner, const ics_bulk_column *column, size_t rows,
                         size_t total)
{
    size_t at = 0;
    inner->parent = ICS_ARENA_ARRAY(&bulk->scratch, uint32_t, total + 1);
    if (!inner->parent)
        return ics_load_out_of_memory(bulk->load);
    for (size_t row = 0; row < rows; row++)
        for (uint32_t n = 0; n < column->count[row]; n++)
            inner->parent[at++] = (uint32_t)row;
    return true;
}

static bool are_all_valid(const ics_arrow_view *view, const ranges *slots)
{
    if (!view->is_valid && view->type->kind != ICS_ARROW_NULL)
        return true;
    for (size_t i = 0; i < slots->count; i++)
        for (int64_t n = 0; n < slots->items[i].count; n++)
            if (!ics_arrow_is_valid(view, slots->items[i].slot + n))
                return false;
    return true;
}

static bool decode_lists(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ranges *slots)
{
    const ics_arrow_view *child = &view->children[0];
    ics_bulk_record *inner = column->inner;
    ranges items = {0};
    if (!gather_items(bulk, column, view, slots, &items) || !are_all_valid(child, &items) ||
        !name_parents(bulk, inner, column, slots->total, items.total))
        return false;
    if (column->action == ICS_BULK_RECORDS)
        return decode_record(bulk, inner, child, &items);
    inner->row_count = items.total;
    inner->first_row = bulk->load->dataset->tables[inner->root].row_count;
    if (!ics_bulk_decode(bulk, inner->columns, child, items.items, items.count, items.total))
        return false;
    for (size_t i = 0; i < items.total; i++)
        if ((inner->columns->state[i] & ICS_SAID_MASK) != ICS_SAID_PRESENT) /* null in a dictionary */
            return false;
    return true;
}

/* A value given twice counts once; the counts shrink to what is kept. */
static bool decode_words(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ranges *slots)
{
    const ics_arrow_view *child = &view->children[0];
    ranges items = {0};
    if (!gather_items(bulk, column, view, slots, &items) || !ics_bulk_begin_words(bulk, column, child))
        return false;
    column->id = ICS_ARENA_ARRAY(&bulk->scratch, uint32_t, items.total + 1);
    if (!column->id)
        return ics_load_out_of_memory(bulk->load);
    column->item_count = 0;
    size_t range = 0, row = 0;
    int64_t within = 0;
    for (; row < slots->total; row++) {
        const size_t begin = column->item_count;
        for (uint32_t left = column->count[row]; left > 0 && range < items.count; left--) {
            const int64_t slot = items.items[range].slot + within;
            if (++within == items.items[range].count) {
                range++;
                within = 0;
            }
            int32_t id, unused;
            if (!ics_arrow_is_valid(child, slot) || !ics_bulk_word_at(bulk, column, child, slot, &id, &unused))
                return false;
            size_t same = begin;
            while (same < column->item_count && column->id[same] != (uint32_t)id)
                same++;
            if (same == column->item_count)
                column->id[column->item_count++] = (uint32_t)id;
        }
        column->count[row] = (uint32_t)(column->item_count - begin);
    }
    return true;
}

/* A code that was seen before, here or elsewhere: then a record is told twice, and the rows have to be joined. */
static bool keep_codes(ics_bulk *bulk, const ics_bulk_record *record, const ics_bulk_column *column)
{
    for (size_t row = 0; row < record->row_count; row++) {
        if (column->state[row] != ICS_SAID_PRESENT)
            continue;
        const int64_t value = column->number ? column->number[row] : (int64_t)column->id[row];
        if (ics_load_code_find(bulk->load, column->attribute, value) != ICS_NONE)
            return false;
        if (!ICS_GROW(bulk->codes, bulk->code_count, bulk->code_room))
            return ics_load_out_of_memory(bulk->load);
        if (!ics_load_code_add(bulk->load, column->attribute, value, record->first_row + (uint32_t)row))
            return false;
        bulk->codes[bulk->code_count++] = (ics_bulk_code){column->attribute, value};
    }
    return true;
}

static bool decode_column(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ranges *slots)
{
    switch (column->action) {
    case ICS_BULK_LEAVE:
        return true;
    case ICS_BULK_RECORD:
        return decode_structs(bulk, column, view, slots);
    case ICS_BULK_RECORDS:
    case ICS_BULK_VALUES:
        return decode_lists(bulk, column, view, slots);
    case ICS_BULK_WORDS:
        return decode_words(bulk, column, view, slots);
    default:
        return ics_bulk_decode(bulk, column, view, slots->items, slots->count, slots->total);
    }
}

/* The slots are those of the structs; their fields have slots of their own. */
static bool decode_record(ics_bulk *bulk, ics_bulk_record *record, const ics_arrow_view *view, const ranges *slots)
{
    ranges fields = {ICS_ARENA_ARRAY(&bulk->scratch, ics_bulk_range, slots->count + 1), slots->count, 0, slots->total};
    if (!fields.items)
        return ics_load_out_of_memory(bulk->load);
    for (size_t i = 0; i < slots->count; i++)
        fields.items[i] = (ics_bulk_range){ics_arrow_field_slot(view, slots->items[i].slot), slots->items[i].count};
    const ics_table *table = &bulk->load->dataset->tables[record->root];
    if (slots->total > UINT32_MAX - 64u - table->row_count)
        return false;
    record->row_count = slots->total;
    record->first_row = table->row_count;
    for (size_t i = 0; i < record->column_count; i++)
        if (!decode_column(bulk, &record->columns[i], &view->children[i], &fields) ||
            (record->columns[i].is_code && !keep_codes(bulk, record, &record->columns[i])))
            return false;
    return true;
}

static void take_back(ics_bulk *bulk)
{
    for (; bulk->code_count > 0; bulk->code_count--) {
        const ics_bulk_code *code = &bulk->codes[bulk->code_count - 1];
        ics_load_code_remove(bulk->load, code->attribute, code->value);
    }
}

/* -- into the dataset: nothing can be refused any more */

static bool put_rows(ics_bulk *bulk, const ics_bulk_record *record, const uint32_t *positions)
{
    ics_dataset *dataset = bulk->load->dataset;
    ics_table *table = &dataset->tables[record->root];
    const size_t count = record->row_count;
    uint32_t first;
    if (!ics_store_rows(dataset, record->entity, positions, (uint32_t)count, &first))
        return ics_load_out_of_memory(bulk->load);
    if (record->owner == ICS_NONE || count == 0)
        return true;
    const uint32_t holder = bulk->load->model->attributes[record->owner].entity;
    const uint32_t root = bulk->load->model->entities[holder].root;
    for (size_t i = 0; i < count; i++)
        table->owner_table[first + i] = root;
    memcpy(table->owner_row + first, record->parent, count * sizeof *record->parent);
    for (size_t i = 0; i < count; i++)
        table->owner_attribute[first + i] = record->owner;
    return true;
}

static bool reach(ics_bulk *bulk, uint32_t attribute, const ics_bulk_record *record)
{
    return record->row_count == 0 ||
           ics_store_reach(bulk->load->dataset, attribute, record->first_row + (uint32_t)record->row_count - 1) ||
           ics_load_out_of_memory(bulk->load);
}

static void put_scalars(ics_bulk *bulk, const ics_bulk_record *record, const ics_bulk_column *from)
{
    ics_column *to = &bulk->load->dataset->columns[from->attribute];
    const size_t first = record->first_row, count = record->row_count;
    if (from->number)
        memcpy(to->number + first, from->number, count * sizeof *to->number);
    if (from->first) {
        memcpy(to->first + first, from->first, count * sizeof *to->first);
        memcpy(to->last + first, from->last, count * sizeof *to->last);
    }
    if (from->id && from->action != ICS_BULK_WORDS)
        memcpy(to->id + first, from->id, count * sizeof *to->id);
}

static bool put_late(ics_bulk *bulk, const ics_bulk_record *record, const ics_bulk_column *from)
{
    ics_cells *cells = &bulk->load->store->cells[from->attribute];
    if (!from->late || record->row_count == 0)
        return true;
    if (!ics_grow(&cells->late, &cells->late_room, record->first_row + record->row_count, sizeof *cells->late))
        return ics_load_out_of_memory(bulk->load);
    memcpy(cells->late + record->first_row, from->late, record->row_count * sizeof *from->late);
    return true;
}

/* Where the rows of a list begin among the attribute's items. */
static bool put_items(ics_bulk *bulk, const ics_bulk_record *record, const ics_bulk_column *from)
{
    ics_cells *cells = &bulk->load->store->cells[from->attribute];
    const size_t total = from->action == ICS_BULK_WORDS ? from->item_count : from->inner->row_count;
    if (!ics_grow(&cells->items, &cells->item_room, cells->item_count + total + 64, sizeof *cells->items))
        return ics_load_out_of_memory(bulk->load);
    uint32_t *items = cells->items + cells->item_count;
    if (from->action == ICS_BULK_WORDS)
        memcpy(items, from->id, total * sizeof *items);
    else
        for (size_t i = 0; i < total; i++)
            items[i] = from->inner->first_row + (uint32_t)i;
    size_t at = cells->item_count;
    for (size_t i = 0; i < record->row_count; i++) {
        cells->start[record->first_row + i] = (uint32_t)at;
        cells->count[record->first_row + i] = from->count[i];
        at += from->count[i];
    }
    cells->item_count = at;
    return true;
}

/* Rows that a column's structs have become. */
static void put_references(ics_bulk *bulk, const ics_bulk_record *record, const ics_bulk_column *from)
{
    uint32_t *id = bulk->load->dataset->columns[from->attribute].id, made = from->inner->first_row;
    for (size_t i = 0; i < record->row_count; i++)
        if (from->state[i] == ICS_SAID_PRESENT)
            id[record->first_row + i] = made++;
}

static bool put_record(ics_bulk *bulk, ics_bulk_record *record, const uint32_t *positions, bool is_top);

/* A row's parts stand where it stands; at the top each column has a place of its own. */
static bool put_inner(ics_bulk *bulk, const ics_bulk_record *record, ics_bulk_record *inner, const uint32_t *positions)
{
    uint32_t *places = ICS_ARENA_ARRAY(&bulk->scratch, uint32_t, inner->row_count + 1);
    if (!places)
        return ics_load_out_of_memory(bulk->load);
    for (size_t i = 0; i < inner->row_count; i++) {
        places[i] = positions[inner->parent[i]];
        inner->parent[i] += record->first_row;
    }
    return put_record(bulk, inner, places, false);
}

static bool put_column(ics_bulk *bulk, const ics_bulk_record *record, ics_bulk_column *column,
                       const uint32_t *positions, uint32_t shift)
{
    if (column->action == ICS_BULK_LEAVE)
        return true;
    if (!reach(bulk, column->attribute, record))
        return false;
    ics_cells *cells = &bulk->load->store->cells[column->attribute];
    uint32_t *places = cells->position + record->first_row;
    if (record->row_count > 0)
        memcpy(cells->state + record->first_row, column->state, record->row_count);
    for (size_t i = 0; i < record->row_count; i++)
        places[i] = positions[i] + shift;
    put_scalars(bulk, record, column);
    if (!put_late(bulk, record, column))
        return false;
    if (column->action == ICS_BULK_RECORD)
        put_references(bulk, record, column);
    if (column->action >= ICS_BULK_RECORDS && !put_items(bulk, record, column))
        return false;
    return !column->inner || put_inner(bulk, record, column->inner, places);
}

static bool put_record(ics_bulk *bulk, ics_bulk_record *record, const uint32_t *positions, bool is_top)
{
    if (!put_rows(bulk, record, positions))
        return false;
    for (size_t i = 0; i < record->column_count; i++)
        if (!put_column(bulk, record, &record->columns[i], positions, is_top ? (uint32_t)i : 0))
            return false;
    return true;
}

static bool read_rows(ics_bulk *bulk, const ics_arrow_view *view, int64_t first, size_t count, uint32_t position,
                      uint32_t stride)
{
    ics_bulk_range range = {first, (int64_t)count};
    const ranges all = {&range, count > 0, 0, count};
    bulk->code_count = 0;
    if (!are_all_valid(view, &all) || !decode_record(bulk, bulk->top, view, &all)) {
        take_back(bulk);
        return false;
    }
    uint32_t *positions = ICS_ARENA_ARRAY(&bulk->scratch, uint32_t, count + 1);
    if (!positions)
        return ics_load_out_of_memory(bulk->load);
    for (size_t i = 0; i < count; i++)
        positions[i] = position + (uint32_t)i * stride;
    bulk->load->dataset->record_count += count;
    return put_record(bulk, bulk->top, positions, true);
}

bool ics_bulk_read(ics_bulk *bulk, const ics_arrow_view *view, int64_t first, int64_t count, uint32_t position,
                   uint32_t stride)
{
    const bool is_read = read_rows(bulk, view, first, (size_t)count, position, stride);
    ics_arena_reset(&bulk->scratch);
    return is_read;
}

/* -- room */

static void expect_record(ics_bulk *bulk, const ics_bulk_record *record, const ics_arrow_view *view, int64_t first,
                          int64_t count);

/* The items of a list's slots, as the offsets say. */
static void expect_items(ics_bulk *bulk, const ics_bulk_column *column, const ics_arrow_view *view, int64_t first,
                         int64_t count)
{
    const int64_t begin = ics_arrow_item(view, first), total = ics_arrow_item(view, first + count) - begin;
    ics_cells *cells = &bulk->load->store->cells[column->attribute];
    if (total > (int64_t)ICS_LIMIT_DOCUMENT_NODES ||
        !ics_grow(&cells->items, &cells->item_room, cells->item_count + (size_t)total + 64, sizeof *cells->items))
        return;
    if (column->action == ICS_BULK_RECORDS)
        expect_record(bulk, column->inner, &view->children[0], begin, total);
    else if (column->inner)
        ics_store_expect(bulk->load->dataset, column->inner->entity, (size_t)total);
}

/* Recursion follows the type, whose depth is bounded. */
static void expect_record(ics_bulk *bulk, const ics_bulk_record *record, const ics_arrow_view *view, int64_t first,
                          int64_t count)
{
    const int64_t begin = ics_arrow_field_slot(view, first);
    if (count == 0 || count > (int64_t)ICS_LIMIT_DOCUMENT_NODES)
        return;
    ics_store_expect(bulk->load->dataset, record->entity, (size_t)count);
    for (size_t i = 0; i < record->column_count; i++) {
        const ics_bulk_column *column = &record->columns[i];
        if (column->action == ICS_BULK_RECORD)
            expect_record(bulk, column->inner, &view->children[i], begin, count);
        else if (column->action >= ICS_BULK_RECORDS)
            expect_items(bulk, column, &view->children[i], begin, count);
    }
}

void ics_bulk_expect(ics_bulk *bulk, const ics_arrow_view *view)
{
    expect_record(bulk, bulk->top, view, 0, view->length);
}
