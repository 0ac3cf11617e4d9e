/*
 * Outcomes about records of a special category are not shown one by one: they are counted by owing body, rule and
 * state. Which of the counts are withheld is for withhold.h; the total of a state of which any was withheld is withheld
 * too.
 */
#ifndef ICS_REPORT_GROUP_H
#define ICS_REPORT_GROUP_H

#include "pipeline/outcome.h"

/** Outcomes about records of a special category that agree in body, rule and state. */
typedef struct ics_group {
    ics_row_ref body; /* table ICS_NONE: not told */
    uint32_t rule;
    uint8_t state;
    bool is_withheld;
    uint64_t count;  /* outcomes */
    uint64_t record; /* one that it counts; before outcomes are folded into groups, the one */
    size_t first;    /* the body's first outcome in output order: there all groups of the body are shown */
    size_t sample;   /* an outcome of the group, for the subject's type */
} ics_group;

typedef struct ics_groups {
    ics_group *items; /* by first, rule, state */
    size_t count;
    bool is_state_withheld[ICS_OUTCOME_COUNT];
} ics_groups;

/** Groups the special category outcomes of a run. Caller owns: ics_groups_free(). */
ICS_NODISCARD ics_status ics_groups_make(ics_groups *out, const ics_run *run);
void ics_groups_free(ics_groups *groups);

#endif
