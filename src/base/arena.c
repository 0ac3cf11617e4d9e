/*
 * Arenas: a chain of blocks, the newest at the head, each handed out from its start. Blocks double from 16 KiB to
 * 1 MiB, so a small phase costs little and a large one few calls. Built with ICS_DEBUG_ARENA every allocation is its
 * own malloc. Leans on libc alone.
 */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct ics_arena_block {
    ics_arena_block *older;
    size_t size; /* of the bytes that follow the header */
    max_align_t bytes[];
};

enum { BLOCK_MIN = 16 << 10, BLOCK_MAX = 1 << 20 };
/* More is never asked for in earnest, and allocators that check end the process over it. */
static const uint64_t largest = (uint64_t)1 << 39;

void ics_arena_init(ics_arena *arena, jmp_buf *escape)
{
    *arena = (ics_arena){.escape = escape};
}

static void *give_up(ics_arena *arena)
{
    if (arena->escape)
        longjmp(*arena->escape, 1);
    return NULL;
}

/* A new block of at least size bytes at the head of the chain; NULL when memory has run out. */
static ics_arena_block *new_block(ics_arena *arena, size_t size)
{
    if (size > SIZE_MAX - sizeof(ics_arena_block))
        return NULL;
    ics_arena_block *block = calloc(1, sizeof(ics_arena_block) + size);
    if (!block)
        return NULL;
    block->size = size;
    block->older = arena->blocks;
    arena->blocks = block;
    return block;
}

static void *alloc_from_new_block(ics_arena *arena, size_t size, size_t align)
{
    if (size > largest || align > largest)
        return give_up(arena);
    const size_t need = size + (align > _Alignof(max_align_t) ? align : 0);
    size_t want = arena->blocks ? arena->blocks->size * 2 : BLOCK_MIN;
    if (want > BLOCK_MAX)
        want = BLOCK_MAX;
#ifdef ICS_DEBUG_ARENA
    want = need;
#endif
    if (want < need)
        want = need;
    ics_arena_block *block = new_block(arena, want);
    if (!block)
        return give_up(arena);
    arena->next = (unsigned char *)block->bytes;
    arena->left = want;
    const size_t pad = (size_t)(0 - (uintptr_t)arena->next) & (align - 1);
    unsigned char *result = arena->next + pad;
    arena->next = result + size;
    arena->left = want - pad - size;
#ifdef ICS_DEBUG_ARENA
    arena->left = 0;
#endif
    return result;
}

void *ics_arena_alloc(ics_arena *arena, size_t size, size_t align)
{
    if (size == 0)
        size = 1; /* every allocation has an address of its own */
    const size_t pad = (size_t)(0 - (uintptr_t)arena->next) & (align - 1);
    if (size > SIZE_MAX - pad || pad + size > arena->left) /* compare sizes; never form an overflowing pointer */
        return alloc_from_new_block(arena, size, align);
    unsigned char *result = arena->next + pad;
    arena->next = result + size;
    arena->left -= pad + size;
    return result;
}

char *ics_arena_text(ics_arena *arena, const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return give_up(arena);
    char *copy = ics_arena_alloc(arena, length + 1, 1);
    if (copy && length > 0)
        memcpy(copy, text, length);
    return copy; /* memory of an arena is zeroed, so the NUL is there */
}

void ics_arena_reset(ics_arena *arena)
{
#ifdef ICS_DEBUG_ARENA
    ics_arena_free(arena);
#else
    ics_arena_block *kept = arena->blocks;
    if (!kept)
        return;
    ics_arena rest = {.blocks = kept->older};
    ics_arena_free(&rest);
    unsigned char *bytes = (unsigned char *)kept->bytes;
    memset(bytes, 0, (size_t)(arena->next - bytes));
    kept->older = NULL;
    arena->next = bytes;
    arena->left = kept->size;
#endif
}

void ics_arena_free(ics_arena *arena)
{
    for (ics_arena_block *block = arena->blocks; block;) {
        ics_arena_block *older = block->older;
        free(block);
        block = older;
    }
    arena->blocks = NULL;
    arena->next = NULL;
    arena->left = 0;
}

void *ics_arena_array(ics_arena *arena, size_t count, size_t size, size_t align)
{
    if (size != 0 && count > SIZE_MAX / size)
        return give_up(arena);
    return ics_arena_alloc(arena, count * size, align);
}

/* What was given out last grows where it lies, as far as its block goes. */
static bool extend(ics_arena *arena, const void *items, size_t size, size_t wider)
{
    if (!items || (const unsigned char *)items + size != arena->next || wider - size > arena->left)
        return false;
    arena->next += wider - size;
    arena->left -= wider - size;
    return true;
}

void *ics_arena_grow(ics_arena *arena, void *items, size_t count, size_t *room, size_t size, size_t align)
{
    const size_t wider = *room < 4 ? 8 : *room * 2;
    if (wider / 2 < *room || wider > SIZE_MAX / size)
        return give_up(arena);
    if (!extend(arena, items, *room * size, wider * size)) {
        void *grown = ics_arena_alloc(arena, wider * size, align);
        if (!grown)
            return NULL;
        if (count > 0)
            memcpy(grown, items, count * size);
        items = grown;
    }
    *room = wider;
    return items;
}
