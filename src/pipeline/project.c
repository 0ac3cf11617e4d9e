/* The project file: YAML with a handful of keys, each checked; paths that stay inside the project's folder. */
#include "pipeline/project.h"

#include "base/date.h"
#include "base/date_form.h"
#include "base/file.h"
#include "base/limits.h"
#include "data/tape.h"
#include "data/yaml.h"
#include "plugin/lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct reader {
    ics_project *project;
    ics_diags *diags;
    ics_tape tape;
    uint32_t source;
    uint32_t shift; /* a byte order mark */
    bool out_of_memory;
    size_t error_count;
} reader;

/* Keys that a record of the file may have. */
typedef struct key {
    const char *name;
    bool (*read)(reader *r, uint32_t node, void *target);
} key;

/* ---- messages ---- */

static ics_span span_of(const reader *r, uint32_t node)
{
    const ics_tape_node *at = &r->tape.nodes[node];
    const uint32_t start = at->offset + r->shift;
    return (ics_span){r->source, start, start + (at->length ? at->length : 1)};
}

static bool expected(reader *r, uint32_t node, const char *what)
{
    char found[96];
    ics_tape_describe(&r->tape, node, found, sizeof found);
    ics_report(r->diags, ICS_E0803, span_of(r, node), "expected %s, found %s", what, found);
    r->error_count++;
    return true; /* the next key may have something to say too */
}

static bool no_memory(reader *r)
{
    r->out_of_memory = true;
    return false;
}

/* ---- values ---- */

static bool is_text(const reader *r, uint32_t node)
{
    const ics_tape_kind kind = (ics_tape_kind)r->tape.nodes[node].kind;
    return kind == ICS_TAPE_PLAIN || kind == ICS_TAPE_TEXT;
}

static bool copy_text(reader *r, uint32_t node, const char **out)
{
    const ics_tape_node *at = &r->tape.nodes[node];
    *out = ics_arena_text(&r->project->arena, at->text, at->length);
    return *out || no_memory(r);
}

static bool read_text(reader *r, uint32_t node, void *target)
{
    return is_text(r, node) ? copy_text(r, node, target) : expected(r, node, "a text");
}

static bool read_nulls(reader *r, uint32_t node, void *target)
{
    if (!is_text(r, node) ||
        (!ics_tape_is(&r->tape.nodes[node], "absent") && !ics_tape_is(&r->tape.nodes[node], "unknown")))
        return expected(r, node, "absent or unknown");
    *(const char **)target = ics_tape_is(&r->tape.nodes[node], "absent") ? "absent" : "unknown";
    return true;
}

static bool read_as_at(reader *r, uint32_t node, void *target)
{
    ics_project *project = target;
    const ics_tape_node *at = &r->tape.nodes[node];
    int32_t first, last;
    const char *why = NULL;
    if (!is_text(r, node) || !ics_date_parse(at->text, at->length, &first, &last, &why) || first != last)
        return expected(r, node, "a day (2023-06-01)");
    project->has_as_at = true;
    project->as_at = first;
    return true;
}

/* Whether a path has a step up, starts at the root, or is empty. */
static bool leaves_by_name(const char *path)
{
    if (path[0] == '/' || path[0] == 0)
        return true;
    for (const char *step = path; step; step = strchr(step, '/')) {
        step += *step == '/';
        if (strncmp(step, "..", 2) == 0 && (step[2] == '/' || step[2] == 0))
            return true;
    }
    return false;
}

/* Whether what a path names lies outside the folder, by a link. A path that names nothing yet lies inside. */
static bool leaves_by_link(const char *folder, const char *path)
{
    char *inside = realpath(folder, NULL), *target = realpath(path, NULL);
    const size_t length = inside ? strlen(inside) : 0;
    const bool leaves = inside && target && strcmp(inside, "/") != 0 &&
                        (strncmp(inside, target, length) != 0 || (target[length] != '/' && target[length] != 0));
    free(inside);
    free(target);
    return leaves;
}

static bool refuse_path(reader *r, uint32_t node, const char *path)
{
    ics_diag *diag =
        ics_report(r->diags, ICS_E0803, span_of(r, node), "the path '%.200s' leaves the project's folder", path);
    ics_diag_help(r->diags, diag, "name files below the folder of " ICS_PROJECT_FILE ", by paths without '..'");
    r->error_count++;
    return true;
}

static const char *join(reader *r, const char *path)
{
    const char *folder = r->project->folder;
    const size_t size = strlen(folder) + strlen(path) + 2;
    if (strcmp(folder, ".") == 0 && path[0] != '-') /* as people write it; but `-` alone is standard input */
        return ics_arena_text(&r->project->arena, path, strlen(path));
    char *joined = ics_arena_alloc(&r->project->arena, size, 1);
    if (!joined)
        return NULL;
    snprintf(joined, size, "%s%s%s", folder, folder[0] && folder[strlen(folder) - 1] == '/' ? "" : "/", path);
    return joined;
}

static bool read_path(reader *r, uint32_t node, void *target)
{
    const char *path, *joined;
    if (!is_text(r, node))
        return expected(r, node, "a path");
    if (!copy_text(r, node, &path))
        return false;
    if (leaves_by_name(path))
        return refuse_path(r, node, path);
    joined = join(r, path);
    if (!joined)
        return no_memory(r);
    if (leaves_by_link(r->project->folder, joined))
        return refuse_path(r, node, path);
    *(const char **)target = joined;
    return true;
}

/* The folder of plugins, told from the project's folder: it stands in the lock in that form. */
static bool read_plugins(reader *r, uint32_t node, void *target)
{
    const char *path = NULL, *joined = NULL;
    const size_t errors = r->error_count;
    if (!read_path(r, node, &joined) || !joined || r->error_count > errors)
        return !r->out_of_memory;
    if (!copy_text(r, node, &path))
        return false;
    if (!ics_lock_path_is_inside(path, strlen(path)))
        return expected(r, node, "a folder of plugins, as in local/plugins");
    *(const char **)target = path;
    return true;
}

typedef struct path_list {
    const char ***paths;
    size_t *count;
} path_list;

/* One path, or a list of them. */
static bool read_paths(reader *r, uint32_t node, void *target)
{
    const path_list *list = target;
    size_t room = 0, count = 0;
    const char **paths = NULL;
    const bool is_list = r->tape.nodes[node].kind == ICS_TAPE_LIST;
    const uint32_t end = ics_tape_next(&r->tape, node);
    for (uint32_t at = is_list ? node + 1 : node; at < end; at = ics_tape_next(&r->tape, at)) {
        const char *path = NULL;
        if (!read_path(r, at, &path))
            return false;
        if (!path)
            continue;
        ICS_PUSH(&r->project->arena, paths, count, room, path);
        if (!paths)
            return no_memory(r);
    }
    *list->paths = paths;
    *list->count = count;
    return true;
}

/* One text, or a list of them. */
static bool read_texts(reader *r, uint32_t node, void *target)
{
    const path_list *list = target;
    size_t room = 0, count = 0;
    const char **texts = NULL;
    const bool is_list = r->tape.nodes[node].kind == ICS_TAPE_LIST;
    const uint32_t end = ics_tape_next(&r->tape, node);
    for (uint32_t at = is_list ? node + 1 : node; at < end; at = ics_tape_next(&r->tape, at)) {
        const char *text = NULL;
        if (!read_text(r, at, &text))
            return false;
        if (!text)
            continue;
        ICS_PUSH(&r->project->arena, texts, count, room, text);
        if (!texts)
            return no_memory(r);
    }
    *list->paths = texts;
    *list->count = count;
    return true;
}

/* One form in which dates are written, or a list of them. */
static bool read_date_forms(reader *r, uint32_t node, void *target)
{
    const path_list *list = target;
    const size_t errors = r->error_count;
    if (!read_texts(r, node, target))
        return false;
    for (size_t i = 0; i < *list->count && r->error_count == errors; i++)
        if (!ics_date_form_is_good((*list->paths)[i]))
            return expected(r, node, "how dates are written, as in dd/mm/yyyy, d.m.yyyy or dd mmm yyyy");
    return true;
}

/* ---- records ---- */

static const key *find_key(const reader *r, uint32_t node, const key *keys, size_t key_count)
{
    for (size_t i = 0; i < key_count; i++)
        if (ics_tape_is(&r->tape.nodes[node], keys[i].name))
            return &keys[i];
    return NULL;
}

static void refuse_key(reader *r, uint32_t node, const key *keys, size_t key_count)
{
    const char *names[16];
    const ics_tape_node *at = &r->tape.nodes[node];
    for (size_t i = 0; i < key_count; i++)
        names[i] = keys[i].name;
    const char *nearest = ics_nearest(at->text, at->length, names, key_count);
    char found[96];
    ics_diag *diag = ics_report(r->diags, ICS_E0803, span_of(r, node), "a project file has no key %s here",
                                ics_tape_describe(&r->tape, node, found, sizeof found));
    if (nearest)
        ics_diag_help(r->diags, diag, "did you mean '%s'?", nearest);
    r->error_count++;
}

/* Whether a key stood in the record before; then both places are said. */
static bool is_doubled(reader *r, uint32_t record, uint32_t node)
{
    const ics_tape_node *at = &r->tape.nodes[node];
    for (uint32_t other = record + 1; other < node; other = ics_tape_next(&r->tape, other + 1)) {
        const ics_tape_node *before = &r->tape.nodes[other];
        if (!ics_key_equal(before->text, before->length, at->text, at->length))
            continue;
        ics_diag *diag = ics_report(r->diags, ICS_E0803, span_of(r, node), "the key '%.60s' stands twice", at->text);
        ics_diag_note(r->diags, diag, span_of(r, other), "it stands here first");
        r->error_count++;
        return true;
    }
    return false;
}

/* Reads a record by its keys; targets[i] is where keys[i] goes. */
static bool read_record(reader *r, uint32_t node, const key *keys, void *const *targets, size_t key_count)
{
    const uint32_t end = r->tape.nodes[node].next;
    for (uint32_t at = node + 1; at < end; at = ics_tape_next(&r->tape, at + 1)) {
        const key *found = find_key(r, at, keys, key_count);
        if (!found)
            refuse_key(r, at, keys, key_count);
        else if (!is_doubled(r, node, at) && !found->read(r, at + 1, targets[found - keys]))
            return false;
    }
    return true;
}

typedef struct pair_list {
    const char *const **pairs;
    size_t *count;
    bool is_code; /* the second of each is absent, unknown or not applicable */
} pair_list;

static bool is_code_word(const reader *r, uint32_t node)
{
    const ics_tape_node *at = &r->tape.nodes[node];
    return is_text(r, node) &&
           (ics_tape_is(at, "absent") || ics_tape_is(at, "unknown") || ics_tape_is(at, "not applicable"));
}

/* {heading: attribute, …} or {code: meaning, …} */
static bool read_pairs(reader *r, uint32_t node, void *target)
{
    const pair_list *list = target;
    size_t room = 0, count = 0;
    const char **pairs = NULL;
    if (r->tape.nodes[node].kind != ICS_TAPE_RECORD)
        return expected(r, node,
                        list->is_code ? "{code: absent, unknown or not applicable, …}" : "{heading: attribute, …}");
    const uint32_t end = r->tape.nodes[node].next;
    for (uint32_t at = node + 1; at < end; at = ics_tape_next(&r->tape, at + 1)) {
        const char *first = NULL, *second = NULL;
        if (is_doubled(r, node, at))
            continue;
        if (list->is_code ? !is_code_word(r, at + 1) : !is_text(r, at + 1)) {
            if (!expected(r, at + 1, list->is_code ? "absent, unknown or not applicable" : "an attribute's name"))
                return false;
            continue;
        }
        if (!copy_text(r, at, &first) || !copy_text(r, at + 1, &second))
            return false;
        ICS_PUSH(&r->project->arena, pairs, count, room, first);
        if (pairs)
            ICS_PUSH(&r->project->arena, pairs, count, room, second);
        if (!pairs)
            return no_memory(r);
    }
    *list->pairs = pairs;
    *list->count = count / 2;
    return true;
}

/* {column: value}: rows of which count. */
static bool read_where(reader *r, uint32_t node, void *target)
{
    ics_table_binding *table = target;
    const bool is_one =
        r->tape.nodes[node].kind == ICS_TAPE_RECORD && r->tape.nodes[node].next == node + 3 && is_text(r, node + 2);
    if (!is_one)
        return expected(r, node, "{column: value}, of the rows that count");
    return copy_text(r, node + 1, &table->where_column) && copy_text(r, node + 2, &table->where_value);
}

static bool read_parent(reader *r, uint32_t node, void *target)
{
    static const key keys[] = {{"entity", read_text}, {"list", read_text}, {"column", read_text}};
    ics_table_binding *table = target;
    void *const targets[] = {&table->parent_entity, &table->parent_list, &table->parent_column};
    if (r->tape.nodes[node].kind != ICS_TAPE_RECORD)
        return expected(r, node, "{entity: …, list: …, column: …}");
    if (!read_record(r, node, keys, targets, 3))
        return false;
    if (table->parent_entity && table->parent_list && table->parent_column)
        return true;
    return expected(r, node, "entity, list and column of the parent");
}

static bool read_table(reader *r, uint32_t node, ics_table_binding *table)
{
    static const key keys[] = {{"entity", read_text},         {"file", read_path},     {"columns", read_pairs},
                               {"where", read_where},         {"parent", read_parent}, {"codes", read_pairs},
                               {"list separator", read_text}, {"nulls", read_nulls},   {"dates", read_date_forms}};
    const char **forms = NULL;
    size_t form_count = 0;
    path_list dates = {&forms, &form_count};
    pair_list columns = {&table->columns, &table->column_pair_count, false};
    pair_list codes = {&table->codes, &table->code_pair_count, true};
    void *const targets[] = {&table->entity, &table->path,           &columns,      table, table,
                             &codes,         &table->list_separator, &table->nulls, &dates};
    const size_t errors = r->error_count;
    if (r->tape.nodes[node].kind != ICS_TAPE_RECORD)
        return expected(r, node, "a table ({entity: …, file: …})");
    if (!read_record(r, node, keys, targets, sizeof keys / sizeof *keys))
        return false;
    table->date_forms = forms;
    table->date_form_count = form_count;
    if (r->error_count == errors && (!table->entity || !table->path))
        return expected(r, node, "entity and file of the table");
    return true;
}

static bool read_tables(reader *r, uint32_t node, void *target)
{
    ics_project *project = target;
    size_t room = 0;
    if (r->tape.nodes[node].kind != ICS_TAPE_LIST)
        return expected(r, node, "a list of tables");
    const uint32_t end = r->tape.nodes[node].next;
    for (uint32_t at = node + 1; at < end; at = ics_tape_next(&r->tape, at)) {
        ics_table_binding table = {0};
        if (!read_table(r, at, &table))
            return false;
        ICS_PUSH(&project->arena, project->tables, project->table_count, room, table);
        if (!project->tables)
            return no_memory(r);
    }
    return true;
}

/* ---- the whole ---- */

static bool read_project(reader *r)
{
    static const key keys[] = {{"name", read_text},      {"use", read_text},      {"rules", read_paths},
                               {"data", read_paths},     {"tables", read_tables}, {"output", read_path},
                               {"nulls", read_nulls},    {"as at", read_as_at},   {"readings", read_texts},
                               {"plugins", read_plugins}};
    ics_project *project = r->project;
    path_list rules = {&project->rules, &project->rule_count}, data = {&project->data, &project->data_count},
              readings = {&project->readings, &project->reading_count};
    void *const targets[] = {&project->name,   &project->use,   &rules,  &data,     project,
                             &project->output, &project->nulls, project, &readings, &project->plugins};
    if (r->tape.count == 0 || r->tape.nodes[0].kind != ICS_TAPE_RECORD) {
        ics_report(r->diags, ICS_E0803, (ics_span){r->source, 0, 0},
                   "expected the keys of a project (name, use, rules, data, tables, output, nulls, as at, readings, "
                   "plugins), found %s",
                   r->tape.count == 0 ? "an empty file" : "something else");
        r->error_count++;
        return true;
    }
    return read_record(r, 0, keys, targets, sizeof keys / sizeof *keys);
}

static bool default_path(reader *r, const char *name, bool must_exist, const char ***paths, size_t *count)
{
    struct stat info;
    const char *path = join(r, name);
    if (!path)
        return no_memory(r);
    if (must_exist && stat(path, &info) != 0)
        return true;
    *paths = ICS_ARENA_NEW(&r->project->arena, const char *);
    if (!*paths)
        return no_memory(r);
    (*paths)[0] = path;
    *count = 1;
    return true;
}

/* What the file leaves out. */
static bool add_defaults(reader *r)
{
    ics_project *project = r->project;
    char output[300];
    if (!project->name)
        project->name = "";
    if (!project->use)
        project->use = "";
    if (!project->rules && !default_path(r, "rules", false, &project->rules, &project->rule_count))
        return false;
    if (!project->data && !default_path(r, "data", true, &project->data, &project->data_count))
        return false;
    if (project->output)
        return true;
    snprintf(output, sizeof output, "%.255s.icsb", project->name[0] ? project->name : "rules");
    for (char *c = output; *c; c++) /* a name is no path */
        if (*c == '/' || (unsigned char)*c < ' ')
            *c = '-';
    project->output = join(r, output);
    return project->output || no_memory(r);
}

static bool read_bytes(reader *r, const char *path, const ics_bytes *bytes)
{
    ics_fault fault;
    size_t bad;
    if (bytes->size >= 3 && memcmp(bytes->data, "\xEF\xBB\xBF", 3) == 0)
        r->shift = 3;
    r->source = ics_diags_source(r->diags, path, (const char *)bytes->data, bytes->size, true);
    if (!ics_utf8_check(bytes->data, bytes->size, &bad)) {
        ics_report(r->diags, ICS_E0002, (ics_span){r->source, (uint32_t)bad, (uint32_t)bad + 1},
                   "byte %zu (0x%02X) is not UTF-8 text", bad, bytes->data[bad]);
        r->error_count++;
        return true;
    }
    if (ics_yaml_read(&r->tape, bytes->data + r->shift, bytes->size - r->shift, &fault))
        return read_project(r) && (r->error_count > 0 || add_defaults(r));
    if (fault.out_of_memory)
        return no_memory(r);
    ics_diag *diag = ics_report(r->diags, fault.code == ICS_E0601 ? ICS_E0803 : fault.code,
                                (ics_span){r->source, fault.offset + r->shift, fault.end + r->shift}, "%s", fault.text);
    ics_diag_help(r->diags, diag, "%s",
                  fault.help ? fault.help : "a key, a colon, a space and a value stand on a line: 'use: send'");
    r->error_count++;
    return true;
}

bool ics_project_exists(const char *folder)
{
    char path[4096];
    const int length = snprintf(path, sizeof path, "%s/%s", folder, ICS_PROJECT_FILE);
    return length > 0 && (size_t)length < sizeof path && access(path, F_OK) == 0;
}

void ics_project_free(ics_project *project)
{
    if (!project)
        return;
    ics_arena_free(&project->arena);
    free(project);
}

ics_status ics_project_read(ics_project **out, const char *folder, ics_diags *diags)
{
    reader r = {.project = calloc(1, sizeof(ics_project)), .diags = diags};
    ics_bytes bytes = {NULL, 0};
    if (!r.project)
        return ICS_E_NOMEM;
    r.project->folder = ics_arena_text(&r.project->arena, folder, strlen(folder));
    const char *path = r.project->folder ? join(&r, ICS_PROJECT_FILE) : NULL;
    ics_status status =
        path ? ics_file_read(&bytes, path, ICS_LIMIT_PROJECT_FILE_BYTES, "PROJECT_FILE_BYTES", diags) : ICS_E_NOMEM;
    if (status == ICS_OK && !read_bytes(&r, path, &bytes))
        status = ICS_E_NOMEM;
    if (status == ICS_OK && r.error_count > 0)
        status = ICS_E_INPUT;
    ics_bytes_free(&bytes);
    ics_tape_free(&r.tape);
    if (status == ICS_OK)
        *out = r.project;
    else
        ics_project_free(r.project);
    return status;
}
