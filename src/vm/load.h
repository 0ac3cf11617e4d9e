/* Reading a column into a register: what the ways to do so share. Private to LOAD and FOLLOW. */
#ifndef ICS_VM_LOAD_H
#define ICS_VM_LOAD_H

#include "vm/machine.h"

/* The lanes to read: which row each has, and whether it has one. */
typedef struct ics_reading {
    ics_machine *machine;
    const ics_column *column;
    const ics_attribute *attribute;
    ics_representation representation;
    ics_value *dst;
    uint32_t lane_count;
    const uint32_t *rows;
    const uint64_t *row_known, *row_present; /* NULL: every lane has a row */
    const ics_value *day;                    /* a date register, or NULL: the day judged */
    const ics_value *oldest;                 /* a date register: what was written down earlier is not known; or NULL */
    bool is_event, needs_day;                /* needs_day: what is read may be another on another day */
} ics_reading;

/** Lanes whose rows follow each other: a word of bits for each 64, moved to lane 0. */
void ics_load_shift(uint64_t *restrict to, const uint64_t *restrict from, uint32_t begin, size_t words);

/** Plain cells of any rows, on the day judged where the column has events. */
void ics_load_rows(const ics_reading *r);

/** Takes out of a register of days what is later than the day judged. */
void ics_load_hide_later(const ics_reading *r, const int32_t *first, const int32_t *last);

#endif
