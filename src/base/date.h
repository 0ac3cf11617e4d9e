/* Days, months and years of the proleptic Gregorian calendar, counted in days since 1970-01-01, years 1 to 9999. */
#ifndef ICS_BASE_DATE_H
#define ICS_BASE_DATE_H

#include <icsrules/icsrules.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** 0001-01-01 and 9999-12-31. */
enum { ICS_DAY_MIN = -719162, ICS_DAY_MAX = 2932896 };

typedef enum ics_time_unit {
    ICS_UNIT_DAYS,
    ICS_UNIT_WEEKS,
    ICS_UNIT_MONTHS,
    ICS_UNIT_YEARS,
    ICS_UNIT_WORKING_DAYS
} ics_time_unit;

/** False where there is no such day (February 30, year 0). */
bool ics_day_from_civil(int year, int month, int day, int32_t *out);
void ics_day_to_civil(int32_t day, int *year, int *month, int *day_of_month);
int ics_days_in_month(int year, int month);

/**
 * Reads "2023-05-09" (one day), "2023-05" (a month) or "2023" (a year) as the first and last day it may be.
 * @param why Set on failure to a reason for people: "February 2023 has 28 days". @return false on failure.
 */
bool ics_date_parse(const char *text, size_t length, int32_t *first, int32_t *last, const char **why);

/** Reads "2023/24", "2023-24" or "2023/2024" as a financial year, 1 April to 31 March. */
bool ics_financial_year_parse(const char *text, size_t length, int32_t *first, int32_t *last);

/** The academic year, 1 September to 31 August, of the same texts. */
bool ics_academic_year_parse(const char *text, size_t length, int32_t *first, int32_t *last);

/** Reads "2023-05-09 to 2024-01-31", or what a date or a financial year is written as, as a stretch of days. */
bool ics_period_parse(const char *text, size_t length, int32_t *first, int32_t *last);

/**
 * The day n units after (n < 0: before) a day; months and years end on the corresponding day, or on the last day of a
 * shorter month. False where the result lies outside years 1 to 9999. ICS_UNIT_WORKING_DAYS needs a calendar and is
 * not counted here.
 * Source: Dodds v Walker [1981] 1 WLR 1027 (corresponding date rule).
 */
bool ics_day_add(int32_t day, int32_t n, ics_time_unit unit, int32_t *out);

/* ics_day_format() of the public header writes one day. */
/** Writes a day, or "2023-05" / "2023" where first and last are those of a month or year, else "first to last". 32
 * bytes. */
void ics_date_format(int32_t first, int32_t last, char *buffer);

#endif
