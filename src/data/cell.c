/* What is said of a cell: once, again and alike, again and otherwise, for some days only. */
#include "data/load.h"

#include "base/date.h"
#include "data/growth.h"

#include <string.h>

bool ics_load_clash(ics_load *load, uint32_t attribute, uint32_t row, uint32_t position, uint32_t other, int32_t from,
                    int32_t to)
{
    struct ics_dataset_private *store = load->store;
    if (!ICS_GROW(store->clashes, store->clash_count, store->clash_room))
        return ics_load_out_of_memory(load);
    store->clashes[store->clash_count++] = (ics_clash){attribute, row, position, other, from, to};
    const ics_entity *entity = &load->model->entities[load->model->attributes[attribute].entity];
    /* Of children the warning names the record by its place alone. */
    const bool is_special = ics_dataset_row_is_special(load->dataset, entity->root, row);
    const char *code = is_special ? "" : ics_dataset_code(load->dataset, entity->root, row);
    const bool hides_lines = load->hides_lines;
    load->hides_lines = hides_lines || is_special;
    const char *kind = load->model->entities[load->dataset->tables[entity->root].kind[row]].name;
    ics_load_warn(load, ICS_W1602, position, other, "the other is here",
                  "it counts as unknown until one of them is put right",
                  "two facts contradict each other about the %s of %s%s%s", load->model->attributes[attribute].name,
                  code[0] != '\0' ? kind : "one ", code[0] != '\0' ? " " : kind, code);
    load->hides_lines = hides_lines;
    return true;
}

bool ics_load_evidence(ics_load *load, uint32_t attribute, uint32_t row, uint32_t position, const ics_wrap *wrap)
{
    struct ics_dataset_private *store = load->store;
    if (!ics_store_reach(load->dataset, attribute, row) ||
        !ICS_GROW(store->evidence, store->evidence_count, store->evidence_room))
        return ics_load_out_of_memory(load);
    store->evidence[store->evidence_count++] = (ics_evidence_line){
        attribute, row, position, wrap->source, wrap->kind, wrap->from, wrap->to, wrap->recorded, wrap->review_by};
    store->cells[attribute].state[row] |= ICS_STATE_EVIDENCE;
    return true;
}

static bool put_dated(ics_load *load, uint32_t attribute, uint32_t row, ics_value value, uint32_t position,
                      const ics_wrap *wrap)
{
    struct ics_dataset_private *store = load->store;
    if (!ICS_GROW(store->dated, store->dated_count, store->dated_room))
        return ics_load_out_of_memory(load);
    const bool is_present = (value.state & ICS_SAID_MASK) == ICS_SAID_PRESENT;
    store->dated[store->dated_count++] = (ics_dated_line){
        attribute,
        row,
        {wrap->from, wrap->to, wrap->recorded, wrap->review_by, is_present, false, value.value, value.last, position},
        wrap->may_from,
        wrap->may_to};
    store->cells[attribute].state[row] |= ICS_STATE_DATED;
    return true;
}

bool ics_load_read_late(ics_load *load, uint32_t attribute, uint32_t row)
{
    uint32_t *id = load->dataset->columns[attribute].id;
    if (!id || id[row] != ICS_TEXT_LATE || load->model->attributes[attribute].type != ICS_TYPE_TEXT)
        return true;
    const char *text = ics_store_late_text(load->dataset, attribute, row);
    id[row] = ics_intern_add(load->dataset->texts, text, strlen(text));
    return id[row] != 0 || ics_load_out_of_memory(load);
}

static ics_value current_value(ics_load *load, uint32_t attribute, uint32_t row)
{
    const ics_column *column = &load->dataset->columns[attribute];
    const uint8_t state = load->store->cells[attribute].state[row];
    ics_value value = {state, 0, 0};
    switch (ics_type_representation(load->model->attributes[attribute].type)) {
    case ICS_REP_TRUTH:
        value.value = (state & ICS_STATE_YES) != 0;
        break;
    case ICS_REP_NUMBER:
        value.value = column->number[row];
        break;
    case ICS_REP_DAYS:
        value.value = column->first[row];
        value.last = column->last[row];
        break;
    case ICS_REP_ID:
    case ICS_REP_REF:
        value.value = column->id[row];
        break;
    case ICS_REP_SET:
        if ((state & ICS_SAID_MASK) == ICS_SAID_PRESENT && ics_load_is_dated_set(load, attribute))
            value = ics_load_set_value(load, attribute, state, load->store->cells[attribute].start[row],
                                       load->store->cells[attribute].count[row]);
        break;
    case ICS_REP_LIST:
        break;
    }
    return value;
}

static void write_value(ics_load *load, uint32_t attribute, uint32_t row, ics_value value, uint32_t position)
{
    ics_column *column = &load->dataset->columns[attribute];
    ics_cells *cells = &load->store->cells[attribute];
    const uint8_t kept = cells->state[row] & (ICS_STATE_DATED | ICS_STATE_EVIDENCE);
    cells->state[row] = (uint8_t)(kept | value.state);
    cells->position[row] = position;
    if ((value.state & ICS_SAID_MASK) != ICS_SAID_PRESENT)
        return;
    switch (ics_type_representation(load->model->attributes[attribute].type)) {
    case ICS_REP_TRUTH:
        cells->state[row] |= value.value ? ICS_STATE_YES : 0;
        break;
    case ICS_REP_NUMBER:
        column->number[row] = value.value;
        break;
    case ICS_REP_DAYS:
        column->first[row] = (int32_t)value.value;
        column->last[row] = value.last;
        break;
    case ICS_REP_ID:
    case ICS_REP_REF:
        column->id[row] = (uint32_t)value.value;
        break;
    case ICS_REP_LIST:
    case ICS_REP_SET:
        break;
    }
}

/* A second fact about a cell: agrees, adds, or contradicts. */
static bool put_again(ics_load *load, uint32_t attribute, uint32_t row, ics_value value, uint32_t position)
{
    ics_cells *cells = &load->store->cells[attribute];
    if (!ics_load_read_late(load, attribute, row))
        return false;
    const ics_value before = current_value(load, attribute, row);
    const uint8_t said = before.state & ICS_SAID_MASK, says = value.state & ICS_SAID_MASK;
    if ((before.state & ICS_STATE_CLASH) || says == ICS_SAID_UNKNOWN)
        return true; /* to say that one does not know contradicts nobody */
    if (said == ICS_SAID_UNKNOWN) {
        write_value(load, attribute, row, value, position);
        return true;
    }
    if (said == says && (said == ICS_SAID_ABSENT || (before.value == value.value && before.last == value.last)))
        return true;
    const uint32_t other = cells->position[row];
    cells->state[row] = (uint8_t)((cells->state[row] & ICS_STATE_EVIDENCE) | ICS_STATE_CLASH);
    return ics_load_clash(load, attribute, row, position, other, ICS_DAY_MIN, ICS_DAY_MAX);
}

bool ics_load_put(ics_load *load, uint32_t attribute, uint32_t row, ics_value value, uint32_t position,
                  const ics_wrap *wrap)
{
    if (value.state == ICS_SAID_NOTHING)
        return true;
    if (!ics_store_reach(load->dataset, attribute, row))
        return ics_load_out_of_memory(load);
    if (wrap && wrap->is_given && !ics_load_evidence(load, attribute, row, position, wrap))
        return false;
    /* What is said to be unknown for some days is as if it were not said. */
    if (wrap && wrap->has_days && (value.state & ICS_SAID_MASK) != ICS_SAID_UNKNOWN)
        return put_dated(load, attribute, row, value, position, wrap);
    const uint8_t state = load->store->cells[attribute].state[row];
    if ((state & (ICS_SAID_MASK | ICS_STATE_CLASH)) == 0) {
        write_value(load, attribute, row, value, position);
        return true;
    }
    return put_again(load, attribute, row, value, position);
}

/* Copies the items that were gathered since the mark behind the attribute's items. */
static bool move_items(ics_load *load, uint32_t attribute, size_t mark, uint32_t *start, uint32_t *count)
{
    ics_cells *cells = &load->store->cells[attribute];
    *count = (uint32_t)(load->row_count - mark);
    *start = (uint32_t)cells->item_count;
    if (!ics_grow(&cells->items, &cells->item_room, cells->item_count + *count + 64, sizeof *cells->items))
        return ics_load_out_of_memory(load);
    for (size_t i = mark; i < load->row_count; i++) {
        const uint32_t item = load->rows[i];
        if (item & ICS_ITEM_PENDING)
            load->pendings[item & ~(uint32_t)ICS_ITEM_PENDING].item = (uint32_t)cells->item_count;
        cells->items[cells->item_count++] = item;
    }
    load->row_count = mark;
    return true;
}

bool ics_load_keep_days(ics_load *load, uint32_t attribute, uint32_t row, const ics_list_days *days)
{
    struct ics_dataset_private *store = load->store;
    if (days->from == ICS_DAY_MIN && days->to == ICS_DAY_MAX && days->review_by == ICS_DAY_MAX)
        return true;
    if (!ICS_GROW(store->complete, store->complete_count, store->complete_room))
        return ics_load_out_of_memory(load);
    store->complete[store->complete_count++] = (ics_complete_line){attribute, row, *days};
    return true;
}

bool ics_load_put_list(ics_load *load, uint32_t attribute, uint32_t row, size_t mark, uint8_t state, uint32_t position,
                       const ics_wrap *wrap)
{
    const bool has_days = wrap && wrap->has_days;
    const ics_list_days days = has_days ? (ics_list_days){wrap->from, wrap->to, wrap->review_by}
                                        : (ics_list_days){ICS_DAY_MIN, ICS_DAY_MAX, ICS_DAY_MAX};
    uint32_t start, count;
    if (!ics_store_reach(load->dataset, attribute, row))
        return ics_load_out_of_memory(load);
    if (!move_items(load, attribute, mark, &start, &count))
        return false;
    ics_cells *cells = &load->store->cells[attribute];
    if (has_days && (state & ICS_SAID_MASK) != ICS_SAID_UNKNOWN && ics_load_is_dated_set(load, attribute)) {
        const ics_value value = ics_load_set_value(load, attribute, state, start, count);
        if ((cells->state[row] & ICS_SAID_MASK) == ICS_SAID_NOTHING)
            cells->count[row] = 0; /* of what is said without days */
        return value.state == ICS_SAID_UNKNOWN || put_dated(load, attribute, row, value, position, wrap);
    }
    const uint8_t before = cells->state[row];
    if ((before & ICS_SAID_MASK) != ICS_SAID_NOTHING && (before & ICS_SAID_MASK) != ICS_SAID_UNKNOWN) {
        if (!ICS_GROW(load->seconds, load->second_count, load->second_room))
            return ics_load_out_of_memory(load);
        load->seconds[load->second_count++] = (ics_second_list){attribute, row, start, count, position, state, days};
        return true;
    }
    cells->start[row] = start;
    cells->count[row] = count;
    cells->state[row] = (uint8_t)((before & (ICS_STATE_DATED | ICS_STATE_EVIDENCE)) | state);
    cells->position[row] = position;
    return ics_load_keep_days(load, attribute, row, &days);
}

bool ics_load_date_value(ics_load *load, uint32_t attribute, uint32_t row)
{
    static const ics_wrap always = {true,        true,         0,           0,           ICS_DAY_MIN,
                                    ICS_DAY_MAX, ICS_DAY_NONE, ICS_DAY_MAX, ICS_DAY_MIN, ICS_DAY_MAX};
    if (!ics_load_read_late(load, attribute, row))
        return false;
    const ics_value value = current_value(load, attribute, row);
    const uint8_t said = value.state & ICS_SAID_MASK;
    if (said == ICS_SAID_NOTHING)
        return true;
    ics_cells *cells = &load->store->cells[attribute];
    cells->state[row] &= (uint8_t) ~(ICS_SAID_MASK | ICS_STATE_YES | ICS_STATE_PARTIAL | ICS_STATE_NOT_APPLICABLE);
    return said == ICS_SAID_UNKNOWN || put_dated(load, attribute, row, value, cells->position[row], &always);
}
