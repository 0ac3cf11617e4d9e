/* Judging as an embedder asks for it: plugins made ready, the VM run, the outcomes put in output order. */
#include "pipeline/evaluate.h"
#include "vm/cost.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void evaluation_free(void *attached)
{
    ics_evaluation *self = attached;
    ics_plugin_host_close(self->host);
    ics_output_order_free(&self->order);
    free(self->unshown);
    free(self->hides);
    free(self->hidden_days);
    free(self);
}

static ics_status open_plugins(ics_evaluation *self, const ics_program *program, const ics_dataset *dataset,
                               const ics_evaluate_options *options, ics_diags *diags)
{
    if (program->import_count == 0 || (options && options->plugins == ICS_PLUGINS_OFF))
        return ICS_OK;
    const ics_plugin_places places = {.pack_folder = options ? options->pack_folder : NULL,
                                      .plugins = options ? options->plugin_folder : NULL};
    const ics_plugin_host_options how = {.places = &places,
                                         .is_in_process = options && options->plugins == ICS_PLUGINS_IN_PROCESS,
                                         .worker_program = options ? options->plugin_host : NULL,
                                         .batch_ms = options ? options->plugin_ms : 0};
    return ics_plugin_host_open(&self->host, program, dataset, &how, diags);
}

/* "ICB, local authority": what the rules are about, or what the data holds. */
static void list_entities(char *text, size_t size, const ics_model *model, const bool *is_listed)
{
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t e = 0; e < model->entity_count && used < size; e++)
        if (is_listed[e])
            used += (size_t)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", model->entities[e].name);
}

static ics_status refuse_nothing(const ics_program *program, const ics_dataset *dataset, ics_diags *diags)
{
    const ics_model *model = &program->model;
    char wanted[256], there[256];
    bool *is_listed = calloc(model->entity_count + (size_t)1, sizeof *is_listed);
    if (!is_listed)
        return ICS_E_NOMEM;
    for (uint32_t r = 0; r < program->rule_count; r++)
        is_listed[program->frames[program->rules[r].frame].entity] = true;
    list_entities(wanted, sizeof wanted, model, is_listed);
    memset(is_listed, 0, model->entity_count * sizeof *is_listed);
    for (uint32_t e = 0; e < model->entity_count; e++)
        for (uint32_t row = 0; row < dataset->tables[e].row_count && !model->entities[e].is_hidden; row++)
            is_listed[dataset->tables[e].kind ? dataset->tables[e].kind[row] : e] = true;
    list_entities(there, sizeof there, model, is_listed);
    free(is_listed);
    ics_diag *diag =
        ics_report(diags, ICS_E0608, (ics_span){0}, "nothing was judged: the rules are about %s, the data holds %s",
                   wanted[0] ? wanted : "nothing", there[0] ? there : "no record");
    ics_diag_help(diags, diag, "name data that describes what the rules are about");
    return ICS_E_INPUT;
}

/* What is told of the outcomes though the model marks it. */
static uint8_t shown_by(const ics_evaluate_options *options)
{
    const int names = options && options->names ? ICS_HIDES_PERSONAL : 0;
    const int records = options && options->made_up ? ICS_HIDES_RECORDS | ICS_RESTS_ON_RECORDS : 0;
    return (uint8_t)(names | records);
}

/* What is not told of the outcomes. */
static ics_status find_hidden(ics_evaluation *self, const ics_program *program)
{
    if (self->hides)
        return ICS_OK;
    self->hides = calloc((size_t)program->register_count + 1, sizeof *self->hides);
    self->hidden_days = calloc((size_t)program->rule_count + 1, sizeof *self->hidden_days);
    if (!self->hides || !self->hidden_days || !ics_hidden_find(program, self->shown, self->hides))
        return ICS_E_NOMEM;
    ics_hidden_days_by_rule(program, self->hides, self->hidden_days);
    return ICS_OK;
}

/*
 * Outcomes that rest on plugins are held back until the run is at its end: where one was given up, what it had answered
 * before is not believed either, and all is judged again without it. So no outcome depends on when that was.
 */
static ics_status judge(ics_run **run, ics_plugin_host *host, const ics_program *program, const ics_dataset *dataset,
                        int32_t as_at_days, const ics_run_options *options, ics_diags *diags)
{
    ics_status status = ics_vm_run_again(run, program, dataset, as_at_days, options, diags);
    while (status == ICS_OK && host && ics_plugin_host_gave_up(host))
        status = ics_vm_run_again(run, program, dataset, as_at_days, options, NULL);
    if (status == ICS_OK && host)
        ics_plugin_host_report(host, diags);
    return status;
}

/* The evaluation of a run whose memory serves again, or a new one, and the run freed. */
static ics_evaluation *begin(ics_run **run, const ics_program *program, const ics_evaluate_options *options)
{
    ics_run *used = *run;
    const uint8_t shown = shown_by(options);
    ics_evaluation *self = used ? used->attached : NULL;
    if (self && used->program == program && program->import_count == 0 && self->shown == shown && !self->unshown) {
        used->attached = NULL;
        used->attached_free = NULL;
        return self;
    }
    ics_run_free(used);
    *run = NULL;
    self = calloc(1, sizeof *self);
    if (self)
        self->shown = shown;
    return self;
}

static ics_status evaluate(ics_evaluation *self, ics_run **run, const ics_program *program, const ics_dataset *dataset,
                           int32_t as_at_days, const ics_evaluate_options *options, ics_diags *diags)
{
    ics_status status = ics_dataset_serves(dataset, program) ? ICS_OK : ICS_E_MODEL;
    if (status == ICS_OK)
        status = open_plugins(self, program, dataset, options, diags);
    if (status == ICS_OK)
        status = find_hidden(self, program);
    if (status != ICS_OK)
        return status;
    const ics_run_options run_options = {
        .batch_lanes = options ? options->batch_lanes : 0,
        .jobs = options ? options->jobs : 0,
        .cost_limit = options ? options->cost_limit : 0,
        .shows_personal = options && options->names,
        .shows_records = options && options->made_up,
        .hides = self->hides,
        .plugins = self->host ? ics_plugin_host_port(self->host) : NULL,
    };
    status = judge(run, self->host, program, dataset, as_at_days, &run_options, diags);
    if (status == ICS_OK && options && options->costs)
        status = ics_costs_measure(options->costs, program, dataset, as_at_days, &run_options);
    if (status == ICS_OK)
        status = ics_settle_inapplicable(*run);
    return status == ICS_OK ? ics_order_outcomes(&self->order, *run) : status;
}

ics_status ics_evaluate_any(ics_run **run, const ics_program *program, const ics_dataset *dataset, int32_t as_at_days,
                            const ics_evaluate_options *options, ics_diags *diags)
{
    ics_evaluation *self = begin(run, program, options);
    if (!self)
        return ICS_E_NOMEM;
    const ics_status status = evaluate(self, run, program, dataset, as_at_days, options, diags);
    if (status != ICS_OK) {
        ics_run_free(*run);
        *run = NULL;
        evaluation_free(self);
        return status;
    }
    (*run)->attached = self;
    (*run)->attached_free = evaluation_free;
    return ICS_OK;
}

ics_status ics_evaluate_again(ics_run **run, const ics_program *program, const ics_dataset *dataset, int32_t as_at_days,
                              const ics_evaluate_options *options, ics_diags *diags)
{
    const ics_status status = ics_evaluate_any(run, program, dataset, as_at_days, options, diags);
    if (status != ICS_OK || ics_run_length(*run) > 0)
        return status;
    ics_run_free(*run);
    *run = NULL;
    return refuse_nothing(program, dataset, diags);
}

ics_status ics_evaluate(ics_run **run_out, const ics_program *program, const ics_dataset *dataset, int32_t as_at_days,
                        const ics_evaluate_options *options, ics_diags *diags)
{
    ics_run *run = NULL;
    const ics_status status = ics_evaluate_again(&run, program, dataset, as_at_days, options, diags);
    if (status == ICS_OK)
        *run_out = run;
    return status;
}

uint64_t ics_run_count(const ics_run *run, ics_outcome outcome)
{
    return run->counts[outcome];
}

int32_t ics_run_as_at(const ics_run *run)
{
    return run->as_at;
}

size_t ics_run_length(const ics_run *run)
{
    return ics_run_evaluation(run)->order.count;
}

uint64_t ics_dataset_record_count(const ics_dataset *dataset)
{
    return dataset->record_count;
}

uint64_t ics_dataset_byte_count(const ics_dataset *dataset)
{
    uint64_t bytes = dataset->bytes_before;
    for (size_t i = 0; i < dataset->file_count; i++)
        bytes += dataset->files[i].size;
    return bytes;
}
