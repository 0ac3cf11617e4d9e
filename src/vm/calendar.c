/*
 * Working days of a calendar: Monday to Friday without the days that it leaves out, in the years that it speaks of. A
 * count that leads out of these years has no answer.
 */
#include "vm/machine.h"

#include <stdlib.h>

/* 1970-01-01 was a Thursday. */
static bool is_weekend(int32_t day)
{
    const int32_t weekday = ((day + 3) % 7 + 7) % 7; /* Monday: 0 */
    return weekday >= 5;
}

bool ics_working_days_make(ics_working_days *out, const ics_calendar *calendar)
{
    const size_t length = (size_t)(calendar->to - calendar->from) + 1;
    *out =
        (ics_working_days){.before = calloc(length + 1, sizeof *out->before), .day = calloc(length, sizeof *out->day)};
    if (!out->before || !out->day)
        return false;
    uint32_t left_out = 0;
    for (size_t i = 0; i < length; i++) {
        const int32_t day = calendar->from + (int32_t)i;
        const bool is_left_out = left_out < calendar->day_count && calendar->days[left_out] == day;
        left_out += is_left_out;
        out->before[i] = out->count;
        if (!is_left_out && !is_weekend(day))
            out->day[out->count++] = day;
    }
    out->before[length] = out->count;
    return true;
}

void ics_working_days_free(ics_working_days *days)
{
    free(days->before);
    free(days->day);
    *days = (ics_working_days){.before = NULL};
}

bool ics_working_days_add(const ics_working_days *days, const ics_calendar *calendar, int32_t from,
                          const ics_time_span *span, int32_t *out)
{
    *out = from;
    if (span->n == 0)
        return true;
    /* The first day that may count, and the direction; the day before the first year may still be what a count follows.
     */
    const int32_t start = span->begins ? from : span->n > 0 ? from + 1 : from - 1;
    if (start < calendar->from || start > calendar->to)
        return false;
    const size_t offset = (size_t)(start - calendar->from);
    if (span->n > 0) {
        const int64_t at = (int64_t)days->before[offset] + span->n - 1;
        if (at >= days->count)
            return false;
        *out = days->day[at];
        return true;
    }
    const int64_t at = (int64_t)days->before[offset + 1] + span->n;
    if (at < 0)
        return false;
    *out = days->day[at];
    return true;
}
