/* Who owes a duty that is another's outcome: the nearest row of an entity that a subject leads to. */
#ifndef ICS_DATA_DEBTOR_H
#define ICS_DATA_DEBTOR_H

#include "data/dataset.h"

/** A row of a table; table ICS_NONE: nobody. */
typedef struct ics_row_ref {
    uint32_t table, row;
} ics_row_ref;

/** The entity of a row by its kind, for its name and marks. */
const ics_entity *ics_row_entity(const ics_dataset *dataset, ics_row_ref row);

/**
 * The name of a row, for people. Where names are personal and @p shows_personal is not asked for, its role instead, or
 * "".
 */
const char *ics_row_public_name(const ics_dataset *dataset, ics_row_ref row, bool shows_personal);

/** The row that it is nested in, or nobody. */
ics_row_ref ics_row_owner(const ics_dataset *dataset, ics_row_ref row);

/**
 * The row of the entity of that name that owes what is asked of @p subject: itself, or the nearest that it, or what it
 * is nested in, refers to or is. Nobody where the data does not tell.
 */
ics_row_ref ics_row_debtor(const ics_dataset *dataset, ics_row_ref subject, const char *owed_by);

#endif
