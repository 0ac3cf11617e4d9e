/* Who owes a duty that is another's outcome: the nearest row of an entity that a subject leads to. */
#include "data/debtor.h"

#include <string.h>

static const ics_row_ref nobody = {ICS_NONE, ICS_NONE};

const ics_entity *ics_row_entity(const ics_dataset *dataset, ics_row_ref row)
{
    const ics_table *table = &dataset->tables[row.table];
    return &dataset->model->entities[table->kind ? table->kind[row.row] : row.table];
}

static bool is_kind(const ics_dataset *dataset, ics_row_ref row, uint32_t entity)
{
    const uint32_t kind = (uint32_t)(ics_row_entity(dataset, row) - dataset->model->entities);
    return ics_model_is_a(dataset->model, kind, entity);
}

/* What the first attribute of type role says of a row; "" where it has none. */
static const char *role_of(const ics_dataset *dataset, ics_row_ref row)
{
    const ics_model *model = dataset->model;
    for (uint32_t a = 0; a < model->attribute_count; a++) {
        const ics_column *column = &dataset->columns[a];
        if (model->attributes[a].type == ICS_TYPE_ROLE && is_kind(dataset, row, model->attributes[a].entity) &&
            column->is_present && (column->is_present[row.row / 64] >> (row.row % 64) & 1))
            return column->id[row.row] < model->role_count ? model->roles[column->id[row.row]] : "";
    }
    return "";
}

const char *ics_row_public_name(const ics_dataset *dataset, ics_row_ref row, bool shows_personal)
{
    const uint32_t kind = (uint32_t)(ics_row_entity(dataset, row) - dataset->model->entities);
    const uint32_t name = ics_model_attribute(dataset->model, kind, "name", 4);
    const bool is_personal = name != ICS_NONE && dataset->model->attributes[name].is_personal;
    return is_personal && !shows_personal ? role_of(dataset, row) : ics_dataset_name(dataset, row.table, row.row);
}

ics_row_ref ics_row_owner(const ics_dataset *dataset, ics_row_ref row)
{
    const ics_table *table = &dataset->tables[row.table];
    if (!table->owner_table || table->owner_table[row.row] == ICS_NONE)
        return nobody;
    return (ics_row_ref){table->owner_table[row.row], table->owner_row[row.row]};
}

/* The row that a reference of this row leads to and that is of the entity; nobody where none does. */
static ics_row_ref follow_reference(const ics_dataset *dataset, ics_row_ref row, uint32_t entity)
{
    const ics_model *model = dataset->model;
    for (uint32_t a = 0; a < model->attribute_count; a++) {
        const ics_attribute *attribute = &model->attributes[a];
        const ics_column *column = &dataset->columns[a];
        if (attribute->type != ICS_TYPE_REF || !is_kind(dataset, row, attribute->entity) || !column->id ||
            !(column->is_present[row.row / 64] >> (row.row % 64) & 1))
            continue;
        const ics_row_ref target = {model->entities[attribute->target].root, column->id[row.row]};
        if (target.row < dataset->tables[target.table].row_count && is_kind(dataset, target, entity))
            return target;
    }
    return nobody;
}

ics_row_ref ics_row_debtor(const ics_dataset *dataset, ics_row_ref subject, const char *owed_by)
{
    const uint32_t entity = ics_model_entity(dataset->model, owed_by, strlen(owed_by));
    if (entity == ICS_NONE)
        return nobody;
    for (ics_row_ref row = subject; row.table != ICS_NONE; row = ics_row_owner(dataset, row)) {
        if (is_kind(dataset, row, entity))
            return row;
        const ics_row_ref target = follow_reference(dataset, row, entity);
        if (target.table != ICS_NONE)
            return target;
    }
    return nobody;
}
