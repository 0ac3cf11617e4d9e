/* What the parts of a report for people share. */
#ifndef ICS_REPORT_TEXT_H
#define ICS_REPORT_TEXT_H

#include "explain/explain.h"
#include "report/report.h"

/* Lines are broken between items before this column where they can be. */
enum { ICS_TEXT_COLUMNS = 120 };

/* More outcomes than this of one section are no longer read by people: the rest is counted by rule. */
enum { ICS_TEXT_SECTION_MOST = 1000, ICS_TEXT_SECTIONS = 8 };

/** The section in which an outcome of a rule's version is told; ICS_TEXT_SECTIONS for one of which the count is all. */
size_t ics_text_section(const ics_program *program, uint32_t rule, uint32_t version, ics_outcome state);

/** An outcome of a section with its reason, which lives as long as the list that holds it. */
typedef struct ics_text_item {
    size_t index; /* for ics_run_result() */
    ics_result result;
    const char *why;
} ics_text_item;

/** Writes "RETURN-20-WEEKS", or the sentence of a rule without an identifier. */
void ics_text_rule(ics_report_job *job, uint32_t rule);
/**
 * Writes "ICB QXU (Surrey Heartlands)", without the type where the reader has just read it; its path where it has
 * neither code nor name. @return about how many columns that took.
 */
size_t ics_text_subject(ics_report_job *job, const ics_text_item *item, bool with_type);
/** Writes " with local authority 936" for pairs, and nothing for others. @return about its columns. */
size_t ics_text_partner(ics_report_job *job, const ics_result *result);
/** Writes "; due 2024-05-20, 3 days late" and "; (a) met, (b) unknown" where that says more than the reason. */
void ics_text_due(ics_report_job *job, const ics_text_item *item);
void ics_text_letters(ics_report_job *job, const ics_text_item *item);

/**
 * Writes outcomes under their subjects: which facts to ask for, and the duties that wait for them. Subjects that lack
 * the same facts for the same duties stand together. @p items, in the order of the run.
 */
ICS_NODISCARD ics_status ics_text_by_subject(ics_report_job *job, const ics_text_item *items, size_t count);

#endif
