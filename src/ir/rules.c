/* What is kept of each rule: its outcome, those of its letters and gaps, its notes, who took part. Leans on outcomes.
 */
#include "ir/lowering.h"

#include "bytecode/op.h"

static void item(ics_lowering *l, ics_op op, uint32_t frame, ics_value_id outcome, ics_value_id b, ics_value_id c,
                 size_t rule, uint32_t letter, ics_span span)
{
    ics_ir_value(
        l->ir,
        (ics_value){
            .op = op, .frame = frame, .a = outcome, .b = b, .c = c, .x = (int64_t)rule, .y = letter, .span = span});
}

static ics_value_id letter_as_read(ics_lowering *l, const ics_rule_meaning *rule, bool is_alone, uint32_t letter,
                                   uint32_t frame)
{
    const ics_part *part = &rule->parts[letter];
    ics_ladder ladder = rule->ladder;
    ladder.done = part->done;
    ladder.in_time = part->in_time;
    ladder.done_on = part->done_on;
    return ics_lower_judge(l, rule, &ladder, is_alone, frame, part->span);
}

/* Of a rule, or of the version of that number (from 1) of it. */
static const ics_rule_meaning *version_of(const ics_rule_meaning *rule, uint32_t version)
{
    return version == 0 ? rule : &rule->versions[version - 1];
}

static ics_value_id letter_of(ics_lowering *l, const ics_rule_meaning *whole, uint32_t version, uint32_t letter,
                              size_t index, uint32_t frame)
{
    ics_value_id outcomes[ICS_READINGS_COMBINED];
    for (uint32_t i = 0; i < whole->way_count; i++)
        outcomes[i] = letter_as_read(l, version_of(&whole->ways[i], version), version == 0, letter, frame);
    if (whole->way_count > 0)
        return ics_lower_agree(l, outcomes, whole->way_count, index, frame,
                               version_of(whole, version)->parts[letter].span);
    return letter_as_read(l, version_of(whole, version), version == 0, letter, frame);
}

/* Letters of a version are numbered after those of the versions before it; @return the number after the last. */
static uint32_t lower_parts(ics_lowering *l, const ics_rule_meaning *whole, uint32_t version, uint32_t first,
                            size_t index, uint32_t frame)
{
    const ics_rule_meaning *rule = version_of(whole, version);
    for (uint32_t i = 0; i < rule->part_count; i++) {
        const ics_value_id outcome = letter_of(l, whole, version, i, index, frame);
        item(l, ICS_OP_PART, frame, outcome, ICS_NONE, ICS_NONE, index, first + i, rule->parts[i].span);
    }
    return first + rule->part_count;
}

/* Notes of a version are numbered after those of the versions before it; @return the number after the last. */
static uint32_t lower_notes(ics_lowering *l, const ics_rule_meaning *rule, uint32_t first, size_t index, uint32_t frame)
{
    for (size_t i = 0; i < rule->note_count; i++) {
        const ics_note_meaning *note = &rule->notes[i];
        item(l, ICS_OP_NOTE, frame, ics_lower(l, note->value, frame), ICS_NONE, ICS_NONE, index, first + (uint32_t)i,
             note->info.span);
    }
    return first + (uint32_t)rule->note_count;
}

static void lower_gap(ics_lowering *l, const ics_rule_meaning *rule, size_t gap, size_t index)
{
    const ics_gap *of = &rule->gaps[gap];
    const ics_span span = of->list->span;
    const uint32_t frame = l->at[0] = ics_ir_root(l->ir, of->root->entity, span);
    l->is_gap = true;
    const ics_value_id outcome = ics_lower_gap_outcome(l, rule, gap, index, frame);
    l->is_gap = false;
    item(l, ICS_OP_GAP, frame, outcome, ics_lower(l, of->mask, frame), ICS_NONE, index, 0, span);
}

/* The frame of a group's other members, each in one of their own: a trace keeps one of them there. */
static uint32_t member_frame(ics_lowering *l, const ics_ranges *members, uint32_t frame, ics_span span)
{
    for (size_t i = 0; i < members->count; i++) {
        const ics_range *range = members->range[i];
        frame = l->at[range->depth] =
            ics_ir_child(l->ir, frame, ics_lower(l, range->list, frame), range->entity, true, span);
    }
    return frame;
}

/* Who took part in what a rule, or its version @p number, asks of several together; in frames of their own. */
static void lower_takers(ics_lowering *l, const ics_rule_meaning *rule, uint32_t number, size_t index, uint32_t frame)
{
    for (uint32_t i = 0; i < rule->taker_count; i++) {
        const ics_taker *taker = &rule->takers[i];
        const uint32_t own = member_frame(l, &taker->ranges, frame, rule->span);
        const ics_value_id row = ics_lower_or_none(l, taker->row, own);
        item(l, ICS_OP_TAKES, own, ics_lower(l, taker->took, own), ICS_NONE, row, index, number, rule->span);
    }
}

static void lower_rule(ics_lowering *l, ics_lowered *out, const ics_meaning *meaning, size_t index)
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
        frame = l->at[range->depth] = ics_lower_range(l, range, frame, true, rule->span);
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
    const ics_value_id outcome = ics_lower_outcome(l, rule, index, frame);
    const ics_value_id mask = ics_lower_or_none(l, rule->mask, frame), about = ics_lower_or_none(l, rule->about, frame);
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
    ics_lowering l = {.ir = &out->ir, .model = &meaning->model, .meaning = meaning};
    for (size_t i = 0; i < meaning->rule_count; i++)
        lower_rule(&l, out, meaning, i);
}
