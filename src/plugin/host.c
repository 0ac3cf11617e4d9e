/*
 * Opening a shared object runs its constructors, in this process: this host is for plugins that are trusted. What can
 * be refused without opening (its name, a file that is not there) is refused before.
 */
#include "plugin/host.h"

#include "plugin/call.h"
#include "plugin/find.h"
#include "plugin/record.h"
#include "plugin/say.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

typedef struct plugin_file {
    const char *name;
    uint32_t version;
    void *handle;             /* NULL where it was not opened */
    const ics_plugin *record; /* NULL where fault says why */
    const char *fault;
} plugin_file;

struct ics_plugin_host {
    ics_arena arena;
    const ics_program *program;
    const ics_dataset *dataset;
    ics_plugin_port port;
    plugin_file *files; /* at most one for each import */
    uint32_t file_count;
    ics_plugin_function *functions; /* by import */
    const char **faults;            /* by import; NULL: it can be called */
    ics_plugin_scratch scratch;
};

static bool answer(void *context, const ics_import *import, uint32_t lane_count, const void *const *arguments,
                   ics_plugin_answer *answers, const char **cause)
{
    ics_plugin_host *host = context;
    const size_t index = (size_t)(import - host->program->imports);
    if (index >= host->program->import_count) {
        *cause = "the function is not one of this program's";
        return false;
    }
    if (host->faults[index] != NULL) {
        *cause = host->faults[index];
        return false;
    }
    ics_plugin_function_call(&host->functions[index], host->program, host->dataset, &host->scratch, lane_count,
                             arguments, answers);
    if (host->scratch.cause[0] != '\0')
        *cause = host->scratch.cause;
    return true;
}

/* Opens the shared object and checks what it states; file->fault says why not. */
static void open_file(plugin_file *file, const char *path, ics_arena *arena)
{
    file->handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (file->handle == NULL) {
        file->fault = ics_plugin_say(arena, "plugin %s cannot be loaded: %s", file->name, dlerror());
        return;
    }
    const ics_plugin *record = dlsym(file->handle, "ics_plugin_record");
    if (record == NULL) {
        file->fault = ics_plugin_say(arena, "plugin %s states no terms: %s has no ics_plugin_record", file->name, path);
        return;
    }
    const char *difference = ics_plugin_record_check(record, file->name, file->version, arena);
    if (difference != NULL)
        file->fault = ics_plugin_say(arena, "plugin %s is refused: %s", file->name, difference);
    else
        file->record = record;
}

static void open_plugin(plugin_file *file, const char *pack_folder, ics_arena *arena, ics_diags *diags)
{
    const ics_span nowhere = {0};
    if (!ics_plugin_name_is_safe(file->name)) {
        file->fault =
            ics_plugin_say(arena, "%s is not a name that a plugin can have", ics_plugin_quote(arena, file->name));
        ics_report(diags, ICS_W1701, nowhere, "%s", file->fault);
        return;
    }
    const char *looked_in = NULL;
    const char *path = ics_plugin_find(file->name, pack_folder, arena, &looked_in);
    if (path == NULL) {
        file->fault = ics_plugin_say(arena, "plugin %s is not installed", file->name);
        ics_diag *diag = ics_report(diags, ICS_W1701, nowhere, "%s; outcomes that call it are errors", file->fault);
        ics_diag_help(diags, diag, "looked for %s.so in %s", file->name, looked_in);
        return;
    }
    open_file(file, path, arena);
    if (file->fault != NULL) {
        ics_diag *diag = ics_report(diags, ICS_W1701, nowhere, "%s; outcomes that call it are errors", file->fault);
        ics_diag_help(diags, diag, "the file is %s", path);
    }
}

/* The plugin of that name and version, opened when first asked for. */
static const plugin_file *file_of(ics_plugin_host *host, const ics_import *import, const char *pack_folder,
                                  ics_diags *diags)
{
    for (uint32_t i = 0; i < host->file_count; i++)
        if (host->files[i].version == import->version && strcmp(host->files[i].name, import->plugin) == 0)
            return &host->files[i];
    plugin_file *opened = &host->files[host->file_count++];
    *opened = (plugin_file){.name = import->plugin, .version = import->version};
    open_plugin(opened, pack_folder, &host->arena, diags);
    return opened;
}

/* Both signatures, side by side, as a mistake of the rules. Always false. */
static bool refuse(const ics_plugin_host *host, uint32_t index, const char *stated, const char *reason,
                   ics_diags *diags)
{
    const ics_import *import = &host->program->imports[index];
    ics_arena spoken = {0}; /* the host is given up after this */
    ics_diag *diag =
        ics_report(diags, ICS_E0703, (ics_span){0}, "function %s.%s is declared as %s and the plugin states %s%s%s",
                   import->plugin, import->function, import->signature, ics_plugin_quote(&spoken, stated),
                   reason == NULL ? "" : ": ", reason == NULL ? "" : reason);
    ics_diag_help(diags, diag, "change the declaration, or use the version of the plugin that it was written for");
    ics_arena_free(&spoken);
    return false;
}

/* Compares the signatures and prepares the call. False after E0703. */
static bool bind_function(ics_plugin_host *host, uint32_t index, const plugin_file *file, ics_diags *diags)
{
    const ics_import *import = &host->program->imports[index];
    const ics_model *model = &host->program->model;
    ics_plugin_function *function = &host->functions[index];
    function->stated = ics_plugin_record_find(file->record, import->function);
    if (function->stated == NULL)
        return refuse(host, index, NULL, "it has no function of that name", diags);
    ics_plugin_signature declared;
    const char *reason = ics_plugin_signature_parse(&declared, model, import->signature);
    if (reason == NULL)
        reason = ics_plugin_signature_parse(&function->signature, model, function->stated->signature);
    if (reason != NULL || !ics_plugin_signature_serves(&declared, &function->signature))
        return refuse(host, index, function->stated->signature, reason, diags);
    function->name = ics_plugin_say(&host->arena, "%s.%s", import->plugin, import->function);
    if (function->name == NULL || !ics_plugin_function_prepare(function))
        host->faults[index] = "a call that this machine cannot make";
    return true;
}

static ics_status bind_all(ics_plugin_host *host, const char *pack_folder, ics_diags *diags)
{
    bool fits = true;
    for (uint32_t i = 0; i < host->program->import_count; i++) {
        const plugin_file *file = file_of(host, &host->program->imports[i], pack_folder, diags);
        if (file->record == NULL)
            host->faults[i] = file->fault != NULL ? file->fault : "memory ran out while a plugin was loaded";
        else
            fits = bind_function(host, i, file, diags) && fits;
    }
    return fits ? ICS_OK : ICS_E_INPUT;
}

ics_status ics_plugin_host_open(ics_plugin_host **out, const ics_program *program, const ics_dataset *dataset,
                                const char *pack_folder, ics_diags *diags)
{
    ics_plugin_host *host = calloc(1, sizeof *host);
    if (host == NULL)
        return ICS_E_NOMEM;
    ics_arena_init(&host->arena, NULL);
    host->program = program;
    host->dataset = dataset;
    host->port = (ics_plugin_port){answer, host};
    const size_t count = (size_t)program->import_count + 1; /* never an array of nothing */
    host->files = ICS_ARENA_ARRAY(&host->arena, plugin_file, count);
    host->functions = ICS_ARENA_ARRAY(&host->arena, ics_plugin_function, count);
    host->faults = ICS_ARENA_ARRAY(&host->arena, const char *, count);
    ics_status status = ICS_E_NOMEM;
    if (host->files != NULL && host->functions != NULL && host->faults != NULL &&
        (program->import_count == 0 || ics_plugin_scratch_make(&host->scratch, &host->arena)))
        status = bind_all(host, pack_folder, diags);
    if (status != ICS_OK) {
        ics_plugin_host_close(host);
        return status;
    }
    *out = host;
    return ICS_OK;
}

const ics_plugin_port *ics_plugin_host_port(const ics_plugin_host *host)
{
    return &host->port;
}

const char *ics_plugin_host_fault(const ics_plugin_host *host, uint32_t import)
{
    return host->faults[import];
}

void ics_plugin_host_close(ics_plugin_host *host)
{
    if (host == NULL)
        return;
    for (uint32_t i = 0; host->files != NULL && i < host->file_count; i++)
        if (host->files[i].handle != NULL)
            dlclose(host->files[i].handle);
    ics_arena_free(&host->arena);
    free(host);
}
