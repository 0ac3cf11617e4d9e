/*
 * What the condition of a verb comes to: whether the deed is done, and, where the verb happens on a day, whether it was
 * done on or before the last lawful one, and on which. Each element that a verb speaks of is an occasion.
 */
#include "sema/context.h"

#include <string.h>

static bool is_word(const ics_node *node, const char *word)
{
    return node && node->word && strcmp(node->word, word) == 0;
}

static ics_deed wrong_deed(ics_sema *sema, ics_span span)
{
    return (ics_deed){.done = ics_wrong(sema, span)};
}

/* Done where the condition holds on its day; in time where that day is no later than the last lawful one. */
static ics_expr *in_time(ics_sema *sema, ics_expr *condition, ics_expr *day, ics_expr *due, ics_span span)
{
    return ics_and(sema, condition, ics_make(sema, ICS_EXPR_DATE_LE, span, day, due));
}

static ics_expr *day_of_deed(ics_sema *sema, const ics_scope *scope, const ics_node *happens, ics_expr *own)
{
    ics_expr *day = ics_path_value(sema, scope, happens, own);
    if (day->shape.sort == ICS_SORT_DATE || ics_is_wrong(day))
        return day;
    ics_report(sema->diags, ICS_E0303, happens->span, "a verb happens on a day, this is %s",
               ics_shape_name(sema, day->shape));
    return ics_wrong(sema, happens->span);
}

/* -- by the occasion of the sentence */

/* The year that the act is about, where it is of the kind of the period that is asked for; else NULL. */
static ics_expr *year_of_act(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, ics_expr *own)
{
    const ics_node *about = ics_slot(verb->node, "about");
    if (!about || !sema->occasion.period)
        return NULL;
    ics_expr *year = ics_path_value(sema, scope, about, own);
    const ics_shape *asked = &sema->occasion.period->shape;
    return year->shape.sort == ICS_SORT_PERIOD && asked->target != ICS_NONE && year->shape.year == asked->year ? year
                                                                                                               : NULL;
}

/* Days on which it must happen: all of them, or in the period, and after or before what the sentence names. */
static ics_expr *between(ics_sema *sema, ics_expr *day, ics_expr *since, ics_expr *until, ics_span span)
{
    ics_expr *from = since ? ics_make(sema, ICS_EXPR_DATE_LE, span, since, day) : NULL;
    return ics_and(sema, from, until ? ics_make(sema, ICS_EXPR_DATE_LE, span, day, until) : NULL);
}

static ics_expr *in_period(ics_sema *sema, ics_expr *day, ics_span span)
{
    ics_expr *start = ics_make(sema, ICS_EXPR_START, span, sema->occasion.period, NULL);
    if (!sema->occasion.is_ahead)
        return between(sema, day, start, ics_make(sema, ICS_EXPR_END, span, sema->occasion.period, NULL), span);
    return between(sema, day, ics_span_of_time(sema, start, -1, ICS_UNIT_YEARS, false, span),
                   ics_span_of_time(sema, start, -1, ICS_UNIT_DAYS, false, span), span);
}

/* What the occasion asks of one act, or NULL: to be about its year, else to lie in it; and in the order that is said.
 */
static ics_expr *by_occasion(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_company *with,
                             ics_expr *own, ics_expr *day, ics_span span)
{
    if (!with->is_asked)
        return NULL;
    ics_expr *year = year_of_act(sema, scope, verb, own);
    ics_expr *when = year ? ics_make(sema, ICS_EXPR_PERIOD_EQ, span, year, sema->occasion.period)
                     : sema->occasion.period && day ? in_period(sema, day, span)
                                                    : NULL;
    if (!day)
        return when;
    when = ics_and(sema, when, between(sema, day, sema->occasion.since, sema->occasion.until, span));
    return ics_and(sema, when, ics_forbidden_on(sema, day, span));
}

/* That the deed was done on the days on which it counts; a verb without a day is done on the day judged. */
static ics_expr *on_days(ics_sema *sema, const ics_company *with, ics_expr *day, ics_span span)
{
    if (!day && (with->from || with->to))
        day = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
    return day ? between(sema, day, with->from, with->to, span) : NULL;
}

/* That the element is the thing that it has to be, and that all who had to did it with that. The verb may stand in what
 * the others do, which is no ring. */
static ics_expr *in_company(ics_sema *sema, ics_verb *verb, const ics_company *with, const ics_scope *of, ics_span span)
{
    const ics_expr *thing = with->same_thing;
    const ics_model *model = sema->model;
    if (thing && (of->row->shape.sort != ICS_SORT_REF ||
                  model->entities[thing->shape.target].root != model->entities[of->row->shape.target].root))
        return ics_truth(sema, 0, span);
    ics_expr *same = thing ? ics_make(sema, ICS_EXPR_SAME, span, of->row, with->same_thing) : NULL;
    if (!with->joint)
        return same;
    verb->is_open = false;
    ics_expr *all = ics_joint_took_part(sema, with->joint, of->row, of->depth);
    verb->is_open = true;
    return ics_and(sema, same, all);
}

static ics_expr *said_of_element(ics_sema *sema, const ics_quantified *q, const ics_node *condition)
{
    return condition->kind == ICS_NODE_HAS
               ? ics_have(sema, &q->scope, ics_slot(condition, "object"), q->walk.value, NULL)
               : ics_comparison(sema, &q->scope, condition, q->walk.value);
}

bool ics_acts_open(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_node *narrowed,
                   ics_acts *out)
{
    const ics_node *condition = ics_slot(verb->node, "condition"), *happens = ics_slot(verb->node, "happens");
    const ics_quantified q = ics_quantified_open(sema, scope, ics_slot(condition, "left"), NULL);
    if (q.is_wrong)
        return false;
    ics_expr *when = ics_and(sema, said_of_element(sema, &q, condition), q.part);
    ics_expr *asked = NULL;
    if (narrowed && ics_slot(narrowed, "where"))
        asked = ics_condition(sema, &q.scope, ics_slot(narrowed, "where"));
    if (narrowed && ics_slot(narrowed, "withs"))
        asked = ics_and(sema, asked, ics_withs(sema, &q.scope, q.scope.row, ics_slot(narrowed, "withs")));
    *out = (ics_acts){.ranges = q.walk.ranges, .scope = q.scope, .when = ics_and(sema, when, asked), .asked = asked};
    if (happens)
        out->day = day_of_deed(sema, &q.scope, happens, q.scope.row);
    return true;
}

/* What is asked of the thing must be so on the last lawful day too, for its deed to be in time; NULL where it cannot
 * have been otherwise. */
static ics_expr *asked_by_then(ics_sema *sema, const ics_acts *acts, ics_expr *due)
{
    ics_expr *then = ics_when_due(sema, acts->asked, due, acts->scope.depth + 1);
    return then == acts->asked ? NULL : then;
}

/* `means some of its documents where … has published`: one element is enough. */
static ics_deed deed_of_some(ics_sema *sema, const ics_scope *scope, ics_verb *verb, const ics_node *narrowed,
                             const ics_company *with, ics_expr *due, ics_span span)
{
    ics_acts acts;
    if (!ics_acts_open(sema, scope, verb, narrowed, &acts))
        return wrong_deed(sema, span);
    ics_expr *when =
        ics_and(sema, acts.when, by_occasion(sema, &acts.scope, verb, with, acts.scope.row, acts.day, span));
    when = ics_and(sema, when, in_company(sema, verb, with, &acts.scope, span));
    when = ics_and(sema, when, on_days(sema, with, acts.day, span));
    ics_deed deed = {.done = ics_some(sema, &acts.ranges, when, span)};
    if (!acts.day)
        return ics_state(sema, deed.done, due, scope->depth + 1);
    ics_expr *then = asked_by_then(sema, &acts, due), *told = when;
    if (then) { /* of what came to be such after the last lawful day nobody tells when: it may have been the first */
        ics_expr *later = ics_make(sema, ICS_EXPR_DATE_LT, (ics_span){0}, due, acts.day);
        told = ics_and(sema, when, ics_or(sema, ics_or(sema, then, later), ics_truth(sema, 2, span)));
    }
    deed.first_on = deed.done_on = ics_first_day(sema, ICS_EXPR_EARLIEST, &acts.ranges, acts.day, told, span);
    if (sema->occasion.forbidden_in)
        deed.last_on = ics_first_day(sema, ICS_EXPR_LATEST, &acts.ranges, acts.day, when, span);
    if (due)
        deed.in_time =
            ics_some(sema, &acts.ranges, in_time(sema, ics_and(sema, when, then), acts.day, due, span), span);
    return deed;
}

/* `means every … has answered`, `at least 3 …`: done with as many, in time with as many by then. The last of all is the
 * day of `every`; of a number there is none to tell. */
static ics_deed deed_of_many(ics_sema *sema, const ics_verb *verb, const ics_quantified *q, const ics_company *with,
                             ics_expr *due, ics_span span)
{
    ics_expr *day = day_of_deed(sema, &q->scope, ics_slot(verb->node, "happens"), q->scope.row);
    ics_expr *when =
        ics_and(sema, said_of_element(sema, q, ics_slot(verb->node, "condition")), on_days(sema, with, day, span));
    if (with->is_asked)
        when = ics_and(sema, when, ics_forbidden_on(sema, day, span));
    if (is_word(q->node, "no") || is_word(q->node, "at most")) {
        ics_report(sema->diags, ICS_E0304, q->node->span, "what did not happen has no day: '%s' cannot happen on one",
                   q->node->word);
        return wrong_deed(sema, span);
    }
    ics_deed deed = {.done = ics_quantified_close(sema, q, when)};
    if (is_word(q->node, "every"))
        deed.done_on = ics_first_day(sema, ICS_EXPR_LATEST, &q->walk.ranges, day, when, span);
    if (due)
        deed.in_time = ics_quantified_close(sema, q, in_time(sema, when, day, due, span));
    return deed;
}

/* `means EHC case has final plan sent`, or any other condition: one occasion. */
static ics_deed deed_of_condition(ics_sema *sema, const ics_scope *scope, const ics_verb *verb, const ics_company *with,
                                  ics_expr *due)
{
    const ics_node *condition = ics_slot(verb->node, "condition"), *happens = ics_slot(verb->node, "happens");
    const ics_node *left = condition->kind == ICS_NODE_HAS ? ics_slot(condition, "left") : NULL;
    ics_deed deed = {.done = ics_condition(sema, scope, condition)};
    if (!happens) {
        deed.done = ics_and(sema, deed.done, on_days(sema, with, NULL, condition->span));
        return ics_state(sema, deed.done, due, scope->depth + 1);
    }
    ics_expr *own = left && left->kind == ICS_NODE_PATH ? ics_quantity(sema, scope, left, NULL) : NULL;
    own = own && own->shape.sort == ICS_SORT_REF ? own : NULL;
    deed.first_on = deed.last_on = deed.done_on = day_of_deed(sema, scope, happens, own);
    deed.done = ics_and(sema, deed.done, by_occasion(sema, scope, verb, with, own, deed.done_on, condition->span));
    deed.done = ics_and(sema, deed.done, on_days(sema, with, deed.done_on, condition->span));
    if (due)
        deed.in_time = in_time(sema, deed.done, deed.done_on, due, condition->span);
    return deed;
}

/* The quantifier that a verb's condition begins with, or NULL. */
static const ics_node *quantifier_of(const ics_node *condition)
{
    if (condition->kind != ICS_NODE_HAS && condition->kind != ICS_NODE_COMPARE)
        return NULL;
    const ics_node *left = ics_slot(condition, "left");
    return left && left->kind == ICS_NODE_QUANT ? left : NULL;
}

bool ics_is_of_some(const ics_verb *verb)
{
    return is_word(quantifier_of(ics_slot(verb->node, "condition")), "some");
}

ics_deed ics_deed_of_verb(ics_sema *sema, const ics_scope *scope, ics_verb *verb, const ics_node *narrowed,
                          const ics_company *with, ics_expr *due, ics_span span)
{
    const ics_node *condition = ics_slot(verb->node, "condition"), *quantifier = quantifier_of(condition);
    const bool is_some = is_word(quantifier, "some");
    if (narrowed && !is_some) {
        ics_report(sema->diags, ICS_E0304, narrowed->span, "'where' has nothing to narrow in what '%s' means",
                   verb->name);
        return wrong_deed(sema, span);
    }
    if ((with->joint || with->same_thing) && !is_some) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0231, span,
                                    "'together' has no meaning here: '%s' is not done with a thing", verb->name);
        ics_diag_help(sema->diags, diag, "say 'each' for a duty of each of them");
        return wrong_deed(sema, span);
    }
    if (!is_some && (!quantifier || !ics_slot(verb->node, "happens")))
        return deed_of_condition(sema, scope, verb, with, due);
    if (is_some)
        return deed_of_some(sema, scope, verb, narrowed, with, due, span);
    const ics_quantified q = ics_quantified_open(sema, scope, quantifier, NULL);
    return q.is_wrong ? wrong_deed(sema, span) : deed_of_many(sema, verb, &q, with, due, span);
}
