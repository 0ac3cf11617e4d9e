/*
 * A lock is read a line at a time. What it says decides what code is run, so nothing is passed over: a word too many, a
 * blank at the end of a line, a plugin named twice are mistakes with their place, and nothing of the lock is used.
 */
#define _GNU_SOURCE
#include "plugin/lock.h"

#include "base/file.h"
#include "base/limits.h"
#include "plugin/find.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char first_line[] = "icsrules lock 1";
static const char hash_name[] = "blake2b-256:";

const char *ics_lock_platform(void)
{
#if defined(__x86_64__)
    return "linux-x86_64";
#elif defined(__aarch64__)
    return "linux-aarch64";
#elif defined(__riscv) && __riscv_xlen == 64
    return "linux-riscv64";
#else
    return "linux-other";
#endif
}

/* -- words */

bool ics_lock_path_is_inside(const char *path, size_t length)
{
    if (length == 0 || length > ICS_LOCK_PATH_BYTES || path[0] == ' ' || path[length - 1] == ' ')
        return false;
    for (size_t at = 0; at <= length;) {
        size_t end = at;
        while (end < length && path[end] != '/')
            end++;
        const size_t step = end - at;
        if (step == 0 || (step == 1 && path[at] == '.') || (step == 2 && memcmp(path + at, "..", 2) == 0))
            return false;
        at = end + 1;
    }
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)path[i] < ' ' || path[i] == 0x7F)
            return false;
    return true;
}

bool ics_lock_version_is_good(const char *version, size_t length)
{
    if (length == 0 || length > ICS_LOCK_VERSION_BYTES || version[0] < '0' || version[0] > '9')
        return false;
    for (size_t i = 0; i < length; i++) {
        const char c = version[i];
        const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && (c < '0' || c > '9') && c != '.' && c != '+' && c != '-')
            return false;
    }
    return true;
}

uint32_t ics_lock_version_major(const char *version)
{
    uint32_t number = 0;
    for (; *version >= '0' && *version <= '9'; version++)
        number = number > 99999999 ? number : number * 10 + (uint32_t)(*version - '0');
    return number;
}

const char *ics_lock_hash_text(const uint8_t hash[ICS_PLUGIN_HASH_BYTES], char text[ICS_LOCK_HASH_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    memcpy(text, hash_name, sizeof hash_name - 1);
    char *at = text + sizeof hash_name - 1;
    for (size_t i = 0; i < ICS_PLUGIN_HASH_BYTES; i++) {
        *at++ = digits[hash[i] >> 4];
        *at++ = digits[hash[i] & 15];
    }
    *at = '\0';
    return text;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_hash(uint8_t hash[ICS_PLUGIN_HASH_BYTES], const char *text, size_t length)
{
    const size_t head = sizeof hash_name - 1;
    if (length != head + 2 * (size_t)ICS_PLUGIN_HASH_BYTES || memcmp(text, hash_name, head) != 0)
        return false;
    for (size_t i = 0; i < ICS_PLUGIN_HASH_BYTES; i++) {
        const int high = digit_of(text[head + 2 * i]), low = digit_of(text[head + 2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        hash[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* -- what is granted */

static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* A whole number from 1 to a most, without a sign or zeros in front; 0 where it is none. */
static uint32_t read_number(const char *text, size_t length, uint32_t most)
{
    uint32_t number = 0;
    if (length == 0 || length > 9 || text[0] == '0')
        return 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        number = number * 10 + (uint32_t)(text[i] - '0');
    }
    return number <= most ? number : 0;
}

static const char *grant_memory(ics_lock_entry *entry, const char *words, size_t length)
{
    const size_t unit = strlen(" MiB");
    const bool has_unit = length > unit && memcmp(words + length - unit, " MiB", unit) == 0;
    const uint32_t number = has_unit ? read_number(words, length - unit, ICS_LOCK_MEMORY_MIB) : 0;
    if (number == 0)
        return "memory is granted as 'memory 256 MiB', 4096 at most";
    if (entry->memory_mib != 0)
        return "memory is granted once";
    entry->memory_mib = number;
    return NULL;
}

static const char *grant_seconds(ics_lock_entry *entry, const char *words, size_t length)
{
    const uint32_t number = read_number(words, length, ICS_LOCK_SECONDS);
    if (number == 0)
        return "time for a batch is granted as 'seconds 5', 60 at most";
    if (entry->seconds != 0)
        return "time is granted once";
    entry->seconds = number;
    return NULL;
}

static const char *grant_reads(ics_lock_entry *entry, const char *words, size_t length, ics_arena *arena)
{
    if (!ics_lock_path_is_inside(words, length))
        return "a table is granted as 'reads tables/places.csv', by a path below the lock's folder";
    if (entry->read_count == ICS_LOCK_READS)
        return "more than 16 tables are granted";
    for (uint32_t i = 0; i < entry->read_count; i++)
        if (is_word(words, length, entry->reads[i]))
            return "a table is granted once";
    entry->reads[entry->read_count] = ics_arena_text(arena, words, length);
    if (entry->reads[entry->read_count] == NULL)
        return "memory has run out";
    entry->read_count++;
    return NULL;
}

const char *ics_lock_grant(ics_lock_entry *entry, const char *words, size_t length, ics_arena *arena)
{
    static const char *const kinds[] = {"memory ", "seconds ", "reads "};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const size_t head = strlen(kinds[i]);
        if (length <= head || memcmp(words, kinds[i], head) != 0)
            continue;
        return i == 0   ? grant_memory(entry, words + head, length - head)
               : i == 1 ? grant_seconds(entry, words + head, length - head)
                        : grant_reads(entry, words + head, length - head, arena);
    }
    return "what can be granted is 'memory 256 MiB', 'seconds 5' or 'reads tables/places.csv'";
}

/* -- reading */

typedef struct reader {
    ics_lock *lock;
    const char *text;
    size_t size;
    size_t at, end; /* of the line at hand; the text behind its end is a line feed */
    size_t next;    /* where the next line begins */
    uint32_t source;
    ics_arena *arena;
    ics_diags *diags;
} reader;

static ics_status expected(const reader *r, size_t at, const char *format, ...) __attribute__((format(printf, 3, 4)));
static ics_status expected(const reader *r, size_t at, const char *format, ...)
{
    char what[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    const size_t end = r->end > at ? r->end : at + (at < r->size);
    ics_diag *diag = ics_report(r->diags, ICS_E0711, (ics_span){r->source, (uint32_t)at, (uint32_t)end}, "%s", what);
    ics_diag_help(r->diags, diag,
                  "nothing of the lock is used; take it away and trust each plugin again: "
                  "icsrules plugin trust FILE");
    return ICS_E_INPUT;
}

/* The next line; false at the end of the text. *status says where a line does not end. */
static bool next_line(reader *r, ics_status *status)
{
    if (*status != ICS_OK || r->next >= r->size)
        return false;
    const char *feed = memchr(r->text + r->next, '\n', r->size - r->next);
    r->at = r->next;
    r->end = feed != NULL ? (size_t)(feed - r->text) : r->size;
    r->next = r->end + 1;
    if (feed == NULL)
        *status = expected(r, r->size, "the last line does not end");
    return feed != NULL;
}

static bool line_is(const reader *r, const char *text)
{
    return is_word(r->text + r->at, r->end - r->at, text);
}

/* Whether the line begins so; then *rest is where it goes on. */
static bool line_begins(const reader *r, const char *head, size_t *rest)
{
    const size_t length = strlen(head);
    *rest = r->at + length;
    return r->end - r->at > length && memcmp(r->text + r->at, head, length) == 0;
}

/* The end of the word at a place of the line. */
static size_t word_end(const reader *r, size_t at)
{
    while (at < r->end && r->text[at] != ' ')
        at++;
    return at;
}

/* The text of a part of the line, in the arena. */
static const char *keep(const reader *r, size_t at, size_t end)
{
    return ics_arena_text(r->arena, r->text + at, end - at);
}

/* "plugin frimley 1.0.0" */
static ics_status read_head(reader *r, ics_lock_entry *entry)
{
    size_t at;
    if (!line_begins(r, "plugin ", &at))
        return expected(r, r->at, "expected 'plugin NAME VERSION'");
    size_t end = word_end(r, at);
    *entry = (ics_lock_entry){.name = keep(r, at, end), .span = {r->source, (uint32_t)r->at, (uint32_t)r->end}};
    if (entry->name == NULL)
        return ICS_E_NOMEM;
    if (memchr(entry->name, '\0', end - at) != NULL || !ics_plugin_name_is_safe(entry->name))
        return expected(r, at, "expected a plugin's name: a lower-case letter, then letters, digits and hyphens");
    at = end + 1;
    if (end == r->end || !ics_lock_version_is_good(r->text + at, r->end - at))
        return expected(r, end, "expected the plugin's version behind one blank, as in 1.0.0");
    entry->version = keep(r, at, r->end);
    const ics_lock_entry *other =
        entry->version == NULL ? NULL : ics_lock_find(r->lock, entry->name, ics_lock_version_major(entry->version));
    if (other != NULL)
        return expected(r, r->at, "plugin %s is named twice in this version", entry->name);
    return entry->version != NULL ? ICS_OK : ICS_E_NOMEM;
}

static ics_status read_file(const reader *r, ics_lock_entry *entry, size_t at)
{
    if (entry->file != NULL)
        return expected(r, r->at, "plugin %s has two files", entry->name);
    if (!ics_lock_path_is_inside(r->text + at, r->end - at))
        return expected(r, at, "expected a path below the folder of the lock, without '..'");
    entry->file = keep(r, at, r->end);
    if (entry->file == NULL)
        return ICS_E_NOMEM;
    return ics_lock_find_file(r->lock, entry->file) == NULL
               ? ICS_OK
               : expected(r, at, "the file of another plugin, which stands above");
}

static bool is_platform(const char *text, size_t length)
{
    return length > 0 && length <= 32 && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") >= length;
}

static ics_status read_hash_line(const reader *r, ics_lock_entry *entry, size_t at)
{
    const size_t end = word_end(r, at);
    uint8_t hash[ICS_PLUGIN_HASH_BYTES];
    if (!is_platform(r->text + at, end - at) || end == r->end)
        return expected(r, at, "expected a platform and a hash, as in '%s %s…'", ics_lock_platform(), hash_name);
    if (!read_hash(hash, r->text + end + 1, r->end - end - 1))
        return expected(r, end + 1, "expected %s and 64 digits of 0 to 9, a to f", hash_name);
    const char *platform = keep(r, at, end);
    if (platform == NULL)
        return ICS_E_NOMEM;
    if (ics_lock_hash_for(entry, platform) != NULL)
        return expected(r, at, "plugin %s has two hashes for %s", entry->name, platform);
    return ics_lock_hash_set(entry, platform, hash) ? ICS_OK : expected(r, at, "more than 16 platforms of one plugin");
}

/* One of the lines below a plugin's head. */
static ics_status read_detail(const reader *r, ics_lock_entry *entry)
{
    size_t at;
    if (line_begins(r, "  file ", &at))
        return read_file(r, entry, at);
    if (line_begins(r, "  hash ", &at))
        return read_hash_line(r, entry, at);
    if (!line_begins(r, "  grant ", &at))
        return expected(r, r->at, "expected '  file PATH', '  hash PLATFORM HASH' or '  grant RIGHT'");
    const char *wrong = ics_lock_grant(entry, r->text + at, r->end - at, r->arena);
    return wrong == NULL ? ICS_OK : expected(r, at, "%s", wrong);
}

static ics_status keep_entry(const reader *r, const ics_lock_entry *entry)
{
    ics_lock_entry *kept = ics_lock_add(r->lock);
    if (kept != NULL) {
        *kept = *entry;
        return ICS_OK;
    }
    ics_report(r->diags, ICS_E0005, entry->span, "more than %d plugins, the limit PLUGINS", (int)ICS_LIMIT_PLUGINS);
    return ICS_E_INPUT;
}

/* A head and what stands below it, up to an empty line, or the end: then *more is false. */
static ics_status read_entry(reader *r, bool *more)
{
    ics_lock_entry entry = {0};
    ics_status status = read_head(r, &entry);
    const size_t head = r->at;
    while (status == ICS_OK && (*more = next_line(r, &status)) && r->end > r->at)
        status = read_detail(r, &entry);
    if (status != ICS_OK)
        return status;
    if (entry.file == NULL || entry.hash_count == 0)
        return expected(r, head, "plugin %s has no %s", entry.name, entry.file == NULL ? "file" : "hash");
    return keep_entry(r, &entry);
}

static ics_status read_entries(reader *r)
{
    ics_status status = ICS_OK;
    bool more = next_line(r, &status) && line_is(r, first_line);
    if (status == ICS_OK && !more)
        return expected(r, 0, "expected '%s' on the first line", first_line);
    more = next_line(r, &status);
    while (status == ICS_OK && more) {
        if (r->end > r->at)
            return expected(r, r->at, "expected an empty line");
        if (next_line(r, &status) && r->end > r->at)
            status = read_entry(r, &more);
        else if (status == ICS_OK)
            status = expected(r, r->at, "expected 'plugin NAME VERSION' behind one empty line");
    }
    return status;
}

ics_status ics_lock_read(ics_lock *out, const char *text, size_t size, uint32_t source, ics_arena *arena,
                         ics_diags *diags)
{
    ics_lock lock;
    reader r = {.lock = &lock, .text = text, .size = size, .source = source, .arena = arena, .diags = diags};
    size_t bad = 0;
    if (!ics_lock_make(&lock, arena))
        return ICS_E_NOMEM;
    if (!ics_utf8_check((const unsigned char *)text, size, &bad))
        return expected(&r, bad, "byte %zu is not UTF-8 text", bad);
    const ics_status status = read_entries(&r);
    if (status == ICS_OK)
        *out = lock;
    return status;
}

/* -- looking up */

bool ics_lock_make(ics_lock *out, ics_arena *arena)
{
    *out = (ics_lock){.entries = ICS_ARENA_ARRAY(arena, ics_lock_entry, (size_t)ICS_LIMIT_PLUGINS)};
    return out->entries != NULL;
}

ics_lock_entry *ics_lock_add(ics_lock *lock)
{
    return lock->count == (size_t)ICS_LIMIT_PLUGINS ? NULL : &lock->entries[lock->count++];
}

ics_lock_entry *ics_lock_find(const ics_lock *lock, const char *name, uint32_t version)
{
    for (size_t i = 0; i < lock->count; i++)
        if (strcmp(lock->entries[i].name, name) == 0 && ics_lock_version_major(lock->entries[i].version) == version)
            return &lock->entries[i];
    return NULL;
}

ics_lock_entry *ics_lock_find_file(const ics_lock *lock, const char *file)
{
    for (size_t i = 0; i < lock->count; i++)
        if (strcmp(lock->entries[i].file, file) == 0)
            return &lock->entries[i];
    return NULL;
}

const uint8_t *ics_lock_hash_for(const ics_lock_entry *entry, const char *platform)
{
    for (uint32_t i = 0; i < entry->hash_count; i++)
        if (strcmp(entry->hashes[i].platform, platform) == 0)
            return entry->hashes[i].hash;
    return NULL;
}

bool ics_lock_hash_set(ics_lock_entry *entry, const char *platform, const uint8_t hash[ICS_PLUGIN_HASH_BYTES])
{
    uint32_t at = 0;
    while (at < entry->hash_count && strcmp(entry->hashes[at].platform, platform) != 0)
        at++;
    if (at == ICS_LOCK_HASHES)
        return false;
    entry->hashes[at].platform = platform;
    memcpy(entry->hashes[at].hash, hash, ICS_PLUGIN_HASH_BYTES);
    entry->hash_count += at == entry->hash_count;
    return true;
}

/* -- writing */

static int compare_entries(const void *a, const void *b)
{
    const ics_lock_entry *one = *(const ics_lock_entry *const *)a, *other = *(const ics_lock_entry *const *)b;
    const int by_name = strcmp(one->name, other->name);
    const uint32_t first = ics_lock_version_major(one->version), second = ics_lock_version_major(other->version);
    return by_name != 0 ? by_name : (first > second) - (first < second);
}

static int compare_hashes(const void *a, const void *b)
{
    return strcmp(((const ics_lock_hash *)a)->platform, ((const ics_lock_hash *)b)->platform);
}

static void write_entry(FILE *out, const ics_lock_entry *entry)
{
    char text[ICS_LOCK_HASH_TEXT];
    ics_lock_hash hashes[ICS_LOCK_HASHES];
    memcpy(hashes, entry->hashes, sizeof hashes);
    if (entry->hash_count > 1)
        qsort(hashes, entry->hash_count, sizeof *hashes, compare_hashes);
    fprintf(out, "\nplugin %s %s\n  file %s\n", entry->name, entry->version, entry->file);
    for (uint32_t i = 0; i < entry->hash_count; i++)
        fprintf(out, "  hash %s %s\n", hashes[i].platform, ics_lock_hash_text(hashes[i].hash, text));
    if (entry->memory_mib != 0)
        fprintf(out, "  grant memory %u MiB\n", entry->memory_mib);
    if (entry->seconds != 0)
        fprintf(out, "  grant seconds %u\n", entry->seconds);
    for (uint32_t i = 0; i < entry->read_count; i++)
        fprintf(out, "  grant reads %s\n", entry->reads[i]);
}

char *ics_lock_write(const ics_lock *lock, size_t *size)
{
    char *text = NULL;
    const ics_lock_entry **sorted = calloc(lock->count + 1, sizeof *sorted);
    FILE *out = sorted == NULL ? NULL : open_memstream(&text, size);
    if (out == NULL) {
        free(sorted);
        return NULL;
    }
    for (size_t i = 0; i < lock->count; i++)
        sorted[i] = &lock->entries[i];
    if (lock->count > 1)
        qsort(sorted, lock->count, sizeof *sorted, compare_entries);
    fprintf(out, "%s\n", first_line);
    for (size_t i = 0; i < lock->count; i++)
        write_entry(out, sorted[i]);
    free(sorted);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}
