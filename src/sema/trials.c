/* Tests: whether what they name exists, which rule each expectation is about, and the rules that they give themselves.
 */
#include "sema/context.h"

#include "base/date.h"
#include "base/limits.h"
#include "model/ledger.h"

#include <string.h>

/* A test while it is read. */
typedef struct trial {
    ics_trial_meaning meaning;
    size_t number;      /* from 1, over all files */
    size_t given_rules; /* how many are its own: the last of sema's */
    bool has_given, has_expected;
} trial;

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

/* -- what is given */

static void check_facts(ics_sema *sema, uint32_t entity, const ics_node *facts, uint32_t depth);

/* Keys by which a value carries its evidence; the loader of data knows what each may hold. */
static bool is_key_of_wrapper(const char *name)
{
    static const char *const keys[] = {"value",     "source",   "kind",       "from",    "to",    "recorded",
                                       "review by", "role",     "body",       "date",    "basis", "review date",
                                       "as at",     "complete", "holds from", "holds to"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], name) == 0)
            return true;
    return false;
}

static void refuse_value(ics_sema *sema, const ics_node *value)
{
    ics_diag *diag = ics_report(sema->diags, ICS_E0303, value->span, "a test gives values, and this is none");
    ics_diag_help(sema->diags, diag, "write a value (2024-05-20, yes, absent, a name), a list [...] or a record {...}");
}

/* @p entity: of the records in it, ICS_NONE where the attribute holds none. */
static void check_value(ics_sema *sema, uint32_t entity, const ics_node *value, uint32_t depth)
{
    if (depth + 4 > ICS_DATA_NESTING) { /* the description around it takes the rest */
        ics_report(sema->diags, ICS_E0005, value->span, "values lie in one another more than %d deep (limit %s)",
                   ICS_DATA_NESTING - 4, "DATA_NESTING");
        return;
    }
    switch (value->kind) {
    case ICS_NODE_RECORD:
        check_facts(sema, entity, value, depth + 1);
        break;
    case ICS_NODE_LIST:
        for (uint32_t i = 0; i < value->child_count; i++)
            check_value(sema, entity, value->child[i], depth + 1);
        break;
    case ICS_NODE_PARTIAL:
        check_value(sema, entity, ics_node_slot(value, "value"), depth + 1);
        break;
    case ICS_NODE_PERCENT:
        if (ics_node_slot(value, "of"))
            refuse_value(sema, value);
        break;
    case ICS_NODE_SPAN:
        if (ics_node_slot(value, "beginning"))
            refuse_value(sema, value);
        break;
    case ICS_NODE_PATH:
        if (value->child_count != 1 || value->child[0]->kind != ICS_NODE_STEP)
            refuse_value(sema, value);
        break;
    case ICS_NODE_NUMBER:
    case ICS_NODE_MONEY:
    case ICS_NODE_DATE:
    case ICS_NODE_FINANCIALYEAR:
    case ICS_NODE_STRING:
    case ICS_NODE_YES:
    case ICS_NODE_NO:
    case ICS_NODE_ABSENT:
        break;
    default:
        refuse_value(sema, value);
    }
}

static void check_facts(ics_sema *sema, uint32_t entity, const ics_node *facts, uint32_t depth)
{
    for (uint32_t i = 0; i < ics_node_length(facts); i++) {
        const ics_node *fact = facts->child[i], *value = ics_node_slot(fact, "value");
        const uint32_t attribute = entity == ICS_NONE ? ICS_NONE : ics_attribute_named(sema, entity, fact->text);
        if (attribute != ICS_NONE) {
            const ics_attribute *found = &sema->model->attributes[attribute];
            const bool holds_records =
                found->type == ICS_TYPE_REF || found->type == ICS_TYPE_LIST || found->element == ICS_TYPE_REF;
            check_value(sema, holds_records ? found->target : ICS_NONE, value, depth);
        } else if (facts->kind == ICS_NODE_RECORD && is_key_of_wrapper(fact->text)) {
            check_value(sema, entity, value, depth);
        } else if (entity != ICS_NONE) {
            ics_no_attribute(sema, name_span(fact), entity, fact->text);
        } else {
            ics_diag *diag = ics_report(sema->diags, ICS_E0303, name_span(fact), "no record belongs here");
            ics_diag_help(sema->diags, diag, "this attribute holds plain values");
        }
    }
}

static void add_given(ics_sema *sema, trial *t, const ics_node *node)
{
    ics_trial_step step = {.node = node, .entity = ics_entity_named(sema, node->text), .days = ICS_NO_DAY};
    t->has_given = true;
    if (step.entity == ICS_NONE) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, name_span(node),
                                    "a test is given a record, and '%s' is no entity", node->text);
        ics_diag_help(sema->diags, diag, "write 'given ENTITY with ATTRIBUTE VALUE, …'");
        return;
    }
    check_facts(sema, step.entity, ics_node_slot(node, "facts"), 0);
    ICS_PUSH(sema->arena, t->meaning.steps, t->meaning.step_count, t->meaning.step_room, step);
}

/* `given rule ID SENTENCE`: a rule like any other, under a name that no other test can take. */
static void add_given_rule(ics_sema *sema, trial *t, const ics_node *node)
{
    enum { TITLE, HEADS, SENTENCE, TAILS, VERSIONS, SLOTS }; /* of RULE in nodes.def */
    ics_node *rule = ICS_ARENA_NEW(sema->arena, ics_node);
    *rule = *node;
    rule->kind = ICS_NODE_RULE;
    rule->text = ics_text_of(sema, "%s (test %zu)", node->text, t->number);
    rule->child = ICS_ARENA_ARRAY(sema->arena, ics_node *, SLOTS);
    rule->child_count = SLOTS;
    rule->child[SENTENCE] = ics_node_slot(node, "sentence");
    sema->is_trial = true;
    ics_resolve_rule(sema, rule);
    sema->is_trial = false;
    t->given_rules++;
}

/* -- what is expected */

/* The days of "3 days" and "2 weeks overdue". */
static int32_t read_days(ics_sema *sema, const ics_node *span)
{
    const bool is_weeks = span->text && strcmp(span->text, "weeks") == 0;
    const bool is_days = span->kind == ICS_NODE_SPAN && span->text && (is_weeks || strcmp(span->text, "days") == 0);
    const int64_t count = span->number / ICS_DECIMAL_ONE * (is_weeks ? 7 : 1);
    if (is_days && span->number % ICS_DECIMAL_ONE == 0 && count >= 0 && count <= ICS_DAY_MAX)
        return (int32_t)count;
    ics_report(sema->diags, ICS_E0303, span->span, "an outcome counts in whole days or weeks");
    return ICS_NO_DAY;
}

/* A day, not a month or a year: an outcome is as at one. */
static void check_day(ics_sema *sema, const ics_node *date)
{
    if (date->first_day == date->last_day)
        return;
    ics_diag *diag = ics_report(sema->diags, ICS_E0303, date->span, "a day is needed here, and this is a longer time");
    ics_diag_help(sema->diags, diag, "write year, month and day: 2023-06-01");
}

static bool find_state(const char *word, ics_outcome *out)
{
    for (int state = 0; word && state < ICS_OUTCOME_COUNT; state++)
        if (strcmp(ics_outcome_name((ics_outcome)state), word) == 0) {
            *out = (ics_outcome)state;
            return true;
        }
    return false;
}

/* Of a rule, or of one of its versions. */
static bool has_letter(const ics_rule_meaning *rule, const char *letter)
{
    for (uint32_t i = 0; i < rule->head.letter_count; i++)
        if (strcmp(rule->head.letters[i].label, letter) == 0)
            return true;
    for (uint32_t v = 0; v < rule->version_count; v++)
        if (has_letter(&rule->versions[v], letter)) /* a version has none of its own */
            return true;
    return false;
}

/* `(b) not met`: a letter that the rule has. */
static void check_part(ics_sema *sema, const ics_node *part, const ics_trial_step *step)
{
    const ics_rule_meaning *rule = step->rule == ICS_NONE ? NULL : &sema->out->rules[step->rule];
    ics_outcome state;
    if (rule && ics_diags_error_count(sema->diags) == 0 && !has_letter(rule, part->text)) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0304, part->span, "%s has no part (%s)", rule->head.id, part->text);
        ics_diag_help(sema->diags, diag, "the parts of an outcome are the letters of what its rule requires");
    } else if (!find_state(part->word, &state)) {
        ics_report(sema->diags, ICS_E0304, part->span, "no outcome is called '%s'", part->word);
    }
}

static void read_details(ics_sema *sema, const ics_node *details, ics_trial_step *step)
{
    for (uint32_t i = 0; i < ics_node_length(details); i++) {
        const ics_node *detail = details->child[i];
        if (detail->kind == ICS_NODE_PARTSTATE)
            check_part(sema, detail, step);
        else if (strcmp(detail->word, "days") == 0 || strcmp(detail->word, "overdue") == 0)
            step->days = read_days(sema, ics_node_slot(detail, "value"));
        else if (strcmp(detail->word, "by") == 0)
            check_day(sema, ics_node_slot(detail, "value"));
    }
}

/* Whether a mistake that was said took the rule away: its own, or that of a pack that is not there. */
static bool is_lost(const ics_sema *sema, const char *name)
{
    for (size_t f = 0; f < sema->syntax->file_count; f++) {
        const ics_node *tree = sema->syntax->files[f].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_ERROR && ics_same_name(tree->child[i]->text, name))
                return true;
    }
    for (size_t i = 0; i < ics_diags_count(sema->diags); i++)
        if (ics_diags_at(sema->diags, i)->code == ICS_E0113)
            return true;
    return false;
}

/* The rule that is meant: one of the test's own, else of those that the file sees. */
static uint32_t find_rule(ics_sema *sema, const trial *t, const ics_node *node)
{
    const ics_named *found =
        t->given_rules > 0 ? ics_rule_known(sema, ics_text_of(sema, "%s (test %zu)", node->text, t->number)) : NULL;
    if (!found)
        found = ics_rule_known(sema, node->text);
    if (found && ics_sees(sema, found->file))
        return found->id;
    if (!is_lost(sema, node->text))
        ics_no_rule(sema, name_span(node), node->text);
    return ICS_NONE;
}

/* `given waiver of R with …`: a row of that register. */
static void add_ledger_row(ics_sema *sema, trial *t, const ics_node *node)
{
    static const struct {
        const char *word;
        ics_ledger ledger;
    } words[] = {{"waiver of", ICS_WAIVERS}, {"attestation of", ICS_ATTESTATIONS}, {"answer to", ICS_ANSWERS}};
    ics_trial_step step = {.node = node, .entity = ICS_NONE, .rule = find_rule(sema, t, node), .days = ICS_NO_DAY};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, node->word) == 0)
            step.entity = ics_ledger_entity(sema->model, words[i].ledger);
    if (step.rule == ICS_NONE || step.entity == ICS_NONE)
        return;
    t->has_given = true;
    check_facts(sema, step.entity, ics_node_slot(node, "facts"), 0);
    ICS_PUSH(sema->arena, t->meaning.steps, t->meaning.step_count, t->meaning.step_room, step);
}

static void add_expectation(ics_sema *sema, trial *t, const ics_node *node)
{
    ics_trial_step step = {.node = node, .rule = find_rule(sema, t, node), .days = ICS_NO_DAY};
    t->has_expected = true;
    if (!find_state(node->word, &step.state))
        ics_report(sema->diags, ICS_E0304, node->span, "no outcome is called '%s'", node->word ? node->word : "");
    if (!t->has_given) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0116, node->span, "something is expected before anything is given");
        ics_diag_help(sema->diags, diag, "write 'given ENTITY' above it");
    }
    read_details(sema, ics_node_slot(node, "details"), &step);
    ICS_PUSH(sema->arena, t->meaning.steps, t->meaning.step_count, t->meaning.step_room, step);
}

/* -- a test */

static void add_step(ics_sema *sema, trial *t, const ics_node *node)
{
    const ics_trial_step step = {.node = node, .days = ICS_NO_DAY};
    switch (node->kind) {
    case ICS_NODE_GIVEN:
        add_given(sema, t, node);
        break;
    case ICS_NODE_GIVENRULE:
        add_given_rule(sema, t, node);
        break;
    case ICS_NODE_WAIVER:
        add_ledger_row(sema, t, node);
        break;
    case ICS_NODE_ASAT:
        check_day(sema, node);
        ICS_PUSH(sema->arena, t->meaning.steps, t->meaning.step_count, t->meaning.step_room, step);
        break;
    case ICS_NODE_EXPECT:
        add_expectation(sema, t, node);
        break;
    default: /* it could not be parsed, and that was said */
        break;
    }
}

static void check_trial(ics_sema *sema, const ics_node *node)
{
    trial t = {.meaning = {.node = node}, .number = sema->out->trial_count + 1};
    const ics_node *steps = ics_node_slot(node, "steps");
    const size_t errors = ics_diags_error_count(sema->diags);
    for (uint32_t i = 0; i < ics_node_length(steps); i++)
        if (steps->child[i])
            add_step(sema, &t, steps->child[i]);
    if (!t.has_expected && ics_diags_error_count(sema->diags) == errors) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0116, ics_node_slot(node, "title")->span, "the test expects nothing");
        ics_diag_help(sema->diags, diag, "write 'expect RULE STATE'");
    }
    ICS_PUSH(sema->arena, sema->out->trials, sema->out->trial_count, sema->out->trial_room, t.meaning);
}

void ics_sema_check_trials(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_syntax_file *file = &sema->syntax->files[sema->file];
        for (uint32_t i = 0; file->pack == 0 && i < ics_node_length(file->tree); i++)
            if (file->tree->child[i] && file->tree->child[i]->kind == ICS_NODE_TEST)
                check_trial(sema, file->tree->child[i]);
    }
}
