/*
 * Rules held against each other: one that forbids what another asks, bounds that no value meets, and the same text
 * twice. Rules that speak of the same thing meet through a hash of what they speak of, so that a pack of thousands is
 * no work; each is held against the first of its kind, and against the tightest bounds so far.
 */
#include "check/context.h"

#include "base/date.h"

#include <string.h>

typedef struct group group;
struct group {
    uint64_t hash;
    const ics_body *first;          /* of that text */
    const ics_body *asks, *forbids; /* the first that does */
    const ics_body *least, *most;   /* with the tightest bounds, and those */
    int64_t low, high;
    group *next;
};

typedef struct groups {
    group **slots;
    size_t slot_count;
} groups;

static group *group_of(ics_checker *c, groups *all, uint64_t hash)
{
    group **slot = &all->slots[hash & (all->slot_count - 1)];
    for (group *g = *slot; g; g = g->next)
        if (g->hash == hash)
            return g;
    group *made = ICS_ARENA_NEW(c->arena, group);
    *made = (group){.hash = hash, .next = *slot, .low = INT64_MIN, .high = INT64_MAX};
    return *slot = made;
}

static const ics_node *applies_of(const ics_body *body)
{
    return ics_part_of(ics_clause_of(body, ICS_NODE_APPLIES), "subject");
}

static uint64_t hash_speaks_of(const ics_body *body, const ics_node *what)
{
    const ics_node *sentence = body->sentence;
    return (ics_node_hash(applies_of(body)) * 31 + ics_node_hash(ics_part_of(sentence, "subject"))) * 31 +
           ics_node_hash(what);
}

/* Whether some day is in force for both. */
static bool meet(const ics_body *a, const ics_body *b)
{
    int32_t a_from, a_to, b_from, b_to;
    if (a->variation && b->variation && a->variation != b->variation) /* they may be for different bodies */
        return false;
    if (ics_clause_of(a, ICS_NODE_NOTCOMMENCED) || ics_clause_of(b, ICS_NODE_NOTCOMMENCED))
        return false;
    return !ics_days_of(a, &a_from, &a_to) || !ics_days_of(b, &b_from, &b_to) || (a_from <= b_to && b_from <= a_to);
}

/* A way out of one of the two: then both can stand. */
static bool gives_way(const ics_body *body)
{
    return ics_clause_of(body, ICS_NODE_UNLESS) || ics_clause_of(body, ICS_NODE_SUBJECTTO) ||
           ics_clause_of(body, ICS_NODE_DESPITE) || ics_clause_of(body, ICS_NODE_STRICTER) ||
           ics_clause_of(body, ICS_NODE_GOVERNS) || ics_clause_of(body, ICS_NODE_LOCALLY) ||
           body->rule->kind != ICS_NODE_RULE;
}

static bool same_thing(const ics_body *a, const ics_body *b)
{
    return ics_format_same(applies_of(a), applies_of(b)) &&
           ics_format_same(ics_part_of(a->sentence, "subject"), ics_part_of(b->sentence, "subject")) &&
           ics_format_same(ics_part_of(a->sentence, "cadence"), ics_part_of(b->sentence, "cadence"));
}

static bool is_users(const ics_checker *c, const ics_body *body)
{
    return c->syntax->files[body->file].pack == 0;
}

static void say(ics_checker *c, ics_code code, const ics_body *body, const ics_body *other, const char *text)
{
    if (!is_users(c, body)) { /* the pack came first; what the user wrote is what is told */
        if (!is_users(c, other))
            return;
        const ics_body *swap = body;
        body = other;
        other = swap;
    }
    ics_diag *diag = ics_report(c->diags, code, body->sentence->span, "rule %s %s rule %s", ics_text(body->rule), text,
                                ics_text(other->rule));
    ics_diag_note(c->diags, diag, other->sentence->span, "rule %s", ics_text(other->rule));
}

/* -- the same text */

/* What a clause says, but for where that is written and when it holds, which two rules of one text may differ in. */
static const ics_node *next_clause(const ics_body *body, size_t *at)
{
    const ics_node *clause = NULL;
    while ((clause = ics_clause_at(body, *at))) {
        (*at)++;
        if (clause->kind != ICS_NODE_CITES && clause->kind != ICS_NODE_INFORCE && clause->kind != ICS_NODE_PROSE)
            return clause;
    }
    return NULL;
}

static bool same_clauses(const ics_body *a, const ics_body *b)
{
    size_t i = 0, k = 0;
    for (;;) {
        const ics_node *x = next_clause(a, &i), *y = next_clause(b, &k);
        if (!x || !y)
            return x == y;
        const bool is_tail = x->kind == ICS_NODE_UNLESS || x->kind == ICS_NODE_LIFTED;
        if (x->kind != y->kind || x->negated != y->negated ||
            !(is_tail ? ics_format_same(ics_part_of(x, "condition"), ics_part_of(y, "condition"))
                      : ics_format_same(x, y)))
            return false;
    }
}

static void check_same(ics_checker *c, groups *all, const ics_body *body)
{
    group *g = group_of(c, all, hash_speaks_of(body, body->sentence) ^ 0x5A5A);
    if (!g->first) {
        g->first = body;
        return;
    }
    if (g->first->rule != body->rule && same_thing(g->first, body) &&
        ics_format_same(g->first->sentence, body->sentence) && same_clauses(g->first, body) && meet(g->first, body))
        say(c, ICS_W1040, body, g->first, "says, on the same days, what is said by");
}

/* -- must and must not */

static void check_forbidden(ics_checker *c, groups *all, const ics_body *body)
{
    const char *modality = ics_text(body->sentence);
    const bool asks = strcmp(modality, "must") == 0, forbids = strcmp(modality, "must not") == 0;
    const ics_node *requirement = ics_part_of(body->sentence, "requirement");
    if ((!asks && !forbids) || gives_way(body) || ics_node_length(ics_part_of(body->sentence, "limits")) > 0)
        return;
    group *g = group_of(c, all, hash_speaks_of(body, requirement));
    const ics_body *other = asks ? g->forbids : g->asks;
    if (other && same_thing(other, body) && ics_format_same(ics_part_of(other->sentence, "requirement"), requirement) &&
        meet(other, body))
        say(c, ICS_W1038, body, other, asks ? "asks what is forbidden by" : "forbids what is asked by");
    const ics_body **mine = asks ? &g->asks : &g->forbids;
    if (!*mine)
        *mine = body;
}

/* -- bounds of one thing */

/* `have at least 3 X where …`, `have population between …`, `ensure that number of X is …`: of what, and its bounds. */
static const ics_node *bounded(const ics_checker *c, const ics_node *requirement, int64_t *low, int64_t *high)
{
    const ics_node *object = ics_part_of(requirement, "object");
    const ics_node *count = object && object->kind == ICS_NODE_QUANT ? ics_part_of(object, "count") : NULL;
    ics_bounds b;
    *low = INT64_MIN;
    *high = INT64_MAX;
    if (count && count->kind == ICS_NODE_NUMBER && count->has_number && !ics_part_of(object, "part")) {
        if (!ics_says(object, "at most"))
            *low = count->number;
        if (!ics_says(object, "at least"))
            *high = count->number;
        return ics_part_of(object, "noun");
    }
    if (object && object->kind == ICS_NODE_QUANT && ics_says(object, "no") && !ics_part_of(object, "part")) {
        *high = 0;
        return ics_part_of(object, "noun");
    }
    const ics_node *compare =
        requirement && requirement->kind == ICS_NODE_ENSURE ? ics_part_of(requirement, "condition") : object;
    if (!compare || compare->kind != ICS_NODE_COMPARE || !ics_bounds_of(c, compare, &b) || b.is || !b.left)
        return NULL;
    *low = b.low;
    *high = b.high;
    return b.left;
}

static void check_bounded(ics_checker *c, groups *all, const ics_body *body)
{
    int64_t low, high;
    const ics_node *what = bounded(c, ics_part_of(body->sentence, "requirement"), &low, &high);
    if (!what || !ics_is_duty(body) || gives_way(body))
        return;
    group *g = group_of(c, all, hash_speaks_of(body, what) ^ 0xB0B0);
    const ics_body *others[] = {g->most, g->least};
    for (size_t i = 0; i < 2; i++) {
        int64_t other_low, other_high;
        const ics_node *other_what =
            others[i] ? bounded(c, ics_part_of(others[i]->sentence, "requirement"), &other_low, &other_high) : NULL;
        if (other_what && same_thing(others[i], body) && ics_format_same(other_what, what) && meet(others[i], body) &&
            (low > other_high || high < other_low)) {
            say(c, ICS_W1039, body, others[i], "leaves no number that also meets");
            break;
        }
    }
    if (!g->least || low > g->low) {
        g->least = body;
        g->low = low;
    }
    if (!g->most || high < g->high) {
        g->most = body;
        g->high = high;
    }
}

void ics_check_pairs(ics_checker *c)
{
    groups all = {.slot_count = 64};
    while (all.slot_count < c->body_count * 4)
        all.slot_count *= 2;
    all.slots = ICS_ARENA_ARRAY(c->arena, group *, all.slot_count);
    for (size_t i = 0; i < c->body_count; i++) {
        const ics_body *body = &c->bodies[i];
        if (!body->rule->text)
            continue;
        check_same(c, &all, body);
        check_forbidden(c, &all, body);
        check_bounded(c, &all, body);
    }
}
