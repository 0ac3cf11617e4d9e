/* Which sides of rules and letters the expectations of tests have decided. Leans on trial. */
#include "trial/trial.h"

#include <string.h>

/* The side that a state stands for: done, or not done though it should be. Others stand for none. */
static void note(ics_sides *sides, ics_outcome state)
{
    switch (state) {
    case ICS_MET:
    case ICS_USED:
    case ICS_ANSWERED:
    case ICS_HOLDS:
    case ICS_CONSIDERED:
    case ICS_FOLLOWED:
        sides->yes = true;
        break;
    case ICS_NOT_MET:
    case ICS_DEPARTED:
    case ICS_DONE_LATE:
    case ICS_OPEN:
    case ICS_NOT_USED:
    case ICS_UNANSWERED:
    case ICS_DOES_NOT_HOLD:
    case ICS_NOT_CONSIDERED:
    case ICS_NOT_FOLLOWED:
        sides->no = true;
        break;
    default:
        break;
    }
}

/* Letters of several versions stand one after the other; a part belongs to the first of its label. */
static ics_sides *letter_of(const ics_cover *cover, const ics_rule *rule, uint32_t index, const char *label)
{
    for (uint32_t i = 0; i < rule->letter_count; i++)
        if (strcmp(rule->letters[i].label, label) == 0)
            return &cover->letters[index][i];
    return NULL;
}

void ics_cover_note(ics_cover *cover, const ics_run *run, size_t index, const ics_result *result)
{
    const ics_rule *rule = &run->program->rules[result->rule];
    note(&cover->rules[result->rule], result->outcome);
    for (uint32_t part = 0; part < result->part_count; part++) {
        const char *label;
        const ics_outcome state = ics_run_part(run, index, part, &label);
        ics_sides *sides = letter_of(cover, rule, result->rule, label);
        if (sides)
            note(sides, state);
    }
}

ics_cover *ics_cover_make(ics_arena *arena, const ics_program *program)
{
    ics_cover *cover = ICS_ARENA_NEW(arena, ics_cover);
    cover->rules = ICS_ARENA_ARRAY(arena, ics_sides, program->rule_count + 1);
    cover->letters = ICS_ARENA_ARRAY(arena, ics_sides *, program->rule_count + 1);
    for (uint32_t r = 0; r < program->rule_count; r++)
        cover->letters[r] = ICS_ARENA_ARRAY(arena, ics_sides, program->rules[r].letter_count + 1);
    return cover;
}
