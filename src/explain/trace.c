/*
 * Steps are copied as they come, for the VM's arrays live only as long as its batch. Nothing jumps out of the trace's
 * callback: where memory runs out it says so and keeps no more.
 */
#include "explain/trace.h"

#include <stdio.h>
#include <string.h>

static void *copy(ics_trace *trace, const void *items, size_t count, size_t size)
{
    if (items == NULL || trace->is_out_of_memory)
        return NULL;
    void *kept = ics_arena_array(&trace->seen, count + 1, size, 8);
    if (kept == NULL)
        trace->is_out_of_memory = true;
    else if (count > 0)
        memcpy(kept, items, count * size);
    return kept;
}

static void keep_frame(ics_trace *trace, const ics_trace_step *step)
{
    ics_seen_frame *frame = &trace->frames[step->frame];
    if (frame->is_seen)
        return;
    frame->is_seen = true;
    trace->opened[trace->opened_count++] = step->frame;
    frame->lane_count = step->lane_count;
    frame->rows = copy(trace, step->rows, step->lane_count, sizeof *step->rows);
    frame->parents = copy(trace, step->parents, step->lane_count, sizeof *step->parents);
}

static void keep_step(void *context, const ics_trace_step *step)
{
    ics_trace *trace = context;
    const uint16_t reg = trace->program->code[step->instruction].dst;
    if (reg == ICS_NO_REGISTER)
        return;
    keep_frame(trace, step);
    const size_t lanes = step->lane_count, words = (lanes + 63) / 64;
    const ics_lane_values *from = &step->value;
    if (trace->values[reg].type == '\0')
        trace->written[trace->written_count++] = reg;
    trace->values[reg] = (ics_lane_values){
        .type = from->type,
        .is_known = copy(trace, from->is_known, words, sizeof(uint64_t)),
        .is_present = copy(trace, from->is_present, words, sizeof(uint64_t)),
        .is_true = copy(trace, from->is_true, words, sizeof(uint64_t)),
        .has_failed = copy(trace, from->has_failed, words, sizeof(uint64_t)),
        .is_partial = copy(trace, from->is_partial, words, sizeof(uint64_t)),
        .low = copy(trace, from->low, lanes, sizeof(int64_t)),
        .high = copy(trace, from->high, lanes, sizeof(int64_t)),
        .low_of = copy(trace, from->low_of, lanes, sizeof(int64_t)),
        .high_of = copy(trace, from->high_of, lanes, sizeof(int64_t)),
        .first = copy(trace, from->first, lanes, sizeof(int32_t)),
        .last = copy(trace, from->last, lanes, sizeof(int32_t)),
        .id = copy(trace, from->id, lanes, sizeof(uint32_t)),
        .end = copy(trace, from->end, lanes, sizeof(uint32_t)),
        .state = copy(trace, from->state, lanes, sizeof(uint8_t)),
    };
}

/* Passes a call on and keeps the first cause of a fault. */
static bool overhear(void *context, const ics_import *import, uint32_t lane_count, const void *const *arguments,
                     ics_plugin_answer *answers, const char **cause)
{
    ics_trace *trace = context;
    const char *told = NULL;
    bool is_answered = false;
    if (trace->inner != NULL)
        is_answered = trace->inner->call(trace->inner->context, import, lane_count, arguments, answers, &told);
    else
        told = "plugins are off";
    if (told != NULL) {
        if (trace->cause[0] == '\0')
            snprintf(trace->cause, sizeof trace->cause, "%s", told);
        *cause = told;
    }
    return is_answered;
}

ics_status ics_trace_make(ics_trace *trace, const ics_run *run)
{
    const ics_program *program = run->program;
    const size_t registers = (size_t)program->register_count + 1, frames = (size_t)program->frame_count + 1;
    *trace = (ics_trace){.program = program, .dataset = run->dataset, .as_at = run->as_at};
    trace->values = ICS_ARENA_ARRAY(&trace->arena, ics_lane_values, registers);
    trace->written = ICS_ARENA_ARRAY(&trace->arena, uint16_t, registers);
    trace->frames = ICS_ARENA_ARRAY(&trace->arena, ics_seen_frame, frames);
    trace->opened = ICS_ARENA_ARRAY(&trace->arena, uint16_t, frames);
    bool has_room = trace->values && trace->written && trace->frames && trace->opened;
    for (size_t mode = 0; mode < ICS_WALK_MODES; mode++) {
        trace->visited[mode] = ICS_ARENA_ARRAY(&trace->arena, uint64_t *, registers);
        has_room = has_room && trace->visited[mode];
    }
    return has_room && ics_outline_make(&trace->outline, program, &trace->arena) ? ICS_OK : ICS_E_NOMEM;
}

/* Forgets what was seen of the last outcome. */
static void forget(ics_trace *trace)
{
    for (uint32_t i = 0; i < trace->written_count; i++) {
        const uint16_t reg = trace->written[i];
        trace->values[reg].type = '\0';
        for (size_t mode = 0; mode < ICS_WALK_MODES; mode++)
            trace->visited[mode][reg] = NULL;
    }
    for (uint32_t i = 0; i < trace->opened_count; i++)
        trace->frames[trace->opened[i]] = (ics_seen_frame){.is_seen = false};
    trace->written_count = trace->opened_count = 0;
    trace->is_out_of_memory = false;
    trace->cause[0] = '\0';
    ics_arena_reset(&trace->seen);
}

ics_status ics_trace_see(ics_trace *trace, const ics_run *run, uint32_t rule, uint32_t index,
                         const ics_run_options *options)
{
    const ics_rule_outcomes *outcomes = &run->rules[rule];
    forget(trace);
    trace->hides = run->options.hides;
    trace->shows_personal = run->options.shows_personal;
    trace->inner = options == NULL ? NULL : options->plugins;
    trace->port = (ics_plugin_port){overhear, trace};
    ics_run_options overheard = options == NULL ? (ics_run_options){0} : *options;
    overheard.plugins = &trace->port;
    const ics_trace_aim aim = {.rule = rule,
                               .table = outcomes->table[index],
                               .row = outcomes->row[index],
                               .with = outcomes->with == NULL ? ICS_NONE : outcomes->with[index],
                               .when = ics_outcome_marks_of(outcomes, index).event_row,
                               .is_gap = (outcomes->detail[index] & ICS_DETAIL_GAP) != 0};
    const ics_status status = ics_run_trace(run, &aim, &overheard, keep_step, trace);
    return status == ICS_OK && trace->is_out_of_memory ? ICS_E_NOMEM : status;
}

void ics_trace_free(ics_trace *trace)
{
    ics_arena_free(&trace->arena);
    ics_arena_free(&trace->seen);
}

static bool bit(const uint64_t *words, uint32_t lane)
{
    return words != NULL && (words[lane / 64] >> (lane % 64) & 1) != 0;
}

bool ics_trace_has(const ics_trace *trace, ics_spot spot)
{
    return spot.reg < trace->program->register_count && trace->values[spot.reg].type != '\0' &&
           spot.lane < trace->frames[trace->program->registers[spot.reg].frame].lane_count;
}

bool ics_trace_known(const ics_trace *trace, ics_spot spot)
{
    return ics_trace_has(trace, spot) && bit(trace->values[spot.reg].is_known, spot.lane);
}

bool ics_trace_present(const ics_trace *trace, ics_spot spot)
{
    const ics_lane_values *values = &trace->values[spot.reg];
    return ics_trace_known(trace, spot) && (values->is_present == NULL || bit(values->is_present, spot.lane));
}

bool ics_trace_failed(const ics_trace *trace, ics_spot spot)
{
    return ics_trace_has(trace, spot) && bit(trace->values[spot.reg].has_failed, spot.lane);
}

bool ics_trace_partial(const ics_trace *trace, ics_spot spot)
{
    return ics_trace_present(trace, spot) && bit(trace->values[spot.reg].is_partial, spot.lane);
}

ics_told ics_trace_truth(const ics_trace *trace, ics_spot spot)
{
    if (!ics_trace_known(trace, spot))
        return ICS_TOLD_UNKNOWN;
    return bit(trace->values[spot.reg].is_true, spot.lane) ? ICS_TOLD_YES : ICS_TOLD_NO;
}

bool ics_trace_settled(const ics_trace *trace, ics_spot spot)
{
    if (!ics_trace_known(trace, spot))
        return false;
    const ics_lane_values *values = &trace->values[spot.reg];
    if (!ics_trace_present(trace, spot))
        return true;
    if (values->type == 'D')
        return values->first[spot.lane] == values->last[spot.lane];
    if (values->type == 'B')
        return values->low[spot.lane] == values->high[spot.lane];
    if (values->type == 'R' && values->high != NULL)
        return values->low[spot.lane] == values->high[spot.lane] &&
               (values->high_of == NULL || values->low_of[spot.lane] == values->high_of[spot.lane]);
    return true;
}

const ics_instruction *ics_trace_instruction(const ics_trace *trace, uint16_t reg)
{
    const uint32_t at = reg < trace->program->register_count ? trace->outline.definition[reg] : ICS_NONE;
    return at == ICS_NONE ? NULL : &trace->program->code[at];
}

bool ics_trace_ancestor(const ics_trace *trace, uint16_t frame, uint32_t lane, uint16_t wanted, uint32_t *out)
{
    for (uint32_t steps = 0; frame != wanted; steps++) {
        if (frame >= trace->program->frame_count || steps > trace->program->frame_count)
            return false;
        const ics_seen_frame *seen = &trace->frames[frame];
        if (!seen->is_seen || seen->parents == NULL || lane >= seen->lane_count)
            return false;
        lane = seen->parents[lane];
        frame = trace->program->frames[frame].parent;
    }
    *out = lane;
    return true;
}

uint32_t ics_trace_row(const ics_trace *trace, uint16_t frame, uint32_t lane)
{
    const ics_seen_frame *seen = &trace->frames[frame];
    return seen->is_seen && lane < seen->lane_count && seen->rows != NULL ? seen->rows[lane] : ICS_NONE;
}

uint32_t ics_trace_table(const ics_trace *trace, uint16_t frame)
{
    return trace->program->model.entities[trace->program->frames[frame].entity].root;
}

bool ics_trace_cell(const ics_trace *trace, ics_spot spot, uint32_t *row, int32_t *day)
{
    const ics_instruction *code = ics_trace_instruction(trace, spot.reg);
    const bool follows = code->op == ICS_OP_FOLLOW;
    const ics_spot on = {follows ? code->b : code->a, spot.lane};
    *day = trace->as_at;
    if (on.reg != ICS_NO_REGISTER && ics_trace_present(trace, on))
        *day = trace->values[on.reg].first[on.lane];
    if (!follows) {
        *row = ics_trace_row(trace, trace->program->registers[spot.reg].frame, spot.lane);
        return *row != ICS_NONE;
    }
    const ics_spot from = {code->a, spot.lane};
    if (!ics_trace_present(trace, from))
        return false;
    *row = trace->values[from.reg].id[from.lane];
    return true;
}
