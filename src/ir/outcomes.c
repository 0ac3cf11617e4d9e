/*
 * Outcomes: the operands of a rule's ladder judged, the version that governs chosen, and what the readings that nobody
 * chose agree on. Leans on the lowering of expressions.
 */
#include "ir/lowering.h"

#include "bytecode/op.h"

#include <string.h>

/* -- the ladder */

/* The operands of JUDGE, in the order of ics_judge. */
enum { GOVERNS = 0, LIFTED = 5, WAIVED = 7, ATTESTED = 9, DUE = 10, JUDGE_OPERANDS = 16 };

/* Whether a register of the description speaks of the rule and the subject, whose row stands in the outermost frame; of
 * another member of a group it is the member's own. */
static ics_value ledger(ics_lowering *l, ics_op op, uint32_t frame, ics_span span)
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
        value.a = ics_lower(l, l->member->about, frame);
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
    return value;
}

/* A waiver is of this day and of the last lawful one. */
static ics_value_id waived(ics_lowering *l, ics_value_id due, ics_value_id lifted, uint32_t frame, ics_span span)
{
    ics_value value = ledger(l, ICS_OP_WAIVED, frame, span);
    value.b = due;
    value.c = due == ICS_NONE ? ICS_NONE : lifted;
    return ics_ir_value(l->ir, value);
}

/* What is nobody's duty can be neither waived nor vouched for, nor can a list that is missing. */
static bool can_be_waived(const ics_lowering *l, uint8_t modality)
{
    return !l->is_gap && modality != ICS_STATEMENT && modality != ICS_QUESTION;
}

/* Whether the ladder governs, by its days or by what was done on them. */
static ics_value_id governing(ics_lowering *l, const ics_ladder *ladder, uint32_t frame, ics_span span)
{
    const ics_value_id governs = ics_lower_or_none(l, ladder->governs, frame);
    if (governs == ICS_NONE || !ladder->stays)
        return governs;
    const ics_value either = {.op = ICS_OP_OR,
                              .type = 'T',
                              .frame = frame,
                              .a = governs,
                              .b = ics_lower(l, ladder->stays, frame),
                              .c = ICS_NONE,
                              .span = span};
    return ics_ir_value(l->ir, either);
}

/* @p governs: whether the ladder's own is asked; of several versions the choice between them asks it. */
ics_value_id ics_lower_judge(ics_lowering *l, const ics_rule_meaning *rule, const ics_ladder *ladder, bool governs,
                             uint32_t frame, ics_span span)
{
    const ics_expr *operands[JUDGE_OPERANDS] = {
        NULL,
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
        value.more[i] = ics_lower_or_none(l, operands[i], frame);
    if (governs)
        value.more[GOVERNS] = governing(l, ladder, frame, span);
    if (can_be_waived(l, rule->head.modality)) {
        const ics_value_id by = ladder->waived_by ? ics_lower(l, ladder->waived_by, frame) : value.more[DUE];
        value.more[WAIVED] = waived(l, by, value.more[LIFTED], frame, rule->span);
        value.more[ATTESTED] = ics_ir_value(l->ir, ledger(l, ICS_OP_ATTESTED, frame, rule->span));
    }
    return ics_ir_value(l->ir, value);
}

/* -- versions */

/* The outcomes of a rule's versions: each judged as if it governed, and whether it does. */
typedef struct option {
    ics_value_id outcome, governs;
} option;

/* Whether any version governs is known best where all are tested on one day: their days in force as one stretch. */
static ics_value_id some_governs(ics_lowering *l, const ics_rule_meaning *rule, uint32_t frame)
{
    const ics_rule_meaning *versions = rule->versions;
    if (!rule->some_governs)
        return ICS_NONE;
    const ics_value_id day = ics_lower(l, versions[0].law_day, frame);
    for (uint32_t i = 1; i < rule->version_count; i++)
        if (ics_lower(l, versions[i].law_day, frame) != day)
            return ICS_NONE;
    return ics_lower(l, rule->some_governs, frame);
}

/* The operands: whether some governs, then outcome and governs of each; x: the rule, which numbers the versions. */
static ics_value_id choose(ics_lowering *l, ics_op op, const option *options, uint32_t count, ics_value_id some,
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

static ics_value_id outcome_as_read(ics_lowering *l, const ics_rule_meaning *rule, size_t index, uint32_t frame)
{
    if (rule->version_count == 0)
        return ics_lower_judge(l, rule, &rule->ladder, true, frame, rule->span);
    option options[ICS_CHOICE_OPTIONS];
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const ics_rule_meaning *version = &rule->versions[i];
        options[i].outcome = ics_lower_judge(l, version, &version->ladder, false, frame, version->span);
        options[i].governs = ics_lower_or_none(l, version->ladder.governs, frame);
    }
    return choose(l, ICS_OP_VERSIONS, options, rule->version_count, some_governs(l, rule, frame), index, frame,
                  rule->span);
}

/* The versions of a rule have the same gaps, each with its own days in force. */
static ics_value_id gap_as_read(ics_lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index, uint32_t frame)
{
    const ics_span span = rule->gaps[gap].list->span;
    if (rule->version_count == 0)
        return ics_lower_judge(l, rule, &rule->gaps[gap].ladder, true, frame, span);
    option options[ICS_CHOICE_OPTIONS];
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const ics_ladder *ladder = &rule->versions[i].gaps[gap].ladder;
        options[i].outcome = ics_lower_judge(l, &rule->versions[i], ladder, false, frame, span);
        options[i].governs = ics_lower_or_none(l, ladder->governs, frame);
    }
    return choose(l, ICS_OP_VERSIONS, options, rule->version_count, ICS_NONE, index, frame, span);
}

/* -- readings */

/* What the outcomes by each combination of readings agree on. */
ics_value_id ics_lower_agree(ics_lowering *l, const ics_value_id *outcomes, uint32_t count, size_t index,
                             uint32_t frame, ics_span span)
{
    option options[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < count; i++)
        options[i] = (option){outcomes[i], ICS_NONE};
    return choose(l, ICS_OP_AGREE, options, count, ICS_NONE, index, frame, span);
}

ics_value_id ics_lower_outcome(ics_lowering *l, const ics_rule_meaning *rule, size_t index, uint32_t frame)
{
    ics_value_id outcomes[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < rule->way_count; i++)
        outcomes[i] = outcome_as_read(l, &rule->ways[i], index, frame);
    return rule->way_count == 0 ? outcome_as_read(l, rule, index, frame)
                                : ics_lower_agree(l, outcomes, rule->way_count, index, frame, rule->span);
}

ics_value_id ics_lower_gap_outcome(ics_lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index,
                                   uint32_t frame)
{
    ics_value_id outcomes[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < rule->way_count; i++)
        outcomes[i] = gap_as_read(l, &rule->ways[i], gap, index, frame);
    return rule->way_count == 0
               ? gap_as_read(l, rule, gap, index, frame)
               : ics_lower_agree(l, outcomes, rule->way_count, index, frame, rule->gaps[gap].list->span);
}

/* -- the outcome of another rule */

/* What a frame of another rule is taken for while its operands are lowered: the row asked about is its subject. */
typedef struct standing {
    uint32_t at[ICS_RANGE_DEPTHS];
    size_t rule;
    const ics_rule_meaning *member;
    bool is_gap;
} standing;

static standing stand_for(ics_lowering *l, size_t rule, uint32_t frame)
{
    standing was = {.rule = l->rule, .member = l->member, .is_gap = l->is_gap};
    memcpy(was.at, l->at, sizeof was.at);
    l->at[0] = frame;
    l->rule = rule;
    l->member = NULL;
    l->is_gap = false;
    return was;
}

static void stand_back(ics_lowering *l, const standing *was)
{
    memcpy(l->at, was->at, sizeof l->at);
    l->rule = was->rule;
    l->member = was->member;
    l->is_gap = was->is_gap;
}

/* The rule is judged again for the row, among whatever elements it stands. */
ics_value_id ics_lower_other_rule(ics_lowering *l, const ics_expr *expr, uint32_t frame)
{
    const ics_rule_meaning *rule = &l->meaning->rules[expr->id];
    const standing was = stand_for(l, expr->id, frame);
    ics_value value = ics_lowered_plain(l, expr, ICS_OP_IS_MET, frame);
    ics_value_id id;
    if (expr->kind == ICS_EXPR_IS_LIFTED) {
        id = ics_lower(l, expr->b, frame);
    } else {
        value.a = expr->last > 0 ? outcome_as_read(l, &rule->ways[expr->last - 1], expr->id, frame)
                                 : ics_lower_outcome(l, rule, expr->id, frame);
        value.x = expr->value;
        id = l->ir->ring == ICS_NONE ? ics_ir_value(l->ir, value) : 0;
    }
    stand_back(l, &was);
    return id;
}
