/* Days: the calendar's facts, the corresponding day, and reasons why a text is no date. */
#include "suite.h"

#include "base/date.h"
#include "base/date_form.h"

#include <string.h>

static int32_t day(const char *text)
{
    int32_t first, last;
    const char *why = NULL;
    if (!ics_date_parse(text, strlen(text), &first, &last, &why))
        fail_msg("%s: %s", text, why);
    assert_int_equal(first, last);
    return first;
}

static const struct parse_case {
    const char *text, *first, *last, *why;
} parse_cases[] = {
    {"2023-05-09", "2023-05-09", "2023-05-09", NULL},
    {"2023-05", "2023-05-01", "2023-05-31", NULL},
    {"2024-02", "2024-02-01", "2024-02-29", NULL},
    {"2023", "2023-01-01", "2023-12-31", NULL},
    {"2000-02-29", "2000-02-29", "2000-02-29", NULL},
    {"0001-01-01", "0001-01-01", "0001-01-01", NULL},
    {"9999-12-31", "9999-12-31", "9999-12-31", NULL},
    {"2023-02-29", NULL, NULL, "February 2023 has 28 days"},
    {"2023-02-30", NULL, NULL, "February 2023 has 28 days"},
    {"1900-02-29", NULL, NULL, "February 1900 has 28 days"},
    {"2024-02-30", NULL, NULL, "February 2024 has 29 days"},
    {"2023-04-31", NULL, NULL, "April 2023 has 30 days"},
    {"2023-04-00", NULL, NULL, "April 2023 begins with day 01"},
    {"2023-13-01", NULL, NULL, "months run from 01 to 12, this says 13"},
    {"2023-00", NULL, NULL, "months run from 01 to 12, this says 00"},
    {"0000-00-00", NULL, NULL, "years run from 0001 to 9999"},
    {"10000-01-01", NULL, NULL, "years run from 0001 to 9999"},
    {"31/12/2023", NULL, NULL, "a date is written year-month-day, as in 2023-05-09"},
    {"2023-1-1", NULL, NULL, "a date is written year-month-day, as in 2023-05-09"},
    {"2023/05/09", NULL, NULL, "a date is written year-month-day, as in 2023-05-09"},
    {"", NULL, NULL, "a date is written year-month-day, as in 2023-05-09"},
};

static void reads_dates(void **state)
{
    const struct parse_case *c = *state;
    int32_t first, last;
    const char *why = NULL;
    if (!ics_date_parse(c->text, strlen(c->text), &first, &last, &why)) {
        assert_non_null(c->why);
        assert_string_equal(why, c->why);
        return;
    }
    assert_null(c->why);
    char buffer[32];
    ics_day_format(first, buffer);
    assert_string_equal(buffer, c->first);
    ics_day_format(last, buffer);
    assert_string_equal(buffer, c->last);
    ics_date_format(first, last, buffer);
    assert_string_equal(buffer, c->text);
}

static const struct add_case {
    const char *name, *from;
    int32_t n;
    ics_time_unit unit;
    const char *to; /* NULL: outside the calendar */
} add_cases[] = {
    {"twenty weeks of the first of January 2024", "2024-01-01", 20, ICS_UNIT_WEEKS, "2024-05-20"},
    {"a month ends on the corresponding day", "2023-03-15", 1, ICS_UNIT_MONTHS, "2023-04-15"},
    {"a shorter month ends on its last day", "2023-01-31", 1, ICS_UNIT_MONTHS, "2023-02-28"},
    {"a leap year's February too", "2024-01-31", 1, ICS_UNIT_MONTHS, "2024-02-29"},
    {"the end of a short month does not stretch", "2023-02-28", 1, ICS_UNIT_MONTHS, "2023-03-28"},
    {"thirty-first to thirtieth", "2023-08-31", 1, ICS_UNIT_MONTHS, "2023-09-30"},
    {"across a year", "2023-11-30", 3, ICS_UNIT_MONTHS, "2024-02-29"},
    {"months before", "2024-03-31", -1, ICS_UNIT_MONTHS, "2024-02-29"},
    {"twelve months before", "2023-01-15", -12, ICS_UNIT_MONTHS, "2022-01-15"},
    {"a year from the leap day", "2024-02-29", 1, ICS_UNIT_YEARS, "2025-02-28"},
    {"four years from the leap day", "2024-02-29", 4, ICS_UNIT_YEARS, "2028-02-29"},
    {"days across the leap day", "2024-02-28", 2, ICS_UNIT_DAYS, "2024-03-01"},
    {"days back across the epoch", "1970-01-02", -3, ICS_UNIT_DAYS, "1969-12-30"},
    {"past the last year", "9999-12-31", 1, ICS_UNIT_DAYS, NULL},
    {"before the first year", "0001-01-01", -1, ICS_UNIT_MONTHS, NULL},
    {"too many years", "2024-01-01", INT32_MAX, ICS_UNIT_YEARS, NULL},
    {"too many weeks back", "2024-01-01", INT32_MIN, ICS_UNIT_WEEKS, NULL},
    {"working days need a calendar", "2024-01-01", 1, ICS_UNIT_WORKING_DAYS, NULL},
};

static void adds_to_days(void **state)
{
    const struct add_case *c = *state;
    int32_t result;
    const bool inside = ics_day_add(day(c->from), c->n, c->unit, &result);
    assert_int_equal(inside, c->to != NULL);
    if (c->to)
        assert_int_equal(result, day(c->to));
}

static void counts_every_day_of_the_calendar(void **state)
{
    (void)state;
    int32_t expected = ICS_DAY_MIN;
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++)
            for (int d = 1; d <= ics_days_in_month(year, month); d++, expected++) {
                int32_t number = 0;
                int y, m, dom;
                ics_day_to_civil(expected, &y, &m, &dom);
                if (!ics_day_from_civil(year, month, d, &number) || number != expected || y != year || m != month ||
                    dom != d)
                    fail_msg("%04d-%02d-%02d", year, month, d);
            }
    assert_int_equal(expected - 1, ICS_DAY_MAX);
    assert_int_equal(day("1970-01-01"), 0);
}

static void reads_financial_years(void **state)
{
    (void)state;
    int32_t first = 0, last = 0;
    assert_true(ics_financial_year_parse("2023/24", 7, &first, &last));
    assert_int_equal(first, day("2023-04-01"));
    assert_int_equal(last, day("2024-03-31"));
    assert_true(ics_financial_year_parse("2023-24", 7, &first, &last));
    assert_true(ics_financial_year_parse("2023/2024", 9, &first, &last));
    assert_true(ics_financial_year_parse("1999/00", 7, &first, &last));
    assert_false(ics_financial_year_parse("2023/25", 7, &first, &last));
    assert_false(ics_financial_year_parse("2023/23", 7, &first, &last));
    assert_false(ics_financial_year_parse("9999/00", 7, &first, &last));
    assert_false(ics_financial_year_parse("2023", 4, &first, &last));
}

static const struct form_case {
    const char *text, *form, *day;
} form_cases[] = {
    {"09/05/2023", "dd/mm/yyyy", "2023-05-09"},
    {"9/5/2023", "dd/mm/yyyy", "2023-05-09"},
    {"05/09/2023", "mm/dd/yyyy", "2023-05-09"},
    {"9.5.2023", "d.m.yyyy", "2023-05-09"},
    {"9 May 2023", "d mmm yyyy", "2023-05-09"},
    {"9 SEPT 2023", "d mmm yyyy", "2023-09-09"},
    {"September 9, 2023", "mmmm d, yyyy", "2023-09-09"},
    {"2023/05/09", "yyyy/mm/dd", "2023-05-09"},
    {"29/02/2024", "dd/mm/yyyy", "2024-02-29"},
    {"29/02/2023", "dd/mm/yyyy", NULL},
    {"13/13/2023", "dd/mm/yyyy", NULL},
    {"09/05/23", "dd/mm/yyyy", NULL},
    {"09/05/20231", "dd/mm/yyyy", NULL},
    {"09-05-2023", "dd/mm/yyyy", NULL},
    {"09/05/2023 ", "dd/mm/yyyy", NULL},
    {"/05/2023", "dd/mm/yyyy", NULL},
    {"009/05/2023", "dd/mm/yyyy", NULL},
    {"2023-05-09", "dd/mm/yyyy", NULL},
    {"9 Ma 2023", "d mmm yyyy", NULL},
    {"9 Marc 2023", "d mmm yyyy", NULL},
    {"9 5 2023", "d mmm yyyy", NULL},
    {"", "dd/mm/yyyy", NULL},
};

static void reads_by_form(void **state)
{
    const struct form_case *c = *state;
    int32_t found;
    char buffer[32] = "";
    if (ics_date_form_read(c->form, c->text, strlen(c->text), &found))
        ics_day_format(found, buffer);
    assert_string_equal(buffer, c->day ? c->day : "");
}

static void knows_good_forms(void **state)
{
    static const char *const good[] = {"dd/mm/yyyy", "d.m.yyyy", "dd mmm yyyy", "mmmm d, yyyy", "yyyy-mm-dd"};
    static const char *const bad[] = {"",  "dd/mm",      "dd/mm/yy", "ddmmyyyy", "dd/mm/yyyy/dd", "ddd/mm/yyyy",
                                      "x", "dd/mm/yyyyT"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(ics_date_form_is_good(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(ics_date_form_is_good(bad[i]));
}

static void reads_stretches_of_days(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"2023-05-09 to 2024-01-31", "2023-05-09 to 2024-01-31"},
        {"2023-05 to 2023-06", "2023-05-01 to 2023-06-30"},
        {"2023", "2023"},
        {"2023/24", "2023-04-01 to 2024-03-31"},
        {"2024-01-31 to 2023-05-09", ""},
        {" to ", ""},
        {"2023-05-09 to", ""},
        {"to 2023", ""},
        {"", ""},
    };
    (void)state;
    for (size_t i = 0; i < SUITE_COUNT(rows); i++) {
        char buffer[32] = "";
        int32_t first, last;
        if (ics_period_parse(rows[i].text, strlen(rows[i].text), &first, &last))
            ics_date_format(first, last, buffer);
        assert_string_equal(buffer, rows[i].says);
    }
    int32_t first, last;
    assert_true(ics_academic_year_parse("2023/24", 7, &first, &last));
    assert_int_equal(first, day("2023-09-01"));
    assert_int_equal(last, day("2024-08-31"));
    assert_false(ics_academic_year_parse("2023/25", 7, &first, &last));
}

static void writes_a_range(void **state)
{
    (void)state;
    char buffer[32];
    ics_date_format(day("2023-05-09"), day("2023-06-10"), buffer);
    assert_string_equal(buffer, "2023-05-09 to 2023-06-10");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_every_day_of_the_calendar),
        cmocka_unit_test(reads_financial_years),
        cmocka_unit_test(knows_good_forms),
        cmocka_unit_test(reads_stretches_of_days),
        cmocka_unit_test(writes_a_range),
    };
    return SUITE_RUN_ROWS("dates read", parse_cases, reads_dates) +
           SUITE_RUN_ROWS("dates by a form", form_cases, reads_by_form) +
           SUITE_RUN_ROWS("days added", add_cases, adds_to_days) +
           cmocka_run_group_tests_name("calendar", tests, NULL, NULL);
}
