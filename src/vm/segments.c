/*
 * Which segments hold a bit, without going from segment to segment. The batch's bits are one long number in which each
 * segment is a field: all ones below its last place are added to the field's bits below that place, and the carry comes
 * out in the last place where any of them was set. No carry leaves a field, so one addition serves all.
 */
#include "vm/segments.h"

#include <string.h>

/* Bits that come in ascending order: the word that they fall in is kept at hand, so that none waits for the last. */
typedef struct row_of_bits {
    uint64_t *words, word;
    uint32_t at;
} row_of_bits;

ICS_PART_OF_KERNEL void put_bit(row_of_bits *row, uint32_t bit)
{
    row->word = (row->at == bit / 64 ? row->word : 0) | (uint64_t)1 << (bit % 64);
    row->at = bit / 64;
    row->words[row->at] = row->word;
}

ICS_KERNEL static void find_ends(ics_open_frame *frame)
{
    const uint32_t *restrict parent = frame->segment_parent, *restrict start = frame->segment_start;
    const size_t from = parent[0] / 64, to = parent[frame->segment_count - 1] / 64;
    memset(frame->ends, 0, ics_words(frame->lane_count) * sizeof *frame->ends);
    memset(frame->has_children + from, 0, (to - from + 1) * sizeof *frame->has_children);
    row_of_bits ends = {.words = frame->ends}, with = {.words = frame->has_children};
    for (uint32_t n = 0; n < frame->segment_count; n++) {
        put_bit(&ends, start[n + 1] - 1);
        put_bit(&with, parent[n]);
    }
    frame->has_ends = true;
}

/* In bits, those of the ends of segments that hold one; the others are 0. */
static void carry_to_ends(const ics_open_frame *frame, uint64_t *restrict bits)
{
    const uint64_t *restrict ends = frame->ends;
    uint64_t carry = 0;
    for (size_t w = 0; w < ics_words(frame->lane_count); w++) {
        const uint64_t inside = bits[w] & ~ends[w], ones = ~ends[w];
        const uint64_t half = inside + ones, sum = half + carry;
        carry = (uint64_t)(half < inside) | (uint64_t)(sum < half);
        bits[w] = (sum | bits[w]) & ends[w];
    }
}

/* From ends to parents, one at a time. */
static void put_each(const ics_open_frame *frame, const uint64_t *at_ends, uint64_t *parents)
{
    for (uint32_t n = 0; n < frame->segment_count; n++) {
        const uint32_t parent = frame->segment_parent[n];
        parents[parent / 64] |= (uint64_t)ics_bit(at_ends, frame->segment_start[n + 1] - 1) << (parent % 64);
    }
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* The next bits of a row of bits that is written from its begin. */
static void append(uint64_t *row, uint32_t *length, uint64_t bits, uint32_t count)
{
    const uint32_t shift = *length % 64;
    uint64_t *word = &row[*length / 64];
    word[0] = shift ? word[0] | bits << shift : bits;
    if (shift + count > 64)
        word[1] = bits >> (64 - shift);
    *length += count;
}

/* From ends to parents, by words: the bits at ends are drawn together, then spread to the parents that have children.
 */
__attribute__((target("bmi2,popcnt"))) static void put_words(const ics_open_frame *frame, uint64_t *at_ends,
                                                             uint64_t *parents)
{
    uint64_t *row = at_ends; /* what is drawn together is never longer than what it was drawn from */
    uint32_t length = 0, at = 0;
    for (size_t w = 0; w < ics_words(frame->lane_count); w++) {
        const uint64_t ends = frame->ends[w], drawn = _pext_u64(at_ends[w], ends);
        append(row, &length, drawn, (uint32_t)_mm_popcnt_u64(ends));
    }
    const size_t to = frame->segment_parent[frame->segment_count - 1] / 64;
    for (size_t w = frame->segment_parent[0] / 64; w <= to; w++) {
        const uint64_t with = frame->has_children[w];
        const uint32_t count = (uint32_t)_mm_popcnt_u64(with);
        parents[w] |= _pdep_u64(ics_window(row, at, at + count), with);
        at += count;
    }
}

static bool has_words(void)
{
    return __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}
#else
static void put_words(const ics_open_frame *frame, uint64_t *at_ends, uint64_t *parents)
{
    put_each(frame, at_ends, parents);
}

static bool has_words(void)
{
    return false;
}
#endif

void ics_segments_any(ics_open_frame *frame, uint64_t *bits, uint64_t *parents)
{
    const size_t words = ics_words(frame->lane_count);
    uint64_t some = 0;
    if (frame->lane_count == 0)
        return;
    bits[words - 1] &= ics_lane_mask(frame->lane_count, words - 1);
    for (size_t w = 0; w < words; w++)
        some |= bits[w];
    if (some == 0)
        return;
    if (!frame->has_ends)
        find_ends(frame);
    carry_to_ends(frame, bits);
    if (has_words())
        put_words(frame, bits, parents);
    else
        put_each(frame, bits, parents);
}

/* How many bits there are before each word; a segment has as many as there are up to its end but not up to the last. */
ICS_KERNEL static void count_bits(const ics_open_frame *frame, const uint64_t *restrict bits, uint64_t *restrict before,
                                  int64_t *restrict counts, int64_t *restrict also)
{
    const uint32_t *restrict parent = frame->segment_parent, *restrict start = frame->segment_start;
    uint64_t sum = 0, upto = 0;
    for (size_t w = 0; w < ics_words(frame->lane_count); w++) {
        before[w] = sum;
        sum += (uint64_t)__builtin_popcountll(bits[w]);
    }
    for (uint32_t n = 0; n < frame->segment_count; n++) {
        const uint32_t last = start[n + 1] - 1;
        const uint64_t through = ((uint64_t)2 << (last % 64)) - 1;
        const uint64_t found = before[last / 64] + (uint64_t)__builtin_popcountll(bits[last / 64] & through);
        counts[parent[n]] += (int64_t)(found - upto);
        if (also)
            also[parent[n]] += (int64_t)(found - upto);
        upto = found;
    }
}

void ics_segments_count(const ics_open_frame *frame, const uint64_t *bits, uint64_t *before, int64_t *counts,
                        int64_t *also)
{
    count_bits(frame, bits, before, counts, also);
}
