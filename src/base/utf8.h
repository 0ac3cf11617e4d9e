/* One code point at a time, and which of them must not reach a terminal as they are. */
#ifndef ICS_BASE_UTF8_H
#define ICS_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Reads the code point at the start of bytes. @return its length in bytes, 0 where there is none or it is malformed.
 */
size_t ics_utf8_decode(const unsigned char *bytes, size_t size, uint32_t *code_point);

/** Marks, embeddings, overrides and isolates: they make a line read otherwise than it is compiled. */
bool ics_is_bidi_control(uint32_t code_point);

/** Controls, bidirectional controls, and what has no width of its own: escaped wherever text is printed. */
bool ics_is_unprintable(uint32_t code_point);

#endif
