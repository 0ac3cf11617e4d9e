/* Which operands of a judgement matter: each is tried both ways, over every way in which the unknown ones can fall. */
#include "explain/walk.h"

enum { NO_CLOCK = 3 };

static void list_operands(ics_verdict *verdict, const ics_judge *judge)
{
    const uint16_t registers[ICS_OPERAND_COUNT] = {
        [ICS_OPERAND_GOVERNS] = judge->governs,   [ICS_OPERAND_APPLIES] = judge->applies,
        [ICS_OPERAND_VACUOUS] = judge->vacuous,   [ICS_OPERAND_DONE] = judge->done,
        [ICS_OPERAND_IN_TIME] = judge->in_time,   [ICS_OPERAND_EXEMPT] = judge->exempt,
        [ICS_OPERAND_LIFTED] = judge->lifted,     [ICS_OPERAND_WAIVED] = judge->waived,
        [ICS_OPERAND_ATTESTED] = judge->attested, [ICS_OPERAND_DUE_AHEAD] = judge->due_ahead,
    };
    for (int i = 0; i < ICS_OPERAND_COUNT; i++)
        verdict->operand[i] = registers[i];
}

/* What an operand that the judgement does not have stands for (program.h). */
static uint8_t default_of(ics_operand operand)
{
    if (operand == ICS_OPERAND_GOVERNS || operand == ICS_OPERAND_APPLIES)
        return ICS_TOLD_YES;
    return operand == ICS_OPERAND_IN_TIME ? NO_CLOCK : ICS_TOLD_NO;
}

static ics_outcome judge_values(const ics_verdict *verdict, const uint8_t value[ICS_OPERAND_COUNT])
{
    const ics_judged judged = {
        .governs = value[ICS_OPERAND_GOVERNS],
        .applies = value[ICS_OPERAND_APPLIES],
        .vacuous = value[ICS_OPERAND_VACUOUS],
        .done = value[ICS_OPERAND_DONE],
        .in_time = value[ICS_OPERAND_IN_TIME],
        .lifted = value[ICS_OPERAND_LIFTED],
        .exempt = value[ICS_OPERAND_EXEMPT],
        .waived = value[ICS_OPERAND_WAIVED],
        .due_ahead = value[ICS_OPERAND_DUE_AHEAD],
        .attested = value[ICS_OPERAND_ATTESTED],
    };
    return ics_outcome_judge(judged, (ics_modality)verdict->judge->modality, (ics_force)verdict->judge->force,
                             verdict->judge->no_period != 0);
}

/* Gives the unknown operands the bits of `fall`; false where done in time would be not done. */
static bool settle(const ics_verdict *verdict, uint32_t fall, uint8_t value[ICS_OPERAND_COUNT])
{
    uint32_t taken = 0;
    for (int i = 0; i < ICS_OPERAND_COUNT; i++)
        value[i] = (uint8_t)(verdict->value[i] == ICS_TOLD_UNKNOWN ? fall >> taken++ & 1 : verdict->value[i]);
    return value[ICS_OPERAND_IN_TIME] != ICS_TOLD_YES || value[ICS_OPERAND_DONE] != ICS_TOLD_NO;
}

static bool operand_matters(const ics_verdict *verdict, ics_operand operand, uint32_t falls)
{
    if (verdict->operand[operand] == ICS_NO_REGISTER || verdict->value[operand] == NO_CLOCK)
        return false;
    for (uint32_t fall = 0; fall < falls; fall++) {
        uint8_t value[ICS_OPERAND_COUNT];
        if (!settle(verdict, fall, value))
            continue;
        value[operand] = ICS_TOLD_NO;
        const ics_outcome one = judge_values(verdict, value);
        value[operand] = ICS_TOLD_YES;
        if (judge_values(verdict, value) != one)
            return true;
    }
    return false;
}

static void weigh(ics_verdict *verdict)
{
    uint32_t falls = 1;
    bool any = false;
    for (int i = 0; i < ICS_OPERAND_COUNT; i++)
        falls <<= verdict->value[i] == ICS_TOLD_UNKNOWN ? 1 : 0;
    for (int i = 0; i < ICS_OPERAND_COUNT; i++) {
        verdict->matters[i] = operand_matters(verdict, (ics_operand)i, falls);
        any = any || verdict->matters[i];
    }
    for (int i = 0; i < ICS_OPERAND_COUNT && !any; i++) /* settled twice over: all of it is the reason */
        verdict->matters[i] = verdict->operand[i] != ICS_NO_REGISTER && verdict->value[i] != ICS_TOLD_UNKNOWN;
}

static ics_operand find_chief(const ics_verdict *verdict)
{
    switch (verdict->state) {
    case ICS_NOT_IN_FORCE:
        return ICS_OPERAND_GOVERNS;
    case ICS_NOT_APPLICABLE:
        return verdict->value[ICS_OPERAND_VACUOUS] == ICS_TOLD_YES ? ICS_OPERAND_VACUOUS : ICS_OPERAND_APPLIES;
    case ICS_EXEMPT:
        return ICS_OPERAND_EXEMPT;
    case ICS_WAIVED:
        return ICS_OPERAND_WAIVED;
    default:
        return ICS_OPERAND_DONE;
    }
}

/* The instruction that kept the outcome: OUTCOME, or the GAP over the subject's table. */
static const ics_instruction *find_keeper(const ics_trace *trace, uint32_t rule, uint32_t table, bool is_gap)
{
    const ics_program *program = trace->program;
    const ics_code_list kept = ics_outline_kept(&trace->outline, rule);
    for (uint32_t i = 0; i < kept.count; i++) {
        const ics_instruction *code = &program->code[kept.at[i]];
        if (code->op != (is_gap ? ICS_OP_GAP : ICS_OP_OUTCOME))
            continue;
        if (!is_gap || ics_trace_table(trace, program->registers[code->a].frame) == table)
            return code;
    }
    return NULL;
}

/* The lane of a frame whose own row it is. */
static bool find_lane(const ics_trace *trace, uint16_t frame, uint32_t row, uint32_t *lane)
{
    const ics_seen_frame *seen = &trace->frames[frame];
    for (uint32_t i = 0; i < seen->lane_count; i++)
        if (seen->rows != NULL && seen->rows[i] == row) {
            *lane = i;
            return true;
        }
    return false;
}

/* Of the outcomes by several readings the one that shows why: one of the state that came of them, else one not known.
 */
static uint16_t way_taken(const ics_trace *trace, const ics_instruction *agree, ics_outcome state, uint32_t lane)
{
    const ics_alternatives *choice = &trace->program->choices[agree->k];
    const ics_outcome wanted[] = {state, ICS_UNKNOWN};
    for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++)
        for (uint32_t i = 0; i < choice->option_count; i++) {
            const uint16_t reg = choice->options[i].outcome;
            if (ics_trace_has(trace, (ics_spot){reg, lane}) && trace->values[reg].state[lane] == wanted[w])
                return reg;
        }
    return choice->options[0].outcome;
}

/* The judgement behind an outcome: of several versions that of the one that governs, or the last of them. */
static const ics_instruction *find_judge(const ics_trace *trace, uint16_t outcome, const ics_verdict *verdict,
                                         uint16_t *governs)
{
    const ics_instruction *code = ics_trace_instruction(trace, outcome);
    if (code != NULL && code->op == ICS_OP_AGREE)
        code = ics_trace_instruction(trace, way_taken(trace, code, verdict->state, verdict->lane));
    if (code == NULL || code->op != ICS_OP_VERSIONS)
        return code;
    const ics_alternatives *choice = &trace->program->choices[code->k];
    uint32_t taken = choice->option_count;
    for (uint32_t i = 0; i < choice->option_count; i++) {
        const uint16_t asked = choice->options[i].governs;
        const bool is_doubtful = verdict->version == 0 && taken == choice->option_count && asked != ICS_NO_REGISTER &&
                                 !ics_trace_known(trace, (ics_spot){asked, verdict->lane});
        if (choice->options[i].number == verdict->version || is_doubtful)
            taken = i;
    }
    if (taken == choice->option_count)
        taken--;
    *governs = choice->options[taken].governs;
    return ics_trace_instruction(trace, choice->options[taken].outcome);
}

/* The operands of the judgement that an outcome came from, what they are worth, and which of them matter. */
static bool take_judgement(ics_verdict *verdict, const ics_trace *trace, uint16_t outcome)
{
    uint16_t governs = ICS_NO_REGISTER;
    const ics_instruction *judged = find_judge(trace, outcome, verdict, &governs);
    if (judged == NULL || judged->op != ICS_OP_JUDGE)
        return false;
    verdict->judge = &trace->program->judges[judged->k];
    list_operands(verdict, verdict->judge);
    if (governs != ICS_NO_REGISTER)
        verdict->operand[ICS_OPERAND_GOVERNS] = governs;
    for (int i = 0; i < ICS_OPERAND_COUNT; i++) {
        const ics_spot spot = {verdict->operand[i], verdict->lane};
        verdict->value[i] =
            verdict->operand[i] == ICS_NO_REGISTER ? default_of((ics_operand)i) : (uint8_t)ics_trace_truth(trace, spot);
    }
    weigh(verdict);
    verdict->chief = find_chief(verdict);
    return true;
}

bool ics_verdict_find(ics_verdict *verdict, const ics_trace *trace, const ics_run *run, uint32_t rule, uint32_t index)
{
    const ics_rule_outcomes *outcomes = &run->rules[rule];
    const bool is_gap = (outcomes->detail[index] & ICS_DETAIL_GAP) != 0;
    const uint32_t with = outcomes->with == NULL ? ICS_NONE : outcomes->with[index];
    *verdict = (ics_verdict){.state = (ics_outcome)outcomes->state[index], .version = outcomes->version[index]};
    verdict->keeper = find_keeper(trace, rule, outcomes->table[index], is_gap);
    if (verdict->keeper == NULL)
        return false;
    verdict->frame = trace->program->registers[verdict->keeper->a].frame;
    const ics_rule *kept_for = &trace->program->rules[rule];
    const uint32_t when = ics_outcome_marks_of(outcomes, index).event_row;
    const bool is_lane_with = kept_for->is_member ? kept_for->with_frame == ICS_NO_FRAME : with != ICS_NONE;
    const bool is_inside = kept_for->is_member && kept_for->with_frame != ICS_NO_FRAME;
    const uint32_t row = is_gap || is_inside ? outcomes->row[index]
                         : when != ICS_NONE  ? when
                         : is_lane_with      ? with
                                             : outcomes->row[index];
    if (!find_lane(trace, verdict->frame, row, &verdict->lane))
        return false;
    return take_judgement(verdict, trace, verdict->keeper->a);
}

/* The version that governs, by what the trace tells; 0 where none may. */
static uint32_t version_of(const ics_trace *trace, ics_spot outcome)
{
    const ics_instruction *code = ics_trace_instruction(trace, outcome.reg);
    if (code == NULL || code->op != ICS_OP_VERSIONS)
        return 0;
    const ics_alternatives *choice = &trace->program->choices[code->k];
    for (uint32_t i = 0; i < choice->option_count; i++) {
        const ics_spot governs = {choice->options[i].governs, outcome.lane};
        if (governs.reg == ICS_NO_REGISTER || ics_trace_truth(trace, governs) != ICS_TOLD_NO)
            return choice->options[i].number;
    }
    return 0;
}

bool ics_verdict_of(ics_verdict *verdict, const ics_trace *trace, ics_spot outcome)
{
    if (!ics_trace_has(trace, outcome) || trace->values[outcome.reg].state == NULL)
        return false;
    *verdict = (ics_verdict){.frame = trace->program->registers[outcome.reg].frame,
                             .lane = outcome.lane,
                             .state = (ics_outcome)trace->values[outcome.reg].state[outcome.lane],
                             .version = (uint8_t)version_of(trace, outcome)};
    return take_judgement(verdict, trace, outcome.reg);
}
