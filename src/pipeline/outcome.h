/* Who and what an outcome is about, found in the columns; for the public accessors and the reports. */
#ifndef ICS_PIPELINE_OUTCOME_H
#define ICS_PIPELINE_OUTCOME_H

#include "pipeline/evaluate.h"

/** A row of a table; table ICS_NONE: nobody. */
typedef struct ics_row_ref {
    uint32_t table, row;
} ics_row_ref;

/** The entity of a row by its kind, for its name and marks. */
const ics_entity *ics_row_entity(const ics_dataset *dataset, ics_row_ref row);

/**
 * Who owes what outcome @p ref asks: the one that the rule names, reached from the subject by what it is nested in or
 * by a reference; else, for a subject of a special category, what it is nested in. Nobody where the data does not tell.
 */
ics_row_ref ics_outcome_debtor(const ics_run *run, ics_outcome_ref ref);

#endif
