/* Exceptions in explanations: each with its words and its place in the law. */
#include "explain/excepted.h"

#include "explain/text.h"
#include "explain/value.h"

static const char *title_of(const ics_law *law)
{
    return law->title[0] != '\0' ? law->title : law->id;
}

static const char *place_text(ics_arena *arena, const char *place)
{
    return place[0] == '\0' ? "" : ics_said(arena, ", %s", place);
}

const char *ics_citations_text(ics_arena *arena, const ics_program *program, const ics_citation *citations,
                               uint32_t count)
{
    const char *text = "";
    for (uint32_t i = 0; i < count; i++) {
        const ics_citation *one = &citations[i];
        const char *under = one->direction == ICS_NONE
                                ? ""
                                : ics_said(arena, ", as direction under %s%s", title_of(&program->laws[one->direction]),
                                           place_text(arena, one->direction_place));
        text = ics_said(arena, "%s%s%s%s%s", text, i > 0 ? "; " : "", title_of(&program->laws[one->source]),
                        place_text(arena, one->place), under);
    }
    return text;
}

/* The register that NOTE keeps; ICS_NO_REGISTER where the code has none. */
static uint16_t register_of(const ics_trace *trace, uint32_t rule, uint32_t note)
{
    const ics_code_list kept = ics_outline_kept(&trace->outline, rule);
    for (uint32_t i = 0; i < kept.count; i++) {
        const ics_instruction *code = &trace->program->code[kept.at[i]];
        if (code->op == ICS_OP_NOTE && code->b == note)
            return code->a;
    }
    return ICS_NO_REGISTER;
}

/* What a note says of the outcome; NULL where it says nothing. */
static const char *said_of(const ics_verdict *verdict, const ics_note_info *note, ics_told told, bool is_burden_unmet)
{
    const bool is_lifted = verdict->value[ICS_OPERAND_LIFTED] == ICS_TOLD_YES;
    const bool is_exempting = note->kind == ICS_NOTE_EXEMPTS || note->kind == ICS_NOTE_PREVAILS;
    if (is_exempting && verdict->state == ICS_EXEMPT && told == ICS_TOLD_YES)
        return "exempt";
    if (note->kind == ICS_NOTE_LIFTS && is_lifted && told == ICS_TOLD_YES)
        return "limit lifted";
    if (note->kind == ICS_NOTE_SHOWN && is_burden_unmet && told == ICS_TOLD_NO)
        return "not shown";
    return NULL;
}

/* The outcome of a rule for a row (and period), by halving: its rows rise, and the owners of lists stand last. */
static const char *state_for(const ics_rule_outcomes *of, uint32_t table, uint32_t row, int32_t period)
{
    uint32_t low = 0, high = of->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const int32_t from = ics_outcome_marks_of(of, middle).from;
        const bool is_gap = (of->detail[middle] & ICS_DETAIL_GAP) != 0;
        if (!is_gap && (of->row[middle] < row || (of->row[middle] == row && from < period)))
            low = middle + 1;
        else
            high = middle;
    }
    const bool is_found = low < of->count && of->table[low] == table && of->row[low] == row &&
                          (of->detail[low] & ICS_DETAIL_GAP) == 0 &&
                          (period == ICS_NO_DAY || ics_outcome_marks_of(of, low).from == period);
    return is_found ? ics_outcome_name((ics_outcome)of->state[low]) : "";
}

/* "subject to rule UNIVERSITY, which is met" */
static const char *prevailing_text(ics_arena *arena, const ics_run *run, uint32_t over, uint32_t rule, uint32_t outcome)
{
    const ics_rule_outcomes *of = &run->rules[rule];
    const bool has_periods = run->program->rules[over].when_frame != ICS_NO_FRAME;
    const char *state = state_for(&run->rules[over], of->table[outcome], of->row[outcome],
                                  has_periods ? ics_outcome_marks_of(of, outcome).from : ICS_NO_DAY);
    return ics_said(arena, "subject to rule %s%s%s", run->program->rules[over].id,
                    state[0] != '\0' ? ", which is " : "", state);
}

void ics_excepted_gather(ics_explanation *explanation, const ics_trace *trace, const ics_verdict *verdict,
                         const ics_run *run, uint32_t index, uint32_t outcome)
{
    const ics_program *program = trace->program;
    const ics_rule *rule = &program->rules[index];
    const bool is_burden_unmet = (run->rules[index].detail[outcome] & ICS_DETAIL_BURDEN) != 0;
    const bool is_of_record = !run->options.shows_records && ics_outcome_is_special(run, index, outcome);
    if (verdict->keeper->op != ICS_OP_OUTCOME || verdict->state == ICS_NOT_IN_FORCE ||
        verdict->state == ICS_NOT_APPLICABLE)
        return;
    for (uint32_t i = 0; i < rule->note_count; i++) {
        const ics_note_info *note = &rule->notes[i];
        const uint16_t reg = register_of(trace, index, i);
        if (reg == ICS_NO_REGISTER || (note->kind >= ICS_NOTE_STANDARD && note->kind != ICS_NOTE_PREVAILS) ||
            (note->version != 0 && note->version != verdict->version) ||
            (is_of_record && note->kind != ICS_NOTE_PREVAILS)) /* which exception holds is a fact of it */
            continue;
        const ics_told told = ics_trace_truth(trace, (ics_spot){reg, verdict->lane});
        const char *says = said_of(verdict, note, told, is_burden_unmet);
        if (says == NULL)
            continue;
        const ics_note_info *cites = note->kind == ICS_NOTE_SHOWN ? &rule->notes[note->of] : note;
        const ics_exception_said said = {
            .says = says,
            .text = note->kind == ICS_NOTE_PREVAILS
                        ? prevailing_text(&explanation->arena, run, note->of, index, outcome)
                        : ics_program_span_text(&explanation->arena, program, note->span),
            .clause = ics_citations_text(&explanation->arena, program, cites->citations, cites->citation_count),
        };
        ICS_PUSH(&explanation->arena, explanation->exceptions, explanation->exception_count,
                 explanation->exception_room, said);
    }
}
