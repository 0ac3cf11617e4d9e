/* A run from outside: the cost first, then the machine, then the outcomes in their order. */
#include "base/limits.h"
#include "vm/life.h"
#include "vm/machine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* -- one model -- */

static bool is_same_attribute(const ics_attribute *a, const ics_attribute *b)
{
    return a->entity == b->entity && a->type == b->type && a->element == b->element && a->target == b->target &&
           a->values_table == b->values_table && strcmp(a->name, b->name) == 0;
}

/* A dataset of another program serves where its model has the same tables and columns. */
static bool is_same_model(const ics_model *a, const ics_model *b)
{
    if (a == b)
        return true;
    if (a->entity_count != b->entity_count || a->attribute_count != b->attribute_count ||
        a->value_count != b->value_count || a->role_count != b->role_count)
        return false;
    for (uint32_t i = 0; i < a->entity_count; i++)
        if (a->entities[i].root != b->entities[i].root || a->entities[i].parent != b->entities[i].parent ||
            a->entities[i].unique != b->entities[i].unique)
            return false;
    for (uint32_t i = 0; i < a->attribute_count; i++)
        if (!is_same_attribute(&a->attributes[i], &b->attributes[i]))
            return false;
    for (uint32_t i = 0; i < a->value_count; i++)
        if (strcmp(a->values[i], b->values[i]) != 0)
            return false;
    for (uint32_t i = 0; i < a->role_count; i++)
        if (strcmp(a->roles[i], b->roles[i]) != 0)
            return false;
    return true;
}

/* -- outcomes in their order -- */

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

static bool make_arrays(ics_rule_outcomes *to, uint32_t count, uint32_t letters, bool has_marks)
{
    const size_t n = (size_t)count + 1;
    to->table = calloc(n, sizeof *to->table);
    to->row = calloc(n, sizeof *to->row);
    to->about = calloc(n, sizeof *to->about);
    to->with = calloc(n, sizeof *to->with);
    to->state = calloc(n, sizeof *to->state);
    to->detail = calloc(n, sizeof *to->detail);
    to->version = calloc(n, sizeof *to->version);
    to->marks = has_marks ? calloc(n, sizeof *to->marks) : NULL;
    to->due = calloc(n, sizeof *to->due);
    to->days = calloc(n, sizeof *to->days);
    to->parts = calloc(n * (letters + 1), sizeof *to->parts);
    return to->table && to->row && to->about && to->with && to->state && to->detail && to->version && to->due &&
           to->days && to->parts && (to->marks || !has_marks);
}

/* Rows by their place in the table; what a batch or a list put in another order is sorted, keeping pairs as they came.
 */
static bool put_sorted(ics_rule_outcomes *to, const ics_outcome_rows *from, uint32_t letters)
{
    order *by = malloc(((size_t)from->count + 1) * sizeof *by);
    if (!by)
        return false;
    bool is_sorted = true;
    for (uint32_t i = 0; i < from->count; i++) {
        by[i] = (order){from->row[i], i};
        is_sorted = is_sorted && (i == 0 || from->row[i - 1] <= from->row[i]);
    }
    if (!is_sorted)
        qsort(by, from->count, sizeof *by, compare_order);
    for (uint32_t i = 0; i < from->count; i++) {
        const uint32_t n = to->count++, k = by[i].index;
        to->table[n] = from->table[k];
        to->row[n] = from->row[k];
        to->about[n] = from->about[k];
        to->with[n] = from->with[k];
        to->state[n] = from->state[k];
        to->detail[n] = from->detail[k];
        to->version[n] = from->version[k];
        if (to->marks)
            to->marks[n] = from->marks ? from->marks[k] : ICS_NO_MARKS;
        to->due[n] = from->due[k];
        to->days[n] = from->days[k];
        if (letters > 0)
            memcpy(to->parts + (size_t)n * letters, from->parts + (size_t)k * letters, letters);
    }
    free(by);
    return true;
}

/* The subjects first, then the owners of lists that are missing. */
static ics_status gather_rule(ics_run *run, const ics_machine *machine, uint32_t rule)
{
    ics_rule_outcomes *to = &run->rules[rule];
    const uint32_t letters = run->program->rules[rule].letter_count;
    const uint64_t count = (uint64_t)machine->outcomes[rule].count + machine->gaps[rule].count;
    const bool has_marks = machine->outcomes[rule].marks || machine->gaps[rule].marks;
    if (count >= UINT32_MAX || !make_arrays(to, (uint32_t)count, letters, has_marks) ||
        !put_sorted(to, &machine->outcomes[rule], letters) || !put_sorted(to, &machine->gaps[rule], letters))
        return ICS_E_NOMEM;
    for (uint32_t i = 0; i < to->count; i++)
        run->counts[to->state[i]]++;
    return ICS_OK;
}

void ics_run_free(ics_run *run)
{
    if (!run)
        return;
    for (uint32_t i = 0; run->rules && i < run->program->rule_count; i++) {
        ics_rule_outcomes *of = &run->rules[i];
        free(of->table);
        free(of->row);
        free(of->about);
        free(of->with);
        free(of->state);
        free(of->detail);
        free(of->version);
        free(of->marks);
        free(of->due);
        free(of->days);
        free(of->parts);
    }
    free(run->rules);
    if (run->attached_free)
        run->attached_free(run->attached);
    free(run);
}

static ics_status gather(ics_run **out, const ics_machine *machine, uint64_t cost)
{
    ics_run *run = calloc(1, sizeof *run);
    if (!run)
        return ICS_E_NOMEM;
    run->program = machine->program;
    run->dataset = machine->dataset;
    run->as_at = machine->as_at;
    run->cost = cost;
    run->rules = calloc((size_t)machine->program->rule_count + 1, sizeof *run->rules);
    ics_status status = run->rules ? ICS_OK : ICS_E_NOMEM;
    for (uint32_t i = 0; i < machine->program->rule_count && status == ICS_OK; i++)
        status = gather_rule(run, machine, i);
    if (status == ICS_OK) {
        ics_ledger_detail(run);
        status = ics_life_settle(run);
    }
    if (status == ICS_OK)
        *out = run;
    else
        ics_run_free(run);
    return status;
}

/* -- the run -- */

static ics_status find_cost(const ics_program *program, const ics_dataset *dataset, int32_t as_at, uint64_t limit,
                            uint64_t *cost, ics_diags *diags)
{
    uint64_t *frame_lanes = calloc((size_t)program->frame_count + 1, sizeof *frame_lanes);
    if (!frame_lanes)
        return ICS_E_NOMEM;
    const ics_status status = ics_size_run(NULL, program, dataset, as_at, limit, cost, frame_lanes);
    free(frame_lanes);
    if (status == ICS_E_LIMIT) {
        ics_diag *diag =
            ics_report(diags, ICS_E0504, (ics_span){0, 0, 0},
                       "judging this data would take more than %" PRIu64 " steps (instructions times lanes)", limit);
        ics_diag_help(diags, diag, "limit RUN_COST; judge fewer rules or less data at a time");
    }
    return status;
}

ics_status ics_vm_run(ics_run **out, const ics_program *program, const ics_dataset *dataset, int32_t as_at,
                      const ics_run_options *options, ics_diags *diags)
{
    const ics_run_options none = {.batch_lanes = 0};
    const ics_run_options *how = options ? options : &none;
    if (!program->is_verified || as_at < ICS_DAY_MIN || as_at > ICS_DAY_MAX || how->batch_lanes > ICS_BATCH_LANES)
        return ICS_E_INPUT;
    if (!is_same_model(&program->model, dataset->model))
        return ICS_E_MODEL;
    uint64_t cost = 0;
    ics_status status = find_cost(program, dataset, as_at,
                                  how->cost_limit ? how->cost_limit : (uint64_t)ICS_LIMIT_RUN_COST, &cost, diags);
    if (status != ICS_OK)
        return status;
    ics_machine machine = {.program = program,
                           .dataset = dataset,
                           .as_at = as_at,
                           .batch = how->batch_lanes ? how->batch_lanes : ICS_BATCH_LANES,
                           .plugins = how->plugins};
    status = ics_plan_make(&machine.plan, program);
    if (status == ICS_OK)
        status = ics_machine_lay_out(&machine);
    if (status == ICS_OK) {
        ics_machine_run(&machine);
        status = machine.status;
    }
    if (status == ICS_OK)
        status = gather(out, &machine, cost);
    if (status == ICS_OK)
        (*out)->options = *how;
    ics_machine_free(&machine);
    return status;
}
