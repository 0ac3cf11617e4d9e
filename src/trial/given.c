/*
 * What a test gives, as a dataset: its records are put on the tape that readers of data write, so that values need no
 * quoting and every fact has its place in the rule file.
 */
#include "trial/trial.h"

#include "base/date.h"
#include "data/tape.h"
#include "model/ledger.h"

#include <stdio.h>
#include <string.h>

typedef struct given {
    const ics_program *program;
    const ics_trial_step *const *steps;
    size_t step_count;
    ics_tape *tape;
} given;

static bool push(given *g, ics_tape_kind kind, const char *text, const ics_node *at)
{
    return ics_tape_push(g->tape, kind, text, text ? strlen(text) : 0, at->span.start) != NULL;
}

/* A text that does not stand in the file as the tape needs it. */
static bool push_made(given *g, ics_tape_kind kind, const char *text, const ics_node *at)
{
    g->tape->scratch_used = true;
    const char *kept = ics_arena_text(&g->tape->scratch, text, strlen(text));
    return kept && push(g, kind, kept, at);
}

/* A number with the sign or unit that says what it measures, so that money is not taken for people. */
static bool push_measured(given *g, const char *before, ics_decimal number, const char *after, const ics_node *at)
{
    char digits[32], text[80];
    ics_decimal_format(number, digits);
    snprintf(text, sizeof text, "%s%s%s", before, digits, after);
    return push_made(g, ICS_TAPE_PLAIN, text, at);
}

static bool push_number(given *g, const ics_node *at)
{
    char unit[40], digits[32];
    ics_decimal percent;
    switch (at->kind) {
    case ICS_NODE_MONEY:
        return push_measured(g, "\xC2\xA3", at->number, "", at);
    case ICS_NODE_PERCENT:
        if (ics_decimal_mul(at->number, (ics_decimal)100 * ICS_DECIMAL_ONE, &percent))
            return push_measured(g, "", percent, "%", at);
        break;
    case ICS_NODE_SPAN:
        snprintf(unit, sizeof unit, " %s", at->text);
        return push_measured(g, "", at->number, unit, at);
    default:
        break;
    }
    ics_decimal_format(at->number, digits);
    return push_made(g, ICS_TAPE_NUMBER, digits, at);
}

static bool push_days(given *g, const ics_node *at)
{
    char text[32];
    ics_date_format(at->first_day, at->last_day, text);
    return push_made(g, ICS_TAPE_PLAIN, text, at);
}

static bool push_value(given *g, const ics_node *value);

/* A list or record is closed by saying where it ends. */
static void close_at(given *g, size_t opened)
{
    g->tape->nodes[opened].next = (uint32_t)g->tape->count;
}

static bool push_key(given *g, const char *name, const ics_node *at)
{
    return push(g, ICS_TAPE_KEY, name, at);
}

static bool push_facts(given *g, const ics_node *facts)
{
    bool went_well = true;
    for (uint32_t i = 0; i < ics_node_length(facts) && went_well; i++)
        went_well = push_key(g, facts->child[i]->text, facts->child[i]) &&
                    push_value(g, ics_node_slot(facts->child[i], "value"));
    return went_well;
}

static bool push_record(given *g, const ics_node *facts, const ics_node *at)
{
    const size_t opened = g->tape->count;
    const bool went_well = push(g, ICS_TAPE_RECORD, NULL, at) && push_facts(g, facts);
    if (went_well)
        close_at(g, opened);
    return went_well;
}

static bool push_list(given *g, const ics_node *list)
{
    const size_t opened = g->tape->count;
    bool went_well = push(g, ICS_TAPE_LIST, NULL, list);
    for (uint32_t i = 0; i < list->child_count && went_well; i++)
        went_well = push_value(g, list->child[i]);
    if (went_well)
        close_at(g, opened);
    return went_well;
}

static bool push_partial(given *g, const ics_node *partial)
{
    const size_t opened = g->tape->count;
    const bool went_well = push(g, ICS_TAPE_RECORD, NULL, partial) && push_key(g, "partial", partial) &&
                           push_value(g, ics_node_slot(partial, "value"));
    if (went_well)
        close_at(g, opened);
    return went_well;
}

/* Sema let through the kinds that are here; values nest no deeper than data may. */
static bool push_value(given *g, const ics_node *value)
{
    switch (value->kind) {
    case ICS_NODE_RECORD:
        return push_record(g, value, value);
    case ICS_NODE_LIST:
        return push_list(g, value);
    case ICS_NODE_PARTIAL:
        return push_partial(g, value);
    case ICS_NODE_YES:
        return push(g, ICS_TAPE_TRUE, NULL, value);
    case ICS_NODE_NO:
        return push(g, ICS_TAPE_FALSE, NULL, value);
    case ICS_NODE_STRING:
        return push(g, ICS_TAPE_TEXT, value->text, value);
    case ICS_NODE_FINANCIALYEAR:
        return push(g, ICS_TAPE_PLAIN, value->text, value);
    case ICS_NODE_PATH:
        return push(g, ICS_TAPE_PLAIN, value->child[0]->text, value);
    case ICS_NODE_DATE:
        return push_days(g, value);
    case ICS_NODE_NUMBER:
    case ICS_NODE_MONEY:
    case ICS_NODE_PERCENT:
    case ICS_NODE_SPAN:
        return push_number(g, value);
    default:
        return push(g, ICS_TAPE_ABSENT, NULL, value);
    }
}

/* Whether an earlier step gave a record of the same entity: then this one stands in that one's list. */
static bool is_first_of_entity(const given *g, size_t step)
{
    for (size_t i = 0; i < step; i++)
        if (g->steps[i]->entity == g->steps[step]->entity)
            return false;
    return true;
}

/* A record; of a register a row, which begins with the rule that it speaks of. */
static bool push_step(given *g, const ics_trial_step *step)
{
    const size_t opened = g->tape->count;
    const ics_node *at = step->node;
    bool went_well = push(g, ICS_TAPE_RECORD, NULL, at);
    if (at->kind == ICS_NODE_WAIVER) {
        const ics_ledger ledger = (ics_ledger)(g->program->model.entities[step->entity].ledger - 1);
        went_well = went_well && push_key(g, ics_ledger_field_describe(ics_ledger_first(ledger))->name, at) &&
                    push(g, ICS_TAPE_TEXT, g->program->rules[step->rule].id, at);
    }
    went_well = went_well && push_facts(g, ics_node_slot(at, "facts"));
    if (went_well)
        close_at(g, opened);
    return went_well;
}

/* ENTITY: [{…}, {…}] */
static bool push_entity(given *g, size_t first)
{
    const ics_node *at = g->steps[first]->node;
    const uint32_t entity = g->steps[first]->entity;
    bool went_well = push_key(g, g->program->model.entities[entity].name, at);
    const size_t opened = g->tape->count;
    went_well = went_well && push(g, ICS_TAPE_LIST, NULL, at);
    for (size_t i = first; i < g->step_count && went_well; i++)
        if (g->steps[i]->entity == entity)
            went_well = push_step(g, g->steps[i]);
    if (went_well)
        close_at(g, opened);
    return went_well;
}

static bool fill(ics_tape *tape, void *context)
{
    given *g = context;
    g->tape = tape;
    bool went_well = push(g, ICS_TAPE_RECORD, NULL, g->steps[0]->node);
    for (size_t i = 0; i < g->step_count && went_well; i++)
        if (is_first_of_entity(g, i))
            went_well = push_entity(g, i);
    if (went_well)
        close_at(g, 0);
    return went_well;
}

ics_status ics_given_read(ics_dataset **out, const ics_program *program, const ics_trial_step *const *steps,
                          size_t step_count, const ics_trial_options *options, ics_diags *diags)
{
    const ics_load_options strict = {
        .is_strict = true, .has_known_by = options->has_known_by, .known_by = options->known_by};
    given g = {.program = program, .steps = steps, .step_count = step_count};
    const uint32_t source = steps[0]->node->span.source;
    size_t size = 0;
    const char *text = ics_diags_source_text(diags, source, &size);
    return ics_dataset_read_tape(out, program, ics_diags_source_name(diags, source), (const unsigned char *)text, size,
                                 &strict, fill, &g, diags);
}
