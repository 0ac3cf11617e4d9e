/*
 * What tests are worth: the rules compiled again with one thing changed, and the tests run over them. An exception is
 * decided one way where a test fails without it, the other way where a test fails when it always holds. Leans on trial.
 */
#include "base/limits.h"
#include "trial/mutant.h"
#include "trial/trial.h"

#include <stdlib.h>
#include <string.h>

/* Trees that are changed, compiled and tested again and again. */
typedef struct bench {
    ics_trials *trials; /* whose measures are taken */
    const ics_trial_options *options;
    jmp_buf escape;
    ics_arena arena;
    ics_diags *diags; /* of the trees; what is said of mutants nobody reads */
    ics_syntax syntax;
    ics_program *program; /* as written */
    ics_cover *cover;
    const ics_node *asked; /* the rule of which it is known whether … */
    bool is_named;         /* … others hang on it */
} bench;

typedef enum tried { TRIED_PASSES, TRIED_FAILS, TRIED_REFUSED } tried;

/* Compiles the trees as they stand and runs the tests. Jumps where memory runs out. */
static tried try_trees(bench *b, const char *rule, bool is_alone, bool with_cover)
{
    ics_trials *trials = calloc(1, sizeof *trials);
    ics_trial_texts texts = {0};
    ics_program *program = NULL;
    if (!trials)
        longjmp(b->escape, 1);
    const ics_reading_choice choice = ics_readings_chosen(b->options->compile);
    ics_status compiled = ics_compile_trees(&program, &texts, &b->syntax, &choice, b->diags);
    ics_status judged = ICS_OK;
    if (compiled == ICS_OK) {
        if (with_cover)
            b->cover = ics_cover_make(&b->arena, program);
        const ics_judging judging = {
            .cover = with_cover ? b->cover : NULL, .rule = rule, .is_alone = is_alone, .is_brief = true};
        judged = ics_trials_judge(trials, program, &texts, b->options, &judging, b->diags);
    }
    const bool passes = judged == ICS_OK && trials->failed_count == 0;
    ics_arena_free(&texts.arena);
    ics_trials_free(trials);
    if (with_cover && compiled == ICS_OK)
        b->program = program;
    else
        ics_program_free(program);
    if (compiled == ICS_E_NOMEM || judged == ICS_E_NOMEM)
        longjmp(b->escape, 1);
    return compiled != ICS_OK ? TRIED_REFUSED : passes ? TRIED_PASSES : TRIED_FAILS;
}

/* Whether a rule names another, or the other it: `it met R`, `subject to R` and their like. */
static bool names_rule(const ics_node *node, const char *id)
{
    const bool names = node->kind == ICS_NODE_METRULE || node->kind == ICS_NODE_LIFTEDUNDER ||
                       node->kind == ICS_NODE_SUBJECTTO || node->kind == ICS_NODE_DESPITE ||
                       node->kind == ICS_NODE_STRICTER;
    if (names && (!id || (node->text && strcmp(node->text, id) == 0)))
        return true;
    for (uint32_t i = 0; i < node->child_count; i++)
        if (node->child[i] && names_rule(node->child[i], id))
            return true;
    return false;
}

/* Whether outcomes of other rules may change with those of this one. The answer is kept for the next mutant. */
static bool hangs_on(bench *b, const ics_node *rule)
{
    if (b->asked == rule)
        return b->is_named;
    b->asked = rule;
    b->is_named = !rule->text || names_rule(rule, NULL);
    for (size_t f = 0; !b->is_named && f < b->syntax.file_count; f++)
        b->is_named = names_rule(b->syntax.files[f].tree, rule->text);
    return b->is_named;
}

static tried try_mutant(bench *b, const ics_mutant *mutant)
{
    ics_mutant_apply(mutant);
    const tried came = try_trees(b, mutant->rule->text, !hangs_on(b, mutant->rule), false);
    ics_mutant_undo(mutant);
    return came;
}

/* ---- which rules */

typedef struct rules {
    ics_node **items;
    size_t count, room;
} rules;

static bool is_rule(ics_node_kind kind)
{
    return kind == ICS_NODE_RULE || kind == ICS_NODE_STATEMENT || kind == ICS_NODE_FILLIN || kind == ICS_NODE_QUESTION;
}

static void add_declaration(bench *b, rules *out, ics_node *node)
{
    ics_node *rule = node->kind == ICS_NODE_REPLACE ? ics_node_slot(node, "rule") : node;
    if (rule && is_rule(rule->kind))
        ICS_PUSH(&b->arena, out->items, out->count, out->room, rule);
}

static void add_declarations(bench *b, rules *out, const ics_node *list)
{
    for (uint32_t i = 0; i < list->child_count; i++) {
        ics_node *node = list->child[i];
        add_declaration(b, out, node);
        if (node->kind == ICS_NODE_VARIATION) /* which holds no other */
            add_declarations(b, out, ics_node_slot(node, "declarations"));
    }
}

/* Whether a file of the user's own says `use PACK`. */
static bool is_used(const bench *b, const char *pack)
{
    for (size_t f = 0; f < b->syntax.file_count; f++)
        for (uint32_t i = 0; b->syntax.files[f].pack == 0 && i < b->syntax.files[f].tree->child_count; i++) {
            const ics_node *node = b->syntax.files[f].tree->child[i];
            if (node->kind == ICS_NODE_USE && node->text && strcmp(node->text, pack) == 0)
                return true;
        }
    return false;
}

/* The rules of the files named; where these declare none, of the packs that they use: tests may stand beside a pack. */
static rules find_rules(bench *b)
{
    rules found = {0};
    for (int of_packs = 0; of_packs < 2 && found.count == 0; of_packs++)
        for (size_t f = 0; f < b->syntax.file_count; f++) {
            const ics_syntax_file *file = &b->syntax.files[f];
            if (of_packs ? file->pack != 0 && is_used(b, b->syntax.packs[file->pack]) : file->pack == 0)
                add_declarations(b, &found, file->tree);
        }
    return found;
}

static const char *id_of(const ics_node *rule)
{
    return rule->text ? rule->text : "";
}

/* Its index in the program as written, UINT32_MAX where it is not there. A bare sentence has the only rule without id.
 */
static uint32_t index_of(const bench *b, const ics_node *rule)
{
    for (uint32_t r = 0; r < b->program->rule_count; r++)
        if (strcmp(b->program->rules[r].id, id_of(rule)) == 0)
            return r;
    return UINT32_MAX;
}

/* ---- coverage */

static const char *keep(const bench *b, const char *text)
{
    return ics_arena_text(&b->trials->arena, text, strlen(text));
}

static void add_covered(bench *b, ics_covered_kind kind, const ics_node *rule, ics_span place, const char *what,
                        ics_sides sides)
{
    ics_measures *measures = &b->trials->measures;
    ics_covered covered = {.kind = kind,
                           .rule = keep(b, id_of(rule)),
                           .what = keep(b, what),
                           .file = keep(b, ics_diags_source_name(b->diags, place.source)),
                           .sides = sides};
    ics_diags_line(b->diags, place.source, place.start, &covered.line, &covered.column);
    ICS_PUSH(&b->trials->arena, measures->covered, measures->covered_count, measures->covered_room, covered);
}

static void cover_exception(bench *b, ics_node *list, uint32_t item, const ics_node *rule)
{
    ics_node *exception = list->child[item];
    const ics_mutant without = ics_mutant_without(&b->arena, list, item, rule, b->diags);
    const ics_mutant always = ics_mutant_always(&b->arena, exception, 0, rule);
    const ics_sides sides = {.yes = try_mutant(b, &without) == TRIED_FAILS,
                             .no = try_mutant(b, &always) == TRIED_FAILS};
    const ics_span condition = exception->child[0]->span;
    const ics_span words = {exception->span.source, exception->span.start, condition.end};
    add_covered(b, ICS_COVERED_EXCEPTION, rule, exception->span, ics_mutant_words(&b->arena, b->diags, words), sides);
}

/* Exceptions stand in the tails of a rule or version, and in one another; as deep as the parser lets them. */
static void cover_exceptions(bench *b, ics_node *node, const ics_node *rule)
{
    for (uint32_t i = 0; i < node->child_count; i++) {
        ics_node *child = node->child[i];
        if (!child)
            continue;
        if (node->kind == ICS_NODE_LIST &&
            (child->kind == ICS_NODE_UNLESS || child->kind == ICS_NODE_LIFTED || child->kind == ICS_NODE_EXCEPT))
            cover_exception(b, node, i, rule);
        cover_exceptions(b, child, rule);
    }
}

/* A letter's place without the comma or `and` before it, which its span begins with. */
static ics_span letter_place(const bench *b, const ics_rule *meant, uint32_t letter, uint32_t source)
{
    size_t size;
    const char *text = ics_diags_source_text(b->diags, source, &size);
    ics_span place = meant->letters[letter].span;
    place.source = source; /* spans of a program count its own sources */
    while (place.start < place.end && text[place.start] != '(')
        place.start++;
    return place;
}

static void cover_letters(bench *b, uint32_t index, const ics_node *rule)
{
    const ics_rule *meant = &b->program->rules[index];
    for (uint32_t i = 0; i < meant->letter_count; i++) {
        char what[64];
        snprintf(what, sizeof what, "(%s)", meant->letters[i].label);
        add_covered(b, ICS_COVERED_LETTER, rule, letter_place(b, meant, i, rule->span.source), what,
                    b->cover->letters[index][i]);
    }
}

static void cover_rule(bench *b, ics_node *rule)
{
    const uint32_t index = index_of(b, rule);
    if (index == UINT32_MAX)
        return;
    add_covered(b, ICS_COVERED_RULE, rule, rule->span, "", b->cover->rules[index]);
    cover_letters(b, index, rule);
    cover_exceptions(b, rule, rule);
}

/* ---- mutants */

/* Whether `must` and `should` differ: under the force of every version, a breach of one is another state. */
static bool has_strength(const bench *b, const ics_node *rule)
{
    const uint32_t index = index_of(b, rule);
    if (index == UINT32_MAX)
        return false;
    const ics_rule *meant = &b->program->rules[index];
    bool binds = meant->force == ICS_BINDING || meant->force == ICS_OWN_RULE;
    for (uint32_t v = 0; v < meant->version_count; v++)
        binds = binds && (meant->versions[v].force == ICS_BINDING || meant->versions[v].force == ICS_OWN_RULE);
    return binds;
}

static void add_survivor(bench *b, const ics_mutant *mutant)
{
    ics_measures *measures = &b->trials->measures;
    ics_survivor survivor = {.tally = measures->tally_count - 1,
                             .rule = keep(b, id_of(mutant->rule)),
                             .file = keep(b, ics_diags_source_name(b->diags, mutant->place.source)),
                             .was = keep(b, mutant->was),
                             .is = mutant->is ? keep(b, mutant->is) : NULL};
    ics_diags_line(b->diags, mutant->place.source, mutant->place.start, &survivor.line, &survivor.column);
    ICS_PUSH(&b->trials->arena, measures->survivors, measures->survivor_count, measures->survivor_room, survivor);
}

/* The tally of a mutant's rule: mutants come rule by rule. */
static ics_tally *tally_of(bench *b, const ics_mutant *mutant, const ics_mutant *last)
{
    ics_measures *measures = &b->trials->measures;
    if (!last || last->rule != mutant->rule) {
        const ics_span place = mutant->rule->span;
        ics_tally tally = {.rule = keep(b, id_of(mutant->rule)),
                           .file = keep(b, ics_diags_source_name(b->diags, place.source))};
        ics_diags_line(b->diags, place.source, place.start, &tally.line, &tally.column);
        ICS_PUSH(&b->trials->arena, measures->tallies, measures->tally_count, measures->tally_room, tally);
    }
    return &measures->tallies[measures->tally_count - 1];
}

/* All, or where there are too many as many as are tried, spread over all rules. */
static void try_mutants(bench *b, const ics_mutants *mutants)
{
    ics_measures *measures = &b->trials->measures;
    const size_t most = (size_t)ICS_LIMIT_TEST_MUTANTS;
    const size_t count = mutants->count < most ? mutants->count : most;
    const ics_mutant *last = NULL;
    measures->left_out_count = mutants->count - count;
    for (size_t i = 0; i < count; i++) {
        const ics_mutant *mutant = &mutants->items[i * mutants->count / count];
        ics_tally *tally = tally_of(b, mutant, last);
        const tried came = try_mutant(b, mutant);
        tally->tried += came != TRIED_REFUSED;
        tally->noticed += came == TRIED_FAILS;
        measures->refused_count += came == TRIED_REFUSED;
        if (came == TRIED_PASSES)
            add_survivor(b, mutant);
        last = mutant;
    }
    for (size_t i = 0; i < measures->tally_count; i++) {
        measures->mutant_count += measures->tallies[i].tried;
        measures->noticed_count += measures->tallies[i].noticed;
    }
}

/* ---- all of it */

static void measure(bench *b)
{
    const rules found = find_rules(b);
    ics_measures *measures = &b->trials->measures;
    ics_mutants mutants = {0};
    for (size_t i = 0; i < found.count; i++) {
        if (b->options->coverage)
            cover_rule(b, found.items[i]);
        if (b->options->mutants)
            ics_mutants_of_rule(&mutants, &b->arena, found.items[i], has_strength(b, found.items[i]), b->diags);
    }
    try_mutants(b, &mutants);
    measures->has_coverage = b->options->coverage;
    measures->has_mutants = b->options->mutants;
}

/* Memory that runs out anywhere below comes back here. */
static ics_status measure_or_escape(bench *b, const ics_rule_text *texts, size_t text_count,
                                    const ics_pack_finder *finder, const char *model)
{
    if (setjmp(b->escape) != 0)
        return ICS_E_NOMEM;
    ics_arena_init(&b->arena, &b->escape);
    b->trials->arena.escape = &b->escape;
    const ics_status parsed = ics_parse(&b->syntax, &b->arena, texts, text_count, finder, model, b->diags);
    if (parsed != ICS_OK || try_trees(b, NULL, false, true) != TRIED_PASSES)
        return parsed != ICS_OK ? parsed : ICS_E_INPUT; /* they passed a moment ago */
    measure(b);
    return ICS_OK;
}

ics_status ics_trials_measure(ics_trials *trials, const ics_rule_text *texts, size_t text_count,
                              const ics_pack_finder *finder, const char *model, const ics_trial_options *options)
{
    bench *b = calloc(1, sizeof *b);
    if (!b)
        return ICS_E_NOMEM;
    b->trials = trials;
    b->options = options;
    b->diags = ics_diags_new();
    const ics_status status = b->diags ? measure_or_escape(b, texts, text_count, finder, model) : ICS_E_NOMEM;
    trials->arena.escape = NULL;
    ics_program_free(b->program);
    ics_diags_free(b->diags);
    ics_arena_free(&b->arena);
    free(b);
    return status;
}
