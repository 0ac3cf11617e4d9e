/* Shares and averages of what lies in lists in lists, from the counts and sums of all of it. */
#include "vm/kernels.h"

/* A count that may be without end, in things; -1: without end. */
static int64_t things(int64_t bound)
{
    return bound == ICS_NO_HIGHEST ? -1 : bound / ICS_DECIMAL_ONE;
}

/* The smallest share has the fewest parts beside the most others; where none is surely there, all may be part. */
static void put_lowest(ics_value *dst, uint32_t lane, int64_t parts, int64_t others)
{
    const bool is_bounded = others >= 0 && (parts > 0 || others > 0);
    dst->low[lane] = is_bounded ? parts : others == 0;
    dst->low_of[lane] = is_bounded ? parts + others : 1;
}

/* The largest has the most parts beside the fewest others. */
static void put_highest(ics_value *dst, uint32_t lane, int64_t parts, int64_t others)
{
    const bool is_bounded = parts >= 0 && (parts > 0 || others > 0);
    dst->high[lane] = is_bounded ? parts : parts != 0;
    dst->high_of[lane] = is_bounded ? parts + others : 1;
}

/* As SHARE at its end: with none surely of the whole there may be nothing to have a share of. */
static void share(const ics_value *part, const ics_value *rest, const ics_value *whole, ics_value *dst,
                  uint32_t lane_count)
{
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const int64_t least = things(part->low[lane]), most = things(part->high[lane]);
        const int64_t least_rest = things(rest->low[lane]), most_rest = things(rest->high[lane]);
        const bool some = whole->low[lane] > 0, perhaps = whole->high[lane] != 0;
        ics_bit_put(dst->known, lane, some || !perhaps);
        ics_bit_put(dst->present, lane, some);
        ics_bit_put(dst->perhaps, lane, !some && perhaps);
        put_lowest(dst, lane, least, most_rest);
        put_highest(dst, lane, most, least_rest);
    }
}

static void average(const ics_value *sum, const ics_value *count, ics_value *dst, uint32_t lane_count)
{
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_known = ics_bit(sum->known, lane) && count->low[lane] == count->high[lane];
        const bool is_present = is_known && ics_bit(sum->present, lane) && count->low[lane] > 0;
        ics_bit_put(dst->known, lane, is_known);
        ics_bit_put(dst->present, lane, is_present);
        dst->low[lane] = dst->high[lane] = sum->low[lane];
        dst->low_of[lane] = dst->high_of[lane] = is_present ? count->low[lane] : ICS_DECIMAL_ONE;
    }
}

void ics_do_of_lists(ics_machine *machine, const ics_instruction *at)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    if (at->op == ICS_OP_SHARE_OF)
        share(a, b, &machine->values[at->c], &machine->values[at->dst], lane_count);
    else
        average(a, b, &machine->values[at->dst], lane_count);
}
