/*
 * Functions that another exercises (docs/decisions.md, 47): an act of the one who exercises a function counts as the
 * body's own. A declaration says it of every body of a kind; a body's own list `functions` says it of that body. A
 * function is named by what is done (the object of the verb, or the verb), or by the last words of that.
 */
#include "sema/context.h"

#include <string.h>

/* -- declarations */

static const ics_node *only_step(const ics_node *path)
{
    return path && path->kind == ICS_NODE_PATH && path->child_count == 1 ? path->child[0] : NULL;
}

static uint32_t entity_of(ics_sema *sema, const ics_node *step)
{
    const uint32_t entity = step && step->text ? ics_entity_named(sema, step->text) : ICS_NONE;
    if (entity == ICS_NONE && step)
        ics_report(sema->diags, ICS_E0232, step->span, "a kind of body is needed here; '%s' is none",
                   step->text ? step->text : "");
    return entity;
}

static void declare(ics_sema *sema, const ics_node *node)
{
    const ics_node *function = ics_slot(node, "function"), *by = ics_slot(node, "by");
    const ics_node *from = ics_slot(node, "from"), *to = ics_slot(node, "to");
    if (!function || function->kind != ICS_NODE_PATH || !by)
        return;
    if (function->child_count != 2 || !only_step(by)) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0232, node->span, "a function is said as FUNCTION of BODY");
        ics_diag_help(sema->diags, diag, "write 'function needs assessment of local authority is exercised by …'");
        return;
    }
    ics_function f = {.name = function->child[0]->text,
                      .of = entity_of(sema, function->child[1]),
                      .by = entity_of(sema, only_step(by)),
                      .node = node,
                      .file = sema->file,
                      .from = from ? from->first_day : ICS_DAY_MIN,
                      .to = to ? to->last_day : ICS_DAY_MAX};
    if (!f.name || f.of == ICS_NONE || f.by == ICS_NONE)
        return;
    if (f.from > f.to) {
        ics_report(sema->diags, ICS_E0203, to->span, "the function ends before it begins");
        return;
    }
    f.id = ics_keep_definition(sema, node, NULL);
    sema->out->definitions[f.id].name = f.name;
    ICS_PUSH(sema->arena, sema->exercised, sema->exercised_count, sema->exercised_room, f);
}

void ics_sema_declare_functions(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_EXERCISED)
                declare(sema, tree->child[i]);
    }
}

/* -- what a deed is called */

enum { NAMES_MAX = 8 };

typedef struct names {
    const char *name[NAMES_MAX];
    size_t count;
} names;

static void add_name(const ics_sema *sema, names *all, const ics_node *object)
{
    object = ics_letter_of(sema, object);
    if (object && object->kind == ICS_NODE_NP)
        object = ics_slot(object, "path");
    const ics_node *step = only_step(object);
    const char *text = step ? step->text : object && object->kind == ICS_NODE_TERM ? object->text : NULL;
    if (text && all->count < NAMES_MAX)
        all->name[all->count++] = text;
}

static names names_of(const ics_sema *sema, const ics_node *deed)
{
    names all = {.count = 0};
    if (deed->text)
        all.name[all.count++] = deed->text;
    if (deed->kind != ICS_NODE_BE)
        add_name(sema, &all, ics_slot(deed, "object"));
    const ics_node *list = deed->kind == ICS_NODE_DOES ? NULL : ics_slot(deed, "prepositions");
    for (uint32_t i = 0; i < ics_node_length(list); i++)
        add_name(sema, &all, ics_slot(list->child[i], "object"));
    return all;
}

/* Whether a function of several words is the last words of a name: `needs assessment` of a joint strategic one. */
static bool is_tail(const char *name, const char *function)
{
    const size_t length = strlen(name), tail = strlen(function);
    return strchr(function, ' ') && tail < length && name[length - tail - 1] == ' ' &&
           ics_same_name(name + length - tail, function);
}

static bool is_function(const names *all, const char *function)
{
    for (size_t i = 0; i < all->count; i++)
        if (ics_same_name(all->name[i], function) || is_tail(all->name[i], function))
            return true;
    return false;
}

/* -- the deed of the one who exercises it */

typedef struct exercise {
    const ics_scope *scope;
    const ics_node *deed;
    ics_expr *who, *due;
    const ics_company *with;
} exercise;

/* Adds what was done by the one whom a walk from the body leads to, on the days of @p with. @p is_said: of its list. */
static ics_deed add_deed(ics_sema *sema, const exercise *e, const ics_walk *by, const ics_company *with,
                         ics_expr *is_said, ics_deed own)
{
    const ics_span span = e->deed->span;
    if (!ics_can_do(sema, e->deed, by->value->shape.target))
        return own;
    ics_scope scope = ics_scope_in(e->scope, by->value, by->ranges.count);
    scope.is_element = false;
    ics_deed theirs = ics_do_in_company(sema, &scope, e->deed, by->value, e->due, with);
    if (ics_is_wrong(theirs.done))
        return theirs;
    ics_expr *is_there = ics_make(sema, ICS_EXPR_PRESENT, span, by->value, NULL);
    theirs = ics_deed_of_some(sema, &by->ranges, is_there, theirs, span);
    theirs.done = ics_and(sema, is_said, theirs.done);
    theirs.in_time = theirs.in_time ? ics_and(sema, is_said, theirs.in_time) : NULL;
    theirs.vacuous = NULL;
    return ics_deed_of_either(sema, own, theirs, span);
}

static ics_deed by_declaration(ics_sema *sema, const exercise *e, const ics_function *f, ics_deed own)
{
    const ics_span span = f->node->span;
    ics_walk by;
    if (!ics_links_exist(sema, e->who->shape.target, f->by)) { /* who exercises it is not known */
        ics_expr *unknown = ics_truth(sema, 2, e->deed->span);
        ics_use_definition(sema, f->id);
        own.done = ics_or(sema, own.done, unknown);
        own.first_on = own.last_on = NULL;
        own.in_time = own.in_time ? ics_or(sema, own.in_time, unknown) : NULL;
        return own;
    }
    if (!ics_links_walk(sema, e->who, f->by, e->scope->depth, span, &by) ||
        (by.value->shape.sort == ICS_SORT_LIST && !ics_walk_open(sema, &by, e->scope->depth, span)))
        return (ics_deed){.done = ics_wrong(sema, span)};
    ics_company with = *e->with;
    with.from = ics_day(sema, f->from, span);
    with.to = f->to == ICS_DAY_MAX ? NULL : ics_day(sema, f->to, span);
    ics_use_definition(sema, f->id);
    return add_deed(sema, e, &by, &with, NULL, own);
}

/* -- a body's own list */

typedef struct row_of_list {
    uint32_t list, function, by, from, to; /* attributes, or ICS_NONE */
} row_of_list;

static uint32_t attribute_of(const ics_sema *sema, uint32_t entity, const char *name, ics_type type, ics_type other)
{
    const uint32_t attribute = ics_attribute_named(sema, entity, name);
    const ics_type is = attribute == ICS_NONE ? ICS_TYPE_COUNT : sema->model->attributes[attribute].type;
    return is == type || is == other ? attribute : ICS_NONE;
}

static bool find_list(const ics_sema *sema, uint32_t entity, row_of_list *out)
{
    out->list = attribute_of(sema, entity, "functions", ICS_TYPE_LIST, ICS_TYPE_LIST);
    if (out->list == ICS_NONE)
        return false;
    const uint32_t of = sema->model->attributes[out->list].target;
    out->function = attribute_of(sema, of, "function", ICS_TYPE_ENUM, ICS_TYPE_TEXT);
    out->by = attribute_of(sema, of, "exerciser", ICS_TYPE_REF, ICS_TYPE_REF);
    out->from = attribute_of(sema, of, "first day", ICS_TYPE_DATE, ICS_TYPE_EVENT_DATE);
    out->to = attribute_of(sema, of, "last day", ICS_TYPE_DATE, ICS_TYPE_EVENT_DATE);
    return out->function != ICS_NONE && out->by != ICS_NONE;
}

/* Whether a row of the list is of what the deed is called. */
static ics_expr *is_of_deed(ics_sema *sema, const names *all, uint32_t function, ics_expr *row, ics_span span)
{
    const ics_attribute *a = &sema->model->attributes[function];
    ics_expr *is = NULL;
    for (size_t i = 0; i < all->count; i++) {
        ics_expr *name;
        if (a->type == ICS_TYPE_ENUM) {
            const uint32_t value = ics_value_named(sema, a->target, all->name[i]);
            if (value == ICS_NONE)
                continue;
            name = ics_name(sema, ICS_IN_VALUES, a->target, value, span);
        } else {
            name = ics_make(sema, ICS_EXPR_TEXT, span, NULL, NULL);
            name->text = all->name[i];
            name->shape.space = ICS_IN_TEXT;
        }
        is = ics_or(sema, is, ics_make(sema, ICS_EXPR_ID_EQ, span, ics_read(sema, row, function, span), name));
    }
    return is;
}

/* A day that is not said bounds nothing. */
static ics_expr *day_or(ics_sema *sema, ics_expr *row, uint32_t attribute, int32_t day, ics_span span)
{
    return attribute == ICS_NONE
               ? NULL
               : ics_make(sema, ICS_EXPR_ELSE, span, ics_read(sema, row, attribute, span), ics_day(sema, day, span));
}

static ics_deed by_list(ics_sema *sema, const exercise *e, const names *all, ics_deed own)
{
    const ics_span span = e->deed->span;
    row_of_list r;
    if (!find_list(sema, e->who->shape.target, &r))
        return own;
    ics_walk by = {.value = ics_read(sema, e->who, r.list, span)};
    ics_expr *is_said = ics_make(sema, ICS_EXPR_RECORDED, span, by.value, NULL);
    if (!ics_walk_open(sema, &by, e->scope->depth, span))
        return own;
    ics_expr *row = by.value, *is = is_of_deed(sema, all, r.function, row, span);
    if (!is)
        return own;
    by.ranges.when[0] = is;
    by.value = ics_read(sema, row, r.by, span);
    ics_company with = *e->with;
    with.from = day_or(sema, row, r.from, ICS_DAY_MIN, span);
    with.to = day_or(sema, row, r.to, ICS_DAY_MAX, span);
    return add_deed(sema, e, &by, &with, is_said, own);
}

ics_deed ics_with_functions(ics_sema *sema, const ics_scope *scope, const ics_node *deed, ics_expr *who, ics_expr *due,
                            const ics_company *with, ics_deed own)
{
    const exercise e = {scope, deed, who, due, with};
    if (ics_is_wrong(own.done) || who->shape.sort != ICS_SORT_REF)
        return own;
    const names all = names_of(sema, deed);
    for (size_t i = 0; i < sema->exercised_count && !ics_is_wrong(own.done); i++) {
        const ics_function *f = &sema->exercised[i];
        if (ics_sees(sema, f->file) && ics_model_is_a(sema->model, who->shape.target, f->of) &&
            is_function(&all, f->name))
            own = by_declaration(sema, &e, f, own);
    }
    return ics_is_wrong(own.done) ? own : by_list(sema, &e, &all, own);
}
