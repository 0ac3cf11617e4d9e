/*
 * The order of output: subjects as they stand in the data, and for each subject the rules of the pack. The VM keeps
 * outcomes by rule; here each subject gets a rank, and the outcomes are dealt out by rank in two passes, unless every
 * rule has one for every row: then the order needs no list.
 */
#include "pipeline/evaluate.h"

#include <stdlib.h>
#include <string.h>

/* A row that some outcome is about, with its place. */
typedef struct ics_ranked_row {
    uint32_t file, line, column; /* UINT32_MAX, 0, 0 for a row that stands nowhere */
    uint32_t table, row;
} ics_ranked_row;

/* Ranks of rows: the row's number where outcomes are about one table alone, else by place. */
typedef struct ics_ranks {
    uint32_t **by_table; /* entity_count entries, NULL for tables that no outcome is about; NULL: rank is the row */
    uint32_t table_count;
    uint32_t rank_count;
} ics_ranks;

static void ranks_free(ics_ranks *ranks)
{
    for (uint32_t t = 0; ranks->by_table && t < ranks->table_count; t++)
        free(ranks->by_table[t]);
    free(ranks->by_table);
}

static uint32_t file_index(const ics_dataset *dataset, const char *file, uint32_t guess)
{
    if (guess < dataset->file_count && dataset->files[guess].name == file)
        return guess;
    for (size_t i = 0; i < dataset->file_count; i++)
        if (dataset->files[i].name == file || strcmp(dataset->files[i].name, file) == 0)
            return (uint32_t)i;
    return UINT32_MAX;
}

static int compare_rows(const void *a, const void *b)
{
    const ics_ranked_row *x = a, *y = b;
    const uint32_t left[] = {x->file, x->line, x->column, x->table, x->row};
    const uint32_t right[] = {y->file, y->line, y->column, y->table, y->row};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

/* Marks the tables that outcomes are about. @return how many; *only is one of them. */
static uint32_t mark_tables(const ics_run *run, bool *is_used, uint32_t *only)
{
    uint32_t count = 0;
    for (uint32_t r = 0; r < run->program->rule_count; r++) {
        const ics_rule_outcomes *outcomes = &run->rules[r];
        uint32_t last = ICS_NONE; /* runs of one table are long */
        for (uint32_t i = 0; i < outcomes->count; i++) {
            const uint32_t table = outcomes->table[i];
            if (table == last)
                continue;
            last = table;
            if (!is_used[table])
                count++;
            is_used[table] = true;
            *only = table;
        }
    }
    return count;
}

static ics_ranked_row *collect_rows(const ics_dataset *dataset, const bool *is_used, uint32_t table_count,
                                    size_t *count_out)
{
    size_t count = 0, next = 0;
    for (uint32_t t = 0; t < table_count; t++)
        count += is_used[t] ? dataset->tables[t].row_count : 0;
    ics_ranked_row *rows = calloc(count + 1, sizeof *rows);
    if (!rows)
        return NULL;
    uint32_t file = 0;
    for (uint32_t t = 0; t < table_count; t++) {
        for (uint32_t r = 0; is_used[t] && r < dataset->tables[t].row_count; r++) {
            ics_place place = {0};
            ics_ranked_row row = {.file = UINT32_MAX, .table = t, .row = r};
            if (ics_dataset_row_place(dataset, t, r, &place)) {
                row.file = file = file_index(dataset, place.file, file);
                row.line = place.line;
                row.column = place.column;
            }
            rows[next++] = row;
        }
    }
    *count_out = count;
    return rows;
}

static ics_status rank_by_place(ics_ranks *ranks, const ics_run *run, const bool *is_used)
{
    const uint32_t table_count = run->program->model.entity_count;
    size_t count = 0;
    ranks->by_table = calloc(table_count + 1u, sizeof *ranks->by_table);
    ranks->table_count = table_count;
    ics_ranked_row *rows = collect_rows(run->dataset, is_used, table_count, &count);
    bool is_complete = ranks->by_table && rows && count < UINT32_MAX;
    for (uint32_t t = 0; is_complete && t < table_count; t++)
        if (is_used[t]) {
            ranks->by_table[t] = calloc(run->dataset->tables[t].row_count + 1u, sizeof **ranks->by_table);
            is_complete = ranks->by_table[t] != NULL;
        }
    if (is_complete) {
        qsort(rows, count, sizeof *rows, compare_rows);
        for (size_t i = 0; i < count; i++)
            ranks->by_table[rows[i].table][rows[i].row] = (uint32_t)i;
        ranks->rank_count = (uint32_t)count;
    }
    free(rows);
    return is_complete ? ICS_OK : ICS_E_NOMEM;
}

static ics_status rank_rows(ics_ranks *ranks, const ics_run *run)
{
    bool *is_used = calloc(run->program->model.entity_count + 1u, sizeof *is_used);
    uint32_t only = 0;
    ics_status status = ICS_OK;
    if (!is_used)
        return ICS_E_NOMEM;
    const uint32_t used_count = mark_tables(run, is_used, &only);
    if (used_count > 1)
        status = rank_by_place(ranks, run, is_used);
    else if (used_count == 1)
        ranks->rank_count = run->dataset->tables[only].row_count;
    free(is_used);
    return status;
}

static uint32_t rank_of(const ics_ranks *ranks, const ics_rule_outcomes *outcomes, uint32_t i)
{
    return ranks->by_table ? ranks->by_table[outcomes->table[i]][outcomes->row[i]] : outcomes->row[i];
}

/* The rules in the order of the pack, each followed by those that stand for it. NULL where memory has run out. */
static uint32_t *rule_order(const ics_program *program)
{
    const uint32_t count = program->rule_count;
    uint32_t *order = calloc((size_t)count + 1, sizeof *order), *next = calloc((size_t)count + 1, sizeof *next);
    if (!order || !next) {
        free(order);
        free(next);
        return NULL;
    }
    for (uint32_t r = 0; r < count; r++)
        next[ics_rule_told(program, r) + 1]++;
    for (uint32_t r = 1; r < count; r++)
        next[r] += next[r - 1];
    for (uint32_t r = 0; r < count; r++)
        order[next[ics_rule_told(program, r)]++] = r;
    free(next);
    return order;
}

/* A counting sort: stable, so the rules of one subject keep their order, and a rule's outcomes theirs. */
static ics_status deal_out(ics_output_order *out, const ics_run *run, const ics_ranks *ranks)
{
    const uint32_t rule_count = run->program->rule_count;
    const uint32_t *rules = out->all_rules;
    size_t count = 0;
    for (uint32_t r = 0; r < rule_count; r++)
        count += run->rules[r].count;
    ics_outcome_ref *order = calloc(count + 1, sizeof *order);
    size_t *next = calloc(ranks->rank_count + (size_t)2, sizeof *next);
    if (!order || !next) {
        free(order);
        free(next);
        return ICS_E_NOMEM;
    }
    for (uint32_t r = 0; r < rule_count; r++)
        for (uint32_t i = 0; i < run->rules[r].count; i++)
            next[rank_of(ranks, &run->rules[r], i) + 1]++;
    for (size_t k = 1; k <= ranks->rank_count; k++)
        next[k] += next[k - 1];
    for (uint32_t k = 0; k < rule_count; k++)
        for (uint32_t r = rules[k], i = 0; i < run->rules[r].count; i++)
            order[next[rank_of(ranks, &run->rules[r], i)]++] = (ics_outcome_ref){r, i};
    free(next);
    out->refs = order;
    out->count = count;
    return ICS_OK;
}

/* -- one outcome of every rule for every row */

static bool counts_rows(const ics_rule_outcomes *of, uint32_t table)
{
    uint32_t off = 0;
    for (uint32_t i = 0; i < of->count; i++)
        off |= (of->row[i] ^ i) | (of->table[i] ^ table);
    return off == 0;
}

/* Whether the rules that have outcomes have as many, of one table, by its rows; columns that they share are looked at
 * once. */
static bool is_counted(const ics_run *run, uint32_t *rows)
{
    const ics_rule_outcomes *first = NULL;
    for (uint32_t r = 0; r < run->program->rule_count; r++) {
        const ics_rule_outcomes *of = &run->rules[r];
        if (of->count == 0)
            continue;
        if (!first)
            first = of;
        const bool is_alike = of != first && of->row == first->row && of->table == first->table;
        if (of->count != first->count || (!is_alike && !counts_rows(of, first->table[0])))
            return false;
    }
    *rows = first ? first->count : 0;
    return first != NULL;
}

static void count_out(ics_output_order *out, const ics_run *run, uint32_t rows)
{
    out->rule_count = 0;
    for (uint32_t k = 0; k < run->program->rule_count; k++)
        if (run->rules[out->all_rules[k]].count > 0)
            out->rules[out->rule_count++] = out->all_rules[k];
    out->count = (size_t)rows * out->rule_count;
}

void ics_output_order_free(ics_output_order *order)
{
    free(order->refs);
    free(order->rules);
    free(order->all_rules);
    *order = (ics_output_order){.count = 0};
}

ics_status ics_order_outcomes(ics_output_order *order, const ics_run *run)
{
    ics_ranks ranks = {0};
    uint32_t rows;
    free(order->refs);
    order->refs = NULL;
    if (!order->all_rules) {
        order->all_rules = rule_order(run->program);
        order->rules = calloc((size_t)run->program->rule_count + 1, sizeof *order->rules);
    }
    if (!order->all_rules || !order->rules)
        return ICS_E_NOMEM;
    if (is_counted(run, &rows)) {
        count_out(order, run, rows);
        return ICS_OK;
    }
    ics_status status = rank_rows(&ranks, run);
    if (status == ICS_OK)
        status = deal_out(order, run, &ranks);
    ranks_free(&ranks);
    return status;
}
