/*
 * Plain cells of rows that stand anywhere: what a reference names, or a list of references. Lanes without a row read
 * row 0, which is there to be read, and their bits are left out.
 */
#include "vm/expand.h"
#include "vm/kernels.h"
#include "vm/load.h"

/* The lanes that have a row, in the machine's scratch of words. */
static const uint64_t *find_lanes(const ics_reading *r)
{
    uint64_t *has_row = r->machine->word_scratch;
    for (size_t w = 0; w < ics_words(r->lane_count); w++)
        has_row[w] = ics_lane_mask(r->lane_count, w) & (r->row_present ? r->row_present[w] : ~(uint64_t)0);
    return has_row;
}

/* The row that each lane reads. */
ICS_KERNEL static void find_rows(const uint32_t *restrict from, const uint64_t *restrict has_row, size_t words,
                                 uint32_t *restrict rows)
{
    for (size_t w = 0; w < words; w++)
        for (uint32_t i = 0; i < 64; i++)
            rows[w * 64 + i] = from[w * 64 + i] & (0 - (uint32_t)(has_row[w] >> i & 1));
}

/* Where a lane finds what it reads: rows one by one, or the first of rows that follow each other (rows NULL). */
typedef struct places {
    const uint32_t *rows;
    uint32_t first;
    const uint64_t *has_row;
    size_t words;
} places;

ICS_KERNEL static void pick_bits(uint64_t *restrict to, const uint64_t *restrict from, const uint32_t *restrict rows,
                                 const uint64_t *restrict has_row, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        uint64_t bits;
        ICS_BITS(bits, w, i, from[rows[i] / 64] >> (rows[i] % 64) & 1);
        to[w] = bits & has_row[w];
    }
}

/* Ids, days or bounds of ranges; numbers or sets of members. */
ICS_KERNEL static void pick_32(uint32_t *restrict to, const uint32_t *restrict from, const uint32_t *restrict rows,
                               size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = from[rows[i]];
}

ICS_KERNEL static void pick_64(uint64_t *restrict to, const uint64_t *restrict from, const uint32_t *restrict rows,
                               size_t lanes)
{
    for (size_t i = 0; i < lanes; i++)
        to[i] = from[rows[i]];
}

static void read_bits(const places *at, const uint64_t *from, uint64_t *to)
{
    if (at->rows)
        pick_bits(to, from, at->rows, at->has_row, at->words);
    else
        ics_expand_bits(from, at->first, at->has_row, at->words, to);
}

static void read_32(const places *at, const void *from, void *to)
{
    if (at->rows)
        pick_32(to, from, at->rows, at->words * 64);
    else
        ics_expand_32(from, at->first, at->has_row, at->words, to);
}

static void read_64(const places *at, const void *from, void *to)
{
    if (at->rows)
        pick_64(to, from, at->rows, at->words * 64);
    else
        ics_expand_64(from, at->first, at->has_row, at->words, to);
}

/* What a lane without a row reads is absent where that it has none is known. */
static void read_presence(const ics_reading *r, const places *at)
{
    ics_machine *machine = r->machine;
    ics_value *dst = r->dst;
    const uint32_t fullness = machine->binding.fullness[r->attribute - machine->program->model.attributes];
    if (!(fullness & 1))
        read_bits(at, r->column->is_known, dst->known);
    if (!(fullness & 2))
        read_bits(at, r->column->is_present, dst->present);
    for (size_t w = 0; w < at->words; w++) {
        const uint64_t known = fullness & 1 ? at->has_row[w] : dst->known[w];
        dst->known[w] = known | (r->row_known ? r->row_known[w] & ~r->row_present[w] : 0);
        dst->present[w] = fullness & 2 ? at->has_row[w] : dst->present[w];
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

static void read_ranges(const ics_reading *r, const places *at)
{
    const ics_column *column = r->column;
    ics_value *dst = r->dst;
    read_32(at, column->offset, dst->id);
    if (at->rows)
        pick_ends(dst->end, column->offset, at->rows, at->has_row, at->words);
    else
        ics_expand_32(column->offset, at->first + 1, at->has_row, at->words, dst->end);
    if (column->is_partial)
        read_bits(at, column->is_partial, dst->partial);
    else
        dst->partial = r->machine->plain.zeros;
    dst->dated = r->machine->plain.zeros;
    if (!column->members)
        return;
    dst->members = r->machine->own[dst - r->machine->values].members;
    read_64(at, column->members, dst->members);
}

static places places_of(const ics_reading *r)
{
    places at = {.has_row = find_lanes(r), .words = ics_words(r->lane_count)};
    if (ics_expand_can(r->rows, at.has_row, at.words, &at.first))
        return at;
    find_rows(r->rows, at.has_row, at.words, r->machine->scratch);
    at.rows = r->machine->scratch;
    return at;
}

void ics_load_rows(const ics_reading *r)
{
    ics_value *dst = r->dst;
    const places at = places_of(r);
    read_presence(r, &at);
    switch (r->representation) {
    case ICS_REP_TRUTH:
        read_bits(&at, r->column->is_true, dst->truth);
        break;
    case ICS_REP_NUMBER:
        read_64(&at, r->column->number, dst->low);
        break;
    case ICS_REP_DAYS:
        read_32(&at, r->column->first, dst->first);
        if (r->column->last == r->column->first)
            dst->last = dst->first;
        else
            read_32(&at, r->column->last, dst->last);
        if (r->is_event)
            ics_load_hide_later(r, dst->first, dst->last);
        break;
    case ICS_REP_ID:
    case ICS_REP_REF:
        read_32(&at, r->column->id, dst->id);
        break;
    default:
        read_ranges(r, &at);
        break;
    }
}
