/* Who and what an outcome is about, found in the columns; for the public accessors and the reports. */
#ifndef ICS_PIPELINE_OUTCOME_H
#define ICS_PIPELINE_OUTCOME_H

#include "data/debtor.h"
#include "pipeline/evaluate.h"

/**
 * Who owes what outcome @p ref asks: the one that the rule names, reached from the subject by what it is nested in or
 * by a reference; else, for a subject of a special category, what it is nested in. Nobody where the data does not tell.
 */
ics_row_ref ics_outcome_debtor(const ics_run *run, ics_outcome_ref ref);

#endif
