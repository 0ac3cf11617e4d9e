/*
 * AGREE: one outcome of those by each combination of readings (docs/decisions.md, 41). A state that all have stands;
 * what differs is unclear in law, not a question of fact.
 */
#include "vm/kernels.h"

static uint8_t agreed(const ics_machine *machine, const ics_alternatives *choice, uint32_t lane)
{
    uint32_t known = 0, count = 0, unknown = 0;
    for (uint32_t i = 0; i < choice->option_count; i++) {
        const uint8_t state = machine->values[choice->options[i].outcome].state[lane];
        if (state == ICS_ERROR)
            return ICS_ERROR;
        if (state == ICS_UNKNOWN) {
            unknown++;
        } else if (!(known >> state & 1)) {
            known |= UINT32_C(1) << state;
            count++;
        }
    }
    if (count > 1)
        return ICS_LAW_UNCLEAR;
    return unknown > 0 ? ICS_UNKNOWN : machine->values[choice->options[0].outcome].state[lane];
}

/* Days and details stand where all readings give the same. */
static void put_days(const ics_machine *machine, const ics_alternatives *choice, ics_value *dst, uint32_t lane)
{
    const ics_value *first = &machine->values[choice->options[0].outcome];
    dst->due[lane] = first->due[lane];
    dst->days[lane] = first->days[lane];
    dst->event[lane] = first->event[lane];
    dst->since[lane] = first->since[lane];
    dst->detail[lane] = first->detail[lane];
    dst->version[lane] = first->version[lane];
    for (uint32_t i = 1; i < choice->option_count; i++) {
        const ics_value *other = &machine->values[choice->options[i].outcome];
        if (other->due[lane] != dst->due[lane])
            dst->due[lane] = ICS_NO_DAY;
        if (other->days[lane] != dst->days[lane])
            dst->days[lane] = ICS_NO_DAY;
        if (other->version[lane] != dst->version[lane])
            dst->version[lane] = 0;
        dst->detail[lane] &= other->detail[lane];
    }
}

void ics_do_agree(ics_machine *machine, const ics_instruction *at)
{
    const ics_alternatives *choice = &machine->program->choices[at->k];
    ics_value *dst = &machine->values[at->dst];
    const uint32_t lane_count = ics_machine_frame(machine)->lane_count;
    for (uint32_t lane = 0; lane < lane_count; lane++) {
        dst->state[lane] = agreed(machine, choice, lane);
        put_days(machine, choice, dst, lane);
    }
}
