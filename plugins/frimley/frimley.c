/*
 * Frimley's partnership asks its members to attend three meetings in four each calendar year. The formula is here; the
 * threshold, whom it binds and since when are in the rules.
 */
#include <icsrules/plugin.h>

/*
 * Share of the meetings held that a member attended. Absent where none was held: nothing can be attended then, and the
 * expectation does not apply. Counts that contradict each other (more attended than held, fewer than none) are
 * unknown: one of the two is wrong, and which is not for a formula to say.
 */
static void attendance(size_t count, const ics_count *attended, const ics_count *held, ics_share *shares)
{
    for (size_t i = 0; i < count; i++) {
        if (attended[i] < 0 || attended[i] > held[i])
            shares[i] = ICS_SHARE_UNKNOWN;
        else
            shares[i] = held[i] == 0 ? ICS_SHARE_ABSENT : ics_share_of(attended[i], held[i]);
    }
}

ICS_PLUGIN("frimley", "1.0.0", "Frimley Health and Care")
ICS_BATCH_FUNCTION(attendance, "share(count, count)", "Share of the meetings held that a member attended")
ICS_PLUGIN_END
