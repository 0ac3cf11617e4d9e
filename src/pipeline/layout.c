/*
 * Laying out a rule file. It is parsed by itself with what it uses, or, where names are then unknown, with the other
 * rule files of its folder: those of a pack know each other's names. What was laid out is parsed again, so that a text
 * that says anything else is never given back.
 */
#include "base/file.h"
#include "base/limits.h"
#include "format/format.h"
#include "pipeline/find.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char default_model[] = "ics";

struct ics_layout {
    ics_arena arena; /* of the text */
    char *path;
    ics_bytes bytes;      /* as they were read */
    ics_format_text text; /* as laid out */
};

/* What making a layout works with; what is the heap's is let go whichever way it ends. */
typedef struct maker {
    ics_layout *layout;
    jmp_buf escape;
    ics_arena scratch;
    ics_diags *before, *after; /* messages of trials, that nobody reads */
    ics_bytes *neighbours;
    size_t neighbour_count;
    ics_pack_folders *folders;
    const char *model;
} maker;

/* The texts that are parsed together, the file itself first. */
typedef struct company {
    ics_rule_text *texts;
    size_t count;
} company;

/* ---- parsing */

static size_t errors_of(const ics_diags *diags, const char *name)
{
    size_t errors = 0;
    for (size_t i = 0; i < ics_diags_count(diags); i++) {
        const ics_diag *diag = ics_diags_at(diags, i);
        const char *file = ics_diags_source_name(diags, diag->span.source);
        errors += diag->severity == ICS_SEVERITY_ERROR && (!file || strcmp(file, name) == 0);
    }
    return errors;
}

/* The file as the parser reads it in that company; NULL where it has mistakes or cannot be read. */
static const ics_syntax_file *parse(maker *m, const company *with, const char *bytes, size_t size, ics_diags *diags,
                                    ics_status *status)
{
    const char *path = m->layout->path;
    ics_syntax *syntax = ICS_ARENA_NEW(&m->scratch, ics_syntax);
    with->texts[0] = (ics_rule_text){path, (const unsigned char *)bytes, size};
    *status = ics_parse(syntax, &m->scratch, with->texts, with->count, &m->folders->finder, m->model, diags);
    if (*status == ICS_OK && errors_of(diags, path) > 0)
        *status = ICS_E_INPUT;
    for (size_t f = 0; *status == ICS_OK && f < syntax->file_count; f++)
        if (syntax->files[f].pack == 0 && strcmp(syntax->files[f].name, path) == 0)
            return &syntax->files[f];
    return NULL;
}

static const ics_syntax_file *parse_as_read(maker *m, const company *with, ics_diags *diags, ics_status *status)
{
    return parse(m, with, (const char *)m->layout->bytes.data, m->layout->bytes.size, diags, status);
}

/* ---- laying out */

static bool lay_out(maker *m, const company *with, const ics_syntax_file *before, bool keeps_lines)
{
    ics_format_text *text = &m->layout->text;
    ics_status status;
    ics_format_file(text, &m->layout->arena, before, m->before, keeps_lines);
    ics_diags_free(m->after);
    m->after = ics_diags_new();
    if (!m->after)
        longjmp(m->escape, 1);
    const ics_syntax_file *after = parse(m, with, text->bytes, text->size, m->after, &status);
    return after && ics_format_same(before->tree, after->tree);
}

/* A text that would say something else when laid out stays as it is. */
static void leave(maker *m)
{
    const ics_bytes *bytes = &m->layout->bytes;
    m->layout->text = (ics_format_text){
        .bytes = ics_arena_text(&m->layout->arena, (const char *)bytes->data, bytes->size), .size = bytes->size};
}

static ics_status try_with(maker *m, const company *with, size_t *errors_out)
{
    ics_status status;
    ics_diags_free(m->before);
    m->before = ics_diags_new();
    if (!m->before)
        return ICS_E_NOMEM;
    const ics_syntax_file *before = parse_as_read(m, with, m->before, &status);
    *errors_out = errors_of(m->before, m->layout->path);
    if (before && !lay_out(m, with, before, false) && !lay_out(m, with, before, true))
        leave(m);
    return status;
}

/* ---- the folder */

static bool is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

static const char *folder_of(maker *m)
{
    const char *path = m->layout->path, *slash = strrchr(path, '/');
    return slash ? ics_arena_text(&m->scratch, path, (size_t)(slash - path) + 1) : "./";
}

/* The file and its neighbours, those that can be read. */
static company read_folder(maker *m)
{
    const char **paths = NULL;
    const size_t count = ics_rule_files_in(folder_of(m), &m->scratch, &paths);
    company all = {.texts = ICS_ARENA_ARRAY(&m->scratch, ics_rule_text, count + 1), .count = 1};
    m->neighbours = calloc(count + 1, sizeof *m->neighbours);
    if (!m->neighbours)
        longjmp(m->escape, 1);
    for (size_t i = 0; i < count; i++) {
        ics_bytes *bytes = &m->neighbours[m->neighbour_count];
        if (is_same_file(paths[i], m->layout->path) ||
            ics_file_read(bytes, paths[i], ICS_LIMIT_RULE_FILE_BYTES, "RULE_FILE_BYTES", NULL) != ICS_OK)
            continue;
        m->neighbour_count++;
        all.texts[all.count++] = (ics_rule_text){paths[i], bytes->data, bytes->size};
    }
    return all;
}

static ics_status make(maker *m, const ics_compile_options *options, ics_diags *diags)
{
    m->folders = ics_pack_folders_make(&m->scratch, options);
    m->model = options && options->default_pack ? options->default_pack : default_model;
    const company alone = {.texts = ICS_ARENA_ARRAY(&m->scratch, ics_rule_text, 1), .count = 1};
    size_t errors_alone = 0, errors_together = 0;
    ics_status status = try_with(m, &alone, &errors_alone);
    if (status != ICS_E_INPUT)
        return status;
    const company together = strcmp(m->layout->path, "-") == 0 ? alone : read_folder(m);
    status = together.count > 1 ? try_with(m, &together, &errors_together) : status;
    if (status == ICS_OK)
        return status;
    const bool is_better = together.count > 1 && errors_together < errors_alone;
    (void)parse_as_read(m, is_better ? &together : &alone, diags, &status); /* said to the caller this time */
    return status;
}

/* Memory that runs out anywhere below comes back here. */
static ics_status make_or_escape(maker *m, const ics_compile_options *options, ics_diags *diags)
{
    if (setjmp(m->escape) != 0)
        return ICS_E_NOMEM;
    ics_arena_init(&m->scratch, &m->escape);
    m->layout->arena.escape = &m->escape;
    return make(m, options, diags);
}

static ics_status make_layout(ics_layout *layout, const ics_compile_options *options, ics_diags *diags)
{
    maker *m = calloc(1, sizeof *m);
    if (!m)
        return ICS_E_NOMEM;
    m->layout = layout;
    const ics_status status = make_or_escape(m, options, diags);
    layout->arena.escape = NULL;
    for (size_t i = 0; i < m->neighbour_count; i++)
        ics_bytes_free(&m->neighbours[i]);
    free(m->neighbours);
    ics_diags_free(m->before);
    ics_diags_free(m->after);
    ics_arena_free(&m->scratch);
    free(m);
    return status;
}

/* ---- the public functions */

ics_status ics_layout_make(ics_layout **layout_out, const char *path, const ics_compile_options *options,
                           ics_diags *diags)
{
    ics_layout *layout = calloc(1, sizeof *layout);
    if (!layout)
        return ICS_E_NOMEM;
    ics_arena_init(&layout->arena, NULL);
    layout->path = ics_arena_text(&layout->arena, path, strlen(path));
    ics_status status = layout->path
                            ? ics_file_read(&layout->bytes, path, ICS_LIMIT_RULE_FILE_BYTES, "RULE_FILE_BYTES", diags)
                            : ICS_E_NOMEM;
    ics_diags *own = diags ? NULL : ics_diags_new();
    if (status == ICS_OK)
        status = diags || own ? make_layout(layout, options, diags ? diags : own) : ICS_E_NOMEM;
    ics_diags_free(own);
    if (status == ICS_OK)
        *layout_out = layout;
    else
        ics_layout_free(layout);
    return status;
}

void ics_layout_free(ics_layout *layout)
{
    if (!layout)
        return;
    ics_bytes_free(&layout->bytes);
    ics_arena_free(&layout->arena);
    free(layout);
}

const char *ics_layout_text(const ics_layout *layout, size_t *size)
{
    *size = layout->text.size;
    return layout->text.bytes;
}

bool ics_layout_is_kept(const ics_layout *layout)
{
    return layout->bytes.size == layout->text.size &&
           memcmp(layout->bytes.data, layout->text.bytes, layout->text.size) == 0;
}

ics_status ics_layout_save(const ics_layout *layout, ics_diags *diags)
{
    if (ics_layout_is_kept(layout))
        return ICS_OK;
    return ics_file_write(layout->path, layout->text.bytes, layout->text.size, diags);
}

/* As the diff lies in an arena that leaves by a jump, nothing local is changed after it is set. */
static ics_status write_diff(const ics_layout *layout, ics_arena *arena, FILE *out)
{
    jmp_buf escape;
    if (setjmp(escape) != 0)
        return ICS_E_NOMEM;
    ics_arena_init(arena, &escape);
    ics_format_diff(out, arena, layout->path, (const char *)layout->bytes.data, layout->bytes.size, layout->text.bytes,
                    layout->text.size);
    arena->escape = NULL;
    return ferror(out) ? ICS_E_IO : ICS_OK;
}

ics_status ics_layout_write_diff(const ics_layout *layout, FILE *out)
{
    ics_arena arena = {0};
    const ics_status status = write_diff(layout, &arena, out);
    ics_arena_free(&arena);
    return status;
}
