/*
 * Lines, columns, and a message as people read it: place, sentence, the line of the source with carets, notes, help.
 * Whatever comes from input is escaped on its way out. Leans on the sources and on UTF-8.
 */
#include "base/diag.h"
#include "base/source.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Counting starts at the last block before an offset; one number a kilobyte is 0.4% of the text. */
enum { INDEX_BLOCK = 1024 };
/* The width of an excerpt and what of it may stand before the caret. */
enum { EXCERPT_COLUMNS = 96, EXCERPT_BEFORE = 64 };

/* Length of the line end that starts at an offset (CR LF is one), 0 where there is none. */
static size_t line_end_at(const char *text, size_t size, size_t at)
{
    if (text[at] == '\n')
        return 1;
    if (text[at] == '\r')
        return at + 1 < size && text[at + 1] == '\n' ? 2 : 1;
    return text[at] == '\xE2' && at + 2 < size && text[at + 1] == '\x80' && text[at + 2] == '\xA8' ? 3 : 0; /* U+2028 */
}

/* Whether the byte before an offset closes a line end: the offset is the first of a line. */
static bool starts_line(const char *text, size_t size, size_t at)
{
    if (at == 0 || text[at - 1] == '\n')
        return true;
    if (text[at - 1] == '\r')
        return at >= size || text[at] != '\n';
    return at >= 3 && line_end_at(text, size, at - 3) == 3;
}

/* Line ends that are complete by `to`, among those that start at or after `from`. */
static uint32_t count_line_ends(const char *text, size_t size, size_t from, size_t to)
{
    uint32_t count = 0;
    for (size_t at = from + 1; at <= to; at++)
        count += starts_line(text, size, at);
    return count;
}

static void make_index(ics_source *source)
{
    const size_t blocks = source->size / INDEX_BLOCK + 1;
    source->line_index = malloc(blocks * sizeof *source->line_index);
    if (!source->line_index)
        return;
    source->line_index[0] = 0;
    for (size_t i = 1; i < blocks; i++)
        source->line_index[i] = source->line_index[i - 1] +
                                count_line_ends(source->text, source->size, (i - 1) * INDEX_BLOCK, i * INDEX_BLOCK);
}

static size_t line_start(const ics_source *source, size_t offset)
{
    while (!starts_line(source->text, source->size, offset))
        offset--;
    return offset;
}

/* Bytes of the character at an offset; a malformed byte is a character of its own. */
static size_t character_length(const char *text, size_t size, size_t at, uint32_t *code_point)
{
    const size_t length = ics_utf8_decode((const unsigned char *)text + at, size - at, code_point);
    return length ? length : 1;
}

void ics_diags_line(const ics_diags *diags, uint32_t source, uint32_t offset, uint32_t *line, uint32_t *column)
{
    *line = *column = 1;
    ics_source *s = ics_diags_find_source(diags, source);
    if (!s || !s->text)
        return;
    const size_t at = offset < s->size ? offset : s->size;
    if (!s->line_index)
        make_index(s);
    const size_t block = s->line_index ? at / INDEX_BLOCK : 0;
    *line += (s->line_index ? s->line_index[block] : 0) + count_line_ends(s->text, s->size, block * INDEX_BLOCK, at);
    uint32_t code_point;
    for (size_t i = line_start(s, at); i < at; i += character_length(s->text, s->size, i, &code_point))
        ++*column;
}

/* One character as it is shown: itself, a space for a tab, or escaped. @return the columns it takes. */
static size_t show_character(char *shown, const char *text, size_t size, size_t at, size_t *length)
{
    uint32_t code_point;
    *length = ics_utf8_decode((const unsigned char *)text + at, size - at, &code_point);
    if (*length == 0) {
        *length = 1;
        return (size_t)snprintf(shown, 16, "<0x%02X>", (unsigned char)text[at]);
    }
    if (code_point == '\t') {
        memcpy(shown, "    ", 5);
        return 4;
    }
    if (ics_is_unprintable(code_point))
        return (size_t)snprintf(shown, 16, "<U+%04X>", (unsigned)code_point);
    memcpy(shown, text + at, *length);
    shown[*length] = '\0';
    return code_point >= 0x0300 && code_point <= 0x036F ? 0 : 1; /* combining marks stand over the letter before */
}

void ics_print_escaped(FILE *out, const char *text, size_t length)
{
    char shown[16];
    size_t step;
    for (size_t at = 0; at < length; at += step) {
        if (text[at] == '\n' || text[at] == '\t') { /* a message is one line */
            fputc(' ', out);
            step = 1;
            continue;
        }
        show_character(shown, text, length, at, &step);
        fputs(shown, out);
    }
}

void ics_text_print(const char *text, FILE *out)
{
    ics_print_escaped(out, text, strlen(text));
}

/* What is printed of a line: from `from` on, so many columns, carets under those of [start, end). */
typedef struct excerpt {
    const char *text;
    size_t from, start, end, line_end, size;
} excerpt;

static size_t columns_between(const excerpt *e, size_t from, size_t to)
{
    char shown[16];
    size_t columns = 0, step;
    for (size_t at = from; at < to; at += step)
        columns += show_character(shown, e->text, e->line_end, at, &step);
    return columns;
}

/* Moves the beginning of a long line forward until the caret is in view. */
static void bring_caret_into_view(excerpt *e)
{
    if (e->start - e->from > 4 * EXCERPT_BEFORE) { /* far: jump near it, then settle on a character's boundary */
        e->from = e->start - 4 * EXCERPT_BEFORE;
        while (e->from < e->start && ((unsigned char)e->text[e->from] & 0xC0) == 0x80)
            e->from++;
    }
    char shown[16];
    size_t before = columns_between(e, e->from, e->start), step;
    while (before > EXCERPT_BEFORE) {
        before -= show_character(shown, e->text, e->line_end, e->from, &step);
        e->from += step;
    }
}

static void print_line_text(const excerpt *e, size_t line_begin, FILE *out)
{
    if (e->from > line_begin)
        fputs("…", out);
    char shown[16];
    size_t columns = 0, step;
    for (size_t at = e->from; at < e->line_end; at += step) {
        columns += show_character(shown, e->text, e->line_end, at, &step);
        if (columns > EXCERPT_COLUMNS) {
            fputs("…", out);
            break;
        }
        fputs(shown, out);
    }
    fputc('\n', out);
}

static void print_carets(const excerpt *e, size_t line_begin, FILE *out)
{
    const size_t before = columns_between(e, e->from, e->start) + (e->from > line_begin);
    size_t under = 0, step;
    char shown[16];
    for (size_t at = e->start; at < e->end && at < e->line_end && under < EXCERPT_COLUMNS - EXCERPT_BEFORE; at += step)
        under += show_character(shown, e->text, e->line_end, at, &step);
    for (size_t i = 0; i < before; i++)
        fputc(' ', out);
    for (size_t i = 0; i < (under ? under : 1); i++)
        fputc('^', out);
    fputc('\n', out);
}

static void print_excerpt(const ics_source *source, ics_span span, uint32_t line, FILE *out)
{
    const size_t start = span.start < source->size ? span.start : source->size;
    const size_t begin = line_start(source, start);
    excerpt e = {source->text, begin, start, span.end, start, source->size};
    while (e.line_end < source->size && line_end_at(source->text, source->size, e.line_end) == 0)
        e.line_end++;
    bring_caret_into_view(&e);
    fprintf(out, "%5u | ", (unsigned)line);
    print_line_text(&e, begin, out);
    fputs("      | ", out);
    print_carets(&e, begin, out);
}

static void print_place(const ics_diags *diags, ics_span span, const char *where, FILE *out)
{
    const ics_source *source = ics_diags_find_source(diags, span.source);
    if (where) {
        ics_print_escaped(out, where, strlen(where));
        fputs(": ", out);
    } else if (source) {
        uint32_t line, column;
        ics_diags_line(diags, span.source, span.start, &line, &column);
        ics_print_escaped(out, source->name, strlen(source->name));
        fprintf(out, ":%u:%u: ", (unsigned)line, (unsigned)column);
    }
}

static void print_source_line(const ics_diags *diags, ics_span span, FILE *out)
{
    const ics_source *source = ics_diags_find_source(diags, span.source);
    if (!source || !source->text)
        return;
    uint32_t line, column;
    ics_diags_line(diags, span.source, span.start, &line, &column);
    print_excerpt(source, span, line, out);
}

void ics_diag_print(const ics_diags *diags, const ics_diag *diag, FILE *out, bool colour)
{
    const bool is_error = diag->severity == ICS_SEVERITY_ERROR;
    print_place(diags, diag->span, diag->where, out);
    fprintf(out, "%s%s %s:%s ",
            !colour    ? ""
            : is_error ? "\033[1;31m"
                       : "\033[1;35m",
            is_error ? "error" : "warning", ics_code_name(diag->code), colour ? "\033[0m" : "");
    const char *text = diag->text ? diag->text : "";
    ics_print_escaped(out, text, strlen(text));
    fputc('\n', out);
    if (!diag->where)
        print_source_line(diags, diag->span, out);
    for (size_t i = 0; i < diag->note_count; i++) {
        print_place(diags, diag->notes[i].span, NULL, out);
        fputs("note: ", out);
        ics_print_escaped(out, diag->notes[i].text, strlen(diag->notes[i].text));
        fputc('\n', out);
        print_source_line(diags, diag->notes[i].span, out);
    }
    if (diag->help) {
        fputs("  help: ", out);
        ics_print_escaped(out, diag->help, strlen(diag->help));
        fputc('\n', out);
    }
}
