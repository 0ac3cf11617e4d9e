/*
 * Registers as they are asked: which row of waivers, attestations or answers speaks of a rule and a subject, and holds
 * on a day. Leans on the dataset's columns; knows nothing of outcomes.
 */
#ifndef ICS_DATA_LEDGER_H
#define ICS_DATA_LEDGER_H

#include "data/dataset.h"
#include "model/ledger.h"

/** One row of a register, under the texts that it is looked up by. */
typedef struct ics_ledger_entry {
    uint32_t rule;    /* text: the rule or question; of functions: the function */
    uint32_t subject; /* text: a code; 0: every subject (a test that names none) */
    uint32_t row;
    int32_t from, to; /* the days on which it holds */
} ics_ledger_entry;

/** A register's rows by rule, subject and row. */
typedef struct ics_ledger_index {
    ics_ledger_entry *entries;
    size_t count;
    bool is_given; /* the description mentions the register, be it empty */
} ics_ledger_index;

/** Whom an outcome is about: the row, and the entity that owes the duty where it is another ("" else). */
typedef struct ics_ledger_subject {
    uint32_t table, row;
    const char *owed_by;
} ics_ledger_subject;

/** The rows of a register that speak of a rule: a range of its index; begin is end where none does. */
typedef struct ics_ledger_range {
    const ics_ledger_entry *begin, *end;
} ics_ledger_range;

/** Whether the description mentions the register at all. */
bool ics_ledger_is_given(const ics_dataset *dataset, ics_ledger ledger);

/** Whether it has no row. */
bool ics_ledger_is_empty(const ics_dataset *dataset, ics_ledger ledger);

ics_ledger_range ics_ledger_of_rule(const ics_dataset *dataset, ics_ledger ledger, const char *rule);

/**
 * The row of the range that speaks of the subject, of a record that holds it or of the one who owes it, and holds on
 * the day; of several the one that holds longest, and of attestations one that says no before one that says yes.
 * ICS_NONE where none does.
 */
uint32_t ics_ledger_current(const ics_dataset *dataset, ics_ledger_range range, ics_ledger_subject subject,
                            int32_t day);
/** As ics_ledger_current(), of those that were made on day @p by or before. */
uint32_t ics_ledger_made_by(const ics_dataset *dataset, ics_ledger_range range, ics_ledger_subject subject, int32_t day,
                            int32_t by);
/** As ics_ledger_made_by() for the one that ended last, where none holds and one did before the day. */
uint32_t ics_ledger_expired(const ics_dataset *dataset, ics_ledger_range range, ics_ledger_subject subject, int32_t day,
                            int32_t by);

/** What a register's row says: a text ("" where it says nothing), a day (ICS_DAY_MIN - 1), yes. */
const char *ics_ledger_text(const ics_dataset *dataset, ics_ledger_field field, uint32_t row);
int32_t ics_ledger_day(const ics_dataset *dataset, ics_ledger_field field, uint32_t row);
bool ics_ledger_yes(const ics_dataset *dataset, ics_ledger_field field, uint32_t row);

#endif
