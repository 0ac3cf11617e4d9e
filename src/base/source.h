/* The texts that spans point into; for the files that make diagnostics alone. */
#ifndef ICS_BASE_SOURCE_H
#define ICS_BASE_SOURCE_H

#include "base/diag.h"

#include <stdio.h>

/** A text, its messages counted, and where its lines begin (made when first asked for). */
typedef struct ics_source {
    const char *name;
    const char *text;
    size_t size;
    size_t error_count, warning_count;
    uint32_t *line_index; /* how many line ends stand before each block of the text; NULL until asked for */
} ics_source;

/** The source with that id; NULL for 0 and unknown ones. */
ics_source *ics_diags_find_source(const ics_diags *diags, uint32_t source);

/** Writes text with controls, bidirectional controls and malformed bytes shown as <U+202E> or <0xFF>. */
void ics_print_escaped(FILE *out, const char *text, size_t length);

#endif
