/* Arenas: zeroed, aligned, apart from each other, and what does not fit is refused. */
#include "suite.h"

#include "base/arena.h"

#include <string.h>

static void gives_zeroed_and_aligned_memory(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    for (size_t size = 0; size < 3000; size = size * 2 + 1) {
        for (size_t align = 1; align <= 64; align *= 2) {
            unsigned char *bytes = ics_arena_alloc(&arena, size, align);
            assert_non_null(bytes);
            assert_int_equal((uintptr_t)bytes % align, 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(bytes[i], 0);
            memset(bytes, 0xAA, size);
        }
    }
    ics_arena_free(&arena);
}

static void gives_memory_larger_than_a_block(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    char *small = ics_arena_text(&arena, "small", 5);
    char *large = ics_arena_alloc(&arena, 5 << 20, 1);
    memset(large, 'x', 5 << 20);
    assert_string_equal(small, "small");
    ics_arena_free(&arena);
    assert_string_equal(ics_arena_text(&arena, "again", 5), "again");
    ics_arena_free(&arena);
}

static void refuses_what_cannot_be(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    assert_null(ics_arena_alloc(&arena, SIZE_MAX, 8));
    assert_null(ics_arena_array(&arena, SIZE_MAX / 2, 8, 8));
    assert_null(ics_arena_text(&arena, "", SIZE_MAX));
    ics_arena_free(&arena);
}

static void jumps_where_an_escape_is_set(void **state)
{
    (void)state;
    jmp_buf escape;
    ics_arena arena;
    ics_arena_init(&arena, &escape);
    if (setjmp(escape) == 0) {
        ics_arena_alloc(&arena, SIZE_MAX / 4, 8);
        fail_msg("an allocation of a quarter of the address space came back");
    }
    ics_arena_free(&arena);
}

static void grows_an_array(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    int *items = NULL;
    uint32_t count = 0;
    size_t room = 0;
    for (int i = 0; i < 1000; i++)
        ICS_PUSH(&arena, items, count, room, i);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    ics_arena_free(&arena);
}

/* The array given out last grows where it lies; one that something follows moves, and what follows is left alone. */
static void grows_where_it_lies(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    int *items = NULL;
    size_t count = 0, room = 0;
    ICS_PUSH(&arena, items, count, room, 0);
    char *after = NULL;
    for (int i = 1; i < 2000; i++) {
        ICS_PUSH(&arena, items, count, room, i);
        if (i == 700)
            after = ics_arena_text(&arena, "after", 5);
    }
    for (int i = 0; i < 2000; i++)
        assert_int_equal(items[i], i);
    assert_string_equal(after, "after");
    ics_arena_free(&arena);
}

static void refuses_to_grow_past_any_size(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    size_t room = SIZE_MAX / 3;
    char *items = ics_arena_text(&arena, "items", 5);
    assert_null(ics_arena_grow(&arena, items, 5, &room, 16, 8));
    room = SIZE_MAX - 1;
    assert_null(ics_arena_grow(&arena, items, 5, &room, 1, 1));
    assert_int_equal(room, SIZE_MAX - 1);
    ics_arena_free(&arena);
}

/* What is given out after a reset is zeroed again, and lies where the last block was. */
static void is_used_again(void **state)
{
    (void)state;
    ics_arena arena;
    ics_arena_init(&arena, NULL);
    ics_arena_reset(&arena);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 100000; size *= 3) {
            unsigned char *bytes = ics_arena_alloc(&arena, size, 8);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(bytes[i], 0);
            memset(bytes, 0xAA, size);
        }
        ics_arena_reset(&arena);
    }
    ics_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_zeroed_and_aligned_memory),
        cmocka_unit_test(gives_memory_larger_than_a_block),
        cmocka_unit_test(refuses_what_cannot_be),
        cmocka_unit_test(jumps_where_an_escape_is_set),
        cmocka_unit_test(grows_an_array),
        cmocka_unit_test(grows_where_it_lies),
        cmocka_unit_test(is_used_again),
        cmocka_unit_test(refuses_to_grow_past_any_size),
    };
    return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
