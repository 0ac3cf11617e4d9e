/* A buffered writer whose every write is checked, and the escapes of each format. */
#ifndef ICS_REPORT_WRITER_H
#define ICS_REPORT_WRITER_H

#include "base/diag.h"

#include <stdio.h>

typedef struct ics_writer {
    FILE *out;
    size_t used;
    bool has_failed; /* nothing more is written */
    char buffer[1 << 16];
} ics_writer;

/** Begins to write to a stream. The writer is large: keep it off small stacks. */
void ics_writer_begin(ics_writer *writer, FILE *out);
/** Hands on all that is buffered. @return ICS_E_IO where any write since the beginning failed; errno says why. */
ICS_NODISCARD ics_status ics_writer_end(ics_writer *writer);

void ics_write_bytes(ics_writer *writer, const char *bytes, size_t length);
/** A text of our own, as it is. */
void ics_write(ics_writer *writer, const char *text);
/** printf for short texts of our own and numbers, at most 200 bytes. */
void ics_write_format(ics_writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A text from input, for people: what does not print is shown as <U+202E>, malformed bytes as <0xFF>. */
void ics_write_plain(ics_writer *writer, const char *text);
/** A text from input as a JSON string with its quotes; valid JSON whatever the bytes. NULL is written as null. */
void ics_write_string(ics_writer *writer, const char *text);

#endif
