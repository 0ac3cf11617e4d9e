/* The actions of the scanner: words with their places, and mistakes in single characters. Leans on words, UTF-8. */
#include "syntax/lexer.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <stdalign.h>
#include <string.h>

/* Letters of other scripts that look like Latin ones: a name that reads alike must be alike. */
static const struct {
    uint32_t code_point;
    char latin;
    const char *script;
} look_alikes[] = {
    {0x0391, 'A', "Greek"},    {0x0392, 'B', "Greek"},    {0x0395, 'E', "Greek"},    {0x0396, 'Z', "Greek"},
    {0x0397, 'H', "Greek"},    {0x0399, 'I', "Greek"},    {0x039A, 'K', "Greek"},    {0x039C, 'M', "Greek"},
    {0x039D, 'N', "Greek"},    {0x039F, 'O', "Greek"},    {0x03A1, 'P', "Greek"},    {0x03A4, 'T', "Greek"},
    {0x03A5, 'Y', "Greek"},    {0x03A7, 'X', "Greek"},    {0x03BF, 'o', "Greek"},    {0x03BD, 'v', "Greek"},
    {0x03B9, 'i', "Greek"},    {0x03C1, 'p', "Greek"},    {0x0405, 'S', "Cyrillic"}, {0x0406, 'I', "Cyrillic"},
    {0x0408, 'J', "Cyrillic"}, {0x0410, 'A', "Cyrillic"}, {0x0412, 'B', "Cyrillic"}, {0x0415, 'E', "Cyrillic"},
    {0x041A, 'K', "Cyrillic"}, {0x041C, 'M', "Cyrillic"}, {0x041D, 'H', "Cyrillic"}, {0x041E, 'O', "Cyrillic"},
    {0x0420, 'P', "Cyrillic"}, {0x0421, 'C', "Cyrillic"}, {0x0422, 'T', "Cyrillic"}, {0x0423, 'Y', "Cyrillic"},
    {0x0425, 'X', "Cyrillic"}, {0x0430, 'a', "Cyrillic"}, {0x0435, 'e', "Cyrillic"}, {0x043E, 'o', "Cyrillic"},
    {0x0440, 'p', "Cyrillic"}, {0x0441, 'c', "Cyrillic"}, {0x0443, 'y', "Cyrillic"}, {0x0445, 'x', "Cyrillic"},
    {0x0455, 's', "Cyrillic"}, {0x0456, 'i', "Cyrillic"}, {0x0458, 'j', "Cyrillic"}, {0x04BB, 'h', "Cyrillic"},
    {0x0501, 'd', "Cyrillic"},
};

/* Blocks of the scanner know their size, so that they can be grown. */
typedef union block {
    size_t size;
    max_align_t align;
} block;

void *ics_lexer_alloc(ics_lexer *lexer, size_t size)
{
    block *b = ics_arena_alloc(lexer->arena, sizeof *b + size, alignof(block));
    b->size = size;
    return b + 1;
}

void *ics_lexer_realloc(ics_lexer *lexer, void *old, size_t size)
{
    void *fresh = ics_lexer_alloc(lexer, size);
    if (old) {
        const size_t had = ((block *)old - 1)->size;
        memcpy(fresh, old, had < size ? had : size);
    }
    return fresh;
}

noreturn void ics_lexer_give_up(ics_lexer *lexer, const char *message)
{
    (void)message;
    longjmp(*lexer->arena->escape, 1);
}

void ics_lexer_advance(ics_lexer *lexer, size_t length)
{
    lexer->start = lexer->at;
    lexer->at += length;
}

bool ics_lexer_follows_word(const ics_lexer *lexer)
{
    const unsigned char c = lexer->start > 0 ? (unsigned char)lexer->text[lexer->start - 1] : ' ';
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

void ics_lexer_shorten(ics_lexer *lexer, size_t length)
{
    lexer->at = lexer->start + length;
}

void ics_lexer_end_line(ics_lexer *lexer)
{
    lexer->line_is_empty = true;
}

static ics_span last_match(const ics_lexer *lexer)
{
    return (ics_span){lexer->source, (uint32_t)lexer->start, (uint32_t)lexer->at};
}

void ics_lexer_help(ics_lexer *lexer)
{
    size_t from = lexer->start + 2, to = lexer->at;
    while (from < to && (lexer->text[from] == ' ' || lexer->text[from] == '\t'))
        from++;
    while (to > from && (lexer->text[to - 1] == ' ' || lexer->text[to - 1] == '\t'))
        to--;
    const size_t before = lexer->help ? strlen(lexer->help) : 0;
    if (before + (to - from) > (size_t)ICS_LIMIT_TEXT_LITERAL_BYTES)
        return; /* a comment: what is over the limit is left out of reports, nothing else */
    char *joined = ics_arena_alloc(lexer->arena, before + 1 + (to - from) + 1, 1);
    if (before > 0) {
        memcpy(joined, lexer->help, before);
        joined[before] = ' ';
    }
    memcpy(joined + before + (before > 0), lexer->text + from, to - from);
    lexer->help = joined;
}

/* Appends a word; what it means beyond its letters is left open. */
static ics_word *push(ics_lexer *lexer, ics_word_kind kind)
{
    ics_words *words = lexer->words;
    const ics_word word = {
        .kind = (uint8_t)kind, .starts_line = lexer->line_is_empty, .span = last_match(lexer), .help = lexer->help};
    ICS_PUSH(lexer->arena, words->items, words->count, words->room, word);
    lexer->line_is_empty = false;
    lexer->help = NULL;
    return &words->items[words->count - 1];
}

static void refuse_length(ics_lexer *lexer, size_t length, int64_t limit, const char *limit_name, const char *what)
{
    if ((int64_t)length <= limit)
        return;
    ics_report(lexer->diags, ICS_E0005, last_match(lexer), "%s is %zu bytes long; the limit %s is %lld", what, length,
               limit_name, (long long)limit);
}

void ics_lexer_take(ics_lexer *lexer, ics_word_kind kind)
{
    ics_word *word = push(lexer, kind);
    const char *text = lexer->text + lexer->start;
    const size_t length = lexer->at - lexer->start;
    if (kind == ICS_WORD_TEXT)
        refuse_length(lexer, length - 2, ICS_LIMIT_TEXT_LITERAL_BYTES, "TEXT_LITERAL_BYTES", "this text");
    else
        refuse_length(lexer, length, ICS_LIMIT_NAME_BYTES, "NAME_BYTES", "this word");
    if (kind == ICS_WORD_MARK)
        word->mark = *text;
    else if (kind == ICS_WORD_PLAIN)
        word->id = ics_word_id(lexer->ids, lexer->arena, text, length);
    else if (kind == ICS_WORD_POSSESSIVE)
        word->id = ics_word_id(lexer->ids, lexer->arena, "'s", 2);
}

void ics_lexer_unclosed(ics_lexer *lexer)
{
    ics_diag *diag = ics_report(lexer->diags, ICS_E0007,
                                (ics_span){lexer->source, (uint32_t)lexer->start, (uint32_t)lexer->start + 1},
                                "this text has no closing quote on its line");
    ics_diag_help(lexer->diags, diag, "close it with \" before the line ends");
    push(lexer, ICS_WORD_TEXT);
}

/* The word as it would be with Latin letters; *first is set to the first letter that was another. */
static char *latin_word(ics_lexer *lexer, size_t *length, size_t *first)
{
    const unsigned char *text = (const unsigned char *)lexer->text + lexer->start;
    const size_t size = lexer->at - lexer->start;
    char *latin = ics_arena_alloc(lexer->arena, size + 1, 1);
    *length = 0;
    *first = SIZE_MAX;
    for (size_t at = 0, step; at < size; at += step) {
        uint32_t code_point = 0;
        step = ics_utf8_decode(text + at, size - at, &code_point);
        size_t found = 0;
        while (found < sizeof look_alikes / sizeof *look_alikes && look_alikes[found].code_point != code_point)
            found++;
        const bool foreign = code_point >= 0x370;
        if (foreign && *first > found)
            *first = found;
        if (found < sizeof look_alikes / sizeof *look_alikes) {
            latin[(*length)++] = look_alikes[found].latin;
        } else {
            memcpy(latin + *length, text + at, step);
            *length += step;
        }
    }
    return latin;
}

void ics_lexer_foreign(ics_lexer *lexer)
{
    size_t length, first;
    const char *latin = latin_word(lexer, &length, &first);
    const ics_span span = last_match(lexer);
    if (first < sizeof look_alikes / sizeof *look_alikes) {
        ics_diag *diag =
            ics_report(lexer->diags, ICS_E0004, span, "U+%04X is a %s letter that looks like '%c'",
                       (unsigned)look_alikes[first].code_point, look_alikes[first].script, look_alikes[first].latin);
        ics_diag_help(lexer->diags, diag, "write '%.*s' with Latin letters", (int)(length < 80 ? length : 80), latin);
    } else {
        uint32_t code_point = 0;
        const unsigned char *text = (const unsigned char *)lexer->text + lexer->start;
        for (size_t at = 0, size = lexer->at - lexer->start; at < size && code_point < 0x370;)
            at += ics_utf8_decode(text + at, size - at, &code_point);
        ics_report(lexer->diags, ICS_E0004, span,
                   "U+%04X is no letter of the rules language: words are written in Latin letters",
                   (unsigned)code_point);
    }
    ics_word *word = push(lexer, ICS_WORD_PLAIN); /* read on with the word that it looks like */
    word->id = ics_word_id(lexer->ids, lexer->arena, latin, length);
    word->mark = '?';
}

void ics_lexer_curly(ics_lexer *lexer)
{
    ics_diag *diag = ics_report(lexer->diags, ICS_E0004, last_match(lexer), "this text stands between curly quotes");
    ics_diag_help(lexer->diags, diag, "quote texts with straight quotes: \"");
    push(lexer, ICS_WORD_TEXT);
}

void ics_lexer_single(ics_lexer *lexer)
{
    ics_diag *diag = ics_report(lexer->diags, ICS_E0004, last_match(lexer), "this text stands between single quotes");
    ics_diag_help(lexer->diags, diag, "quote texts with double quotes: \"");
    push(lexer, ICS_WORD_TEXT);
}

void ics_lexer_slashes(ics_lexer *lexer)
{
    ics_diag *diag = ics_report(lexer->diags, ICS_E0004,
                                (ics_span){lexer->source, (uint32_t)lexer->start, (uint32_t)lexer->start + 2},
                                "'//' begins no comment");
    ics_diag_help(lexer->diags, diag, "a comment begins with #");
}

/* Signs of comparison, which sentences say in words. What follows is not told as another mistake. */
void ics_lexer_operator(ics_lexer *lexer)
{
    static const struct {
        const char *sign, *words;
    } said[] = {{">", "is more than"}, {">=", "is at least"}, {"=>", "is at least"}, {"<", "is less than"},
                {"<=", "is at most"},  {"=<", "is at most"},  {"=", "is"},           {"==", "is"},
                {"!=", "is not"},      {"<>", "is not"}};
    const char *text = lexer->text + lexer->start;
    const size_t length = lexer->at - lexer->start;
    ics_diag *diag = ics_report(lexer->diags, ICS_E0004, last_match(lexer), "'%.*s' has no place here",
                                (int)(length < 8 ? length : 8), text);
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (strlen(said[i].sign) == length && memcmp(said[i].sign, text, length) == 0)
            ics_diag_help(lexer->diags, diag, "write '%s'", said[i].words);
    ics_word *word = push(lexer, ICS_WORD_PLAIN);
    word->id = ics_word_id(lexer->ids, lexer->arena, text, length);
    word->mark = '?';
}

/* What to write in the place of a character that word processors and habits put into sentences. */
static const char *advice_for(uint32_t code_point)
{
    switch (code_point) {
    case 0x201C:
    case 0x201D:
    case 0x201E:
        return "quote texts with straight quotes: \"";
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return "write a hyphen: -";
    case '.':
        return "a sentence has no full stop; it ends where the next declaration begins";
    case ';':
        return "separate the letters of a list with commas";
    case '_':
        return "names are written with spaces or hyphens";
    case '%':
        return "write the sign straight after a number: 75%";
    default:
        return NULL;
    }
}

void ics_lexer_stray(ics_lexer *lexer)
{
    uint32_t code_point = 0;
    const size_t size = lexer->at - lexer->start;
    ics_utf8_decode((const unsigned char *)lexer->text + lexer->start, size, &code_point);
    ics_diag *diag;
    if (code_point < 0x7F)
        diag = ics_report(lexer->diags, ICS_E0004, last_match(lexer), "'%c' has no place here", (char)code_point);
    else
        diag = ics_report(lexer->diags, ICS_E0004, last_match(lexer), "U+%04X has no place outside a quoted text",
                          (unsigned)code_point);
    const char *advice = advice_for(code_point);
    if (advice)
        ics_diag_help(lexer->diags, diag, "%s", advice);
}

void ics_lexer_number_form(ics_lexer *lexer, const char *with)
{
    ics_diag *diag = ics_report(lexer->diags, ICS_E0202, last_match(lexer), "a number is written without %s", with);
    ics_diag_help(lexer->diags, diag, "write 1500000 or 1.5 million; in a list put a space after each comma");
    push(lexer, ICS_WORD_NUMBER);
}

/* ---- the reader */

void ics_words_read(ics_words *out, ics_arena *arena, ics_intern *ids, uint32_t source, ics_diags *diags)
{
    size_t size;
    const char *text = ics_diags_source_text(diags, source, &size);
    ics_lexer lexer = {.arena = arena,
                       .ids = ids,
                       .diags = diags,
                       .words = out,
                       .text = text,
                       .source = source,
                       .line_is_empty = true};
    /* Room for words of four bytes with their spaces: most texts need no more, and pages not written cost nothing. */
    *out = (ics_words){.room = size / 4 + 8};
    out->items = ICS_ARENA_ARRAY(arena, ics_word, out->room);
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        lexer.start = lexer.at = 3; /* the byte order mark is no part of the first word */
    ics_lexer_scan(&lexer, text + lexer.at, size - lexer.at);
    lexer.start = lexer.at = size;
    lexer.line_is_empty = true;
    push(&lexer, ICS_WORD_END);
    out->count--;
}

char *ics_span_text(ics_arena *arena, const ics_diags *diags, ics_span span)
{
    const char *text = ics_diags_source_text(diags, span.source, NULL);
    return ics_arena_text(arena, text ? text + span.start : "", text ? span.end - span.start : 0);
}

uint32_t ics_word_id(ics_intern *ids, ics_arena *arena, const char *text, size_t length)
{
    char buffer[64];
    char *folded = length <= sizeof buffer ? buffer : ics_arena_alloc(arena, length, 1);
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        const bool latin1 =
            i > 0 && (unsigned char)text[i - 1] == 0xC3 && c >= 0x80 && c <= 0x9E; /* U+00C0 to U+00DE */
        folded[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : latin1 ? c + 0x20 : c);
    }
    const uint32_t id = ics_intern_add(ids, folded, length);
    if (id == 0)
        longjmp(*arena->escape, 1);
    return id;
}
