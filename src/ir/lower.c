/*
 * Expressions become values: each in the innermost frame whose row it speaks of, lifted to where it is used. So what
 * does not depend on an element is computed once for its subject, not once for each element.
 */
#include "ir/lowering.h"

#include "bytecode/op.h"

ics_value_id ics_lower_or_none(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    return expr ? ics_lower(l, expr, frame) : ICS_NONE;
}

/* -- types */

static char type_of(const ics_shape *shape)
{
    static const char letters[] = {0, 'T', 'Y', 'N', 'B', 'R', 'D', 'P', 'I', 'F', 'L', 'S'};
    return letters[shape->sort];
}

static uint32_t aux_of(const ics_lowering *l, const ics_shape *shape)
{
    switch (shape->sort) {
    case ICS_SORT_REF:
    case ICS_SORT_LIST:
        return l->model->entities[shape->target].root;
    case ICS_SORT_ID:
        return (uint32_t)shape->space;
    case ICS_SORT_SET:
        return shape->space == ICS_IN_ROWS ? ICS_SPACE_ROW + l->model->entities[shape->target].root
                                           : (uint32_t)shape->space;
    default:
        return 0;
    }
}

ics_value ics_lowered_plain(const ics_lowering *l, const ics_expr *expr, ics_op op, uint32_t frame)
{
    return (ics_value){.op = op,
                       .type = type_of(&expr->shape),
                       .aux = aux_of(l, &expr->shape),
                       .frame = frame,
                       .a = ICS_NONE,
                       .b = ICS_NONE,
                       .c = ICS_NONE,
                       .span = expr->span};
}

/* -- constants */

static bool is_constant(const ics_expr *expr)
{
    return expr->kind == ICS_EXPR_NUMBER || expr->kind == ICS_EXPR_NAME || expr->kind == ICS_EXPR_TEXT;
}

static ics_value_id constant(ics_lowering *l, const ics_expr *expr, ics_op op, uint32_t frame)
{
    ics_value value = ics_lowered_plain(l, expr, op, frame);
    value.x = expr->value;
    value.y = expr->kind == ICS_EXPR_PERIOD ? expr->last : 0;
    value.text = expr->kind == ICS_EXPR_TEXT ? expr->text : NULL;
    return ics_ir_value(l->ir, value);
}

/* -- operations with an operand that is a constant */

/* The opcode that takes constant b (or, reversed, constant a) as k; 0: none. */
static ics_op with_constant(ics_expr_kind kind, bool reversed)
{
    switch (kind) {
    case ICS_EXPR_EQ:
        return ICS_OP_EQ_K;
    case ICS_EXPR_NE:
        return ICS_OP_NE_K;
    case ICS_EXPR_LT:
        return reversed ? ICS_OP_GT_K : ICS_OP_LT_K;
    case ICS_EXPR_LE:
        return reversed ? ICS_OP_GE_K : ICS_OP_LE_K;
    case ICS_EXPR_ID_EQ:
        return ICS_OP_ID_EQ_K;
    case ICS_EXPR_ID_NE:
        return ICS_OP_ID_NE_K;
    case ICS_EXPR_HAS:
        return reversed ? 0 : ICS_OP_HAS_K;
    default:
        return 0;
    }
}

static bool lower_with_constant(ics_lowering *l, const ics_expr *expr, uint32_t frame, ics_value_id *out)
{
    const bool reversed = is_constant(expr->a) && !is_constant(expr->b);
    const ics_expr *k = reversed ? expr->a : expr->b, *other = reversed ? expr->b : expr->a;
    const ics_op op = is_constant(k) && !is_constant(other) ? with_constant(expr->kind, reversed) : 0;
    if (!op)
        return false;
    ics_value value = ics_lowered_plain(l, expr, op, frame);
    value.a = ics_lower(l, other, frame);
    value.x = k->value;
    value.text = k->text;
    *out = ics_ir_value(l->ir, value);
    return true;
}

/* -- numbers with bounds */

static ics_value_id widened(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    const ics_value_id id = ics_lower(l, expr, frame);
    if (expr->shape.sort == ICS_SORT_BOUNDED)
        return id;
    ics_value value = ics_lowered_plain(l, expr, ICS_OP_WIDEN, frame);
    value.type = 'B';
    value.a = id;
    return ics_ir_value(l->ir, value);
}

static ics_value_id arithmetic(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    const bool bounded = expr->shape.sort == ICS_SORT_BOUNDED;
    ics_value value = ics_lowered_plain(l, expr, ICS_OP_ADD, frame);
    if (expr->kind == ICS_EXPR_MUL && bounded) {
        value.op = ICS_OP_BMUL_K;
        value.a = ics_lower(l, expr->a, frame);
        value.x = expr->b->value;
        return ics_ir_value(l->ir, value);
    }
    value.op = expr->kind == ICS_EXPR_MUL   ? ICS_OP_MUL
               : expr->kind == ICS_EXPR_ADD ? (bounded ? ICS_OP_BADD : ICS_OP_ADD)
                                            : (bounded ? ICS_OP_BSUB : ICS_OP_SUB);
    value.a = bounded ? widened(l, expr->a, frame) : ics_lower(l, expr->a, frame);
    value.b = bounded ? widened(l, expr->b, frame) : ics_lower(l, expr->b, frame);
    return ics_ir_value(l->ir, value);
}

/* -- rows */

/* What is read of the lane's own row needs no register for the row. Of a READ, b is the day that it is read on, c the
 * day on which it has to have been written down, or later. */
static ics_value_id of_row(ics_lowering *l, const ics_expr *expr, ics_op own, ics_op other, uint32_t frame)
{
    ics_value value = ics_lowered_plain(l, expr, own, frame);
    value.x = expr->id;
    if (expr->a->kind == ICS_EXPR_ROW && l->at[expr->a->range->depth] == frame) {
        value.a = ics_lower_or_none(l, expr->b, frame);
        value.b = ics_lower_or_none(l, expr->c, frame);
        return ics_ir_value(l->ir, value);
    }
    value.op = other;
    value.a = ics_lower(l, expr->a, frame);
    value.b = ics_lower_or_none(l, expr->b, frame);
    value.c = ics_lower_or_none(l, expr->c, frame);
    return ics_ir_value(l->ir, value);
}

/* Whether the register answers the question at hand. */
static ics_value_id answered(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = ics_lowered_plain(l, expr, ICS_OP_ANSWERED, frame);
    value.x = (int64_t)l->rule;
    if (expr->a->kind != ICS_EXPR_ROW || l->at[expr->a->range->depth] != frame)
        value.a = ics_lower(l, expr->a, frame);
    return ics_ir_value(l->ir, value);
}

/* -- ranges */

static ics_op closing_op(ics_expr_kind kind)
{
    switch (kind) {
    case ICS_EXPR_ANY:
        return ICS_OP_ANY;
    case ICS_EXPR_ALL:
        return ICS_OP_ALL;
    case ICS_EXPR_COUNT:
        return ICS_OP_COUNT;
    case ICS_EXPR_SUM:
        return ICS_OP_SUM;
    case ICS_EXPR_AVERAGE:
        return ICS_OP_AVERAGE;
    case ICS_EXPR_SHARE:
        return ICS_OP_SHARE;
    case ICS_EXPR_EARLIEST:
        return ICS_OP_EARLIEST;
    case ICS_EXPR_TOTAL:
        return ICS_OP_TOTAL;
    default:
        return ICS_OP_LATEST;
    }
}

/* The frame of a range in @p frame. */
uint32_t ics_lower_range(ics_lowering *l, const ics_range *range, uint32_t frame, bool alone, ics_span span)
{
    if (range->source == ICS_RANGE_PERIODS || range->source == ICS_RANGE_DAYS) {
        const ics_frame days = {.source = range->source == ICS_RANGE_DAYS ? ICS_FRAME_DAYS : ICS_FRAME_PERIODS,
                                .from = ics_lower_or_none(l, range->from, frame),
                                .to = ics_lower_or_none(l, range->to, frame),
                                .period = range->period,
                                .ahead = range->is_ahead,
                                .months = range->months,
                                .span = span};
        return ics_ir_days(l->ir, frame, alone, &days);
    }
    const ics_value_id list = range->list ? ics_lower(l, range->list, frame) : ICS_NONE;
    return ics_ir_child(l->ir, frame, list, range->entity, alone, span);
}

/* Frames over one list are shared, unless what the body lifts waits for the very frame to close: then it has its own.
 */
static ics_value_id over(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    const ics_range *range = expr->range;
    ics_value value = ics_lowered_plain(l, expr, closing_op(expr->kind), frame);
    for (int alone = 0; alone < 2 && l->ir->ring == ICS_NONE; alone++) {
        const uint32_t outer = l->at[range->depth];
        const uint32_t child = ics_lower_range(l, range, frame, alone == 1, expr->span);
        l->at[range->depth] = child;
        value.a = ics_lower(l, expr->a, child);
        value.b = ics_lower_or_none(l, expr->b, child);
        l->at[range->depth] = outer;
        value.x = child;
        if (l->ir->ring == ICS_NONE)
            return ics_ir_value(l->ir, value);
        if (l->ir->ring == child)
            l->ir->ring = ICS_NONE;
    }
    return 0; /* a frame further out is to be made again, and this with it */
}

/* -- all kinds */

static ics_value_id call(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = ics_lowered_plain(l, expr, ICS_OP_CALL, frame);
    value.x = expr->id;
    value.more_count = expr->argument_count;
    value.more = ICS_ARENA_ARRAY(l->ir->arena, ics_value_id, expr->argument_count + 1);
    for (uint32_t i = 0; i < expr->argument_count; i++)
        value.more[i] = ics_lower(l, expr->arguments[i], frame);
    return ics_ir_value(l->ir, value);
}

/* Kinds whose opcode takes the operands as they are. */
static ics_op direct_op(ics_expr_kind kind)
{
    static const ics_op ops[ICS_EXPR_COUNT_OF_KINDS] = {
        [ICS_EXPR_DAY] = ICS_OP_DAY,
        [ICS_EXPR_ROW] = ICS_OP_SELF,
        [ICS_EXPR_RECORDED] = ICS_OP_RECORDED,
        [ICS_EXPR_PRESENT] = ICS_OP_PRESENT,
        [ICS_EXPR_YES] = ICS_OP_YES,
        [ICS_EXPR_NO] = ICS_OP_NO,
        [ICS_EXPR_AS_YES] = ICS_OP_AS_YES,
        [ICS_EXPR_NOT] = ICS_OP_NOT,
        [ICS_EXPR_AND] = ICS_OP_AND,
        [ICS_EXPR_OR] = ICS_OP_OR,
        [ICS_EXPR_EQ] = ICS_OP_EQ,
        [ICS_EXPR_NE] = ICS_OP_NE,
        [ICS_EXPR_LT] = ICS_OP_LT,
        [ICS_EXPR_LE] = ICS_OP_LE,
        [ICS_EXPR_DATE_EQ] = ICS_OP_DATE_EQ,
        [ICS_EXPR_DATE_NE] = ICS_OP_DATE_NE,
        [ICS_EXPR_DATE_LT] = ICS_OP_DATE_LT,
        [ICS_EXPR_DATE_LE] = ICS_OP_DATE_LE,
        [ICS_EXPR_IN_PERIOD] = ICS_OP_IN_PERIOD,
        [ICS_EXPR_PERIOD_EQ] = ICS_OP_PERIOD_EQ,
        [ICS_EXPR_PERIOD_NE] = ICS_OP_PERIOD_NE,
        [ICS_EXPR_ID_EQ] = ICS_OP_ID_EQ,
        [ICS_EXPR_ID_NE] = ICS_OP_ID_NE,
        [ICS_EXPR_SAME] = ICS_OP_SAME,
        [ICS_EXPR_NOT_SAME] = ICS_OP_NOT_SAME,
        [ICS_EXPR_YES_EQ] = ICS_OP_YES_EQ,
        [ICS_EXPR_HAS] = ICS_OP_HAS,
        [ICS_EXPR_HAS_ROW] = ICS_OP_HAS_ROW,
        [ICS_EXPR_HAS_IN] = ICS_OP_HAS_IN,
        [ICS_EXPR_OVERLAPS] = ICS_OP_OVERLAPS,
        [ICS_EXPR_SIZE] = ICS_OP_SIZE,
        [ICS_EXPR_TALLY] = ICS_OP_TALLY,
        [ICS_EXPR_DIV] = ICS_OP_DIV,
        [ICS_EXPR_DAYS] = ICS_OP_DAYS,
        [ICS_EXPR_AGE] = ICS_OP_AGE,
        [ICS_EXPR_DAYS_ON] = ICS_OP_DAYS_ON,
        [ICS_EXPR_LATER] = ICS_OP_LATER,
        [ICS_EXPR_EARLIER] = ICS_OP_EARLIER,
        [ICS_EXPR_START] = ICS_OP_START,
        [ICS_EXPR_END] = ICS_OP_END,
        [ICS_EXPR_ELSE] = ICS_OP_ELSE,
        [ICS_EXPR_PICK] = ICS_OP_PICK,
        [ICS_EXPR_FIRST_DAY] = ICS_OP_FIRST_DAY,
        [ICS_EXPR_LAST_DAY] = ICS_OP_LAST_DAY,
        [ICS_EXPR_SHARE_OF] = ICS_OP_SHARE_OF,
        [ICS_EXPR_AVERAGE_OF] = ICS_OP_AVERAGE_OF,
        [ICS_EXPR_COLUMN] = ICS_OP_COLUMN,
    };
    return ops[kind];
}

static ics_value_id direct(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = ics_lowered_plain(l, expr, direct_op(expr->kind), frame);
    value.a = ics_lower_or_none(l, expr->a, frame);
    value.b = ics_lower_or_none(l, expr->b, frame);
    value.c = ics_lower_or_none(l, expr->c, frame);
    value.x = expr->kind == ICS_EXPR_COLUMN ? expr->id : 0;
    return ics_ir_value(l->ir, value);
}

static ics_value_id span_add(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = ics_lowered_plain(l, expr, ICS_OP_SPAN_ADD, frame);
    value.a = ics_lower(l, expr->a, frame);
    value.x = expr->value;
    value.y = (int64_t)expr->unit * 2 + expr->begins;
    if (expr->unit == ICS_UNIT_WORKING_DAYS)
        value.y |= ((int64_t)expr->id + 1) << 8;
    return ics_ir_value(l->ir, value);
}

static ics_value_id lower_here(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value_id id;
    switch (expr->kind) {
    case ICS_EXPR_TRUTH:
        return constant(l, expr, ICS_OP_TRUTH_K, frame);
    case ICS_EXPR_NUMBER:
        return constant(l, expr, ICS_OP_NUMBER_K, frame);
    case ICS_EXPR_DATE:
        return constant(l, expr, ICS_OP_DATE_K, frame);
    case ICS_EXPR_PERIOD:
        return constant(l, expr, ICS_OP_PERIOD_K, frame);
    case ICS_EXPR_NAME:
    case ICS_EXPR_TEXT:
        return constant(l, expr, ICS_OP_ID_K, frame);
    case ICS_EXPR_READ:
        return of_row(l, expr, ICS_OP_LOAD, ICS_OP_FOLLOW, frame);
    case ICS_EXPR_OWNER:
        return of_row(l, expr, ICS_OP_OWNER, ICS_OP_OWNER, frame);
    case ICS_EXPR_KIND:
        return of_row(l, expr, ICS_OP_KIND_IS, ICS_OP_KIND_IS, frame);
    case ICS_EXPR_ANSWERED:
        return answered(l, expr, frame);
    case ICS_EXPR_ADD:
    case ICS_EXPR_SUB:
    case ICS_EXPR_MUL:
        return arithmetic(l, expr, frame);
    case ICS_EXPR_IS_MET:
    case ICS_EXPR_IS_LIFTED:
        return ics_lower_other_rule(l, expr, frame);
    case ICS_EXPR_THE_PERIOD:
        return ics_ir_value(l->ir, ics_lowered_plain(l, expr, ICS_OP_PERIOD, frame));
    case ICS_EXPR_SPAN:
        return span_add(l, expr, frame);
    case ICS_EXPR_CALL:
        return call(l, expr, frame);
    default:
        if (ics_is_over_range(expr->kind))
            return over(l, expr, frame);
        return expr->a && expr->b && lower_with_constant(l, expr, frame, &id) ? id : direct(l, expr, frame);
    }
}

/* The value of an expression in @p frame: made in the innermost frame that it speaks of, then lifted. */
ics_value_id ics_lower(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    if (l->ir->ring != ICS_NONE)
        return 0;
    uint32_t innermost = 0;
    for (uint64_t outer = expr->free >> 1; outer != 0; outer >>= 1)
        innermost++;
    const ics_value_id id = lower_here(l, expr, expr->free == 0 ? frame : l->at[innermost]);
    return l->ir->ring == ICS_NONE ? ics_ir_lift(l->ir, id, frame) : 0;
}
