/* Whether a wish for memory was refused in this process. Only for what people are told. */
#ifndef ICS_PLUGIN_MEMORY_H
#define ICS_PLUGIN_MEMORY_H

#include <stdint.h>

/** Where it is noted from now on; NULL: nowhere. */
void ics_memory_note_at(uint32_t *is_out_of_memory);

#endif
