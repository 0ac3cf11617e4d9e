/*
 * JUDGE, OUTCOME and GAP. A lane's operands make one number; a table, filled as combinations turn up, gives the state.
 * Errors are told apart from what is merely unknown only where that is the answer.
 */
#include "vm/kernels.h"
#include "vm/outcome.h"

#include <stdlib.h>
#include <string.h>

enum { OPERANDS = 10, IN_TIME = 4, LIFTED = 5, NO_CLOCK = 3, NOT_YET = 255, TABLE_SIZE = 78732, ATTESTED = 9 };

/* Radix 3 each, 4 for in time; in the order of ics_judged. */
static const uint32_t strides[OPERANDS] = {1, 3, 9, 27, 81, 324, 972, 2916, 8748, 26244};

static void operands_of(const ics_judge *judge, uint16_t *registers)
{
    const uint16_t all[OPERANDS] = {judge->governs, judge->applies, judge->vacuous, judge->done,      judge->in_time,
                                    judge->lifted,  judge->exempt,  judge->waived,  judge->due_ahead, judge->attested};
    memcpy(registers, all, sizeof all);
}

/* What an operand that has no register stands for. */
static uint32_t digit_without_register(int operand)
{
    return operand < 2 ? 1 : operand == IN_TIME ? NO_CLOCK : 0;
}

static ics_judged judged_of_key(uint32_t key)
{
    uint8_t digits[OPERANDS];
    for (int i = 0; i < OPERANDS; i++) {
        const uint32_t radix = i == IN_TIME ? 4 : 3;
        digits[i] = (uint8_t)(key % radix);
        key /= radix;
    }
    return (ics_judged){.governs = digits[0],
                        .applies = digits[1],
                        .vacuous = digits[2],
                        .done = digits[3],
                        .in_time = digits[4],
                        .lifted = digits[5],
                        .exempt = digits[6],
                        .waived = digits[7],
                        .due_ahead = digits[8],
                        .attested = digits[9]};
}

static uint32_t table_index(const ics_judge *judge)
{
    return ((uint32_t)judge->modality * ICS_FORCE_COUNT + judge->force) * 2 + judge->no_period;
}

ics_status ics_judge_tables_make(ics_machine *machine)
{
    const ics_program *program = machine->program;
    machine->judge_tables = calloc((size_t)ICS_MODALITY_COUNT * ICS_FORCE_COUNT * 2, sizeof *machine->judge_tables);
    if (!machine->judge_tables)
        return ICS_E_NOMEM;
    for (uint32_t i = 0; i < program->code_count; i++) {
        if (program->code[i].op != ICS_OP_JUDGE || !machine->plan.active[i])
            continue;
        uint8_t **table = &machine->judge_tables[table_index(&program->judges[program->code[i].k])];
        if (*table)
            continue;
        *table = malloc(TABLE_SIZE);
        if (!*table)
            return ICS_E_NOMEM;
        memset(*table, NOT_YET, TABLE_SIZE);
    }
    return ICS_OK;
}

void ics_judge_tables_free(ics_machine *machine)
{
    for (size_t i = 0; machine->judge_tables && i < (size_t)ICS_MODALITY_COUNT * ICS_FORCE_COUNT * 2; i++)
        free(machine->judge_tables[i]);
    free(machine->judge_tables);
    machine->judge_tables = NULL;
}

static void add_digits(uint32_t *restrict keys, const ics_value *of, uint32_t stride, uint32_t lane_count)
{
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const uint64_t known = of->known[w], truth = of->truth[w];
        for (uint32_t i = 0; i < 64; i++)
            keys[w * 64 + i] += stride * (known >> i & 1 ? (uint32_t)(truth >> i & 1) : 2u);
    }
}

static void find_states(ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane_count)
{
    uint8_t *table = machine->judge_tables[table_index(judge)];
    const uint32_t *keys = machine->scratch;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        uint8_t state = table[keys[lane]];
        if (state == NOT_YET)
            state = table[keys[lane]] = (uint8_t)ics_outcome_judge(
                judged_of_key(keys[lane]), (ics_modality)judge->modality, (ics_force)judge->force, judge->no_period);
        dst->state[lane] = state;
    }
}

/* An outcome that rests on what failed is an error, not a question for evidence. */
static void find_errors(ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane_count)
{
    uint16_t registers[OPERANDS];
    operands_of(judge, registers);
    for (uint32_t i = 0; i < ATTESTED; i++) {
        const uint64_t *failed = registers[i] == ICS_NO_REGISTER ? NULL : machine->values[registers[i]].failed;
        if (!failed)
            continue;
        for (uint32_t lane = 0; lane < lane_count; lane++)
            if (ics_bit(failed, lane) && (dst->state[lane] == ICS_UNKNOWN || dst->state[lane] == ICS_ATTESTED) &&
                ics_outcome_rests_on(judged_of_key(machine->scratch[lane]), i, (ics_modality)judge->modality,
                                     (ics_force)judge->force, judge->no_period))
                dst->state[lane] = ICS_ERROR;
    }
}

/* A day that is known to the day; else ICS_NO_DAY. */
static int32_t day_of(const ics_machine *machine, uint16_t reg, uint32_t lane)
{
    if (reg == ICS_NO_REGISTER)
        return ICS_NO_DAY;
    const ics_value *of = &machine->values[reg];
    return ics_bit(of->present, lane) && of->first[lane] == of->last[lane] ? of->last[lane] : ICS_NO_DAY;
}

static int32_t days_between(int32_t from, int32_t to)
{
    return from == ICS_NO_DAY || to == ICS_NO_DAY ? ICS_NO_DAY : to - from;
}

static bool is_lane_true(const ics_machine *machine, uint16_t reg, uint32_t lane)
{
    return reg != ICS_NO_REGISTER && ics_bit(machine->values[reg].known, lane) &&
           ics_bit(machine->values[reg].truth, lane);
}

/* Of a duty to hold throughout: on how many days it did not, and since when. */
static void find_gap(const ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane)
{
    const ics_value *missed = &machine->values[judge->missed];
    if (ics_bit(missed->present, lane))
        dst->days[lane] = (int32_t)(missed->low[lane] / ICS_DECIMAL_ONE);
    dst->since[lane] = day_of(machine, judge->since, lane);
}

static void find_days(const ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane)
{
    const uint8_t state = dst->state[lane];
    const int32_t due = day_of(machine, judge->due, lane);
    dst->due[lane] = due;
    dst->days[lane] = ICS_NO_DAY;
    if (state == ICS_DONE_LATE)
        dst->days[lane] = days_between(due, day_of(machine, judge->done_on, lane));
    else if (state == ICS_NOT_MET || state == ICS_DEPARTED)
        dst->days[lane] = days_between(due, machine->as_at);
    else if (state == ICS_NOT_YET_DUE)
        dst->days[lane] = days_between(machine->as_at, due);
    else if (state == ICS_OPEN)
        dst->days[lane] = days_between(day_of(machine, judge->began, lane), machine->as_at);
    dst->event[lane] = day_of(machine, judge->event, lane);
    dst->since[lane] = ICS_NO_DAY;
    if (judge->missed != ICS_NO_REGISTER && (state == ICS_NOT_MET || state == ICS_DEPARTED))
        find_gap(machine, judge, dst, lane);
}

/* A state that holds now, with a limit that is not ahead: that it held in time is assumed, since no day says so. For a
 * period it was read as at the last day of that. */
static bool is_assumed_in_time(const ics_machine *machine, const ics_judge *judge, uint32_t lane)
{
    const ics_frame_info *frame = &machine->program->frames[machine->open[machine->depth - 1].index];
    return judge->in_time != ICS_NO_REGISTER && judge->in_time == judge->done && judge->done_on == ICS_NO_REGISTER &&
           !judge->no_period && frame->source != ICS_FRAME_PERIODS && !is_lane_true(machine, judge->due_ahead, lane) &&
           !is_lane_true(machine, judge->lifted, lane);
}

static void find_details(const ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane)
{
    const uint8_t state = dst->state[lane];
    dst->detail[lane] = 0;
    dst->version[lane] = 1;
    if (state == ICS_NOT_IN_FORCE || state == ICS_NOT_APPLICABLE)
        return;
    if (state == ICS_MET && is_lane_true(machine, judge->in_time, lane))
        dst->detail[lane] |= ICS_DETAIL_IN_TIME;
    if (is_assumed_in_time(machine, judge, lane) && state == ICS_MET)
        dst->detail[lane] |= ICS_DETAIL_ASSUMED;
    if (is_lane_true(machine, judge->lifted, lane))
        dst->detail[lane] |= ICS_DETAIL_LIFTED;
}

void ics_do_judge(ics_machine *machine, const ics_instruction *at)
{
    const ics_judge *judge = &machine->program->judges[at->k];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    ics_value *dst = &machine->values[at->dst];
    uint16_t registers[OPERANDS];
    uint32_t base = 0;
    operands_of(judge, registers);
    for (int i = 0; i < OPERANDS; i++)
        if (registers[i] == ICS_NO_REGISTER)
            base += strides[i] * digit_without_register(i);
    for (size_t lane = 0; lane < ics_words(lane_count) * 64; lane++)
        machine->scratch[lane] = base;
    for (int i = 0; i < OPERANDS; i++)
        if (registers[i] != ICS_NO_REGISTER)
            add_digits(machine->scratch, &machine->values[registers[i]], strides[i], lane_count);
    find_states(machine, judge, dst, lane_count);
    find_errors(machine, judge, dst, lane_count);
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        find_days(machine, judge, dst, lane);
        find_details(machine, judge, dst, lane);
    }
}

/* -- outcomes kept -- */

#define GROW(array)                                                                                                    \
    do {                                                                                                               \
        void *grown_ = realloc((array), (size_t)room * sizeof *(array));                                               \
        if (!grown_)                                                                                                   \
            return false;                                                                                              \
        (array) = grown_;                                                                                              \
    } while (0)

static bool grow(ics_outcome_rows *rows, uint32_t letters)
{
    const uint32_t room = rows->room ? rows->room * 2 : 64;
    if (room < rows->room || (uint64_t)room * (letters + 1) > SIZE_MAX / 2)
        return false;
    GROW(rows->table);
    GROW(rows->row);
    GROW(rows->about);
    GROW(rows->with);
    GROW(rows->state);
    GROW(rows->detail);
    GROW(rows->version);
    GROW(rows->due);
    GROW(rows->days);
    if (rows->marks)
        GROW(rows->marks);
    if (letters > 0) {
        void *parts = realloc(rows->parts, (size_t)room * letters);
        if (!parts)
            return false;
        rows->parts = parts;
    }
    rows->room = room;
    return true;
}

void ics_outcome_rows_free(ics_outcome_rows *rows)
{
    free(rows->table);
    free(rows->row);
    free(rows->about);
    free(rows->with);
    free(rows->state);
    free(rows->detail);
    free(rows->version);
    free(rows->marks);
    free(rows->due);
    free(rows->days);
    free(rows->parts);
    *rows = (ics_outcome_rows){.count = 0};
}

bool ics_outcome_mark(ics_outcome_rows *rows, uint32_t index, ics_outcome_marks marks)
{
    const ics_outcome_marks none = ICS_NO_MARKS;
    if (!rows->marks && memcmp(&marks, &none, sizeof none) == 0)
        return true;
    if (!rows->marks) {
        rows->marks = malloc((size_t)rows->room * sizeof *rows->marks);
        if (!rows->marks)
            return false;
        for (uint32_t i = 0; i < index; i++)
            rows->marks[i] = none;
    }
    rows->marks[index] = marks;
    return true;
}

/* The lane of an enclosing frame that a lane of the current one belongs to. */
static uint32_t lane_around(const ics_machine *machine, uint16_t frame, uint32_t lane, const ics_open_frame **around)
{
    uint32_t depth = machine->depth;
    while (machine->open[depth - 1].index != frame) {
        lane = machine->open[depth - 1].parents[lane];
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

static void put_parts(const ics_machine *machine, uint32_t rule, ics_outcome_rows *rows, uint32_t lane, bool is_gap)
{
    const uint32_t letters = machine->program->rules[rule].letter_count;
    for (uint32_t i = 0; i < letters; i++) {
        const uint16_t reg = machine->plan.part_register[machine->plan.part_of[rule] + i];
        rows->parts[(size_t)rows->count * letters + i] =
            is_gap || reg == ICS_NO_REGISTER ? rows->state[rows->count] : machine->values[reg].state[lane];
    }
}

/* The period or event that the lane stands for. */
static ics_outcome_marks marks_of(const ics_machine *machine, const ics_rule *rule, const ics_value *outcome,
                                  uint32_t lane)
{
    ics_outcome_marks marks = ICS_NO_MARKS;
    marks.since = outcome->since[lane];
    marks.event_day = outcome->event[lane];
    if (rule->when_frame == ICS_NO_FRAME)
        return marks;
    const ics_open_frame *frame;
    const uint32_t at = lane_around(machine, rule->when_frame, lane, &frame);
    if (machine->program->frames[rule->when_frame].source == ICS_FRAME_PERIODS) {
        marks.from = frame->first[at];
        marks.to = marks.from == ICS_NO_DAY ? ICS_NO_DAY : frame->last[at];
    } else {
        marks.event_table = root_of(machine, rule->when_frame);
    }
    marks.event_row = frame->rows[at];
    return marks;
}

static bool is_breach(uint8_t state)
{
    return state == ICS_NOT_MET || state == ICS_DEPARTED || state == ICS_DONE_LATE || state == ICS_NOT_FOLLOWED ||
           state == ICS_NOT_CONSIDERED;
}

/* Details that rest on what is kept beside the outcome: a burden that silence did not meet, a standard that is past. */
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
        if (note->kind == ICS_NOTE_STANDARD && state == ICS_OPEN && ics_bit(of->present, lane) &&
            of->last[lane] < machine->as_at)
            detail |= ICS_DETAIL_PAST_STANDARD;
    }
    return detail;
}

/* Whose outcome it is, and the other of a pair. A member's is its own, beside the first of the group: the row that c
 * names beside the lane's own, or the lane's own beside that of the frame around it. */
static void put_subject(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows, uint32_t lane)
{
    const ics_rule *rule = &machine->program->rules[at->k];
    const ics_open_frame *frame = ics_machine_frame(machine);
    const bool is_gap = at->op == ICS_OP_GAP, is_pair = !is_gap && rule->with_frame != ICS_NO_FRAME;
    const bool is_member = !is_gap && rule->is_member;
    const bool is_named = !is_gap && at->c != ICS_NO_REGISTER && ics_bit(machine->values[at->c].present, lane);
    const uint32_t n = rows->count;
    const ics_open_frame *own = frame; /* around the frame of a period or event, that of the subject */
    const uint32_t own_lane = is_gap ? lane : lane_around(machine, rule->frame, lane, &own);
    const ics_open_frame *around = own;
    const uint32_t lane_of = is_pair ? lane_around(machine, rule->with_frame, lane, &around) : own_lane;
    const uint32_t first = around->rows[lane_of], named = is_named ? machine->values[at->c].id[lane] : ICS_NONE;
    const uint32_t second = is_pair ? own->rows[own_lane] : is_member ? named : ICS_NONE;
    rows->table[n] = root_of(machine, is_member ? own->index : around->index);
    if (is_member && !is_pair)
        rows->table[n] = machine->program->registers[at->c].aux;
    rows->row[n] = is_member ? second : first;
    rows->with[n] = is_member ? first : second;
    rows->about[n] = is_member ? ICS_NONE : named;
}

static void put_outcome(ics_machine *machine, const ics_instruction *at, ics_outcome_rows *rows, uint32_t lane)
{
    const ics_value *outcome = &machine->values[at->a];
    const bool is_gap = at->op == ICS_OP_GAP;
    const uint32_t n = rows->count;
    put_subject(machine, at, rows, lane);
    rows->state[n] = outcome->state[lane];
    rows->version[n] = outcome->version[lane];
    rows->detail[n] =
        (uint16_t)(outcome->detail[lane] |
                   (is_gap ? ICS_DETAIL_GAP : details_beside(machine, at->k, rows->version[n], rows->state[n], lane)));
    rows->due[n] = outcome->due[lane];
    rows->days[n] = outcome->days[lane];
    put_parts(machine, at->k, rows, lane, is_gap);
    if (!ics_outcome_mark(rows, n,
                          is_gap ? ICS_NO_MARKS : marks_of(machine, &machine->program->rules[at->k], outcome, lane)))
        machine->status = ICS_E_NOMEM;
    rows->count++;
}

/* OUTCOME keeps the lanes that are not known to be left out, GAP those that are known to be meant. */
void ics_do_outcome(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    const bool is_gap = at->op == ICS_OP_GAP;
    ics_outcome_rows *rows = is_gap ? &machine->gaps[at->k] : &machine->outcomes[at->k];
    const ics_value *kept = at->b == ICS_NO_REGISTER ? NULL : &machine->values[at->b];
    const bool needs_member = !is_gap && machine->program->rules[at->k].is_member && at->c != ICS_NO_REGISTER;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (kept && !(ics_bit(kept->known, lane) ? ics_bit(kept->truth, lane) : !is_gap))
            continue;
        if (needs_member && !ics_bit(machine->values[at->c].present, lane))
            continue;
        if (rows->count == rows->room && !grow(rows, machine->program->rules[at->k].letter_count)) {
            machine->status = ICS_E_NOMEM;
            return;
        }
        put_outcome(machine, at, rows, lane);
    }
}
