/*
 * Opening a shared object runs its constructors, in this process: this host is for plugins that are trusted. What can
 * be refused without opening is refused before, and what is opened is the sealed copy of what was looked at.
 */
#include "plugin/host.h"

#include "plugin/call.h"
#include "plugin/guest.h"
#include "plugin/say.h"
#include "plugin/terms.h"
#include "plugin/trust.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct plugin_file {
    const char *name;
    uint32_t version;
    ics_plugin_verified verified;
    ics_guest *guest;
    void *request, *reply;  /* what crosses; NULL before it is opened */
    ics_plugin_terms terms; /* no functions where fault says why */
    const char *fault;
} plugin_file;

struct ics_plugin_host {
    ics_arena arena;
    const ics_program *program;
    const ics_dataset *dataset;
    ics_plugin_port port;
    plugin_file *files; /* at most one for each import */
    uint32_t file_count;
    plugin_file **file_of;          /* by import */
    ics_plugin_function *functions; /* by import */
    const char **faults;            /* by import; NULL: it can be called */
    ics_plugin_scratch scratch;
    char cause[ICS_CAUSE_BYTES]; /* of the last call */
};

/* Sends what was packed and takes what comes back; a result that is refused costs its lane alone. */
static void ask(plugin_file *file, ics_plugin_call *call)
{
    ics_plugin_reply *reply = file->reply;
    ics_guest_answer(&file->guest, file->request, file->reply);
    if (!reply->is_answered) {
        if (call->cause[0] == '\0')
            snprintf(call->cause, sizeof call->cause, "%s: %.400s", call->function->name, reply->refusal);
        return;
    }
    char said[ICS_CAUSE_BYTES];
    ics_plugin_copy_results(call);
    for (uint32_t row = ics_plugin_take(call, 0, said); row < call->row_count;
         row = ics_plugin_take(call, row + 1, said))
        if (call->cause[0] == '\0')
            memcpy(call->cause, said, sizeof said);
}

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
    plugin_file *file = host->file_of[index];
    ics_plugin_call call = {.function = &host->functions[index],
                            .program = host->program,
                            .dataset = host->dataset,
                            .arguments = arguments,
                            .answers = answers,
                            .request = file->request,
                            .reply = file->reply,
                            .scratch = &host->scratch};
    for (uint32_t first = 0; first < lane_count;) {
        first += ics_plugin_pack(&call, first, lane_count - first);
        if (call.row_count > 0)
            ask(file, &call);
    }
    if (call.cause[0] != '\0') {
        memcpy(host->cause, call.cause, sizeof call.cause);
        *cause = host->cause;
    }
    return true;
}

/* What is opened, and the path that people know it by. */
static void put_texts(ics_plugin_request *request, const char *file, const char *shown)
{
    unsigned char *area = (unsigned char *)request;
    const size_t file_size = strlen(file) + 1;
    request->file = ICS_REQUEST_TEXTS;
    request->shown = (uint32_t)(ICS_REQUEST_TEXTS + file_size);
    memcpy(area + request->file, file, file_size);
    memcpy(area + request->shown, shown, strlen(shown) + 1);
}

/* Opens the shared object and reads what it states; file->fault says why not. */
static void open_file(plugin_file *file, ics_arena *arena)
{
    const char *path = ics_plugin_say(arena, "/proc/self/fd/%d", file->verified.file);
    file->request = calloc(1, ICS_REQUEST_BYTES); /* only what is used is ever touched */
    file->reply = calloc(1, ICS_REPLY_BYTES);
    ics_plugin_request *request = file->request;
    if (path == NULL || file->request == NULL || file->reply == NULL) {
        file->fault = "memory ran out while a plugin was loaded";
        return;
    }
    request->kind = ICS_REQUEST_LOAD;
    request->version = file->version;
    snprintf(request->name, sizeof request->name, "%s", file->name);
    put_texts(request, path, file->verified.path);
    ics_guest_answer(&file->guest, file->request, file->reply);
    const ics_plugin_reply *reply = file->reply;
    if (!reply->is_answered)
        file->fault = ics_plugin_say(arena, "%.*s", (int)sizeof reply->refusal, reply->refusal);
    else
        file->fault = ics_terms_read(&file->terms, reply, arena);
}

static ics_status open_plugin(plugin_file *file, const ics_plugin_places *places, ics_arena *arena, ics_diags *diags)
{
    const ics_status status = ics_plugin_verify(&file->verified, places, file->name, file->version, arena, diags);
    file->fault = file->verified.fault;
    if (status != ICS_OK || file->fault != NULL)
        return status;
    open_file(file, arena);
    if (file->fault != NULL) {
        ics_diag *diag =
            ics_report(diags, ICS_W1701, (ics_span){0}, "%s; outcomes that call it are errors", file->fault);
        ics_diag_help(diags, diag, "the file is %s", file->verified.path);
    }
    return ICS_OK;
}

/* The plugin of that name and version, opened when first asked for. */
static ics_status file_of(plugin_file **out, ics_plugin_host *host, const ics_import *import,
                          const ics_plugin_places *places, ics_diags *diags)
{
    for (uint32_t i = 0; i < host->file_count; i++)
        if (host->files[i].version == import->version && strcmp(host->files[i].name, import->plugin) == 0) {
            *out = &host->files[i];
            return ICS_OK;
        }
    plugin_file *opened = &host->files[host->file_count++];
    *opened = (plugin_file){.name = import->plugin, .version = import->version, .verified = {.file = -1}};
    *out = opened;
    return open_plugin(opened, places, &host->arena, diags);
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

/* Compares the signatures. False after E0703. */
static bool bind_function(ics_plugin_host *host, uint32_t index, const plugin_file *file, ics_diags *diags)
{
    const ics_import *import = &host->program->imports[index];
    const ics_model *model = &host->program->model;
    ics_plugin_function *function = &host->functions[index];
    function->place = ics_terms_find(&file->terms, import->function);
    if (function->place == UINT32_MAX)
        return refuse(host, index, NULL, "it has no function of that name", diags);
    const char *stated = file->terms.functions[function->place].signature;
    ics_plugin_signature declared;
    const char *reason = ics_plugin_signature_parse(&declared, model, import->signature);
    if (reason == NULL)
        reason = ics_plugin_signature_parse(&function->signature, model, stated);
    if (reason != NULL || !ics_plugin_signature_serves(&declared, &function->signature))
        return refuse(host, index, stated, reason, diags);
    function->name = ics_plugin_say(&host->arena, "%s.%s", import->plugin, import->function);
    if (function->name == NULL)
        host->faults[index] = "memory ran out while a plugin was loaded";
    return true;
}

static ics_status bind_all(ics_plugin_host *host, const ics_plugin_places *places, ics_diags *diags)
{
    bool fits = true;
    for (uint32_t i = 0; i < host->program->import_count; i++) {
        plugin_file *file = NULL;
        const ics_status status = file_of(&file, host, &host->program->imports[i], places, diags);
        if (status != ICS_OK)
            return status;
        host->file_of[i] = file;
        if (file->fault != NULL || file->terms.function_count == 0)
            host->faults[i] = file->fault != NULL ? file->fault : "memory ran out while a plugin was loaded";
        else
            fits = bind_function(host, i, file, diags) && fits;
    }
    return fits ? ICS_OK : ICS_E_INPUT;
}

ics_status ics_plugin_host_open(ics_plugin_host **out, const ics_program *program, const ics_dataset *dataset,
                                const ics_plugin_places *places, ics_diags *diags)
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
    host->file_of = ICS_ARENA_ARRAY(&host->arena, plugin_file *, count);
    host->functions = ICS_ARENA_ARRAY(&host->arena, ics_plugin_function, count);
    host->faults = ICS_ARENA_ARRAY(&host->arena, const char *, count);
    ics_status status = ICS_E_NOMEM;
    if (host->files != NULL && host->file_of != NULL && host->functions != NULL && host->faults != NULL)
        status = bind_all(host, places, diags);
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
    for (uint32_t i = 0; host->files != NULL && i < host->file_count; i++) {
        ics_guest_close(host->files[i].guest);
        ics_plugin_unverify(&host->files[i].verified);
        free(host->files[i].request);
        free(host->files[i].reply);
    }
    ics_arena_free(&host->arena);
    free(host);
}
