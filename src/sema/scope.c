/*
 * Names inside a sentence (docs/decisions.md, 15): where a path begins, and where each of its steps leads. A step that
 * leads to a list opens it as a range when the path goes on; whoever asked for the path says what to do at its end.
 */
#include "sema/context.h"

#include <assert.h>
#include <string.h>

static bool has_word(const ics_node *node, const char *word)
{
    return node->word && strcmp(node->word, word) == 0;
}

/* -- one step from a row */

/* The one list of an entity whose elements have an attribute (an enumeration's, or a role) with a value of that name.
 */
typedef struct kind_step {
    uint32_t list, attribute, value;
    size_t kinds, others; /* how many attributes called `kind`, and how many others, have the value */
} kind_step;

static uint32_t value_of_attribute(ics_sema *sema, uint32_t attribute, const char *name)
{
    const ics_attribute *a = &sema->model->attributes[attribute];
    if (a->type == ICS_TYPE_ENUM)
        return ics_value_named(sema, a->target, name);
    return a->type == ICS_TYPE_ROLE ? ics_role_named(sema, name) : ICS_NONE;
}

/* An attribute that is called so (`kind : document kind`) names the thing before any other does. */
static void note_kind(ics_sema *sema, kind_step *step, uint32_t list, uint32_t attribute, const char *name)
{
    const uint32_t value = value_of_attribute(sema, attribute, name);
    if (value == ICS_NONE || !ics_sees_attribute(sema, list) || !ics_sees_attribute(sema, attribute))
        return;
    const bool is_kind = strcmp(sema->model->attributes[attribute].name, "kind") == 0;
    size_t *count = is_kind ? &step->kinds : &step->others;
    if (++*count == 1 && (is_kind || step->kinds == 0)) {
        step->list = list;
        step->attribute = attribute;
        step->value = value;
    }
}

static kind_step kind_that_names(ics_sema *sema, uint32_t entity, const char *name)
{
    const ics_model *model = sema->model;
    kind_step step = {.list = ICS_NONE};
    for (uint32_t l = 0; l < model->attribute_count; l++) {
        if (model->attributes[l].type != ICS_TYPE_LIST || !ics_model_is_a(model, entity, model->attributes[l].entity))
            continue;
        for (uint32_t a = 0; a < model->attribute_count; a++)
            if (ics_model_is_a(model, model->attributes[l].target, model->attributes[a].entity))
                note_kind(sema, &step, l, a, name);
    }
    if (step.kinds > 1 || (step.kinds == 0 && step.others > 1)) /* several: it names none */
        step.list = ICS_NONE;
    return step;
}

static ics_walk wrong_walk(ics_sema *sema, ics_span span)
{
    return (ics_walk){.value = ics_wrong(sema, span)};
}

static ics_walk value_walk(ics_expr *value)
{
    return (ics_walk){.value = value};
}

/* `forward plan` of a board: its documents whose kind is forward plan. */
static ics_walk step_by_kind(ics_sema *sema, ics_expr *row, const char *name, uint32_t depth, ics_span span)
{
    const kind_step step = kind_that_names(sema, row->shape.target, name);
    if (step.list == ICS_NONE)
        return wrong_walk(sema, span);
    const ics_attribute *attribute = &sema->model->attributes[step.attribute];
    ics_expr *list = ics_read(sema, row, step.list, span);
    ics_range *range = ics_range_new(sema, ICS_RANGE_LIST, depth, list->shape.target, list, span);
    ics_expr *element = ics_row(sema, range, span);
    ics_expr *value = ics_name(sema, attribute->type == ICS_TYPE_ROLE ? ICS_IN_ROLES : ICS_IN_VALUES, attribute->target,
                               step.value, span);
    ics_walk walk = value_walk(element);
    walk.ranges.range[0] = range;
    walk.ranges.when[0] = ics_make(sema, ICS_EXPR_ID_EQ, span, ics_read(sema, element, step.attribute, span), value);
    walk.ranges.count = 1;
    return walk;
}

/* The one list or reference of a row that leads to things of that kind, by the entity's name. */
static uint32_t attribute_to(const ics_sema *sema, uint32_t from, uint32_t to)
{
    const ics_model *model = sema->model;
    uint32_t found = ICS_NONE;
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        if ((a->type != ICS_TYPE_LIST && a->type != ICS_TYPE_REF) || a->target != to ||
            !ics_model_is_a(model, from, a->entity) || !ics_sees_attribute(sema, i))
            continue;
        if (found != ICS_NONE)
            return ICS_NONE;
        found = i;
    }
    return found;
}

ics_walk ics_step(ics_sema *sema, ics_expr *row, const char *name, uint32_t depth, ics_span span)
{
    if (row->shape.sort != ICS_SORT_REF || !name)
        return wrong_walk(sema, span);
    const uint32_t attribute = ics_attribute_named(sema, row->shape.target, name);
    if (attribute != ICS_NONE)
        return value_walk(ics_read(sema, row, attribute, span));
    ics_noun noun;
    const bool is_noun = ics_noun_named(sema, name, &noun);
    ics_walk walk = {.value = NULL};
    if (is_noun && noun.is_defined)
        walk = ics_step_to_noun(sema, row, &noun, depth, span);
    if (walk.value)
        return walk;
    const uint32_t leads = noun.kind != ICS_NONE ? attribute_to(sema, row->shape.target, noun.kind) : ICS_NONE;
    if (leads != ICS_NONE)
        return value_walk(ics_read(sema, row, leads, span));
    walk = step_by_kind(sema, row, name, depth, span);
    if (ics_is_wrong(walk.value) && is_noun && !noun.is_defined) { /* a kind among the things of a wider list */
        const ics_walk kinds = ics_step_to_noun(sema, row, &noun, depth, span);
        return kinds.value ? kinds : walk;
    }
    return walk;
}

/* -- from a row to the one thing of another kind */

typedef struct lead {
    uint32_t attribute;
    bool is_owner; /* the other's attribute holds the row */
} lead;

typedef struct leads {
    lead item[8];
    size_t count;
} leads;

static void add_lead(leads *list, uint32_t attribute, bool is_owner)
{
    if (list->count < sizeof list->item / sizeof *list->item)
        list->item[list->count++] = (lead){attribute, is_owner};
}

/* References to the entity, and attributes of it that hold the row; @p exact: declared of just these two. */
static leads leads_between(const ics_sema *sema, uint32_t from, uint32_t to, bool exact)
{
    const ics_model *model = sema->model;
    leads list = {0};
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        const bool out = exact ? a->target == to && a->entity == from
                               : ics_model_is_a(model, a->target, to) && ics_model_is_a(model, from, a->entity);
        if (a->type == ICS_TYPE_REF && out && ics_sees_attribute(sema, i))
            add_lead(&list, i, false);
    }
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        const bool in = exact ? a->target == from && a->entity == to
                              : a->target != ICS_NONE && ics_model_is_a(model, from, a->target) &&
                                    ics_model_is_a(model, to, a->entity);
        if ((a->type != ICS_TYPE_REF && a->type != ICS_TYPE_LIST) || !in || !ics_sees_attribute(sema, i))
            continue;
        bool is_inverted = false;
        for (size_t j = 0; j < list.count; j++)
            is_inverted |= !list.item[j].is_owner && model->attributes[list.item[j].attribute].inverse == i;
        if (!is_inverted)
            add_lead(&list, i, true);
    }
    return list;
}

static void say_leads(ics_sema *sema, const leads *list, uint32_t from, uint32_t to, ics_span span)
{
    const char *names = "";
    for (size_t i = 0; i < list->count; i++) {
        const ics_attribute *a = &sema->model->attributes[list->item[i].attribute];
        names = ics_text_of(sema, "%s%s'%s' of %s", names, i ? ", " : "", a->name, ics_entity_name(sema, a->entity));
    }
    ics_diag *diag;
    if (list->count == 0)
        diag = ics_report(sema->diags, ICS_E0114, span, "nothing leads from %s to %s", ics_entity_name(sema, from),
                          ics_entity_name(sema, to));
    else
        diag = ics_report(sema->diags, ICS_E0114, span, "several things lead from %s to %s: %s",
                          ics_entity_name(sema, from), ics_entity_name(sema, to), names);
    ics_diag_help(sema->diags, diag, "name the way: an attribute of %s, with 'its' or 'of'",
                  ics_entity_name(sema, from));
}

bool ics_leads_nowhere(const ics_sema *sema, uint32_t from, uint32_t entity)
{
    return leads_between(sema, from, entity, true).count == 0 && leads_between(sema, from, entity, false).count == 0;
}

ics_expr *ics_leads_to(ics_sema *sema, ics_expr *row, uint32_t entity, ics_span span, bool loud)
{
    const uint32_t from = row->shape.target;
    leads list = leads_between(sema, from, entity, true);
    if (list.count != 1)
        list = leads_between(sema, from, entity, false);
    if (list.count != 1) {
        if (loud)
            say_leads(sema, &list, from, entity, span);
        return NULL;
    }
    const lead way = list.item[0];
    ics_expr *value =
        way.is_owner ? ics_owner(sema, row, way.attribute, span) : ics_read(sema, row, way.attribute, span);
    value->shape.target = entity; /* its attributes are those of the kind that was asked for */
    return value;
}

/* -- where a path begins */

ics_expr *ics_parameter_named(const ics_scope *scope, const char *name)
{
    for (const ics_scope *s = scope; s; s = s->is_verb ? NULL : s->outer)
        for (size_t i = 0; i < s->parameter_count; i++)
            if (ics_same_name(s->parameters[i].name, name))
                return s->parameters[i].value;
    return NULL;
}

static bool is_of(const ics_sema *sema, const ics_expr *row, uint32_t entity)
{
    return row && row->shape.sort == ICS_SORT_REF && ics_model_is_a(sema->model, row->shape.target, entity);
}

static bool has_row(const ics_scope *scope)
{
    return scope->row && scope->row->shape.sort == ICS_SORT_REF;
}

/* An attribute of whatever is in scope, innermost first. */
static ics_expr *attribute_in_scope(ics_sema *sema, const ics_scope *scope, const char *name, ics_span span)
{
    for (const ics_scope *s = scope; s; s = s->outer) {
        const uint32_t attribute = has_row(s) ? ics_attribute_named(sema, s->row->shape.target, name) : ICS_NONE;
        if (attribute != ICS_NONE)
            return ics_read(sema, s->row, attribute, span);
    }
    return NULL;
}

/* The subject, or else an enclosing element, that is of an entity. */
static ics_expr *row_of_kind(const ics_sema *sema, const ics_scope *scope, uint32_t entity)
{
    for (const ics_scope *s = scope; s; s = s->outer)
        if (!s->is_element && is_of(sema, s->row, entity))
            return s->row;
    for (const ics_scope *s = scope; s; s = s->outer)
        if (is_of(sema, s->row, entity))
            return s->row;
    return NULL;
}

/* What the subject, or else an enclosing element, leads to. */
static ics_expr *led_to(ics_sema *sema, const ics_scope *scope, uint32_t entity, ics_span span)
{
    for (int elements = 0; elements < 2; elements++)
        for (const ics_scope *s = scope; s; s = s->outer) {
            ics_expr *there =
                has_row(s) && s->is_element == (elements == 1) ? ics_leads_to(sema, s->row, entity, span, false) : NULL;
            if (there)
                return there;
        }
    return NULL;
}

ics_expr *ics_thing_in_scope(ics_sema *sema, const ics_scope *scope, uint32_t entity, ics_span span)
{
    ics_expr *there = row_of_kind(sema, scope, entity);
    if (!there)
        there = led_to(sema, scope, entity, span);
    for (const ics_scope *s = scope; s && !there; s = s->outer)
        if (has_row(s) && !s->is_element) {
            ics_leads_to(sema, s->row, entity, span, true);
            return ics_wrong(sema, span);
        }
    return there ? there : ics_wrong(sema, span);
}

ics_walk ics_let_named(ics_sema *sema, const ics_scope *scope, const char *name, ics_span span, bool *found)
{
    for (size_t i = 0; i < sema->let_count; i++) {
        ics_let *let = &sema->lets[i];
        if (!ics_same_name(let->name, name) || !ics_sees(sema, let->file))
            continue;
        *found = let->is_used = true;
        if (let->is_open) {
            ics_report(sema->diags, ICS_E0304, let->node->span, "'%s' is said to be itself", let->name);
            return wrong_walk(sema, span);
        }
        const uint32_t file = sema->file; /* its words are those of its own file */
        let->is_open = true;
        sema->file = let->file;
        ics_use_definition(sema, let->id);
        ics_expr *value = ics_quantity(sema, scope, ics_slot(let->node, "value"), NULL);
        sema->file = file;
        let->is_open = false;
        return value_walk(value);
    }
    const ics_walk read = ics_reading_named(sema, scope, name, found);
    return read.value ? read : wrong_walk(sema, span);
}

bool ics_is_named(ics_sema *sema, const ics_scope *scope, const char *name)
{
    const uint32_t entity = ics_entity_named(sema, name);
    if (ics_parameter_named(scope, name) || attribute_in_scope(sema, scope, name, (ics_span){0}))
        return true;
    if (entity != ICS_NONE && (row_of_kind(sema, scope, entity) || led_to(sema, scope, entity, (ics_span){0})))
        return true;
    ics_noun noun;
    if (entity == ICS_NONE && ics_noun_named(sema, name, &noun) && row_of_kind(sema, scope, noun.entity))
        return true;
    for (size_t i = 0; i < sema->let_count; i++)
        if (ics_same_name(sema->lets[i].name, name) && ics_sees(sema, sema->lets[i].file))
            return true;
    for (size_t i = 0; i < sema->reading_count; i++)
        if (ics_same_name(sema->readings[i].name, name) && ics_sees(sema, sema->readings[i].file))
            return true;
    return false;
}

static void unknown_name(ics_sema *sema, const ics_scope *scope, const char *name, ics_span span)
{
    const uint32_t entity = ics_entity_named(sema, name);
    if (entity != ICS_NONE && scope && has_row(scope)) {
        ics_thing_in_scope(sema, scope, entity, span);
        return;
    }
    for (const ics_scope *s = scope; s; s = s->outer)
        if (has_row(s)) {
            ics_no_attribute(sema, span, s->row->shape.target, name);
            return;
        }
    ics_no_name(sema, span, name);
}

static ics_walk walk_its(ics_sema *sema, const ics_scope *scope, const ics_node *step)
{
    if (!scope->it || scope->it->shape.sort != ICS_SORT_REF) {
        ics_report(sema->diags, ICS_E0304, step->span, "'its' has nothing to speak of here");
        return wrong_walk(sema, step->span);
    }
    ics_walk walk = ics_step(sema, scope->it, step->text, scope->depth + 1, step->span);
    if (ics_is_wrong(walk.value) && !sema->is_tired)
        ics_no_attribute(sema, step->span, scope->it->shape.target, step->text);
    return walk;
}

/* A bare name: see the order in decision 15; a parameter of a verb comes first, a kind that names a thing last. */
static ics_walk walk_name(ics_sema *sema, const ics_scope *scope, const ics_node *step)
{
    const char *name = step->text;
    ics_expr *value = ics_parameter_named(scope, name);
    const uint32_t entity = ics_entity_named(sema, name);
    ics_noun noun;
    if (!value && ics_noun_named(sema, name, &noun))
        value = row_of_kind(sema, scope, noun.kind != ICS_NONE ? noun.kind : noun.entity);
    if (!value)
        value = attribute_in_scope(sema, scope, name, step->span);
    if (!value && entity != ICS_NONE)
        value = led_to(sema, scope, entity, step->span);
    if (value)
        return value_walk(value);
    bool found = false;
    ics_walk walk = ics_let_named(sema, scope, name, step->span, &found);
    for (const ics_scope *s = scope; s && !found; s = s->outer)
        if (has_row(s)) {
            walk = ics_step(sema, s->row, name, scope->depth + 1, step->span);
            found = !ics_is_wrong(walk.value);
        }
    if (!found && !sema->is_tired)
        unknown_name(sema, scope, name, step->span);
    return walk;
}

static ics_walk walk_start(ics_sema *sema, const ics_scope *scope, const ics_node *step, ics_expr *own)
{
    if (!step || step->kind != ICS_NODE_STEP || !step->text)
        return wrong_walk(sema, step ? step->span : (ics_span){0});
    if (has_word(step, "its"))
        return walk_its(sema, scope, step);
    if (strcmp(step->text, "it") == 0) {
        if (scope->it)
            return value_walk(scope->it);
        ics_report(sema->diags, ICS_E0304, step->span, "'it' has nothing to speak of here");
        return wrong_walk(sema, step->span);
    }
    if (!own)
        return walk_name(sema, scope, step);
    ics_walk walk = ics_step(sema, own, step->text, scope->depth + 1, step->span);
    if (ics_is_wrong(walk.value) && !sema->is_tired) {
        if (own->shape.sort == ICS_SORT_REF)
            ics_no_attribute(sema, step->span, own->shape.target, step->text);
        else
            ics_report(sema->diags, ICS_E0303, step->span, "%s has no attributes", ics_shape_name(sema, own->shape));
    }
    return walk;
}

/* -- the whole path */

static bool add_ranges(ics_sema *sema, ics_walk *walk, const ics_ranges *more, ics_span span)
{
    if (walk->ranges.count + more->count > ICS_RANGES_MAX) {
        ics_report(sema->diags, ICS_E0005, span, "a phrase goes through more than %d lists", ICS_RANGES_MAX);
        walk->value = ics_wrong(sema, span);
        return false;
    }
    for (size_t i = 0; i < more->count; i++) {
        walk->ranges.range[walk->ranges.count] = more->range[i];
        walk->ranges.when[walk->ranges.count++] = more->when[i];
    }
    return true;
}

bool ics_walk_open(ics_sema *sema, ics_walk *walk, uint32_t depth, ics_span span)
{
    if (ics_is_wrong(walk->value))
        return false;
    if (walk->value->shape.sort != ICS_SORT_LIST)
        return walk->ranges.count > 0;
    ics_expr *list = walk->value;
    const uint32_t entity = list->shape.target;
    ics_range *range =
        ics_range_new(sema, ICS_RANGE_LIST, depth + (uint32_t)walk->ranges.count + 1, entity, list, span);
    if (!add_ranges(sema, walk, &(ics_ranges){.range = {range}, .count = 1}, span))
        return false;
    walk->value = ics_row(sema, range, span);
    if (sema->model->entities[entity].is_hidden)
        walk->value = ics_read(sema, walk->value, ics_model_attribute(sema->model, entity, "value", 5), span);
    return !ics_is_wrong(walk->value);
}

/* Before a further step a list is opened; anything else stays as it is. */
static bool opened(ics_sema *sema, ics_walk *walk, uint32_t depth, ics_span span)
{
    return walk->value->shape.sort != ICS_SORT_LIST || ics_walk_open(sema, walk, depth, span);
}

void ics_walk_on(ics_sema *sema, uint32_t depth, ics_walk *walk, const ics_node *path, uint32_t from)
{
    for (uint32_t i = from; i-- > 0 && !ics_is_wrong(walk->value);) {
        const ics_node *step = path->child[i];
        if (!step || step->kind != ICS_NODE_STEP || !opened(sema, walk, depth, step->span)) {
            walk->value = ics_wrong(sema, path->span);
            return;
        }
        const uint32_t deeper = depth + (uint32_t)walk->ranges.count + 1;
        ics_walk next = ics_step(sema, walk->value, step->text, deeper, step->span);
        if (ics_is_wrong(next.value) && !sema->is_tired) {
            if (walk->value->shape.sort == ICS_SORT_REF)
                ics_no_attribute(sema, step->span, walk->value->shape.target, step->text);
            else
                ics_report(sema->diags, ICS_E0303, step->span, "%s has no attributes",
                           ics_shape_name(sema, walk->value->shape));
        }
        walk->value = next.value;
        if (!add_ranges(sema, walk, &next.ranges, step->span))
            return;
    }
}

/* Whether a row is what `each NAME` opened: of the entity, or of the list, of that name. */
static bool is_each_of(ics_sema *sema, const ics_expr *row, const ics_node *step)
{
    ics_noun noun;
    if (step->text && ics_noun_named(sema, step->text, &noun))
        return row->shape.target == noun.entity || row->shape.target == noun.kind;
    for (uint32_t i = 0; step->text && i < sema->model->attribute_count; i++)
        if (sema->model->attributes[i].target == row->shape.target &&
            ics_same_name(sema->model->attributes[i].name, step->text))
            return true;
    return false;
}

/* `each X of Y` in the condition of a check: the row that it is judged for. */
static ics_walk walk_each(ics_sema *sema, const ics_scope *scope, const ics_node *path, uint32_t step)
{
    assert(scope);
    ics_walk walk = wrong_walk(sema, path->span);
    for (const ics_scope *s = scope; s && ics_is_wrong(walk.value); s = s->outer)
        if (s->row && s->row->kind == ICS_EXPR_ROW && s->row->range->source == ICS_RANGE_ROOT &&
            is_each_of(sema, s->row, path->child[step]))
            walk.value = s->row;
    if (ics_is_wrong(walk.value) && !sema->is_tired)
        ics_report(sema->diags, ICS_E0304, path->child[step]->span,
                   "'each' belongs to the subject: write 'every' or 'some' here");
    ics_walk_on(sema, scope->depth, &walk, path, step);
    return walk;
}

ics_walk ics_walk_path(ics_sema *sema, const ics_scope *scope, const ics_node *path, ics_expr *own)
{
    if (!path || path->kind != ICS_NODE_PATH || path->child_count == 0)
        return wrong_walk(sema, path ? path->span : (ics_span){0});
    for (uint32_t i = 0; i < path->child_count; i++)
        if (path->child[i] && (has_word(path->child[i], "each") || path->child[i]->kind == ICS_NODE_PAIR))
            return walk_each(sema, scope, path, i);
    const uint32_t last = path->child_count - 1;
    ics_walk walk = walk_start(sema, scope, path->child[last], last == 0 ? own : NULL);
    ics_walk_on(sema, scope->depth, &walk, path, last);
    return walk;
}

ics_expr *ics_path_value(ics_sema *sema, const ics_scope *scope, const ics_node *path, ics_expr *own)
{
    ics_walk walk = ics_walk_path(sema, scope, path, own);
    if (walk.ranges.count == 0 || ics_is_wrong(walk.value))
        return walk.value;
    const ics_range *range = walk.ranges.range[walk.ranges.count - 1];
    ics_diag *diag = ics_report(sema->diags, ICS_E0304, path->span, "there may be several %s here",
                                ics_several(sema, range->entity));
    ics_diag_help(sema->diags, diag, "say which: 'every', 'some', 'number of', 'sum of', 'earliest', 'latest'");
    return ics_wrong(sema, path->span);
}

/* In what a verb means, `it` stays the body that does it; elsewhere it is the element (decision 18). */
static bool is_in_verb(const ics_scope *scope)
{
    while (scope && scope->is_element && !scope->is_verb)
        scope = scope->outer;
    return scope && scope->is_verb;
}

ics_scope ics_scope_in(const ics_scope *outer, ics_expr *row, size_t ranges)
{
    if (row && row->shape.sort != ICS_SORT_REF)
        row = NULL;
    return (ics_scope){.outer = outer,
                       .row = row,
                       .it = row && !is_in_verb(outer) ? row : outer->it,
                       .is_element = true,
                       .depth = outer->depth + (uint32_t)ranges};
}

ics_scope ics_scope_of_element(ics_sema *sema, const ics_scope *outer, const ics_walk *walk, ics_span span)
{
    const size_t count = walk->ranges.count;
    return ics_scope_in(outer, ics_row(sema, walk->ranges.range[count - 1], span), count);
}
