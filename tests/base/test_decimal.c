/* Exact numbers: what they are read as, what is refused, and how they are written. */
#include "suite.h"

#include "base/decimal.h"

#include <string.h>

static const struct parse_case {
    const char *text;
    bool grouped;
    ics_decimal_status status;
    ics_decimal value;
    const char *written;
} parse_cases[] = {
    {"0", false, ICS_DECIMAL_OK, 0, "0"},
    {"-0", false, ICS_DECIMAL_OK, 0, "0"},
    {"007", false, ICS_DECIMAL_OK, 7000000, "7"},
    {"0.1", false, ICS_DECIMAL_OK, 100000, "0.1"},
    {"-12.345", false, ICS_DECIMAL_OK, -12345000, "-12.345"},
    {"0.000001", false, ICS_DECIMAL_OK, 1, "0.000001"},
    {"0.0000010", false, ICS_DECIMAL_OK, 1, "0.000001"},
    {"-0.000001", false, ICS_DECIMAL_OK, -1, "-0.000001"},
    {"0.0000001", false, ICS_DECIMAL_INEXACT, 0, NULL},
    {"12.3456789", false, ICS_DECIMAL_INEXACT, 0, NULL},
    {"1.50e1", false, ICS_DECIMAL_OK, 15000000, "15"},
    {"1e6", false, ICS_DECIMAL_OK, 1000000000000, "1000000"},
    {"1E+2", false, ICS_DECIMAL_OK, 100000000, "100"},
    {"25e-2", false, ICS_DECIMAL_OK, 250000, "0.25"},
    {"0e400", false, ICS_DECIMAL_OK, 0, "0"},
    {"1e400", false, ICS_DECIMAL_RANGE, 0, NULL},
    {"1e-400", false, ICS_DECIMAL_INEXACT, 0, NULL},
    {"1e99999999999999999999", false, ICS_DECIMAL_RANGE, 0, NULL},
    {"99999999999999999999999", false, ICS_DECIMAL_RANGE, 0, NULL},
    {"9223372036854.775807", false, ICS_DECIMAL_OK, INT64_MAX, "9223372036854.775807"},
    {"-9223372036854.775807", false, ICS_DECIMAL_OK, -INT64_MAX, "-9223372036854.775807"},
    {"9223372036854.775808", false, ICS_DECIMAL_RANGE, 0, NULL},
    {"-9223372036854.775808", false, ICS_DECIMAL_RANGE, 0, NULL},
    {"1,234,567", true, ICS_DECIMAL_OK, 1234567000000, "1234567"},
    {"12,345.5", true, ICS_DECIMAL_OK, 12345500000, "12345.5"},
    {"1,234,567", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"1,23", true, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"1234,567", true, ICS_DECIMAL_SYNTAX, 0, NULL},
    {",123", true, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"1,234,", true, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"-", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"+1", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {".5", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"5.", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"1e", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"1_000", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"0x10", false, ICS_DECIMAL_SYNTAX, 0, NULL},
    {"NaN", false, ICS_DECIMAL_SYNTAX, 0, NULL},
};

static void reads_and_writes(void **state)
{
    const struct parse_case *c = *state;
    ics_decimal value = 42;
    assert_int_equal(ics_decimal_parse(c->text, strlen(c->text), c->grouped, &value), c->status);
    assert_true(value == (c->status == ICS_DECIMAL_OK ? c->value : 42));
    if (c->written) {
        char buffer[24];
        assert_int_equal(ics_decimal_format(value, buffer), strlen(c->written));
        assert_string_equal(buffer, c->written);
    }
}

static ics_decimal number(const char *text)
{
    ics_decimal value = 0;
    assert_int_equal(ics_decimal_parse(text, strlen(text), false, &value), ICS_DECIMAL_OK);
    return value;
}

static void reckons_exactly(void **state)
{
    (void)state;
    ics_decimal result = 0;
    assert_true(ics_decimal_add(number("0.1"), number("0.2"), &result) && result == number("0.3"));
    assert_true(ics_decimal_sub(number("0.3"), number("0.1"), &result) && result == number("0.2"));
    assert_true(ics_decimal_mul(number("0.75"), number("4"), &result) && result == number("3"));
    assert_true(ics_decimal_mul(number("-0.5"), number("0.5"), &result) && result == number("-0.25"));
}

static void says_what_does_not_fit(void **state)
{
    (void)state;
    ics_decimal result = 7;
    assert_false(ics_decimal_add(INT64_MAX, 1, &result));
    assert_false(ics_decimal_sub(-INT64_MAX, 1, &result));
    assert_false(ics_decimal_mul(number("0.000001"), number("0.1"), &result));
    assert_false(ics_decimal_mul(number("9000000000000"), number("2"), &result));
    assert_true(result == 7);
}

static void compares_ratios_without_dividing(void **state)
{
    (void)state;
    assert_int_equal(ics_ratio_compare(number("1"), number("3"), number("1"), number("3")), 0);
    assert_int_equal(ics_ratio_compare(number("2"), number("6"), number("1"), number("3")), 0);
    assert_int_equal(ics_ratio_compare(number("1"), number("3"), number("0.333333"), number("1")), 1);
    assert_int_equal(ics_ratio_compare(number("-1"), number("3"), number("0"), number("1")), -1);
    assert_int_equal(ics_ratio_compare(INT64_MAX, 1, INT64_MAX - 1, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reckons_exactly),
        cmocka_unit_test(says_what_does_not_fit),
        cmocka_unit_test(compares_ratios_without_dividing),
    };
    return SUITE_RUN_ROWS("decimals read", parse_cases, reads_and_writes) +
           cmocka_run_group_tests_name("decimals reckoned", tests, NULL, NULL);
}
