/*
 * The program's own malloc() and mmap() come before the system's, for the plugin too. They do nothing but note where
 * one comes back empty-handed: a plugin that then falls over was ended by its limit of memory, not by a mistake of its
 * own.
 */
#include "plugin/memory.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint32_t *noted;

void ics_memory_note_at(uint32_t *is_out_of_memory)
{
    noted = is_out_of_memory;
}

static void *note(void *memory)
{
    if (memory == NULL && noted != NULL)
        *noted = 1;
    return memory;
}

#ifdef __GLIBC__
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the system's own names are not ours to use */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

__attribute__((visibility("default"))) void *malloc(size_t size)
{
    return note(__libc_malloc(size));
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t size)
{
    return note(__libc_calloc(count, size));
}

__attribute__((visibility("default"))) void *realloc(void *memory, size_t size)
{
    void *moved = __libc_realloc(memory, size);
    return size == 0 ? moved : note(moved);
}

__attribute__((visibility("default"))) void *mmap(void *at, size_t size, int rights, int flags, int file, off_t offset)
{
    const long mapped = syscall(SYS_mmap, at, size, rights, flags, file, offset);
    if (mapped == -1 && errno == ENOMEM)
        note(NULL);
    return (void *)mapped; /* MAP_FAILED where it is -1 */
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
#endif
