/* Lines of a program's sources, counted from marks: reports ask for the line of a rule with every outcome. */
#include "bytecode/program.h"

enum { MARK_BYTES = 512 };

static bool ends_line(const ics_source_text *source, uint32_t at)
{
    return source->text[at] == '\n' ||
           (source->text[at] == '\r' && !(at + 1 < source->size && source->text[at + 1] == '\n'));
}

bool ics_source_mark_lines(ics_source_text *source, ics_arena *arena)
{
    uint32_t *marks = ICS_ARENA_ARRAY(arena, uint32_t, (size_t)source->size / MARK_BYTES + 1), line = 1;
    for (uint32_t i = 0; marks && i < source->size; i++) {
        if (i % MARK_BYTES == 0)
            marks[i / MARK_BYTES] = line;
        line += ends_line(source, i);
    }
    source->line_marks = marks;
    return marks != NULL;
}

uint32_t ics_source_line(const ics_source_text *source, uint32_t offset)
{
    if (source->size == 0)
        return 1;
    const uint32_t end = offset < source->size ? offset : source->size, mark = (end ? end - 1 : 0) / MARK_BYTES;
    uint32_t line = source->line_marks ? source->line_marks[mark] : 1;
    for (uint32_t i = source->line_marks ? mark * MARK_BYTES : 0; i < end; i++)
        line += ends_line(source, i);
    return line;
}
