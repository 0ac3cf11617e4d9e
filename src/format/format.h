/*
 * The one layout of rule files: where lines begin and how they are spaced. Words, their order and all comments stay;
 * only what stands between them is rewritten, so a file says the same before and after. Leans on syntax.
 */
#ifndef ICS_FORMAT_FORMAT_H
#define ICS_FORMAT_FORMAT_H

#include "syntax/ast.h"

/** A text that the layout made; bytes in the arena, ending with a NUL that does not count. */
typedef struct ics_format_text {
    char *bytes;
    size_t size, room;
} ics_format_text;

/**
 * Lays out a file that was parsed without a mistake, in @p arena, whose `escape` must be set.
 * @param keeps_lines Lines end where the author ended them, too: for a text whose meaning hangs on its line ends.
 */
void ics_format_file(ics_format_text *out, ics_arena *arena, const ics_syntax_file *file, ics_diags *diags,
                     bool keeps_lines);

/** Whether two trees say the same: all but where it stands. */
bool ics_format_same(const ics_node *a, const ics_node *b);

/**
 * Writes what differs as a unified diff with three lines of context; nothing where the two are equal. What could steer
 * a terminal is escaped. Memory comes from @p arena, whose `escape` must be set.
 */
void ics_format_diff(FILE *out, ics_arena *arena, const char *name, const char *before, size_t before_size,
                     const char *after, size_t after_size);

#endif
