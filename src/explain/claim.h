/* What a requirement that is not so comes to, in the words of the model: "no post with title chair has a holder". */
#ifndef ICS_EXPLAIN_CLAIM_H
#define ICS_EXPLAIN_CLAIM_H

#include "explain/walk.h"

/** A claim, or NULL where the facts alone say more than we can. */
const char *ics_claim_text(ics_arena *arena, const ics_trace *trace, ics_spot done);

/** "at least 75% is asked for": the bound that one attribute's value does not keep; NULL where it is no such
 * comparison. */
const char *ics_claim_bound(ics_arena *arena, const ics_trace *trace, ics_spot done);

/** The condition that is not so, as it is written: "staff is at least 3 or fee is at most £20"; NULL where it is none
 * that a sentence could repeat. @p within: the rule's text. */
const char *ics_claim_condition(ics_arena *arena, const ics_trace *trace, ics_spot done, ics_span within);

/** The attribute that a register's value comes from, through earliest, lift and the like; ICS_NONE where from several.
 */
uint32_t ics_claim_attribute(const ics_trace *trace, uint16_t reg);

#endif
