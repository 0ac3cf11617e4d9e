/*
 * VERSIONS: of the outcomes of one rule's versions the one that governs. Where it is not known which does, what all
 * agree on stands (docs/decisions.md, 31).
 */
#include "vm/kernels.h"

typedef enum told { NO, YES, UNKNOWN } told;

/* What the options of a lane come to so far. */
typedef struct verdict {
    uint32_t taken;  /* the register of the first outcome that may stand; ICS_NO_REGISTER: none does */
    uint32_t number; /* its version; 0 where several may govern */
    bool may_be_none, agrees, has_failed, has_error, is_unclear;
} verdict;

static told governs_at(const ics_machine *machine, uint16_t reg, uint32_t lane)
{
    if (reg == ICS_NO_REGISTER)
        return YES;
    const ics_value *of = &machine->values[reg];
    return !ics_bit(of->known, lane) ? UNKNOWN : ics_bit(of->truth, lane) ? YES : NO;
}

static bool has_failed_at(const ics_machine *machine, uint16_t reg, uint32_t lane)
{
    const uint64_t *failed = reg == ICS_NO_REGISTER ? NULL : machine->values[reg].failed;
    return failed && ics_bit(failed, lane);
}

static void consider(const ics_machine *machine, verdict *v, const ics_alternative *option, uint32_t lane)
{
    const uint8_t state = machine->values[option->outcome].state[lane];
    v->has_error |= state == ICS_ERROR;
    v->is_unclear |= state == ICS_LAW_UNCLEAR;
    v->has_failed |= has_failed_at(machine, option->governs, lane);
    if (v->taken == ICS_NO_REGISTER) {
        v->taken = option->outcome;
        v->number = option->number;
        return;
    }
    v->agrees = v->agrees && state == machine->values[v->taken].state[lane];
    v->number = 0;
}

static verdict weigh(const ics_machine *machine, const ics_alternatives *choice, uint32_t lane)
{
    verdict v = {.taken = ICS_NO_REGISTER, .agrees = true};
    const told some = choice->some == ICS_NO_REGISTER ? UNKNOWN : governs_at(machine, choice->some, lane);
    for (uint32_t i = 0; some != NO && i < choice->option_count; i++) {
        const told governs = governs_at(machine, choice->options[i].governs, lane);
        if (governs == NO)
            continue;
        consider(machine, &v, &choice->options[i], lane);
        if (governs == YES)
            return v;
    }
    v.may_be_none = some != YES;
    return v;
}

static uint8_t doubtful_state(const verdict *v)
{
    return (uint8_t)(v->has_failed || v->has_error ? ICS_ERROR : v->is_unclear ? ICS_LAW_UNCLEAR : ICS_UNKNOWN);
}

/* Days stand where one version's outcome does; of several that agree on the state, where all have the same. */
static void put_days(const ics_machine *machine, const ics_alternatives *choice, const verdict *v, ics_value *dst,
                     uint32_t lane)
{
    const ics_value *first = &machine->values[v->taken];
    dst->due[lane] = first->due[lane];
    dst->days[lane] = first->days[lane];
    dst->detail[lane] = first->detail[lane];
    dst->event[lane] = first->event[lane];
    dst->since[lane] = first->since[lane];
    for (uint32_t i = 0; v->number == 0 && i < choice->option_count; i++) {
        const ics_value *other = &machine->values[choice->options[i].outcome];
        if (governs_at(machine, choice->options[i].governs, lane) == NO)
            continue;
        if (other->due[lane] != dst->due[lane])
            dst->due[lane] = ICS_NO_DAY;
        if (other->days[lane] != dst->days[lane])
            dst->days[lane] = ICS_NO_DAY;
        dst->detail[lane] &= other->detail[lane];
    }
}

void ics_do_versions(ics_machine *machine, const ics_instruction *at)
{
    const ics_alternatives *choice = &machine->program->choices[at->k];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        const verdict v = weigh(machine, choice, lane);
        const bool is_settled = v.taken != ICS_NO_REGISTER && v.agrees && !v.may_be_none;
        dst->due[lane] = dst->days[lane] = ICS_NO_DAY;
        /* All speak of the same event, also where none governs it. */
        const uint16_t spoken = v.taken == ICS_NO_REGISTER ? choice->options[0].outcome : (uint16_t)v.taken;
        dst->event[lane] = machine->values[spoken].event[lane];
        dst->since[lane] = ICS_NO_DAY;
        dst->detail[lane] = 0;
        dst->version[lane] = is_settled ? (uint8_t)v.number : 0;
        if (v.taken == ICS_NO_REGISTER) {
            dst->state[lane] = ICS_NOT_IN_FORCE;
        } else if (is_settled) {
            dst->state[lane] = machine->values[v.taken].state[lane];
            put_days(machine, choice, &v, dst, lane);
        } else {
            dst->state[lane] = doubtful_state(&v);
        }
    }
}
