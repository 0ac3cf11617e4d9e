/*
 * Which counts of records are printed. A count of fewer than five is not, nor is any with which it could be worked out.
 *
 * A cell is the outcomes of one body by one rule with one state; as numbers it is a vector: how often each record is
 * counted in it. Whoever knows how rules hang together can add and subtract what is printed, so a withheld cell is safe
 * where its vector is no linear combination of those that are printed. Taken as known, too, is the whole of each rule
 * and body. Cells are taken from the largest to the smallest, and one is printed where all that must stay withheld is
 * still out of reach with it.
 */
#ifndef ICS_REPORT_WITHHOLD_H
#define ICS_REPORT_WITHHOLD_H

#include "icsrules/icsrules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The least number of records whose count is shown. */
enum { ICS_SMALLEST_COUNT = 5 };

/** A count, before it is printed or not. Those of one body stand together, and of one body those of one rule. */
typedef struct ics_cell {
    uint32_t body, rule; /* numbers that tell them apart */
    uint64_t records;    /* how many different ones it counts */
    bool is_withheld;    /* the answer */
} ics_cell;

/** That a record is counted in a cell. */
typedef struct ics_membership {
    uint64_t record;
    uint32_t cell, times;
    uint32_t part; /* for the counting alone: the part of the table that the cell is in */
} ics_membership;

/** Decides for each cell. Puts the memberships in another order; each (record, cell) stands there once. */
ICS_NODISCARD ics_status ics_withhold(ics_cell *cells, size_t cell_count, ics_membership *members, size_t member_count);

#endif
