/*
 * The parts of ELF that a plugin's record can be read by: program heads, the dynamic section, the symbol's hash table,
 * relocations. Every offset comes from a stranger: a place is given out only with as many bytes as are asked for.
 */
#include "plugin/object.h"

#include "base/limits.h"
#include "plugin/say.h"

#include <icsrules/plugin.h>

#include <elf.h>
#include <stddef.h>
#include <string.h>

#if defined(__x86_64__)
enum { MACHINE = EM_X86_64, RELATIVE = R_X86_64_RELATIVE, ABSOLUTE = R_X86_64_64 };
#elif defined(__aarch64__)
enum { MACHINE = EM_AARCH64, RELATIVE = 1027, ABSOLUTE = 257 };
#else
enum { MACHINE = EM_NONE, RELATIVE = -1, ABSOLUTE = -2 };
#endif

enum { SEGMENTS = 32, DYNAMIC_ENTRIES = 4096, SIGNATURE_BYTES = 1024, RECORD_WORDS = sizeof(ics_plugin) / 8 };

typedef struct object {
    const unsigned char *bytes;
    size_t size;
    Elf64_Ehdr head;
    uint64_t symbols, texts, text_size, hashes, relocations, relocation_size; /* addresses and sizes; 0: none */
} object;

/* -- bytes of the file, and of memory as it will be */

static bool copy_out(const object *o, void *to, uint64_t offset, size_t size)
{
    if (offset > o->size || o->size - offset < size)
        return false;
    memcpy(to, o->bytes + offset, size);
    return true;
}

static bool segment_at(const object *o, unsigned index, Elf64_Phdr *out)
{
    return copy_out(o, out, o->head.e_phoff + (uint64_t)index * sizeof *out, sizeof *out);
}

/* The bytes at an address, and how many there are up to the end of what the file gives for it; NULL: none. */
static const unsigned char *memory_at(const object *o, uint64_t address, size_t *left)
{
    for (unsigned i = 0; i < o->head.e_phnum; i++) {
        Elf64_Phdr segment;
        if (!segment_at(o, i, &segment) || segment.p_type != PT_LOAD || address < segment.p_vaddr ||
            address - segment.p_vaddr >= segment.p_filesz)
            continue;
        *left = (size_t)(segment.p_filesz - (address - segment.p_vaddr));
        return o->bytes + segment.p_offset + (address - segment.p_vaddr);
    }
    return NULL;
}

static bool read_memory(const object *o, void *to, uint64_t address, size_t size)
{
    size_t left;
    const unsigned char *from = memory_at(o, address, &left);
    if (from == NULL || left < size)
        return false;
    memcpy(to, from, size);
    return true;
}

/* A text that ends within a number of bytes; NULL else. */
static const char *text_at(const object *o, uint64_t address, size_t most)
{
    size_t left;
    const unsigned char *from = memory_at(o, address, &left);
    const bool ends = from != NULL && memchr(from, '\0', left < most + 1 ? left : most + 1) != NULL;
    return ends ? (const char *)from : NULL;
}

/* -- the whole of it */

static const char *check_head(object *o)
{
    const Elf64_Ehdr *head = &o->head;
    if (o->size == 0)
        return "it is empty";
    if (o->size < SELFMAG || memcmp(o->bytes, ELFMAG, SELFMAG) != 0)
        return "it is no shared object";
    if (!copy_out(o, &o->head, 0, sizeof o->head))
        return "it is cut short";
    if (head->e_ident[EI_CLASS] != ELFCLASS64 || head->e_ident[EI_DATA] != ELFDATA2LSB || head->e_machine != MACHINE)
        return "it is for another machine";
    if (head->e_type != ET_DYN)
        return head->e_type == ET_EXEC ? "it is a program, not a shared object" : "it is no shared object";
    if (head->e_phentsize != sizeof(Elf64_Phdr) || head->e_phnum == 0 || head->e_phnum > SEGMENTS)
        return "it has no segments to load";
    return NULL;
}

static const char *check_segment(const object *o, const Elf64_Phdr *segment)
{
    if (segment->p_type == PT_INTERP)
        return "it is a program, not a shared object";
    if (segment->p_type != PT_LOAD && segment->p_type != PT_DYNAMIC)
        return NULL;
    if (segment->p_offset > o->size || segment->p_filesz > o->size - segment->p_offset)
        return "it is cut short";
    if (segment->p_filesz > segment->p_memsz || segment->p_vaddr > UINT64_MAX - segment->p_memsz)
        return "its segments cannot be";
    return NULL;
}

/* Whether the tables of sections, which the linker writes last, are there: what is cut short has lost them first. */
static bool has_its_end(const object *o)
{
    const uint64_t size = (uint64_t)o->head.e_shnum * o->head.e_shentsize;
    return o->head.e_shoff == 0 || (o->head.e_shoff <= o->size && size <= o->size - o->head.e_shoff);
}

static const char *check_segments(const object *o, Elf64_Phdr *dynamic)
{
    Elf64_Phdr segment;
    const char *fault = NULL;
    bool is_loaded = false;
    dynamic->p_type = PT_NULL;
    for (unsigned i = 0; i < o->head.e_phnum && fault == NULL; i++) {
        if (!segment_at(o, i, &segment))
            return "it is cut short";
        fault = check_segment(o, &segment);
        is_loaded = is_loaded || segment.p_type == PT_LOAD;
        if (segment.p_type == PT_DYNAMIC)
            *dynamic = segment;
    }
    if (fault == NULL && !has_its_end(o))
        fault = "it is cut short";
    if (fault == NULL && (!is_loaded || dynamic->p_type != PT_DYNAMIC))
        fault = "it has no segments to load";
    return fault;
}

static const char *take_entry(object *o, const Elf64_Dyn *entry)
{
    const uint64_t value = entry->d_un.d_val;
    if (entry->d_tag == DT_RPATH || entry->d_tag == DT_RUNPATH)
        return "it names folders in which more code is looked for (RUNPATH), which no hash can speak for";
    if (entry->d_tag == DT_SYMTAB)
        o->symbols = value;
    else if (entry->d_tag == DT_STRTAB)
        o->texts = value;
    else if (entry->d_tag == DT_STRSZ)
        o->text_size = value;
    else if (entry->d_tag == DT_GNU_HASH)
        o->hashes = value;
    else if (entry->d_tag == DT_RELA)
        o->relocations = value;
    else if (entry->d_tag == DT_RELASZ)
        o->relocation_size = value;
    return NULL;
}

static const char *read_dynamic(object *o, const Elf64_Phdr *dynamic)
{
    for (uint64_t i = 0; i < DYNAMIC_ENTRIES && (i + 1) * sizeof(Elf64_Dyn) <= dynamic->p_filesz; i++) {
        Elf64_Dyn entry;
        if (!copy_out(o, &entry, dynamic->p_offset + i * sizeof entry, sizeof entry))
            return "it is cut short";
        if (entry.d_tag == DT_NULL)
            return NULL;
        const char *fault = take_entry(o, &entry);
        if (fault != NULL)
            return fault;
    }
    return "its dynamic section does not end";
}

static const char *open_object(object *o, const unsigned char *bytes, size_t size)
{
    Elf64_Phdr dynamic;
    *o = (object){.bytes = bytes, .size = size};
    const char *fault = check_head(o);
    if (fault == NULL)
        fault = check_segments(o, &dynamic);
    return fault != NULL ? fault : read_dynamic(o, &dynamic);
}

const char *ics_object_check(const unsigned char *bytes, size_t size)
{
    object o;
    return open_object(&o, bytes, size);
}

/* -- the record */

static uint32_t hash_of(const char *name)
{
    uint32_t hash = 5381;
    for (; *name != '\0'; name++)
        hash = hash * 33 + (unsigned char)*name;
    return hash;
}

/* The symbol of that number, if it is defined and has that name. */
static bool symbol_is(const object *o, uint32_t number, const char *name, Elf64_Sym *out)
{
    if (!read_memory(o, out, o->symbols + (uint64_t)number * sizeof *out, sizeof *out) || out->st_shndx == SHN_UNDEF)
        return false;
    const char *found = out->st_name < o->text_size ? text_at(o, o->texts + out->st_name, strlen(name)) : NULL;
    return found != NULL && strcmp(found, name) == 0;
}

/* Looks a name up in the table of hashes that the loader uses. The chain is no longer than the file. */
static bool find_symbol(const object *o, const char *name, Elf64_Sym *out)
{
    uint32_t head[4]; /* buckets, first symbol, words of the filter, its shift */
    const uint32_t hash = hash_of(name);
    uint32_t number, chained;
    if (o->hashes == 0 || o->symbols == 0 || o->texts == 0 || !read_memory(o, head, o->hashes, sizeof head) ||
        head[0] == 0)
        return false;
    const uint64_t buckets = o->hashes + sizeof head + (uint64_t)head[2] * 8;
    const uint64_t chains = buckets + (uint64_t)head[0] * 4;
    if (!read_memory(o, &number, buckets + (uint64_t)(hash % head[0]) * 4, 4) || number < head[1])
        return false;
    for (;; number++) {
        if (!read_memory(o, &chained, chains + (uint64_t)(number - head[1]) * 4, 4))
            return false;
        if ((chained | 1) == (hash | 1) && symbol_is(o, number, name, out))
            return true;
        if ((chained & 1) != 0 || number == UINT32_MAX)
            return false;
    }
}

/* What a relocation writes, if it is one of the two that stand in tables of constants. */
static bool relocated(const object *o, const Elf64_Rela *relocation, uint64_t *value)
{
    Elf64_Sym symbol;
    const uint64_t number = ELF64_R_SYM(relocation->r_info);
    switch ((int64_t)ELF64_R_TYPE(relocation->r_info)) {
    case RELATIVE:
        *value = (uint64_t)relocation->r_addend;
        return true;
    case ABSOLUTE:
        if (!read_memory(o, &symbol, o->symbols + number * sizeof symbol, sizeof symbol))
            return false;
        *value = symbol.st_value + (uint64_t)relocation->r_addend;
        return symbol.st_shndx != SHN_UNDEF;
    default:
        return false;
    }
}

/* Words of memory as they are once the object is loaded at address 0. One walk over the relocations. */
static bool read_words(const object *o, uint64_t *words, uint64_t address, size_t count)
{
    if (!read_memory(o, words, address, count * sizeof *words))
        return false;
    const uint64_t many = o->relocation_size / sizeof(Elf64_Rela);
    for (uint64_t i = 0; i < many; i++) {
        Elf64_Rela relocation;
        if (!read_memory(o, &relocation, o->relocations + i * sizeof relocation, sizeof relocation))
            return false;
        const uint64_t offset = relocation.r_offset - address;
        if (relocation.r_offset < address || offset / 8 >= count || offset % 8 != 0)
            continue;
        if (!relocated(o, &relocation, &words[offset / 8]))
            return false;
    }
    return true;
}

static const char *keep_text(const object *o, uint64_t address, size_t most, ics_arena *arena)
{
    const char *text = text_at(o, address, most);
    return text == NULL ? NULL : ics_arena_text(arena, text, strlen(text));
}

/* Where the fields of the two structures stand, in words of 8 bytes. */
enum {
    NAME = offsetof(ics_plugin, name) / 8,
    VERSION = offsetof(ics_plugin, version) / 8,
    AUTHOR = offsetof(ics_plugin, author) / 8,
    FUNCTIONS = offsetof(ics_plugin, functions) / 8,
    FUNCTION_COUNT = offsetof(ics_plugin, function_count) / 8,
    FUNCTION_WORDS = sizeof(ics_function) / 8,
    FUNCTION_NAME = offsetof(ics_function, name) / 8,
    FUNCTION_SIGNATURE = offsetof(ics_function, signature) / 8,
    FUNCTION_HELP = offsetof(ics_function, help) / 8,
};

static const char *read_functions(ics_object_terms *out, const object *o, uint64_t address, uint32_t count,
                                  ics_arena *arena)
{
    if (count == 0 || count > (uint32_t)ICS_LIMIT_PLUGIN_FUNCTIONS)
        return ics_plugin_say(arena, "its record states %u functions: 1 to %u is the limit PLUGIN_FUNCTIONS", count,
                              (unsigned)ICS_LIMIT_PLUGIN_FUNCTIONS);
    uint64_t *words = ICS_ARENA_ARRAY(arena, uint64_t, (size_t)count * FUNCTION_WORDS);
    out->functions = ICS_ARENA_ARRAY(arena, ics_object_function, count);
    if (words == NULL || out->functions == NULL)
        return "memory has run out";
    if (!read_words(o, words, address, (size_t)count * FUNCTION_WORDS))
        return "the functions of its record cannot be read";
    for (uint32_t i = 0; i < count; i++, words += FUNCTION_WORDS) {
        ics_object_function *function = &out->functions[i];
        function->name = keep_text(o, words[FUNCTION_NAME], (size_t)ICS_LIMIT_NAME_BYTES, arena);
        function->signature = keep_text(o, words[FUNCTION_SIGNATURE], SIGNATURE_BYTES, arena);
        function->help = keep_text(o, words[FUNCTION_HELP], SIGNATURE_BYTES, arena);
        if (function->name == NULL || function->signature == NULL)
            return "a function of its record has no name or no signature";
    }
    out->function_count = count;
    return NULL;
}

/* The first four fields, which keep their place in every version of the header. */
static const char *check_form(const uint64_t *words, ics_arena *arena)
{
    uint32_t found[4];
    static const uint32_t wanted[4] = {ICS_PLUGIN_MAGIC, ICS_PLUGIN_ABI, sizeof(ics_plugin), sizeof(ics_function)};
    static const char *const fields[4] = {"magic", "abi", "size", "function_size"};
    memcpy(found, words, sizeof found);
    for (size_t i = 0; i < 4; i++)
        if (found[i] != wanted[i])
            return ics_plugin_say(arena, "field %s of its record: %u was wanted, %u found", fields[i], wanted[i],
                                  found[i]);
    return NULL;
}

const char *ics_object_terms_read(ics_object_terms *out, const unsigned char *bytes, size_t size, ics_arena *arena)
{
    object o;
    Elf64_Sym symbol;
    uint64_t words[RECORD_WORDS];
    *out = (ics_object_terms){0};
    const char *fault = open_object(&o, bytes, size);
    if (fault != NULL)
        return fault;
    if (!find_symbol(&o, "ics_plugin_record", &symbol))
        return "it states no terms: it has no ics_plugin_record";
    if (!read_words(&o, words, symbol.st_value, RECORD_WORDS))
        return "its record cannot be read";
    fault = check_form(words, arena);
    if (fault != NULL)
        return fault;
    out->name = keep_text(&o, words[NAME], (size_t)ICS_LIMIT_NAME_BYTES, arena);
    out->version = keep_text(&o, words[VERSION], (size_t)ICS_LIMIT_NAME_BYTES, arena);
    out->author = keep_text(&o, words[AUTHOR], SIGNATURE_BYTES, arena);
    if (out->name == NULL || out->version == NULL)
        return "its record states no name or no version";
    uint32_t count;
    memcpy(&count, &words[FUNCTION_COUNT], sizeof count);
    return read_functions(out, &o, words[FUNCTIONS], count, arena);
}
