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
    key->table = ics_store_table(model, attribute);
    key->action = action_of(a->type);
    key->read = ics_plain_reader_of(key->action);
    key->type = a->type;
    key->target = a->type == ICS_TYPE_ROLE ? ICS_NONE : a->target;
    key->is_late = plain->load->store->has_late[attribute];
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
    if (!ICS_GROW(plain->met, plain->met_count, plain->met_room)) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    shape->keys = calloc(ICS_PLAIN_KEYS, sizeof *shape->keys);
    if (!shape->keys) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    plain->met[plain->met_count++] = entity;
    shape->row_count = plain->load->dataset->tables[shape->root].row_count;
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
    return ics_plain_meet(plain, table) != NULL;
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
static size_t add_key(ics_plain *plain, ics_plain_shape *shape, const unsigned char *at, size_t length)
{
    ics_load *load = plain->load;
    const ics_model *model = load->model;
    const char *name = (const char *)at;
    const uint32_t attribute = ics_load_find_meaning(load, shape->entity, name, length);
    if (shape->key_count == ICS_PLAIN_KEYS || attribute >= model->attribute_count)
        return SIZE_MAX;
    ics_plain_key *key = &shape->keys[shape->key_count];
    *key = (ics_plain_key){.attribute = attribute};
    const char *text = ics_arena_text(&load->arena, name, length + 1);
    const bool is_again = is_met(shape, attribute);
    describe(plain, attribute, key);
    shape->key_count++; /* so that what it owns is freed with it */
    if (!text || (key->action == ICS_PLAIN_VALUES && !describe_element(plain, key)) ||
        (key->action >= ICS_PLAIN_RECORDS && !note_list(plain, shape, attribute))) {
        ics_load_out_of_memory(load);
        return SIZE_MAX;
    }
    key->text = ics_plain_text_of(text, (uint32_t)length + 1);
    if (attribute == model->entities[shape->entity].unique) {
        const char *canonical = model->attributes[attribute].name;
        key->is_code = true;
        if (!ics_key_equal(name, length, canonical, strlen(canonical)))
            key->action = ICS_PLAIN_LEAVE; /* a plural: what identifies the record goes by its name alone */
    }
    if (is_again)
        key->action = ICS_PLAIN_LEAVE;
    if (key->action == ICS_PLAIN_LEAVE)
        key->read = NULL;
    if (key->action == ICS_PLAIN_RECORD || key->action == ICS_PLAIN_RECORDS)
        key->shape = &plain->shapes[key->target];
    return shape->key_count - 1;
}

size_t ics_plain_find_key(ics_plain *plain, ics_plain_shape *shape, const unsigned char *at, size_t guess)
{
    for (size_t i = guess; i < shape->key_count; i++)
        if (ics_plain_begins(&shape->keys[i].text, at))
            return i;
    for (size_t i = 0; i < guess && i < shape->key_count; i++)
        if (ics_plain_begins(&shape->keys[i].text, at))
            return i;
    const unsigned char *end = ics_plain_text_end(at);
    if (*end != '"' || end - at > KEY_MOST)
        return SIZE_MAX;
    return add_key(plain, shape, at, (size_t)(end - at));
}
