/* The order in which a compilation's declarations are resolved, and what was declared and never used. */
#include "sema/context.h"

static bool is_users(const ics_sema *sema, uint32_t file)
{
    return sema->syntax->files[file].pack == 0;
}

static void warn_unused(ics_sema *sema, ics_span span, const char *what, const char *name)
{
    ics_report(sema->diags, ICS_W1003, span, "%s %s is declared and never used", what, name);
}

/* A pack declares words for others to use; a user's own file declares them for itself, unless it is a model. */
static bool is_model(const ics_sema *sema, uint32_t file)
{
    const ics_node *tree = sema->syntax->files[file].tree;
    for (uint32_t i = 0; i < ics_node_length(tree); i++)
        if (tree->child[i] && tree->child[i]->kind == ICS_NODE_MODEL)
            return true;
    return false;
}

static bool has_rules(const ics_sema *sema, uint32_t file)
{
    const ics_node *tree = sema->syntax->files[file].tree;
    for (uint32_t i = 0; i < ics_node_length(tree); i++)
        if (tree->child[i] && (tree->child[i]->kind == ICS_NODE_RULE || tree->child[i]->kind == ICS_NODE_STATEMENT))
            return true;
    return false;
}

/* Files of the user's that are a model and hold no rule: all of it is for others. */
static bool is_all_model(const ics_sema *sema)
{
    bool any_model = false, any_rule = false;
    for (uint32_t f = 0; f < sema->syntax->file_count; f++)
        if (is_users(sema, f)) {
            any_model |= is_model(sema, f);
            any_rule |= has_rules(sema, f);
        }
    return any_model && !any_rule;
}

static bool is_watched(const ics_sema *sema, uint32_t file)
{
    return is_users(sema, file) && !is_model(sema, file);
}

/* What a sentence uses that was not understood is not known: nothing is called unused beside a mistake. */
static void say_unused(ics_sema *sema)
{
    if (is_all_model(sema) || ics_diags_error_count(sema->diags) > 0)
        return;
    for (size_t i = 0; i < sema->source_count; i++)
        if (!sema->sources[i].is_used && is_watched(sema, sema->sources[i].file))
            warn_unused(sema, sema->sources[i].span, "source", sema->sources[i].name);
    for (size_t i = 0; i < sema->verb_count; i++)
        if (!sema->verbs[i].is_used && is_watched(sema, sema->verbs[i].file))
            warn_unused(sema, sema->verbs[i].node->span, "verb", sema->verbs[i].name);
    for (size_t i = 0; i < sema->let_count; i++)
        if (!sema->lets[i].is_used && is_watched(sema, sema->lets[i].file))
            warn_unused(sema, sema->lets[i].node->span, "let", sema->lets[i].name);
}

/* Rules that stand in for others come behind all; those of tests that are not kept go with them. */
static void add_stand_ins(ics_sema *sema)
{
    ics_meaning *out = sema->out;
    const size_t own = out->rule_count;
    for (size_t i = 0; i < sema->stand_in_count; i++)
        if (sema->stand_ins[i].head.stands_for <= own)
            ICS_PUSH(sema->arena, out->rules, out->rule_count, out->rule_room, sema->stand_ins[i]);
}

static void resolve(ics_meaning *out, const ics_syntax *syntax, ics_arena *arena, ics_diags *diags,
                    const ics_reading_choice *choice, bool keeps_trials)
{
    *out = (ics_meaning){0};
    ics_sema sema = {.arena = arena,
                     .diags = diags,
                     .syntax = ics_variations_spread(arena, syntax),
                     .out = out,
                     .model = &out->model,
                     .term_budget = UINT32_MAX,
                     .choice = choice};
    ics_sema_declare_model(&sema);
    ics_sema_declare_verbs(&sema);
    ics_sema_declare_laws(&sema);
    ics_sema_declare_calendars(&sema);
    ics_sema_declare_plugins(&sema);
    ics_sema_declare_definitions(&sema);
    ics_sema_declare_functions(&sema);
    ics_sema_declare_readings(&sema);
    ics_sema_declare_variations(&sema);
    ics_resolve_rules(&sema);
    ics_variations_end(&sema);
    ics_settle_precedence(&sema);
    const size_t rule_count = out->rule_count;
    ics_sema_check_trials(&sema);
    if (!keeps_trials) { /* their mistakes were said, and that is all */
        out->rule_count = rule_count;
        out->trial_count = 0;
    }
    add_stand_ins(&sema);
    say_unused(&sema);
}

void ics_resolve(ics_meaning *out, const ics_syntax *syntax, const ics_reading_choice *choice, ics_arena *arena,
                 ics_diags *diags)
{
    resolve(out, syntax, arena, diags, choice, false);
}

void ics_resolve_trials(ics_meaning *out, const ics_syntax *syntax, const ics_reading_choice *choice, ics_arena *arena,
                        ics_diags *diags)
{
    resolve(out, syntax, arena, diags, choice, true);
}
