/* Lists of records, sets, lists of plain values, and single references. */
#include "data/load.h"

#include "base/article.h"

#include "data/growth.h"

#include <string.h>

static bool is_text(const ics_tape_node *node)
{
    return node->kind == ICS_TAPE_PLAIN || node->kind == ICS_TAPE_TEXT || node->kind == ICS_TAPE_NUMBER;
}

bool ics_load_pend(ics_load *load, uint32_t target, uint32_t node, ics_pending pending, uint32_t *made)
{
    const uint32_t unique = load->model->entities[target].unique;
    ics_value code = {ICS_SAID_NOTHING, 0, 0};
    *made = ICS_NONE;
    if (unique == ICS_NONE) {
        char found[96];
        return ics_load_error(load, ICS_E0602, node, "write the record itself here",
                              "expected a record: %s %s has no code to refer to it by, found %s",
                              ics_article(load->model->entities[target].name), load->model->entities[target].name,
                              ics_tape_describe(&load->tape, node, found, sizeof found));
    }
    if (!ics_load_scalar(load, unique, load->model->attributes[unique].type, node, &code))
        return false;
    if (code.state != ICS_SAID_PRESENT)
        return true;
    if (!ICS_GROW(load->pendings, load->pending_count, load->pending_room))
        return ics_load_out_of_memory(load);
    pending.target = target;
    pending.code = code.value;
    pending.position = ics_load_position(load, node);
    *made = (uint32_t)load->pending_count;
    load->pendings[load->pending_count++] = pending;
    return true;
}

static bool push_item(ics_load *load, uint32_t item)
{
    if (!ICS_GROW(load->rows, load->row_count, load->row_room))
        return ics_load_out_of_memory(load);
    load->rows[load->row_count++] = item;
    return true;
}

static bool refuse_item(ics_load *load, uint32_t attribute, uint32_t node)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    const bool is_record = a->type == ICS_TYPE_LIST || (a->type == ICS_TYPE_SET && a->element == ICS_TYPE_REF);
    char found[96];
    return ics_load_error(load, ICS_E0602, node, NULL, "expected %s%s in the list '%s', found %s",
                          is_record ? "a record or the code of a " : "a value",
                          is_record ? load->model->entities[a->target].name : "", a->name,
                          ics_tape_describe(&load->tape, node, found, sizeof found));
}

/* A record or a code, in a list or set of records. */
static bool read_record_item(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    const ics_tape_node *at = &load->tape.nodes[node];
    uint32_t made;
    if (at->kind == ICS_TAPE_RECORD) {
        const ics_owner owner = {ics_store_table(load->model, attribute), row, attribute};
        return ics_load_record(load, node, a->target, owner, &made) && push_item(load, made);
    }
    if (!is_text(at))
        return refuse_item(load, attribute, node);
    const ics_pending pending = {.attribute = attribute, .row = row};
    if (!ics_load_pend(load, a->target, node, pending, &made))
        return false;
    return made == ICS_NONE || push_item(load, ICS_ITEM_PENDING | made);
}

/* A value of an enumeration, or a role; given twice it counts once. */
static bool read_set_item(ics_load *load, uint32_t attribute, size_t mark, uint32_t node)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    ics_value value;
    if (!is_text(&load->tape.nodes[node]))
        return refuse_item(load, attribute, node);
    if (!ics_load_scalar(load, attribute, a->element, node, &value))
        return false;
    if (value.state != ICS_SAID_PRESENT)
        return true;
    for (size_t i = mark; i < load->row_count; i++)
        if (load->rows[i] == (uint32_t)value.value)
            return true;
    return push_item(load, (uint32_t)value.value);
}

/* A plain value: a row of the hidden table, with one cell. */
static bool read_plain_item(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    const uint32_t value_attribute = ics_model_attribute(load->model, a->values_table, "value", 5);
    uint32_t made;
    const uint32_t wrapped = load->tape.nodes[node].kind == ICS_TAPE_RECORD ? ics_load_wrapped(load, node) : ICS_NONE;
    if (wrapped != ICS_NONE && load->tape.nodes[wrapped].kind == ICS_TAPE_LIST)
        return ics_load_error(load, ICS_E0606, node,
                              "write one list of all of them, each with its days: [{value: …, from: …}]",
                              "a list of values has no history of lists: its values say their own days");
    if (load->tape.nodes[node].kind == ICS_TAPE_LIST || value_attribute == ICS_NONE)
        return refuse_item(load, attribute, node);
    if (!ics_store_row(load->dataset, a->values_table, ics_load_position(load, node), &made))
        return ics_load_out_of_memory(load);
    ics_table *table = &load->dataset->tables[a->values_table];
    table->owner_table[made] = ics_store_table(load->model, attribute);
    table->owner_row[made] = row;
    table->owner_attribute[made] = attribute;
    return ics_load_cell(load, value_attribute, made, node, NULL) && push_item(load, made);
}

bool ics_load_list(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, uint8_t state, const ics_wrap *wrap)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    const uint32_t end = load->tape.nodes[node].next;
    const size_t mark = load->row_count;
    const bool is_of_records = a->type == ICS_TYPE_LIST || (a->type == ICS_TYPE_SET && a->element == ICS_TYPE_REF);
    for (uint32_t at = node + 1; at < end; at = ics_tape_next(&load->tape, at)) {
        const bool went_on = is_of_records                ? read_record_item(load, attribute, row, at)
                             : a->type == ICS_TYPE_VALUES ? read_plain_item(load, attribute, row, at)
                                                          : read_set_item(load, attribute, mark, at);
        if (!went_on)
            return false;
    }
    if (load->row_count == mark && !(state & ICS_STATE_PARTIAL))
        state = ICS_SAID_ABSENT; /* [] */
    return ics_load_put_list(load, attribute, row, mark, state, ics_load_position(load, node), wrap);
}

bool ics_load_reference(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, const ics_wrap *wrap)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    const ics_tape_node *at = &load->tape.nodes[node];
    ics_value value = {ICS_SAID_PRESENT, 0, 0};
    uint32_t made;
    if (at->kind == ICS_TAPE_RECORD) {
        const ics_owner owner = {ics_store_table(load->model, attribute), row, attribute};
        if (!ics_load_record(load, node, a->target, owner, &made))
            return false;
        value.value = made;
        return ics_load_put(load, attribute, row, value, ics_load_position(load, node), wrap);
    }
    if (ics_load_is_said_missing(load, node, &value))
        return ics_load_put(load, attribute, row, value, ics_load_position(load, node), wrap);
    if (!is_text(at)) {
        char found[96];
        return ics_load_error(load, ICS_E0602, node, NULL, "expected a record or the code of %s %s for '%s', found %s",
                              ics_article(load->model->entities[a->target].name), load->model->entities[a->target].name,
                              a->name, ics_tape_describe(&load->tape, node, found, sizeof found));
    }
    ics_pending pending = {.attribute = attribute, .row = row, .item = ICS_NONE};
    if (wrap)
        pending.wrap = *wrap;
    return ics_load_pend(load, a->target, node, pending, &made);
}
