/*
 * What a body that ended leaves to those that succeed it (docs/decisions.md, 45): days that go on counting no longer
 * than the body lasted, and an outcome of each successor for what was not settled. Done when all outcomes are there,
 * for a successor may be of another kind, and stand anywhere in its table.
 */
#include "vm/life.h"

#include "data/debtor.h"
#include "vm/cell.h"
#include "vm/machine.h"

#include <stdlib.h>
#include <string.h>

/* Successors of successors are followed so far; a ring of them ends there too. */
enum { GENERATIONS = 8, MOST_INHERITED = 1 << 22 };

typedef struct life {
    ics_run *run;
    const ics_lifetime *of; /* by entity */
    uint32_t **seen;        /* by table: for each row the last question in which it was a successor */
    uint32_t question;
    uint32_t room; /* of the rule's arrays */
    uint64_t inherited;
    ics_status status;
} life;

/* The list of those that take over from a body, which are of its own table. */
static uint32_t heirs_of(const life *l, uint32_t entity)
{
    const ics_model *model = &l->run->program->model;
    const uint32_t heirs = l->of[entity].successors;
    const bool is_own =
        heirs != ICS_NONE && model->entities[model->attributes[heirs].target].root == model->entities[entity].root;
    return is_own ? heirs : ICS_NONE;
}

static uint32_t kind_of(const life *l, uint32_t table, uint32_t row)
{
    const ics_table *of = &l->run->dataset->tables[table];
    return of->kind ? of->kind[row] : table;
}

/* The last day of a row that ended before the day judged, by an attribute; ICS_NO_DAY where it is not said to have. */
static int32_t last_day_in(const ics_run *run, uint32_t attribute, uint32_t row)
{
    const ics_column *column = attribute == ICS_NONE ? NULL : &run->dataset->columns[attribute];
    if (!column || !column->is_known)
        return ICS_NO_DAY;
    const ics_cell cell = ics_cell_at(column, ICS_REP_DAYS, row, run->as_at, run->as_at);
    return cell.is_present && cell.last < run->as_at ? cell.last : ICS_NO_DAY;
}

static int32_t last_day(const life *l, uint32_t table, uint32_t row)
{
    return last_day_in(l->run, l->of[kind_of(l, table, row)].ended, row);
}

/* Whether rows of a kind say when they begin or end: then the duty is theirs, else of whom the sentence says owes it.
 */
static bool has_life(const life *l, uint32_t kind)
{
    return l->of[kind].ended != ICS_NONE || l->of[kind].established != ICS_NONE;
}

static int32_t last_day_of_debtor(const life *l, const ics_rule *rule, uint32_t table, uint32_t row)
{
    if (rule->owed_by[0] == '\0' || has_life(l, kind_of(l, table, row)))
        return last_day(l, table, row);
    const ics_row_ref debtor = ics_row_debtor(l->run->dataset, (ics_row_ref){table, row}, rule->owed_by);
    return debtor.table == ICS_NONE ? ICS_NO_DAY : last_day(l, debtor.table, debtor.row);
}

/* Days overdue or open are those until the body's last; of another member of a group, until the last of the first. */
static bool stop_days(const life *l, uint32_t rule)
{
    ics_rule_outcomes *of = &l->run->rules[rule];
    const ics_rule *about = &l->run->program->rules[rule];
    const uint16_t first = about->with_frame == ICS_NO_FRAME ? about->frame : about->with_frame;
    const uint32_t kind = l->run->program->frames[first].entity, table = l->run->program->model.entities[kind].root;
    for (uint32_t i = 0; i < of->count; i++) {
        const uint8_t state = of->state[i];
        if (of->days[i] == ICS_NO_DAY || (state != ICS_NOT_MET && state != ICS_DEPARTED && state != ICS_OPEN))
            continue;
        const bool is_member = about->is_member && of->with[i] != ICS_NONE;
        const int32_t own = last_day_of_debtor(l, about, of->table[i], of->row[i]);
        const int32_t group = is_member ? last_day(l, table, of->with[i]) : ICS_NO_DAY;
        const int32_t end = own == ICS_NO_DAY || (group != ICS_NO_DAY && group < own) ? group : own;
        if (end == ICS_NO_DAY || of->days[i] < l->run->as_at - end)
            continue;
        if (!ics_outcomes_own(of, 1u << ICS_OUTCOME_DAYS))
            return false;
        of->days[i] -= l->run->as_at - end;
    }
    return true;
}

static bool is_left_undone(uint8_t state)
{
    return state == ICS_NOT_MET || state == ICS_DEPARTED || state == ICS_OPEN || state == ICS_UNKNOWN ||
           state == ICS_LAW_UNCLEAR || state == ICS_ERROR;
}

/* -- rows appended */

#define GROW(array, room)                                                                                              \
    do {                                                                                                               \
        void *grown_ = realloc((array), ((size_t)(room) + 1) * sizeof *(array));                                       \
        if (!grown_)                                                                                                   \
            return false;                                                                                              \
        (array) = grown_;                                                                                              \
    } while (0)

static bool make_marks(ics_rule_outcomes *of)
{
    if (of->marks)
        return true;
    of->marks = malloc(((size_t)of->count + 1) * sizeof *of->marks);
    for (uint32_t i = 0; of->marks && i < of->count; i++)
        of->marks[i] = ICS_NO_MARKS;
    return of->marks != NULL;
}

static bool make_room(ics_rule_outcomes *of, uint32_t room, uint32_t letters)
{
    GROW(of->table, room);
    GROW(of->row, room);
    GROW(of->about, room);
    GROW(of->with, room);
    GROW(of->state, room);
    GROW(of->detail, room);
    GROW(of->version, room);
    GROW(of->due, room);
    GROW(of->days, room);
    GROW(of->marks, room);
    void *parts = realloc(of->parts, ((size_t)room + 1) * ((size_t)letters + 1));
    if (!parts)
        return false;
    of->parts = parts;
    return true;
}

/* Room for one more; it doubles. */
static bool has_room(life *l, ics_rule_outcomes *of, uint32_t letters)
{
    if (++l->inherited > MOST_INHERITED || of->count >= UINT32_MAX / 2) {
        l->status = ICS_E_LIMIT;
        return false;
    }
    if (of->marks && of->count < l->room)
        return true;
    l->room = of->count * 2 + 16;
    if (ics_outcomes_own(of, (1u << ICS_OUTCOME_COLUMN_COUNT) - 1) && make_marks(of) && make_room(of, l->room, letters))
        return true;
    l->status = ICS_E_NOMEM;
    return false;
}

static bool inherit(life *l, uint32_t rule, uint32_t from, uint32_t row)
{
    ics_rule_outcomes *of = &l->run->rules[rule];
    const uint32_t letters = l->run->program->rules[rule].letter_count, n = of->count;
    if (!has_room(l, of, letters))
        return false;
    of->table[n] = of->table[from];
    of->row[n] = row;
    of->about[n] = of->about[from];
    of->with[n] = of->with[from];
    of->state[n] = of->state[from];
    of->detail[n] = of->detail[from];
    of->version[n] = of->version[from];
    of->due[n] = of->due[from];
    of->days[n] = of->days[from];
    of->marks[n] = of->marks[from];
    of->marks[n].inherited_table = of->table[from];
    of->marks[n].inherited_row = of->row[from];
    of->marks[n].inherited_index = from;
    memcpy(of->parts + (size_t)n * letters, of->parts + (size_t)from * letters, letters);
    of->count++;
    l->run->counts[of->state[n]]++;
    return true;
}

/* -- successors */

/* The list of a row's successors; NULL where it names none. They are bodies of the same table. */
static const ics_column *list_in(const ics_run *run, uint32_t attribute, uint32_t row)
{
    const ics_column *column = attribute == ICS_NONE ? NULL : &run->dataset->columns[attribute];
    return column && column->is_present && (column->is_present[row / 64] >> (row % 64) & 1) ? column : NULL;
}

static bool pass_on(life *l, uint32_t rule, uint32_t from, uint32_t row, int generation)
{
    const uint32_t table = l->run->rules[rule].table[from];
    const ics_column *list = list_in(l->run, heirs_of(l, kind_of(l, table, row)), row);
    if (!list || generation == GENERATIONS || last_day(l, table, row) == ICS_NO_DAY)
        return true;
    for (uint32_t i = list->offset[row]; i < list->offset[row + 1]; i++) {
        const uint32_t heir = list->item ? list->item[i] : i;
        if (l->seen[table][heir] == l->question)
            continue;
        l->seen[table][heir] = l->question;
        if (!inherit(l, rule, from, heir) || !pass_on(l, rule, from, heir, generation + 1))
            return false;
    }
    return true;
}

/* What is nobody's duty is nobody's to inherit. */
static bool is_duty(const ics_rule *rule)
{
    return rule->modality != ICS_STATEMENT && rule->modality != ICS_QUESTION;
}

static bool pass_on_rule(life *l, uint32_t rule)
{
    ics_rule_outcomes *of = &l->run->rules[rule];
    const uint32_t own = of->count;
    if (!is_duty(&l->run->program->rules[rule]))
        return true;
    l->room = own;
    if (!stop_days(l, rule)) {
        l->status = ICS_E_NOMEM;
        return false;
    }
    for (uint32_t i = 0; i < own; i++) {
        const uint32_t table = of->table[i];
        if (!is_left_undone(of->state[i]) || !l->seen[table])
            continue;
        l->question++;
        l->seen[table][of->row[i]] = l->question;
        if (!pass_on(l, rule, i, of->row[i], 0))
            return false;
    }
    return true;
}

/* -- what the model says of bodies */

/* Whether any kind of body can have ended. */
static bool can_end(const life *l, const ics_model *model)
{
    for (uint32_t e = 0; e < model->entity_count; e++)
        if (l->of[e].ended != ICS_NONE)
            return true;
    return false;
}

static bool make_seen(life *l, const ics_model *model)
{
    for (uint32_t e = 0; e < model->entity_count; e++) {
        const uint32_t root = model->entities[e].root;
        if (heirs_of(l, e) == ICS_NONE || l->seen[root])
            continue;
        l->seen[root] = calloc((size_t)l->run->dataset->tables[root].row_count + 1, sizeof **l->seen);
        if (!l->seen[root])
            return false;
    }
    return true;
}

ics_status ics_life_settle(ics_run *run)
{
    const ics_model *model = &run->program->model;
    life l = {.run = run, .of = run->program->lifetimes, .status = ICS_OK};
    if (!can_end(&l, model))
        return ICS_OK;
    l.seen = calloc((size_t)model->entity_count + 1, sizeof *l.seen);
    if (!l.seen || !make_seen(&l, model))
        l.status = ICS_E_NOMEM;
    for (uint32_t r = 0; r < run->program->rule_count && l.status == ICS_OK; r++)
        if (!pass_on_rule(&l, r))
            break;
    for (uint32_t e = 0; l.seen && e < model->entity_count; e++)
        free(l.seen[e]);
    free(l.seen);
    return l.status;
}

/* -- for those who tell of it */

int32_t ics_life_ended(const ics_run *run, uint32_t table, uint32_t row)
{
    const ics_table *of = &run->dataset->tables[table];
    const uint32_t kind = of->kind ? of->kind[row] : table;
    return last_day_in(run, run->program->lifetimes[kind].ended, row);
}

uint32_t ics_life_successor(const ics_run *run, uint32_t table, uint32_t row, uint32_t index)
{
    const ics_table *of = &run->dataset->tables[table];
    const uint32_t kind = of->kind ? of->kind[row] : table;
    const uint32_t attribute = run->program->lifetimes[kind].successors;
    const ics_column *list = list_in(run, attribute, row);
    if (!list || index >= list->offset[row + 1] - list->offset[row])
        return ICS_NONE;
    const uint32_t at = list->offset[row] + index;
    return list->item ? list->item[at] : at;
}

uint32_t ics_outcome_original(const ics_run *run, uint32_t rule, uint32_t index)
{
    const ics_outcome_marks marks = ics_outcome_marks_of(&run->rules[rule], index);
    return marks.inherited_table == ICS_NONE ? index : marks.inherited_index;
}
