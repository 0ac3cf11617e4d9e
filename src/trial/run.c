/* Running the tests of rule files: compiled once with the rules that they give themselves, then each test in order. */
#include "trial/trial.h"

#include "explain/text.h"
#include "pipeline/files.h"
#include "pipeline/find.h"
#include "pipeline/project.h"
#include "report/writer.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/* The state of one run through all tests. */
typedef struct runner {
    ics_trials *trials;
    const ics_program *program;
    const ics_trial_texts *texts;
    const ics_trial_options *options;
    const ics_judging *judging;
    ics_diags *diags;
    ics_dataset *dataset; /* of what is given at present; NULL: not read yet */
    ics_run *run;         /* of the dataset on the day at hand; NULL: not judged yet, or nothing was */
    bool is_judged;
    int32_t as_at;                /* the day at hand */
    const ics_trial_step **given; /* what is given together at present */
    size_t given_count;
} runner;

static void forget_run(runner *r)
{
    ics_run_free(r->run);
    r->run = NULL;
    r->is_judged = false;
}

static void forget_given(runner *r)
{
    forget_run(r);
    ics_dataset_free(r->dataset);
    r->dataset = NULL;
}

/* Judges what is given. That nothing is judged is the expectation's affair, not a mistake. */
static ics_status judge(runner *r)
{
    ics_diags *own = ics_diags_new();
    if (!own)
        return ICS_E_NOMEM;
    ics_evaluate_options options = r->options->evaluate ? *r->options->evaluate : (ics_evaluate_options){0};
    options.names = options.made_up = true;
    ics_status status = ics_evaluate(&r->run, r->program, r->dataset, r->as_at, &options, own);
    for (size_t i = 0; status != ICS_OK && i < ics_diags_count(own); i++) {
        ics_message message;
        ics_diags_message(own, i, &message);
        if (strcmp(message.code, "E0608") == 0)
            status = ICS_OK;
        else if (message.is_error)
            ics_diags_add(r->diags, message.code, message.text, message.help);
    }
    ics_diags_free(own);
    r->is_judged = status == ICS_OK;
    return status;
}

/* -- one test */

/* The words of a span; NULL where memory ran out, which comes back here by a jump. */
static const char *span_text(ics_arena *arena, const ics_program *program, ics_span span)
{
    jmp_buf escape;
    if (setjmp(escape) != 0) {
        arena->escape = NULL;
        return NULL;
    }
    arena->escape = &escape;
    const char *text = ics_program_span_text(arena, program, span);
    arena->escape = NULL;
    return text;
}

/* "SEND-LEAD met" of `expect SEND-LEAD met`. */
static const char *say_expected(runner *r, const ics_node *node)
{
    ics_span span = node->span;
    for (size_t i = 0; i < r->texts->syntax.file_count; i++)
        if (r->texts->syntax.files[i].source == node->span.source)
            span.source = (uint32_t)i + 1; /* spans of a program count its own sources */
    const char *text = span_text(&r->trials->arena, r->program, span);
    return text && strncmp(text, "expect ", 7) == 0 ? text + 7 : text;
}

static ics_status expect(runner *r, ics_trial *trial, const ics_trial_step *step)
{
    ics_verdict verdict = {.as_at = r->as_at, .expected = r->judging->is_brief ? "" : say_expected(r, step->node)};
    ics_status status = verdict.expected ? ICS_OK : ICS_E_NOMEM;
    ics_diags_line(r->diags, step->node->span.source, step->node->span.start, &verdict.line, &verdict.column);
    if (status == ICS_OK && !r->dataset)
        status = ics_given_read(&r->dataset, r->program, r->given, r->given_count, r->options, r->diags);
    if (status == ICS_OK && !r->is_judged)
        status = judge(r);
    if (status == ICS_OK)
        status = ics_judge_expectation(&verdict, r->run, step, r->judging, &r->trials->arena);
    if (status != ICS_OK)
        return status;
    trial->verdicts[trial->verdict_count++] = verdict;
    trial->failed_count += !verdict.holds;
    return ICS_OK;
}

/* What is given after an expectation replaces what was given before it; what is given together stands together. */
static ics_status run_steps(runner *r, ics_trial *trial, const ics_trial_meaning *meaning)
{
    bool is_closed = false;
    ics_status status = ICS_OK;
    r->given_count = 0;
    r->as_at = r->options->as_at;
    for (size_t i = 0; i < meaning->step_count && status == ICS_OK; i++) {
        const ics_trial_step *step = &meaning->steps[i];
        switch (step->node->kind) {
        case ICS_NODE_GIVEN:
        case ICS_NODE_WAIVER:
            r->given_count = is_closed ? 0 : r->given_count;
            r->given[r->given_count++] = step;
            is_closed = false;
            forget_given(r);
            break;
        case ICS_NODE_ASAT:
            r->as_at = step->node->first_day;
            forget_run(r);
            break;
        default:
            is_closed = true;
            status = expect(r, trial, step);
        }
    }
    forget_given(r);
    return status;
}

static ics_status run_trial(runner *r, const ics_trial_meaning *meaning)
{
    ics_trials *trials = r->trials;
    ics_trial *trial = &trials->items[trials->count];
    const ics_node *title = ics_node_slot(meaning->node, "title");
    const uint32_t source = meaning->node->span.source;
    const char *name = ics_diags_source_name(r->diags, source);
    *trial = (ics_trial){.title = ics_arena_text(&trials->arena, title->text, strlen(title->text)),
                         .file = ics_arena_text(&trials->arena, name, strlen(name)),
                         .verdicts = ICS_ARENA_ARRAY(&trials->arena, ics_verdict, meaning->step_count + 1)};
    r->given = ICS_ARENA_ARRAY(&trials->arena, const ics_trial_step *, meaning->step_count + 1);
    if (!trial->title || !trial->file || !trial->verdicts || !r->given)
        return ICS_E_NOMEM;
    ics_diags_line(r->diags, source, meaning->node->span.start, &trial->line, &trial->column);
    const ics_status status = run_steps(r, trial, meaning);
    trials->count++;
    trials->failed_count += trial->failed_count > 0;
    trials->expectation_count += trial->verdict_count;
    trials->failed_expectation_count += trial->failed_count;
    return status;
}

static bool speaks_of(const ics_trial_meaning *trial, const char *rule)
{
    for (size_t i = 0; i < trial->step_count; i++)
        if (trial->steps[i].node->kind == ICS_NODE_EXPECT && strcmp(trial->steps[i].node->text, rule) == 0)
            return true;
    return false;
}

/* Those that speak of the rule at hand, or those that do not; where none is at hand, all are among the first. */
static ics_status run_some(runner *r, bool are_first)
{
    const ics_judging *judging = r->judging;
    ics_status worst = ICS_OK;
    for (size_t t = 0; t < r->texts->trial_count; t++) {
        const ics_trial_meaning *trial = &r->texts->trials[t];
        if ((!judging->rule || speaks_of(trial, judging->rule)) != are_first)
            continue;
        const ics_status status = run_trial(r, trial);
        if (status == ICS_E_NOMEM)
            return status;
        if (status != ICS_OK)
            worst = status; /* go on, so that a slip in what one is given does not hide that of another */
        if (judging->is_brief && (worst != ICS_OK || r->trials->failed_count > 0))
            break;
    }
    return worst;
}

ics_status ics_trials_judge(ics_trials *trials, const ics_program *program, const ics_trial_texts *texts,
                            const ics_trial_options *options, const ics_judging *judging, ics_diags *diags)
{
    runner r = {
        .trials = trials, .program = program, .texts = texts, .options = options, .judging = judging, .diags = diags};
    trials->items = ICS_ARENA_ARRAY(&trials->arena, ics_trial, texts->trial_count + 1);
    if (!trials->items)
        return ICS_E_NOMEM;
    const ics_status status = run_some(&r, true);
    if (status == ICS_E_NOMEM || judging->is_alone ||
        (judging->is_brief && (status != ICS_OK || trials->failed_count > 0)))
        return status;
    const ics_status others = run_some(&r, false);
    return others != ICS_OK ? others : status;
}

static ics_status refuse_none(ics_diags *diags)
{
    ics_diag *diag = ics_report(diags, ICS_E0608, (ics_span){0}, "no test is declared in these files");
    ics_diag_help(diags, diag, "write test \"…\" with given, as at and expect in a rule file, or in the folder tests");
    return ICS_E_INPUT;
}

/* -- files */

static ics_status run_files(ics_trials *trials, const ics_rule_files *files, const ics_compile_options *compile,
                            const ics_trial_options *options, ics_diags *diags)
{
    ics_arena arena = {0};
    ics_trial_texts texts = {0};
    ics_program *program = NULL;
    const ics_pack_folders *folders = ics_pack_folders_make(&arena, compile);
    const char *model = compile && compile->default_pack ? compile->default_pack : "ics";
    const ics_reading_choice choice = ics_readings_chosen(compile);
    ics_status status = folders ? ICS_OK : ICS_E_NOMEM;
    if (status == ICS_OK)
        status =
            ics_compile_trials(&program, &texts, files->texts, files->count, &folders->finder, model, &choice, diags);
    if (status == ICS_OK && texts.trial_count == 0)
        status = refuse_none(diags);
    if (status == ICS_OK)
        status = ics_trials_judge(trials, program, &texts, options, &(ics_judging){0}, diags);
    if (status == ICS_OK && trials->failed_count == 0 && (options->coverage || options->mutants))
        status = ics_trials_measure(trials, files->texts, files->count, &folders->finder, model, options);
    ics_program_free(program);
    ics_arena_free(&texts.arena);
    ics_arena_free(&arena);
    return status;
}

static ics_status run_paths(ics_trials **out, const char *const *paths, size_t path_count,
                            const ics_compile_options *compile, const ics_trial_options *options, ics_diags *diags)
{
    ics_rule_files files;
    ics_diags *own = diags ? NULL : ics_diags_new(); /* places are found through it */
    ics_trials *trials = calloc(1, sizeof *trials);
    if (!trials || (!diags && !own)) {
        free(trials);
        ics_diags_free(own);
        return ICS_E_NOMEM;
    }
    ics_status status = ics_rule_files_read(&files, paths, path_count, diags ? diags : own);
    if (status == ICS_OK)
        status = run_files(trials, &files, compile, options, diags ? diags : own);
    ics_rule_files_free(&files);
    ics_diags_free(own);
    if (status == ICS_OK)
        *out = trials;
    else
        ics_trials_free(trials);
    return status;
}

ics_status ics_trials_run(ics_trials **trials_out, const char *const *paths, size_t path_count,
                          const ics_trial_options *options, ics_diags *diags)
{
    return run_paths(trials_out, paths, path_count, options->compile, options, diags);
}

/* The project's rules, and the folder `tests` beside them, where it has rule files. */
static ics_status list_paths(const char ***out, size_t *count_out, const ics_project *project, ics_arena *arena)
{
    const char **inside = NULL;
    const char *folder = ics_path_join(arena, project->folder, "tests");
    const char **paths = ICS_ARENA_ARRAY(arena, const char *, project->rule_count + 1);
    if (!folder || !paths)
        return ICS_E_NOMEM;
    for (size_t i = 0; i < project->rule_count; i++)
        paths[i] = project->rules[i];
    *count_out = project->rule_count;
    if (ics_rule_files_in(folder, arena, &inside) > 0)
        paths[(*count_out)++] = folder;
    *out = paths;
    return ICS_OK;
}

ics_status ics_project_trials_run(ics_trials **trials_out, const ics_project *project, const ics_trial_options *options,
                                  ics_diags *diags)
{
    ics_arena arena = {0};
    ics_compile_options compile;
    const char **paths = NULL;
    size_t count = 0;
    ics_status status = ics_project_options(&compile, project, options->compile, &arena);
    if (status == ICS_OK)
        status = list_paths(&paths, &count, project, &arena);
    if (status == ICS_OK)
        status = run_paths(trials_out, paths, count, &compile, options, diags);
    ics_arena_free(&arena);
    return status;
}

/* -- what came of them */

size_t ics_trials_count(const ics_trials *trials)
{
    return trials->count;
}

size_t ics_trials_failed(const ics_trials *trials)
{
    return trials->failed_count;
}

uint32_t ics_trials_coverage(const ics_trials *trials)
{
    size_t sides = 0, decided = 0;
    for (int kind = ICS_COVERED_RULE; kind <= ICS_COVERED_LETTER; kind++) {
        size_t of_kind, decided_of_kind;
        ics_measures_sides(&trials->measures, (ics_covered_kind)kind, &of_kind, &decided_of_kind);
        sides += of_kind;
        decided += decided_of_kind;
    }
    return trials->failed_count > 0 ? 0 : sides == 0 ? 100 : (uint32_t)(decided * 100 / sides);
}

uint32_t ics_trials_mutants_noticed(const ics_trials *trials)
{
    const ics_measures *measures = &trials->measures;
    return trials->failed_count > 0      ? 0
           : measures->mutant_count == 0 ? 100
                                         : (uint32_t)(measures->noticed_count * 100 / measures->mutant_count);
}

ics_status ics_trials_write(const ics_trials *trials, ics_trials_format format, bool colour, FILE *out)
{
    ics_writer *writer = malloc(sizeof *writer);
    if (!writer)
        return ICS_E_NOMEM;
    ics_writer_begin(writer, out);
    if (format == ICS_TRIALS_JUNIT)
        ics_trials_junit(trials, writer);
    else if (format == ICS_TRIALS_JSON)
        ics_trials_json(trials, writer);
    else
        ics_trials_text(trials, colour, writer);
    const ics_status status = ics_writer_end(writer);
    free(writer);
    return status;
}

void ics_trials_free(ics_trials *trials)
{
    if (!trials)
        return;
    ics_arena_free(&trials->arena);
    free(trials);
}
