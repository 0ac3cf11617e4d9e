/* A run from outside: the cost first, then the machine, then the outcomes in their order. */
#include "base/limits.h"
#include "vm/engine.h"
#include "vm/gather.h"

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

/* -- the run -- */

static ics_status too_costly(uint64_t limit, ics_diags *diags)
{
    ics_diag *diag =
        ics_report(diags, ICS_E0504, (ics_span){0, 0, 0},
                   "judging this data would take more than %" PRIu64 " steps (instructions times lanes)", limit);
    ics_diag_help(diags, diag, "limit RUN_COST; judge fewer rules or less data at a time");
    return ICS_E_LIMIT;
}

static ics_status bind(ics_machine *machine, const ics_dataset *dataset, int32_t as_at)
{
    machine->dataset = dataset;
    machine->as_at = as_at;
    return ics_machine_bind(machine);
}

/* In the machine's cost what the whole program will take, by its OPENs alone. */
static ics_status find_cost(ics_engine *engine, const ics_dataset *dataset, int32_t as_at, uint64_t limit,
                            ics_diags *diags)
{
    ics_machine *machine = ics_engine_sizing(engine);
    if (!machine)
        return ICS_E_NOMEM;
    machine->cost_limit = limit;
    memset(engine->frame_lanes, 0, machine->program->frame_count * sizeof *engine->frame_lanes);
    ics_status status = bind(machine, dataset, as_at);
    if (status != ICS_OK)
        return status;
    ics_machine_run(machine);
    return machine->status == ICS_E_LIMIT ? too_costly(limit, diags) : machine->status;
}

static ics_status judge(ics_engine *engine, const ics_dataset *dataset, int32_t as_at, const ics_run_options *how)
{
    ics_machine *machine = &engine->judging;
    machine->plugins = how->plugins;
    const ics_status status = bind(machine, dataset, as_at);
    if (status != ICS_OK)
        return status;
    const uint32_t shares = ics_share_count(machine, how->jobs);
    if (shares > 1)
        return ics_share_run(machine, shares);
    ics_machine_run(machine);
    return machine->status;
}

static ics_status run_again(ics_run **run, const ics_program *program, const ics_dataset *dataset, int32_t as_at,
                            const ics_run_options *options, ics_diags *diags)
{
    const ics_run_options none = {.batch_lanes = 0};
    const ics_run_options *how = options ? options : &none;
    if (!program->is_verified || as_at < ICS_DAY_MIN || as_at > ICS_DAY_MAX || how->batch_lanes > ICS_BATCH_LANES)
        return ICS_E_INPUT;
    if (!is_same_model(&program->model, dataset->model))
        return ICS_E_MODEL;
    const uint64_t limit = how->cost_limit ? how->cost_limit : (uint64_t)ICS_LIMIT_RUN_COST;
    const uint32_t lanes = how->batch_lanes ? how->batch_lanes : ics_machine_lanes(dataset);
    ics_engine *engine = ics_engine_take(program, lanes, how->batch_lanes == 0);
    if (!engine)
        return ICS_E_NOMEM;
    const bool is_little = ics_engine_is_within(engine, ics_machine_lanes(dataset), limit);
    engine->judging.counts_lanes = is_little;
    engine->judging.cost_limit = limit;
    ics_status status = is_little ? ICS_OK : find_cost(engine, dataset, as_at, limit, diags);
    if (status == ICS_OK)
        status = judge(engine, dataset, as_at, how);
    if (status == ICS_E_LIMIT && is_little)
        status = too_costly(limit, diags);
    if (status == ICS_OK)
        status = ics_gather(run, &engine->judging, is_little ? engine->judging.cost : engine->sizing.cost);
    if (status == ICS_OK)
        (*run)->options = *how;
    if (status == ICS_OK)
        ics_engine_give(engine);
    else
        ics_engine_free(engine); /* it was left amid its work */
    return status;
}

ics_status ics_vm_run_again(ics_run **run, const ics_program *program, const ics_dataset *dataset, int32_t as_at,
                            const ics_run_options *options, ics_diags *diags)
{
    const ics_status status = run_again(run, program, dataset, as_at, options, diags);
    if (status != ICS_OK) {
        ics_run_free(*run);
        *run = NULL;
    }
    return status;
}

ics_status ics_vm_run(ics_run **out, const ics_program *program, const ics_dataset *dataset, int32_t as_at,
                      const ics_run_options *options, ics_diags *diags)
{
    ics_run *run = NULL;
    const ics_status status = ics_vm_run_again(&run, program, dataset, as_at, options, diags);
    if (status == ICS_OK)
        *out = run;
    return status;
}
