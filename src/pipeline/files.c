/*
 * Compiling files and texts as an embedder names them. A pack keeps its sources under names that do not depend on where
 * they stood, so that the same sources give the same bytes in any folder: the path below the deepest folder that holds
 * them all.
 */
#define _XOPEN_SOURCE 700
#include "pipeline/files.h"

#include "base/file.h"
#include "base/limits.h"
#include "pipeline/compile.h"
#include "pipeline/find.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char default_model[] = "ics";

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat first, second;
    return strcmp(a, b) == 0 || (stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
                                 first.st_ino == second.st_ino);
}

static bool push_path(ics_rule_files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (is_same_file(files->paths[i], path))
            return true; /* named twice, it counts once */
    if (files->count == files->room) {
        const char **grown = ics_arena_grow(&files->arena, files->paths, files->count, &files->room,
                                            sizeof *files->paths, _Alignof(const char *));
        if (!grown)
            return false;
        files->paths = grown;
    }
    files->paths[files->count++] = path;
    return true;
}

/* A folder inside another is a pack of its own, so what lies there is pointed at and not taken. */
static void refuse_folder(ics_rule_files *files, const char *path, ics_diags *diags)
{
    const char *inside = ics_rule_folder_in(path, &files->arena);
    ics_diag *diag = ics_report_at(diags, ICS_E0001, path, "no file of rules (.rules) lies in this folder");
    if (inside)
        ics_diag_help(
            diags, diag,
            "there are some in %s: name that folder, or write 'use %s' in a file of rules (a folder in another "
            "is a pack of its own)",
            inside, strrchr(inside, '/') ? strrchr(inside, '/') + 1 : inside);
    else
        ics_diag_help(diags, diag, "name the files, or the folder that holds them");
}

/* Folders become the files of rules in them. */
static ics_status spread_paths(ics_rule_files *files, const char *const *paths, size_t path_count, ics_diags *diags)
{
    for (size_t i = 0; i < path_count; i++) {
        if (!is_folder(paths[i])) {
            if (!push_path(files, paths[i]))
                return ICS_E_NOMEM;
            continue;
        }
        const char **inside = NULL;
        const size_t count = ics_rule_files_in(paths[i], &files->arena, &inside);
        if (count == 0) {
            refuse_folder(files, paths[i], diags);
            return ICS_E_INPUT;
        }
        for (size_t k = 0; k < count; k++)
            if (!push_path(files, inside[k]))
                return ICS_E_NOMEM;
    }
    return ICS_OK;
}

static ics_status read_texts(ics_rule_files *files, ics_diags *diags)
{
    files->texts = ICS_ARENA_ARRAY(&files->arena, ics_rule_text, files->count + 1);
    files->bytes = ICS_ARENA_ARRAY(&files->arena, ics_bytes, files->count + 1);
    if (!files->texts || !files->bytes)
        return ICS_E_NOMEM;
    ics_status worst = ICS_OK;
    for (size_t i = 0; i < files->count; i++) { /* all of them, so that each missing one is named */
        const ics_status status =
            ics_file_read(&files->bytes[i], files->paths[i], ICS_LIMIT_RULE_FILE_BYTES, "RULE_FILE_BYTES", diags);
        if (status != ICS_OK)
            worst = status;
        files->texts[i] = (ics_rule_text){files->paths[i], files->bytes[i].data, files->bytes[i].size};
    }
    return worst;
}

ics_status ics_rule_files_read(ics_rule_files *files, const char *const *paths, size_t path_count, ics_diags *diags)
{
    *files = (ics_rule_files){0};
    ics_arena_init(&files->arena, NULL);
    ics_status status = spread_paths(files, paths, path_count, diags);
    if (status == ICS_OK)
        status = read_texts(files, diags);
    return status;
}

void ics_rule_files_free(ics_rule_files *files)
{
    for (size_t i = 0; files->bytes && i < files->count; i++)
        ics_bytes_free(&files->bytes[i]);
    ics_arena_free(&files->arena);
}

size_t ics_rule_files_stem(const ics_rule_files *files)
{
    if (files->count == 0)
        return 0;
    const char *first = files->paths[0];
    size_t stem = strlen(first);
    for (size_t i = 1; i < files->count; i++) {
        size_t same = 0;
        while (same < stem && files->paths[i][same] == first[same])
            same++;
        stem = same;
    }
    while (stem > 0 && first[stem - 1] != '/')
        stem--;
    return stem;
}

/* Names in the program: without what all paths begin with. */
static void shorten_names(ics_program *program, const ics_rule_files *files, size_t stem)
{
    for (uint32_t s = 0; s < program->source_count; s++)
        for (size_t i = 0; i < files->count; i++)
            if (strcmp(program->sources[s].name, files->paths[i]) == 0) {
                program->sources[s].name += stem;
                break;
            }
}

ics_status ics_compile(ics_program **program_out, const ics_rule_text *texts, size_t text_count,
                       const ics_compile_options *options, ics_diags *diags)
{
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    const ics_pack_folders *folders = ics_pack_folders_make(&arena, options);
    const char *model = options && options->default_pack ? options->default_pack : default_model;
    const bool is_checked = options && options->is_checked;
    const ics_reading_choice choice = ics_readings_chosen(options);
    const ics_status status = !folders ? ICS_E_NOMEM
                                       : (is_checked ? ics_compile_checked : ics_compile_texts)(
                                             program_out, texts, text_count, &folders->finder, model, &choice, diags);
    ics_arena_free(&arena);
    return status;
}

ics_status ics_compile_paths(ics_program **program_out, const char *const *paths, size_t path_count, size_t stem,
                             const ics_compile_options *options, ics_diags *diags)
{
    ics_rule_files files;
    ics_program *program = NULL;
    ics_status status = ics_rule_files_read(&files, paths, path_count, diags);
    if (status == ICS_OK)
        status = ics_compile(&program, files.texts, files.count, options, diags);
    if (status == ICS_OK) {
        shorten_names(program, &files, stem == SIZE_MAX ? ics_rule_files_stem(&files) : stem);
        *program_out = program;
    }
    ics_rule_files_free(&files);
    return status;
}

ics_status ics_compile_files(ics_program **program_out, const char *const *paths, size_t path_count,
                             const ics_compile_options *options, ics_diags *diags)
{
    return ics_compile_paths(program_out, paths, path_count, SIZE_MAX, options, diags);
}

/* Parsing leaves by a jump where memory runs out; nothing local is read after it but through pointers. */
static ics_status parse_and_print(FILE *out, const ics_rule_files *files, const ics_pack_folders *folders,
                                  const char *model, ics_arena *arena, ics_diags *diags)
{
    jmp_buf escape;
    ics_syntax syntax = {0};
    if (setjmp(escape))
        return ICS_E_NOMEM;
    ics_arena_init(arena, &escape);
    const ics_status status = ics_parse(&syntax, arena, files->texts, files->count, &folders->finder, model, diags);
    arena->escape = NULL;
    if (status != ICS_OK)
        return status;
    ics_syntax_print_json(&syntax, diags, out);
    return ics_diags_error_count(diags) > 0 ? ICS_E_INPUT : ICS_OK;
}

ics_status ics_syntax_print(FILE *out, const char *const *paths, size_t path_count, const ics_compile_options *options,
                            ics_diags *diags)
{
    ics_rule_files files;
    ics_status status = ics_rule_files_read(&files, paths, path_count, diags);
    const ics_pack_folders *folders = status == ICS_OK ? ics_pack_folders_make(&files.arena, options) : NULL;
    if (status == ICS_OK && !folders)
        status = ICS_E_NOMEM;
    if (status == ICS_OK) {
        ics_arena arena = {0};
        const char *model = options && options->default_pack ? options->default_pack : default_model;
        status = parse_and_print(out, &files, folders, model, &arena, diags);
        ics_arena_free(&arena);
    }
    ics_rule_files_free(&files);
    if (status == ICS_OK && (fflush(out) != 0 || ferror(out)))
        status = ICS_E_IO;
    return status;
}

ics_status ics_pack_load(ics_program **program_out, const char *path, ics_diags *diags)
{
    ics_bytes bytes = {0};
    ics_status status = ics_file_read(&bytes, path, ICS_LIMIT_PACK_BYTES, "PACK_BYTES", diags);
    if (status == ICS_OK)
        status = ics_pack_read(program_out, bytes.data, bytes.size, path, diags);
    ics_bytes_free(&bytes);
    return status;
}

ics_status ics_pack_save(ics_program *program, const char *path, ics_diags *diags)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    ics_status status = ics_pack_write(&bytes, &size, program);
    if (status == ICS_OK)
        status = ics_file_write(path, bytes, size, diags);
    free(bytes);
    return status;
}
