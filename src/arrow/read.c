/*
 * Tables in Arrow's form into a dataset: each stream's schema against the model, each array checked. Plain arrays are
 * read as columns; of others each row is put on the tape and read as a record of NDJSON is. Leans on views, rows, whole
 * columns and the loader.
 */
#include "arrow/bulk.h"
#include "arrow/row.h"
#include "base/limits.h"
#include "data/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tables {
    const ics_arrow_table *items;
    size_t count;
} tables;

/* A table while it is read. */
typedef struct table {
    ics_load *load;
    const ics_arrow_table *given;
    const char *name;
    const ics_table_binding *binding;
    uint32_t entity;
    ics_arena types, views; /* the second for one array at a time */
    const ics_arrow_type *type;
    bool *is_read; /* by column; the others are unknown to the model, and nothing of them is looked at */
    bool has_unknown;
    ics_bulk bulk;
    bool is_plain; /* its columns can be read whole */
    uint64_t row_count;
} table;

/* -- refusals: one message for a table, which is then read no further */

static bool refuse(const table *t, const char *text)
{
    ics_report_at(t->load->diags, ICS_E0601, t->name, "%s", text);
    t->load->error_count++;
    t->load->is_any_file_broken = true;
    return true;
}

static bool refuse_fault(const table *t, const ics_arrow_fault *fault)
{
    return fault->is_memory ? ics_load_out_of_memory(t->load) : refuse(t, fault->text);
}

/* The stream's own message for an errno. */
static bool refuse_stream(const table *t, int number)
{
    struct ArrowArrayStream *stream = t->given->stream;
    const char *said = stream->get_last_error ? stream->get_last_error(stream) : NULL;
    ics_report_at(t->load->diags, ICS_E0001, t->name, "the stream fails: %.200s",
                  said && said[0] != '\0' ? said : strerror(number));
    t->load->status = ICS_E_IO;
    return false;
}

/* -- the schema */

static bool is_name(const char *wanted, const char *name)
{
    return wanted && ics_key_equal(wanted, strlen(wanted), name, strlen(name));
}

/* Whether a column has the name of an attribute, or one that the binding gives a meaning. */
static bool knows(const table *t, const char *name)
{
    const ics_table_binding *binding = t->binding;
    for (size_t i = 0; binding->columns && i < binding->column_pair_count; i++)
        if (is_name(binding->columns[2 * i], name))
            return true;
    return is_name(binding->where_column, name) || is_name(binding->parent_column, name) ||
           ics_load_find_meaning(t->load, t->entity, name, strlen(name)) != ICS_KEY_UNKNOWN;
}

/* The first column below one that is of a type that is not read. */
static const ics_arrow_type *find_unread(const ics_arrow_type *type)
{
    if (type->kind == ICS_ARROW_OTHER)
        return type;
    const ics_arrow_type *found = type->dictionary ? find_unread(type->dictionary) : NULL;
    for (size_t i = 0; !found && i < type->child_count; i++)
        found = find_unread(&type->children[i]);
    return found;
}

/* Of a column that the model does not know nothing is looked at; the loader warns of its name. */
static bool choose_columns(table *t, bool *is_good)
{
    const size_t count = t->type->child_count;
    t->is_read = ICS_ARENA_ARRAY(&t->types, bool, count + 1);
    if (!t->is_read)
        return ics_load_out_of_memory(t->load);
    for (size_t i = 0; i < count; i++) {
        const ics_arrow_type *column = &t->type->children[i], *unread = find_unread(column);
        t->is_read[i] = knows(t, column->name);
        t->has_unknown |= !t->is_read[i];
        if (!t->is_read[i] || !unread)
            continue;
        char text[300];
        snprintf(text, sizeof text, "the column '%.80s' is of the Arrow type '%.40s', which is not read", unread->name,
                 unread->format);
        *is_good = false;
        return refuse(t, text);
    }
    return true;
}

static bool read_schema(table *t, bool *is_good)
{
    ics_arrow_fault fault = {.is_memory = false};
    struct ArrowSchema schema = {.release = NULL};
    struct ArrowArrayStream *stream = t->given->stream;
    *is_good = false;
    const int number = stream->get_schema(stream, &schema);
    if (number != 0)
        return refuse_stream(t, number);
    t->type = ics_arrow_type_read(&t->types, &schema, &fault);
    if (schema.release)
        schema.release(&schema);
    if (!t->type)
        return refuse_fault(t, &fault);
    if (t->type->kind != ICS_ARROW_STRUCT || t->type->child_count == 0)
        return refuse(t, "its arrays are no structs of columns, one row a record");
    *is_good = true;
    return true;
}

/* -- rows */

static bool put_row(table *t, ics_arrow_pusher *pusher, const ics_arrow_view *view, int64_t slot)
{
    ics_tape *tape = pusher->tape;
    const uint32_t first = pusher->position;
    if (!ics_tape_push(tape, ICS_TAPE_RECORD, NULL, 0, first))
        return false;
    for (size_t i = 0; i < t->type->child_count; i++) {
        const char *name = t->type->children[i].name;
        pusher->position = first + (uint32_t)i;
        if (!ics_tape_push(tape, ICS_TAPE_KEY, name, strlen(name), pusher->position) ||
            !(t->is_read[i] ? ics_arrow_push(pusher, &view->children[i], ics_arrow_field_slot(view, slot))
                            : ics_tape_push(tape, ICS_TAPE_NULL, NULL, 0, pusher->position) != NULL))
            return false;
    }
    tape->nodes[0].next = (uint32_t)tape->count;
    return true;
}

static bool read_row(table *t, const ics_arrow_view *view, int64_t slot)
{
    ics_load *load = t->load;
    ics_input *input = &load->store->inputs[load->input];
    const uint64_t position = t->row_count++ * input->stride;
    ics_fault fault;
    if (input->base + position + input->stride > (uint64_t)ICS_LIMIT_DATASET_BYTES) {
        ics_report_at(load->diags, ICS_E0005, t->name,
                      "a dataset may have %lld bytes and cells together (limit DATASET_BYTES)",
                      (long long)ICS_LIMIT_DATASET_BYTES);
        load->status = ICS_E_LIMIT;
        return false;
    }
    input->cell_count = position + input->stride;
    ics_tape_clear(&load->tape);
    ics_arrow_pusher pusher = {.tape = &load->tape, .position = (uint32_t)position};
    if (!ics_arrow_is_valid(view, slot))
        return ics_load_error_at(load, ICS_E0601, input->base + (uint32_t)position, 0, NULL,
                                 "the row is null, and no record");
    if (!put_row(t, &pusher, view, slot)) {
        ics_tape_refuse(&load->tape, (uint32_t)position, &fault);
        return ics_load_fault(load, &fault);
    }
    if (pusher.why)
        return ics_load_error_at(load, ICS_E0002, input->base + (uint32_t)position, 0, NULL,
                                 "a value of the column '%.80s' %s", pusher.name, pusher.why);
    return ics_load_table_record(load, t->entity, 0);
}

/* Rows as columns. @return whether they were. */
static bool read_whole(table *t, const ics_arrow_view *view, int64_t first, int64_t count)
{
    ics_input *input = &t->load->store->inputs[t->load->input];
    const uint64_t position = input->base + t->row_count * input->stride;
    if (!t->is_plain || position + (uint64_t)count * input->stride > (uint64_t)ICS_LIMIT_DATASET_BYTES ||
        !ics_bulk_read(&t->bulk, view, first, count, (uint32_t)position, input->stride))
        return false;
    t->row_count += (uint64_t)count;
    input->cell_count = t->row_count * input->stride;
    return true;
}

static bool read_rows(table *t, const ics_arrow_view *view, int64_t first, int64_t count)
{
    for (int64_t slot = first; slot < first + count; slot++)
        if (t->load->status != ICS_OK || !read_row(t, view, slot))
            return false;
    return true;
}

/* Whether any value lies in memory: what is all nulls has no buffer, and may say any length. */
static bool has_values(const ics_arrow_type *type)
{
    if (type->kind != ICS_ARROW_STRUCT)
        return type->kind != ICS_ARROW_NULL && type->kind != ICS_ARROW_OTHER;
    for (size_t i = 0; i < type->child_count; i++)
        if (has_values(&type->children[i]))
            return true;
    return false;
}

static bool read_array(table *t, const struct ArrowArray *array, bool *is_good)
{
    ics_arrow_fault fault = {.is_memory = false};
    const ics_arrow_view *view = ics_arrow_view_make(&t->views, t->type, array, &fault);
    if (!view) {
        *is_good = false;
        return refuse_fault(t, &fault);
    }
    if (view->length > ICS_LIMIT_DOCUMENT_NODES && !has_values(t->type)) {
        *is_good = false;
        return refuse(t, "an array says more than 16777216 rows (limit DOCUMENT_NODES) and has no values");
    }
    if (t->is_plain)
        ics_bulk_expect(&t->bulk, view);
    for (int64_t first = 0, count; first < view->length; first += count) {
        count = view->length - first < ICS_BULK_ROWS ? view->length - first : ICS_BULK_ROWS;
        const bool is_first = t->has_unknown && t->row_count == 0;
        if (is_first) /* by itself, so that columns that nobody knows are warned of */
            count = 1;
        if ((is_first || !read_whole(t, view, first, count)) && !read_rows(t, view, first, count))
            return false;
    }
    return true;
}

static bool read_arrays(table *t)
{
    struct ArrowArrayStream *stream = t->given->stream;
    for (bool is_good = true; is_good;) {
        struct ArrowArray array = {.release = NULL};
        const int number = stream->get_next(stream, &array);
        if (number != 0)
            return refuse_stream(t, number);
        if (!array.release)
            return true;
        const bool went_well = read_array(t, &array, &is_good);
        array.release(&array);
        ics_arena_free(&t->views);
        if (!went_well)
            return false;
    }
    return true;
}

/* -- tables */

static bool read_table(table *t)
{
    bool is_good;
    const struct ArrowArrayStream *stream = t->given->stream;
    if (!stream || !stream->release)
        return refuse(t, "its stream was released already");
    if (!stream->get_schema || !stream->get_next)
        return refuse(t, "its stream has no functions to read it by");
    if (!t->binding->entity)
        return refuse(t, "nothing says which kind of record its rows are");
    if (!read_schema(t, &is_good))
        return false;
    if (!is_good)
        return true;
    if (!ics_load_begin_rows(t->load, t->name, (uint32_t)t->type->child_count, t->binding))
        return false;
    t->entity = ics_load_binding_entity(t->load, t->binding);
    if (t->entity == ICS_NONE) /* said */
        return true;
    if (!choose_columns(t, &is_good))
        return false;
    t->is_plain = is_good && ics_bulk_plan(&t->bulk, t->load, t->type, t->entity, t->is_read);
    return !is_good || read_arrays(t);
}

static bool read_tables(ics_load *load, void *context)
{
    const tables *all = context;
    for (size_t i = 0; i < all->count; i++) {
        const ics_arrow_table *given = &all->items[i];
        const ics_table_binding plain = {.entity = given->entity};
        table t = {.load = load,
                   .given = given,
                   .name = given->name ? given->name : "table",
                   .binding = given->binding ? given->binding : &plain};
        const bool went_well = read_table(&t);
        load->binding = NULL;
        ics_bulk_free(&t.bulk);
        ics_arena_free(&t.views);
        ics_arena_free(&t.types);
        if (!went_well)
            return false;
    }
    return true;
}

ics_status ics_dataset_read_arrow(ics_dataset **out, const ics_program *program, const ics_arrow_table *items,
                                  size_t table_count, const char *const *paths, size_t path_count,
                                  const ics_load_options *options, ics_diags *diags)
{
    tables all = {items, table_count};
    const ics_status status = ics_load_all(out, program, paths, path_count, options, read_tables, &all, diags);
    for (size_t i = 0; i < table_count; i++)
        if (items[i].stream && items[i].stream->release)
            items[i].stream->release(items[i].stream);
    return status;
}
