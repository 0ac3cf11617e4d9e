/* Tables: a binding says which columns are which attributes, which rows count, and whose list they go into. */
#include "data/load.h"

#include "base/date_form.h"
#include "base/limits.h"
#include "data/csv.h"
#include "data/growth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool refuse_binding(ics_load *load, const char *text, const char *name, const char *nearest)
{
    char where[300];
    snprintf(where, sizeof where, "table %.200s", load->store->inputs[load->input].name);
    ics_diag *diag = ics_report_at(load->diags, ICS_E0607, where, "%s '%s'", text, name);
    if (nearest)
        ics_diag_help(load->diags, diag, "did you mean '%s'?", nearest);
    load->error_count++;
    return false;
}

static const char *nearest_entity(const ics_load *load, const char *name)
{
    const char **names = calloc(load->model->entity_count + 1u, sizeof *names);
    size_t count = 0;
    for (uint32_t i = 0; names && i < load->model->entity_count; i++)
        if (!load->model->entities[i].is_hidden)
            names[count++] = load->model->entities[i].name;
    const char *nearest = ics_nearest(name, strlen(name), names, count);
    free(names);
    return nearest;
}

static const char *nearest_attribute(const ics_load *load, uint32_t entity, const char *name)
{
    const char **names = calloc(load->model->attribute_count + 1u, sizeof *names);
    size_t count = 0;
    for (uint32_t i = 0; names && i < load->model->attribute_count; i++)
        if (ics_model_is_a(load->model, entity, load->model->attributes[i].entity))
            names[count++] = load->model->attributes[i].name;
    const char *nearest = ics_nearest(name, strlen(name), names, count);
    free(names);
    return nearest;
}

/* The list of the parent that rows go into, where the binding names one. */
static bool find_parent(const ics_load *load, const ics_table_binding *binding, uint32_t *parent, uint32_t *list)
{
    const ics_model *model = load->model;
    *parent = ics_model_entity(model, binding->parent_entity, strlen(binding->parent_entity));
    if (*parent == ICS_NONE || !binding->parent_list)
        return false;
    *list = ics_model_attribute(model, *parent, binding->parent_list, strlen(binding->parent_list));
    return *list != ICS_NONE && model->attributes[*list].type == ICS_TYPE_LIST && binding->parent_column;
}

uint32_t ics_load_binding_entity(ics_load *load, const ics_table_binding *binding)
{
    const ics_model *model = load->model;
    const uint32_t entity = ics_model_entity(model, binding->entity, strlen(binding->entity));
    uint32_t parent, list;
    if (entity == ICS_NONE) {
        refuse_binding(load, "the model has no entity", binding->entity, nearest_entity(load, binding->entity));
        return ICS_NONE;
    }
    for (size_t i = 0; binding->columns && i < binding->column_pair_count; i++) {
        const char *name = binding->columns[2 * i + 1];
        if (ics_model_attribute(model, entity, name, strlen(name)) == ICS_NONE) {
            refuse_binding(load, "the entity of the table has no attribute", name,
                           nearest_attribute(load, entity, name));
            return ICS_NONE;
        }
    }
    for (size_t i = 0; i < binding->date_form_count; i++)
        if (!ics_date_form_is_good(binding->date_forms[i])) {
            refuse_binding(load, "dates are written as in dd/mm/yyyy, not", binding->date_forms[i], NULL);
            return ICS_NONE;
        }
    if (model->entities[entity].ledger)
        load->store->ledgers[model->entities[entity].ledger - 1].is_given = true;
    if (binding->parent_entity && !find_parent(load, binding, &parent, &list)) {
        refuse_binding(load, "a parent needs an entity, a list of it that holds these records, and a column; found",
                       binding->parent_entity, NULL);
        return ICS_NONE;
    }
    if (binding->parent_entity && !ics_model_is_a(model, entity, model->attributes[list].target)) {
        refuse_binding(load, "the parent's list does not hold these records:", binding->parent_list, NULL);
        return ICS_NONE;
    }
    return entity;
}

/* Whether a cell's text is one of the binding's codes, and which kind of node it then is. */
static bool find_code(const ics_table_binding *binding, const char *text, size_t length, ics_tape_kind *kind)
{
    for (size_t i = 0; binding && i < binding->code_pair_count; i++) {
        const char *code = binding->codes[2 * i], *meaning = binding->codes[2 * i + 1];
        if (strlen(code) != length || memcmp(code, text, length) != 0)
            continue;
        *kind = ics_key_equal(meaning, strlen(meaning), "absent", 6)    ? ICS_TAPE_ABSENT
                : ics_key_equal(meaning, strlen(meaning), "unknown", 7) ? ICS_TAPE_UNKNOWN
                                                                        : ICS_TAPE_NOT_APPLICABLE;
        return true;
    }
    return false;
}

/* Notes the key of the record whose list this row goes into. */
static bool note_parent(ics_load *load, uint32_t node, uint32_t row)
{
    uint32_t parent, list, made;
    if (!find_parent(load, load->binding, &parent, &list))
        return true;
    const ics_pending pending = {.attribute = list, .row = row, .item = ICS_NONE, .is_parent = true};
    return ics_load_pend(load, parent, node, pending, &made);
}

/* ---- records of NDJSON, JSON and YAML under a binding ---- */

static const char *mapped_name(const ics_table_binding *binding, const ics_tape_node *key)
{
    for (size_t i = 0; i < binding->column_pair_count; i++)
        if (ics_tape_is(key, binding->columns[2 * i]))
            return binding->columns[2 * i + 1];
    return NULL;
}

/* Gives the keys their attributes' names and the codes their meaning; keys that are bound to nothing are passed over.
 */
static bool apply_binding(ics_load *load, uint32_t node, uint32_t *parent_node, bool *is_chosen)
{
    const ics_table_binding *binding = load->binding;
    const uint32_t end = load->tape.nodes[node].next;
    *is_chosen = !binding->where_column;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        ics_tape_node *name = &load->tape.nodes[key], *value = name + 1;
        ics_tape_kind kind;
        if (binding->where_column && ics_tape_is(name, binding->where_column))
            *is_chosen = value->length == strlen(binding->where_value) &&
                         memcmp(value->text, binding->where_value, value->length) == 0;
        if (binding->parent_column && ics_tape_is(name, binding->parent_column))
            *parent_node = key + 1;
        if (find_code(binding, value->text, value->length, &kind) && value->kind != ICS_TAPE_LIST &&
            value->kind != ICS_TAPE_RECORD)
            value->kind = (uint8_t)kind;
        const char *mapped = binding->columns ? mapped_name(binding, name) : NULL;
        if (mapped) {
            name->text = mapped;
            name->length = (uint32_t)strlen(mapped);
        } else if (binding->columns || key + 1 == *parent_node) {
            name->kind = ICS_TAPE_NULL;
            if (!ics_load_check_unknown(load, key + 1))
                return false;
        }
    }
    return true;
}

bool ics_load_is_bound_plainly(const ics_table_binding *binding)
{
    return !binding->columns && !binding->code_pair_count && !binding->where_column && !binding->parent_column;
}

bool ics_load_table_record(ics_load *load, uint32_t entity, uint32_t node)
{
    uint32_t parent_node = ICS_NONE, row;
    bool is_chosen = true;
    if (load->tape.nodes[node].kind != ICS_TAPE_RECORD) {
        char found[96];
        return ics_load_error(load, ICS_E0601, node, NULL, "expected a record, found %s",
                              ics_tape_describe(&load->tape, node, found, sizeof found));
    }
    if (!ics_load_is_bound_plainly(load->binding) && !apply_binding(load, node, &parent_node, &is_chosen))
        return false;
    if (!is_chosen)
        return true;
    load->dataset->record_count++;
    return ics_load_record(load, node, entity, ics_no_owner, &row) &&
           (parent_node == ICS_NONE || note_parent(load, parent_node, row));
}

/* ---- CSV ---- */

typedef struct column {
    const char *name; /* the attribute's, or the heading as it stands; NULL: not read */
    bool is_many;     /* cells hold several values */
} column;

typedef struct table {
    ics_load *load;
    ics_csv csv;
    uint32_t entity;
    column *columns;
    size_t column_count;
    size_t where, parent; /* columns, or SIZE_MAX */
    const char *separator;
} table;

static bool is_blank(const ics_cell *cell)
{
    for (uint32_t i = 0; i < cell->length; i++)
        if (cell->text[i] != ' ' && cell->text[i] != '\t')
            return false;
    return true;
}

static uint32_t cell_position(const table *t, const ics_cell *cell)
{
    return t->load->store->inputs[t->load->input].base + cell->offset;
}

static bool has_name(const ics_cell *cell, const char *name)
{
    return name && ics_key_equal(cell->text, cell->length, name, strlen(name));
}

/* What a heading means: the attribute bound to it, itself where nothing is bound, or nothing. */
static bool read_heading(table *t, size_t at)
{
    ics_load *load = t->load;
    const ics_table_binding *binding = load->binding;
    const ics_cell *cell = &t->csv.cells[at];
    if (is_blank(cell))
        return ics_load_error_at(load, ICS_E0607, cell_position(t, cell), 0, NULL, "column %zu has no heading", at + 1);
    for (size_t i = 0; i < at; i++)
        if (ics_key_equal(cell->text, cell->length, t->csv.cells[i].text, t->csv.cells[i].length))
            return ics_load_error_at(load, ICS_E0603, cell_position(t, cell), cell_position(t, &t->csv.cells[i]),
                                     "it stands here first", "two columns are headed '%.*s'", (int)cell->length,
                                     cell->text);
    if (binding && has_name(cell, binding->where_column))
        t->where = at;
    if (binding && has_name(cell, binding->parent_column))
        t->parent = at;
    const char *name = NULL;
    for (size_t i = 0; binding && binding->columns && i < binding->column_pair_count; i++)
        if (has_name(cell, binding->columns[2 * i]))
            name = binding->columns[2 * i + 1];
    if (!name && !(binding && binding->columns) && t->parent != at)
        name = ics_arena_text(&load->arena, cell->text, cell->length);
    if (name && ics_load_find_meaning(load, t->entity, name, strlen(name)) == ICS_KEY_UNKNOWN) {
        const ics_slot slot = {cell->text, cell->length, 0, ICS_KEY_UNKNOWN, cell_position(t, cell), 1};
        ics_load_warn_unknown_key(load, t->entity, &slot);
        name = NULL;
    }
    t->columns[at].name = name;
    const uint32_t attribute = name ? ics_model_attribute(load->model, t->entity, name, strlen(name)) : ICS_NONE;
    if (attribute != ICS_NONE) {
        const ics_representation form = ics_type_representation(load->model->attributes[attribute].type);
        t->columns[at].is_many = form == ICS_REP_LIST || form == ICS_REP_SET;
    }
    return true;
}

static bool has_heading(const table *t, const char *name)
{
    for (size_t i = 0; i < t->csv.cell_count; i++)
        if (has_name(&t->csv.cells[i], name))
            return true;
    return false;
}

static bool refuse_heading(table *t, const char *name)
{
    return ics_load_error_at(t->load, ICS_E0607, cell_position(t, &t->csv.cells[0]), 0, NULL,
                             "no column is headed '%s'", name);
}

/* All headings that the binding speaks of have to be there. */
static bool check_headings(table *t)
{
    const ics_table_binding *binding = t->load->binding;
    if (!binding)
        return true;
    for (size_t i = 0; binding->columns && i < binding->column_pair_count; i++)
        if (!has_heading(t, binding->columns[2 * i]) && !refuse_heading(t, binding->columns[2 * i]))
            return false;
    if (binding->where_column && t->where == SIZE_MAX && !refuse_heading(t, binding->where_column))
        return false;
    return !binding->parent_column || t->parent != SIZE_MAX || refuse_heading(t, binding->parent_column);
}

/* One heading that holds semicolons or tabs is a table with another separator. */
static bool check_separator(table *t)
{
    const ics_cell *cell = &t->csv.cells[0];
    const char *other = t->csv.cell_count > 1 ? NULL : memchr(cell->text, ';', cell->length);
    if (t->csv.cell_count == 1 && !other)
        other = memchr(cell->text, '\t', cell->length);
    if (!other || cell->is_quoted)
        return true;
    const uint32_t position = cell_position(t, cell) + (uint32_t)(other - cell->text);
    return ics_load_error_at(t->load, ICS_E0601, position, 0, NULL,
                             "the columns are separated by %s; expected ',' (save the table as comma-separated)",
                             *other == ';' ? "';'" : "tabs");
}

static bool read_headings(table *t)
{
    const size_t errors = t->load->error_count;
    t->where = t->parent = SIZE_MAX;
    t->column_count = t->csv.cell_count;
    t->columns = calloc(t->column_count, sizeof *t->columns);
    if (!t->columns)
        return ics_load_out_of_memory(t->load);
    if (!check_separator(t))
        return false;
    if (t->load->error_count > errors)
        return true;
    for (size_t i = 0; i < t->column_count; i++)
        if (!read_heading(t, i))
            return false;
    return check_headings(t);
}

static bool push(table *t, ics_tape_kind kind, const char *text, size_t length, size_t offset)
{
    return ics_tape_push(&t->load->tape, kind, text, length, offset) != NULL || ics_load_out_of_memory(t->load);
}

static size_t trimmed(const char *text, size_t length, size_t *skip)
{
    *skip = 0;
    while (*skip < length && (text[*skip] == ' ' || text[*skip] == '\t'))
        ++*skip;
    while (length > *skip && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    return length - *skip;
}

/* A cell of several values becomes a list of them; one of separators alone says nothing, as an empty one. */
static bool push_many(table *t, const ics_cell *cell)
{
    const uint32_t list = (uint32_t)t->load->tape.count;
    const size_t step = strlen(t->separator);
    if (!push(t, ICS_TAPE_LIST, "", 0, cell->offset))
        return false;
    for (size_t begin = 0; begin <= cell->length;) {
        size_t end = begin, skip;
        while (end < cell->length && (cell->length - end < step || memcmp(cell->text + end, t->separator, step) != 0))
            end++;
        const size_t length = trimmed(cell->text + begin, end - begin, &skip);
        if (length > 0 && !push(t, ICS_TAPE_PLAIN, cell->text + begin + skip, length, cell->offset))
            return false;
        begin = end + step;
    }
    if (t->load->tape.count == list + 1u)
        t->load->tape.count = list - 1u; /* the key goes too */
    else
        t->load->tape.nodes[list].next = (uint32_t)t->load->tape.count;
    return true;
}

static bool push_cell(table *t, const column *c, const ics_cell *cell)
{
    ics_tape_kind kind = ICS_TAPE_PLAIN;
    const bool is_code = find_code(t->load->binding, cell->text, cell->length, &kind);
    size_t skip = 0, length = cell->length;
    if (!is_code && is_blank(cell))
        return true; /* nothing is said */
    if (!push(t, ICS_TAPE_KEY, c->name, strlen(c->name), cell->offset))
        return false;
    if (c->is_many && !is_code)
        return push_many(t, cell);
    if (!is_code && !cell->is_quoted)
        length = trimmed(cell->text, cell->length, &skip);
    return push(t, kind, cell->text + skip, length, cell->offset);
}

/* The row as a record on the tape. @param[out] parent Node of the parent's key behind it, or ICS_NONE. */
static bool push_row(table *t, uint32_t *parent)
{
    ics_tape *tape = &t->load->tape;
    *parent = ICS_NONE;
    tape->count = 0;
    if (!push(t, ICS_TAPE_RECORD, "", 0, t->csv.row_offset))
        return false;
    for (size_t i = 0; i < t->column_count; i++)
        if (t->columns[i].name && !push_cell(t, &t->columns[i], &t->csv.cells[i]))
            return false;
    tape->nodes[0].next = (uint32_t)tape->count;
    if (t->parent == SIZE_MAX || is_blank(&t->csv.cells[t->parent]))
        return true;
    const ics_cell *cell = &t->csv.cells[t->parent];
    *parent = (uint32_t)tape->count;
    return push(t, ICS_TAPE_PLAIN, cell->text, cell->length, cell->offset);
}

static bool is_chosen(const table *t)
{
    if (t->where == SIZE_MAX)
        return true;
    const ics_cell *cell = &t->csv.cells[t->where];
    const char *value = t->load->binding->where_value;
    return strlen(value) == cell->length && memcmp(value, cell->text, cell->length) == 0;
}

static bool read_row(table *t)
{
    ics_load *load = t->load;
    uint32_t parent, row;
    if (t->csv.cell_count != t->column_count) {
        const size_t last = t->csv.cell_count > t->column_count ? t->column_count : t->csv.cell_count - 1;
        return ics_load_error_at(load, ICS_E0601, cell_position(t, &t->csv.cells[last]), 0, NULL,
                                 "row %u has %zu cells, but there are %zu headings", t->csv.row, t->csv.cell_count,
                                 t->column_count);
    }
    if (!is_chosen(t))
        return true;
    if (!push_row(t, &parent))
        return false;
    load->dataset->record_count++;
    return ics_load_record(load, 0, t->entity, ics_no_owner, &row) &&
           (parent == ICS_NONE || note_parent(load, parent, row));
}

static bool note_row(ics_load *load, const ics_csv *csv)
{
    ics_input *input = &load->store->inputs[load->input];
    if (!ICS_GROW(input->row_offset, input->row_count, input->row_room) ||
        !ICS_GROW(input->row_number, input->row_count, input->number_room))
        return ics_load_out_of_memory(load);
    const bool is_given = input->given_number && input->row_count > 0; /* the headings come first */
    input->row_offset[input->row_count] = csv->row_offset;
    input->row_number[input->row_count] = is_given ? input->given_number[input->row_count - 1] : csv->row;
    input->row_count++;
    return true;
}

static bool read_rows(table *t)
{
    ics_fault fault;
    ics_input *input = &t->load->store->inputs[t->load->input];
    const size_t errors = t->load->error_count;
    for (bool is_first = true;; is_first = false) {
        const ics_csv_status status = ics_csv_next(&t->csv, &fault);
        input->last_row = t->csv.row;
        if (status == ICS_CSV_END)
            return true;
        if (!note_row(t->load, &t->csv)) /* also of a row that is broken: the fault stands in it */
            return false;
        if (status == ICS_CSV_FAULT)
            return ics_load_fault(t->load, &fault);
        if (!(is_first ? read_headings(t) : read_row(t)))
            return false;
        if (is_first && t->load->error_count > errors)
            return true; /* without headings no row can be read */
        if (is_first && input->head_size > 0)
            t->csv.row = input->lines_before; /* the headings stand at the beginning of the file */
    }
}

bool ics_load_csv(ics_load *load, uint32_t entity)
{
    const ics_input *input = &load->store->inputs[load->input];
    ics_arena scratch = {0};
    table t = {.load = load, .entity = entity};
    t.csv = (ics_csv){.bytes = input->bytes.data, .size = input->bytes.size, .at = input->start, .scratch = &scratch};
    t.separator = load->binding && load->binding->list_separator && *load->binding->list_separator
                      ? load->binding->list_separator
                      : ";";
    const bool went_well = read_rows(&t);
    ics_csv_free(&t.csv);
    ics_arena_free(&scratch);
    free(t.columns);
    return went_well;
}
