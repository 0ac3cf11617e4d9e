/* What an evaluation keeps beside the VM's columns: the output order, and the plugins that answered. */
#ifndef ICS_PIPELINE_EVALUATE_H
#define ICS_PIPELINE_EVALUATE_H

#include "explain/explain.h"
#include "explain/hidden.h"
#include "plugin/host.h"
#include "vm/run.h"

/** One outcome in the VM's columns. */
typedef struct ics_outcome_ref {
    uint32_t rule;  /* in run->rules */
    uint32_t index; /* in the arrays of that rule */
} ics_outcome_ref;

/**
 * Subjects in the order of the data, for each the rules in the order of the pack. Where every rule has one outcome for
 * each row of one table, that is told by counting, and nothing is listed.
 */
typedef struct ics_output_order {
    ics_outcome_ref *refs; /* NULL: counted */
    uint32_t *rules;       /* counted: the rules that have outcomes, in their order */
    uint32_t rule_count;
    size_t count;
    uint32_t *all_rules; /* in the order of the pack; what rules is taken from, and kept for another run */
} ics_output_order;

typedef struct ics_evaluation {
    ics_output_order order;
    ics_plugin_host *host;        /* NULL: no plugin is called */
    uint8_t *hides;               /* by register: what is not told of it */
    uint8_t shown;                /* what is, in spite of that: bits of hidden.h */
    ics_hidden_days *hidden_days; /* by rule: which of the days beside its outcomes are not told */
    uint64_t *unshown; /* by section of a text report and rule: outcomes of records that were judged and let go; or NULL
                        */
} ics_evaluation;

/** As ics_evaluate_again() where it is no mistake that nothing is judged. */
ICS_NODISCARD ics_status ics_evaluate_any(ics_run **run, const ics_program *program, const ics_dataset *dataset,
                                          int32_t as_at_days, const ics_evaluate_options *options, ics_diags *diags);

/** The evaluation of a run made by ics_evaluate(). */
static inline const ics_evaluation *ics_run_evaluation(const ics_run *run)
{
    return (const ics_evaluation *)run->attached;
}

/** The outcome that stands at a place of the output. */
static inline ics_outcome_ref ics_evaluation_at(const ics_evaluation *evaluation, size_t index)
{
    const ics_output_order *order = &evaluation->order;
    if (order->refs)
        return order->refs[index];
    return (ics_outcome_ref){order->rules[index % order->rule_count], (uint32_t)(index / order->rule_count)};
}

/** As ics_explain(), in the memory of an explanation that is not needed any more (or NULL): ics_explain_outcome(). */
ICS_NODISCARD ics_status ics_explain_again(ics_explanation **explanation, const ics_run *run, size_t index,
                                           ics_explained extent);

/** Makes *not applicable* what is unknown for want of nothing but facts that are said to be not applicable. */
ICS_NODISCARD ics_status ics_settle_inapplicable(ics_run *run);

/** Puts the outcomes of a run in output order. @param[in,out] order Empty, or that of the run's last outcomes. */
ICS_NODISCARD ics_status ics_order_outcomes(ics_output_order *order, const ics_run *run);
void ics_output_order_free(ics_output_order *order);

#endif
