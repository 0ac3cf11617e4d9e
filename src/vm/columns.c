/*
 * COLUMN: what a column holds of the rows of each lane's list, in the order of the data, for a plugin's function. The
 * values lie in one array of the machine's, and a register of lists names where each lane's begin and end. That all of
 * it is known has been asked before, by a frame over the list, which also bears the cost of reading it.
 */
#include "vm/kernels.h"

#include "vm/cell.h"

#include <stdlib.h>

/* The lists of one instruction, and what is read of their rows. */
typedef struct reading {
    ics_machine *machine;
    const ics_column *column;
    ics_representation representation;
    bool is_event;
    uint32_t root;               /* of the rows */
    const uint32_t *items;       /* NULL: items are rows */
    const ics_value *list, *day; /* day NULL: the day judged */
} reading;

static bool make_room(ics_machine *machine)
{
    if (machine->element_count < machine->element_room)
        return true;
    const size_t room = machine->element_room ? machine->element_room * 2 : 1024;
    int64_t *grown = room <= UINT32_MAX ? realloc(machine->elements, room * sizeof *grown) : NULL;
    if (!grown) {
        machine->status = ICS_E_NOMEM;
        return false;
    }
    machine->elements = grown;
    machine->element_room = room;
    return true;
}

/* One element. @return false where it is not known after all, or memory has run out. */
static bool read_element(const reading *r, uint32_t row, int32_t day)
{
    ics_cell cell = ics_cell_at(r->column, r->representation, row, day, r->machine->as_at);
    if (r->is_event)
        ics_cell_hide_later(&cell, day);
    if (!cell.is_present)
        return cell.is_known;
    if ((r->representation == ICS_REP_DAYS && cell.value != cell.last) || !make_room(r->machine))
        return false;
    r->machine->elements[r->machine->element_count++] = cell.value;
    return true;
}

static bool read_list(const reading *r, uint32_t lane)
{
    const int32_t day = r->day ? r->day->first[lane] : r->machine->as_at;
    if (r->day && (!ics_bit(r->day->present, lane) || day != r->day->last[lane]))
        return false;
    for (uint32_t item = r->list->id[lane]; item < r->list->end[lane]; item++) {
        const uint32_t row = r->items ? r->items[item] : item;
        if (ics_list_item_holds(r->machine, r->list, lane, r->root, row) && !read_element(r, row, day))
            return false;
    }
    return true;
}

void ics_do_column(ics_machine *machine, const ics_instruction *at)
{
    const ics_model *model = &machine->program->model;
    const ics_attribute *attribute = &model->attributes[at->k];
    const ics_value *is_whole = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const reading r = {.machine = machine,
                       .column = &machine->dataset->columns[at->k],
                       .representation = ics_type_representation(attribute->type),
                       .is_event = attribute->type == ICS_TYPE_EVENT_DATE,
                       .root = model->entities[attribute->entity].root,
                       .items = machine->dataset->columns[machine->plan.column[at->a]].item,
                       .list = &machine->values[at->a],
                       .day = at->c == ICS_NO_REGISTER ? NULL : &machine->values[at->c]};
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    dst->members = NULL;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const size_t begin = machine->element_count;
        bool is_known =
            ics_bit(is_whole->known, lane) && ics_bit(is_whole->truth, lane) && ics_bit(r.list->known, lane);
        if (is_known && ics_bit(r.list->present, lane)) /* one that is absent is empty */
            is_known = read_list(&r, lane);
        if (!is_known)
            machine->element_count = begin;
        dst->id[lane] = (uint32_t)begin;
        dst->end[lane] = (uint32_t)machine->element_count;
        dst->day[lane] = 0;
        ics_bit_put(dst->known, lane, is_known);
        ics_bit_put(dst->present, lane, is_known);
        ics_bit_put(dst->partial, lane, false);
        ics_bit_put(dst->dated, lane, false);
    }
}
