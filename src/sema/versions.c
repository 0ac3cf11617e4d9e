/*
 * Rules of several versions: each is resolved like a rule of its own, and what they have in common is checked: the
 * subject, and days in force that do not overlap (docs/decisions.md, 31).
 */
#include "sema/context.h"

#include <stdlib.h>
#include <string.h>

/* -- numbers */

static bool number_of(ics_sema *sema, const ics_node *version, uint32_t *out)
{
    const ics_decimal number = version->has_number ? version->number / ICS_DECIMAL_ONE : 0;
    *out = (uint32_t)number;
    if (number >= 1 && number <= ICS_CHOICE_OPTIONS && number * ICS_DECIMAL_ONE == version->number)
        return true;
    ics_report(sema->diags, ICS_E0205, version->span, "versions are numbered from 1 to %d", ICS_CHOICE_OPTIONS);
    return false;
}

static bool numbers_differ(ics_sema *sema, const ics_node *versions)
{
    uint32_t number = 0, other = 0;
    const ics_node *seen[ICS_CHOICE_OPTIONS + 1] = {NULL};
    for (uint32_t i = 0; i < versions->child_count; i++) {
        const ics_node *version = versions->child[i];
        if (!version || version->kind != ICS_NODE_VERSION || !number_of(sema, version, &number))
            return false;
        if (seen[number]) {
            ics_diag *diag = ics_report(sema->diags, ICS_E0205, version->span, "there are two versions %u", number);
            ics_diag_note(sema->diags, diag, seen[number]->span, "the first");
            return false;
        }
        seen[number] = version;
        other++;
    }
    return other > 0;
}

/* -- days in force */

/* One stretch of days of one version. */
typedef struct stretch {
    int32_t from, to;
    ics_span span;
    uint32_t version;
} stretch;

typedef struct stretches {
    stretch *items;
    size_t count, room;
    bool is_fixed; /* every version says its days … */
    bool is_plain; /* … and nothing else decides whether it governs: it is not repealed or spent */
} stretches;

static void add_clauses(ics_sema *sema, stretches *all, const ics_node *list, uint32_t version, bool *says)
{
    for (uint32_t i = 0; i < ics_node_length(list); i++) {
        const ics_node *clause = list->child[i];
        if (!clause)
            continue;
        const bool is_not_commenced = clause->kind == ICS_NODE_NOTCOMMENCED;
        *says |= clause->kind == ICS_NODE_GOVERNS || is_not_commenced || clause->kind == ICS_NODE_INFORCE;
        all->is_fixed &= clause->kind != ICS_NODE_GOVERNS && !is_not_commenced;
        const bool is_spent = clause->word && strcmp(clause->word, "spent") == 0;
        all->is_plain &= clause->kind != ICS_NODE_INFORCE || !clause->word || !*clause->word;
        for (uint32_t p = 0; clause->kind == ICS_NODE_INFORCE && p < clause->child_count; p++) {
            const ics_node *period = clause->child[p], *from = ics_slot(period, "from"), *to = ics_slot(period, "to");
            if (!from)
                continue;
            const stretch one = {.from = from->first_day,
                                 .to = to && !is_spent ? to->last_day : ICS_DAY_MAX,
                                 .span = clause->span,
                                 .version = version};
            ICS_PUSH(sema->arena, all->items, all->count, all->room, one);
        }
    }
}

static int by_day(const void *a, const void *b)
{
    const stretch *left = a, *right = b;
    return left->from != right->from ? (left->from < right->from ? -1 : 1)
                                     : (left->version > right->version) - (left->version < right->version);
}

/* Each version says from when it is in force, and no two of them on one day. */
static bool days_fit(ics_sema *sema, const ics_node *node, const ics_node *versions, stretches *all)
{
    all->is_fixed = all->is_plain = true;
    for (uint32_t i = 0; i < versions->child_count; i++) {
        bool says = false;
        add_clauses(sema, all, ics_slot(node, "heads"), i, &says);
        add_clauses(sema, all, ics_slot(versions->child[i], "heads"), i, &says);
        if (says || versions->child_count == 1)
            continue;
        ics_diag *diag = ics_report(sema->diags, ICS_E0205, versions->child[i]->span,
                                    "this version does not say from when it is in force");
        ics_diag_help(sema->diags, diag, "write 'in force from YYYY-MM-DD' below its number");
        return false;
    }
    if (all->count > 0)
        qsort(all->items, all->count, sizeof *all->items, by_day);
    for (size_t i = 1; i < all->count && all->is_fixed; i++) {
        const stretch *before = &all->items[i - 1], *after = &all->items[i];
        if (before->version == after->version || before->to < after->from)
            continue;
        char day[16];
        ics_day_format(after->from, day);
        ics_diag *diag = ics_report(sema->diags, ICS_E0204, after->span, "two versions are in force on %s", day);
        ics_diag_note(sema->diags, diag, before->span, "the other");
        return false;
    }
    return true;
}

/* Whether any version is in force: stretches that follow each other without a gap are one. */
static ics_expr *some_governs(ics_sema *sema, const stretches *all, ics_expr *day, ics_span span)
{
    ics_expr *truth = NULL;
    for (size_t i = 0; i < all->count;) {
        ics_expr *in = ics_make(sema, ICS_EXPR_DATE_LE, span, ics_day(sema, all->items[i].from, span), day);
        int32_t to = all->items[i].to;
        for (i++; i < all->count && to < ICS_DAY_MAX && all->items[i].from <= to + 1; i++)
            to = all->items[i].to > to ? all->items[i].to : to;
        if (to < ICS_DAY_MAX)
            in = ics_and(sema, in, ics_make(sema, ICS_EXPR_DATE_LE, span, day, ics_day(sema, to, span)));
        truth = ics_or(sema, truth, in);
        if (to == ICS_DAY_MAX)
            break;
    }
    return truth;
}

/* -- one subject */

static bool same_list(const ics_gap *a, const ics_gap *b)
{
    return a->root->entity == b->root->entity && a->list->kind == b->list->kind && a->list->id == b->list->id;
}

/* Versions may ask of other periods or events, but then they are rules of their own. Which elements of a list are
 * events stands in the masks. */
static bool same_occasions(const ics_rule_meaning *a, const ics_rule_meaning *b)
{
    bool has_list = false;
    for (size_t i = 0; i < a->when.count && i < b->when.count; i++) {
        const ics_range *x = a->when.range[i], *y = b->when.range[i];
        if (x->source != y->source || x->period != y->period || x->is_ahead != y->is_ahead || x->months != y->months ||
            !ics_is_same(x->list, y->list))
            return false;
        has_list = has_list || x->list;
    }
    return a->when.count == b->when.count && (!has_list || ics_is_same(a->mask, b->mask));
}

bool ics_same_subject(const ics_rule_meaning *a, const ics_rule_meaning *b)
{
    if (a->root->entity != b->root->entity || !a->pair != !b->pair || (a->pair && a->pair->entity != b->pair->entity) ||
        a->gap_count != b->gap_count || !same_occasions(a, b) ||
        strcmp(a->head.subject_path, b->head.subject_path) != 0 || strcmp(a->head.owed_by, b->head.owed_by) != 0)
        return false;
    for (size_t i = 0; i < a->gap_count; i++)
        if (!same_list(&a->gaps[i], &b->gaps[i]))
            return false;
    return true;
}

static bool subjects_fit(ics_sema *sema, const ics_rule_meaning *versions, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        if (ics_same_subject(&versions[0], &versions[i]))
            continue;
        const bool is_of_event = versions[0].when.count > 0 || versions[i].when.count > 0;
        ics_diag *diag = ics_report(sema->diags, ICS_E0206, versions[i].span,
                                    "the versions of a rule are about the same subject%s; this is about another",
                                    is_of_event ? ", and ask of the same periods or events" : "");
        ics_diag_note(sema->diags, diag, versions[0].span, "the first");
        ics_diag_help(sema->diags, diag, "make a rule of its own of it");
        return false;
    }
    return true;
}

/* -- the rule that they make */

static void gather(ics_sema *sema, ics_rule_meaning *rule)
{
    size_t citations = 0, citation_room = 0, letters = 0, letter_room = 0;
    ics_rule *head = &rule->head;
    head->versions = ICS_ARENA_ARRAY(sema->arena, ics_rule_version, (size_t)rule->version_count + 1);
    head->version_count = rule->version_count;
    head->from = ICS_DAY_MAX;
    head->to = ICS_DAY_MIN;
    for (uint32_t i = 0; i < rule->version_count; i++) {
        const ics_rule *of = &rule->versions[i].head;
        head->versions[i] = (ics_rule_version){.number = of->versions[0].number,
                                               .variation = of->versions[0].variation,
                                               .modality_word = of->modality_word,
                                               .remedy = of->remedy,
                                               .modality = of->modality,
                                               .force = of->force,
                                               .span = of->span,
                                               .sentence = of->sentence,
                                               .first_citation = (uint32_t)citations,
                                               .citation_count = of->citation_count,
                                               .first_letter = (uint32_t)letters,
                                               .letter_count = of->letter_count,
                                               .from = of->from,
                                               .to = of->to};
        for (uint32_t c = 0; c < of->citation_count; c++)
            ICS_PUSH(sema->arena, head->citations, citations, citation_room, of->citations[c]);
        for (uint32_t l = 0; l < of->letter_count; l++)
            ICS_PUSH(sema->arena, head->letters, letters, letter_room, of->letters[l]);
        head->from = of->from < head->from ? of->from : head->from;
        head->to = of->to > head->to ? of->to : head->to;
    }
    head->citation_count = (uint32_t)citations;
    head->letter_count = (uint32_t)letters;
}

/* What is the same in all, and what speaks for the rule where no version is at hand: the last. */
static void make_rule(ics_sema *sema, ics_rule_meaning *rule, const stretches *days)
{
    const ics_rule_meaning *first = &rule->versions[0], *last = &rule->versions[rule->version_count - 1];
    rule->root = first->root;
    rule->pair = first->pair;
    rule->when = first->when;
    rule->members = first->members;
    rule->head.is_member = first->head.is_member;
    rule->mask = first->mask;
    rule->about = first->about;
    rule->gaps = first->gaps;
    rule->gap_count = first->gap_count;
    rule->span = last->span; /* the outcome has to have a place */
    rule->head.modality = last->head.modality;
    rule->head.modality_word = last->head.modality_word;
    rule->head.force = last->head.force;
    rule->head.remedy = last->head.remedy;
    rule->head.sentence = last->head.sentence;
    rule->head.subject_path = first->head.subject_path;
    rule->head.owed_by = first->head.owed_by;
    if (days->is_fixed && days->is_plain && first->law_day)
        rule->some_governs = some_governs(sema, days, first->law_day, rule->span);
    gather(sema, rule);
}

void ics_versions_make(ics_sema *sema, ics_rule_meaning *rule)
{
    const stretches none = {.is_fixed = false};
    make_rule(sema, rule, &none);
}

bool ics_resolve_versions(ics_sema *sema, const ics_node *node, ics_rule_meaning *rule)
{
    const ics_node *versions = ics_slot(node, "versions");
    const uint32_t count = ics_node_length(versions);
    stretches days = {0};
    if (!numbers_differ(sema, versions) || !days_fit(sema, node, versions, &days))
        return false;
    rule->versions = ICS_ARENA_ARRAY(sema->arena, ics_rule_meaning, count);
    rule->version_count = count;
    for (uint32_t i = 0; i < count; i++) {
        ics_rule_version *number = ICS_ARENA_NEW(sema->arena, ics_rule_version);
        number_of(sema, versions->child[i], &number->number);
        rule->versions[i] = (ics_rule_meaning){.head = rule->head};
        rule->versions[i].head.span = versions->child[i]->span;
        rule->versions[i].head.versions = number;
        if (!ics_resolve_version(sema, node, versions->child[i], &rule->versions[i]))
            return false;
    }
    if (!subjects_fit(sema, rule->versions, count))
        return false;
    make_rule(sema, rule, &days);
    return true;
}
