/* Arrays that grow: checked sizes, new items zeroed, the old array whole when memory runs out. Leans on libc alone. */
#ifndef ICS_DATA_GROWTH_H
#define ICS_DATA_GROWTH_H

#include "base/diag.h"

/**
 * Makes room for @p need items of @p size bytes in @p items (a pointer to the array's pointer), at least doubling.
 * Items that are new are zero. @return false, with nothing changed, where memory ran out or the size does not fit.
 */
ICS_NODISCARD bool ics_grow(void *items, size_t *room, size_t need, size_t size);

/** ics_grow for one item more in an array kept as three lvalues; the new item is zero. */
#define ICS_GROW(items, count, room)                                                                                   \
    ((count) < (room) || ics_grow(&(items), &(room), (size_t)(count) + 1, sizeof *(items)))

#endif
