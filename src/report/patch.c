/*
 * The fixes of messages: made in the files, or shown as a unified diff. Edits of one source are taken in the order of
 * their places; a message's edits are made all together, and not at all where they meet those of an earlier message.
 */
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/limits.h"
#include "format/format.h"

#include <stdlib.h>
#include <string.h>

/* Edits made at once: each is held against the others, and what is over waits for the next run. */
enum { EDITS_MAX = 10000 };

/* The edits of one source that go together, in order. */
typedef struct patch {
    const ics_edit **edits;
    size_t count;
} patch;

static bool meets(const ics_edit *a, const ics_edit *b)
{
    if (a->span.start == b->span.start && (a->span.start == a->span.end || b->span.start == b->span.end))
        return true; /* which of two insertions comes first is nobody's to say */
    return a->span.start < b->span.end && b->span.start < a->span.end;
}

static bool has_room(const patch *p, const ics_diag *diag, uint32_t source)
{
    for (size_t e = 0; e < diag->edit_count; e++) {
        if (diag->edits[e].span.source != source)
            return false;
        for (size_t i = 0; i < p->count; i++)
            if (meets(p->edits[i], &diag->edits[e]))
                return false;
    }
    return diag->edit_count > 0 && p->count + diag->edit_count <= EDITS_MAX;
}

static int compare_edits(const void *a, const void *b)
{
    const ics_edit *x = *(const ics_edit *const *)a, *y = *(const ics_edit *const *)b;
    return x->span.start < y->span.start ? -1 : x->span.start > y->span.start;
}

/* @return false where memory has run out. Free p->edits. */
static bool gather(patch *p, const ics_diags *diags, uint32_t source, bool *fixed)
{
    size_t room = 0;
    for (size_t i = 0; i < ics_diags_count(diags); i++)
        room += ics_diags_at(diags, i)->edit_count;
    *p = (patch){.edits = calloc(room + 1, sizeof *p->edits)};
    for (size_t i = 0; p->edits && i < ics_diags_count(diags); i++) {
        const ics_diag *diag = ics_diags_at(diags, i);
        if (!has_room(p, diag, source))
            continue;
        for (size_t e = 0; e < diag->edit_count; e++)
            p->edits[p->count++] = &diag->edits[e];
        if (fixed)
            fixed[i] = true;
    }
    if (p->edits)
        qsort(p->edits, p->count, sizeof *p->edits, compare_edits);
    return p->edits != NULL;
}

/* The text with all edits made; NULL where memory has run out. */
static char *apply(const patch *p, const char *text, size_t size, size_t *size_out)
{
    size_t room = size + 1, used = 0, at = 0;
    for (size_t i = 0; i < p->count; i++)
        room += strlen(p->edits[i]->text);
    char *out = malloc(room);
    if (!out)
        return NULL;
    for (size_t i = 0; i < p->count; i++) {
        const ics_edit *edit = p->edits[i];
        const size_t kept = edit->span.start - at, length = strlen(edit->text);
        memcpy(out + used, text + at, kept);
        memcpy(out + used + kept, edit->text, length);
        used += kept + length;
        at = edit->span.end;
    }
    memcpy(out + used, text + at, size - at);
    *size_out = used + size - at;
    return out;
}

/* -- writing the files */

static bool is_unchanged(const ics_bytes *bytes, const char *text, size_t size)
{
    return bytes->size == size && memcmp(bytes->data, text, size) == 0;
}

static ics_status write_file(const patch *p, const ics_diags *diags, uint32_t source, ics_diags *failures)
{
    size_t size = 0, fixed_size = 0;
    const char *path = ics_diags_source_name(diags, source), *text = ics_diags_source_text(diags, source, &size);
    ics_bytes bytes = {0};
    ics_status status = ics_file_read(&bytes, path, ICS_LIMIT_RULE_FILE_BYTES, "RULE_FILE_BYTES", failures);
    if (status == ICS_OK && !is_unchanged(&bytes, text, size)) {
        ics_report_at(failures, ICS_E0001, path, "the file has changed since it was read, and is left as it is");
        status = ICS_E_INPUT;
    }
    char *fixed = status == ICS_OK ? apply(p, text, size, &fixed_size) : NULL;
    if (status == ICS_OK)
        status = fixed ? ics_file_write(path, fixed, fixed_size, failures) : ICS_E_NOMEM;
    free(fixed);
    ics_bytes_free(&bytes);
    return status;
}

ics_status ics_fixes_write(const ics_diags *diags, bool *fixed, ics_diags *failures)
{
    ics_status status = ICS_OK;
    if (fixed)
        memset(fixed, 0, ics_diags_count(diags) * sizeof *fixed);
    for (uint32_t source = 1; status == ICS_OK && source <= ics_diags_source_count(diags); source++) {
        patch p;
        if (!gather(&p, diags, source, fixed))
            return ICS_E_NOMEM;
        if (p.count > 0)
            status = write_file(&p, diags, source, failures);
        free(p.edits);
    }
    return status;
}

/* -- the diff */

static ics_status print_file(FILE *out, const patch *p, const ics_diags *diags, uint32_t source)
{
    size_t size = 0, fixed_size = 0;
    const char *text = ics_diags_source_text(diags, source, &size);
    char *fixed = apply(p, text, size, &fixed_size);
    jmp_buf escape;
    ics_arena arena;
    ics_arena_init(&arena, &escape);
    const bool good = fixed && setjmp(escape) == 0;
    if (good)
        ics_format_diff(out, &arena, ics_diags_source_name(diags, source), text, size, fixed, fixed_size);
    ics_arena_free(&arena);
    free(fixed);
    return good ? ICS_OK : ICS_E_NOMEM;
}

ics_status ics_fixes_diff(const ics_diags *diags, FILE *out)
{
    ics_status status = ICS_OK;
    for (uint32_t source = 1; status == ICS_OK && source <= ics_diags_source_count(diags); source++) {
        patch p;
        if (!gather(&p, diags, source, NULL))
            return ICS_E_NOMEM;
        if (p.count > 0)
            status = print_file(out, &p, diags, source);
        free(p.edits);
    }
    if (status == ICS_OK && (fflush(out) != 0 || ferror(out)))
        status = ICS_E_IO;
    return status;
}
