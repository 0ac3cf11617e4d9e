/* Comparison of ids, yes/no values and rows; sets and lists. */
#include "vm/bits.h"
#include "vm/kernels.h"

#include <string.h>

static uint32_t constant_id(const ics_machine *machine, uint32_t space, uint32_t k)
{
    return space == ICS_SPACE_TEXT ? machine->binding.text_id[k] : (uint32_t)machine->program->constants[k];
}

static void compare_id_constant(ics_machine *machine, const ics_instruction *at, size_t words)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    uint64_t *equal = machine->word_scratch;
    ics_bits_id(a->id, constant_id(machine, machine->program->registers[at->a].aux, at->k), words, equal);
    for (size_t w = 0; w < words; w++) {
        dst->known[w] = a->known[w];
        dst->truth[w] = a->present[w] & (at->op == ICS_OP_ID_EQ_K ? equal[w] : ~equal[w]);
    }
}

ICS_KERNEL static void compare_id_pair(ics_machine *machine, const ics_instruction *at, size_t words)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const uint32_t *left = a->id, *right = b->id;
    for (size_t w = 0; w < words; w++) {
        uint64_t equal;
        ICS_BITS(equal, w, lane, left[lane] == right[lane]);
        const uint64_t yes = at->op == ICS_OP_ID_EQ ? equal : ~equal;
        ics_put_truth(&machine->values[at->dst], w, ics_either_absent(a, b, w), a->present[w] & b->present[w], 0, yes,
                      ~yes);
    }
}

/* The same row is the same thing; two rows are two things only where both have codes. */
static void compare_rows(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const uint64_t *has_code = machine->binding.has_code[machine->program->registers[at->a].aux];
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const uint64_t there = a->present[w] & b->present[w];
        uint64_t same = 0, other = 0;
        for (uint64_t left = there & ics_lane_mask(lane_count, w); left; left &= left - 1) {
            const unsigned i = (unsigned)__builtin_ctzll(left);
            const uint32_t row_a = a->id[w * 64 + i], row_b = b->id[w * 64 + i];
            if (row_a == row_b)
                same |= (uint64_t)1 << i;
            else if (ics_bit(has_code, row_a) && ics_bit(has_code, row_b))
                other |= (uint64_t)1 << i;
        }
        const bool is_same = at->op == ICS_OP_SAME;
        ics_put_truth(&machine->values[at->dst], w, ics_either_absent(a, b, w), there, 0, is_same ? same : other,
                      is_same ? other : same);
    }
}

static void compare_yes(ics_machine *machine, const ics_instruction *at, size_t words)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    for (size_t w = 0; w < words; w++) {
        const uint64_t equal = ~(a->truth[w] ^ b->truth[w]);
        ics_put_truth(&machine->values[at->dst], w, ics_either_absent(a, b, w), a->present[w] & b->present[w], 0, equal,
                      ~equal);
    }
}

void ics_do_compare_ids(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    switch (at->op) {
    case ICS_OP_ID_EQ_K:
    case ICS_OP_ID_NE_K:
        compare_id_constant(machine, at, ics_words(lane_count));
        break;
    case ICS_OP_ID_EQ:
    case ICS_OP_ID_NE:
        compare_id_pair(machine, at, ics_words(lane_count));
        break;
    case ICS_OP_YES_EQ:
        compare_yes(machine, at, ics_words(lane_count));
        break;
    default:
        compare_rows(machine, at, lane_count);
        break;
    }
}

/* -- sets and lists -- */

static const uint32_t *items_of(const ics_machine *machine, uint16_t reg)
{
    return machine->dataset->columns[machine->plan.column[reg]].item;
}

/* A range of items is searched; found is true, else false where the set is whole or absent, else unknown. */
static void put_found(const ics_value *set, ics_value *dst, uint32_t lane, bool is_found, bool is_thing_known)
{
    const bool is_present = ics_bit(set->present, lane), is_whole = is_present && !ics_bit(set->partial, lane);
    const bool is_empty = is_present && set->id[lane] == set->end[lane];
    const bool is_settled =
        ics_bit(set->known, lane) && (!is_present || is_found || (is_whole && (is_thing_known || is_empty)));
    ics_bit_put(dst->known, lane, is_settled);
    ics_bit_put(dst->truth, lane, is_found);
}

static bool range_has(const ics_value *set, const uint32_t *items, uint32_t lane, uint32_t want)
{
    for (uint32_t i = set->id[lane]; i < set->end[lane]; i++)
        if ((items ? items[i] : i) == want)
            return true;
    return false;
}

/* Of sets that are words: the bit of each. */
static void has_member(ics_machine *machine, const ics_value *set, ics_value *dst, uint32_t bit, size_t words)
{
    uint64_t *found = machine->word_scratch;
    if (bit < 64)
        ics_bits_member(set->members, bit, words, found);
    else
        memset(found, 0, words * sizeof *found);
    for (size_t w = 0; w < words; w++) {
        found[w] &= set->present[w];
        dst->known[w] = set->known[w] & (~set->present[w] | found[w] | ~set->partial[w]);
        dst->truth[w] = found[w];
    }
}

static void has_constant(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *set = &machine->values[at->a];
    const uint32_t *items = items_of(machine, at->a);
    const uint32_t want = constant_id(machine, machine->program->registers[at->a].aux, at->k);
    if (set->members) {
        const uint32_t first = machine->dataset->columns[machine->plan.column[at->a]].first_member;
        has_member(machine, set, &machine->values[at->dst], want - first, ics_words(lane_count));
        return;
    }
    for (uint32_t lane = 0; lane < lane_count; lane++)
        put_found(set, &machine->values[at->dst], lane,
                  ics_bit(set->present, lane) && range_has(set, items, lane, want), true);
}

/* An absent thing is in no set; an unknown one may be, unless the set is whole and empty. */
static void has_thing(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *set = &machine->values[at->a], *thing = &machine->values[at->b];
    const uint32_t *items = items_of(machine, at->a);
    const bool is_list = at->op == ICS_OP_HAS_ROW;
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_known = ics_bit(thing->known, lane), is_there = ics_bit(thing->present, lane);
        const uint32_t want = is_there ? thing->id[lane] : 0;
        const bool is_found =
            is_there && ics_bit(set->present, lane) && range_has(set, items, lane, want) &&
            (!is_list || ics_list_item_holds(machine, set, lane, machine->program->registers[at->a].aux, want));
        put_found(set, dst, lane, is_found, is_there);
        if (is_known && !is_there)
            ics_bit_put(dst->known, lane, true);
    }
}

/* A row without a code may be any of those that a set names by theirs. */
static void has_row_in(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *set = &machine->values[at->a], *thing = &machine->values[at->b];
    const uint64_t *has_code = machine->binding.has_code[machine->program->registers[at->b].aux];
    const uint32_t *items = items_of(machine, at->a);
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_there = ics_bit(thing->present, lane);
        const uint32_t row = is_there ? thing->id[lane] : 0;
        const bool is_found = is_there && ics_bit(set->present, lane) && range_has(set, items, lane, row);
        put_found(set, dst, lane, is_found, is_there && ics_bit(has_code, row));
        if (ics_bit(thing->known, lane) && !is_there)
            ics_bit_put(dst->known, lane, true);
    }
}

ICS_KERNEL static void measure(const ics_value *of, size_t words, const uint32_t *restrict begin,
                               const uint32_t *restrict end, int64_t *restrict low, int64_t *restrict high)
{
    for (size_t w = 0; w < words; w++) {
        const uint64_t present = of->present[w], open = (of->partial[w] & present) | ~of->known[w];
        for (size_t i = 0; i < 64; i++) {
            const size_t lane = w * 64 + i;
            const int64_t count = (int64_t)(end[lane] - begin[lane]) & -(int64_t)(present >> i & 1);
            low[lane] = count * ICS_DECIMAL_ONE;
            high[lane] = open >> i & 1 ? ICS_NO_HIGHEST : count * ICS_DECIMAL_ONE;
        }
    }
}

static void size(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    dst->known = dst->present = machine->plain.ones;
    if (ics_list_is_undated(machine, at->a)) {
        measure(a, ics_words(lane_count), a->id, a->end, dst->low, dst->high);
        return;
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_present = ics_bit(a->present, lane);
        const bool is_open = is_present ? ics_bit(a->partial, lane) : !ics_bit(a->known, lane);
        dst->low[lane] = is_present ? (int64_t)ics_list_size(machine, at->a, lane) * ICS_DECIMAL_ONE : 0;
        dst->high[lane] = is_open ? ICS_NO_HIGHEST : dst->low[lane];
    }
}

/* A mark that nothing carries yet; after four thousand million questions the marks are wiped. */
static uint32_t next_stamp(ics_binding *binding)
{
    if (++binding->stamp == 0) {
        memset(binding->stamps, 0, binding->stamp_count * sizeof *binding->stamps);
        binding->stamp = 1;
    }
    return binding->stamp;
}

/* Whether two ranges share a thing, by marks: as long as the two together, however long they are. */
static bool share_something(ics_machine *machine, const ics_instruction *at, uint32_t lane)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const uint32_t *items_a = items_of(machine, at->a), *items_b = items_of(machine, at->b);
    const ics_register_info *info = &machine->program->registers[at->a];
    const bool is_list = info->type == 'L';
    const uint32_t stamp = next_stamp(&machine->binding);
    for (uint32_t i = a->id[lane]; i < a->end[lane]; i++) {
        const uint32_t thing = items_a ? items_a[i] : i;
        if (!is_list || ics_list_item_holds(machine, a, lane, info->aux, thing))
            machine->binding.stamps[thing] = stamp;
    }
    for (uint32_t i = b->id[lane]; i < b->end[lane]; i++) {
        const uint32_t thing = items_b ? items_b[i] : i;
        if (machine->binding.stamps[thing] == stamp &&
            (!is_list || ics_list_item_holds(machine, b, lane, info->aux, thing)))
            return true;
    }
    return false;
}

/* Known to hold nothing: absent, or whole and empty. */
static bool holds_nothing(const ics_machine *machine, uint16_t reg, uint32_t lane)
{
    const ics_value *a = &machine->values[reg];
    if (!ics_bit(a->known, lane))
        return false;
    return !ics_bit(a->present, lane) || (!ics_bit(a->partial, lane) && ics_list_size(machine, reg, lane) == 0);
}

static void overlaps(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_there = ics_bit(a->present, lane) && ics_bit(b->present, lane);
        const bool is_found = is_there && share_something(machine, at, lane);
        const bool is_whole = is_there && !ics_bit(a->partial, lane) && !ics_bit(b->partial, lane);
        const bool is_settled =
            is_found || is_whole || holds_nothing(machine, at->a, lane) || holds_nothing(machine, at->b, lane);
        ics_bit_put(dst->known, lane, is_settled);
        ics_bit_put(dst->truth, lane, is_found);
    }
}

void ics_do_set(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    switch (at->op) {
    case ICS_OP_HAS_K:
        has_constant(machine, at, lane_count);
        break;
    case ICS_OP_HAS:
    case ICS_OP_HAS_ROW:
        has_thing(machine, at, lane_count);
        break;
    case ICS_OP_HAS_IN:
        has_row_in(machine, at, lane_count);
        break;
    case ICS_OP_SIZE:
        size(machine, at, lane_count);
        break;
    default:
        overlaps(machine, at, lane_count);
        break;
    }
}
