/* One outcome of a run, read from the VM's columns and the dataset. */
#include "pipeline/outcome.h"

#include "data/ledger.h"

#include <stdlib.h>
#include <string.h>

static const ics_row_ref nobody = {ICS_NONE, ICS_NONE};

static ics_row_ref subject_of(const ics_run *run, ics_outcome_ref ref)
{
    const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
    return (ics_row_ref){outcomes->table[ref.index], outcomes->row[ref.index]};
}

ics_row_ref ics_outcome_debtor(const ics_run *run, ics_outcome_ref ref)
{
    const char *name = run->program->rules[ref.rule].owed_by;
    const ics_row_ref subject = subject_of(run, ref);
    if (!name || name[0] == '\0')
        return ics_dataset_row_is_special(run->dataset, subject.table, subject.row)
                   ? ics_row_owner(run->dataset, subject)
                   : nobody;
    return ics_row_debtor(run->dataset, subject, name);
}

static void name_row(const ics_run *run, ics_row_ref row, const char **type, const char **code, const char **name)
{
    *type = *code = "";
    if (name)
        *name = "";
    if (row.table == ICS_NONE)
        return;
    *type = ics_row_entity(run->dataset, row)->name;
    *code = ics_dataset_code(run->dataset, row.table, row.row);
    if (name)
        *name = ics_row_public_name(run->dataset, row, run->options.shows_personal);
}

static int year_of(int32_t day)
{
    char text[16];
    ics_day_format(day, text);
    text[4] = '\0';
    return (int)strtol(text, NULL, 10);
}

/* "2023" for a calendar year, "2023/24" for a year that begins and ends within months, else both days. */
static void name_period(ics_outcome_marks marks, char *text, size_t size)
{
    char from[16], to[16];
    text[0] = '\0';
    if (marks.from == ICS_NO_DAY)
        return;
    ics_day_format(marks.from, from);
    ics_day_format(marks.to, to);
    const int year = year_of(marks.from);
    if (strcmp(from + 4, "-01-01") == 0 && strcmp(to + 4, "-12-31") == 0 && year_of(marks.to) == year)
        snprintf(text, size, "%04d", year);
    else if (strcmp(from + 4, "-04-01") == 0 && strcmp(to + 4, "-03-31") == 0 && year_of(marks.to) == year + 1)
        snprintf(text, size, "%04d/%02d", year, (year + 1) % 100);
    else
        snprintf(text, size, "%.10s to %.10s", from, to);
}

static void read_marks(const ics_run *run, ics_outcome_ref ref, ics_result *out)
{
    const ics_outcome_marks marks = ics_outcome_marks_of(&run->rules[ref.rule], ref.index);
    out->period_from = marks.from;
    out->period_to = marks.to;
    out->event_day = marks.event_day;
    out->since = marks.since;
    name_period(marks, out->period, sizeof out->period);
    name_row(run, (ics_row_ref){marks.event_table, marks.event_row}, &out->event_type, &out->event_code, NULL);
    name_row(run, (ics_row_ref){marks.inherited_table, marks.inherited_row}, &out->inherited_type, &out->inherited_code,
             NULL);
}

/* The waiver or the attestation that the state is owed to. */
static void read_ledgers(const ics_run *run, ics_outcome_ref ref, ics_result *out)
{
    const ics_ledger ledger = out->outcome == ICS_WAIVED ? ICS_WAIVERS : ICS_ATTESTATIONS;
    out->power = out->approver = out->attested_by = "";
    out->held_from = out->held_to = ICS_NO_DAY;
    if (out->outcome != ICS_WAIVED && out->outcome != ICS_ATTESTED)
        return;
    const uint32_t row = ics_outcome_ledger_row(run, ledger, ref.rule, ref.index);
    if (row == ICS_NONE)
        return;
    const bool is_waiver = ledger == ICS_WAIVERS;
    if (is_waiver) {
        out->power = ics_ledger_text(run->dataset, ICS_WAIVERS_POWER, row);
        out->approver = ics_ledger_text(run->dataset, ICS_WAIVERS_APPROVER, row);
    } else {
        out->attested_by = ics_ledger_text(run->dataset, ICS_ATTESTATIONS_ROLE, row);
    }
    out->held_from = ics_ledger_day(run->dataset, is_waiver ? ICS_WAIVERS_APPROVED : ICS_ATTESTATIONS_DATE, row);
    out->held_to = ics_ledger_day(run->dataset, is_waiver ? ICS_WAIVERS_LAST_DAY : ICS_ATTESTATIONS_EXPIRY, row);
}

/* Done, as far as paper shows it. */
static bool is_on_paper(const ics_run *run, ics_outcome_ref ref)
{
    const uint8_t state = run->rules[ref.rule].state[ref.index];
    return run->program->rules[ref.rule].is_on_paper &&
           (state == ICS_MET || state == ICS_DONE_LATE || state == ICS_FOLLOWED || state == ICS_CONSIDERED);
}

void ics_run_result(const ics_run *run, size_t index, ics_result *out)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(run), index);
    const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
    const ics_row_ref subject = subject_of(run, ref);
    const uint16_t detail = outcomes->detail[ref.index];
    *out = (ics_result){
        .rule = ics_rule_told(run->program, ref.rule),
        .outcome = (ics_outcome)outcomes->state[ref.index],
        .due = outcomes->due[ref.index],
        .days = outcomes->days[ref.index],
        .is_in_time = (detail & ICS_DETAIL_IN_TIME) != 0,
        .is_limit_lifted = (detail & ICS_DETAIL_LIFTED) != 0,
        .version = outcomes->version[ref.index],
        .is_assumed = (detail & ICS_DETAIL_ASSUMED) != 0,
        .is_on_statement = (detail & ICS_DETAIL_STATEMENT) != 0,
        .is_on_paper = (detail & ICS_DETAIL_PAPER) != 0 || is_on_paper(run, ref),
        .is_past_standard = (detail & ICS_DETAIL_PAST_STANDARD) != 0,
        .is_stale = (detail & ICS_DETAIL_STALE) != 0,
        .is_contradicted = (detail & ICS_DETAIL_CONTRADICTED) != 0,
        .is_burden_on_body = (detail & ICS_DETAIL_BURDEN) != 0,
        .is_promptness_unjudged = (detail & ICS_DETAIL_PROMPTNESS) != 0,
        .is_waiver_expired = (detail & ICS_DETAIL_WAIVER_EXPIRED) != 0,
        .is_against_attestation = (detail & ICS_DETAIL_AGAINST_ATTESTATION) != 0,
        .is_about_list = (detail & ICS_DETAIL_GAP) != 0,
        .is_special = ics_outcome_is_special(run, ref.rule, ref.index),
    };
    if (!out->is_about_list && out->version > 0)
        out->part_count = ics_rule_version_of(&run->program->rules[ref.rule], out->version).letter_count;
    name_row(run, subject, &out->subject_type, &out->subject_code, &out->subject_name);
    name_row(run, ics_outcome_with(run, ref.rule, ref.index), &out->with_type, &out->with_code, NULL);
    name_row(run, ics_outcome_debtor(run, ref), &out->owed_by_type, &out->owed_by_code, NULL);
    read_marks(run, ref, out);
    read_ledgers(run, ref, out);
    ics_hide_days(ics_run_evaluation(run)->hidden_days[ref.rule], out->outcome, &out->due, &out->days, &out->since);
}

ics_outcome ics_run_part(const ics_run *run, size_t index, uint32_t part, const char **letter_out)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(run), index);
    const ics_rule *rule = &run->program->rules[ref.rule];
    const uint32_t letter = ics_rule_version_of(rule, run->rules[ref.rule].version[ref.index]).first_letter + part;
    if (letter_out)
        *letter_out = rule->letters[letter].label;
    return (ics_outcome)run->rules[ref.rule].parts[(size_t)ref.index * rule->letter_count + letter];
}

size_t ics_run_path(const ics_run *run, size_t index, char *buffer, size_t size)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(run), index);
    const ics_row_ref subject = subject_of(run, ref);
    const bool is_gap = (run->rules[ref.rule].detail[ref.index] & ICS_DETAIL_GAP) != 0;
    const char *below = is_gap ? NULL : run->program->rules[ref.rule].subject_path;
    size_t length = ics_dataset_path(run->dataset, subject.table, subject.row, ICS_NONE, buffer, size);
    if (!below || below[0] == '\0')
        return length;
    if (length < size)
        snprintf(buffer + length, size - length, ".%s", below);
    return length + 1 + strlen(below);
}

size_t ics_run_event_path(const ics_run *run, size_t index, char *buffer, size_t size)
{
    const ics_outcome_ref ref = ics_evaluation_at(ics_run_evaluation(run), index);
    const ics_outcome_marks marks = ics_outcome_marks_of(&run->rules[ref.rule], ref.index);
    if (marks.event_table != ICS_NONE)
        return ics_dataset_path(run->dataset, marks.event_table, marks.event_row, ICS_NONE, buffer, size);
    if (size > 0)
        buffer[0] = '\0';
    return 0;
}
