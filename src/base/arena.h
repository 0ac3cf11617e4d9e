/* Memory with a phase: blocks are handed out and released together. Leans on libc alone. */
#ifndef ICS_BASE_ARENA_H
#define ICS_BASE_ARENA_H

#include <setjmp.h>
#include <stddef.h>

typedef struct ics_arena_block ics_arena_block;

/**
 * One arena serves one phase (syntax dies after lowering). Where `escape` is set, an allocation that fails jumps to it
 * with value 1 and ics_arena_alloc never returns NULL, so the compiler's stages need no checks; where it is NULL the
 * call returns NULL. Never set `escape` where C++ frames lie between.
 */
typedef struct ics_arena {
    unsigned char *next;
    size_t left;
    ics_arena_block *blocks;
    jmp_buf *escape;
} ics_arena;

/** An arena is ready when zeroed; this says so in words. */
void ics_arena_init(ics_arena *arena, jmp_buf *escape);

/** @return size bytes, zeroed, aligned to align (a power of two); NULL (or a jump) when memory has run out. */
void *ics_arena_alloc(ics_arena *arena, size_t size, size_t align);

/** Copies length bytes and adds a NUL. */
char *ics_arena_text(ics_arena *arena, const char *text, size_t length);

/** Takes back all that was given out, and keeps a block for what is given out next: for a phase that comes often. */
void ics_arena_reset(ics_arena *arena);

/** Releases all blocks; the arena may be used again. */
void ics_arena_free(ics_arena *arena);

#define ICS_ARENA_NEW(arena, type)          ((type *)ics_arena_alloc((arena), sizeof(type), _Alignof(type)))
#define ICS_ARENA_ARRAY(arena, type, count) ((type *)ics_arena_array((arena), (count), sizeof(type), _Alignof(type)))

/** As ics_arena_alloc for count items; a product that does not fit counts as memory run out. */
void *ics_arena_array(ics_arena *arena, size_t count, size_t size, size_t align);

/**
 * Grows an arena array so that it can hold one more item: for `items` of `count` with room for `*room`.
 * @return the array to use from now on: where it lay, when nothing was given out after it, else a copy with the old
 * items. Use through ICS_PUSH.
 */
void *ics_arena_grow(ics_arena *arena, void *items, size_t count, size_t *room, size_t size, size_t align);

/* ICS_PUSH(arena, items, count, room, value): append to an arena array kept as three lvalues. */
#define ICS_PUSH(arena, items, count, room, value)                                                                     \
    do {                                                                                                               \
        if ((count) == (room)) {                                                                                       \
            size_t room_ = (room);                                                                                     \
            (items) = ics_arena_grow((arena), (items), (count), &room_, sizeof *(items), _Alignof(max_align_t));       \
            (room) = room_;                                                                                            \
        }                                                                                                              \
        (items)[(count)++] = (value);                                                                                  \
    } while (0)

#endif
