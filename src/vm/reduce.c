/*
 * Closing frames: accumulators over the parent's lanes, added to batch by batch of children, made into values at the
 * end by what is known of the list. Each run of lanes with one parent (a segment) is added at once, bits by words.
 *
 * While a frame is open the result's own arrays hold the accumulators:
 *   ANY, ALL           truth: some child decides it · known: some child is undecided
 *   COUNT              low: children that are true · high: also the undecided
 *   TOTAL              low, high: as the result, but for what may be missing from the list
 *   SUM, AVERAGE       sums: surely added, and the least and most that doubtful terms add, and how many of these
 *                      present: something was surely added · known: a term's value is unknown · AVERAGE: low_of how
 * many SHARE              low, low_of, high, high_of: parts and wholes of both bounds · present: some child is of the
 * whole EARLIEST, LATEST   first, last: the range of the answer · present: a day surely counts · known: a day is
 * unknown
 */
#include "vm/kernels.h"
#include "vm/segments.h"

#include <string.h>

ICS_PART_OF_KERNEL void set_if(uint64_t *bits, uint32_t lane, bool condition)
{
    bits[lane / 64] |= (uint64_t)condition << (lane % 64);
}

/* -- start -- */

/* The sums of a result, by parent lane. */
typedef struct sums {
    ics_wide *sure, *least, *most;
    int64_t *doubtful;
} sums;

ICS_PART_OF_KERNEL sums sums_of(const ics_machine *machine, uint16_t dst)
{
    ics_wide *sure = machine->sums[dst];
    return (sums){sure, sure + machine->cap, sure + 2 * (size_t)machine->cap,
                  (void *)(sure + 3 * (size_t)machine->cap)};
}

/* Doubtful terms are rare: what they added is wiped where a sum had any, when it ends. */
static void clear_sums(sums of, uint32_t parents)
{
    memset(of.sure, 0, parents * sizeof *of.sure);
}

void ics_reduction_begin(ics_machine *machine, const ics_instruction *at)
{
    ics_value *dst = &machine->values[at->dst];
    const uint32_t parents = ics_machine_frame(machine)->lane_count;
    *dst = machine->own[at->dst]; /* its end may have pointed elsewhere */
    const size_t bitmap = ics_words(parents) * 8;
    memset(dst->known, 0, bitmap);
    if (dst->present)
        memset(dst->present, 0, bitmap);
    if (dst->truth)
        memset(dst->truth, 0, bitmap);
    if (dst->failed)
        memset(dst->failed, 0, bitmap);
    int64_t *numbers[] = {dst->low, dst->high, dst->low_of, dst->high_of};
    for (size_t i = 0; i < 4; i++)
        if (numbers[i])
            memset(numbers[i], 0, (size_t)parents * 8);
    if (machine->sums[at->dst])
        clear_sums(sums_of(machine, at->dst), parents);
    for (uint32_t lane = 0; dst->first && lane < parents; lane++)
        dst->first[lane] = dst->last[lane] = at->op == ICS_OP_LATEST ? INT32_MIN : INT32_MAX;
}

/* -- a batch of children -- */

/* Which segments hold a lane that decides, one that is not known, one that failed. */
static void add_truths(ics_open_frame *frame, const ics_value *a, ics_value *dst, bool decides)
{
    const size_t words = ics_words(frame->lane_count);
    const uint64_t turn = decides ? 0 : ~(uint64_t)0;
    uint64_t *found = frame->found, unknown = 0;
    for (size_t w = 0; w < words; w++) {
        found[w] = a->known[w] & (a->truth[w] ^ turn);
        unknown |= ~a->known[w];
    }
    ics_segments_any(frame, found, dst->truth);
    for (size_t w = 0; unknown != 0 && w < words; w++)
        found[w] = ~a->known[w];
    if (unknown != 0)
        ics_segments_any(frame, found, dst->known);
    if (!a->failed)
        return;
    memcpy(found, a->failed, words * sizeof *found);
    ics_segments_any(frame, found, dst->failed);
}

static bool is_all_known(const ics_value *of, uint32_t lane_count)
{
    uint64_t unknown = 0;
    for (size_t w = 0; w < ics_words(lane_count); w++)
        unknown |= ~of->known[w] & ics_lane_mask(lane_count, w);
    return unknown == 0;
}

/* Which lanes are true, and which may be. */
static void add_count(const ics_machine *machine, ics_open_frame *frame, const ics_value *a, ics_value *dst)
{
    const size_t words = ics_words(frame->lane_count);
    const bool is_known = is_all_known(a, frame->lane_count);
    uint64_t *found = frame->found;
    for (size_t w = 0; w < words; w++)
        found[w] = a->known[w] & a->truth[w];
    ics_segments_count(frame, found, machine->word_scratch, dst->low, is_known ? dst->high : NULL);
    for (size_t w = 0; !is_known && w < words; w++)
        found[w] |= ~a->known[w];
    if (!is_known)
        ics_segments_count(frame, found, machine->word_scratch, dst->high, NULL);
    if (!a->failed)
        return;
    memcpy(found, a->failed, words * sizeof *found);
    ics_segments_any(frame, found, dst->failed);
}

/* Counts of the lists further in: one that is counted for an element that is not known to count is at most that. */
static void add_total(const ics_open_frame *frame, const ics_value *a, const ics_value *b, ics_value *dst)
{
    EACH_SEGMENT(frame, s)
    {
        bool failed = false;
        for (uint32_t lane = s.begin; lane < s.end; lane++) {
            const bool is_known = ics_bit(b->known, lane), is_true = is_known && ics_bit(b->truth, lane);
            if (is_true)
                dst->low[s.parent] = ics_bound_add(dst->low[s.parent], a->low[lane]);
            if (is_true || !is_known)
                dst->high[s.parent] = ics_bound_add(dst->high[s.parent], a->high[lane]);
            failed = failed || (b->failed && ics_bit(b->failed, lane)) ||
                     ((is_true || !is_known) && a->failed && ics_bit(a->failed, lane));
        }
        if (dst->failed)
            set_if(dst->failed, s.parent, failed);
    }
}

/* Of the parts that are counted and the wholes that they are of: which lanes count in the lowest, and in the highest.
 */
typedef enum share_side { PART_LOW, WHOLE_LOW, PART_HIGH, WHOLE_HIGH } share_side;

static void find_side(share_side side, const ics_value *a, const ics_value *b, size_t words, uint64_t *found)
{
    for (size_t w = 0; w < words; w++) {
        const uint64_t part = a->known[w] & a->truth[w], may_be = ~a->known[w] | a->truth[w];
        const uint64_t whole = b->known[w] & b->truth[w], doubt = ~b->known[w];
        found[w] = side == PART_LOW    ? whole & part
                   : side == WHOLE_LOW ? whole | (doubt & ~part)
                   : side == PART_HIGH ? (whole | doubt) & may_be
                                       : whole | (doubt & may_be);
    }
}

static void count_side(const ics_machine *machine, const ics_open_frame *frame, share_side side, const ics_value *a,
                       const ics_value *b, int64_t *counts, int64_t *also)
{
    find_side(side, a, b, ics_words(frame->lane_count), frame->found);
    ics_segments_count(frame, frame->found, machine->word_scratch, counts, also);
}

/* Where all is known the highest are the lowest. */
static void add_share(const ics_machine *machine, ics_open_frame *frame, const ics_value *a, const ics_value *b,
                      ics_value *dst)
{
    const size_t words = ics_words(frame->lane_count);
    const bool is_known = is_all_known(a, frame->lane_count) && is_all_known(b, frame->lane_count);
    uint64_t *found = frame->found;
    count_side(machine, frame, PART_LOW, a, b, dst->low, is_known ? dst->high : NULL);
    count_side(machine, frame, WHOLE_LOW, a, b, dst->low_of, is_known ? dst->high_of : NULL);
    if (!is_known) {
        count_side(machine, frame, PART_HIGH, a, b, dst->high, NULL);
        count_side(machine, frame, WHOLE_HIGH, a, b, dst->high_of, NULL);
    }
    for (size_t w = 0; w < words; w++)
        found[w] = b->known[w] & b->truth[w];
    ics_segments_any(frame, found, dst->present);
    if (!dst->failed)
        return;
    for (size_t w = 0; w < words; w++)
        found[w] = (b->failed ? b->failed[w] : 0) | (a->failed ? a->failed[w] & (~b->known[w] | b->truth[w]) : 0);
    ics_segments_any(frame, found, dst->failed);
}

enum { MOST_SMALL = 8192 };

/* In terms what each lane adds: its value where it surely counts, else nothing. @return whether MOST_SMALL of these
 * never pass what 64 bits hold. */
ICS_KERNEL static bool find_terms(const uint64_t *restrict sure, const int64_t *restrict values,
                                  int64_t *restrict terms, size_t words)
{
    uint64_t all = 0;
    for (size_t w = 0; w < words; w++)
        for (size_t i = 0; i < 64; i++) {
            const int64_t term = values[w * 64 + i] & (0 - (int64_t)(sure[w] >> i & 1));
            terms[w * 64 + i] = term;
            all |= (uint64_t)(term ^ (term >> 63));
        }
    return all >> 48 == 0;
}

/* Small terms: what was summed up to each lane, so that a segment is a difference. */
static void add_small(const ics_open_frame *frame, int64_t *restrict terms, ics_wide *restrict sums_to)
{
    const uint32_t *restrict parent = frame->segment_parent, *restrict start = frame->segment_start;
    int64_t total = 0, upto = 0;
    for (uint32_t lane = 0; lane < frame->lane_count; lane++)
        terms[lane] = total += terms[lane];
    for (uint32_t n = 0; n < frame->segment_count; n++) {
        const int64_t through = terms[start[n + 1] - 1];
        sums_to[parent[n]] += through - upto;
        upto = through;
    }
}

/* Terms one by one, in wide sums. */
static void add_large(const ics_open_frame *frame, const int64_t *restrict terms, ics_wide *restrict sums_to)
{
    EACH_SEGMENT(frame, s)
    {
        for (uint32_t lane = s.begin; lane < s.end; lane++)
            sums_to[s.parent] += terms[lane];
    }
}

static void add_sure(const ics_machine *machine, const ics_open_frame *frame, const uint64_t *sure,
                     const int64_t *values, ics_wide *sums_to)
{
    const bool is_small = find_terms(sure, values, machine->totals, ics_words(frame->lane_count));
    if (is_small && frame->lane_count <= MOST_SMALL)
        add_small(frame, machine->totals, sums_to);
    else
        add_large(frame, machine->totals, sums_to);
}

/* Terms that may count. */
ICS_KERNEL static void add_doubtful(const ics_open_frame *frame, const uint64_t *restrict doubtful,
                                    const int64_t *restrict values, const sums *to)
{
    EACH_SEGMENT(frame, s)
    {
        EACH_WINDOW(s, at, upto)
        {
            const uint64_t which = ics_window(doubtful, at, upto);
            to->doubtful[s.parent] += __builtin_popcountll(which);
            for (uint64_t left = which; left; left &= left - 1) {
                const int64_t value = values[at + (uint32_t)__builtin_ctzll(left)];
                *(value < 0 ? &to->least[s.parent] : &to->most[s.parent]) += value;
            }
        }
    }
}

/* A term that is known to be absent is passed over, whether it counts or not. */
static void add_sum(ics_machine *machine, ics_open_frame *frame, const ics_instruction *at)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const sums to = sums_of(machine, at->dst);
    const size_t words = ics_words(frame->lane_count);
    uint64_t *found = frame->found, *which = machine->word_scratch, some = 0;
    for (size_t w = 0; w < words; w++)
        found[w] = (~b->known[w] | b->truth[w]) & ~a->known[w];
    ics_segments_any(frame, found, dst->known);
    for (size_t w = 0; w < words; w++)
        found[w] = which[w] = b->known[w] & b->truth[w] & a->present[w] & ics_lane_mask(frame->lane_count, w);
    ics_segments_any(frame, found, dst->present);
    add_sure(machine, frame, which, a->low, to.sure);
    if (dst->low_of)
        ics_segments_count(frame, which, found, dst->low_of, NULL);
    for (size_t w = 0; w < words; w++)
        some |= which[w] = ~b->known[w] & a->present[w] & ics_lane_mask(frame->lane_count, w);
    if (some != 0)
        add_doubtful(frame, which, a->low, &to);
    if (!a->failed && !b->failed)
        return;
    for (size_t w = 0; w < words; w++)
        found[w] = (b->failed ? b->failed[w] : 0) | (a->failed ? a->failed[w] & (~b->known[w] | b->truth[w]) : 0);
    ics_segments_any(frame, found, dst->failed);
}

/* Which of a window's children count surely, and which may. */
typedef struct choice {
    uint64_t is_true, is_unknown, failed;
} choice;

ICS_PART_OF_KERNEL choice choice_of(const ics_value *b, uint32_t at, uint32_t upto)
{
    const uint64_t known = ics_window(b->known, at, upto);
    return (choice){.is_true = known & ics_window(b->truth, at, upto),
                    .is_unknown = ~known & ics_low_bits(upto - at),
                    .failed = b->failed ? ics_window(b->failed, at, upto) : 0};
}

/* The earliest lies between the earliest of all that may count and that of those that surely do; the latest likewise.
 */
ICS_PART_OF_KERNEL void add_day(ics_value *dst, uint32_t parent, int32_t first, int32_t last, bool is_sure,
                                bool is_latest)
{
    if (is_latest) {
        dst->last[parent] = last > dst->last[parent] ? last : dst->last[parent];
        if (is_sure && first > dst->first[parent])
            dst->first[parent] = first;
    } else {
        dst->first[parent] = first < dst->first[parent] ? first : dst->first[parent];
        if (is_sure && last < dst->last[parent])
            dst->last[parent] = last;
    }
}

ICS_KERNEL static void add_days(const ics_open_frame *frame, const ics_value *a, const ics_value *b, ics_value *dst,
                                bool is_latest)
{
    EACH_SEGMENT(frame, s)
    {
        EACH_WINDOW(s, at, upto)
        {
            const choice counts = choice_of(b, at, upto);
            const uint64_t may_count = counts.is_true | counts.is_unknown, present = ics_window(a->present, at, upto);
            const uint64_t perhaps = a->perhaps ? ics_window(a->perhaps, at, upto) : 0;
            set_if(dst->known, s.parent, (may_count & ~ics_window(a->known, at, upto) & ~perhaps) != 0);
            set_if(dst->present, s.parent, (counts.is_true & present) != 0);
            if (dst->failed)
                set_if(dst->failed, s.parent,
                       (counts.failed | (may_count & (a->failed ? ics_window(a->failed, at, upto) : 0))) != 0);
            for (uint64_t left = may_count & (present | perhaps); left; left &= left - 1) {
                const unsigned i = (unsigned)__builtin_ctzll(left);
                const bool is_sure = (counts.is_true & present) >> i & 1;
                add_day(dst, s.parent, a->first[at + i], a->last[at + i], is_sure, is_latest);
            }
        }
    }
}

void ics_reduction_add(ics_machine *machine, const ics_instruction *at)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const ics_value *a = &machine->values[at->a];
    const ics_value *b = at->b == ICS_NO_REGISTER ? NULL : &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    switch (at->op) {
    case ICS_OP_ANY:
    case ICS_OP_ALL:
        add_truths(frame, a, dst, at->op == ICS_OP_ANY);
        break;
    case ICS_OP_COUNT:
        add_count(machine, frame, a, dst);
        break;
    case ICS_OP_TOTAL:
        add_total(frame, a, b, dst);
        break;
    case ICS_OP_SHARE:
        add_share(machine, frame, a, b, dst);
        break;
    case ICS_OP_EARLIEST:
    case ICS_OP_LATEST:
        add_days(frame, a, b, dst, at->op == ICS_OP_LATEST);
        break;
    default:
        add_sum(machine, frame, at);
        break;
    }
}

/* -- the end -- */

/* What is known of the lists whose elements were the children: all of a table is known and whole. */
typedef struct lists {
    const ics_value *value; /* NULL: the table */
} lists;

static lists lists_of(const ics_machine *machine, const ics_instruction *at)
{
    const uint16_t frame = machine->plan.frame_at[at - machine->program->code];
    const ics_instruction *open = &machine->program->code[machine->plan.open_at[frame]];
    return (lists){open->a == ICS_NO_REGISTER ? NULL : &machine->values[open->a]};
}

/* Others may exist: the list is partial, or nothing is known of it. */
ICS_PART_OF_KERNEL uint64_t open_lists(lists of, size_t w)
{
    return of.value ? (of.value->partial[w] & of.value->present[w]) | ~of.value->known[w] : 0;
}

static bool is_open_list(lists of, uint32_t lane)
{
    return open_lists(of, lane / 64) >> (lane % 64) & 1;
}

ICS_KERNEL static void end_truths(ics_value *dst, lists of, size_t words, bool decides)
{
    for (size_t w = 0; w < words; w++) {
        const uint64_t decided = dst->truth[w], undecided = dst->known[w] | open_lists(of, w);
        dst->known[w] = decided | ~undecided;
        dst->truth[w] = dst->known[w] & (decides ? decided : ~decided);
        if (dst->failed)
            dst->failed[w] &= ~dst->known[w];
    }
}

ICS_KERNEL static void count_in_millionths(int64_t *restrict low, int64_t *restrict high, uint32_t lane_count)
{
    for (uint32_t lane = 0; lane < lane_count; lane++)
        low[lane] *= ICS_DECIMAL_ONE;
    for (uint32_t lane = 0; lane < lane_count; lane++)
        high[lane] *= ICS_DECIMAL_ONE;
}

/* Over a list that others may be on there is no highest. */
static void open_highest(ics_value *dst, lists of, uint32_t lane_count)
{
    for (size_t w = 0; w < ics_words(lane_count); w++)
        for (uint64_t left = open_lists(of, w) & ics_lane_mask(lane_count, w); left; left &= left - 1)
            dst->high[w * 64 + (unsigned)__builtin_ctzll(left)] = ICS_NO_HIGHEST;
}

/* With none surely of the whole, but some perhaps, there may be nothing to have a share of; if there is, it is all part
 * or all not, as far as the doubtful ones can be. Over a partial list others may all be part or all not. */
static void bound_share(ics_value *dst, uint32_t lane, bool is_open)
{
    const bool can_be_less = is_open || dst->low_of[lane] > 0, can_be_more = is_open || dst->high_of[lane] > 0;
    dst->low[lane] = !can_be_less;
    dst->high[lane] = can_be_more;
    dst->low_of[lane] = dst->high_of[lane] = 1;
}

static void end_share(ics_value *dst, lists of, uint32_t lane_count)
{
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const uint64_t open = open_lists(of, w), some = dst->present[w];
        uint64_t perhaps = open;
        for (uint64_t left = (open | ~some) & ics_lane_mask(lane_count, w); left; left &= left - 1) {
            const unsigned i = (unsigned)__builtin_ctzll(left);
            perhaps |= (uint64_t)(dst->low_of[w * 64 + i] > 0 || dst->high_of[w * 64 + i] > 0) << i;
            bound_share(dst, (uint32_t)w * 64 + i, open >> i & 1);
        }
        dst->known[w] = some | ~perhaps;
        dst->perhaps[w] = ~some & perhaps;
    }
}

static int64_t clamped(ics_wide value)
{
    return value <= INT64_MIN ? ICS_NO_LOWEST : value > INT64_MAX ? ICS_NO_HIGHEST : (int64_t)value;
}

ICS_PART_OF_KERNEL bool fits(ics_wide value)
{
    return value == (int64_t)value && (int64_t)value != INT64_MIN;
}

/* What a sum came to: nothing to add is absent; doubtful terms alone may be nothing; a number must be exact. */
static void end_sum_of(ics_value *dst, char type, const sums *from, lists of, uint32_t lane)
{
    const bool some = ics_bit(dst->present, lane), has_doubt = from->doubtful[lane] > 0;
    const bool is_exact = from->least[lane] == from->most[lane] && (type != 'R' || !has_doubt);
    const ics_wide low = from->sure[lane] + from->least[lane], high = from->sure[lane] + from->most[lane];
    const bool is_bounded = !is_open_list(of, lane) && !ics_bit(dst->known, lane) && (type == 'B' || is_exact);
    const bool overflows = is_bounded && (some || has_doubt) && is_exact && !fits(low);
    const bool is_known = is_bounded && (some || !has_doubt) && !overflows;
    from->least[lane] = from->most[lane] = from->doubtful[lane] = 0;
    if (dst->perhaps)
        ics_bit_put(dst->perhaps, lane, is_bounded && !is_known && !overflows);
    ics_bit_put(dst->failed, lane, overflows || (ics_bit(dst->failed, lane) && !is_known));
    ics_bit_put(dst->known, lane, is_known);
    ics_bit_put(dst->present, lane, is_known && some);
    dst->low[lane] = clamped(low);
    if (dst->high)
        dst->high[lane] = clamped(high);
}

/* Sums of 64 lanes without doubt that fit. @return false, and nothing is done, where any is otherwise. */
ICS_KERNEL static bool end_plain_sums(ics_value *dst, const sums *from, lists of, size_t w, uint32_t count)
{
    const size_t begin = w * 64;
    int64_t doubtful = 0;
    uint64_t misfits = 0;
    if ((open_lists(of, w) | dst->known[w]) & ics_low_bits(count))
        return false;
    for (size_t lane = begin; lane < begin + count; lane++) {
        doubtful |= from->doubtful[lane];
        misfits |= (uint64_t)!fits(from->sure[lane]);
    }
    if (doubtful != 0 || misfits != 0)
        return false;
    for (size_t lane = begin; lane < begin + count; lane++)
        dst->low[lane] = (int64_t)from->sure[lane];
    if (dst->high)
        memcpy(dst->high + begin, dst->low + begin, count * sizeof *dst->high);
    if (dst->perhaps)
        dst->perhaps[w] = 0;
    dst->failed[w] = 0;
    dst->known[w] = ~(uint64_t)0;
    return true;
}

static void end_sum(ics_machine *machine, const ics_instruction *at, lists of, uint32_t lane_count)
{
    ics_value *dst = &machine->values[at->dst];
    const char type = machine->program->registers[at->dst].type;
    const sums from = sums_of(machine, at->dst);
    for (uint32_t begin = 0; begin < lane_count; begin += 64) {
        const uint32_t count = lane_count - begin < 64 ? lane_count - begin : 64;
        if (end_plain_sums(dst, &from, of, begin / 64, count))
            continue;
        for (uint32_t lane = begin; lane < begin + count; lane++)
            end_sum_of(dst, type, &from, of, lane);
    }
    for (uint32_t lane = 0; type == 'R' && lane < lane_count; lane++) {
        dst->low_of[lane] *= ICS_DECIMAL_ONE;
        dst->high_of[lane] = dst->low_of[lane];
    }
}

/* With doubtful days alone there may be none, and nothing bounds the answer on their other side; an unknown day, or
 * others that may exist, leave the range open. */
static void end_days(ics_value *dst, lists of, uint32_t lane_count, bool is_latest)
{
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_open = is_open_list(of, lane) || ics_bit(dst->known, lane), some = ics_bit(dst->present, lane);
        const bool perhaps = is_open || (is_latest ? dst->last[lane] != INT32_MIN : dst->first[lane] != INT32_MAX);
        if (is_open)
            *(is_latest ? &dst->last[lane] : &dst->first[lane]) = is_latest ? ICS_DAY_MAX : ICS_DAY_MIN;
        if (!some)
            *(is_latest ? &dst->first[lane] : &dst->last[lane]) = is_latest ? ICS_DAY_MIN : ICS_DAY_MAX;
        ics_bit_put(dst->known, lane, some || !perhaps);
        ics_bit_put(dst->perhaps, lane, !some && perhaps);
        if (dst->failed && (some || !perhaps))
            ics_bit_put(dst->failed, lane, false);
    }
}

void ics_reduction_end(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    const lists of = lists_of(machine, at);
    ics_value *dst = &machine->values[at->dst];
    switch (at->op) {
    case ICS_OP_ANY:
    case ICS_OP_ALL:
        end_truths(dst, of, ics_words(lane_count), at->op == ICS_OP_ANY);
        break;
    case ICS_OP_COUNT:
        count_in_millionths(dst->low, dst->high, lane_count);
        open_highest(dst, of, lane_count);
        dst->known = dst->present = machine->plain.ones;
        break;
    case ICS_OP_TOTAL:
        open_highest(dst, of, lane_count);
        dst->known = dst->present = machine->plain.ones;
        break;
    case ICS_OP_SHARE:
        end_share(dst, of, lane_count);
        break;
    case ICS_OP_EARLIEST:
    case ICS_OP_LATEST:
        end_days(dst, of, lane_count, at->op == ICS_OP_LATEST);
        break;
    default:
        end_sum(machine, at, of, lane_count);
        break;
    }
}
