/*
 * Sentences that ask anew for each event (docs/decisions.md, 38): an act that is received, a review from which the next
 * is counted. Events are elements of lists of the subject; what the lists leave open is an outcome of its own.
 */
#include "sema/occasion_parts.h"

#include "base/limits.h"
#include "model/key.h"

#include <string.h>

bool ics_is_act(const ics_sema *sema, const ics_node *doing)
{
    const ics_node *act = sema->occasion.act;
    if (!act || !doing || doing->kind != ICS_NODE_DOING || !doing->text || !act->text ||
        strcmp(doing->text, act->text) != 0)
        return false;
    const ics_node *what = ics_slot(doing, "what"), *object = ics_slot(act, "object");
    if (!what || !object || what->kind != ICS_NODE_PATH || object->kind != ICS_NODE_PATH)
        return what == object;
    bool same = what->child_count == object->child_count;
    for (uint32_t i = 0; same && i < what->child_count; i++)
        same = what->child[i] && object->child[i] && what->child[i]->text && object->child[i]->text &&
               strcmp(what->child[i]->text, object->child[i]->text) == 0;
    return same;
}

/* -- which events */

/* "local authority receives integrated care strategy": as if it were required. */
static bool acts_of(ics_sema *sema, const ics_node *event, const ics_scope *scope, ics_acts *out)
{
    const ics_node *who = ics_slot(event, "what");
    ics_node *slots[2] = {(ics_node *)(uintptr_t)ics_slot(event, "object"), NULL};
    const ics_node act = {.kind = ICS_NODE_DO,
                          .span = event->span,
                          .text_span = event->text_span,
                          .text = event->text,
                          .child_count = 2,
                          .child_room = 2,
                          .child = slots};
    ics_expr *doer = who ? ics_path_value(sema, scope, who, NULL) : ics_wrong(sema, event->span);
    return !ics_is_wrong(doer) && ics_acts_of(sema, scope, &act, doer, out);
}

/* The one day on which things of an entity happen; ICS_NONE (said) where there is none or several. */
static uint32_t day_of_entity(ics_sema *sema, uint32_t entity, ics_span span)
{
    const ics_model *model = sema->model;
    const char *names = "";
    uint32_t found = ICS_NONE, count = 0;
    for (uint32_t a = 0; a < model->attribute_count; a++) {
        if (model->attributes[a].type != ICS_TYPE_EVENT_DATE || !ics_sees_attribute(sema, a) ||
            !ics_model_is_a(model, entity, model->attributes[a].entity))
            continue;
        names = ics_text_of(sema, "%s%s'%s'", names, count ? ", " : "", model->attributes[a].name);
        found = a;
        count++;
    }
    if (count == 1)
        return found;
    if (count == 0)
        ics_report(sema->diags, ICS_E0223, span, "%s has no event date, so nothing can be counted from it",
                   ics_entity_name(sema, entity));
    else
        ics_report(sema->diags, ICS_E0223, span, "%s has several event dates, %s: it is not said which day counts",
                   ics_entity_name(sema, entity), names);
    return ICS_NONE;
}

/* The list of the subject itself that leads to things of that name, before anything that leads to one of them. */
static bool opens_own_list(ics_sema *sema, const ics_scope *scope, const ics_node *noun, ics_walk *walk,
                           ics_scope *element)
{
    const ics_node *step = noun->kind == ICS_NODE_PATH && noun->child_count == 1 ? noun->child[0] : NULL;
    if (!step || step->kind != ICS_NODE_STEP || !step->text || !scope->row || scope->row->shape.sort != ICS_SORT_REF)
        return false;
    *walk = ics_step(sema, scope->row, step->text, scope->depth + 1, step->span);
    if (walk->value->shape.sort != ICS_SORT_LIST || !ics_walk_open(sema, walk, scope->depth, noun->span))
        return false;
    *element = ics_scope_of_element(sema, scope, walk, noun->span);
    return true;
}

/* "plan review": the elements of the list that leads there, each on its day. */
static bool things_of(ics_sema *sema, const ics_node *event, const ics_scope *scope, ics_acts *out)
{
    const ics_node *noun = ics_slot(event, "from");
    ics_walk walk;
    ics_scope element;
    if (!noun || !(opens_own_list(sema, scope, noun, &walk, &element) ||
                   ics_noun_open(sema, scope, noun, NULL, &walk, &element)))
        return false;
    const uint32_t day = day_of_entity(sema, walk.value->shape.target, noun->span);
    if (day == ICS_NONE)
        return false;
    *out = (ics_acts){.ranges = walk.ranges, .scope = element};
    out->day = ics_read(sema, walk.value, day, noun->span);
    out->when = ics_make(sema, ICS_EXPR_PRESENT, noun->span, out->day, NULL);
    return true;
}

/* -- what is left open */

/* Whether every element is known to be an event or none. */
static ics_expr *all_decided(ics_sema *sema, const ics_acts *acts, ics_span span)
{
    const size_t last = acts->ranges.count - 1; /* what is known not to have happened is none, whatever it was */
    ics_expr *is_event = ics_and(sema, acts->ranges.when[last], acts->when);
    ics_expr *expr = ics_make(sema, ICS_EXPR_RECORDED, span, is_event, NULL);
    for (size_t i = acts->ranges.count; i-- > 0;) {
        if (i < last && acts->ranges.when[i]) /* an element that a list on the way leaves out leads to none */
            expr = ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, span, acts->ranges.when[i], NULL), expr);
        expr = ics_over(sema, ICS_EXPR_ALL, acts->ranges.range[i], expr, NULL, span);
    }
    return ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, span, expr, NULL), expr);
}

/* Whether the outermost list says all that it could. */
static ics_expr *is_complete(ics_sema *sema, ics_expr *list, ics_span span)
{
    const ics_decimal longer_than_any = 8000000000 * (ics_decimal)ICS_DECIMAL_ONE;
    ics_expr *size = ics_make(sema, ICS_EXPR_SIZE, span, list, NULL);
    ics_expr *is_bounded = ics_make(sema, ICS_EXPR_LE, span, size, ics_number(sema, longer_than_any, ICS_OF_ANY, span));
    return ics_make(sema, ICS_EXPR_RECORDED, span, is_bounded, NULL);
}

/* True where @p truth is not known to be false. */
static ics_expr *may_be(ics_sema *sema, ics_expr *truth, ics_span span)
{
    ics_expr *is_known = ics_make(sema, ICS_EXPR_RECORDED, span, truth, NULL);
    return ics_not(sema, ics_and(sema, is_known, ics_not(sema, truth)));
}

/* The subject's own outcome: unknown where there may be events that nobody told, not applicable where there are none.
 */
static void add_gap(ics_sema *sema, ics_rule_meaning *rule, const ics_subject *subject, const ics_acts *acts,
                    ics_span span)
{
    ics_expr *list = acts->ranges.range[0]->list;
    ics_expr *some = ics_some(sema, &acts->ranges, acts->when, span);
    ics_gap gap = {.root = subject->root, .list = list};
    gap.mask =
        ics_not(sema, ics_and(sema, is_complete(sema, list, span), ics_and(sema, all_decided(sema, acts, span), some)));
    if (subject->mask)
        gap.mask = ics_and(sema, gap.mask, may_be(sema, subject->mask, span));
    gap.ladder = (ics_ladder){.applies = ics_and(sema, subject->applies, some), .done = ics_truth(sema, 2, span)};
    ICS_PUSH(sema->arena, rule->gaps, rule->gap_count, rule->gap_room, gap);
}

bool ics_event_place(ics_sema *sema, const ics_cadence *of, ics_rule_meaning *rule, ics_subject *subject)
{
    const ics_node *event = of->event;
    const bool is_act = event->kind == ICS_NODE_CADENCE;
    ics_acts acts;
    if (subject->pair) {
        ics_report(sema->diags, ICS_E0222, event->span, "a rule asks for each pair, or for each event, not for both");
        return false;
    }
    ics_scope scope = subject->scope;
    scope.depth = 0; /* the depths that were kept free for events */
    ics_scope row_scope = subject->row_scope;
    row_scope.depth = 0;
    if (!(is_act ? acts_of(sema, event, &scope, &acts) : things_of(sema, event, &row_scope, &acts)))
        return false;
    if (acts.ranges.count == 0 || ics_is_wrong(acts.when) || ics_is_wrong(acts.day) || !acts.ranges.range[0]->list) {
        if (!ics_is_wrong(acts.when) && !ics_is_wrong(acts.day))
            ics_report(sema->diags, ICS_E0222, event->span, "there is no list here, of which each could be an event");
        return false;
    }
    add_gap(sema, rule, subject, &acts, event->span);
    ics_expr *kept = acts.when;
    for (size_t i = 0; i < acts.ranges.count; i++) {
        kept = ics_and(sema, acts.ranges.when[i], kept);
        rule->when.range[rule->when.count++] = acts.ranges.range[i];
    }
    rule->mask =
        ics_and(sema, rule->mask, ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, event->span, kept, NULL), kept));
    sema->occasion.event = sema->occasion.law_day = acts.day;
    sema->occasion.act = is_act ? event : NULL;
    /* A review is answered by another, later, one; what is received, by what is done on that day or after it. */
    sema->occasion.since = is_act ? acts.day : ics_span_of_time(sema, acts.day, 1, ICS_UNIT_DAYS, false, event->span);
    return true;
}
