/* Text kept once: equal bytes give the same id, and ids count from 1 in order of first arrival. */
#ifndef ICS_BASE_INTERN_H
#define ICS_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

typedef struct ics_intern ics_intern;

/** @return an empty table, or NULL. Owned by the caller: ics_intern_free(). The hash is seeded per table. */
ics_intern *ics_intern_new(void);
void ics_intern_free(ics_intern *table);

/** @return the id of the bytes (0: memory ran out). The bytes are copied; they may hold any value but are compared
 * exactly. */
uint32_t ics_intern_add(ics_intern *table, const char *text, size_t length);

/** @return the id, or 0 where the bytes were never added. */
uint32_t ics_intern_find(const ics_intern *table, const char *text, size_t length);

/** @return NUL-terminated text of an id, valid until the table is freed; "" for 0. @p length may be NULL. */
const char *ics_intern_text(const ics_intern *table, uint32_t id, size_t *length);

/** How many texts there are; ids run from 1 to this. */
uint32_t ics_intern_count(const ics_intern *table);

#endif
