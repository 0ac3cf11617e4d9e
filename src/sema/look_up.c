/*
 * The model's names, found without a walk through all of them: a vocabulary may have tens of thousands. Of several that
 * a name may mean the first declared is taken, one of just that name before one in another number. Leans on the model.
 */
#include "model/index.h"
#include "model/key.h"
#include "sema/context.h"

#include <string.h>

/* Names as they are, in another number, and the plurals of those. */
typedef struct names {
    ics_name_index singular, plural;
} names;

struct ics_look_up {
    names entities, attributes, values, roles;
    ics_name_index aliases[3]; /* by kind; ids are places in the list of aliases */
};

/* ---- making it */

static void add(ics_sema *sema, names *to, const char *name, uint32_t id)
{
    char several[ICS_NAME_BUFFER];
    if (!name || *name == '\0')
        return;
    ics_name_index_add(&to->singular, sema->arena, name, id);
    if (strlen(name) + 4 > sizeof several)
        return;
    ics_plural(name, several, sizeof several);
    ics_name_index_add(&to->plural, sema->arena, ics_arena_text(sema->arena, several, strlen(several)), id);
}

void ics_look_up_make(ics_sema *sema)
{
    const ics_model *model = sema->model;
    struct ics_look_up *to = ICS_ARENA_NEW(sema->arena, struct ics_look_up);
    sema->look_up = to;
    for (uint32_t i = 0; i < model->entity_count; i++) {
        if (model->entities[i].is_hidden)
            continue;
        add(sema, &to->entities, model->entities[i].name, i);
        add(sema, &to->entities, model->entities[i].title, i);
    }
    for (uint32_t i = 0; i < model->attribute_count; i++)
        add(sema, &to->attributes, model->attributes[i].name, i);
    for (uint32_t i = 0; i < model->value_count; i++)
        add(sema, &to->values, model->values[i], i);
    for (uint32_t i = 0; i < model->role_count; i++)
        add(sema, &to->roles, model->roles[i], i);
    for (uint32_t i = 0; i < model->alias_count; i++)
        ics_name_index_add(&to->aliases[model->aliases[i].kind], sema->arena, model->aliases[i].name, i);
}

/* ---- asking it */

/* Whether an id is meant: of the right entity, the right enumeration. */
typedef bool fits_fn(const ics_model *model, uint32_t id, uint32_t context);

/* The first id of a name that fits. */
static uint32_t first_of(const ics_name_index *index, const char *name, const ics_model *model, fits_fn *fits,
                         uint32_t context)
{
    for (uint32_t e = ics_name_index_find(index, name); e != ICS_NONE; e = index->entries[e].next)
        if (!fits || fits(model, index->entries[e].id, context))
            return index->entries[e].id;
    return ICS_NONE;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b; /* ICS_NONE is the greatest */
}

/* Of just that name; else where one is the plural of the other, whichever of the two was meant. */
static uint32_t first_alike(const names *of, const char *name, const ics_model *model, fits_fn *fits, uint32_t context)
{
    const uint32_t exact = first_of(&of->singular, name, model, fits, context);
    char several[ICS_NAME_BUFFER];
    if (exact != ICS_NONE || *name == '\0' || strlen(name) + 4 > sizeof several)
        return exact;
    ics_plural(name, several, sizeof several);
    return least(first_of(&of->plural, name, model, fits, context),
                 first_of(&of->singular, several, model, fits, context));
}

static bool is_of_entity(const ics_model *model, uint32_t attribute, uint32_t entity)
{
    return ics_model_is_a(model, entity, model->attributes[attribute].entity);
}

uint32_t ics_attribute_named(const ics_sema *sema, uint32_t entity, const char *name)
{
    return first_alike(&sema->look_up->attributes, name, sema->model, is_of_entity, entity);
}

uint32_t ics_entity_named(const ics_sema *sema, const char *name)
{
    if (!name)
        return ICS_NONE;
    const names *entities = &sema->look_up->entities;
    return least(ics_name_index_id(&entities->singular, name), ics_name_index_id(&entities->plural, name));
}

static bool is_of_enum(const ics_model *model, uint32_t value, uint32_t enumeration)
{
    return value - model->enums[enumeration].first_value < model->enums[enumeration].value_count;
}

uint32_t ics_value_named(const ics_sema *sema, uint32_t enumeration, const char *name)
{
    return first_alike(&sema->look_up->values, name, sema->model, is_of_enum, enumeration);
}

static uint32_t role_of_alias(const ics_sema *sema, const char *name)
{
    const uint32_t alias = ics_name_index_id(&sema->look_up->aliases[ICS_ALIAS_ROLE], name);
    return alias == ICS_NONE ? ICS_NONE : sema->model->aliases[alias].id;
}

uint32_t ics_role_named(ics_sema *sema, const char *name)
{
    const names *roles = &sema->look_up->roles;
    uint32_t role = ics_name_index_id(&roles->singular, name);
    if (role == ICS_NONE)
        role = role_of_alias(sema, name);
    if (role == ICS_NONE)
        role = first_alike(roles, name, sema->model, NULL, 0);
    if (role < sema->role_count) /* the declarations lie in the order of the model */
        sema->roles[role].is_used = true;
    return role;
}
