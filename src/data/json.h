/* A strict reader of JSON (RFC 8259, to the letter) that writes a tape. Leans on base. */
#ifndef ICS_DATA_JSON_H
#define ICS_DATA_JSON_H

#include "data/tape.h"

/**
 * Reads one value that begins at or after @p start. The bytes are UTF-8 without NUL (checked before), and 64 zero bytes
 * follow bytes[size - 1]. Texts without escapes are borrowed from @p bytes.
 * @param is_line  The value ends with its line (NDJSON): a line break is no white space.
 * @param[out] end Behind the value and the white space that follows it. Untouched on failure.
 * @return false with *fault where this is no JSON, is nested too deep, or memory ran out.
 */
bool ics_json_read(ics_tape *tape, const unsigned char *bytes, size_t size, size_t start, bool is_line, size_t *end,
                   ics_fault *fault);

#endif
