/*
 * Days and periods. A date may be known to the month or year alone: every comparison is settled only where all its days
 * agree, and arithmetic keeps the first and the last of them.
 */
#include "vm/bits.h"
#include "vm/kernels.h"

#include <string.h>

ICS_PART_OF_KERNEL void put_settled(ics_machine *machine, const ics_instruction *at, size_t w, uint64_t yes,
                                    uint64_t no)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_put_truth(&machine->values[at->dst], w, ics_either_absent(a, b, w), a->present[w] & b->present[w],
                  ics_may_be(a, w) & ics_may_be(b, w), yes, no);
}

/* The arrays of both operands, so that the loops read plain pointers. */
typedef struct days {
    const int32_t *a_first, *a_last, *b_first, *b_last;
} days;

ICS_PART_OF_KERNEL void settle_word(uint16_t op, days d, size_t w, uint64_t *yes, uint64_t *no)
{
    switch (op) {
    case ICS_OP_DATE_LT:
        ICS_BITS(*yes, w, i, d.a_last[i] < d.b_first[i]);
        ICS_BITS(*no, w, i, d.a_first[i] >= d.b_last[i]);
        break;
    case ICS_OP_DATE_LE:
        ICS_BITS(*yes, w, i, d.a_last[i] <= d.b_first[i]);
        ICS_BITS(*no, w, i, d.a_first[i] > d.b_last[i]);
        break;
    case ICS_OP_IN_PERIOD:
        ICS_BITS(*yes, w, i, d.a_first[i] >= d.b_first[i] && d.a_last[i] <= d.b_last[i]);
        ICS_BITS(*no, w, i, d.a_last[i] < d.b_first[i] || d.a_first[i] > d.b_last[i]);
        break;
    case ICS_OP_PERIOD_EQ:
    case ICS_OP_PERIOD_NE:
        ICS_BITS(*yes, w, i, d.a_first[i] == d.b_first[i] && d.a_last[i] == d.b_last[i]);
        *no = ~*yes;
        break;
    default:
        ICS_BITS(*yes, w, i,
                 d.a_first[i] == d.a_last[i] && d.b_first[i] == d.b_last[i] && d.a_first[i] == d.b_first[i]);
        ICS_BITS(*no, w, i, d.a_last[i] < d.b_first[i] || d.a_first[i] > d.b_last[i]);
        break;
    }
}

/* Days known to the day: what does not hold fails. */
static void compare_exact_days(ics_machine *machine, const ics_instruction *at, size_t words)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const bool is_negated = at->op == ICS_OP_DATE_NE || at->op == ICS_OP_PERIOD_NE;
    const ics_bits_relation how = at->op == ICS_OP_DATE_LT   ? ICS_BITS_LESS
                                  : at->op == ICS_OP_DATE_LE ? ICS_BITS_AT_MOST
                                                             : ICS_BITS_EQUAL;
    uint64_t *holds = machine->word_scratch;
    ics_bits_days(how, a->first, b->first, words, holds);
    for (size_t w = 0; w < words; w++)
        put_settled(machine, at, w, is_negated ? ~holds[w] : holds[w], is_negated ? holds[w] : ~holds[w]);
}

ICS_KERNEL static void compare_days(ics_machine *machine, const ics_instruction *at, size_t words)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    const days d = {a->first, a->last, b->first, b->last};
    const bool is_negated = at->op == ICS_OP_DATE_NE || at->op == ICS_OP_PERIOD_NE;
    if (a->first == a->last && b->first == b->last && at->op != ICS_OP_IN_PERIOD) {
        compare_exact_days(machine, at, words);
        return;
    }
    for (size_t w = 0; w < words; w++) {
        uint64_t yes = 0, no = 0;
        settle_word(at->op, d, w, &yes, &no);
        put_settled(machine, at, w, is_negated ? no : yes, is_negated ? yes : no);
    }
}

/* Whether the month that a span ends in is too short for the corresponding day. */
static bool is_shortened(const ics_time_span *span, int32_t day, int32_t end)
{
    int year, month, from_day, to_day;
    if (span->unit != ICS_UNIT_MONTHS && span->unit != ICS_UNIT_YEARS)
        return false;
    ics_day_to_civil(day, &year, &month, &from_day);
    ics_day_to_civil(end, &year, &month, &to_day);
    return to_day < from_day;
}

/*
 * The last day of a span of time. `of` leaves the first day out: the corresponding day n units on. `beginning with`
 * counts it: the day before that; but where a month is too short for the corresponding day, its last day is already
 * the day before.
 * Source: Dodds v Walker [1981] 1 WLR 1027 (corresponding date rule).
 */
static bool last_day(const ics_machine *machine, int32_t day, const ics_time_span *span, int32_t *out)
{
    int32_t end;
    if (span->unit == ICS_UNIT_WORKING_DAYS)
        return ics_working_days_add(&machine->binding.calendars[span->calendar],
                                    &machine->program->calendars[span->calendar], day, span, out);
    if (!ics_day_add(day, span->n, (ics_time_unit)span->unit, &end))
        return false;
    if (span->begins && span->n < 0)
        end++;
    else if (span->begins && span->n > 0 && !is_shortened(span, day, end))
        end--;
    if (end < ICS_DAY_MIN || end > ICS_DAY_MAX)
        return false;
    *out = end;
    return true;
}

/* A range that is open at an end (no earliest, no latest) stays so. */
static bool shifted_range(const ics_machine *machine, int32_t first, int32_t last, const ics_time_span *span,
                          int32_t *to_first, int32_t *to_last)
{
    const bool is_range = first != last;
    *to_first = ICS_DAY_MIN;
    *to_last = ICS_DAY_MAX;
    if (!is_range) {
        const bool is_there = last_day(machine, first, span, to_first);
        *to_last = *to_first;
        return is_there;
    }
    return (first == ICS_DAY_MIN || last_day(machine, first, span, to_first)) &&
           (last == ICS_DAY_MAX || last_day(machine, last, span, to_last));
}

/* Where a span leads from a range of days: what many lanes have alike is counted once. */
static const ics_counted_span *count_span(ics_machine *machine, uint32_t which, int32_t first, int32_t last)
{
    const uint32_t mixed = ((uint32_t)first * 31 + (uint32_t)last) * 31 + which;
    ics_counted_span *kept = &machine->counted[mixed * UINT32_C(2654435769) >> (32 - ICS_COUNTED_BITS)];
    if (kept->span == which + 1 && kept->first == first && kept->last == last)
        return kept;
    *kept = (ics_counted_span){.span = which + 1, .first = first, .last = last};
    kept->is_there =
        shifted_range(machine, first, last, &machine->program->time_spans[which], &kept->to_first, &kept->to_last);
    return kept;
}

/* One lane as last_day() says; where it has no such day, it has failed. */
static void add_span_to(ics_machine *machine, const ics_instruction *at, uint32_t lane)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    const ics_counted_span *counted = count_span(machine, at->k, a->first[lane], a->last[lane]);
    dst->first[lane] = counted->to_first;
    dst->last[lane] = counted->to_last;
    if (counted->is_there)
        return;
    ics_bit_put(dst->known, lane, false);
    ics_bit_put(dst->present, lane, false);
    ics_bit_put(dst->failed, lane, true);
    if (dst->perhaps)
        ics_bit_put(dst->perhaps, lane, false);
}

/* A span that is so many days from wherever it is counted. */
typedef struct fixed_span {
    int32_t shift;
    int32_t from, to; /* days between which no end of the calendar is near, whatever end a range has */
} fixed_span;

static bool is_fixed(const ics_time_span *span, fixed_span *out)
{
    const int64_t shift = span->unit == ICS_UNIT_WEEKS ? (int64_t)span->n * 7 : span->n;
    const int64_t reach = (shift < 0 ? -shift : shift) + 1;
    if ((span->unit != ICS_UNIT_DAYS && span->unit != ICS_UNIT_WEEKS) || reach > ICS_DAY_MAX / 2)
        return false;
    out->shift = (int32_t)(shift + (span->begins ? (shift < 0) - (shift > 0) : 0));
    out->from = (int32_t)(ICS_DAY_MIN + reach);
    out->to = (int32_t)(ICS_DAY_MAX - reach);
    return true;
}

static void add_span(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    const size_t words = ics_words(lane_count);
    uint64_t *by_lane = machine->word_scratch;
    fixed_span fixed;
    *dst = machine->own[at->dst];
    if (a->first == a->last)
        dst->last = dst->first;
    memcpy(dst->known, a->known, words * 8);
    memcpy(dst->present, a->present, words * 8);
    if (dst->perhaps)
        memcpy(dst->perhaps, a->perhaps, words * 8);
    ics_failed_from(machine, at->dst, at->a, ICS_NO_REGISTER, ICS_NO_REGISTER);
    const bool is_loop = is_fixed(&machine->program->time_spans[at->k], &fixed);
    memset(by_lane, is_loop ? 0 : 0xFF, words * 8);
    if (is_loop) /* what is near an end of the calendar is noise until it is looked at */
        ics_bits_move_days(a->first, fixed.shift, fixed.from, fixed.to, words, dst->first, by_lane);
    if (is_loop && a->first != a->last)
        ics_bits_move_days(a->last, fixed.shift, fixed.from, fixed.to, words, dst->last, by_lane);
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = by_lane[w] & ics_may_be(a, w) & ics_lane_mask(lane_count, w); left; left &= left - 1)
            add_span_to(machine, at, (uint32_t)(w * 64) + (unsigned)__builtin_ctzll(left));
}

static void days_between(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        const uint64_t there = a->present[w] & b->present[w];
        uint64_t to_the_day;
        ICS_BITS(to_the_day, w, i, a->first[i] == a->last[i] && b->first[i] == b->last[i]);
        dst->present[w] = there & to_the_day;
        dst->known[w] = dst->present[w] | ics_either_absent(a, b, w);
    }
    for (uint32_t lane = 0; lane < lane_count; lane++)
        dst->low[lane] = ((int64_t)a->first[lane] - b->first[lane]) * ICS_DECIMAL_ONE;
}

/* An end that is open stays so. */
static bool moved_on(int32_t day, int64_t count, bool is_open, int32_t *out)
{
    const int64_t moved = day + count;
    *out = is_open ? day : (int32_t)moved;
    return is_open || (moved >= ICS_DAY_MIN && moved <= ICS_DAY_MAX);
}

static void days_on(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->present[w] = a->present[w] & b->known[w];
        dst->known[w] = dst->present[w] | (a->known[w] & ~a->present[w]);
    }
    ics_failed_from(machine, at->dst, at->a, at->b, ICS_NO_REGISTER);
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (!ics_bit(dst->present, lane))
            continue;
        const int64_t number = ics_bit(b->present, lane) ? b->low[lane] : 0, count = number / ICS_DECIMAL_ONE;
        const bool is_range = a->first[lane] != a->last[lane];
        if (number % ICS_DECIMAL_ONE == 0 && count >= 0 && count < ICS_DAY_MAX &&
            moved_on(a->first[lane], count, is_range && a->first[lane] == ICS_DAY_MIN, &dst->first[lane]) &&
            moved_on(a->last[lane], count, is_range && a->last[lane] == ICS_DAY_MAX, &dst->last[lane]))
            continue;
        ics_bit_put(dst->known, lane, false);
        ics_bit_put(dst->present, lane, false);
        ics_bit_put(dst->failed, lane, true);
    }
}

/* Birthdays that have come by a day: the whole years between. */
static int64_t whole_years(int32_t from, int32_t to)
{
    int year, month, day, to_year, to_month, to_day;
    ics_day_to_civil(from, &year, &month, &day);
    ics_day_to_civil(to, &to_year, &to_month, &to_day);
    const bool is_before = to_month != month ? to_month < month : to_day < day;
    return (int64_t)to_year - year - is_before;
}

/* Youngest where the birth is latest and the day earliest, and the other way round. */
static void age(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->present[w] = a->present[w] & b->present[w];
        dst->known[w] = dst->present[w] | ics_either_absent(a, b, w);
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (!ics_bit(dst->present, lane))
            continue;
        dst->low[lane] = whole_years(a->last[lane], b->first[lane]) * ICS_DECIMAL_ONE;
        dst->high[lane] = whole_years(a->first[lane], b->last[lane]) * ICS_DECIMAL_ONE;
    }
}

static void extreme(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    const bool is_later = at->op == ICS_OP_LATER;
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->present[w] = a->present[w] & b->present[w];
        dst->known[w] = dst->present[w] | ics_either_absent(a, b, w);
        if (dst->perhaps)
            dst->perhaps[w] = ics_may_be(a, w) & ics_may_be(b, w) & ~dst->known[w];
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool a_first = a->first[lane] < b->first[lane], a_last = a->last[lane] < b->last[lane];
        dst->first[lane] = a_first == is_later ? b->first[lane] : a->first[lane];
        dst->last[lane] = a_last == is_later ? b->last[lane] : a->last[lane];
    }
}

static void end_of_period(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a];
    ics_value *dst = &machine->values[at->dst];
    const int32_t *day = at->op == ICS_OP_START || at->op == ICS_OP_FIRST_DAY ? a->first : a->last;
    dst->last = dst->first;
    memcpy(dst->known, a->known, ics_words(lane_count) * 8);
    memcpy(dst->present, a->present, ics_words(lane_count) * 8);
    memcpy(dst->first, day, (size_t)lane_count * sizeof *day);
}

static void or_else(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b];
    ics_value *dst = &machine->values[at->dst];
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        dst->known[w] = a->present[w] | b->known[w];
        dst->present[w] = a->present[w] | b->present[w];
    }
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const ics_value *from = ics_bit(a->present, lane) ? a : b;
        dst->first[lane] = from->first[lane];
        dst->last[lane] = from->last[lane];
    }
}

/* -- one of two, by a condition: numbers, days or ids -- */

static bool is_equal_lane(const ics_value *a, const ics_value *b, char type, uint32_t lane)
{
    if (!ics_bit(a->known, lane) || !ics_bit(b->known, lane) || ics_bit(a->present, lane) != ics_bit(b->present, lane))
        return false;
    if (!ics_bit(a->present, lane))
        return true;
    if (type == 'N')
        return a->low[lane] == b->low[lane];
    if (type == 'D')
        return a->first[lane] == a->last[lane] && b->first[lane] == b->last[lane] && a->first[lane] == b->first[lane];
    return a->id[lane] == b->id[lane];
}

static void copy_lane(const ics_value *from, ics_value *to, char type, uint32_t lane)
{
    if (type == 'N') {
        to->low[lane] = from->low[lane];
    } else if (type == 'D') {
        to->first[lane] = from->first[lane];
        to->last[lane] = from->last[lane];
    } else {
        to->id[lane] = from->id[lane];
    }
}

static void pick(ics_machine *machine, const ics_instruction *at, uint32_t lane_count)
{
    const ics_value *a = &machine->values[at->a], *b = &machine->values[at->b], *by = &machine->values[at->c];
    ics_value *dst = &machine->values[at->dst];
    const char type = machine->program->registers[at->dst].type;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const bool is_decided = ics_bit(by->known, lane);
        const ics_value *from = is_decided && !ics_bit(by->truth, lane) ? b : a;
        const bool is_known = ics_bit(from->known, lane) && (is_decided || is_equal_lane(a, b, type, lane));
        ics_bit_put(dst->known, lane, is_known);
        ics_bit_put(dst->present, lane, is_known && ics_bit(from->present, lane));
        copy_lane(from, dst, type, lane);
    }
}

void ics_do_date(ics_machine *machine, const ics_instruction *at)
{
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    switch (at->op) {
    case ICS_OP_SPAN_ADD:
        add_span(machine, at, lane_count);
        break;
    case ICS_OP_DAYS_ON:
        days_on(machine, at, lane_count);
        break;
    case ICS_OP_AGE:
        age(machine, at, lane_count);
        break;
    case ICS_OP_DAYS:
        days_between(machine, at, lane_count);
        break;
    case ICS_OP_LATER:
    case ICS_OP_EARLIER:
        extreme(machine, at, lane_count);
        break;
    case ICS_OP_START:
    case ICS_OP_END:
    case ICS_OP_FIRST_DAY:
    case ICS_OP_LAST_DAY:
        end_of_period(machine, at, lane_count);
        break;
    case ICS_OP_ELSE:
        or_else(machine, at, lane_count);
        break;
    case ICS_OP_PICK:
        pick(machine, at, lane_count);
        break;
    default:
        compare_days(machine, at, ics_words(lane_count));
        break;
    }
}
