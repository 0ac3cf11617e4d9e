/*
 * The intermediate form: values, each of a frame and a register type, as yet without registers or an order. Equal pure
 * values of one frame are one, whichever rule wrote them. Leans on the opcodes and on base.
 */
#ifndef ICS_IR_BUILDER_H
#define ICS_IR_BUILDER_H

#include "bytecode/program.h"

/** Index of a value; operands are made before what reads them, so theirs are lower. ICS_NONE: no value. */
typedef uint32_t ics_value_id;

typedef struct ics_value {
    ics_op op;
    char type;          /* of its register; 0: it writes none */
    bool has_reduction; /* it, or what it reads in its frame, closes a child frame */
    uint32_t aux;       /* of its register */
    uint32_t frame;
    ics_value_id a, b, c;
    int64_t x, y;     /* what k will hold or point to: a constant, attribute, entity, child frame, span, rule, import */
    const char *text; /* a text constant */
    ics_value_id *more; /* JUDGE: its operands in the order of ics_judge; CALL: arguments */
    uint32_t more_count;
    ics_span span;
} ics_value;

typedef struct ics_frame {
    ics_frame_source source;
    uint32_t parent; /* ICS_NONE: a root */
    uint32_t entity;
    bool is_alone;         /* shared with no other */
    uint32_t depth;        /* 0 for a root */
    ics_value_id list;     /* in the parent */
    ics_value_id from, to; /* PERIODS, DAYS: first and last day, in the parent; ICS_NONE: the day judged */
    uint8_t period, ahead;
    uint16_t months;
    ics_value_id *inputs; /* values of the parent that are lifted into it */
    size_t input_count, input_room;
    ics_value_id *closings; /* reductions over it */
    size_t closing_count, closing_room;
    bool has_items;      /* it, or a frame within it */
    ics_value_id *items; /* its outcomes, parts and gaps, in order */
    size_t item_count, item_room;
    uint32_t *children;
    size_t child_count, child_room;
    ics_span span;
} ics_frame;

enum { ICS_FRAMES_DEEP = 64 }; /* at least the depth of ranges; the limit FRAMES_OPEN is checked at the end */

typedef struct ics_ir {
    ics_arena *arena;
    ics_value *values;
    size_t value_count, value_room;
    ics_frame *frames;
    size_t frame_count, frame_room;
    uint32_t *buckets; /* open hashing over values; ICS_NONE: empty */
    size_t bucket_count;
    uint32_t *seen_value, *seen_frame; /* stamps of the search for rings */
    size_t seen_value_room, seen_frame_room;
    uint32_t stamp;
    uint32_t ring; /* a shared frame whose value would be needed to make itself; ICS_NONE: none */
} ics_ir;

void ics_ir_init(ics_ir *ir, ics_arena *arena);

/** The value equal to @p value, made now or before. Values that write no register are always new, and are items. */
ics_value_id ics_ir_value(ics_ir *ir, ics_value value);

/** The frame of every row of an entity. */
uint32_t ics_ir_root(ics_ir *ir, uint32_t entity, ics_span span);
/** A frame in @p parent: over a list of it, or (list ICS_NONE) every row of an entity. @p alone: shared with no other.
 */
uint32_t ics_ir_child(ics_ir *ir, uint32_t parent, ics_value_id list, uint32_t entity, bool alone, ics_span span);

/** A frame of periods or days in @p parent: @p of says source, from, to and what kind. @p alone: shared with no other.
 */
uint32_t ics_ir_days(ics_ir *ir, uint32_t parent, bool alone, const ics_frame *of);

/**
 * A value of an enclosing frame as seen from @p frame, step by step. Where the value waits for what a frame on the way
 * will close, sets `ring` to that frame: the caller asks for one of its own.
 */
ics_value_id ics_ir_lift(ics_ir *ir, ics_value_id value, uint32_t frame);

#endif
