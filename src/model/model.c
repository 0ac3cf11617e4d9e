/* The vocabulary's small questions: what lies how, what is a kind of what, which name a key means. Leans on base. */
#include "model/model.h"

#include "model/key.h"

#include <string.h>

static const char *const type_names[ICS_TYPE_COUNT] = {
    [ICS_TYPE_YESNO] = "yes/no",
    [ICS_TYPE_NUMBER] = "number",
    [ICS_TYPE_PEOPLE] = "people",
    [ICS_TYPE_MONEY] = "money",
    [ICS_TYPE_SHARE] = "share",
    [ICS_TYPE_TEXT] = "text",
    [ICS_TYPE_DATE] = "date",
    [ICS_TYPE_EVENT_DATE] = "event date",
    [ICS_TYPE_CALENDAR_YEAR] = "calendar year",
    [ICS_TYPE_FINANCIAL_YEAR] = "financial year",
    [ICS_TYPE_DURATION] = "duration",
    [ICS_TYPE_ENUM] = "one of an enumeration",
    [ICS_TYPE_ROLE] = "role",
    [ICS_TYPE_FINDING] = "finding",
    [ICS_TYPE_REF] = "reference",
    [ICS_TYPE_LIST] = "list",
    [ICS_TYPE_SET] = "set",
    [ICS_TYPE_VALUES] = "list of values",
    [ICS_TYPE_ACADEMIC_YEAR] = "academic year",
    [ICS_TYPE_PERIOD] = "period",
};

static const ics_representation representations[ICS_TYPE_COUNT] = {
    [ICS_TYPE_YESNO] = ICS_REP_TRUTH,
    [ICS_TYPE_NUMBER] = ICS_REP_NUMBER,
    [ICS_TYPE_PEOPLE] = ICS_REP_NUMBER,
    [ICS_TYPE_MONEY] = ICS_REP_NUMBER,
    [ICS_TYPE_SHARE] = ICS_REP_NUMBER,
    [ICS_TYPE_TEXT] = ICS_REP_ID,
    [ICS_TYPE_DATE] = ICS_REP_DAYS,
    [ICS_TYPE_EVENT_DATE] = ICS_REP_DAYS,
    [ICS_TYPE_CALENDAR_YEAR] = ICS_REP_DAYS,
    [ICS_TYPE_FINANCIAL_YEAR] = ICS_REP_DAYS,
    [ICS_TYPE_DURATION] = ICS_REP_NUMBER,
    [ICS_TYPE_ENUM] = ICS_REP_ID,
    [ICS_TYPE_ROLE] = ICS_REP_ID,
    [ICS_TYPE_FINDING] = ICS_REP_TRUTH,
    [ICS_TYPE_REF] = ICS_REP_REF,
    [ICS_TYPE_LIST] = ICS_REP_LIST,
    [ICS_TYPE_SET] = ICS_REP_SET,
    [ICS_TYPE_VALUES] = ICS_REP_LIST,
    [ICS_TYPE_ACADEMIC_YEAR] = ICS_REP_DAYS,
    [ICS_TYPE_PERIOD] = ICS_REP_DAYS,
};

const char *ics_type_name(ics_type type)
{
    return (unsigned)type < ICS_TYPE_COUNT ? type_names[type] : "nothing";
}

ics_representation ics_type_representation(ics_type type)
{
    return (unsigned)type < ICS_TYPE_COUNT ? representations[type] : ICS_REP_TRUTH;
}

bool ics_model_is_a(const ics_model *model, uint32_t entity, uint32_t kind)
{
    /* A chain of parents has no ring in a model that sema made; the bound keeps one that was read from turning here. */
    for (uint32_t step = 0; entity != ICS_NONE && entity < model->entity_count && step <= model->entity_count; step++) {
        if (entity == kind)
            return true;
        entity = model->entities[entity].parent;
    }
    return false;
}

static bool holds_several(ics_type type)
{
    return type == ICS_TYPE_LIST || type == ICS_TYPE_SET || type == ICS_TYPE_VALUES;
}

uint32_t ics_model_attribute(const ics_model *model, uint32_t entity, const char *key, size_t length)
{
    for (uint32_t i = 0; i < model->attribute_count; i++)
        if (ics_model_is_a(model, entity, model->attributes[i].entity) &&
            ics_key_names(model->attributes[i].name, key, length, holds_several(model->attributes[i].type)))
            return i;
    return ICS_NONE;
}

const char *ics_finding_key(ics_finding_field field)
{
    static const char *const keys[ICS_FINDING_FIELDS] = {"role", "body", "date"};
    return keys[field];
}

uint32_t ics_finding_part(const ics_model *model, uint32_t finding, ics_finding_field field)
{
    const uint32_t part = finding + 1 + (uint32_t)field;
    const bool is_there = part > finding && part < model->attribute_count &&
                          model->attributes[finding].type == ICS_TYPE_FINDING && model->attributes[part].is_hidden &&
                          model->attributes[part].entity == model->attributes[finding].entity;
    return is_there ? part : ICS_NONE;
}

/* The id of the alias of that kind and name; ICS_NONE where there is none. */
static uint32_t alias_of(const ics_model *model, uint32_t kind, const char *key, size_t length, bool plural)
{
    for (uint32_t i = 0; i < model->alias_count; i++)
        if (model->aliases[i].kind == kind && ics_key_names(model->aliases[i].name, key, length, plural))
            return model->aliases[i].id;
    return ICS_NONE;
}

uint32_t ics_model_entity(const ics_model *model, const char *key, size_t length)
{
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (!model->entities[i].is_hidden && (ics_key_names(model->entities[i].name, key, length, true) ||
                                              ics_key_names(model->entities[i].title, key, length, true)))
            return i;
    return alias_of(model, ICS_ALIAS_ENTITY, key, length, true);
}

uint32_t ics_model_value(const ics_model *model, uint32_t enumeration, const char *key, size_t length)
{
    if (enumeration >= model->enum_count)
        return ICS_NONE;
    const ics_enum *e = &model->enums[enumeration];
    for (uint32_t i = e->first_value; i < e->first_value + e->value_count; i++)
        if (ics_key_names(model->values[i], key, length, false))
            return i;
    for (uint32_t i = 0; i < model->alias_count; i++) {
        const ics_alias *alias = &model->aliases[i];
        if (alias->kind == ICS_ALIAS_VALUE && alias->id - e->first_value < e->value_count &&
            ics_key_names(alias->name, key, length, false))
            return alias->id;
    }
    return ICS_NONE;
}

uint32_t ics_model_role(const ics_model *model, const char *key, size_t length)
{
    for (uint32_t i = 0; i < model->role_count; i++)
        if (ics_key_names(model->roles[i], key, length, false))
            return i;
    return alias_of(model, ICS_ALIAS_ROLE, key, length, false);
}
