/*
 * What a text is before it is read: rules, or a file of another kind; UTF-8, or not; and without characters that make
 * it read otherwise than it is compiled. Leans on UTF-8 and diagnostics.
 */
#include "base/file.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "syntax/words.h"

#include <string.h>

/* How files of other kinds begin. */
static const struct {
    const char *magic;
    size_t size;
    const char *what, *advice;
} kinds[] = {
    {"\x89PNG", 4, "a PNG image", NULL},
    {"\x7f"
     "ELF",
     4, "a program", NULL},
    {"\x89ICSB", 5, "a pack", "it is compiled already: use `icsrules eval`"},
    {"\x1f\x8b", 2, "a gzip archive", "unpack it first"},
    {"PK\x03\x04", 4, "a ZIP archive or an office document", "save it as plain text in UTF-8"},
    {"%PDF", 4, "a PDF document", "save it as plain text in UTF-8"},
    {"\xFF\xD8\xFF", 3, "a JPEG image", NULL},
    {"\xFF\xFE", 2, "text in UTF-16", "save it as UTF-8"},
    {"\xFE\xFF", 2, "text in UTF-16", "save it as UTF-8"},
    {"{\\rtf", 5, "an RTF document", "save it as plain text in UTF-8"},
    {"\xD0\xCF\x11\xE0", 4, "an office document", "save it as plain text in UTF-8"},
};

static bool is_another_kind(ics_diags *diags, uint32_t source, const char *text, size_t size)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (size < kinds[i].size || memcmp(text, kinds[i].magic, kinds[i].size) != 0)
            continue;
        ics_diag *diag = ics_report_at(diags, ICS_E0003, ics_diags_source_name(diags, source),
                                       "is not a rules file: it is %s", kinds[i].what);
        if (kinds[i].advice)
            ics_diag_help(diags, diag, "%s", kinds[i].advice);
        return true;
    }
    return false;
}

/* Whether a character may stand in a text, also within quotes and comments. */
static bool may_stand(uint32_t code_point)
{
    if (code_point == '\t' || code_point == '\n' || code_point == '\r' || code_point == 0x2028)
        return true;
    return !ics_is_unprintable(code_point);
}

/* How many characters of plain ASCII, which is nearly all of nearly every text, stand from @p at on. */
static size_t count_plain(const char *text, size_t size, size_t at)
{
    size_t end = at;
    while (end < size && ((text[end] >= ' ' && text[end] < 0x7F) || text[end] == '\n'))
        end++;
    return end - at;
}

static const char *describe(uint32_t code_point)
{
    if (ics_is_bidi_control(code_point))
        return "a control of writing direction, which makes a line read otherwise than it is compiled";
    if (code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0))
        return "a control character";
    return "a character that cannot be seen";
}

static void report_malformed(ics_diags *diags, uint32_t source, const char *text, size_t at)
{
    const ics_span span = {source, (uint32_t)at, (uint32_t)at + 1};
    ics_diag *diag = ics_report(diags, ICS_E0002, span, "byte %zu is 0x%02X, which is not UTF-8 here", at,
                                (unsigned)(unsigned char)text[at]);
    ics_diag_help(diags, diag, "save the file as UTF-8");
}

bool ics_text_check(ics_diags *diags, uint32_t source)
{
    size_t size;
    const char *text = ics_diags_source_text(diags, source, &size);
    if (is_another_kind(diags, source, text, size))
        return false;
    bool good = true;
    const size_t mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    for (size_t at = mark, step; at < size; at += step) {
        uint32_t code_point = 0;
        step = count_plain(text, size, at);
        if (step > 0)
            continue;
        step = ics_utf8_decode((const unsigned char *)text + at, size - at, &code_point);
        if (step == 0) {
            report_malformed(diags, source, text, at); /* what follows may be of any encoding: one message */
            return false;
        }
        if (may_stand(code_point))
            continue;
        good = false;
        ics_report(diags, ICS_E0004, (ics_span){source, (uint32_t)at, (uint32_t)(at + step)}, "U+%04X is %s",
                   (unsigned)code_point, describe(code_point));
    }
    return good;
}
