/*
 * A run's outcomes from those that its machine kept: in the order of their rows, the owners of missing lists last.
 * Nothing is copied that is in order already, and columns that are alike in several rules are made once.
 */
#include "vm/gather.h"

#include "vm/bits.h"
#include "vm/life.h"

#include <stdlib.h>
#include <string.h>

/* A column that holds one value throughout, or counts. */
struct ics_alike {
    ics_held held;
    uint32_t value, length;
    size_t width;
    void *items;
};

/* -- columns of a rule, by number */

static void *column_of(const ics_rule_outcomes *of, ics_outcome_column_id id)
{
    void *const columns[ICS_OUTCOME_COLUMN_COUNT] = {of->table,  of->row,     of->about, of->with, of->state,
                                                     of->detail, of->version, of->due,   of->days};
    return columns[id];
}

static void set_column(ics_rule_outcomes *of, ics_outcome_column_id id, void *items)
{
    switch (id) {
    case ICS_OUTCOME_TABLE:
        of->table = items;
        break;
    case ICS_OUTCOME_ROW:
        of->row = items;
        break;
    case ICS_OUTCOME_ABOUT:
        of->about = items;
        break;
    case ICS_OUTCOME_WITH:
        of->with = items;
        break;
    case ICS_OUTCOME_STATE:
        of->state = items;
        break;
    case ICS_OUTCOME_DETAIL:
        of->detail = items;
        break;
    case ICS_OUTCOME_VERSION:
        of->version = items;
        break;
    case ICS_OUTCOME_DUE:
        of->due = items;
        break;
    default:
        of->days = items;
        break;
    }
}

bool ics_outcomes_own(ics_rule_outcomes *outcomes, uint32_t columns)
{
    for (uint32_t c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++) {
        if (!(columns & outcomes->shared & UINT32_C(1) << c))
            continue;
        const size_t size = outcomes->count * ics_outcome_width((ics_outcome_column_id)c);
        void *own = malloc(size + 1);
        if (!own)
            return false;
        memcpy(own, column_of(outcomes, (ics_outcome_column_id)c), size);
        set_column(outcomes, (ics_outcome_column_id)c, own);
        outcomes->room[c] = outcomes->count;
        outcomes->shared &= ~(UINT32_C(1) << c);
    }
    return true;
}

/* -- columns that are alike */

static void *make_items(ics_held held, uint32_t value, size_t width, uint32_t length)
{
    void *items = malloc((size_t)length * width + 1);
    if (!items)
        return NULL;
    if (width == 1)
        memset(items, (int)value, length);
    for (uint32_t i = 0; width == 2 && i < length; i++)
        ((uint16_t *)items)[i] = (uint16_t)value;
    for (uint32_t i = 0; width == 4 && i < length; i++)
        ((uint32_t *)items)[i] = held == ICS_HELD_COUNTING ? value + i : value;
    return items;
}

static bool is_alike(const struct ics_alike *have, const ics_outcome_column *column, size_t width, uint32_t length)
{
    return have->held == column->held && have->value == column->value && have->width == width && have->length >= length;
}

/* Which of the run's columns is such a one, made where there is none; ICS_NONE without memory. */
static uint32_t alike(ics_run *run, const ics_outcome_column *column, size_t width, uint32_t length)
{
    for (uint32_t i = 0; i < run->alike_count; i++)
        if (is_alike(&run->alike[i], column, width, length))
            return i;
    struct ics_alike *grown = realloc(run->alike, ((size_t)run->alike_count + 1) * sizeof *grown);
    if (!grown)
        return ICS_NONE;
    run->alike = grown;
    void *items = make_items(column->held, column->value, width, length);
    if (!items)
        return ICS_NONE;
    grown[run->alike_count] = (struct ics_alike){column->held, column->value, length, width, items};
    return run->alike_count++;
}

/* -- in order: arrays go over as they are */

static bool is_sorted(const ics_outcome_rows *rows)
{
    const ics_outcome_column *column = &rows->columns[ICS_OUTCOME_ROW];
    const uint32_t *row = column->items;
    if (column->held != ICS_HELD_EACH)
        return true;
    uint32_t falls = 0;
    for (uint32_t i = 1; i < rows->count; i++)
        falls |= row[i - 1] > row[i];
    return falls == 0;
}

/* A column goes over as it is; what the run had in its place is for the machine's next. */
static void swap_column(ics_rule_outcomes *to, ics_outcome_rows *from, ics_outcome_column_id id)
{
    ics_outcome_column *column = &from->columns[id];
    const bool is_own = !(to->shared & UINT32_C(1) << id);
    const ics_outcome_column spare = {
        .held = ICS_HELD_SAME, .items = is_own ? column_of(to, id) : NULL, .room = is_own ? to->room[id] : 0};
    set_column(to, id, column->items);
    to->room[id] = column->room;
    to->shared &= ~(UINT32_C(1) << id);
    *column = spare;
}

/* A column that several rules share, in place of one of the rule's own; most often the same one as in the last run. */
static bool share_column(ics_run *run, ics_rule_outcomes *to, const ics_outcome_rows *from, ics_outcome_column_id id)
{
    const ics_outcome_column *column = &from->columns[id];
    const size_t width = ics_outcome_width(id);
    const bool is_shared = (to->shared & UINT32_C(1) << id) != 0;
    if (is_shared && to->alike[id] < run->alike_count &&
        is_alike(&run->alike[to->alike[id]], column, width, from->count)) {
        set_column(to, id, run->alike[to->alike[id]].items);
        return true;
    }
    const uint32_t found = alike(run, column, width, from->count);
    if (found == ICS_NONE)
        return false;
    if (!is_shared)
        free(column_of(to, id));
    set_column(to, id, run->alike[found].items);
    to->alike[id] = found;
    to->shared |= UINT32_C(1) << id;
    return true;
}

static bool take_over(ics_run *run, ics_rule_outcomes *to, ics_outcome_rows *from)
{
    for (uint32_t c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++)
        if (from->columns[c].held == ICS_HELD_EACH)
            swap_column(to, from, (ics_outcome_column_id)c);
        else if (!share_column(run, to, from, (ics_outcome_column_id)c))
            return false;
    uint8_t *parts = to->parts;
    const uint32_t part_room = to->part_room;
    free(to->marks);
    to->count = from->count;
    to->parts = from->parts;
    to->part_room = from->room;
    to->marks = from->marks;
    from->parts = parts;
    from->room = part_room;
    from->marks = NULL;
    return true;
}

/* -- out of order, or of two kinds: written anew */

typedef struct order {
    uint32_t row, index;
} order;

static int compare_order(const void *a, const void *b)
{
    const order *left = a, *right = b;
    if (left->row != right->row)
        return left->row < right->row ? -1 : 1;
    return left->index < right->index ? -1 : left->index > right->index;
}

static void free_arrays(ics_rule_outcomes *of)
{
    for (uint32_t c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++)
        if (!(of->shared & UINT32_C(1) << c))
            free(column_of(of, (ics_outcome_column_id)c));
    free(of->marks);
    free(of->parts);
    *of = (ics_rule_outcomes){.count = 0};
}

static bool make_arrays(ics_rule_outcomes *to, uint32_t count, uint32_t letters, bool has_marks)
{
    const size_t n = (size_t)count + 1;
    bool has_room = true;
    free_arrays(to);
    for (uint32_t c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++) {
        void *items = calloc(n, ics_outcome_width((ics_outcome_column_id)c));
        set_column(to, (ics_outcome_column_id)c, items);
        to->room[c] = items ? count : 0;
        has_room = has_room && items;
    }
    to->marks = has_marks ? calloc(n, sizeof *to->marks) : NULL;
    to->parts = calloc(n * ((size_t)letters + 1), sizeof *to->parts);
    return has_room && to->parts && (to->marks || !has_marks);
}

static void copy_column(ics_rule_outcomes *to, const ics_outcome_rows *from, ics_outcome_column_id id, const order *by)
{
    void *items = column_of(to, id);
    const size_t width = ics_outcome_width(id);
    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t value = ics_outcome_value(from, id, by[i].index), n = to->count + i;
        if (width == 1)
            ((uint8_t *)items)[n] = (uint8_t)value;
        else if (width == 2)
            ((uint16_t *)items)[n] = (uint16_t)value;
        else
            ((uint32_t *)items)[n] = value;
    }
}

/* Rows by their place in the table; what a batch or a list put in another order is sorted, keeping pairs as they came.
 */
static bool put_sorted(ics_rule_outcomes *to, const ics_outcome_rows *from, uint32_t letters)
{
    order *by = malloc(((size_t)from->count + 1) * sizeof *by);
    if (!by)
        return false;
    for (uint32_t i = 0; i < from->count; i++)
        by[i] = (order){ics_outcome_value(from, ICS_OUTCOME_ROW, i), i};
    if (!is_sorted(from))
        qsort(by, from->count, sizeof *by, compare_order);
    for (uint32_t c = 0; c < ICS_OUTCOME_COLUMN_COUNT; c++)
        copy_column(to, from, (ics_outcome_column_id)c, by);
    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t n = to->count + i, k = by[i].index;
        if (to->marks)
            to->marks[n] = from->marks ? from->marks[k] : ICS_NO_MARKS;
        if (letters > 0)
            memcpy(to->parts + (size_t)n * letters, from->parts + (size_t)k * letters, letters);
    }
    to->count += from->count;
    free(by);
    return true;
}

/* -- how many there are of each state */

static void count_states(ics_run *run, const ics_rule_outcomes *of)
{
    enum { FEW = 64 };
    uint32_t left = of->count;
    if (left < FEW) {
        for (uint32_t i = 0; i < left; i++)
            run->counts[of->state[i]]++;
        return;
    }
    for (uint32_t state = 0; state < ICS_OUTCOME_COUNT && left > 0; state++) {
        const uint32_t found = ics_bits_count_state(of->state, of->count, (uint8_t)state);
        run->counts[state] += found;
        left -= found;
    }
}

/* The subjects first, then the owners of lists that are missing. */
static ics_status gather_rule(ics_run *run, const ics_machine *machine, uint32_t rule)
{
    ics_rule_outcomes *to = &run->rules[rule];
    ics_outcome_rows *outcomes = &machine->outcomes[rule], *gaps = &machine->gaps[rule];
    const uint32_t letters = run->program->rules[rule].letter_count;
    const uint64_t count = (uint64_t)outcomes->count + gaps->count;
    const bool has_marks = outcomes->marks || gaps->marks;
    to->count = 0;
    if (count == 0)
        return ICS_OK;
    if (count >= UINT32_MAX)
        return ICS_E_NOMEM;
    if (gaps->count == 0 && is_sorted(outcomes)) {
        if (!take_over(run, to, outcomes))
            return ICS_E_NOMEM;
    } else if (!make_arrays(to, (uint32_t)count, letters, has_marks) || !put_sorted(to, outcomes, letters) ||
               !put_sorted(to, gaps, letters)) {
        return ICS_E_NOMEM;
    }
    count_states(run, to);
    return ICS_OK;
}

void ics_run_free(ics_run *run)
{
    if (!run)
        return;
    for (uint32_t i = 0; run->rules && i < run->program->rule_count; i++)
        free_arrays(&run->rules[i]);
    for (size_t i = 0; i < run->alike_count; i++)
        free(run->alike[i].items);
    free(run->alike);
    ics_idle_delete(run->explainers);
    ics_idle_delete(run->tracers);
    free(run->rules);
    if (run->attached_free)
        run->attached_free(run->attached);
    free(run);
}

/* What a run of the program has whatever it judges. */
static ics_run *make_run(const ics_program *program)
{
    ics_run *run = calloc(1, sizeof *run);
    if (!run)
        return NULL;
    run->program = program;
    run->rules = calloc((size_t)program->rule_count + 1, sizeof *run->rules);
    run->tracers = ics_idle_new();
    run->explainers = ics_idle_new();
    if (run->rules && run->tracers && run->explainers)
        return run;
    ics_run_free(run);
    return NULL;
}

/* Forgets what the last run judged, and what its explanations know of it. */
static void forget(ics_run *run)
{
    enum { MOST_ALIKE = 32 };
    memset(run->counts, 0, sizeof run->counts);
    while (run->alike_count > MOST_ALIKE) /* all outcomes that pointed to them are forgotten too */
        free(run->alike[--run->alike_count].items);
    ics_idle_clear(run->explainers);
    ics_idle_clear(run->tracers);
}

ics_status ics_gather(ics_run **out, const ics_machine *machine, uint64_t cost)
{
    ics_run *run = *out;
    if (run)
        forget(run);
    else
        run = make_run(machine->program);
    *out = run;
    if (!run)
        return ICS_E_NOMEM;
    run->dataset = machine->dataset;
    run->as_at = machine->as_at;
    run->cost = cost;
    ics_status status = ICS_OK;
    for (uint32_t i = 0; i < machine->program->rule_count && status == ICS_OK; i++)
        status = gather_rule(run, machine, i);
    if (status == ICS_OK)
        status = ics_ledger_detail(run);
    if (status == ICS_OK)
        status = ics_life_settle(run);
    return status;
}
