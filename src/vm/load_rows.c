/*
 * Plain cells of rows that stand anywhere: what a reference names, or a list of references. Lanes without a row read
 * row 0, which is there to be read, and their bits are left out.
 */
#include "vm/kernels.h"
#include "vm/load.h"

/* The row that each lane reads. @return the lanes that have one, in the machine's scratch of words. */
static const uint64_t *find_rows(const ics_reading *r, uint32_t *restrict rows)
{
    uint64_t *has_row = r->machine->word_scratch;
    for (size_t w = 0; w < ics_words(r->lane_count); w++) {
        has_row[w] = ics_lane_mask(r->lane_count, w) & (r->row_present ? r->row_present[w] : ~(uint64_t)0);
        for (uint32_t i = 0; i < 64; i++)
            rows[w * 64 + i] = r->rows[w * 64 + i] & (0 - (uint32_t)(has_row[w] >> i & 1));
    }
    return has_row;
}

ICS_KERNEL static void pick_bits(uint64_t *restrict to, const uint64_t *restrict from, const uint32_t *restrict rows,
                                 const uint64_t *restrict has_row, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        uint64_t bits;
        ICS_BITS(bits, w, i, from[rows[i] / 64] >> (rows[i] % 64) & 1);
        to[w] = bits & has_row[w];
    }
}

ICS_KERNEL static void pick_32(uint32_t *restrict to, const uint32_t *restrict from, const uint32_t *restrict rows,
                               size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = from[rows[i]];
}

ICS_KERNEL static void pick_days(int32_t *restrict to, const int32_t *restrict from, const uint32_t *restrict rows,
                                 size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = from[rows[i]];
}

ICS_KERNEL static void pick_numbers(int64_t *restrict to, const int64_t *restrict from, const uint32_t *restrict rows,
                                    size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = from[rows[i]];
}

ICS_KERNEL static void pick_words(uint64_t *restrict to, const uint64_t *restrict from, const uint32_t *restrict rows,
                                  size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = from[rows[i]];
}

/* What a lane without a row reads is absent where that it has none is known. */
static void read_presence(const ics_reading *r, const uint32_t *rows, const uint64_t *has_row, size_t words)
{
    ics_machine *machine = r->machine;
    ics_value *dst = r->dst;
    const uint32_t fullness = machine->binding.fullness[r->attribute - machine->program->model.attributes];
    if (!(fullness & 1))
        pick_bits(dst->known, r->column->is_known, rows, has_row, words);
    if (!(fullness & 2))
        pick_bits(dst->present, r->column->is_present, rows, has_row, words);
    for (size_t w = 0; w < words; w++) {
        const uint64_t known = fullness & 1 ? has_row[w] : dst->known[w];
        dst->known[w] = known | (r->row_known ? r->row_known[w] & ~r->row_present[w] : 0);
        dst->present[w] = fullness & 2 ? has_row[w] : dst->present[w];
    }
}

/* Where a lane's range ends: where it begins, unless the lane has a row. */
ICS_KERNEL static void pick_ends(uint32_t *restrict to, const uint32_t *restrict offset, const uint32_t *restrict rows,
                                 const uint64_t *restrict has_row, size_t words)
{
    for (size_t w = 0; w < words; w++)
        for (uint32_t i = 0; i < 64; i++)
            to[w * 64 + i] = offset[rows[w * 64 + i] + (uint32_t)(has_row[w] >> i & 1)];
}

static void read_ranges(const ics_reading *r, const uint32_t *rows, const uint64_t *has_row, size_t words)
{
    const ics_column *column = r->column;
    ics_value *dst = r->dst;
    pick_32(dst->id, column->offset, rows, words * 64);
    pick_ends(dst->end, column->offset, rows, has_row, words);
    if (column->is_partial)
        pick_bits(dst->partial, column->is_partial, rows, has_row, words);
    else
        dst->partial = r->machine->plain.zeros;
    dst->dated = r->machine->plain.zeros;
    if (!column->members)
        return;
    dst->members = r->machine->own[dst - r->machine->values].members;
    pick_words(dst->members, column->members, rows, words * 64);
}

void ics_load_rows(const ics_reading *r)
{
    const size_t words = ics_words(r->lane_count);
    uint32_t *rows = r->machine->scratch;
    ics_value *dst = r->dst;
    const uint64_t *has_row = find_rows(r, rows);
    read_presence(r, rows, has_row, words);
    switch (r->representation) {
    case ICS_REP_TRUTH:
        pick_bits(dst->truth, r->column->is_true, rows, has_row, words);
        break;
    case ICS_REP_NUMBER:
        pick_numbers(dst->low, r->column->number, rows, words * 64);
        break;
    case ICS_REP_DAYS:
        pick_days(dst->first, r->column->first, rows, words * 64);
        if (r->column->last == r->column->first)
            dst->last = dst->first;
        else
            pick_days(dst->last, r->column->last, rows, words * 64);
        if (r->is_event)
            ics_load_hide_later(r, dst->first, dst->last);
        break;
    case ICS_REP_ID:
    case ICS_REP_REF:
        pick_32(dst->id, r->column->id, rows, words * 64);
        break;
    default:
        read_ranges(r, rows, has_row, words);
        break;
    }
}
