/* Programs as a whole: their making and release, and the words of modalities, forces and outcomes. */
#include "bytecode/program.h"
#include "bytecode/idle.h"

#include <stdlib.h>

ics_program *ics_program_new(void)
{
    ics_program *program = calloc(1, sizeof *program);
    if (!program)
        return NULL;
    ics_arena_init(&program->arena, NULL);
    program->idle = ics_idle_new();
    if (!program->idle) {
        free(program);
        return NULL;
    }
    return program;
}

void ics_program_free(ics_program *program)
{
    if (!program)
        return;
    ics_idle_delete(program->idle);
    ics_arena_free(&program->arena);
    free(program);
}

uint32_t ics_program_subject(const ics_program *program, uint32_t rule)
{
    uint32_t frame = program->rules[rule].frame;
    while (frame < program->frame_count && program->frames[frame].source != ICS_FRAME_ROOT)
        frame = program->frames[frame].parent;
    return frame < program->frame_count ? program->frames[frame].entity : ICS_NONE;
}

ics_rule_version ics_rule_version_of(const ics_rule *rule, uint32_t number)
{
    for (uint32_t i = 0; i < rule->version_count; i++)
        if (rule->versions[i].number == number || (number == 0 && i + 1 == rule->version_count))
            return rule->versions[i];
    return (ics_rule_version){.number = 1,
                              .modality_word = rule->modality_word,
                              .remedy = rule->remedy,
                              .variation = rule->variation,
                              .modality = rule->modality,
                              .force = rule->force,
                              .span = rule->span,
                              .sentence = rule->sentence,
                              .citation_count = rule->citation_count,
                              .letter_count = rule->letter_count,
                              .from = rule->from,
                              .to = rule->to};
}

const char *ics_modality_name(ics_modality modality)
{
    static const char *const names[ICS_MODALITY_COUNT] = {
        [ICS_DUTY] = "duty",
        [ICS_PROHIBITION] = "prohibition",
        [ICS_EXPECTATION] = "expectation",
        [ICS_PERMISSION] = "permission",
        [ICS_CONSIDER] = "consider",
        [ICS_STATEMENT] = "statement",
        [ICS_QUESTION] = "question",
    };
    return (unsigned)modality < ICS_MODALITY_COUNT ? names[modality] : "?";
}

const char *ics_force_name(ics_force force)
{
    static const char *const names[ICS_FORCE_COUNT] = {
        [ICS_BINDING] = "binding", [ICS_OWN_RULE] = "own rule", [ICS_HAVE_REGARD] = "have regard",
        [ICS_ADVICE] = "advice",   [ICS_NOT_LAW] = "not law",
    };
    return (unsigned)force < ICS_FORCE_COUNT ? names[force] : "?";
}

const char *ics_outcome_name(ics_outcome outcome)
{
    static const char *const names[ICS_OUTCOME_COUNT] = {
        [ICS_NOT_IN_FORCE] = "not in force",
        [ICS_NOT_APPLICABLE] = "not applicable",
        [ICS_MET] = "met",
        [ICS_DONE_LATE] = "done late",
        [ICS_NOT_MET] = "not met",
        [ICS_DEPARTED] = "departed",
        [ICS_NOT_YET_DUE] = "not yet due",
        [ICS_OPEN] = "open",
        [ICS_EXEMPT] = "exempt",
        [ICS_WAIVED] = "waived",
        [ICS_ATTESTED] = "attested",
        [ICS_UNKNOWN] = "unknown",
        [ICS_LAW_UNCLEAR] = "law unclear",
        [ICS_USED] = "used",
        [ICS_NOT_USED] = "not used",
        [ICS_ANSWERED] = "answered",
        [ICS_UNANSWERED] = "unanswered",
        [ICS_HOLDS] = "holds",
        [ICS_DOES_NOT_HOLD] = "does not hold",
        [ICS_CONSIDERED] = "considered",
        [ICS_NOT_CONSIDERED] = "not considered",
        [ICS_FOLLOWED] = "followed",
        [ICS_NOT_FOLLOWED] = "not followed",
        [ICS_ERROR] = "error",
    };
    return (unsigned)outcome < ICS_OUTCOME_COUNT ? names[outcome] : "?";
}
