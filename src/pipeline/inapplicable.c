/*
 * Facts that are said to be *not applicable*. To the VM they are unknown, so that they can hide neither a breach nor a
 * duty that is met. Where an outcome is unknown for want of them alone, the requirement has nothing to speak of, and
 * the outcome is *not applicable*. An exception that reads such a fact stays unknown: it does not end the duty.
 */
#include "explain/explain.h"
#include "pipeline/evaluate.h"

#include "base/limits.h"

/* Whether the program reads a cell that is said to be not applicable. */
static bool reads_any(const ics_program *program, const ics_dataset *dataset)
{
    bool says_any = false;
    for (uint32_t a = 0; a < dataset->model->attribute_count && !says_any; a++)
        says_any = ics_dataset_says_inapplicable(dataset, a);
    for (uint32_t i = 0; says_any && i < program->code_count; i++) {
        const ics_instruction *at = &program->code[i];
        if ((at->op == ICS_OP_LOAD || at->op == ICS_OP_FOLLOW) && ics_dataset_says_inapplicable(dataset, at->k))
            return true;
    }
    return false;
}

static bool wants_nothing_else(const ics_explanation *explanation)
{
    bool is_of_duty = false;
    for (size_t i = 0; i < explanation->need_count; i++) {
        if (!explanation->needs[i].is_inapplicable || explanation->needs[i].is_of_exception)
            return false;
        is_of_duty = true;
    }
    return is_of_duty && explanation->need_count < (size_t)ICS_LIMIT_EXPLAINED_FACTS;
}

static ics_status settle(ics_run *run, uint32_t rule, uint32_t index)
{
    ics_explanation *explanation = NULL;
    const ics_status status = ics_explain_outcome(&explanation, run, rule, index, ICS_EXPLAINED_REASON, &run->options);
    if (status != ICS_OK)
        return status;
    ics_rule_outcomes *of = &run->rules[rule];
    const bool is_inapplicable = wants_nothing_else(explanation);
    ics_explanation_free(explanation);
    if (is_inapplicable) {
        if (!ics_outcomes_own(of, 1u << ICS_OUTCOME_STATE | 1u << ICS_OUTCOME_DETAIL | 1u << ICS_OUTCOME_DAYS))
            return ICS_E_NOMEM;
        run->counts[of->state[index]]--;
        run->counts[ICS_NOT_APPLICABLE]++;
        of->state[index] = ICS_NOT_APPLICABLE;
        of->detail[index] &= ICS_DETAIL_GAP;
        of->days[index] = ICS_NO_DAY;
    }
    return ICS_OK;
}

ics_status ics_settle_inapplicable(ics_run *run)
{
    const bool is_any = reads_any(run->program, run->dataset);
    for (uint32_t r = 0; is_any && r < run->program->rule_count; r++)
        for (uint32_t i = 0; i < run->rules[r].count; i++) {
            const ics_status status = run->rules[r].state[i] == ICS_UNKNOWN ? settle(run, r, i) : ICS_OK;
            if (status != ICS_OK)
                return status;
        }
    return ICS_OK;
}
