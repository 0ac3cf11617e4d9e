/*
 * Declarations of attributes: their types, what is shared by a definition, the columns of the registers, and the
 * finished table of them all. Leans on what was gathered.
 */
#include "sema/gathered.h"

#include "model/ledger.h"

#include <string.h>

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static const struct {
    const char *name;
    ics_type type;
} built_in[] = {
    {"yes/no", ICS_TYPE_YESNO},
    {"number", ICS_TYPE_NUMBER},
    {"people", ICS_TYPE_PEOPLE},
    {"money", ICS_TYPE_MONEY},
    {"share", ICS_TYPE_SHARE},
    {"text", ICS_TYPE_TEXT},
    {"date", ICS_TYPE_DATE},
    {"event date", ICS_TYPE_EVENT_DATE},
    {"calendar year", ICS_TYPE_CALENDAR_YEAR},
    {"financial year", ICS_TYPE_FINANCIAL_YEAR},
    {"academic year", ICS_TYPE_ACADEMIC_YEAR},
    {"period", ICS_TYPE_PERIOD},
    {"duration", ICS_TYPE_DURATION},
    {"finding", ICS_TYPE_FINDING},
    {"role", ICS_TYPE_ROLE},
};

static bool built_in_type(const char *name, ics_type *type)
{
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (ics_same_name(built_in[i].name, name)) {
            *type = built_in[i].type;
            return true;
        }
    return false;
}

/* The type of one thing: a built-in one, an enumeration or an entity. False (said) where there is none of the name. */
static bool type_named(ics_gathered *g, const ics_node *at, const char *name, ics_type *type, uint32_t *target)
{
    *target = ICS_NONE;
    if (built_in_type(name, type))
        return true;
    for (size_t i = 0; i < g->enum_count; i++)
        if (ics_same_name(g->enums[i].name, name)) {
            *type = ICS_TYPE_ENUM;
            *target = (uint32_t)i;
            return true;
        }
    *target = ics_gathered_entity(g, name, true);
    *type = ICS_TYPE_REF;
    if (*target != ICS_NONE)
        return true;
    enum { WORDS = sizeof built_in / sizeof *built_in };
    const char *words[WORDS];
    for (size_t i = 0; i < WORDS; i++)
        words[i] = built_in[i].name;
    ics_diag *diag = ics_report(g->sema->diags, ICS_E0102, at->span, "'%s' is no type, enumeration or entity", name);
    const char *near = ics_nearest(name, strlen(name), words, WORDS);
    if (near)
        ics_diag_help(g->sema->diags, diag, "did you mean '%s'?", near);
    return false;
}

/* The hidden child table of a list of plain values: one row a value. */
static uint32_t values_table(ics_gathered *g, uint32_t owner, const char *attribute)
{
    ics_sema *sema = g->sema;
    const uint32_t id = (uint32_t)g->entity_count;
    const ics_entity entity = {.name = ics_text_of(sema, "%s of %s", attribute, g->entities[owner].name),
                               .title = "",
                               .help = "",
                               .parent = ICS_NONE,
                               .root = id,
                               .unique = ICS_NONE,
                               .is_special = g->entities[owner].is_special,
                               .is_hidden = true};
    ICS_PUSH(sema->arena, g->entities, g->entity_count, g->entity_room, entity);
    return id;
}

static bool set_type(ics_gathered *g, ics_attribute *attribute, const ics_node *type)
{
    const ics_node *of = ics_slot(type, "of");
    const char *name = type->text ? type->text : text_of(of), *word = type->word ? type->word : "plain";
    ics_type element;
    if (!type_named(g, of ? of : type, name, &element, &attribute->target))
        return false;
    attribute->element = element;
    attribute->is_one = strcmp(word, "one") == 0;
    if (strcmp(word, "set") == 0) {
        attribute->type = ICS_TYPE_SET;
        if (element == ICS_TYPE_ENUM || element == ICS_TYPE_ROLE || element == ICS_TYPE_REF)
            return true;
        ics_report(g->sema->diags, ICS_E0303, type->span,
                   "a set holds values of an enumeration, roles or entities, not %s", name);
        return false;
    }
    if (strcmp(word, "list") != 0)
        attribute->type = element;
    else if (element == ICS_TYPE_REF)
        attribute->type = ICS_TYPE_LIST;
    else {
        attribute->type = ICS_TYPE_VALUES;
        attribute->values_table = values_table(g, attribute->entity, attribute->name);
    }
    return true;
}

static bool is_marked(const char *word, const char *mark)
{
    return word && strstr(word, mark);
}

static void add(ics_gathered *g, const ics_attribute *attribute, const ics_node *node)
{
    ics_sema *sema = g->sema;
    ICS_PUSH(sema->arena, g->attributes, g->attribute_count, g->attribute_room, *attribute);
    ICS_PUSH(sema->arena, g->nodes, g->node_count, g->node_room, node);
    ICS_PUSH(sema->arena, g->attribute_files, g->attribute_file_count, g->attribute_file_room, sema->file);
}

/* By whom a finding was made and when: attributes behind its own, which rules do not name. */
static void declare_finding(ics_gathered *g, const ics_attribute *finding, const ics_node *node)
{
    static const ics_type types[ICS_FINDING_FIELDS] = {ICS_TYPE_ROLE, ICS_TYPE_TEXT, ICS_TYPE_DATE};
    for (int field = 0; field < ICS_FINDING_FIELDS; field++) {
        ics_attribute part = *finding;
        part.name = ics_text_of(g->sema, "%s: %s", finding->name, ics_finding_key((ics_finding_field)field));
        part.type = part.element = types[field];
        part.is_clause = false;
        part.is_hidden = true;
        add(g, &part, node);
    }
}

/* Attributes that mean something to rules which do not name them: when a body lives, who acts for it, how old it is. */
static bool is_read_unnamed(const char *name)
{
    static const char *const names[] = {"established", "ended",         "successors",
                                        "functions",   "date of birth", "preparers"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ics_same_name(name, names[i]))
            return true;
    return false;
}

/* An attribute of that name of a kind above or below, which the new one would stand before; ICS_NONE where none is. */
static uint32_t hidden_by(const ics_gathered *g, uint32_t entity, const char *name)
{
    const ics_name_index *known = &g->attribute_names;
    for (uint32_t e = ics_name_index_find(known, name); e != ICS_NONE; e = known->entries[e].next) {
        const uint32_t other = g->attributes[known->entries[e].id].entity;
        if (other != ICS_NONE && (ics_is_among(g, other, entity) || ics_is_among(g, entity, other)))
            return other;
    }
    return ICS_NONE;
}

/* A variation may give a national entity attributes for its own rules, and none that a national rule would read. */
static bool changes_national_rules(ics_gathered *g, uint32_t entity, const ics_node *node)
{
    const char *name = text_of(node);
    if (g->entity_spans[entity].source == node->span.source || !ics_has_variation(g->sema))
        return false;
    const uint32_t hidden = hidden_by(g, entity, name);
    if (hidden == ICS_NONE && !is_read_unnamed(name) && !is_marked(node->word, "unique"))
        return false;
    ics_diag *diag =
        ics_report(g->sema->diags, ICS_E0290, node->span, "a variation may not give '%s' to %s: national rules read it",
                   name, g->entities[entity].name);
    ics_diag_help(g->sema->diags, diag,
                  hidden != ICS_NONE ? "%s has '%s': give this one a name of its own"
                                     : "it is for the model of %s to say '%s'",
                  g->entities[hidden != ICS_NONE ? hidden : entity].name, name);
    return true;
}

static void declare_attribute(ics_gathered *g, uint32_t entity, const ics_node *node)
{
    const ics_node *type = ics_slot(node, "type");
    if (node->kind != ICS_NODE_ATTRIBUTE || !type || type->kind != ICS_NODE_TYPE)
        return;
    ics_attribute attribute = {.name = text_of(node),
                               .help = node->help ? node->help : "",
                               .entity = entity,
                               .target = ICS_NONE,
                               .values_table = ICS_NONE,
                               .inverse = ICS_NONE,
                               .is_unique = is_marked(node->word, "unique"),
                               .is_personal = is_marked(node->word, "personal") || is_marked(node->word, "special"),
                               .is_clause = node->negated};
    const ics_name_index *known = &g->attribute_names;
    for (uint32_t e = ics_name_index_find(known, attribute.name); e != ICS_NONE; e = known->entries[e].next)
        if (g->attributes[known->entries[e].id].entity == entity) {
            ics_declared_twice(g, node->span, g->nodes[known->entries[e].id]->span, "attribute", attribute.name);
            return;
        }
    if (changes_national_rules(g, entity, node) || !set_type(g, &attribute, type))
        return;
    if (attribute.is_unique && (attribute.type != ICS_TYPE_TEXT || g->entities[entity].unique != ICS_NONE)) {
        ics_report(g->sema->diags, ICS_E0303, node->span,
                   attribute.type == ICS_TYPE_TEXT ? "'%s' would be a second unique code"
                                                   : "a unique code is a text: '%s' is not",
                   attribute.name);
        attribute.is_unique = false;
    }
    if (attribute.is_unique)
        g->entities[entity].unique = (uint32_t)g->attribute_count;
    ics_name_index_add(&g->attribute_names, g->sema->arena, attribute.name, (uint32_t)g->attribute_count);
    add(g, &attribute, node);
    if (attribute.type == ICS_TYPE_FINDING)
        declare_finding(g, &attribute, node);
}

void ics_declare_attributes(ics_gathered *g, const ics_node *node)
{
    const uint32_t entity = ics_gathered_entity(g, text_of(node), false);
    const ics_node *list = ics_slot(node, "attributes");
    for (uint32_t i = 0; entity != ICS_NONE && i < ics_node_length(list); i++)
        if (list->child[i])
            declare_attribute(g, entity, list->child[i]);
}

/* The attribute of that name of a kind that the entity is a kind of; ICS_NONE where there is none. */
static size_t inherited(const ics_gathered *g, size_t attribute)
{
    const ics_attribute *a = &g->attributes[attribute];
    for (size_t i = 0; i < g->attribute_count; i++)
        if (g->attributes[i].entity != ICS_NONE && g->attributes[i].entity != a->entity &&
            ics_is_among(g, a->entity, g->attributes[i].entity) &&
            ics_key_equal(g->attributes[i].name, strlen(g->attributes[i].name), a->name, strlen(a->name)))
            return i;
    return ICS_NONE;
}

/* What is included brings attributes of its own; those that the whole has too are the whole's. */
void ics_share_attributes(ics_gathered *g, const ics_node *node)
{
    const uint32_t part = ics_entity_of_side(g, ics_slot(node, "means"));
    if (!node->word || strcmp(node->word, "includes") != 0 || part == ICS_NONE)
        return;
    for (size_t i = 0; i < g->attribute_count; i++) {
        ics_attribute *a = &g->attributes[i];
        const size_t shared = a->entity == part ? inherited(g, i) : ICS_NONE;
        if (shared == ICS_NONE)
            continue;
        const ics_attribute *whole = &g->attributes[shared];
        if (whole->type != a->type || whole->element != a->element || whole->target != a->target) {
            ics_diag *diag = ics_report(g->sema->diags, ICS_E0241, g->nodes[i]->span,
                                        "'%s' is of another type than that of %s, which includes %s", a->name,
                                        g->entities[whole->entity].name, g->entities[part].name);
            ics_diag_note(g->sema->diags, diag, g->nodes[shared]->span, "the other");
        }
        if (g->entities[part].unique == i)
            g->entities[part].unique = ICS_NONE;
        a->entity = ICS_NONE; /* it is laid in no table */
    }
}

/* -- registers */

/* Every model has them, behind the entities that rules declare. */
void ics_declare_ledgers(ics_gathered *g)
{
    for (int i = 0; i < ICS_LEDGER_COUNT; i++) {
        const uint32_t id = (uint32_t)g->entity_count;
        const ics_entity entity = {.name = ics_ledger_name((ics_ledger)i),
                                   .title = "",
                                   .help = ics_ledger_help((ics_ledger)i),
                                   .parent = ICS_NONE,
                                   .root = id,
                                   .unique = ICS_NONE,
                                   .ledger = (uint8_t)(i + 1)};
        ics_gathered_name(g, entity.name, id);
        ICS_PUSH(g->sema->arena, g->entities, g->entity_count, g->entity_room, entity);
    }
}

/* Their columns, behind all other attributes. */
static uint32_t lay_ledger_columns(ics_model *model, uint32_t first_ledger, uint32_t count)
{
    for (int i = 0; i < ICS_LEDGER_FIELD_COUNT; i++) {
        const ics_ledger_field_info *field = ics_ledger_field_describe((ics_ledger_field)i);
        model->attributes[count++] = (ics_attribute){.name = field->name,
                                                     .help = field->help,
                                                     .entity = first_ledger + (uint32_t)field->ledger,
                                                     .type = field->type,
                                                     .element = field->type,
                                                     .target = ICS_NONE,
                                                     .values_table = ICS_NONE,
                                                     .inverse = ICS_NONE};
    }
    return count;
}

/* -- the finished tables */

/* Attributes by entity, in the order of the text; hidden tables last, each with its one attribute "value". */
void ics_lay_attributes(ics_gathered *g)
{
    ics_sema *sema = g->sema;
    ics_model *model = sema->model;
    uint32_t hidden = 0;
    for (size_t i = 0; i < g->entity_count; i++)
        hidden += g->entities[i].is_hidden;
    const size_t room = g->attribute_count + hidden + ICS_LEDGER_FIELD_COUNT + 1;
    model->attributes = ICS_ARENA_ARRAY(sema->arena, ics_attribute, room);
    uint32_t *place = ICS_ARENA_ARRAY(sema->arena, uint32_t, g->attribute_count + 1), count = 0;
    sema->attribute_files = ICS_ARENA_ARRAY(sema->arena, uint32_t, room);
    memset(sema->attribute_files, 0xFF, room * sizeof *sema->attribute_files);
    for (uint32_t e = 0; e < g->entity_count; e++)
        for (size_t i = 0; i < g->attribute_count; i++)
            if (g->attributes[i].entity == e) {
                place[i] = count;
                sema->attribute_files[count] = g->attribute_files[i];
                model->attributes[count++] = g->attributes[i];
            }
    for (size_t i = 0; i < g->attribute_count; i++)
        if (g->attributes[i].values_table != ICS_NONE)
            model->attributes[count++] = (ics_attribute){.name = "value",
                                                         .help = "",
                                                         .entity = g->attributes[i].values_table,
                                                         .type = g->attributes[i].element,
                                                         .target = g->attributes[i].target,
                                                         .values_table = ICS_NONE,
                                                         .inverse = ICS_NONE};
    model->attribute_count = lay_ledger_columns(model, (uint32_t)g->entity_count - ICS_LEDGER_COUNT, count);
    for (size_t i = 0; i < g->entity_count; i++)
        if (g->entities[i].unique != ICS_NONE)
            g->entities[i].unique = place[g->entities[i].unique];
}

/* The code of an ancestor identifies its kinds too. */
void ics_inherit_codes(ics_model *model)
{
    for (uint32_t i = 0; i < model->entity_count; i++)
        for (uint32_t e = model->entities[i].parent; e != ICS_NONE && model->entities[i].unique == ICS_NONE;
             e = model->entities[e].parent)
            model->entities[i].unique = model->entities[e].unique;
}

void ics_find_inverses(ics_gathered *g)
{
    ics_sema *sema = g->sema;
    ics_model *model = sema->model;
    for (size_t i = 0; i < g->node_count; i++) {
        const ics_node *inverse = ics_slot(g->nodes[i], "inverse");
        const uint32_t a = inverse ? ics_model_attribute(model, g->attributes[i].entity, g->attributes[i].name,
                                                         strlen(g->attributes[i].name))
                                   : ICS_NONE;
        if (a == ICS_NONE)
            continue;
        ics_attribute *attribute = &model->attributes[a];
        const uint32_t other =
            attribute->type == ICS_TYPE_REF ? ics_attribute_named(sema, attribute->target, text_of(inverse)) : ICS_NONE;
        const bool fits =
            other != ICS_NONE &&
            (model->attributes[other].type == ICS_TYPE_REF || model->attributes[other].type == ICS_TYPE_LIST) &&
            ics_model_is_a(model, attribute->entity, model->attributes[other].target);
        if (fits)
            attribute->inverse = other;
        else
            ics_report(sema->diags, ICS_E0111, inverse->span, "'%s' leads from no %s to a %s", text_of(inverse),
                       attribute->type == ICS_TYPE_REF ? ics_entity_name(sema, attribute->target) : "entity",
                       ics_entity_name(sema, attribute->entity));
    }
}
