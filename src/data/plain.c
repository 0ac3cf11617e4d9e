/* The reader of plain records as others see it: a record is read, or taken back as if it had not been begun. */
#include "data/plain.h"

#include "bytecode/op.h"

#include <stdlib.h>

/* Of data that is mostly not plain no more is tried: after this many records that were not, and twice as many as were.
 */
enum { LEFT_MOST = 16 };

/* ---- taking back ---- */

/* Notes how much there was before the record, so that it can be taken back. */
static void mark_all(ics_plain *plain)
{
    const ics_load *load = plain->load;
    for (size_t i = 0; i < plain->met_count; i++) {
        ics_plain_shape *shape = &plain->shapes[plain->met[i]];
        shape->row_count = load->dataset->tables[shape->root].row_count;
        for (size_t k = 0; k < shape->list_count; k++)
            shape->lists[k].item_count = load->store->cells[shape->lists[k].attribute].item_count;
    }
    plain->code_count = 0;
}

/* Rows that are not there any more have said nothing: the next that are made find their cells as new. */
static void clear_cells(ics_plain *plain, uint32_t attribute, uint32_t from, uint32_t to)
{
    ics_column *column = &plain->load->dataset->columns[attribute];
    ics_cells *cells = &plain->load->store->cells[attribute];
    if (from >= cells->room)
        return;
    const size_t count = (to < cells->room ? to : cells->room) - from;
    memset(cells->state + from, 0, count);
    if (column->number)
        memset(column->number + from, 0, count * sizeof *column->number);
    if (column->first)
        memset(column->first + from, 0, count * sizeof *column->first);
    if (column->last)
        memset(column->last + from, 0, count * sizeof *column->last);
    if (column->id)
        memset(column->id + from, 0, count * sizeof *column->id);
    if (cells->start)
        memset(cells->start + from, 0, count * sizeof *cells->start);
    if (cells->count)
        memset(cells->count + from, 0, count * sizeof *cells->count);
}

static void take_back(ics_plain *plain, size_t items)
{
    ics_load *load = plain->load;
    load->row_count = items;
    for (size_t i = 0; i < plain->met_count; i++) {
        const ics_plain_shape *shape = &plain->shapes[plain->met[i]];
        ics_table *table = &load->dataset->tables[shape->root];
        for (uint32_t a = plain->first_of[shape->root]; a != ICS_NONE; a = plain->next_of[a])
            if (shape->row_count < table->row_count)
                clear_cells(plain, a, shape->row_count, table->row_count);
        if (shape->row_count < table->row_count) /* kinds of one root share its rows: the fewest count */
            table->row_count = shape->row_count;
        for (size_t k = 0; k < shape->list_count; k++) {
            ics_cells *cells = &load->store->cells[shape->lists[k].attribute];
            if (shape->lists[k].item_count < cells->item_count)
                cells->item_count = shape->lists[k].item_count;
        }
    }
    while (plain->code_count > 0) {
        plain->code_count--;
        ics_load_code_remove(load, plain->codes[plain->code_count].attribute, plain->codes[plain->code_count].value);
    }
}

/* ---- the door ---- */

/* The attributes of each root's table as chains. */
static bool chain_attributes(ics_plain *plain)
{
    const ics_model *model = plain->load->model;
    plain->first_of = calloc(model->entity_count + 1u, sizeof *plain->first_of);
    plain->next_of = calloc(model->attribute_count + 1u, sizeof *plain->next_of);
    if (!plain->first_of || !plain->next_of)
        return false;
    for (uint32_t i = 0; i < model->entity_count; i++)
        plain->first_of[i] = ICS_NONE;
    for (uint32_t a = 0; a < model->attribute_count; a++) {
        const uint32_t root = ics_store_table(model, a);
        plain->next_of[a] = plain->first_of[root];
        plain->first_of[root] = a;
    }
    return true;
}

bool ics_load_choose_late(ics_load *load)
{
    if (load->store->has_late)
        return true;
    const ics_model *model = load->model;
    const ics_program *program = load->program;
    bool *late = calloc(model->attribute_count + 1u, sizeof *late);
    if (!late)
        return false;
    for (uint32_t a = 0; a < model->attribute_count; a++)
        late[a] = model->attributes[a].type == ICS_TYPE_TEXT && !model->attributes[a].is_unique &&
                  model->entities[model->attributes[a].entity].ledger == 0;
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (ics_op_find(program->code[pc].op)->k == 'm')
            late[program->code[pc].k] = false;
    load->store->has_late = late;
    return true;
}

static ics_plain *make(ics_load *load)
{
    ics_plain *plain = calloc(1, sizeof *plain);
    if (!plain)
        return NULL;
    load->plain = plain;
    plain->load = load;
    plain->read = ics_plain_record_avx2();
    if (!plain->read)
        plain->read = ics_plain_record;
    plain->shapes = calloc(load->model->entity_count + 1u, sizeof *plain->shapes);
    return plain->shapes && chain_attributes(plain) && ics_load_choose_late(load) ? plain : NULL;
}

bool ics_plain_move(ics_plain *plain, ics_load *load)
{
    load->plain = plain;
    plain->load = load;
    plain->is_fresh = false;
    return ics_load_choose_late(load) || ics_load_out_of_memory(load);
}

static void free_shape(ics_plain_shape *shape)
{
    for (size_t i = 0; i < shape->key_count; i++) {
        free(shape->keys[i].words);
        if (shape->keys[i].element)
            free(shape->keys[i].element->words);
        free(shape->keys[i].element);
    }
    free(shape->keys);
    free(shape->lists);
}

void ics_plain_free(ics_plain *plain)
{
    if (!plain)
        return;
    for (size_t i = 0; i < plain->met_count; i++)
        free_shape(&plain->shapes[plain->met[i]]);
    free(plain->shapes);
    free(plain->met);
    free(plain->codes);
    free(plain->first_of);
    free(plain->next_of);
    ics_arena_free(&plain->arena);
    free(plain);
}

/* Whether nothing but the end of the line follows. */
static const unsigned char *end_of_line(const ics_plain *plain, const unsigned char *at)
{
    at = ics_plain_skip_space(plain, at);
    return *at == '\n' || at == plain->limit ? at : NULL;
}

bool ics_plain_read(ics_load *load, const ics_input *input, size_t *at, uint32_t entity, bool is_line)
{
    ics_plain *plain = load->plain ? load->plain : make(load);
    if (!plain)
        return ics_load_out_of_memory(load);
    if (plain->left_count > LEFT_MOST && plain->left_count > plain->read_count * 2)
        return false;
    if (!plain->is_fresh || plain->bytes != input->bytes.data)
        ics_plain_forget(plain);
    plain->bytes = input->bytes.data;
    plain->limit = input->bytes.data + input->bytes.size;
    plain->shift = (uintptr_t)input->bytes.data - input->base;
    plain->is_line = is_line;
    plain->null_state = load->is_null_unknown ? ICS_SAID_UNKNOWN : ICS_SAID_ABSENT;
    mark_all(plain);
    const size_t items = load->row_count;
    const unsigned char *end = plain->read(plain, plain->bytes + *at, entity);
    if (end && is_line)
        end = end_of_line(plain, end);
    if (!end) {
        take_back(plain, items);
        plain->is_fresh = false; /* another reader has its turn */
        plain->left_count++;
        return false;
    }
    plain->read_count++;
    load->dataset->record_count++;
    *at = (size_t)(end - plain->bytes);
    return true;
}
