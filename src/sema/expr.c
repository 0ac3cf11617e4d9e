/* Making expressions: shapes, free ranges, and the few rewritings that keep trees small. */
#include "sema/context.h"

#include "base/limits.h"

/* What expr.def says of each kind; GIVEN is no sort of a maker's. */
enum { SORT_GIVEN = -1 };
#define ICS_SORT_GIVEN SORT_GIVEN
static const int sort_of[] = {
#define EXPR(kind, sort, what) ICS_SORT_##sort,
#include "sema/expr.def"
#undef EXPR
};

ics_expr *ics_wrong(ics_sema *sema, ics_span span)
{
    ics_expr *expr = ICS_ARENA_NEW(sema->arena, ics_expr);
    expr->kind = ICS_EXPR_TRUTH;
    expr->span = span;
    return expr;
}

bool ics_is_wrong(const ics_expr *expr)
{
    return expr && expr->shape.sort == ICS_SORT_WRONG;
}

/* A rule that is written to grow without end is stopped here; said once for each rule. */
static bool is_spent(ics_sema *sema, ics_span span)
{
    if (sema->term_budget > 0) {
        sema->term_budget--;
        return false;
    }
    if (!sema->is_tired)
        ics_report(sema->diags, ICS_E0005, span, "this comes to more than %lld steps (limit RULE_STEPS)",
                   (long long)ICS_LIMIT_RULE_STEPS);
    sema->is_tired = true;
    return true;
}

ics_expr *ics_expr_new(ics_sema *sema, ics_expr_kind kind, ics_shape shape, ics_span span, ics_expr *a, ics_expr *b,
                       ics_expr *c)
{
    if (ics_is_wrong(a) || ics_is_wrong(b) || ics_is_wrong(c) || is_spent(sema, span))
        return ics_wrong(sema, span);
    ics_expr *expr = ICS_ARENA_NEW(sema->arena, ics_expr);
    *expr = (ics_expr){.kind = kind, .shape = shape, .span = span, .a = a, .b = b, .c = c};
    expr->free = (a ? a->free : 0) | (b ? b->free : 0) | (c ? c->free : 0);
    return expr;
}

ics_expr *ics_make(ics_sema *sema, ics_expr_kind kind, ics_span span, ics_expr *a, ics_expr *b)
{
    return ics_expr_new(sema, kind, (ics_shape){.sort = (ics_sort)sort_of[kind], .target = ICS_NONE}, span, a, b, NULL);
}

ics_expr *ics_truth(ics_sema *sema, int64_t value, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_TRUTH, span, NULL, NULL);
    expr->value = value;
    return expr;
}

ics_expr *ics_number(ics_sema *sema, ics_decimal value, ics_unit_of unit, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_NUMBER, span, NULL, NULL);
    expr->value = value;
    expr->shape.unit = unit;
    return expr;
}

ics_expr *ics_day(ics_sema *sema, int32_t day, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_DATE, span, NULL, NULL);
    expr->value = day;
    return expr;
}

ics_expr *ics_name(ics_sema *sema, ics_space space, uint32_t enumeration, uint32_t id, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_NAME, span, NULL, NULL);
    expr->value = id;
    expr->shape.space = space;
    expr->shape.target = enumeration;
    return expr;
}

ics_expr *ics_unnamed(ics_sema *sema, uint32_t entity, ics_span span)
{
    ics_expr *expr = ics_expr_new(sema, ICS_EXPR_UNNAMED, ics_shape_ref(entity), span, NULL, NULL, NULL);
    expr->free = (uint64_t)1 << ICS_UNNAMED_BIT;
    return expr;
}

ics_expr *ics_row(ics_sema *sema, ics_range *range, ics_span span)
{
    ics_expr *expr = ics_expr_new(sema, ICS_EXPR_ROW, ics_shape_ref(range->entity), span, NULL, NULL, NULL);
    expr->range = range;
    expr->free = (uint64_t)1 << range->depth;
    return expr;
}

ics_expr *ics_read(ics_sema *sema, ics_expr *row, uint32_t attribute, ics_span span)
{
    ics_expr *expr = ics_expr_new(sema, ICS_EXPR_READ, ics_shape_of_attribute(sema->model, attribute), span, row,
                                  sema->occasion.day, sema->oldest);
    expr->id = attribute;
    ics_life_note(sema, attribute);
    return expr;
}

ics_expr *ics_the_period(ics_sema *sema, ics_range *range, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_THE_PERIOD, span, NULL, NULL);
    expr->range = range;
    expr->free = (uint64_t)1 << range->depth;
    return expr;
}

ics_expr *ics_owner(ics_sema *sema, ics_expr *row, uint32_t attribute, ics_span span)
{
    ics_expr *expr = ics_expr_new(sema, ICS_EXPR_OWNER, ics_shape_ref(sema->model->attributes[attribute].entity), span,
                                  row, NULL, NULL);
    expr->id = attribute;
    return expr;
}

ics_expr *ics_kind(ics_sema *sema, ics_expr *row, uint32_t entity, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_KIND, span, row, NULL);
    expr->id = entity;
    return expr;
}

ics_expr *ics_not(ics_sema *sema, ics_expr *a)
{
    return a->kind == ICS_EXPR_NOT ? a->a : ics_make(sema, ICS_EXPR_NOT, a->span, a, NULL);
}

static ics_span cover(ics_span a, ics_span b)
{
    if (a.source != b.source)
        return a;
    return (ics_span){a.source, a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end};
}

ics_expr *ics_and(ics_sema *sema, ics_expr *a, ics_expr *b)
{
    return !a ? b : !b ? a : ics_make(sema, ICS_EXPR_AND, cover(a->span, b->span), a, b);
}

ics_expr *ics_or(ics_sema *sema, ics_expr *a, ics_expr *b)
{
    return !a ? b : !b ? a : ics_make(sema, ICS_EXPR_OR, cover(a->span, b->span), a, b);
}

ics_range *ics_range_new(ics_sema *sema, ics_range_source source, uint32_t depth, uint32_t entity, ics_expr *list,
                         ics_span span)
{
    if (depth >= ICS_RANGE_DEPTHS) {
        if (!sema->is_tired)
            ics_report(sema->diags, ICS_E0005, span, "lists lie in one another more than %lld deep (limit FRAMES_OPEN)",
                       (long long)ICS_LIMIT_FRAMES_OPEN);
        sema->is_tired = true;
        depth = ICS_RANGE_DEPTHS - 1;
    }
    ics_range *range = ICS_ARENA_NEW(sema->arena, ics_range);
    *range = (ics_range){.source = source, .depth = depth, .entity = entity, .list = list};
    return range;
}

ics_expr *ics_over(ics_sema *sema, ics_expr_kind kind, ics_range *range, ics_expr *a, ics_expr *b, ics_span span)
{
    if (!b && kind >= ICS_EXPR_SUM)
        b = ics_truth(sema, 1, span);
    ics_expr *expr = ics_make(sema, kind, span, a, b);
    expr->range = range;
    expr->free &= ~((uint64_t)1 << range->depth);
    /* Every row of a kind is counted for each row of the subject: without a list, the subject is what it hangs on. */
    expr->free |= range->list ? range->list->free : 1;
    expr->free |= (range->from ? range->from->free : 0) | (range->to ? range->to->free : 0);
    if (ics_is_wrong(range->list))
        return ics_wrong(sema, span);
    return expr;
}

ics_expr *ics_span_of_time(ics_sema *sema, ics_expr *from, int64_t count, ics_time_unit unit, bool begins,
                           ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_SPAN, span, from, NULL);
    expr->value = count;
    expr->unit = unit;
    expr->begins = begins;
    return expr;
}

ics_expr *ics_some(ics_sema *sema, const ics_ranges *ranges, ics_expr *condition, ics_span span)
{
    ics_expr *expr = condition;
    for (size_t i = ranges->count; i-- > 0;) {
        expr = ics_and(sema, ranges->when[i], expr);
        expr = ics_over(sema, ICS_EXPR_ANY, ranges->range[i], expr ? expr : ics_truth(sema, 1, span), NULL, span);
    }
    return expr ? expr : ics_truth(sema, 1, span);
}

ics_expr *ics_every(ics_sema *sema, const ics_ranges *ranges, ics_expr *condition, ics_span span)
{
    ics_expr *expr = condition;
    for (size_t i = ranges->count; i-- > 0;) {
        if (ranges->when[i])
            expr = ics_or(sema, ics_not(sema, ranges->when[i]), expr);
        expr = ics_over(sema, ICS_EXPR_ALL, ranges->range[i], expr, NULL, span);
    }
    return expr;
}

ics_expr *ics_first_day(ics_sema *sema, ics_expr_kind kind, const ics_ranges *ranges, ics_expr *day,
                        ics_expr *condition, ics_span span)
{
    ics_expr *expr = day;
    for (size_t i = ranges->count; i-- > 0;) {
        ics_expr *when = ics_and(sema, ranges->when[i], i + 1 == ranges->count ? condition : NULL);
        expr = ics_over(sema, kind, ranges->range[i], expr, when, span);
    }
    return expr;
}
