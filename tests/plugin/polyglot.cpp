// A plugin in C++: the header promises that it works there too.
#include <icsrules/plugin.h>

static ics_count twice(ics_count count)
{
    return count == 0 ? ICS_COUNT_ABSENT : 2 * count;
}

static ics_count length(ics_dates dates)
{
    return static_cast<ics_count>(dates.count);
}

ICS_PLUGIN("polyglot", "1.0", "tests")
ICS_FUNCTION(twice, "count(count)", "twice a count")
ICS_FUNCTION(length, "count(list of date)", "how many dates")
ICS_PLUGIN_END
