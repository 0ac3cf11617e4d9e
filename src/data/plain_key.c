/* Keys of plain records: what stands under each is worked out once for each spelling. */
#include "data/plain.h"

#include "data/growth.h"

#include <stdlib.h>

/* Keys longer than this are not guessed: so many bytes may be looked at behind any text. */
enum { KEY_MOST = 60 };

static ics_plain_action action_of(ics_type type)
{
    switch (type) {
    case ICS_TYPE_YESNO:
    case ICS_TYPE_FINDING:
        return ICS_PLAIN_TRUTH;
    case ICS_TYPE_NUMBER:
    case ICS_TYPE_PEOPLE:
    case ICS_TYPE_MONEY:
    case ICS_TYPE_SHARE:
    case ICS_TYPE_DURATION:
        return ICS_PLAIN_NUMBER;
    case ICS_TYPE_TEXT:
        return ICS_PLAIN_TEXT;
    case ICS_TYPE_DATE:
    case ICS_TYPE_EVENT_DATE:
        return ICS_PLAIN_DATE;
    case ICS_TYPE_CALENDAR_YEAR:
    case ICS_TYPE_FINANCIAL_YEAR:
        return ICS_PLAIN_YEAR;
    case ICS_TYPE_ENUM:
    case ICS_TYPE_ROLE:
        return ICS_PLAIN_WORD;
    case ICS_TYPE_REF:
        return ICS_PLAIN_RECORD;
    case ICS_TYPE_LIST:
        return ICS_PLAIN_RECORDS;
    case ICS_TYPE_SET:
        return ICS_PLAIN_WORDS;
    case ICS_TYPE_VALUES:
        return ICS_PLAIN_VALUES;
    case ICS_TYPE_ACADEMIC_YEAR:
    case ICS_TYPE_PERIOD:
    case ICS_TYPE_COUNT:
        break;
    }
    return ICS_PLAIN_LEAVE;
}

static void describe(const ics_plain *plain, uint32_t attribute, ics_plain_key *key)
{
    const ics_model *model = plain->load->model;
    const ics_attribute *a = &model->attributes[attribute];
    key->attribute = attribute;
    key->cells = &plain->load->store->cells[attribute];
    key->table = ics_store_table(model, attribute);
    key->action = action_of(a->type);
    key->type = a->type;
    key->target = a->type == ICS_TYPE_ROLE ? ICS_NONE : a->target;
    if (plain->load->store->has_late[attribute])
        key->action = ICS_PLAIN_LATE;
    if (a->target != ICS_NONE && (a->type == ICS_TYPE_ENUM || (a->type == ICS_TYPE_SET && a->element == ICS_TYPE_ENUM)))
        key->first_value = model->enums[a->target].first_value;
    if (a->type != ICS_TYPE_SET)
        return;
    key->type = a->element;
    if (a->element == ICS_TYPE_REF)
        key->action = ICS_PLAIN_LEAVE;
    else if (a->element == ICS_TYPE_ROLE)
        key->target = ICS_NONE;
}

ics_plain_shape *ics_plain_meet(ics_plain *plain, uint32_t entity)
{
    ics_plain_shape *shape = &plain->shapes[entity];
    if (shape->keys)
        return shape;
    *shape = (ics_plain_shape){.entity = entity, .root = plain->load->model->entities[entity].root};
    shape->table = &plain->load->dataset->tables[shape->root];
    if (!ICS_GROW(plain->met, plain->met_count, plain->met_room)) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    shape->keys = calloc(ICS_PLAIN_KEYS + 1, sizeof *shape->keys);
    if (!shape->keys) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    plain->met[plain->met_count++] = entity;
    shape->row_count = shape->table->row_count;
    return shape;
}

/* The one cell of a row of the hidden table that holds a list's plain values. */
static bool describe_element(ics_plain *plain, ics_plain_key *key)
{
    const ics_model *model = plain->load->model;
    const uint32_t table = model->attributes[key->attribute].values_table;
    const uint32_t value = ics_model_attribute(model, table, "value", 5);
    if (value == ICS_NONE) {
        key->action = ICS_PLAIN_LEAVE;
        return true;
    }
    key->element = calloc(1, sizeof *key->element);
    if (!key->element)
        return false;
    describe(plain, value, key->element);
    key->shape = ics_plain_meet(plain, table);
    return key->shape != NULL;
}

/* Whether another spelling of the same key was met: then the two may stand in one record. */
static bool is_met(const ics_plain_shape *shape, uint32_t attribute)
{
    for (size_t i = 0; i < shape->key_count; i++)
        if (shape->keys[i].attribute == attribute)
            return true;
    return false;
}

static bool note_list(const ics_plain *plain, ics_plain_shape *shape, uint32_t attribute)
{
    if (!ICS_GROW(shape->lists, shape->list_count, shape->list_room))
        return false;
    shape->lists[shape->list_count++] = (ics_plain_list){attribute, plain->load->store->cells[attribute].item_count};
    return true;
}

/* Describes a spelling that is new to the shape. */
static ics_plain_key *add_key(ics_plain *plain, ics_plain_shape *shape, const unsigned char *at, size_t length)
{
    ics_load *load = plain->load;
    const ics_model *model = load->model;
    const char *name = (const char *)at;
    const uint32_t attribute = ics_load_find_meaning(load, shape->entity, name, length);
    if (shape->key_count == ICS_PLAIN_KEYS || attribute >= model->attribute_count)
        return NULL;
    ics_plain_key *key = &shape->keys[shape->key_count];
    *key = (ics_plain_key){.attribute = attribute, .bit = (uint64_t)1 << shape->key_count};
    const char *text = ics_arena_text(&plain->arena, name, length + 1);
    const bool is_again = is_met(shape, attribute);
    describe(plain, attribute, key);
    shape->key_count++; /* so that what it owns is freed with it */
    if (!text || (key->action == ICS_PLAIN_VALUES && !describe_element(plain, key)) ||
        (key->action >= ICS_PLAIN_RECORDS && !note_list(plain, shape, attribute))) {
        ics_load_out_of_memory(load);
        return NULL;
    }
    key->size = (uint32_t)length + 1;
    key->whole = (const unsigned char *)text;
    if (key->size <= ICS_PLAIN_SPAN) {
        key->ignored = ics_plain_behind(key->size);
        memcpy(key->text, text, key->size);
    }
    if (attribute == model->entities[shape->entity].unique) {
        const char *canonical = model->attributes[attribute].name;
        key->is_code = true;
        if (!ics_key_equal(name, length, canonical, strlen(canonical)))
            key->action = ICS_PLAIN_LEAVE; /* a plural: what identifies the record goes by its name alone */
    }
    if (is_again || (key->is_code && key->action != ICS_PLAIN_NUMBER && key->action != ICS_PLAIN_TEXT))
        key->action = ICS_PLAIN_LEAVE;
    if (key->action == ICS_PLAIN_RECORD || key->action == ICS_PLAIN_RECORDS)
        key->shape = ics_plain_meet(plain, key->target);
    return key->shape || key->action < ICS_PLAIN_RECORD || key->action == ICS_PLAIN_WORDS ? key : NULL;
}

static bool begins_with(const ics_plain_key *key, const unsigned char *at)
{
    return key->size > 0 && memcmp(at, key->whole, key->size) == 0;
}

ics_plain_key *ics_plain_find_key(ics_plain *plain, ics_plain_shape *shape, ics_plain_key *guess,
                                  const unsigned char *at)
{
    if (begins_with(guess, at))
        return guess;
    for (size_t i = 0; i < shape->key_count; i++)
        if (begins_with(&shape->keys[i], at))
            return &shape->keys[i];
    const unsigned char *end = ics_plain_text_end(at);
    if (*end != '"' || end - at > KEY_MOST)
        return NULL;
    return add_key(plain, shape, at, (size_t)(end - at));
}

/* ---- where rows and cells lie ---- */

static void forget_key(const ics_plain *plain, ics_plain_key *key)
{
    key->room = 0;
    key->cells = &plain->load->store->cells[key->attribute];
    if (key->element)
        forget_key(plain, key->element); /* which is of no list itself */
}

void ics_plain_forget(ics_plain *plain)
{
    for (size_t i = 0; i < plain->met_count; i++) {
        ics_plain_shape *shape = &plain->shapes[plain->met[i]];
        shape->room = 0;
        shape->table = &plain->load->dataset->tables[shape->root];
        for (size_t k = 0; k < shape->key_count; k++)
            forget_key(plain, &shape->keys[k]);
    }
    plain->is_fresh = true;
}

/* Another key may speak of the same attribute: in another kind of the same root. */
static void forget_attribute(ics_plain *plain, uint32_t attribute)
{
    for (size_t i = 0; i < plain->met_count; i++) {
        ics_plain_shape *shape = &plain->shapes[plain->met[i]];
        for (size_t k = 0; k < shape->key_count; k++) {
            ics_plain_key *key = &shape->keys[k];
            if (key->attribute == attribute)
                key->room = 0;
            if (key->element && key->element->attribute == attribute)
                key->element->room = 0;
        }
    }
}

bool ics_plain_reach(ics_plain *plain, ics_plain_key *key, uint32_t row)
{
    ics_load *load = plain->load;
    const ics_cells *cells = key->cells;
    if (row >= cells->room) {
        forget_attribute(plain, key->attribute);
        if (!ics_store_reach(load->dataset, key->attribute, row))
            return ics_load_out_of_memory(load);
    }
    const ics_column *column = &load->dataset->columns[key->attribute];
    key->state = cells->state;
    key->position = cells->position;
    key->start = cells->start;
    key->count = cells->count;
    key->number = column->number;
    key->first = column->first;
    key->last = column->last;
    key->id = column->id;
    key->room = cells->room < UINT32_MAX ? (uint32_t)cells->room : UINT32_MAX;
    return true;
}

static void forget_rows(ics_plain *plain, uint32_t root)
{
    for (size_t i = 0; i < plain->met_count; i++)
        if (plain->shapes[plain->met[i]].root == root)
            plain->shapes[plain->met[i]].room = 0;
}

bool ics_plain_make_room(ics_plain *plain, ics_plain_shape *shape)
{
    ics_load *load = plain->load;
    ics_table *table = shape->table;
    ics_rows *rows = &load->store->rows[shape->root];
    uint32_t row;
    const bool has_days = table->holds_from || table->holds_to || table->may_hold_from;
    if (table->row_count + 64u >= rows->room || has_days) {
        forget_rows(plain, shape->root); /* other kinds may have the same root */
        if (!ics_store_row(load->dataset, shape->entity, 0, &row))
            return ics_load_out_of_memory(load);
        table->row_count = row;
    }
    shape->kind = table->kind;
    shape->position = rows->position;
    shape->owner_table = table->owner_table;
    shape->owner_row = table->owner_row;
    shape->owner_attribute = table->owner_attribute;
    if (!has_days) /* else each row has to be given its days */
        shape->room = rows->room - 64 < UINT32_MAX ? (uint32_t)(rows->room - 64) : UINT32_MAX;
    return true;
}
