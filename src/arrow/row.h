/* One slot of an array as a value on the tape, where the readers of all formats meet. Leans on views and the tape. */
#ifndef ICS_ARROW_ROW_H
#define ICS_ARROW_ROW_H

#include "arrow/view.h"
#include "data/tape.h"

/** Where values go, and what was found in them that no reader would find. */
typedef struct ics_arrow_pusher {
    ics_tape *tape;
    uint32_t position;      /* of every node, behind the input's base */
    const char *why, *name; /* a text that is refused: why, and the name of its column; NULL: none is */
} ics_arrow_pusher;

/**
 * Puts a slot on the tape: null, a scalar, a list or a record with all that lies in it. Nothing is decided about types:
 * what is no date, or no number that millionths hold, goes on it in a form that its reader refuses.
 * @return false where a push failed.
 */
bool ics_arrow_push(ics_arrow_pusher *pusher, const ics_arrow_view *view, int64_t slot);

/** The number that a float means: the shortest decimal that is read as it. False where six places do not hold it. */
bool ics_arrow_float(const ics_arrow_view *view, int64_t slot, int64_t *millionths);

#endif
