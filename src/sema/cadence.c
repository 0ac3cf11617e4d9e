/*
 * Sentences that ask anew for each period (docs/decisions.md, 37): which periods, as at which day their facts are read,
 * and by when each has to be done. What belongs to events and to order stands with them.
 */
#include "sema/context.h"
#include "sema/occasion_parts.h"

#include "base/limits.h"

#include <string.h>

ics_expr *ics_today(ics_sema *sema, ics_span span)
{
    sema->occasion.has_asked_day = true;
    return sema->occasion.day ? sema->occasion.day : ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
}

/* -- what the sentence says */

static bool is_word(const ics_node *node, const char *word)
{
    return node && node->word && strcmp(node->word, word) == 0;
}

static bool only_one(ics_sema *sema, const ics_node **slot, const ics_node *node)
{
    if (!*slot) {
        *slot = node;
        return true;
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0220, node->span, "a sentence asks by one cadence and in one order");
    ics_diag_note(sema->diags, diag, (*slot)->span, "the other");
    return false;
}

static bool is_of_doing(const ics_node *limit, const char *slot)
{
    const ics_node *when = ics_slot(limit, slot);
    return when && when->kind == ICS_NODE_DOING;
}

/* The slot of a cadence that a node belongs to; NULL where it is a limit of another kind. */
static const ics_node **slot_of(ics_cadence *of, const ics_node *node)
{
    switch (node->kind) {
    case ICS_NODE_PERIODIC:
        return &of->period;
    case ICS_NODE_CADENCE:
        if (is_word(node, "each time"))
            return &of->event;
        return node->text && !is_word(node, "every") ? &of->order : &of->period;
    case ICS_NODE_WITHIN:
        return is_word(node, "beginning with each") ? &of->event : NULL;
    case ICS_NODE_BEFORE:
    case ICS_NODE_AFTER:
        return is_of_doing(node, "when") ? &of->order : NULL;
    default:
        return NULL;
    }
}

static bool take(ics_sema *sema, ics_cadence *of, const ics_node *node)
{
    const ics_node **slot = node ? slot_of(of, node) : NULL;
    return !slot || only_one(sema, slot, node);
}

/* -- periods */

static bool set_kind(ics_sema *sema, const ics_node *node, ics_range *range)
{
    const char *word = node->word ? node->word : "";
    range->is_ahead = strncmp(word, "before ", 7) == 0;
    if (strcmp(word, "every") == 0) {
        ics_time_unit unit = ICS_UNIT_DAYS;
        const ics_decimal count = node->number / ICS_DECIMAL_ONE;
        const bool is_unit = node->text && ics_unit_named(node->text, &unit);
        const ics_decimal months = unit == ICS_UNIT_YEARS ? 12 * count : count;
        range->period = ICS_PERIOD_STRETCH;
        range->months = (uint16_t)(months > 0 && months <= 12 * 1000 ? months : 0);
        if (is_unit && (unit == ICS_UNIT_YEARS || unit == ICS_UNIT_MONTHS) && range->months > 0 &&
            count * ICS_DECIMAL_ONE == node->number)
            return true;
        ics_report(sema->diags, ICS_E0220, node->span, "periods are counted in whole months or years, at most 1,000");
        return false;
    }
    range->period = strstr(word, "financial")  ? ICS_PERIOD_FINANCIAL
                    : strstr(word, "academic") ? ICS_PERIOD_ACADEMIC
                                               : ICS_PERIOD_CALENDAR;
    return true;
}

/* Conditions and states are read as at the last day of the period, or the day judged where that is earlier; of what is
 * due before the period, as at the day before it. */
static ics_expr *last_day_of(ics_sema *sema, ics_span span)
{
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
    ics_expr *end = sema->occasion.is_ahead
                        ? ics_span_of_time(sema, ics_make(sema, ICS_EXPR_START, span, sema->occasion.period, NULL), -1,
                                           ICS_UNIT_DAYS, false, span)
                        : ics_make(sema, ICS_EXPR_END, span, sema->occasion.period, NULL);
    return ics_make(sema, ICS_EXPR_EARLIER, span, end, today);
}

/* A rule that has ended is judged for its last period by the law of its last day. */
static ics_expr *by_law_of(ics_sema *sema, const ics_cadence *of, ics_expr *day, ics_span span)
{
    return of->to == ICS_DAY_MAX ? day : ics_make(sema, ICS_EXPR_EARLIER, span, day, ics_day(sema, of->to, span));
}

/* A stretch of a body that began after the rule had ended is none of the rule's: its first day is in no law. */
static ics_expr *unless_too_late(ics_sema *sema, const ics_cadence *of, ics_expr *day, ics_span span)
{
    ics_expr *start = ics_make(sema, ICS_EXPR_START, span, sema->occasion.period, NULL);
    ics_expr *is_late = ics_make(sema, ICS_EXPR_DATE_LT, span, ics_day(sema, of->to, span), start);
    return ics_expr_new(sema, ICS_EXPR_PICK, day->shape, span, start, day, is_late);
}

static bool open_period(ics_sema *sema, ics_cadence *of, uint32_t depth)
{
    const ics_span span = of->period->span;
    of->range = ics_range_new(sema, ICS_RANGE_PERIODS, depth, ICS_NONE, NULL, span);
    if (!set_kind(sema, of->period, of->range))
        return false;
    if (of->range->period == ICS_PERIOD_STRETCH && !of->has_start) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0220, span, "it is not said from when these periods are counted");
        ics_diag_help(sema->diags, diag, "write 'in force from YYYY-MM-DD'");
        return false;
    }
    sema->occasion.period = ics_the_period(sema, of->range, span);
    sema->occasion.period->shape.year = of->range->period == ICS_PERIOD_CALENDAR    ? ICS_YEAR_CALENDAR
                                        : of->range->period == ICS_PERIOD_FINANCIAL ? ICS_YEAR_FINANCIAL
                                        : of->range->period == ICS_PERIOD_ACADEMIC  ? ICS_YEAR_ACADEMIC
                                                                                    : ICS_NO_YEAR;
    sema->occasion.period->shape.target = of->range->period == ICS_PERIOD_STRETCH ? ICS_NONE : 0;
    sema->occasion.is_ahead = of->range->is_ahead;
    sema->occasion.day = last_day_of(sema, span);
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
    sema->occasion.law_day = by_law_of(sema, of, sema->occasion.day, span);
    if (of->range->period == ICS_PERIOD_STRETCH && of->to != ICS_DAY_MAX)
        sema->occasion.law_day = unless_too_late(sema, of, sema->occasion.law_day, span);
    sema->occasion.law_else = by_law_of(sema, of, today, span);
    sema->occasion.depths = 1;
    return true;
}

/* A pair has a range of its own between the subject's and the period's. */
static bool is_pair(const ics_node *node)
{
    const ics_node *path = node && node->kind == ICS_NODE_NP ? ics_slot(node, "path") : node;
    for (uint32_t i = 0; path && path->kind == ICS_NODE_PATH && i < path->child_count; i++)
        if (path->child[i] && path->child[i]->kind == ICS_NODE_PAIR)
            return true;
    return false;
}

bool ics_cadence_read(ics_sema *sema, const ics_node *sentence, const ics_node *head, ics_cadence *of)
{
    const ics_node *limits = ics_slot(sentence, "limits");
    bool good = take(sema, of, head) && take(sema, of, ics_slot(sentence, "cadence"));
    sema->occasion = (ics_occasion){.depths = 0};
    for (uint32_t i = 0; good && i < ics_node_length(limits); i++)
        good = take(sema, of, limits->child[i]);
    if (good && of->event && (of->period || of->throughout))
        good = only_one(sema, &of->event, of->period ? of->period : of->throughout);
    if (good && of->throughout && (of->period || of->order || ics_node_length(limits) > 0)) {
        ics_report(sema->diags, ICS_E0228, of->throughout->span,
                   "what must hold throughout has no limit, no period and no order");
        good = false;
    }
    if (!good)
        return false;
    if (of->event)
        sema->occasion.depths = ICS_RANGES_MAX;
    if (of->throughout)
        sema->occasion.depths = 1;
    return !of->period || open_period(sema, of, is_pair(ics_slot(sentence, "subject")) ? 2 : 1);
}

/* -- the periods of a body's own life */

ics_expr *ics_day_of_life(ics_sema *sema, ics_expr *who, const char *name, ics_span span)
{
    const uint32_t attribute =
        who->shape.sort == ICS_SORT_REF ? ics_attribute_named(sema, who->shape.target, name) : ICS_NONE;
    if (attribute == ICS_NONE)
        return NULL;
    ics_expr *oldest = ics_of_any_age(sema);
    ics_expr *day = ics_read(sema, who, attribute, span);
    sema->oldest = oldest;
    return day->shape.sort == ICS_SORT_DATE ? day : NULL;
}

/* True where @p truth is not known to be true. */
static ics_expr *unless_known(ics_sema *sema, ics_expr *truth, ics_span span)
{
    return ics_not(sema, ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, span, truth, NULL), truth));
}

/* Periods that lie before the body began, or after it ended, are none of its own. */
static ics_expr *lives(ics_sema *sema, ics_expr *who, ics_span span)
{
    ics_expr *period = sema->occasion.period, *mask = NULL;
    ics_expr *began = ics_day_of_life(sema, who, "established", span),
             *ended = ics_day_of_life(sema, who, "ended", span);
    if (began)
        mask = unless_known(
            sema, ics_make(sema, ICS_EXPR_DATE_LT, span, ics_make(sema, ICS_EXPR_END, span, period, NULL), began),
            span);
    if (ended)
        mask = ics_and(sema, mask,
                       unless_known(sema,
                                    ics_make(sema, ICS_EXPR_DATE_LT, span, ended,
                                             ics_make(sema, ICS_EXPR_START, span, period, NULL)),
                                    span));
    return mask;
}

ics_expr *ics_start_of(ics_sema *sema, const ics_cadence *of, ics_expr *who, ics_span span)
{
    ics_expr *from = of->has_start ? ics_day(sema, of->from, span) : NULL;
    ics_expr *began = ics_day_of_life(sema, who, "established", span);
    if (!from || !began)
        return from ? from : began;
    return ics_make(sema, ICS_EXPR_LATER, span, from, ics_make(sema, ICS_EXPR_ELSE, span, began, from));
}

static void place_period(ics_sema *sema, ics_cadence *of, ics_rule_meaning *rule, const ics_subject *subject)
{
    const ics_span span = of->period->span;
    const bool is_one = subject->who.ranges.count == 0;
    ics_expr *who = is_one && subject->who.value->shape.sort == ICS_SORT_REF ? subject->who.value : subject->row;
    const ics_occasion outer = sema->occasion;
    sema->occasion.day = NULL;
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, span, NULL, NULL);
    of->range->from = !of->has_start                            ? NULL
                      : of->range->period == ICS_PERIOD_STRETCH ? ics_start_of(sema, of, subject->row, span)
                                                                : ics_day(sema, of->from, span);
    if (of->range->period == ICS_PERIOD_STRETCH && of->range->from->kind != ICS_EXPR_DATE)
        of->is_counted = ics_make(sema, ICS_EXPR_DATE_LE, (ics_span){0}, of->range->from, of->range->from);
    of->range->to =
        of->to == ICS_DAY_MAX ? NULL : ics_make(sema, ICS_EXPR_EARLIER, span, today, ics_day(sema, of->to, span));
    rule->mask = ics_and(sema, rule->mask, lives(sema, who, span));
    rule->when.range[rule->when.count++] = of->range;
    sema->occasion = outer;
}

bool ics_cadence_place(ics_sema *sema, ics_cadence *of, ics_rule_meaning *rule, ics_subject *subject)
{
    if (of->period)
        place_period(sema, of, rule, subject);
    if (of->event && !ics_event_place(sema, of, rule, subject))
        return false;
    if (of->throughout && !ics_throughout_place(sema, of, subject))
        return false;
    return !of->order || ics_order_place(sema, of, subject);
}

ics_expr *ics_in_that_period(ics_sema *sema, const ics_node *compare, ics_expr *left)
{
    ics_expr *period = sema->occasion.period, *truth;
    if (!period) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0225, compare->span, "no year is spoken of before 'in that year'");
        ics_diag_help(sema->diags, diag, "begin the sentence with 'for each calendar year'");
        return ics_wrong(sema, compare->span);
    }
    if (left->shape.sort == ICS_SORT_DATE) {
        truth = ics_make(sema, ICS_EXPR_IN_PERIOD, compare->span, left, period);
    } else if (left->shape.sort == ICS_SORT_PERIOD && period->shape.target != ICS_NONE &&
               left->shape.year == period->shape.year) {
        truth = ics_make(sema, ICS_EXPR_PERIOD_EQ, compare->span, left, period);
    } else {
        ics_report(sema->diags, ICS_E0303, compare->span, "a day, or a year of that kind, lies in it; this is %s",
                   ics_shape_name(sema, left->shape));
        return ics_wrong(sema, compare->span);
    }
    return compare->negated
               ? ics_and(sema, ics_make(sema, ICS_EXPR_PRESENT, compare->span, left, NULL), ics_not(sema, truth))
               : truth;
}

/* -- limits */

void ics_cadence_clock(ics_sema *sema, const ics_cadence *of, ics_clock *clock, ics_span span)
{
    ics_order_clock(sema, of, clock, span);
    if (sema->occasion.event && !clock->due) {
        clock->began = sema->occasion.event;
        clock->is_counted = true;
    }
    if (!sema->occasion.period || clock->due || of->order)
        return;
    ics_expr *period = sema->occasion.period;
    sema->occasion.is_read_when_due = true;
    clock->due = sema->occasion.is_ahead ? ics_span_of_time(sema, ics_make(sema, ICS_EXPR_START, span, period, NULL),
                                                            -1, ICS_UNIT_DAYS, false, span)
                                         : ics_make(sema, ICS_EXPR_END, span, period, NULL);
}

bool ics_cadence_deed(ics_sema *sema, ics_cadence *of, ics_rule_meaning *rule, ics_deed *deed, ics_span span)
{
    (void)span;
    if (of->throughout)
        return ics_throughout_deed(sema, of, rule, deed);
    return !of->order || ics_order_deed(sema, of, rule, deed);
}

/* -- days in force */

static void widen(const ics_node *list, int32_t *from, int32_t *to)
{
    for (uint32_t i = 0; i < ics_node_length(list); i++) {
        const ics_node *clause = list->child[i];
        for (uint32_t p = 0; clause && clause->kind == ICS_NODE_INFORCE && p < clause->child_count; p++) {
            const ics_node *period = clause->child[p];
            const ics_node *first = period && period->kind == ICS_NODE_PERIOD ? ics_slot(period, "from") : NULL;
            const ics_node *last = first ? ics_slot(period, "to") : NULL;
            if (!first)
                continue;
            const int32_t end = last && !is_word(clause, "spent") ? last->last_day : ICS_DAY_MAX;
            *from = first->first_day < *from ? first->first_day : *from;
            *to = end > *to ? end : *to;
        }
    }
}

bool ics_days_in_force(const ics_node *rule, int32_t *from, int32_t *to)
{
    const ics_node *versions = ics_slot(rule, "versions");
    *from = ICS_DAY_MAX;
    *to = ICS_DAY_MIN;
    widen(ics_slot(rule, "heads"), from, to);
    for (uint32_t i = 0; i < ics_node_length(versions); i++)
        if (versions->child[i])
            widen(ics_slot(versions->child[i], "heads"), from, to);
    if (*from <= *to)
        return true;
    *from = ICS_DAY_MIN;
    *to = ICS_DAY_MAX;
    return false;
}
