/* Kleene's logic on words, and what is known: 64 lanes at a time. */
#include "vm/kernels.h"

static void and_words(size_t words, const uint64_t *restrict ak, const uint64_t *restrict at,
                      const uint64_t *restrict bk, const uint64_t *restrict bt, uint64_t *restrict known,
                      uint64_t *restrict truth)
{
    for (size_t w = 0; w < words; w++) {
        known[w] = (ak[w] & bk[w]) | (ak[w] & ~at[w]) | (bk[w] & ~bt[w]);
        truth[w] = ak[w] & at[w] & bk[w] & bt[w];
    }
}

static void or_words(size_t words, const uint64_t *restrict ak, const uint64_t *restrict at,
                     const uint64_t *restrict bk, const uint64_t *restrict bt, uint64_t *restrict known,
                     uint64_t *restrict truth)
{
    for (size_t w = 0; w < words; w++) {
        truth[w] = (ak[w] & at[w]) | (bk[w] & bt[w]);
        known[w] = (ak[w] & bk[w]) | truth[w];
    }
}

static void not_words(size_t words, const uint64_t *restrict ak, const uint64_t *restrict at, uint64_t *restrict known,
                      uint64_t *restrict truth)
{
    for (size_t w = 0; w < words; w++) {
        known[w] = ak[w];
        truth[w] = ak[w] & ~at[w];
    }
}

/* a (or 0) plus one in the lowest where b is true, in the highest where it is true or unknown. */
static void tally(ics_machine *machine, const ics_instruction *at)
{
    const ics_value *a = at->a == ICS_NO_REGISTER ? NULL : &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->known[w] = a ? a->known[w] : ~(uint64_t)0;
        dst->present[w] = a ? a->present[w] : ~(uint64_t)0;
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_known = ics_bit(b->known, lane), is_true = is_known && ics_bit(b->truth, lane);
        dst->low[lane] = ics_bound_add(a ? a->low[lane] : 0, is_true ? ICS_DECIMAL_ONE : 0);
        dst->high[lane] = ics_bound_add(a ? a->high[lane] : 0, is_true || !is_known ? ICS_DECIMAL_ONE : 0);
    }
}

/* Where every item of a range is in its list on any day, its bounds tell whether it holds something. */
ICS_KERNEL static void range_is_there(const ics_value *a, ics_value *dst, size_t words)
{
    const uint32_t *begin = a->id, *end = a->end;
    for (size_t w = 0; w < words; w++) {
        uint64_t some;
        ICS_BITS(some, w, i, begin[i] != end[i]);
        some &= a->present[w];
        dst->known[w] = a->known[w] & (some | ~a->present[w] | ~a->partial[w]);
        dst->truth[w] = some;
    }
}

/* A list or set holds something: known where an element is there, or where it is whole and empty, or absent. */
static void holds_something(ics_machine *machine, const ics_instruction *at)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    if (ics_list_is_undated(machine, at->a)) {
        range_is_there(a, dst, ics_words(lane_count));
        return;
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_present = ics_bit(a->present, lane);
        const bool has_some = is_present && ics_list_size(machine, at->a, lane) > 0;
        const bool is_settled = ics_bit(a->known, lane) && (has_some || !is_present || !ics_bit(a->partial, lane));
        ics_bit_put(dst->known, lane, is_settled);
        ics_bit_put(dst->truth, lane, has_some);
    }
}

static void present(ics_machine *machine, const ics_instruction *at, size_t words)
{
    const char type = machine->program->registers[at->a].type;
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    if (type == 'L' || type == 'S') {
        holds_something(machine, at);
        return;
    }
    for (size_t w = 0; w < words; w++) {
        dst->known[w] = a->known[w];
        dst->truth[w] = a->present ? a->present[w] : a->known[w];
    }
}

static void yes_no(const ics_value *a, ics_value *dst, size_t words, bool want)
{
    for (size_t w = 0; w < words; w++) {
        dst->known[w] = a->known[w];
        dst->truth[w] = a->present[w] & (want ? a->truth[w] : ~a->truth[w]);
    }
}

static void as_yes(const ics_value *a, ics_value *dst, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        dst->known[w] = dst->present[w] = a->known[w];
        dst->truth[w] = a->known[w] & a->truth[w];
    }
}

static void recorded(const ics_value *a, ics_value *dst, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        dst->known[w] = ~(uint64_t)0;
        dst->truth[w] = a->known[w];
    }
}

void ics_do_logic(ics_machine *machine, const ics_instruction *at)
{
    const size_t words = ics_words(ics_machine_frame(machine)->lane_count);
    const ics_value *a = at->a == ICS_NO_REGISTER ? NULL : &machine->values[at->a];
    const ics_value *b = at->b == ICS_NO_REGISTER ? NULL : &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    switch (at->op) {
    case ICS_OP_AND:
        and_words(words, a->known, a->truth, b->known, b->truth, dst->known, dst->truth);
        break;
    case ICS_OP_OR:
        or_words(words, a->known, a->truth, b->known, b->truth, dst->known, dst->truth);
        break;
    case ICS_OP_NOT:
        not_words(words, a->known, a->truth, dst->known, dst->truth);
        break;
    case ICS_OP_TALLY:
        tally(machine, at);
        break;
    case ICS_OP_RECORDED:
        recorded(a, dst, words);
        break;
    case ICS_OP_PRESENT:
        present(machine, at, words);
        break;
    case ICS_OP_AS_YES:
        as_yes(a, dst, words);
        break;
    default:
        yes_no(a, dst, words, at->op == ICS_OP_YES);
        break;
    }
}
