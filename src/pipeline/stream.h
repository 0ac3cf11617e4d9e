/*
 * Judging a table of a record a line or row in parts, so that memory does not grow with it, by as many threads as are
 * given. What is judged is the same as if all were read at once, or it is refused, or all is read at once after all.
 */
#ifndef ICS_PIPELINE_STREAM_H
#define ICS_PIPELINE_STREAM_H

#include "base/file.h"
#include "pipeline/kept.h"

#include <pthread.h>

/** Codes of the records of earlier parts, by their hashes: a record that is told again is found. */
typedef struct ics_codes_seen {
    uint64_t *slots; /* 0: free; a power of two */
    size_t count, room;
} ics_codes_seen;

/** Notes a hash that is not 0. @return false where it was noted before; *has_room is false where memory ran out. */
bool ics_codes_note(ics_codes_seen *seen, uint64_t hash, bool *has_room);

enum { ICS_LINE_PART_BYTES = 1 << 20 }; /* of a part, and more where one line is longer */

/** A file of lines, or of rows, that is read in parts. */
typedef struct ics_line_source {
    ics_file_source file;
    unsigned char *carry; /* the line that the last part did not hold whole */
    size_t carry_size, carry_room;
    bool has_ended;
    bool is_csv;
    unsigned char *head; /* the headings, with which each part of rows after the first begins */
    size_t head_size;
    uint64_t next; /* number of the next part */
} ics_line_source;

/** A part of it: whole lines. The buffer is used again. */
typedef struct ics_line_part {
    unsigned char *bytes; /* 64 zeros follow */
    size_t size, room, head_size;
    uint64_t number;
} ics_line_part;

/** Reads the next part. *more is false where there is none. Errors as ics_file_fill() has them; ICS_E_NOMEM. */
ICS_NODISCARD ics_status ics_lines_next(ics_line_source *source, ics_line_part *part, bool *more, ics_diags *diags);

#endif
