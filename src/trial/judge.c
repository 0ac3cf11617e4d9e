/* Whether an outcome is as a test expects it: its state, and each detail that the test says. */
#include "explain/explain.h"
#include "model/key.h"
#include "pipeline/evaluate.h"
#include "report/report.h"
#include "trial/trial.h"

#include <stdlib.h>
#include <string.h>

/* -- details */

/* Whether the missing fact is what a PATH says, read inwards: "holder of posts" is …posts.holder. */
static bool is_need(const ics_node *path, const ics_need_path *need)
{
    size_t at = 0;
    for (uint32_t i = 0; i < path->child_count; i++) {
        const char *name = path->child[i]->text;
        if (!name || strcmp(name, "it") == 0) /* the subject, whose path begins all others */
            continue;
        if (at == need->count || !(ics_key_names(name, need->steps[at], strlen(need->steps[at]), true) ||
                                   ics_key_names(need->steps[at], name, strlen(name), true)))
            return false;
        at++;
    }
    return true;
}

static bool is_needing(const ics_node *detail)
{
    return strcmp(detail->word, "needing") == 0;
}

/* The facts that are missing are exactly those that the test names: each is named, and each that is named is missing.
 */
static bool needs_agree(const ics_node *details, const ics_explanation *explanation, ics_arena *arena, bool *no_memory)
{
    bool is_asked = false, agrees = true;
    for (uint32_t d = 0; d < ics_node_length(details); d++)
        is_asked = is_asked || is_needing(details->child[d]);
    if (!is_asked)
        return true;
    bool *is_met = calloc(details->child_count + (size_t)1, sizeof *is_met);
    *no_memory = !is_met;
    for (size_t n = 0; is_met && n < explanation->need_count; n++) {
        ics_need_path need;
        bool is_named = false;
        if (!ics_need_read(&need, explanation->needs[n].path, arena))
            *no_memory = true;
        for (uint32_t d = 0; d < details->child_count && !*no_memory; d++) {
            const ics_node *detail = details->child[d];
            if (is_needing(detail) && is_need(ics_node_slot(detail, "value"), &need))
                is_named = is_met[d] = true;
        }
        agrees = agrees && is_named;
    }
    for (uint32_t d = 0; is_met && d < details->child_count; d++)
        agrees = agrees && (is_met[d] || !is_needing(details->child[d]));
    free(is_met);
    return agrees;
}

static bool has_detail(const ics_result *result, const ics_explanation *explanation, const char *word)
{
    const char *details[ICS_REPORT_DETAILS];
    const size_t count = ics_report_details(result, explanation, details);
    for (size_t i = 0; i < count; i++)
        if (strcmp(details[i], word) == 0)
            return true;
    return false;
}

/* Whether the letter, in each place where it stands, is as the test expects. */
static bool part_agrees(const ics_node *part, const ics_run *run, size_t index, const ics_result *result)
{
    bool is_any = false;
    for (uint32_t i = 0; i < result->part_count; i++) {
        const char *letter;
        const ics_outcome state = ics_run_part(run, index, i, &letter);
        if (strcmp(letter, part->text) != 0)
            continue;
        if (strcmp(ics_outcome_name(state), part->word) != 0)
            return false;
        is_any = true;
    }
    return is_any;
}

static bool detail_agrees(const ics_node *detail, const ics_trial_step *step, const ics_result *result,
                          const ics_explanation *explanation)
{
    if (strcmp(detail->word, "needing") == 0 || strcmp(detail->word, "inherited from") == 0)
        return true; /* judged together; chosen by */
    if (strcmp(detail->word, "by") == 0)
        return result->due == ics_node_slot(detail, "value")->first_day;
    if (strcmp(detail->word, "days") == 0)
        return result->days == step->days;
    if (strcmp(detail->word, "overdue") == 0)
        return result->days == step->days && (result->outcome == ICS_NOT_MET || result->outcome == ICS_DEPARTED);
    return has_detail(result, explanation, detail->word);
}

static bool agrees(const ics_trial_step *step, const ics_run *run, size_t index, const ics_result *result,
                   const ics_explanation *explanation, ics_arena *arena, bool *no_memory)
{
    const ics_node *details = ics_node_slot(step->node, "details");
    if (result->outcome != step->state)
        return false;
    for (uint32_t i = 0; i < ics_node_length(details); i++) {
        const ics_node *detail = details->child[i];
        if (detail->kind == ICS_NODE_PARTSTATE ? !part_agrees(detail, run, index, result)
                                               : !detail_agrees(detail, step, result, explanation))
            return false;
    }
    return needs_agree(details, explanation, arena, no_memory);
}

/* -- an expectation */

/* Text that is written to a stream, kept in the arena. */
static const char *keep(char *text, size_t size, ics_arena *arena)
{
    const char *kept = text ? ics_arena_text(arena, text, size) : NULL;
    free(text);
    return kept;
}

/* "SEND-LEAD unknown, needing posts"; the code where there are several. */
static const char *say_found(const ics_trial_step *step, const ics_result *result, const ics_explanation *explanation,
                             ics_arena *arena)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    fprintf(out, "%s ", step->node->text);
    if (result->subject_code[0] != '\0')
        fprintf(out, "for \"%s\" ", result->subject_code);
    if (result->period[0] != '\0')
        fprintf(out, "for %s ", result->period);
    if (result->event_day != ICS_NO_DAY) {
        char day[16];
        ics_day_format(result->event_day, day);
        fprintf(out, "for %s ", day);
    }
    ics_say_outcome(out, result, explanation);
    const bool is_written = fclose(out) == 0;
    const char *kept = keep(text, size, arena);
    return is_written ? kept : NULL;
}

static const char *explain(const ics_run *run, size_t index, ics_arena *arena)
{
    static const ics_report_options options = {.records = true}; /* made up for the test: nobody's */
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    const ics_status status = ics_report_explanation(run, index, &options, out);
    const bool is_written = fclose(out) == 0 && status == ICS_OK;
    const char *kept = keep(text, size, arena);
    return is_written ? kept : NULL;
}

static ics_status judge_one(ics_verdict *out, const ics_run *run, size_t index, const ics_trial_step *step,
                            const ics_result *result, const ics_judging *judging, ics_arena *arena)
{
    ics_explanation *explanation = NULL;
    bool no_memory = false;
    out->holds = result->outcome == step->state;
    const bool is_plain = ics_node_length(ics_node_slot(step->node, "details")) == 0; /* the state says all */
    if (out->holds ? is_plain : judging->is_brief)
        return ICS_OK;
    const ics_status status = ics_explain(&explanation, run, index);
    if (status != ICS_OK)
        return status;
    out->holds = agrees(step, run, index, result, explanation, arena, &no_memory);
    if (!out->holds && !no_memory && !judging->is_brief) {
        out->found = say_found(step, result, explanation, arena);
        out->explanation = explain(run, index, arena);
        no_memory = !out->found || !out->explanation;
    }
    ics_explanation_free(explanation);
    return no_memory ? ICS_E_NOMEM : ICS_OK;
}

/* What a subject has inherited is meant where the expectation says from whom, and only there. */
static bool is_from(const ics_trial_step *step, const ics_result *result)
{
    const ics_node *details = ics_node_slot(step->node, "details");
    for (uint32_t i = 0; i < ics_node_length(details); i++)
        if (strcmp(details->child[i]->word, "inherited from") == 0)
            return strcmp(result->inherited_code, ics_node_slot(details->child[i], "value")->text) == 0;
    return result->inherited_type[0] == '\0';
}

static bool is_year(const ics_result *result, int32_t first, int32_t last)
{
    return result->period_from != ICS_NO_DAY && result->period_from >= first && result->period_from <= last &&
           result->period_to - result->period_from <= 366;
}

/* Whether it is the outcome of that year, or of the event of that day or the period that begins on it. */
static bool is_on(const ics_node *when, const ics_result *result)
{
    int32_t first = ICS_DAY_MIN, last = ICS_DAY_MIN;
    if (!when)
        return true;
    if (when->kind == ICS_NODE_FINANCIALYEAR)
        return is_year(result, when->first_day, when->last_day);
    if (when->kind == ICS_NODE_DATE)
        return result->event_day == when->first_day || result->period_from == when->first_day;
    const int64_t year = when->number / ICS_DECIMAL_ONE;
    return year >= 1 && year <= 9999 && ics_day_from_civil((int)year, 1, 1, &first) &&
           ics_day_from_civil((int)year, 12, 31, &last) && result->period_from == first && result->period_to == last;
}

/* Whether the outcome is one of those that are meant: all of the rule, or those of one subject, period or event. */
static bool is_meant(const ics_trial_step *step, const ics_result *result)
{
    const ics_node *subject = ics_node_slot(step->node, "subject");
    return result->rule == step->rule && is_from(step, result) && is_on(ics_node_slot(step->node, "when"), result) &&
           (!subject || strcmp(result->subject_code, subject->text) == 0 ||
            strcmp(result->subject_name, subject->text) == 0);
}

ics_status ics_judge_expectation(ics_verdict *out, const ics_run *run, const ics_trial_step *step,
                                 const ics_judging *judging, ics_arena *arena)
{
    bool is_any = false;
    out->holds = true;
    for (size_t i = 0; run && out->holds && i < ics_run_length(run); i++) {
        ics_result result;
        ics_run_result(run, i, &result);
        if (!is_meant(step, &result))
            continue;
        is_any = true;
        const ics_status status = judge_one(out, run, i, step, &result, judging, arena);
        if (status != ICS_OK)
            return status;
        if (out->holds && judging->cover)
            ics_cover_note(judging->cover, run, i, &result);
    }
    if (!is_any) {
        out->holds = false;
        out->found = ics_node_slot(step->node, "subject") ? "no outcome of that subject: the rule does not judge it"
                                                          : "no outcome: the rule judges nothing of what is given";
    }
    return ICS_OK;
}
