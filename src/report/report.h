/* What the forms of a report share. */
#ifndef ICS_REPORT_REPORT_H
#define ICS_REPORT_REPORT_H

#include "report/group.h"
#include "report/writer.h"

/** A report being written. */
typedef struct ics_report_job {
    const ics_run *run;
    const ics_report_options *options;
    const ics_diags *diags; /* or NULL */
    ics_groups groups;      /* empty where single records are shown */
    ics_writer writer;
    ics_explanation *explanation; /* of one outcome after another; NULL before the first */
} ics_report_job;

/** The forms. */
ICS_NODISCARD ics_status ics_report_json(ics_report_job *job);
ICS_NODISCARD ics_status ics_report_text(ics_report_job *job);

/** Whether outcome @p result is shown in a group only. */
bool ics_report_hides(const ics_report_job *job, const ics_result *result);

/** Writes the path to the subject (or event) of an outcome, as a JSON string or for people. */
ICS_NODISCARD ics_status ics_report_path(ics_report_job *job, size_t index, bool is_json);
ICS_NODISCARD ics_status ics_report_event_path(ics_report_job *job, size_t index);
/** Writes " for 2023/24, for plan review of 2024-03-01, inherited from ICB QAA" for people. @return its columns. */
size_t ics_report_marks(ics_report_job *job, const ics_result *result);

/** The words of the details of an outcome, at most 16. @p explanation may be NULL. @return how many. */
enum { ICS_REPORT_DETAILS = 16 };
size_t ics_report_details(const ics_result *result, const ics_explanation *explanation,
                          const char *details[ICS_REPORT_DETAILS]);

#endif
