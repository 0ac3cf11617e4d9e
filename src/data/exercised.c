/*
 * The register of functions: each of its rows becomes one of the list `functions` of the body whose function it is, so
 * that it is judged like what the body says itself (docs/decisions.md, 47). Done when all has been read, before lists
 * are made.
 */
#include "data/load.h"

#include "data/growth.h"
#include "model/ledger.h"

#include <string.h>

/* Where a body's list holds what a row says; ICS_NONE where it has no such column. */
typedef struct columns {
    uint32_t list, entity, function, by, under, from, to;
} columns;

static uint32_t column_named(const ics_model *model, uint32_t entity, const char *name)
{
    return ics_model_attribute(model, entity, name, strlen(name));
}

static bool find_columns(const ics_model *model, uint32_t body, columns *out)
{
    const uint32_t list = column_named(model, body, "functions");
    if (list == ICS_NONE || model->attributes[list].type != ICS_TYPE_LIST)
        return false;
    const uint32_t entity = model->attributes[list].target;
    *out = (columns){list,
                     entity,
                     column_named(model, entity, "function"),
                     column_named(model, entity, "exerciser"),
                     column_named(model, entity, "agreement"),
                     column_named(model, entity, "first day"),
                     column_named(model, entity, "last day")};
    if (out->function == ICS_NONE || out->by == ICS_NONE || model->attributes[out->by].type != ICS_TYPE_REF)
        return false;
    const ics_type type = model->attributes[out->function].type;
    return type == ICS_TYPE_ENUM || type == ICS_TYPE_TEXT;
}

/* ---- what a row of the register says ---- */

static uint32_t said(const ics_load *load, ics_ledger_field field, uint32_t row)
{
    const uint32_t attribute = ics_ledger_attribute(load->model, field);
    const uint8_t state = attribute == ICS_NONE ? 0 : ics_store_state(load->dataset, attribute, row);
    return (state & ICS_SAID_MASK) == ICS_SAID_PRESENT ? attribute : ICS_NONE;
}

static uint32_t position_of(const ics_load *load, ics_ledger_field field, uint32_t row)
{
    return load->store->cells[ics_ledger_attribute(load->model, field)].position[row];
}

static uint32_t text_of(const ics_load *load, ics_ledger_field field, uint32_t row)
{
    const uint32_t attribute = said(load, field, row);
    return attribute == ICS_NONE ? 0 : load->dataset->columns[attribute].id[row];
}

/* ---- the row of the body's list ---- */

static bool put_field(ics_load *load, uint32_t to, uint32_t row, ics_ledger_field field, uint32_t from)
{
    const uint32_t attribute = said(load, field, from);
    if (to == ICS_NONE || attribute == ICS_NONE)
        return true;
    const ics_column *column = &load->dataset->columns[attribute];
    ics_value value = {ICS_SAID_PRESENT, 0, 0};
    if (load->model->attributes[attribute].type == ICS_TYPE_TEXT) {
        if (load->model->attributes[to].type != ICS_TYPE_TEXT)
            return true;
        value.value = column->id[from];
    } else {
        if (ics_type_representation(load->model->attributes[to].type) != ICS_REP_DAYS)
            return true;
        value.value = column->first[from];
        value.last = column->last[from];
    }
    return ics_load_put(load, to, row, value, position_of(load, field, from), NULL);
}

/* Who exercises it: nothing is said of who it is where no record has that code. */
static bool put_exerciser(ics_load *load, const columns *c, uint32_t row, uint32_t from)
{
    const uint32_t target = load->model->attributes[c->by].target, unique = load->model->entities[target].unique;
    const uint32_t code = text_of(load, ICS_FUNCTIONS_EXERCISED_BY, from);
    const uint32_t who = code == 0 || unique == ICS_NONE ? ICS_NONE : ics_load_code_find(load, unique, code);
    if (who == ICS_NONE ||
        !ics_model_is_a(load->model, load->dataset->tables[load->model->entities[target].root].kind[who], target))
        return true;
    return ics_load_put(load, c->by, row, (ics_value){ICS_SAID_PRESENT, who, 0},
                        position_of(load, ICS_FUNCTIONS_EXERCISED_BY, from), NULL);
}

/* @p function: an id of the list's own column. @p body: what has the code that `of` says. */
static bool add_row(ics_load *load, const columns *c, uint32_t body, uint32_t from, uint32_t function)
{
    const uint32_t position = position_of(load, ICS_FUNCTIONS_FUNCTION, from);
    uint32_t row;
    if (!ics_store_row(load->dataset, c->entity, position, &row) ||
        !ICS_GROW(load->pendings, load->pending_count, load->pending_room))
        return ics_load_out_of_memory(load);
    load->pendings[load->pending_count++] = (ics_pending){.attribute = c->list,
                                                          .row = row,
                                                          .item = ICS_NONE,
                                                          .target = body,
                                                          .position = position,
                                                          .code = text_of(load, ICS_FUNCTIONS_OF, from),
                                                          .is_parent = true};
    return ics_load_put(load, c->function, row, (ics_value){ICS_SAID_PRESENT, function, 0}, position, NULL) &&
           put_exerciser(load, c, row, from) && put_field(load, c->under, row, ICS_FUNCTIONS_UNDER, from) &&
           put_field(load, c->from, row, ICS_FUNCTIONS_FROM, from) &&
           put_field(load, c->to, row, ICS_FUNCTIONS_TO, from);
}

/* A function of several words is also each thing of which it is the last words: `needs assessment` is a joint one. */
static bool is_called(const char *value, const char *function, size_t length)
{
    const size_t whole = strlen(value);
    if (ics_key_equal(value, whole, function, length))
        return true;
    const char *tail = whole > length ? value + (whole - length) : NULL;
    return tail && tail[-1] == ' ' && memchr(function, ' ', length) && ics_key_equal(tail, length, function, length);
}

static bool add_rows_of_values(ics_load *load, const columns *c, uint32_t body, uint32_t from)
{
    const ics_enum *values = &load->model->enums[load->model->attributes[c->function].target];
    const uint32_t text = text_of(load, ICS_FUNCTIONS_FUNCTION, from);
    size_t length;
    const char *name = ics_intern_text(load->dataset->texts, text, &length);
    bool is_found = false;
    for (uint32_t i = values->first_value; i < values->first_value + values->value_count; i++) {
        if (!is_called(load->model->values[i], name, length))
            continue;
        is_found = true;
        if (!add_row(load, c, body, from, i))
            return false;
        name = ics_intern_text(load->dataset->texts, text, &length);
    }
    if (!is_found)
        ics_load_warn(load, ICS_W1603, position_of(load, ICS_FUNCTIONS_FUNCTION, from), 0, NULL,
                      "it changes nothing here", "'%.100s' is no %s, nor the last words of one", name, values->name);
    return true;
}

static bool add_rows(ics_load *load, uint32_t body, uint32_t from)
{
    columns c;
    if (!find_columns(load->model, body, &c))
        return true;
    if (load->model->attributes[c.function].type == ICS_TYPE_ENUM)
        return add_rows_of_values(load, &c, body, from);
    return add_row(load, &c, body, from, text_of(load, ICS_FUNCTIONS_FUNCTION, from));
}

/* Every kind of record that a code names. */
static bool exercise(ics_load *load, uint32_t from)
{
    const ics_model *model = load->model;
    const uint32_t of = text_of(load, ICS_FUNCTIONS_OF, from);
    if (of == 0 || text_of(load, ICS_FUNCTIONS_FUNCTION, from) == 0)
        return true; /* what a row lacks is said when registers are looked at */
    for (uint32_t root = 0; root < model->entity_count; root++) {
        const uint32_t unique = model->entities[root].unique;
        if (model->entities[root].root != root || unique == ICS_NONE || model->attributes[unique].type != ICS_TYPE_TEXT)
            continue;
        const uint32_t row = ics_load_code_find(load, unique, of);
        if (row != ICS_NONE && !add_rows(load, load->dataset->tables[root].kind[row], from))
            return false;
    }
    return true;
}

bool ics_load_exercised(ics_load *load)
{
    const uint32_t entity = ics_ledger_entity(load->model, ICS_FUNCTIONS);
    const uint32_t count = entity == ICS_NONE ? 0 : load->dataset->tables[entity].row_count;
    for (uint32_t row = 0; row < count; row++)
        if (!exercise(load, row))
            return false;
    return true;
}
