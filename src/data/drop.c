/* Rows that turned out to be told twice are taken out, and all that counts rows is numbered anew. */
#include "data/load.h"

#include <stdlib.h>

/* New row numbers by root and old row; NULL for tables that lose nothing. */
typedef struct renumbering {
    const ics_load *load;
    uint32_t **to;
} renumbering;

/* What is nested in a dead record is dead too, unless it has a code of its own: that lives on at top level. */
static bool spread(ics_load *load, uint8_t **dead)
{
    for (bool again = true; again;) {
        again = false;
        for (uint32_t root = 0; root < load->model->entity_count; root++) {
            ics_table *table = &load->dataset->tables[root];
            for (uint32_t row = 0; row < table->row_count; row++) {
                const uint32_t owner = table->owner_table[row];
                if (owner == ICS_NONE || !dead[owner] || !dead[owner][table->owner_row[row]] ||
                    (dead[root] && dead[root][row]))
                    continue;
                if (ics_load_has_code(load, root, row)) {
                    table->owner_table[row] = table->owner_row[row] = table->owner_attribute[row] = ICS_NONE;
                    continue;
                }
                if (!dead[root] && !(dead[root] = calloc(table->row_count + 1u, 1)))
                    return ics_load_out_of_memory(load);
                dead[root][row] = 1;
                again = true;
            }
        }
    }
    return true;
}

static uint32_t renumbered(const renumbering *r, uint32_t root, uint32_t row)
{
    return row == ICS_NONE || !r->to[root] ? row : r->to[root][row];
}

static bool number_rows(ics_load *load, uint8_t **dead, renumbering *r)
{
    for (uint32_t root = 0; root < load->model->entity_count; root++) {
        const uint32_t row_count = load->dataset->tables[root].row_count;
        uint32_t next = 0;
        if (!dead[root])
            continue;
        r->to[root] = malloc((row_count + 1u) * sizeof **r->to);
        if (!r->to[root])
            return ics_load_out_of_memory(load);
        for (uint32_t row = 0; row < row_count; row++)
            r->to[root][row] = dead[root][row] ? ICS_NONE : next++;
    }
    return true;
}

static void move_cell(ics_column *column, ics_cells *cells, uint32_t to, uint32_t from)
{
    cells->state[to] = cells->state[from];
    cells->position[to] = cells->position[from];
    if (column->number)
        column->number[to] = column->number[from];
    if (column->first) {
        column->first[to] = column->first[from];
        column->last[to] = column->last[from];
    }
    if (column->id)
        column->id[to] = column->id[from];
    if (cells->start) {
        cells->start[to] = cells->start[from];
        cells->count[to] = cells->count[from];
    }
}

/* Moves the cells of one attribute to their rows' new numbers, and the rows that they name. */
static void renumber_attribute(const renumbering *r, uint32_t attribute)
{
    const ics_load *load = r->load;
    const ics_attribute *a = &load->model->attributes[attribute];
    const uint32_t root = ics_store_table(load->model, attribute);
    ics_column *column = &load->dataset->columns[attribute];
    ics_cells *cells = &load->store->cells[attribute];
    const uint32_t row_count = load->dataset->tables[root].row_count;
    for (uint32_t row = 0; r->to[root] && row < row_count && row < cells->room; row++)
        if (r->to[root][row] != ICS_NONE)
            move_cell(column, cells, r->to[root][row], row);
    const bool is_of_rows = a->type == ICS_TYPE_LIST || (a->type == ICS_TYPE_SET && a->element == ICS_TYPE_REF);
    const uint32_t target = a->type == ICS_TYPE_VALUES              ? a->values_table
                            : is_of_rows || a->type == ICS_TYPE_REF ? load->model->entities[a->target].root
                                                                    : ICS_NONE;
    if (target == ICS_NONE || !r->to[target])
        return;
    for (size_t i = 0; i < cells->item_count; i++)
        cells->items[i] = renumbered(r, target, cells->items[i]);
    for (uint32_t row = 0; a->type == ICS_TYPE_REF && row < cells->room; row++)
        if ((cells->state[row] & ICS_SAID_MASK) == ICS_SAID_PRESENT)
            column->id[row] = renumbered(r, target, column->id[row]);
}

static void renumber_table(const renumbering *r, uint32_t root)
{
    ics_table *table = &r->load->dataset->tables[root];
    uint32_t *position = r->load->store->rows[root].position, kept = 0;
    for (uint32_t row = 0; row < table->row_count; row++) {
        const uint32_t owner = table->owner_table[row];
        const uint32_t owner_row = owner == ICS_NONE ? ICS_NONE : renumbered(r, owner, table->owner_row[row]);
        const uint32_t to = renumbered(r, root, row);
        if (to == ICS_NONE)
            continue;
        table->kind[to] = table->kind[row];
        table->owner_table[to] = owner;
        table->owner_row[to] = owner_row;
        table->owner_attribute[to] = table->owner_attribute[row];
        if (table->holds_from)
            table->holds_from[to] = table->holds_from[row];
        if (table->holds_to)
            table->holds_to[to] = table->holds_to[row];
        if (table->may_hold_from) {
            table->may_hold_from[to] = table->may_hold_from[row];
            table->may_hold_to[to] = table->may_hold_to[row];
        }
        position[to] = position[row];
        kept = to + 1;
    }
    table->row_count = kept;
}

static uint32_t new_row(const renumbering *r, uint32_t attribute, uint32_t row)
{
    return renumbered(r, ics_store_table(r->load->model, attribute), row);
}

/* Evidence, contradictions, dated facts and days of lists go with their rows. */
static void renumber_lines(const renumbering *r)
{
    struct ics_dataset_private *store = r->load->store;
    size_t kept = 0;
    for (size_t i = 0; i < store->evidence_count; i++) {
        store->evidence[kept] = store->evidence[i];
        store->evidence[kept].row = new_row(r, store->evidence[i].attribute, store->evidence[i].row);
        kept += store->evidence[kept].row != ICS_NONE;
    }
    store->evidence_count = kept;
    kept = 0;
    for (size_t i = 0; i < store->clash_count; i++) {
        store->clashes[kept] = store->clashes[i];
        store->clashes[kept].row = new_row(r, store->clashes[i].attribute, store->clashes[i].row);
        kept += store->clashes[kept].row != ICS_NONE;
    }
    store->clash_count = kept;
    kept = 0;
    for (size_t i = 0; i < store->complete_count; i++) {
        store->complete[kept] = store->complete[i];
        store->complete[kept].row = new_row(r, store->complete[i].attribute, store->complete[i].row);
        kept += store->complete[kept].row != ICS_NONE;
    }
    store->complete_count = kept;
    kept = 0;
    for (size_t i = 0; i < store->dated_count; i++) {
        ics_dated_line line = store->dated[i];
        const ics_attribute *a = &r->load->model->attributes[line.attribute];
        line.row = new_row(r, line.attribute, line.row);
        if (a->type == ICS_TYPE_REF && line.fact.is_present)
            line.fact.value = renumbered(r, r->load->model->entities[a->target].root, (uint32_t)line.fact.value);
        store->dated[kept] = line;
        kept += line.row != ICS_NONE;
    }
    store->dated_count = kept;
}

/* States of rows behind the last have to be as if they had never been written. */
static void clear_behind(ics_load *load, uint32_t attribute)
{
    ics_cells *cells = &load->store->cells[attribute];
    for (size_t row = load->dataset->tables[ics_store_table(load->model, attribute)].row_count; row < cells->room;
         row++)
        cells->state[row] = ICS_SAID_NOTHING;
}

bool ics_load_drop(ics_load *load, uint8_t **dead)
{
    renumbering r = {load, calloc(load->model->entity_count + 1u, sizeof *r.to)};
    if (!r.to)
        return ics_load_out_of_memory(load);
    const bool went_well = spread(load, dead) && number_rows(load, dead, &r);
    if (went_well) {
        for (uint32_t i = 0; i < load->model->attribute_count; i++)
            renumber_attribute(&r, i);
        renumber_lines(&r);
        for (uint32_t root = 0; root < load->model->entity_count; root++)
            renumber_table(&r, root);
        for (uint32_t i = 0; i < load->model->attribute_count; i++)
            clear_behind(load, i);
    }
    for (uint32_t root = 0; root < load->model->entity_count; root++)
        free(r.to[root]);
    free(r.to);
    return went_well;
}
