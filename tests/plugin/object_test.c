/* P17: shared objects cut short, changed, or none at all. They are told by their bytes, before the loader sees them. */
#include "plugin_test.h"

#include "base/file.h"
#include "plugin/object.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ics_bytes whole;

static int read_guest(void **state)
{
    (void)state;
    return ics_file_read(&whole, ICS_TEST_GUESTS "/plugins/guest.so", 1 << 26, "bytes", NULL) == ICS_OK ? 0 : -1;
}

static int forget_guest(void **state)
{
    (void)state;
    ics_bytes_free(&whole);
    return 0;
}

static void reads_a_record(void **state)
{
    (void)state;
    ics_arena arena = {0};
    ics_object_terms terms;
    assert_null(ics_object_check(whole.data, whole.size));
    assert_null(ics_object_terms_read(&terms, whole.data, whole.size, &arena));
    assert_string_equal(terms.name, "guest");
    assert_string_equal(terms.version, "3.2");
    assert_string_equal(terms.author, "tests");
    assert_true(terms.function_count >= 12);
    assert_string_equal(terms.functions[0].name, "part");
    assert_string_equal(terms.functions[0].signature, "share(count, count)");
    assert_string_equal(terms.functions[0].help, "part of a whole");
    ics_arena_free(&arena);
}

/* Each length is its own piece of memory, so that a sanitizer sees a look behind its end. */
static void refuses_what_is_cut_short(void **state)
{
    (void)state;
    ics_arena arena = {0};
    ics_object_terms terms;
    const size_t step = whole.size / 900 + 1;
    for (size_t size = 0; size < whole.size; size += size < 128 || size + 128 > whole.size ? 1 : step) {
        unsigned char *piece = malloc(size + (size == 0));
        assert_non_null(piece);
        memcpy(piece, whole.data, size);
        assert_non_null(ics_object_check(piece, size));
        assert_non_null(ics_object_terms_read(&terms, piece, size, &arena));
        free(piece);
    }
    ics_arena_free(&arena);
}

/* What one changed byte makes of it is either refused or a record whose texts end. */
static void reads_changed_bytes(void **state)
{
    (void)state;
    unsigned char *copy = malloc(whole.size);
    assert_non_null(copy);
    memcpy(copy, whole.data, whole.size);
    for (size_t at = 0; at < whole.size; at += at < 2048 ? 1 : 37) {
        ics_arena arena = {0};
        ics_object_terms terms;
        copy[at] ^= 0xFF;
        if (ics_object_terms_read(&terms, copy, whole.size, &arena) == NULL)
            for (uint32_t i = 0; i < terms.function_count; i++)
                assert_true(strlen(terms.functions[i].name) <= 255);
        copy[at] ^= 0xFF;
        ics_arena_free(&arena);
    }
    free(copy);
}

static const struct other_case {
    const char *name, *path, *why;
} other_cases[] = {
    {"a text file", ICS_SOURCE_DIR "/README.md", "it is no shared object"},
    {"a program", "/proc/self/exe", "it is a program, not a shared object"},
};

static void refuses_other_files(void **state)
{
    const struct other_case *c = *state;
    ics_bytes bytes = {0};
    assert_int_equal(ics_file_read(&bytes, c->path, 1 << 28, "bytes", NULL), ICS_OK);
    assert_string_equal(ics_object_check(bytes.data, bytes.size), c->why);
    ics_bytes_free(&bytes);
}

/* Heads of files that are something else: an archive, an older class, another machine, an object not yet linked. */
static void refuses_other_heads(void **state)
{
    (void)state;
    unsigned char *copy = malloc(whole.size);
    assert_non_null(copy);
    memcpy(copy, whole.data, whole.size);
    copy[4] = 1; /* 32 bits */
    assert_string_equal(ics_object_check(copy, whole.size), "it is for another machine");
    copy[4] = 2;
    copy[18] ^= 0x55; /* its machine */
    assert_string_equal(ics_object_check(copy, whole.size), "it is for another machine");
    copy[18] ^= 0x55;
    copy[16] = 1; /* relocatable */
    assert_string_equal(ics_object_check(copy, whole.size), "it is no shared object");
    memcpy(copy, "!<arch>\n", 8);
    assert_string_equal(ics_object_check(copy, whole.size), "it is no shared object");
    free(copy);
}

int run_object_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_record),
        cmocka_unit_test(refuses_what_is_cut_short),
        cmocka_unit_test(reads_changed_bytes),
        cmocka_unit_test(refuses_other_heads),
        {other_cases[0].name, refuses_other_files, NULL, NULL, (void *)&other_cases[0]},
        {other_cases[1].name, refuses_other_files, NULL, NULL, (void *)&other_cases[1]},
    };
    return cmocka_run_group_tests_name("shared objects as files", tests, read_guest, forget_guest);
}
