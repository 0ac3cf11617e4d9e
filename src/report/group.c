/* Counting what must not be shown one by one. */
#include "report/group.h"

#include "report/withhold.h"

#include <stdlib.h>

enum { RECORDS_DEEP = 8 }; /* a review of a plan of a pupil … */

static int compare_numbers(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_body_rule_state(const void *a, const void *b)
{
    const ics_group *x = a, *y = b;
    int order = compare_numbers(x->body.table, y->body.table);
    if (order == 0)
        order = compare_numbers(x->body.row, y->body.row);
    if (order == 0)
        order = compare_numbers(x->rule, y->rule);
    if (order == 0)
        order = compare_numbers(x->state, y->state);
    if (order == 0)
        order = compare_numbers(x->record, y->record);
    return order != 0 ? order : compare_numbers(x->sample, y->sample);
}

static int by_appearance(const void *a, const void *b)
{
    const ics_group *x = a, *y = b;
    int order = compare_numbers(x->first, y->first);
    if (order == 0)
        order = compare_numbers(x->rule, y->rule);
    return order != 0 ? order : compare_numbers(x->state, y->state);
}

static bool is_same_body(const ics_group *a, const ics_group *b)
{
    return a->body.table == b->body.table && a->body.row == b->body.row;
}

static bool is_same_cell(const ics_group *a, const ics_group *b)
{
    return is_same_body(a, b) && a->rule == b->rule && a->state == b->state;
}

/* -- whose record it is */

/* References that lead from record to record; the last record that was followed, for one has many outcomes in a row. */
typedef struct ways {
    uint32_t *attributes;
    size_t count;
    ics_row_ref last;
    uint64_t child;
} ways;

static bool may_be_special(const ics_model *model, uint32_t entity)
{
    for (uint32_t e = 0; e < model->entity_count; e++)
        if (model->entities[e].is_special && (ics_model_is_a(model, entity, e) || ics_model_is_a(model, e, entity)))
            return true;
    return false;
}

static bool find_ways(ways *out, const ics_model *model)
{
    *out = (ways){.attributes = calloc(model->attribute_count + (size_t)1, sizeof *out->attributes),
                  .last = {ICS_NONE, ICS_NONE}};
    for (uint32_t a = 0; out->attributes && a < model->attribute_count; a++)
        if (model->attributes[a].type == ICS_TYPE_REF && may_be_special(model, model->attributes[a].target) &&
            may_be_special(model, model->attributes[a].entity))
            out->attributes[out->count++] = a;
    return out->attributes != NULL;
}

/* The first record of a special category that a row refers to; nobody where it refers to none. */
static ics_row_ref referred_record(const ics_dataset *dataset, const ways *by, ics_row_ref row)
{
    const ics_model *model = dataset->model;
    const uint32_t kind = (uint32_t)(ics_row_entity(dataset, row) - model->entities);
    for (size_t i = 0; i < by->count; i++) {
        const uint32_t a = by->attributes[i];
        const ics_attribute *attribute = &model->attributes[a];
        const ics_column *column = &dataset->columns[a];
        if (!column->id || !ics_model_is_a(model, kind, attribute->entity) ||
            !(column->is_present[row.row / 64] >> (row.row % 64) & 1))
            continue;
        const ics_row_ref target = {model->entities[attribute->target].root, column->id[row.row]};
        if (target.row < dataset->tables[target.table].row_count &&
            ics_dataset_row_is_special(dataset, target.table, target.row))
            return target;
    }
    return (ics_row_ref){ICS_NONE, ICS_NONE};
}

/* The child behind a record: the outermost record that it is nested in, or what that refers to. A plan and its pupil
 * are counted by two rules, and are one. */
static uint64_t child_of(const ics_dataset *dataset, ways *by, ics_row_ref row)
{
    if (row.table == by->last.table && row.row == by->last.row)
        return by->child;
    by->last = row;
    for (int steps = 0; steps < RECORDS_DEEP; steps++) {
        ics_row_ref next = ics_row_owner(dataset, row);
        if (next.table == ICS_NONE || !ics_dataset_row_is_special(dataset, next.table, next.row))
            next = referred_record(dataset, by, row);
        if (next.table == ICS_NONE)
            break;
        row = next;
    }
    by->child = (uint64_t)row.table << 32 | row.row;
    return by->child;
}

/* The record of a special category that an outcome is about: its subject, else its event, else the other of a pair. */
static ics_row_ref record_of(const ics_run *run, ics_outcome_ref ref)
{
    const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
    const ics_outcome_marks marks = ics_outcome_marks_of(outcomes, ref.index);
    const ics_row_ref subject = {outcomes->table[ref.index], outcomes->row[ref.index]};
    const ics_row_ref event = {marks.event_table, marks.event_row};
    if (ics_dataset_row_is_special(run->dataset, subject.table, subject.row))
        return subject;
    return event.table != ICS_NONE && ics_dataset_row_is_special(run->dataset, event.table, event.row)
               ? event
               : ics_outcome_with(run, ref.rule, ref.index);
}

/* Who owes it; where nobody is named, a subject that is no such record itself, or what the record is nested in. */
static ics_row_ref body_of(const ics_run *run, ics_outcome_ref ref)
{
    const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
    const ics_row_ref subject = {outcomes->table[ref.index], outcomes->row[ref.index]};
    ics_row_ref body = ics_outcome_debtor(run, ref);
    if (body.table == ICS_NONE)
        body = subject;
    while (body.table != ICS_NONE && ics_dataset_row_is_special(run->dataset, body.table, body.row))
        body = ics_row_owner(run->dataset, body);
    return body;
}

/* -- counting */

/* One group of one for each special outcome. */
static ics_status collect(ics_groups *groups, const ics_run *run, ways *by)
{
    const ics_evaluation *evaluation = ics_run_evaluation(run);
    size_t room = 0;
    for (size_t i = 0; i < evaluation->order.count; i++) {
        const ics_outcome_ref ref = ics_evaluation_at(evaluation, i);
        if (!ics_outcome_is_special(run, ref.rule, ref.index))
            continue;
        if (groups->count == room) {
            room = room ? room * 2 : 64;
            ics_group *grown = realloc(groups->items, room * sizeof *grown);
            if (!grown)
                return ICS_E_NOMEM;
            groups->items = grown;
        }
        groups->items[groups->count++] = (ics_group){.body = body_of(run, ref),
                                                     .rule = ref.rule,
                                                     .state = run->rules[ref.rule].state[ref.index],
                                                     .count = 1,
                                                     .record = child_of(run->dataset, by, record_of(run, ref)),
                                                     .first = i,
                                                     .sample = i};
    }
    return ICS_OK;
}

/* What each record is counted in; groups of one, in order, become cells with their records. @return how many cells. */
static size_t count_records(const ics_groups *groups, ics_cell *cells, ics_membership *members, size_t *member_count)
{
    size_t cell_count = 0, found = 0;
    uint32_t body = 0;
    for (size_t i = 0; i < groups->count; i++) {
        const ics_group *at = &groups->items[i], *before = i > 0 ? at - 1 : at;
        const bool is_counted = i > 0 && is_same_cell(before, at);
        body += !is_same_body(before, at);
        if (!is_counted)
            cells[cell_count++] = (ics_cell){.body = body, .rule = at->rule};
        if (is_counted && before->record == at->record) {
            members[found - 1].times++;
            continue;
        }
        cells[cell_count - 1].records++;
        members[found++] = (ics_membership){.record = at->record, .cell = (uint32_t)(cell_count - 1), .times = 1};
    }
    *member_count = found;
    return cell_count;
}

/* Folds neighbours that agree into one group; all groups of a body get its first appearance. */
static void fold(ics_groups *groups)
{
    size_t kept = 0;
    for (size_t i = 0; i < groups->count; i++) {
        ics_group *last = kept > 0 ? &groups->items[kept - 1] : NULL;
        const ics_group *next = &groups->items[i];
        if (last && is_same_cell(last, next)) {
            last->count++;
            if (next->first < last->first)
                last->first = last->sample = next->first;
        } else {
            groups->items[kept++] = *next;
        }
    }
    groups->count = kept;
    for (size_t begin = 0, end; begin < kept; begin = end) {
        size_t first = groups->items[begin].first;
        for (end = begin; end < kept && is_same_body(&groups->items[begin], &groups->items[end]); end++)
            if (groups->items[end].first < first)
                first = groups->items[end].first;
        for (size_t i = begin; i < end; i++)
            groups->items[i].first = first;
    }
}

/* Counts the sorted outcomes, and withholds what must be. */
static ics_status count_and_withhold(ics_groups *groups)
{
    ics_cell *cells = calloc(groups->count, sizeof *cells);
    ics_membership *members = calloc(groups->count, sizeof *members);
    ics_status status = cells && members ? ICS_OK : ICS_E_NOMEM;
    if (status == ICS_OK) {
        size_t member_count = 0;
        const size_t cell_count = count_records(groups, cells, members, &member_count);
        fold(groups);
        status = ics_withhold(cells, cell_count, members, member_count);
    }
    for (size_t i = 0; status == ICS_OK && i < groups->count; i++) {
        groups->items[i].is_withheld = cells[i].is_withheld;
        groups->is_state_withheld[groups->items[i].state] |= cells[i].is_withheld;
    }
    free(cells);
    free(members);
    return status;
}

static bool model_has_special(const ics_model *model)
{
    for (uint32_t e = 0; e < model->entity_count; e++)
        if (model->entities[e].is_special)
            return true;
    return false;
}

ics_status ics_groups_make(ics_groups *out, const ics_run *run)
{
    *out = (ics_groups){0};
    if (!model_has_special(&run->program->model))
        return ICS_OK;
    ways by;
    ics_status status = find_ways(&by, &run->program->model) ? collect(out, run, &by) : ICS_E_NOMEM;
    free(by.attributes);
    if (status == ICS_OK && out->count > 0) {
        qsort(out->items, out->count, sizeof *out->items, by_body_rule_state);
        status = count_and_withhold(out);
        qsort(out->items, out->count, sizeof *out->items, by_appearance);
    }
    if (status != ICS_OK)
        ics_groups_free(out);
    return status;
}

void ics_groups_free(ics_groups *groups)
{
    free(groups->items);
    *groups = (ics_groups){0};
}
