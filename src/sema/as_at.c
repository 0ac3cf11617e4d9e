/*
 * A truth as at another day: the same expression, with its facts read on that day, and that day wherever it speaks of
 * the day judged itself. The outcome of another rule is that of the day judged: of a day before it is not known, save
 * in a condition, which takes what happened as it is known on the day judged.
 */
#include "sema/context.h"

#include "base/limits.h"

/* What is made here is no phrase of its own: what people are told is the sentence as at the day judged. */
static const ics_span nowhere = {0};

/* The ranges of a copy may lie one deeper than before, so that a range of days can stand around them. */
typedef struct copying {
    ics_sema *sema;
    ics_expr *day;
    ics_expr *was;    /* the day that facts were read on; NULL: the day judged */
    uint64_t bound;   /* bit d: the range of depth d was opened within what is copied */
    uint32_t deepest; /* of the ranges in the copy */
    bool is_deeper, has_asked_day;
    bool is_condition; /* what happened, and outcomes of other rules, are those of the day judged; phrases are kept */
} copying;

static ics_expr *copy(copying *of, ics_expr *expr);

static uint32_t depth_in_copy(const copying *of, const ics_range *range)
{
    return range->depth + (of->is_deeper && (of->bound >> range->depth & 1) ? 1 : 0);
}

/* The row or the period that a range stands at. */
static ics_expr *place(const copying *of, ics_expr *expr)
{
    const uint32_t depth = depth_in_copy(of, expr->range);
    if (depth == expr->range->depth)
        return expr;
    ics_range *range = ICS_ARENA_NEW(of->sema->arena, ics_range);
    *range = *expr->range;
    range->depth = depth;
    return expr->kind == ICS_EXPR_ROW ? ics_row(of->sema, range, nowhere) : ics_the_period(of->sema, range, nowhere);
}

static ics_expr *over(copying *of, ics_expr *expr)
{
    const uint64_t outer = of->bound;
    ics_range *range = ICS_ARENA_NEW(of->sema->arena, ics_range);
    *range = *expr->range;
    range->list = copy(of, range->list);
    range->from = copy(of, range->from);
    range->to = copy(of, range->to);
    of->bound |= (uint64_t)1 << expr->range->depth;
    range->depth = depth_in_copy(of, expr->range);
    of->deepest = range->depth > of->deepest ? range->depth : of->deepest;
    ics_expr *a = copy(of, expr->a), *b = copy(of, expr->b);
    of->bound = outer;
    ics_expr *made = ics_over(of->sema, expr->kind, range, a, b, of->is_condition ? expr->span : nowhere);
    if (!ics_is_wrong(made))
        made->shape = expr->shape;
    return made;
}

/* Operands that are the same leave the expression as it is. */
static ics_expr *with_operands(copying *of, ics_expr *expr, ics_expr *a, ics_expr *b, ics_expr *c)
{
    bool is_same = a == expr->a && b == expr->b && c == expr->c;
    ics_expr **arguments = ICS_ARENA_ARRAY(of->sema->arena, ics_expr *, expr->argument_count + 1);
    for (uint32_t i = 0; i < expr->argument_count; i++) {
        arguments[i] = copy(of, expr->arguments[i]);
        is_same = is_same && arguments[i] == expr->arguments[i];
    }
    if (is_same)
        return expr;
    ics_expr *made = ics_expr_new(of->sema, expr->kind, expr->shape, nowhere, a, b, c);
    if (ics_is_wrong(made))
        return made;
    const uint64_t free = made->free;
    *made = *expr;
    made->a = a;
    made->b = b;
    made->c = c;
    made->arguments = arguments;
    made->free = free;
    for (uint32_t i = 0; i < expr->argument_count; i++)
        made->free |= arguments[i]->free;
    return made;
}

/* What is known of the day judged alone: unknown where the copy is of a day before it. */
static ics_expr *unless_before(const copying *of, ics_expr *truth)
{
    ics_sema *sema = of->sema;
    ics_expr *today = of->was ? of->was : ics_make(sema, ICS_EXPR_DAY, nowhere, NULL, NULL);
    ics_expr *is_today = ics_make(sema, ICS_EXPR_DATE_LE, nowhere, today, of->day);
    return ics_or(sema, ics_and(sema, truth, is_today),
                  ics_and(sema, ics_not(sema, is_today), ics_truth(sema, 2, nowhere)));
}

static bool is_event(const copying *of, const ics_expr *read)
{
    return of->sema->model->attributes[read->id].type == ICS_TYPE_EVENT_DATE;
}

/* How old evidence may be is counted from the day judged. A day of its own, as another rule's last lawful day or the
 * day judged, whichever is earlier, speaks of that day too. */
static ics_expr *read_then(copying *of, ics_expr *expr)
{
    const bool stays = of->is_condition && is_event(of, expr), moves = expr->b == of->was && !stays;
    return with_operands(of, expr, copy(of, expr->a), moves ? of->day : stays ? expr->b : copy(of, expr->b), expr->c);
}

/* As what is read of each element is. */
static ics_expr *column_then(copying *of, ics_expr *expr)
{
    const bool moves = expr->c == of->was && !(of->is_condition && is_event(of, expr));
    return with_operands(of, expr, copy(of, expr->a), copy(of, expr->b), moves ? of->day : expr->c);
}

/* What b speaks of is another rule's. */
static ics_expr *outcome_then(copying *of, ics_expr *expr)
{
    ics_expr *made = with_operands(of, expr, copy(of, expr->a), expr->b, NULL);
    return of->is_condition ? made : unless_before(of, made);
}

/* The depth of trees is bounded by that of what people wrote. */
static ics_expr *copy(copying *of, ics_expr *expr)
{
    if (!expr || ics_is_wrong(expr))
        return expr;
    if (of->was ? expr == of->was : expr->kind == ICS_EXPR_DAY) {
        of->has_asked_day = true;
        return of->day;
    }
    switch (expr->kind) {
    case ICS_EXPR_ROW:
    case ICS_EXPR_THE_PERIOD:
        return place(of, expr);
    case ICS_EXPR_READ:
        return read_then(of, expr);
    case ICS_EXPR_COLUMN:
        return column_then(of, expr);
    case ICS_EXPR_IS_MET:
    case ICS_EXPR_IS_LIFTED:
        return outcome_then(of, expr);
    default:
        return ics_is_over_range(expr->kind)
                   ? over(of, expr)
                   : with_operands(of, expr, copy(of, expr->a), copy(of, expr->b), copy(of, expr->c));
    }
}

ics_expr *ics_as_at(ics_sema *sema, ics_expr *truth, ics_expr *day)
{
    copying of = {.sema = sema, .day = day, .was = sema->occasion.day};
    return copy(&of, truth);
}

ics_expr *ics_condition_as_at(ics_sema *sema, ics_expr *truth, ics_expr *day, bool is_deeper)
{
    copying of = {.sema = sema, .day = day, .was = sema->occasion.day, .is_deeper = is_deeper, .is_condition = true};
    ics_expr *made = copy(&of, truth);
    return is_deeper && (of.has_asked_day || of.deepest >= ICS_LIMIT_FRAMES_OPEN) ? NULL : made;
}

ics_expr *ics_as_at_deeper(ics_sema *sema, ics_expr *truth, ics_expr *day)
{
    copying of = {.sema = sema, .day = day, .was = sema->occasion.day, .is_deeper = true};
    ics_expr *made = copy(&of, truth);
    return of.has_asked_day || of.deepest >= ICS_LIMIT_FRAMES_OPEN ? NULL : made;
}
