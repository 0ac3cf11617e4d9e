/*
 * Comparison of numbers, bounds and ratios. Exact numbers have loops of their own; all else is compared lane by lane as
 * two fractions, lowest and highest, cross-multiplied in 128 bits.
 */
#include "vm/bits.h"
#include "vm/kernels.h"

/* A number, bounds or a ratio as lowest and highest fraction; without end where it is so. */
typedef struct fraction {
    int64_t part, whole;
    bool is_endless; /* part says which end: negative below all, positive above all */
} fraction;

typedef struct operand {
    const ics_value *value; /* NULL: a constant */
    char type;
    int64_t constant;
} operand;

static fraction fraction_of(int64_t part, int64_t whole, bool is_bound)
{
    return (fraction){
        .part = part, .whole = whole, .is_endless = is_bound && (part == ICS_NO_LOWEST || part == ICS_NO_HIGHEST)};
}

static fraction lowest(const operand *of, size_t lane)
{
    if (!of->value)
        return fraction_of(of->constant, ICS_DECIMAL_ONE, false);
    return fraction_of(of->value->low[lane], of->type == 'R' ? of->value->low_of[lane] : ICS_DECIMAL_ONE,
                       of->type == 'B');
}

static fraction highest(const operand *of, size_t lane)
{
    if (!of->value || of->type == 'N')
        return lowest(of, lane);
    return fraction_of(of->value->high[lane], of->type == 'R' ? of->value->high_of[lane] : ICS_DECIMAL_ONE,
                       of->type == 'B');
}

/* -1, 0 or 1; two ends without end are told apart by side and never equal on the same side. */
static int compare(fraction a, fraction b)
{
    if (a.is_endless || b.is_endless) {
        const int64_t side_a = a.is_endless ? a.part : 0, side_b = b.is_endless ? b.part : 0;
        return (side_a > side_b) - (side_a < side_b);
    }
    const ics_wide left = (ics_wide)a.part * b.whole, right = (ics_wide)b.part * a.whole;
    return (left > right) - (left < right);
}

static bool is_exact(const operand *of, size_t lane)
{
    return !highest(of, lane).is_endless && !lowest(of, lane).is_endless &&
           compare(lowest(of, lane), highest(of, lane)) == 0;
}

typedef enum relation { EQUAL, LESS, AT_MOST } relation;

/* Whether the relation holds, or fails, whatever the operands are within their bounds. */
static void settle(relation how, const operand *a, const operand *b, size_t lane, bool *is_true, bool *is_false)
{
    const int best = compare(highest(a, lane), lowest(b, lane)), worst = compare(lowest(a, lane), highest(b, lane));
    switch (how) {
    case LESS:
        *is_true = best < 0;
        *is_false = worst >= 0 && !(lowest(a, lane).is_endless || highest(b, lane).is_endless);
        break;
    case AT_MOST:
        *is_true = best <= 0 && !(highest(a, lane).is_endless || lowest(b, lane).is_endless);
        *is_false = worst > 0;
        break;
    default:
        *is_false = best < 0 || worst > 0;
        *is_true = !*is_false && is_exact(a, lane) && is_exact(b, lane);
        break;
    }
}

/* a relation b over any operands; only lanes where both may be there are looked at. */
static void compare_lanes(relation how, const operand *a, const operand *b, uint64_t lanes, size_t w, uint64_t *is_true,
                          uint64_t *is_false)
{
    *is_true = *is_false = 0;
    for (uint64_t left = lanes; left; left &= left - 1) {
        const unsigned i = (unsigned)__builtin_ctzll(left);
        bool yes = false, no = false;
        settle(how, a, b, w * 64 + i, &yes, &no);
        *is_true |= (uint64_t)yes << i;
        *is_false |= (uint64_t)no << i;
    }
}

/* A word of bounds against a constant that is no end of theirs: as settle(), for all lanes at once. */
ICS_PART_OF_KERNEL void settle_bounds(relation how, const int64_t *low, const int64_t *high, int64_t k, size_t w,
                                      uint64_t *is_true, uint64_t *is_false)
{
    if (how == LESS) {
        ICS_BITS(*is_true, w, i, high[i] < k);
        ICS_BITS(*is_false, w, i, (low[i] >= k) & (low[i] != ICS_NO_HIGHEST));
    } else if (how == AT_MOST) {
        ICS_BITS(*is_true, w, i, (high[i] <= k) & (high[i] != ICS_NO_LOWEST));
        ICS_BITS(*is_false, w, i, low[i] > k);
    } else {
        ICS_BITS(*is_true, w, i, (low[i] == k) & (high[i] == k));
        ICS_BITS(*is_false, w, i, (high[i] < k) | (low[i] > k));
    }
}

/* A word of ratios whose products with the constant all fit in 64 bits. @return false where they may not. */
ICS_PART_OF_KERNEL bool settle_ratios(relation how, const ics_value *a, int64_t k, size_t w, uint64_t *is_true,
                                      uint64_t *is_false)
{
    enum { SMALL = INT32_MAX };
    const int64_t *low = a->low + w * 64, *high = a->high + w * 64;
    const int64_t *low_of = a->low_of + w * 64, *high_of = a->high_of + w * 64;
    uint64_t all = 0;
    int64_t best[64], worst[64], width[64]; /* the sides of each comparison, as left - right */
    for (size_t i = 0; i < 64; i++)
        all |= (uint64_t)low[i] | (uint64_t)high[i] | (uint64_t)low_of[i] | (uint64_t)high_of[i];
    if (all > SMALL || k > SMALL || k < -SMALL)
        return false;
    for (size_t i = 0; i < 64; i++) {
        best[i] = high[i] * ICS_DECIMAL_ONE - k * high_of[i];
        worst[i] = low[i] * ICS_DECIMAL_ONE - k * low_of[i];
        width[i] = high[i] * low_of[i] - low[i] * high_of[i];
    }
    switch (how) { /* best is the highest value's side, worst the lowest's */
    case LESS:
        ICS_BITS(*is_true, 0, i, best[i] < 0);
        ICS_BITS(*is_false, 0, i, worst[i] >= 0);
        break;
    case AT_MOST:
        ICS_BITS(*is_true, 0, i, best[i] <= 0);
        ICS_BITS(*is_false, 0, i, worst[i] > 0);
        break;
    default:
        ICS_BITS(*is_false, 0, i, (best[i] < 0) | (worst[i] > 0));
        ICS_BITS(*is_true, 0, i, (best[i] >= 0) & (worst[i] <= 0) & (width[i] == 0));
        break;
    }
    return true;
}

static ics_bits_relation bits_relation(relation how)
{
    return how == EQUAL ? ICS_BITS_EQUAL : how == LESS ? ICS_BITS_LESS : ICS_BITS_AT_MOST;
}

/* How an opcode is asked: relation of left and right, and whether the answer is turned round. */
typedef struct question {
    relation how;
    bool is_negated;
} question;

ICS_PART_OF_KERNEL question question_of(uint16_t op)
{
    switch (op) {
    case ICS_OP_EQ:
    case ICS_OP_EQ_K:
        return (question){EQUAL, false};
    case ICS_OP_NE:
    case ICS_OP_NE_K:
        return (question){EQUAL, true};
    case ICS_OP_LT:
    case ICS_OP_LT_K:
        return (question){LESS, false};
    case ICS_OP_GT_K:
        return (question){AT_MOST, true};
    case ICS_OP_GE_K:
        return (question){LESS, true};
    default:
        return (question){AT_MOST, false};
    }
}

/* What of the operands of a word of lanes is absent, there, and may be there. */
typedef struct masks {
    uint64_t absent, there, may_be;
} masks;

ICS_PART_OF_KERNEL void put_answer(ics_value *dst, size_t w, masks of, question asked, uint64_t yes, uint64_t no)
{
    if (asked.is_negated)
        ics_put_truth(dst, w, of.absent, of.there, of.may_be, no, yes);
    else
        ics_put_truth(dst, w, of.absent, of.there, of.may_be, yes, no);
}

ICS_KERNEL static void against_constant(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a];
    const int64_t k = machine->program->constants[at->k];
    const question asked = question_of(at->op);
    const operand left = {.value = a, .type = machine->program->registers[at->a].type};
    const operand right = {.constant = k};
    uint64_t *holds = machine->word_scratch;
    if (left.type == 'N')
        ics_bits_number(bits_relation(asked.how), a->low, k, ics_words(lane_count), holds);
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const masks of = {a->known[w] & ~a->present[w], a->present[w], ics_may_be(a, w)};
        uint64_t yes, no;
        if (left.type == 'N') {
            yes = holds[w];
            no = ~yes;
        } else if (left.type == 'B' && k != ICS_NO_LOWEST && k != ICS_NO_HIGHEST) {
            settle_bounds(asked.how, a->low, a->high, k, w, &yes, &no);
        } else if (left.type != 'R' || !settle_ratios(asked.how, a, k, w, &yes, &no)) {
            compare_lanes(asked.how, &left, &right, of.may_be & ics_lane_mask(lane_count, w), w, &yes, &no);
        }
        put_answer(&machine->values[at->dst], w, of, asked, yes, no);
    }
}

/* Exact numbers on both sides. */
static void compare_pair(ics_machine *machine, ics_value *dst, const ics_value *a, const ics_value *b, question asked,
                         size_t words)
{
    uint64_t *holds = machine->word_scratch;
    ics_bits_numbers(bits_relation(asked.how), a->low, b->low, words, holds);
    for (size_t w = 0; w < words; w++) {
        const masks of = {ics_either_absent(a, b, w), a->present[w] & b->present[w],
                          ics_may_be(a, w) & ics_may_be(b, w)};
        put_answer(dst, w, of, asked, holds[w], ~holds[w]);
    }
}

void ics_do_compare(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    if (at->b == ICS_NO_REGISTER) {
        against_constant(machine, at, lane_count);
        return;
    }
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const question asked = question_of(at->op);
    const operand left = {.value = a, .type = machine->program->registers[at->a].type};
    const operand right = {.value = b, .type = machine->program->registers[at->b].type};
    if (left.type == 'N' && right.type == 'N') {
        compare_pair(machine, &machine->values[at->dst], a, b, asked, ics_words(lane_count));
        return;
    }
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const masks of = {ics_either_absent(a, b, w), a->present[w] & b->present[w],
                          ics_may_be(a, w) & ics_may_be(b, w)};
        uint64_t yes, no;
        compare_lanes(asked.how, &left, &right, of.may_be & ics_lane_mask(lane_count, w), w, &yes, &no);
        put_answer(&machine->values[at->dst], w, of, asked, yes, no);
    }
}
