/*
 * Judges operands by the ladder: one combination a line (ten operands as no, yes, unknown, no clock by number, then
 * sentence, force, no period stated), one state a line in answer. For the test of the tables in the docs.
 */
#include "vm/outcome.h"

#include <stdio.h>
#include <string.h>

static bool read_names(char *sentence, char *force, ics_modality *modality, ics_force *out)
{
    bool has_modality = false, has_force = false;
    for (int i = 0; i <= ICS_QUESTION; i++)
        if (strcmp(ics_modality_name((ics_modality)i), sentence) == 0) {
            *modality = (ics_modality)i;
            has_modality = true;
        }
    for (int i = 0; i <= ICS_NOT_LAW; i++)
        if (strcmp(ics_force_name((ics_force)i), force) == 0) {
            *out = (ics_force)i;
            has_force = true;
        }
    return has_modality && has_force;
}

int main(void)
{
    char sentence[32], force[32];
    unsigned v[10], no_period;
    while (scanf("%u %u %u %u %u %u %u %u %u %u %31[^;];%31[^;];%u", &v[0], &v[1], &v[2], &v[3], &v[4], &v[5], &v[6],
                 &v[7], &v[8], &v[9], sentence, force, &no_period) == 13) {
        ics_modality modality;
        ics_force of;
        if (!read_names(sentence, force, &modality, &of))
            return 2;
        const ics_judged operands = {.governs = (uint8_t)v[0],
                                     .applies = (uint8_t)v[1],
                                     .vacuous = (uint8_t)v[2],
                                     .done = (uint8_t)v[3],
                                     .in_time = (uint8_t)v[4],
                                     .lifted = (uint8_t)v[5],
                                     .exempt = (uint8_t)v[6],
                                     .waived = (uint8_t)v[7],
                                     .due_ahead = (uint8_t)v[8],
                                     .attested = (uint8_t)v[9]};
        puts(ics_outcome_name(ics_outcome_judge(operands, modality, of, no_period != 0)));
    }
    return feof(stdin) ? 0 : 1;
}
