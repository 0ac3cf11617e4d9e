/* Outcomes written by several threads, in the order of the run whatever their number. */
#ifndef ICS_REPORT_PARTS_H
#define ICS_REPORT_PARTS_H

#include "report/report.h"

/** What stands before the first outcome that is written, and before each further one. */
typedef struct ics_report_between {
    const char *before, *between;
} ics_report_between;

/** Writes the outcomes from @p begin to @p end; sets *is_any where it writes one. */
typedef ics_status ics_report_part_fn(ics_report_job *job, size_t begin, size_t end, ics_report_between marks,
                                      bool *is_any);

/** Writes all outcomes of a run, on as many threads as it could be judged by. */
ICS_NODISCARD ics_status ics_report_by_parts(ics_report_job *job, ics_report_part_fn *write, ics_report_between marks,
                                             bool *is_any);

#endif
