/* What each rule takes of the judging: lanes times instructions, as announced, and time by the clock. */
#ifndef ICS_VM_COST_H
#define ICS_VM_COST_H

#include "vm/run.h"

/** What was gathered of judging by one program. Zeroed, it is empty. */
struct ics_costs {
    const ics_program *program; /* of the first dataset that was measured; NULL: none yet */
    uint64_t *lanes;            /* by frame */
    uint64_t *spent;            /* by instruction: nanoseconds */
    uint64_t announced;         /* instructions times lanes */
};

/** What one rule takes. An instruction that several need is parted evenly among them. */
typedef struct ics_rule_cost {
    uint32_t rule;        /* its index, or rule_count: what no one rule needs */
    uint64_t own, shared; /* of the announced cost: instructions that it alone needs, its part of the others */
    double spent;         /* nanoseconds, both together */
} ics_rule_cost;

/**
 * Judges once more, on one thread, with a look at the clock around each instruction, and adds what was found. Of some
 * passes the least time of each instruction counts.
 * @return as ics_vm_run(); ICS_E_MODEL also where other datasets were measured by another program.
 */
ICS_NODISCARD ics_status ics_costs_measure(ics_costs *costs, const ics_program *program, const ics_dataset *dataset,
                                           int32_t as_at, const ics_run_options *options);

/** How much of the costs may be told: of few records of a special category, a cost would tell how many. */
typedef enum ics_costs_told {
    ICS_COSTS_ALL,
    ICS_COSTS_IN_PERCENT, /* whole ones: records of a special category were looked at, many each time */
    ICS_COSTS_NOT         /* they are few: time alone */
} ics_costs_told;
ics_costs_told ics_costs_tellable(const ics_costs *costs);

/** Forgets what was gathered. */
void ics_costs_clear(ics_costs *costs);

/**
 * Parts all that was gathered among the rules: rule_count + 1 entries, in their order, the last for what no one rule
 * needs. Rules that judge for another (stands_for) count as that one, and have entries of zeros. Own and shared of all
 * entries sum to what was announced.
 */
ICS_NODISCARD ics_status ics_costs_by_rule(const ics_costs *costs, ics_rule_cost *out);

#endif
