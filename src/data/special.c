/* Records of a special category: what is nested in one is one too. */
#include "data/dataset.h"

bool ics_entity_is_special(const ics_model *model, uint32_t entity)
{
    while (!model->entities[entity].is_special && model->entities[entity].parent != ICS_NONE)
        entity = model->entities[entity].parent;
    return model->entities[entity].is_special;
}

bool ics_dataset_row_is_special(const ics_dataset *dataset, uint32_t table, uint32_t row)
{
    while (table != ICS_NONE) { /* nesting is a forest: a ring is refused on loading */
        const ics_table *rows = &dataset->tables[table];
        if (ics_entity_is_special(dataset->model, rows->kind ? rows->kind[row] : table))
            return true;
        if (!rows->owner_table)
            return false;
        const uint32_t owner = rows->owner_table[row];
        row = rows->owner_row[row];
        table = owner;
    }
    return false;
}
