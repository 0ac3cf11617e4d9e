/* To trust a plugin is to write the hash of its bytes into the lock beside its folder. */
#include "plugin/standing.h"

#include "base/limits.h"
#include "plugin/guard.h"
#include "plugin/say.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct trusting {
    ics_plugin_list *plugins;
    const char *file;      /* as it was given */
    const char *file_name; /* "frimley.so" */
    ics_plugin_home home;
    const char *const *grants;
    size_t grant_count;
    ics_diags *diags;
} trusting;

static ics_status refuse(const trusting *t, ics_code code, const char *what, const char *help)
{
    ics_diag *diag = ics_report(t->diags, code, (ics_span){0}, "'%.300s' cannot be trusted: %s", t->file, what);
    if (help != NULL)
        ics_diag_help(t->diags, diag, "%s", help);
    return ICS_E_INPUT;
}

/* The folder of plugins that the file stands in, and the folder of its lock. */
static ics_status find_home(trusting *t, const ics_plugin_places *places)
{
    ics_arena *arena = &t->plugins->arena;
    const char *slash = strrchr(t->file, '/');
    const char *folder = slash == NULL ? "." : ics_arena_text(arena, t->file, (size_t)(slash - t->file) + 1);
    t->file_name = slash == NULL ? t->file : slash + 1;
    const char *real = folder == NULL ? NULL : ics_plugin_real_path(folder, arena);
    if (real == NULL || access(t->file, F_OK) != 0)
        return refuse(t, ICS_E0001, "there is no such file", NULL);
    const char *project =
        places == NULL || places->pack_folder == NULL ? NULL : ics_plugin_real_path(places->pack_folder, arena);
    const char *plugins = places == NULL || places->plugins == NULL ? "plugins" : places->plugins;
    const char *own = project == NULL ? NULL : ics_plugin_say(arena, "%s/%s", project, plugins);
    if (own != NULL && strcmp(own, real) == 0) {
        t->home = (ics_plugin_home){project, plugins};
        return ICS_OK;
    }
    const char *last = strrchr(real, '/');
    if (last == NULL || strcmp(last, "/plugins") != 0)
        return refuse(t, ICS_E0713, "it is in no folder in which plugins are looked for",
                      "put it into the folder 'plugins' beside the pack, or into that which icsrules.yaml names");
    t->home = (ics_plugin_home){last == real ? "/" : ics_arena_text(arena, real, (size_t)(last - real)), "plugins"};
    return t->home.lock_folder != NULL ? ICS_OK : ICS_E_NOMEM;
}

static ics_status set_grants(const trusting *t, ics_lock_entry *entry)
{
    if (t->grant_count == 0)
        return ICS_OK;
    entry->memory_mib = entry->seconds = 0;
    entry->read_count = 0;
    if (t->grant_count == 1 && strcmp(t->grants[0], "none") == 0)
        return ICS_OK;
    for (size_t i = 0; i < t->grant_count; i++) {
        const char *wrong = ics_lock_grant(entry, t->grants[i], strlen(t->grants[i]), &t->plugins->arena);
        if (wrong != NULL) {
            ics_diag *diag = ics_report(t->diags, ICS_E0801, (ics_span){0}, "--grant does not take '%.100s': %s",
                                        t->grants[i], wrong);
            ics_diag_help(t->diags, diag, "write --grant 'memory 512 MiB', 'seconds 5' or 'reads tables/places.csv'");
            return ICS_E_INPUT;
        }
    }
    return ICS_OK;
}

/* Takes an entry out, and keeps what it said. NULL is none. */
static void take_out(ics_lock *lock, ics_lock_entry *entry, ics_lock_entry *kept)
{
    if (entry == NULL)
        return;
    *kept = *entry;
    *entry = lock->entries[--lock->count];
}

/* The one entry for the plugin, with what an older one said of it or of its file; NULL at the limit. */
static ics_lock_entry *entry_for(ics_lock *lock, const ics_plugin_info *info, const char *file)
{
    ics_lock_entry kept = {0};
    take_out(lock, ics_lock_find_file(lock, file), &kept);
    take_out(lock, ics_lock_find(lock, info->name, ics_lock_version_major(info->version)), &kept);
    ics_lock_entry *entry = ics_lock_add(lock);
    if (entry != NULL)
        *entry = kept;
    return entry;
}

static ics_status put(const trusting *t, ics_lock *lock, const ics_plugin_info *info,
                      const ics_plugin_examined *examined)
{
    const char *file = ics_plugin_say(&t->plugins->arena, "%s/%s", t->home.plugins, t->file_name);
    if (file == NULL)
        return ICS_E_NOMEM;
    if (!ics_lock_path_is_inside(file, strlen(file)))
        return refuse(t, ICS_E0713, "the path of its folder cannot stand in a lock", NULL);
    ics_lock_entry *entry = entry_for(lock, info, file);
    if (entry == NULL) {
        ics_report(t->diags, ICS_E0005, (ics_span){0}, "more than %d plugins in one lock, the limit PLUGINS",
                   (int)ICS_LIMIT_PLUGINS);
        return ICS_E_INPUT;
    }
    if (entry->version == NULL || strcmp(entry->version, info->version) != 0 || strcmp(entry->name, info->name) != 0)
        entry->hash_count = 0; /* those were of another version */
    entry->name = info->name;
    entry->version = info->version;
    entry->file = file;
    if (!ics_lock_hash_set(entry, ics_lock_platform(), examined->hash))
        return refuse(t, ICS_E0713, "its lock has hashes for 16 platforms already", NULL);
    return set_grants(t, entry);
}

static ics_status trust(const trusting *t)
{
    ics_arena *arena = &t->plugins->arena;
    ics_plugin_info *info = &t->plugins->items[0];
    ics_plugin_shelf shelf;
    ics_plugin_examined examined;
    ics_status status = ics_plugin_shelf_open(&shelf, &t->home, arena, t->diags);
    if (status != ICS_OK)
        return status;
    if (shelf.found != ICS_PLUGIN_GUARDED && shelf.found != ICS_PLUGIN_MISSING)
        return refuse(t, ICS_E0713, shelf.why, "nobody else may be able to change the lock");
    if (!ics_plugin_examine(info, &examined, &shelf, t->file_name, arena))
        return ICS_E_NOMEM;
    if (examined.fault != NULL)
        return refuse(t, examined.is_link ? ICS_E0712 : ICS_E0713, examined.fault, NULL);
    status = put(t, &shelf.lock, info, &examined);
    if (status == ICS_OK)
        status = ics_lock_save(&shelf.lock, t->home.lock_folder, arena, t->diags);
    if (status == ICS_OK) /* as it stands now: what is told is what a run will see */
        status = ics_plugin_shelf_open(&shelf, &t->home, arena, t->diags);
    if (status == ICS_OK && !ics_plugin_examine(info, &examined, &shelf, t->file_name, arena))
        status = ICS_E_NOMEM;
    if (status == ICS_OK && info->why != NULL)
        return refuse(t, ICS_E0713, info->why, NULL);
    return status;
}

ics_status ics_plugin_trust(ics_plugin_list **out, const char *file, const ics_plugin_places *places,
                            const char *const *grants, size_t grant_count, ics_diags *diags)
{
    ics_plugin_list *plugins = calloc(1, sizeof *plugins);
    if (plugins == NULL)
        return ICS_E_NOMEM;
    plugins->items = ICS_ARENA_NEW(&plugins->arena, ics_plugin_info);
    plugins->count = 1;
    trusting t = {.plugins = plugins, .file = file, .grants = grants, .grant_count = grant_count, .diags = diags};
    ics_status status = plugins->items == NULL ? ICS_E_NOMEM : find_home(&t, places);
    if (status == ICS_OK) {
        const int held = ics_lock_hold(t.home.lock_folder);
        status = trust(&t);
        ics_lock_release(held);
    }
    if (status == ICS_OK)
        *out = plugins;
    else
        ics_plugin_list_free(plugins);
    return status;
}
