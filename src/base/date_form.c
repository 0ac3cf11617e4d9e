/* Days by a form that is said beforehand. */
#include "base/date_form.h"

#include "base/date.h"

#include <string.h>

typedef struct reading {
    const char *text, *end;
    int day, month, year;
} reading;

static bool is_between(char c)
{
    return c != '\0' && strchr("/.-, ", c) != NULL;
}

/* How often the letter that the form goes on with stands there. */
static size_t run_of(const char *form)
{
    size_t length = 1;
    while (form[length] == form[0])
        length++;
    return length;
}

bool ics_date_form_is_good(const char *form)
{
    size_t days = 0, months = 0, years = 0;
    bool is_apart = true; /* a part may stand here */
    while (*form) {
        const size_t length = run_of(form);
        if (is_between(*form)) {
            is_apart = true;
        } else if (!is_apart) {
            return false;
        } else {
            days += *form == 'd' && length <= 2;
            months += *form == 'm' && length <= 4;
            years += *form == 'y' && length == 4;
            if (*form != 'd' && *form != 'm' && *form != 'y')
                return false;
            is_apart = false;
        }
        form += length;
    }
    return days == 1 && months == 1 && years == 1;
}

/* At most @p most digits, at least one. */
static bool read_number(reading *r, size_t most, int *out)
{
    size_t count = 0;
    *out = 0;
    while (count < most && r->text < r->end && *r->text >= '0' && *r->text <= '9') {
        *out = *out * 10 + (*r->text++ - '0');
        count++;
    }
    return count > 0;
}

static bool is_letter(char c)
{
    return ((unsigned char)c | 0x20u) >= 'a' && ((unsigned char)c | 0x20u) <= 'z';
}

static bool begins_alike(const char *name, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)name[i] | 0x20u) != ((unsigned char)text[i] | 0x20u))
            return false;
    return true;
}

/* "Sep", "Sept" or "September". */
static bool read_month(reading *r)
{
    static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                        "July",    "August",   "September", "October", "November", "December"};
    size_t length = 0;
    while (r->text + length < r->end && is_letter(r->text[length]))
        length++;
    for (int i = 0; i < 12; i++) {
        const size_t whole = strlen(names[i]);
        const bool is_short = length == 3 || (i == 8 && length == 4);
        if ((length == whole || (is_short && length < whole)) && begins_alike(names[i], r->text, length)) {
            r->month = i + 1;
            r->text += length;
            return true;
        }
    }
    return false;
}

static bool read_part(reading *r, char part, size_t length)
{
    const char *start = r->text;
    if (part == 'd')
        return read_number(r, 2, &r->day);
    if (part == 'm')
        return length > 2 ? read_month(r) : read_number(r, 2, &r->month);
    return read_number(r, 4, &r->year) && r->text == start + 4;
}

bool ics_date_form_read(const char *form, const char *text, size_t length, int32_t *day)
{
    reading r = {.text = text, .end = text + length};
    while (*form) {
        const size_t run = is_between(*form) ? 1 : run_of(form);
        if (is_between(*form)) {
            if (r.text == r.end || *r.text++ != *form)
                return false;
        } else if (!read_part(&r, *form, run)) {
            return false;
        }
        form += run;
    }
    return r.text == r.end && ics_day_from_civil(r.year, r.month, r.day, day);
}
