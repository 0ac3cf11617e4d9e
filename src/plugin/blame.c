#include "plugin/blame.h"

#include "base/limits.h"
#include "vm/run.h"

#include <stdio.h>
#include <string.h>

/* Lists with the same values in the same order have one word. Two others that meet in one cost an answer, not a wrong
 * one: the call is taken for one that failed. */
static uint64_t list_word(const ics_call_list *list)
{
    uint64_t hash = 0x9E3779B97F4A7C15u ^ list->count;
    for (uint32_t i = 0; i < list->count; i++) {
        hash = (hash ^ (uint64_t)list->values[i]) * 0xBF58476D1CE4E5B9u;
        hash ^= hash >> 29;
    }
    return hash;
}

uint64_t ics_blame_word(ics_plugin_type type, const void *values, uint32_t lane)
{
    switch (type) {
    case ICS_PLUGIN_YESNO:
        return ((const uint8_t *)values)[lane];
    case ICS_PLUGIN_DATE:
    case ICS_PLUGIN_TEXT:
    case ICS_PLUGIN_ROLE:
    case ICS_PLUGIN_CHOICE:
        return ((const uint32_t *)values)[lane];
    case ICS_PLUGIN_NUMBERS:
    case ICS_PLUGIN_DATES:
        return list_word(&((const ics_call_list *)values)[lane]);
    default:
        return ((const uint64_t *)values)[lane];
    }
}

const ics_guilty_call *ics_blame_find(const ics_blame *blame, uint32_t place, const ics_plugin_signature *signature,
                                      const void *const *arguments, uint32_t lane)
{
    for (uint32_t i = 0; i < blame->call_count; i++) {
        const ics_guilty_call *guilty = &blame->calls[i];
        bool is_same = guilty->place == place;
        for (uint32_t p = 0; is_same && p < signature->parameter_count; p++)
            is_same = guilty->arguments[p] == ics_blame_word(signature->parameters[p].type, arguments[p], lane);
        if (is_same)
            return guilty;
    }
    return NULL;
}

void ics_blame_call(ics_blame *blame, uint32_t place, const ics_plugin_signature *signature,
                    const void *const *arguments, uint32_t lane, const char *cause)
{
    if (blame->call_count == ICS_BLAME_CALLS || ics_blame_find(blame, place, signature, arguments, lane) != NULL)
        return;
    ics_guilty_call *guilty = &blame->calls[blame->call_count++];
    guilty->place = place;
    for (uint32_t p = 0; p < signature->parameter_count; p++)
        guilty->arguments[p] = ics_blame_word(signature->parameters[p].type, arguments[p], lane);
    snprintf(guilty->cause, sizeof guilty->cause, "%s", cause);
    if (blame->call_count == (uint32_t)ICS_LIMIT_PLUGIN_FAILURES) {
        char last[ICS_CAUSE_BYTES];
        snprintf(last, sizeof last, "not asked any more after %u calls that failed; the last: %.400s",
                 blame->call_count, cause);
        ics_blame_all(blame, last);
    }
}

void ics_blame_all(ics_blame *blame, const char *cause)
{
    if (blame->is_down)
        return;
    blame->is_down = true;
    snprintf(blame->down, sizeof blame->down, "%s", cause);
}
