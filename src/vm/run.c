/* A run from outside: the cost first, then the machine, then the outcomes in their order. */
#include "base/limits.h"
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
                           .batch = how->batch_lanes ? how->batch_lanes : ics_machine_lanes(dataset),
                           .plugins = how->plugins};
    status = ics_plan_make(&machine.plan, program);
    if (status == ICS_OK)
        status = ics_machine_lay_out(&machine);
    if (status == ICS_OK) {
        const uint32_t shares = ics_share_count(&machine, how->jobs);
        if (shares > 1)
            status = ics_share_run(&machine, shares);
        else
            ics_machine_run(&machine);
        status = status == ICS_OK ? machine.status : status;
    }
    if (status == ICS_OK)
        status = ics_gather(out, &machine, cost);
    if (status == ICS_OK)
        (*out)->options = *how;
    ics_machine_free(&machine);
    return status;
}
