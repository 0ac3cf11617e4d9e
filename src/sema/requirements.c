/* Requirements: what a sentence asks of its subject, letter by letter where it has letters. */
#include "sema/context.h"

#include <string.h>

/* -- one requirement, or one letter of it */

/* What one asker of a requirement hands down: who is asked, by when, and whether it is forbidden. */
typedef struct asked {
    const ics_scope *scope;
    ics_expr *who, *due;
    bool is_forbidden;
} asked;

static ics_deed state(ics_sema *sema, ics_expr *truth, ics_expr *vacuous, const asked *a)
{
    ics_deed deed = ics_state(sema, truth, a->due, a->scope->depth + 1);
    deed.vacuous = vacuous;
    return deed;
}

/* The attribute of `who` that has a value of that name: `chair of ICP must be council leader`. */
static ics_expr *is_of_value(ics_sema *sema, ics_expr *who, const ics_node *what, const char *name)
{
    const ics_model *model = sema->model;
    ics_expr *found = NULL;
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        if (!ics_model_is_a(model, who->shape.target, a->entity) || !ics_sees_attribute(sema, i))
            continue;
        const uint32_t value = a->type == ICS_TYPE_ENUM   ? ics_value_named(sema, a->target, name)
                               : a->type == ICS_TYPE_ROLE ? ics_role_named(sema, name)
                                                          : ICS_NONE;
        if (value == ICS_NONE)
            continue;
        if (found) {
            ics_diag *diag =
                ics_report(sema->diags, ICS_E0109, what->span, "'%s' is a value of several attributes of %s", name,
                           ics_entity_name(sema, who->shape.target));
            ics_diag_help(sema->diags, diag, "say which: 'must ensure that %s is %s'", a->name, name);
            return ics_wrong(sema, what->span);
        }
        found = ics_make(
            sema, ICS_EXPR_ID_EQ, what->span, ics_read(sema, who, i, what->span),
            ics_name(sema, a->type == ICS_TYPE_ROLE ? ICS_IN_ROLES : ICS_IN_VALUES, a->target, value, what->span));
    }
    return found;
}

static bool has_be_verb(const ics_sema *sema, uint32_t entity, const char *name)
{
    for (size_t i = 0; i < sema->verb_count; i++)
        if (sema->verbs[i].is_be && ics_same_name(sema->verbs[i].name, name) &&
            ics_model_is_a(sema->model, entity, sema->verbs[i].entity))
            return true;
    return false;
}

static ics_deed being(ics_sema *sema, const asked *a, const ics_node *node)
{
    const ics_node *what = ics_slot(node, "what");
    ics_expr *who = a->who;
    if (!what)
        return state(sema, ics_wrong(sema, node->span), NULL, a);
    if (what->kind == ICS_NODE_COMPARE)
        return state(sema, ics_comparison(sema, a->scope, what, who), NULL, a);
    if (what->kind == ICS_NODE_FACT)
        return state(sema, ics_condition(sema, a->scope, what), NULL, a);
    const char *name =
        what->kind == ICS_NODE_PATH && what->child_count == 1 && what->child[0] ? what->child[0]->text : what->text;
    if (!name || who->shape.sort != ICS_SORT_REF) {
        ics_expr *right = ics_quantity(sema, a->scope, what, &who->shape);
        return state(
            sema, ics_compare(sema, who->shape.sort == ICS_SORT_REF ? "same as" : "is", false, who, right, node->span),
            NULL, a);
    }
    const uint32_t attribute = ics_attribute_named(sema, who->shape.target, name);
    if (attribute != ICS_NONE)
        return state(sema,
                     ics_is_there(sema, ics_read(sema, who, attribute, what->span), a->scope->depth + 1, what->span),
                     NULL, a);
    if (has_be_verb(sema, who->shape.target, name))
        return ics_do(sema, a->scope, node, who, a->due);
    ics_expr *value = is_of_value(sema, who, what, name);
    if (value)
        return state(sema, value, NULL, a);
    ics_expr *noun = ics_is_noun(sema, a->scope, who, what, false, what->span);
    if (noun)
        return state(sema, noun, NULL, a);
    ics_no_attribute(sema, what->span, who->shape.target, name);
    return state(sema, ics_wrong(sema, what->span), NULL, a);
}

/* `topics of … must include SEND`: what the sentence is about is a set; else include is as have. */
static ics_deed including(ics_sema *sema, const asked *a, const ics_node *object)
{
    const ics_sort sort = a->who->shape.sort;
    ics_expr *vacuous = NULL;
    if (sort != ICS_SORT_SET && sort != ICS_SORT_LIST) {
        ics_expr *truth = ics_have(sema, a->scope, object, a->who, &vacuous);
        return state(sema, truth, vacuous, a);
    }
    const ics_node *one = ics_letter_of(sema, object);
    if (one && (one->kind == ICS_NODE_PATH || one->kind == ICS_NODE_TERM || one->kind == ICS_NODE_STRING ||
                one->kind == ICS_NODE_NUMBER))
        return state(sema, ics_includes(sema, a->scope, a->who, one), NULL, a);
    ics_report(sema->diags, ICS_E0304, object->span, "%s includes names, or letters of names",
               ics_shape_name(sema, a->who->shape));
    return state(sema, ics_wrong(sema, object->span), NULL, a);
}

static ics_deed one_requirement(ics_sema *sema, const asked *a, const ics_node *node)
{
    ics_expr *vacuous = NULL, *truth;
    switch (node->kind) {
    case ICS_NODE_DO:
        return ics_do(sema, a->scope, node, a->who, a->due);
    case ICS_NODE_HAVE:
        truth = ics_have(sema, a->scope, ics_slot(node, "object"), a->who, &vacuous);
        return state(sema, truth, vacuous, a);
    case ICS_NODE_INCLUDE:
        return including(sema, a, ics_slot(node, "object"));
    case ICS_NODE_BE:
        return being(sema, a, node);
    case ICS_NODE_ENSURE:
        truth = ics_required_condition(sema, a->scope, ics_slot(node, "condition"), &vacuous);
        return state(sema, truth, vacuous, a);
    case ICS_NODE_ALLOW:
        if (a->is_forbidden) {
            ics_report(sema->diags, ICS_E0304, node->span, "time can be allowed, and not be forbidden");
            break;
        }
        return state(sema, sema->allowed, NULL, a);
    case ICS_NODE_ERROR:
        break;
    default:
        ics_report(sema->diags, ICS_E0304, node->span, "this cannot be required");
        break;
    }
    return state(sema, ics_wrong(sema, node->span), NULL, a);
}

/* A prohibition's days are part of what is forbidden: done is that it was not so in time, and there is no clock. */
static ics_deed forbidden(ics_sema *sema, const asked *a, ics_deed deed)
{
    if (!a->is_forbidden || ics_is_wrong(deed.done))
        return deed;
    ics_expr *what = deed.in_time ? deed.in_time : deed.done, *done = ics_not(sema, what);
    if (done->a == what) /* the words say what is forbidden, and not that it was left undone */
        done->span = (ics_span){0};
    return (ics_deed){.done = done, .vacuous = deed.vacuous, .first_on = deed.first_on, .last_on = deed.last_on};
}

/* -- every one of the subject */

static ics_deed of_every(ics_sema *sema, const ics_ranges *ranges, ics_deed deed, ics_span span)
{
    if (ranges->count == 0)
        return deed;
    return (ics_deed){
        .done = ics_every(sema, ranges, deed.done, span),
        .in_time = deed.in_time ? ics_every(sema, ranges, deed.in_time, span) : NULL,
        .done_on = deed.done_on ? ics_first_day(sema, ICS_EXPR_LATEST, ranges, deed.done_on, NULL, span) : NULL,
        .vacuous = ics_not(sema, ics_some(sema, ranges, NULL, span)),
    };
}

/* -- letters */

static const ics_node *if_letters(const ics_node *node)
{
    return node && node->kind == ICS_NODE_LETTERS ? node : NULL;
}

/* Letters among the things that are had or included: the list itself, or after `with ATTRIBUTE`. */
static const ics_node *letters_of_object(const ics_node *object)
{
    if (!object || object->kind != ICS_NODE_NP)
        return if_letters(object);
    const ics_node *withs = ics_slot(object, "withs"), *found = NULL;
    for (uint32_t i = 0; !found && i < ics_node_length(withs); i++)
        found = if_letters(ics_slot(withs->child[i], "value"));
    return found;
}

/* The lettered list of a requirement whose letters are judged each, or NULL. */
static const ics_node *letters_of(const ics_node *node)
{
    if (node->kind == ICS_NODE_HAVE || node->kind == ICS_NODE_INCLUDE)
        return letters_of_object(ics_slot(node, "object"));
    if (node->kind == ICS_NODE_ENSURE)
        return if_letters(ics_slot(node, "condition"));
    if (node->kind != ICS_NODE_DO)
        return NULL;
    const ics_node *found = if_letters(ics_slot(node, "object")), *list = ics_slot(node, "prepositions");
    for (uint32_t i = 0; !found && i < ics_node_length(list); i++)
        found = if_letters(ics_slot(list->child[i], "object"));
    return found;
}

/* The day on which enough of the letters were done: the last of all, the first of any; a count is not told. */
static ics_expr *joined_day(ics_sema *sema, const ics_node *letters, ics_expr *a, ics_expr *b)
{
    const char *word = letters->word ? letters->word : "all";
    if (!a || !b)
        return NULL;
    if (strcmp(word, "all") == 0)
        return ics_make(sema, ICS_EXPR_LATER, letters->span, a, b);
    if (strcmp(word, "any") != 0)
        return NULL;
    ics_expr *first = ics_make(sema, ICS_EXPR_EARLIER, letters->span, a, b);
    return ics_make(sema, ICS_EXPR_ELSE, letters->span, first, ics_make(sema, ICS_EXPR_ELSE, letters->span, a, b));
}

ics_deed ics_join_deeds(ics_sema *sema, const ics_node *letters, const ics_deed *deeds, size_t count)
{
    ics_expr **done = ICS_ARENA_ARRAY(sema->arena, ics_expr *, count),
             **in_time = ICS_ARENA_ARRAY(sema->arena, ics_expr *, count);
    ics_deed whole = {.done_on = deeds[0].done_on};
    bool never = false;
    for (size_t i = 0; i < count; i++) {
        done[i] = deeds[i].done;
        in_time[i] = deeds[i].in_time;
        if (i > 0)
            whole.done_on = joined_day(sema, letters, whole.done_on, deeds[i].done_on);
        never |= !deeds[i].vacuous;
        whole.vacuous = never ? NULL : ics_and(sema, whole.vacuous, deeds[i].vacuous);
    }
    whole.done = ics_join_letters(sema, letters, done, count);
    whole.in_time = in_time[0] ? ics_join_letters(sema, letters, in_time, count) : NULL;
    return whole;
}

static ics_deed lettered(ics_sema *sema, const ics_subject *subject, const asked *a, const ics_node *node,
                         const ics_node *letters, ics_rule_meaning *rule)
{
    const ics_node *items = ics_slot(letters, "items");
    const uint32_t count = ics_node_length(items);
    if (count == 0)
        return state(sema, ics_wrong(sema, letters->span), NULL, a);
    ics_deed *deeds = ICS_ARENA_ARRAY(sema->arena, ics_deed, count);
    rule->parts = ICS_ARENA_ARRAY(sema->arena, ics_part, count);
    rule->head.letters = ICS_ARENA_ARRAY(sema->arena, ics_letter, count);
    rule->part_count = rule->head.letter_count = count;
    ics_letter_at at = {.list = letters, .outer = sema->letter};
    for (uint32_t i = 0; i < count; i++) {
        const ics_node *letter = items->child[i];
        at.body = ics_slot(letter, "body");
        sema->letter = &at;
        deeds[i] = one_requirement(sema, a, node);
        const ics_deed one = of_every(sema, &subject->who.ranges, forbidden(sema, a, deeds[i]), letter->span);
        rule->parts[i] = (ics_part){.label = letter->text,
                                    .span = letter->span,
                                    .done = one.done,
                                    .in_time = one.in_time,
                                    .done_on = one.done_on};
        rule->head.letters[i] = (ics_letter){.label = letter->text, .span = letter->span};
    }
    sema->letter = at.outer;
    return ics_join_deeds(sema, letters, deeds, count);
}

/* `every X must not …` forbids it to each of them, so what is forbidden is turned round before every one is asked. */
ics_deed ics_requirement(ics_sema *sema, const ics_subject *subject, const ics_node *requirement, ics_expr *due,
                         bool is_forbidden, ics_rule_meaning *rule)
{
    const asked a = {.scope = &subject->scope, .who = subject->who.value, .due = due, .is_forbidden = is_forbidden};
    if (!requirement)
        return state(sema, ics_wrong(sema, subject->row->span), NULL, &a);
    const ics_node *letters = letters_of(requirement);
    sema->occasion.is_asked = true;
    const ics_deed deed =
        letters ? lettered(sema, subject, &a, requirement, letters, rule) : one_requirement(sema, &a, requirement);
    sema->occasion.is_asked = false;
    return of_every(sema, &subject->who.ranges, forbidden(sema, &a, deed), requirement->span);
}
