/*
 * A project's folder at work: compiling what its project file names, telling whether a pack is as old as its sources,
 * and reading its data.
 */
#include "pipeline/files.h"
#include "pipeline/find.h"
#include "pipeline/project.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *ics_project_pack(const ics_project *project)
{
    return project->output;
}

bool ics_project_as_at(const ics_project *project, int32_t *days_out)
{
    if (project->has_as_at)
        *days_out = project->as_at;
    return project->has_as_at;
}

void ics_project_places(const ics_project *project, ics_plugin_places *out)
{
    *out = (ics_plugin_places){project->folder, project->plugins};
}

const char *const *ics_project_rules(const ics_project *project, size_t *count_out)
{
    *count_out = project->rule_count;
    return project->rules;
}

ics_status ics_project_options(ics_compile_options *out, const ics_project *project, const ics_compile_options *options,
                               ics_arena *arena)
{
    const size_t given = options ? options->pack_folder_count : 0;
    const char **folders = ICS_ARENA_ARRAY(arena, const char *, project->rule_count + given + 1);
    if (!folders)
        return ICS_E_NOMEM;
    size_t count = 0;
    struct stat about;
    for (size_t i = 0; i < project->rule_count; i++)
        if (stat(project->rules[i], &about) == 0 && S_ISDIR(about.st_mode))
            folders[count++] = project->rules[i];
    for (size_t i = 0; i < given; i++)
        folders[count++] = options->pack_folders[i];
    *out = options ? *options : (ics_compile_options){0};
    out->pack_folders = folders;
    out->pack_folder_count = count;
    out->project_readings = project->readings;
    out->project_reading_count = project->reading_count;
    if (project->use && project->use[0] != '\0')
        out->default_pack = project->use;
    return ICS_OK;
}

/* How much of each path names the project's folder. */
static size_t folder_stem(const ics_project *project)
{
    size_t length = strlen(project->folder);
    if (length > 0 && project->folder[length - 1] == '/')
        length--;
    for (size_t i = 0; i < project->rule_count; i++)
        if (strncmp(project->rules[i], project->folder, length) != 0 || project->rules[i][length] != '/')
            return 0;
    return project->rule_count > 0 ? length + 1 : 0;
}

ics_status ics_project_compile(ics_program **program_out, const ics_project *project,
                               const ics_compile_options *options, ics_diags *diags)
{
    ics_arena arena = {0};
    ics_compile_options own;
    ics_status status = ics_project_options(&own, project, options, &arena);
    if (status == ICS_OK)
        status = ics_compile_paths(program_out, project->rules, project->rule_count, folder_stem(project), &own, diags);
    ics_arena_free(&arena);
    return status;
}

static ics_status differs(ics_diags *diags, const ics_project *project, const char *name, const char *how)
{
    ics_diag *diag = ics_report_at(diags, ICS_E0805, project->output, "the rule file %s %s", name, how);
    ics_diag_help(diags, diag, "run icsrules compile, then eval again");
    return ICS_E_INPUT;
}

static bool is_text(const ics_source_text *source, const ics_bytes *bytes)
{
    return source->size == bytes->size && memcmp(source->text, bytes->data, bytes->size) == 0;
}

/* The project's own files against the sources of that name; *own_out marks those. */
static ics_status check_own(const ics_project *project, const ics_program *program, bool *is_own, ics_diags *diags)
{
    ics_rule_files files;
    ics_status status = ics_rule_files_read(&files, project->rules, project->rule_count, diags);
    const size_t stem = folder_stem(project);
    for (size_t i = 0; i < files.count && status == ICS_OK; i++) {
        const char *name = files.paths[i] + stem;
        uint32_t s = 0;
        while (s < program->source_count && strcmp(program->sources[s].name, name) != 0)
            s++;
        if (s == program->source_count) {
            status = differs(diags, project, name, "is not in the pack");
        } else {
            is_own[s] = true;
            if (!is_text(&program->sources[s], &files.bytes[i]))
                status = differs(diags, project, name, "has changed since the pack was compiled");
        }
    }
    ics_rule_files_free(&files);
    return status;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A source of a pack that was used, "ics/model.rules", against the file that `use` would find today. */
static ics_status check_used(const ics_project *project, const ics_source_text *source, const ics_pack_folders *folders,
                             ics_arena *arena, ics_diags *diags)
{
    char pack[256];
    const char **paths = NULL;
    const size_t length = strcspn(source->name, "/.");
    if (length == 0 || length >= sizeof pack)
        return differs(diags, project, source->name, "is not there any more");
    memcpy(pack, source->name, length);
    pack[length] = '\0';
    const size_t count = folders->finder.find(folders->finder.context, pack, arena, &paths);
    for (size_t i = 0; i < count; i++) {
        const char *const path = paths[i];
        if (strcmp(last_part(path), last_part(source->name)) != 0)
            continue;
        ics_rule_files files;
        const ics_status status = ics_rule_files_read(&files, &path, 1, diags);
        const bool is_same = status == ICS_OK && files.count == 1 && is_text(source, &files.bytes[0]);
        ics_rule_files_free(&files);
        if (status != ICS_OK)
            return status;
        return is_same ? ICS_OK : differs(diags, project, source->name, "has changed since the pack was compiled");
    }
    return differs(diags, project, source->name, "is not there any more");
}

/* Each reading that the project chooses now is one by which the pack judges. */
static ics_status check_readings(const ics_project *project, const ics_program *program, ics_diags *diags)
{
    for (size_t i = 0; i < project->reading_count; i++) {
        const char *name = project->readings[i];
        bool is_chosen = false;
        for (uint32_t c = 0; c < program->chosen_count; c++)
            is_chosen |= ics_key_equal(program->chosen[c], strlen(program->chosen[c]), name, strlen(name));
        if (is_chosen)
            continue;
        ics_diag *diag =
            ics_report_at(diags, ICS_E0805, project->output, "the pack does not judge by the reading \"%s\"", name);
        ics_diag_help(diags, diag, "run icsrules compile, then eval again");
        return ICS_E_INPUT;
    }
    return ICS_OK;
}

ics_status ics_project_check(const ics_project *project, const ics_program *program, const ics_compile_options *options,
                             ics_diags *diags)
{
    ics_arena arena = {0};
    ics_compile_options own;
    ics_status status = ics_project_options(&own, project, options, &arena);
    const ics_pack_folders *folders = status == ICS_OK ? ics_pack_folders_make(&arena, &own) : NULL;
    bool *is_own = ICS_ARENA_ARRAY(&arena, bool, program->source_count + 1u);
    if (!folders || !is_own) {
        ics_arena_free(&arena);
        return ICS_E_NOMEM;
    }
    status = check_readings(project, program, diags);
    if (status == ICS_OK)
        status = check_own(project, program, is_own, diags);
    for (uint32_t s = 0; s < program->source_count && status == ICS_OK; s++)
        if (!is_own[s])
            status = check_used(project, &program->sources[s], folders, &arena, diags);
    ics_arena_free(&arena);
    return status;
}

bool ics_project_table(const ics_project *project, ics_load_options *options)
{
    if (project->data_count > 0 || project->table_count != 1 || options->table_count > 0)
        return false;
    options->tables = project->tables;
    options->table_count = 1;
    if (!options->nulls)
        options->nulls = project->nulls;
    return true;
}

ics_status ics_project_read_data(ics_dataset **dataset_out, const ics_project *project, const ics_program *program,
                                 const ics_load_options *options, ics_diags *diags)
{
    static const ics_load_options plain;
    const ics_load_options *given = options ? options : &plain;
    ics_table_binding *tables = calloc(project->table_count + given->table_count + 1, sizeof *tables);
    if (!tables)
        return ICS_E_NOMEM;
    for (size_t i = 0; i < project->table_count; i++)
        tables[i] = project->tables[i];
    for (size_t i = 0; i < given->table_count; i++)
        tables[project->table_count + i] = given->tables[i];
    ics_load_options both = *given;
    both.tables = tables;
    both.table_count = project->table_count + given->table_count;
    if (!both.nulls)
        both.nulls = project->nulls;
    const ics_status status =
        ics_dataset_read(dataset_out, program, (const char *const *)project->data, project->data_count, &both, diags);
    free(tables);
    return status;
}
