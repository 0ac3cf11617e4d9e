/* Rules: head, sentence and tail put together into what the table of outcomes asks for; checks and descriptions. */
#include "sema/context.h"

#include "base/limits.h"
#include "model/key.h"

#include <string.h>

static const struct {
    const char *word;
    ics_modality modality;
    bool negated;
} modalities[] = {
    {"must", ICS_DUTY, false},
    {"shall", ICS_DUTY, false},
    {"must not", ICS_PROHIBITION, true},
    {"shall not", ICS_PROHIBITION, true},
    {"should", ICS_EXPECTATION, false},
    {"should not", ICS_EXPECTATION, true},
    {"should consider", ICS_CONSIDER, false},
    {"is encouraged to", ICS_CONSIDER, false},
    {"are encouraged to", ICS_CONSIDER, false},
    {"may", ICS_PERMISSION, false},
    {"need not", ICS_PERMISSION, true},
};

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static void add_clauses(ics_clauses *all, const ics_node *list)
{
    if (list && all->count < sizeof all->list / sizeof *all->list)
        all->list[all->count++] = list;
}

typedef void clause_fn(ics_sema *sema, ics_rule_meaning *rule, const ics_node *clause, void *context);

static void each_clause(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all, clause_fn *fn, void *context)
{
    const ics_node *clause;
    for (uint32_t i = 0; (clause = ics_clause_at(all, i)); i++)
        fn(sema, rule, clause, context);
}

/* -- heads: citations, words for people, and what is not built */

typedef struct head {
    const ics_node *applies, *standard;
    size_t citation_room;
    const ics_node *cadence, *throughout, *finder, *fresh;
    int32_t first, last; /* days in force, of all versions */
    bool has_days;       /* … are said */
    bool has_start, is_refused;
} head;

static void read_clause(ics_sema *sema, ics_rule_meaning *rule, const ics_node *clause, void *context)
{
    head *h = context;
    switch (clause->kind) {
    case ICS_NODE_CITES:
        ics_cite(sema, ics_slot(clause, "cite"), rule, &h->citation_room);
        break;
    case ICS_NODE_APPLIES:
        h->applies = ics_slot(clause, "subject");
        break;
    case ICS_NODE_INFORCE:
    case ICS_NODE_NOTCOMMENCED:
    case ICS_NODE_GOVERNS:
        h->has_start = true;
        break;
    case ICS_NODE_PROSE:
        if (clause->word && strcmp(clause->word, "remedy") == 0)
            rule->head.remedy = text_of(clause);
        break;
    case ICS_NODE_NOPERIOD:
        rule->no_period = true;
        h->standard = ics_slot(clause, "standard");
        break;
    case ICS_NODE_JUDGEDBY:
        h->finder = clause;
        break;
    case ICS_NODE_OWNFINDING:
        h->finder = clause;
        ics_cite(sema, ics_slot(clause, "cite"), rule, &h->citation_room);
        break;
    case ICS_NODE_THROUGHOUT:
        h->throughout = clause;
        break;
    case ICS_NODE_CADENCE:
        h->cadence = clause;
        break;
    case ICS_NODE_FRESH:
        h->is_refused = h->is_refused || (h->fresh && ics_said_twice(sema, clause, h->fresh));
        h->fresh = clause;
        break;
    case ICS_NODE_ERROR:
        h->is_refused = true;
        break;
    default:
        break;
    }
}

/* -- the ladder */

static bool is_wrong_ladder(const ics_rule_meaning *rule)
{
    const ics_ladder *l = &rule->ladder;
    const ics_expr *all[] = {l->governs, l->stays,     l->applies, l->vacuous, l->done,  l->in_time, l->lifted,
                             l->exempt,  l->due_ahead, l->due,     l->done_on, l->began, rule->mask, rule->about};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (ics_is_wrong(all[i]))
            return true;
    for (uint32_t i = 0; i < rule->part_count; i++)
        if (ics_is_wrong(rule->parts[i].done) || ics_is_wrong(rule->parts[i].in_time))
            return true;
    for (size_t i = 0; i < rule->gap_count; i++)
        if (ics_is_wrong(rule->gaps[i].mask) || ics_is_wrong(rule->gaps[i].list))
            return true;
    return false;
}

static ics_expr *governing_day(ics_sema *sema, const ics_clock *clock, ics_span span)
{
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
    if (clock && sema->occasion.law_day)
        return ics_make(sema, ICS_EXPR_ELSE, span, sema->occasion.law_day,
                        sema->occasion.law_else ? sema->occasion.law_else : today);
    return clock && clock->is_counted ? ics_make(sema, ICS_EXPR_ELSE, span, clock->began, today) : today;
}

static void gaps_govern(ics_sema *sema, ics_rule_meaning *rule, const ics_clauses *all)
{
    if (rule->gap_count == 0)
        return;
    ics_expr *truth = ics_governs(sema, rule, all, NULL, governing_day(sema, NULL, rule->span), NULL);
    for (size_t i = 0; i < rule->gap_count; i++) {
        ics_ladder *ladder = &rule->gaps[i].ladder;
        ladder->governs = truth;
        ladder->applies =
            ics_and(sema, ladder->applies, ics_life_of(sema, ics_row(sema, rule->gaps[i].root, rule->span), NULL));
    }
}

static void place_subject(ics_rule_meaning *rule, const ics_subject *subject)
{
    rule->root = subject->root;
    rule->pair = subject->pair;
    rule->mask = subject->mask;
    rule->about = subject->about;
    rule->head.subject_path = subject->path ? subject->path : "";
    rule->head.owed_by = subject->owed_by ? subject->owed_by : "";
}

static bool set_modality(ics_sema *sema, ics_rule_meaning *rule, const ics_node *sentence, bool *negated)
{
    const char *word = sentence->text ? sentence->text : "";
    for (size_t i = 0; i < sizeof modalities / sizeof *modalities; i++)
        if (strcmp(modalities[i].word, word) == 0) {
            rule->head.modality = (uint8_t)modalities[i].modality;
            rule->head.modality_word = word;
            *negated = modalities[i].negated;
            return true;
        }
    ics_report(sema->diags, ICS_E0304, sentence->span, "'%s' is no modality", word);
    return false;
}

/* The day up to which a body's own standard would have it done: counted from the day on which the duty arose, or from
 * the first day in force. */
static void note_standard(ics_sema *sema, ics_rule_meaning *rule, const ics_node *standard)
{
    ics_expr *arose = rule->ladder.began;
    if (!arose && rule->head.from > ICS_DAY_MIN)
        arose = ics_day(sema, rule->head.from, standard->span);
    if (arose) {
        ics_expr *last = ics_time_from(sema, standard, arose, false, false);
        (void)ics_note_beside(sema, rule, ICS_NOTE_STANDARD, ICS_NONE, standard->span, last);
        return;
    }
    ics_diag *diag =
        ics_report(sema->diags, ICS_E0209, standard->span, "there is no day from which this standard could be counted");
    ics_diag_help(sema->diags, diag,
                  "say when the duty arises ('each time …', 'after …'), or from when it is in force");
}

/* Promptness is a word that nobody computes: the outer limit is judged, and what was not judged is said. */
static void note_promptly(ics_sema *sema, ics_rule_meaning *rule, const ics_node *promptly)
{
    if (!rule->ladder.due)
        rule->no_period = true;
    (void)ics_note_beside(sema, rule, ICS_NOTE_PROMPTLY, ICS_NONE, promptly->span, ics_truth(sema, 1, promptly->span));
}

/* What was so on a last lawful day that is behind may rest on facts that say no days. */
static void note_state(ics_sema *sema, ics_rule_meaning *rule, ics_span span)
{
    const ics_ladder *l = &rule->ladder;
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
    ics_expr *is_behind = ics_make(sema, ICS_EXPR_DATE_LT, span, l->due, today);
    (void)ics_note_beside(sema, rule, ICS_NOTE_STATE, ICS_NONE, span,
                          l->lifted ? ics_and(sema, is_behind, ics_not(sema, l->lifted)) : is_behind);
}

/* What has no day cannot come after one. */
static bool happens_after(ics_sema *sema, const ics_clock *clock, const ics_rule_meaning *rule, const ics_deed *deed)
{
    const bool has_day = deed->done_on || (rule->part_count > 0 && rule->parts[0].done_on);
    if (!clock->after || ics_is_wrong(deed->done) || (has_day && !sema->has_state))
        return true;
    ics_report(sema->diags, ICS_E0209, clock->after->span,
               "what is required here happens on no day, so it cannot come after one");
    return false;
}

/* Which of two are a pair is asked as at the day judged, as whose outcomes there are is. */
static ics_expr *whom_it_applies_to(ics_sema *sema, const ics_rule_meaning *rule, const ics_subject *subject)
{
    return subject->applies == subject->mask
               ? subject->applies
               : ics_as_it_counts(sema, rule, subject->applies, subject->row_scope.depth + 1);
}

/* Two conditions that no words join: each of them is a phrase, and not both. */
static ics_expr *both(ics_sema *sema, ics_expr *a, ics_expr *b)
{
    return a && b ? ics_make(sema, ICS_EXPR_AND, (ics_span){0}, a, b) : a ? a : b;
}

static bool judge_sentence(ics_sema *sema, ics_rule_meaning *rule, const ics_node *sentence, const ics_clauses *all,
                           const head *h)
{
    bool negated = false;
    if (!set_modality(sema, rule, sentence, &negated))
        return false;
    ics_cadence cadence = {.from = h->first, .to = h->last, .has_start = h->has_days, .throughout = h->throughout};
    if (!ics_cadence_read(sema, sentence, h->cadence, &cadence))
        return false;
    if (!ics_joint_fits(sema, sentence) || !ics_evidence_age(sema, h->fresh))
        return false;
    if (negated) /* a prohibition has no clock and is never open */
        rule->no_period = false;
    ics_subject subject;
    const ics_node *one = ics_joint_sentence(sema, sentence, h->applies != NULL);
    ics_subject_of_sentence(sema, rule, h->applies, ics_slot(one, "subject"), &subject);
    if (subject.is_wrong)
        return false;
    place_subject(rule, &subject);
    if (!ics_joint_place(sema, &subject, sentence, rule) || !ics_cadence_place(sema, &cadence, rule, &subject))
        return false;
    ics_clock clock;
    const ics_scope *clock_scope = subject.who.ranges.count > 0 ? &subject.row_scope : &subject.scope;
    const ics_node *requirement = ics_slot(sentence, "requirement"), *limits = ics_slot(sentence, "limits");
    const bool is_allowing = requirement && requirement->kind == ICS_NODE_ALLOW;
    rule->has_limit = ics_node_length(limits) > 0;
    const bool has_clock = is_allowing ? ics_allow_of(sema, clock_scope, requirement, limits, &clock)
                                       : ics_clock_of(sema, clock_scope, limits, &clock);
    /* the end of a year is no limit of what is forbidden: the act lies in the year, or is about it whenever it is done
     */
    const bool is_of_year = negated && !clock.due && !sema->occasion.is_ahead;
    ics_cadence_clock(sema, &cadence, &clock, sentence->span);
    if (clock.due && rule->no_period)
        ics_report(sema->diags, ICS_E0304, sentence->span, "this states a period and says 'no period stated'");
    sema->life_days = (ics_life_days){false, false};
    sema->has_state = sema->asks_state = false;
    const ics_finder before = ics_finder_of(sema, h->finder, subject.scope.row);
    sema->occasion.forbidden_in = negated && rule->head.modality != ICS_PERMISSION ? all : NULL;
    ics_expr *by = is_of_year ? NULL : clock.due;
    ics_deed deed = ics_joint_requirement(sema, &subject, sentence, by, negated, rule);
    sema->occasion.forbidden_in = NULL;
    ics_finder_end(sema, h->finder, before);
    rule->head.is_on_paper = !negated && !h->finder && ics_is_on_paper(requirement);
    const ics_life_days asked = sema->life_days;
    if (!ics_cadence_deed(sema, &cadence, rule, &deed, sentence->span) || !happens_after(sema, &clock, rule, &deed))
        return false;
    ics_ladder *l = &rule->ladder;
    rule->law_day = governing_day(sema, &clock, sentence->span);
    rule->limit = sema->occasion.is_read_when_due ? NULL : clock.due;
    if (negated && rule->head.modality != ICS_PERMISSION && !sema->asks_state && !clock.due && !h->throughout)
        rule->acts =
            (ics_forbidden_acts){.none = deed.done, .first = deed.first_on, .last = deed.last_on, .since = h->first};
    rule->reach = both(sema, whom_it_applies_to(sema, rule, &subject), clock.present);
    rule->life = ics_life_of_debtor(sema, &subject, negated ? NULL : clock.due, asked);
    if (rule->member)
        rule->life = both(sema, rule->life, ics_life_of(sema, rule->member, clock.due));
    rule->life = both(sema, rule->life, cadence.is_counted);
    *l = (ics_ladder){.governs = ics_governs(sema, rule, all, clock_scope, rule->law_day, clock.due),
                      .applies = both(sema, rule->reach, rule->life),
                      .vacuous = deed.vacuous,
                      .done = deed.done,
                      .waived_by = rule->acts.first,
                      .in_time = deed.in_time,
                      .done_on = deed.done_on,
                      .due = negated ? NULL : clock.due,
                      .began = clock.began,
                      .event = sema->occasion.event};
    if (negated && rule->head.modality != ICS_PERMISSION && !sema->asks_state)
        l->stays = ics_breach_stays(sema, rule, all);
    ics_exceptions_of(sema, rule, all, &subject, clock.due, negated, l);
    if (h->throughout)
        ics_throughout_ladder(sema, rule, subject.applies == subject.mask);
    if (h->standard)
        note_standard(sema, rule, h->standard);
    if (clock.promptly)
        note_promptly(sema, rule, clock.promptly);
    if (sema->has_state && !negated)
        note_state(sema, rule, sentence->span);
    if (l->due)
        l->due_ahead = ics_make(sema, ICS_EXPR_DATE_LE, sentence->span,
                                ics_make(sema, ICS_EXPR_DAY, sentence->span, NULL, NULL), clock.due);
    sema->occasion = (ics_occasion){.depths = 0};
    gaps_govern(sema, rule, all);
    if (sema->variation && !ics_variation_narrows(sema, &subject, rule))
        return false;
    return has_clock || !clock.due;
}

/* The truth of a check or description. */
static ics_expr *stated(ics_sema *sema, ics_rule_meaning *rule, const ics_node *node, const ics_node *applies,
                        ics_subject *subject, ics_expr **vacuous)
{
    const ics_node *condition = ics_slot(node, "condition");
    const bool is_description = node->word && strcmp(node->word, "description") == 0;
    rule->head.modality = ICS_STATEMENT;
    rule->head.modality_word = node->word ? node->word : "check";
    rule->head.statement = is_description ? ICS_DESCRIPTION_STATED : ICS_CHECK_STATED;
    ics_subject_of_statement(sema, rule, applies, condition, subject);
    if (subject->is_wrong)
        return NULL;
    sema->may_ask_recorded = !is_description;
    ics_expr *truth = ics_required_condition(sema, &subject->scope, condition, vacuous);
    sema->may_ask_recorded = false;
    return truth;
}

static bool judge_statement(ics_sema *sema, ics_rule_meaning *rule, const ics_node *node, const ics_clauses *all,
                            const head *h)
{
    ics_subject subject;
    ics_expr *vacuous = NULL;
    ics_expr *truth = node->kind == ICS_NODE_QUESTION ? ics_question_asks(sema, rule, node, h->applies, &subject)
                                                      : stated(sema, rule, node, h->applies, &subject, &vacuous);
    if (subject.is_wrong)
        return false;
    place_subject(rule, &subject);
    rule->ladder =
        (ics_ladder){.governs = ics_governs(sema, rule, all, NULL, governing_day(sema, NULL, node->span), NULL),
                     .applies = subject.applies,
                     .vacuous = vacuous,
                     .done = truth};
    gaps_govern(sema, rule, all);
    return !sema->variation || ics_variation_narrows(sema, &subject, rule);
}

/* -- one declaration */

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

static void note_rule(ics_sema *sema, const ics_node *node)
{
    if (!node->text)
        return;
    const ics_named *known = ics_rule_named(sema, node->text, name_span(node));
    if (!known)
        return;
    ics_diag *diag = ics_report(sema->diags, ICS_E0110, name_span(node), "rule %s is already defined", node->text);
    ics_diag_note(sema->diags, diag, known->span, "first defined here");
}

/* @p at: the rule's name, or one of its versions. */
static void warn(ics_sema *sema, const ics_rule_meaning *rule, const ics_node *node, ics_span at, const head *h)
{
    if (rule->head.statement || !node->text || sema->is_trial || sema->body > 0 || sema->is_another_way ||
        ics_diags_error_count(sema->diags) > sema->errors_before)
        return;
    if (rule->head.citation_count == 0) {
        ics_diag *diag = ics_report(sema->diags, ICS_W1001, at,
                                    "rule %s cites nothing: its outcomes are printed as uncited", node->text);
        ics_diag_help(sema->diags, diag, "write 'cites SOURCE place' below its name");
    } else if (!h->has_start && rule->head.force == ICS_BINDING) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_W1002, at,
                       "rule %s cites an instrument and does not say from when it is in force", node->text);
        ics_diag_help(sema->diags, diag, "write 'in force from YYYY-MM-DD'");
    }
}

static bool resolve_statement(ics_sema *sema, const ics_node *node, ics_rule_meaning *rule)
{
    ics_clauses all = {0};
    head h = {0};
    add_clauses(&all, ics_slot(node, "heads"));
    each_clause(sema, rule, &all, read_clause, &h);
    const ics_node *condition = ics_slot(node, node->kind == ICS_NODE_QUESTION ? "asks" : "condition");
    if (!condition || condition->kind == ICS_NODE_ERROR || h.is_refused)
        return false;
    rule->span = rule->head.sentence = condition->span;
    return judge_statement(sema, rule, node, &all, &h) && !is_wrong_ladder(rule);
}

static bool says_days(const ics_clauses *all)
{
    for (size_t l = 0; l < all->count; l++)
        for (uint32_t i = 0; i < all->list[l]->child_count; i++)
            if (all->list[l]->child[i] && all->list[l]->child[i]->kind == ICS_NODE_INFORCE)
                return true;
    return false;
}

/*
 * The days from and to which periods are counted, and a state must hold. Periods in the place of a national rule are
 * that rule's, whichever text governs in each; what is the variation's own begins and ends with it.
 */
static void read_days(const ics_sema *sema, const ics_node *node, head *h)
{
    const ics_variation *v = sema->variation;
    int32_t from, to;
    h->has_days = ics_days_in_force(sema->in_place_of ? sema->in_place_of : node, &h->first, &h->last);
    if (!v || (sema->in_place_of && !h->throughout))
        return;
    const bool has_own = ics_days_in_force(node, &from, &to);
    from = v->from > from ? v->from : from;
    to = v->to < to ? v->to : to;
    h->first = from > h->first ? from : h->first;
    h->last = to < h->last ? to : h->last;
    h->has_days = h->has_days || has_own || v->from > ICS_DAY_MIN || v->to < ICS_DAY_MAX;
    if (h->first > h->last) {
        h->has_days = false; /* it is in force on no day */
        h->first = ICS_DAY_MIN;
        h->last = ICS_DAY_MAX;
    }
}

bool ics_resolve_version(ics_sema *sema, const ics_node *node, const ics_node *version, ics_rule_meaning *rule)
{
    const ics_node *body = version ? version : node;
    ics_clauses all = {0};
    head h = {0};
    add_clauses(&all, ics_slot(node, "heads"));
    if (version)
        add_clauses(&all, ics_slot(version, "heads"));
    add_clauses(&all, ics_slot(body, "tails"));
    if (sema->variation && !sema->in_place_of)
        add_clauses(&all, ics_variation_heads(sema, says_days(&all)));
    each_clause(sema, rule, &all, read_clause, &h);
    read_days(sema, node, &h);
    sema->oldest = NULL;
    const ics_node *sentence = ics_slot(body, "sentence");
    if (!sentence || sentence->kind == ICS_NODE_ERROR || h.is_refused)
        return false;
    rule->span = rule->head.sentence = sentence->span;
    const bool is_judged = judge_sentence(sema, rule, sentence, &all, &h);
    sema->oldest = NULL;
    if (!is_judged || is_wrong_ladder(rule) || !ics_debtor_is_unread(sema, rule))
        return false;
    warn(sema, rule, node, version ? version->span : name_span(node), &h);
    return true;
}

/* By the readings that are taken now. */
static bool resolve_as_read(ics_sema *sema, const ics_node *node, ics_rule_meaning *rule)
{
    const ics_rule_meaning bare = *rule;
    sema->term_budget = (uint32_t)ICS_LIMIT_RULE_STEPS;
    sema->nesting = 0;
    sema->is_tired = false;
    if (node->kind == ICS_NODE_STATEMENT || node->kind == ICS_NODE_QUESTION)
        return resolve_statement(sema, node, rule);
    return (ics_node_length(ics_slot(node, "versions")) > 0 ? ics_resolve_versions(sema, node, rule)
                                                            : ics_resolve_version(sema, node, NULL, rule)) &&
           ics_vary(sema, node, &bare, rule);
}

/* A rule, or the one that stands in for it for another of those who owe it (sema->body). */
static bool resolve_for_body(ics_sema *sema, const ics_node *node, ics_rule_meaning *rule)
{
    sema->used = NULL;
    sema->used_count = 0;
    sema->used_room = 0;
    sema->occasion = (ics_occasion){.depths = 0};
    *rule = (ics_rule_meaning){.head = {.id = text_of(node),
                                        .title = text_of(ics_slot(node, "title")),
                                        .help = node->help ? node->help : "",
                                        .remedy = "",
                                        .modality_word = "",
                                        .subject_path = "",
                                        .owed_by = "",
                                        .owner = "",
                                        .review_by = ICS_NO_DAY,
                                        .force = ICS_OWN_RULE,
                                        .from = ICS_DAY_MIN,
                                        .to = ICS_DAY_MAX,
                                        .span = node->span}};
    const ics_rule_meaning bare = *rule;
    ics_readings_begin(sema);
    const bool good =
        resolve_as_read(sema, node, rule) && ics_resolve_readings(sema, node, &bare, rule, resolve_as_read);
    rule->head.definitions = sema->used;
    rule->head.definition_count = sema->used_count;
    return good && ics_diags_error_count(sema->diags) == sema->errors_before;
}

static bool says_whose(const ics_node *heads)
{
    for (uint32_t i = 0; i < ics_node_length(heads); i++)
        if (heads->child[i] && heads->child[i]->kind == ICS_NODE_APPLIES)
            return true;
    return false;
}

static uint32_t rules_of(const ics_node *node)
{
    if (node->kind != ICS_NODE_RULE)
        return 1;
    const ics_node *versions = ics_slot(node, "versions");
    const ics_node *first = ics_node_length(versions) > 0 ? versions->child[0] : node;
    const ics_node *sentence = first ? ics_slot(first, "sentence") : NULL;
    const bool has_applies = says_whose(ics_slot(node, "heads")) || says_whose(ics_slot(first, "heads"));
    return sentence ? ics_joint_rules(sentence, has_applies) : 1;
}

void ics_resolve_rule(ics_sema *sema, const ics_node *node)
{
    ics_rule_meaning rule, other;
    const uint32_t rules = rules_of(node), own = (uint32_t)sema->out->rule_count;
    const size_t before = sema->stand_in_count;
    sema->errors_before = ics_diags_error_count(sema->diags);
    note_rule(sema, node);
    bool good = resolve_for_body(sema, node, &rule);
    for (sema->body = 1; good && sema->body < rules; sema->body++) {
        good = resolve_for_body(sema, node, &other);
        other.head.stands_for = own + 1;
        other.head.variation = sema->variation ? sema->variation->id + 1 : 0;
        ICS_PUSH(sema->arena, sema->stand_ins, sema->stand_in_count, sema->stand_in_room, other);
    }
    sema->body = 0;
    if (!good) {
        sema->stand_in_count = before;
        return;
    }
    if (node->text)
        ics_rule_known(sema, node->text)->id = own;
    if (node->kind == ICS_NODE_RULE && node->text)
        ics_note_precedence(sema, node);
    if (sema->variation) {
        rule.head.variation = sema->variation->id + 1;
        ics_variation_adds(sema, node, &rule);
    }
    ICS_PUSH(sema->arena, sema->out->rules, sema->out->rule_count, sema->out->rule_room, rule);
}

void ics_resolve_rules(ics_sema *sema)
{
    const ics_rule_order order = ics_order_rules(sema);
    sema->out->rule_room = order.count + 1; /* they are large, and each makes one: moved once, they double the memory */
    sema->out->rules = ICS_ARENA_ARRAY(sema->arena, ics_rule_meaning, sema->out->rule_room);
    for (size_t i = 0; i < order.count; i++) {
        sema->file = order.items[i].file;
        sema->variation = NULL;
        if (order.items[i].variation)
            ics_variation_begin(sema, order.items[i].variation);
        ics_resolve_rule(sema, order.items[i].node);
    }
}
