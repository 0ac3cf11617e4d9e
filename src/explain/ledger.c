/* What the registers of a description say of an outcome, in the product's voice. */
#include "explain/ledger.h"

#include "data/ledger.h"
#include "explain/text.h"
#include "explain/value.h"

static const char *day_text(ics_arena *arena, int32_t day)
{
    char text[16];
    ics_day_format(day, text);
    return ics_said(arena, "%s", text);
}

/* ", line 4" of the register's row. */
static const char *place_text(ics_arena *arena, const ics_dataset *dataset, ics_ledger ledger, uint32_t row)
{
    ics_place place;
    if (!ics_dataset_row_place(dataset, ics_ledger_entity(dataset->model, ledger), row, &place) || place.line == 0)
        return "";
    const char *word = place.is_table ? "row" : "line";
    return dataset->file_count > 1 ? ics_said(arena, ", %s %s %u", place.file, word, place.line)
                                   : ics_said(arena, ", %s %u", word, place.line);
}

static const char *waiver_text(ics_arena *arena, const ics_dataset *dataset, uint32_t row)
{
    return ics_said(arena, "%s, approved on %s by %s, until %s%s", ics_ledger_text(dataset, ICS_WAIVERS_POWER, row),
                    day_text(arena, ics_ledger_day(dataset, ICS_WAIVERS_APPROVED, row)),
                    ics_ledger_text(dataset, ICS_WAIVERS_APPROVER, row),
                    day_text(arena, ics_ledger_day(dataset, ICS_WAIVERS_LAST_DAY, row)),
                    place_text(arena, dataset, ICS_WAIVERS, row));
}

static const char *attestation_text(ics_arena *arena, const ics_dataset *dataset, uint32_t row)
{
    return ics_said(arena, "by %s on %s, until %s%s", ics_ledger_text(dataset, ICS_ATTESTATIONS_ROLE, row),
                    day_text(arena, ics_ledger_day(dataset, ICS_ATTESTATIONS_DATE, row)),
                    day_text(arena, ics_ledger_day(dataset, ICS_ATTESTATIONS_EXPIRY, row)),
                    place_text(arena, dataset, ICS_ATTESTATIONS, row));
}

static const char *answer_text(ics_arena *arena, const ics_dataset *dataset, uint32_t row)
{
    const char *by = ics_ledger_text(dataset, ICS_ANSWERS_BY, row);
    const int32_t review = ics_ledger_day(dataset, ICS_ANSWERS_REVIEW_BY, row);
    return ics_said(arena, "%s%s%s, on %s%s%s%s", ics_ledger_text(dataset, ICS_ANSWERS_ANSWER, row),
                    by[0] ? ", by " : "", by, day_text(arena, ics_ledger_day(dataset, ICS_ANSWERS_DATE, row)),
                    review < ICS_DAY_MIN ? "" : ", to be reviewed by ",
                    review < ICS_DAY_MIN ? "" : day_text(arena, review), place_text(arena, dataset, ICS_ANSWERS, row));
}

/* Of a question: its answer, or the one whose review is due. */
static const char *question_text(ics_arena *arena, const ics_run *run, uint32_t rule, uint32_t index)
{
    const bool is_answered = run->rules[rule].state[index] == ICS_ANSWERED;
    const uint32_t row = is_answered ? ics_outcome_ledger_row(run, ICS_ANSWERS, rule, index)
                                     : ics_outcome_ledger_expired(run, ICS_ANSWERS, rule, index);
    if (row == ICS_NONE)
        return "";
    const char *answer = answer_text(arena, run->dataset, row);
    return is_answered ? answer : ics_said(arena, "its review is due: %s", answer);
}

const char *ics_say_ledger(ics_arena *arena, const ics_run *run, uint32_t rule, uint32_t index)
{
    const uint8_t state = run->rules[rule].state[index];
    if (state == ICS_ANSWERED || state == ICS_UNANSWERED)
        return question_text(arena, run, rule, index);
    const ics_ledger ledger = state == ICS_WAIVED ? ICS_WAIVERS : ICS_ATTESTATIONS;
    const uint32_t row =
        state == ICS_WAIVED || state == ICS_ATTESTED ? ics_outcome_ledger_row(run, ledger, rule, index) : ICS_NONE;
    if (row == ICS_NONE)
        return "";
    return state == ICS_WAIVED ? ics_said(arena, "waived under %s", waiver_text(arena, run->dataset, row))
                               : ics_said(arena, "attested %s", attestation_text(arena, run->dataset, row));
}

const char *ics_say_ledger_clash(ics_arena *arena, const ics_run *run, uint32_t rule, uint32_t index)
{
    const ics_rule_outcomes *of = &run->rules[rule];
    const char *text = "";
    if (of->detail[index] & ICS_DETAIL_WAIVER_EXPIRED) {
        const uint32_t row = ics_outcome_ledger_expired(run, ICS_WAIVERS, rule, index);
        text = ics_said(arena, "; the waiver under %s has run out", waiver_text(arena, run->dataset, row));
    }
    if (of->detail[index] & ICS_DETAIL_AGAINST_ATTESTATION) {
        const uint32_t row = ics_outcome_ledger_row(run, ICS_ATTESTATIONS, rule, index);
        text = ics_said(arena, "%s; attested to be %smet %s", text,
                        ics_ledger_yes(run->dataset, ICS_ATTESTATIONS_VALUE, row) ? "" : "not ",
                        attestation_text(arena, run->dataset, row));
    }
    return text;
}
