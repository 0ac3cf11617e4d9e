/* References by code, looked up when every record is known; rows of a table put into the lists of their parents. */
#include "data/load.h"

#include "base/article.h"

#include "data/growth.h"

#include <stdlib.h>

/* Whether a reference is of a child's record, or to one. */
static bool is_of_child(const ics_load *load, const ics_pending *pending)
{
    const ics_model *model = load->model;
    const uint32_t from = model->attributes[pending->attribute].entity;
    if (ics_entity_is_special(model, pending->target))
        return true;
    return pending->is_parent ? ics_entity_is_special(model, model->attributes[pending->attribute].target)
                              : ics_dataset_row_is_special(load->dataset, model->entities[from].root, pending->row);
}

/* The text of a code, for messages; codes that are numbers are shown by their place alone. */
static const char *code_text(const ics_load *load, const ics_pending *pending)
{
    const uint32_t unique = load->model->entities[pending->target].unique;
    if (load->model->attributes[unique].type != ICS_TYPE_TEXT ||
        (load->hides_lines && !load->options->records && !load->is_test))
        return "given here";
    return ics_intern_text(load->dataset->texts, (uint32_t)pending->code, NULL);
}

static bool refuse_missing(ics_load *load, const ics_pending *pending, const char *kind)
{
    return ics_load_error_at(load, ICS_E0604, pending->position, 0, NULL,
                             "no %s has the code '%s': it is neither in these files nor nested in them", kind,
                             code_text(load, pending));
}

/* The row that a pending code names; ICS_NONE after a mistake. */
static bool find_row(ics_load *load, const ics_pending *pending, uint32_t *row)
{
    const ics_entity *target = &load->model->entities[pending->target];
    *row = ics_load_code_find(load, target->unique, pending->code);
    if (*row == ICS_NONE)
        return refuse_missing(load, pending, target->name);
    const uint32_t kind = load->dataset->tables[target->root].kind[*row];
    if (ics_model_is_a(load->model, kind, pending->target))
        return true;
    const uint32_t other = load->store->rows[target->root].position[*row];
    *row = ICS_NONE;
    return ics_load_error_at(load, ICS_E0604, pending->position, other, "it stands here",
                             "expected the code of %s %s, but '%s' is %s %s", ics_article(target->name), target->name,
                             code_text(load, pending), ics_article(load->model->entities[kind].name),
                             load->model->entities[kind].name);
}

static bool resolve_one(ics_load *load, const ics_pending *pending)
{
    uint32_t row;
    const bool hides_lines = load->hides_lines;
    load->hides_lines = hides_lines || is_of_child(load, pending);
    const bool goes_on = find_row(load, pending, &row);
    load->hides_lines = hides_lines;
    if (!goes_on)
        return false;
    if (row == ICS_NONE)
        return true;
    if (pending->item != ICS_NONE) {
        load->store->cells[pending->attribute].items[pending->item] = row;
        return true;
    }
    load->may_ring |= load->model->attributes[pending->attribute].is_one;
    return ics_load_put(load, pending->attribute, pending->row, (ics_value){ICS_SAID_PRESENT, row, 0},
                        pending->position, &pending->wrap);
}

/* A row of a table and the parent whose list it goes into. */
typedef struct child {
    uint32_t attribute, parent, row, order, position;
} child;

static int by_parent(const void *a, const void *b)
{
    const child *x = a, *y = b;
    if (x->attribute != y->attribute)
        return x->attribute < y->attribute ? -1 : 1;
    if (x->parent != y->parent)
        return x->parent < y->parent ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static void set_owner(ics_load *load, const child *c)
{
    const uint32_t table_id = load->model->entities[load->model->attributes[c->attribute].target].root;
    ics_table *table = &load->dataset->tables[table_id];
    if (table->owner_attribute[c->row] != ICS_NONE)
        return;
    table->owner_table[c->row] = ics_store_table(load->model, c->attribute);
    table->owner_row[c->row] = c->parent;
    table->owner_attribute[c->row] = c->attribute;
    load->may_ring = true;
}

/* The children of one parent become its list: as given whole. */
static bool put_children(ics_load *load, const child *children, size_t count)
{
    const size_t mark = load->row_count;
    for (size_t i = 0; i < count; i++) {
        if (!ICS_GROW(load->rows, load->row_count, load->row_room))
            return ics_load_out_of_memory(load);
        load->rows[load->row_count++] = children[i].row;
        set_owner(load, &children[i]);
    }
    return ics_load_put_list(load, children->attribute, children->parent, mark, ICS_SAID_PRESENT, children->position,
                             NULL);
}

static bool put_all_children(ics_load *load, child *children, size_t count)
{
    if (count > 1)
        qsort(children, count, sizeof *children, by_parent);
    for (size_t begin = 0, end; begin < count; begin = end) {
        end = begin + 1;
        while (end < count && children[end].attribute == children[begin].attribute &&
               children[end].parent == children[begin].parent)
            end++;
        if (!put_children(load, children + begin, end - begin))
            return false;
    }
    return true;
}

static bool gather_children(ics_load *load, child **children, size_t *count)
{
    size_t room = 0;
    for (size_t i = 0; i < load->pending_count; i++) {
        const ics_pending *pending = &load->pendings[i];
        uint32_t parent;
        if (!pending->is_parent)
            continue;
        if (!find_row(load, pending, &parent))
            return false;
        if (parent == ICS_NONE)
            continue;
        if (!ICS_GROW(*children, *count, room))
            return ics_load_out_of_memory(load);
        (*children)[(*count)++] = (child){pending->attribute, parent, pending->row, (uint32_t)i, pending->position};
    }
    return true;
}

bool ics_load_resolve(ics_load *load)
{
    for (size_t i = 0; i < load->pending_count; i++)
        if (!load->pendings[i].is_parent && !resolve_one(load, &load->pendings[i]))
            return false;
    child *children = NULL;
    size_t count = 0;
    const bool went_well = gather_children(load, &children, &count) && load->error_count == 0
                               ? put_all_children(load, children, count)
                               : load->status == ICS_OK;
    free(children);
    return went_well;
}
