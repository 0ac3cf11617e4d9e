/*
 * What must hold before a plugin is loaded, in this order: its name is a name, just one folder has it, no link leads to
 * it, nobody else can change it. Then its bytes are copied, and the copy is what is loaded.
 */
#include "plugin/trust.h"

#include "base/limits.h"
#include "plugin/guard.h"
#include "plugin/say.h"
#include "plugin/seal.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What one verification stands on. */
typedef struct verifier {
    ics_plugin_verified *out;
    const char *name;
    ics_arena *arena;
    ics_diags *diags;
} verifier;

/* -- messages */

/* It may not be loaded: a warning, and the cause of outcomes. */
static ics_diag *refuse(const verifier *v, ics_code code, const char *fault)
{
    v->out->fault = fault;
    return ics_report(v->diags, code, (ics_span){0}, "%s; outcomes that call it are errors",
                      fault != NULL ? fault : "memory ran out while a plugin was looked for");
}

static ics_status refuse_name(const verifier *v)
{
    ics_diag *diag = ics_report(v->diags, ICS_E0712, (ics_span){0}, "%s is not a name that a plugin can have",
                                ics_plugin_quote(v->arena, v->name));
    ics_diag_help(v->diags, diag, "a lower-case letter, then letters, digits and hyphens, 64 at most");
    return ICS_E_INPUT;
}

static ics_status refuse_link(const verifier *v, const char *why)
{
    ics_diag *diag = ics_report(v->diags, ICS_E0712, (ics_span){0}, "plugin %s is not opened: %s", v->name, why);
    ics_diag_help(v->diags, diag, "put the file itself into the folder of plugins");
    return ICS_E_INPUT;
}

static ics_status refuse_two(const verifier *v, const char *first, const char *second)
{
    ics_diag *diag =
        ics_report(v->diags, ICS_E0710, (ics_span){0}, "there are two plugins %s: %s and %s", v->name, first, second);
    ics_diag_help(v->diags, diag, "which is meant is not guessed: take one away, or give it another name");
    return ICS_E_INPUT;
}

static ics_status say_missing(const verifier *v, const ics_plugin_home *homes, int count)
{
    const char *looked_in = "";
    for (int i = 0; i < count; i++)
        looked_in = ics_plugin_say(v->arena, "%s%s%s/%s", looked_in == NULL ? "" : looked_in, i > 0 ? ", " : "",
                                   homes[i].lock_folder, homes[i].plugins);
    ics_diag *diag = refuse(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s is not installed", v->name));
    ics_diag_help(v->diags, diag, "looked for %s.so in %s", v->name, looked_in == NULL ? "" : looked_in);
    return v->out->fault != NULL ? ICS_OK : ICS_E_NOMEM;
}

/* -- the steps */

/* The one folder that has the file; *found is NULL where none has. */
static ics_status choose_home(const verifier *v, const ics_plugin_home *homes, int count, const ics_plugin_home **found)
{
    struct stat first, about;
    *found = NULL;
    for (int i = 0; i < count; i++) {
        const char *path = ics_plugin_say(v->arena, "%s/%s/%s.so", homes[i].lock_folder, homes[i].plugins, v->name);
        if (path == NULL)
            return ICS_E_NOMEM;
        if (lstat(path, &about) != 0)
            continue;
        if (*found == NULL) {
            *found = &homes[i];
            first = about;
            v->out->path = path;
        } else if (first.st_dev != about.st_dev || first.st_ino != about.st_ino) {
            return refuse_two(v, v->out->path, path);
        }
    }
    return ICS_OK;
}

/* Copies what was opened; the copy is what counts from here on. */
static ics_status copy(const verifier *v, int file)
{
    uint8_t hash[ICS_PLUGIN_HASH_BYTES];
    const char *fault = ics_plugin_seal(&v->out->file, file, hash);
    if (fault == NULL)
        return ICS_OK;
    refuse(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s cannot be loaded: %s", v->name, fault));
    return v->out->fault != NULL ? ICS_OK : ICS_E_NOMEM;
}

static ics_status open_guarded(const verifier *v)
{
    int file = -1;
    const char *why = NULL;
    ics_status status = ICS_OK;
    switch (ics_plugin_guard_open(&file, v->out->path, v->arena, &why)) {
    case ICS_PLUGIN_GUARDED:
        status = copy(v, file);
        close(file);
        return status;
    case ICS_PLUGIN_LINK:
        return refuse_link(v, why);
    case ICS_PLUGIN_UNSAFE:
        refuse(v, ICS_W1711, ics_plugin_say(v->arena, "plugin %s is not loaded: %s", v->name, why));
        break;
    case ICS_PLUGIN_MISSING:
    case ICS_PLUGIN_UNREADABLE:
        refuse(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s cannot be loaded: %s", v->name, why));
        break;
    case ICS_PLUGIN_GUARD_NOMEM:
        return ICS_E_NOMEM;
    }
    return v->out->fault != NULL ? ICS_OK : ICS_E_NOMEM;
}

ics_status ics_plugin_verify(ics_plugin_verified *out, const ics_plugin_places *places, const char *name,
                             uint32_t version, ics_arena *arena, ics_diags *diags)
{
    const verifier v = {out, name, arena, diags};
    ics_plugin_home homes[ICS_PLUGIN_HOMES];
    const ics_plugin_home *found = NULL;
    (void)version;
    *out = (ics_plugin_verified){
        .file = -1, .rights = {(uint64_t)ICS_LIMIT_PLUGIN_MEMORY_BYTES, (uint32_t)ICS_LIMIT_PLUGIN_BATCH_MS, NULL, 0}};
    if (!ics_plugin_name_is_safe(name))
        return refuse_name(&v);
    const int count = ics_plugin_homes(homes, places, arena);
    if (count < 0)
        return ICS_E_NOMEM;
    const ics_status status = choose_home(&v, homes, count, &found);
    if (status != ICS_OK)
        return status;
    return found == NULL ? say_missing(&v, homes, count) : open_guarded(&v);
}

void ics_plugin_unverify(ics_plugin_verified *verified)
{
    if (verified->file >= 0)
        close(verified->file);
    verified->file = -1;
}
