/* Interned text: one id a text, in order of arrival, whatever the bytes are. */
#include "suite.h"

#include "base/intern.h"

#include <stdio.h>
#include <string.h>

static void numbers_texts_in_order_of_arrival(void **state)
{
    (void)state;
    ics_intern *table = ics_intern_new();
    assert_int_equal(ics_intern_add(table, "ICB", 3), 1);
    assert_int_equal(ics_intern_add(table, "ICP", 3), 2);
    assert_int_equal(ics_intern_add(table, "ICB", 3), 1);
    assert_int_equal(ics_intern_find(table, "ICP", 3), 2);
    assert_int_equal(ics_intern_find(table, "ICS", 3), 0);
    assert_int_equal(ics_intern_count(table), 2);
    assert_string_equal(ics_intern_text(table, 2, NULL), "ICP");
    assert_string_equal(ics_intern_text(table, 0, NULL), "");
    assert_string_equal(ics_intern_text(table, 3, NULL), "");
    ics_intern_free(table);
}

static void compares_bytes_exactly(void **state)
{
    (void)state;
    ics_intern *table = ics_intern_new();
    const uint32_t empty = ics_intern_add(table, "", 0), nul = ics_intern_add(table, "\0", 1);
    const uint32_t two = ics_intern_add(table, "\0\0", 2), eight = ics_intern_add(table, "12345678", 8);
    const uint32_t padded = ics_intern_add(table, "12345678\0", 9);
    assert_int_not_equal(empty, nul);
    assert_int_not_equal(nul, two);
    assert_int_not_equal(eight, padded);
    size_t length;
    ics_intern_text(table, padded, &length);
    assert_int_equal(length, 9);
    ics_intern_free(table);
}

static void keeps_a_hundred_thousand_apart(void **state)
{
    (void)state;
    ics_intern *table = ics_intern_new();
    char text[32];
    for (uint32_t i = 1; i <= 100000; i++) {
        const int length = snprintf(text, sizeof text, "the common beginning %u", i);
        assert_int_equal(ics_intern_add(table, text, (size_t)length), i);
    }
    assert_string_equal(ics_intern_text(table, 1, NULL), "the common beginning 1");
    for (uint32_t i = 1; i <= 100000; i++) {
        const int length = snprintf(text, sizeof text, "the common beginning %u", i);
        assert_int_equal(ics_intern_find(table, text, (size_t)length), i);
    }
    ics_intern_free(table);
    ics_intern_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_texts_in_order_of_arrival),
        cmocka_unit_test(compares_bytes_exactly),
        cmocka_unit_test(keeps_a_hundred_thousand_apart),
    };
    return cmocka_run_group_tests_name("intern", tests, NULL, NULL);
}
