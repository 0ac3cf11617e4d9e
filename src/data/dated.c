/* Dated facts in order: a history, with the days taken out on which two of them contradict each other. */
#include "data/load.h"

#include "base/date.h"
#include "base/limits.h"
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

void ics_load_sort_dated(ics_load *load)
{
    struct ics_dataset_private *store = load->store;
    if (store->dated_count > 1)
        qsort(store->dated, store->dated_count, sizeof *store->dated, by_cell_and_day);
}

static bool is_same_cell(const ics_dated_line *a, const ics_dated_line *b)
{
    return a->attribute == b->attribute && a->row == b->row;
}

bool ics_load_is_same_fact(const ics_load *load, uint32_t attribute, const ics_dated_fact *a, const ics_dated_fact *b)
{
    if (ics_load_is_dated_set(load, attribute))
        return ics_dated_sets_are_same(load->store->cells[attribute].items, a, b);
    return a->is_present == b->is_present && (!a->is_present || (a->value == b->value && a->last == b->last));
}

/* Whether both may be true of one day. */
static bool agree(const ics_load *load, uint32_t attribute, const ics_dated_fact *a, const ics_dated_fact *b)
{
    return ics_load_is_dated_set(load, attribute) ? ics_dated_sets_agree(load->store->cells[attribute].items, a, b)
                                                  : ics_load_is_same_fact(load, attribute, a, b);
}

/* -- a fact that began and has no last day ends where the next of its cell begins -- */

static bool is_open(const ics_dated_line *line)
{
    return line->may_from > ICS_DAY_MIN && line->may_to == ICS_DAY_MAX;
}

/* Ends a fact before another that begins later, or may begin later: then it is in doubt from there on. */
static void end_before(const ics_load *load, ics_dated_line *line, const ics_dated_line *next)
{
    const bool is_later = next->may_from > line->fact.from, may_be_later = next->fact.from > line->may_from;
    if (!may_be_later || ics_load_is_same_fact(load, line->attribute, &line->fact, &next->fact))
        return;
    if (line->fact.to >= next->may_from)
        line->fact.to = next->may_from - 1;
    if (is_later && line->may_to >= next->fact.from)
        line->may_to = next->fact.from - 1;
}

/* Facts of exact days: each looks no further than the next that says another thing. */
static void end_exact(const ics_load *load, ics_dated_line *lines, size_t count)
{
    const ics_dated_line *next = NULL;
    for (size_t i = count; i-- > 0;) {
        if (i + 1 < count && !ics_load_is_same_fact(load, lines->attribute, &lines[i].fact, &lines[i + 1].fact))
            next = &lines[i + 1];
        if (next && is_open(&lines[i]))
            end_before(load, &lines[i], next);
    }
}

/* With days in doubt any of them may be the next. */
static void end_doubtful(const ics_load *load, ics_dated_line *lines, size_t count)
{
    bool open[ICS_LIMIT_CELL_FACTS];
    for (size_t i = 0; i < count; i++)
        open[i] = is_open(&lines[i]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; open[i] && j < count; j++)
            end_before(load, &lines[i], &lines[j]);
}

static void end_open_facts(const ics_load *load)
{
    struct ics_dataset_private *store = load->store;
    for (size_t begin = 0, end; begin < store->dated_count; begin = end) {
        ics_dated_line *lines = &store->dated[begin];
        bool has_doubt = false;
        for (end = begin; end < store->dated_count && is_same_cell(lines, &store->dated[end]); end++)
            has_doubt |= store->dated[end].may_from != store->dated[end].fact.from ||
                         store->dated[end].may_to != store->dated[end].fact.to;
        if (!has_doubt)
            end_exact(load, lines, end - begin);
        else if (end - begin <= (size_t)ICS_LIMIT_CELL_FACTS) /* more are refused */
            end_doubtful(load, lines, end - begin);
    }
}

/* -- days in doubt -- */

static bool add_doubt(ics_load *load, const ics_dated_line *of, int32_t from, int32_t to)
{
    struct ics_dataset_private *store = load->store;
    if (from > to)
        return true;
    if (!ICS_GROW(store->dated, store->dated_count, store->dated_room))
        return ics_load_out_of_memory(load);
    ics_dated_line *made = &store->dated[store->dated_count++];
    *made = *of;
    made->fact.from = from;
    made->fact.to = to;
    made->fact.is_doubtful = true;
    return true;
}

/* The days on which a fact may hold, and may not, become lines of their own. */
static bool add_doubts(ics_load *load)
{
    const size_t count = load->store->dated_count;
    for (size_t i = 0; i < count; i++) {
        const ics_dated_line line = load->store->dated[i];
        const bool is_ever_certain = line.fact.from <= line.fact.to;
        if (line.may_from == line.fact.from && line.may_to == line.fact.to)
            continue;
        if (!(is_ever_certain ? add_doubt(load, &line, line.may_from, line.fact.from - 1) &&
                                    add_doubt(load, &line, line.fact.to + 1, line.may_to)
                              : add_doubt(load, &line, line.may_from, line.may_to)))
            return false;
    }
    return true;
}

/* The dated facts of one cell: lines [begin, end), and what was cut off them, from `pieces` to the last line. */
typedef struct cell {
    uint32_t attribute, row;
    size_t begin, end, pieces;
} cell;

enum { CLASHES = 16 }; /* of one cell; with more of them nothing that it says can be relied on */

/* Two facts of a cell contradict each other on the days that both cover. */
static bool find_clashes(ics_load *load, const cell *c)
{
    const struct ics_dataset_private *store = load->store;
    const size_t first = store->clash_count;
    for (size_t i = c->begin; i < c->end; i++)
        for (size_t j = i + 1; j < c->end; j++) {
            const ics_dated_fact a = store->dated[i].fact, b = store->dated[j].fact;
            if (b.from > a.to)
                break;
            if (agree(load, c->attribute, &a, &b))
                continue;
            const bool is_last = store->clash_count - first == CLASHES;
            const int32_t from = is_last ? ICS_DAY_MIN : b.from;
            const int32_t to = is_last ? ICS_DAY_MAX : a.to < b.to ? a.to : b.to;
            if (!ics_load_clash(load, c->attribute, c->row, b.place, a.place, from, to))
                return false;
            if (is_last)
                return true;
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
    store->dated[line].fact.to = from == ICS_DAY_MIN ? ICS_DAY_NONE : from - 1;
    if (whole.fact.to <= to)
        return true;
    if (!ICS_GROW(store->dated, store->dated_count, store->dated_room))
        return ics_load_out_of_memory(load);
    store->dated[store->dated_count] = whole;
    store->dated[store->dated_count++].fact.from = to + 1;
    return true;
}

static bool cut_clashes(ics_load *load, const cell *c, size_t first_clash)
{
    struct ics_dataset_private *store = load->store;
    for (size_t i = first_clash; i < store->clash_count; i++) {
        const ics_clash clash = store->clashes[i];
        const size_t count = store->dated_count; /* what is left behind this contradiction is not cut by it again */
        for (size_t line = c->begin; line < c->end; line++)
            if (!cut(load, line, clash.from, clash.to))
                return false;
        for (size_t line = c->pieces; line < count; line++)
            if (!cut(load, line, clash.from, clash.to))
                return false;
    }
    return true;
}

/* Facts without dates that contradict each other do so on all days: what is dated beside them says nothing either. */
static bool is_never_known(const ics_load *load, const cell *c)
{
    return (ics_store_state(load->dataset, c->attribute, c->row) & ICS_STATE_CLASH) != 0;
}

static bool settle_cell(ics_load *load, const cell *c)
{
    const size_t first_clash = load->store->clash_count;
    for (size_t line = c->begin; is_never_known(load, c) && line < c->end; line++)
        load->store->dated[line].fact.to = ICS_DAY_NONE;
    if (c->end - c->begin > (size_t)ICS_LIMIT_CELL_FACTS)
        return ics_load_error_at(load, ICS_E0005, load->store->dated[c->begin].fact.place, 0, NULL,
                                 "a history of %zu facts; at most %lld are read (limit CELL_FACTS)", c->end - c->begin,
                                 (long long)ICS_LIMIT_CELL_FACTS);
    return find_clashes(load, c) && cut_clashes(load, c, first_clash);
}

/* @p count: of the lines that are in order; those behind them are in doubt, and contradict nothing. */
static bool settle_cells(ics_load *load, size_t count)
{
    struct ics_dataset_private *store = load->store;
    for (size_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && is_same_cell(&store->dated[begin], &store->dated[end]);)
            end++;
        const cell c = {store->dated[begin].attribute, store->dated[begin].row, begin, end, store->dated_count};
        if (!settle_cell(load, &c))
            return false;
    }
    return true;
}

/* Facts that were cut down to nothing go. */
static void drop_empty(struct ics_dataset_private *store)
{
    size_t kept = 0;
    for (size_t i = 0; i < store->dated_count; i++)
        if (store->dated[i].fact.from <= store->dated[i].fact.to)
            store->dated[kept++] = store->dated[i];
    store->dated_count = kept;
}

bool ics_load_settle_dated(ics_load *load)
{
    struct ics_dataset_private *store = load->store;
    const size_t given_count = store->dated_count;
    for (size_t i = 0; i < given_count; i++)
        if (!ics_load_date_value(load, store->dated[i].attribute, store->dated[i].row))
            return false;
    ics_load_sort_dated(load);
    end_open_facts(load);
    const size_t said_count = store->dated_count;
    if (!add_doubts(load))
        return false;
    if (!settle_cells(load, said_count))
        return false;
    drop_empty(store);
    ics_load_sort_dated(load);
    return ics_load_gather_sets(load);
}
