/*
 * Fixes as changes of the text. A fix takes nothing away but what its message is about: where a comment stands in what
 * would go, there is no fix.
 */
#include "check/context.h"

#include <string.h>

/* A # that is not in quotes, as far as one line tells: then the words stay as they are. */
static bool has_comment(const char *text, size_t size)
{
    return memchr(text, '#', size) != NULL;
}

void ics_mend(ics_checker *c, ics_diag *diag, ics_span span, const char *text)
{
    size_t size = 0;
    const char *words = ics_words_at(c, span, &size);
    if (span.start < span.end && (!words || has_comment(words, size)))
        return;
    ics_diag_edit(c->diags, diag, span, "%s", text);
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

void ics_mend_out(ics_checker *c, ics_diag *diag, ics_span span)
{
    size_t size = 0;
    const char *text = ics_diags_source_text(c->diags, span.source, &size);
    if (!text || span.end > size)
        return;
    uint32_t start = span.start, end = span.end;
    while (start > 0 && is_blank(text[start - 1]))
        start--;
    while (end < size && is_blank(text[end]))
        end++;
    const bool ends_line = end == size || text[end] == '\n';
    if (start == 0 || text[start - 1] == '\n') { /* nothing before it on its line */
        if (ends_line)
            end += end < size;
        else
            start = span.start;
    } else {
        end = ends_line ? end : span.end;
        if (ends_line && end > span.end && text[end - 1] == '\r')
            end--; /* the line end stays what it was */
    }
    ics_mend(c, diag, (ics_span){span.source, start, end}, "");
}

void ics_mend_joined(ics_checker *c, ics_diag *diag, ics_span before, ics_span out)
{
    static const char *const joints[] = {",", "and", "or", ", and", ", or"};
    size_t size = 0;
    const char *words = ics_words_at(c, (ics_span){out.source, before.end, out.start}, &size);
    char joint[8] = "";
    size_t used = 0;
    for (size_t i = 0; words && i < size && used < sizeof joint - 1; i++) {
        const bool blank = is_blank(words[i]) || words[i] == '\n';
        if (!blank || (used > 0 && joint[used - 1] != ' '))
            joint[used++] = blank ? ' ' : words[i];
    }
    while (used > 0 && joint[used - 1] == ' ')
        used--;
    joint[used] = '\0';
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (strcmp(joint, joints[i]) == 0)
            ics_mend(c, diag, (ics_span){out.source, before.end, out.end}, "");
}
