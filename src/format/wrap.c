/* Long lines: a sentence goes on after its cadence, then clause by clause, then where a word ends. Leans on pieces. */
#include "format/pieces.h"

enum { PAGE = 120, STEP = 2, EARLIEST = 60 };

/* A line that begins like a declaration would be one. */
static bool would_declare(ics_pieces *pieces, size_t i)
{
    ics_word *word = &pieces->words.items[i];
    const bool starts_line = word->starts_line;
    int token;
    size_t opening;
    word->starts_line = true;
    const bool declares =
        ics_declaration_at(&pieces->vocabulary, pieces->words.items, i, &token, &opening) != ICS_IN_NONE;
    word->starts_line = starts_line;
    return declares;
}

static bool may_turn(ics_pieces *pieces, size_t i, ics_turn at_least)
{
    return pieces->items[i].turn >= at_least && !would_declare(pieces, i);
}

/* Whether pieces have no room on one line; no more of them are looked at than the page holds. */
static bool is_too_wide(const ics_pieces *pieces, size_t first, size_t end, int indent)
{
    size_t column = (size_t)indent;
    for (size_t i = first; i < end && column <= PAGE; i++)
        column = ics_piece_end(pieces, i, column, i == first);
    return column > PAGE;
}

/*
 * Where a line that begins with a piece goes on: of the places that the page has room for the last one, but rather
 * after a comma, or before `and`, in the fewest brackets. 0 where nothing can be parted.
 */
static size_t turn_in(ics_pieces *pieces, size_t first, size_t end, int indent)
{
    size_t column = (size_t)indent, turn = 0, joint = 0;
    for (size_t i = first; i < end && (column <= PAGE || turn == 0); i++) {
        const bool has_room = i > first && (column <= PAGE || turn == 0);
        column = ics_piece_end(pieces, i, column, i == first);
        if (!has_room || !may_turn(pieces, i, ICS_TURN_ANYWHERE))
            continue;
        turn = i;
        if (column >= EARLIEST && may_turn(pieces, i, ICS_TURN_JOINT) &&
            (joint == 0 || pieces->items[i].depth <= pieces->items[joint].depth))
            joint = i;
    }
    return joint > 0 ? joint : turn;
}

/* Fills lines with words, each as long as it may be; @p next is where those after the first begin. */
static void fill(ics_pieces *pieces, size_t first, size_t end, int indent, int next)
{
    while (is_too_wide(pieces, first, end, indent)) {
        first = turn_in(pieces, first, end, indent);
        if (first == 0)
            return;
        indent = next;
        pieces->items[first].indent = indent;
    }
}

static void wrap_clauses(ics_pieces *pieces, size_t first, size_t end, int indent)
{
    if (!is_too_wide(pieces, first, end, indent))
        return;
    size_t clause = first;
    for (size_t i = first + 1; i <= end; i++) {
        if (i < end && !may_turn(pieces, i, ICS_TURN_CLAUSE))
            continue;
        const int at = clause == first ? indent : indent + STEP;
        fill(pieces, clause, i, at, clause == first ? indent + STEP : indent + 2 * STEP);
        if (i < end)
            pieces->items[i].indent = indent + STEP;
        clause = i;
    }
}

static void wrap(ics_pieces *pieces, size_t first, size_t end, int indent)
{
    if (!is_too_wide(pieces, first, end, indent))
        return;
    size_t sentence = first;
    for (size_t i = first + 1; i < end; i++)
        if (may_turn(pieces, i, ICS_TURN_SENTENCE)) {
            pieces->items[i].indent = indent;
            wrap_clauses(pieces, sentence, i, indent);
            sentence = i;
        }
    wrap_clauses(pieces, sentence, end, indent);
}

/* A comment ends its line, so what follows it begins one. */
static void go_on(ics_pieces *pieces, bool keeps_lines)
{
    int indent = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        ics_piece *piece = &pieces->items[i];
        if (piece->indent >= 0)
            indent = piece->indent;
        else if (piece->comment_count > 0 || (keeps_lines && piece->had_line))
            piece->indent = indent + 2 * STEP; /* further than letters are */
    }
}

void ics_wrap_apply(ics_pieces *pieces, bool keeps_lines)
{
    go_on(pieces, keeps_lines);
    if (keeps_lines)
        return;
    for (size_t first = 0, end; first < pieces->count; first = end) {
        end = first + 1;
        while (end < pieces->count && pieces->items[end].indent < 0)
            end++;
        wrap(pieces, first, end, pieces->items[first].indent);
    }
}
