/* Sentences judged end to end: text to program, facts to dataset, run to outcomes. Leans on the whole library. */
#ifndef ICS_TESTS_SEMA_JUDGED_H
#define ICS_TESTS_SEMA_JUDGED_H

#include "vm/run.h"

/** The model that the tests of sentences speak of. */
extern const char ics_world[];

/** Compiles the world with rules after it. @return NULL where there are mistakes; they are in @p diags. */
ics_program *ics_world_compile(const char *rules, ics_diags *diags);

/** The outcome of the first subject of the first rule; facts are YAML. Fails the test where anything is refused. */
typedef struct ics_first {
    ics_outcome state;
    int32_t due, days;
    uint32_t count; /* outcomes of the rule */
    char parts[32]; /* "a met, b not met" is "+-": + met, - not met or departed, ? unknown */
} ics_first;
ics_first ics_world_judge(const char *rules, const char *facts, const char *as_at);

#endif
