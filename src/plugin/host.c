/*
 * Opening a shared object runs its constructors: what can be refused without opening is refused before, and what is
 * opened is the sealed copy of what was looked at. A batch that fails is sent again lane by lane, so that the lanes
 * that fail by themselves are found; what has been answered before a plugin was given up is judged again by who runs
 * the VM.
 */
#include "plugin/host.h"

#include "plugin/call.h"
#include "plugin/say.h"
#include "plugin/seat.h"
#include "plugin/terms.h"
#include "plugin/trust.h"
#include "plugin/whereabouts.h"

#include "base/limits.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATE_FAILED = 3 }; /* of an answer */

typedef struct plugin_file {
    const char *name;
    uint32_t version;
    ics_plugin_verified verified;
    ics_plugin_seat seat;
    ics_plugin_terms terms; /* no functions where fault says why */
    const char *fault;
    ics_blame blame;
    bool is_asked_singly; /* a batch has failed in which no lane failed by itself */
    bool is_down_noticed; /* ics_plugin_host_gave_up() has told */
} plugin_file;

struct ics_plugin_host {
    ics_arena arena;
    const ics_program *program;
    const ics_dataset *dataset;
    ics_plugin_host_options options;
    const char *worker_program;
    pthread_mutex_t turn; /* explanations may be made by several threads */
    ics_plugin_port port;
    plugin_file *files; /* at most one for each import */
    uint32_t file_count;
    plugin_file **file_of;          /* by import */
    ics_plugin_function *functions; /* by import */
    const char **faults;            /* by import; NULL: it can be called */
    ics_plugin_scratch scratch;
    char cause[ICS_CAUSE_BYTES]; /* of the last call */
};

/* The first cause of a call is told: the others are of its kind or come after it. */
static void tell(ics_plugin_call *call, const char *cause)
{
    if (call->cause[0] == '\0')
        snprintf(call->cause, sizeof call->cause, "%s", cause);
}

/* A lane has failed by itself. */
static void blame_lane(plugin_file *file, ics_plugin_call *call, uint32_t lane, const char *cause)
{
    tell(call, cause);
    ics_blame_call(&file->blame, call->function->place, &call->function->signature, call->arguments, lane, cause);
}

/* Takes what came back; a result that is refused costs its lane alone. */
static void take(plugin_file *file, ics_plugin_call *call)
{
    char said[ICS_CAUSE_BYTES];
    ics_plugin_copy_results(call);
    for (uint32_t row = ics_plugin_take(call, 0, said); row < call->row_count;
         row = ics_plugin_take(call, row + 1, said))
        blame_lane(file, call, ics_plugin_lane(call, row), said);
}

/* The plugin is asked no more. */
static void give_up(plugin_file *file, ics_plugin_call *call, const char *why)
{
    char cause[ICS_CAUSE_BYTES];
    snprintf(cause, sizeof cause, "%s %.440s", call->function->name, why);
    tell(call, cause);
    ics_blame_all(&file->blame, cause);
}

/* Packs lanes from `first` on and asks, once more where a worker was lost. @return the lanes looked at; 0: given up. */
static uint32_t ask(plugin_file *file, ics_plugin_call *call, uint32_t first, uint32_t count, int64_t *left_ns,
                    ics_seat_end *end, char *why)
{
    uint32_t looked_at = 0;
    *end = ICS_SEAT_LOST;
    for (int tries = 0; tries < 3 && *end == ICS_SEAT_LOST; tries++) {
        if (!ics_seat_ready(&file->seat, why)) {
            give_up(file, call, why);
            return 0;
        }
        looked_at = ics_plugin_pack(call, first, count);
        *end = call->row_count == 0 ? ICS_SEAT_ANSWERED : ics_seat_ask(&file->seat, left_ns, why);
    }
    if (*end != ICS_SEAT_ANSWERED)
        ics_plugin_fail(call);
    if (*end == ICS_SEAT_ANSWERED && call->row_count > 0)
        take(file, call);
    else if (*end == ICS_SEAT_LATE || *end == ICS_SEAT_REFUSED || *end == ICS_SEAT_LOST)
        give_up(file, call, why);
    return file->blame.is_down && *end != ICS_SEAT_ANSWERED ? 0 : looked_at;
}

/* One lane by itself: where it fails, it is guilty. */
static void ask_lane(plugin_file *file, ics_plugin_call *call, uint32_t lane, int64_t *left_ns)
{
    char why[ICS_CAUSE_BYTES] = "", cause[ICS_CAUSE_BYTES];
    ics_seat_end end;
    if (ask(file, call, lane, 1, left_ns, &end, why) == 0 || end != ICS_SEAT_FELL)
        return;
    snprintf(cause, sizeof cause, "%s %.440s", call->function->name, why);
    blame_lane(file, call, lane, cause);
}

/* The lanes of a batch one by one, in the time of a batch. */
static void ask_singly(plugin_file *file, ics_plugin_call *call, uint32_t first, uint32_t count)
{
    const uint32_t guilty_before = file->blame.call_count;
    int64_t left_ns = (int64_t)file->seat.options.batch_ms * 1000000;
    for (uint32_t lane = first; lane < first + count && !file->blame.is_down; lane++)
        ask_lane(file, call, lane, &left_ns);
    file->is_asked_singly = file->is_asked_singly || file->blame.call_count == guilty_before;
}

/* Lanes from `first` on. @return how many of them were seen to. */
static uint32_t ask_batch(plugin_file *file, ics_plugin_call *call, uint32_t first, uint32_t count)
{
    char why[ICS_CAUSE_BYTES] = "";
    int64_t left_ns = (int64_t)file->seat.options.batch_ms * 1000000;
    ics_seat_end end = ICS_SEAT_FELL;
    uint32_t seen = count < ICS_EXCHANGE_ROWS ? count : ICS_EXCHANGE_ROWS;
    if (!file->is_asked_singly && seen > 1)
        seen = ask(file, call, first, count, &left_ns, &end, why);
    if (end == ICS_SEAT_FELL)
        ask_singly(file, call, first, seen);
    return seen;
}

/* What a plugin that was given up has answered is not believed either. */
static bool fail_all(const plugin_file *file, uint32_t lane_count, ics_plugin_answer *answers, const char **cause)
{
    for (uint32_t lane = 0; lane < lane_count; lane++)
        answers[lane] = (ics_plugin_answer){.of = 1, .state = STATE_FAILED};
    *cause = file->blame.down;
    return false;
}

static bool answer_in_turn(ics_plugin_host *host, size_t index, uint32_t lane_count, const void *const *arguments,
                           ics_plugin_answer *answers, const char **cause)
{
    plugin_file *file = host->file_of[index];
    ics_plugin_call call = {.function = &host->functions[index],
                            .program = host->program,
                            .dataset = host->dataset,
                            .arguments = arguments,
                            .answers = answers,
                            .request = file->seat.request,
                            .reply = file->seat.reply,
                            .is_shared = file->seat.worker != NULL,
                            .blame = &file->blame,
                            .scratch = &host->scratch};
    for (uint32_t first = 0; first < lane_count && !file->blame.is_down;)
        first += ask_batch(file, &call, first, lane_count - first);
    if (file->blame.is_down)
        return fail_all(file, lane_count, answers, cause);
    if (call.cause[0] != '\0') {
        memcpy(host->cause, call.cause, sizeof call.cause);
        *cause = host->cause;
    }
    return true;
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
    pthread_mutex_lock(&host->turn);
    const bool is_answered = answer_in_turn(host, index, lane_count, arguments, answers, cause);
    pthread_mutex_unlock(&host->turn);
    return is_answered;
}

/* Has the shared object opened and reads what it states; file->fault says why not. */
static void open_file(ics_plugin_host *host, plugin_file *file)
{
    const ics_plugin_rights *rights = &file->verified.rights;
    file->seat = (ics_plugin_seat){
        .options = {.worker_program = host->worker_program,
                    .memory_bytes = rights->memory_bytes,
                    .reads = rights->reads,
                    .read_count = rights->read_count,
                    .batch_ms = host->options.batch_ms != 0 ? host->options.batch_ms : rights->batch_ms},
        .name = file->name,
        .shown = file->verified.path,
        .version = file->version,
        .file = file->verified.file};
    if (!host->options.is_in_process && host->worker_program == NULL)
        file->fault = ics_plugin_say(
            &host->arena, "plugin %s cannot be run in isolation: icsrules-plugin-host is not installed", file->name);
    else
        file->fault = ics_seat_open(&file->seat, &file->terms, &host->arena);
}

static ics_status open_plugin(ics_plugin_host *host, plugin_file *file, ics_diags *diags)
{
    const ics_status status =
        ics_plugin_verify(&file->verified, host->options.places, file->name, file->version, &host->arena, diags);
    file->fault = file->verified.fault;
    if (status != ICS_OK || file->fault != NULL)
        return status;
    open_file(host, file);
    if (file->fault != NULL) {
        ics_diag *diag =
            ics_report(diags, ICS_W1701, (ics_span){0}, "%s; outcomes that call it are errors", file->fault);
        ics_diag_help(diags, diag, "the file is %s", file->verified.path);
    }
    return ICS_OK;
}

/* The plugin of that name and version, opened when first asked for. */
static ics_status file_of(plugin_file **out, ics_plugin_host *host, const ics_import *import, ics_diags *diags)
{
    for (uint32_t i = 0; i < host->file_count; i++)
        if (host->files[i].version == import->version && strcmp(host->files[i].name, import->plugin) == 0) {
            *out = &host->files[i];
            return ICS_OK;
        }
    plugin_file *opened = &host->files[host->file_count++];
    *opened = (plugin_file){.name = import->plugin, .version = import->version, .verified = {.file = -1}};
    *out = opened;
    return open_plugin(host, opened, diags);
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

static ics_status bind_all(ics_plugin_host *host, ics_diags *diags)
{
    bool fits = true;
    for (uint32_t i = 0; i < host->program->import_count; i++) {
        plugin_file *file = NULL;
        const ics_status status = file_of(&file, host, &host->program->imports[i], diags);
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
                                const ics_plugin_host_options *options, ics_diags *diags)
{
    ics_plugin_host *host = calloc(1, sizeof *host);
    if (host == NULL)
        return ICS_E_NOMEM;
    ics_arena_init(&host->arena, NULL);
    host->program = program;
    host->dataset = dataset;
    host->options = *options;
    pthread_mutex_init(&host->turn, NULL); /* cannot fail here */
    if (!options->is_in_process)
        host->worker_program =
            options->worker_program != NULL ? options->worker_program : ics_plugin_worker_find(&host->arena);
    host->port = (ics_plugin_port){answer, host};
    const size_t count = (size_t)program->import_count + 1; /* never an array of nothing */
    host->files = ICS_ARENA_ARRAY(&host->arena, plugin_file, count);
    host->file_of = ICS_ARENA_ARRAY(&host->arena, plugin_file *, count);
    host->functions = ICS_ARENA_ARRAY(&host->arena, ics_plugin_function, count);
    host->faults = ICS_ARENA_ARRAY(&host->arena, const char *, count);
    ics_status status = ICS_E_NOMEM;
    if (host->files != NULL && host->file_of != NULL && host->functions != NULL && host->faults != NULL)
        status = bind_all(host, diags);
    host->options.places = NULL; /* lent for as long as plugins were looked for */
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

bool ics_plugin_host_gave_up(ics_plugin_host *host)
{
    bool gave_up = false;
    for (uint32_t i = 0; i < host->file_count; i++) {
        plugin_file *file = &host->files[i];
        gave_up = gave_up || (file->blame.is_down && !file->is_down_noticed);
        file->is_down_noticed = file->blame.is_down;
    }
    return gave_up;
}

void ics_plugin_host_report(const ics_plugin_host *host, ics_diags *diags)
{
    for (uint32_t i = 0; i < host->file_count; i++) {
        const plugin_file *file = &host->files[i];
        ics_diag *diag = NULL;
        if (file->blame.is_down)
            diag = ics_report(diags, ICS_W1703, (ics_span){0},
                              "plugin %s was given up: %s; all outcomes that call it are errors", file->name,
                              file->blame.down);
        else if (file->blame.call_count > 0)
            diag = ics_report(diags, ICS_W1702, (ics_span){0},
                              "plugin %s failed in %u call%s: %s; outcomes that rest on such a call are errors",
                              file->name, file->blame.call_count, file->blame.call_count == 1 ? "" : "s",
                              file->blame.calls[0].cause);
        if (diag != NULL && file->seat.said[0] != '\0')
            ics_diag_help(diags, diag, "the last it wrote: %s", file->seat.said);
    }
}

void ics_plugin_host_close(ics_plugin_host *host)
{
    if (host == NULL)
        return;
    for (uint32_t i = 0; host->files != NULL && i < host->file_count; i++) {
        ics_seat_close(&host->files[i].seat);
        ics_plugin_unverify(&host->files[i].verified);
    }
    pthread_mutex_destroy(&host->turn);
    ics_arena_free(&host->arena);
    free(host);
}
