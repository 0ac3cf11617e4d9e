/* Lists that were told twice: equal, joined, one inside the other, or in contradiction. */
#include "data/load.h"

#include "base/date.h"
#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

/* Unordered comparison of two lists stops being tried where it would take more steps than this. */
enum { MATCH_STEPS = 4000000 };

bool ics_load_has_code(const ics_load *load, uint32_t root, uint32_t row)
{
    const uint32_t unique = load->model->entities[load->dataset->tables[root].kind[row]].unique;
    return unique != ICS_NONE && (ics_store_state(load->dataset, unique, row) & ICS_SAID_MASK) == ICS_SAID_PRESENT;
}

static bool is_same_row(const ics_load *load, uint32_t root, uint32_t a, uint32_t b);

/* Root of the rows that a list holds; ICS_NONE for a set of enumeration values or roles. */
static uint32_t item_table(const ics_load *load, uint32_t attribute)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    if (a->type == ICS_TYPE_VALUES)
        return a->values_table;
    const bool is_of_rows = a->type == ICS_TYPE_LIST || (a->type == ICS_TYPE_SET && a->element == ICS_TYPE_REF);
    return is_of_rows ? load->model->entities[a->target].root : ICS_NONE;
}

static bool is_same_item(const ics_load *load, uint32_t table, uint32_t a, uint32_t b)
{
    return a == b || (table != ICS_NONE && is_same_row(load, table, a, b));
}

/*
 * Whether each of the small list's items has one of its own in the big list. `matched`, where given, has a byte for
 * each of the small list's items and says which have.
 */
static bool is_inside(const ics_load *load, uint32_t table, const uint32_t *big, size_t big_count,
                      const uint32_t *small, size_t small_count, uint8_t *matched)
{
    bool is_whole = true;
    size_t in_step = 0; /* lists told twice are mostly told in the same order */
    while (in_step < small_count && in_step < big_count && is_same_item(load, table, big[in_step], small[in_step])) {
        if (matched)
            matched[in_step] = 1;
        in_step++;
    }
    if (in_step == small_count)
        return true;
    if ((small_count - in_step) > MATCH_STEPS / (big_count + 1))
        return false;
    uint8_t *taken = calloc(big_count + 1, 1);
    for (size_t i = in_step; i < small_count; i++) {
        size_t j = in_step;
        while (taken && j < big_count && (taken[j] || !is_same_item(load, table, big[j], small[i])))
            j++;
        const bool found = taken && j < big_count;
        if (found)
            taken[j] = 1;
        if (found && matched)
            matched[i] = 1;
        is_whole &= found;
    }
    free(taken);
    return is_whole;
}

/* First dated line of a cell, among lines that are in order. */
static size_t find_dated(const struct ics_dataset_private *store, uint32_t attribute, uint32_t row)
{
    size_t low = 0, high = store->dated_count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const ics_dated_line *line = &store->dated[middle];
        if (line->attribute < attribute || (line->attribute == attribute && line->row < row))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_same_dated(const ics_load *load, uint32_t attribute, uint32_t a, uint32_t b)
{
    const struct ics_dataset_private *store = load->store;
    size_t i = find_dated(store, attribute, a), j = find_dated(store, attribute, b);
    for (;; i++, j++) {
        const ics_dated_line *x = &store->dated[i], *y = &store->dated[j];
        const bool is_over = i == store->dated_count || x->attribute != attribute || x->row != a;
        if (is_over || j == store->dated_count || y->attribute != attribute || y->row != b)
            return is_over && (j == store->dated_count || y->attribute != attribute || y->row != b);
        if (x->fact.from != y->fact.from || x->fact.to != y->fact.to || x->may_from != y->may_from ||
            x->may_to != y->may_to || !ics_load_is_same_fact(load, attribute, &x->fact, &y->fact))
            return false;
    }
}

static const char *text_at(const ics_load *load, uint32_t attribute, uint32_t row)
{
    const uint32_t id = load->dataset->columns[attribute].id[row];
    return id == ICS_TEXT_LATE ? ics_store_late_text(load->dataset, attribute, row)
                               : ics_intern_text(load->dataset->texts, id, NULL);
}

/* Ids of texts differ also where one of two equal ones has not been read yet. */
static bool is_same_id(const ics_load *load, uint32_t attribute, uint32_t a, uint32_t b)
{
    const uint32_t *id = load->dataset->columns[attribute].id;
    const bool is_late = id[a] == ICS_TEXT_LATE || id[b] == ICS_TEXT_LATE;
    if (!is_late || load->model->attributes[attribute].type != ICS_TYPE_TEXT)
        return id[a] == id[b];
    return strcmp(text_at(load, attribute, a), text_at(load, attribute, b)) == 0;
}

static bool is_same_cell(const ics_load *load, uint32_t attribute, uint32_t a, uint32_t b)
{
    const uint8_t kept = ICS_SAID_MASK | ICS_STATE_YES | ICS_STATE_PARTIAL | ICS_STATE_DATED | ICS_STATE_CLASH;
    const uint8_t state = ics_store_state(load->dataset, attribute, a) & kept;
    if (state != (ics_store_state(load->dataset, attribute, b) & kept) || (state & ICS_STATE_CLASH))
        return false;
    if (state & ICS_STATE_DATED)
        return is_same_dated(load, attribute, a, b);
    if ((state & ICS_SAID_MASK) != ICS_SAID_PRESENT)
        return true;
    const ics_column *column = &load->dataset->columns[attribute];
    const ics_cells *cells = &load->store->cells[attribute];
    switch (ics_type_representation(load->model->attributes[attribute].type)) {
    case ICS_REP_TRUTH:
        return true;
    case ICS_REP_NUMBER:
        return column->number[a] == column->number[b];
    case ICS_REP_DAYS:
        return column->first[a] == column->first[b] && column->last[a] == column->last[b];
    case ICS_REP_ID:
        return is_same_id(load, attribute, a, b);
    case ICS_REP_REF: {
        const uint32_t table = load->model->entities[load->model->attributes[attribute].target].root;
        return is_same_item(load, table, column->id[a], column->id[b]);
    }
    case ICS_REP_LIST:
    case ICS_REP_SET:
        return cells->count[a] == cells->count[b] &&
               is_inside(load, item_table(load, attribute), cells->items + cells->start[a], cells->count[a],
                         cells->items + cells->start[b], cells->count[b], NULL);
    }
    return false;
}

/* Records without codes are the same where all that is said of them is. They nest at most DATA_NESTING deep. */
static bool is_same_row(const ics_load *load, uint32_t root, uint32_t a, uint32_t b)
{
    const ics_table *table = &load->dataset->tables[root];
    if (a == b)
        return true;
    if (table->kind[a] != table->kind[b] || ics_load_has_code(load, root, a) || ics_load_has_code(load, root, b))
        return false;
    if ((table->holds_from && table->holds_from[a] != table->holds_from[b]) ||
        (table->holds_to && table->holds_to[a] != table->holds_to[b]) ||
        (table->may_hold_from &&
         (table->may_hold_from[a] != table->may_hold_from[b] || table->may_hold_to[a] != table->may_hold_to[b])))
        return false;
    for (uint32_t i = 0; i < load->model->attribute_count; i++)
        if (ics_store_table(load->model, i) == root && !is_same_cell(load, i, a, b))
            return false;
    return true;
}

/* Marks items that are told elsewhere, or contradicted, so that no list holds them; records with codes stay. */
static bool kill_items(ics_load *load, uint8_t **dead, uint32_t attribute, uint32_t start, uint32_t count,
                       const uint8_t *chosen)
{
    const uint32_t table = item_table(load, attribute);
    if (table == ICS_NONE)
        return true;
    if (!dead[table]) {
        dead[table] = calloc(load->dataset->tables[table].row_count + 1u, 1);
        if (!dead[table])
            return ics_load_out_of_memory(load);
    }
    const uint32_t *items = load->store->cells[attribute].items + start;
    for (uint32_t i = 0; i < count; i++)
        if ((!chosen || chosen[i]) && !ics_load_has_code(load, table, items[i]))
            dead[table][items[i]] = 1;
    return true;
}

static bool contradict(ics_load *load, uint8_t **dead, const ics_second_list *second)
{
    ics_cells *cells = &load->store->cells[second->attribute];
    const uint32_t row = second->row;
    if (!kill_items(load, dead, second->attribute, cells->start[row], cells->count[row], NULL) ||
        !kill_items(load, dead, second->attribute, second->start, second->count, NULL))
        return false;
    cells->state[row] = (uint8_t)((cells->state[row] & (ICS_STATE_DATED | ICS_STATE_EVIDENCE)) | ICS_STATE_CLASH);
    cells->count[row] = 0;
    return ics_load_clash(load, second->attribute, row, second->position, cells->position[row], ICS_DAY_MIN,
                          ICS_DAY_MAX);
}

/* Two partial lists: what the second adds is put behind the first. */
static bool join(ics_load *load, uint8_t **dead, const ics_second_list *second)
{
    ics_cells *cells = &load->store->cells[second->attribute];
    const uint32_t row = second->row, table = item_table(load, second->attribute);
    uint8_t *matched = calloc(second->count + 1u, 1);
    if (!matched || !ics_grow(&cells->items, &cells->item_room,
                              cells->item_count + cells->count[row] + second->count + 64, sizeof *cells->items)) {
        free(matched);
        return ics_load_out_of_memory(load);
    }
    is_inside(load, table, cells->items + cells->start[row], cells->count[row], cells->items + second->start,
              second->count, matched);
    const uint32_t start = (uint32_t)cells->item_count;
    for (uint32_t i = 0; i < cells->count[row]; i++)
        cells->items[cells->item_count++] = cells->items[cells->start[row] + i];
    for (uint32_t i = 0; i < second->count; i++)
        if (!matched[i])
            cells->items[cells->item_count++] = cells->items[second->start + i];
    const bool went_well = kill_items(load, dead, second->attribute, second->start, second->count, matched);
    free(matched);
    cells->start[row] = start;
    cells->count[row] = (uint32_t)cells->item_count - start;
    return went_well && ics_load_keep_days(load, second->attribute, row, &second->days);
}

static bool settle(ics_load *load, uint8_t **dead, const ics_second_list *second)
{
    ics_cells *cells = &load->store->cells[second->attribute];
    const uint32_t row = second->row, table = item_table(load, second->attribute);
    const uint32_t *first_items = cells->items + cells->start[row], *second_items = cells->items + second->start;
    const uint32_t first_count = cells->count[row], second_count = second->count;
    if ((cells->state[row] & ICS_STATE_CLASH) || (second->state & ICS_SAID_MASK) == ICS_SAID_UNKNOWN)
        return kill_items(load, dead, second->attribute, second->start, second->count, NULL);
    const bool first_partial = cells->state[row] & ICS_STATE_PARTIAL,
               second_partial = second->state & ICS_STATE_PARTIAL;
    if (first_partial && second_partial)
        return join(load, dead, second);
    if (!first_partial) { /* complete: the second has to be the same, or partial and inside it */
        const bool fits = (second_partial || first_count == second_count) &&
                          is_inside(load, table, first_items, first_count, second_items, second_count, NULL);
        return fits ? kill_items(load, dead, second->attribute, second->start, second->count, NULL)
                    : contradict(load, dead, second);
    }
    if (!is_inside(load, table, second_items, second_count, first_items, first_count, NULL))
        return contradict(load, dead, second);
    if (!kill_items(load, dead, second->attribute, cells->start[row], first_count, NULL))
        return false;
    cells->start[row] = second->start;
    cells->count[row] = second->count;
    cells->state[row] = (uint8_t)((cells->state[row] & (ICS_STATE_DATED | ICS_STATE_EVIDENCE)) | second->state);
    cells->position[row] = second->position;
    return ics_load_keep_days(load, second->attribute, row, &second->days);
}

/* A record named twice in one list is in it once. `seen` says for each record which list held it last. */
static void drop_doubles(ics_cells *cells, uint32_t row, uint32_t *seen)
{
    uint32_t *items = cells->items + cells->start[row], kept = 0;
    for (uint32_t i = 0; i < cells->count[row]; i++) {
        if (seen[items[i]] == row + 1)
            continue;
        seen[items[i]] = row + 1;
        items[kept++] = items[i];
    }
    cells->count[row] = kept;
}

static bool make_distinct(ics_load *load, uint32_t attribute)
{
    ics_cells *cells = &load->store->cells[attribute];
    const uint32_t table = item_table(load, attribute);
    if (table == ICS_NONE || !cells->items || load->model->attributes[attribute].type == ICS_TYPE_VALUES ||
        load->model->entities[load->model->attributes[attribute].target].unique == ICS_NONE)
        return true;
    uint32_t *seen = calloc(load->dataset->tables[table].row_count + 1u, sizeof *seen);
    if (!seen)
        return ics_load_out_of_memory(load);
    const uint32_t row_count = load->dataset->tables[ics_store_table(load->model, attribute)].row_count;
    for (uint32_t row = 0; row < row_count && row < cells->room; row++)
        if ((cells->state[row] & ICS_SAID_MASK) == ICS_SAID_PRESENT)
            drop_doubles(cells, row, seen);
    free(seen);
    return true;
}

bool ics_load_merge(ics_load *load)
{
    for (uint32_t i = 0; i < load->model->attribute_count; i++) {
        const ics_representation form = ics_type_representation(load->model->attributes[i].type);
        if ((form == ICS_REP_LIST || form == ICS_REP_SET) && !make_distinct(load, i))
            return false;
    }
    if (load->second_count == 0)
        return true;
    ics_load_sort_dated(load);
    uint8_t **dead = calloc(load->model->entity_count + 1u, sizeof *dead);
    if (!dead)
        return ics_load_out_of_memory(load);
    bool went_well = true;
    for (size_t i = 0; i < load->second_count && went_well; i++)
        went_well = settle(load, dead, &load->seconds[i]);
    went_well = went_well && ics_load_drop(load, dead);
    for (uint32_t i = 0; i < load->model->entity_count; i++)
        free(dead[i]);
    free(dead);
    return went_well;
}
