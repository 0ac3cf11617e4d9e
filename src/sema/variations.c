/*
 * Local variation: for whom it holds, what it adds to the national rules, and which of its texts take the place of one
 * of them for those bodies. Leans on the proof that a text is stricter.
 */
#include "base/article.h"
#include "sema/context.h"

#include <string.h>

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

/* -- trees: what a variation declares stands behind it, as in any file */

static ics_node *spread_tree(ics_arena *arena, const ics_node *tree)
{
    uint32_t more = 0;
    for (uint32_t i = 0; i < ics_node_length(tree); i++)
        if (tree->child[i] && tree->child[i]->kind == ICS_NODE_VARIATION)
            more += ics_node_length(ics_slot(tree->child[i], "declarations"));
    ics_node *spread = ICS_ARENA_NEW(arena, ics_node);
    *spread = *tree;
    spread->child = ICS_ARENA_ARRAY(arena, ics_node *, (size_t)tree->child_count + more + 1);
    spread->child_count = 0;
    for (uint32_t i = 0; i < tree->child_count; i++) {
        spread->child[spread->child_count++] = tree->child[i];
        const ics_node *own = tree->child[i] && tree->child[i]->kind == ICS_NODE_VARIATION
                                  ? ics_slot(tree->child[i], "declarations")
                                  : NULL;
        for (uint32_t k = 0; k < ics_node_length(own); k++)
            spread->child[spread->child_count++] = own->child[k];
    }
    return spread;
}

bool ics_has_variation(const ics_sema *sema)
{
    const ics_node *tree = sema->syntax->files[sema->file].tree;
    for (uint32_t i = 0; i < ics_node_length(tree); i++)
        if (tree->child[i] && tree->child[i]->kind == ICS_NODE_VARIATION)
            return true;
    return false;
}

const ics_syntax *ics_variations_spread(ics_arena *arena, const ics_syntax *syntax)
{
    ics_syntax *spread = ICS_ARENA_NEW(arena, ics_syntax);
    *spread = *syntax;
    spread->files = ICS_ARENA_ARRAY(arena, ics_syntax_file, syntax->file_count + 1);
    for (size_t f = 0; f < syntax->file_count; f++) {
        spread->files[f] = syntax->files[f];
        for (uint32_t i = 0; i < ics_node_length(syntax->files[f].tree); i++)
            if (syntax->files[f].tree->child[i] && syntax->files[f].tree->child[i]->kind == ICS_NODE_VARIATION) {
                spread->files[f].tree = spread_tree(arena, syntax->files[f].tree);
                break;
            }
    }
    return spread;
}

/* -- declaring */

/* For whom: an entity, by the code that identifies it. */
static bool set_subject(ics_sema *sema, ics_variation *v, const ics_node *subject)
{
    const ics_node *path = subject && subject->kind == ICS_NODE_NP ? ics_slot(subject, "path") : subject;
    const ics_node *step = path && path->kind == ICS_NODE_PATH && path->child_count == 1 ? path->child[0] : NULL;
    const ics_node *withs = subject && subject->kind == ICS_NODE_NP ? ics_slot(subject, "withs") : NULL;
    v->entity = step ? ics_entity_named(sema, text_of(step)) : ICS_NONE;
    if (v->entity == ICS_NONE) {
        if (step)
            ics_no_name(sema, step->span, text_of(step));
        return false;
    }
    const uint32_t unique = sema->model->entities[v->entity].unique;
    const uint32_t named =
        ics_node_length(withs) == 1 ? ics_attribute_named(sema, v->entity, text_of(withs->child[0])) : ICS_NONE;
    v->withs = withs;
    if (named != ICS_NONE && named == unique)
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0255, subject->span, "a variation says by code for whom it holds");
    if (unique != ICS_NONE)
        ics_diag_help(sema->diags, diag, "write 'for %s with %s \"…\"'", ics_entity_name(sema, v->entity),
                      sema->model->attributes[unique].name);
    return false;
}

static uint32_t pack_named(const ics_sema *sema, const char *name)
{
    for (size_t i = 0; i < sema->syntax->pack_count; i++)
        if (ics_key_equal(sema->syntax->packs[i], strlen(sema->syntax->packs[i]), name, strlen(name)))
            return (uint32_t)i;
    return ICS_NONE;
}

static const char *made_by(const ics_node *heads)
{
    for (uint32_t i = 0; i < ics_node_length(heads); i++)
        if (heads->child[i] && heads->child[i]->kind == ICS_NODE_CLAUSE)
            return text_of(ics_slot(heads->child[i], "value"));
    return "";
}

/* Each local text in the place of a national one, by the rule's name. */
static void note_text(ics_sema *sema, const ics_node *node, uint32_t variation)
{
    const ics_node *body = node->kind == ICS_NODE_REPLACE ? ics_slot(node, "rule") : node;
    if (!body || !body->text)
        return;
    const ics_local_text text = {.node = body,
                                 .name = body->text,
                                 .file = sema->file,
                                 .variation = variation,
                                 .is_fill_in = node->kind == ICS_NODE_FILLIN};
    ICS_PUSH(sema->arena, sema->local_texts, sema->local_text_count, sema->local_text_room, text);
}

static void declare(ics_sema *sema, const ics_node *node)
{
    ics_variation v = {.node = node, .heads = ics_slot(node, "heads"), .file = sema->file};
    const ics_node *base = ics_slot(node, "base"), *subject = ics_slot(node, "subject");
    v.pack = pack_named(sema, text_of(base));
    if (v.pack == ICS_NONE && base) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0252, base->span, "no pack '%s' is used here", text_of(base));
        ics_diag_help(sema->diags, diag, "write 'use %s' above", text_of(base));
    }
    v.is_wrong = v.pack == ICS_NONE || !set_subject(sema, &v, subject);
    v.from = ICS_DAY_MIN;
    const uint32_t kept = ics_keep_definition(sema, node, subject);
    ics_defined *said = &sema->out->definitions[kept];
    said->name = text_of(node);
    v.id = (uint32_t)sema->out->variation_count;
    v.from = said->from;
    v.to = said->to;
    const ics_varied varied = {.id = text_of(node),
                               .base = text_of(base),
                               .made_by = made_by(v.heads),
                               .definition = kept,
                               .subject = subject ? subject->span : node->span};
    ICS_PUSH(sema->arena, sema->out->variations, sema->out->variation_count, sema->out->variation_room, varied);
    ICS_PUSH(sema->arena, sema->variations, sema->variation_count, sema->variation_room, v);
    const ics_node *own = ics_slot(node, "declarations");
    for (uint32_t i = 0; i < ics_node_length(own); i++)
        if (own->child[i] && (own->child[i]->kind == ICS_NODE_FILLIN || own->child[i]->kind == ICS_NODE_REPLACE))
            note_text(sema, own->child[i], v.id);
}

/* Of texts in the place of one rule the one of the later variation comes first (docs/decisions.md, 57). */
static void order_texts(ics_sema *sema)
{
    for (size_t i = 1; i < sema->local_text_count; i++)
        for (size_t k = i; k > 0; k--) {
            ics_local_text *a = &sema->local_texts[k - 1], *b = &sema->local_texts[k];
            if (sema->variations[a->variation].from >= sema->variations[b->variation].from)
                break;
            const ics_local_text kept = *a;
            *a = *b;
            *b = kept;
        }
}

static bool same_withs(const ics_node *a, const ics_node *b)
{
    const ics_node *x = ics_node_length(a) == 1 ? ics_slot(a->child[0], "value") : NULL;
    const ics_node *y = ics_node_length(b) == 1 ? ics_slot(b->child[0], "value") : NULL;
    return x && y && strcmp(text_of(x), text_of(y)) == 0;
}

/* Two texts in the place of one rule, for one body, on one day: neither comes before the other. */
static void check_pairs(ics_sema *sema)
{
    for (size_t i = 0; i < sema->local_text_count; i++)
        for (size_t k = i + 1; k < sema->local_text_count; k++) {
            const ics_local_text *a = &sema->local_texts[i], *b = &sema->local_texts[k];
            const ics_variation *x = &sema->variations[a->variation], *y = &sema->variations[b->variation];
            if (!ics_key_equal(a->name, strlen(a->name), b->name, strlen(b->name)) || x->is_wrong || y->is_wrong ||
                x->entity != y->entity || !same_withs(x->withs, y->withs) || x->from > y->to || y->from > x->to)
                continue;
            ics_diag *diag = ics_report(sema->diags, ICS_E0256, name_span(b->node),
                                        "two texts stand in the place of rule %s for the same body", b->name);
            ics_diag_note(sema->diags, diag, name_span(a->node), "the other");
        }
}

/* A text that found nothing to stand in the place of would be passed over in silence. */
static void check_names(ics_sema *sema)
{
    for (size_t i = 0; i < sema->local_text_count; i++) {
        const ics_local_text *text = &sema->local_texts[i];
        const ics_named *known = ics_rule_known(sema, text->name);
        sema->file = text->file;
        if (!known)
            ics_no_rule(sema, name_span(text->node), text->name);
        else if (!text->is_tried && known->id != ICS_NONE)
            ics_report(sema->diags, ICS_E0252, name_span(text->node),
                       "%s is no national rule: a text stands in the place of one", text->name);
    }
}

void ics_sema_declare_variations(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_VARIATION)
                declare(sema, tree->child[i]);
    }
    order_texts(sema);
    check_pairs(sema);
}

void ics_variations_end(ics_sema *sema)
{
    sema->variation = NULL;
    check_names(sema);
}

void ics_variation_begin(ics_sema *sema, const ics_node *node)
{
    for (size_t i = 0; i < sema->variation_count; i++)
        if (sema->variations[i].node == node)
            sema->variation = &sema->variations[i];
}

const ics_node *ics_variation_heads(ics_sema *sema, bool says_days)
{
    const ics_node *heads = sema->variation->heads;
    if (!says_days || !heads)
        return heads;
    ics_node *rest = ICS_ARENA_NEW(sema->arena, ics_node);
    *rest = *heads;
    rest->child = ICS_ARENA_ARRAY(sema->arena, ics_node *, (size_t)heads->child_count + 1);
    rest->child_count = 0;
    for (uint32_t i = 0; i < heads->child_count; i++)
        if (heads->child[i] && heads->child[i]->kind != ICS_NODE_INFORCE)
            rest->child[rest->child_count++] = heads->child[i];
    return rest;
}

/* -- for whom */

/* Whether a way goes up from what a body has to the body, never down or aside to what belongs to others. */
static bool goes_up(const ics_sema *sema, const ics_expr *value)
{
    for (; value->kind == ICS_EXPR_READ || value->kind == ICS_EXPR_OWNER; value = value->a) {
        const ics_attribute *a = &sema->model->attributes[value->id];
        if (value->kind == ICS_EXPR_OWNER ? a->type == ICS_TYPE_REF && !a->is_one
                                          : a->is_one || a->type == ICS_TYPE_LIST)
            return false;
    }
    return true;
}

/* The body of the variation that a row belongs to; NULL (said) where it is a neighbour's. */
static ics_expr *body_of(ics_sema *sema, ics_expr *row, uint32_t depth, ics_span span)
{
    const ics_variation *v = sema->variation;
    if (ics_model_is_a(sema->model, row->shape.target, v->entity))
        return row;
    ics_walk walk;
    if (!ics_links_walk(sema, row, v->entity, depth, span, &walk))
        return NULL;
    if (walk.ranges.count == 0 && walk.value->shape.sort == ICS_SORT_REF && goes_up(sema, walk.value))
        return walk.value;
    ics_diag *diag =
        ics_report(sema->diags, ICS_E0254, span, "%s is no part of %s %s: a variation binds those who made it",
                   ics_entity_name(sema, row->shape.target), ics_article(ics_entity_name(sema, v->entity)),
                   ics_entity_name(sema, v->entity));
    ics_diag_note(sema->diags, diag, ics_slot(v->node, "subject")->span, "it holds for this body");
    return NULL;
}

static ics_expr *holds_for(ics_sema *sema, ics_expr *row, uint32_t depth, ics_span span)
{
    ics_expr *body = body_of(sema, row, depth, span);
    if (!body)
        return NULL;
    const ics_scope scope = {.row = body, .it = body, .is_element = true, .depth = depth};
    const uint32_t file = sema->file;
    sema->file = sema->variation->file;
    ics_expr *holds = ics_withs(sema, &scope, body, sema->variation->withs);
    sema->file = file;
    return ics_is_wrong(holds) ? NULL : holds;
}

/* Whether the truth is not known to be false; itself never unknown. */
static ics_expr *may_be(ics_sema *sema, ics_expr *truth, ics_span span)
{
    ics_expr *is_known = ics_make(sema, ICS_EXPR_RECORDED, span, truth, NULL);
    return ics_not(sema, ics_and(sema, is_known, ics_not(sema, truth)));
}

ics_expr *ics_variation_days(ics_sema *sema, const ics_variation *v, ics_expr *day)
{
    const ics_span span = v->node->span;
    ics_expr *days = NULL;
    if (v->from > ICS_DAY_MIN)
        days = ics_make(sema, ICS_EXPR_DATE_LE, span, ics_day(sema, v->from, span), day);
    if (v->to < ICS_DAY_MAX)
        days = ics_and(sema, days, ics_make(sema, ICS_EXPR_DATE_LE, span, day, ics_day(sema, v->to, span)));
    return days;
}

/* A rule of the variation's own has outcomes for those for whom it holds, in the days of the variation. */
static void narrow(ics_sema *sema, ics_rule_meaning *rule)
{
    const ics_variation *v = sema->variation;
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, rule->span, NULL, NULL);
    for (size_t i = 0; i < rule->gap_count; i++) {
        ics_gap *gap = &rule->gaps[i];
        gap->mask = ics_and(sema, gap->mask, may_be(sema, gap->scope, rule->span));
        gap->ladder.governs = ics_and(sema, gap->ladder.governs, ics_variation_days(sema, v, today));
    }
    ics_expr *day = rule->law_day ? rule->law_day : today;
    rule->ladder.governs = ics_and(sema, rule->ladder.governs, ics_variation_days(sema, v, day));
    rule->mask = ics_and(sema, rule->mask, rule->scope);
    rule->ladder.applies = ics_and(sema, rule->scope, rule->ladder.applies);
}

/* The row that the sentence binds, or who has it in the end. */
static ics_expr *bound(const ics_sema *sema, const ics_subject *subject)
{
    const bool is_owed = subject->who.ranges.count == 0 && subject->who.value->shape.sort == ICS_SORT_REF;
    return is_owed && ics_model_is_a(sema->model, subject->who.value->shape.target, sema->variation->entity)
               ? subject->who.value
               : subject->top;
}

bool ics_variation_narrows(ics_sema *sema, const ics_subject *subject, ics_rule_meaning *rule)
{
    const ics_variation *v = sema->variation;
    const ics_occasion outer = sema->occasion;
    ics_expr *const oldest = sema->oldest;
    if (v->is_wrong)
        return false;
    sema->occasion.day = NULL; /* whose it is is asked once … */
    sema->oldest = NULL;       /* … and hangs on no age of evidence */
    rule->scope = holds_for(sema, bound(sema, subject), subject->row_scope.depth, rule->span);
    for (size_t i = 0; rule->scope && i < rule->gap_count; i++) {
        rule->gaps[i].scope = holds_for(sema, rule->gaps[i].top, 0, rule->span);
        if (!rule->gaps[i].scope)
            rule->scope = NULL;
    }
    sema->occasion = outer;
    sema->oldest = oldest;
    if (!rule->scope)
        return false;
    if (!sema->in_place_of)
        narrow(sema, rule);
    return true;
}

/* -- rules of its own */

/* How much a rule asks beside each national text of another: its versions, but not those of other variations. */
static ics_stricter beside(const ics_rule_meaning *rule, const ics_rule_meaning *national, ics_shortfall *shortfall)
{
    ics_stricter all = ICS_STRICTER;
    if (national->version_count == 0)
        return ics_compare_strictness(rule, national, false, shortfall);
    for (uint32_t i = 0; i < national->version_count; i++) {
        if (national->versions[i].head.versions[0].variation != 0)
            continue;
        const ics_stricter one = ics_compare_strictness(rule, &national->versions[i], false, shortfall);
        if (one == ICS_UNLIKE || one == ICS_LAXER)
            return one;
        all = one < all ? one : all;
    }
    return all;
}

void ics_variation_adds(ics_sema *sema, const ics_node *node, const ics_rule_meaning *rule)
{
    const ics_node *tails = ics_slot(node, "tails");
    ics_departure departure = {
        .variation = sema->variation->id, .kind = ICS_ADDS, .rule = text_of(node), .national = "", .span = rule->span};
    for (uint32_t i = 0; i < ics_node_length(tails); i++) {
        const ics_node *clause = tails->child[i];
        const ics_named *known =
            clause && clause->kind == ICS_NODE_STRICTER ? ics_rule_known(sema, text_of(clause)) : NULL;
        if (!clause || clause->kind != ICS_NODE_STRICTER)
            continue;
        if (!known || !ics_sees(sema, known->file)) {
            ics_no_rule(sema, name_span(clause), text_of(clause));
            continue;
        }
        departure.kind = ICS_GOES_BEYOND;
        departure.national = known->name;
        if (known->id == ICS_NONE || known->id >= sema->out->rule_count)
            continue;
        const ics_rule_meaning *national = &sema->out->rules[known->id];
        ics_shortfall shortfall;
        const ics_stricter found = beside(rule, national, &shortfall);
        departure.national_span = national->span;
        departure.is_proved = found == ICS_STRICTER || found == ICS_AS_STRICT;
        if (found == ICS_LAXER) {
            ics_diag *diag = ics_report(sema->diags, ICS_E0250, shortfall.local,
                                        "this asks less than rule %s, not more: %s", known->name, shortfall.less);
            ics_diag_note(sema->diags, diag, shortfall.national, "the national text");
        }
    }
    ics_meaning *out = sema->out;
    ICS_PUSH(sema->arena, out->departures, out->departure_count, out->departure_room, departure);
}
