/* Dated facts in order: a history, with the days taken out on which two of them contradict each other. */
#include "data/load.h"

#include "base/date.h"
#include "data/growth.h"

#include <stdlib.h>

static int by_cell_and_day(const void *a, const void *b)
{
    const ics_dated_line *x = a, *y = b;
    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    if (x->fact.from != y->fact.from)
        return x->fact.from < y->fact.from ? -1 : 1;
    return x->fact.place < y->fact.place ? -1 : x->fact.place > y->fact.place;
}

static void sort_lines(struct ics_dataset_private *store)
{
    if (store->dated_count > 1)
        qsort(store->dated, store->dated_count, sizeof *store->dated, by_cell_and_day);
}

static bool is_same_cell(const ics_dated_line *a, const ics_dated_line *b)
{
    return a->attribute == b->attribute && a->row == b->row;
}

static bool is_same_value(const ics_dated_fact *a, const ics_dated_fact *b)
{
    return a->is_present == b->is_present && (!a->is_present || (a->value == b->value && a->last == b->last));
}

/* A fact that began and has no last day ends where the next of its cell begins. */
static void end_open_facts(struct ics_dataset_private *store)
{
    for (size_t i = 0; i + 1 < store->dated_count; i++) {
        ics_dated_line *a = &store->dated[i];
        const ics_dated_line *b = &store->dated[i + 1];
        if (is_same_cell(a, b) && a->fact.from > ICS_DAY_MIN && a->fact.to == ICS_DAY_MAX &&
            b->fact.from > a->fact.from && !is_same_value(&a->fact, &b->fact))
            a->fact.to = b->fact.from - 1;
    }
}

static bool find_clashes(ics_load *load)
{
    const struct ics_dataset_private *store = load->store;
    for (size_t i = 0; i < store->dated_count; i++) {
        const ics_dated_line *a = &store->dated[i];
        for (size_t j = i + 1; j < store->dated_count; j++) {
            const ics_dated_line *b = &store->dated[j];
            if (!is_same_cell(a, b) || b->fact.from > a->fact.to)
                break;
            const int32_t to = a->fact.to < b->fact.to ? a->fact.to : b->fact.to;
            if (!is_same_value(&a->fact, &b->fact) &&
                !ics_load_clash(load, a->attribute, a->row, b->fact.place, a->fact.place, b->fact.from, to))
                return false;
        }
    }
    return true;
}

/* Takes the days of a contradiction out of a fact; what is left behind them becomes a line of its own. */
static bool cut(ics_load *load, size_t line, int32_t from, int32_t to)
{
    struct ics_dataset_private *store = load->store;
    const ics_dated_line whole = store->dated[line];
    if (whole.fact.from > to || whole.fact.to < from)
        return true;
    store->dated[line].fact.to = from == ICS_DAY_MIN ? ICS_DAY_MIN - 1 : from - 1;
    if (whole.fact.to <= to)
        return true;
    if (!ICS_GROW(store->dated, store->dated_count, store->dated_room))
        return ics_load_out_of_memory(load);
    store->dated[store->dated_count] = whole;
    store->dated[store->dated_count++].fact.from = to + 1;
    return true;
}

static bool cut_clashes(ics_load *load, size_t first_clash)
{
    struct ics_dataset_private *store = load->store;
    for (size_t c = first_clash; c < store->clash_count; c++) {
        const ics_clash clash = store->clashes[c];
        const size_t count = store->dated_count; /* what a cut leaves behind a contradiction is not cut by it again */
        for (size_t i = 0; i < count; i++)
            if (store->dated[i].attribute == clash.attribute && store->dated[i].row == clash.row &&
                !cut(load, i, clash.from, clash.to))
                return false;
    }
    size_t kept = 0;
    for (size_t i = 0; i < store->dated_count; i++)
        if (store->dated[i].fact.from <= store->dated[i].fact.to)
            store->dated[kept++] = store->dated[i];
    store->dated_count = kept;
    return true;
}

bool ics_load_settle_dated(ics_load *load)
{
    struct ics_dataset_private *store = load->store;
    const size_t given_count = store->dated_count, first_clash = store->clash_count;
    for (size_t i = 0; i < given_count; i++)
        if (!ics_load_date_value(load, store->dated[i].attribute, store->dated[i].row))
            return false;
    sort_lines(store);
    end_open_facts(store);
    if (!find_clashes(load) || !cut_clashes(load, first_clash))
        return false;
    sort_lines(store);
    return true;
}
