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

/** What tests have decided of something that may be so or not. */
typedef struct ics_sides {
    bool yes, no;
} ics_sides;

/** By rule of a program: which sides of it, and of its letters, expectations that hold have decided. */
typedef struct ics_cover {
    ics_sides *rules;
    ics_sides **letters;
} ics_cover;

typedef enum ics_covered_kind { ICS_COVERED_RULE, ICS_COVERED_EXCEPTION, ICS_COVERED_LETTER } ics_covered_kind;

/** A rule, an exception or a letter, and whether tests decide it both ways. */
typedef struct ics_covered {
    ics_covered_kind kind;
    const char *rule; /* its identifier */
    const char *what; /* "unless plan is not needed", "(b)"; "" for the rule */
    const char *file;
    uint32_t line, column;
    ics_sides sides;
} ics_covered;

/** A mutant that no test notices. */
typedef struct ics_survivor {
    size_t tally; /* of its rule */
    const char *rule, *file;
    uint32_t line, column;
    const char *was, *is; /* is NULL: `was` is left out */
} ics_survivor;

/** The mutants of one rule. */
typedef struct ics_tally {
    const char *rule, *file;
    uint32_t line, column;
    size_t tried, noticed;
} ics_tally;

/** What the tests are worth. */
typedef struct ics_measures {
    bool has_coverage, has_mutants;
    ics_covered *covered; /* in the order of the files */
    size_t covered_count, covered_room;
    ics_survivor *survivors;
    size_t survivor_count, survivor_room;
    ics_tally *tallies; /* in the order of the files */
    size_t tally_count, tally_room;
    size_t mutant_count, noticed_count;   /* tried; a test failed */
    size_t refused_count, left_out_count; /* do not compile; over the limit TEST_MUTANTS */
} ics_measures;

struct ics_trials {
    ics_arena arena;
    ics_trial *items; /* in the order of the files */
    size_t count;
    size_t failed_count; /* trials with an expectation that does not hold */
    size_t expectation_count, failed_expectation_count;
    ics_measures measures;
};

/** What is asked of judging expectations. */
typedef struct ics_judging {
    ics_cover *cover; /* NULL: nobody counts */
    const char *rule; /* tests that speak of it come first; NULL: in their order */
    bool is_alone;    /* what that rule comes to, nothing else hangs on: its tests are all that is run */
    bool is_brief;    /* whether all hold is all that is asked: no texts, and no more tests after one that fails */
} ics_judging;

/** run.c: runs all tests of a program. */
ICS_NODISCARD ics_status ics_trials_judge(ics_trials *trials, const ics_program *program, const ics_trial_texts *texts,
                                          const ics_trial_options *options, const ics_judging *judging,
                                          ics_diags *diags);

/**
 * measure.c: which rules, exceptions and letters the tests decide, and which mutants they notice, as @p options ask.
 * All tests must have passed. The texts are those that were run.
 */
ICS_NODISCARD ics_status ics_trials_measure(ics_trials *trials, const ics_rule_text *texts, size_t text_count,
                                            const ics_pack_finder *finder, const char *model,
                                            const ics_trial_options *options);

/** cover.c: takes note of an outcome that an expectation has spoken of. */
void ics_cover_note(ics_cover *cover, const ics_run *run, size_t index, const ics_result *result);
/** An empty cover of a program, in an arena whose `escape` is set. */
ics_cover *ics_cover_make(ics_arena *arena, const ics_program *program);

/**
 * given.c: reads what was given together as one description, whose places are those in the rule file.
 * @p steps are GIVEN, at least one. @return as ics_dataset_read_text().
 */
ICS_NODISCARD ics_status ics_given_read(ics_dataset **out, const ics_program *program,
                                        const ics_trial_step *const *steps, size_t step_count,
                                        const ics_trial_options *options, ics_diags *diags);

/**
 * judge.c: judges an expectation. @p run NULL: nothing was judged. Fills what the verdict says of it, in @p arena,
 * which has no escape. @return ICS_E_NOMEM where memory ran out.
 */
ICS_NODISCARD ics_status ics_judge_expectation(ics_verdict *out, const ics_run *run, const ics_trial_step *step,
                                               const ics_judging *judging, ics_arena *arena);

/** say.c: an outcome in the words of a test, "done late, 1 day". @p explanation may be NULL. */
void ics_say_outcome(FILE *out, const ics_result *result, const ics_explanation *explanation);
/** The facts that the explanation misses: names as a test writes them, innermost first. @return false without memory.
 */
typedef struct ics_need_path {
    const char *steps[32]; /* "holder", "posts", "ICB" */
    size_t count;
} ics_need_path;
ICS_NODISCARD bool ics_need_read(ics_need_path *out, const char *path, ics_arena *arena);

/** junit.c, text.c and json.c: the forms of the report. */
void ics_trials_text(const ics_trials *trials, bool colour, ics_writer *writer);
void ics_trials_junit(const ics_trials *trials, ics_writer *writer);
void ics_trials_json(const ics_trials *trials, ics_writer *writer);
/** measures.c: what the measures came to, for people. */
void ics_measures_text(const ics_measures *measures, ics_writer *writer);
/** How many sides there are to decide of things of a kind, and how many are decided. */
void ics_measures_sides(const ics_measures *measures, ics_covered_kind kind, size_t *sides, size_t *decided);

#endif
