/* CSV: one pass, no look back. The separator is the comma: what else a file uses is the business of its headings. */
#include "data/csv.h"

#include "base/limits.h"
#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

static bool is_row_end(const ics_csv *csv, size_t at)
{
    return at >= csv->size || csv->bytes[at] == '\n' || csv->bytes[at] == '\r';
}

/* Moves behind a line break: LF, CR LF, or CR alone. */
static void skip_row_end(ics_csv *csv)
{
    if (csv->at >= csv->size)
        return;
    const bool is_cr = csv->bytes[csv->at++] == '\r';
    if (is_cr && csv->at < csv->size && csv->bytes[csv->at] == '\n')
        csv->at++;
}

static bool refuse_size(size_t offset, size_t size, ics_fault *fault)
{
    return ics_fault_set(fault, ICS_E0005, offset, offset + 1,
                         "a cell of %zu bytes; at most %lld are read (limit TEXT_VALUE_BYTES)", size,
                         (long long)ICS_LIMIT_TEXT_VALUE_BYTES);
}

/* Copies a quoted text with its doubled quotes made single. */
static bool undouble(ics_csv *csv, ics_cell *cell, ics_fault *fault)
{
    char *text = ics_arena_alloc(csv->scratch, cell->length + 1, 1);
    if (!text) {
        *fault = (ics_fault){.out_of_memory = true};
        return false;
    }
    csv->scratch_used = true;
    uint32_t length = 0;
    for (uint32_t i = 0; i < cell->length; i++) {
        text[length++] = cell->text[i];
        if (cell->text[i] == '"')
            i++; /* the second of the pair */
    }
    cell->text = text;
    cell->length = length;
    return true;
}

static bool read_quoted(ics_csv *csv, ics_cell *cell, ics_fault *fault)
{
    const size_t open = csv->at;
    size_t at = open + 1;
    bool has_pairs = false;
    for (;;) {
        const unsigned char *quote = at < csv->size ? memchr(csv->bytes + at, '"', csv->size - at) : NULL;
        if (!quote)
            return ics_fault_set(fault, ICS_E0007, open, open + 1,
                                 "the quote that is opened here (row %u, column %zu) is never closed", csv->row,
                                 csv->cell_count + 1);
        at = (size_t)(quote - csv->bytes);
        if (at + 1 >= csv->size || csv->bytes[at + 1] != '"')
            break;
        has_pairs = true;
        at += 2;
    }
    *cell = (ics_cell){(const char *)csv->bytes + open + 1, (uint32_t)(at - open - 1), (uint32_t)open, true};
    if (cell->length > ICS_LIMIT_TEXT_VALUE_BYTES)
        return refuse_size(open, cell->length, fault);
    csv->at = at + 1;
    if (!is_row_end(csv, csv->at) && csv->bytes[csv->at] != ',') {
        char found[16];
        ics_fault_set(fault, ICS_E0601, csv->at, csv->at + 1,
                      "expected ',' or the end of the row after the closing quote (row %u, column %zu), found %s",
                      csv->row, csv->cell_count + 1, ics_fault_byte(csv->bytes, csv->size, csv->at, found));
        fault->help = "a quote inside a quoted cell is written twice";
        return false;
    }
    return !has_pairs || undouble(csv, cell, fault);
}

static bool read_bare(ics_csv *csv, ics_cell *cell, ics_fault *fault)
{
    const size_t begin = csv->at;
    size_t at = begin;
    while (!is_row_end(csv, at) && csv->bytes[at] != ',' && csv->bytes[at] != '"')
        at++;
    if (at < csv->size && csv->bytes[at] == '"') {
        ics_fault_set(fault, ICS_E0601, at, at + 1, "a quote inside a cell that is not quoted (row %u, column %zu)",
                      csv->row, csv->cell_count + 1);
        fault->help = "put the whole cell in quotes, and write each quote inside it twice";
        return false;
    }
    if (at - begin > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES)
        return refuse_size(begin, at - begin, fault);
    *cell = (ics_cell){(const char *)csv->bytes + begin, (uint32_t)(at - begin), (uint32_t)begin, false};
    csv->at = at;
    return true;
}

static bool read_cell(ics_csv *csv, ics_fault *fault)
{
    if (csv->cell_count >= (size_t)ICS_LIMIT_CSV_COLUMNS)
        return ics_fault_set(fault, ICS_E0005, csv->at, csv->at + 1,
                             "row %u has more than %lld columns (limit CSV_COLUMNS)", csv->row,
                             (long long)ICS_LIMIT_CSV_COLUMNS);
    if (!ICS_GROW(csv->cells, csv->cell_count, csv->cell_room)) {
        *fault = (ics_fault){.out_of_memory = true};
        return false;
    }
    ics_cell *cell = &csv->cells[csv->cell_count];
    const bool is_quoted = csv->at < csv->size && csv->bytes[csv->at] == '"';
    if (!(is_quoted ? read_quoted(csv, cell, fault) : read_bare(csv, cell, fault)))
        return false;
    csv->cell_count++;
    return true;
}

ics_csv_status ics_csv_next(ics_csv *csv, ics_fault *fault)
{
    if (csv->scratch_used)
        ics_arena_free(csv->scratch);
    csv->scratch_used = false;
    csv->cell_count = 0;
    for (; csv->at < csv->size && is_row_end(csv, csv->at); csv->row++)
        skip_row_end(csv);
    if (csv->at >= csv->size)
        return ICS_CSV_END;
    csv->row++;
    csv->row_offset = (uint32_t)csv->at;
    for (;;) {
        if (!read_cell(csv, fault))
            return ICS_CSV_FAULT;
        if (is_row_end(csv, csv->at))
            break;
        csv->at++; /* the separator */
    }
    skip_row_end(csv);
    return ICS_CSV_ROW;
}

void ics_csv_free(ics_csv *csv)
{
    free(csv->cells);
    csv->cells = NULL;
    csv->cell_count = csv->cell_room = 0;
}
