/*
 * Reading the dataset into registers: a lane's own row (LOAD), the row that a reference names (FOLLOW), the enclosing
 * frame (LIFT), and rows themselves (SELF, OWNER, KIND_IS). Where the lanes are a slice and nothing depends on the day,
 * a register points into the column.
 */
#include "vm/load.h"

#include "vm/cell.h"
#include "vm/kernels.h"

#include <string.h>

/* Bits of lanes begin, begin + 1 … of a column, moved to lane 0. */
void ics_load_shift(uint64_t *restrict to, const uint64_t *restrict from, uint32_t begin, size_t words)
{
    const uint64_t *source = from + begin / 64;
    const unsigned shift = begin % 64;
    if (shift == 0) {
        memcpy(to, source, words * sizeof *to);
        return;
    }
    for (size_t w = 0; w < words; w++)
        to[w] = source[w] >> shift | source[w + 1] << (64 - shift);
}

/* The day of a lane, or false where it is not known to the day. */
static bool lane_day(const ics_reading *r, uint32_t lane, int32_t *day)
{
    if (!r->day) {
        *day = r->machine->as_at;
        return true;
    }
    *day = r->day->first[lane];
    return ics_bit(r->day->present, lane) && r->day->first[lane] == r->day->last[lane];
}

static void put_cell(const ics_reading *r, uint32_t lane, const ics_cell *cell)
{
    ics_value *dst = r->dst;
    ics_bit_put(dst->known, lane, cell->is_known);
    ics_bit_put(dst->present, lane, cell->is_present);
    switch (r->representation) {
    case ICS_REP_TRUTH:
        ics_bit_put(dst->truth, lane, cell->is_present && cell->value != 0);
        break;
    case ICS_REP_NUMBER:
        dst->low[lane] = cell->value;
        break;
    case ICS_REP_DAYS:
        dst->first[lane] = (int32_t)cell->value;
        dst->last[lane] = cell->last;
        break;
    default:
        dst->id[lane] = (uint32_t)cell->value;
        break;
    }
}

static bool has_dated(const ics_reading *r, uint32_t row)
{
    return r->column->dated_offset && r->column->dated_offset[row] != r->column->dated_offset[row + 1];
}

/* Of a reference: the records that it may lead to, where any of them says when it holds; else NULL. */
static const ics_table *dated_target(const ics_reading *r)
{
    if (r->representation != ICS_REP_REF)
        return NULL;
    const ics_model *model = &r->machine->program->model;
    const ics_table *table = &r->machine->dataset->tables[model->entities[r->attribute->target].root];
    return table->holds_from || table->holds_to ? table : NULL;
}

static bool holds_on(const ics_table *table, uint32_t row, int32_t day)
{
    return !(table->holds_from && table->holds_from[row] > day) && !(table->holds_to && table->holds_to[row] < day);
}

static ics_cell read_cell(const ics_reading *r, uint32_t lane)
{
    ics_cell cell = {.is_known = false};
    if (r->row_known && !ics_bit(r->row_present, lane)) {
        cell.is_known = ics_bit(r->row_known, lane); /* absent: what it reads is absent */
        return cell;
    }
    int32_t day = 0;
    const bool has_day = lane_day(r, lane, &day);
    const ics_table *target = dated_target(r);
    if (!has_day && (r->is_event || target || has_dated(r, r->rows[lane])))
        return cell;
    cell = ics_cell_at(r->column, r->representation, r->rows[lane], day, r->machine->as_at);
    if (r->is_event)
        ics_cell_hide_later(&cell, day);
    if (target && cell.is_present && !holds_on(target, (uint32_t)cell.value, day))
        cell.is_known = cell.is_present = false; /* who it is on that day, nobody said */
    return cell;
}

/* Lists and sets: a range of items, partial or not. */

static const ics_table *elements_of(const ics_reading *r)
{
    static const ics_table no_rows; /* what a set holds says nothing of days */
    if (r->representation != ICS_REP_LIST)
        return &no_rows;
    const uint32_t target = r->attribute->type == ICS_TYPE_VALUES ? r->attribute->values_table : r->attribute->target;
    return &r->machine->dataset->tables[r->machine->program->model.entities[target].root];
}

static bool lost_an_element(const ics_reading *r, uint32_t row, int32_t day)
{
    const ics_table *table = elements_of(r);
    if (!table->holds_from && !table->holds_to)
        return false;
    for (uint32_t i = r->column->offset[row]; i < r->column->offset[row + 1]; i++) {
        const uint32_t item = r->column->item ? r->column->item[i] : i;
        if (!holds_on(table, item, day))
            return true;
    }
    return false;
}

/* Whether an element may be in the list on the day, and may not. */
static bool has_doubtful(const ics_reading *r, uint32_t row, int32_t day)
{
    const ics_table *table = elements_of(r);
    for (uint32_t i = r->column->offset[row]; table->may_hold_from && i < r->column->offset[row + 1]; i++) {
        const uint32_t item = r->column->item ? r->column->item[i] : i;
        if (table->may_hold_from[item] <= day && table->may_hold_to[item] >= day && !holds_on(table, item, day))
            return true;
    }
    return false;
}

/* Whether the list says for which days it is complete, and the day is none of them; or its review is due: by the day
 * judged, whichever day is asked about. */
static bool is_outside(const ics_reading *r, uint32_t row, int32_t day, bool *says_days)
{
    const ics_column *column = r->column;
    *says_days = column->complete_from && column->complete_to &&
                 (column->complete_from[row] != ICS_DAY_MIN || column->complete_to[row] != ICS_DAY_MAX);
    return (*says_days && (day < column->complete_from[row] || day > column->complete_to[row])) ||
           (column->review_by && column->review_by[row] < r->machine->as_at);
}

/* The range of a list or set on a day. A list that lost an element on the day is partial, unless it is complete for
 * days that include it; one that is complete for other days holds of its elements only those that say when they hold.
 */
static void put_range(const ics_reading *r, uint32_t lane, uint32_t row, int32_t day)
{
    ics_value *dst = r->dst;
    const ics_column *column = r->column;
    bool says_days;
    const bool outside = is_outside(r, row, day, &says_days);
    const bool is_said_partial = column->is_partial && ics_bit(column->is_partial, row);
    const bool is_undated =
        outside && r->representation == ICS_REP_LIST && !elements_of(r)->holds_from && !elements_of(r)->holds_to;
    dst->id[lane] = column->offset[row];
    dst->end[lane] = is_undated ? column->offset[row] : column->offset[row + 1];
    dst->day[lane] = day;
    ics_bit_put(dst->dated, lane, outside);
    ics_bit_put(dst->partial, lane,
                is_said_partial || outside || has_doubtful(r, row, day) ||
                    (!says_days && lost_an_element(r, row, day)));
}

static void put_no_range(ics_value *dst, uint32_t lane)
{
    dst->id[lane] = dst->end[lane] = 0;
    dst->day[lane] = 0;
    ics_bit_put(dst->dated, lane, false);
    ics_bit_put(dst->partial, lane, false);
}

/* What a set with a history holds on a day: a whole list if one is certain, else a partial one, where all that may hold
 * beside it agrees. */
static const ics_dated_fact *set_on(const ics_reading *r, uint32_t row, int32_t day)
{
    const ics_column *column = r->column;
    const uint32_t *items = column->item + column->offset[row];
    const ics_dated_fact *end = column->dated + column->dated_offset[row + 1], *found = NULL;
    for (const ics_dated_fact *fact = column->dated + column->dated_offset[row]; fact < end; fact++)
        if (fact->from <= day && fact->to >= day && fact->review_by >= r->machine->as_at && !fact->is_doubtful &&
            (!found || ics_set_is_partial(found)))
            found = fact;
    for (const ics_dated_fact *fact = column->dated + column->dated_offset[row]; found && fact < end; fact++)
        if (fact->from <= day && fact->to >= day && fact->review_by >= r->machine->as_at &&
            !ics_dated_sets_agree(items, found, fact))
            return NULL;
    return found;
}

static ics_cell read_set_on(const ics_reading *r, uint32_t lane, uint32_t row, int32_t day)
{
    ics_value *dst = r->dst;
    const ics_dated_fact *set = set_on(r, row, day);
    if (!set || !set->is_present)
        return (ics_cell){.is_known = set != NULL};
    dst->id[lane] = r->column->offset[row] + ics_set_start(set);
    dst->end[lane] = dst->id[lane] + (uint32_t)set->last;
    dst->day[lane] = day;
    ics_bit_put(dst->partial, lane, ics_set_is_partial(set));
    return (ics_cell){.is_known = true, .is_present = true};
}

static void read_range(const ics_reading *r, uint32_t lane)
{
    ics_cell cell = {.is_known = false};
    int32_t day = 0;
    const bool has_day = lane_day(r, lane, &day);
    put_no_range(r->dst, lane);
    if (r->row_known && !ics_bit(r->row_present, lane)) {
        cell.is_known = ics_bit(r->row_known, lane);
    } else if (has_day || !r->needs_day) {
        const uint32_t row = r->rows[lane];
        cell.is_known = r->column->is_known && ics_bit(r->column->is_known, row);
        cell.is_present = cell.is_known && ics_bit(r->column->is_present, row);
        bool says_days;
        if (has_dated(r, row))
            cell = read_set_on(r, lane, row, day);
        else if (cell.is_present && r->representation == ICS_REP_LIST)
            put_range(r, lane, row, day);
        else if (cell.is_known &&
                 is_outside(r, row, day, &says_days)) /* what it holds, or that it is empty, on other days */
            cell.is_known = cell.is_present = false;
        else if (cell.is_present)
            put_range(r, lane, row, day);
    }
    ics_bit_put(r->dst->known, lane, cell.is_known);
    ics_bit_put(r->dst->present, lane, cell.is_present);
}

/* Evidence that is older than the rule allows, or of an age that nobody knows, says nothing. */
static bool is_fresh(const ics_reading *r, uint32_t lane)
{
    int32_t day = r->machine->as_at;
    if (r->row_present && !ics_bit(r->row_present, lane))
        return true;
    (void)lane_day(r, lane, &day);
    const uint32_t attribute = (uint32_t)(r->attribute - r->machine->program->model.attributes);
    const int32_t recorded = ics_dataset_recorded(r->machine->dataset, attribute, r->rows[lane], day);
    return recorded >= ICS_DAY_MIN && ics_bit(r->oldest->present, lane) && r->oldest->last[lane] <= recorded;
}

static void forget(const ics_reading *r, uint32_t lane)
{
    ics_bit_put(r->dst->known, lane, false);
    ics_bit_put(r->dst->present, lane, false);
    if (r->representation == ICS_REP_LIST || r->representation == ICS_REP_SET)
        put_no_range(r->dst, lane);
}

static void read_lanes(const ics_reading *r)
{
    const bool is_range = r->representation == ICS_REP_LIST || r->representation == ICS_REP_SET;
    for (uint32_t lane = 0; lane < r->lane_count; lane++) {
        if (is_range) {
            read_range(r, lane);
        } else {
            const ics_cell cell = read_cell(r, lane);
            put_cell(r, lane, &cell);
        }
        if (r->oldest && ics_bit(r->dst->known, lane) && !is_fresh(r, lane))
            forget(r, lane);
    }
}

ICS_KERNEL static void find_later(const int32_t *restrict first, const int32_t *restrict last, int32_t day,
                                  size_t words, uint64_t *restrict begins_later, uint64_t *restrict ends_later)
{
    for (size_t w = 0; w < words; w++) {
        ICS_BITS(begins_later[w], w, i, first[i] > day);
        ICS_BITS(ends_later[w], w, i, last[i] > day);
    }
}

void ics_load_hide_later(const ics_reading *r, const int32_t *first, const int32_t *last)
{
    uint64_t *begins_later = r->machine->word_scratch, *ends_later = begins_later + ics_words(r->machine->cap) + 1;
    ics_value *dst = r->dst, *own = &r->machine->own[dst - r->machine->values];
    const size_t words = ics_words(r->lane_count);
    find_later(first, last, r->machine->as_at, words, begins_later, ends_later);
    for (size_t w = 0; w < words; w++) {
        const uint64_t was_present = dst->present[w], known = dst->known[w];
        own->known[w] = known & ~(was_present & ends_later[w] & ~begins_later[w]);
        own->present[w] = was_present & ~ends_later[w];
    }
    dst->known = own->known;
    dst->present = own->present;
}

/* Known and present of rows that follow each other, not copied where all rows have them. */
static void read_presence(const ics_reading *r, uint32_t base)
{
    ics_machine *machine = r->machine;
    ics_value *dst = r->dst;
    const size_t words = ics_words(r->lane_count);
    const uint32_t fullness = machine->binding.fullness[r->attribute - machine->program->model.attributes];
    if (fullness & 1)
        dst->known = machine->plain.ones;
    else
        ics_load_shift(dst->known, r->column->is_known, base, words);
    if (fullness & 2)
        dst->present = machine->plain.ones;
    else
        ics_load_shift(dst->present, r->column->is_present, base, words);
}

/* Plain cells of adjacent rows: values where they lie, bitmaps moved to lane 0. */
static void read_slice(const ics_reading *r, uint32_t base)
{
    const ics_column *column = r->column;
    ics_value *dst = r->dst;
    const size_t words = ics_words(r->lane_count);
    read_presence(r, base);
    switch (r->representation) {
    case ICS_REP_TRUTH:
        ics_load_shift(dst->truth, column->is_true, base, words);
        break;
    case ICS_REP_NUMBER:
        dst->low = column->number + base;
        break;
    case ICS_REP_DAYS:
        dst->first = column->first + base;
        dst->last = column->last + base;
        if (r->is_event)
            ics_load_hide_later(r, dst->first, dst->last);
        break;
    case ICS_REP_ID:
    case ICS_REP_REF:
        dst->id = column->id + base;
        break;
    default:
        dst->id = column->offset + base;
        dst->end = column->offset + base + 1;
        if (column->is_partial)
            ics_load_shift(dst->partial, column->is_partial, base, words);
        else
            dst->partial = r->machine->plain.zeros;
        dst->dated = r->machine->plain.zeros;
        dst->members = column->members ? column->members + base : NULL;
        break;
    }
}

/* What depends on the day is read lane by lane: dated facts, what leads to records that say when they hold, and lists
 * whose completeness has days. */
static bool depends_on_day(const ics_reading *r)
{
    if (r->column->dated_offset || r->column->complete_from || dated_target(r))
        return true;
    if (r->representation != ICS_REP_LIST)
        return false;
    return elements_of(r)->holds_from || elements_of(r)->holds_to;
}

/* Whether every lane has a row, and they follow each other. */
static bool are_adjacent(const ics_reading *r, uint32_t *base)
{
    uint64_t without = 0;
    uint32_t off = 0;
    for (size_t w = 0; w < ics_words(r->lane_count); w++)
        without |= ~r->row_present[w] & ics_lane_mask(r->lane_count, w);
    if (without != 0)
        return false;
    const uint32_t *rows = r->rows, first = rows[0];
    for (uint32_t i = 0; i < r->lane_count; i++)
        off |= rows[i] ^ (first + i);
    *base = first;
    return off == 0;
}

static void read_column(ics_machine *machine, const ics_instruction *at)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const ics_attribute *attribute = &machine->program->model.attributes[at->k];
    ics_reading r = {.machine = machine,
                     .column = &machine->dataset->columns[at->k],
                     .attribute = attribute,
                     .representation = ics_type_representation(attribute->type),
                     .dst = &machine->values[at->dst],
                     .lane_count = frame->lane_count,
                     .is_event = attribute->type == ICS_TYPE_EVENT_DATE};
    *r.dst = machine->own[at->dst];
    const bool is_follow = at->op == ICS_OP_FOLLOW;
    const uint16_t day = is_follow ? at->b : at->a, oldest = is_follow ? at->c : at->b;
    if (day != ICS_NO_REGISTER)
        r.day = &machine->values[day];
    if (oldest != ICS_NO_REGISTER)
        r.oldest = &machine->values[oldest];
    if (is_follow) {
        r.rows = machine->values[at->a].id;
        r.row_known = machine->values[at->a].known;
        r.row_present = machine->values[at->a].present;
    }
    r.needs_day = r.is_event || depends_on_day(&r);
    r.dst->members = NULL;
    uint32_t base = frame->base;
    const bool by_lane =
        r.oldest || !r.column->is_known || r.column->review_by || depends_on_day(&r) || (r.day && r.needs_day);
    if (!is_follow && (by_lane || !frame->is_slice))
        r.rows = ics_frame_rows(frame);
    if (by_lane)
        read_lanes(&r);
    else if (is_follow ? are_adjacent(&r, &base) : frame->is_slice)
        read_slice(&r, base);
    else
        ics_load_rows(&r);
}

/* -- the enclosing frame -- */

static void lift_bits(uint64_t *to, const uint64_t *from, const uint32_t *parents, uint32_t lane_count)
{
    if (!to || !from)
        return;
    for (size_t w = 0; w < ics_words(lane_count); w++) {
        uint64_t word = 0;
        const uint32_t begin = (uint32_t)w * 64, count = lane_count - begin < 64 ? lane_count - begin : 64;
        for (uint32_t i = 0; i < count; i++)
            word |= (uint64_t)ics_bit(from, parents[begin + i]) << i;
        to[w] = word;
    }
}

#define LIFT_ARRAY(field)                                                                                              \
    if (to->field && from->field)                                                                                      \
        for (uint32_t i = 0; i < lane_count; i++)                                                                      \
            to->field[i] = from->field[parents[i]];

static void lift_value(ics_value *to, const ics_value *from, const uint32_t *parents, uint32_t lane_count)
{
    lift_bits(to->known, from->known, parents, lane_count);
    lift_bits(to->present, from->present, parents, lane_count);
    lift_bits(to->truth, from->truth, parents, lane_count);
    lift_bits(to->failed, from->failed, parents, lane_count);
    lift_bits(to->perhaps, from->perhaps, parents, lane_count);
    lift_bits(to->partial, from->partial, parents, lane_count);
    lift_bits(to->dated, from->dated, parents, lane_count);
    LIFT_ARRAY(low)
    LIFT_ARRAY(high)
    LIFT_ARRAY(low_of)
    LIFT_ARRAY(high_of)
    LIFT_ARRAY(first)
    if (from->last == from->first)
        to->last = to->first;
    else
        LIFT_ARRAY(last)
    LIFT_ARRAY(id)
    LIFT_ARRAY(end)
    LIFT_ARRAY(day)
    LIFT_ARRAY(members)
    if (!from->members)
        to->members = NULL;
}

/* From whichever enclosing frame the register belongs to: parents of parents are followed lane by lane. */
static void lift(ics_machine *machine, const ics_instruction *at)
{
    const uint16_t home = machine->program->registers[at->a].frame;
    ics_open_frame *frame = ics_machine_frame(machine);
    const uint32_t lane_count = frame->lane_count;
    const uint32_t *parents = ics_frame_parents(frame);
    for (uint32_t depth = machine->depth - 1; machine->open[depth - 1].index != home; depth--) {
        const uint32_t *around = ics_frame_parents(&machine->open[depth - 1]);
        for (uint32_t i = 0; i < lane_count; i++)
            machine->scratch[i] = around[parents[i]];
        parents = machine->scratch;
    }
    machine->values[at->dst] = machine->own[at->dst];
    lift_value(&machine->values[at->dst], &machine->values[at->a], parents, lane_count);
}

/* -- rows -- */

static void self(ics_machine *machine, const ics_instruction *at)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    ics_value *dst = &machine->values[at->dst];
    dst->known = dst->present = machine->plain.ones;
    memcpy(dst->id, ics_frame_rows(frame), (size_t)frame->lane_count * sizeof *dst->id);
}

static void owner(ics_machine *machine, const ics_instruction *at)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const uint32_t *rows = ics_frame_rows(frame);
    const ics_value *of = at->a == ICS_NO_REGISTER ? NULL : &machine->values[at->a];
    const uint32_t *owners = machine->binding.inverses[at->k].owner;
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < frame->lane_count; lane++) {
        const bool has_row = !of || ics_bit(of->present, lane);
        const uint32_t found = has_row ? owners[of ? of->id[lane] : rows[lane]] : ICS_NONE;
        const bool is_one = found < ICS_SEVERAL;
        ics_bit_put(dst->known, lane, is_one || (of && !has_row && ics_bit(of->known, lane)));
        ics_bit_put(dst->present, lane, is_one);
        dst->id[lane] = is_one ? found : 0;
    }
}

static void kind_is(ics_machine *machine, const ics_instruction *at)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const uint32_t *rows = ics_frame_rows(frame);
    const ics_value *of = at->a == ICS_NO_REGISTER ? NULL : &machine->values[at->a];
    const uint32_t root = machine->program->model.entities[at->k].root;
    const uint32_t *kind = machine->dataset->tables[root].kind;
    const bool *is_kind = machine->binding.is_kind[at->k];
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < frame->lane_count; lane++) {
        const bool has_row = !of || ics_bit(of->present, lane);
        ics_bit_put(dst->known, lane, !of || ics_bit(of->known, lane));
        ics_bit_put(dst->truth, lane, has_row && is_kind[kind[of ? of->id[lane] : rows[lane]]]);
    }
}

void ics_do_load(ics_machine *machine, const ics_instruction *at)
{
    switch (at->op) {
    case ICS_OP_LOAD:
    case ICS_OP_FOLLOW:
        read_column(machine, at);
        break;
    case ICS_OP_LIFT:
        lift(machine, at);
        break;
    case ICS_OP_SELF:
        self(machine, at);
        break;
    case ICS_OP_OWNER:
        owner(machine, at);
        break;
    default:
        kind_is(machine, at);
        break;
    }
}
