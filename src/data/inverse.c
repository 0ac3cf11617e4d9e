/* Inverses: a reference that is declared the other side of a list, or of a reference, and the other way round. */
#include "data/load.h"

#include "base/date.h"
#include "data/growth.h"

#include <stdlib.h>

/* One side told, so the other follows: `row` of the inverse's table names `owner` of the forward's. */
typedef struct pair {
    uint32_t owner, row;
} pair;

static int by_owner(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    if (x->owner != y->owner)
        return x->owner < y->owner ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool holds(const ics_cells *cells, uint32_t owner, uint32_t row)
{
    for (uint32_t i = 0; i < cells->count[owner]; i++)
        if (cells->items[cells->start[owner] + i] == row)
            return true;
    return false;
}

/* What records say of their owner, where the owner says nothing of a list or a partial one: they are in it. */
static bool put_forward_list(ics_load *load, uint32_t inverse, uint32_t forward, const pair *pairs, size_t count)
{
    const uint32_t owner = pairs->owner;
    if (!ics_store_reach(load->dataset, forward, owner))
        return ics_load_out_of_memory(load);
    ics_cells *cells = &load->store->cells[forward];
    const uint8_t said = cells->state[owner] & ICS_SAID_MASK;
    const bool is_open = said == ICS_SAID_NOTHING || said == ICS_SAID_UNKNOWN;
    const bool is_partial = is_open || (cells->state[owner] & ICS_STATE_PARTIAL);
    const uint32_t position = load->store->cells[inverse].position[pairs->row];
    if (cells->state[owner] & ICS_STATE_CLASH)
        return true;
    if (!ics_grow(&cells->items, &cells->item_room, cells->item_count + cells->count[owner] + count + 64,
                  sizeof *cells->items))
        return ics_load_out_of_memory(load);
    const uint32_t start = (uint32_t)cells->item_count, before = is_open ? 0 : cells->count[owner];
    for (uint32_t i = 0; i < before; i++)
        cells->items[cells->item_count++] = cells->items[cells->start[owner] + i];
    for (size_t i = 0; i < count; i++) {
        if (before && holds(cells, owner, pairs[i].row))
            continue;
        if (is_partial)
            cells->items[cells->item_count++] = pairs[i].row;
        else if (!ics_load_clash(load, inverse, pairs[i].row, load->store->cells[inverse].position[pairs[i].row],
                                 cells->position[owner], ICS_DAY_MIN, ICS_DAY_MAX))
            return false;
        else
            load->store->cells[inverse].state[pairs[i].row] = ICS_STATE_CLASH;
    }
    if (!is_partial) {
        cells->item_count = start;
        return true;
    }
    cells->start[owner] = start;
    cells->count[owner] = (uint32_t)cells->item_count - start;
    if (is_open)
        cells->position[owner] = position;
    cells->state[owner] = (uint8_t)((cells->state[owner] & ICS_STATE_EVIDENCE) | ICS_SAID_PRESENT | ICS_STATE_PARTIAL);
    return true;
}

static bool put_forward(ics_load *load, uint32_t inverse, uint32_t forward, const pair *pairs, size_t count)
{
    const bool is_reference = load->model->attributes[forward].type == ICS_TYPE_REF;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && pairs[end].owner == pairs[begin].owner;)
            end++;
        if (!is_reference && !put_forward_list(load, inverse, forward, pairs + begin, end - begin))
            return false;
        for (size_t i = begin; is_reference && i < end; i++)
            if (!ics_load_put(load, forward, pairs[i].owner, (ics_value){ICS_SAID_PRESENT, pairs[i].row, 0},
                              load->store->cells[inverse].position[pairs[i].row], NULL))
                return false;
    }
    return true;
}

/* Gathers what the inverse's own cells say, before any are made. */
static bool gather(ics_load *load, uint32_t inverse, pair **pairs, size_t *count)
{
    const ics_cells *cells = &load->store->cells[inverse];
    const uint32_t row_count = load->dataset->tables[ics_store_table(load->model, inverse)].row_count;
    size_t room = 0;
    for (uint32_t row = 0; row < row_count && row < cells->room; row++) {
        if ((cells->state[row] & ICS_SAID_MASK) != ICS_SAID_PRESENT)
            continue;
        if (!ICS_GROW(*pairs, *count, room))
            return ics_load_out_of_memory(load);
        (*pairs)[(*count)++] = (pair){load->dataset->columns[inverse].id[row], row};
    }
    if (*count > 1)
        qsort(*pairs, *count, sizeof **pairs, by_owner);
    return true;
}

/* What owners say of their records: each of them belongs to that owner. */
static bool put_back(ics_load *load, uint32_t inverse, uint32_t forward)
{
    const ics_cells *cells = &load->store->cells[forward];
    const uint32_t kind = load->model->attributes[inverse].entity;
    const uint32_t owner_count = load->dataset->tables[ics_store_table(load->model, forward)].row_count;
    const ics_table *table = &load->dataset->tables[ics_store_table(load->model, inverse)];
    const bool is_reference = load->model->attributes[forward].type == ICS_TYPE_REF;
    for (uint32_t owner = 0; owner < owner_count && owner < cells->room; owner++) {
        if ((cells->state[owner] & ICS_SAID_MASK) != ICS_SAID_PRESENT)
            continue;
        const uint32_t *rows =
            is_reference ? &load->dataset->columns[forward].id[owner] : cells->items + cells->start[owner];
        const uint32_t count = is_reference ? 1 : cells->count[owner];
        for (uint32_t i = 0; i < count; i++)
            if (ics_model_is_a(load->model, table->kind[rows[i]], kind) &&
                !ics_load_put(load, inverse, rows[i], (ics_value){ICS_SAID_PRESENT, owner, 0}, cells->position[owner],
                              NULL))
                return false;
    }
    return true;
}

bool ics_load_inverses(ics_load *load)
{
    for (uint32_t inverse = 0; inverse < load->model->attribute_count; inverse++) {
        const ics_attribute *a = &load->model->attributes[inverse];
        if (a->type != ICS_TYPE_REF || a->inverse == ICS_NONE)
            continue;
        pair *pairs = NULL;
        size_t count = 0;
        const bool went_well = gather(load, inverse, &pairs, &count) &&
                               put_forward(load, inverse, a->inverse, pairs, count) &&
                               put_back(load, inverse, a->inverse);
        free(pairs);
        if (!went_well)
            return false;
    }
    return true;
}
