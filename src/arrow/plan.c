/* What each column of a table becomes, worked out once from its type and the model. Leans on types and the loader. */
#include "arrow/bulk.h"

#include <stdlib.h>
#include <string.h>

static ics_bulk_action action_of(ics_type type)
{
    switch (type) {
    case ICS_TYPE_YESNO:
    case ICS_TYPE_FINDING:
        return ICS_BULK_TRUTH;
    case ICS_TYPE_NUMBER:
    case ICS_TYPE_PEOPLE:
    case ICS_TYPE_MONEY:
    case ICS_TYPE_SHARE:
    case ICS_TYPE_DURATION:
        return ICS_BULK_NUMBER;
    case ICS_TYPE_TEXT:
        return ICS_BULK_TEXT;
    case ICS_TYPE_DATE:
    case ICS_TYPE_EVENT_DATE:
        return ICS_BULK_DATE;
    case ICS_TYPE_CALENDAR_YEAR:
    case ICS_TYPE_FINANCIAL_YEAR:
    case ICS_TYPE_ACADEMIC_YEAR:
    case ICS_TYPE_PERIOD:
        return ICS_BULK_YEAR;
    case ICS_TYPE_ENUM:
    case ICS_TYPE_ROLE:
        return ICS_BULK_WORD;
    case ICS_TYPE_REF:
        return ICS_BULK_RECORD;
    case ICS_TYPE_LIST:
        return ICS_BULK_RECORDS;
    case ICS_TYPE_SET:
        return ICS_BULK_WORDS;
    case ICS_TYPE_VALUES:
        return ICS_BULK_VALUES;
    default: /* row by row */
        return ICS_BULK_LEAVE;
    }
}

static bool plan_record(ics_bulk *bulk, ics_bulk_record *record, const ics_arrow_type *type, const bool *is_read);

/* Rows of an entity that no other column makes; NULL where there is one. */
static ics_bulk_record *new_record(ics_bulk *bulk, uint32_t entity, uint32_t owner)
{
    const uint32_t root = bulk->load->model->entities[entity].root;
    if (bulk->has_root[root])
        return NULL;
    bulk->has_root[root] = true;
    ics_bulk_record *record = ICS_ARENA_NEW(&bulk->plan, ics_bulk_record);
    if (record)
        *record = (ics_bulk_record){.entity = entity, .root = root, .owner = owner};
    return record;
}

static bool plan_words(ics_bulk *bulk, ics_bulk_column *column)
{
    column->words = ICS_ARENA_ARRAY(&bulk->plan, ics_bulk_word, ICS_BULK_WORDS_KEPT);
    return column->words != NULL;
}

static bool plan_scalar(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_type *type)
{
    const bool has_words =
        column->action == ICS_BULK_WORD || column->action == ICS_BULK_DATE || column->action == ICS_BULK_YEAR;
    return ics_bulk_fits(column, type) && (!has_words || plan_words(bulk, column));
}

/* The one cell of a row of the hidden table that holds a list's plain values. */
static bool plan_values(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_type *item)
{
    const ics_model *model = bulk->load->model;
    const uint32_t table = model->attributes[column->attribute].values_table;
    const uint32_t value = ics_model_attribute(model, table, "value", 5);
    column->inner = value == ICS_NONE ? NULL : new_record(bulk, table, column->attribute);
    if (!column->inner)
        return false;
    column->inner->columns = ICS_ARENA_ARRAY(&bulk->plan, ics_bulk_column, 1);
    column->inner->column_count = 1;
    if (!column->inner->columns)
        return false;
    const ics_attribute *a = &model->attributes[value];
    column->inner->columns[0] = (ics_bulk_column){.action = action_of(a->type),
                                                  .attribute = value,
                                                  .type = a->type,
                                                  .target = a->type == ICS_TYPE_ROLE ? ICS_NONE : a->target};
    return plan_scalar(bulk, column->inner->columns, item);
}

static bool plan_column(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_type *type)
{
    const ics_attribute *a = &bulk->load->model->attributes[column->attribute];
    const ics_arrow_type *item = type->kind == ICS_ARROW_LIST ? &type->children[0] : NULL;
    *column = (ics_bulk_column){.action = action_of(a->type),
                                .attribute = column->attribute,
                                .type = a->type == ICS_TYPE_SET ? a->element : a->type,
                                .target = a->target,
                                .is_code = column->is_code,
                                .is_late = bulk->load->store->has_late[column->attribute]};
    if (column->type == ICS_TYPE_ROLE)
        column->target = ICS_NONE;
    switch (column->action) {
    case ICS_BULK_RECORD:
        column->inner = type->kind == ICS_ARROW_STRUCT ? new_record(bulk, a->target, column->attribute) : NULL;
        return column->inner && plan_record(bulk, column->inner, type, NULL);
    case ICS_BULK_RECORDS:
        column->inner = item && item->kind == ICS_ARROW_STRUCT ? new_record(bulk, a->target, column->attribute) : NULL;
        return column->inner && plan_record(bulk, column->inner, item, NULL);
    case ICS_BULK_WORDS:
        return a->element != ICS_TYPE_REF && item &&
               (item->dictionary ? item->dictionary->kind : item->kind) == ICS_ARROW_TEXT && plan_words(bulk, column);
    case ICS_BULK_VALUES:
        return item && plan_values(bulk, column, item);
    default:
        return plan_scalar(bulk, column, type);
    }
}

static bool is_twice(const ics_bulk_record *record, uint32_t attribute)
{
    for (size_t i = 0; i < record->column_count; i++)
        if (record->columns[i].action != ICS_BULK_LEAVE && record->columns[i].attribute == attribute)
            return true;
    return false;
}

/* Recursion follows the type, whose depth is bounded. */
static bool plan_record(ics_bulk *bulk, ics_bulk_record *record, const ics_arrow_type *type, const bool *is_read)
{
    const ics_model *model = bulk->load->model;
    record->columns = ICS_ARENA_ARRAY(&bulk->plan, ics_bulk_column, type->child_count + 1);
    if (!record->columns)
        return false;
    for (size_t i = 0; i < type->child_count; i++) {
        const char *name = type->children[i].name;
        ics_bulk_column *column = &record->columns[record->column_count];
        if (!is_read || is_read[i]) {
            const uint32_t attribute = ics_load_find_meaning(bulk->load, record->entity, name, strlen(name));
            if (attribute >= model->attribute_count || is_twice(record, attribute))
                return false;
            column->attribute = attribute;
            column->is_code = attribute == model->entities[record->entity].unique;
            /* what identifies a record goes by its name alone */
            const char *canonical = model->attributes[attribute].name;
            if (column->is_code && !ics_key_equal(name, strlen(name), canonical, strlen(canonical)))
                return false;
            if (!plan_column(bulk, column, &type->children[i]) ||
                (column->is_code && column->action != ICS_BULK_TEXT && column->action != ICS_BULK_NUMBER))
                return false;
        }
        record->column_count++;
    }
    return true;
}

bool ics_bulk_plan(ics_bulk *bulk, ics_load *load, const ics_arrow_type *type, uint32_t entity, const bool *is_read)
{
    *bulk = (ics_bulk){.load = load, .null_state = load->is_null_unknown ? ICS_SAID_UNKNOWN : ICS_SAID_ABSENT};
    if (!ics_load_is_bound_plainly(load->binding) || load->binding->date_form_count > 0)
        return false;
    if (!ics_load_choose_late(load))
        return false;
    bulk->has_root = ICS_ARENA_ARRAY(&bulk->plan, bool, (size_t)load->model->entity_count + 1);
    bulk->top = bulk->has_root ? new_record(bulk, entity, ICS_NONE) : NULL;
    return bulk->top && plan_record(bulk, bulk->top, type, is_read);
}

void ics_bulk_free(ics_bulk *bulk)
{
    ics_arena_free(&bulk->plan);
    ics_arena_free(&bulk->scratch);
    free(bulk->codes);
}
