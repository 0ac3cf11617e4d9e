/*
 * What an explanation does not tell. Two things spread from attributes to what is reckoned from them: what is personal
 * (a date of birth, a name), and what single records of a special category say (a number of children, the latest of
 * their days) where the outcome is about somebody else. What is merely so or not so gives nothing away.
 */
#ifndef ICS_EXPLAIN_HIDDEN_H
#define ICS_EXPLAIN_HIDDEN_H

#include "data/debtor.h"
#include "vm/run.h"

/** Bits of a register. */
enum {
    ICS_HIDES_PERSONAL = 1,  /* its value is, or would give away, what is personal */
    ICS_HIDES_RECORDS = 2,   /* its value is of records of a special category, or reckoned from them */
    ICS_RESTS_ON_RECORDS = 4 /* it comes of such records, if only by what is so and what is not */
};

/**
 * Marks the registers by what they hide, but for the bits in @p shown. @p hides has room for register_count. False
 * without memory.
 */
ICS_NODISCARD bool ics_hidden_find(const ics_program *program, uint8_t shown, uint8_t *hides);

/** The days beside an outcome that would give away what its registers hide. */
typedef struct ics_hidden_days {
    bool due, late, open,
        gap; /* last lawful day · days late · days open · days on which it was not so, and the first */
} ics_hidden_days;

/** What the days of one judgement would give away. @p hides: NULL where all is told. */
ics_hidden_days ics_hidden_days_of(const ics_judge *judge, const uint8_t *hides);

/** The same by rule, of all its judgements. @p days: one for each rule, zeroed. */
void ics_hidden_days_by_rule(const ics_program *program, const uint8_t *hides, ics_hidden_days *days);

/** Takes away the days of an outcome of that state that are not told. */
void ics_hide_days(ics_hidden_days hidden, ics_outcome state, int32_t *due, int32_t *days, int32_t *since);

/** The second of a pair, or the first of a member's group; nobody where the outcome has neither. */
ics_row_ref ics_outcome_with(const ics_run *run, uint32_t rule, uint32_t index);

/** Whether an outcome is about one record of a special category: as its subject, its event or the other of a pair. */
bool ics_outcome_is_special(const ics_run *run, uint32_t rule, uint32_t index);

#endif
