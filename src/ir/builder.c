/* Values made once, frames shared, and the search for rings between a frame and what is lifted into it. */
#include "ir/builder.h"

#include "bytecode/op.h"

#include <string.h>

/* -- equal values */

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash ^= word + 0x9e3779b97f4a7c15u + (hash << 6) + (hash >> 2);
    return hash * 0xff51afd7ed558ccdu;
}

static uint64_t hash_of(const ics_value *v)
{
    uint64_t hash = mix((uint64_t)v->op << 8 | (uint64_t)(unsigned char)v->type, (uint64_t)v->frame << 32 | v->aux);
    hash = mix(mix(hash, (uint64_t)v->a << 32 | v->b), v->c);
    hash = mix(mix(hash, (uint64_t)v->x), (uint64_t)v->y);
    for (const char *c = v->text; c && *c; c++)
        hash = mix(hash, (unsigned char)*c);
    for (uint32_t i = 0; i < v->more_count; i++)
        hash = mix(hash, v->more[i]);
    return hash ^ hash >> 31;
}

static bool equal_texts(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_equal(const ics_value *p, const ics_value *q)
{
    return p->op == q->op && p->type == q->type && p->aux == q->aux && p->frame == q->frame && p->a == q->a &&
           p->b == q->b && p->c == q->c && p->x == q->x && p->y == q->y && p->more_count == q->more_count &&
           (p->more_count == 0 || memcmp(p->more, q->more, p->more_count * sizeof *p->more) == 0) &&
           equal_texts(p->text, q->text);
}

static void put(ics_ir *ir, ics_value_id id)
{
    size_t at = (size_t)hash_of(&ir->values[id]) & (ir->bucket_count - 1);
    while (ir->buckets[at] != ICS_NONE)
        at = (at + 1) & (ir->bucket_count - 1);
    ir->buckets[at] = id;
}

static void make_room(ics_ir *ir)
{
    if (ir->value_count * 2 < ir->bucket_count)
        return;
    ir->bucket_count *= 2;
    ir->buckets = ICS_ARENA_ARRAY(ir->arena, uint32_t, ir->bucket_count);
    memset(ir->buckets, 0xFF, ir->bucket_count * sizeof *ir->buckets);
    for (size_t i = 0; i < ir->value_count; i++)
        if (ir->values[i].type)
            put(ir, (ics_value_id)i);
}

void ics_ir_init(ics_ir *ir, ics_arena *arena)
{
    *ir = (ics_ir){.arena = arena, .bucket_count = 1024, .ring = ICS_NONE};
    ir->buckets = ICS_ARENA_ARRAY(arena, uint32_t, ir->bucket_count);
    memset(ir->buckets, 0xFF, ir->bucket_count * sizeof *ir->buckets);
}

static bool closes(const ics_ir *ir, ics_value_id id)
{
    return id != ICS_NONE && ir->values[id].has_reduction;
}

static ics_value_id append(ics_ir *ir, ics_value value)
{
    const ics_value_id id = (ics_value_id)ir->value_count;
    const bool is_reduction = ics_op_is_reduction(value.op);
    value.has_reduction = is_reduction || (value.op != ICS_OP_LIFT &&
                                           (closes(ir, value.a) || closes(ir, value.b) || closes(ir, value.c)));
    for (uint32_t i = 0; i < value.more_count; i++)
        value.has_reduction |= closes(ir, value.more[i]);
    ICS_PUSH(ir->arena, ir->values, ir->value_count, ir->value_room, value);
    if (is_reduction) {
        ics_frame *child = &ir->frames[value.x];
        ICS_PUSH(ir->arena, child->closings, child->closing_count, child->closing_room, id);
    }
    return id;
}

ics_value_id ics_ir_value(ics_ir *ir, ics_value value)
{
    if (!value.type) {
        const ics_value_id id = append(ir, value);
        ics_frame *frame = &ir->frames[value.frame];
        ICS_PUSH(ir->arena, frame->items, frame->item_count, frame->item_room, id);
        for (uint32_t f = value.frame; f != ICS_NONE && !ir->frames[f].has_items; f = ir->frames[f].parent)
            ir->frames[f].has_items = true;
        return id;
    }
    make_room(ir);
    for (size_t at = (size_t)hash_of(&value) & (ir->bucket_count - 1); ir->buckets[at] != ICS_NONE;
         at = (at + 1) & (ir->bucket_count - 1))
        if (is_equal(&ir->values[ir->buckets[at]], &value))
            return ir->buckets[at];
    const ics_value_id id = append(ir, value);
    put(ir, id);
    return id;
}

/* -- frames */

static uint32_t new_frame(ics_ir *ir, ics_frame frame)
{
    const uint32_t id = (uint32_t)ir->frame_count;
    ICS_PUSH(ir->arena, ir->frames, ir->frame_count, ir->frame_room, frame);
    if (frame.parent != ICS_NONE) {
        ics_frame *parent = &ir->frames[frame.parent];
        ICS_PUSH(ir->arena, parent->children, parent->child_count, parent->child_room, id);
    }
    return id;
}

uint32_t ics_ir_root(ics_ir *ir, uint32_t entity, ics_span span)
{
    for (size_t i = 0; i < ir->frame_count; i++)
        if (ir->frames[i].source == ICS_FRAME_ROOT && ir->frames[i].entity == entity)
            return (uint32_t)i;
    return new_frame(ir, (ics_frame){.source = ICS_FRAME_ROOT,
                                     .parent = ICS_NONE,
                                     .entity = entity,
                                     .list = ICS_NONE,
                                     .from = ICS_NONE,
                                     .to = ICS_NONE,
                                     .span = span});
}

uint32_t ics_ir_child(ics_ir *ir, uint32_t parent, ics_value_id list, uint32_t entity, bool alone, ics_span span)
{
    const ics_frame *p = &ir->frames[parent];
    for (size_t i = 0; i < p->child_count && !alone; i++)
        if (ir->frames[p->children[i]].list == list && ir->frames[p->children[i]].entity == entity &&
            ir->frames[p->children[i]].source < ICS_FRAME_PERIODS && !ir->frames[p->children[i]].is_alone)
            return p->children[i];
    return new_frame(ir, (ics_frame){.source = list == ICS_NONE ? ICS_FRAME_EVERY : ICS_FRAME_LIST,
                                     .parent = parent,
                                     .entity = entity,
                                     .depth = p->depth + 1,
                                     .is_alone = alone,
                                     .list = list,
                                     .from = ICS_NONE,
                                     .to = ICS_NONE,
                                     .span = span});
}

uint32_t ics_ir_days(ics_ir *ir, uint32_t parent, bool alone, const ics_frame *of)
{
    const ics_frame *p = &ir->frames[parent];
    for (size_t i = 0; i < p->child_count && !alone; i++) {
        const ics_frame *have = &ir->frames[p->children[i]];
        if (have->source == of->source && have->period == of->period && have->ahead == of->ahead &&
            have->months == of->months && have->from == of->from && have->to == of->to && !have->is_alone)
            return p->children[i];
    }
    ics_frame made = *of;
    made.is_alone = alone;
    made.parent = parent;
    made.entity = p->entity;
    made.depth = p->depth + 1;
    made.list = ICS_NONE;
    return new_frame(ir, made);
}

/* -- rings: a value that waits for a frame to close cannot be lifted into that frame */

/* Work of the search: values of one frame, and the children they wait for. Each is looked at once. */
typedef struct search {
    ics_ir *ir;
    ics_value_id *stack;
    size_t count, room;
    uint32_t target;
} search;

static void look_at(search *s, ics_value_id id)
{
    ics_ir *ir = s->ir;
    if (id == ICS_NONE || !ir->values[id].has_reduction || ir->seen_value[id] == ir->stamp)
        return;
    ir->seen_value[id] = ir->stamp;
    ICS_PUSH(ir->arena, s->stack, s->count, s->room, id);
}

static uint32_t *stamps(ics_ir *ir, uint32_t *old, size_t *room, size_t count)
{
    if (count <= *room)
        return old;
    const size_t more = count * 2 + 64;
    uint32_t *grown = ICS_ARENA_ARRAY(ir->arena, uint32_t, more);
    if (*room)
        memcpy(grown, old, *room * sizeof *grown);
    *room = more;
    return grown;
}

static bool waits_for(ics_ir *ir, ics_value_id value, uint32_t target)
{
    search s = {.ir = ir, .target = target};
    ir->seen_value = stamps(ir, ir->seen_value, &ir->seen_value_room, ir->value_count);
    ir->seen_frame = stamps(ir, ir->seen_frame, &ir->seen_frame_room, ir->frame_count);
    ir->stamp++;
    look_at(&s, value);
    while (s.count > 0) {
        const ics_value v = ir->values[s.stack[--s.count]];
        if (!ics_op_is_reduction(v.op)) {
            look_at(&s, v.a);
            look_at(&s, v.b);
            look_at(&s, v.c);
            for (uint32_t i = 0; i < v.more_count; i++)
                look_at(&s, v.more[i]);
            continue;
        }
        const uint32_t child = (uint32_t)v.x;
        if (child == target)
            return true;
        if (ir->seen_frame[child] == ir->stamp)
            continue;
        ir->seen_frame[child] = ir->stamp;
        look_at(&s, ir->frames[child].list);
        look_at(&s, ir->frames[child].from);
        look_at(&s, ir->frames[child].to);
        for (size_t i = 0; i < ir->frames[child].input_count; i++)
            look_at(&s, ir->frames[child].inputs[i]);
    }
    return false;
}

static ics_value_id lift_once(ics_ir *ir, ics_value_id value, uint32_t frame)
{
    const ics_value from = ir->values[value];
    if (from.has_reduction && waits_for(ir, value, frame)) {
        ir->ring = frame;
        return value;
    }
    const size_t before = ir->value_count;
    const ics_value_id lifted = ics_ir_value(ir, (ics_value){.op = ICS_OP_LIFT,
                                                             .type = from.type,
                                                             .aux = from.aux,
                                                             .frame = frame,
                                                             .a = value,
                                                             .b = ICS_NONE,
                                                             .c = ICS_NONE,
                                                             .span = from.span});
    ics_frame *f = &ir->frames[frame];
    if (ir->value_count > before)
        ICS_PUSH(ir->arena, f->inputs, f->input_count, f->input_room, value);
    return lifted;
}

ics_value_id ics_ir_lift(ics_ir *ir, ics_value_id value, uint32_t frame)
{
    uint32_t way[ICS_FRAMES_DEEP];
    size_t count = 0;
    for (uint32_t f = frame; f != ir->values[value].frame && f != ICS_NONE && count < ICS_FRAMES_DEEP;
         f = ir->frames[f].parent)
        way[count++] = f;
    while (count > 0 && ir->ring == ICS_NONE)
        value = lift_once(ir, value, way[--count]);
    return value;
}
