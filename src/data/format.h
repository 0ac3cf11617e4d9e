/* What a file is: told by its name, by its first bytes, or by the user. Leans on base. */
#ifndef ICS_DATA_FORMAT_H
#define ICS_DATA_FORMAT_H

#include "data/store.h"
#include "data/tape.h"

typedef enum ics_data_format { ICS_DATA_JSON, ICS_DATA_NDJSON, ICS_DATA_YAML, ICS_DATA_CSV } ics_data_format;

/**
 * Checks that a file is text that can be read (UTF-8 without NUL, not empty, no archive or program), sets where it
 * starts behind a byte order mark, and tells its format. @p wanted: "json", "ndjson", "yaml", "csv" or NULL.
 * @return false with *fault where it is none of these, or by its content another than by its name.
 */
bool ics_format_find(ics_input *input, const char *wanted, ics_data_format *out, ics_fault *fault);

/** As ics_format_find() for a part of a file whose format is known: UTF-8, without NUL. */
bool ics_format_check(ics_input *input, bool is_first, ics_fault *fault);

#endif
