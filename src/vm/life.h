/* Bodies that ended: days that stop with them, and outcomes that their successors inherit. Leans on the run. */
#ifndef ICS_VM_LIFE_H
#define ICS_VM_LIFE_H

#include "vm/run.h"

/** Settles what bodies that ended left: called once, when a run has all its outcomes. ICS_E_LIMIT: too many heirs. */
ICS_NODISCARD ics_status ics_life_settle(ics_run *run);

/** The last day of a body that ended before the day judged, or ICS_NO_DAY; and each row that succeeds it, or ICS_NONE.
 */
int32_t ics_life_ended(const ics_run *run, uint32_t table, uint32_t row);
uint32_t ics_life_successor(const ics_run *run, uint32_t table, uint32_t row, uint32_t index);

/** The outcome that another was inherited from; itself where it was not. Both are explained alike. */
uint32_t ics_outcome_original(const ics_run *run, uint32_t rule, uint32_t index);

#endif
