/* Counting what must not be shown one by one. */
#include "report/group.h"

#include <stdlib.h>

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

/* One group of one for each special outcome. */
static ics_status collect(ics_groups *groups, const ics_run *run)
{
    const ics_evaluation *evaluation = ics_run_evaluation(run);
    size_t room = 0;
    for (size_t i = 0; i < evaluation->count; i++) {
        const ics_outcome_ref ref = evaluation->order[i];
        const ics_rule_outcomes *outcomes = &run->rules[ref.rule];
        const ics_row_ref subject = {outcomes->table[ref.index], outcomes->row[ref.index]};
        if (!ics_dataset_row_is_special(run->dataset, subject.table, subject.row))
            continue;
        if (groups->count == room) {
            room = room ? room * 2 : 64;
            ics_group *grown = realloc(groups->items, room * sizeof *grown);
            if (!grown)
                return ICS_E_NOMEM;
            groups->items = grown;
        }
        groups->items[groups->count++] = (ics_group){.body = ics_outcome_debtor(run, ref),
                                                     .rule = ref.rule,
                                                     .state = outcomes->state[ref.index],
                                                     .count = 1,
                                                     .first = i,
                                                     .sample = i};
    }
    return ICS_OK;
}

/* Folds neighbours that agree into one group; all groups of a body get its first appearance. */
static void fold(ics_groups *groups)
{
    size_t kept = 0;
    for (size_t i = 0; i < groups->count; i++) {
        ics_group *last = kept > 0 ? &groups->items[kept - 1] : NULL;
        const ics_group *next = &groups->items[i];
        if (last && is_same_body(last, next) && last->rule == next->rule && last->state == next->state)
            last->count++;
        else
            groups->items[kept++] = *next;
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

/* Withholds small counts among the states of one body and rule, and a second one where only one is small. */
static void withhold_in(ics_group *states, size_t count)
{
    ics_group *smallest_other = NULL;
    size_t withheld = 0;
    for (size_t i = 0; i < count; i++) {
        states[i].is_withheld = states[i].count < ICS_SMALLEST_COUNT;
        withheld += states[i].is_withheld;
        if (!states[i].is_withheld && (!smallest_other || states[i].count < smallest_other->count))
            smallest_other = &states[i];
    }
    if (withheld == 1 && smallest_other)
        smallest_other->is_withheld = true;
}

static void withhold(ics_groups *groups)
{
    for (size_t begin = 0, end; begin < groups->count; begin = end) {
        const ics_group *first = &groups->items[begin];
        for (end = begin;
             end < groups->count && is_same_body(first, &groups->items[end]) && first->rule == groups->items[end].rule;
             end++)
            ;
        withhold_in(&groups->items[begin], end - begin);
    }
    for (size_t i = 0; i < groups->count; i++)
        if (groups->items[i].is_withheld)
            groups->is_state_withheld[groups->items[i].state] = true;
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
    const ics_status status = collect(out, run);
    if (status != ICS_OK) {
        ics_groups_free(out);
        return status;
    }
    if (out->count == 0)
        return ICS_OK;
    qsort(out->items, out->count, sizeof *out->items, by_body_rule_state);
    fold(out);
    withhold(out);
    qsort(out->items, out->count, sizeof *out->items, by_appearance);
    return ICS_OK;
}

void ics_groups_free(ics_groups *groups)
{
    free(groups->items);
    *groups = (ics_groups){0};
}
