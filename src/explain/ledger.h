/* What the registers of a description say of an outcome, for people. */
#ifndef ICS_EXPLAIN_LEDGER_H
#define ICS_EXPLAIN_LEDGER_H

#include "explain/explain.h"

/** "waived under standing order 12, approved on 2026-01-10 by chief nurse, until 2026-03-31, line 4", of an outcome
 *  that is waived, attested, or answered by a register; "" of another. */
const char *ics_say_ledger(ics_arena *arena, const ics_run *run, uint32_t rule, uint32_t index);

/** What is said beside the reason: a waiver that has run out, an attestation that facts go against; "" else. */
const char *ics_say_ledger_clash(ics_arena *arena, const ics_run *run, uint32_t rule, uint32_t index);

#endif
