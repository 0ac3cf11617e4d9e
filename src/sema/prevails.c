/*
 * `subject to` and `despite` (docs/decisions.md, 49): where the rule that prevails applies, the other is exempt. Both
 * are about the same things, so that what one asks of a row can be asked in the ladder of the other.
 */
#include "sema/context.h"

#include <string.h>

static ics_span name_span(const ics_node *node)
{
    return node->text_span.source ? node->text_span : node->span;
}

/* -- what rules say */

static bool gives_reason(const ics_node *tails)
{
    for (uint32_t i = 0; i < ics_node_length(tails); i++)
        if (tails->child[i] && tails->child[i]->kind == ICS_NODE_PROSE && tails->child[i]->word &&
            strcmp(tails->child[i]->word, "because") == 0)
            return true;
    return false;
}

static void note_clauses(ics_sema *sema, const ics_node *tails, const char *name)
{
    for (uint32_t i = 0; i < ics_node_length(tails); i++) {
        const ics_node *clause = tails->child[i];
        if (!clause || !clause->text || (clause->kind != ICS_NODE_SUBJECTTO && clause->kind != ICS_NODE_DESPITE))
            continue;
        const bool is_despite = clause->kind == ICS_NODE_DESPITE;
        const ics_precedence said = {.yields = is_despite ? clause->text : name,
                                     .prevails = is_despite ? name : clause->text,
                                     .clause = clause,
                                     .file = sema->file,
                                     .is_local = sema->variation != NULL,
                                     .is_reasoned = gives_reason(tails)};
        ICS_PUSH(sema->arena, sema->precedences, sema->precedence_count, sema->precedence_room, said);
    }
}

void ics_note_precedence(ics_sema *sema, const ics_node *rule)
{
    const ics_node *versions = ics_slot(rule, "versions");
    note_clauses(sema, ics_slot(rule, "tails"), rule->text);
    for (uint32_t i = 0; i < ics_node_length(versions); i++)
        if (versions->child[i] && versions->child[i]->kind == ICS_NODE_VERSION)
            note_clauses(sema, ics_slot(versions->child[i], "tails"), rule->text);
}

/* -- whether a rule applies to a row */

/* Of versions the first that governs says so: a local text stands before those in whose place it is. */
static ics_expr *applies_in(ics_sema *sema, const ics_rule_meaning *rule, ics_expr *rest, ics_span span)
{
    const ics_ladder *l = &rule->ladder;
    ics_expr *governs = l->governs ? ics_where_law_is_sure(sema, l->governs, ics_law_is_sure(sema, rule, span)) : NULL;
    const bool is_throughout = rule->each_day.range != NULL; /* it prevails on the day judged, not on days behind */
    ics_expr *truth = is_throughout ? ics_and(sema, rule->scope, ics_and(sema, rule->reach, rule->life)) : l->applies;
    ics_expr *exempt = is_throughout ? rule->each_day.exempt : l->exempt;
    if (l->vacuous)
        truth = ics_and(sema, truth, ics_not(sema, l->vacuous));
    if (exempt)
        truth = ics_and(sema, truth, ics_not(sema, exempt));
    return ics_by_first(sema, governs, truth ? truth : ics_truth(sema, 1, span), rest);
}

/* Written as one phrase, the clause that says so: "subject to HE-DISCLOSURE: yes". */
static ics_expr *prevailing(ics_sema *sema, const ics_rule_meaning *rule, const ics_rule_meaning *over, ics_span span)
{
    ics_expr *truth = NULL;
    for (uint32_t i = rule->version_count; i-- > 0;)
        truth = applies_in(sema, &rule->versions[i], truth, span);
    if (rule->version_count == 0)
        truth = applies_in(sema, rule, NULL, span);
    ics_expr *there = rule->mask;
    if (!ics_model_is_a(sema->model, over->root->entity, rule->root->entity))
        there = ics_and(sema, there, ics_kind(sema, ics_row(sema, over->root, span), rule->root->entity, span));
    return ics_make(sema, ICS_EXPR_AND, span, there ? there : ics_truth(sema, 1, span), truth);
}

static void exempt(ics_sema *sema, ics_rule_meaning *rule, ics_expr *prevails)
{
    if (rule->each_day.range)
        ics_throughout_except(sema, rule, prevails);
    else
        rule->ladder.exempt = ics_or(sema, rule->ladder.exempt, ics_as_it_counts(sema, rule, prevails, 0));
    for (uint32_t i = 0; i < rule->version_count; i++)
        exempt(sema, &rule->versions[i], prevails);
}

/* What an explanation says of it: the rule that prevails, by its number, with what that cites. */
static void note(ics_sema *sema, ics_rule_meaning *rule, uint32_t over, ics_span span, ics_expr *prevails)
{
    const ics_rule *head = &sema->out->rules[over].head;
    const uint32_t at =
        ics_note_beside(sema, rule, ICS_NOTE_PREVAILS, over, span, ics_as_it_counts(sema, rule, prevails, 0));
    rule->notes[at].info.citations = head->citations;
    rule->notes[at].info.citation_count = head->citation_count;
}

/* -- readings: those of the rule that prevails are those of the one that yields */

static uint32_t taken_by(const ics_rule_meaning *way, size_t place)
{
    return way->taken ? way->taken[place] : ICS_NONE;
}

/* Whether two ways take the same reading of each place that both hang on. */
static bool go_together(const ics_sema *sema, const ics_rule_meaning *a, const ics_rule_meaning *b)
{
    for (size_t i = 0; i < sema->place_count; i++)
        if (taken_by(a, i) != ICS_NONE && taken_by(b, i) != ICS_NONE && taken_by(a, i) != taken_by(b, i))
            return false;
    return true;
}

/* A way of its own of a rule: what is put into it is not put into others. */
static ics_rule_meaning own_way(ics_sema *sema, const ics_rule_meaning *way, const ics_rule_meaning *with)
{
    ics_rule_meaning own = *way;
    own.versions = ICS_ARENA_ARRAY(sema->arena, ics_rule_meaning, (size_t)way->version_count + 1);
    for (uint32_t i = 0; i < way->version_count; i++)
        own.versions[i] = way->versions[i];
    own.taken = ICS_ARENA_ARRAY(sema->arena, uint32_t, sema->place_count + 1);
    for (size_t i = 0; i < sema->place_count; i++)
        own.taken[i] = taken_by(way, i) != ICS_NONE ? taken_by(way, i) : taken_by(with, i);
    own.ways = NULL;
    own.way_count = 0;
    return own;
}

/* Each way of a rule with each way of the one that prevails that goes with it. False (said) where they are too many. */
static bool exempt_as_read(ics_sema *sema, ics_rule_meaning *rule, const ics_rule_meaning *over, ics_span span)
{
    const ics_rule_meaning *own = rule->way_count > 0 ? rule->ways : rule;
    const uint32_t own_count = rule->way_count > 0 ? rule->way_count : 1;
    ics_rule_meaning *ways = ICS_ARENA_ARRAY(sema->arena, ics_rule_meaning, ICS_READINGS_COMBINED);
    uint32_t count = 0;
    for (uint32_t i = 0; i < own_count; i++)
        for (uint32_t w = 0; w < over->way_count; w++) {
            if (!go_together(sema, &own[i], &over->ways[w]))
                continue;
            if (count == ICS_READINGS_COMBINED) {
                ics_report(sema->diags, ICS_E0245, span, "the readings that this hangs on combine in more than %d ways",
                           ICS_READINGS_COMBINED);
                return false;
            }
            ways[count] = own_way(sema, &own[i], &over->ways[w]);
            exempt(sema, &ways[count++], prevailing(sema, &over->ways[w], rule, span));
        }
    rule->head.readings = ICS_ARENA_ARRAY(sema->arena, const char *, (size_t)count + 1);
    rule->head.reading_count = rule->way_count = count;
    rule->ways = ways;
    rule->ladder = ways[0].ladder;
    rule->versions = ways[0].versions;
    rule->taken = ways[0].taken;
    for (uint32_t i = 0; i < count; i++)
        rule->head.readings[i] = ics_readings_taken(sema, ways[i].taken);
    return true;
}

static bool yield_to(ics_sema *sema, ics_rule_meaning *rule, uint32_t prevails, ics_span span)
{
    const ics_rule_meaning *over = &sema->out->rules[prevails];
    ics_expr *truth = prevailing(sema, over, rule, span);
    if (over->way_count == 0) {
        for (uint32_t i = 0; i < rule->way_count; i++)
            exempt(sema, &rule->ways[i], truth);
        exempt(sema, rule, truth);
    } else if (!exempt_as_read(sema, rule, over, span)) {
        return false;
    }
    for (uint32_t i = 0; i < rule->version_count; i++)
        note(sema, &rule->versions[i], prevails, span, truth);
    if (rule->version_count == 0)
        note(sema, rule, prevails, span, truth);
    return true;
}

/* -- in order */

/* The rule that a clause names; NULL where it has mistakes, or is not there (said). */
static ics_rule_meaning *named(ics_sema *sema, const ics_precedence *said, const char *name)
{
    const ics_named *known = ics_rule_known(sema, name);
    sema->file = said->file;
    if (!known || !ics_sees(sema, known->file)) {
        ics_no_rule(sema, name_span(said->clause), name);
        return NULL;
    }
    return known->id < sema->out->rule_count ? &sema->out->rules[known->id] : NULL;
}

/* One that has an outcome for each period prevails over one that has one for each of the same periods. */
static bool fits_in_time(const ics_rule_meaning *yields, const ics_rule_meaning *prevails)
{
    const ics_range *a = yields->when.range[0], *b = prevails->when.range[0];
    if (prevails->when.count == 0)
        return true;
    return yields->when.count == 1 && prevails->when.count == 1 && a->source == ICS_RANGE_PERIODS &&
           b->source == ICS_RANGE_PERIODS && a->depth == b->depth && a->period == b->period &&
           a->is_ahead == b->is_ahead && a->months == b->months &&
           (a->period != ICS_PERIOD_STRETCH || ics_is_same(a->from, b->from));
}

/* -- force: what has less exempts nobody from what has more, unless that says so itself */

static const ics_rule_meaning *text_of(const ics_rule_meaning *rule, uint32_t i)
{
    return rule->version_count > 0 ? &rule->versions[i] : rule;
}

/* The text of the rule that prevails which has less force than one of the other, on some day of both; else NULL. */
static const ics_rule_meaning *weaker(const ics_rule_meaning *prevails, const ics_rule_meaning *yields,
                                      const ics_rule_meaning **than)
{
    for (uint32_t i = 0; i == 0 || i < prevails->version_count; i++)
        for (uint32_t k = 0; k == 0 || k < yields->version_count; k++) {
            const ics_rule *over = &text_of(prevails, i)->head;
            *than = text_of(yields, k);
            if (over->force > (*than)->head.force && over->from <= (*than)->head.to && (*than)->head.from <= over->to)
                return text_of(prevails, i);
        }
    return NULL;
}

/* Whether the rule that yields says so itself. */
static bool yields_of_itself(const ics_sema *sema, const ics_precedence *said)
{
    for (size_t i = 0; i < sema->precedence_count; i++) {
        const ics_precedence *other = &sema->precedences[i];
        if (other->clause->kind == ICS_NODE_SUBJECTTO &&
            ics_key_equal(other->yields, strlen(other->yields), said->yields, strlen(said->yields)) &&
            ics_key_equal(other->prevails, strlen(other->prevails), said->prevails, strlen(said->prevails)))
            return true;
    }
    return false;
}

static bool has_force(ics_sema *sema, const ics_precedence *said, const ics_rule_meaning *yields,
                      const ics_rule_meaning *prevails)
{
    const ics_rule_meaning *than = NULL, *found = weaker(prevails, yields, &than);
    if (!found || yields_of_itself(sema, said))
        return true;
    ics_diag *diag = ics_report(sema->diags, ICS_E0296, said->clause->span,
                                "rule %s (%s) cannot prevail over rule %s (%s), which has more force", said->prevails,
                                ics_force_name((ics_force)found->head.force), said->yields,
                                ics_force_name((ics_force)than->head.force));
    ics_diag_note(sema->diags, diag, than->span, "rule %s", said->yields);
    ics_diag_help(
        sema->diags, diag,
        "leave 'despite %s' out; cite the law by which this prevails; or that rule says 'subject to %s' itself",
        said->yields, said->prevails);
    return false;
}

/* A variation's own rule before which a national one gives way: for a reason, and listed as a departure from it. */
static bool is_for_a_reason(ics_sema *sema, const ics_precedence *said, const ics_rule_meaning *yields,
                            const ics_rule_meaning *prevails)
{
    if (!said->is_local || said->clause->kind != ICS_NODE_DESPITE || yields->head.variation)
        return true;
    if (!said->is_reasoned) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0253, said->clause->span,
                                    "a variation frees from rule %s for a reason, and none is given", said->yields);
        ics_diag_note(sema->diags, diag, yields->span, "the national text");
        ics_diag_help(sema->diags, diag, "write 'because \"…\"' below the sentence");
        return false;
    }
    ics_meaning *out = sema->out;
    for (size_t i = 0; i < out->departure_count; i++) {
        ics_departure departure = out->departures[i];
        if (departure.kind != ICS_ADDS || departure.span.source != prevails->span.source ||
            departure.span.start != prevails->span.start)
            continue;
        const bool is_first = departure.national[0] == '\0';
        departure.national = said->yields;
        departure.national_span = yields->span;
        if (is_first)
            out->departures[i] = departure;
        else
            ICS_PUSH(sema->arena, out->departures, out->departure_count, out->departure_room, departure);
        break;
    }
    return true;
}

static bool fits(ics_sema *sema, const ics_precedence *said, const ics_rule_meaning *yields,
                 const ics_rule_meaning *prevails)
{
    const ics_model *model = sema->model;
    const bool is_same_table =
        model->entities[yields->root->entity].root == model->entities[prevails->root->entity].root;
    if (!is_same_table || yields->pair || prevails->pair || !fits_in_time(yields, prevails)) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0247, said->clause->span,
                       "rule %s cannot prevail over rule %s: they are not about the same things, one by one",
                       said->prevails, said->yields);
        ics_diag_note(sema->diags, diag, said->clause->kind == ICS_NODE_DESPITE ? yields->span : prevails->span,
                      "the other");
        return false;
    }
    if (!said->is_local || said->clause->kind != ICS_NODE_DESPITE || yields->head.variation ||
        yields->head.force != ICS_BINDING)
        return has_force(sema, said, yields, prevails) && is_for_a_reason(sema, said, yields, prevails);
    ics_diag *diag = ics_report(sema->diags, ICS_E0250, said->clause->span,
                                "a variation exempts nobody from rule %s, which binds", said->yields);
    ics_diag_note(sema->diags, diag, yields->span, "the national duty");
    return false;
}

typedef enum mark { NOT_SEEN, OPEN, DONE } mark;

/* Settles what prevails over a rule after what prevails over that; false where the rules go round in a ring (said). */
static bool settle(ics_sema *sema, const char *name, uint8_t *marks)
{
    const ics_named *rule = ics_rule_known(sema, name);
    if (!rule || rule->id >= sema->out->rule_count || marks[rule->id] == DONE)
        return true;
    if (marks[rule->id] == OPEN || !ics_enter(sema, rule->span)) {
        ics_report(sema->diags, ICS_E0248, rule->span, "rule %s prevails over itself, through others", name);
        return false;
    }
    marks[rule->id] = OPEN;
    bool is_good = true;
    for (size_t i = 0; i < sema->precedence_count && is_good; i++) {
        const ics_precedence *said = &sema->precedences[i];
        if (!ics_key_equal(said->yields, strlen(said->yields), name, strlen(name)))
            continue;
        is_good = settle(sema, said->prevails, marks);
        ics_rule_meaning *yields = is_good ? named(sema, said, said->yields) : NULL;
        ics_rule_meaning *prevails = yields ? named(sema, said, said->prevails) : NULL;
        if (prevails && fits(sema, said, yields, prevails))
            is_good = yield_to(sema, yields, (uint32_t)(prevails - sema->out->rules), said->clause->span);
    }
    ics_leave(sema);
    marks[rule->id] = DONE;
    return is_good;
}

void ics_settle_precedence(ics_sema *sema)
{
    uint8_t *marks = ICS_ARENA_ARRAY(sema->arena, uint8_t, sema->out->rule_count + 1);
    sema->nesting = 0;
    sema->is_tired = false;
    sema->term_budget = UINT32_MAX;
    for (size_t i = 0; i < sema->precedence_count; i++) {
        const ics_precedence *said = &sema->precedences[i];
        sema->file = said->file;
        if (!ics_rule_known(sema, said->yields) || !ics_rule_known(sema, said->prevails))
            ics_no_rule(sema, name_span(said->clause), said->clause->text);
        else if (!settle(sema, said->yields, marks))
            return;
    }
}
