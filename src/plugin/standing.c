/*
 * What is told of a plugin before it is loaded comes from its bytes: its hash, and its record as the file lays it out.
 * So a list of plugins runs no code of theirs.
 */
#include "plugin/standing.h"

#include "base/limits.h"
#include "plugin/object.h"
#include "plugin/say.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

ics_status ics_plugin_shelf_open(ics_plugin_shelf *out, const ics_plugin_home *home, ics_arena *arena, ics_diags *diags)
{
    *out = (ics_plugin_shelf){.home = *home};
    return ics_lock_load(&out->lock, &out->found, &out->why, home->lock_folder, arena, diags);
}

const char *ics_plugin_name_of_file(const char *file_name, ics_arena *arena)
{
    const size_t length = strlen(file_name), tail = strlen(".so");
    if (length <= tail || strcmp(file_name + length - tail, ".so") != 0)
        return NULL;
    char *name = ics_arena_text(arena, file_name, length - tail);
    char *dot = name == NULL ? NULL : strchr(name, '.');
    if (dot != NULL && dot[1] != '\0' && dot[1 + strspn(dot + 1, "0123456789")] == '\0')
        *dot = '\0'; /* frimley.2.so: version 2, beside another */
    return name != NULL && ics_plugin_name_is_safe(name) ? name : NULL;
}

/* -- one file */

/* The functions that a record states. False without memory. */
static bool tell_functions(ics_plugin_info *out, const ics_object_terms *terms, ics_arena *arena)
{
    ics_plugin_function_info *functions = ICS_ARENA_ARRAY(arena, ics_plugin_function_info, terms->function_count + 1u);
    if (functions == NULL)
        return false;
    for (uint32_t i = 0; i < terms->function_count; i++)
        functions[i] = (ics_plugin_function_info){terms->functions[i].name, terms->functions[i].signature,
                                                  terms->functions[i].help ? terms->functions[i].help : ""};
    out->functions = functions;
    out->function_count = terms->function_count;
    return true;
}

/* Reads the record from the copy. @return NULL, or why it is no plugin of that name. */
static const char *read_terms(ics_plugin_info *out, int copy, ics_arena *arena)
{
    struct stat about;
    ics_object_terms terms = {0};
    if (fstat(copy, &about) != 0)
        return "it cannot be read";
    if (about.st_size == 0)
        return "it is empty";
    const size_t size = (size_t)about.st_size;
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, copy, 0);
    if (bytes == MAP_FAILED)
        return "it cannot be read";
    const char *fault = ics_object_terms_read(&terms, bytes, size, arena);
    munmap(bytes, size);
    if (fault != NULL)
        return fault;
    if (strcmp(terms.name, out->name) != 0)
        return ics_plugin_say(arena, "its record states the name %s", ics_plugin_quote(arena, terms.name));
    if (!ics_lock_version_is_good(terms.version, strlen(terms.version)))
        return ics_plugin_say(arena, "its record states the version %s", ics_plugin_quote(arena, terms.version));
    out->version = terms.version;
    out->author = terms.author == NULL ? "" : terms.author;
    return tell_functions(out, &terms, arena) ? NULL : "memory has run out";
}

/* What the lock says of the file. */
static const char *ask_lock(ics_plugin_info *out, const ics_plugin_examined *examined, const ics_plugin_shelf *shelf,
                            const char *file, ics_arena *arena)
{
    char text[ICS_LOCK_HASH_TEXT];
    const ics_lock_entry *entry = ics_lock_find_file(&shelf->lock, file);
    if (shelf->found != ICS_PLUGIN_GUARDED)
        return shelf->found == ICS_PLUGIN_MISSING ? "there is no icsrules.lock beside its folder" : shelf->why;
    if (entry == NULL)
        return "icsrules.lock does not name it";
    out->reads = entry->reads;
    out->read_count = entry->read_count;
    if (entry->memory_mib != 0)
        out->memory_mib = entry->memory_mib;
    if (entry->seconds != 0)
        out->seconds = entry->seconds;
    const uint8_t *locked = ics_lock_hash_for(entry, ics_lock_platform());
    if (locked == NULL)
        return "icsrules.lock has no hash of it for this platform";
    out->locked = ics_plugin_say(arena, "%s", ics_lock_hash_text(locked, text));
    if (memcmp(locked, examined->hash, ICS_PLUGIN_HASH_BYTES) != 0)
        return "its hash is not the one in icsrules.lock";
    return strcmp(entry->name, out->name) == 0 ? NULL : "icsrules.lock gives it another name";
}

static const char *read_file(ics_plugin_info *out, ics_plugin_examined *examined, ics_arena *arena)
{
    char text[ICS_LOCK_HASH_TEXT];
    const char *why = NULL;
    int file = -1, copy = -1;
    const ics_plugin_guarded how = ics_plugin_guard_open(&file, out->file, arena, &why);
    examined->is_link = how == ICS_PLUGIN_LINK;
    if (how == ICS_PLUGIN_MISSING)
        return ics_plugin_say(arena, "%s is not there", why);
    if (how != ICS_PLUGIN_GUARDED)
        return why;
    const char *fault = ics_plugin_seal(&copy, file, examined->hash);
    close(file);
    if (fault != NULL)
        return fault;
    out->hash = ics_plugin_say(arena, "%s", ics_lock_hash_text(examined->hash, text));
    fault = read_terms(out, copy, arena);
    close(copy);
    return fault;
}

bool ics_plugin_examine(ics_plugin_info *out, ics_plugin_examined *examined, const ics_plugin_shelf *shelf,
                        const char *file_name, ics_arena *arena)
{
    const ics_plugin_home *home = &shelf->home;
    const char *file = ics_plugin_say(arena, "%s/%s", home->plugins, file_name);
    const char *name = ics_plugin_name_of_file(file_name, arena);
    *examined = (ics_plugin_examined){0};
    *out = (ics_plugin_info){
        .name = name == NULL ? ics_arena_text(arena, file_name, strlen(file_name)) : name,
        .version = "",
        .author = "",
        .file = file == NULL ? NULL : ics_plugin_say(arena, "%s/%s", home->lock_folder, file),
        .lock = ics_plugin_say(arena, "%s/%s", home->lock_folder, ICS_LOCK_FILE),
        .platform = ics_lock_platform(),
        .memory_mib = (uint32_t)(ICS_LIMIT_PLUGIN_MEMORY_BYTES >> 20),
        .seconds = (uint32_t)(ICS_LIMIT_PLUGIN_BATCH_MS / 1000),
    };
    if (out->name == NULL || out->file == NULL || out->lock == NULL)
        return false;
    examined->fault =
        name == NULL ? "the name of its file is not one that a plugin can have" : read_file(out, examined, arena);
    const char *unlocked = ask_lock(out, examined, shelf, file, arena);
    out->why = examined->fault != NULL ? examined->fault : unlocked;
    return true;
}

/* -- all of them */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_shared_object(const char *name)
{
    const size_t length = strlen(name);
    return name[0] != '.' && length > 3 && strcmp(name + length - 3, ".so") == 0;
}

/* The names of a folder's shared objects, sorted, with those that the lock alone knows. -1 without memory. */
static int list_files(const char **names, int most, const ics_plugin_shelf *shelf, ics_arena *arena)
{
    const char *path = ics_plugin_say(arena, "%s/%s", shelf->home.lock_folder, shelf->home.plugins);
    DIR *folder = path == NULL ? NULL : opendir(path);
    int count = 0;
    for (const struct dirent *entry = folder ? readdir(folder) : NULL; entry && count < most; entry = readdir(folder)) {
        if (!is_shared_object(entry->d_name))
            continue;
        names[count] = ics_arena_text(arena, entry->d_name, strlen(entry->d_name));
        if (names[count++] == NULL)
            break;
    }
    if (folder != NULL)
        closedir(folder);
    if (path == NULL || (count > 0 && names[count - 1] == NULL))
        return -1;
    const int there = count;
    for (size_t i = 0; i < shelf->lock.count && count < most; i++) {
        const char *slash = strrchr(shelf->lock.entries[i].file, '/');
        const char *name = slash == NULL ? shelf->lock.entries[i].file : slash + 1;
        bool is_there = !is_shared_object(name);
        for (int n = 0; n < there && !is_there; n++)
            is_there = strcmp(names[n], name) == 0;
        if (!is_there)
            names[count++] = name;
    }
    if (count > 1)
        qsort(names, (size_t)count, sizeof *names, compare_names);
    return count;
}

static ics_status list_shelf(ics_plugin_list *plugins, const ics_plugin_home *home, ics_diags *diags)
{
    enum { MOST = 2 * ICS_PLUGINS + 1 };
    const char *names[MOST];
    ics_plugin_shelf shelf;
    ics_plugin_examined examined;
    const ics_status status = ics_plugin_shelf_open(&shelf, home, &plugins->arena, diags);
    if (status != ICS_OK)
        return status;
    const int count = list_files(names, MOST, &shelf, &plugins->arena);
    if (count < 0)
        return ICS_E_NOMEM;
    if (count > (int)ICS_LIMIT_PLUGINS) {
        const char *path = ics_plugin_say(&plugins->arena, "%s/%s", home->lock_folder, home->plugins);
        ics_report_at(diags, ICS_E0005, path == NULL ? "" : path, "holds more than %d plugins, the limit PLUGINS",
                      (int)ICS_LIMIT_PLUGINS);
        return ICS_E_LIMIT;
    }
    for (int i = 0; i < count; i++)
        if (!ics_plugin_examine(&plugins->items[plugins->count++], &examined, &shelf, names[i], &plugins->arena))
            return ICS_E_NOMEM;
    return ICS_OK;
}

/* Two of one name and version are neither of them loaded. */
static void note_doubles(ics_plugin_list *plugins)
{
    for (size_t i = 0; i < plugins->count; i++)
        for (size_t j = i + 1; j < plugins->count; j++) {
            ics_plugin_info *one = &plugins->items[i], *other = &plugins->items[j];
            if (strcmp(one->name, other->name) != 0 ||
                ics_lock_version_major(one->version) != ics_lock_version_major(other->version))
                continue;
            one->why = ics_plugin_say(&plugins->arena, "there are two of that name: the other is %s", other->file);
            other->why = ics_plugin_say(&plugins->arena, "there are two of that name: the other is %s", one->file);
        }
}

ics_status ics_plugin_list_read(ics_plugin_list **out, const ics_plugin_places *places, ics_diags *diags)
{
    ics_plugin_home homes[ICS_PLUGIN_HOMES];
    ics_plugin_list *plugins = calloc(1, sizeof *plugins);
    if (plugins == NULL)
        return ICS_E_NOMEM;
    plugins->items = ICS_ARENA_ARRAY(&plugins->arena, ics_plugin_info, (size_t)ICS_LIMIT_PLUGINS * ICS_PLUGIN_HOMES);
    const int count = ics_plugin_homes(homes, places, &plugins->arena);
    ics_status status = plugins->items == NULL || count < 0 ? ICS_E_NOMEM : ICS_OK;
    for (int i = 0; i < count && status == ICS_OK; i++)
        status = list_shelf(plugins, &homes[i], diags);
    if (status != ICS_OK) {
        ics_plugin_list_free(plugins);
        return status;
    }
    note_doubles(plugins);
    *out = plugins;
    return ICS_OK;
}

size_t ics_plugin_list_count(const ics_plugin_list *plugins)
{
    return plugins->count;
}

void ics_plugin_list_at(const ics_plugin_list *plugins, size_t index, ics_plugin_info *out)
{
    *out = plugins->items[index];
}

void ics_plugin_list_free(ics_plugin_list *plugins)
{
    if (plugins == NULL)
        return;
    ics_arena_free(&plugins->arena);
    free(plugins);
}
