/*
 * Frames whose lanes are days: the periods of a subject, and the runs of days on which nothing that is read of it
 * changes. PERIOD tells a lane's first and last day, IS_MET what another rule's outcome came to.
 */
#include "base/limits.h"
#include "vm/machine.h"

#include <stdlib.h>
#include <string.h>

/* -- periods -- */

static int year_of(int32_t day, int *month)
{
    int year, day_of_month;
    ics_day_to_civil(day, &year, month, &day_of_month);
    return year;
}

static int first_month(uint8_t period)
{
    return period == ICS_PERIOD_FINANCIAL ? 4 : period == ICS_PERIOD_ACADEMIC ? 9 : 1;
}

/* The first day of the year of that kind that begins in a year of the calendar; past the last day where there is none.
 */
static int32_t start_of_year(uint8_t period, int year)
{
    int32_t day = ICS_DAY_MIN;
    if (year > 9999)
        return ICS_DAY_MAX + 1;
    return year < 1 || !ics_day_from_civil(year, first_month(period), 1, &day) ? ICS_DAY_MIN : day;
}

/* The first day of a stretch: so many months after the first of all; past the last day where there is none. */
static int32_t start_of_stretch(const ics_frame_info *info, int32_t base, uint32_t index)
{
    int32_t day;
    const int64_t months = (int64_t)index * info->months;
    return months < 12 * 9999 && ics_day_add(base, (int32_t)months, ICS_UNIT_MONTHS, &day) ? day : ICS_DAY_MAX + 1;
}

static int32_t start_of(const ics_frame_info *info, int32_t base, uint32_t index)
{
    return info->period == ICS_PERIOD_STRETCH ? start_of_stretch(info, base, index)
                                              : start_of_year(info->period, (int)index);
}

/* The number of the period that a day lies in: a year of the calendar, or how many stretches lie before. */
static uint32_t index_of(const ics_frame_info *info, int32_t base, int32_t day)
{
    int month, first;
    const int year = year_of(day, &month);
    if (info->period != ICS_PERIOD_STRETCH)
        return (uint32_t)(month < first_month(info->period) ? year - 1 : year);
    if (day < base)
        return 0;
    const int years = year - year_of(base, &first);
    uint32_t index = (uint32_t)((12 * years + month - first) / info->months);
    while (index > 0 && start_of_stretch(info, base, index) > day)
        index--;
    return index;
}

/* The periods of one parent: from the first day to the last; where none lies there, the one of the last day. */
typedef struct periods {
    int32_t base;
    uint32_t first, last;
    bool is_known;
} periods;

static bool known_day(const ics_machine *machine, uint16_t reg, uint32_t lane, int32_t *day)
{
    const ics_value *of = &machine->values[reg];
    *day = of->first[lane];
    return ics_bit(of->present, lane) && of->first[lane] == of->last[lane];
}

static periods periods_of(const ics_machine *machine, const ics_open_frame *frame, uint32_t parent)
{
    const ics_instruction *open = &machine->program->code[machine->plan.open_at[frame->index]];
    const ics_frame_info *info = &machine->program->frames[frame->index];
    int32_t from = machine->as_at, to = machine->as_at;
    if ((open->b != ICS_NO_REGISTER && !known_day(machine, open->b, parent, &from)) ||
        (open->c != ICS_NO_REGISTER && !known_day(machine, open->c, parent, &to)))
        return (periods){.is_known = false};
    periods all = {.base = from, .is_known = true};
    all.first = index_of(info, from, from);
    all.last = index_of(info, from, to) + info->ahead;
    if (info->ahead && open->b != ICS_NO_REGISTER) /* those that begin after the first day */
        all.first++;
    if (open->b == ICS_NO_REGISTER || all.first > all.last)
        all.first = all.last;
    return all;
}

static void add_period(ics_open_frame *frame, uint32_t parent, uint32_t index, int32_t first, int32_t last)
{
    if (frame->segment_count == 0 || frame->segment_parent[frame->segment_count - 1] != parent) {
        frame->segment_parent[frame->segment_count] = parent;
        frame->segment_start[frame->segment_count++] = frame->lane_count;
    }
    frame->is_slice = false;
    frame->has_rows = frame->has_parents = true;
    frame->rows[frame->lane_count] = index;
    frame->parents[frame->lane_count] = parent;
    frame->first[frame->lane_count] = first;
    frame->last[frame->lane_count++] = last;
}

/* @return false where the batch is full before the last period of the parent. */
static bool fill_periods(const ics_machine *machine, ics_open_frame *frame, uint32_t parent, uint32_t only)
{
    const ics_frame_info *info = &machine->program->frames[frame->index];
    const periods all = periods_of(machine, frame, parent);
    const uint32_t count = all.is_known ? all.last - all.first + 1 : 1;
    for (; frame->next_item < count; frame->next_item++) {
        const uint32_t index = all.first + frame->next_item;
        if (only != ICS_NONE && index != only)
            continue;
        if (frame->lane_count == machine->batch)
            return false;
        if (all.is_known)
            add_period(frame, parent, index, start_of(info, all.base, index), start_of(info, all.base, index + 1) - 1);
        else
            add_period(frame, parent, index, ICS_NO_DAY, ICS_NO_DAY);
    }
    return true;
}

/* -- runs of days -- */

/* A row whose facts may matter, and those that its facts lead to, each once. */
typedef struct reached {
    ics_machine *machine;
    const bool *is_read; /* by attribute */
    ics_open_frame *frame;
    uint32_t (*rows)[2]; /* table, row */
    size_t count, room;
    uint64_t **seen; /* by root entity: a bit for each row; NULL where none was reached */
    int32_t from, to;
    bool has_failed;
} reached;

static void add_row(reached *r, uint32_t table, uint32_t row)
{
    const uint32_t rows = r->machine->dataset->tables[table].row_count;
    if (r->has_failed || row >= rows)
        return;
    if (!r->seen[table])
        r->seen[table] = calloc(ics_words(rows) + 1, sizeof(uint64_t));
    if (r->count == r->room) {
        const size_t room = r->room ? r->room * 2 : 64;
        void *grown = realloc(r->rows, room * sizeof *r->rows);
        r->has_failed = !grown;
        r->rows = grown ? grown : r->rows;
        r->room = grown ? room : r->room;
    }
    r->has_failed = r->has_failed || !r->seen[table];
    if (r->has_failed || ics_bit(r->seen[table], row))
        return;
    ics_bit_put(r->seen[table], row, true);
    r->rows[r->count][0] = table;
    r->rows[r->count++][1] = row;
}

/* A day from which something may be otherwise than on the day before. */
static void add_change(reached *r, int64_t day)
{
    ics_open_frame *frame = r->frame;
    if (r->has_failed || day <= r->from || day > r->to)
        return;
    if (frame->change_count + 2 > frame->change_room) {
        const uint32_t room = frame->change_room ? frame->change_room * 2 : 64;
        void *grown = room < frame->change_room ? NULL : realloc(frame->changes, (size_t)room * sizeof(int32_t));
        if (!grown) {
            r->has_failed = true;
            return;
        }
        frame->changes = grown;
        frame->change_room = room;
    }
    frame->changes[frame->change_count++] = (int32_t)day;
}

/* Something that holds from a day to a day. */
static void add_span(reached *r, int32_t from, int32_t to)
{
    add_change(r, from);
    add_change(r, (int64_t)to + 1);
}

static uint32_t root_of_target(const ics_machine *machine, uint32_t attribute)
{
    const ics_attribute *a = &machine->program->model.attributes[attribute];
    const uint32_t target = a->type == ICS_TYPE_VALUES ? a->values_table : a->target;
    return target == ICS_NONE ? ICS_NONE : machine->program->model.entities[target].root;
}

static void follow(reached *r, uint32_t table, uint32_t row)
{
    const ics_table *of = &r->machine->dataset->tables[table];
    if (row < of->row_count && of->holds_from)
        add_change(r, of->holds_from[row]);
    if (row < of->row_count && of->holds_to)
        add_change(r, (int64_t)of->holds_to[row] + 1);
    if (row < of->row_count && of->may_hold_from)
        add_span(r, of->may_hold_from[row], of->may_hold_to[row]);
    add_row(r, table, row);
}

/* The days of one cell that has a value, and where its references lead. */
static void add_cell(reached *r, uint32_t attribute, uint32_t row)
{
    const ics_machine *machine = r->machine;
    const ics_column *column = &machine->dataset->columns[attribute];
    const ics_type type = machine->program->model.attributes[attribute].type;
    const ics_representation rep = ics_type_representation(type);
    if (type == ICS_TYPE_EVENT_DATE && column->first && ics_bit(column->is_present, row)) {
        add_change(r, column->first[row]);
        add_change(r, column->last[row]);
    }
    if (rep == ICS_REP_REF && ics_bit(column->is_present, row))
        follow(r, root_of_target(machine, attribute), column->id[row]);
    for (uint32_t i = column->dated_offset ? column->dated_offset[row] : 0;
         column->dated_offset && i < column->dated_offset[row + 1]; i++) {
        const ics_dated_fact *fact = &column->dated[i];
        add_span(r, fact->from, fact->to);
        if (!fact->is_present)
            continue;
        if (type == ICS_TYPE_EVENT_DATE) {
            add_change(r, fact->value);
            add_change(r, fact->last);
        } else if (rep == ICS_REP_REF) {
            follow(r, root_of_target(machine, attribute), (uint32_t)fact->value);
        }
    }
}

static void add_list(reached *r, uint32_t attribute, uint32_t row)
{
    const ics_column *column = &r->machine->dataset->columns[attribute];
    const uint32_t target = root_of_target(r->machine, attribute);
    const ics_attribute *of = &r->machine->program->model.attributes[attribute];
    if (column->complete_from && column->complete_to)
        add_span(r, column->complete_from[row], column->complete_to[row]);
    for (uint32_t i = column->dated_offset ? column->dated_offset[row] : 0;
         column->dated_offset && i < column->dated_offset[row + 1]; i++)
        add_span(r, column->dated[i].from, column->dated[i].to);
    if (!ics_bit(column->is_present, row) || target == ICS_NONE ||
        (of->type == ICS_TYPE_SET && of->element != ICS_TYPE_REF))
        return;
    for (uint32_t i = column->offset[row]; i < column->offset[row + 1]; i++)
        follow(r, target, column->item ? column->item[i] : i);
}

static void add_facts(reached *r, uint32_t table, uint32_t row)
{
    const ics_model *model = &r->machine->program->model;
    for (uint32_t a = 0; a < model->attribute_count; a++) {
        if (!r->is_read[a])
            continue;
        const ics_inverse *inverse = &r->machine->binding.inverses[a];
        if (inverse->owner && root_of_target(r->machine, a) == table && inverse->owner[row] < ICS_SEVERAL)
            add_row(r, model->entities[model->attributes[a].entity].root, inverse->owner[row]);
        if (model->entities[model->attributes[a].entity].root != table || !r->machine->dataset->columns[a].is_known)
            continue;
        const ics_representation rep = ics_type_representation(model->attributes[a].type);
        if (rep == ICS_REP_LIST || rep == ICS_REP_SET)
            add_list(r, a, row);
        else
            add_cell(r, a, row);
    }
}

/* The rows that the lane around stands for, and all rows of tables that are gone through whole. */
static void add_seeds(reached *r, uint32_t parent)
{
    ics_machine *machine = r->machine;
    const ics_program *program = machine->program;
    uint32_t lane = parent;
    for (uint32_t depth = machine->depth - 1; depth-- > 0;) {
        ics_open_frame *around = &machine->open[depth];
        const ics_frame_info *info = &program->frames[around->index];
        if (!ics_frame_is_of_days(info))
            add_row(r, program->model.entities[info->entity].root, ics_frame_rows(around)[lane]);
        lane = ics_frame_parents(around)[lane];
    }
    for (uint32_t pc = machine->plan.open_at[r->frame->index]; pc < machine->plan.close_at[r->frame->index]; pc++) {
        const ics_instruction *at = &program->code[pc];
        if (at->op != ICS_OP_OPEN || program->frames[at->k].source != ICS_FRAME_EVERY)
            continue;
        const uint32_t root = program->model.entities[program->frames[at->k].entity].root;
        for (uint32_t row = 0; row < machine->dataset->tables[root].row_count; row++)
            follow(r, root, row);
    }
}

static int compare_days(const void *a, const void *b)
{
    const int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return left < right ? -1 : left > right;
}

/* The first days of the runs, each once, and the day after the last of them. */
static void order_changes(ics_open_frame *frame, int32_t from, int32_t to)
{
    uint32_t count = 0;
    qsort(frame->changes, frame->change_count, sizeof *frame->changes, compare_days);
    for (uint32_t i = 0; i < frame->change_count; i++)
        if (count == 0 || frame->changes[i] != frame->changes[count - 1])
            frame->changes[count++] = frame->changes[i];
    memmove(frame->changes + 1, frame->changes, count * sizeof *frame->changes);
    frame->changes[0] = from;
    frame->changes[count + 1] = to + 1;
    frame->change_count = count + 1;
}

static bool make_room(ics_open_frame *frame)
{
    if (frame->change_room >= 2)
        return true;
    frame->changes = malloc(64 * sizeof *frame->changes);
    frame->change_room = frame->changes ? 64 : 0;
    return frame->changes != NULL;
}

/* The days of a run: from the first that may be the first to the last that may be the last. */
typedef struct bounds {
    int32_t first, last;
    int32_t certain, doubtful; /* the last that may be the first, and the first that may be the last */
} bounds;

static bool bounds_of(const ics_machine *machine, const ics_open_frame *frame, uint32_t parent, bounds *out)
{
    const ics_instruction *open = &machine->program->code[machine->plan.open_at[frame->index]];
    const ics_value *from = open->b == ICS_NO_REGISTER ? NULL : &machine->values[open->b],
                    *to = open->c == ICS_NO_REGISTER ? NULL : &machine->values[open->c];
    *out = (bounds){machine->as_at, machine->as_at, machine->as_at, machine->as_at};
    if ((from && !ics_bit(from->present, parent)) || (to && !ics_bit(to->present, parent)))
        return false;
    if (from) {
        out->first = from->first[parent];
        out->certain = from->last[parent];
    }
    if (to) {
        out->doubtful = to->first[parent];
        out->last = to->last[parent];
    }
    return true;
}

static bool find_changes(ics_machine *machine, ics_open_frame *frame, uint32_t parent, const bounds *of)
{
    const uint32_t entities = machine->program->model.entity_count;
    const int32_t from = of->first < of->last ? of->first : of->last, to = of->last;
    frame->change_count = 0;
    if (from == to) { /* one day: nothing to look for */
        order_changes(frame, from, to);
        return true;
    }
    reached r = {.machine = machine,
                 .is_read = machine->binding.is_read[frame->index],
                 .frame = frame,
                 .seen = calloc((size_t)entities + 1, sizeof(uint64_t *)),
                 .from = from,
                 .to = to};
    r.has_failed = !r.seen || !make_room(frame);
    add_change(&r, of->certain);
    add_change(&r, (int64_t)of->doubtful + 1);
    if (!r.has_failed)
        add_seeds(&r, parent);
    for (size_t i = 0; i < r.count && !r.has_failed; i++)
        add_facts(&r, r.rows[i][0], r.rows[i][1]);
    if (!r.has_failed)
        order_changes(frame, from, to);
    for (uint32_t i = 0; i < entities && r.seen; i++)
        free(r.seen[i]);
    free(r.seen);
    free(r.rows);
    return !r.has_failed;
}

/* Where the first day is later than the last, the last alone; where one is not known, a run that is not. */
static bool fill_days(ics_machine *machine, ics_open_frame *frame, uint32_t parent)
{
    bounds of;
    const bool is_known = bounds_of(machine, frame, parent, &of);
    if (frame->next_item == 0) {
        if (!make_room(frame) || (is_known && !find_changes(machine, frame, parent, &of))) {
            machine->status = ICS_E_NOMEM;
            return false;
        }
        if (!is_known)
            frame->change_count = 1;
    }
    for (; frame->next_item < frame->change_count; frame->next_item++) {
        if (frame->lane_count == machine->batch)
            return false;
        const uint32_t i = frame->next_item;
        add_period(frame, parent, i, is_known ? frame->changes[i] : ICS_NO_DAY,
                   is_known ? frame->changes[i + 1] - 1 : ICS_NO_DAY);
    }
    return true;
}

void ics_days_fill(ics_machine *machine, ics_open_frame *frame, const ics_open_frame *around, uint32_t only)
{
    const bool is_periods = machine->program->frames[frame->index].source == ICS_FRAME_PERIODS;
    while (frame->next_parent < around->lane_count && frame->lane_count < machine->batch) {
        const uint32_t parent = frame->next_parent;
        if (!(is_periods ? fill_periods(machine, frame, parent, only) : fill_days(machine, frame, parent)))
            return;
        frame->next_parent++;
        frame->next_item = 0;
    }
}

/* -- instructions -- */

static void put_period(ics_machine *machine, const ics_instruction *at)
{
    const ics_open_frame *frame = ics_machine_frame(machine);
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < frame->lane_count; lane++) {
        const bool is_known = frame->first[lane] != ICS_NO_DAY;
        ics_bit_put(dst->known, lane, is_known);
        ics_bit_put(dst->present, lane, is_known);
        dst->first[lane] = is_known ? frame->first[lane] : 0;
        dst->last[lane] = is_known ? frame->last[lane] : 0;
    }
}

static void put_is_met(ics_machine *machine, const ics_instruction *at)
{
    const uint8_t *state = machine->values[at->a].state;
    ics_value *dst = &machine->values[at->dst];
    for (uint32_t lane = 0; lane < ics_machine_frame(machine)->lane_count; lane++) {
        const bool is_open = state[lane] == ICS_UNKNOWN || state[lane] == ICS_ERROR || state[lane] == ICS_LAW_UNCLEAR ||
                             state[lane] == ICS_NOT_YET_DUE;
        ics_bit_put(dst->known, lane, !is_open);
        ics_bit_put(dst->truth, lane, state[lane] == ICS_MET || (at->k == 0 && state[lane] == ICS_DONE_LATE));
        if (dst->failed)
            ics_bit_put(dst->failed, lane, state[lane] == ICS_ERROR);
    }
}

void ics_do_period(ics_machine *machine, const ics_instruction *at)
{
    if (at->op == ICS_OP_PERIOD)
        put_period(machine, at);
    else
        put_is_met(machine, at);
}
