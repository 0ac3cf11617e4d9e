/* How old evidence is: the day on which a fact was written down, by itself or by what stands around it. */
#include "data/debtor.h"
#include "data/store.h"

#include "base/date.h"

/* What the wrappers around a cell's values say; ICS_DAY_NONE where none says a day. */
static int32_t recorded_of_cell(const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    const struct ics_dataset_private *store = dataset->private_;
    const ics_representation representation = ics_type_representation(dataset->model->attributes[attribute].type);
    const bool is_joined = representation == ICS_REP_LIST || representation == ICS_REP_SET;
    int32_t found = ICS_DAY_NONE;
    for (size_t i = ics_store_evidence(store, attribute, row);
         i < store->evidence_count && store->evidence[i].attribute == attribute && store->evidence[i].row == row; i++) {
        const int32_t recorded = store->evidence[i].recorded;
        if (recorded != ICS_DAY_NONE && (found == ICS_DAY_NONE || (is_joined ? recorded < found : recorded > found)))
            found = recorded;
    }
    return found;
}

/* What the dated facts that hold on the day say. */
static int32_t recorded_on(const ics_column *column, uint32_t row, int32_t day, uint32_t *position)
{
    int32_t found = ICS_DAY_NONE;
    for (uint32_t i = column->dated_offset[row]; i < column->dated_offset[row + 1]; i++) {
        const ics_dated_fact *fact = &column->dated[i];
        if (fact->is_doubtful || fact->from > day || fact->to < day)
            continue;
        *position = fact->place;
        if (fact->recorded != ICS_DAY_NONE && (found == ICS_DAY_NONE || fact->recorded > found))
            found = fact->recorded;
    }
    return found;
}

/* What is said around the lists that hold the record, from the innermost outwards. */
static int32_t recorded_around(const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    ics_row_ref at = {ics_store_table(dataset->model, attribute), row};
    while (at.table != ICS_NONE) {
        const ics_table *table = &dataset->tables[at.table];
        const uint32_t list = table->owner_attribute[at.row];
        const int32_t recorded =
            list == ICS_NONE ? ICS_DAY_NONE : recorded_of_cell(dataset, list, table->owner_row[at.row]);
        if (recorded != ICS_DAY_NONE)
            return recorded;
        at = ics_row_owner(dataset, at);
    }
    return ICS_DAY_NONE;
}

int32_t ics_dataset_recorded(const ics_dataset *dataset, uint32_t attribute, uint32_t row, int32_t day)
{
    const ics_column *column = &dataset->columns[attribute];
    const ics_cells *cells = &dataset->private_->cells[attribute];
    const bool is_dated = column->dated_offset && column->dated_offset[row] != column->dated_offset[row + 1];
    uint32_t position = row < cells->room ? cells->position[row] : 0;
    int32_t recorded = is_dated ? recorded_on(column, row, day, &position) : recorded_of_cell(dataset, attribute, row);
    if (recorded == ICS_DAY_NONE)
        recorded = recorded_around(dataset, attribute, row);
    if (recorded != ICS_DAY_NONE)
        return recorded;
    const ics_description *description = ics_store_description(dataset, position);
    return description ? description->as_at : ICS_DAY_NONE;
}
