/* A plugin with one function for each type and each fault that the host must tell apart. */
#include <icsrules/plugin.h>

static ics_share part(ics_count attended, ics_count held)
{
    return held == 0 ? ICS_SHARE_ABSENT : ics_share_of(attended, held);
}

static void parts(size_t count, const ics_count *attended, const ics_count *held, ics_share *shares)
{
    for (size_t i = 0; i < count; i++)
        shares[i] = part(attended[i], held[i]);
}

static ics_number half(ics_number whole)
{
    return ics_number_of_millionths(whole.millionths / 2);
}

static ics_count big(ics_count unused)
{
    return unused + INT64_MAX / 2;
}

static ics_yesno either(ics_yesno a, ics_yesno b)
{
    return a == ICS_YESNO_YES || b == ICS_YESNO_YES ? ICS_YESNO_YES : ICS_YESNO_UNKNOWN;
}

static ics_yesno maybe(ics_count number)
{
    return (ics_yesno)number; /* 2: unknown, 3: absent, 4: no answer at all */
}

static ics_date next_day(ics_date day)
{
    return day + 1;
}

static ics_choice next_choice(ics_choice choice)
{
    return choice + 1;
}

static ics_count length(ics_text text)
{
    ics_count bytes = 0;
    while (text[bytes] != '\0')
        bytes++;
    return bytes;
}

static ics_text role_named(ics_count which)
{
    return which == 0 ? "chief nurse" : which == 1 ? "night porter" : which == 2 ? "chief \xff nurse" : NULL;
}

static ics_yesno is_nurse(ics_text role)
{
    return role[0] == 'c' ? ICS_YESNO_YES : ICS_YESNO_NO;
}

static ics_share wrong_share(ics_count which)
{
    return which == 0 ? ics_share_of(5, 0) : which == 1 ? ics_share_of(1000000000000000000, 1) : ics_share_of(0, 0);
}

/* The sum, so that each value and their number matter. */
static ics_number total(ics_numbers numbers)
{
    int64_t sum = 0;
    for (size_t i = 0; i < numbers.count; i++)
        sum += numbers.values[i].millionths;
    return ics_number_of_millionths(sum);
}

static void span_of_days(size_t count, const ics_dates *days, const ics_count *more, ics_count *results)
{
    for (size_t i = 0; i < count; i++)
        results[i] =
            days[i].count == 0 ? ICS_COUNT_ABSENT : days[i].values[days[i].count - 1] - days[i].values[0] + more[i];
}

ICS_PLUGIN("guest", "3.2", "tests")
ICS_FUNCTION(part, "share(count, count)", "part of a whole")
ICS_BATCH_FUNCTION(parts, "share(count, count)", "parts of wholes")
ICS_FUNCTION(half, "number(number)", "half of a number")
ICS_FUNCTION(big, "count(count)", "a count beyond what fits")
ICS_FUNCTION(either, "yes/no(yes/no, yes/no)", "yes if either is, else unknown")
ICS_FUNCTION(maybe, "yes/no(count)", "any of the answers")
ICS_FUNCTION(next_day, "date(date)", "the day after")
ICS_FUNCTION(next_choice, "sector(sector)", "the next of the list")
ICS_FUNCTION(length, "count(text)", "bytes of a text")
ICS_FUNCTION(role_named, "role(count)", "a role")
ICS_FUNCTION(is_nurse, "yes/no(role)", "whether the role is a nurse's")
ICS_FUNCTION(wrong_share, "share(count)", "no share")
ICS_FUNCTION(total, "number(list of number)", "sum of a list")
ICS_BATCH_FUNCTION_AS("span-of-days", span_of_days, "count(list of date, count)",
                      "days from the first to the last, and more")
ICS_PLUGIN_END
