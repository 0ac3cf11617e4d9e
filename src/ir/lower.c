/*
 * Expressions become values: each in the innermost frame whose row it speaks of, lifted to where it is used. So what
 * does not depend on an element is computed once for its subject, not once for each element.
 */
#include "ir/lower.h"

#include "bytecode/op.h"

#include <string.h>

typedef struct lowering {
    ics_ir *ir;
    const ics_model *model;
    const ics_meaning *meaning;
    uint32_t at[ICS_RANGE_DEPTHS];  /* the frame of the range of each depth that is open now */
    size_t rule;                    /* at hand */
    const ics_rule_meaning *member; /* the rule, where its outcomes are those of the others in a group; else NULL */
    bool is_gap;                    /* of its owners, not of its subjects */
} lowering;

static ics_value_id lower(lowering *l, const ics_expr *expr, uint32_t frame);
static ics_value_id of_other_rule(lowering *l, const ics_expr *expr, uint32_t frame);

static ics_value_id lower_or_none(lowering *l, const ics_expr *expr, uint32_t frame)
{
    return expr ? lower(l, expr, frame) : ICS_NONE;
}

/* -- types */

static char type_of(const ics_shape *shape)
{
    static const char letters[] = {0, 'T', 'Y', 'N', 'B', 'R', 'D', 'P', 'I', 'F', 'L', 'S'};
    return letters[shape->sort];
}

static uint32_t aux_of(const lowering *l, const ics_shape *shape)
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

static ics_value plain(const lowering *l, const ics_expr *expr, ics_op op, uint32_t frame)
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

static ics_value_id constant(lowering *l, const ics_expr *expr, ics_op op, uint32_t frame)
{
    ics_value value = plain(l, expr, op, frame);
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

static bool lower_with_constant(lowering *l, const ics_expr *expr, uint32_t frame, ics_value_id *out)
{
    const bool reversed = is_constant(expr->a) && !is_constant(expr->b);
    const ics_expr *k = reversed ? expr->a : expr->b, *other = reversed ? expr->b : expr->a;
    const ics_op op = is_constant(k) && !is_constant(other) ? with_constant(expr->kind, reversed) : 0;
    if (!op)
        return false;
    ics_value value = plain(l, expr, op, frame);
    value.a = lower(l, other, frame);
    value.x = k->value;
    value.text = k->text;
    *out = ics_ir_value(l->ir, value);
    return true;
}

/* -- numbers with bounds */

static ics_value_id widened(lowering *l, const ics_expr *expr, uint32_t frame)
{
    const ics_value_id id = lower(l, expr, frame);
    if (expr->shape.sort == ICS_SORT_BOUNDED)
        return id;
    ics_value value = plain(l, expr, ICS_OP_WIDEN, frame);
    value.type = 'B';
    value.a = id;
    return ics_ir_value(l->ir, value);
}

static ics_value_id arithmetic(lowering *l, const ics_expr *expr, uint32_t frame)
{
    const bool bounded = expr->shape.sort == ICS_SORT_BOUNDED;
    ics_value value = plain(l, expr, ICS_OP_ADD, frame);
    if (expr->kind == ICS_EXPR_MUL && bounded) {
        value.op = ICS_OP_BMUL_K;
        value.a = lower(l, expr->a, frame);
        value.x = expr->b->value;
        return ics_ir_value(l->ir, value);
    }
    value.op = expr->kind == ICS_EXPR_MUL   ? ICS_OP_MUL
               : expr->kind == ICS_EXPR_ADD ? (bounded ? ICS_OP_BADD : ICS_OP_ADD)
                                            : (bounded ? ICS_OP_BSUB : ICS_OP_SUB);
    value.a = bounded ? widened(l, expr->a, frame) : lower(l, expr->a, frame);
    value.b = bounded ? widened(l, expr->b, frame) : lower(l, expr->b, frame);
    return ics_ir_value(l->ir, value);
}

/* -- rows */

/* What is read of the lane's own row needs no register for the row. Of a READ, b is the day that it is read on, c the
 * day on which it has to have been written down, or later. */
static ics_value_id of_row(lowering *l, const ics_expr *expr, ics_op own, ics_op other, uint32_t frame)
{
    ics_value value = plain(l, expr, own, frame);
    value.x = expr->id;
    if (expr->a->kind == ICS_EXPR_ROW && l->at[expr->a->range->depth] == frame) {
        value.a = lower_or_none(l, expr->b, frame);
        value.b = lower_or_none(l, expr->c, frame);
        return ics_ir_value(l->ir, value);
    }
    value.op = other;
    value.a = lower(l, expr->a, frame);
    value.b = lower_or_none(l, expr->b, frame);
    value.c = lower_or_none(l, expr->c, frame);
    return ics_ir_value(l->ir, value);
}

/* Whether the register answers the question at hand. */
static ics_value_id answered(lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = plain(l, expr, ICS_OP_ANSWERED, frame);
    value.x = (int64_t)l->rule;
    if (expr->a->kind != ICS_EXPR_ROW || l->at[expr->a->range->depth] != frame)
        value.a = lower(l, expr->a, frame);
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
static uint32_t frame_of_range(lowering *l, const ics_range *range, uint32_t frame, bool alone, ics_span span)
{
    if (range->source == ICS_RANGE_PERIODS || range->source == ICS_RANGE_DAYS) {
        const ics_frame days = {.source = range->source == ICS_RANGE_DAYS ? ICS_FRAME_DAYS : ICS_FRAME_PERIODS,
                                .from = lower_or_none(l, range->from, frame),
                                .to = lower_or_none(l, range->to, frame),
                                .period = range->period,
                                .ahead = range->is_ahead,
                                .months = range->months,
                                .span = span};
        return ics_ir_days(l->ir, frame, &days);
    }
    const ics_value_id list = range->list ? lower(l, range->list, frame) : ICS_NONE;
    return ics_ir_child(l->ir, frame, list, range->entity, alone, span);
}

/* Frames over one list are shared, unless what the body lifts waits for the very frame to close: then it has its own.
 */
static ics_value_id over(lowering *l, const ics_expr *expr, uint32_t frame)
{
    const ics_range *range = expr->range;
    ics_value value = plain(l, expr, closing_op(expr->kind), frame);
    for (int alone = 0; alone < 2 && l->ir->ring == ICS_NONE; alone++) {
        const uint32_t outer = l->at[range->depth];
        const uint32_t child = frame_of_range(l, range, frame, alone == 1, expr->span);
        l->at[range->depth] = child;
        value.a = lower(l, expr->a, child);
        value.b = lower_or_none(l, expr->b, child);
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

static ics_value_id call(lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = plain(l, expr, ICS_OP_CALL, frame);
    value.x = expr->id;
    value.more_count = expr->argument_count;
    value.more = ICS_ARENA_ARRAY(l->ir->arena, ics_value_id, expr->argument_count + 1);
    for (uint32_t i = 0; i < expr->argument_count; i++)
        value.more[i] = lower(l, expr->arguments[i], frame);
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
        [ICS_EXPR_SHARE_OF] = ICS_OP_SHARE_OF,
        [ICS_EXPR_AVERAGE_OF] = ICS_OP_AVERAGE_OF,
    };
    return ops[kind];
}

static ics_value_id direct(lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = plain(l, expr, direct_op(expr->kind), frame);
    value.a = lower_or_none(l, expr->a, frame);
    value.b = lower_or_none(l, expr->b, frame);
    value.c = lower_or_none(l, expr->c, frame);
    return ics_ir_value(l->ir, value);
}

static ics_value_id span_add(lowering *l, const ics_expr *expr, uint32_t frame)
{
    ics_value value = plain(l, expr, ICS_OP_SPAN_ADD, frame);
    value.a = lower(l, expr->a, frame);
    value.x = expr->value;
    value.y = (int64_t)expr->unit * 2 + expr->begins;
    if (expr->unit == ICS_UNIT_WORKING_DAYS)
        value.y |= ((int64_t)expr->id + 1) << 8;
    return ics_ir_value(l->ir, value);
}

static ics_value_id lower_here(lowering *l, const ics_expr *expr, uint32_t frame)
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
        return of_other_rule(l, expr, frame);
    case ICS_EXPR_THE_PERIOD:
        return ics_ir_value(l->ir, plain(l, expr, ICS_OP_PERIOD, frame));
    case ICS_EXPR_SPAN:
        return span_add(l, expr, frame);
    case ICS_EXPR_CALL:
        return call(l, expr, frame);
    case ICS_EXPR_ANY:
    case ICS_EXPR_ALL:
    case ICS_EXPR_COUNT:
    case ICS_EXPR_SUM:
    case ICS_EXPR_AVERAGE:
    case ICS_EXPR_SHARE:
    case ICS_EXPR_EARLIEST:
    case ICS_EXPR_LATEST:
    case ICS_EXPR_TOTAL:
        return over(l, expr, frame);
    default:
        return expr->a && expr->b && lower_with_constant(l, expr, frame, &id) ? id : direct(l, expr, frame);
    }
}

/* The value of an expression in @p frame: made in the innermost frame that it speaks of, then lifted. */
static ics_value_id lower(lowering *l, const ics_expr *expr, uint32_t frame)
{
    if (l->ir->ring != ICS_NONE)
        return 0;
    uint32_t innermost = 0;
    for (uint64_t outer = expr->free >> 1; outer != 0; outer >>= 1)
        innermost++;
    const ics_value_id id = lower_here(l, expr, expr->free == 0 ? frame : l->at[innermost]);
    return l->ir->ring == ICS_NONE ? ics_ir_lift(l->ir, id, frame) : 0;
}

/* -- rules */

/* The operands of JUDGE, in the order of ics_judge. */
enum { WAIVED = 7, ATTESTED = 9, JUDGE_OPERANDS = 16 };

/* Whether a register of the description speaks of the rule and the subject, whose row stands in the outermost frame; of
 * another member of a group it is the member's own. */
static ics_value_id ledger(lowering *l, ics_op op, uint32_t frame, ics_span span)
{
    ics_value value = {.op = op,
                       .type = 'T',
                       .frame = frame,
                       .a = ICS_NONE,
                       .b = ICS_NONE,
                       .c = ICS_NONE,
                       .x = (int64_t)l->rule,
                       .span = span};
    if (l->member && l->member->about)
        value.a = lower(l, l->member->about, frame);
    if (!l->member && frame != l->at[0]) {
        const uint32_t root = l->at[0];
        const uint32_t entity = l->model->entities[l->ir->frames[root].entity].root;
        const ics_value self = {.op = ICS_OP_SELF,
                                .type = 'F',
                                .aux = entity,
                                .frame = root,
                                .a = ICS_NONE,
                                .b = ICS_NONE,
                                .c = ICS_NONE,
                                .span = span};
        value.a = ics_ir_lift(l->ir, ics_ir_value(l->ir, self), frame);
    }
    return ics_ir_value(l->ir, value);
}

/* What is nobody's duty can be neither waived nor vouched for, nor can a list that is missing. */
static bool can_be_waived(const lowering *l, uint8_t modality)
{
    return !l->is_gap && modality != ICS_STATEMENT && modality != ICS_QUESTION;
}

/* @p governs: whether the ladder's own is asked; of several versions the choice between them asks it. */
static ics_value_id judge(lowering *l, const ics_rule_meaning *rule, const ics_ladder *ladder, bool governs,
                          uint32_t frame, ics_span span)
{
    const ics_expr *operands[JUDGE_OPERANDS] = {
        governs ? ladder->governs : NULL,
        ladder->applies,
        ladder->vacuous,
        ladder->done,
        ladder->in_time,
        ladder->lifted,
        ladder->exempt,
        NULL,
        ladder->due_ahead,
        NULL,
        ladder->due,
        ladder->done_on,
        ladder->began,
        ladder->event,
        ladder->missed,
        ladder->since,
    };
    ics_value value = {
        .op = ICS_OP_JUDGE, .type = 'O', .frame = frame, .a = ICS_NONE, .b = ICS_NONE, .c = ICS_NONE, .span = span};
    value.x = rule->head.modality | rule->head.force << 8 | rule->no_period << 16;
    value.more_count = JUDGE_OPERANDS;
    value.more = ICS_ARENA_ARRAY(l->ir->arena, ics_value_id, JUDGE_OPERANDS);
    for (size_t i = 0; i < JUDGE_OPERANDS; i++)
        value.more[i] = lower_or_none(l, operands[i], frame);
    if (can_be_waived(l, rule->head.modality)) {
        value.more[WAIVED] = ledger(l, ICS_OP_WAIVED, frame, rule->span);
        value.more[ATTESTED] = ledger(l, ICS_OP_ATTESTED, frame, rule->span);
    }
    return ics_ir_value(l->ir, value);
}

static void item(lowering *l, ics_op op, uint32_t frame, ics_value_id outcome, ics_value_id b, ics_value_id c,
                 size_t rule, uint32_t letter, ics_span span)
{
    ics_ir_value(
        l->ir,
        (ics_value){
            .op = op, .frame = frame, .a = outcome, .b = b, .c = c, .x = (int64_t)rule, .y = letter, .span = span});
}

/* -- versions */

/* The outcomes of a rule's versions: each judged as if it governed, and whether it does. */
typedef struct option {
    ics_value_id outcome, governs;
} option;

/* Whether any version governs is known best where all are tested on one day: their days in force as one stretch. */
static ics_value_id some_governs(lowering *l, const ics_rule_meaning *rule, uint32_t frame)
{
    const ics_rule_meaning *versions = rule->versions;
    if (!rule->some_governs)
        return ICS_NONE;
    const ics_value_id day = lower(l, versions[0].law_day, frame);
    for (uint32_t i = 1; i < rule->version_count; i++)
        if (lower(l, versions[i].law_day, frame) != day)
            return ICS_NONE;
    return lower(l, rule->some_governs, frame);
}

/* The operands: whether some governs, then outcome and governs of each; x: the rule, which numbers the versions. */
static ics_value_id choose(lowering *l, ics_op op, const option *options, uint32_t count, ics_value_id some,
                           size_t rule, uint32_t frame, ics_span span)
{
    ics_value value = {
        .op = op, .type = 'O', .frame = frame, .a = ICS_NONE, .b = ICS_NONE, .c = ICS_NONE, .span = span};
    value.x = (int64_t)rule;
    value.more_count = 1 + 2 * count;
    value.more = ICS_ARENA_ARRAY(l->ir->arena, ics_value_id, (size_t)value.more_count);
    value.more[0] = some;
    for (uint32_t i = 0; i < count; i++) {
        value.more[1 + 2 * i] = options[i].outcome;
        value.more[2 + 2 * i] = options[i].governs;
    }
    return ics_ir_value(l->ir, value);
}

static ics_value_id outcome_as_read(lowering *l, const ics_rule_meaning *rule, size_t index, uint32_t frame)
{
    if (rule->version_count == 0)
        return judge(l, rule, &rule->ladder, true, frame, rule->span);
    option options[ICS_CHOICE_OPTIONS];
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const ics_rule_meaning *version = &rule->versions[i];
        options[i].outcome = judge(l, version, &version->ladder, false, frame, version->span);
        options[i].governs = lower_or_none(l, version->ladder.governs, frame);
    }
    return choose(l, ICS_OP_VERSIONS, options, rule->version_count, some_governs(l, rule, frame), index, frame,
                  rule->span);
}

/* The versions of a rule have the same gaps, each with its own days in force. */
static ics_value_id gap_as_read(lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index, uint32_t frame)
{
    const ics_span span = rule->gaps[gap].list->span;
    if (rule->version_count == 0)
        return judge(l, rule, &rule->gaps[gap].ladder, true, frame, span);
    option options[ICS_CHOICE_OPTIONS];
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const ics_ladder *ladder = &rule->versions[i].gaps[gap].ladder;
        options[i].outcome = judge(l, &rule->versions[i], ladder, false, frame, span);
        options[i].governs = lower_or_none(l, ladder->governs, frame);
    }
    return choose(l, ICS_OP_VERSIONS, options, rule->version_count, ICS_NONE, index, frame, span);
}

/* -- readings */

/* What the outcomes by each combination of readings agree on. */
static ics_value_id agree(lowering *l, const ics_value_id *outcomes, uint32_t count, size_t index, uint32_t frame,
                          ics_span span)
{
    option options[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < count; i++)
        options[i] = (option){outcomes[i], ICS_NONE};
    return choose(l, ICS_OP_AGREE, options, count, ICS_NONE, index, frame, span);
}

static ics_value_id outcome_of(lowering *l, const ics_rule_meaning *rule, size_t index, uint32_t frame)
{
    ics_value_id outcomes[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < rule->way_count; i++)
        outcomes[i] = outcome_as_read(l, &rule->ways[i], index, frame);
    return rule->way_count == 0 ? outcome_as_read(l, rule, index, frame)
                                : agree(l, outcomes, rule->way_count, index, frame, rule->span);
}

static ics_value_id gap_outcome_of(lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index, uint32_t frame)
{
    ics_value_id outcomes[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < rule->way_count; i++)
        outcomes[i] = gap_as_read(l, &rule->ways[i], gap, index, frame);
    return rule->way_count == 0 ? gap_as_read(l, rule, gap, index, frame)
                                : agree(l, outcomes, rule->way_count, index, frame, rule->gaps[gap].list->span);
}

/* -- the outcome of another rule */

/* What a frame of another rule is taken for while its operands are lowered: the row asked about is its subject. */
typedef struct standing {
    uint32_t at[ICS_RANGE_DEPTHS];
    size_t rule;
    const ics_rule_meaning *member;
    bool is_gap;
} standing;

static standing stand_for(lowering *l, size_t rule, uint32_t frame)
{
    standing was = {.rule = l->rule, .member = l->member, .is_gap = l->is_gap};
    memcpy(was.at, l->at, sizeof was.at);
    l->at[0] = frame;
    l->rule = rule;
    l->member = NULL;
    l->is_gap = false;
    return was;
}

static void stand_back(lowering *l, const standing *was)
{
    memcpy(l->at, was->at, sizeof l->at);
    l->rule = was->rule;
    l->member = was->member;
    l->is_gap = was->is_gap;
}

/* The rule is judged again for the row, among whatever elements it stands. */
static ics_value_id of_other_rule(lowering *l, const ics_expr *expr, uint32_t frame)
{
    const ics_rule_meaning *rule = &l->meaning->rules[expr->id];
    const standing was = stand_for(l, expr->id, frame);
    ics_value value = plain(l, expr, ICS_OP_IS_MET, frame);
    ics_value_id id;
    if (expr->kind == ICS_EXPR_IS_LIFTED) {
        id = lower(l, expr->b, frame);
    } else {
        value.a = outcome_of(l, rule, expr->id, frame);
        value.x = expr->value;
        id = l->ir->ring == ICS_NONE ? ics_ir_value(l->ir, value) : 0;
    }
    stand_back(l, &was);
    return id;
}

/* -- what is kept */

static ics_value_id letter_as_read(lowering *l, const ics_rule_meaning *rule, bool is_alone, uint32_t letter,
                                   uint32_t frame)
{
    const ics_part *part = &rule->parts[letter];
    ics_ladder ladder = rule->ladder;
    ladder.done = part->done;
    ladder.in_time = part->in_time;
    ladder.done_on = part->done_on;
    return judge(l, rule, &ladder, is_alone, frame, part->span);
}

/* Of a rule, or of the version of that number (from 1) of it. */
static const ics_rule_meaning *version_of(const ics_rule_meaning *rule, uint32_t version)
{
    return version == 0 ? rule : &rule->versions[version - 1];
}

static ics_value_id letter_of(lowering *l, const ics_rule_meaning *whole, uint32_t version, uint32_t letter,
                              size_t index, uint32_t frame)
{
    ics_value_id outcomes[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < whole->way_count; i++)
        outcomes[i] = letter_as_read(l, version_of(&whole->ways[i], version), version == 0, letter, frame);
    if (whole->way_count > 0)
        return agree(l, outcomes, whole->way_count, index, frame, version_of(whole, version)->parts[letter].span);
    return letter_as_read(l, version_of(whole, version), version == 0, letter, frame);
}

/* Letters of a version are numbered after those of the versions before it; @return the number after the last. */
static uint32_t lower_parts(lowering *l, const ics_rule_meaning *whole, uint32_t version, uint32_t first, size_t index,
                            uint32_t frame)
{
    const ics_rule_meaning *rule = version_of(whole, version);
    for (uint32_t i = 0; i < rule->part_count; i++) {
        const ics_value_id outcome = letter_of(l, whole, version, i, index, frame);
        item(l, ICS_OP_PART, frame, outcome, ICS_NONE, ICS_NONE, index, first + i, rule->parts[i].span);
    }
    return first + rule->part_count;
}

/* Notes of a version are numbered after those of the versions before it; @return the number after the last. */
static uint32_t lower_notes(lowering *l, const ics_rule_meaning *rule, uint32_t first, size_t index, uint32_t frame)
{
    for (size_t i = 0; i < rule->note_count; i++) {
        const ics_note_meaning *note = &rule->notes[i];
        item(l, ICS_OP_NOTE, frame, lower(l, note->value, frame), ICS_NONE, ICS_NONE, index, first + (uint32_t)i,
             note->info.span);
    }
    return first + (uint32_t)rule->note_count;
}

static void lower_gap(lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index)
{
    const ics_gap *of = &rule->gaps[gap];
    const ics_span span = of->list->span;
    const uint32_t frame = l->at[0] = ics_ir_root(l->ir, of->root->entity, span);
    l->is_gap = true;
    const ics_value_id outcome = gap_outcome_of(l, rule, gap, index, frame);
    l->is_gap = false;
    item(l, ICS_OP_GAP, frame, outcome, lower(l, of->mask, frame), ICS_NONE, index, 0, span);
}

/* The frame of a group's other members, each in one of their own: a trace keeps one of them there. */
static uint32_t member_frame(lowering *l, const ics_ranges *members, uint32_t frame, ics_span span)
{
    for (size_t i = 0; i < members->count; i++) {
        const ics_range *range = members->range[i];
        frame = l->at[range->depth] =
            ics_ir_child(l->ir, frame, lower(l, range->list, frame), range->entity, true, span);
    }
    return frame;
}

/* Who took part in what a rule, or its version @p number, asks of several together; in frames of their own. */
static void lower_takers(lowering *l, const ics_rule_meaning *rule, uint32_t number, size_t index, uint32_t frame)
{
    for (uint32_t i = 0; i < rule->taker_count; i++) {
        const ics_taker *taker = &rule->takers[i];
        const uint32_t own = member_frame(l, &taker->ranges, frame, rule->span);
        const ics_value_id row = lower_or_none(l, taker->row, own);
        item(l, ICS_OP_TAKES, own, lower(l, taker->took, own), ICS_NONE, row, index, number, rule->span);
    }
}

static void lower_rule(lowering *l, ics_lowered *out, const ics_meaning *meaning, size_t index)
{
    const ics_rule_meaning *rule = &meaning->rules[index];
    ics_ir *ir = l->ir;
    uint32_t letters = 0, notes = 0, frame = l->at[0] = ics_ir_root(ir, rule->root->entity, rule->span);
    l->rule = index;
    l->member = rule->head.is_member ? rule : NULL;
    out->rule_with[index] = ICS_NONE;
    if (rule->pair) {
        out->rule_with[index] = frame;
        frame = l->at[1] = ics_ir_child(ir, frame, ICS_NONE, rule->pair->entity, false, rule->span);
    }
    if (rule->members.count > 0)
        out->rule_with[index] = frame;
    out->rule_frame[index] = frame;
    out->rule_when[index] = ICS_NONE;
    for (size_t i = 0; i < rule->when.count; i++) {
        const ics_range *range = rule->when.range[i];
        /* What is asked of all events may be needed in each: the frame of each is shared with no other. */
        frame = l->at[range->depth] = frame_of_range(l, range, frame, true, rule->span);
        out->rule_when[index] = frame;
    }
    lower_takers(l, rule, 1, index, frame);
    for (uint32_t i = 0; i < rule->version_count; i++)
        lower_takers(l, &rule->versions[i], rule->versions[i].head.versions[0].number, index, frame);
    if (rule->members.count > 0) /* those of each period and event */
        out->rule_frame[index] = frame = member_frame(l, &rule->members, frame, rule->span);
    lower_parts(l, rule, 0, 0, index, frame);
    for (uint32_t i = 0; i < rule->version_count; i++)
        letters = lower_parts(l, rule, i + 1, letters, index, frame);
    lower_notes(l, rule, 0, index, frame);
    for (uint32_t i = 0; i < rule->version_count; i++)
        notes = lower_notes(l, &rule->versions[i], notes, index, frame);
    const ics_value_id outcome = outcome_of(l, rule, index, frame);
    const ics_value_id mask = lower_or_none(l, rule->mask, frame), about = lower_or_none(l, rule->about, frame);
    item(l, ICS_OP_OUTCOME, frame, outcome, mask, about, index, 0, rule->span);
    for (size_t i = 0; i < rule->gap_count; i++)
        lower_gap(l, rule, i, index);
}

void ics_lower_rules(ics_lowered *out, const ics_meaning *meaning, ics_arena *arena)
{
    *out = (ics_lowered){0};
    ics_ir_init(&out->ir, arena);
    out->rule_frame = ICS_ARENA_ARRAY(arena, uint32_t, meaning->rule_count + 1);
    out->rule_with = ICS_ARENA_ARRAY(arena, uint32_t, meaning->rule_count + 1);
    out->rule_when = ICS_ARENA_ARRAY(arena, uint32_t, meaning->rule_count + 1);
    lowering l = {.ir = &out->ir, .model = &meaning->model, .meaning = meaning};
    for (size_t i = 0; i < meaning->rule_count; i++)
        lower_rule(&l, out, meaning, i);
}
