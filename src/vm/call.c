/*
 * CALL: lanes whose arguments are all there are packed, equal rows of arguments sent once, and the answers put back
 * where they belong. A list is equal to another that holds the same values in the same order. An answer that does not
 * fit its register has failed.
 */
#include "vm/kernels.h"

#include <string.h>

enum { UNKNOWN = 0, VALUE = 1, ABSENT = 2, FAILED = 3 };

/* Room for one call, carved from the machine's call memory. */
typedef struct packing {
    uint32_t *row_of;  /* by lane: its row among those sent, ICS_NONE where it is not sent */
    uint32_t *lane_of; /* by row: the first lane that has it */
    uint32_t *slots;   /* rows by their hash; ICS_NONE is free */
    uint32_t slot_mask, row_count;
    ics_plugin_answer *answers;
    unsigned char *arguments;          /* dense, ARGUMENT_BYTES of room a value */
    uint32_t hashed_begin, hashed_end; /* the list that was hashed last: lanes of one parent share theirs */
    uint64_t hash;
} packing;

enum { ARGUMENT_BYTES = sizeof(ics_call_list) };

static size_t slots_for(uint32_t cap)
{
    size_t slots = 64;
    while (slots < (size_t)cap * 2)
        slots *= 2;
    return slots;
}

size_t ics_call_bytes(const ics_program *program, uint32_t cap)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < program->call_count; i++)
        if (program->calls[i].argument_count > most)
            most = program->calls[i].argument_count;
    return program->call_count == 0 ? 0
                                    : (size_t)cap * (sizeof(ics_plugin_answer) + ARGUMENT_BYTES * (size_t)most + 8) +
                                          slots_for(cap) * sizeof(uint32_t);
}

static packing packing_of(const ics_machine *machine, uint32_t argument_count)
{
    packing p = {.answers = (void *)machine->call_memory};
    p.arguments = (unsigned char *)(p.answers + machine->cap);
    p.row_of = (void *)(p.arguments + (size_t)machine->cap * ARGUMENT_BYTES * argument_count);
    p.lane_of = p.row_of + machine->cap;
    p.slots = p.lane_of + machine->cap;
    p.slot_mask = (uint32_t)slots_for(machine->cap) - 1;
    memset(p.slots, 0xFF, ((size_t)p.slot_mask + 1) * sizeof *p.slots);
    return p;
}

/* An argument as one word, for comparing rows; a date that is not known to the day is not known to the function. */
static bool argument_word(const ics_value *of, char type, uint32_t lane, uint64_t *word)
{
    switch (type) {
    case 'N':
        *word = (uint64_t)of->low[lane];
        return true;
    case 'Y':
        *word = ics_bit(of->truth, lane);
        return true;
    case 'D':
    case 'P':
        *word = (uint32_t)of->first[lane];
        return type == 'P' || of->first[lane] == of->last[lane];
    default:
        *word = of->id[lane];
        return true;
    }
}

static uint64_t word_at(const ics_machine *machine, const ics_call *call, uint32_t argument, uint32_t lane)
{
    const uint16_t reg = call->arguments[argument];
    uint64_t word = 0;
    (void)argument_word(&machine->values[reg], machine->program->registers[reg].type, lane, &word);
    return word;
}

static bool is_list(const ics_machine *machine, const ics_call *call, uint32_t argument)
{
    return machine->program->registers[call->arguments[argument]].type == 'L';
}

static bool is_same_list(const ics_machine *machine, const ics_value *of, uint32_t a, uint32_t b)
{
    const size_t count = of->end[a] - of->id[a];
    return count == of->end[b] - of->id[b] &&
           (of->id[a] == of->id[b] || count == 0 ||
            memcmp(machine->elements + of->id[a], machine->elements + of->id[b], count * sizeof(int64_t)) == 0);
}

static bool is_same_row(const ics_machine *machine, const ics_call *call, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < call->argument_count; i++)
        if (is_list(machine, call, i) ? !is_same_list(machine, &machine->values[call->arguments[i]], a, b)
                                      : word_at(machine, call, i, a) != word_at(machine, call, i, b))
            return false;
    return true;
}

static uint64_t mixed(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xBF58476D1CE4E5B9u;
    return hash ^ hash >> 29;
}

static uint64_t hash_list(const ics_machine *machine, packing *p, const ics_value *of, uint32_t lane)
{
    const uint32_t begin = of->id[lane], end = of->end[lane];
    if (begin == p->hashed_begin && end == p->hashed_end)
        return p->hash;
    uint64_t hash = end - begin;
    for (uint32_t i = begin; i < end; i++)
        hash = mixed(hash, (uint64_t)machine->elements[i]);
    p->hashed_begin = begin;
    p->hashed_end = end;
    p->hash = hash;
    return hash;
}

static uint64_t hash_row(const ics_machine *machine, const ics_call *call, packing *p, uint32_t lane)
{
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (uint32_t i = 0; i < call->argument_count; i++)
        hash = mixed(hash, is_list(machine, call, i) ? hash_list(machine, p, &machine->values[call->arguments[i]], lane)
                                                     : word_at(machine, call, i, lane));
    return hash;
}

/* The row of a lane: one that an equal lane has, or a new one, in the order of lanes. Hostile data can make rows meet
 * in one slot, at worst a batch's length of steps each. */
static void find_row(const ics_machine *machine, const ics_call *call, packing *p, uint32_t lane)
{
    uint32_t slot = (uint32_t)hash_row(machine, call, p, lane) & p->slot_mask;
    while (p->slots[slot] != ICS_NONE && !is_same_row(machine, call, p->lane_of[p->slots[slot]], lane))
        slot = (slot + 1) & p->slot_mask;
    if (p->slots[slot] == ICS_NONE) {
        p->slots[slot] = p->row_count;
        p->lane_of[p->row_count++] = lane;
    }
    p->row_of[lane] = p->slots[slot];
}

/* Unknown where an argument is, absent where one is known to be; else it is sent. */
static void choose_lanes(ics_machine *machine, const ics_call *call, packing *p, ics_value *dst, uint32_t lane_count)
{
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        bool is_there = true, is_absent = false;
        for (uint32_t i = 0; i < call->argument_count; i++) {
            const uint16_t reg = call->arguments[i];
            const ics_value *of = &machine->values[reg];
            uint64_t word;
            const bool is_present = ics_bit(of->present, lane);
            is_absent = is_absent || (ics_bit(of->known, lane) && !is_present);
            is_there = is_there && is_present && argument_word(of, machine->program->registers[reg].type, lane, &word);
        }
        p->row_of[lane] = ICS_NONE;
        ics_bit_put(dst->known, lane, is_absent);
        ics_bit_put(dst->present, lane, false);
        if (is_there)
            find_row(machine, call, p, lane);
    }
}

static void pack_lists(const ics_machine *machine, const ics_value *of, const packing *p, ics_call_list *to)
{
    for (uint32_t row = 0; row < p->row_count; row++) {
        const uint32_t lane = p->lane_of[row], count = of->end[lane] - of->id[lane];
        to[row] = (ics_call_list){count > 0 ? machine->elements + of->id[lane] : NULL, count};
    }
}

static void pack_argument(const ics_machine *machine, const ics_call *call, const packing *p, uint32_t argument,
                          void *to)
{
    const char type = machine->program->registers[call->arguments[argument]].type;
    if (type == 'L') {
        pack_lists(machine, &machine->values[call->arguments[argument]], p, to);
        return;
    }
    for (uint32_t row = 0; row < p->row_count; row++) {
        const uint64_t word = word_at(machine, call, argument, p->lane_of[row]);
        if (type == 'N')
            ((int64_t *)to)[row] = (int64_t)word;
        else if (type == 'Y')
            ((uint8_t *)to)[row] = (uint8_t)word;
        else
            ((uint32_t *)to)[row] = (uint32_t)word;
    }
}

static bool id_exists(const ics_machine *machine, uint32_t space, int64_t id)
{
    const ics_model *model = &machine->program->model;
    return id >= 0 && id < (int64_t)(space == ICS_SPACE_ROLE ? model->role_count : model->value_count);
}

/* Puts a value into the register's lane. @return false where it is not one of the register's. */
static bool put_value(const ics_machine *machine, uint16_t reg, uint32_t lane, const ics_plugin_answer *answer)
{
    ics_value *dst = &machine->values[reg];
    switch (machine->program->registers[reg].type) {
    case 'R':
        dst->low[lane] = dst->high[lane] = answer->value;
        dst->low_of[lane] = dst->high_of[lane] = answer->of;
        return answer->of > 0 && answer->value != INT64_MIN;
    case 'N':
        dst->low[lane] = answer->value;
        return answer->value != INT64_MIN;
    case 'Y':
        ics_bit_put(dst->truth, lane, answer->value == 1);
        return answer->value == 0 || answer->value == 1;
    case 'D':
        if (answer->value < ICS_DAY_MIN || answer->value > ICS_DAY_MAX)
            return false;
        dst->first[lane] = dst->last[lane] = (int32_t)answer->value;
        return true;
    case 'I':
        dst->id[lane] = (uint32_t)answer->value;
        return id_exists(machine, machine->program->registers[reg].aux, answer->value);
    default:
        return false;
    }
}

static void put_answers(ics_machine *machine, const packing *p, uint16_t reg, uint32_t lane_count, bool has_answers)
{
    ics_value *dst = &machine->values[reg];
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        if (p->row_of[lane] == ICS_NONE)
            continue;
        const ics_plugin_answer failed = {.state = FAILED};
        const ics_plugin_answer *answer = has_answers ? &p->answers[p->row_of[lane]] : &failed;
        const bool is_value = answer->state == VALUE && put_value(machine, reg, lane, answer);
        ics_bit_put(dst->present, lane, is_value);
        ics_bit_put(dst->known, lane, is_value || answer->state == ABSENT);
        ics_bit_put(dst->failed, lane, !is_value && answer->state != ABSENT && answer->state != UNKNOWN);
    }
}

void ics_do_call(ics_machine *machine, const ics_instruction *at)
{
    const ics_call *call = &machine->program->calls[at->k];
    const ics_import *import = &machine->program->imports[call->import];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    ics_value *dst = &machine->values[at->dst];
    packing p = packing_of(machine, call->argument_count);
    memset(dst->failed, 0, ics_words(lane_count) * 8);
    choose_lanes(machine, call, &p, dst, lane_count);
    for (uint32_t i = 0; i < call->argument_count; i++) /* a failed argument makes a failed answer */
        if (machine->values[call->arguments[i]].failed)
            for (size_t w = 0; w < ics_words(lane_count); w++)
                dst->failed[w] |= machine->values[call->arguments[i]].failed[w] & ~dst->known[w];
    if (p.row_count == 0)
        return;
    bool has_answers = false;
    if (machine->plugins) {
        const void *arguments[ICS_CALL_ARGUMENTS];
        const char *cause = NULL;
        for (uint32_t i = 0; i < call->argument_count; i++) {
            void *to = p.arguments + (size_t)machine->cap * ARGUMENT_BYTES * i;
            pack_argument(machine, call, &p, i, to);
            arguments[i] = to;
        }
        has_answers =
            machine->plugins->call(machine->plugins->context, import, p.row_count, arguments, p.answers, &cause);
    }
    put_answers(machine, &p, at->dst, lane_count, has_answers);
}
