/* Bodies that ended, in the words of explanations. */
#ifndef ICS_EXPLAIN_LIFE_H
#define ICS_EXPLAIN_LIFE_H

#include "vm/run.h"

/** "the body ended on 2026-03-31; succeeded by ICB QBB"; "" for a row that has not ended by the day judged. */
const char *ics_say_ended(ics_arena *arena, const ics_run *run, uint32_t table, uint32_t row);

#endif
