/* Parts of a file of a record a line, each read as a dataset of its own. */
#include "data/store.h"

#include "data/format.h"

#include <stdlib.h>
#include <string.h>

bool ics_data_is_lines(const char *name, unsigned char *bytes, size_t size, const char *input_format)
{
    ics_input input = {.name = name, .bytes = {bytes, size}};
    ics_data_format format;
    ics_fault fault;
    return ics_format_find(&input, input_format, &format, &fault) && format == ICS_DATA_NDJSON;
}

size_t ics_dataset_row_offset(const ics_dataset *dataset, uint32_t table, uint32_t row)
{
    const uint32_t position = dataset->private_->rows[table].position[row];
    return position - ics_store_input(dataset, position)->base;
}

bool ics_dataset_number_rows(ics_dataset *dataset, uint32_t table, const uint32_t *first_rows, size_t count)
{
    const ics_table *rows = &dataset->tables[table];
    struct ics_dataset_private *store = dataset->private_;
    store->row_number = calloc(rows->row_count + 1u, sizeof *store->row_number);
    if (!store->row_number)
        return false;
    store->numbered_table = table;
    size_t record = 0;
    uint32_t first = 0, number = 0;
    for (uint32_t row = 0; row < rows->row_count; row++) {
        if (rows->owner_attribute[row] == ICS_NONE && record < count) {
            first = row;
            number = first_rows[record++];
        }
        store->row_number[row] = number + (row - first);
    }
    return true;
}
