/*
 * OUTCOME and GAP: what is kept of a frame's outcomes. Lanes that all are subjects go over as columns; where some are
 * left out, or the subject stands in a frame around, each goes over by itself.
 */
#include "vm/kernels.h"

#include <string.h>

/* The lane of an enclosing frame that a lane of the current one belongs to. */
static uint32_t lane_around(ics_machine *machine, uint16_t frame, uint32_t lane, ics_open_frame **around)
{
    uint32_t depth = machine->depth;
    while (machine->open[depth - 1].index != frame) {
        lane = ics_frame_parents(&machine->open[depth - 1])[lane];
        depth--;
    }
    *around = &machine->open[depth - 1];
    return lane;
}

static uint32_t root_of(const ics_machine *machine, uint16_t frame)
{
    const ics_program *program = machine->program;
    return program->model.entities[program->frames[frame].entity].root;
}

static void put_parts(const ics_machine *machine, uint32_t rule, ics_outcome_rows *rows, uint32_t lane, uint8_t state,
                      bool is_gap)
{
    const uint32_t letters = machine->program->rules[rule].letter_count;
    for (uint32_t i = 0; i < letters; i++) {
        const uint16_t reg = machine->plan.part_register[machine->plan.part_of[rule] + i];
        rows->parts[(size_t)rows->count * letters + i] =
            is_gap || reg == ICS_NO_REGISTER ? state : machine->values[reg].state[lane];
    }
}

/* The period or event that the lane stands for. */
static ics_outcome_marks marks_of(ics_machine *machine, const ics_rule *rule, const ics_value *outcome, uint32_t lane)
{
    ics_outcome_marks marks = ICS_NO_MARKS;
    marks.since = outcome->since[lane];
    marks.event_day = outcome->event[lane];
    if (rule->when_frame == ICS_NO_FRAME)
        return marks;
    ics_open_frame *frame;
    const uint32_t at = lane_around(machine, rule->when_frame, lane, &frame);
    if (machine->program->frames[rule->when_frame].source == ICS_FRAME_PERIODS) {
        marks.from = frame->first[at];
        marks.to = marks.from == ICS_NO_DAY ? ICS_NO_DAY : frame->last[at];
    } else {
        marks.event_table = root_of(machine, rule->when_frame);
    }
    marks.event_row = ics_frame_rows(frame)[at];
    return marks;
}

static bool is_breach(uint8_t state)
{
    return state == ICS_NOT_MET || state == ICS_DEPARTED || state == ICS_DONE_LATE || state == ICS_NOT_FOLLOWED ||
           state == ICS_NOT_CONSIDERED;
}

/* Details that rest on what is kept beside the outcome: a burden that silence did not meet, a standard that is past, a
 * state that is not known to be told by facts with days. */
static uint16_t details_beside(const ics_machine *machine, uint32_t index, uint32_t version, uint8_t state,
                               uint32_t lane)
{
    const ics_rule *rule = &machine->program->rules[index];
    uint16_t detail = 0;
    for (uint32_t i = 0; i < rule->note_count; i++) {
        const uint16_t reg = machine->plan.note_register[machine->plan.note_of[index] + i];
        const ics_note_info *note = &rule->notes[i];
        if (reg == ICS_NO_REGISTER || (note->version != 0 && note->version != version))
            continue;
        const ics_value *of = &machine->values[reg];
        if (note->kind == ICS_NOTE_SHOWN && is_breach(state) && ics_bit(of->known, lane) && !ics_bit(of->truth, lane))
            detail |= ICS_DETAIL_BURDEN;
        if (note->kind == ICS_NOTE_PROMPTLY && (state == ICS_MET || state == ICS_NOT_YET_DUE || state == ICS_OPEN))
            detail |= ICS_DETAIL_PROMPTNESS;
        if (note->kind == ICS_NOTE_STATE && state == ICS_MET &&
            !(ics_bit(of->known, lane) && !ics_bit(of->truth, lane)))
            detail |= ICS_DETAIL_ASSUMED;
        if (note->kind == ICS_NOTE_STANDARD && state == ICS_OPEN && ics_bit(of->present, lane) &&
            of->last[lane] < machine->as_at)
            detail |= ICS_DETAIL_PAST_STANDARD;
    }
    return detail;
}

/* Whose outcome it is, and the other of a pair. A member's is its own, beside the first of the group: the row that c
 * names beside the lane's own, or the lane's own beside that of the frame around it. */
static bool put_subject(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows, uint32_t lane)
{
    const ics_rule *rule = &machine->program->rules[at->k];
    ics_open_frame *frame = ics_machine_frame(machine);
    const bool is_gap = at->op == ICS_OP_GAP, is_pair = !is_gap && rule->with_frame != ICS_NO_FRAME;
    const bool is_member = !is_gap && rule->is_member;
    const bool is_named = !is_gap && at->c != ICS_NO_REGISTER && ics_bit(machine->values[at->c].present, lane);
    ics_open_frame *own = frame; /* around the frame of a period or event, that of the subject */
    const uint32_t own_lane = is_gap ? lane : lane_around(machine, rule->frame, lane, &own);
    ics_open_frame *around = own;
    const uint32_t lane_of = is_pair ? lane_around(machine, rule->with_frame, lane, &around) : own_lane;
    const uint32_t first = ics_frame_rows(around)[lane_of],
                   named = is_named ? machine->values[at->c].id[lane] : ICS_NONE;
    const uint32_t second = is_pair ? ics_frame_rows(own)[own_lane] : is_member ? named : ICS_NONE;
    const uint32_t table = is_member && !is_pair ? machine->program->registers[at->c].aux
                                                 : root_of(machine, is_member ? own->index : around->index);
    return ics_outcome_put_same(rows, ICS_OUTCOME_TABLE, table, 1) &&
           ics_outcome_put_counting(rows, ICS_OUTCOME_ROW, is_member ? second : first, 1) &&
           ics_outcome_put_same(rows, ICS_OUTCOME_WITH, is_member ? first : second, 1) &&
           ics_outcome_put_same(rows, ICS_OUTCOME_ABOUT, is_member ? ICS_NONE : named, 1);
}

static bool put_outcome(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows, uint32_t lane)
{
    const ics_value *outcome = &machine->values[at->a];
    const bool is_gap = at->op == ICS_OP_GAP;
    const uint8_t state = outcome->state[lane], version = outcome->version[lane];
    const uint32_t beside = is_gap ? ICS_DETAIL_GAP : details_beside(machine, at->k, version, state, lane);
    const ics_outcome_marks marks =
        is_gap ? ICS_NO_MARKS : marks_of(machine, &machine->program->rules[at->k], outcome, lane);
    put_parts(machine, at->k, rows, lane, state, is_gap);
    if (!put_subject(machine, at, rows, lane) || !ics_outcome_put_each(rows, ICS_OUTCOME_STATE, &state, 1) ||
        !ics_outcome_put_same(rows, ICS_OUTCOME_VERSION, version, 1) ||
        !ics_outcome_put_same(rows, ICS_OUTCOME_DETAIL, outcome->detail[lane] | beside, 1) ||
        !ics_outcome_put_same(rows, ICS_OUTCOME_DUE, (uint32_t)outcome->due[lane], 1) ||
        !ics_outcome_put_same(rows, ICS_OUTCOME_DAYS, (uint32_t)outcome->days[lane], 1) ||
        !ics_outcome_mark(rows, rows->count, marks))
        return false;
    rows->count++;
    return true;
}

/* OUTCOME keeps the lanes that are not known to be left out, GAP those that are known to be meant. */
static bool put_lanes(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    const bool is_gap = at->op == ICS_OP_GAP;
    const ics_rule *rule = &machine->program->rules[at->k];
    const ics_value *kept = at->b == ICS_NO_REGISTER ? NULL : &machine->values[at->b];
    const bool needs_member = !is_gap && rule->is_member && at->c != ICS_NO_REGISTER;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (kept && !(ics_bit(kept->known, lane) ? ics_bit(kept->truth, lane) : !is_gap))
            continue;
        if (needs_member && !ics_bit(machine->values[at->c].present, lane))
            continue;
        if (!ics_outcome_rows_reserve(rows, 1, 0, rule->letter_count) || !put_outcome(machine, at, rows, lane))
            return false;
    }
    return true;
}

/* -- all lanes of a batch -- */

/* Whether every lane of the frame is a subject of its own. */
static bool is_of_whole_batch(const ics_machine *machine, const ics_instruction *at)
{
    const ics_rule *rule = &machine->program->rules[at->k];
    const ics_open_frame *frame = &machine->open[machine->depth - 1];
    if (at->op == ICS_OP_GAP || rule->is_member || rule->with_frame != ICS_NO_FRAME ||
        rule->when_frame != ICS_NO_FRAME || rule->frame != frame->index)
        return false;
    if (at->b == ICS_NO_REGISTER)
        return true;
    const ics_value *kept = &machine->values[at->b];
    uint64_t left_out = 0;
    for (size_t w = 0; w < ics_words(frame->lane_count); w++)
        left_out |= kept->known[w] & ~kept->truth[w] & ics_lane_mask(frame->lane_count, w);
    return left_out == 0;
}

/* Whether all lanes have an id, and these follow each other. */
ICS_KERNEL static bool is_counting(const ics_value *of, uint32_t n)
{
    const uint32_t *restrict id = of->id, first = id[0];
    uint64_t without = 0;
    uint32_t off = 0;
    for (size_t w = 0; w < ics_words(n); w++)
        without |= ~of->present[w] & ics_lane_mask(n, w);
    if (without != 0)
        return false;
    for (uint32_t i = 0; i < n; i++)
        off |= id[i] ^ (first + i);
    return off == 0;
}

ICS_KERNEL static void find_about(const ics_value *of, uint32_t *restrict about, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        const uint64_t present = of->present[w];
        for (uint32_t i = 0; i < 64; i++)
            about[w * 64 + i] = of->id[w * 64 + i] | ((uint32_t)(present >> i & 1) - 1); /* ICS_NONE: all bits */
    }
}

static bool put_about(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows, uint32_t n)
{
    if (at->c == ICS_NO_REGISTER)
        return ics_outcome_put_same(rows, ICS_OUTCOME_ABOUT, ICS_NONE, n);
    const ics_value *of = &machine->values[at->c];
    if (is_counting(of, n))
        return ics_outcome_put_counting(rows, ICS_OUTCOME_ABOUT, of->id[0], n);
    find_about(of, machine->scratch, ics_words(n));
    return ics_outcome_put_each(rows, ICS_OUTCOME_ABOUT, machine->scratch, n);
}

static bool put_details(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows, uint32_t n)
{
    const ics_value *outcome = &machine->values[at->a];
    const bool has_notes = machine->program->rules[at->k].note_count > 0;
    if (!has_notes && outcome->detail == machine->plain.detail)
        return ics_outcome_put_same(rows, ICS_OUTCOME_DETAIL, 0, n);
    if (!has_notes)
        return ics_outcome_put_each(rows, ICS_OUTCOME_DETAIL, outcome->detail, n);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t beside = details_beside(machine, at->k, outcome->version[i], outcome->state[i], i);
        machine->plain.scratch[i] = (uint16_t)(outcome->detail[i] | beside);
    }
    return ics_outcome_put_each(rows, ICS_OUTCOME_DETAIL, machine->plain.scratch, n);
}

static bool put_days(const ics_machine *machine, ics_outcome_rows *rows, ics_outcome_column_id id, const int32_t *days,
                     uint32_t n)
{
    return days == machine->plain.days ? ics_outcome_put_same(rows, id, (uint32_t)ICS_NO_DAY, n)
                                       : ics_outcome_put_each(rows, id, days, n);
}

static bool put_marks(const ics_machine *machine, const ics_value *outcome, ics_outcome_rows *rows, uint32_t n)
{
    if (!rows->marks && outcome->event == machine->plain.days && outcome->since == machine->plain.days)
        return true;
    for (uint32_t i = 0; i < n; i++) {
        ics_outcome_marks marks = ICS_NO_MARKS;
        marks.since = outcome->since[i];
        marks.event_day = outcome->event[i];
        if (!ics_outcome_mark(rows, rows->count + i, marks))
            return false;
    }
    return true;
}

/* Up to four letters of a lane at once, each write over what the last left behind its own; the last lanes by bytes. */
static uint32_t put_few_parts(const uint8_t *const *states, uint32_t letters, uint8_t *restrict parts, uint32_t n)
{
    const uint8_t *a = states[0], *b = states[letters > 1 ? 1 : 0];
    const uint8_t *c = states[letters > 2 ? 2 : 0], *d = states[letters > 3 ? 3 : 0];
    uint32_t lane = 0;
    for (; lane + 4 < n; lane++) {
        const uint8_t four[4] = {a[lane], b[lane], c[lane], d[lane]};
        memcpy(parts + (size_t)lane * letters, four, 4);
    }
    return lane;
}

static const uint8_t *states_of_letter(const ics_machine *machine, uint32_t rule, uint32_t letter, const uint8_t *whole)
{
    const uint16_t reg = machine->plan.part_register[machine->plan.part_of[rule] + letter];
    return reg == ICS_NO_REGISTER ? whole : machine->values[reg].state;
}

static void put_all_parts(const ics_machine *machine, uint32_t rule, ics_outcome_rows *rows, const uint8_t *whole,
                          uint32_t n)
{
    const uint32_t letters = machine->program->rules[rule].letter_count;
    uint32_t done = 0;
    if (letters == 0)
        return;
    uint8_t *parts = rows->parts + (size_t)rows->count * letters;
    if (letters <= 4) {
        const uint8_t *few[4];
        for (uint32_t l = 0; l < letters; l++)
            few[l] = states_of_letter(machine, rule, l, whole);
        done = put_few_parts(few, letters, parts, n);
    }
    for (uint32_t l = 0; l < letters; l++) {
        const uint8_t *states = states_of_letter(machine, rule, l, whole);
        for (uint32_t i = done; i < n; i++)
            parts[(size_t)i * letters + l] = states[i];
    }
}

/* How many outcomes the rule will have at most, where its frame is gone through once. */
static uint32_t expected_of(const ics_machine *machine, uint16_t frame)
{
    return machine->program->frames[frame].source == ICS_FRAME_ROOT ? machine->binding.row_count[frame] : 0;
}

static bool put_batch(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const ics_rule *rule = &machine->program->rules[at->k];
    const ics_value *outcome = &machine->values[at->a];
    const uint32_t n = frame->lane_count;
    if (!ics_outcome_rows_reserve(rows, n, expected_of(machine, frame->index), rule->letter_count))
        return false;
    const bool has_rows = frame->is_slice ? ics_outcome_put_counting(rows, ICS_OUTCOME_ROW, frame->base, n)
                                          : ics_outcome_put_each(rows, ICS_OUTCOME_ROW, ics_frame_rows(frame), n);
    if (!has_rows || !ics_outcome_put_same(rows, ICS_OUTCOME_TABLE, root_of(machine, frame->index), n) ||
        !ics_outcome_put_same(rows, ICS_OUTCOME_WITH, ICS_NONE, n) || !put_about(machine, at, rows, n) ||
        !ics_outcome_put_each(rows, ICS_OUTCOME_STATE, outcome->state, n) || !put_details(machine, at, rows, n) ||
        !put_days(machine, rows, ICS_OUTCOME_DUE, outcome->due, n) ||
        !put_days(machine, rows, ICS_OUTCOME_DAYS, outcome->days, n) || !put_marks(machine, outcome, rows, n))
        return false;
    const bool is_first_version = outcome->version == machine->plain.version;
    if (!(is_first_version ? ics_outcome_put_same(rows, ICS_OUTCOME_VERSION, 1, n)
                           : ics_outcome_put_each(rows, ICS_OUTCOME_VERSION, outcome->version, n)))
        return false;
    put_all_parts(machine, at->k, rows, outcome->state, n);
    rows->count += n;
    return true;
}

void ics_do_outcome(ics_machine *machine, const ics_instruction *at)
{
    ics_outcome_rows *rows = at->op == ICS_OP_GAP ? &machine->gaps[at->k] : &machine->outcomes[at->k];
    const bool is_kept = is_of_whole_batch(machine, at) ? put_batch(machine, at, rows) : put_lanes(machine, at, rows);
    if (!is_kept)
        machine->status = ICS_E_NOMEM;
}
