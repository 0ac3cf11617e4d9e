/*
 * Diagnostics: sources, spans, and a list of messages that the caller owns. A span is a source id and a half-open byte
 * range; lines and columns are worked out only to print.
 */
#ifndef ICS_BASE_DIAG_H
#define ICS_BASE_DIAG_H

#include <icsrules/icsrules.h>

/** A half-open range of bytes in a source. Source 0 is "no place". */
typedef struct ics_span {
    uint32_t source;
    uint32_t start;
    uint32_t end;
} ics_span;

typedef enum ics_severity { ICS_SEVERITY_ERROR, ICS_SEVERITY_WARNING } ics_severity;

/* The one list of codes: CODE(name, severity, "one line for the index of docs/diagnostics"). */
typedef enum ics_code {
#define CODE(name, severity, summary) ICS_##name,
#include "codes.def"
#undef CODE
    ICS_CODE_COUNT
} ics_code;

typedef struct ics_note {
    ics_span span;
    const char *text; /* in the list's arena */
} ics_note;

/** A change of the text that mends what a message tells: put @p text in place of the span. */
typedef struct ics_edit {
    ics_span span;
    const char *text; /* in the list's arena; "" takes the span out */
} ics_edit;

typedef struct ics_diag {
    ics_code code;
    ics_severity severity;
    ics_span span;
    const char *where; /* for places that are no span of text: "pack.icsb: section code, offset 812"; else NULL */
    const char *text;  /* what was found and what was expected, one sentence, no code and no place */
    const char *help;  /* what to do, or NULL */
    ics_note *notes;
    size_t note_count, note_room;
    ics_edit *edits; /* where just one change is right; made all together or not at all */
    size_t edit_count, edit_room;
} ics_diag;

/**
 * Adds a source so that spans can point into it. Bytes are borrowed until the list is freed unless @p copy.
 * @param name The name printed, as the user gave it. @return the source id, from 1; 0 where memory ran out.
 */
uint32_t ics_diags_source(ics_diags *diags, const char *name, const char *bytes, size_t size, bool copy);

/** The text and name of a source; NULL for an unknown id. */
size_t ics_diags_source_count(const ics_diags *diags);
const char *ics_diags_source_text(const ics_diags *diags, uint32_t source, size_t *size);
const char *ics_diags_source_name(const ics_diags *diags, uint32_t source);

/**
 * Adds a message. @p diags may be NULL (discarded). The format is printf's; values from input are escaped when printed.
 * @return the message, to which notes and help can be added; never NULL (a spare one when discarded or out of memory).
 */
ics_diag *ics_report(ics_diags *diags, ics_code code, ics_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/** As ics_report for a place that is no span: @p where is copied. */
ics_diag *ics_report_at(ics_diags *diags, ics_code code, const char *where, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void ics_diag_note(ics_diags *diags, ics_diag *diag, ics_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void ics_diag_help(ics_diags *diags, ics_diag *diag, const char *format, ...) __attribute__((format(printf, 3, 4)));
/** Adds a change to the fix of a message: only where no other could have been meant. */
void ics_diag_edit(ics_diags *diags, ics_diag *diag, ics_span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

const ics_diag *ics_diags_at(const ics_diags *diags, size_t index);

/** Line and column of an offset, from 1, as an editor shows them: columns count code points; CR, LF, CRLF and U+2028
 * end lines. */
void ics_diags_line(const ics_diags *diags, uint32_t source, uint32_t offset, uint32_t *line, uint32_t *column);

/** The code as written, "E0104"; "W0201" for warnings. */
const char *ics_code_name(ics_code code);

/** Writes one message as text (place, severity, code, sentence, excerpt with carets, notes, help) to @p out. */
#include <stdio.h>
void ics_diag_print(const ics_diags *diags, const ics_diag *diag, FILE *out, bool colour);
/* ics_diags_print() of the public header writes all, at most limit ERRORS_PRINTED errors a source and then a count. */

#endif
