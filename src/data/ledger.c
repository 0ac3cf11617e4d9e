/* Registers as they are asked: an index by rule and subject, made once when all has been read. */
#include "data/ledger.h"

#include "data/debtor.h"
#include "data/store.h"

#include <string.h>

static const ics_ledger_index *index_of(const ics_dataset *dataset, ics_ledger ledger)
{
    static const ics_ledger_index none;
    return dataset->private_ ? &dataset->private_->ledgers[ledger] : &none;
}

bool ics_ledger_is_given(const ics_dataset *dataset, ics_ledger ledger)
{
    return index_of(dataset, ledger)->is_given;
}

bool ics_ledger_is_empty(const ics_dataset *dataset, ics_ledger ledger)
{
    return index_of(dataset, ledger)->count == 0;
}

/* The first entry from @p begin that is not before a rule and subject. */
static const ics_ledger_entry *first_from(const ics_ledger_entry *begin, const ics_ledger_entry *end, uint32_t rule,
                                          uint32_t subject)
{
    while (begin < end) {
        const ics_ledger_entry *middle = begin + (end - begin) / 2;
        if (middle->rule < rule || (middle->rule == rule && middle->subject < subject))
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

ics_ledger_range ics_ledger_of_rule(const ics_dataset *dataset, ics_ledger ledger, const char *rule)
{
    const ics_ledger_index *index = index_of(dataset, ledger);
    const uint32_t text = index->count ? ics_intern_find(dataset->texts, rule, strlen(rule)) : 0;
    if (text == 0)
        return (ics_ledger_range){NULL, NULL};
    const ics_ledger_entry *end = index->entries + index->count;
    const ics_ledger_entry *begin = first_from(index->entries, end, text, 0);
    return (ics_ledger_range){begin, first_from(begin, end, text + 1, 0)};
}

/* ---- the best of those that speak of a subject ---- */

typedef struct choice {
    const ics_dataset *dataset;
    ics_ledger_range range;
    int32_t day, by; /* it holds on the day, and was made on day `by` or before */
    bool wants_expired;
    const ics_ledger_entry *best;
    bool is_any_current;
} choice;

/* An attestation that says no beats one that says yes: of two that differ, what is worse is believed. */
static bool says_no(const choice *c, const ics_ledger_entry *entry)
{
    const uint32_t value = ics_ledger_attribute(c->dataset->model, ICS_ATTESTATIONS_VALUE);
    const ics_ledger_index *attestations = index_of(c->dataset, ICS_ATTESTATIONS);
    const bool is_attestation =
        entry >= attestations->entries && entry < attestations->entries + attestations->count && value != ICS_NONE;
    return is_attestation && !ics_ledger_yes(c->dataset, ICS_ATTESTATIONS_VALUE, entry->row);
}

static bool is_better(const choice *c, const ics_ledger_entry *entry)
{
    if (!c->best)
        return true;
    const bool no = says_no(c, entry), best_no = says_no(c, c->best);
    return no != best_no ? no : entry->to > c->best->to;
}

static void look_at(choice *c, uint32_t subject)
{
    for (const ics_ledger_entry *at = first_from(c->range.begin, c->range.end, c->range.begin->rule, subject);
         at < c->range.end && at->subject == subject; at++) {
        const bool is_in_time = at->from <= c->day && at->from <= c->by, is_past = at->to < c->day;
        c->is_any_current |= is_in_time && !is_past;
        if (is_in_time && is_past == c->wants_expired && is_better(c, at))
            c->best = at;
    }
}

static void look_at_row(choice *c, ics_row_ref row)
{
    const char *code = ics_dataset_code(c->dataset, row.table, row.row);
    if (code[0] == '\0') /* what has no code is known by its name */
        code = ics_dataset_name(c->dataset, row.table, row.row);
    const uint32_t text = code[0] ? ics_intern_find(c->dataset->texts, code, strlen(code)) : 0;
    if (text)
        look_at(c, text);
}

static void look_around(choice *c, ics_ledger_subject subject)
{
    if (c->range.begin == c->range.end)
        return;
    const ics_row_ref first = {subject.table, subject.row};
    look_at(c, 0);
    for (ics_row_ref row = first; row.table != ICS_NONE; row = ics_row_owner(c->dataset, row))
        look_at_row(c, row);
    const ics_row_ref debtor = subject.owed_by && subject.owed_by[0]
                                   ? ics_row_debtor(c->dataset, first, subject.owed_by)
                                   : (ics_row_ref){ICS_NONE, ICS_NONE};
    if (debtor.table != ICS_NONE)
        look_at_row(c, debtor);
}

uint32_t ics_ledger_current(const ics_dataset *dataset, ics_ledger_range range, ics_ledger_subject subject, int32_t day)
{
    return ics_ledger_made_by(dataset, range, subject, day, day);
}

uint32_t ics_ledger_made_by(const ics_dataset *dataset, ics_ledger_range range, ics_ledger_subject subject, int32_t day,
                            int32_t by)
{
    choice c = {.dataset = dataset, .range = range, .day = day, .by = by};
    look_around(&c, subject);
    return c.best ? c.best->row : ICS_NONE;
}

uint32_t ics_ledger_expired(const ics_dataset *dataset, ics_ledger_range range, ics_ledger_subject subject, int32_t day,
                            int32_t by)
{
    choice c = {.dataset = dataset, .range = range, .day = day, .by = by, .wants_expired = true};
    look_around(&c, subject);
    return c.best && !c.is_any_current ? c.best->row : ICS_NONE;
}

/* ---- what a row says ---- */

/* The column of a field, where the row has a value in it. */
static const ics_column *column_of(const ics_dataset *dataset, ics_ledger_field field, uint32_t row)
{
    const uint32_t attribute = ics_ledger_attribute(dataset->model, field);
    const ics_column *column = attribute == ICS_NONE ? NULL : &dataset->columns[attribute];
    return column && column->is_present && (column->is_present[row / 64] >> (row % 64) & 1) ? column : NULL;
}

const char *ics_ledger_text(const ics_dataset *dataset, ics_ledger_field field, uint32_t row)
{
    const ics_column *column = column_of(dataset, field, row);
    return column ? ics_intern_text(dataset->texts, column->id[row], NULL) : "";
}

int32_t ics_ledger_day(const ics_dataset *dataset, ics_ledger_field field, uint32_t row)
{
    const ics_column *column = column_of(dataset, field, row);
    return column ? column->first[row] : ICS_DAY_NONE;
}

bool ics_ledger_yes(const ics_dataset *dataset, ics_ledger_field field, uint32_t row)
{
    const ics_column *column = column_of(dataset, field, row);
    return column && (column->is_true[row / 64] >> (row % 64) & 1);
}
