/* Days and the proleptic Gregorian calendar, by arithmetic on eras of 400 years. Leans on libc alone. */
#include "base/date.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999, DAYS_IN_ERA = 146097, DAYS_TO_EPOCH = 719468 /* 0000-03-01 to 1970-01-01 */ };

static const char *const month_names[] = {"January", "February", "March",     "April",   "May",      "June",
                                          "July",    "August",   "September", "October", "November", "December"};

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int ics_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool ics_day_from_civil(int year, int month, int day, int32_t *out)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > ics_days_in_month(year, month))
        return false;
    /* Years that begin in March put the leap day last, so a month's first day is a linear function of its number. */
    const int y = month <= 2 ? year - 1 : year;
    const int m = month <= 2 ? month + 9 : month - 3;
    const int era = y / 400, year_of_era = y % 400;
    const int day_of_year = (153 * m + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *out = era * DAYS_IN_ERA + day_of_era - DAYS_TO_EPOCH;
    return true;
}

void ics_day_to_civil(int32_t day, int *year, int *month, int *day_of_month)
{
    const int64_t z = (int64_t)day + DAYS_TO_EPOCH;
    const int64_t era = (z >= 0 ? z : z - (DAYS_IN_ERA - 1)) / DAYS_IN_ERA;
    const int day_of_era = (int)(z - era * DAYS_IN_ERA);
    const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int m = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = (int)(year_of_era + era * 400) + (*month <= 2);
}

/* A reason with numbers in it; kept for the thread until its next failure. */
static _Thread_local char reason[64];

static bool refuse(const char **why, const char *text)
{
    if (why)
        *why = text;
    return false;
}

/* Reads exactly count digits. */
static bool read_digits(const char *text, size_t count, int *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

static bool whole_year(int year, int32_t *first, int32_t *last)
{
    return ics_day_from_civil(year, 1, 1, first) && ics_day_from_civil(year, 12, 31, last);
}

/* How a text that is no date at all should have been written. */
static bool refuse_form(const char *text, size_t length, const char **why)
{
    size_t digits = 0;
    while (digits < length && text[digits] >= '0' && text[digits] <= '9')
        digits++;
    if (digits > 4)
        return refuse(why, "years run from 0001 to 9999");
    return refuse(why, "a date is written year-month-day, as in 2023-05-09");
}

bool ics_date_parse(const char *text, size_t length, int32_t *first, int32_t *last, const char **why)
{
    int year = 0, month = 0, day = 0;
    if ((length != 4 && length != 7 && length != 10) || !read_digits(text, 4, &year) ||
        (length >= 7 && (text[4] != '-' || !read_digits(text + 5, 2, &month))) ||
        (length == 10 && (text[7] != '-' || !read_digits(text + 8, 2, &day))))
        return refuse_form(text, length, why);
    if (year < YEAR_MIN)
        return refuse(why, "years run from 0001 to 9999");
    if (length == 4)
        return whole_year(year, first, last);
    if (month < 1 || month > 12) {
        snprintf(reason, sizeof reason, "months run from 01 to 12, this says %02d", month);
        return refuse(why, reason);
    }
    const int days = ics_days_in_month(year, month);
    if (length == 7)
        return ics_day_from_civil(year, month, 1, first) && ics_day_from_civil(year, month, days, last);
    if (!ics_day_from_civil(year, month, day, first)) {
        snprintf(reason, sizeof reason, day == 0 ? "%s %d begins with day 01" : "%s %d has %d days",
                 month_names[month - 1], year, days);
        return refuse(why, reason);
    }
    *last = *first;
    return true;
}

bool ics_financial_year_parse(const char *text, size_t length, int32_t *first, int32_t *last)
{
    int year, next;
    if ((length != 7 && length != 9) || !read_digits(text, 4, &year) || (text[4] != '/' && text[4] != '-') ||
        !read_digits(text + 5, length - 5, &next))
        return false;
    if (next != (length == 7 ? (year + 1) % 100 : year + 1))
        return false;
    int32_t from, to;
    if (!ics_day_from_civil(year, 4, 1, &from) || !ics_day_from_civil(year + 1, 3, 31, &to))
        return false;
    *first = from;
    *last = to;
    return true;
}

bool ics_academic_year_parse(const char *text, size_t length, int32_t *first, int32_t *last)
{
    int32_t from, to;
    int year, month, day;
    if (!ics_financial_year_parse(text, length, &from, &to))
        return false;
    ics_day_to_civil(from, &year, &month, &day);
    return ics_day_from_civil(year, 9, 1, first) && ics_day_from_civil(year + 1, 8, 31, last);
}

bool ics_period_parse(const char *text, size_t length, int32_t *first, int32_t *last)
{
    static const char between[] = " to ";
    enum { LENGTH = sizeof between - 1 };
    const char *why;
    int32_t begin, end;
    for (size_t i = 0; i + LENGTH <= length; i++)
        if (memcmp(text + i, between, LENGTH) == 0)
            return ics_date_parse(text, i, first, &end, &why) &&
                   ics_date_parse(text + i + LENGTH, length - i - LENGTH, &begin, last, &why) && *first <= *last;
    return ics_date_parse(text, length, first, last, &why) || ics_financial_year_parse(text, length, first, last);
}

static bool add_months(int32_t day, int64_t months, int32_t *out)
{
    int year, month, day_of_month;
    ics_day_to_civil(day, &year, &month, &day_of_month);
    const int64_t total = (int64_t)year * 12 + (month - 1) + months;
    if (total < (int64_t)YEAR_MIN * 12 || total >= ((int64_t)YEAR_MAX + 1) * 12)
        return false;
    year = (int)(total / 12);
    month = (int)(total % 12) + 1;
    const int days = ics_days_in_month(year, month);
    return ics_day_from_civil(year, month, day_of_month < days ? day_of_month : days, out);
}

bool ics_day_add(int32_t day, int32_t n, ics_time_unit unit, int32_t *out)
{
    if (day < ICS_DAY_MIN || day > ICS_DAY_MAX)
        return false;
    int64_t result = day;
    switch (unit) {
    case ICS_UNIT_DAYS:
        result += n;
        break;
    case ICS_UNIT_WEEKS:
        result += (int64_t)n * 7;
        break;
    case ICS_UNIT_MONTHS:
        return add_months(day, n, out);
    case ICS_UNIT_YEARS:
        return add_months(day, (int64_t)n * 12, out);
    case ICS_UNIT_WORKING_DAYS:
        return false;
    }
    if (result < ICS_DAY_MIN || result > ICS_DAY_MAX)
        return false;
    *out = (int32_t)result;
    return true;
}

void ics_day_format(int32_t day, char *buffer)
{
    int year, month, day_of_month;
    if (day < ICS_DAY_MIN || day > ICS_DAY_MAX) {
        memcpy(buffer, "no such day", 11);
        buffer[10] = '\0';
        return;
    }
    ics_day_to_civil(day, &year, &month, &day_of_month);
    const int digits[] = {year / 1000, year / 100 % 10,   year / 10 % 10,   year % 10, -1, month / 10, month % 10,
                          -1,          day_of_month / 10, day_of_month % 10};
    for (size_t i = 0; i < 10; i++)
        buffer[i] = digits[i] < 0 ? '-' : (char)('0' + digits[i]);
    buffer[10] = '\0';
}

void ics_date_format(int32_t first, int32_t last, char *buffer)
{
    ics_day_format(first, buffer);
    if (first == last)
        return;
    int32_t begin = 0, end = 0;
    char other[11];
    ics_day_format(last, other);
    if (ics_date_parse(buffer, 4, &begin, &end, NULL) && begin == first && end == last) {
        buffer[4] = '\0';
    } else if (ics_date_parse(buffer, 7, &begin, &end, NULL) && begin == first && end == last) {
        buffer[7] = '\0';
    } else {
        memcpy(buffer + 10, " to ", 4);
        memcpy(buffer + 14, other, sizeof other);
    }
}
