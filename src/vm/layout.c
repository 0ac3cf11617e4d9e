/* The arrays of all registers, in one piece of memory. */
#include "vm/plan.h"

#include <stdlib.h>

enum { ALIGN = 64 };

static size_t padded(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* Bytes of the arrays of one slot: bitmaps have one word more than they need, arrays follow in the order of lay_slot.
 */
typedef struct slot_shape {
    int bitmaps, int64s, int32s, bytes;
} slot_shape;

static const slot_shape shapes[ICS_CLASS_COUNT] = {
    [ICS_CLASS_T] = {3, 0, 0, 0},   [ICS_CLASS_Y] = {4, 0, 0, 0}, [ICS_CLASS_N] = {3, 1, 0, 0},
    [ICS_CLASS_B] = {4, 2, 0, 0},   [ICS_CLASS_R] = {4, 4, 0, 0}, [ICS_CLASS_D] = {4, 0, 2, 0},
    [ICS_CLASS_I] = {3, 0, 1, 0},   [ICS_CLASS_L] = {5, 1, 3, 0}, [ICS_CLASS_O] = {0, 0, 4, 4},
    [ICS_CLASS_SUM] = {0, 7, 0, 0}, /* three sums of 128 bits, a count */
};

static size_t slot_bytes(ics_slot_class class, uint32_t cap)
{
    const slot_shape *shape = &shapes[class];
    return (size_t)shape->bitmaps * padded((ics_words(cap) + 1) * 8) + (size_t)shape->int64s * padded((size_t)cap * 8) +
           (size_t)shape->int32s * padded((size_t)cap * 4) + (size_t)shape->bytes * padded(cap);
}

static void *carve(unsigned char **at, size_t size)
{
    void *piece = *at;
    *at += padded(size);
    return piece;
}

static void lay_values(ics_value *value, ics_slot_class class, unsigned char *at, uint32_t cap)
{
    int64_t **numbers[] = {&value->low, &value->high, &value->low_of, &value->high_of};
    for (int i = 0; class != ICS_CLASS_L && i < shapes[class].int64s; i++)
        *numbers[i] = carve(&at, (size_t)cap * 8);
    if (class == ICS_CLASS_D) {
        value->first = carve(&at, (size_t)cap * 4);
        value->last = carve(&at, (size_t)cap * 4);
    } else if (class == ICS_CLASS_I || class == ICS_CLASS_L) {
        value->id = carve(&at, (size_t)cap * 4);
        if (class == ICS_CLASS_L) {
            value->members = carve(&at, (size_t)cap * 8);
            value->end = carve(&at, (size_t)cap * 4);
            value->day = carve(&at, (size_t)cap * 4);
        }
    } else if (class == ICS_CLASS_O) {
        value->due = carve(&at, (size_t)cap * 4);
        value->days = carve(&at, (size_t)cap * 4);
        value->event = carve(&at, (size_t)cap * 4);
        value->since = carve(&at, (size_t)cap * 4);
        value->detail = carve(&at, (size_t)cap * 2);
        value->state = carve(&at, cap);
        value->version = carve(&at, cap);
    }
}

static void lay_slot(ics_value *value, ics_slot_class class, unsigned char *at, uint32_t cap, bool can_fail,
                     bool can_be_perhaps)
{
    const size_t bitmap = (ics_words(cap) + 1) * 8;
    *value = (ics_value){.known = NULL};
    if (class != ICS_CLASS_O) {
        value->known = carve(&at, bitmap);
        uint64_t *failed = carve(&at, bitmap);
        value->failed = can_fail ? failed : NULL;
        if (class != ICS_CLASS_T)
            value->present = carve(&at, bitmap);
        if (class == ICS_CLASS_T || class == ICS_CLASS_Y)
            value->truth = carve(&at, bitmap);
        if (class == ICS_CLASS_B || class == ICS_CLASS_R || class == ICS_CLASS_D) {
            uint64_t *perhaps = carve(&at, bitmap);
            value->perhaps = can_be_perhaps ? perhaps : NULL;
        }
        if (class == ICS_CLASS_L) {
            value->partial = carve(&at, bitmap);
            value->dated = carve(&at, bitmap);
        }
    }
    lay_values(value, class, at, cap);
}

ics_status ics_plan_lay_out(ics_machine *machine)
{
    const ics_program *program = machine->program;
    const ics_plan *plan = &machine->plan;
    size_t begin[ICS_CLASS_COUNT], total = 0;
    for (int c = 0; c < ICS_CLASS_COUNT; c++) {
        begin[c] = total;
        const size_t each = slot_bytes((ics_slot_class)c, machine->cap);
        if (plan->slot_count[c] > (SIZE_MAX / 2 - total) / each)
            return ICS_E_NOMEM;
        total += each * plan->slot_count[c];
    }
    machine->memory = calloc(1, total + ALIGN);
    if (!machine->memory)
        return ICS_E_NOMEM;
    unsigned char *memory = machine->memory + (ALIGN - (uintptr_t)machine->memory % ALIGN) % ALIGN;
    for (uint32_t reg = 0; reg < program->register_count; reg++) {
        if (plan->slot[reg] == ICS_NONE)
            continue;
        const ics_slot_class class = ics_class_of(program->registers[reg].type);
        lay_slot(&machine->values[reg], class,
                 memory + begin[class] + plan->slot[reg] * slot_bytes(class, machine->cap), machine->cap,
                 plan->can_fail[reg], plan->can_be_perhaps[reg]);
        machine->own[reg] = machine->values[reg];
        if (plan->sum_slot[reg] != ICS_NONE)
            machine->sums[reg] =
                (void *)(memory + begin[ICS_CLASS_SUM] + plan->sum_slot[reg] * slot_bytes(ICS_CLASS_SUM, machine->cap));
    }
    return ICS_OK;
}
