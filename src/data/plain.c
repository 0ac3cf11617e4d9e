/* Plain records: from bytes to columns in one pass, and back to where they began where they are not plain after all. */
#include "data/plain.h"

#include "base/limits.h"
#include "bytecode/op.h"
#include "data/growth.h"

#include <stdlib.h>

/* Of data that is mostly not plain no more is tried: after this many records that were not, and twice as many as were.
 */
enum { LEFT_MOST = 16 };

static const unsigned char *read_record(ics_plain *plain, const unsigned char *at, ics_plain_shape *shape,
                                        ics_owner owner, uint32_t *row);

static inline bool make_row(ics_plain *plain, uint32_t entity, uint32_t root, ics_owner owner, const unsigned char *at,
                            uint32_t *row)
{
    ics_load *load = plain->load;
    ics_table *table = &load->dataset->tables[root];
    ics_rows *rows = &load->store->rows[root];
    if (table->row_count + 64u < rows->room && !table->holds_from && !table->holds_to) {
        *row = table->row_count++;
        table->kind[*row] = entity;
        rows->position[*row] = ics_plain_position(plain, at);
    } else if (!ics_store_row(load->dataset, entity, ics_plain_position(plain, at), row)) {
        return ics_load_out_of_memory(load);
    }
    table->owner_table[*row] = owner.table;
    table->owner_row[*row] = owner.row;
    table->owner_attribute[*row] = owner.attribute;
    return true;
}

/* Behind an item of a list: the next item, or the end. NULL where neither stands there. */
static inline const unsigned char *next_item(const ics_plain *plain, const unsigned char *at, bool *more)
{
    if (*at != ',' && *at != ']')
        at = ics_plain_skip_space(plain, at);
    *more = *at == ',';
    if (*more)
        return ics_plain_skip_space(plain, at + 1);
    return *at == ']' ? at + 1 : NULL;
}

static bool push_item(ics_load *load, uint32_t item)
{
    if (!ICS_GROW(load->rows, load->row_count, load->row_room))
        return ics_load_out_of_memory(load);
    load->rows[load->row_count++] = item;
    return true;
}

/* Whether an id is among those gathered since a mark. Most enumerations have few values: a bit each. */
static bool is_gathered(const ics_load *load, const ics_plain_key *key, size_t mark, uint32_t id, uint64_t *seen)
{
    const uint32_t bit = id - key->first_value;
    if (bit < 64) {
        const bool was_seen = *seen >> bit & 1u;
        *seen |= (uint64_t)1 << bit;
        return was_seen;
    }
    for (size_t i = mark; i < load->row_count; i++)
        if (load->rows[i] == id)
            return true;
    return false;
}

/* A set of values of an enumeration, or of roles; what is given twice counts once. */
static const unsigned char *read_words(ics_plain *plain, ics_plain_key *key, const unsigned char *at)
{
    ics_load *load = plain->load;
    const size_t mark = load->row_count;
    uint64_t seen = 0;
    for (bool more = true; more;) {
        const unsigned char *end;
        const ics_plain_word *word = *at == '"' ? ics_plain_word_at(plain, key, at + 1, &end) : NULL;
        if (!word)
            return NULL;
        if (!is_gathered(load, key, mark, (uint32_t)word->first, &seen) && !push_item(load, (uint32_t)word->first))
            return NULL;
        at = next_item(plain, end + 1, &more);
        if (!at)
            return NULL;
    }
    return at;
}

/* A record of a list, or a plain value, which is a row of the hidden table. */
static const unsigned char *read_item(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    ics_load *load = plain->load;
    uint32_t made = 0;
    const ics_owner owner = {key->table, row, key->attribute};
    if (key->action == ICS_PLAIN_RECORDS) {
        const unsigned char *behind = *at == '{' ? read_record(plain, at, key->shape, owner, &made) : NULL;
        return behind && push_item(load, made) ? behind : NULL;
    }
    if (!make_row(plain, key->element->table, key->element->table, owner, at, &made))
        return NULL;
    const unsigned char *behind = key->element->read ? key->element->read(plain, key->element, made, at) : NULL;
    return behind && push_item(load, made) ? behind : NULL;
}

/* Room for some items more, or for as many as there were in a dataset of the kind. */
static bool make_room(ics_load *load, uint32_t attribute, size_t count)
{
    ics_cells *cells = &load->store->cells[attribute];
    const size_t *before = load->store->sizes.items;
    const size_t need = cells->item_count + count + 64,
                 wanted = before ? before[attribute] + before[attribute] / 16 : 0;
    return ics_grow(&cells->items, &cells->item_room, wanted > need ? wanted : need, sizeof *cells->items);
}

/* Moves the items that were gathered since the mark behind the attribute's. */
static bool keep_list(ics_plain *plain, const ics_plain_key *key, uint32_t row, size_t mark, uint8_t state,
                      const unsigned char *at)
{
    ics_load *load = plain->load;
    const size_t count = load->row_count - mark;
    ics_cells *cells = &load->store->cells[key->attribute];
    if (!ics_plain_say(plain, key, row, state, at))
        return false;
    if (cells->item_count + count + 64 > cells->item_room && !make_room(load, key->attribute, count))
        return ics_load_out_of_memory(load);
    if (count > 0)
        memcpy(cells->items + cells->item_count, load->rows + mark, count * sizeof *cells->items);
    cells->start[row] = (uint32_t)cells->item_count;
    cells->count[row] = (uint32_t)count;
    cells->item_count += count;
    load->row_count = mark;
    return true;
}

static const unsigned char *read_list(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    const size_t mark = plain->load->row_count;
    if (*open == 'n' && memcmp(open, "null", 4) == 0)
        return keep_list(plain, key, row, mark, plain->null_state, open) ? open + 4 : NULL;
    if (*open != '[' || plain->depth == ICS_DATA_NESTING)
        return NULL;
    const unsigned char *at = ics_plain_skip_space(plain, open + 1);
    bool more = *at != ']';
    const bool is_empty = !more;
    if (more && key->action == ICS_PLAIN_WORDS) {
        at = read_words(plain, key, at);
        more = false;
    }
    plain->depth++;
    while (at && more) {
        at = read_item(plain, key, row, at);
        at = at ? next_item(plain, at, &more) : NULL;
    }
    plain->depth--;
    if (!at)
        return NULL;
    /* of an empty list nothing is there, as of one that names nothing that counts */
    const uint8_t state = plain->load->row_count == mark ? ICS_SAID_ABSENT : ICS_SAID_PRESENT;
    return keep_list(plain, key, row, mark, state, open) ? at + is_empty : NULL;
}

static const unsigned char *read_reference(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    const ics_owner owner = {key->table, row, key->attribute};
    uint32_t made = 0;
    if (*at == 'n')
        return memcmp(at, "null", 4) == 0 && ics_plain_say(plain, key, row, plain->null_state, at) ? at + 4 : NULL;
    const unsigned char *behind = *at == '{' ? read_record(plain, at, key->shape, owner, &made) : NULL;
    if (!behind || !ics_plain_say(plain, key, row, ICS_SAID_PRESENT, at))
        return NULL;
    plain->load->dataset->columns[key->attribute].id[row] = made;
    return behind;
}

static inline const unsigned char *read_value(ics_plain *plain, ics_plain_key *key, uint32_t row,
                                              const unsigned char *at)
{
    if (key->read)
        return key->read(plain, key, row, at);
    if (key->action == ICS_PLAIN_RECORD)
        return read_reference(plain, key, row, at);
    return key->action == ICS_PLAIN_LEAVE ? NULL : read_list(plain, key, row, at);
}

/* Which key stands at @p at, the one that came after @p guess - 1 before all; none where it stood there already. */
static ics_plain_key *read_key(ics_plain *plain, ics_plain_shape *shape, const unsigned char *at, size_t *guess,
                               uint64_t *seen)
{
    size_t which = *guess;
    if (which >= shape->key_count || !ics_plain_begins(&shape->keys[which].text, at))
        which = ics_plain_find_key(plain, shape, at, which);
    if (which == SIZE_MAX || (*seen >> which & 1u))
        return NULL;
    *seen |= (uint64_t)1 << which;
    *guess = which + 1;
    return &shape->keys[which];
}

static const unsigned char *read_members(ics_plain *plain, ics_plain_shape *shape, uint32_t row,
                                         const unsigned char *at)
{
    size_t guess = 0;
    uint64_t seen = 0;
    at = ics_plain_skip_space(plain, at);
    if (*at == '}')
        return at + 1;
    for (;;) {
        ics_plain_key *key = *at == '"' ? read_key(plain, shape, at + 1, &guess, &seen) : NULL;
        if (!key)
            return NULL;
        at += key->text.length + 1;
        if (*at != ':' && *(at = ics_plain_skip_space(plain, at)) != ':')
            return NULL;
        at = read_value(plain, key, row, ics_plain_skip_space(plain, at + 1));
        if (!at)
            return NULL;
        if (*at != ',' && *at != '}')
            at = ics_plain_skip_space(plain, at);
        if (*at == '}')
            return at + 1;
        if (*at != ',')
            return NULL;
        at = ics_plain_skip_space(plain, at + 1);
    }
}

static const unsigned char *read_record(ics_plain *plain, const unsigned char *at, ics_plain_shape *shape,
                                        ics_owner owner, uint32_t *row)
{
    const uint32_t entity = (uint32_t)(shape - plain->shapes);
    if (!shape->keys)
        shape = ics_plain_meet(plain, entity);
    if (!shape || plain->depth == ICS_DATA_NESTING || !make_row(plain, entity, shape->root, owner, at, row))
        return NULL;
    plain->depth++;
    const unsigned char *behind = read_members(plain, shape, *row, at + 1);
    plain->depth--;
    return behind;
}

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
    plain->depth = 0;
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

/* Texts that no instruction reads are left in the file until somebody asks: names, mostly. */
static bool choose_late(ics_load *load)
{
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
    plain->shapes = calloc(load->model->entity_count + 1u, sizeof *plain->shapes);
    return plain->shapes && chain_attributes(plain) && (load->store->has_late || choose_late(load)) ? plain : NULL;
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

void ics_plain_free(ics_load *load)
{
    ics_plain *plain = load->plain;
    if (!plain)
        return;
    for (size_t i = 0; i < plain->met_count; i++)
        free_shape(&plain->shapes[plain->met[i]]);
    free(plain->shapes);
    free(plain->met);
    free(plain->codes);
    free(plain->first_of);
    free(plain->next_of);
    free(plain);
    load->plain = NULL;
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
    plain->bytes = input->bytes.data;
    plain->limit = input->bytes.data + input->bytes.size;
    plain->base = input->base;
    plain->is_line = is_line;
    plain->null_state = load->is_null_unknown ? ICS_SAID_UNKNOWN : ICS_SAID_ABSENT;
    mark_all(plain);
    const size_t items = load->row_count;
    uint32_t row;
    const unsigned char *begin = plain->bytes + *at;
    const unsigned char *end =
        *begin == '{' ? read_record(plain, begin, &plain->shapes[entity], ics_no_owner, &row) : NULL;
    if (end && is_line)
        end = end_of_line(plain, end);
    if (!end) {
        take_back(plain, items);
        plain->left_count++;
        return false;
    }
    plain->read_count++;
    load->dataset->record_count++;
    *at = (size_t)(end - plain->bytes);
    return true;
}
