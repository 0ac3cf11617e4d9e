/* Attributes that have a meaning by their name: found once, since every run asks for them. */
#include "bytecode/program.h"

#include <string.h>

static uint32_t attribute_of(const ics_model *model, uint32_t entity, const char *name, ics_type type, ics_type other)
{
    const uint32_t attribute = ics_model_attribute(model, entity, name, strlen(name));
    if (attribute == ICS_NONE)
        return ICS_NONE;
    const ics_type is = model->attributes[attribute].type;
    return is == type || is == other ? attribute : ICS_NONE;
}

ics_lifetime *ics_lifetimes_find(const ics_model *model, ics_arena *arena)
{
    ics_lifetime *all = ICS_ARENA_ARRAY(arena, ics_lifetime, (size_t)model->entity_count + 1);
    for (uint32_t e = 0; all && e < model->entity_count; e++)
        all[e] = (ics_lifetime){
            .established = attribute_of(model, e, "established", ICS_TYPE_EVENT_DATE, ICS_TYPE_DATE),
            .ended = attribute_of(model, e, "ended", ICS_TYPE_EVENT_DATE, ICS_TYPE_DATE),
            .successors = attribute_of(model, e, "successors", ICS_TYPE_LIST, ICS_TYPE_LIST),
        };
    return all;
}
