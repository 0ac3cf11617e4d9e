/* A reader of CSV (RFC 4180, and what spreadsheets write), row by row, with the place of each cell. Leans on base. */
#ifndef ICS_DATA_CSV_H
#define ICS_DATA_CSV_H

#include "data/tape.h"

/** One cell: its text without quotes, and where it stands. */
typedef struct ics_cell {
    const char *text; /* in the file's bytes, or the tape's scratch where quotes were doubled */
    uint32_t length;
    uint32_t offset;
    bool is_quoted;
} ics_cell;

/** A table being read. Zeroed but for bytes, size, at and scratch. */
typedef struct ics_csv {
    const unsigned char *bytes;
    size_t size, at;
    ics_cell *cells; /* of the row read last */
    size_t cell_count, cell_room;
    uint32_t row; /* number of the row read last, the first being 1 */
    uint32_t row_offset;
    ics_arena *scratch;
    bool scratch_used;
} ics_csv;

typedef enum ics_csv_status { ICS_CSV_ROW, ICS_CSV_END, ICS_CSV_FAULT } ics_csv_status;

/** Reads the next row; lines with nothing in them count as rows and are passed over. */
ics_csv_status ics_csv_next(ics_csv *csv, ics_fault *fault);
void ics_csv_free(ics_csv *csv);

#endif
