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
    return ics_format_find(&input, input_format, &format, &fault) &&
           (format == ICS_DATA_NDJSON || format == ICS_DATA_CSV);
}

bool ics_data_is_named_csv(const char *name, const char *input_format)
{
    if (input_format)
        return strcmp(input_format, "csv") == 0;
    const char *dot = strrchr(name, '.');
    return dot && strcmp(dot, ".csv") == 0;
}

size_t ics_data_row_end(const unsigned char *bytes, size_t begin, size_t size)
{
    bool is_quoted = false;
    size_t at = begin;
    for (; at < size && (is_quoted || (bytes[at] != '\n' && bytes[at] != '\r')); at++)
        is_quoted ^= bytes[at] == '"';
    return at;
}

static size_t count_quotes(const unsigned char *bytes, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += bytes[i] == '"';
    return count;
}

/* What is in quotes has an odd number of them before it. In a table that is malformed this may be wrong, but not before
 * the place where it is: there reading stops. */
size_t ics_data_last_row_end(const unsigned char *bytes, size_t size)
{
    bool is_quoted = count_quotes(bytes, size) % 2 != 0;
    for (size_t at = size; at > 0; at--) {
        if (bytes[at - 1] == '"')
            is_quoted = !is_quoted;
        else if (bytes[at - 1] == '\n' && !is_quoted)
            return at - 1;
    }
    return SIZE_MAX;
}

uint32_t ics_dataset_part_rows(const ics_dataset *dataset)
{
    const ics_input *input = &dataset->private_->inputs[0];
    return input->last_row - input->lines_before;
}

uint32_t ics_dataset_part_row(const ics_dataset *dataset, uint32_t table, uint32_t row)
{
    ics_place place;
    return ics_dataset_row_place(dataset, table, row, &place) ? place.line - dataset->private_->inputs[0].lines_before
                                                              : 0;
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
