/* What the kernels share: bits from lanes, the rule for absent and unknown operands, and arithmetic on bounds. */
#ifndef ICS_VM_KERNELS_H
#define ICS_VM_KERNELS_H

#include "vm/machine.h"

/*
 * ICS_KERNEL marks a function whose loops are worth building for wider registers too; which one runs is settled when
 * the program is loaded. Where that is not to be had (another compiler or libc, sanitizers), there is the plain one
 * alone.
 */
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) &&                           \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ICS_HAS_KERNELS 1
#define ICS_KERNEL      __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ICS_KERNEL
#endif

/** A part of a kernel: it must be built with it. */
#define ICS_PART_OF_KERNEL static inline __attribute__((always_inline))

/*
 * ICS_BITS(word, w, lane, condition): a word of bits, one for each of its 64 lanes. Arrays have room for whole words,
 * so the lanes past the batch are computed and are noise.
 */
#define ICS_BITS(word, w, lane, condition)                                                                             \
    do {                                                                                                               \
        uint64_t bits_ = 0;                                                                                            \
        for (size_t i_ = 0; i_ < 64; i_++) {                                                                           \
            const size_t lane = (w)*64 + i_;                                                                           \
            bits_ |= (uint64_t)(condition) << i_;                                                                      \
        }                                                                                                              \
        (word) = bits_;                                                                                                \
    } while (0)

/** Lanes where one of two operands is known to be absent: a comparison is false there, arithmetic absent. */
ICS_PART_OF_KERNEL uint64_t ics_either_absent(const ics_value *a, const ics_value *b, size_t w)
{
    return (a->known[w] & ~a->present[w]) | (b->known[w] & ~b->present[w]);
}

/** Lanes where an operand is there, or would lie within its values if it is. */
ICS_PART_OF_KERNEL uint64_t ics_may_be(const ics_value *a, size_t w)
{
    return a->present[w] | (a->perhaps ? a->perhaps[w] : 0);
}

/**
 * Sets a truth from what is settled: known where an operand is absent (false), or both are there and it is settled; and
 * known to be false where they may be absent and would not make it true either.
 */
ICS_PART_OF_KERNEL void ics_put_truth(ics_value *dst, size_t w, uint64_t absent, uint64_t present, uint64_t may_be,
                                      uint64_t is_true, uint64_t is_false)
{
    dst->known[w] = absent | (present & (is_true | is_false)) | (may_be & is_false);
    dst->truth[w] = present & is_true & ~absent;
}

/** Adds bounds: without end stays without end, what would pass the end becomes without end. */
static inline int64_t ics_bound_add(int64_t a, int64_t b)
{
    int64_t sum;
    if (a == ICS_NO_HIGHEST || b == ICS_NO_HIGHEST)
        return ICS_NO_HIGHEST;
    if (a == ICS_NO_LOWEST || b == ICS_NO_LOWEST)
        return ICS_NO_LOWEST;
    if (__builtin_add_overflow(a, b, &sum))
        return a > 0 ? ICS_NO_HIGHEST : ICS_NO_LOWEST;
    return sum;
}

#endif
