/* Days between meetings, and the order of the meetings of two bodies, as Lancashire's action plan has them. */
#include <icsrules/plugin.h>

/* The first date after a day; ICS_DATE_ABSENT where there is none. Lists come as they were written, in no order. */
static ics_date next_after(ics_dates dates, ics_date day)
{
    ics_date next = ICS_DATE_ABSENT;
    for (size_t i = 0; i < dates.count; i++)
        if (dates.values[i] > day && (next == ICS_DATE_ABSENT || dates.values[i] < next))
            next = dates.values[i];
    return next;
}

/* Absent where there are fewer than two dates; two on one day are no gap. */
static ics_count largest_gap(ics_dates held)
{
    ics_count largest = held.count < 2 ? ICS_COUNT_ABSENT : 0;
    for (size_t i = 0; i < held.count; i++) {
        const ics_date next = next_after(held, held.values[i]);
        if (next != ICS_DATE_ABSENT && next - held.values[i] > largest)
            largest = next - held.values[i];
    }
    return largest;
}

/* Whether for each date of the board after its first one of the committee lies strictly between it and the one before
 * it. */
static ics_yesno preceded(ics_dates boards, ics_dates committees)
{
    for (size_t i = 0; i < boards.count; i++) {
        const ics_date next = next_after(boards, boards.values[i]), between = next_after(committees, boards.values[i]);
        if (next != ICS_DATE_ABSENT && (between == ICS_DATE_ABSENT || between >= next))
            return ICS_YESNO_NO;
    }
    return ICS_YESNO_YES;
}

ICS_PLUGIN("lancashire", "1.0.0", "Lancashire Health and Wellbeing Board")
ICS_FUNCTION_AS("largest-gap", largest_gap, "count(list of date)", "Most days from one date to the next")
ICS_FUNCTION(preceded, "yes/no(list of date, list of date)", "Whether each but the first has one of the others before")
ICS_PLUGIN_END
