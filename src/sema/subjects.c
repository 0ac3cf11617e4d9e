/*
 * Subjects: whose outcomes a rule gives, what its sentence is about from there, and the owners of lists that leave a
 * gap (docs/decisions.md, 7 to 10).
 */
#include "sema/context.h"

#include <string.h>

static bool is_word(const ics_node *node, const char *word)
{
    return node && node->word && strcmp(node->word, word) == 0;
}

/* A PATH, or the parts of an NP. */
typedef struct noun {
    const ics_node *path, *where, *withs;
} noun;

static noun noun_of(const ics_node *node)
{
    if (node && node->kind == ICS_NODE_NP)
        return (noun){ics_slot(node, "path"), ics_slot(node, "where"), ics_slot(node, "withs")};
    return (noun){node && node->kind == ICS_NODE_PATH ? node : NULL, NULL, NULL};
}

/* -- the chain of lists from an owner down to the rows */

enum { CHAIN_MAX = ICS_RANGES_MAX };

/* Rows of `entity[0]`, held by attribute[0] of entity[1], held by attribute[1] of entity[2] … */
typedef struct chain {
    uint32_t entity[CHAIN_MAX + 1], attribute[CHAIN_MAX];
    size_t count;  /* of attributes */
    bool is_only;  /* nobody named the list: it is the only one of such rows */
    ics_noun noun; /* what the rows are called */
} chain;

static uint32_t list_of(ics_sema *sema, uint32_t owner, const char *name)
{
    const ics_model *model = sema->model;
    const uint32_t named = ics_attribute_named(sema, owner, name);
    if (named != ICS_NONE)
        return model->attributes[named].type == ICS_TYPE_LIST ? named : ICS_NONE;
    ics_noun called;
    const uint32_t entity = ics_noun_named(sema, name, &called) ? called.entity : ICS_NONE;
    uint32_t found = ICS_NONE;
    for (uint32_t i = 0; entity != ICS_NONE && i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        if (a->type != ICS_TYPE_LIST || !ics_sees_attribute(sema, i) || !ics_model_is_a(model, owner, a->entity) ||
            !ics_model_is_a(model, entity, a->target))
            continue;
        if (found != ICS_NONE)
            return ICS_NONE;
        found = i;
    }
    return found;
}

/* The only list whose elements are declared to be of that entity; a list of a wider kind does not own them. */
static uint32_t only_list_of(const ics_sema *sema, uint32_t entity)
{
    const ics_model *model = sema->model;
    uint32_t found = ICS_NONE;
    for (uint32_t i = 0; i < model->attribute_count; i++)
        if (model->attributes[i].type == ICS_TYPE_LIST && model->attributes[i].target == entity &&
            ics_sees_attribute(sema, i)) {
            if (found != ICS_NONE)
                return ICS_NONE;
            found = i;
        }
    return found;
}

static void no_entity(ics_sema *sema, const ics_node *step)
{
    const char *name = step->text ? step->text : "";
    const ics_model *model = sema->model;
    const char **names = ICS_ARENA_ARRAY(sema->arena, const char *, model->entity_count + 1);
    for (uint32_t i = 0; i < model->entity_count; i++)
        names[i] = model->entities[i].is_hidden ? NULL : model->entities[i].name;
    ics_diag *diag = ics_report(sema->diags, ICS_E0101, step->span,
                                "a sentence speaks of an entity of the model; '%s' is none", name);
    const char *near = ics_nearest(name, strlen(name), names, model->entity_count);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
    else
        ics_diag_help(sema->diags, diag, "begin with who owes it, as in 'ICB must publish forward plan'");
}

/* Whether the owner of a list is called by a definition, which would have to be judged before its list (said). */
static bool is_defined_owner(ics_sema *sema, const ics_node *step, const ics_noun *called)
{
    if (!called->is_defined)
        return false;
    ics_diag *diag = ics_report(sema->diags, ICS_E0242, step->span, "'%s' is defined, and owns no list here",
                                step->text ? step->text : "");
    ics_diag_help(sema->diags, diag, "name %s, and say in 'where' which of them", ics_several(sema, called->entity));
    return true;
}

/* Reads steps from..last of a path as a chain, the last one an entity. False (said) where they are none. */
static bool chain_of(ics_sema *sema, const ics_node *path, uint32_t from, chain *out)
{
    const uint32_t last = path->child_count - 1;
    if (last - from > CHAIN_MAX) {
        ics_report(sema->diags, ICS_E0005, path->span, "a phrase goes through more than %d lists", CHAIN_MAX);
        return false;
    }
    out->count = last - from;
    const ics_node *base = path->child[last];
    if (!base->text || !ics_noun_named(sema, base->text, &out->noun)) {
        if (!base->text || !out->noun.is_defined)
            no_entity(sema, base);
        return false;
    }
    out->entity[out->count] = out->noun.entity;
    for (size_t i = out->count; i-- > 0;) {
        const ics_node *step = path->child[from + i];
        const uint32_t owner = out->entity[i + 1], list = step->text ? list_of(sema, owner, step->text) : ICS_NONE;
        if (list == ICS_NONE) {
            ics_report(sema->diags, ICS_E0111, step->span,
                       "%s has no list '%s' whose elements could be spoken of one by one", ics_entity_name(sema, owner),
                       step->text ? step->text : "");
            return false;
        }
        if (is_defined_owner(sema, path->child[from + i + 1], &out->noun))
            return false;
        const uint32_t target = sema->model->attributes[list].target;
        out->attribute[i] = list;
        if (!ics_noun_named(sema, step->text, &out->noun) || !ics_model_is_a(sema->model, out->noun.entity, target))
            (void)ics_noun_named(sema, ics_entity_name(sema, target), &out->noun);
        out->entity[i] = out->noun.entity;
    }
    return true;
}

/* One's like is nobody's own: a body in another's `successors` stands by itself. */
static bool is_of_its_like(const ics_model *model, const ics_attribute *a)
{
    return ics_model_is_a(model, a->entity, a->target) || ics_model_is_a(model, a->target, a->entity);
}

/* Attributes other than @p list that can hold a row of that entity, as their own. For who names no list (@p all false)
 * what the file does not see holds nothing: a record in a local list is still judged by national rules. */
static ics_expr *held_elsewhere(ics_sema *sema, ics_expr *row, uint32_t list, bool all, ics_span span)
{
    const ics_model *model = sema->model;
    ics_expr *held = NULL;
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        const bool holds = a->type == ICS_TYPE_LIST || (a->type == ICS_TYPE_REF && a->is_one);
        if (i != list && holds && (all || ics_sees_attribute(sema, i)) && !is_of_its_like(model, a) &&
            (ics_model_is_a(model, row->shape.target, a->target) ||
             ics_model_is_a(model, a->target, row->shape.target)))
            held = ics_or(sema, held, ics_make(sema, ICS_EXPR_RECORDED, span, ics_owner(sema, row, i, span), NULL));
    }
    return held;
}

/* Whether the owner's list holds the row on the day judged; never unknown. */
static ics_expr *is_in_list(ics_sema *sema, ics_expr *owner, uint32_t list, ics_expr *row, ics_span span)
{
    ics_expr *has = ics_make(sema, ICS_EXPR_HAS_ROW, span, ics_read(sema, owner, list, span), row);
    return ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, span, has, NULL), has);
}

/* Which rows have an outcome: those that the chain holds on the day, or that stand by themselves. */
static ics_expr *mask_of(ics_sema *sema, const chain *c, size_t from, ics_expr *row, ics_span span)
{
    ics_expr *mask = NULL;
    for (size_t i = from; i < c->count; i++) {
        ics_expr *owner = ics_owner(sema, row, c->attribute[i], span);
        ics_expr *elsewhere = held_elsewhere(sema, row, c->attribute[i], !c->is_only, span);
        ics_expr *alone = ics_not(sema, ics_make(sema, ICS_EXPR_RECORDED, span, owner, NULL));
        if (elsewhere)
            alone = ics_and(sema, alone, ics_not(sema, elsewhere));
        mask = ics_and(sema, mask, ics_or(sema, is_in_list(sema, owner, c->attribute[i], row, span), alone));
        if (c->entity[i + 1] != owner->shape.target) {
            mask = ics_and(sema, mask, ics_kind(sema, owner, c->entity[i + 1], span));
            owner = ics_owner(sema, row, c->attribute[i], span);
            owner->shape.target = c->entity[i + 1];
        }
        row = owner;
    }
    return mask;
}

/* Whether the list says all that it could, and something: then its elements speak for its owner. */
static ics_expr *speaks_for_itself(ics_sema *sema, ics_expr *list, ics_expr *holds, ics_span span)
{
    /* A complete list is no longer than this; of any other that is not known. */
    const ics_decimal longer_than_any = 8000000000 * (ics_decimal)ICS_DECIMAL_ONE;
    ics_expr *size = ics_make(sema, ICS_EXPR_SIZE, span, list, NULL);
    ics_expr *is_bounded = ics_make(sema, ICS_EXPR_LE, span, size, ics_number(sema, longer_than_any, ICS_OF_ANY, span));
    return ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, span, is_bounded, NULL), holds);
}

/* True where @p truth is not known to be false. */
static ics_expr *may_be(ics_sema *sema, ics_expr *truth, ics_span span)
{
    ics_expr *is_known = ics_make(sema, ICS_EXPR_RECORDED, span, truth, NULL);
    return ics_not(sema, ics_and(sema, is_known, ics_not(sema, truth)));
}

/* Up the chain from a row of its entity of that level. */
static ics_expr *who_holds(ics_sema *sema, const chain *c, size_t level, ics_expr *row, ics_span span)
{
    for (size_t i = level; i < c->count; i++) {
        row = ics_owner(sema, row, c->attribute[i], span);
        row->shape.target = c->entity[i + 1];
    }
    return row;
}

static ics_gap gap_of(ics_sema *sema, const chain *c, size_t level, ics_span span)
{
    ics_gap gap = {.root = ics_range_new(sema, ICS_RANGE_ROOT, 0, c->entity[level + 1], NULL, span)};
    ics_expr *row = ics_row(sema, gap.root, span);
    gap.list = ics_read(sema, row, c->attribute[level], span);
    ics_expr *holds = ics_make(sema, ICS_EXPR_PRESENT, span, gap.list, NULL);
    gap.mask = ics_not(sema, speaks_for_itself(sema, gap.list, holds, span));
    ics_expr *among = mask_of(sema, c, level + 1, row, span);
    if (among)
        gap.mask = ics_and(sema, gap.mask, may_be(sema, among, span));
    gap.top = who_holds(sema, c, level + 1, row, span);
    gap.ladder = (ics_ladder){.applies = holds, .done = ics_truth(sema, 2, span)};
    return gap;
}

/* Rows that are spoken of alone belong to the owners of the only list that holds such rows. */
static chain with_only_list(const ics_sema *sema, const chain *c)
{
    chain whole = *c;
    const uint32_t only = c->count == 0 ? only_list_of(sema, c->entity[0]) : ICS_NONE;
    if (only != ICS_NONE) {
        whole.attribute[0] = only;
        whole.entity[1] = sema->model->attributes[only].entity;
        whole.count = 1;
        whole.is_only = true;
    }
    return whole;
}

static void add_gaps(ics_sema *sema, ics_rule_meaning *rule, const chain *c, ics_span span)
{
    for (size_t i = 0; i < c->count; i++) {
        const ics_gap gap = gap_of(sema, c, i, span);
        ICS_PUSH(sema->arena, rule->gaps, rule->gap_count, rule->gap_room, gap);
    }
}

/* -- pairs */

/* `each X whose A overlaps Y`: every X with every Y, where the overlap is not known to be false. */
static void set_pair(ics_sema *sema, const ics_node *pair, ics_subject *s, ics_scope *second)
{
    const ics_node *by = ics_slot(pair, "by"), *with = ics_slot(pair, "with");
    const ics_node *other = with && with->kind == ICS_NODE_PATH && with->child_count == 1 ? with->child[0] : NULL;
    const uint32_t entity = other && other->text ? ics_entity_named(sema, other->text) : ICS_NONE;
    s->is_wrong = true;
    if (!by || !with)
        return;
    if (entity == ICS_NONE) {
        ics_report(sema->diags, ICS_E0304, with->span, "a pair ends with one entity");
        return;
    }
    ics_expr *mine = ics_path_value(sema, &s->row_scope, by, s->row);
    if (ics_is_wrong(mine))
        return;
    const ics_node *step = by->child[0];
    const uint32_t attribute = ics_attribute_named(sema, entity, step->text);
    if (attribute == ICS_NONE) {
        ics_no_attribute(sema, with->span, entity, step->text);
        return;
    }
    s->pair = ics_range_new(sema, ICS_RANGE_EVERY, 1, entity, NULL, pair->span);
    ics_expr *row = ics_row(sema, s->pair, with->span);
    ics_expr *theirs = ics_read(sema, row, attribute, with->span);
    const bool fits = mine->shape.sort == theirs->shape.sort && mine->shape.target == theirs->shape.target &&
                      (mine->shape.sort == ICS_SORT_LIST || mine->shape.sort == ICS_SORT_SET);
    if (!fits) {
        ics_report(sema->diags, ICS_E0302, pair->span, "'%s' is %s of one and %s of the other: they cannot overlap",
                   step->text, ics_shape_name(sema, mine->shape), ics_shape_name(sema, theirs->shape));
        return;
    }
    s->is_wrong = false;
    s->mask = s->applies = ics_make(sema, ICS_EXPR_OVERLAPS, pair->span, mine, theirs);
    *second = (ics_scope){.row = row, .it = s->row, .depth = 1};
}

/* -- rows */

static uint32_t first_each(const ics_node *path)
{
    for (uint32_t i = 0; i < path->child_count; i++)
        if (path->child[i] && (path->child[i]->kind == ICS_NODE_PAIR || is_word(path->child[i], "each")))
            return i;
    return path->child_count - 1;
}

/* `each place P of ICS`: P is the row, or the one further up the chain of those that hold it. */
static void name_elements(ics_sema *sema, const ics_node *path, uint32_t from, const chain *c, ics_subject *s)
{
    ics_parameter *named = ICS_ARENA_ARRAY(sema->arena, ics_parameter, path->child_count);
    size_t count = 0;
    ics_expr *row = s->row;
    for (uint32_t i = from; i < path->child_count && i - from <= c->count; i++) {
        const ics_node *name = path->child[i]->kind == ICS_NODE_STEP ? ics_slot(path->child[i], "name") : NULL;
        if (i > from) {
            row = ics_owner(sema, row, c->attribute[i - from - 1], path->child[i]->span);
            row->shape.target = c->entity[i - from];
        }
        if (name)
            named[count++] = (ics_parameter){name->text, row};
    }
    s->row_scope.parameters = named;
    s->row_scope.parameter_count = count;
}

/* The other of a pair is in scope too. */
static bool open_pair(ics_sema *sema, const ics_node *step, ics_subject *s)
{
    ics_scope *second = ICS_ARENA_NEW(sema->arena, ics_scope);
    set_pair(sema, step, s, second);
    s->row_scope.outer = second;
    s->row_scope.depth = 1 + sema->occasion.depths;
    return !s->is_wrong;
}

/* The rows that a noun opens: sets root, row, mask, applies by a pair, and the scope in which the row is the subject.
 */
static bool find_rows(ics_sema *sema, ics_rule_meaning *rule, const ics_node *path, uint32_t from, ics_subject *s)
{
    const ics_node *step = path->child[from];
    const bool is_pair = step && step->kind == ICS_NODE_PAIR;
    const bool is_each = is_pair || is_word(step, "each");
    chain c = {0};
    if (!step || !chain_of(sema, path, from, &c))
        return false;
    s->root = ics_range_new(sema, ICS_RANGE_ROOT, 0, c.entity[0], NULL, step->span);
    ics_expr *row = ics_row(sema, s->root, step->span);
    s->row = s->top = ics_noun_row(sema, &c.noun, row);
    s->row_scope = (ics_scope){.row = s->row, .it = s->row, .depth = sema->occasion.depths};
    if (is_pair && !open_pair(sema, step, s))
        return false;
    name_elements(sema, path, from, &c, s);
    if (is_each && (!is_pair || c.count > 0)) {
        c = with_only_list(sema, &c);
        const ics_occasion outer = sema->occasion;
        sema->occasion.day = NULL; /* whose they are is asked once */
        add_gaps(sema, rule, &c, step->span);
        sema->occasion = outer;
    }
    s->top = who_holds(sema, &c, 0, row, step->span);
    s->mask = ics_and(sema, s->mask, mask_of(sema, &c, 0, row, step->span));
    s->mask = ics_and(sema, s->mask, ics_noun_mask(sema, &c.noun, row, step->span));
    s->applies = ics_and(sema, s->applies, ics_noun_holds(sema, &c.noun, row, s->row_scope.depth, step->span));
    return true;
}

/* Whose outcomes there are hangs on no age of evidence. */
static bool open_rows(ics_sema *sema, ics_rule_meaning *rule, const ics_node *path, uint32_t from, ics_subject *s)
{
    ics_expr *oldest = ics_of_any_age(sema);
    const bool good = find_rows(sema, rule, path, from, s);
    sema->oldest = oldest;
    return good;
}

static ics_expr *narrowed(ics_sema *sema, const ics_scope *scope, const noun *n)
{
    ics_expr *truth = n->where ? ics_condition(sema, scope, n->where) : NULL;
    return n->withs && scope->row ? ics_and(sema, truth, ics_withs(sema, scope, scope->row, n->withs)) : truth;
}

/* -- what the sentence is about, from the row */

static const char *path_text(ics_sema *sema, const ics_node *path, uint32_t count)
{
    const char *text = "";
    for (uint32_t i = 0; i < count; i++)
        text = ics_text_of(sema, "%s%s%s", text, i ? " of " : "",
                           path->child[i] && path->child[i]->text ? path->child[i]->text : "");
    return text;
}

static bool says_every(const ics_node *path, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (is_word(path->child[i], "every"))
            return true;
    return false;
}

/* The subject of the sentence once the walk to it is made: its scope, and where `where` belongs. */
static void settle(ics_sema *sema, ics_subject *s, const noun *n, uint32_t steps)
{
    if (ics_is_wrong(s->who.value)) {
        s->is_wrong = true;
        return;
    }
    const bool every = says_every(n->path, steps);
    if (every && s->who.value->shape.sort == ICS_SORT_LIST &&
        !ics_walk_open(sema, &s->who, s->row_scope.depth, n->path->span))
        s->is_wrong = true;
    if (s->who.ranges.count > 0 && !every) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, n->path->span, "there may be several %s here",
                                    ics_several(sema, s->who.ranges.range[s->who.ranges.count - 1]->entity));
        ics_diag_help(sema->diags, diag, "say 'each' for an outcome each, or 'every' for one about all of them");
        s->is_wrong = true;
    }
    if (s->is_wrong)
        return;
    const ics_ranges *ranges = &s->who.ranges;
    const bool is_row = s->who.value == s->row;
    s->scope = is_row ? s->row_scope : ics_scope_in(&s->row_scope, s->who.value, s->who.ranges.count);
    s->scope.is_element = false;
    if (ranges->count > 0) { /* `every X where …` narrows X */
        const size_t last = ranges->count - 1;
        const ics_scope element = ics_scope_of_element(sema, &s->row_scope, &s->who, n->path->span);
        s->who.ranges.when[last] = ics_and(sema, ranges->when[last], narrowed(sema, &element, n));
        /* What the sentence is about is read from that element: its attributes are names too. */
        if (s->who.value->kind != ICS_EXPR_ROW) {
            ics_scope *outer = ICS_ARENA_NEW(sema->arena, ics_scope);
            *outer = element;
            s->scope.outer = outer;
            s->scope.depth = outer->depth;
        }
    }
}

/* -- the two forms */

static void subject_of_own(ics_sema *sema, ics_rule_meaning *rule, const noun *n, ics_subject *s)
{
    const uint32_t from = first_each(n->path);
    if (is_word(n->path->child[from], "every")) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, n->path->child[from]->span, "'every' needs whose they are");
        ics_diag_help(sema->diags, diag, "write 'each %s' for an outcome each",
                      n->path->child[from]->text ? n->path->child[from]->text : "X");
        s->is_wrong = true;
        return;
    }
    if (!open_rows(sema, rule, n->path, from, s)) {
        s->is_wrong = true;
        return;
    }
    s->who = (ics_walk){.value = s->row};
    ics_walk_on(sema, s->row_scope.depth, &s->who, n->path, from);
    settle(sema, s, n, from);
    if (s->is_wrong)
        return;
    if (s->who.ranges.count == 0) {
        const ics_scope *of = is_word(n->path->child[from], "each") || n->path->child[from]->kind == ICS_NODE_PAIR
                                  ? &s->row_scope
                                  : &s->scope;
        s->applies = ics_and(sema, s->applies, narrowed(sema, of, n));
        if (from > 0 && s->who.value->shape.sort == ICS_SORT_REF)
            s->about = s->who.value;
    }
    s->path = path_text(sema, n->path, from);
}

/* `applies to each X` with another as the sentence's subject: the one who owes it, reached from X. */
static void subject_of_other(ics_sema *sema, const noun *n, ics_subject *s)
{
    const uint32_t last = n->path->child_count - 1;
    const ics_node *base = n->path->child[last];
    if (first_each(n->path) != last || is_word(base, "each")) {
        ics_report(sema->diags, ICS_E0304, n->path->span,
                   "'applies to' says already whose outcomes these are: 'each' cannot say it again");
        s->is_wrong = true;
        return;
    }
    const uint32_t entity = base->kind == ICS_NODE_STEP && base->text ? ics_entity_named(sema, base->text) : ICS_NONE;
    if (entity != ICS_NONE && last == 0 && s->row->shape.target == entity)
        s->who = (ics_walk){.value = s->row};
    else if (entity != ICS_NONE && last == 0 && !ics_is_named(sema, &s->row_scope, base->text) &&
             ics_leads_nowhere(sema, s->row->shape.target, entity))
        s->who = (ics_walk){.value = ics_unnamed(sema, entity, base->span)};
    else
        s->who = ics_walk_path(sema, &s->row_scope, n->path, NULL);
    settle(sema, s, n, last + 1);
    if (s->is_wrong)
        return;
    if (s->who.ranges.count == 0)
        s->applies = ics_and(sema, s->applies, narrowed(sema, &s->scope, n));
    if (s->who.value != s->row)
        s->owed_by = entity != ICS_NONE ? ics_entity_name(sema, entity) : path_text(sema, n->path, last + 1);
}

void ics_subject_of_sentence(ics_sema *sema, ics_rule_meaning *rule, const ics_node *applies, const ics_node *subject,
                             ics_subject *out)
{
    *out = (ics_subject){.path = "", .owed_by = "", .is_wrong = true};
    if (!subject)
        return;
    const noun n = noun_of(subject);
    if (!n.path || n.path->child_count == 0)
        return;
    out->is_wrong = false;
    if (!applies) {
        subject_of_own(sema, rule, &n, out);
        return;
    }
    const noun a = noun_of(applies);
    if (!a.path || a.path->child_count == 0 || first_each(a.path) != 0) {
        if (a.path)
            ics_report(sema->diags, ICS_E0304, applies->span,
                       "'applies to' is followed by 'each' and the things whose outcomes these are");
        out->is_wrong = true;
        return;
    }
    if (!open_rows(sema, rule, a.path, 0, out)) {
        out->is_wrong = true;
        return;
    }
    out->applies = ics_and(sema, out->applies, narrowed(sema, &out->row_scope, &a));
    subject_of_other(sema, &n, out);
}

/* -- checks and descriptions */

/* The first path of a condition that ends in the name of an entity: whose check it is. */
static const ics_node *first_entity_path(ics_sema *sema, const ics_node *node)
{
    if (!node || !ics_enter(sema, node->span))
        return NULL;
    const ics_node *found = NULL;
    if (node->kind == ICS_NODE_PATH && node->child_count > 0) {
        const ics_node *base = node->child[node->child_count - 1];
        ics_noun called;
        const bool names = base && base->text && !is_word(base, "its") && ics_noun_named(sema, base->text, &called);
        found = names || (base && base->kind == ICS_NODE_PAIR) ? node : NULL;
    }
    for (uint32_t i = 0; !found && i < node->child_count; i++)
        found = first_entity_path(sema, node->child[i]);
    ics_leave(sema);
    return found;
}

void ics_subject_of_statement(ics_sema *sema, ics_rule_meaning *rule, const ics_node *applies,
                              const ics_node *condition, ics_subject *out)
{
    *out = (ics_subject){.path = "", .owed_by = "", .is_wrong = true};
    const noun a = noun_of(applies);
    const ics_node *path = applies ? a.path : first_entity_path(sema, condition);
    if (!path) {
        if (condition && condition->kind != ICS_NODE_ERROR)
            ics_report(sema->diags, ICS_E0304, condition->span, "this names no entity: say of whom it is to hold");
        return;
    }
    const uint32_t from = first_each(path);
    out->is_wrong = !open_rows(sema, rule, path, applies ? 0 : from, out);
    out->who = (ics_walk){.value = out->row};
    out->scope = out->row_scope;
    if (!out->is_wrong && applies)
        out->applies = ics_and(sema, out->applies, narrowed(sema, &out->row_scope, &a));
}
