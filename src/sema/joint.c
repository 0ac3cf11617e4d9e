/*
 * Several who owe a duty (docs/decisions.md, 46). The body named first is the subject of the sentence; the others are
 * those that it is linked to. `each` is a rule for each body named. `either` is done where one of them did it.
 * `together` is done where all did it with one thing: the verb speaks of an element (a document, an act), and each of
 * the others took part in it, because its own is the same, or because the thing names it among its preparers.
 */
#include "sema/context.h"

#include <string.h>

static bool is_word(const ics_node *node, const char *word)
{
    return node && node->word && strcmp(node->word, word) == 0;
}

static const ics_node *bodies_of(const ics_node *sentence)
{
    const ics_node *subject = ics_slot(sentence, "subject");
    return subject && subject->kind == ICS_NODE_JOINT ? subject : NULL;
}

static const ics_node *path_of(const ics_node *body)
{
    return body && body->kind == ICS_NODE_NP ? ics_slot(body, "path") : body;
}

static const ics_node *last_step(const ics_node *path)
{
    return path && path->kind == ICS_NODE_PATH && path->child_count > 0 ? path->child[path->child_count - 1] : NULL;
}

/* What `applies to` names is the subject of all, and has one outcome of what they owe together. */
uint32_t ics_joint_rules(const ics_node *sentence, bool has_applies)
{
    const ics_node *bodies = bodies_of(sentence);
    const bool is_one = is_word(sentence, "either") || (is_word(sentence, "together") && has_applies);
    return bodies && !is_one ? bodies->child_count : 1;
}

bool ics_joint_fits(ics_sema *sema, const ics_node *sentence)
{
    const ics_node *bodies = bodies_of(sentence);
    const bool has_word = sentence->word && *sentence->word;
    if (!bodies == !has_word)
        return sema->body < ics_joint_rules(sentence, false) ||
               (ics_report(sema->diags, ICS_E0231, sentence->span,
                           "the versions of a rule are owed by the same bodies"),
                false);
    ics_diag *diag;
    if (bodies) {
        diag = ics_report(sema->diags, ICS_E0230, bodies->span, "several bodies owe this, and nothing says how");
        ics_diag_help(sema->diags, diag, "write 'together', 'each' or 'either' after the modal verb");
    } else {
        diag = ics_report(sema->diags, ICS_E0230, sentence->span, "'%s' needs several bodies, joined by 'and'",
                          sentence->word);
        ics_diag_help(sema->diags, diag, "leave it out");
    }
    return false;
}

/* -- each: a sentence with one of the bodies as its subject */

static ics_node *new_node(ics_sema *sema, const ics_node *of, uint32_t children)
{
    ics_node *node = ICS_ARENA_NEW(sema->arena, ics_node);
    *node = *of;
    node->child = ICS_ARENA_ARRAY(sema->arena, ics_node *, children + 1);
    node->child_count = node->child_room = children;
    for (uint32_t i = 0; i < of->child_count && i < children; i++)
        node->child[i] = of->child[i];
    return node;
}

/* `its partner trusts` beside ICB: `each partner trust of ICB`; `its board`: `board of each ICB` where ICB has `each`.
 */
static ics_node *path_from_first(ics_sema *sema, const ics_node *path, const ics_node *first)
{
    const uint32_t own = path->child_count, more = first->child_count;
    ics_node *whole = new_node(sema, path, own + more);
    ics_node *step = new_node(sema, path->child[own - 1], path->child[own - 1]->child_count);
    step->word = NULL;
    const uint32_t entity = first->child[0]->text ? ics_entity_named(sema, first->child[0]->text) : ICS_NONE;
    const uint32_t attribute = entity == ICS_NONE ? ICS_NONE : ics_attribute_named(sema, entity, step->text);
    if (attribute != ICS_NONE && sema->model->attributes[attribute].type == ICS_TYPE_LIST)
        step->word = "each";
    whole->child[own - 1] = step;
    for (uint32_t i = 0; i < more; i++)
        whole->child[own + i] = first->child[i];
    if (!step->word) {
        ics_node *base = new_node(sema, first->child[0], first->child[0]->child_count);
        base->word = "each";
        whole->child[own] = base;
    }
    return whole;
}

const ics_node *ics_joint_sentence(ics_sema *sema, const ics_node *sentence, bool has_applies)
{
    enum { CADENCE, SUBJECT, REQUIREMENT, LIMITS, SLOTS }; /* of SENTENCE in nodes.def */
    const ics_node *bodies = bodies_of(sentence);
    if (!bodies)
        return sentence;
    const bool is_each = is_word(sentence, "each");
    const ics_node *body = bodies->child[is_each ? sema->body : 0], *path = path_of(body);
    ics_node *alone = new_node(sema, sentence, SLOTS);
    alone->child[SUBJECT] = bodies->child[is_each ? sema->body : 0];
    const ics_node *first = path_of(bodies->child[0]);
    if (is_each && sema->body > 0 && !has_applies && is_word(last_step(path), "its") && last_step(first)) {
        ics_node *from_first = path_from_first(sema, path, first);
        ics_node *noun = body->kind == ICS_NODE_NP ? new_node(sema, body, body->child_count) : from_first;
        if (noun != from_first)
            noun->child[0] = from_first;
        alone->child[SUBJECT] = noun;
    }
    return alone;
}

/* -- the others of a group, seen from the body named first */

typedef struct others {
    ics_walk walk;    /* to one of them, within the lists on the way */
    ics_scope scope;  /* in which it is the one who does */
    ics_expr *counts; /* whether it is there at all; NULL: it is */
    bool is_wrong;
} others;

/* `each place of ICS` as one of several: all of them. */
static const ics_node *without_each(ics_sema *sema, const ics_node *path)
{
    ics_node *plain = new_node(sema, path, path->child_count);
    for (uint32_t i = 0; i < path->child_count; i++)
        if (is_word(path->child[i], "each") || is_word(path->child[i], "every")) {
            plain->child[i] = new_node(sema, path->child[i], path->child[i]->child_count);
            plain->child[i]->word = NULL;
        }
    return plain;
}

static bool walk_to(ics_sema *sema, const ics_scope *at, ics_expr *first, const ics_node *path, ics_walk *walk)
{
    const ics_node *step = path && path->child_count == 1 ? path->child[0] : NULL;
    const uint32_t entity = step && step->kind == ICS_NODE_STEP && step->text && !is_word(step, "its")
                                ? ics_entity_named(sema, step->text)
                                : ICS_NONE;
    if (entity != ICS_NONE && ics_attribute_named(sema, first->shape.target, step->text) == ICS_NONE)
        return ics_links_walk(sema, first, entity, at->depth, path->span, walk);
    *walk = ics_walk_path(sema, at, path, NULL);
    return !ics_is_wrong(walk->value);
}

/* @p depth: of ranges that are open where the others are asked for. */
static others others_of(ics_sema *sema, const ics_subject *subject, const ics_node *body, uint32_t depth)
{
    others o = {.is_wrong = true};
    ics_expr *first = subject->who.value;
    ics_scope *at = ICS_ARENA_NEW(sema->arena, ics_scope);
    *at = subject->scope;
    at->depth = depth;
    const ics_node *path = path_of(body);
    if (!path || path->kind != ICS_NODE_PATH || !walk_to(sema, at, first, without_each(sema, path), &o.walk))
        return o;
    if (o.walk.value->shape.sort == ICS_SORT_LIST && !ics_walk_open(sema, &o.walk, depth, path->span))
        return o;
    if (o.walk.value->shape.sort != ICS_SORT_REF) {
        ics_report(sema->diags, ICS_E0303, path->span, "a body is needed here, this is %s",
                   ics_shape_name(sema, o.walk.value->shape));
        return o;
    }
    const size_t lists = o.walk.ranges.count;
    o.scope = ics_scope_in(at, o.walk.value, lists);
    o.scope.is_element = false;
    ics_expr *narrowed = NULL;
    if (body->kind == ICS_NODE_NP && ics_slot(body, "where"))
        narrowed = ics_condition(sema, &o.scope, ics_slot(body, "where"));
    if (body->kind == ICS_NODE_NP && ics_slot(body, "withs"))
        narrowed = ics_and(sema, narrowed, ics_withs(sema, &o.scope, o.walk.value, ics_slot(body, "withs")));
    const bool is_row = o.walk.value->kind == ICS_EXPR_ROW;
    o.counts =
        ics_and(sema, is_row ? NULL : ics_make(sema, ICS_EXPR_PRESENT, body->span, o.walk.value, NULL), narrowed);
    if (lists > 0 && o.counts) {
        o.walk.ranges.when[lists - 1] = ics_and(sema, o.walk.ranges.when[lists - 1], o.counts);
        o.counts = NULL;
    }
    o.is_wrong = false;
    return o;
}

/* -- together */

/* Whether the thing itself names the body among its preparers; NULL where things of its kind name none. */
static ics_expr *is_preparer(ics_sema *sema, ics_expr *thing, ics_expr *body, ics_span span)
{
    const uint32_t attribute = ics_attribute_named(sema, thing->shape.target, "preparers");
    if (attribute == ICS_NONE)
        return NULL;
    ics_expr *names = ics_read(sema, thing, attribute, span);
    const bool is_list = names->shape.sort == ICS_SORT_LIST;
    const bool is_set = names->shape.sort == ICS_SORT_SET && names->shape.space == ICS_IN_ROWS;
    const ics_model *model = sema->model;
    if ((!is_list && !is_set) || model->entities[names->shape.target].root != model->entities[body->shape.target].root)
        return NULL;
    return ics_make(sema, is_list ? ICS_EXPR_HAS_ROW : ICS_EXPR_HAS_IN, span, names, body);
}

/* Whether one of the others took part in what was done with this thing. */
static ics_expr *one_took_part(ics_sema *sema, const ics_joint *joint, ics_expr *one, const ics_scope *scope,
                               ics_expr *thing, ics_span span)
{
    sema->same_thing = thing;
    ics_expr *did = ics_do(sema, scope, joint->deed, one, NULL).done;
    sema->same_thing = NULL;
    return ics_is_wrong(did) ? did : ics_or(sema, is_preparer(sema, thing, one, span), did);
}

/* Whether all of one kind of others took part in what was done with this thing. */
static ics_expr *took_part(ics_sema *sema, const ics_joint *joint, const ics_node *body, ics_expr *thing,
                           uint32_t depth)
{
    const others o = others_of(sema, joint->subject, body, depth);
    if (o.is_wrong)
        return ics_wrong(sema, body->span);
    ics_expr *took = one_took_part(sema, joint, o.walk.value, &o.scope, thing, body->span);
    if (ics_is_wrong(took))
        return took;
    ics_expr *life = ics_life_of(sema, o.walk.value, joint->due);
    if (life) /* who has gone, or is not there yet, owes nothing */
        took = ics_or(sema, ics_not(sema, life), took);
    if (o.counts)
        took = ics_or(sema, ics_not(sema, o.counts), took);
    return o.walk.ranges.count > 0 ? ics_every(sema, &o.walk.ranges, took, body->span) : took;
}

ics_expr *ics_joint_took_part(ics_sema *sema, const ics_joint *joint, ics_expr *thing, uint32_t depth)
{
    ics_expr *all = NULL;
    if (joint->one) {
        ics_scope scope = *joint->one_scope;
        scope.depth = depth;
        return one_took_part(sema, joint, joint->one, &scope, thing, joint->bodies->span);
    }
    for (uint32_t i = 1; i < joint->bodies->child_count; i++)
        all = ics_and(sema, all, took_part(sema, joint, joint->bodies->child[i], thing, depth));
    return all;
}

/* Who took part is told one by one, for the names of those who did not: the body named first, by itself, and each of
 * the others, in a thing of the first's. */
static void note_takers(ics_sema *sema, const ics_joint *joint, ics_rule_meaning *rule)
{
    const ics_subject *subject = joint->subject;
    ics_expr *first = subject->who.value;
    rule->takers = ICS_ARENA_ARRAY(sema->arena, ics_taker, joint->bodies->child_count);
    rule->takers[0] = (ics_taker){.row = first, /* the lane's own may be a period */
                                  .took = ics_do(sema, &subject->scope, joint->deed, first, NULL).done};
    rule->taker_count = 1;
    for (uint32_t i = 1; i < joint->bodies->child_count; i++) {
        const others o = others_of(sema, subject, joint->bodies->child[i], subject->scope.depth);
        if (o.is_wrong)
            return;
        ics_scope scope = subject->scope;
        scope.depth = o.scope.depth;
        ics_joint alone = *joint;
        alone.one = o.walk.value;
        alone.one_scope = &o.scope;
        sema->joint = &alone;
        ics_taker taker = {.ranges = o.walk.ranges,
                           .row = o.walk.value->kind == ICS_EXPR_ROW ? NULL : o.walk.value,
                           .took = ics_do(sema, &scope, joint->deed, first, NULL).done};
        sema->joint = NULL;
        for (size_t r = 0; r < o.walk.ranges.count; r++)
            if (o.walk.ranges.when[r])
                taker.took = ics_or(sema, ics_not(sema, o.walk.ranges.when[r]), taker.took);
        if (o.counts)
            taker.took = ics_or(sema, ics_not(sema, o.counts), taker.took);
        ics_expr *life = ics_life_of(sema, o.walk.value, joint->due);
        if (life)
            taker.took = ics_or(sema, ics_not(sema, life), taker.took);
        if (!ics_is_wrong(taker.took))
            rule->takers[rule->taker_count++] = taker;
    }
}

static ics_deed refused(ics_sema *sema, ics_span span, const char *word, const char *why)
{
    ics_diag *diag = ics_report(sema->diags, ICS_E0231, span, "'%s' has no meaning here: %s", word, why);
    ics_diag_help(sema->diags, diag, "say 'each' for a duty of each of them");
    return (ics_deed){.done = ics_wrong(sema, span)};
}

/* -- either */

ics_deed ics_deed_of_some(ics_sema *sema, const ics_ranges *ranges, ics_expr *counts, ics_deed deed, ics_span span)
{
    return (ics_deed){
        .done = ics_some(sema, ranges, ics_and(sema, counts, deed.done), span),
        .in_time = deed.in_time ? ics_some(sema, ranges, ics_and(sema, counts, deed.in_time), span) : NULL,
        .done_on = deed.done_on ? ics_first_day(sema, ICS_EXPR_EARLIEST, ranges, deed.done_on, deed.done, span) : NULL,
        .vacuous = ranges->count == 0 ? deed.vacuous : NULL,
    };
}

ics_deed ics_deed_of_either(ics_sema *sema, ics_deed a, ics_deed b, ics_span span)
{
    ics_deed either = {.done = ics_or(sema, a.done, b.done),
                       .in_time = a.in_time && b.in_time ? ics_or(sema, a.in_time, b.in_time) : NULL,
                       .vacuous = a.vacuous && b.vacuous ? ics_and(sema, a.vacuous, b.vacuous) : NULL};
    if (a.done_on && b.done_on)
        either.done_on =
            ics_make(sema, ICS_EXPR_ELSE, span, ics_make(sema, ICS_EXPR_EARLIER, span, a.done_on, b.done_on),
                     ics_make(sema, ICS_EXPR_ELSE, span, a.done_on, b.done_on));
    return either;
}

static void join_parts(ics_sema *sema, ics_rule_meaning *rule, const ics_rule_meaning *other, const others *o)
{
    for (uint32_t i = 0; i < rule->part_count && i < other->part_count; i++) {
        ics_part *part = &rule->parts[i];
        const ics_part *theirs = &other->parts[i];
        const ics_deed own = {.done = part->done, .in_time = part->in_time, .done_on = part->done_on};
        const ics_deed there = ics_deed_of_some(
            sema, &o->walk.ranges, o->counts,
            (ics_deed){.done = theirs->done, .in_time = theirs->in_time, .done_on = theirs->done_on}, part->span);
        const ics_deed either = ics_deed_of_either(sema, own, there, part->span);
        part->done = either.done;
        part->in_time = either.in_time;
        part->done_on = either.done_on;
    }
}

static ics_deed either(ics_sema *sema, const ics_subject *subject, const ics_node *bodies, const ics_node *requirement,
                       ics_expr *due, ics_rule_meaning *rule)
{
    ics_deed deed = ics_requirement(sema, subject, requirement, due, false, rule);
    for (uint32_t i = 1; i < bodies->child_count && !ics_is_wrong(deed.done); i++) {
        const others o = others_of(sema, subject, bodies->child[i], subject->scope.depth);
        if (o.is_wrong)
            return (ics_deed){.done = ics_wrong(sema, bodies->span)};
        ics_subject other = *subject;
        ics_rule_meaning letters = {.head = rule->head};
        other.who = (ics_walk){.value = o.walk.value};
        other.scope = o.scope;
        const ics_deed theirs = ics_requirement(sema, &other, requirement, due, false, &letters);
        if (ics_is_wrong(theirs.done))
            return theirs;
        join_parts(sema, rule, &letters, &o);
        deed = ics_deed_of_either(
            sema, deed, ics_deed_of_some(sema, &o.walk.ranges, o.counts, theirs, requirement->span), requirement->span);
    }
    return deed;
}

ics_deed ics_joint_requirement(ics_sema *sema, const ics_subject *subject, const ics_node *sentence, ics_expr *due,
                               bool is_forbidden, ics_rule_meaning *rule)
{
    const ics_node *bodies = bodies_of(sentence), *requirement = ics_slot(sentence, "requirement");
    const char *word = sentence->word;
    if (!bodies || is_word(sentence, "each"))
        return ics_requirement(sema, subject, requirement, due, is_forbidden, rule);
    if (is_forbidden)
        return refused(sema, sentence->span, word, "this is forbidden");
    if (subject->who.ranges.count > 0 || subject->pair)
        return refused(sema, bodies->span, word, "the body named first has to be one");
    if (!requirement || is_word(sentence, "either"))
        return requirement ? either(sema, subject, bodies, requirement, due, rule) : (ics_deed){0};
    if (requirement->kind != ICS_NODE_DO)
        return refused(sema, requirement->span, word, "a state is not done with a thing");
    const ics_joint joint = {.bodies = bodies, .deed = requirement, .subject = subject, .due = due};
    sema->joint = &joint;
    const ics_deed deed = ics_requirement(sema, subject, requirement, due, false, rule);
    sema->joint = NULL;
    if (!ics_is_wrong(deed.done) && rule->part_count == 0) /* letters say by themselves what was not done */
        note_takers(sema, &joint, rule);
    return deed;
}

/* -- the outcomes of the others in a group */

bool ics_joint_place(ics_sema *sema, const ics_subject *subject, const ics_node *sentence, ics_rule_meaning *rule)
{
    const ics_node *bodies = bodies_of(sentence);
    if (sema->body == 0 || !bodies || !is_word(sentence, "together"))
        return true;
    const others o = others_of(sema, subject, bodies->child[sema->body], subject->scope.depth);
    if (o.is_wrong)
        return false;
    rule->head.is_member = 1;
    rule->head.subject_path = rule->head.owed_by = "";
    rule->gap_count = 0; /* they are those of the body named first */
    rule->members = o.walk.ranges;
    rule->about = o.walk.ranges.count > 0 ? NULL : o.walk.value;
    rule->member = o.walk.value;
    for (size_t i = 0; i < o.walk.ranges.count; i++)
        rule->mask = ics_and(sema, rule->mask, o.walk.ranges.when[i]);
    rule->mask = ics_and(sema, rule->mask, o.counts);
    if (o.walk.ranges.count == 0 || o.walk.value->kind == ICS_EXPR_ROW)
        return true;
    refused(sema, bodies->child[sema->body]->span, "together", "of each in a list one body is meant");
    return false;
}
