/*
 * What a comparison lets through, as far as its own words say: a stretch of numbers or days, one name, a yes/no
 * attribute. From it follows what can never be so and what is always so: a share is from 0% to 100%, a number of things
 * is whole and not below 0.
 */
#include "check/context.h"

#include <string.h>

/* One past a day or a millionth below. */
enum { STEP = 1 };

static bool literal_of(const ics_node *node, int64_t *low, int64_t *high)
{
    if (!node)
        return false;
    switch (node->kind) {
    case ICS_NODE_PERCENT:
        if (ics_part_of(node, "of"))
            return false;
        __attribute__((fallthrough));
    case ICS_NODE_NUMBER:
    case ICS_NODE_MONEY:
        *low = *high = node->number;
        return node->has_number;
    case ICS_NODE_DATE:
        *low = node->first_day;
        *high = node->last_day;
        return node->has_day;
    default:
        return false;
    }
}

/* A name or text that a value is compared with: a path of one bare step, or a literal. What an attribute holds is no
 * name: two of them may hold the same. */
static bool is_name(const ics_checker *c, const ics_node *node)
{
    if (!node)
        return false;
    if (node->kind == ICS_NODE_STRING || node->kind == ICS_NODE_TERM || node->kind == ICS_NODE_YES ||
        node->kind == ICS_NODE_NO)
        return true;
    return node->kind == ICS_NODE_PATH && node->child_count == 1 && node->child[0] &&
           node->child[0]->kind == ICS_NODE_STEP && !node->child[0]->word &&
           !ics_index_first(&c->attributes, ics_text(node->child[0]));
}

/* Whether the left side is one value wherever it stands: no `each`, no quantifier. */
static bool is_single(const ics_node *left)
{
    if (!left)
        return false;
    if (left->kind == ICS_NODE_AGGREGATE || left->kind == ICS_NODE_AGE)
        return true;
    if (left->kind != ICS_NODE_PATH)
        return false;
    for (uint32_t i = 0; i < left->child_count; i++) {
        const ics_node *step = left->child[i];
        if (!step || step->kind != ICS_NODE_STEP || ics_says(step, "each") || ics_says(step, "every"))
            return false;
    }
    return true;
}

static bool set_stretch(const ics_node *compare, ics_bounds *out)
{
    int64_t low = 0, high = 0, unused = 0;
    const char *word = compare->word ? compare->word : "is";
    if (compare->negated || !literal_of(ics_part_of(compare, "right"), &low, &high))
        return false;
    if (strcmp(word, "is") == 0) {
        out->low = low;
        out->high = high;
    } else if (strcmp(word, "at least") == 0 || strcmp(word, "on or after") == 0) {
        out->low = low;
    } else if (strcmp(word, "at most") == 0 || strcmp(word, "on or before") == 0) {
        out->high = high;
    } else if (strcmp(word, "more than") == 0 || strcmp(word, "after") == 0) {
        out->low = high < INT64_MAX ? high + STEP : high;
    } else if (strcmp(word, "less than") == 0 || strcmp(word, "before") == 0) {
        out->high = low > INT64_MIN ? low - STEP : low;
    } else if (strcmp(word, "between") == 0) {
        out->low = low;
        return literal_of(ics_part_of(compare, "upper"), &unused, &out->high);
    } else {
        return false;
    }
    return true;
}

bool ics_bounds_of(const ics_checker *c, const ics_node *condition, ics_bounds *out)
{
    *out = (ics_bounds){.low = INT64_MIN, .high = INT64_MAX};
    if (!condition)
        return false;
    if (condition->kind == ICS_NODE_FACT) {
        out->clause = ics_text(condition);
        out->negated = condition->negated;
        return true;
    }
    if (condition->kind != ICS_NODE_COMPARE || !is_single(ics_part_of(condition, "left")))
        return false;
    out->left = ics_part_of(condition, "left");
    if (set_stretch(condition, out))
        return true;
    out->is = ics_part_of(condition, "right");
    out->negated = condition->negated;
    return ics_says(condition, "is") && is_name(c, out->is);
}

bool ics_bounds_clash(const ics_bounds *a, const ics_bounds *b)
{
    if (a->clause || b->clause)
        return a->clause && b->clause && strcmp(a->clause, b->clause) == 0 && a->negated != b->negated;
    if (!ics_format_same(a->left, b->left))
        return false;
    if (a->is && b->is)
        return ics_format_same(a->is, b->is) ? a->negated != b->negated : !a->negated && !b->negated;
    return !a->is && !b->is && (a->high < b->low || b->high < a->low);
}

/* -- what a quantity can be at all */

/* The built-in type of the attributes of that name; "" where they are of several, or of none. */
static const char *type_of(const ics_checker *c, const char *attribute)
{
    const char *type = NULL;
    for (const ics_entry *e = ics_index_first(&c->attributes, attribute); e; e = ics_index_next(e)) {
        const ics_node *declared = ics_part_of(e->node, "type");
        const char *one = ics_says(declared, "plain") ? ics_text(declared) : "";
        if (type && strcmp(type, one) != 0)
            return "";
        type = one;
    }
    return type ? type : "";
}

typedef struct range {
    int64_t low, high;
    bool is_whole;
    const char *what;
} range;

static bool range_of(const ics_checker *c, const ics_node *left, range *out)
{
    *out = (range){.low = 0, .high = INT64_MAX};
    if (left->kind == ICS_NODE_AGGREGATE && ics_says(left, "number")) {
        out->is_whole = true;
        out->what = "a number of things";
    } else if (left->kind == ICS_NODE_AGGREGATE && ics_says(left, "share")) {
        out->high = ICS_DECIMAL_ONE;
        out->what = "a share";
    } else if (left->kind == ICS_NODE_PATH && left->child_count > 0 && left->child[0]->kind == ICS_NODE_STEP) {
        const char *type = type_of(c, ics_text(left->child[0]));
        const bool is_share = strcmp(type, "share") == 0, is_people = strcmp(type, "people") == 0;
        out->high = is_share ? ICS_DECIMAL_ONE : INT64_MAX;
        out->is_whole = is_people;
        out->what = is_share ? "a share" : is_people ? "a number of people" : NULL;
    }
    return out->what != NULL;
}

static void say(ics_checker *c, const ics_node *compare, const range *r, bool is_always)
{
    const char *bounds = r->high == ICS_DECIMAL_ONE ? "from 0% to 100%" : "a whole number, and not below 0";
    ics_diag *diag =
        ics_report(c->diags, is_always ? ICS_W1029 : ICS_W1030, compare->span,
                   is_always ? "this is always so: %s is %s" : "this is never so: %s is %s", r->what, bounds);
    ics_diag_help(c->diags, diag,
                  is_always ? "a comparison that lets everything through says nothing"
                            : "is the number, or its unit, a slip of the pen?");
}

/* A thing held against itself. */
static bool check_itself(ics_checker *c, const ics_node *node, void *context)
{
    static const char *const strict[] = {"more than", "less than", "before", "after"};
    const ics_node *left = node->kind == ICS_NODE_COMPARE ? ics_part_of(node, "left") : NULL;
    bool is_never = node->negated;
    (void)context;
    if (!left || !ics_format_same(left, ics_part_of(node, "right")))
        return true;
    for (size_t i = 0; i < sizeof strict / sizeof *strict; i++)
        is_never |= ics_says(node, strict[i]);
    ics_diag *diag = ics_report(c->diags, is_never ? ICS_W1030 : ICS_W1029, node->span,
                                is_never ? "this is never so: it is held against itself"
                                         : "this is always so: it is held against itself");
    ics_diag_help(c->diags, diag, "one of the two was to be something else");
    return true;
}

static bool is_fraction(int64_t value)
{
    return value % ICS_DECIMAL_ONE != 0;
}

static bool check_compare(ics_checker *c, const ics_node *node, void *context)
{
    ics_bounds b;
    range r;
    (void)context;
    if (node->kind != ICS_NODE_COMPARE || !ics_bounds_of(c, node, &b) || b.is || !b.left || !range_of(c, b.left, &r))
        return true;
    if (b.high < r.low || b.low > r.high || (r.is_whole && b.low == b.high && is_fraction(b.low)))
        say(c, node, &r, false);
    else if (b.low <= r.low && b.high >= r.high)
        say(c, node, &r, true);
    return true;
}

/* An event date later than the day judged is absent, so none is after it and all that are there are on or before it. */
static bool check_today(ics_checker *c, const ics_node *node, void *context)
{
    const ics_node *left = node->kind == ICS_NODE_COMPARE ? ics_part_of(node, "left") : NULL;
    const ics_node *right = left ? ics_part_of(node, "right") : NULL;
    (void)context;
    if (!right || right->kind != ICS_NODE_DAYJUDGED || left->kind != ICS_NODE_PATH || node->negated ||
        left->child_count == 0 || strcmp(type_of(c, ics_text(left->child[0])), "event date") != 0)
        return true;
    const bool is_never = ics_says(node, "after");
    if (!is_never && !ics_says(node, "on or before"))
        return true;
    ics_diag *diag = ics_report(c->diags, is_never ? ICS_W1030 : ICS_W1029, node->span,
                                is_never ? "this is never so: what has not happened by the day judged is absent"
                                         : "this is so of every event: what has not happened by the day judged is "
                                           "absent");
    ics_diag_help(c->diags, diag,
                  is_never ? "a day that may lie ahead is declared as 'date', not 'event date'"
                           : "to ask whether it has happened, write 'it has %s'",
                  ics_text(left->child[0]));
    return true;
}

static bool check_quantified(ics_checker *c, const ics_node *node, void *context)
{
    const ics_node *count = node->kind == ICS_NODE_QUANT ? ics_part_of(node, "count") : NULL;
    (void)context;
    if (!count || !count->has_number)
        return true;
    const bool is_share = count->kind == ICS_NODE_PERCENT;
    const range r = {.high = is_share ? ICS_DECIMAL_ONE : INT64_MAX,
                     .what = is_share ? "a share" : "a number of things"};
    if ((ics_says(node, "at least") && count->number <= 0) ||
        (is_share && ics_says(node, "at most") && count->number >= ICS_DECIMAL_ONE))
        say(c, count, &r, true);
    else if (!is_share && ics_says(node, "exactly") && is_fraction(count->number))
        say(c, count, &r, false);
    return true;
}

void ics_check_bounds(ics_checker *c, const ics_node *declaration)
{
    ics_nodes_visit(c, declaration, check_compare, NULL);
    ics_nodes_visit(c, declaration, check_itself, NULL);
    ics_nodes_visit(c, declaration, check_today, NULL);
    ics_nodes_visit(c, declaration, check_quantified, NULL);
}
