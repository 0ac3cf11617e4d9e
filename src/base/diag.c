/*
 * The list of diagnostics and the sources they point into. A list belongs to one thread at a time. Where memory runs
 * out a message may be lost, but never its count. Leans on the arena.
 */
#include "base/diag.h"

#include "base/arena.h"
#include "base/limits.h"
#include "base/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct ics_diags {
    ics_arena arena;
    ics_source *sources; /* by id - 1 */
    size_t source_count, source_room;
    ics_diag **items; /* each stays where it is, so that notes can be added later */
    size_t count, room;
    size_t error_count;
    bool keeps_all;       /* not only the first of each source */
    ics_diag spare;       /* given out when memory has run out; never kept */
    ics_source no_source; /* counts messages that are no span of text */
};

/* Longer texts are cut: what is quoted from input may be a million characters long. */
enum { TEXT_MAX = 600 };

static const struct {
    const char *name;
    ics_severity severity;
} code_table[ICS_CODE_COUNT] = {
#define CODE(name, severity, summary) [ICS_##name] = {#name, ICS_SEVERITY_##severity},
#include "base/codes.def"
#undef CODE
};

const char *ics_code_name(ics_code code)
{
    return code_table[code].name;
}

ics_diags *ics_diags_new(void)
{
    return calloc(1, sizeof(ics_diags));
}

void ics_diags_keep_all(ics_diags *diags)
{
    if (diags)
        diags->keeps_all = true;
}

void ics_diags_free(ics_diags *diags)
{
    if (!diags)
        return;
    for (size_t i = 0; i < diags->source_count; i++)
        free(diags->sources[i].line_index);
    free(diags->sources);
    free(diags->items);
    ics_arena_free(&diags->arena);
    free(diags);
}

/* Room for one more item of an array on the heap. */
static void *grow(void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    const size_t wider = *room ? *room * 2 : 8;
    void *grown = realloc(items, wider * size);
    if (grown)
        *room = wider;
    return grown;
}

uint32_t ics_diags_source(ics_diags *diags, const char *name, const char *bytes, size_t size, bool copy)
{
    if (!diags || diags->source_count >= UINT32_MAX - 1)
        return 0;
    ics_source *sources = grow(diags->sources, diags->source_count, &diags->source_room, sizeof *sources);
    if (!sources)
        return 0;
    diags->sources = sources;
    const char *own_name = ics_arena_text(&diags->arena, name, strlen(name));
    const char *text = copy ? ics_arena_text(&diags->arena, bytes, size) : bytes;
    if (!own_name || (copy && !text))
        return 0;
    sources[diags->source_count] = (ics_source){.name = own_name, .text = text, .size = size};
    return (uint32_t)++diags->source_count;
}

ics_source *ics_diags_find_source(const ics_diags *diags, uint32_t source)
{
    return diags && source >= 1 && source <= diags->source_count ? &diags->sources[source - 1] : NULL;
}

size_t ics_diags_source_count(const ics_diags *diags)
{
    return diags ? diags->source_count : 0;
}

const char *ics_diags_source_text(const ics_diags *diags, uint32_t source, size_t *size)
{
    const ics_source *s = ics_diags_find_source(diags, source);
    if (size)
        *size = s ? s->size : 0;
    return s ? s->text : NULL;
}

const char *ics_diags_source_name(const ics_diags *diags, uint32_t source)
{
    const ics_source *s = ics_diags_find_source(diags, source);
    return s ? s->name : NULL;
}

/* Formats into the arena, cut at TEXT_MAX bytes on a character's boundary; NULL where memory has run out. */
static const char *format_text(ics_arena *arena, const char *format, va_list args)
{
    char buffer[TEXT_MAX + 8];
    const int needed = vsnprintf(buffer, TEXT_MAX + 1, format, args);
    if (needed < 0)
        return ics_arena_text(arena, format, strlen(format));
    size_t length = (size_t)needed;
    if (length > TEXT_MAX) {
        length = TEXT_MAX;
        while (length > 0 && ((unsigned char)buffer[length] & 0xC0) == 0x80)
            length--;
        memcpy(buffer + length, "\xE2\x80\xA6", 3); /* an ellipsis */
        length += 3;
    }
    return ics_arena_text(arena, buffer, length);
}

/* Counts the message against its source. @return whether it is among the first, which are kept. */
static bool count_in(ics_diags *diags, const ics_diag *diag)
{
    ics_source *source = ics_diags_find_source(diags, diag->span.source);
    if (!source)
        source = &diags->no_source;
    const bool is_error = diag->severity == ICS_SEVERITY_ERROR;
    diags->error_count += is_error;
    const size_t earlier = is_error ? source->error_count++ : source->warning_count++;
    return diags->keeps_all || earlier < (size_t)ICS_LIMIT_ERRORS_PRINTED;
}

static ics_diag *add(ics_diags *diags, ics_code code, ics_span span, const char *where, const char *format,
                     va_list args)
{
    static ics_diag discarded; /* never written: notes and help are not added without a list */
    if (!diags)
        return &discarded;
    diags->spare = (ics_diag){.code = code, .severity = code_table[code].severity, .span = span};
    if (!count_in(diags, &diags->spare))
        return &diags->spare;
    ics_diag **items = grow(diags->items, diags->count, &diags->room, sizeof *items);
    if (!items)
        return &diags->spare;
    diags->items = items;
    ics_diag *diag = ics_arena_alloc(&diags->arena, sizeof *diag, _Alignof(ics_diag));
    if (!diag)
        return &diags->spare;
    *diag = diags->spare;
    diag->text = format_text(&diags->arena, format, args);
    if (!diag->text)
        diag->text = "memory has run out";
    diag->where = where ? ics_arena_text(&diags->arena, where, strlen(where)) : NULL;
    items[diags->count++] = diag;
    return diag;
}

ics_diag *ics_report(ics_diags *diags, ics_code code, ics_span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ics_diag *diag = add(diags, code, span, NULL, format, args);
    va_end(args);
    return diag;
}

ics_diag *ics_report_at(ics_diags *diags, ics_code code, const char *where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    ics_diag *diag = add(diags, code, (ics_span){0}, where, format, args);
    va_end(args);
    return diag;
}

void ics_diag_note(ics_diags *diags, ics_diag *diag, ics_span span, const char *format, ...)
{
    if (!diags || diag == &diags->spare)
        return;
    if (diag->note_count == diag->note_room) {
        size_t room = diag->note_room;
        ics_note *notes =
            ics_arena_grow(&diags->arena, diag->notes, diag->note_count, &room, sizeof *notes, _Alignof(ics_note));
        if (!notes)
            return;
        diag->notes = notes;
        diag->note_room = room;
    }
    va_list args;
    va_start(args, format);
    const char *text = format_text(&diags->arena, format, args);
    va_end(args);
    if (text)
        diag->notes[diag->note_count++] = (ics_note){span, text};
}

void ics_diag_help(ics_diags *diags, ics_diag *diag, const char *format, ...)
{
    if (!diags || diag == &diags->spare)
        return;
    va_list args;
    va_start(args, format);
    diag->help = format_text(&diags->arena, format, args);
    va_end(args);
}

void ics_diag_edit(ics_diags *diags, ics_diag *diag, ics_span span, const char *format, ...)
{
    if (!diags || diag == &diags->spare)
        return;
    if (diag->edit_count == diag->edit_room) {
        size_t room = diag->edit_room;
        ics_edit *edits =
            ics_arena_grow(&diags->arena, diag->edits, diag->edit_count, &room, sizeof *edits, _Alignof(ics_edit));
        if (!edits)
            return;
        diag->edits = edits;
        diag->edit_room = room;
    }
    va_list args;
    va_start(args, format);
    const char *text = format_text(&diags->arena, format, args);
    va_end(args);
    if (text)
        diag->edits[diag->edit_count++] = (ics_edit){span, text};
}

size_t ics_diags_error_count(const ics_diags *diags)
{
    return diags ? diags->error_count : 0;
}

size_t ics_diags_count(const ics_diags *diags)
{
    return diags ? diags->count : 0;
}

const ics_diag *ics_diags_at(const ics_diags *diags, size_t index)
{
    return diags->items[index];
}

/* Messages go out in the order of their sources and places; those of one place in the order of their coming. */
typedef struct ranked {
    const ics_diag *diag;
    size_t rank;
} ranked;

static int compare_places(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    const ics_span p = x->diag->span, q = y->diag->span;
    if (p.source != q.source)
        return p.source < q.source ? -1 : 1;
    if (p.start != q.start)
        return p.start < q.start ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static void print_left_out(FILE *out, const char *name, size_t count, const char *what)
{
    if (count <= (size_t)ICS_LIMIT_ERRORS_PRINTED)
        return;
    const size_t more = count - (size_t)ICS_LIMIT_ERRORS_PRINTED;
    if (name) {
        ics_print_escaped(out, name, strlen(name));
        fputs(": ", out);
    }
    fprintf(out, "and %zu more %s%s\n", more, what, more == 1 ? "" : "s");
}

static void print_counts(FILE *out, const ics_source *source)
{
    print_left_out(out, source->name, source->error_count, "error");
    print_left_out(out, source->name, source->warning_count, "warning");
}

void ics_diags_print(const ics_diags *diags, FILE *out, bool colour)
{
    if (!diags)
        return;
    ranked *order = calloc(diags->count ? diags->count : 1, sizeof *order);
    for (size_t i = 0; order && i < diags->count; i++)
        order[i] = (ranked){diags->items[i], i};
    if (order)
        qsort(order, diags->count, sizeof *order, compare_places);
    for (size_t i = 0; i < diags->count; i++) /* without memory to sort, in the order of their coming */
        ics_diag_print(diags, order ? order[i].diag : diags->items[i], out, colour);
    free(order);
    print_counts(out, &diags->no_source);
    for (size_t i = 0; i < diags->source_count; i++)
        print_counts(out, &diags->sources[i]);
}
