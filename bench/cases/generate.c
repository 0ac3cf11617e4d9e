/*
 * Invented EHC cases for the benchmark of records: generate COUNT ndjson|csv > FILE. Whole numbers alone, so the bytes
 * are the same on every machine. A value that is not known is left out (NDJSON) or an empty cell (CSV); one that is
 * known to be absent is null (NDJSON) or `none` (CSV, whose project file says what that means).
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AUTHORITIES = 153, FIRST_DAY = 17897 /* 2019-01-01, days from 1970-01-01 */, DAYS = 1826, COLUMNS = 10 };

static uint64_t state = UINT64_C(0x9E3779B97F4A7C15);

/* A 64-bit linear congruential step; the high bits are the draw. */
static uint32_t below(uint32_t n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(((state >> 32) * n) >> 32);
}

static bool permille(uint32_t chance)
{
    return below(1000) < chance;
}

/* Days from 1970-01-01 to the calendar (Gregorian, proleptic), by 400-year eras that begin in March. */
static void print_day(char text[static 48], int32_t day)
{
    const int32_t shifted = day + 719468, era = shifted / 146097, of_era = shifted - era * 146097;
    const int32_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int32_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int32_t shifted_month = (5 * of_year + 2) / 153,
                  month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    const int32_t year = year_of_era + era * 400 + (month <= 2);
    snprintf(text, 48, "%04" PRId32 "-%02" PRId32 "-%02" PRId32, year, month,
             of_year - (153 * shifted_month + 2) / 5 + 1);
}

/* How a value is written: in quotes, as it is, or as a set of one. */
typedef enum { TEXT, WORD, SET } notation;

/* A cell of a row: nothing is said where the text is empty, and it is said to be absent where the text is ABSENT. */
typedef struct {
    const char *name;
    notation notation;
    char text[48];
} cell;

static const char ABSENT[] = "none";

static void say(cell *to, const char *text)
{
    snprintf(to->text, sizeof to->text, "%s", text);
}

/* A day, unless chance leaves it out or makes it absent; both chances are in thousandths. */
static void say_day(cell *to, uint32_t day, uint32_t unsaid, uint32_t absent)
{
    if (permille(unsaid))
        say(to, "");
    else if (permille(absent))
        say(to, ABSENT);
    else
        print_day(to->text, (int32_t)day);
}

static void draw_case(uint32_t number, cell row[static COLUMNS])
{
    static const char *const reasons[] = {"school_closed", "provider_closed", "exceptional_personal_circumstances",
                                          "absent_from_area", "coronavirus"};
    const uint32_t received = FIRST_DAY + below(DAYS), served = received + 90 + below(50);
    const bool is_needed = permille(920);
    snprintf(row[0].text, sizeof row[0].text, "EHC%07" PRIu32, number);
    snprintf(row[1].text, sizeof row[1].text, "LA%03" PRIu32, below(AUTHORITIES));
    say_day(&row[2], received, 5, 0);
    say_day(&row[3], received + below(60), 40, 60);
    say_day(&row[4], received + 14 + below(45), 30, 50);
    say(&row[5], permille(30) ? "" : permille(20) ? ABSENT : is_needed ? "true" : "false");
    say_day(&row[6], received + 60 + below(70), 30, is_needed ? 950 : 50);
    say_day(&row[7], served, 30, is_needed ? 80 : 950);
    say_day(&row[8], served + 5 + below(60), 30, is_needed ? 120 : 950);
    say(&row[9], permille(60) ? "" : permille(150) ? reasons[below(5)] : ABSENT);
}

static void print_json(const cell row[static COLUMNS])
{
    char before = '{';
    for (size_t i = 0; i < COLUMNS; i++) {
        const cell *at = &row[i];
        if (at->text[0] == '\0')
            continue;
        printf("%c\"%s\":", before, at->name);
        if (strcmp(at->text, ABSENT) == 0)
            fputs(at->notation == SET ? "[]" : "null", stdout);
        else
            printf(at->notation == WORD ? "%s" : at->notation == SET ? "[\"%s\"]" : "\"%s\"", at->text);
        before = ',';
    }
    puts("}");
}

static void print_csv(const cell row[static COLUMNS])
{
    for (size_t i = 0; i < COLUMNS; i++)
        printf("%s%s", i > 0 ? "," : "", row[i].text);
    putchar('\n');
}

int main(int count, char **arguments)
{
    cell row[COLUMNS] = {{"reference", TEXT, ""},         {"authority", TEXT, ""},
                         {"request_received", TEXT, ""},  {"acknowledged", TEXT, ""},
                         {"decision_notified", TEXT, ""}, {"plan_is_needed", WORD, ""},
                         {"outcome_notified", TEXT, ""},  {"draft_served", TEXT, ""},
                         {"final_plan_sent", TEXT, ""},   {"impractical_because", SET, ""}};
    const bool is_csv = count == 3 && strcmp(arguments[2], "csv") == 0;
    if (count != 3 || (!is_csv && strcmp(arguments[2], "ndjson") != 0)) {
        fputs("usage: generate COUNT ndjson|csv\n", stderr);
        return 2;
    }
    for (size_t i = 0; is_csv && i < COLUMNS; i++)
        printf("%s%s", i > 0 ? "," : "", row[i].name);
    if (is_csv)
        putchar('\n');
    const unsigned long records = strtoul(arguments[1], NULL, 10);
    for (uint32_t number = 1; number <= records; number++) {
        draw_case(number, row);
        if (is_csv)
            print_csv(row);
        else
            print_json(row);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
