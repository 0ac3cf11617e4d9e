/* Reading a dataset: files in order, each by its format, then what can only be done when all is there. */
#include "data/load.h"

#include "base/limits.h"
#include "data/find.h"
#include "data/format.h"
#include "data/growth.h"
#include "data/json.h"
#include "data/plain.h"
#include "data/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- a file of each format ---- */

static void begin_document(ics_load *load)
{
    const char *nulls = load->binding && load->binding->nulls ? load->binding->nulls : load->options->nulls;
    load->is_null_unknown = nulls && strcmp(nulls, "unknown") == 0;
    ics_tape_clear(&load->tape);
}

/* One document is on the tape: a description, or under a binding a record or a list of records. */
static bool read_tape(ics_load *load, uint32_t entity)
{
    if (!load->binding)
        return ics_load_document(load);
    if (load->tape.count == 0 || load->tape.nodes[0].kind != ICS_TAPE_LIST)
        return load->tape.count == 0 || ics_load_table_record(load, entity, 0);
    for (uint32_t at = 1; at < load->tape.nodes[0].next; at = ics_tape_next(&load->tape, at))
        if (!ics_load_table_record(load, entity, at))
            return false;
    return true;
}

static bool read_json(ics_load *load, const ics_input *input, uint32_t entity)
{
    ics_fault fault;
    size_t end;
    begin_document(load);
    if (!ics_json_read(&load->tape, input->bytes.data, input->bytes.size, input->start, false, &end, &fault))
        return ics_load_fault(load, &fault);
    if (end < input->bytes.size) {
        char found[16];
        ics_fault_set(&fault, ICS_E0601, end, end + 1, "expected the end of the document, found %s",
                      ics_fault_byte(input->bytes.data, input->bytes.size, end, found));
        fault.help = "a file of one record a line is NDJSON: name it so, or give --input-format ndjson";
        return ics_load_fault(load, &fault);
    }
    return read_tape(load, entity);
}

static bool read_line(ics_load *load, const ics_input *input, size_t *at, uint32_t entity, bool *is_broken)
{
    ics_fault fault;
    begin_document(load);
    *is_broken = true;
    if (!ics_json_read(&load->tape, input->bytes.data, input->bytes.size, *at, true, at, &fault))
        return ics_load_fault(load, &fault);
    if (*at < input->bytes.size && input->bytes.data[*at] != '\n') {
        char found[16];
        ics_fault_set(&fault, ICS_E0601, *at, *at + 1, "expected the end of the line, found %s",
                      ics_fault_byte(input->bytes.data, input->bytes.size, *at, found));
        return ics_load_fault(load, &fault);
    }
    *is_broken = false;
    return read_tape(load, entity);
}

static bool read_ndjson(ics_load *load, const ics_input *input, uint32_t entity)
{
    size_t at = input->start;
    const bool is_plain =
        load->binding && ics_load_is_bound_plainly(load->binding) && load->binding->date_form_count == 0;
    begin_document(load);
    for (bool is_broken = false; !is_broken;) {
        const unsigned char *bytes = input->bytes.data;
        while (at < input->bytes.size &&
               (bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == ' ' || bytes[at] == '\t'))
            at++;
        if (at >= input->bytes.size)
            return true;
        if (is_plain && ics_plain_read(load, input, &at, entity, true))
            continue;
        if (load->status != ICS_OK || !read_line(load, input, &at, entity, &is_broken))
            return false;
    }
    return true;
}

static bool read_yaml(ics_load *load, const ics_input *input, uint32_t entity)
{
    ics_fault fault;
    begin_document(load);
    const size_t start = input->start;
    if (!ics_yaml_read(&load->tape, input->bytes.data + start, input->bytes.size - start, &fault)) {
        fault.offset += (uint32_t)start;
        fault.end += (uint32_t)start;
        return ics_load_fault(load, &fault);
    }
    for (size_t i = 0; start > 0 && i < load->tape.count; i++)
        load->tape.nodes[i].offset += (uint32_t)start;
    return read_tape(load, entity);
}

/* A table that nothing binds: its file's name says the entity, or the rules judge one kind only. */
static uint32_t find_table_entity(ics_load *load, const ics_input *input)
{
    const char *slash = strrchr(input->name, '/'), *name = slash ? slash + 1 : input->name;
    const char *dot = strrchr(name, '.');
    const size_t length = dot ? (size_t)(dot - name) : strlen(name);
    uint32_t kinds[2], entity = ics_model_entity(load->model, name, length);
    if (entity == ICS_NONE && length > 1 && name[length - 1] == 's')
        entity = ics_model_entity(load->model, name, length - 1);
    if (entity != ICS_NONE)
        return entity;
    if (ics_load_subjects(load, kinds, 2) == 1)
        return kinds[0];
    ics_diag *diag =
        ics_report_at(load->diags, ICS_E0607, input->name, "nothing says which kind of record this table's rows are");
    ics_diag_help(load->diags, diag, "bind it: --table 'ENTITY=%s', or in icsrules.yaml", input->name);
    load->error_count++;
    return ICS_NONE;
}

static bool read_csv(ics_load *load, ics_input *input, uint32_t entity)
{
    input->is_table = true;
    begin_document(load);
    if (entity == ICS_NONE)
        entity = find_table_entity(load, input);
    return entity == ICS_NONE || ics_load_csv(load, entity);
}

static bool read_input(ics_load *load)
{
    ics_input *input = &load->store->inputs[load->input];
    ics_data_format format;
    ics_fault fault;
    uint32_t entity = ICS_NONE;
    if (load->binding) {
        entity = ics_load_binding_entity(load, load->binding);
        if (entity == ICS_NONE)
            return true;
    }
    if (!ics_format_find(input, load->options->input_format, &format, &fault))
        return ics_load_fault(load, &fault);
    switch (format) {
    case ICS_DATA_JSON:
        return read_json(load, input, entity);
    case ICS_DATA_NDJSON:
        return read_ndjson(load, input, entity);
    case ICS_DATA_YAML:
        return read_yaml(load, input, entity);
    case ICS_DATA_CSV:
        return read_csv(load, input, entity);
    }
    return true;
}

/* Takes over a file as the next of the dataset's. */
static bool take_input(ics_load *load, ics_input input, const ics_table_binding *binding)
{
    struct ics_dataset_private *store = load->store;
    const ics_input *last = store->input_count ? &store->inputs[store->input_count - 1] : NULL;
    const uint64_t base = last ? last->base + ics_input_extent(last) + 1 : 1;
    const size_t size = input.bytes.size;
    input.base = (uint32_t)base;
    input.name = ics_arena_text(&store->arena, input.name, strlen(input.name));
    if (!input.name || !ICS_GROW(store->inputs, store->input_count, store->input_room)) {
        if (!input.is_part)
            ics_bytes_free(&input.bytes);
        return ics_load_out_of_memory(load);
    }
    load->input = store->input_count++;
    load->binding = binding;
    store->inputs[load->input] = input;
    if (base + size <= (uint64_t)ICS_LIMIT_DATASET_BYTES)
        return true;
    ics_report_at(load->diags, ICS_E0005, input.name,
                  "the files of a dataset may have %lld bytes together (limit DATASET_BYTES)",
                  (long long)ICS_LIMIT_DATASET_BYTES);
    load->status = ICS_E_LIMIT;
    return false;
}

static bool read_file(ics_load *load, const ics_found_file *file)
{
    ics_bytes bytes = {NULL, 0};
    const ics_status status =
        ics_file_read(&bytes, file->path, ICS_LIMIT_DATA_FILE_BYTES, "DATA_FILE_BYTES", load->diags);
    if (status != ICS_OK) {
        load->status = status;
        return false;
    }
    const ics_input input = {.name = file->path, .bytes = bytes, .is_from_folder = file->is_from_folder};
    return take_input(load, input, file->binding) && read_input(load);
}

/* ---- before and after ---- */

static bool begin(ics_load *load, const ics_program *program, const ics_load_options *options, ics_diags *diags)
{
    static const ics_load_options plain = {0};
    struct timespec now = {0, 0};
    *load = (ics_load){.program = program, .model = &program->model, .options = options ? options : &plain};
    load->diags = diags;
    clock_gettime(CLOCK_MONOTONIC, &now);
    load->code_seed = ((uint64_t)now.tv_nsec << 20) ^ (uint64_t)(uintptr_t)load;
    load->dataset = ics_store_new(load->model);
    load->words = ics_intern_new();
    load->shapes = calloc(load->model->entity_count + (size_t)ICS_SHAPE_EXTRA_COUNT, sizeof *load->shapes);
    if (!load->dataset || !load->words || !load->shapes)
        return ics_load_out_of_memory(load);
    load->store = load->dataset->private_;
    load->dataset->has_known_by = load->options->has_known_by;
    load->dataset->known_by = load->options->known_by;
    return true;
}

static bool list_files(ics_load *load)
{
    ics_dataset *dataset = load->dataset;
    dataset->files = calloc(load->store->input_count + 1, sizeof *dataset->files);
    if (!dataset->files)
        return ics_load_out_of_memory(load);
    while (dataset->file_count < load->store->input_count && load->store->inputs[dataset->file_count].stride == 0)
        dataset->file_count++; /* what is no file comes behind them */
    for (size_t i = 0; i < dataset->file_count; i++)
        dataset->files[i] = (ics_data_file){load->store->inputs[i].name, load->store->inputs[i].bytes.size};
    return true;
}

static bool finish(ics_load *load)
{
    ics_load_warn_unknown_keys(load);
    if (load->status != ICS_OK)
        return false;
    if (load->is_any_file_broken) /* a reference may lead into what was not read */
        return true;
    if (!ics_load_exercised(load) || !ics_load_resolve(load))
        return false;
    if (load->error_count > 0)
        return true;
    return ics_load_merge(load) && ics_load_inverses(load) && ics_load_rings(load) && ics_load_settle_dated(load) &&
           (ics_store_seal(load->dataset) || ics_load_out_of_memory(load)) && ics_load_enroll(load) && list_files(load);
}

static ics_status end(ics_load *load, bool went_well, ics_dataset **out)
{
    ics_status status = !went_well && load->status == ICS_OK ? ICS_E_INPUT : load->status;
    if (status == ICS_OK && load->error_count > 0)
        status = ICS_E_INPUT;
    if (status == ICS_OK)
        *out = load->dataset;
    else
        ics_dataset_free(load->dataset);
    ics_plain_free(load->plain);
    ics_load_free_values(load);
    ics_load_free_shapes(load);
    ics_intern_free(load->words);
    ics_tape_free(&load->tape);
    ics_arena_free(&load->arena);
    free(load->rows);
    free(load->pendings);
    free(load->seconds);
    free(load->codes);
    return status;
}

bool ics_load_begin_rows(ics_load *load, const char *name, uint32_t stride, const ics_table_binding *binding)
{
    const ics_input input = {.name = name, .is_table = true, .stride = stride};
    if (!take_input(load, input, binding))
        return false;
    begin_document(load);
    return true;
}

ics_status ics_load_all(ics_dataset **out, const ics_program *program, const char *const *paths, size_t path_count,
                        const ics_load_options *options, ics_load_more *more, void *context, ics_diags *diags)
{
    ics_load load;
    ics_found found = {NULL, 0, 0};
    bool went_well = begin(&load, program, options, diags);
    if (went_well) {
        load.status = ics_find_files(&found, &load.arena, paths, path_count, load.options, diags);
        went_well = load.status == ICS_OK;
    }
    for (size_t i = 0; i < found.count && went_well; i++)
        went_well = read_file(&load, &found.files[i]);
    free(found.files);
    went_well = went_well && (!more || more(&load, context)) && finish(&load);
    return end(&load, went_well, out);
}

ics_status ics_dataset_read(ics_dataset **out, const ics_program *program, const char *const *paths, size_t path_count,
                            const ics_load_options *options, ics_diags *diags)
{
    return ics_load_all(out, program, paths, path_count, options, NULL, NULL, diags);
}

/* A copy with the spare bytes that readers may look at behind the end. */
static bool copy_bytes(ics_load *load, const unsigned char *bytes, size_t size, ics_bytes *copy)
{
    *copy = (ics_bytes){calloc(size + 64, 1), size};
    if (!copy->data)
        return ics_load_out_of_memory(load);
    if (size > 0)
        memcpy(copy->data, bytes, size);
    return true;
}

ics_status ics_dataset_read_text(ics_dataset **out, const ics_program *program, const char *name,
                                 const unsigned char *bytes, size_t size, const ics_load_options *options,
                                 ics_diags *diags)
{
    ics_load load;
    ics_bytes copy = {NULL, 0};
    bool went_well = begin(&load, program, options, diags) && copy_bytes(&load, bytes, size, &copy);
    if (went_well) {
        const ics_table_binding *binding = load.options->table_count == 1 ? load.options->tables : NULL;
        const ics_input input = {.name = name, .bytes = copy};
        went_well = take_input(&load, input, binding) && read_input(&load) && finish(&load);
    }
    return end(&load, went_well, out);
}

/* The lines that were chosen from a file keep their numbers. */
static bool keep_lines(ics_load *load, const ics_data_part *part)
{
    ics_input *input = &load->store->inputs[load->input];
    const size_t size = part->row_count * sizeof *input->row_offset;
    if (part->row_count == 0)
        return true;
    input->row_offset = malloc(size);
    input->row_number = malloc(size);
    if (!input->row_offset || !input->row_number)
        return ics_load_out_of_memory(load);
    memcpy(input->row_offset, part->row_offset, size);
    memcpy(input->row_number, part->row_number, size);
    input->row_count = part->row_count;
    return true;
}

/* Before columns are made: how much there was. */
static void keep_sizes(ics_load *load, ics_data_sizes *sizes)
{
    for (uint32_t i = 0; i < load->model->entity_count; i++)
        sizes->rows[i] = load->dataset->tables[i].row_count;
    for (uint32_t i = 0; i < load->model->attribute_count; i++)
        sizes->items[i] = load->store->cells[i].item_count;
    sizes->plain = load->plain;
    load->plain = NULL;
}

static bool expect_sizes(ics_load *load, ics_data_sizes *sizes)
{
    if (!sizes)
        return true;
    if (!sizes->rows) {
        sizes->rows = calloc(load->model->entity_count + 1u, sizeof *sizes->rows);
        sizes->items = calloc(load->model->attribute_count + 1u, sizeof *sizes->items);
    }
    if (!sizes->rows || !sizes->items)
        return ics_load_out_of_memory(load);
    load->store->sizes = *sizes;
    ics_plain *plain = sizes->plain;
    sizes->plain = NULL; /* it is the load's, until that is well done */
    return !plain || ics_plain_move(plain, load);
}

void ics_data_sizes_free(ics_data_sizes *sizes)
{
    free(sizes->rows);
    free(sizes->items);
    ics_plain_free(sizes->plain);
}

/* A part of a table of a record a line or row. */
static bool read_part(ics_load *load, const ics_data_part *part)
{
    ics_input *input = &load->store->inputs[load->input];
    ics_fault fault;
    const uint32_t entity = ics_load_binding_entity(load, load->binding);
    if (entity == ICS_NONE)
        return true;
    if (!ics_format_check(input, part->is_first, &fault))
        return ics_load_fault(load, &fault);
    if (!expect_sizes(load, part->sizes) ||
        !(part->is_csv ? read_csv(load, input, entity) : keep_lines(load, part) && read_ndjson(load, input, entity)))
        return false;
    if (part->sizes)
        keep_sizes(load, part->sizes);
    return true;
}

ics_status ics_dataset_read_part(ics_dataset **out, const ics_program *program, const ics_data_part *part,
                                 const ics_load_options *options, ics_diags *diags)
{
    ics_load load;
    const ics_input input = {.name = part->name,
                             .bytes = {part->bytes, part->size},
                             .is_part = !part->gives_bytes,
                             .lines_before = part->lines_before,
                             .head_size = part->head_size,
                             .given_number = part->is_csv ? part->row_number : NULL};
    const bool went_well = begin(&load, program, options, diags) && take_input(&load, input, options->tables) &&
                           read_part(&load, part) && finish(&load);
    return end(&load, went_well, out);
}

/* What somebody else reads, onto the tape and from there like any document. */
static bool read_filled(ics_load *load, ics_tape_fill *fill, void *context)
{
    ics_fault fault;
    begin_document(load);
    if (fill(&load->tape, context))
        return ics_load_document(load);
    ics_tape_refuse(&load->tape, 0, &fault);
    return ics_load_fault(load, &fault);
}

ics_status ics_dataset_read_tape(ics_dataset **out, const ics_program *program, const char *name,
                                 const unsigned char *bytes, size_t size, const ics_load_options *options,
                                 ics_tape_fill *fill, void *context, ics_diags *diags)
{
    ics_load load;
    ics_bytes copy = {NULL, 0};
    bool went_well = begin(&load, program, options, diags) && copy_bytes(&load, bytes, size, &copy);
    load.is_test = true;
    const ics_input input = {.name = name, .bytes = copy};
    if (went_well)
        went_well = take_input(&load, input, NULL) && read_filled(&load, fill, context) && finish(&load);
    return end(&load, went_well, out);
}
