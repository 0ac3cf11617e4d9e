/*
 * Reads just enough of an ELF file: the segments, the dynamic table, the names in it. Each offset is compared with the
 * length of the file before it is used; a file that does not add up is left to the loader, which will refuse it shut
 * in.
 */
#include "plugin/needed.h"

#include "plugin/say.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { SEGMENTS_AT_MOST = 64, ENTRIES_AT_MOST = 4096, NEEDED_AT_MOST = 64 };

typedef struct image {
    const unsigned char *bytes;
    uint64_t size;
    ElfW(Phdr) segments[SEGMENTS_AT_MOST];
    uint16_t segment_count;
} image;

static bool get(const image *from, uint64_t at, void *to, size_t size)
{
    if (at > from->size || from->size - at < size)
        return false;
    memcpy(to, from->bytes + at, size);
    return true;
}

static bool get_segments(image *from)
{
    ElfW(Ehdr) head;
    if (!get(from, 0, &head, sizeof head) || memcmp(head.e_ident, ELFMAG, SELFMAG) != 0 || head.e_type != ET_DYN ||
        head.e_phentsize != sizeof from->segments[0] || head.e_phnum > SEGMENTS_AT_MOST)
        return false;
    from->segment_count = head.e_phnum;
    return get(from, head.e_phoff, from->segments, head.e_phnum * sizeof from->segments[0]);
}

/* Where the bytes lie in the file that are loaded at an address. */
static bool get_place(const image *from, uint64_t address, uint64_t *at)
{
    for (uint16_t i = 0; i < from->segment_count; i++) {
        const ElfW(Phdr) *segment = &from->segments[i];
        if (segment->p_type != PT_LOAD || address < segment->p_vaddr || address - segment->p_vaddr >= segment->p_filesz)
            continue;
        *at = segment->p_offset + (address - segment->p_vaddr);
        return true;
    }
    return false;
}

static const char *load_one(const image *from, uint64_t at, ics_arena *arena)
{
    const unsigned char *end = at < from->size ? memchr(from->bytes + at, '\0', from->size - at) : NULL;
    if (end == NULL)
        return NULL;
    const char *name = (const char *)from->bytes + at;
    if (strchr(name, '/') != NULL)
        return ics_plugin_say(arena, "it was linked with %s, and a library has no path", ics_plugin_quote(arena, name));
    if (dlopen(name, RTLD_NOW | RTLD_LOCAL) != NULL)
        return NULL;
    const char *words = dlerror();
    return ics_plugin_say(arena, "%s", words == NULL ? "a library that it needs is missing" : words);
}

/* Walks the dynamic table: the names' place first, then the names. */
static const char *load_all(const image *from, uint64_t table, uint64_t size, ics_arena *arena)
{
    uint64_t names = 0, needed[NEEDED_AT_MOST];
    size_t needed_count = 0;
    bool has_names = false;
    ElfW(Dyn) entry;
    for (uint64_t i = 0; i < ENTRIES_AT_MOST && (i + 1) * sizeof entry <= size; i++) {
        if (!get(from, table + i * sizeof entry, &entry, sizeof entry) || entry.d_tag == DT_NULL)
            break;
        if (entry.d_tag == DT_STRTAB)
            has_names = get_place(from, entry.d_un.d_ptr, &names);
        else if (entry.d_tag == DT_NEEDED && needed_count < NEEDED_AT_MOST)
            needed[needed_count++] = entry.d_un.d_val;
    }
    const char *fault = NULL;
    for (size_t i = 0; has_names && fault == NULL && i < needed_count; i++)
        if (needed[i] <= from->size) /* no sum that wraps */
            fault = load_one(from, names + needed[i], arena);
    return fault;
}

const char *ics_needed_load(int file, ics_arena *arena)
{
    struct stat about;
    image from = {0};
    if (fstat(file, &about) != 0 || about.st_size <= 0)
        return NULL;
    from.size = (uint64_t)about.st_size;
    void *bytes = mmap(NULL, from.size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED)
        return NULL;
    from.bytes = bytes;
    const char *fault = NULL;
    if (get_segments(&from))
        for (uint16_t i = 0; i < from.segment_count && fault == NULL; i++)
            if (from.segments[i].p_type == PT_DYNAMIC)
                fault = load_all(&from, from.segments[i].p_offset, from.segments[i].p_filesz, arena);
    munmap(bytes, from.size);
    return fault;
}
