/*
 * Measuring: the lanes of each frame are counted as the cost of a run is, and each instruction is timed while the whole
 * program judges. What came of it is parted among rules by what leads to their outcomes, as traces follow it.
 */
#include "vm/cost.h"

#include "base/limits.h"
#include "data/dataset.h"
#include "vm/engine.h"
#include "vm/plan.h"

#include <stdlib.h>
#include <string.h>

enum { PASSES = 4, LOOKS = 64, MANY_RECORDS = 1000 };

/* -- gathering -- */

static bool make_room(ics_costs *costs, const ics_program *program)
{
    if (costs->program)
        return true;
    uint64_t *lanes = calloc((size_t)program->frame_count + 1, sizeof *lanes);
    uint64_t *spent = calloc((size_t)program->code_count + 1, sizeof *spent);
    if (!lanes || !spent) {
        free(lanes);
        free(spent);
        return false;
    }
    *costs = (ics_costs){.program = program, .lanes = lanes, .spent = spent};
    return true;
}

void ics_costs_clear(ics_costs *costs)
{
    free(costs->lanes);
    free(costs->spent);
    *costs = (ics_costs){.program = NULL};
}

ics_costs *ics_costs_new(void)
{
    return calloc(1, sizeof(ics_costs));
}

void ics_costs_free(ics_costs *costs)
{
    if (!costs)
        return;
    ics_costs_clear(costs);
    free(costs);
}

uint64_t ics_costs_announced(const ics_costs *costs)
{
    return costs->announced;
}

/* Whether lanes of a frame may be records of a special category, or what such a record leads to. */
static bool is_special(const ics_program *program, uint16_t frame)
{
    const ics_model *model = &program->model;
    for (; frame != ICS_NO_FRAME; frame = program->frames[frame].parent) {
        const uint32_t entity = program->frames[frame].entity;
        if (ics_entity_is_special(model, entity))
            return true;
        for (uint32_t e = 0; e < model->entity_count; e++)
            if (model->entities[e].is_special && (ics_model_is_a(model, entity, e) || ics_model_is_a(model, e, entity)))
                return true;
    }
    return false;
}

ics_costs_told ics_costs_tellable(const ics_costs *costs)
{
    ics_costs_told told = ICS_COSTS_ALL;
    for (uint32_t i = 0; costs->program && i < costs->program->frame_count; i++) {
        if (costs->lanes[i] == 0 || !is_special(costs->program, (uint16_t)i))
            continue;
        if (costs->lanes[i] < MANY_RECORDS)
            return ICS_COSTS_NOT;
        told = ICS_COSTS_IN_PERCENT;
    }
    return told;
}

bool ics_costs_is_special(const ics_costs *costs)
{
    return ics_costs_tellable(costs) != ICS_COSTS_ALL;
}

/* What it takes to look at the clock, which every instruction's time holds once. */
static uint64_t clock_cost(void)
{
    uint64_t least = UINT64_MAX;
    for (int i = 0; i < LOOKS; i++) {
        const uint64_t begun = ics_clock_ns(), taken = ics_clock_ns() - begun;
        least = taken < least ? taken : least;
    }
    return least;
}

/* From a run that has ended, or the beginning, to one that may begin. */
static ics_status begin_again(ics_machine *machine, const ics_dataset *dataset, int32_t as_at)
{
    ics_machine_unbind(machine);
    machine->dataset = dataset;
    machine->as_at = as_at;
    return ics_machine_bind(machine);
}

static ics_status count_lanes(ics_engine *engine, const ics_dataset *dataset, int32_t as_at, uint64_t limit)
{
    ics_machine *machine = ics_engine_sizing(engine);
    if (!machine)
        return ICS_E_NOMEM;
    machine->cost_limit = limit ? limit : (uint64_t)ICS_LIMIT_RUN_COST;
    memset(engine->frame_lanes, 0, machine->program->frame_count * sizeof *engine->frame_lanes);
    const ics_status status = begin_again(machine, dataset, as_at);
    if (status != ICS_OK)
        return status;
    ics_machine_run(machine);
    return machine->status;
}

/* Keeps of each instruction the least that it took, and leaves the times of the pass zero for the next. */
static void keep_least(uint64_t *least, uint64_t *pass, uint32_t count, bool is_first)
{
    for (uint32_t pc = 0; pc < count; pc++) {
        least[pc] = is_first || pass[pc] < least[pc] ? pass[pc] : least[pc];
        pass[pc] = 0;
    }
}

/* @p least, @p pass: by instruction. */
static ics_status time_passes(ics_machine *machine, const ics_dataset *dataset, int32_t as_at,
                              const ics_run_options *options, uint64_t *least, uint64_t *pass)
{
    ics_status status = ICS_OK;
    machine->spent = pass;
    machine->clock_cost = clock_cost();
    for (int i = 0; i < PASSES && status == ICS_OK; i++) {
        status = begin_again(machine, dataset, as_at);
        if (status != ICS_OK)
            break;
        machine->plugins = options ? options->plugins : NULL;
        ics_machine_run(machine);
        status = machine->status;
        keep_least(least, pass, machine->program->code_count, i == 0);
    }
    machine->spent = NULL;
    return status;
}

static void add(ics_costs *costs, const ics_engine *engine, const uint64_t *least)
{
    for (uint32_t i = 0; i < costs->program->frame_count; i++)
        costs->lanes[i] += engine->frame_lanes[i];
    for (uint32_t pc = 0; pc < costs->program->code_count; pc++)
        costs->spent[pc] += least[pc];
    costs->announced += engine->sizing.cost;
}

static ics_status measure(ics_costs *costs, ics_engine *engine, const ics_dataset *dataset, int32_t as_at,
                          const ics_run_options *options)
{
    const size_t count = (size_t)costs->program->code_count + 1;
    uint64_t *times = calloc(2 * count, sizeof *times);
    ics_status status = times ? count_lanes(engine, dataset, as_at, options ? options->cost_limit : 0) : ICS_E_NOMEM;
    if (status == ICS_OK)
        status = time_passes(&engine->judging, dataset, as_at, options, times, times + count);
    if (status == ICS_OK)
        add(costs, engine, times);
    free(times);
    return status;
}

ics_status ics_costs_measure(ics_costs *costs, const ics_program *program, const ics_dataset *dataset, int32_t as_at,
                             const ics_run_options *options)
{
    if (costs->program && costs->program != program)
        return ICS_E_MODEL;
    if (!make_room(costs, program))
        return ICS_E_NOMEM;
    ics_engine *engine = ics_engine_take(
        program, options && options->batch_lanes ? options->batch_lanes : ics_machine_lanes(dataset), false);
    if (!engine)
        return ICS_E_NOMEM;
    const ics_status status = measure(costs, engine, dataset, as_at, options);
    if (status == ICS_OK)
        ics_engine_give(engine);
    else
        ics_engine_free(engine); /* it was left amid its work */
    return status;
}

/* -- parting -- */

/* The code as a graph: from an instruction to those that it cannot be without. */
typedef struct parting {
    const ics_costs *costs;
    const ics_program *program;
    ics_plan plan;
    uint32_t *definer; /* by register: the instruction that writes it; ICS_NONE */
    uint32_t *skip;    /* by instruction: the SKIP that it stands in; ICS_NONE */
    uint32_t *first;   /* by rule, one more entry: its first in ends */
    uint32_t *ends;    /* instructions that give rules their outcomes, rule by rule */
    uint32_t *seen;    /* by instruction: the round in which it was reached last */
    uint32_t *waiting; /* instructions reached whose needs were not looked at yet */
    uint32_t waiting_count, round;
    uint32_t *users; /* by instruction: rules that need it */
    uint32_t *given; /* by instruction: to how many its cost was given */
} parting;

static bool gives_outcomes(const ics_instruction *at)
{
    switch (at->op) {
    case ICS_OP_OUTCOME:
    case ICS_OP_GAP:
    case ICS_OP_PART:
    case ICS_OP_NOTE:
    case ICS_OP_TAKES:
        return true;
    default:
        return false;
    }
}

static void find_ends(parting *p)
{
    const ics_program *program = p->program;
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (gives_outcomes(&program->code[pc]))
            p->first[ics_rule_told(program, program->code[pc].k) + 1]++;
    for (uint32_t i = 0; i < program->rule_count; i++)
        p->first[i + 1] += p->first[i];
    for (uint32_t pc = 0; pc < program->code_count; pc++)
        if (gives_outcomes(&program->code[pc]))
            p->ends[p->first[ics_rule_told(program, program->code[pc].k)]++] = pc;
    for (uint32_t i = program->rule_count; i > 0; i--) /* each moved to where the next begins */
        p->first[i] = p->first[i - 1];
    p->first[0] = 0;
}

static void find_definers(parting *p)
{
    uint32_t around = ICS_NONE;
    memset(p->definer, 0xFF, p->program->register_count * sizeof *p->definer);
    for (uint32_t pc = 0; pc < p->program->code_count; pc++) {
        const ics_instruction *at = &p->program->code[pc];
        while (around != ICS_NONE && pc >= p->program->code[around].k)
            around = p->skip[around];
        p->skip[pc] = around;
        if (at->op == ICS_OP_SKIP)
            around = pc;
        if (at->dst != ICS_NO_REGISTER)
            p->definer[at->dst] = pc;
    }
}

static void reach(parting *p, uint32_t pc)
{
    if (pc == ICS_NONE || p->seen[pc] == p->round)
        return;
    p->seen[pc] = p->round;
    p->waiting[p->waiting_count++] = pc;
}

static void reach_register(void *context, uint32_t pc, uint16_t reg)
{
    parting *p = context;
    (void)pc;
    reach(p, p->definer[reg]);
}

typedef void need_fn(parting *p, uint32_t pc, ics_rule_cost *of);

/* Calls @p fn with every instruction that a rule cannot be without, each once. */
static void each_need(parting *p, uint32_t rule, need_fn *fn, ics_rule_cost *of)
{
    p->round++;
    for (uint32_t i = p->first[rule]; i < p->first[rule + 1]; i++)
        reach(p, p->ends[i]);
    while (p->waiting_count > 0) {
        const uint32_t pc = p->waiting[--p->waiting_count];
        const uint16_t frame = p->plan.frame_at[pc];
        fn(p, pc, of);
        ics_each_read(p->program, pc, reach_register, p);
        reach(p, p->skip[pc]);
        if (frame != ICS_NO_FRAME) {
            reach(p, p->plan.open_at[frame]);
            reach(p, p->plan.close_at[frame]);
        }
    }
}

static void count_user(parting *p, uint32_t pc, ics_rule_cost *of)
{
    (void)of;
    p->users[pc]++;
}

/* The lanes that an instruction is charged with. */
static uint64_t lanes_at(const parting *p, uint32_t pc)
{
    const uint16_t frame = p->plan.frame_at[pc];
    return frame == ICS_NO_FRAME ? 0 : p->costs->lanes[frame];
}

/* What does not part evenly goes to some of the users, other ones at each instruction, so that nothing is lost. */
static void give(parting *p, uint32_t pc, ics_rule_cost *of)
{
    const uint64_t lanes = lanes_at(p, pc), users = p->users[pc];
    of->spent += (double)p->costs->spent[pc] / (double)users;
    if (users == 1)
        of->own += lanes;
    else
        of->shared += lanes / users + ((pc + p->given[pc]++) % users < lanes % users);
}

static void give_rest(const parting *p, ics_rule_cost *of)
{
    for (uint32_t pc = 0; pc < p->program->code_count; pc++)
        if (p->users[pc] == 0) {
            of->own += lanes_at(p, pc);
            of->spent += (double)p->costs->spent[pc];
        }
}

static bool make_parting(parting *p)
{
    const size_t code = (size_t)p->program->code_count + 1, rules = (size_t)p->program->rule_count + 2;
    p->definer = calloc((size_t)p->program->register_count + 1, sizeof *p->definer);
    p->skip = calloc(code, sizeof *p->skip);
    p->first = calloc(rules, sizeof *p->first);
    p->ends = calloc(code, sizeof *p->ends);
    p->seen = calloc(code, sizeof *p->seen);
    p->waiting = calloc(code, sizeof *p->waiting);
    p->users = calloc(code, sizeof *p->users);
    p->given = calloc(code, sizeof *p->given);
    return p->definer && p->skip && p->first && p->ends && p->seen && p->waiting && p->users && p->given &&
           ics_plan_make(&p->plan, p->program) == ICS_OK;
}

static void free_parting(parting *p)
{
    ics_plan_free(&p->plan);
    free(p->definer);
    free(p->skip);
    free(p->first);
    free(p->ends);
    free(p->seen);
    free(p->waiting);
    free(p->users);
    free(p->given);
}

ics_status ics_costs_by_rule(const ics_costs *costs, ics_rule_cost *out)
{
    parting p = {.costs = costs, .program = costs->program};
    const uint32_t rule_count = costs->program->rule_count;
    const bool has_room = make_parting(&p);
    if (has_room) {
        find_ends(&p);
        find_definers(&p);
        for (uint32_t rule = 0; rule < rule_count; rule++)
            each_need(&p, rule, count_user, NULL);
        for (uint32_t rule = 0; rule <= rule_count; rule++)
            out[rule] = (ics_rule_cost){.rule = rule};
        for (uint32_t rule = 0; rule < rule_count; rule++)
            each_need(&p, rule, give, &out[rule]);
        give_rest(&p, &out[rule_count]);
    }
    free_parting(&p);
    return has_room ? ICS_OK : ICS_E_NOMEM;
}
