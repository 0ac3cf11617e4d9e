/* A run's machine: made from program, dataset and options; its loop over the code. */
#include "vm/machine.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

void ics_failed_from(ics_machine *machine, uint16_t dst, uint16_t a, uint16_t b, uint16_t c)
{
    ics_value *to = &machine->values[dst];
    const uint16_t operands[3] = {a, b, c};
    const char type = machine->program->registers[dst].type;
    const bool keeps_known = type == 'B' || type == 'R'; /* bounds say that their doubt comes from a failure */
    if (!to->failed)
        return;
    for (size_t w = 0; w < ics_words(ics_machine_frame(machine)->lane_count); w++) {
        uint64_t failed = 0;
        for (int i = 0; i < 3; i++)
            if (operands[i] != ICS_NO_REGISTER && machine->values[operands[i]].failed)
                failed |= machine->values[operands[i]].failed[w];
        to->failed[w] = keeps_known ? failed : failed & ~to->known[w];
    }
}

/* -- constants: filled once, for all lanes that there can be -- */

static void fill_days(ics_value *dst, uint32_t cap, int32_t first, int32_t last)
{
    for (uint32_t i = 0; i < cap; i++)
        dst->first[i] = first;
    if (first == last)
        dst->last = dst->first;
    for (uint32_t i = 0; first != last && i < cap; i++)
        dst->last[i] = last;
}

/* Whether a constant that was filled before is another in this run. */
static bool has_changed(const ics_machine *machine, const ics_instruction *at)
{
    const ics_value *dst = &machine->values[at->dst];
    if (at->op == ICS_OP_DAY)
        return dst->first[0] != machine->as_at;
    return at->op == ICS_OP_ID_K && machine->program->registers[at->dst].aux == ICS_SPACE_TEXT &&
           dst->id[0] != machine->binding.text_id[at->k];
}

static void fill_constant(ics_machine *machine, const ics_instruction *at)
{
    const ics_program *program = machine->program;
    ics_value *dst = &machine->values[at->dst];
    dst->known = at->op == ICS_OP_TRUTH_K && at->k == 2 ? machine->plain.zeros : machine->plain.ones;
    if (dst->present)
        dst->present = machine->plain.ones;
    switch (at->op) {
    case ICS_OP_TRUTH_K:
        dst->truth = at->k == 1 ? machine->plain.ones : machine->plain.zeros;
        break;
    case ICS_OP_NUMBER_K:
        for (uint32_t i = 0; i < machine->cap; i++)
            dst->low[i] = program->constants[at->k];
        break;
    case ICS_OP_DATE_K:
        fill_days(dst, machine->cap, (int32_t)program->constants[at->k], (int32_t)program->constants[at->k]);
        break;
    case ICS_OP_PERIOD_K:
        fill_days(dst, machine->cap, (int32_t)program->constants[at->k], (int32_t)program->constants[at->k + 1]);
        break;
    case ICS_OP_DAY:
        fill_days(dst, machine->cap, machine->as_at, machine->as_at);
        break;
    default:
        for (uint32_t i = 0; i < machine->cap; i++)
            dst->id[i] = program->registers[at->dst].aux == ICS_SPACE_TEXT ? machine->binding.text_id[at->k]
                                                                           : (uint32_t)program->constants[at->k];
        break;
    }
}

/* -- making -- */

static bool make_frames(ics_machine *machine)
{
    for (int i = 0; i < ICS_FRAMES_OPEN; i++) {
        ics_open_frame *frame = &machine->open[i];
        frame->rows = calloc(machine->cap, sizeof(uint32_t));
        frame->parents = calloc(machine->cap, sizeof(uint32_t));
        frame->first = calloc(machine->cap, sizeof(int32_t));
        frame->last = calloc(machine->cap, sizeof(int32_t));
        frame->segment_parent = calloc((size_t)machine->cap + 1, sizeof(uint32_t));
        frame->segment_start = calloc((size_t)machine->cap + 1, sizeof(uint32_t));
        frame->ends = calloc(ics_words(machine->cap) + 1, sizeof(uint64_t));
        frame->has_children = calloc(ics_words(machine->cap) + 1, sizeof(uint64_t));
        frame->found = calloc(ics_words(machine->cap) + 1, sizeof(uint64_t));
        if (!frame->rows || !frame->parents || !frame->first || !frame->last || !frame->segment_parent ||
            !frame->segment_start || !frame->ends || !frame->has_children || !frame->found)
            return false;
    }
    return true;
}

static bool make_plain(ics_machine *machine)
{
    ics_plain *plain = &machine->plain;
    const size_t bitmap = (ics_words(machine->cap) + 1) * 8;
    plain->ones = malloc(bitmap);
    plain->zeros = calloc(bitmap, 1);
    plain->detail = calloc(machine->cap, sizeof *plain->detail);
    plain->version = malloc(machine->cap);
    plain->days = malloc(machine->cap * sizeof *plain->days);
    plain->scratch = malloc(machine->cap * sizeof *plain->scratch);
    if (!plain->ones || !plain->zeros || !plain->detail || !plain->version || !plain->days || !plain->scratch)
        return false;
    memset(plain->ones, 0xFF, bitmap);
    memset(plain->version, 1, machine->cap);
    for (uint32_t i = 0; i < machine->cap; i++)
        plain->days[i] = ICS_NO_DAY;
    return true;
}

static bool make_tables(ics_machine *machine)
{
    const ics_program *program = machine->program;
    const size_t registers = (size_t)program->register_count + 1, rules = (size_t)program->rule_count + 1;
    const size_t call_bytes = ics_call_bytes(program, machine->cap);
    machine->values = calloc(registers, sizeof *machine->values);
    machine->own = calloc(registers, sizeof *machine->own);
    machine->sums = calloc(registers, sizeof *machine->sums);
    machine->scratch = calloc(machine->cap, sizeof *machine->scratch);
    machine->totals = calloc((size_t)machine->cap + 1, sizeof *machine->totals);
    machine->word_scratch = calloc(2 * (ics_words(machine->cap) + 1), sizeof *machine->word_scratch);
    machine->call_memory = malloc(call_bytes + 1);
    machine->counted = calloc((size_t)1 << ICS_COUNTED_BITS, sizeof *machine->counted);
    machine->outcomes = calloc(rules, sizeof *machine->outcomes);
    machine->gaps = calloc(rules, sizeof *machine->gaps);
    return machine->values && machine->own && machine->sums && machine->scratch && machine->word_scratch &&
           machine->totals && machine->call_memory && machine->counted && machine->outcomes && machine->gaps &&
           make_plain(machine) && make_frames(machine);
}

uint32_t ics_machine_lanes(const ics_dataset *dataset)
{
    uint32_t most = 1;
    for (uint32_t i = 0; i < dataset->model->entity_count; i++)
        most = dataset->tables[i].row_count > most ? dataset->tables[i].row_count : most;
    return most >= ICS_BATCH_LANES ? ICS_BATCH_LANES : (most + 63) & ~(uint32_t)63;
}

ics_status ics_machine_make(ics_machine *machine)
{
    machine->cap = (machine->batch + 63) & ~(uint32_t)63;
    if (!make_tables(machine))
        return ICS_E_NOMEM;
    const ics_status status = ics_plan_lay_out(machine);
    return status == ICS_OK ? ics_judged_make(machine) : status;
}

ics_status ics_machine_bind(ics_machine *machine)
{
    const ics_status status = ics_binding_make(machine);
    if (status != ICS_OK)
        return status;
    const ics_code_part *constants = &machine->plan.constants;
    for (uint32_t i = 0; i < constants->count; i++) {
        const ics_instruction *at = &machine->program->code[constants->at[i]];
        if (machine->plan.active[constants->at[i]] && (!machine->has_constants || has_changed(machine, at)))
            fill_constant(machine, at);
    }
    machine->has_constants = true;
    return ICS_OK;
}

ics_status ics_machine_lay_out(ics_machine *machine)
{
    const ics_status status = ics_machine_make(machine);
    return status == ICS_OK ? ics_machine_bind(machine) : status;
}

void ics_machine_unbind(ics_machine *machine)
{
    for (uint32_t i = 0; i < machine->program->rule_count; i++) {
        ics_outcome_rows_clear(&machine->outcomes[i]);
        ics_outcome_rows_clear(&machine->gaps[i]);
    }
    ics_binding_forget(machine);
    machine->dataset = NULL;
    machine->plugins = NULL;
    machine->depth = 0;
    machine->cost = 0;
    machine->share_count = 0;
    machine->counts_lanes = false;
    machine->status = ICS_OK;
}

void ics_machine_free(ics_machine *machine)
{
    for (int i = 0; i < ICS_FRAMES_OPEN; i++) {
        free(machine->open[i].rows);
        free(machine->open[i].parents);
        free(machine->open[i].first);
        free(machine->open[i].last);
        free(machine->open[i].changes);
        free(machine->open[i].segment_parent);
        free(machine->open[i].segment_start);
        free(machine->open[i].ends);
        free(machine->open[i].has_children);
        free(machine->open[i].found);
    }
    for (uint32_t i = 0; i < machine->program->rule_count; i++) {
        if (machine->outcomes)
            ics_outcome_rows_free(&machine->outcomes[i]);
        if (machine->gaps)
            ics_outcome_rows_free(&machine->gaps[i]);
    }
    free(machine->judged);
    free(machine->counted);
    ics_binding_free(machine);
    if (!machine->lender)
        ics_plan_free(&machine->plan);
    free(machine->values);
    free(machine->own);
    free(machine->sums);
    free(machine->memory);
    free(machine->plain.ones);
    free(machine->plain.zeros);
    free(machine->plain.detail);
    free(machine->plain.version);
    free(machine->plain.days);
    free(machine->plain.scratch);
    free(machine->scratch);
    free(machine->word_scratch);
    free(machine->totals);
    free(machine->call_memory);
    free(machine->elements);
    free(machine->outcomes);
    free(machine->gaps);
}

/* -- the loop -- */

/* A skip is taken only where no lane of the batch may need what it leaves out. */
static bool is_needed(const ics_machine *machine, const ics_instruction *at)
{
    const ics_value *mask = &machine->values[at->a];
    const uint32_t lane_count = machine->open[machine->depth - 1].lane_count;
    uint64_t some = 0;
    for (size_t w = 0; w < ics_words(lane_count); w++)
        some |= (~mask->known[w] | mask->truth[w]) & ics_lane_mask(lane_count, w);
    return some != 0;
}

/* What executes an opcode, and whether it says itself which lanes have failed. */
typedef struct execution {
    void (*execute)(ics_machine *machine, const ics_instruction *at);
    bool sets_failed;
} execution;

/* clang-format off */
/* By opcode. None: constants, which are filled beforehand, and what the plan has noted (PART, NOTE, TAKES). */
static const execution executions[ICS_OP_LIMIT] = {
#define BY(op, function) [ICS_OP_##op] = {.execute = function}
#define FAILS(op, function) [ICS_OP_##op] = {.execute = function, .sets_failed = true}
    BY(LOAD, ics_do_load), BY(FOLLOW, ics_do_load), FAILS(LIFT, ics_do_load), BY(SELF, ics_do_load),
    BY(OWNER, ics_do_load), BY(KIND_IS, ics_do_load),
    BY(RECORDED, ics_do_logic), BY(PRESENT, ics_do_logic), BY(YES, ics_do_logic), BY(NO, ics_do_logic),
    BY(AS_YES, ics_do_logic), BY(AND, ics_do_logic), BY(OR, ics_do_logic), BY(NOT, ics_do_logic),
    BY(TALLY, ics_do_logic),
    BY(EQ, ics_do_compare), BY(NE, ics_do_compare), BY(LT, ics_do_compare), BY(LE, ics_do_compare),
    BY(EQ_K, ics_do_compare), BY(NE_K, ics_do_compare), BY(LT_K, ics_do_compare), BY(LE_K, ics_do_compare),
    BY(GT_K, ics_do_compare), BY(GE_K, ics_do_compare),
    BY(DATE_EQ, ics_do_date), BY(DATE_NE, ics_do_date), BY(DATE_LT, ics_do_date), BY(DATE_LE, ics_do_date),
    BY(IN_PERIOD, ics_do_date), BY(PERIOD_EQ, ics_do_date), BY(PERIOD_NE, ics_do_date),
    BY(ID_EQ, ics_do_compare_ids), BY(ID_NE, ics_do_compare_ids), BY(ID_EQ_K, ics_do_compare_ids),
    BY(ID_NE_K, ics_do_compare_ids), BY(SAME, ics_do_compare_ids), BY(NOT_SAME, ics_do_compare_ids),
    BY(YES_EQ, ics_do_compare_ids),
    BY(HAS_K, ics_do_set), BY(HAS, ics_do_set), BY(SIZE, ics_do_set), BY(OVERLAPS, ics_do_set),
    BY(HAS_ROW, ics_do_set), BY(HAS_IN, ics_do_set),
    FAILS(ADD, ics_do_arithmetic), FAILS(SUB, ics_do_arithmetic), FAILS(MUL, ics_do_arithmetic),
    FAILS(DIV, ics_do_arithmetic), BY(WIDEN, ics_do_arithmetic), FAILS(BADD, ics_do_arithmetic),
    FAILS(BSUB, ics_do_arithmetic), FAILS(BMUL_K, ics_do_arithmetic), BY(ABS, ics_do_arithmetic),
    FAILS(SPAN_ADD, ics_do_date), BY(DAYS, ics_do_date), BY(LATER, ics_do_date), BY(EARLIER, ics_do_date),
    BY(START, ics_do_date), BY(END, ics_do_date), BY(ELSE, ics_do_date), BY(PICK, ics_do_date),
    BY(AGE, ics_do_date), FAILS(DAYS_ON, ics_do_date), BY(FIRST_DAY, ics_do_date), BY(LAST_DAY, ics_do_date),
    BY(ANY, ics_reduction_add), BY(ALL, ics_reduction_add), BY(COUNT, ics_reduction_add), BY(SUM, ics_reduction_add),
    BY(AVERAGE, ics_reduction_add), BY(SHARE, ics_reduction_add), BY(EARLIEST, ics_reduction_add),
    BY(LATEST, ics_reduction_add), BY(TOTAL, ics_reduction_add),
    BY(SHARE_OF, ics_do_of_lists), BY(AVERAGE_OF, ics_do_of_lists),
    BY(JUDGE, ics_do_judge), BY(VERSIONS, ics_do_versions), BY(AGREE, ics_do_agree),
    BY(OUTCOME, ics_do_outcome), BY(GAP, ics_do_outcome),
    BY(COLUMN, ics_do_column), FAILS(CALL, ics_do_call), BY(PERIOD, ics_do_period), FAILS(IS_MET, ics_do_period),
    BY(WAIVED, ics_do_ledger), BY(ATTESTED, ics_do_ledger), BY(ANSWERED, ics_do_ledger),
#undef BY
#undef FAILS
};
/* clang-format on */

static void execute_and_tell(ics_machine *machine, const ics_instruction *at, uint32_t pc)
{
    const execution *by = &executions[at->op];
    if (by->execute)
        by->execute(machine, at);
    if (at->dst == ICS_NO_REGISTER || by->execute == ics_reduction_add)
        return;
    if (machine->values[at->dst].failed && !by->sets_failed)
        ics_failed_from(machine, at->dst, at->a, at->b, at->c);
    if (machine->trace)
        ics_machine_trace(machine, pc, ics_machine_frame(machine));
}

/* Executes one instruction. @return the one to go on with. */
static uint32_t step(ics_machine *machine, uint32_t pc)
{
    const ics_instruction *at = &machine->program->code[pc];
    switch (at->op) {
    case ICS_OP_OPEN:
        return ics_frame_open(machine, pc);
    case ICS_OP_CLOSE:
        return ics_frame_close(machine, pc);
    case ICS_OP_SKIP:
        return is_needed(machine, at) ? pc + 1 : at->k;
    default:
        execute_and_tell(machine, at, pc);
        return pc + 1;
    }
}

/* Where an instruction stands in a part, or the next that does. */
static uint32_t place_in(const ics_code_part *part, uint32_t pc)
{
    uint32_t low = 0, high = part->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (part->at[middle] < pc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void run_part(ics_machine *machine, const ics_code_part *part)
{
    for (uint32_t i = 0; i < part->count && machine->status == ICS_OK;) {
        const uint32_t next = step(machine, part->at[i]);
        i = next == part->at[i] + 1 ? i + 1 : place_in(part, next);
    }
}

/* As the loop of a run, with a look at the clock after each instruction. */
static void run_by_the_clock(ics_machine *machine)
{
    uint64_t begun = ics_clock_ns();
    for (uint32_t pc = 0; pc < machine->program->code_count && machine->status == ICS_OK;) {
        const uint32_t at = pc;
        pc = step(machine, at);
        const uint64_t ended = ics_clock_ns(), taken = ended - begun;
        machine->spent[at] += taken > machine->clock_cost ? taken - machine->clock_cost : 0;
        begun = ended;
    }
}

void ics_machine_run(ics_machine *machine)
{
    uint32_t pc = 0;
    if (machine->spent) {
        run_by_the_clock(machine);
        return;
    }
    if (machine->part)
        run_part(machine, machine->part);
    while (!machine->part && pc < machine->program->code_count && machine->status == ICS_OK && !machine->is_found)
        pc = machine->plan.active[pc] ? step(machine, pc) : pc + 1;
}

void ics_machine_trace(ics_machine *machine, uint32_t pc, ics_open_frame *frame)
{
    const uint16_t reg = machine->program->code[pc].dst;
    const ics_value *value = &machine->values[reg];
    const char type = machine->program->registers[reg].type;
    const ics_trace_step step = {
        .instruction = pc,
        .frame = frame->index,
        .lane_count = frame->lane_count,
        .rows = ics_frame_rows(frame),
        .parents = frame == machine->open ? NULL : ics_frame_parents(frame),
        .value = {.type = type,
                  .is_known = value->known,
                  .is_present = value->present,
                  .is_true = value->truth,
                  .has_failed = value->failed,
                  .is_partial = value->partial,
                  .low = value->low,
                  .high = type == 'N' ? value->low : value->high,
                  .low_of = value->low_of,
                  .high_of = value->high_of,
                  .first = value->first,
                  .last = value->last,
                  .id = value->id,
                  .end = value->end,
                  .state = value->state},
    };
    machine->trace(machine->trace_context, &step);
}
