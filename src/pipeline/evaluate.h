/* What an evaluation keeps beside the VM's columns: the output order, and the plugins that answered. */
#ifndef ICS_PIPELINE_EVALUATE_H
#define ICS_PIPELINE_EVALUATE_H

#include "explain/hidden.h"
#include "plugin/host.h"
#include "vm/run.h"

/** One outcome in the VM's columns. */
typedef struct ics_outcome_ref {
    uint32_t rule;  /* in run->rules */
    uint32_t index; /* in the arrays of that rule */
} ics_outcome_ref;

typedef struct ics_evaluation {
    ics_outcome_ref *order; /* subjects in the order of the data, then rules */
    size_t count;
    ics_plugin_host *host;        /* NULL: no plugin is called */
    uint8_t *hides;               /* by register: what is not told of it */
    ics_hidden_days *hidden_days; /* by rule: which of the days beside its outcomes are not told */
} ics_evaluation;

/** The evaluation of a run made by ics_evaluate(). */
static inline const ics_evaluation *ics_run_evaluation(const ics_run *run)
{
    return (const ics_evaluation *)run->attached;
}

/** Makes *not applicable* what is unknown for want of nothing but facts that are said to be not applicable. */
ICS_NODISCARD ics_status ics_settle_inapplicable(ics_run *run);

/** Puts the outcomes of a run in output order. Caller owns the array: free(). */
ICS_NODISCARD ics_status ics_order_outcomes(ics_outcome_ref **order_out, size_t *count_out, const ics_run *run);

#endif
