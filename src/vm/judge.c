/*
 * JUDGE, by words of lanes. A lane's operands make one number; the ladder is asked for each number that turns up, and
 * its answer goes to all lanes of the word that have the same. Errors are told apart from what is merely unknown only
 * where that is the answer, and days are looked at only where the duty has any.
 */
#include "vm/bits.h"
#include "vm/kernels.h"
#include "vm/outcome.h"

#include <stdlib.h>
#include <string.h>

enum { OPERANDS = 10, IN_TIME = 4, LIFTED = 5, NO_CLOCK = 3, KEY_COUNT = 78732, ATTESTED = 9 };
enum { JUDGED_BITS = 10, JUDGED_COUNT = 1 << JUDGED_BITS };

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

static uint32_t configuration(const ics_judge *judge)
{
    return ((uint32_t)judge->modality * ICS_FORCE_COUNT + judge->force) * 2 + judge->no_period;
}

ics_status ics_judged_make(ics_machine *machine)
{
    machine->judged = malloc(JUDGED_COUNT * sizeof *machine->judged);
    if (!machine->judged)
        return ICS_E_NOMEM;
    memset(machine->judged, 0xFF, JUDGED_COUNT * sizeof *machine->judged); /* no key */
    return ICS_OK;
}

/* The operands that have a register, so that a word of lanes is looked at in a few registers of the machine. */
typedef struct operands {
    const uint64_t *known[OPERANDS], *truth[OPERANDS], *failed[OPERANDS];
    uint32_t stride[OPERANDS], number[OPERANDS];
    uint32_t count;
    uint32_t base; /* the digits of those without one, and of those that are alike in all lanes */
} operands;

static operands operands_in(const ics_machine *machine, const ics_judge *judge)
{
    uint16_t registers[OPERANDS];
    operands of = {.count = 0};
    operands_of(judge, registers);
    for (uint32_t i = 0; i < OPERANDS; i++) {
        if (registers[i] == ICS_NO_REGISTER) {
            of.base += strides[i] * digit_without_register((int)i);
            continue;
        }
        const ics_value *value = &machine->values[registers[i]];
        const bool is_no = value->known == machine->plain.ones && value->truth == machine->plain.zeros;
        if (is_no && !value->failed)
            continue; /* the digit of no is 0 */
        of.known[of.count] = value->known;
        of.truth[of.count] = value->truth;
        of.failed[of.count] = i < ATTESTED ? value->failed : NULL;
        of.stride[of.count] = strides[i];
        of.number[of.count++] = i;
    }
    return of;
}

/* The key of a lane, and in *alike the lanes of its word that have the same. */
static uint32_t key_of(const operands *of, size_t w, unsigned lane, uint64_t *alike)
{
    uint32_t key = of->base;
    uint64_t same = ~(uint64_t)0;
    for (uint32_t i = 0; i < of->count; i++) {
        const uint64_t known = of->known[i][w], truth = of->truth[i][w] & known;
        const uint64_t is_known = known >> lane & 1, is_true = truth >> lane & 1;
        key += of->stride[i] * (uint32_t)(2 - 2 * is_known + is_true);
        same &= ~(known ^ (0 - is_known)) & ~(truth ^ (0 - is_true));
    }
    *alike = same;
    return key;
}

/* What the ladder gives for a combination of operands, looked for among those that it was asked for last. */
static uint8_t state_of(ics_machine *machine, const ics_judge *judge, uint32_t key)
{
    const uint32_t question = configuration(judge) * KEY_COUNT + key;
    ics_judged_state *kept = &machine->judged[question * UINT32_C(2654435769) >> (32 - JUDGED_BITS)];
    if (kept->question != question)
        *kept = (ics_judged_state){question, ics_outcome_judge(judged_of_key(key), (ics_modality)judge->modality,
                                                               (ics_force)judge->force, judge->no_period)};
    return (uint8_t)kept->state;
}

/* Writes a state to the lanes of a mask, eight at a time: each bit of a byte is spread over a byte of its own. */
static void put_states(uint8_t *states, uint64_t lanes, uint8_t state)
{
    const uint64_t low = UINT64_C(0x0101010101010101), each = UINT64_C(0x8040201008040201);
    for (int i = 0; i < 8; i++) {
        const uint64_t spread = ((lanes >> (8 * i) & 0xFF) * low) & each;
        const uint64_t is_set = ((spread + low * 0x7F) | spread) >> 7 & low; /* a byte that is not 0 becomes 1 */
        uint64_t eight;
        memcpy(&eight, states + 8 * i, 8);
        eight = (eight & ~(is_set * 0xFF)) | is_set * state;
        memcpy(states + 8 * i, &eight, 8);
    }
}

static void fill_states(uint8_t *states, uint8_t state)
{
    const uint64_t eight = UINT64_C(0x0101010101010101) * state;
    for (int i = 0; i < 8; i++)
        memcpy(states + 8 * i, &eight, 8);
}

/* All combinations of one, two or three operands: each is looked up, and the lanes take what is theirs. */
static bool find_joint_states(ics_machine *machine, const ics_judge *judge, const operands *of, ics_value *dst,
                              uint32_t lane_count)
{
    ics_bits_truths truths = {.count = of->count};
    uint8_t states[27];
    if (of->count == 0 || of->count > 3 || lane_count <= 64)
        return false;
    const uint32_t combinations = of->count == 1 ? 3 : of->count == 2 ? 9 : 27;
    for (uint32_t i = 0; i < of->count; i++) {
        if (of->number[i] == IN_TIME)
            return false;
        truths.known[i] = of->known[i];
        truths.truth[i] = of->truth[i];
    }
    for (uint32_t i = 0; i < combinations; i++) {
        uint32_t key = of->base + of->stride[0] * (i % 3);
        key += of->count > 1 ? of->stride[1] * (i / 3 % 3) : 0;
        states[i] = state_of(machine, judge, key + (of->count > 2 ? of->stride[2] * (i / 9) : 0));
    }
    if (of->count > 1)
        return ics_bits_joint_states(&truths, ics_words(lane_count), states, dst->state);
    ics_bits_states(of->known[0], of->truth[0], ics_words(lane_count), states, dst->state);
    return true;
}

/* Few combinations turn up in one word: each is looked up once, and goes to all its lanes. */
static void find_states(ics_machine *machine, const ics_judge *judge, const operands *of, ics_value *dst,
                        uint32_t lane_count)
{
    if (find_joint_states(machine, judge, of, dst, lane_count))
        return;
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        uint64_t left = ics_lane_mask(lane_count, w), alike;
        uint8_t *states = dst->state + w * 64;
        const uint8_t first = state_of(machine, judge, key_of(of, w, 0, &alike));
        fill_states(states, first);
        for (left &= ~alike; left; left &= ~alike) {
            const uint8_t state = state_of(machine, judge, key_of(of, w, (unsigned)__builtin_ctzll(left), &alike));
            if (state != first)
                put_states(states, alike, state);
        }
    }
}

/* An outcome that rests on what failed is an error, not a question for evidence. */
static void find_error(const ics_judge *judge, const operands *of, uint32_t operand, ics_value *dst, uint32_t lane)
{
    uint64_t alike;
    if (dst->state[lane] != ICS_UNKNOWN && dst->state[lane] != ICS_ATTESTED)
        return;
    const ics_judged judged = judged_of_key(key_of(of, lane / 64, lane % 64, &alike));
    if (ics_outcome_rests_on(judged, of->number[operand], (ics_modality)judge->modality, (ics_force)judge->force,
                             judge->no_period))
        dst->state[lane] = ICS_ERROR;
}

static void find_errors(const ics_judge *judge, const operands *of, ics_value *dst, uint32_t lane_count)
{
    for (uint32_t i = 0; i < of->count; i++)
        for (size_t w = 0; of->failed[i] && w < ics_words(lane_count); w++)
            for (uint64_t left = of->failed[i][w] & ics_lane_mask(lane_count, w); left; left &= left - 1)
                find_error(judge, of, i, dst, (uint32_t)w * 64 + (unsigned)__builtin_ctzll(left));
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
}

static void find_since(const ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane)
{
    const uint8_t state = dst->state[lane];
    dst->since[lane] = ICS_NO_DAY;
    if (state == ICS_NOT_MET || state == ICS_DEPARTED)
        find_gap(machine, judge, dst, lane);
}

static void find_details(const ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane)
{
    const uint8_t state = dst->state[lane];
    dst->detail[lane] = 0;
    if (state == ICS_NOT_IN_FORCE || state == ICS_NOT_APPLICABLE)
        return;
    if (state == ICS_MET && is_lane_true(machine, judge->in_time, lane))
        dst->detail[lane] |= ICS_DETAIL_IN_TIME;
    if (is_lane_true(machine, judge->lifted, lane))
        dst->detail[lane] |= ICS_DETAIL_LIFTED;
}

/* Days and details cost a look at each lane: only where the duty has a clock or the like. */
static void find_rest(ics_machine *machine, const ics_judge *judge, ics_value *dst, uint32_t lane_count)
{
    const ics_plain *plain = &machine->plain;
    const bool has_days = judge->due != ICS_NO_REGISTER || judge->began != ICS_NO_REGISTER;
    const bool has_gaps = judge->missed != ICS_NO_REGISTER, has_event = judge->event != ICS_NO_REGISTER;
    const bool has_details = judge->in_time != ICS_NO_REGISTER || judge->lifted != ICS_NO_REGISTER;
    const ics_value *own = &machine->own[dst - machine->values];
    dst->version = plain->version;
    dst->detail = has_details ? own->detail : plain->detail;
    dst->due = has_days || has_gaps ? own->due : plain->days;
    dst->days = has_days || has_gaps ? own->days : plain->days;
    dst->event = has_event ? own->event : plain->days;
    dst->since = has_gaps ? own->since : plain->days;
    for (uint32_t lane = 0; (has_days || has_gaps) && lane < lane_count; lane++)
        find_days(machine, judge, dst, lane);
    for (uint32_t lane = 0; has_gaps && lane < lane_count; lane++)
        find_since(machine, judge, dst, lane);
    for (uint32_t lane = 0; has_event && lane < lane_count; lane++)
        dst->event[lane] = day_of(machine, judge->event, lane);
    for (uint32_t lane = 0; has_details && lane < lane_count; lane++)
        find_details(machine, judge, dst, lane);
}

void ics_do_judge(ics_machine *machine, const ics_instruction *at)
{
    const ics_judge *judge = &machine->program->judges[at->k];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    ics_value *dst = &machine->values[at->dst];
    const operands of = operands_in(machine, judge);
    find_states(machine, judge, &of, dst, lane_count);
    find_errors(judge, &of, dst, lane_count);
    find_rest(machine, judge, dst, lane_count);
}
