/*
 * Verbs: which one a sentence means, what stands for its parameters, and what it comes to with them in place.
 */
#include "sema/context.h"

#include <string.h>

enum { PARAMETERS_MAX = 8 };

/* -- what the sentence gives */

/* The object after a preposition, or the plain object (NULL), of DO, DOES or BE. */
static const ics_node *given(const ics_sema *sema, const ics_node *node, const char *preposition)
{
    if (!preposition || !*preposition)
        return node->kind == ICS_NODE_BE ? NULL : ics_letter_of(sema, ics_slot(node, "object"));
    const ics_node *list = node->kind == ICS_NODE_DOES ? NULL : ics_slot(node, "prepositions");
    for (uint32_t i = 0; list && i < list->child_count; i++)
        if (list->child[i]->word && strcmp(list->child[i]->word, preposition) == 0)
            return ics_letter_of(sema, ics_slot(list->child[i], "object"));
    return NULL;
}

static bool takes(const ics_verb *verb, const char *preposition)
{
    const ics_node *patterns = ics_slot(verb->node, "patterns");
    for (uint32_t i = 0; i < ics_node_length(patterns); i++) {
        const ics_node *pattern = patterns->child[i];
        const char *word = pattern->word ? pattern->word : "";
        if (pattern->kind != ICS_NODE_FORMS && strcmp(word, preposition ? preposition : "") == 0)
            return true;
    }
    return false;
}

/* -- which verb */

static bool is_candidate(const ics_sema *sema, const ics_verb *verb, const char *name, uint32_t entity, bool is_be)
{
    return verb->is_be == is_be && ics_sees(sema, verb->file) && ics_same_name(verb->name, name) &&
           ics_model_is_a(sema->model, entity, verb->entity);
}

/* Whether each thing that the sentence gives has a place in the verb's patterns. */
static bool fits(const ics_sema *sema, const ics_verb *verb, const ics_node *node)
{
    if (given(sema, node, NULL) && !takes(verb, NULL))
        return false;
    const ics_node *list = node->kind == ICS_NODE_DOES ? NULL : ics_slot(node, "prepositions");
    for (uint32_t i = 0; i < ics_node_length(list); i++)
        if (!takes(verb, list->child[i]->word))
            return false;
    const ics_node *patterns = ics_slot(verb->node, "patterns");
    for (uint32_t i = 0; i < ics_node_length(patterns); i++)
        if (patterns->child[i]->kind == ICS_NODE_PARAMETER && !given(sema, node, patterns->child[i]->word))
            return false;
    return true;
}

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

static void no_verb(ics_sema *sema, const ics_node *node, const char *name, uint32_t entity)
{
    const char **names = ICS_ARENA_ARRAY(sema->arena, const char *, sema->verb_count + 1);
    size_t count = 0;
    const char *whose = NULL;
    for (size_t i = 0; i < sema->verb_count; i++) {
        if (ics_same_name(sema->verbs[i].name, name))
            whose = ics_entity_name(sema, sema->verbs[i].entity);
        if (ics_model_is_a(sema->model, entity, sema->verbs[i].entity) && ics_sees(sema, sema->verbs[i].file))
            names[count++] = sema->verbs[i].name;
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0104, name_span(node), "'%s' is no verb of %s", name,
                                ics_entity_name(sema, entity));
    const char *near = ics_nearest(name, strlen(name), names, count);
    if (whose)
        ics_diag_help(sema->diags, diag, "it is a verb of %s", whose);
    else if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
}

/* The verb of the most particular kind whose patterns fit; where none fits, one of the name, for the message. */
static ics_verb *find_verb(ics_sema *sema, const ics_node *node, const char *name, uint32_t entity, bool is_be)
{
    ics_verb *found = NULL, *named = NULL;
    for (size_t i = 0; i < sema->verb_count; i++) {
        ics_verb *verb = &sema->verbs[i];
        if (!is_candidate(sema, verb, name, entity, is_be))
            continue;
        named = verb;
        if (fits(sema, verb, node) && (!found || ics_model_is_a(sema->model, verb->entity, found->entity)))
            found = verb;
    }
    return found ? found : named;
}

/* -- parameters */

typedef struct binding {
    ics_parameter parameter[PARAMETERS_MAX];
    size_t count;
    const ics_node *narrowed; /* the NP whose `where` and `with` narrow what the verb is done with */
    ics_quantified each;      /* an object that is quantified: the deed is done with each, some … of them */
    bool is_each, is_wrong;
} binding;

static void bind(ics_sema *sema, binding *b, const char *name, ics_expr *value)
{
    b->is_wrong |= ics_is_wrong(value);
    if (b->count < PARAMETERS_MAX)
        b->parameter[b->count++] = (ics_parameter){name, value};
    else
        b->is_wrong = true;
    (void)sema;
}

static void wrong_object(ics_sema *sema, binding *b, ics_span span, const char *text)
{
    ics_report(sema->diags, ICS_E0304, span, "%s", text);
    b->is_wrong = true;
}

static bool shape_of_parameter(ics_sema *sema, const ics_node *parameter, ics_shape *shape)
{
    const ics_node *type = ics_slot(parameter, "type"), *of = type ? ics_slot(type, "of") : NULL;
    const char *name = type && type->text ? type->text : of ? of->text : NULL;
    *shape = (ics_shape){.sort = ICS_SORT_ID, .target = ICS_NONE};
    if (!name)
        return false;
    for (uint32_t e = 0; e < sema->model->enum_count; e++)
        if (ics_same_name(sema->model->enums[e].name, name)) {
            shape->space = ICS_IN_VALUES;
            shape->target = e;
            return true;
        }
    if (strcmp(name, "role") == 0) {
        shape->space = ICS_IN_ROLES;
        return true;
    }
    const uint32_t entity = ics_entity_named(sema, name);
    if (entity != ICS_NONE)
        *shape = ics_shape_ref(entity);
    else if (strcmp(name, "text") != 0)
        *shape = (ics_shape){.sort = strstr(name, "date") ? ICS_SORT_DATE : ICS_SORT_NUMBER, .target = ICS_NONE};
    return true;
}

/* An object that is quantified: the deed is done with each, some … of what it opens. */
static void bind_each(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const char *name,
                      const ics_node *object, const ics_shape *shape, binding *b)
{
    if (b->is_each) {
        wrong_object(sema, b, object->span, "one object of a verb can be quantified, not two");
        return;
    }
    b->each = ics_quantified_open(sema, scope, object, NULL);
    b->is_each = true;
    b->is_wrong |= b->each.is_wrong;
    if (b->each.is_wrong)
        return;
    ics_expr *value = b->each.walk.value;
    const bool same =
        value->shape.sort == shape->sort &&
        (shape->sort != ICS_SORT_REF || ics_model_is_a(sema->model, value->shape.target, shape->target)) &&
        (shape->sort != ICS_SORT_ID || (value->shape.space == shape->space && value->shape.target == shape->target));
    if (!same)
        wrong_object(sema, b, object->span,
                     ics_text_of(sema, "'%s' takes %s here, this is %s", verb->name, ics_shape_name(sema, *shape),
                                 ics_shape_name(sema, value->shape)));
    bind(sema, b, name, value);
}

static void bind_parameter(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_node *node,
                           const ics_node *parameter, binding *b)
{
    const ics_node *object = given(sema, node, parameter->word);
    ics_shape shape;
    if (!shape_of_parameter(sema, parameter, &shape)) {
        b->is_wrong = true;
        return;
    }
    if (!object) {
        const bool has_word = parameter->word && *parameter->word;
        wrong_object(sema, b, node->span,
                     ics_text_of(sema, "'%s%s%s' needs %s", verb->name, has_word ? " … " : "",
                                 has_word ? parameter->word : "", ics_shape_name(sema, shape)));
        return;
    }
    if (object->kind == ICS_NODE_QUANT) {
        bind_each(sema, scope, verb, parameter->text, object, &shape, b);
        return;
    }
    if (object->kind == ICS_NODE_NP) {
        b->narrowed = object;
        object = ics_slot(object, "path");
    }
    ics_expr *value = ics_quantity(sema, scope, object, &shape);
    const bool same =
        value->shape.sort == shape.sort &&
        (shape.sort != ICS_SORT_ID || (value->shape.space == shape.space && value->shape.target == shape.target));
    if (!ics_is_wrong(value) && !same) {
        ics_report(sema->diags, ICS_E0303, object->span, "'%s' takes %s here, this is %s", verb->name,
                   ics_shape_name(sema, shape), ics_shape_name(sema, value->shape));
        b->is_wrong = true;
    }
    bind(sema, b, parameter->text, value);
}

/* `for EHC case`: the case that the sentence names, or the one that is in scope. */
static void bind_entity(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_node *pattern,
                        binding *b)
{
    const ics_node *object = given(sema, node, pattern->word), *named = ics_slot(pattern, "object");
    const uint32_t entity = named && named->text ? ics_entity_named(sema, named->text) : ICS_NONE;
    if (entity == ICS_NONE) {
        if (named)
            ics_no_name(sema, named->span, named->text ? named->text : "");
        b->is_wrong = true;
        return;
    }
    ics_expr *value;
    if (object && object->kind == ICS_NODE_QUANT && !b->is_each) {
        b->each = ics_quantified_open(sema, scope, object, NULL);
        b->is_each = true;
        b->is_wrong |= b->each.is_wrong;
        value = b->each.is_wrong ? ics_wrong(sema, object->span) : b->each.walk.value;
    } else if (object && object->kind == ICS_NODE_PATH) {
        value = ics_path_value(sema, scope, object, NULL);
    } else if (object) {
        wrong_object(sema, b, object->span,
                     ics_text_of(sema, "%s is named here, without 'where' or letters", named->text));
        return;
    } else {
        value = ics_thing_in_scope(sema, scope, entity, node->span);
    }
    if (!ics_is_wrong(value) &&
        (value->shape.sort != ICS_SORT_REF || !ics_model_is_a(sema->model, value->shape.target, entity)))
        wrong_object(sema, b, object ? object->span : node->span,
                     ics_text_of(sema, "%s is needed here, this is %s", ics_entity_name(sema, entity),
                                 ics_shape_name(sema, value->shape)));
    bind(sema, b, named->text, value);
}

static binding bind_all(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_node *node)
{
    binding b = {0};
    const ics_node *patterns = ics_slot(verb->node, "patterns");
    for (uint32_t i = 0; i < ics_node_length(patterns); i++) {
        const ics_node *pattern = patterns->child[i];
        if (pattern->kind == ICS_NODE_PARAMETER)
            bind_parameter(sema, scope, verb, node, pattern, &b);
        else if (pattern->kind == ICS_NODE_PATTERN)
            bind_entity(sema, scope, node, pattern, &b);
    }
    if (!b.is_wrong && !fits(sema, verb, node))
        wrong_object(sema, &b, node->span, ics_text_of(sema, "'%s' does not take what follows it here", verb->name));
    return b;
}

/* -- the condition with everything in place */

static ics_deed wrong_deed(ics_sema *sema, ics_span span)
{
    return (ics_deed){.done = ics_wrong(sema, span)};
}

/* The deed done with each, some, none … of a quantified object. */
static ics_deed over_objects(ics_sema *sema, const ics_quantified *q, ics_deed deed, ics_span span)
{
    return (ics_deed){
        .done = ics_quantified_close(sema, q, deed.done),
        .in_time = deed.in_time ? ics_quantified_close(sema, q, deed.in_time) : NULL,
        .done_on =
            deed.done_on ? ics_first_day(sema, ICS_EXPR_LATEST, &q->walk.ranges, deed.done_on, deed.done, span) : NULL,
        .vacuous = ics_quantified_vacuous(sema, q),
    };
}

static ics_deed expand(ics_sema *sema, const ics_scope *scope, ics_verb *verb, const ics_node *node, ics_expr *who,
                       const ics_company *with, ics_expr *due)
{
    const ics_node *condition = ics_slot(verb->node, "condition");
    const binding b = bind_all(sema, scope, verb, node);
    if (b.is_wrong || !condition || condition->kind == ICS_NODE_ERROR)
        return wrong_deed(sema, node->span);
    /* Names of the verb's own come first; what surrounds the sentence is there for the entities that it names. */
    const ics_scope inner = {.outer = scope,
                             .row = who,
                             .it = who,
                             .is_verb = true,
                             .parameters = b.parameter,
                             .parameter_count = b.count,
                             .depth = b.is_each ? b.each.scope.depth : scope->depth};
    const ics_deed deed = ics_deed_of_verb(sema, &inner, verb, b.narrowed, with, due, node->span);
    return b.is_each ? over_objects(sema, &b.each, deed, node->span) : deed;
}

static const char *name_of(const ics_node *node)
{
    const ics_node *what = node->kind == ICS_NODE_BE ? ics_slot(node, "what") : NULL;
    if (node->kind != ICS_NODE_BE)
        return node->text;
    return what && what->kind == ICS_NODE_PATH && what->child_count == 1 ? what->child[0]->text
           : what                                                        ? what->text
                                                                         : NULL;
}

bool ics_can_do(ics_sema *sema, const ics_node *node, uint32_t entity)
{
    const char *name = name_of(node);
    const ics_verb *verb = name ? find_verb(sema, node, name, entity, node->kind == ICS_NODE_BE) : NULL;
    return verb && fits(sema, verb, node);
}

/* The verb that a phrase means, done by @p who; NULL (said) where there is none, or where it means itself. */
static ics_verb *verb_of(ics_sema *sema, const ics_node *node, const ics_expr *who)
{
    const char *name = name_of(node);
    if (ics_is_wrong(who) || !name)
        return NULL;
    if (who->shape.sort != ICS_SORT_REF) {
        ics_report(sema->diags, ICS_E0104, name_span(node), "%s does nothing: a verb needs somebody who does it",
                   ics_shape_name(sema, who->shape));
        return NULL;
    }
    ics_verb *verb = find_verb(sema, node, name, who->shape.target, node->kind == ICS_NODE_BE);
    if (!verb) {
        no_verb(sema, node, name, who->shape.target);
        return NULL;
    }
    verb->is_used = true;
    if (!verb->is_open)
        return verb;
    ics_report(sema->diags, ICS_E0304, verb->node->span, "'%s' is said to mean itself", verb->name);
    return NULL;
}

/* What happens on a day, or is about a year, is looked for among all that is known on the day judged; a state is read
 * as at the day of the occasion. What the verb means asks nothing of the occasion itself. */
static bool enter_verb(ics_sema *sema, ics_verb *verb)
{
    const bool is_asked = sema->occasion.is_asked;
    if (is_asked && (ics_slot(verb->node, "happens") || ics_slot(verb->node, "about")))
        sema->occasion.day = NULL;
    sema->occasion.is_asked = false;
    verb->is_open = true;
    return is_asked;
}

ics_deed ics_do_in_company(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_expr *due,
                           const ics_company *with)
{
    ics_verb *verb = verb_of(sema, node, who);
    if (!verb || !ics_enter(sema, node->span))
        return wrong_deed(sema, node->span);
    const ics_occasion outer = sema->occasion;
    ics_company asked = *with;
    asked.is_asked = enter_verb(sema, verb);
    const ics_deed deed = expand(sema, scope, verb, node, who, &asked, due);
    verb->is_open = false;
    sema->occasion = outer;
    ics_leave(sema);
    return deed;
}

ics_deed ics_do(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_expr *due)
{
    const ics_company with = {.joint = sema->joint, .same_thing = sema->same_thing};
    sema->joint = NULL; /* they are this deed's, not those of what it is made of */
    sema->same_thing = NULL;
    const ics_deed deed = ics_do_each(sema, scope, node, who, due, &with);
    sema->joint = with.joint;
    return deed;
}

static bool acts_of(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_node *node, ics_expr *who,
                    ics_acts *out)
{
    const ics_node *condition = ics_slot(verb->node, "condition");
    const binding b = bind_all(sema, scope, verb, node);
    if (b.is_wrong || !condition || condition->kind == ICS_NODE_ERROR)
        return false;
    if (b.is_each || !ics_is_of_some(verb) || !ics_slot(verb->node, "happens")) {
        ics_report(sema->diags, ICS_E0222, node->span,
                   "'each time' needs a verb that may happen often, each time on a day; '%s' is none", verb->name);
        return false;
    }
    const ics_scope inner = {.outer = scope,
                             .row = who,
                             .it = who,
                             .is_verb = true,
                             .parameters = b.parameter,
                             .parameter_count = b.count,
                             .depth = scope->depth};
    return ics_acts_open(sema, &inner, verb, b.narrowed, out);
}

bool ics_acts_of(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_acts *out)
{
    ics_verb *verb = verb_of(sema, node, who);
    if (!verb || !ics_enter(sema, node->span))
        return false;
    const ics_occasion outer = sema->occasion;
    enter_verb(sema, verb);
    const bool good = acts_of(sema, scope, verb, node, who, out);
    verb->is_open = false;
    sema->occasion = outer;
    ics_leave(sema);
    return good;
}
