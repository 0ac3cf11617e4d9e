/*
 * Trials: the `test` declarations of rule files, run. What a test gives becomes a dataset, each expectation is judged
 * over it, and what came of it is kept as text. Leans on pipeline, explain and report.
 */
#ifndef ICS_TRIAL_TRIAL_H
#define ICS_TRIAL_TRIAL_H

#include "pipeline/compile.h"
#include "report/writer.h"
#include "vm/run.h"

/** What came of one expectation. Texts live in the arena of the trials. */
typedef struct ics_verdict {
    uint32_t line, column; /* of `expect` */
    int32_t as_at;
    bool holds;
    const char *expected;    /* as written: "SEND-LEAD met" */
    const char *found;       /* in the words of a test: "SEND-LEAD unknown, needing posts"; NULL where it holds */
    const char *explanation; /* of what was found, for people; NULL where it holds or nothing was judged */
} ics_verdict;

typedef struct ics_trial {
    const char *title, *file;
    uint32_t line, column;
    ics_verdict *verdicts;
    size_t verdict_count;
    size_t failed_count;
} ics_trial;

struct ics_trials {
    ics_arena arena;
    ics_trial *items; /* in the order of the files */
    size_t count;
    size_t failed_count; /* trials with an expectation that does not hold */
    size_t expectation_count, failed_expectation_count;
};

/**
 * given.c: reads what was given together as one description, whose places are those in the rule file.
 * @p steps are GIVEN, at least one. @return as ics_dataset_read_text().
 */
ICS_NODISCARD ics_status ics_given_read(ics_dataset **out, const ics_program *program,
                                        const ics_trial_step *const *steps, size_t step_count, ics_diags *diags);

/**
 * judge.c: judges an expectation. @p run NULL: nothing was judged. Fills what the verdict says of it, in @p arena,
 * which has no escape. @return ICS_E_NOMEM where memory ran out.
 */
ICS_NODISCARD ics_status ics_judge_expectation(ics_verdict *out, const ics_run *run, const ics_trial_step *step,
                                               ics_arena *arena);

/** say.c: an outcome in the words of a test, "done late, 1 day". @p explanation may be NULL. */
void ics_say_outcome(FILE *out, const ics_result *result, const ics_explanation *explanation);
/** The facts that the explanation misses: names as a test writes them, innermost first. @return false without memory.
 */
typedef struct ics_need_path {
    const char *steps[32]; /* "holder", "posts", "ICB" */
    size_t count;
} ics_need_path;
ICS_NODISCARD bool ics_need_read(ics_need_path *out, const char *path, ics_arena *arena);

/** junit.c and text.c: the forms of the report. */
void ics_trials_text(const ics_trials *trials, bool colour, ics_writer *writer);
void ics_trials_junit(const ics_trials *trials, ics_writer *writer);

#endif
