/*
 * Definitions (docs/decisions.md, 42): what a defined name stands for as a noun, and when a row is what it names. Also
 * what a rule used of definitions and named values, for its explanation.
 */
#include "sema/context.h"

#include <string.h>

/* -- the sides of a definition */

/* `young person`, `pupil where …`: the path, and what narrows it. */
static const ics_node *path_of(const ics_node *side)
{
    return side && side->kind == ICS_NODE_NP ? ics_slot(side, "path") : side;
}

/* The one name that a side gives; "" (said) for a longer path. */
static const char *side_name(ics_sema *sema, const ics_node *side)
{
    const ics_node *path = path_of(side);
    if (path && path->kind == ICS_NODE_PATH && path->child_count == 1 && path->child[0] && path->child[0]->text)
        return path->child[0]->text;
    if (side && side->kind != ICS_NODE_ERROR)
        ics_report(sema->diags, ICS_E0240, side->span, "a definition speaks of one name on either side");
    return "";
}

static bool is_narrowed(const ics_node *side)
{
    return side && side->kind == ICS_NODE_NP &&
           (ics_slot(side, "where") || ics_node_length(ics_slot(side, "withs")) > 0);
}

static bool is_word(const ics_node *node, const char *word)
{
    return node->word && strcmp(node->word, word) == 0;
}

/* -- declaring */

static void not_narrowed(ics_sema *sema, const ics_node *side, const char *word)
{
    if (!is_narrowed(side))
        return;
    ics_diag *diag = ics_report(sema->diags, ICS_E0240, side->span, "'where' does not narrow this side of '%s'", word);
    ics_diag_help(sema->diags, diag, "write 'define Z where … counts as X', or 'define X means Y where …'");
}

static uint32_t entity_of_side(ics_sema *sema, const ics_node *side)
{
    const char *name = side_name(sema, side);
    const uint32_t entity = *name ? ics_entity_named(sema, name) : ICS_NONE;
    if (*name && entity == ICS_NONE)
        ics_report(sema->diags, ICS_E0240, side->span, "'%s' is no entity: only things of the model can be counted",
                   name);
    return entity;
}

static uint32_t common_kind(const ics_model *model, uint32_t a, uint32_t b)
{
    while (a != ICS_NONE && !ics_model_is_a(model, b, a))
        a = model->entities[a].parent;
    return a;
}

/* The two sides of `includes` and `counts as` as entities; false (said) where the one cannot be the other. */
static bool set_sides(ics_sema *sema, ics_definition *d, const ics_node *what, const ics_node *means)
{
    const bool counts = d->kind == ICS_DEFINED_COUNTS;
    d->entity = entity_of_side(sema, counts ? means : what);
    d->other = entity_of_side(sema, counts ? what : means);
    not_narrowed(sema, counts ? means : what, d->node->word);
    if (!counts)
        not_narrowed(sema, means, d->node->word);
    if (d->entity == ICS_NONE || d->other == ICS_NONE)
        return false;
    d->name = ics_entity_name(sema, d->entity);
    if (!counts || common_kind(sema->model, d->entity, d->other) != ICS_NONE)
        return !counts || !ics_model_is_a(sema->model, d->other, d->entity);
    ics_diag *diag = ics_report(sema->diags, ICS_E0240, d->node->span, "%s and %s are not kinds of one thing",
                                ics_entity_name(sema, d->other), d->name);
    ics_diag_help(sema->diags, diag, "declare what both are: 'entity %s is a …'", ics_entity_name(sema, d->other));
    return false;
}

static bool set_meaning(ics_sema *sema, ics_definition *d, const ics_node *what, const ics_node *means)
{
    d->name = side_name(sema, what);
    not_narrowed(sema, what, "means");
    if (*d->name && ics_entity_named(sema, d->name) != ICS_NONE) {
        ics_report(sema->diags, ICS_E0103, what->span, "'%s' is already declared, as an entity", d->name);
        return false;
    }
    return *d->name && *side_name(sema, means);
}

/* What explanations say of it: the text up to its citation, the citation, the days. */
uint32_t ics_keep_definition(ics_sema *sema, const ics_node *node, const ics_node *last)
{
    const ics_node *heads = ics_slot(node, "heads"), *cite = ics_slot(node, "cite");
    ics_defined kept = {.name = "", .from = ICS_DAY_MIN, .to = ICS_DAY_MAX};
    kept.span = (ics_span){node->span.source, node->span.start, last ? last->span.end : node->span.end};
    ics_rule_meaning spare = {0};
    size_t room = 0;
    int32_t from = ICS_DAY_MAX, to = ICS_DAY_MIN;
    if (cite) /* of a reading */
        ics_cite(sema, cite, &spare, &room);
    for (uint32_t i = 0; i < ics_node_length(heads); i++)
        if (heads->child[i] && heads->child[i]->kind == ICS_NODE_CITES)
            ics_cite(sema, ics_slot(heads->child[i], "cite"), &spare, &room);
        else if (heads->child[i] && heads->child[i]->kind == ICS_NODE_INFORCE)
            (void)ics_in_force(sema, heads->child[i], ics_day(sema, 0, heads->child[i]->span), NULL, &from, &to);
    if (from <= to) {
        kept.from = from;
        kept.to = to;
    }
    kept.citations = spare.head.citations;
    kept.citation_count = spare.head.citation_count;
    ics_meaning *out = sema->out;
    ICS_PUSH(sema->arena, out->definitions, out->definition_count, out->definition_room, kept);
    return (uint32_t)out->definition_count - 1;
}

static void declare(ics_sema *sema, const ics_node *node)
{
    const ics_node *what = ics_slot(node, "what"), *means = ics_slot(node, "means");
    ics_definition d = {.node = node, .file = sema->file, .entity = ICS_NONE, .other = ICS_NONE};
    d.kind = is_word(node, "means")      ? ICS_DEFINED_MEANS
             : is_word(node, "includes") ? ICS_DEFINED_INCLUDES
                                         : ICS_DEFINED_COUNTS;
    const bool fits =
        d.kind == ICS_DEFINED_MEANS ? set_meaning(sema, &d, what, means) : set_sides(sema, &d, what, means);
    d.is_wrong = !fits;
    if (!fits && (d.kind != ICS_DEFINED_MEANS || ics_entity_named(sema, d.name) != ICS_NONE))
        return;
    d.id = ics_keep_definition(sema, node, means);
    sema->out->definitions[d.id].name = d.name;
    ICS_PUSH(sema->arena, sema->definitions, sema->definition_count, sema->definition_room, d);
}

void ics_sema_declare_definitions(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_DEFINE)
                declare(sema, tree->child[i]);
    }
    for (size_t i = 0; i < sema->let_count; i++) {
        ics_let *let = &sema->lets[i];
        sema->file = let->file;
        let->id = ics_keep_definition(sema, let->node, NULL);
        sema->out->definitions[let->id].name = let->name;
    }
}

void ics_use_definition(ics_sema *sema, uint32_t id)
{
    for (uint32_t i = 0; i < sema->used_count; i++)
        if (sema->used[i] == id)
            return;
    size_t count = sema->used_count;
    ICS_PUSH(sema->arena, sema->used, count, sema->used_room, id);
    sema->used_count = (uint32_t)count;
}

/* -- a name as a noun */

static bool is_named(const ics_sema *sema, const ics_definition *d, const char *name)
{
    return d->kind == ICS_DEFINED_MEANS && ics_same_name(d->name, name) && ics_sees(sema, d->file);
}

static bool is_of(const ics_sema *sema, const ics_definition *d, uint32_t entity)
{
    return d->kind != ICS_DEFINED_MEANS && d->entity == entity && ics_sees(sema, d->file);
}

/* The entity that `define X means Y` ends at, through definitions of Y; a ring has none (said once). */
static uint32_t entity_meant(ics_sema *sema, ics_definition *d)
{
    if (d->entity != ICS_NONE || d->is_wrong)
        return d->entity;
    if (d->is_open) {
        ics_report(sema->diags, ICS_E0240, d->node->span, "'%s' is defined by itself", d->name);
        d->is_wrong = true;
        return ICS_NONE;
    }
    const char *name = side_name(sema, ics_slot(d->node, "means"));
    ics_noun noun;
    d->is_open = true;
    const uint32_t file = sema->file;
    sema->file = d->file;
    if (ics_noun_named(sema, name, &noun))
        d->entity = noun.entity;
    else if (!d->is_wrong && !noun.is_defined) /* what is wrong with a definition was said */
        ics_no_name(sema, ics_slot(d->node, "means")->span, name);
    sema->file = file;
    d->is_open = false;
    d->is_wrong |= d->entity == ICS_NONE;
    return d->entity;
}

static bool is_dated(const ics_node *node)
{
    const ics_node *heads = ics_slot(node, "heads");
    for (uint32_t i = 0; i < ics_node_length(heads); i++)
        if (heads->child[i] && heads->child[i]->kind == ICS_NODE_INFORCE)
            return true;
    return false;
}

bool ics_noun_named(ics_sema *sema, const char *name, ics_noun *out)
{
    *out = (ics_noun){.name = name, .entity = ICS_NONE, .kind = ics_entity_named(sema, name)};
    if (out->kind == ICS_NONE) {
        for (size_t i = 0; i < sema->definition_count; i++) {
            ics_definition *d = &sema->definitions[i];
            if (!is_named(sema, d, name))
                continue;
            out->is_defined = true;
            const uint32_t entity = entity_meant(sema, d);
            if (out->entity != ICS_NONE && entity != ICS_NONE && entity != out->entity)
                ics_report(sema->diags, ICS_E0240, d->node->span, "'%s' is defined to mean two kinds of thing", name);
            out->entity = entity;
        }
        return out->entity != ICS_NONE;
    }
    out->entity = out->kind;
    for (size_t i = 0; i < sema->definition_count; i++) {
        const ics_definition *d = &sema->definitions[i];
        if (!is_of(sema, d, out->kind))
            continue;
        if (d->kind == ICS_DEFINED_COUNTS)
            out->entity = common_kind(sema->model, out->entity, d->other);
        out->is_defined |= d->kind == ICS_DEFINED_COUNTS || is_dated(d->node);
    }
    return true;
}

/* -- when a row is what a noun names */

static ics_expr *as_kind(ics_sema *sema, const ics_expr *row, uint32_t entity)
{
    ics_expr *cast = ICS_ARENA_NEW(sema->arena, ics_expr);
    *cast = *row;
    cast->shape.target = entity;
    return cast;
}

ics_expr *ics_noun_row(ics_sema *sema, const ics_noun *noun, ics_expr *row)
{
    return noun->kind != ICS_NONE && noun->kind != row->shape.target ? as_kind(sema, row, noun->kind) : row;
}

/* Whether the definition holds on the day judged: NULL where it says no days. */
static ics_expr *on_its_days(ics_sema *sema, const ics_definition *d)
{
    const ics_node *heads = ics_slot(d->node, "heads");
    ics_expr *days = NULL;
    for (uint32_t i = 0; i < ics_node_length(heads); i++) {
        const ics_node *clause = heads->child[i];
        int32_t from = ICS_DAY_MAX, to = ICS_DAY_MIN;
        if (clause && clause->kind == ICS_NODE_INFORCE)
            days = ics_or(sema, days, ics_in_force(sema, clause, ics_today(sema, clause->span), NULL, &from, &to));
    }
    return days;
}

/* What a definition asks of a row beside its kind: its days, and its `where`, read in its own file. */
static ics_expr *asked(ics_sema *sema, ics_definition *d, ics_expr *row, uint32_t depth)
{
    const ics_node *side = ics_slot(d->node, d->kind == ICS_DEFINED_COUNTS ? "what" : "means");
    ics_expr *truth = on_its_days(sema, d);
    ics_use_definition(sema, d->id);
    if (!side || side->kind != ICS_NODE_NP)
        return truth;
    if (d->is_open) {
        ics_report(sema->diags, ICS_E0240, d->node->span, "'%s' is defined by itself", d->name);
        return ics_wrong(sema, d->node->span);
    }
    const ics_scope scope = {.row = row, .it = row, .is_element = true, .depth = depth};
    const ics_node *where = ics_slot(side, "where"), *withs = ics_slot(side, "withs");
    const uint32_t file = sema->file;
    sema->file = d->file;
    d->is_open = true;
    if (where)
        truth = ics_and(sema, truth, ics_condition(sema, &scope, where));
    if (withs)
        truth = ics_and(sema, truth, ics_withs(sema, &scope, row, withs));
    d->is_open = false;
    sema->file = file;
    return truth;
}

static ics_expr *is_kind(ics_sema *sema, ics_expr *row, uint32_t entity, ics_span span)
{
    return ics_model_is_a(sema->model, row->shape.target, entity) && row->kind == ICS_EXPR_ROW
               ? NULL
               : ics_kind(sema, row, entity, span);
}

/* Both sides that are always so are NULL, which ics_or cannot tell from a side that is left out. */
static ics_expr *or_always(ics_sema *sema, ics_expr *a, ics_expr *b, ics_span span)
{
    return ics_or(sema, a ? a : ics_truth(sema, 1, span), b ? b : ics_truth(sema, 1, span));
}

static ics_expr *holds_meaning(ics_sema *sema, const ics_noun *noun, ics_expr *row, uint32_t depth, ics_span span)
{
    ics_expr *truth = NULL;
    for (size_t i = 0, found = 0; i < sema->definition_count; i++) {
        ics_definition *d = &sema->definitions[i];
        if (!is_named(sema, d, noun->name))
            continue;
        ics_noun inner;
        const uint32_t file = sema->file;
        sema->file = d->file;
        const bool is_noun = ics_noun_named(sema, side_name(sema, ics_slot(d->node, "means")), &inner);
        ics_expr *kind = is_noun && !d->is_open ? ics_noun_holds(sema, &inner, row, depth, span) : NULL;
        sema->file = file;
        ics_expr *one = ics_and(sema, kind, asked(sema, d, ics_noun_row(sema, &inner, row), depth));
        truth = found++ ? or_always(sema, truth, one, span) : one;
    }
    return truth;
}

ics_expr *ics_noun_holds(ics_sema *sema, const ics_noun *noun, ics_expr *row, uint32_t depth, ics_span span)
{
    if (noun->kind == ICS_NONE)
        return holds_meaning(sema, noun, row, depth, span);
    ics_expr *truth = is_kind(sema, row, noun->kind, span);
    for (size_t i = 0; i < sema->definition_count; i++) {
        ics_definition *d = &sema->definitions[i];
        if (!is_of(sema, d, noun->kind))
            continue;
        ics_expr *other = ics_kind(sema, row, d->other, d->node->span);
        ics_expr *more = asked(sema, d, as_kind(sema, row, d->other), depth);
        if (d->kind == ICS_DEFINED_COUNTS)
            truth = or_always(sema, truth, ics_and(sema, other, more), span);
        else if (more) /* included on its days alone */
            truth = ics_and(sema, truth, ics_or(sema, ics_not(sema, other), more));
    }
    return truth;
}

ics_expr *ics_noun_mask(ics_sema *sema, const ics_noun *noun, ics_expr *row, ics_span span)
{
    if (noun->kind == ICS_NONE || noun->kind == noun->entity)
        return NULL;
    ics_expr *mask = ics_kind(sema, row, noun->kind, span);
    for (size_t i = 0; i < sema->definition_count; i++)
        if (is_of(sema, &sema->definitions[i], noun->kind) && sema->definitions[i].kind == ICS_DEFINED_COUNTS)
            mask = ics_or(sema, mask, ics_kind(sema, row, sema->definitions[i].other, span));
    return mask;
}

/* -- where nouns stand */

/* The one list of a row that is of an entity, or of a wider kind. */
static uint32_t list_to(const ics_sema *sema, uint32_t owner, uint32_t entity, bool exact)
{
    const ics_model *model = sema->model;
    uint32_t found = ICS_NONE;
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        if (a->type != ICS_TYPE_LIST || !ics_sees_attribute(sema, i) || !ics_model_is_a(model, owner, a->entity) ||
            !(exact ? a->target == entity : ics_model_is_a(model, entity, a->target)))
            continue;
        if (found != ICS_NONE)
            return ICS_NONE;
        found = i;
    }
    return found;
}

ics_walk ics_step_to_noun(ics_sema *sema, ics_expr *row, const ics_noun *noun, uint32_t depth, ics_span span)
{
    ics_walk walk = {.value = NULL};
    uint32_t attribute = list_to(sema, row->shape.target, noun->entity, true);
    if (attribute == ICS_NONE)
        attribute = list_to(sema, row->shape.target, noun->entity, false);
    if (attribute == ICS_NONE)
        return walk;
    ics_expr *list = ics_read(sema, row, attribute, span);
    ics_range *range = ics_range_new(sema, ICS_RANGE_LIST, depth, list->shape.target, list, span);
    ics_expr *element = ics_row(sema, range, span);
    walk.ranges.range[0] = range;
    walk.ranges.when[0] = ics_noun_holds(sema, noun, element, depth, span);
    walk.ranges.count = 1;
    walk.value = ics_noun_row(sema, noun, element);
    return walk;
}

static const char *bare_name(const ics_node *node)
{
    if (node->kind == ICS_NODE_TERM)
        return node->text;
    const ics_node *step = node->kind == ICS_NODE_PATH && node->child_count == 1 ? node->child[0] : NULL;
    const bool is_bare = step && step->kind == ICS_NODE_STEP && step->text && strcmp(step->text, "it") != 0 &&
                         !(step->word && strcmp(step->word, "its") == 0) && !ics_slot(step, "name");
    return is_bare ? step->text : NULL;
}

/* `case is overdue`, where a let says when it is: the let's `it` is the left side. */
static ics_expr *is_as_let(ics_sema *sema, const ics_scope *scope, ics_expr *left, const char *name, ics_span span)
{
    const ics_scope inner = ics_scope_in(scope, left, 0);
    bool found = false;
    ics_walk walk = ics_let_named(sema, &inner, name, span, &found);
    return found && (walk.value->shape.sort == ICS_SORT_TRUTH || ics_is_wrong(walk.value)) ? walk.value : NULL;
}

/* Whether the name is that of something else in sight: then `is` asks whether the two are the same. */
static bool is_somebody(ics_sema *sema, const ics_scope *scope, const ics_expr *left, const ics_noun *noun)
{
    for (const ics_scope *s = scope; s && noun->kind != ICS_NONE; s = s->outer)
        if (s->row && s->row != left && s->row->shape.sort == ICS_SORT_REF &&
            ics_model_is_a(sema->model, s->row->shape.target, noun->kind))
            return true;
    return false;
}

ics_expr *ics_is_noun(ics_sema *sema, const ics_scope *scope, ics_expr *left, const ics_node *right, bool negated,
                      ics_span span)
{
    const char *name = bare_name(right);
    if (left->shape.sort != ICS_SORT_REF || !name || ics_attribute_named(sema, left->shape.target, name) != ICS_NONE ||
        ics_parameter_named(scope, name))
        return NULL;
    ics_expr *truth = is_as_let(sema, scope, left, name, span);
    ics_noun noun;
    if (!truth) {
        if (!ics_noun_named(sema, name, &noun) || is_somebody(sema, scope, left, &noun) ||
            sema->model->entities[noun.entity].root != sema->model->entities[left->shape.target].root)
            return NULL;
        ics_expr *kind = noun.kind == ICS_NONE ? is_kind(sema, left, noun.entity, span) : NULL;
        truth = ics_and(sema, kind, ics_noun_holds(sema, &noun, left, scope->depth, span));
    }
    ics_expr *there = left->kind == ICS_EXPR_ROW ? NULL : ics_make(sema, ICS_EXPR_PRESENT, span, left, NULL);
    if (!truth)
        truth = ics_truth(sema, 1, span);
    return ics_and(sema, there, negated ? ics_not(sema, truth) : truth);
}
