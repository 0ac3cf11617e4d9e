/*
 * What a report for people needs of outcomes that come a part of the data at a time: how many there are of each state,
 * and the records of those that it tells one by one. All other records are let go.
 */
#ifndef ICS_PIPELINE_KEPT_H
#define ICS_PIPELINE_KEPT_H

#include "pipeline/evaluate.h"
#include "report/text.h"

/** Counts over all parts, and the lines that are kept. Zeroed, it is empty, but for program. */
typedef struct ics_kept {
    const ics_program *program;
    uint32_t table;                  /* of the records: a root entity */
    size_t shown[ICS_TEXT_SECTIONS]; /* outcomes that the sections tell one by one */
    uint64_t *unshown;               /* by section and rule: of records that are not kept */
    uint8_t *section_of;             /* by rule and state, of rules without versions */
    uint64_t counts[ICS_OUTCOME_COUNT];
    uint64_t record_count, byte_count;
    uint32_t row_count, line_count; /* rows of the table, and ends of lines, or rows of the file, of all parts before */
    bool is_csv;
    const unsigned char *head; /* CSV: the headings, borrowed */
    size_t head_size;
    unsigned char *bytes; /* the lines */
    size_t size, room;
    uint32_t *line_offset, *line_number, *first_row; /* by line that is kept */
    size_t kept_count, offset_room, number_room, row_room;
} ics_kept;

/** Adds a part that was judged. @p bytes are the part's, of which @p before are none of the file there. @return false
 * where memory ran out. */
ICS_NODISCARD bool ics_kept_add(ics_kept *kept, const ics_run *run, const unsigned char *bytes, size_t size,
                                size_t before);

/** Reads and judges again what is kept, and gives the run the counts of all. */
ICS_NODISCARD ics_status ics_kept_judge(ics_kept *kept, ics_run **run_out, ics_dataset **dataset_out, const char *name,
                                        const ics_load_options *load, int32_t as_at,
                                        const ics_evaluate_options *options);
void ics_kept_free(ics_kept *kept);

#endif
