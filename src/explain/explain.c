/* One outcome is judged a second time with the trace on; what was seen becomes phrases, facts and a sentence. */
#include "explain/explain.h"

#include "explain/defined.h"
#include "explain/excepted.h"
#include "explain/phrase.h"
#include "explain/say.h"
#include "explain/takers.h"
#include "explain/trace.h"
#include "explain/walk.h"
#include "vm/life.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* Rests on a state without dates that was described as of another day. */
static bool is_assumed_fact(const ics_fact *fact, int32_t day)
{
    return fact->is_known && fact->as_at >= ICS_DAY_MIN && fact->as_at != day && fact->from <= ICS_DAY_MIN &&
           fact->to >= ICS_DAY_MAX;
}

/* @p throughout: what no fact dates is taken to have been so on all days. */
static void weigh_evidence(ics_explanation *explanation, int32_t day, bool throughout)
{
    explanation->is_on_statement_only = explanation->evidence_count > 0;
    for (size_t i = 0; i < explanation->evidence_count; i++) {
        const ics_fact *fact = &explanation->evidence[i].fact;
        const bool is_of_all_days =
            throughout && !explanation->evidence[i].is_event && fact->from <= ICS_DAY_MIN && fact->to >= ICS_DAY_MAX;
        explanation->is_assumed = explanation->is_assumed || is_assumed_fact(fact, day) || is_of_all_days;
        explanation->is_stale = explanation->is_stale || fact->is_stale;
        explanation->is_on_statement_only =
            explanation->is_on_statement_only && fact->kind != NULL && strcmp(fact->kind, "statement") == 0;
    }
}

/* What is known of a record of a special category is told by its outcome alone: a phrase that is so is a fact of it,
 * and so is one of the body that it leads to. */
static void hide_evidence(ics_explanation *explanation)
{
    for (size_t i = 0; i < explanation->evidence_count; i++)
        explanation->evidence[i].is_special = true;
}

static void explain(ics_explanation *explanation, ics_trace *trace, const ics_run *run, uint32_t rule, uint32_t index,
                    ics_explained extent)
{
    ics_verdict verdict;
    explanation->why = explanation->due_counted = explanation->version = "";
    if (!ics_verdict_find(&verdict, trace, run, rule, index))
        return;
    ics_walk_outcome(explanation, trace, &verdict);
    weigh_evidence(explanation, run->as_at, verdict.judge->missed != ICS_NO_REGISTER);
    if ((run->rules[rule].detail[index] & ICS_DETAIL_ASSUMED) != 0)
        explanation->is_assumed = explanation->is_assumed || explanation->is_undated_in_time;
    const bool is_special = ics_outcome_is_special(run, rule, index), tells_day = !is_special;
    if (is_special && !run->options.shows_records)
        hide_evidence(explanation);
    else if (extent == ICS_EXPLAINED_PHRASES)
        ics_phrases_gather(explanation, trace, &verdict, rule);
    ics_defined_gather(explanation, run->program, &run->program->rules[rule], run->as_at);
    if (tells_day) /* it is counted from one that happened */
        explanation->due_counted = ics_say_clock(&explanation->arena, trace, &verdict);
    ics_excepted_gather(explanation, trace, &verdict, run, rule, index);
    explanation->version = ics_say_version(&explanation->arena, trace, &verdict, &run->program->rules[rule], tells_day);
    ics_takers_gather(explanation, trace, &verdict, rule, run->rules[rule].version[index]);
    ics_say_why(explanation, trace, &verdict, run, rule, index);
    ics_readings_gather(explanation, trace, &verdict, &run->program->rules[rule]);
}

static void trace_free(void *trace)
{
    ics_trace_free(trace);
    free(trace);
}

/* A trace that waits with the run, or a new one. */
static ics_trace *take_trace(const ics_run *run)
{
    ics_trace *trace = ics_idle_take(run->explainers);
    if (trace)
        return trace;
    trace = malloc(sizeof *trace);
    if (trace && ics_trace_make(trace, run) == ICS_OK)
        return trace;
    if (trace)
        trace_free(trace);
    return NULL;
}

/* An empty explanation in the memory of another, or of its own. */
static ics_explanation *begin(ics_explanation *used)
{
    if (!used)
        return calloc(1, sizeof *used);
    ics_arena arena = used->arena;
    ics_arena_reset(&arena);
    *used = (ics_explanation){.arena = arena};
    return used;
}

/* Explains what the trace has seen. */
static ics_status tell(ics_explanation *explanation, ics_trace *trace, const ics_run *run, uint32_t rule,
                       uint32_t index, ics_explained extent)
{
    jmp_buf escape;
    explanation->arena.escape = trace->arena.escape = trace->seen.escape = &escape;
    const bool has_room = setjmp(escape) == 0;
    if (has_room)
        explain(explanation, trace, run, rule, index, extent);
    explanation->arena.escape = trace->arena.escape = trace->seen.escape = NULL;
    return has_room ? ICS_OK : ICS_E_NOMEM;
}

ics_status ics_explain_outcome(ics_explanation **explanation, const ics_run *run, uint32_t rule, uint32_t outcome,
                               ics_explained extent, const ics_run_options *options)
{
    /* What a successor inherits was judged of the body that ended. */
    const uint32_t index = ics_outcome_original(run, rule, outcome);
    ics_explanation *told = begin(*explanation);
    ics_trace *trace = take_trace(run);
    ics_status status = told && trace ? ics_trace_see(trace, run, rule, index, options) : ICS_E_NOMEM;
    if (status == ICS_OK)
        status = tell(told, trace, run, rule, index, extent);
    if (trace)
        ics_idle_give(run->explainers, trace, trace_free);
    if (status != ICS_OK) {
        ics_explanation_free(told);
        told = NULL;
    }
    *explanation = told;
    return status;
}

bool ics_need_is_told(const ics_explanation *explanation, size_t index)
{
    const ics_need *need = &explanation->needs[index];
    for (size_t i = 0; need->is_special && i < index; i++)
        if (explanation->needs[i].is_special && strcmp(explanation->needs[i].attribute, need->attribute) == 0)
            return true;
    return false;
}

void ics_explanation_free(ics_explanation *explanation)
{
    if (explanation == NULL)
        return;
    ics_arena_free(&explanation->arena);
    free(explanation);
}
