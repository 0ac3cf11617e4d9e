/* Rows and cells that grow, and their end as columns. */
#include "data/store.h"

#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

ics_dataset *ics_store_new(const ics_model *model)
{
    ics_dataset *dataset = calloc(1, sizeof *dataset);
    if (!dataset)
        return NULL;
    struct ics_dataset_private *store = calloc(1, sizeof *store);
    dataset->model = model;
    dataset->private_ = store;
    dataset->texts = ics_intern_new();
    dataset->tables = calloc(model->entity_count + 1u, sizeof *dataset->tables);
    dataset->columns = calloc(model->attribute_count + 1u, sizeof *dataset->columns);
    if (store) {
        pthread_mutex_init(&store->lock, NULL);
        store->cells = calloc(model->attribute_count + 1u, sizeof *store->cells);
        store->rows = calloc(model->entity_count + 1u, sizeof *store->rows);
    }
    if (!store || !dataset->texts || !dataset->tables || !dataset->columns || !store->cells || !store->rows) {
        ics_dataset_free(dataset);
        return NULL;
    }
    return dataset;
}

static void free_column(ics_column *column)
{
    free(column->is_known);
    free(column->is_present);
    free(column->is_true);
    free(column->number);
    free(column->first);
    if (column->last != column->first)
        free(column->last);
    free(column->id);
    free(column->offset);
    free(column->item);
    free(column->is_partial);
    free(column->members);
    free(column->complete_from);
    free(column->complete_to);
    free(column->review_by);
    free(column->dated_offset);
    free(column->dated);
}

static void free_cells(ics_cells *cells)
{
    free(cells->state);
    free(cells->position);
    free(cells->start);
    free(cells->count);
    free(cells->items);
    free(cells->late);
}

static void free_table(ics_table *table)
{
    free(table->kind);
    free(table->holds_from);
    free(table->holds_to);
    free(table->may_hold_from);
    free(table->may_hold_to);
    free(table->owner_table);
    free(table->owner_row);
    free(table->owner_attribute);
}

static void free_store(struct ics_dataset_private *store, const ics_model *model)
{
    if (!store)
        return;
    for (size_t i = 0; i < store->input_count; i++) {
        if (!store->inputs[i].is_part)
            ics_bytes_free(&store->inputs[i].bytes);
        free(store->inputs[i].marks);
        free(store->inputs[i].row_offset);
        free(store->inputs[i].row_number);
    }
    for (uint32_t i = 0; store->cells && i < model->attribute_count; i++)
        free_cells(&store->cells[i]);
    for (uint32_t i = 0; store->rows && i < model->entity_count; i++)
        free(store->rows[i].position);
    free(store->inputs);
    free(store->cells);
    free(store->rows);
    free(store->evidence);
    free(store->clashes);
    free(store->dated);
    free(store->complete);
    free(store->descriptions);
    for (int i = 0; i < ICS_LEDGER_COUNT; i++)
        free(store->ledgers[i].entries);
    ics_arena_free(&store->arena);
    ics_intern_free(store->late);
    free(store->has_late);
    free(store->row_number);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

void ics_dataset_free(ics_dataset *dataset)
{
    if (!dataset)
        return;
    const ics_model *model = dataset->model;
    for (uint32_t i = 0; dataset->columns && i < model->attribute_count; i++)
        free_column(&dataset->columns[i]);
    for (uint32_t i = 0; dataset->tables && i < model->entity_count; i++)
        free_table(&dataset->tables[i]);
    free_store(dataset->private_, model);
    ics_intern_free(dataset->texts);
    free(dataset->tables);
    free(dataset->columns);
    free(dataset->files);
    free(dataset);
}

/* Grows one array of a group that shares its room; the group's room is set when all have grown. */
static bool grow_one(void *items, size_t room, size_t need, size_t size)
{
    return ics_grow(items, &room, need, size);
}

static bool grow_table(ics_table *table, ics_rows *rows, size_t need)
{
    size_t room = rows->room;
    if (!grow_one(&table->kind, room, need, sizeof *table->kind) ||
        !grow_one(&table->owner_table, room, need, sizeof *table->owner_table) ||
        !grow_one(&table->owner_row, room, need, sizeof *table->owner_row) ||
        !grow_one(&table->owner_attribute, room, need, sizeof *table->owner_attribute) ||
        (table->holds_from && !grow_one(&table->holds_from, room, need, sizeof *table->holds_from)) ||
        (table->holds_to && !grow_one(&table->holds_to, room, need, sizeof *table->holds_to)) ||
        (table->may_hold_from && (!grow_one(&table->may_hold_from, room, need, sizeof *table->may_hold_from) ||
                                  !grow_one(&table->may_hold_to, room, need, sizeof *table->may_hold_to))))
        return false;
    return ics_grow(&rows->position, &rows->room, need, sizeof *rows->position);
}

/* One row more and those that kernels may look at behind it, or as many as there were in a dataset of the kind. */
static size_t rows_wanted(const ics_dataset *dataset, uint32_t root)
{
    const uint32_t *before = dataset->private_->sizes.rows;
    const size_t need = dataset->tables[root].row_count + (size_t)65;
    const size_t wanted = before ? before[root] + (size_t)before[root] / 16 + 80 : 0;
    return before && before[root] > 0 && wanted > need ? wanted : need;
}

bool ics_store_row(ics_dataset *dataset, uint32_t kind, uint32_t position, uint32_t *row)
{
    const uint32_t root = dataset->model->entities[kind].root;
    ics_table *table = &dataset->tables[root];
    ics_rows *rows = &dataset->private_->rows[root];
    /* room for 64 rows more than there are: kernels read past the end */
    if (table->row_count + 64u >= rows->room && !grow_table(table, rows, rows_wanted(dataset, root)))
        return false;
    const uint32_t made = table->row_count++;
    table->kind[made] = kind;
    table->owner_table[made] = table->owner_row[made] = table->owner_attribute[made] = ICS_NONE;
    rows->position[made] = position;
    if (table->holds_from)
        table->holds_from[made] = ICS_DAY_MIN;
    if (table->holds_to)
        table->holds_to[made] = ICS_DAY_MAX;
    if (table->may_hold_from) {
        table->may_hold_from[made] = ICS_DAY_MIN;
        table->may_hold_to[made] = ICS_DAY_MAX;
    }
    *row = made;
    return true;
}

static void fill_days(int32_t *days, uint32_t first, uint32_t count, int32_t day)
{
    for (uint32_t i = 0; days && i < count; i++)
        days[first + i] = day;
}

static void fill_with_none(uint32_t *of, uint32_t first, uint32_t count)
{
    memset(of + first, 0xFF, count * sizeof *of); /* ICS_NONE: all bits */
}

bool ics_store_rows(ics_dataset *dataset, uint32_t kind, const uint32_t *positions, uint32_t count, uint32_t *first)
{
    const uint32_t root = dataset->model->entities[kind].root;
    ics_table *table = &dataset->tables[root];
    ics_rows *rows = &dataset->private_->rows[root];
    const uint32_t begin = *first = table->row_count;
    if (begin + (size_t)count + 64 > rows->room && !grow_table(table, rows, begin + (size_t)count + 65))
        return false;
    for (uint32_t i = 0; i < count; i++)
        table->kind[begin + i] = kind;
    fill_with_none(table->owner_table, begin, count);
    fill_with_none(table->owner_row, begin, count);
    fill_with_none(table->owner_attribute, begin, count);
    if (count > 0)
        memcpy(rows->position + begin, positions, count * sizeof *positions);
    fill_days(table->holds_from, begin, count, ICS_DAY_MIN);
    fill_days(table->holds_to, begin, count, ICS_DAY_MAX);
    fill_days(table->may_hold_from, begin, count, ICS_DAY_MIN);
    fill_days(table->may_hold_to, begin, count, ICS_DAY_MAX);
    table->row_count += count;
    return true;
}

void ics_store_expect(ics_dataset *dataset, uint32_t kind, size_t count)
{
    const uint32_t root = dataset->model->entities[kind].root;
    ics_table *table = &dataset->tables[root];
    ics_rows *rows = &dataset->private_->rows[root];
    const size_t need = table->row_count + count + 65;
    if (need > rows->room && need < UINT32_MAX)
        (void)grow_table(table, rows, need);
}

static bool grow_values(ics_column *column, ics_cells *cells, ics_representation representation, size_t need)
{
    const size_t room = cells->room;
    switch (representation) {
    case ICS_REP_TRUTH:
        return true; /* a bit of the state */
    case ICS_REP_NUMBER:
        return grow_one(&column->number, room, need, sizeof *column->number);
    case ICS_REP_DAYS:
        return grow_one(&column->first, room, need, sizeof *column->first) &&
               grow_one(&column->last, room, need, sizeof *column->last);
    case ICS_REP_ID:
    case ICS_REP_REF:
        return grow_one(&column->id, room, need, sizeof *column->id);
    case ICS_REP_LIST:
    case ICS_REP_SET:
        return grow_one(&cells->start, room, need, sizeof *cells->start) &&
               grow_one(&cells->count, room, need, sizeof *cells->count);
    }
    return false;
}

bool ics_store_reach(ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    ics_cells *cells = &dataset->private_->cells[attribute];
    if (row < cells->room)
        return true;
    const size_t rows = dataset->private_->rows[ics_store_table(dataset->model, attribute)].room;
    const size_t need = rows > row ? rows : row + 1u; /* grow in step with the table */
    const ics_representation representation = ics_type_representation(dataset->model->attributes[attribute].type);
    if (!grow_values(&dataset->columns[attribute], cells, representation, need) ||
        !grow_one(&cells->state, cells->room, need, sizeof *cells->state))
        return false;
    return ics_grow(&cells->position, &cells->room, need, sizeof *cells->position);
}

uint8_t ics_store_state(const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    const ics_cells *cells = &dataset->private_->cells[attribute];
    return row < cells->room ? cells->state[row] : ICS_SAID_NOTHING;
}
