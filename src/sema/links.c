/*
 * The shortest chain of links from one kind of thing to another (docs/decisions.md, 46). A link is a reference, a list,
 * or the inverse of one; an inverse is one of the kind that the attribute is declared to hold, not of a wider one,
 * unless nothing leads there otherwise. Of chains of one length those with the fewest links to several things count.
 * None leads through records of a special category: a child's case is no link between bodies.
 */
#include "sema/context.h"

#include <string.h>

/* How an entity was reached: by an attribute of the one before it, or as the owner that holds that in the attribute. */
typedef struct arrival {
    uint32_t distance; /* ICS_NONE: not reached */
    uint32_t several;  /* links of the chain that may lead to several things */
    uint32_t ways;     /* chains that are as short, with as few of them; counted no further than 2 */
    uint32_t from, attribute;
    bool is_owner;
} arrival;

typedef struct search {
    const ics_sema *sema;
    const ics_model *model;
    arrival *arrivals; /* by entity */
    bool is_exact;
} search;

static void arrive(search *s, uint32_t from, uint32_t to, uint32_t attribute, bool is_owner)
{
    const ics_attribute *a = &s->model->attributes[attribute];
    const arrival *before = &s->arrivals[from];
    arrival *at = &s->arrivals[to];
    const bool is_several = is_owner ? a->type == ICS_TYPE_REF && !a->is_one : a->type == ICS_TYPE_LIST;
    const arrival now = {.distance = before->distance + 1,
                         .several = before->several + is_several,
                         .ways = before->ways,
                         .from = from,
                         .attribute = attribute,
                         .is_owner = is_owner};
    if (at->distance == ICS_NONE || (at->distance == now.distance && at->several > now.several))
        *at = now;
    else if (at->distance == now.distance && at->several == now.several)
        at->ways = 2;
}

/* Whether an attribute of the entity is declared the other side of this one: the two are one link. */
static bool is_other_side(const ics_model *model, uint32_t entity, uint32_t attribute)
{
    const uint32_t inverse = model->attributes[attribute].inverse;
    if (inverse != ICS_NONE && ics_model_is_a(model, entity, model->attributes[inverse].entity))
        return true;
    for (uint32_t i = 0; i < model->attribute_count; i++)
        if (model->attributes[i].inverse == attribute && ics_model_is_a(model, entity, model->attributes[i].entity))
            return true;
    return false;
}

static void follow(search *s, uint32_t entity)
{
    const ics_model *model = s->model;
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        if ((a->type != ICS_TYPE_REF && a->type != ICS_TYPE_LIST) || a->target == ICS_NONE ||
            model->entities[a->target].is_hidden || !ics_sees_attribute(s->sema, i))
            continue;
        if (ics_model_is_a(model, entity, a->entity))
            arrive(s, entity, a->target, i, false);
        const bool holds = s->is_exact ? a->target == entity : ics_model_is_a(model, entity, a->target);
        if (holds && !is_other_side(model, entity, i))
            arrive(s, entity, a->entity, i, true);
    }
}

/* Of two that are reached the one by fewer links to several; where neither is better, there are several ways. */
static uint32_t better(const search *s, uint32_t a, uint32_t b, uint32_t *ways)
{
    const bool is_equal = a != ICS_NONE && s->arrivals[a].several == s->arrivals[b].several;
    if (a != ICS_NONE && s->arrivals[a].several < s->arrivals[b].several)
        return a;
    *ways = is_equal ? 2 : s->arrivals[b].ways;
    return b;
}

/* The nearest entity that is of the kind that is wanted; ways: chains of that length. ICS_NONE: none is reached. */
static uint32_t nearest(search *s, uint32_t from, uint32_t wanted, uint32_t *ways)
{
    for (uint32_t e = 0; e < s->model->entity_count; e++)
        s->arrivals[e] = (arrival){.distance = ICS_NONE};
    s->arrivals[from] = (arrival){.distance = 0, .ways = 1};
    for (uint32_t distance = 0; distance < ICS_RANGES_MAX; distance++) {
        for (uint32_t e = 0; e < s->model->entity_count; e++)
            if (s->arrivals[e].distance == distance && (e == from || !s->model->entities[e].is_special))
                follow(s, e);
        uint32_t found = ICS_NONE;
        for (uint32_t e = 0; e < s->model->entity_count; e++)
            if (s->arrivals[e].distance == distance + 1 && ics_model_is_a(s->model, e, wanted))
                found = better(s, found, e, ways);
        if (found != ICS_NONE)
            return found;
    }
    return ICS_NONE;
}

/* Goes the chain that led to an entity, link by link, through every list on the way. */
static bool go(ics_sema *sema, const search *s, uint32_t to, uint32_t depth, ics_span span, ics_walk *walk)
{
    uint32_t chain[ICS_RANGES_MAX + 1], count = 0;
    for (uint32_t e = to; s->arrivals[e].distance > 0; e = s->arrivals[e].from)
        chain[count++] = e;
    while (count > 0) {
        const arrival *link = &s->arrivals[chain[--count]];
        if (walk->value->shape.sort == ICS_SORT_LIST && !ics_walk_open(sema, walk, depth, span))
            return false;
        walk->value = link->is_owner ? ics_owner(sema, walk->value, link->attribute, span)
                                     : ics_read(sema, walk->value, link->attribute, span);
    }
    return !ics_is_wrong(walk->value);
}

/* The nearest thing of a kind, by links to that kind itself or, where there are none, to a wider one. */
static uint32_t reach(ics_sema *sema, search *s, uint32_t from, uint32_t entity, uint32_t *ways)
{
    s->sema = sema;
    s->model = sema->model;
    s->is_exact = true;
    s->arrivals = ICS_ARENA_ARRAY(sema->arena, arrival, sema->model->entity_count + 1);
    const uint32_t to = nearest(s, from, entity, ways);
    if (to != ICS_NONE)
        return to;
    s->is_exact = false;
    return nearest(s, from, entity, ways);
}

bool ics_links_exist(ics_sema *sema, uint32_t from, uint32_t entity)
{
    search s;
    uint32_t ways = 0;
    return reach(sema, &s, from, entity, &ways) != ICS_NONE;
}

bool ics_links_walk(ics_sema *sema, ics_expr *row, uint32_t entity, uint32_t depth, ics_span span, ics_walk *walk)
{
    const uint32_t from = row->shape.target;
    search s;
    *walk = (ics_walk){.value = row};
    uint32_t ways = 0;
    const uint32_t to = reach(sema, &s, from, entity, &ways);
    if (to != ICS_NONE && ways == 1)
        return go(sema, &s, to, depth, span, walk);
    ics_diag *diag =
        ics_report(sema->diags, ICS_E0114, span,
                   to == ICS_NONE ? "nothing leads from %s to %s" : "several ways of one length lead from %s to %s",
                   ics_entity_name(sema, from), ics_entity_name(sema, entity));
    ics_diag_help(sema->diags, diag, "name the way: 'its …', an attribute of %s", ics_entity_name(sema, from));
    return false;
}
