/* Words, tokens and comments of one text, side by side. Leans on the lexer and the joiner's tokens. */
#include "format/pieces.h"

#include "base/utf8.h"
#include "syntax/tokens.h"

#include <string.h>

/* ---- comments: what the lexer passes over */

/* Length of the line end at text[at], 0 where there is none: LF, CRLF, CR, U+2028. */
static size_t line_end_at(const char *text, size_t at, size_t end)
{
    if (text[at] == '\n')
        return 1;
    if (text[at] == '\r')
        return at + 1 < end && text[at + 1] == '\n' ? 2 : 1;
    return end - at >= 3 && memcmp(text + at, "\xE2\x80\xA8", 3) == 0 ? 3 : 0;
}

typedef struct gap_reader {
    const char *text;
    size_t at, end;
    size_t lines;  /* ended since the last word or comment */
    bool is_first; /* nothing stands before */
} gap_reader;

static ics_comment read_comment(gap_reader *gap, uint32_t source)
{
    const size_t start = gap->at;
    while (gap->at < gap->end && line_end_at(gap->text, gap->at, gap->end) == 0)
        gap->at++;
    size_t end = gap->at;
    while (gap->text[end - 1] == ' ' || gap->text[end - 1] == '\t')
        end--;
    const bool has_line = gap->lines > 0 || gap->is_first;
    uint32_t column = 0;
    while (start > column && (gap->text[start - column - 1] == ' ' || gap->text[start - column - 1] == '\t'))
        column++;
    return (ics_comment){.span = {source, (uint32_t)start, (uint32_t)end},
                         .has_line = has_line,
                         .has_blank = gap->lines > 1,
                         .column = has_line ? column : 0};
}

/* Reads what stands in a text from @p start up to a piece: comments, blank lines. */
static void read_gap(ics_piece *piece, ics_arena *arena, const char *text, size_t start)
{
    gap_reader gap = {.text = text, .at = start, .end = piece->span.start, .is_first = start == 0};
    ics_comment *comments = NULL;
    size_t room = 0;
    while (gap.at < gap.end) {
        const size_t line_end = line_end_at(text, gap.at, gap.end);
        if (text[gap.at] == '#') {
            ICS_PUSH(arena, comments, piece->comment_count, room, read_comment(&gap, piece->span.source));
            gap.lines = 0;
            gap.is_first = false;
        } else {
            gap.lines += line_end > 0;
            gap.at += line_end > 0 ? line_end : 1;
        }
    }
    piece->comments = comments;
    piece->has_blank = gap.lines > 1;
    piece->had_line = gap.lines > 0;
}

/* ---- the pieces */

static bool ends_something(const ics_token *token)
{
    return token->kind == T_EOL || token->kind == T_FIN || token->kind == 0;
}

/* Tokens lie in the order of words, and each word is in one of them. */
static void give_tokens(ics_pieces *pieces, const ics_syntax_file *file)
{
    size_t t = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        while (t < file->token_count &&
               (ends_something(&file->tokens[t]) || file->tokens[t].span.end <= pieces->items[i].span.start))
            t++;
        pieces->items[i].token = t < file->token_count ? &file->tokens[t] : NULL;
    }
}

static bool is_mark_in(const ics_pieces *pieces, size_t i, const char *marks)
{
    const ics_word *word = &pieces->words.items[i];
    return word->kind == ICS_WORD_MARK && strchr(marks, word->mark) != NULL;
}

static bool is_tight(const ics_pieces *pieces, size_t i)
{
    if (i == 0)
        return true;
    const ics_token *token = pieces->items[i].token, *before = pieces->items[i - 1].token;
    if (pieces->words.items[i].kind == ICS_WORD_POSSESSIVE || is_mark_in(pieces, i, ",)]}:"))
        return true;
    if (is_mark_in(pieces, i - 1, "([{"))
        return true;
    if (token && token == before && token->kind == T_LABEL)
        return true; /* 14Z52(2)(d) */
    return is_mark_in(pieces, i, "(") && before && before->kind == T_CALL;
}

void ics_pieces_read(ics_pieces *out, ics_arena *arena, const ics_syntax_file *file, ics_diags *diags)
{
    size_t size;
    out->text = ics_diags_source_text(diags, file->source, &size);
    ics_vocabulary_init(&out->vocabulary, arena, out->ids);
    ics_words_read(&out->words, arena, out->ids, file->source, diags);
    out->count = out->words.count;
    out->items = ICS_ARENA_ARRAY(arena, ics_piece, out->count + 1);
    size_t end = size >= 3 && memcmp(out->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0; /* a byte order mark goes */
    for (size_t i = 0; i <= out->count; i++) {
        ics_piece *piece = &out->items[i];
        *piece = (ics_piece){.span = out->words.items[i].span, .indent = -1};
        read_gap(piece, arena, out->text, end);
        end = piece->span.end;
    }
    give_tokens(out, file);
    for (size_t i = 0; i < out->count; i++)
        out->items[i].is_tight = is_tight(out, i);
}

size_t ics_piece_at(const ics_pieces *pieces, uint32_t offset)
{
    size_t low = 0, high = pieces->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (pieces->items[middle].span.start < offset)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t ics_piece_before(const ics_pieces *pieces, uint32_t offset)
{
    size_t i = ics_piece_at(pieces, offset);
    if (i == 0)
        return 0;
    i--;
    while (i > 0 && pieces->items[i - 1].token == pieces->items[i].token)
        i--;
    return i;
}

static size_t columns_of(const char *text, ics_span span)
{
    size_t columns = 0;
    for (size_t at = span.start; at < span.end; at++)
        columns += ((unsigned char)text[at] & 0xC0) != 0x80; /* bytes that go on a code point have no column */
    return columns;
}

size_t ics_piece_end(const ics_pieces *pieces, size_t piece, size_t column, bool begins)
{
    const ics_piece *p = &pieces->items[piece];
    size_t start = begins || p->is_tight ? column : column + 1;
    if (!begins && start < p->pad_to)
        start = p->pad_to;
    return start + columns_of(pieces->text, p->span);
}
