/*
 * Frames: which rows are the lanes of a batch, and how a child is gone through batch by batch. A list longer than a
 * batch is cut where the batch is full; the accumulators of reductions go on with the next.
 */
#include "vm/machine.h"

static uint32_t root_of_frame(const ics_machine *machine, uint16_t frame)
{
    const ics_program *program = machine->program;
    return program->model.entities[program->frames[frame].entity].root;
}

/* What decides whether an element of a list is a lane of the frame. */
typedef struct filter {
    const bool *is_kind;
    const uint32_t *kind;
    const int32_t *holds_from, *holds_to;
    uint32_t only_row; /* a trace keeps the one row it is about; else ICS_NONE */
} filter;

/* Whether an element is in its list on the day; where only dated elements count, it must say when it holds. */
static bool holds_on(const int32_t *from, const int32_t *to, uint32_t row, int32_t day, bool only_dated)
{
    const int32_t first = from ? from[row] : ICS_DAY_MIN, last = to ? to[row] : ICS_DAY_MAX;
    return first <= day && last >= day && !(only_dated && first == ICS_DAY_MIN && last == ICS_DAY_MAX);
}

static bool passes(const filter *by, uint32_t row, int32_t day, bool only_dated)
{
    return (!by->is_kind || by->is_kind[by->kind[row]]) &&
           (!(by->holds_from || by->holds_to) || holds_on(by->holds_from, by->holds_to, row, day, only_dated)) &&
           (by->only_row == ICS_NONE || by->only_row == row);
}

/* Past all rows: a frame that a trace leaves empty. */
#define NO_ROW (ICS_NONE - 1)

/* A trace keeps the row that it is about, and of the root frame the row that leads there. */
static uint32_t only_row_of(const ics_machine *machine, uint16_t frame)
{
    if (!machine->is_single)
        return ICS_NONE;
    if (frame == machine->when_frame)
        return machine->single_when;
    if (frame == machine->pair_frame)
        return machine->single_with;
    if (frame == machine->single_frame)
        return machine->single_row;
    if (machine->program->frames[frame].parent != ICS_NO_FRAME)
        return ICS_NONE;
    uint16_t root = machine->single_frame;
    while (machine->program->frames[root].parent != ICS_NO_FRAME)
        root = machine->program->frames[root].parent;
    return frame == root ? machine->only_root_row : NO_ROW;
}

static filter filter_of(const ics_machine *machine, uint16_t frame)
{
    const uint32_t root = root_of_frame(machine, frame), entity = machine->program->frames[frame].entity;
    const ics_table *table = &machine->dataset->tables[root];
    const bool is_list = machine->program->frames[frame].source == ICS_FRAME_LIST;
    return (filter){.is_kind = is_list && entity != root ? machine->binding.is_kind[entity] : NULL,
                    .kind = table->kind,
                    .holds_from = is_list ? table->holds_from : NULL,
                    .holds_to = is_list ? table->holds_to : NULL,
                    .only_row = only_row_of(machine, frame)};
}

static void begin_segment(ics_open_frame *frame, uint32_t parent)
{
    if (frame->segment_count > 0 && frame->segment_parent[frame->segment_count - 1] == parent)
        return;
    frame->segment_parent[frame->segment_count] = parent;
    frame->segment_start[frame->segment_count++] = frame->lane_count;
}

const uint32_t *ics_frame_rows(ics_open_frame *frame)
{
    for (uint32_t lane = 0; !frame->has_rows && lane < frame->lane_count; lane++)
        frame->rows[lane] = frame->base + lane;
    frame->has_rows = true;
    return frame->rows;
}

const uint32_t *ics_frame_parents(ics_open_frame *frame)
{
    for (uint32_t n = 0; !frame->has_parents && n < frame->segment_count; n++)
        for (uint32_t lane = frame->segment_start[n]; lane < frame->segment_start[n + 1]; lane++)
            frame->parents[lane] = frame->segment_parent[n];
    frame->has_parents = true;
    return frame->parents;
}

/* Rows that follow each other, behind those that there are. */
static void add_rows(ics_open_frame *frame, uint32_t row, uint32_t count)
{
    if (frame->lane_count == 0)
        frame->base = row;
    if (frame->is_slice && row != frame->base + frame->lane_count) {
        (void)ics_frame_rows(frame);
        frame->is_slice = false;
    }
    for (uint32_t i = 0; !frame->is_slice && i < count; i++)
        frame->rows[frame->lane_count + i] = row + i;
    frame->lane_count += count;
}

static void begin_batch(ics_open_frame *frame)
{
    frame->lane_count = 0;
    frame->segment_count = 0;
    frame->is_slice = true;
    frame->has_rows = frame->has_parents = frame->has_ends = false;
    frame->base = 0;
}

/* Lanes from the list of one parent, from item next_item on. @return false where the batch is full before its end. */
static bool fill_from_list(ics_machine *machine, ics_open_frame *frame, const ics_value *list, const uint32_t *items,
                           const filter *by)
{
    const uint32_t parent = frame->next_parent;
    const bool is_plain = !items && !by->is_kind && !by->holds_from && !by->holds_to && by->only_row == ICS_NONE;
    const uint32_t end = list->end[parent];
    const bool is_dated = by->holds_from || by->holds_to;
    const int32_t day = is_dated ? list->day[parent] : 0;
    const bool only_dated = is_dated && ics_bit(list->dated, parent);
    uint32_t item = list->id[parent] + frame->next_item;
    if (is_plain) {
        const uint32_t room = machine->batch - frame->lane_count, left = end - item;
        const uint32_t count = left < room ? left : room;
        if (count > 0)
            begin_segment(frame, parent);
        add_rows(frame, item, count);
        item += count;
    }
    for (; item < end && frame->lane_count < machine->batch; item++) {
        const uint32_t row = items ? items[item] : item;
        if (!passes(by, row, day, only_dated))
            continue;
        begin_segment(frame, parent);
        add_rows(frame, row, 1);
    }
    frame->next_item = item - list->id[parent];
    return item == end;
}

/* Slices whole, as long as there is room: nothing is asked of their rows. Most follow each other. */
static void fill_slices(const ics_machine *machine, ics_open_frame *frame, const ics_value *list, uint32_t parents)
{
    const uint32_t *restrict begins = list->id, *restrict ends = list->end;
    const uint64_t *restrict present = list->present;
    uint32_t *restrict segment_parent = frame->segment_parent, *restrict segment_start = frame->segment_start;
    uint32_t parent = frame->next_parent, lanes = frame->lane_count, segments = frame->segment_count;
    uint32_t next = frame->base + lanes; /* the row that would follow */
    for (; parent < parents; parent++) {
        const uint32_t begin = begins[parent], is_there = ics_bit(present, parent);
        const uint32_t count = (ends[parent] - begin) & (0 - is_there);
        if (count > machine->batch - lanes)
            break;
        segment_parent[segments] = parent; /* there is room for one more than the lanes */
        segment_start[segments] = lanes;
        segments += count != 0;
        if (count != 0 && (begin != next || !frame->is_slice || lanes == 0)) {
            frame->lane_count = lanes;
            add_rows(frame, begin, count);
            next = begin;
        }
        next += count;
        lanes += count;
    }
    frame->lane_count = lanes;
    frame->segment_count = segments;
    frame->next_parent = parent;
}

static void fill_list(ics_machine *machine, ics_open_frame *frame, const ics_open_frame *around)
{
    const ics_instruction *open = &machine->program->code[machine->plan.open_at[frame->index]];
    const ics_value *list = &machine->values[open->a];
    const uint32_t column = machine->plan.column[open->a];
    const uint32_t *items = machine->dataset->columns[column].item;
    const filter by = filter_of(machine, frame->index);
    const bool is_plain = !items && !by.is_kind && !by.holds_from && !by.holds_to && by.only_row == ICS_NONE;
    while (frame->next_parent < around->lane_count && frame->lane_count < machine->batch) {
        if (is_plain && frame->next_item == 0)
            fill_slices(machine, frame, list, around->lane_count);
        if (frame->next_parent == around->lane_count)
            return;
        if (ics_bit(list->present, frame->next_parent) && !fill_from_list(machine, frame, list, items, &by))
            return;
        frame->next_parent++;
        frame->next_item = 0;
    }
}

/* Where a row stands among the rows from item on, which ascend; the first after it where it does not. */
static uint32_t item_of_row(const uint32_t *rows, uint32_t item, uint32_t count, uint32_t row)
{
    if (!rows)
        return row > item ? (row < count ? row : count) : item;
    uint32_t end = count;
    while (item < end) {
        const uint32_t middle = item + (end - item) / 2;
        if (rows[middle] < row)
            item = middle + 1;
        else
            end = middle;
    }
    return item;
}

/* Which rows of a root frame this machine judges: runs of whole words, so that bitmaps need no shifting. */
static uint32_t begin_of_share(const ics_machine *machine, uint16_t frame, uint32_t share)
{
    const uint32_t count = machine->binding.row_count[frame];
    if (machine->share_count <= 1 || machine->program->frames[frame].source != ICS_FRAME_ROOT)
        return share > machine->share ? count : 0;
    const uint64_t words = ics_words(count), begin = words * share / machine->share_count * 64;
    return begin < count ? (uint32_t)begin : count;
}

/* Rows of a table, each once (ROOT) or once for each parent (EVERY). */
static bool fill_from_table(ics_machine *machine, ics_open_frame *frame, uint32_t parent, const filter *by)
{
    const uint32_t *rows = machine->binding.rows_of[frame->index];
    const uint32_t count = begin_of_share(machine, frame->index, machine->share + 1);
    uint32_t item = frame->next_item;
    if (!rows && by->only_row == ICS_NONE) {
        const uint32_t room = machine->batch - frame->lane_count, left = count - item;
        const uint32_t n = left < room ? left : room;
        if (n > 0)
            begin_segment(frame, parent);
        add_rows(frame, item, n);
        item += n;
    }
    if (by->only_row != ICS_NONE)
        item = item_of_row(rows, item, count, by->only_row);
    for (; item < count && frame->lane_count < machine->batch; item++) {
        const uint32_t row = rows ? rows[item] : item;
        if (by->only_row != ICS_NONE && by->only_row != row)
            break;
        begin_segment(frame, parent);
        add_rows(frame, row, 1);
    }
    const bool is_done = by->only_row != ICS_NONE ? frame->lane_count < machine->batch : item == count;
    frame->next_item = is_done ? count : item;
    return is_done;
}

static void fill_table(ics_machine *machine, ics_open_frame *frame, const ics_open_frame *around)
{
    const filter by = filter_of(machine, frame->index);
    const uint32_t parents = around ? around->lane_count : 1;
    while (frame->next_parent < parents && frame->lane_count < machine->batch) {
        if (!fill_from_table(machine, frame, frame->next_parent, &by))
            return;
        frame->next_parent++;
        frame->next_item = 0;
    }
}

/* The search has come to the subject: from which row of the root frame. */
static void note_root_row(ics_machine *machine)
{
    uint32_t lane = 0;
    for (uint32_t depth = machine->depth; depth > 1; depth--)
        lane = ics_frame_parents(&machine->open[depth - 1])[lane];
    machine->only_root_row = ics_frame_rows(&machine->open[0])[lane];
    machine->is_found = true;
}

/* From which root row each of a batch's rows is reached, where none was before it. */
static void note_root_rows(ics_machine *machine)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const uint32_t *rows = ics_frame_rows(frame);
    for (uint32_t i = 0; i < frame->lane_count; i++) {
        uint32_t lane = i;
        for (uint32_t depth = machine->depth; depth > 1; depth--)
            lane = ics_frame_parents(&machine->open[depth - 1])[lane];
        if (machine->root_of_row[rows[i]] == ICS_NONE)
            machine->root_of_row[rows[i]] = ics_frame_rows(&machine->open[0])[lane];
    }
}

/* The next batch of lanes. @return false where there is none. */
static bool fill(ics_machine *machine)
{
    ics_open_frame *frame = ics_machine_frame(machine);
    const ics_open_frame *around = machine->depth > 1 ? &machine->open[machine->depth - 2] : NULL;
    begin_batch(frame);
    if (!around)
        machine->element_count = 0; /* no register of the batch before is read again */
    if (machine->program->frames[frame->index].source == ICS_FRAME_LIST)
        fill_list(machine, frame, around);
    else if (ics_frame_is_of_days(&machine->program->frames[frame->index]))
        ics_days_fill(machine, frame, around, only_row_of(machine, frame->index));
    else
        fill_table(machine, frame, around);
    frame->segment_start[frame->segment_count] = frame->lane_count;
    machine->is_too_wide = machine->is_too_wide || frame->lane_count == machine->batch;
    if ((machine->is_sizing || machine->counts_lanes) && !ics_machine_charge(machine, frame->index, frame->lane_count))
        return false;
    if (machine->root_of_row && frame->index == machine->noted_frame)
        note_root_rows(machine);
    const uint16_t sought = machine->when_frame != ICS_NO_FRAME   ? machine->when_frame
                            : machine->pair_frame != ICS_NO_FRAME ? machine->pair_frame
                                                                  : machine->single_frame;
    if (machine->is_searching && frame->index == sought && frame->lane_count > 0)
        note_root_row(machine);
    return frame->lane_count > 0;
}

typedef void reduction_fn(ics_machine *machine, const ics_instruction *at);

static void each_reduction(ics_machine *machine, uint16_t frame, reduction_fn *fn)
{
    const ics_plan *plan = &machine->plan;
    for (uint32_t i = plan->reduction_from[frame]; i < plan->reduction_from[frame + 1]; i++)
        if (plan->active[plan->reduction[i]])
            fn(machine, &machine->program->code[plan->reduction[i]]);
}

/* Lists that are absent or not known have no length. */
static uint64_t total_length(const uint32_t *begins, const uint32_t *ends, uint32_t count)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += ends[i] - begins[i];
    return total;
}

/* Sizing a frame in which nothing is read needs no batches where its lanes can be told from offsets alone. */
static bool size_leaf(ics_machine *machine, uint16_t index)
{
    if (ics_frame_is_of_days(&machine->program->frames[index]) ||
        (machine->root_of_row && index == machine->noted_frame))
        return false;
    const filter by = filter_of(machine, index);
    const ics_open_frame *around = machine->depth > 0 ? ics_machine_frame(machine) : NULL;
    if (by.is_kind || by.holds_from || by.holds_to || by.only_row != ICS_NONE)
        return false;
    uint64_t lanes = 0;
    if (machine->program->frames[index].source != ICS_FRAME_LIST) {
        lanes = (uint64_t)machine->binding.row_count[index] * (around ? around->lane_count : 1);
    } else {
        const ics_value *list = &machine->values[machine->program->code[machine->plan.open_at[index]].a];
        lanes = total_length(list->id, list->end, around->lane_count);
    }
    (void)ics_machine_charge(machine, index, lanes);
    return true;
}

uint32_t ics_frame_open(ics_machine *machine, uint32_t pc)
{
    const uint16_t index = (uint16_t)machine->program->code[pc].k;
    if (machine->is_sizing && machine->plan.is_leaf[index] && size_leaf(machine, index))
        return machine->plan.close_at[index] + 1;
    each_reduction(machine, index, ics_reduction_begin);
    ics_open_frame *frame = &machine->open[machine->depth++];
    frame->index = index;
    frame->next_parent = 0;
    frame->next_item = begin_of_share(machine, index, machine->share);
    return fill(machine) ? pc + 1 : machine->plan.close_at[index];
}

static void trace_reductions(ics_machine *machine, uint16_t frame)
{
    const ics_plan *plan = &machine->plan;
    for (uint32_t i = plan->reduction_from[frame]; i < plan->reduction_from[frame + 1]; i++)
        if (plan->active[plan->reduction[i]])
            ics_machine_trace(machine, plan->reduction[i], ics_machine_frame(machine));
}

uint32_t ics_frame_close(ics_machine *machine, uint32_t pc)
{
    const uint16_t index = ics_machine_frame(machine)->index;
    if (ics_machine_frame(machine)->lane_count > 0 && fill(machine))
        return machine->plan.open_at[index] + 1;
    machine->depth--;
    each_reduction(machine, index, ics_reduction_end);
    if (machine->trace && machine->depth > 0)
        trace_reductions(machine, index);
    return pc + 1;
}

bool ics_list_is_undated(const ics_machine *machine, uint16_t reg)
{
    const ics_register_info *info = &machine->program->registers[reg];
    const ics_table *table = &machine->dataset->tables[info->type == 'L' ? info->aux : 0];
    return info->type != 'L' || (!table->holds_from && !table->holds_to);
}

uint32_t ics_list_size(const ics_machine *machine, uint16_t reg, uint32_t lane)
{
    const ics_value *list = &machine->values[reg];
    const uint32_t size = list->end[lane] - list->id[lane];
    if (ics_list_is_undated(machine, reg))
        return size;
    const ics_table *table = &machine->dataset->tables[machine->program->registers[reg].aux];
    const uint32_t *items = machine->dataset->columns[machine->plan.column[reg]].item;
    const filter by = {.holds_from = table->holds_from, .holds_to = table->holds_to, .only_row = ICS_NONE};
    uint32_t count = 0;
    for (uint32_t i = list->id[lane]; i < list->end[lane]; i++)
        count += passes(&by, items ? items[i] : i, list->day[lane], ics_bit(list->dated, lane));
    return count;
}

bool ics_list_item_holds(const ics_machine *machine, const ics_value *list, uint32_t lane, uint32_t root, uint32_t row)
{
    const ics_table *table = &machine->dataset->tables[root];
    const filter by = {.holds_from = table->holds_from, .holds_to = table->holds_to, .only_row = ICS_NONE};
    const bool is_dated = table->holds_from || table->holds_to;
    return passes(&by, row, is_dated ? list->day[lane] : 0, is_dated && ics_bit(list->dated, lane));
}
