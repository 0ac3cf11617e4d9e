/* Declarations of vocabulary become the model: entities with their attributes, enumerations, roles, verbs and lets. */
#include "sema/context.h"

#include "base/limits.h"
#include "model/index.h"
#include "model/key.h"
#include "model/ledger.h"

#include <string.h>

/* What is gathered before ids are given: attributes in the order of the text, whoever they belong to. */
typedef struct gathered {
    ics_sema *sema;
    ics_entity *entities;
    size_t entity_count, entity_room;
    ics_span *entity_spans;
    size_t span_count, span_room;
    uint32_t *entity_files;
    size_t file_count, file_room;
    ics_attribute *attributes;
    size_t attribute_count, attribute_room;
    const ics_node **nodes; /* of attributes */
    size_t node_count, node_room;
    ics_enum *enums;
    size_t enum_count, enum_room;
    ics_span *enum_spans;
    size_t enum_span_count, enum_span_room;
    const char **values;
    size_t value_count, value_room;
    const char **roles;
    size_t role_count, role_room;
    ics_alias *aliases;
    size_t alias_count, alias_room;
    ics_name_index entity_names, entity_plurals; /* names and titles */
    ics_name_index attribute_names, value_names, role_names;
} gathered;

typedef void declare_fn(gathered *g, const ics_node *node);

/* Calls fn for each declaration of a kind, in the order of the files. */
static void each_declaration(gathered *g, ics_node_kind kind, declare_fn *fn)
{
    ics_sema *sema = g->sema;
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == kind)
                fn(g, tree->child[i]);
    }
}

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static uint32_t entity_at(const gathered *g, const char *name, bool plural)
{
    const uint32_t exact = ics_name_index_id(&g->entity_names, name);
    const uint32_t several = plural ? ics_name_index_id(&g->entity_plurals, name) : ICS_NONE;
    return exact < several ? exact : several; /* the first declared; ICS_NONE is the greatest */
}

/* What an entity is called by: its name or its title. */
static void name_entity(gathered *g, const char *name, uint32_t entity)
{
    char several[ICS_NAME_BUFFER];
    if (*name == '\0' || strlen(name) + 4 > sizeof several)
        return;
    ics_plural(name, several, sizeof several);
    ics_name_index_add(&g->entity_names, g->sema->arena, name, entity);
    ics_name_index_add(&g->entity_plurals, g->sema->arena, ics_arena_text(g->sema->arena, several, strlen(several)),
                       entity);
}

static ics_diag *twice(gathered *g, ics_span span, ics_span earlier, const char *what, const char *name)
{
    ics_diag *diag = ics_report(g->sema->diags, ICS_E0103, span, "%s '%s' is already declared", what, name);
    if (earlier.source)
        ics_diag_note(g->sema->diags, diag, earlier, "first declared here");
    return diag;
}

/* -- entities */

static void declare_model_name(gathered *g, const ics_node *node)
{
    g->sema->model->name = text_of(node);
}

/* A pack may give attributes of its own to an entity of another; in one pack an entity is declared once. */
static void declare_entity(gathered *g, const ics_node *node)
{
    const char *name = text_of(node);
    if (!*name)
        return;
    const ics_syntax_file *files = g->sema->syntax->files;
    const uint32_t known = entity_at(g, name, false);
    if (ics_ledger_is_name(name, strlen(name))) {
        ics_diag *diag = twice(g, node->span, (ics_span){0}, "entity", name);
        ics_diag_help(g->sema->diags, diag, "it is a register that every description may hold; use another name");
        return;
    }
    if (known != ICS_NONE) {
        if (files[g->entity_files[known]].pack == files[g->sema->file].pack)
            twice(g, node->span, g->entity_spans[known], "entity", name);
        return;
    }
    const ics_entity entity = {.name = name,
                               .title = text_of(ics_slot(node, "title")),
                               .help = node->help ? node->help : "",
                               .parent = ICS_NONE,
                               .root = ICS_NONE,
                               .unique = ICS_NONE,
                               .is_special = node->negated};
    ics_arena *arena = g->sema->arena;
    name_entity(g, entity.name, (uint32_t)g->entity_count);
    name_entity(g, entity.title, (uint32_t)g->entity_count);
    ICS_PUSH(arena, g->entities, g->entity_count, g->entity_room, entity);
    ICS_PUSH(arena, g->entity_spans, g->span_count, g->span_room, node->span);
    ICS_PUSH(arena, g->entity_files, g->file_count, g->file_room, g->sema->file);
}

static void declare_parent(gathered *g, const ics_node *node)
{
    const ics_node *parent = ics_slot(node, "parent");
    const uint32_t entity = entity_at(g, text_of(node), false);
    if (!parent || entity == ICS_NONE || g->entities[entity].parent != ICS_NONE)
        return;
    const uint32_t kind = entity_at(g, text_of(parent), true);
    if (kind == ICS_NONE)
        ics_report(g->sema->diags, ICS_E0102, parent->span, "'%s' is no entity", text_of(parent));
    else
        g->entities[entity].parent = kind;
}

/* The entity that one side of a definition names, narrowed or not; ICS_NONE where it is none. */
static uint32_t entity_of_side(const gathered *g, const ics_node *side)
{
    const ics_node *path = side && side->kind == ICS_NODE_NP ? ics_slot(side, "path") : side;
    const ics_node *step = path && path->kind == ICS_NODE_PATH && path->child_count == 1 ? path->child[0] : NULL;
    return step ? entity_at(g, text_of(step), true) : ICS_NONE;
}

static bool is_among(const gathered *g, uint32_t entity, uint32_t kind)
{
    for (size_t steps = 0; entity != ICS_NONE && steps <= g->entity_count; steps++) {
        if (entity == kind)
            return true;
        entity = g->entities[entity].parent;
    }
    return false;
}

/* `define X includes Z`: the things of Z stand in the table of X, as a kind of them. */
static void declare_included(gathered *g, const ics_node *node)
{
    if (!node->word || strcmp(node->word, "includes") != 0)
        return;
    const uint32_t whole = entity_of_side(g, ics_slot(node, "what")), part = entity_of_side(g, ics_slot(node, "means"));
    if (whole == ICS_NONE || part == ICS_NONE || is_among(g, part, whole)) /* what is wrong is said when it is used */
        return;
    if (g->entities[part].parent == ICS_NONE && !is_among(g, whole, part)) {
        g->entities[part].parent = whole;
        return;
    }
    const bool is_ring = is_among(g, whole, part);
    ics_diag *diag = ics_report(
        g->sema->diags, ICS_E0240, node->span, "%s is a kind of %s already, and cannot be one of %s too",
        g->entities[is_ring ? whole : part].name, g->entities[is_ring ? part : g->entities[part].parent].name,
        g->entities[is_ring ? part : whole].name);
    ics_diag_help(g->sema->diags, diag, "write 'define Z where … counts as X' for kinds of one thing");
}

/* Roots, and a ring of kinds cut where it closes. */
static void find_roots(gathered *g)
{
    for (size_t i = 0; i < g->entity_count; i++) {
        uint32_t root = (uint32_t)i;
        size_t steps = 0;
        while (g->entities[root].parent != ICS_NONE && steps++ <= g->entity_count)
            root = g->entities[root].parent;
        if (steps > g->entity_count) {
            ics_report(g->sema->diags, ICS_E0116, g->entity_spans[i], "'%s' is declared to be a kind of itself",
                       g->entities[i].name);
            g->entities[i].parent = ICS_NONE;
            root = (uint32_t)i;
        }
        g->entities[i].root = root;
    }
}

/* -- enumerations, roles */

/* Whether one of the ids from @p first on has the name. */
static bool has_name(const ics_name_index *index, const char *name, uint32_t first)
{
    for (uint32_t e = ics_name_index_find(index, name); e != ICS_NONE; e = index->entries[e].next)
        if (index->entries[e].id >= first)
            return true;
    return false;
}

static void declare_enum(gathered *g, const ics_node *node)
{
    const char *name = text_of(node);
    for (size_t i = 0; i < g->enum_count; i++)
        if (ics_key_equal(g->enums[i].name, strlen(g->enums[i].name), name, strlen(name))) {
            twice(g, node->span, g->enum_spans[i], "enumeration", name);
            return;
        }
    const ics_enum e = {.name = name, .first_value = (uint32_t)g->value_count};
    ICS_PUSH(g->sema->arena, g->enums, g->enum_count, g->enum_room, e);
    ICS_PUSH(g->sema->arena, g->enum_spans, g->enum_span_count, g->enum_span_room, node->span);
    const ics_node *values = ics_slot(node, "values");
    for (uint32_t i = 0; i < ics_node_length(values); i++) {
        const char *value = text_of(values->child[i]);
        if (has_name(&g->value_names, value, e.first_value))
            twice(g, values->child[i]->span, (ics_span){0}, "value", value);
        ics_name_index_add(&g->value_names, g->sema->arena, value, (uint32_t)g->value_count);
        ICS_PUSH(g->sema->arena, g->values, g->value_count, g->value_room, value);
    }
    g->enums[g->enum_count - 1].value_count = (uint32_t)g->value_count - e.first_value;
}

static void add_alias(gathered *g, const char *name, ics_alias_kind kind, size_t id)
{
    const ics_alias alias = {.name = name, .kind = kind, .id = (uint32_t)id};
    if (*name)
        ICS_PUSH(g->sema->arena, g->aliases, g->alias_count, g->alias_room, alias);
}

static void declare_role(gathered *g, const ics_node *node)
{
    ics_sema *sema = g->sema;
    const uint32_t known = ics_name_index_id(&g->role_names, text_of(node));
    if (known != ICS_NONE) {
        twice(g, node->span, sema->roles[known].span, "role", sema->roles[known].name);
        return;
    }
    ics_name_index_add(&g->role_names, sema->arena, text_of(node), (uint32_t)sema->role_count);
    const ics_named named = {.name = text_of(node), .span = node->span, .file = sema->file};
    ICS_PUSH(sema->arena, sema->roles, sema->role_count, sema->role_room, named);
    const ics_node *aliases = ics_slot(node, "aliases");
    for (uint32_t i = 0; i < ics_node_length(aliases); i++)
        add_alias(g, text_of(aliases->child[i]), ICS_ALIAS_ROLE, g->role_count);
    ICS_PUSH(sema->arena, g->roles, g->role_count, g->role_room, named.name);
}

static void declare_term(gathered *g, const ics_node *node)
{
    const ics_named named = {.name = text_of(node), .span = node->span, .file = g->sema->file};
    ICS_PUSH(g->sema->arena, g->sema->terms, g->sema->term_count, g->sema->term_room, named);
}

/* -- attributes */

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
static bool type_named(gathered *g, const ics_node *at, const char *name, ics_type *type, uint32_t *target)
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
    *target = entity_at(g, name, true);
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
static uint32_t values_table(gathered *g, uint32_t owner, const char *attribute)
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

static bool set_type(gathered *g, ics_attribute *attribute, const ics_node *type)
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

/* By whom a finding was made and when: attributes behind its own, which rules do not name. */
static void declare_finding(gathered *g, const ics_attribute *finding, const ics_node *node)
{
    static const ics_type types[ICS_FINDING_FIELDS] = {ICS_TYPE_ROLE, ICS_TYPE_TEXT, ICS_TYPE_DATE};
    for (int field = 0; field < ICS_FINDING_FIELDS; field++) {
        ics_attribute part = *finding;
        part.name = ics_text_of(g->sema, "%s: %s", finding->name, ics_finding_key((ics_finding_field)field));
        part.type = part.element = types[field];
        part.is_clause = false;
        part.is_hidden = true;
        ICS_PUSH(g->sema->arena, g->attributes, g->attribute_count, g->attribute_room, part);
        ICS_PUSH(g->sema->arena, g->nodes, g->node_count, g->node_room, node);
    }
}

static void declare_attribute(gathered *g, uint32_t entity, const ics_node *node)
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
            twice(g, node->span, g->nodes[known->entries[e].id]->span, "attribute", attribute.name);
            return;
        }
    if (!set_type(g, &attribute, type))
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
    ICS_PUSH(g->sema->arena, g->attributes, g->attribute_count, g->attribute_room, attribute);
    ICS_PUSH(g->sema->arena, g->nodes, g->node_count, g->node_room, node);
    if (attribute.type == ICS_TYPE_FINDING)
        declare_finding(g, &attribute, node);
}

static void declare_attributes(gathered *g, const ics_node *node)
{
    const uint32_t entity = entity_at(g, text_of(node), false);
    const ics_node *list = ics_slot(node, "attributes");
    for (uint32_t i = 0; entity != ICS_NONE && i < ics_node_length(list); i++)
        if (list->child[i])
            declare_attribute(g, entity, list->child[i]);
}

/* The attribute of that name of a kind that the entity is a kind of; ICS_NONE where there is none. */
static size_t inherited(const gathered *g, size_t attribute)
{
    const ics_attribute *a = &g->attributes[attribute];
    for (size_t i = 0; i < g->attribute_count; i++)
        if (g->attributes[i].entity != ICS_NONE && g->attributes[i].entity != a->entity &&
            is_among(g, a->entity, g->attributes[i].entity) &&
            ics_key_equal(g->attributes[i].name, strlen(g->attributes[i].name), a->name, strlen(a->name)))
            return i;
    return ICS_NONE;
}

/* What is included brings attributes of its own; those that the whole has too are the whole's. */
static void share_attributes(gathered *g, const ics_node *node)
{
    const uint32_t part = entity_of_side(g, ics_slot(node, "means"));
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
static void declare_ledgers(gathered *g)
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
        name_entity(g, entity.name, id);
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
static void lay_attributes(gathered *g)
{
    ics_sema *sema = g->sema;
    ics_model *model = sema->model;
    uint32_t hidden = 0;
    for (size_t i = 0; i < g->entity_count; i++)
        hidden += g->entities[i].is_hidden;
    model->attributes =
        ICS_ARENA_ARRAY(sema->arena, ics_attribute, g->attribute_count + hidden + ICS_LEDGER_FIELD_COUNT + 1);
    uint32_t *place = ICS_ARENA_ARRAY(sema->arena, uint32_t, g->attribute_count + 1), count = 0;
    for (uint32_t e = 0; e < g->entity_count; e++)
        for (size_t i = 0; i < g->attribute_count; i++)
            if (g->attributes[i].entity == e) {
                place[i] = count;
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
static void inherit_codes(ics_model *model)
{
    for (uint32_t i = 0; i < model->entity_count; i++)
        for (uint32_t e = model->entities[i].parent; e != ICS_NONE && model->entities[i].unique == ICS_NONE;
             e = model->entities[e].parent)
            model->entities[i].unique = model->entities[e].unique;
}

static void find_inverses(gathered *g)
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

void ics_sema_declare_model(ics_sema *sema)
{
    gathered g = {.sema = sema};
    sema->model->name = "";
    each_declaration(&g, ICS_NODE_MODEL, declare_model_name);
    each_declaration(&g, ICS_NODE_ENTITY, declare_entity);
    each_declaration(&g, ICS_NODE_ENTITY, declare_parent);
    each_declaration(&g, ICS_NODE_DEFINE, declare_included);
    find_roots(&g);
    each_declaration(&g, ICS_NODE_ENUM, declare_enum);
    each_declaration(&g, ICS_NODE_ROLE, declare_role);
    each_declaration(&g, ICS_NODE_TERMDECL, declare_term);
    each_declaration(&g, ICS_NODE_ENTITY, declare_attributes);
    each_declaration(&g, ICS_NODE_DEFINE, share_attributes);
    declare_ledgers(&g);
    lay_attributes(&g);
    ics_model *model = sema->model;
    model->entities = g.entities;
    model->entity_count = (uint32_t)g.entity_count;
    model->enums = g.enums;
    model->enum_count = (uint32_t)g.enum_count;
    model->values = g.values;
    model->value_count = (uint32_t)g.value_count;
    model->roles = g.roles;
    model->role_count = (uint32_t)g.role_count;
    model->aliases = g.aliases;
    model->alias_count = (uint32_t)g.alias_count;
    inherit_codes(model);
    ics_look_up_make(sema);
    find_inverses(&g);
}

/* -- verbs and lets */

static void declare_verb(gathered *g, const ics_node *node)
{
    ics_sema *sema = g->sema;
    const ics_node *entity = ics_slot(node, "entity");
    const uint32_t id = entity ? ics_entity_named(sema, text_of(entity)) : ICS_NONE;
    if (id == ICS_NONE) {
        if (entity)
            ics_no_name(sema, entity->span, text_of(entity));
        return;
    }
    const ics_verb verb = {.name = text_of(node),
                           .entity = id,
                           .node = node,
                           .file = sema->file,
                           .is_be = node->word && strcmp(node->word, "be") == 0};
    ICS_PUSH(sema->arena, sema->verbs, sema->verb_count, sema->verb_room, verb);
}

static void declare_let(gathered *g, const ics_node *node)
{
    ics_sema *sema = g->sema;
    const ics_let let = {.name = text_of(node), .node = node, .file = sema->file};
    ICS_PUSH(sema->arena, sema->lets, sema->let_count, sema->let_room, let);
}

void ics_sema_declare_verbs(ics_sema *sema)
{
    gathered g = {.sema = sema};
    each_declaration(&g, ICS_NODE_VERB, declare_verb);
    each_declaration(&g, ICS_NODE_LET, declare_let);
}
