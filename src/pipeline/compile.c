/* From rule texts to a verified program. Memory that runs out anywhere in between comes back here by one jump. */
#include "pipeline/compile.h"

#include "check/check.h"
#include "explain/text.h"
#include "ir/lower.h"
#include "sema/meaning.h"

/* What has to be let go whichever way the compilation ends; apart from the frame that the jump returns to. */
typedef struct compilation {
    jmp_buf escape;
    ics_arena scratch;
    ics_program *program;
    ics_trial_texts *trials; /* where the tests go; NULL: nobody runs them */
    const ics_syntax *trees; /* parsed already; NULL: to be parsed */
    bool is_checked;
    const ics_reading_choice *choice;
} compilation;

/* A bare sentence has no identifier and no title: it is called by what it says. */
static void title_bare_sentences(ics_program *program)
{
    for (uint32_t r = 0; r < program->rule_count; r++) {
        ics_rule *rule = &program->rules[r];
        if (rule->id[0] == '\0' && rule->title[0] == '\0')
            rule->title = ics_program_span_text(&program->arena, program, rule->sentence);
    }
}

/* @p before: how many errors there were before the texts were parsed. */
static ics_status translate(compilation *c, const ics_syntax *syntax, size_t before, ics_diags *diags)
{
    ics_meaning meaning = {0};
    ics_lowered lowered;
    (c->trials ? ics_resolve_trials : ics_resolve)(&meaning, syntax, c->choice, &c->scratch, diags);
    if (ics_diags_error_count(diags) > before)
        return ICS_E_INPUT;
    if (c->is_checked)
        ics_check(syntax, &meaning, &c->scratch, diags);
    ics_lower_rules(&lowered, &meaning, &c->scratch);
    ics_keep_tables(c->program, &meaning, syntax, diags);
    if (!ics_emit(c->program, &lowered, syntax, &c->scratch, diags))
        return ICS_E_LIMIT;
    title_bare_sentences(c->program);
    if (c->trials)
        *c->trials = (ics_trial_texts){.syntax = *syntax, .trials = meaning.trials, .trial_count = meaning.trial_count};
    return ICS_OK;
}

static ics_status parse_and_translate(compilation *c, const ics_rule_text *texts, size_t text_count,
                                      const ics_pack_finder *finder, const char *default_pack, ics_diags *diags)
{
    ics_syntax syntax = {0};
    const size_t before = ics_diags_error_count(diags);
    if (c->trees)
        return translate(c, c->trees, before, diags);
    const ics_status parsed = ics_parse(&syntax, &c->scratch, texts, text_count, finder, default_pack, diags);
    return parsed == ICS_OK ? translate(c, &syntax, before, diags) : parsed;
}

static ics_status translate_or_escape(compilation *c, const ics_rule_text *texts, size_t text_count,
                                      const ics_pack_finder *finder, const char *default_pack, ics_diags *diags)
{
    if (setjmp(c->escape) != 0)
        return ICS_E_NOMEM;
    ics_arena_init(&c->scratch, &c->escape);
    c->program->arena.escape = &c->escape;
    return parse_and_translate(c, texts, text_count, finder, default_pack, diags);
}

/* Runs a compilation that has been set up. */
static ics_status compile(compilation *c, ics_program **out, const ics_rule_text *texts, size_t text_count,
                          const ics_pack_finder *finder, const char *default_pack, ics_diags *diags)
{
    c->program = ics_program_new();
    if (!c->program)
        return ICS_E_NOMEM;
    ics_status status = translate_or_escape(c, texts, text_count, finder, default_pack, diags);
    c->program->arena.escape = NULL;
    if (status == ICS_OK)
        status = ics_program_verify(c->program, diags);
    c->scratch.escape = NULL;
    if (status == ICS_OK && c->trials)
        c->trials->arena = c->scratch; /* the tests lie in it */
    else
        ics_arena_free(&c->scratch);
    if (status != ICS_OK) {
        ics_program_free(c->program);
        return status;
    }
    *out = c->program;
    return ICS_OK;
}

ics_reading_choice ics_readings_chosen(const ics_compile_options *options)
{
    if (!options)
        return (ics_reading_choice){.project = NULL};
    return (ics_reading_choice){.project = options->project_readings,
                                .user = options->readings,
                                .project_count = options->project_reading_count,
                                .user_count = options->reading_count};
}

ics_status ics_compile_texts(ics_program **out, const ics_rule_text *texts, size_t text_count,
                             const ics_pack_finder *finder, const char *default_pack, const ics_reading_choice *choice,
                             ics_diags *diags)
{
    compilation c = {.choice = choice};
    return compile(&c, out, texts, text_count, finder, default_pack, diags);
}

ics_status ics_compile_checked(ics_program **out, const ics_rule_text *texts, size_t text_count,
                               const ics_pack_finder *finder, const char *default_pack,
                               const ics_reading_choice *choice, ics_diags *diags)
{
    compilation c = {.is_checked = true, .choice = choice};
    return compile(&c, out, texts, text_count, finder, default_pack, diags);
}

ics_status ics_compile_trials(ics_program **out, ics_trial_texts *trials, const ics_rule_text *texts, size_t text_count,
                              const ics_pack_finder *finder, const char *default_pack, const ics_reading_choice *choice,
                              ics_diags *diags)
{
    compilation c = {.trials = trials, .choice = choice};
    return compile(&c, out, texts, text_count, finder, default_pack, diags);
}

ics_status ics_compile_trees(ics_program **out, ics_trial_texts *trials, const ics_syntax *trees,
                             const ics_reading_choice *choice, ics_diags *diags)
{
    compilation c = {.trials = trials, .trees = trees, .choice = choice};
    return compile(&c, out, NULL, 0, NULL, NULL, diags);
}
