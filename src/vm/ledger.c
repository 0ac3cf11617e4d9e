/* WAIVED, ATTESTED, ANSWERED: what the registers of a description say of a rule and the rows that are judged. */
#include "data/ledger.h"

#include "vm/machine.h"

#include <string.h>

static uint32_t table_of(ics_machine *machine, const ics_instruction *at)
{
    const ics_program *program = machine->program;
    if (at->a != ICS_NO_REGISTER)
        return program->registers[at->a].aux;
    return program->model.entities[program->frames[ics_machine_frame(machine)->index].entity].root;
}

/* The days by which a waiver has to be approved: it does not reach back over a last lawful day that was missed. Two
 * where it is not known to the day, or not known whether it is lifted (docs/decisions.md, 66). */
typedef struct approval {
    int32_t surely, perhaps;
} approval;

static approval approval_by(const ics_machine *machine, const ics_instruction *at, uint32_t lane)
{
    const int32_t today = machine->as_at;
    const ics_value *due = at->b == ICS_NO_REGISTER ? NULL : &machine->values[at->b],
                    *lifted = at->c == ICS_NO_REGISTER ? NULL : &machine->values[at->c];
    const bool is_known = due && ics_bit(due->known, lane);
    if (!due || (is_known && !ics_bit(due->present, lane)) || (lifted && ics_bit(lifted->truth, lane)))
        return (approval){today, today};
    approval by = {ICS_DAY_MIN, today};
    if (is_known) {
        by.surely = due->first[lane] < today ? due->first[lane] : today;
        if (!lifted || ics_bit(lifted->known, lane))
            by.perhaps = due->last[lane] < today ? due->last[lane] : today;
    }
    return by;
}

/* Sets known and truth of each lane by the waivers in the range. */
static void find_waived(ics_machine *machine, const ics_instruction *at, ics_ledger_range range, const ics_value *row)
{
    const ics_open_frame *frame = ics_machine_frame(machine);
    const uint32_t table = table_of(machine, at), *rows = ics_frame_rows(ics_machine_frame(machine));
    const char *owed_by = machine->program->rules[at->k].owed_by;
    ics_value *dst = &machine->values[at->dst];
    dst->known = machine->own[at->dst].known;
    memset(dst->known, 0, ics_words(frame->lane_count) * sizeof *dst->known);
    for (uint32_t lane = 0; lane < frame->lane_count; lane++) {
        const bool is_there = !row || ics_bit(row->present, lane);
        const ics_ledger_subject subject = {table, row ? row->id[lane] : rows[lane], owed_by};
        const approval by = approval_by(machine, at, lane);
        const bool surely =
            is_there && ics_ledger_made_by(machine->dataset, range, subject, machine->as_at, by.surely) != ICS_NONE;
        const bool perhaps =
            surely || (is_there && by.perhaps > by.surely &&
                       ics_ledger_made_by(machine->dataset, range, subject, machine->as_at, by.perhaps) != ICS_NONE);
        ics_bit_put(dst->truth, lane, surely);
        ics_bit_put(dst->known, lane, surely == perhaps);
    }
}

/* Sets truth of each lane by the attestations or answers in the range. */
static void find_said(ics_machine *machine, const ics_instruction *at, ics_ledger_range range, const ics_value *row)
{
    const ics_open_frame *frame = ics_machine_frame(machine);
    const ics_dataset *dataset = machine->dataset;
    const uint32_t table = table_of(machine, at), *rows = ics_frame_rows(ics_machine_frame(machine));
    for (uint32_t lane = 0; lane < frame->lane_count; lane++) {
        if (row && !ics_bit(row->present, lane))
            continue;
        const ics_ledger_subject subject = {table, row ? row->id[lane] : rows[lane],
                                            machine->program->rules[at->k].owed_by};
        const uint32_t found = ics_ledger_current(dataset, range, subject, machine->as_at);
        const bool holds =
            found != ICS_NONE && (at->op != ICS_OP_ATTESTED || ics_ledger_yes(dataset, ICS_ATTESTATIONS_VALUE, found));
        ics_bit_put(machine->values[at->dst].truth, lane, holds);
    }
}

void ics_do_ledger(ics_machine *machine, const ics_instruction *at)
{
    const ics_dataset *dataset = machine->dataset;
    const ics_ledger ledger = at->op == ICS_OP_WAIVED     ? ICS_WAIVERS
                              : at->op == ICS_OP_ATTESTED ? ICS_ATTESTATIONS
                                                          : ICS_ANSWERS;
    const ics_ledger_range range = ics_ledger_of_rule(dataset, ledger, machine->program->rules[at->k].id);
    const ics_value *row = at->a == ICS_NO_REGISTER ? NULL : &machine->values[at->a];
    const bool is_known = ledger != ICS_ANSWERS || ics_ledger_is_given(dataset, ledger);
    ics_value *dst = &machine->values[at->dst];
    dst->known = is_known ? machine->plain.ones : machine->plain.zeros;
    dst->truth = machine->plain.zeros;
    if (range.begin == range.end)
        return;
    dst->truth = machine->own[at->dst].truth;
    memset(dst->truth, 0, ics_words(ics_machine_frame(machine)->lane_count) * sizeof *dst->truth);
    if (ledger == ICS_WAIVERS)
        find_waived(machine, at, range, row);
    else
        find_said(machine, at, range, row);
}

static ics_ledger_subject subject_of(const ics_run *run, uint32_t rule, uint32_t index)
{
    const ics_rule_outcomes *of = &run->rules[rule];
    return (ics_ledger_subject){of->table[index], of->row[index], run->program->rules[rule].owed_by};
}

/* The day by which a waiver had to be approved, or an attestation made, to count for the outcome. */
static int32_t made_by(const ics_run *run, ics_ledger ledger, uint32_t rule, uint32_t index)
{
    const int32_t due = run->rules[rule].due[index];
    const bool is_limited =
        ledger == ICS_WAIVERS && due != ICS_NO_DAY && !(run->rules[rule].detail[index] & ICS_DETAIL_LIFTED);
    return is_limited && due < run->as_at ? due : run->as_at;
}

uint32_t ics_outcome_ledger_row(const ics_run *run, ics_ledger ledger, uint32_t rule, uint32_t index)
{
    return ics_ledger_made_by(run->dataset, ics_ledger_of_rule(run->dataset, ledger, run->program->rules[rule].id),
                              subject_of(run, rule, index), run->as_at, made_by(run, ledger, rule, index));
}

uint32_t ics_outcome_ledger_expired(const ics_run *run, ics_ledger ledger, uint32_t rule, uint32_t index)
{
    return ics_ledger_expired(run->dataset, ics_ledger_of_rule(run->dataset, ledger, run->program->rules[rule].id),
                              subject_of(run, rule, index), run->as_at, made_by(run, ledger, rule, index));
}

/* -- what is said beside the state -- */

/* States that a waiver would have changed, had it still held. */
static bool could_be_waived(uint8_t state)
{
    return state == ICS_NOT_MET || state == ICS_DEPARTED || state == ICS_OPEN || state == ICS_NOT_YET_DUE ||
           state == ICS_DONE_LATE || state == ICS_UNKNOWN || state == ICS_ATTESTED;
}

/* Facts decide against what was attested. */
static bool is_against(uint8_t state, bool attested_yes)
{
    if (attested_yes)
        return state == ICS_NOT_MET || state == ICS_DEPARTED || state == ICS_OPEN || state == ICS_DONE_LATE;
    return state == ICS_MET;
}

static uint16_t details_of(const ics_run *run, uint32_t rule, uint32_t index)
{
    const uint8_t state = run->rules[rule].state[index];
    uint16_t details = 0;
    if (could_be_waived(state) && ics_outcome_ledger_expired(run, ICS_WAIVERS, rule, index) != ICS_NONE)
        details |= ICS_DETAIL_WAIVER_EXPIRED;
    const uint32_t attested = ics_outcome_ledger_row(run, ICS_ATTESTATIONS, rule, index);
    if (attested != ICS_NONE && is_against(state, ics_ledger_yes(run->dataset, ICS_ATTESTATIONS_VALUE, attested)))
        details |= ICS_DETAIL_AGAINST_ATTESTATION;
    return details;
}

ics_status ics_ledger_detail(ics_run *run)
{
    if (ics_ledger_is_empty(run->dataset, ICS_WAIVERS) && ics_ledger_is_empty(run->dataset, ICS_ATTESTATIONS))
        return ICS_OK;
    for (uint32_t r = 0; r < run->program->rule_count; r++) {
        const char *id = run->program->rules[r].id;
        const ics_ledger_range waivers = ics_ledger_of_rule(run->dataset, ICS_WAIVERS, id);
        const ics_ledger_range attestations = ics_ledger_of_rule(run->dataset, ICS_ATTESTATIONS, id);
        ics_rule_outcomes *of = &run->rules[r];
        if (waivers.begin == waivers.end && attestations.begin == attestations.end)
            continue;
        if (!ics_outcomes_own(of, 1u << ICS_OUTCOME_DETAIL))
            return ICS_E_NOMEM;
        for (uint32_t i = 0; i < of->count; i++)
            if (!(of->detail[i] & ICS_DETAIL_GAP))
                of->detail[i] |= details_of(run, r, i);
    }
    return ICS_OK;
}
