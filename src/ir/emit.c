/*
 * From values to code. Only what an outcome needs is kept; each frame is opened once, when all that it takes from the
 * frames around it is there, and closed when all that is asked of it is made. Registers, frames and constants are
 * numbered as they are written, so the order of the rules alone decides the bytes.
 */
#include "ir/lower.h"

#include "base/limits.h"
#include "bytecode/op.h"

#include <string.h>

static const uint32_t IS_FRAME = 0x80000000u; /* marks a frame among the things to write */

typedef struct emission {
    const ics_ir *ir;
    const ics_syntax *syntax;
    ics_program *program;
    ics_arena *scratch;
    ics_diags *diags;
    bool *is_needed, *frame_is_needed;
    bool *is_written, *frame_is_written;
    uint32_t *register_of, *number_of_frame;
    size_t code_room, span_room, register_room, frame_room, constant_room, text_room, judge_room, call_room, time_room,
        choice_room;
    bool is_full; /* a limit was passed */
} emission;

/* -- what is needed */

static void need(emission *e, ics_value_id id)
{
    if (id != ICS_NONE)
        e->is_needed[id] = true;
}

static void need_frame(emission *e, uint32_t frame)
{
    for (; frame != ICS_NONE && !e->frame_is_needed[frame]; frame = e->ir->frames[frame].parent) {
        e->frame_is_needed[frame] = true;
        need(e, e->ir->frames[frame].list);
        need(e, e->ir->frames[frame].from);
        need(e, e->ir->frames[frame].to);
    }
}

/* Operands have lower numbers than what reads them, so one pass from the end finds all. */
static void find_needed(emission *e)
{
    const ics_ir *ir = e->ir;
    for (size_t i = ir->value_count; i-- > 0;) {
        const ics_value *v = &ir->values[i];
        e->is_needed[i] |= v->type == 0;
        if (!e->is_needed[i])
            continue;
        need_frame(e, ics_op_is_reduction(v->op) ? (uint32_t)v->x : v->frame);
        need(e, v->a);
        need(e, v->b);
        need(e, v->c);
        for (uint32_t m = 0; m < v->more_count; m++)
            need(e, v->more[m]);
    }
}

/* -- pools */

static bool fits(emission *e, size_t count, int64_t limit, const char *what, const char *name, ics_span span)
{
    if ((int64_t)count <= limit)
        return true;
    if (!e->is_full)
        ics_report(e->diags, ICS_E0005, span, "the rules come to more than %lld %s (limit %s)", (long long)limit, what,
                   name);
    e->is_full = true;
    return false;
}

/* Constants are few; the same one is looked for among the last of them, so that no file makes this slow. */
enum { LOOK_BACK = 512 };

static uint32_t constant(emission *e, int64_t value)
{
    ics_program *p = e->program;
    for (uint32_t i = p->constant_count, n = 0; i-- > 0 && n < LOOK_BACK; n++)
        if (p->constants[i] == value)
            return i;
    size_t count = p->constant_count;
    ICS_PUSH(&p->arena, p->constants, count, e->constant_room, value);
    p->constant_count = (uint32_t)count;
    return p->constant_count - 1;
}

static uint32_t two_constants(emission *e, int64_t first, int64_t second)
{
    ics_program *p = e->program;
    for (uint32_t i = p->constant_count, n = 0; i-- > 1 && n < LOOK_BACK; n++)
        if (p->constants[i - 1] == first && p->constants[i] == second)
            return i - 1;
    size_t count = p->constant_count;
    ICS_PUSH(&p->arena, p->constants, count, e->constant_room, first);
    ICS_PUSH(&p->arena, p->constants, count, e->constant_room, second);
    p->constant_count = (uint32_t)count;
    return p->constant_count - 2;
}

static uint32_t text(emission *e, const char *value)
{
    ics_program *p = e->program;
    for (uint32_t i = p->text_count, n = 0; i-- > 0 && n < LOOK_BACK; n++)
        if (strcmp(p->texts[i], value) == 0)
            return i;
    const char *kept = ics_arena_text(&p->arena, value, strlen(value));
    size_t count = p->text_count;
    ICS_PUSH(&p->arena, p->texts, count, e->text_room, kept);
    p->text_count = (uint32_t)count;
    return p->text_count - 1;
}

static uint32_t time_span(emission *e, const ics_value *v)
{
    ics_program *p = e->program;
    const ics_time_span span = {.n = (int32_t)v->x,
                                .unit = (uint8_t)((v->y & 0xFF) / 2),
                                .begins = (uint8_t)(v->y % 2),
                                .calendar = (uint32_t)(v->y >> 8) - 1}; /* 0 there: none */
    for (uint32_t i = 0; i < p->time_span_count && i < LOOK_BACK; i++)
        if (p->time_spans[i].n == span.n && p->time_spans[i].unit == span.unit &&
            p->time_spans[i].begins == span.begins && p->time_spans[i].calendar == span.calendar)
            return i;
    size_t count = p->time_span_count;
    ICS_PUSH(&p->arena, p->time_spans, count, e->time_room, span);
    p->time_span_count = (uint32_t)count;
    return p->time_span_count - 1;
}

static uint16_t reg(const emission *e, ics_value_id id)
{
    return id == ICS_NONE ? ICS_NO_REGISTER : (uint16_t)e->register_of[id];
}

static uint32_t judge(emission *e, const ics_value *v)
{
    ics_program *p = e->program;
    const ics_value_id *m = v->more;
    const ics_judge j = {
        .governs = reg(e, m[0]),
        .applies = reg(e, m[1]),
        .vacuous = reg(e, m[2]),
        .done = reg(e, m[3]),
        .in_time = reg(e, m[4]),
        .lifted = reg(e, m[5]),
        .exempt = reg(e, m[6]),
        .waived = reg(e, m[7]),
        .due_ahead = reg(e, m[8]),
        .attested = reg(e, m[9]),
        .due = reg(e, m[10]),
        .done_on = reg(e, m[11]),
        .began = reg(e, m[12]),
        .event = reg(e, m[13]),
        .missed = reg(e, m[14]),
        .since = reg(e, m[15]),
        .modality = (uint8_t)(v->x & 0xFF),
        .force = (uint8_t)(v->x >> 8 & 0xFF),
        .no_period = (uint8_t)(v->x >> 16),
    };
    size_t count = p->judge_count;
    ICS_PUSH(&p->arena, p->judges, count, e->judge_room, j);
    p->judge_count = (uint32_t)count;
    return p->judge_count - 1;
}

static uint32_t call(emission *e, const ics_value *v)
{
    ics_program *p = e->program;
    ics_call c = {.import = (uint32_t)v->x, .argument_count = v->more_count};
    c.arguments = ICS_ARENA_ARRAY(&p->arena, uint16_t, v->more_count + 1);
    for (uint32_t i = 0; i < v->more_count; i++)
        c.arguments[i] = reg(e, v->more[i]);
    size_t count = p->call_count;
    ICS_PUSH(&p->arena, p->calls, count, e->call_room, c);
    p->call_count = (uint32_t)count;
    return p->call_count - 1;
}

static uint32_t choice(emission *e, const ics_value *v)
{
    ics_program *p = e->program;
    const uint32_t options = (v->more_count - 1) / 2;
    ics_alternatives c = {.option_count = options, .some = reg(e, v->more[0])};
    c.options = ICS_ARENA_ARRAY(&p->arena, ics_alternative, options);
    for (uint32_t i = 0; i < options; i++)
        c.options[i] =
            (ics_alternative){.outcome = reg(e, v->more[1 + 2 * i]),
                              .governs = reg(e, v->more[2 + 2 * i]),
                              .number = v->op == ICS_OP_VERSIONS ? p->rules[v->x].versions[i].number : i + 1};
    size_t count = p->choice_count;
    ICS_PUSH(&p->arena, p->choices, count, e->choice_room, c);
    p->choice_count = (uint32_t)count;
    return p->choice_count - 1;
}

/* What stands in the field k, by the table of opcodes. */
static uint32_t operand_k(emission *e, const ics_value *v)
{
    if (ics_op_is_reduction(v->op))
        return 0;
    switch (ics_op_find(v->op)->k) {
    case 'c':
        return constant(e, v->x);
    case 's':
        return v->text ? text(e, v->text) : constant(e, v->x);
    case 'q':
        return two_constants(e, v->x, v->y);
    case 'p':
        return time_span(e, v);
    case 'j':
        return judge(e, v);
    case 'x':
        return call(e, v);
    case 'v':
        return choice(e, v);
    default:
        return (uint32_t)v->x;
    }
}

/* -- instructions */

static void instruction(emission *e, ics_instruction one, ics_span span)
{
    ics_program *p = e->program;
    size_t count = p->code_count, spans = p->code_count;
    ICS_PUSH(&p->arena, p->code, count, e->code_room, one);
    ICS_PUSH(&p->arena, p->spans, spans, e->span_room, ics_keep_span(e->syntax, span));
    p->code_count = (uint32_t)count;
}

static uint16_t new_register(emission *e, ics_value_id id, uint32_t frame)
{
    ics_program *p = e->program;
    const ics_value *v = &e->ir->values[id];
    const ics_register_info info = {.type = v->type, .frame = (uint16_t)e->number_of_frame[frame], .aux = v->aux};
    size_t count = p->register_count;
    if (!fits(e, count + 1, ICS_LIMIT_REGISTERS, "registers", "REGISTERS", v->span))
        return 0;
    ICS_PUSH(&p->arena, p->registers, count, e->register_room, info);
    p->register_count = (uint32_t)count;
    e->register_of[id] = p->register_count - 1;
    return (uint16_t)e->register_of[id];
}

static void write_value(emission *e, ics_value_id id)
{
    const ics_value *v = &e->ir->values[id];
    ics_instruction one = {.op = (uint16_t)v->op, .a = reg(e, v->a), .b = reg(e, v->b), .c = reg(e, v->c)};
    if (v->op == ICS_OP_PART || v->op == ICS_OP_NOTE || v->op == ICS_OP_TAKES)
        one.b = (uint16_t)v->y;
    one.k = operand_k(e, v);
    one.dst = v->type ? new_register(e, id, v->frame) : ICS_NO_REGISTER;
    e->is_written[id] = true;
    instruction(e, one, v->span);
}

/* -- order */

/* Things to write before something is written, on a stack of our own: chains of values can be long. */
typedef struct schedule {
    uint32_t *stack;
    size_t count, room;
} schedule;

static void push(emission *e, schedule *s, uint32_t thing)
{
    const bool is_frame = thing & IS_FRAME;
    if (thing == ICS_NONE || (is_frame ? e->frame_is_written[thing & ~IS_FRAME] : e->is_written[thing]))
        return;
    ICS_PUSH(e->scratch, s->stack, s->count, s->room, thing);
}

static void push_value(emission *e, schedule *s, ics_value_id id)
{
    if (id != ICS_NONE)
        push(e, s, id);
}

/* Pushes what has to be written before a thing of this frame. */
static void push_operands(emission *e, schedule *s, uint32_t thing)
{
    const ics_ir *ir = e->ir;
    if (thing & IS_FRAME) {
        const ics_frame *child = &ir->frames[thing & ~IS_FRAME];
        push_value(e, s, child->to);
        push_value(e, s, child->from);
        push_value(e, s, child->list);
        for (size_t i = child->input_count; i-- > 0;)
            if (e->is_needed[child->inputs[i]])
                push_value(e, s, child->inputs[i]);
        return;
    }
    const ics_value *v = &ir->values[thing];
    if (ics_op_is_reduction(v->op)) {
        push(e, s, (uint32_t)v->x | IS_FRAME);
        return;
    }
    if (v->op == ICS_OP_LIFT) /* of the frame around, which has it ready */
        return;
    for (uint32_t i = v->more_count; i-- > 0;)
        push_value(e, s, v->more[i]);
    push_value(e, s, v->c);
    push_value(e, s, v->b);
    push_value(e, s, v->a);
}

static void write_frame(emission *e, uint32_t frame);

/* Writes a value, or opens and closes a child, after all that it needs. */
static void write_thing(emission *e, uint32_t thing)
{
    schedule s = {0};
    push(e, &s, thing);
    while (s.count > 0 && !e->is_full) {
        const uint32_t top = s.stack[s.count - 1];
        const bool is_frame = top & IS_FRAME;
        const size_t before = s.count;
        if (!(is_frame ? e->frame_is_written[top & ~IS_FRAME] : e->is_written[top]))
            push_operands(e, &s, top);
        if (s.count > before)
            continue;
        s.count--;
        if (is_frame && !e->frame_is_written[top & ~IS_FRAME])
            write_frame(e, top & ~IS_FRAME);
        else if (!is_frame && !e->is_written[top])
            write_value(e, top);
    }
}

static void write_closings(emission *e, const ics_frame *frame)
{
    for (size_t i = 0; i < frame->closing_count; i++) {
        const ics_value *v = &e->ir->values[frame->closings[i]];
        if (!e->is_needed[frame->closings[i]])
            continue;
        if (v->a != ICS_NONE)
            write_thing(e, v->a);
        if (v->b != ICS_NONE)
            write_thing(e, v->b);
        if (!e->is_full)
            write_value(e, frame->closings[i]);
    }
}

/* Depth is that of the frames, which the limit bounds. */
static void write_frame(emission *e, uint32_t frame)
{
    const ics_frame *f = &e->ir->frames[frame];
    ics_program *p = e->program;
    e->frame_is_written[frame] = true;
    size_t count = p->frame_count;
    if (!fits(e, f->depth + 1, ICS_LIMIT_FRAMES_OPEN, "lists in one another", "FRAMES_OPEN", f->span) ||
        !fits(e, count + 1, ICS_LIMIT_FRAMES, "frames", "FRAMES", f->span))
        return;
    const ics_frame_info info = {.source = (uint8_t)f->source,
                                 .period = f->period,
                                 .ahead = f->ahead,
                                 .months = f->months,
                                 .entity = f->entity,
                                 .parent =
                                     f->parent == ICS_NONE ? ICS_NO_FRAME : (uint16_t)e->number_of_frame[f->parent]};
    ICS_PUSH(&p->arena, p->frames, count, e->frame_room, info);
    p->frame_count = (uint32_t)count;
    e->number_of_frame[frame] = p->frame_count - 1;
    ics_instruction bracket = {.op = ICS_OP_OPEN,
                               .dst = ICS_NO_REGISTER,
                               .a = reg(e, f->list),
                               .b = reg(e, f->from),
                               .c = reg(e, f->to),
                               .k = p->frame_count - 1};
    instruction(e, bracket, f->span);
    for (size_t i = 0; i < f->item_count && !e->is_full; i++)
        write_thing(e, f->items[i]);
    for (size_t i = 0; i < f->child_count && !e->is_full; i++)
        if (e->frame_is_needed[f->children[i]] && e->ir->frames[f->children[i]].has_items)
            write_thing(e, f->children[i] | IS_FRAME);
    write_closings(e, f);
    bracket.op = ICS_OP_CLOSE;
    bracket.a = bracket.b = bracket.c = ICS_NO_REGISTER;
    instruction(e, bracket, f->span);
}

static void place_rules(emission *e, const ics_lowered *lowered)
{
    for (uint32_t i = 0; i < e->program->rule_count; i++) {
        ics_rule *rule = &e->program->rules[i];
        rule->frame = (uint16_t)e->number_of_frame[lowered->rule_frame[i]];
        rule->with_frame =
            lowered->rule_with[i] == ICS_NONE ? ICS_NO_FRAME : (uint16_t)e->number_of_frame[lowered->rule_with[i]];
        rule->when_frame =
            lowered->rule_when[i] == ICS_NONE ? ICS_NO_FRAME : (uint16_t)e->number_of_frame[lowered->rule_when[i]];
    }
}

bool ics_emit(ics_program *program, const ics_lowered *lowered, const ics_syntax *syntax, ics_arena *scratch,
              ics_diags *diags)
{
    const ics_ir *ir = &lowered->ir;
    emission e = {.ir = ir, .syntax = syntax, .program = program, .scratch = scratch, .diags = diags};
    e.is_needed = ICS_ARENA_ARRAY(scratch, bool, ir->value_count + 1);
    e.is_written = ICS_ARENA_ARRAY(scratch, bool, ir->value_count + 1);
    e.register_of = ICS_ARENA_ARRAY(scratch, uint32_t, ir->value_count + 1);
    e.frame_is_needed = ICS_ARENA_ARRAY(scratch, bool, ir->frame_count + 1);
    e.frame_is_written = ICS_ARENA_ARRAY(scratch, bool, ir->frame_count + 1);
    e.number_of_frame = ICS_ARENA_ARRAY(scratch, uint32_t, ir->frame_count + 1);
    find_needed(&e);
    for (uint32_t i = 0; i < ir->frame_count && !e.is_full; i++)
        if (ir->frames[i].source == ICS_FRAME_ROOT && e.frame_is_needed[i])
            write_frame(&e, i);
    if (e.is_full)
        return false;
    place_rules(&e, lowered);
    return true;
}
