/* The inside of lowering: what is at hand while the expressions of a rule become values. Leans on the builder. */
#ifndef ICS_IR_LOWERING_H
#define ICS_IR_LOWERING_H

#include "ir/lower.h"

typedef struct ics_lowering {
    ics_ir *ir;
    const ics_model *model;
    const ics_meaning *meaning;
    uint32_t at[ICS_RANGE_DEPTHS];  /* the frame of the range of each depth that is open now */
    size_t rule;                    /* at hand */
    const ics_rule_meaning *member; /* the rule, where its outcomes are those of the others in a group; else NULL */
    bool is_gap;                    /* of its owners, not of its subjects */
} ics_lowering;

/** The value of an expression in @p frame: made in the innermost frame that it speaks of, then lifted. */
ics_value_id ics_lower(ics_lowering *l, const ics_expr *expr, uint32_t frame);

/** Likewise; ICS_NONE for NULL. */
ics_value_id ics_lower_or_none(ics_lowering *l, const ics_expr *expr, uint32_t frame);

/** A value of an expression's type and place, with no operands yet. */
ics_value ics_lowered_plain(const ics_lowering *l, const ics_expr *expr, ics_op op, uint32_t frame);

/** The frame of a range in @p frame; @p alone: shared with no other. */
uint32_t ics_lower_range(ics_lowering *l, const ics_range *range, uint32_t frame, bool alone, ics_span span);

/** IS_MET, IS_LIFTED: the rule is judged again for the row, among whatever elements it stands. */
ics_value_id ics_lower_other_rule(ics_lowering *l, const ics_expr *expr, uint32_t frame);

/**
 * The ladder of a rule, judged.
 * @param governs Whether the ladder's own is asked; of several versions the choice between them asks it.
 */
ics_value_id ics_lower_judge(ics_lowering *l, const ics_rule_meaning *rule, const ics_ladder *ladder, bool governs,
                             uint32_t frame, ics_span span);

/** What the outcomes by each combination of readings agree on. @param index The rule's, in the program. */
ics_value_id ics_lower_agree(ics_lowering *l, const ics_value_id *outcomes, uint32_t count, size_t index,
                             uint32_t frame, ics_span span);

/** The outcome of a rule: by the version that governs and all readings. */
ics_value_id ics_lower_outcome(ics_lowering *l, const ics_rule_meaning *rule, size_t index, uint32_t frame);

/** The outcome of one of its gaps: of an owner whose list is missing. */
ics_value_id ics_lower_gap_outcome(ics_lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index,
                                   uint32_t frame);

#endif
