/* Pieces to text: lines, columns, blank lines and comments. Leans on pieces. */
#include "format/format.h"

#include "base/intern.h"
#include "format/pieces.h"

#include <string.h>

enum { STEP = 2, BEFORE_COMMENT = 2 };

typedef struct writer {
    ics_arena *arena;
    ics_format_text *out;
    const ics_pieces *pieces;
    size_t column; /* of what is written next */
    int indent;    /* of the line at hand */
} writer;

static void put(writer *w, const char *bytes, size_t size)
{
    ics_format_text *out = w->out;
    while (out->room - out->size <= size)
        out->bytes = ics_arena_grow(w->arena, out->bytes, out->room, &out->room, 1, 1);
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
    out->bytes[out->size] = '\0';
}

static void put_spaces(writer *w, size_t count)
{
    for (; count > 0; count--, w->column++)
        put(w, " ", 1);
}

static void begin_line(writer *w, int indent, bool with_blank)
{
    if (w->out->size > 0)
        put(w, with_blank ? "\n\n" : "\n", with_blank ? 2 : 1);
    w->column = 0;
    w->indent = indent;
    put_spaces(w, (size_t)indent);
}

static void put_span(writer *w, ics_span span)
{
    put(w, w->pieces->text + span.start, span.end - span.start);
}

/* ---- comments */

/* A comment at the end of the line of the word before. */
static void put_comment_behind(writer *w, const ics_piece *piece)
{
    const size_t least = w->column + BEFORE_COMMENT;
    put_spaces(w, (least > piece->comment_column ? least : piece->comment_column) - w->column);
    put_span(w, piece->comments[0].span);
}

/* Comments with lines of their own that stand before a piece, from @p first on. */
typedef struct above {
    const ics_comment *items;
    size_t count;
} above;

static above comments_above(const ics_piece *piece)
{
    const size_t behind = piece->comment_count > 0 && !piece->comments[0].has_line;
    return (above){piece->comments + behind, piece->comment_count - behind};
}

/* Where the author left blank lines, above a piece and among its comments: counted from the top. */
static bool has_any_blank(const ics_piece *piece, above comments)
{
    bool any = piece->has_blank;
    for (size_t i = 0; i < comments.count; i++)
        any = any || comments.items[i].has_blank;
    return any;
}

/* How many of the comments above a declaration still belong to the one before: further in, with a blank line below. */
static size_t comments_of_before(const ics_piece *piece, above comments)
{
    size_t count = 0;
    const uint32_t own = piece->indent > 0 ? (uint32_t)piece->indent : 0;
    while (count < comments.count && comments.items[count].column > own &&
           !(count > 0 && comments.items[count].has_blank))
        count++;
    const bool has_blank_below = count < comments.count ? comments.items[count].has_blank : piece->has_blank;
    return comments.count > 0 && !comments.items[0].has_blank && has_blank_below ? count : 0;
}

static void put_comments_above(writer *w, const ics_piece *piece, above comments, int indent, bool opens)
{
    const bool keeps = piece->gap != ICS_GAP_CLOSED;
    const size_t of_before = piece->begins_declaration && w->out->size > 0 ? comments_of_before(piece, comments) : 0;
    for (size_t i = 0; i < comments.count; i++) {
        const bool with_blank = (keeps && comments.items[i].has_blank) || (i == 0 && opens);
        begin_line(w, i < of_before ? indent + STEP : indent, with_blank);
        put_span(w, comments.items[i].span);
    }
}

/* ---- pieces */

static void put_piece(writer *w, size_t i)
{
    const ics_piece *piece = &w->pieces->items[i];
    const above comments = comments_above(piece);
    if (piece->comment_count > comments.count)
        put_comment_behind(w, piece);
    const bool opens = piece->gap == ICS_GAP_OPEN && !has_any_blank(piece, comments);
    put_comments_above(w, piece, comments, piece->indent, opens);
    if (piece->indent >= 0) {
        const bool keeps = piece->gap != ICS_GAP_CLOSED && piece->has_blank;
        begin_line(w, piece->indent, keeps || (opens && comments.count == 0));
    }
    const size_t end = ics_piece_end(w->pieces, i, w->column, piece->indent >= 0);
    const size_t width = ics_piece_end(w->pieces, i, 0, true);
    if (piece->indent < 0)
        put_spaces(w, end - width - w->column);
    put_span(w, piece->span);
    w->column = end;
}

/* The end of the file is like a declaration of nothing. */
static void put_end(writer *w)
{
    ics_piece *end = &w->pieces->items[w->pieces->count];
    const above comments = comments_above(end);
    end->gap = ICS_GAP_KEPT;
    end->has_blank = true;
    end->begins_declaration = true;
    if (end->comment_count > comments.count)
        put_comment_behind(w, end);
    put_comments_above(w, end, comments, 0, false);
    put(w, "\n", 1);
}

static void lay_out(ics_format_text *out, ics_arena *arena, const ics_pieces *pieces)
{
    *out = (ics_format_text){0};
    writer w = {.arena = arena, .out = out, .pieces = pieces};
    for (size_t i = 0; i < pieces->count; i++)
        put_piece(&w, i);
    put_end(&w);
}

void ics_format_file(ics_format_text *out, ics_arena *arena, const ics_syntax_file *file, ics_diags *diags,
                     bool keeps_lines)
{
    ics_pieces pieces = {.ids = ics_intern_new()};
    jmp_buf *const outer = arena->escape;
    jmp_buf local;
    bool has_failed = !pieces.ids;
    arena->escape = &local;
    if (!has_failed && setjmp(local) == 0) {
        ics_pieces_read(&pieces, arena, file, diags);
        ics_layout_apply(&pieces, file);
        ics_wrap_apply(&pieces, keeps_lines);
        lay_out(out, arena, &pieces);
    } else {
        has_failed = true;
    }
    arena->escape = outer;
    ics_intern_free(pieces.ids);
    if (has_failed)
        longjmp(*outer, 1);
}
