/* Rows of every root entity, cells of every attribute: unknown, absent or some value of its type, by a small generator.
 */
#include "anydata.h"

#include <stdlib.h>
#include <string.h>

enum { ENTITIES_MOST = 1000, ATTRIBUTES_MOST = 5000 };

typedef struct maker {
    ics_dataset *dataset;
    const ics_model *model;
    uint32_t rows, state;
} maker;

static uint32_t next(maker *m)
{
    m->state = m->state * 1664525u + 1013904223u;
    return m->state >> 8;
}

static uint32_t rows_of(const maker *m, uint32_t entity)
{
    return m->dataset->tables[m->model->entities[entity].root].row_count;
}

/* An id or row of a type; false where there is none. */
static bool some_id(maker *m, ics_type type, uint32_t target, uint32_t *id)
{
    uint32_t first = 0, count = 0;
    if (type == ICS_TYPE_ENUM) {
        first = m->model->enums[target].first_value;
        count = m->model->enums[target].value_count;
    } else if (type == ICS_TYPE_ROLE) {
        count = m->model->role_count;
    } else if (type == ICS_TYPE_REF || type == ICS_TYPE_LIST) {
        count = rows_of(m, target);
    } else {
        first = count = 1; /* the one text */
    }
    if (count == 0)
        return false;
    *id = first + next(m) % count;
    return true;
}

static bool put_value(maker *m, const ics_attribute *attribute, ics_column *column, uint32_t row)
{
    switch (ics_type_representation(attribute->type)) {
    case ICS_REP_TRUTH:
        column->is_true[row / 64] |= (uint64_t)(next(m) % 2) << (row % 64);
        return true;
    case ICS_REP_NUMBER:
        column->number[row] = (int64_t)(next(m) % 5) * 500000;
        return true;
    case ICS_REP_DAYS:
        column->first[row] = 19000 + (int32_t)(next(m) % 1000);
        column->last[row] = column->first[row] + (int32_t)(next(m) % 2) * 30;
        return true;
    case ICS_REP_ID:
    case ICS_REP_REF:
        return some_id(m, attribute->type, attribute->target, &column->id[row]);
    default:
        return true;
    }
}

/* One item a cell at most, so that offsets need one pass. */
static void put_items(maker *m, const ics_attribute *attribute, ics_column *column, uint32_t rows)
{
    const bool is_values = attribute->type == ICS_TYPE_VALUES;
    const ics_type type = attribute->type == ICS_TYPE_SET ? attribute->element : ICS_TYPE_LIST;
    uint32_t count = 0;
    for (uint32_t row = 0; row < rows; row++) {
        const bool is_present = column->is_present[row / 64] >> (row % 64) & 1;
        column->offset[row] = count;
        if (is_present && next(m) % 4 &&
            some_id(m, type, is_values ? attribute->values_table : attribute->target, &column->item[count]))
            count++;
        column->is_partial[row / 64] |= (uint64_t)(next(m) % 4 == 0) << (row % 64);
    }
    column->offset[rows] = count;
}

static bool make_arrays(ics_column *column, uint32_t rows)
{
    const size_t room = (size_t)rows + 66, words = room / 64 + 3;
    column->is_known = calloc(words, 8);
    column->is_present = calloc(words, 8);
    column->is_true = calloc(words, 8);
    column->is_partial = calloc(words, 8);
    column->number = calloc(room, 8);
    column->first = calloc(room, 4);
    column->last = calloc(room, 4);
    column->id = calloc(room, 4);
    column->offset = calloc(room, 4);
    column->item = calloc(room, 4);
    return column->is_known && column->is_present && column->is_true && column->is_partial && column->number &&
           column->first && column->last && column->id && column->offset && column->item;
}

static bool make_column(maker *m, uint32_t index)
{
    const ics_attribute *attribute = &m->model->attributes[index];
    ics_column *column = &m->dataset->columns[index];
    const uint32_t rows = rows_of(m, attribute->entity);
    if (!make_arrays(column, rows))
        return false;
    for (uint32_t row = 0; row < rows; row++) {
        const uint32_t fate = next(m) % 5;
        if (fate == 0)
            continue;
        column->is_known[row / 64] |= (uint64_t)1 << (row % 64);
        if (fate > 1 && put_value(m, attribute, column, row))
            column->is_present[row / 64] |= (uint64_t)1 << (row % 64);
    }
    const ics_representation representation = ics_type_representation(attribute->type);
    if (representation == ICS_REP_LIST || representation == ICS_REP_SET)
        put_items(m, attribute, column, rows);
    return true;
}

static bool make_tables(maker *m)
{
    for (uint32_t i = 0; i < m->model->entity_count; i++) {
        ics_table *table = &m->dataset->tables[i];
        table->row_count = m->model->entities[i].root == i ? m->rows : 0;
        table->kind = calloc((size_t)table->row_count + 1, sizeof *table->kind);
        if (!table->kind)
            return false;
        for (uint32_t row = 0; row < table->row_count; row++)
            table->kind[row] = i;
    }
    for (uint32_t i = 0; i < m->model->attribute_count; i++)
        if (!make_column(m, i))
            return false;
    return true;
}

ics_dataset *anydata_new(const ics_model *model, uint32_t rows, uint32_t seed)
{
    if (model->entity_count > ENTITIES_MOST || model->attribute_count > ATTRIBUTES_MOST)
        return NULL;
    ics_dataset *dataset = calloc(1, sizeof *dataset);
    if (!dataset)
        return NULL;
    maker m = {.dataset = dataset, .model = model, .rows = rows, .state = seed};
    dataset->model = model;
    dataset->texts = ics_intern_new();
    dataset->tables = calloc((size_t)model->entity_count + 1, sizeof *dataset->tables);
    dataset->columns = calloc((size_t)model->attribute_count + 1, sizeof *dataset->columns);
    if (!dataset->texts || !dataset->tables || !dataset->columns || ics_intern_add(dataset->texts, "alpha", 5) == 0 ||
        !make_tables(&m)) {
        anydata_free(dataset);
        return NULL;
    }
    return dataset;
}

void anydata_free(ics_dataset *dataset)
{
    for (uint32_t i = 0; dataset->columns && i < dataset->model->attribute_count; i++) {
        ics_column *column = &dataset->columns[i];
        free(column->is_known);
        free(column->is_present);
        free(column->is_true);
        free(column->is_partial);
        free(column->number);
        free(column->first);
        free(column->last);
        free(column->id);
        free(column->offset);
        free(column->item);
    }
    for (uint32_t i = 0; dataset->tables && i < dataset->model->entity_count; i++)
        free(dataset->tables[i].kind);
    ics_intern_free(dataset->texts);
    free(dataset->tables);
    free(dataset->columns);
    free(dataset);
}
