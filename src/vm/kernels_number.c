/* Exact arithmetic. What does not fit in millionths of 64 bits has failed: it is never wrapped and never rounded. */
#include "vm/bits.h"
#include "vm/kernels.h"

typedef bool exact_fn(int64_t a, int64_t b, int64_t *out);

/* The presence of a result of two operands: absent where either is absent, known where both are. */
static void put_presence(const ics_value *a, const ics_value *b, ics_value *dst, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        dst->present[w] = a->present[w] & b->present[w];
        dst->known[w] = dst->present[w] | ics_either_absent(a, b, w);
        if (dst->perhaps)
            dst->perhaps[w] = ics_may_be(a, w) & ics_may_be(b, w) & ~dst->known[w];
    }
}

/* Takes lanes out whose result does not fit. */
static void put_misfits(ics_value *dst, size_t w, uint64_t misfits)
{
    dst->known[w] &= ~misfits;
    dst->present[w] &= ~misfits;
    dst->failed[w] |= misfits;
    if (dst->perhaps)
        dst->perhaps[w] &= ~misfits;
}

static bool are_small_products(exact_fn *fn, const int64_t *a, const int64_t *b, int64_t *out, uint64_t *misfits)
{
    return fn == ics_decimal_mul && ics_bits_small_products(a, b, out, misfits);
}

static void exactly(ics_machine *machine, const ics_instruction *at, exact_fn *fn)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    put_presence(a, b, dst, ics_words(lane_count));
    ics_failed_from(machine, at->dst, at->a, at->b, ICS_NO_REGISTER);
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const uint64_t there = dst->present[w] & ics_lane_mask(lane_count, w);
        uint64_t misfits = 0;
        if (are_small_products(fn, a->low + w * 64, b->low + w * 64, dst->low + w * 64, &misfits)) {
            put_misfits(dst, w, misfits & there);
            continue;
        }
        for (uint64_t left = there; left; left &= left - 1) {
            const unsigned i = (unsigned)__builtin_ctzll(left);
            misfits |= (uint64_t)!fn(a->low[w * 64 + i], b->low[w * 64 + i], &dst->low[w * 64 + i]) << i;
        }
        put_misfits(dst, w, misfits);
    }
}

/* A quotient by 0 has failed. The sign goes to the numerator. */
static void divide(ics_machine *machine, const ics_instruction *at)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    put_presence(a, b, dst, ics_words(lane_count));
    ics_failed_from(machine, at->dst, at->a, at->b, ICS_NO_REGISTER);
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (!ics_bit(dst->present, lane))
            continue;
        if (b->low[lane] == 0) {
            put_misfits(dst, lane / 64, (uint64_t)1 << (lane % 64));
            continue;
        }
        const int64_t part = a->low[lane], whole = b->low[lane];
        dst->low[lane] = dst->high[lane] = whole < 0 ? -part : part;
        dst->low_of[lane] = dst->high_of[lane] = whole < 0 ? -whole : whole;
    }
}

static void widen(const ics_value *a, ics_value *dst, uint32_t lane_count)
{
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->known[w] = a->known[w];
        dst->present[w] = a->present[w];
    }
    for (uint32_t lane = 0; lane < lane_count; lane++)
        dst->low[lane] = dst->high[lane] = a->low[lane];
}

static void without_sign(const ics_value *a, ics_value *dst, uint32_t lane_count)
{
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->known[w] = a->known[w];
        dst->present[w] = a->present[w];
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) /* noise may be INT64_MIN; a value never is */
        dst->low[lane] = a->low[lane] < 0 && a->low[lane] != INT64_MIN ? -a->low[lane] : a->low[lane];
}

/* -- bounds -- */

static int64_t negated(int64_t bound)
{
    return bound == ICS_NO_HIGHEST ? ICS_NO_LOWEST : bound == ICS_NO_LOWEST ? ICS_NO_HIGHEST : -bound;
}

/* Bounds of a sum. A lowest that passes the end above, or a highest below, does not fit. */
static bool bound_sum(int64_t low_a, int64_t high_a, int64_t low_b, int64_t high_b, int64_t *low, int64_t *high)
{
    const bool is_exact = low_a == high_a && low_b == high_b;
    *low = ics_bound_add(low_a, low_b);
    *high = ics_bound_add(high_a, high_b);
    return *low != ICS_NO_HIGHEST && *high != ICS_NO_LOWEST &&
           !(is_exact && (*low == ICS_NO_LOWEST || *high == ICS_NO_HIGHEST));
}

static void add_bounds(ics_machine *machine, const ics_instruction *at)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    const bool is_difference = at->op == ICS_OP_BSUB;
    put_presence(a, b, dst, ics_words(lane_count));
    ics_failed_from(machine, at->dst, at->a, at->b, ICS_NO_REGISTER);
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (!(ics_may_be(dst, lane / 64) >> (lane % 64) & 1))
            continue;
        const int64_t low_b = is_difference ? negated(b->high[lane]) : b->low[lane];
        const int64_t high_b = is_difference ? negated(b->low[lane]) : b->high[lane];
        if (!bound_sum(a->low[lane], a->high[lane], low_b, high_b, &dst->low[lane], &dst->high[lane]))
            put_misfits(dst, lane / 64, (uint64_t)1 << (lane % 64));
    }
}

static bool bound_times(int64_t bound, int64_t k, int64_t *out)
{
    if (bound == ICS_NO_LOWEST || bound == ICS_NO_HIGHEST) {
        *out = k == 0 ? 0 : bound;
        return true;
    }
    return ics_decimal_mul(bound, k, out);
}

static void scale_bounds(ics_machine *machine, const ics_instruction *at)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    const int64_t k = machine->program->constants[at->k];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    put_presence(a, a, dst, ics_words(lane_count));
    ics_failed_from(machine, at->dst, at->a, ICS_NO_REGISTER, ICS_NO_REGISTER);
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (!(ics_may_be(dst, lane / 64) >> (lane % 64) & 1))
            continue;
        if (!bound_times(a->low[lane], k, &dst->low[lane]) || !bound_times(a->high[lane], k, &dst->high[lane]))
            put_misfits(dst, lane / 64, (uint64_t)1 << (lane % 64));
    }
}

void ics_do_arithmetic(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    switch (at->op) {
    case ICS_OP_ADD:
        exactly(machine, at, ics_decimal_add);
        break;
    case ICS_OP_SUB:
        exactly(machine, at, ics_decimal_sub);
        break;
    case ICS_OP_MUL:
        exactly(machine, at, ics_decimal_mul);
        break;
    case ICS_OP_DIV:
        divide(machine, at);
        break;
    case ICS_OP_WIDEN:
        widen(&machine->values[at->a], &machine->values[at->dst], lane_count);
        break;
    case ICS_OP_ABS:
        without_sign(&machine->values[at->a], &machine->values[at->dst], lane_count);
        break;
    case ICS_OP_BMUL_K:
        scale_bounds(machine, at);
        break;
    default:
        add_bounds(machine, at);
        break;
    }
}
