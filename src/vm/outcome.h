/* More of the ladder than a run's callers need: the states still possible, and what an unknown one rests on. */
#ifndef ICS_VM_OUTCOME_H
#define ICS_VM_OUTCOME_H

#include "vm/run.h"

/** The states that the facts could still make it, one bit for each ics_outcome; operands as for ics_outcome_judge. */
uint32_t ics_outcome_possible(ics_judged operands, ics_modality modality, ics_force force, bool no_period);

/**
 * Whether the unknown operand number @p which (0 governs, 1 applies, 2 vacuous, 3 done, 4 in time, 5 lifted, 6 exempt,
 * 7 waived, 8 due ahead) could by itself change the state, in some completion of the other unknowns.
 */
bool ics_outcome_rests_on(ics_judged operands, uint32_t which, ics_modality modality, ics_force force, bool no_period);

#endif
