/*
 * Judges operands by the ladder: one combination a line (ten operands by number: no, yes, unknown, no clock; then
 * whether no period is stated, the sentence and the force, a tab between), one state a line in answer. For the test of
 * the tables in the docs.
 */
#include "vm/operands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_names(const char *sentence, const char *force, ics_modality *modality, ics_force *out)
{
    bool has_modality = false, has_force = false;
    for (int i = 0; i < ICS_MODALITY_COUNT; i++)
        if (strcmp(ics_modality_name((ics_modality)i), sentence) == 0) {
            *modality = (ics_modality)i;
            has_modality = true;
        }
    for (int i = 0; i < ICS_FORCE_COUNT; i++)
        if (strcmp(ics_force_name((ics_force)i), force) == 0) {
            *out = (ics_force)i;
            has_force = true;
        }
    return has_modality && has_force;
}

/* Cuts a line at its tabs. @return how many fields it has. */
static int split(char *line, char **fields, int most)
{
    int count = 0;
    line[strcspn(line, "\n")] = '\0';
    for (char *at = line; at && count < most; count++) {
        fields[count] = at;
        at = strchr(at, '\t');
        if (at)
            *at++ = '\0';
    }
    return count;
}

int main(void)
{
    enum { FIELDS = OPERANDS + 3 };
    char line[200], *fields[FIELDS];
    while (fgets(line, sizeof line, stdin)) {
        uint8_t v[OPERANDS + 1];
        ics_modality modality = ICS_DUTY;
        ics_force force = ICS_BINDING;
        if (split(line, fields, FIELDS) != FIELDS || !read_names(fields[11], fields[12], &modality, &force))
            return 2;
        for (int i = 0; i <= OPERANDS; i++)
            v[i] = (uint8_t)strtoul(fields[i], NULL, 10);
        puts(ics_outcome_name(ics_outcome_judge(operands_of(v), modality, force, v[OPERANDS] != 0)));
    }
    return ferror(stdin) ? 1 : 0;
}
