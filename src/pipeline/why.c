/* The explanation of an outcome of a run, by its number in output order, and what it holds. */
#include "explain/explain.h"
#include "pipeline/evaluate.h"

ics_status ics_explain(ics_explanation **explanation_out, const ics_run *run, size_t index)
{
    ics_explanation *explanation = NULL;
    const ics_status status = ics_explain_again(&explanation, run, index, ICS_EXPLAINED_PHRASES);
    if (status == ICS_OK)
        *explanation_out = explanation;
    return status;
}

ics_status ics_explain_again(ics_explanation **explanation, const ics_run *run, size_t index, ics_explained extent)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(run), index);
    return ics_explain_outcome(explanation, run, ref.rule, ref.index, extent, &run->options);
}

const char *ics_explanation_why(const ics_explanation *explanation)
{
    return explanation->why;
}

const char *ics_explanation_clock(const ics_explanation *explanation)
{
    return explanation->due_counted;
}

size_t ics_explanation_need_count(const ics_explanation *explanation)
{
    return explanation->need_count;
}

void ics_explanation_need(const ics_explanation *explanation, size_t index, ics_need_info *out)
{
    const ics_need *need = &explanation->needs[index];
    *out = (ics_need_info){.path = need->path, .reason = need->reason, .is_special = need->is_special};
}

size_t ics_explanation_evidence_count(const ics_explanation *explanation)
{
    return explanation->evidence_count;
}

void ics_explanation_evidence(const ics_explanation *explanation, size_t index, ics_evidence_info *out)
{
    const ics_evidence *evidence = &explanation->evidence[index];
    *out = (ics_evidence_info){
        .path = evidence->path,
        .value = evidence->value,
        .file = evidence->fact.place.file ? evidence->fact.place.file : "",
        .line = evidence->fact.place.line,
        .column = evidence->fact.place.column,
        .source = evidence->fact.source ? evidence->fact.source : "",
        .kind = evidence->fact.kind ? evidence->fact.kind : "",
        .is_special = evidence->is_special,
    };
}

size_t ics_explanation_phrase_count(const ics_explanation *explanation)
{
    return explanation->phrase_count;
}

void ics_explanation_phrase(const ics_explanation *explanation, size_t index, ics_phrase_info *out)
{
    const ics_phrase *phrase = &explanation->phrases[index];
    *out = (ics_phrase_info){.depth = phrase->depth, .text = phrase->text, .value = phrase->value};
}
