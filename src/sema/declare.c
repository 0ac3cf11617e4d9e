/* Declarations of vocabulary become the model: entities, enumerations, roles, verbs and lets; attributes beside. */
#include "sema/gathered.h"

#include "model/key.h"
#include "model/ledger.h"

#include <string.h>

typedef void declare_fn(ics_gathered *g, const ics_node *node);

/* Calls fn for each declaration of a kind, in the order of the files. */
static void each_declaration(ics_gathered *g, ics_node_kind kind, declare_fn *fn)
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

uint32_t ics_gathered_entity(const ics_gathered *g, const char *name, bool plural)
{
    const uint32_t exact = ics_name_index_id(&g->entity_names, name);
    const uint32_t several = plural ? ics_name_index_id(&g->entity_plurals, name) : ICS_NONE;
    return exact < several ? exact : several; /* the first declared; ICS_NONE is the greatest */
}

/* What an entity is called by: its name or its title. */
void ics_gathered_name(ics_gathered *g, const char *name, uint32_t entity)
{
    char several[ICS_NAME_BUFFER];
    if (*name == '\0' || strlen(name) + 4 > sizeof several)
        return;
    ics_plural(name, several, sizeof several);
    ics_name_index_add(&g->entity_names, g->sema->arena, name, entity);
    ics_name_index_add(&g->entity_plurals, g->sema->arena, ics_arena_text(g->sema->arena, several, strlen(several)),
                       entity);
}

ics_diag *ics_declared_twice(ics_gathered *g, ics_span span, ics_span earlier, const char *what, const char *name)
{
    ics_diag *diag = ics_report(g->sema->diags, ICS_E0103, span, "%s '%s' is already declared", what, name);
    if (earlier.source)
        ics_diag_note(g->sema->diags, diag, earlier, "first declared here");
    return diag;
}

/* -- entities */

static void declare_model_name(ics_gathered *g, const ics_node *node)
{
    g->sema->model->name = text_of(node);
}

/* A pack may give attributes of its own to an entity of another; in one pack an entity is declared once. */
static void declare_entity(ics_gathered *g, const ics_node *node)
{
    const char *name = text_of(node);
    if (!*name)
        return;
    const ics_syntax_file *files = g->sema->syntax->files;
    const uint32_t known = ics_gathered_entity(g, name, false);
    if (ics_ledger_is_name(name, strlen(name))) {
        ics_diag *diag = ics_declared_twice(g, node->span, (ics_span){0}, "entity", name);
        ics_diag_help(g->sema->diags, diag, "it is a register that every description may hold; use another name");
        return;
    }
    if (known != ICS_NONE) {
        if (files[g->entity_files[known]].pack == files[g->sema->file].pack)
            ics_declared_twice(g, node->span, g->entity_spans[known], "entity", name);
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
    ics_gathered_name(g, entity.name, (uint32_t)g->entity_count);
    ics_gathered_name(g, entity.title, (uint32_t)g->entity_count);
    ICS_PUSH(arena, g->entities, g->entity_count, g->entity_room, entity);
    ICS_PUSH(arena, g->entity_spans, g->span_count, g->span_room, node->span);
    ICS_PUSH(arena, g->entity_files, g->file_count, g->file_room, g->sema->file);
}

/* A variation may make kinds of its own entities. One that made kinds of others would change whom national rules speak
 * of, also of its neighbours; true (said) where it does. */
static bool regroups(ics_gathered *g, const ics_node *node, uint32_t part, uint32_t whole)
{
    ics_sema *sema = g->sema;
    const ics_syntax_file *files = sema->syntax->files;
    if (files[g->entity_files[part]].pack == files[sema->file].pack || !ics_has_variation(sema))
        return false;
    ics_diag *diag = ics_report(sema->diags, ICS_E0291, node->span,
                                "a variation may not make %s a kind of %s: national rules speak of both",
                                g->entities[part].name, g->entities[whole].name);
    ics_diag_help(sema->diags, diag, "declare an entity of its own, 'entity NAME is a %s'", g->entities[whole].name);
    return true;
}

static void declare_parent(ics_gathered *g, const ics_node *node)
{
    const ics_node *parent = ics_slot(node, "parent");
    const uint32_t entity = ics_gathered_entity(g, text_of(node), false);
    if (!parent || entity == ICS_NONE || g->entities[entity].parent != ICS_NONE)
        return;
    const uint32_t kind = ics_gathered_entity(g, text_of(parent), true);
    if (kind == ICS_NONE)
        ics_report(g->sema->diags, ICS_E0102, parent->span, "'%s' is no entity", text_of(parent));
    else if (!regroups(g, node, entity, kind))
        g->entities[entity].parent = kind;
}

/* The entity that one side of a definition names, narrowed or not; ICS_NONE where it is none. */
uint32_t ics_entity_of_side(const ics_gathered *g, const ics_node *side)
{
    const ics_node *path = side && side->kind == ICS_NODE_NP ? ics_slot(side, "path") : side;
    const ics_node *step = path && path->kind == ICS_NODE_PATH && path->child_count == 1 ? path->child[0] : NULL;
    return step ? ics_gathered_entity(g, text_of(step), true) : ICS_NONE;
}

bool ics_is_among(const ics_gathered *g, uint32_t entity, uint32_t kind)
{
    for (size_t steps = 0; entity != ICS_NONE && steps <= g->entity_count; steps++) {
        if (entity == kind)
            return true;
        entity = g->entities[entity].parent;
    }
    return false;
}

/* `define X includes Z`: the things of Z stand in the table of X, as a kind of them. */
static void declare_included(ics_gathered *g, const ics_node *node)
{
    if (!node->word || strcmp(node->word, "includes") != 0)
        return;
    const uint32_t whole = ics_entity_of_side(g, ics_slot(node, "what")),
                   part = ics_entity_of_side(g, ics_slot(node, "means"));
    if (whole == ICS_NONE || part == ICS_NONE ||
        ics_is_among(g, part, whole)) /* what is wrong is said when it is used */
        return;
    if (regroups(g, node, part, whole))
        return;
    if (g->entities[part].parent == ICS_NONE && !ics_is_among(g, whole, part)) {
        g->entities[part].parent = whole;
        return;
    }
    const bool is_ring = ics_is_among(g, whole, part);
    ics_diag *diag = ics_report(
        g->sema->diags, ICS_E0240, node->span, "%s is a kind of %s already, and cannot be one of %s too",
        g->entities[is_ring ? whole : part].name, g->entities[is_ring ? part : g->entities[part].parent].name,
        g->entities[is_ring ? part : whole].name);
    ics_diag_help(g->sema->diags, diag, "write 'define Z where … counts as X' for kinds of one thing");
}

/* Roots, and a ring of kinds cut where it closes. */
static void find_roots(ics_gathered *g)
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

static void declare_enum(ics_gathered *g, const ics_node *node)
{
    const char *name = text_of(node);
    for (size_t i = 0; i < g->enum_count; i++)
        if (ics_key_equal(g->enums[i].name, strlen(g->enums[i].name), name, strlen(name))) {
            ics_declared_twice(g, node->span, g->enum_spans[i], "enumeration", name);
            return;
        }
    const ics_enum e = {.name = name, .first_value = (uint32_t)g->value_count};
    ICS_PUSH(g->sema->arena, g->enums, g->enum_count, g->enum_room, e);
    ICS_PUSH(g->sema->arena, g->enum_spans, g->enum_span_count, g->enum_span_room, node->span);
    const ics_node *values = ics_slot(node, "values");
    for (uint32_t i = 0; i < ics_node_length(values); i++) {
        const char *value = text_of(values->child[i]);
        if (has_name(&g->value_names, value, e.first_value))
            ics_declared_twice(g, values->child[i]->span, (ics_span){0}, "value", value);
        ics_name_index_add(&g->value_names, g->sema->arena, value, (uint32_t)g->value_count);
        ICS_PUSH(g->sema->arena, g->values, g->value_count, g->value_room, value);
    }
    g->enums[g->enum_count - 1].value_count = (uint32_t)g->value_count - e.first_value;
}

static void add_alias(ics_gathered *g, const char *name, ics_alias_kind kind, size_t id)
{
    const ics_alias alias = {.name = name, .kind = kind, .id = (uint32_t)id};
    if (*name)
        ICS_PUSH(g->sema->arena, g->aliases, g->alias_count, g->alias_room, alias);
}

static void declare_role(ics_gathered *g, const ics_node *node)
{
    ics_sema *sema = g->sema;
    const uint32_t known = ics_name_index_id(&g->role_names, text_of(node));
    if (known != ICS_NONE) {
        ics_declared_twice(g, node->span, sema->roles[known].span, "role", sema->roles[known].name);
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

static void declare_term(ics_gathered *g, const ics_node *node)
{
    const ics_named named = {.name = text_of(node), .span = node->span, .file = g->sema->file};
    ICS_PUSH(g->sema->arena, g->sema->terms, g->sema->term_count, g->sema->term_room, named);
}

/* -- the whole model */

void ics_sema_declare_model(ics_sema *sema)
{
    ics_gathered g = {.sema = sema};
    sema->model->name = "";
    each_declaration(&g, ICS_NODE_MODEL, declare_model_name);
    each_declaration(&g, ICS_NODE_ENTITY, declare_entity);
    each_declaration(&g, ICS_NODE_ENTITY, declare_parent);
    each_declaration(&g, ICS_NODE_DEFINE, declare_included);
    find_roots(&g);
    each_declaration(&g, ICS_NODE_ENUM, declare_enum);
    each_declaration(&g, ICS_NODE_ROLE, declare_role);
    each_declaration(&g, ICS_NODE_TERMDECL, declare_term);
    each_declaration(&g, ICS_NODE_ENTITY, ics_declare_attributes);
    each_declaration(&g, ICS_NODE_DEFINE, ics_share_attributes);
    ics_declare_ledgers(&g);
    ics_lay_attributes(&g);
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
    ics_inherit_codes(model);
    ics_look_up_make(sema);
    ics_find_inverses(&g);
}

/* -- verbs and lets */

static void declare_verb(ics_gathered *g, const ics_node *node)
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

static void declare_let(ics_gathered *g, const ics_node *node)
{
    ics_sema *sema = g->sema;
    const ics_let let = {.name = text_of(node), .node = node, .file = sema->file};
    ICS_PUSH(sema->arena, sema->lets, sema->let_count, sema->let_room, let);
}

void ics_sema_declare_verbs(ics_sema *sema)
{
    ics_gathered g = {.sema = sema};
    each_declaration(&g, ICS_NODE_VERB, declare_verb);
    each_declaration(&g, ICS_NODE_LET, declare_let);
}
