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

void ics_do_ledger(ics_machine *machine, const ics_instruction *at)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const ics_dataset *dataset = machine->dataset;
    const ics_rule *rule = &machine->program->rules[at->k];
    const ics_ledger ledger = at->op == ICS_OP_WAIVED     ? ICS_WAIVERS
                              : at->op == ICS_OP_ATTESTED ? ICS_ATTESTATIONS
                                                          : ICS_ANSWERS;
    const ics_ledger_range range = ics_ledger_of_rule(dataset, ledger, rule->id);
    const ics_value *row = at->a == ICS_NO_REGISTER ? NULL : &machine->values[at->a];
    const bool is_known = ledger != ICS_ANSWERS || ics_ledger_is_given(dataset, ledger);
    ics_value *dst = &machine->values[at->dst];
    dst->known = is_known ? machine->plain.ones : machine->plain.zeros;
    dst->truth = machine->plain.zeros;
    if (range.begin == range.end)
        return;
    dst->truth = machine->own[at->dst].truth;
    memset(dst->truth, 0, ics_words(frame->lane_count) * sizeof *dst->truth);
    const uint32_t table = table_of(machine, at), *rows = ics_frame_rows(frame);
    for (uint32_t lane = 0; lane < frame->lane_count; lane++) {
        if (row && !ics_bit(row->present, lane))
            continue;
        const ics_ledger_subject subject = {table, row ? row->id[lane] : rows[lane], rule->owed_by};
        const uint32_t found = ics_ledger_current(dataset, range, subject, machine->as_at);
        const bool holds =
            found != ICS_NONE && (ledger != ICS_ATTESTATIONS || ics_ledger_yes(dataset, ICS_ATTESTATIONS_VALUE, found));
        ics_bit_put(dst->truth, lane, holds);
    }
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

static uint16_t details_of(const ics_run *run, uint32_t rule, uint32_t index, ics_ledger_range waivers,
                           ics_ledger_range attestations)
{
    const ics_rule_outcomes *of = &run->rules[rule];
    const ics_ledger_subject subject = {of->table[index], of->row[index], run->program->rules[rule].owed_by};
    uint16_t details = 0;
    if (could_be_waived(of->state[index]) && ics_ledger_expired(run->dataset, waivers, subject, run->as_at) != ICS_NONE)
        details |= ICS_DETAIL_WAIVER_EXPIRED;
    const uint32_t attested = ics_ledger_current(run->dataset, attestations, subject, run->as_at);
    if (attested != ICS_NONE &&
        is_against(of->state[index], ics_ledger_yes(run->dataset, ICS_ATTESTATIONS_VALUE, attested)))
        details |= ICS_DETAIL_AGAINST_ATTESTATION;
    return details;
}

ics_status ics_ledger_detail(ics_run *run)
{
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
                of->detail[i] |= details_of(run, r, i, waivers, attestations);
    }
    return ICS_OK;
}
