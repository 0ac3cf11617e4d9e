/* The verifier's look at the vocabulary: every index in its table, kinds in trees, attributes with the targets they
 * need. */
#include "bytecode/verify.h"

#include "base/limits.h"
#include "model/ledger.h"

#include <inttypes.h>
#include <stdlib.h>

static bool check_names(const ics_verifier *verifier, const char *section, const char *const *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!names[i])
            return ics_verify_refuse(verifier, section, i, "a name is missing");
    return true;
}

/* Each entity's chain of parents ends within the limit, and its root is the end of that chain. */
static bool check_entity(const ics_verifier *verifier, uint32_t index)
{
    const ics_model *model = &verifier->program->model;
    const ics_entity *entity = &model->entities[index];
    if (!entity->name || !entity->title || !entity->help)
        return ics_verify_refuse(verifier, "model, entities", index, "a text is missing");
    uint32_t at = index;
    int64_t depth = 0;
    while (model->entities[at].parent != ICS_NONE) {
        at = model->entities[at].parent;
        if (at >= model->entity_count)
            return ics_verify_refuse(verifier, "model, entities", index,
                                     "entity %s is a kind of entity %" PRIu32 " of %" PRIu32, entity->name, at,
                                     model->entity_count);
        if (++depth > ICS_LIMIT_KINDS_DEEP)
            return ics_verify_refuse(verifier, "model, entities", index,
                                     "entity %s stands more than %" PRId64
                                     " kinds deep (limit KINDS_DEEP), or in a ring",
                                     entity->name, ICS_LIMIT_KINDS_DEEP);
    }
    if (entity->root != at)
        return ics_verify_refuse(verifier, "model, entities", index,
                                 "entity %s names %" PRIu32 " as its root, not %" PRIu32, entity->name, entity->root,
                                 at);
    if (entity->unique != ICS_NONE && entity->unique >= model->attribute_count)
        return ics_verify_refuse(verifier, "model, entities", index,
                                 "entity %s is identified by attribute %" PRIu32 " of %" PRIu32, entity->name,
                                 entity->unique, model->attribute_count);
    return true;
}

static bool target_fits(const ics_model *model, const ics_attribute *attribute)
{
    switch (attribute->type) {
    case ICS_TYPE_ENUM:
        return attribute->target < model->enum_count;
    case ICS_TYPE_REF:
    case ICS_TYPE_LIST:
        return attribute->target < model->entity_count;
    case ICS_TYPE_SET:
        if (attribute->element == ICS_TYPE_REF)
            return attribute->target < model->entity_count;
        if (attribute->element == ICS_TYPE_ENUM)
            return attribute->target < model->enum_count;
        return attribute->element == ICS_TYPE_ROLE || attribute->element == ICS_TYPE_TEXT;
    case ICS_TYPE_VALUES:
        return attribute->values_table < model->entity_count && attribute->element < ICS_TYPE_REF;
    default:
        return true;
    }
}

static bool check_attribute(const ics_verifier *verifier, uint32_t index)
{
    const ics_model *model = &verifier->program->model;
    const ics_attribute *attribute = &model->attributes[index];
    const char *section = "model, attributes";
    if (!attribute->name || !attribute->help)
        return ics_verify_refuse(verifier, section, index, "a text is missing");
    if (attribute->entity >= model->entity_count)
        return ics_verify_refuse(verifier, section, index, "attribute %s belongs to entity %" PRIu32 " of %" PRIu32,
                                 attribute->name, attribute->entity, model->entity_count);
    if ((unsigned)attribute->type >= ICS_TYPE_COUNT || (unsigned)attribute->element >= ICS_TYPE_COUNT)
        return ics_verify_refuse(verifier, section, index, "attribute %s is of type %d, which does not exist",
                                 attribute->name, (int)attribute->type);
    if (!target_fits(model, attribute))
        return ics_verify_refuse(verifier, section, index, "attribute %s leads to %" PRIu32 ", which does not exist",
                                 attribute->name,
                                 attribute->type == ICS_TYPE_VALUES ? attribute->values_table : attribute->target);
    if (attribute->inverse != ICS_NONE &&
        (attribute->inverse >= model->attribute_count || (model->attributes[attribute->inverse].type != ICS_TYPE_REF &&
                                                          model->attributes[attribute->inverse].type != ICS_TYPE_LIST)))
        return ics_verify_refuse(verifier, section, index,
                                 "attribute %s is the inverse of %" PRIu32 ", no list or reference", attribute->name,
                                 attribute->inverse);
    return true;
}

/* Readers of data look an entity's attributes up as one run of the table. */
static bool check_runs(const ics_verifier *verifier, bool *no_memory)
{
    const ics_model *model = &verifier->program->model;
    bool *is_done = calloc((size_t)model->entity_count + 1, sizeof *is_done);
    if (!is_done) {
        *no_memory = true;
        return false;
    }
    bool fits = true;
    for (uint32_t i = 0; i < model->attribute_count && fits; i++) {
        const uint32_t entity = model->attributes[i].entity;
        if (i > 0 && model->attributes[i - 1].entity == entity)
            continue;
        fits = !is_done[entity];
        if (!fits)
            ics_verify_refuse(verifier, "model, attributes", i, "the attributes of entity %s do not stand together",
                              model->entities[entity].name);
        is_done[entity] = true;
    }
    free(is_done);
    return fits;
}

static bool check_uniques(const ics_verifier *verifier)
{
    const ics_model *model = &verifier->program->model;
    for (uint32_t i = 0; i < model->entity_count; i++) {
        const ics_entity *entity = &model->entities[i];
        if (entity->unique == ICS_NONE)
            continue;
        const ics_attribute *unique = &model->attributes[entity->unique];
        const char register_type = ics_register_type_of(unique);
        if (model->entities[unique->entity].root != entity->root || register_type == 'L' || register_type == 'S')
            return ics_verify_refuse(verifier, "model, entities", i, "entity %s cannot be identified by %s",
                                     entity->name, unique->name);
    }
    return true;
}

/* A register's columns are found by their place in its list. */
static bool check_ledger(const ics_verifier *verifier, uint32_t entity)
{
    const ics_model *model = &verifier->program->model;
    const uint8_t mark = model->entities[entity].ledger;
    if (mark == 0)
        return true;
    bool fits = mark <= ICS_LEDGER_COUNT && model->entities[entity].root == entity &&
                ics_ledger_entity(model, (ics_ledger)(mark - 1)) == entity;
    for (int i = 0; i < ICS_LEDGER_FIELD_COUNT && fits; i++) {
        const ics_ledger_field_info *field = ics_ledger_field_describe((ics_ledger_field)i);
        if (field->ledger + 1 != mark)
            continue;
        const uint32_t attribute = ics_ledger_attribute(model, (ics_ledger_field)i);
        fits = attribute != ICS_NONE && model->attributes[attribute].type == field->type;
    }
    return fits || ics_verify_refuse(verifier, "model, entities", entity, "entity %s is no register of ours",
                                     model->entities[entity].name);
}

static bool check_lists(const ics_verifier *verifier)
{
    const ics_model *model = &verifier->program->model;
    for (uint32_t i = 0; i < model->enum_count; i++) {
        const ics_enum *list = &model->enums[i];
        if (!list->name || list->first_value > model->value_count ||
            list->value_count > model->value_count - list->first_value)
            return ics_verify_refuse(verifier, "model, enumerations", i,
                                     "its values run past the %" PRIu32 " there are", model->value_count);
    }
    const uint32_t counts[] = {model->entity_count, model->value_count, model->role_count};
    for (uint32_t i = 0; i < model->alias_count; i++) {
        const ics_alias *alias = &model->aliases[i];
        if (!alias->name || alias->kind > 2 || alias->id >= counts[alias->kind])
            return ics_verify_refuse(verifier, "model, aliases", i, "it names what does not exist");
    }
    return true;
}

bool ics_verify_model(const ics_verifier *verifier, bool *no_memory)
{
    const ics_model *model = &verifier->program->model;
    if (!model->name)
        return ics_verify_refuse(verifier, "model", 0, "its name is missing");
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (!check_entity(verifier, i))
            return false;
    for (uint32_t i = 0; i < model->attribute_count; i++)
        if (!check_attribute(verifier, i))
            return false;
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (!check_ledger(verifier, i))
            return false;
    return check_names(verifier, "model, values", model->values, model->value_count) &&
           check_names(verifier, "model, roles", model->roles, model->role_count) && check_lists(verifier) &&
           check_uniques(verifier) && check_runs(verifier, no_memory);
}
