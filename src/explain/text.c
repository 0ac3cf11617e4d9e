#include "explain/text.h"

#include <string.h>

/* Copies up to the end, folding white space and leaving out comments; quoted text stays as it is. */
static size_t fold(char *out, const char *at, const char *end)
{
    size_t size = 0;
    bool is_quoted = false;
    for (; at < end; at++) {
        if (*at == '"')
            is_quoted = !is_quoted;
        if (*at == '#' && !is_quoted) {
            const char *line_end = memchr(at, '\n', (size_t)(end - at));
            at = line_end == NULL ? end - 1 : line_end;
        }
        const bool is_blank = *at == ' ' || *at == '\n' || *at == '\r' || *at == '\t' || *at == '#';
        if (!is_blank)
            out[size++] = *at;
        else if (size > 0 && out[size - 1] != ' ')
            out[size++] = ' ';
    }
    while (size > 0 && out[size - 1] == ' ')
        size--;
    return size;
}

char *ics_program_span_text(ics_arena *arena, const ics_program *program, ics_span span)
{
    const bool is_placed = span.source > 0 && span.source <= program->source_count && span.end >= span.start &&
                           span.end <= program->sources[span.source - 1].size;
    if (!is_placed)
        return ics_arena_text(arena, "", 0);
    const ics_source_text *source = &program->sources[span.source - 1];
    char *text = ics_arena_alloc(arena, (size_t)(span.end - span.start) + 1, 1);
    text[fold(text, source->text + span.start, source->text + span.end)] = '\0';
    return text;
}
