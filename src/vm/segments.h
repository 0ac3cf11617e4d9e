/* Runs of lanes with one parent, by words of bits. */
#ifndef ICS_VM_SEGMENTS_H
#define ICS_VM_SEGMENTS_H

#include "vm/kernels.h"

/** Bits begin to end of a bitmap (at most 64) as one word. */
ICS_PART_OF_KERNEL uint64_t ics_window(const uint64_t *bits, uint32_t begin, uint32_t end)
{
    const uint32_t shift = begin % 64;
    uint64_t word = bits[begin / 64] >> shift;
    if (shift != 0 && end > (begin / 64 + 1) * 64)
        word |= bits[begin / 64 + 1] << (64 - shift);
    return word & ics_low_bits(end - begin);
}

/** Where the children of one parent stand in the batch, and a word of them at a time. */
typedef struct segment {
    uint32_t parent, begin, end;
} segment;

#define EACH_SEGMENT(frame, s)                                                                                         \
    for (uint32_t n_ = 0; n_ < (frame)->segment_count; n_++)                                                           \
        for (segment s = {(frame)->segment_parent[n_], (frame)->segment_start[n_], (frame)->segment_start[n_ + 1]},    \
                     *once_ = &s;                                                                                      \
             once_; once_ = NULL)

#define EACH_WINDOW(s, at, upto)                                                                                       \
    for (uint32_t at = (s).begin, upto = (s).end - at > 64 ? at + 64 : (s).end;                                        \
         at<(s).end; at = upto, upto = (s).end - at> 64 ? at + 64 : (s).end)

/** Sets the bits of the parents for which any child's bit is set. @p bits, by lane, are used up. */
void ics_segments_any(ics_open_frame *frame, uint64_t *bits, uint64_t *parents);

/**
 * Adds to each parent's count how many of its children's bits are set, and to another one that is counted alike (or
 * NULL). @p before: scratch, a word for each of bits.
 */
void ics_segments_count(const ics_open_frame *frame, const uint64_t *bits, uint64_t *before, int64_t *counts,
                        int64_t *also);

#endif
