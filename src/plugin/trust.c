/*
 * What must hold before a plugin is loaded, in this order: its name is a name, just one folder has it, no link leads to
 * it, nobody else can change it or its lock. Then its bytes are copied; the hash of the copy must stand in the lock,
 * the copy must be a whole shared object, and it is what is loaded.
 */
#include "plugin/trust.h"

#include "base/limits.h"
#include "plugin/guard.h"
#include "plugin/lock_file.h"
#include "plugin/object.h"
#include "plugin/say.h"
#include "plugin/seal.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A folder that has the plugin, by its lock or by the name of a file. */
typedef struct candidate {
    const ics_plugin_home *home;
    const ics_lock_entry *entry; /* NULL: the lock does not name it */
    ics_plugin_guarded lock;     /* how the lock was found */
    const char *lock_why;        /* what is wrong with it */
    const char *file;            /* below the lock's folder */
    const char *path;
    struct stat about;
} candidate;

/* What one verification stands on. */
typedef struct verifier {
    ics_plugin_verified *out;
    const char *name;
    uint32_t version;
    ics_arena *arena;
    ics_diags *diags;
} verifier;

/* -- messages */

/* It may not be loaded: a warning, and the cause of outcomes. @return the message, for its help. */
static ics_diag *warn(const verifier *v, ics_code code, const char *fault)
{
    v->out->fault = fault;
    return ics_report(v->diags, code, (ics_span){0}, "%s; outcomes that call it are errors",
                      fault != NULL ? fault : "memory ran out while a plugin was looked for");
}

static ics_status settle(const verifier *v)
{
    return v->out->fault != NULL ? ICS_OK : ICS_E_NOMEM;
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
    ics_diag_help(v->diags, diag, "put the file itself in its place");
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
    ics_diag *diag = warn(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s is not installed", v->name));
    ics_diag_help(v->diags, diag, "looked for %s.so in %s", v->name, looked_in == NULL ? "" : looked_in);
    return settle(v);
}

static ics_status say_untrusted(const verifier *v, const candidate *c, const uint8_t hash[ICS_PLUGIN_HASH_BYTES])
{
    char found[ICS_LOCK_HASH_TEXT], wanted[ICS_LOCK_HASH_TEXT];
    const uint8_t *locked = c->entry == NULL ? NULL : ics_lock_hash_for(c->entry, ics_lock_platform());
    const char *reason = c->lock == ICS_PLUGIN_MISSING ? "there is no icsrules.lock beside its folder"
                         : c->entry == NULL            ? "icsrules.lock does not name it"
                                                       : "icsrules.lock has no hash of it for this platform";
    if (locked != NULL)
        reason = ics_plugin_say(v->arena, "icsrules.lock has %s, and its file %s", ics_lock_hash_text(locked, wanted),
                                ics_lock_hash_text(hash, found));
    const char *file = ics_plugin_shell_word(v->arena, c->file), *path = ics_plugin_shell_word(v->arena, c->path);
    if (reason == NULL || file == NULL || path == NULL)
        return ICS_E_NOMEM;
    v->out->fault = ics_plugin_say(v->arena, "plugin %s is not trusted: %s; if you do: icsrules plugin trust %s",
                                   v->name, reason, file);
    ics_diag *diag = ics_report(v->diags, ICS_W1710, (ics_span){0},
                                "plugin %s is not trusted: %s; outcomes that call it are errors", v->name, reason);
    ics_diag_help(v->diags, diag, "its hash for %s is %s; if you trust it: icsrules plugin trust %s",
                  ics_lock_platform(), ics_lock_hash_text(hash, found), path);
    return settle(v);
}

/* What did not come to be opened, of the plugin or of its lock. */
static ics_status say_unopened(const verifier *v, ics_plugin_guarded how, const char *why)
{
    switch (how) {
    case ICS_PLUGIN_LINK:
        return refuse_link(v, why);
    case ICS_PLUGIN_UNSAFE:
        warn(v, ICS_W1711, ics_plugin_say(v->arena, "plugin %s is not loaded: %s", v->name, why));
        return settle(v);
    case ICS_PLUGIN_MISSING:
        warn(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s cannot be loaded: %s is not there", v->name, why));
        return settle(v);
    case ICS_PLUGIN_UNREADABLE:
        warn(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s cannot be loaded: %s", v->name, why));
        return settle(v);
    case ICS_PLUGIN_GUARDED:
    case ICS_PLUGIN_GUARD_NOMEM:
        break;
    }
    return ICS_E_NOMEM;
}

/* -- where it stands */

/* Whether a file of the lock lies in the folder of plugins itself. */
static bool is_at_home(const ics_plugin_home *home, const char *file)
{
    const size_t length = strlen(home->plugins);
    return strncmp(file, home->plugins, length) == 0 && file[length] == '/' && strchr(file + length + 1, '/') == NULL;
}

/* The file by which a folder has the plugin: what the lock says of this version, else NAME.so. */
static ics_status look_in(const verifier *v, const ics_plugin_home *home, candidate *out)
{
    ics_lock lock;
    *out = (candidate){.home = home};
    const ics_status status = ics_lock_load(&lock, &out->lock, &out->lock_why, home->lock_folder, v->arena, v->diags);
    if (status != ICS_OK)
        return status;
    out->entry = ics_lock_find(&lock, v->name, v->version);
    if (out->entry != NULL && !is_at_home(home, out->entry->file))
        out->entry = NULL;
    out->file = out->entry != NULL ? out->entry->file : ics_plugin_say(v->arena, "%s/%s.so", home->plugins, v->name);
    if (out->file == NULL)
        return ICS_E_NOMEM;
    if (out->entry == NULL) /* of another version, which the record will say */
        out->entry = ics_lock_find_file(&lock, out->file);
    out->path = ics_plugin_say(v->arena, "%s/%s", home->lock_folder, out->file);
    return out->path != NULL ? ICS_OK : ICS_E_NOMEM;
}

/* The one folder that has the plugin; found->home is NULL where none has. */
static ics_status choose(const verifier *v, const ics_plugin_home *homes, int count, candidate *found)
{
    *found = (candidate){0};
    for (int i = 0; i < count; i++) {
        candidate next;
        const ics_status status = look_in(v, &homes[i], &next);
        if (status != ICS_OK)
            return status;
        if (lstat(next.path, &next.about) != 0)
            continue;
        if (found->home == NULL)
            *found = next;
        else if (found->about.st_dev != next.about.st_dev || found->about.st_ino != next.about.st_ino)
            return refuse_two(v, found->path, next.path);
    }
    return ICS_OK;
}

/* -- what it is */

static ics_status grant(const verifier *v, const candidate *c)
{
    ics_plugin_rights *rights = &v->out->rights;
    const char **reads = ICS_ARENA_ARRAY(v->arena, const char *, c->entry->read_count + (size_t)1);
    if (reads == NULL)
        return ICS_E_NOMEM;
    for (uint32_t i = 0; i < c->entry->read_count; i++) {
        reads[i] = ics_plugin_say(v->arena, "%s/%s", c->home->lock_folder, c->entry->reads[i]);
        if (reads[i] == NULL)
            return ICS_E_NOMEM;
    }
    rights->reads = reads;
    rights->read_count = c->entry->read_count;
    if (c->entry->memory_mib != 0)
        rights->memory_bytes = (uint64_t)c->entry->memory_mib << 20;
    if (c->entry->seconds != 0)
        rights->batch_ms = c->entry->seconds * 1000;
    return ICS_OK;
}

/* What the bytes of the copy say of themselves. @return NULL, or what is wrong with them. */
static const char *check_object(int file)
{
    struct stat about;
    if (fstat(file, &about) != 0)
        return "it cannot be read";
    if (about.st_size == 0)
        return ics_object_check(NULL, 0);
    const size_t size = (size_t)about.st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return "it cannot be read";
    const char *fault = ics_object_check(bytes, size);
    munmap(bytes, size);
    return fault;
}

/* Copies what was opened and asks the lock; the copy is what counts from here on. */
static ics_status copy(const verifier *v, const candidate *c, int file)
{
    uint8_t hash[ICS_PLUGIN_HASH_BYTES];
    const char *fault = ics_plugin_seal(&v->out->file, file, hash);
    if (fault == NULL) {
        const uint8_t *locked = c->entry == NULL ? NULL : ics_lock_hash_for(c->entry, ics_lock_platform());
        if (locked == NULL || memcmp(locked, hash, sizeof hash) != 0) {
            ics_plugin_unverify(v->out);
            return say_untrusted(v, c, hash);
        }
        fault = check_object(v->out->file);
    }
    if (fault == NULL)
        return grant(v, c);
    ics_plugin_unverify(v->out);
    warn(v, ICS_W1701, ics_plugin_say(v->arena, "plugin %s cannot be loaded: %s", v->name, fault));
    return settle(v);
}

static ics_status open_guarded(const verifier *v, const candidate *c)
{
    int file = -1;
    const char *why = NULL;
    if (c->lock != ICS_PLUGIN_GUARDED && c->lock != ICS_PLUGIN_MISSING)
        return say_unopened(v, c->lock, c->lock_why);
    const ics_plugin_guarded how = ics_plugin_guard_open(&file, c->path, v->arena, &why);
    if (how != ICS_PLUGIN_GUARDED)
        return say_unopened(v, how, why);
    const ics_status status = copy(v, c, file);
    close(file);
    return status;
}

ics_status ics_plugin_verify(ics_plugin_verified *out, const ics_plugin_places *places, const char *name,
                             uint32_t version, ics_arena *arena, ics_diags *diags)
{
    const verifier v = {out, name, version, arena, diags};
    ics_plugin_home homes[ICS_PLUGIN_HOMES];
    candidate found;
    *out = (ics_plugin_verified){
        .file = -1, .rights = {(uint64_t)ICS_LIMIT_PLUGIN_MEMORY_BYTES, (uint32_t)ICS_LIMIT_PLUGIN_BATCH_MS, NULL, 0}};
    if (!ics_plugin_name_is_safe(name))
        return refuse_name(&v);
    const int count = ics_plugin_homes(homes, places, arena);
    if (count < 0)
        return ICS_E_NOMEM;
    const ics_status status = choose(&v, homes, count, &found);
    if (status != ICS_OK)
        return status;
    out->path = found.path;
    return found.home == NULL ? say_missing(&v, homes, count) : open_guarded(&v, &found);
}

void ics_plugin_unverify(ics_plugin_verified *verified)
{
    if (verified->file >= 0)
        close(verified->file);
    verified->file = -1;
}
