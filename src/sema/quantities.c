/* Quantities: literals with their units, names of values, paths, aggregates, spans of time, arithmetic, calls. */
#include "sema/context.h"

#include <string.h>

static const char *word_of(const ics_node *node)
{
    return node->word ? node->word : "";
}

/* -- literals */

static ics_expr *whole_year(ics_sema *sema, int32_t first, int32_t last, ics_year year, ics_span span)
{
    ics_expr *expr = ics_make(sema, ICS_EXPR_PERIOD, span, NULL, NULL);
    expr->value = first;
    expr->last = last;
    expr->shape.year = year;
    return expr;
}

static ics_expr *number_literal(ics_sema *sema, const ics_node *node, const ics_shape *hint)
{
    ics_time_unit unit;
    if (!node->text || !*node->text) {
        int32_t first, last;
        const int64_t year = node->number / ICS_DECIMAL_ONE;
        if (hint && hint->sort == ICS_SORT_PERIOD && hint->year == ICS_YEAR_CALENDAR && year > 0 && year < 10000 &&
            ics_day_from_civil((int)year, 1, 1, &first) && ics_day_from_civil((int)year, 12, 31, &last))
            return whole_year(sema, first, last, ICS_YEAR_CALENDAR, node->span);
        return ics_number(sema, node->number, ICS_OF_ANY, node->span);
    }
    if (strcmp(node->text, "people") == 0)
        return ics_number(sema, node->number, ICS_OF_PEOPLE, node->span);
    if (hint && hint->unit == ICS_OF_YEARS && ics_unit_named(node->text, &unit) && unit == ICS_UNIT_YEARS)
        return ics_number(sema, node->number, ICS_OF_YEARS, node->span);
    ics_decimal days;
    if (ics_unit_named(node->text, &unit) && (unit == ICS_UNIT_DAYS || unit == ICS_UNIT_WEEKS)) {
        if (ics_decimal_mul(node->number, (unit == ICS_UNIT_WEEKS ? 7 : 1) * (ics_decimal)ICS_DECIMAL_ONE, &days))
            return ics_number(sema, days, ICS_OF_DAYS, node->span);
        ics_report(sema->diags, ICS_E0202, node->span, "so many %s do not fit", node->text);
    } else {
        ics_diag *diag = ics_report(sema->diags, ICS_E0301, node->span, "%s have no fixed number of days", node->text);
        ics_diag_help(sema->diags, diag, "write 'within %lld %s of' a day, or give the number of days",
                      (long long)(node->number / ICS_DECIMAL_ONE), node->text);
    }
    return ics_wrong(sema, node->span);
}

static ics_expr *date_literal(ics_sema *sema, const ics_node *node, const ics_shape *hint)
{
    if (hint && hint->sort == ICS_SORT_PERIOD)
        return whole_year(sema, node->first_day, node->last_day, hint->year, node->span);
    if (node->first_day == node->last_day)
        return ics_day(sema, node->first_day, node->span);
    ics_diag *diag = ics_report(sema->diags, ICS_E0303, node->span, "one day is needed here, not a month or a year");
    ics_diag_help(sema->diags, diag, "write it as YYYY-MM-DD");
    return ics_wrong(sema, node->span);
}

/* "2023/24": a financial year, an academic one where that is asked for, or the same days as a period. */
static ics_expr *year_literal(ics_sema *sema, const ics_node *node, const ics_shape *hint)
{
    int year, month, day;
    int32_t first = node->first_day, last = node->last_day;
    const ics_year kind = hint && hint->sort == ICS_SORT_PERIOD ? hint->year : ICS_YEAR_FINANCIAL;
    if (kind == ICS_YEAR_ACADEMIC) {
        ics_day_to_civil(node->first_day, &year, &month, &day);
        if (!ics_day_from_civil(year, 9, 1, &first) || !ics_day_from_civil(year + 1, 8, 31, &last))
            return ics_wrong(sema, node->span); /* said where the year was read */
    }
    return whole_year(sema, first, last, kind == ICS_YEAR_CALENDAR ? ICS_YEAR_FINANCIAL : kind, node->span);
}

static ics_expr *percent(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint)
{
    const ics_node *of = ics_slot(node, "of");
    ics_expr *share = ics_number(sema, node->number, ICS_OF_SHARE, node->span);
    return of ? ics_arithmetic(sema, "*", share, ics_quantity(sema, scope, of, hint), node->span) : share;
}

/* -- names of values */

/* The value of the enumeration, or the role, that is asked for; or, where nothing is, of the only enumeration that has
 * it. */
static ics_expr *value_of_name(ics_sema *sema, const char *name, const ics_shape *hint, ics_span span)
{
    const ics_model *model = sema->model;
    uint32_t found = ICS_NONE, enumeration = ICS_NONE;
    const bool asked = hint && (hint->sort == ICS_SORT_ID || hint->sort == ICS_SORT_SET) && hint->space != ICS_IN_TEXT;
    for (uint32_t e = 0; e < model->enum_count; e++) {
        if (asked && (hint->space != ICS_IN_VALUES || hint->target != e))
            continue;
        const uint32_t value = ics_value_named(sema, e, name);
        if (value == ICS_NONE)
            continue;
        if (found != ICS_NONE)
            return NULL;
        found = value;
        enumeration = e;
    }
    if (found != ICS_NONE)
        return ics_name(sema, ICS_IN_VALUES, enumeration, found, span);
    const uint32_t role = !asked || hint->space == ICS_IN_ROLES ? ics_role_named(sema, name) : ICS_NONE;
    return role != ICS_NONE ? ics_name(sema, ICS_IN_ROLES, ICS_NONE, role, span) : NULL;
}

static void no_value(ics_sema *sema, const char *name, const ics_shape *hint, ics_span span)
{
    const ics_model *model = sema->model;
    const bool is_role = hint->space == ICS_IN_ROLES;
    ics_diag *diag =
        is_role ? ics_report(sema->diags, ICS_E0303, span, "'%s' is no role", name)
                : ics_report(sema->diags, ICS_E0303, span, "'%s' is no %s", name, model->enums[hint->target].name);
    const char *near = is_role ? ics_nearest(name, strlen(name), model->roles, model->role_count)
                               : ics_nearest(name, strlen(name), model->values + model->enums[hint->target].first_value,
                                             model->enums[hint->target].value_count);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
}

/* A bare name of one word or term: parameter, value that is asked for, path, or a value that only one enumeration has.
 */
static ics_expr *named(ics_sema *sema, const ics_scope *scope, const ics_node *path, const char *name,
                       const ics_shape *hint)
{
    const bool asked = hint && (hint->sort == ICS_SORT_ID || hint->sort == ICS_SORT_SET) &&
                       (hint->space == ICS_IN_ROLES || (hint->space == ICS_IN_VALUES && hint->target != ICS_NONE));
    ics_expr *parameter = ics_parameter_named(scope, name);
    if (parameter)
        return parameter;
    if (asked) {
        ics_expr *value = value_of_name(sema, name, hint, path->span);
        if (value)
            return value;
    }
    if (ics_is_named(sema, scope, name))
        return NULL;
    if (asked) {
        no_value(sema, name, hint, path->span);
        return ics_wrong(sema, path->span);
    }
    return value_of_name(sema, name, NULL, path->span);
}

static const char *bare_name(const ics_node *node)
{
    if (node->kind == ICS_NODE_TERM)
        return node->text;
    if (node->kind != ICS_NODE_PATH || node->child_count != 1 || !node->child[0] ||
        node->child[0]->kind != ICS_NODE_STEP)
        return NULL;
    const ics_node *step = node->child[0];
    if (!step->text || strcmp(step->text, "it") == 0 || (step->word && strcmp(step->word, "its") == 0))
        return NULL;
    return step->text;
}

static ics_expr *path_quantity(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint)
{
    const char *name = bare_name(node);
    ics_expr *value = name ? named(sema, scope, node, name, hint) : NULL;
    if (value)
        return value;
    if (node->kind == ICS_NODE_PATH)
        return ics_path_value(sema, scope, node, NULL);
    ics_no_name(sema, node->span, name ? name : "");
    return ics_wrong(sema, node->span);
}

/* -- aggregates */

static ics_expr *aggregate_error(ics_sema *sema, const ics_node *node, const char *needs, const ics_expr *has)
{
    if (!ics_is_wrong(has))
        ics_report(sema->diags, ICS_E0303, node->span, "'%s of' needs %s, this is %s", word_of(node), needs,
                   ics_shape_name(sema, has->shape));
    return ics_wrong(sema, node->span);
}

static ics_expr *number_of_things(ics_sema *sema, const ics_node *node, const ics_walk *walk)
{
    const bool is_row = walk->value->shape.sort == ICS_SORT_REF && walk->value->kind == ICS_EXPR_ROW;
    ics_expr *there = is_row ? NULL : ics_make(sema, ICS_EXPR_PRESENT, node->span, walk->value, NULL);
    return ics_count_over(sema, &walk->ranges, there, node->span);
}

static ics_expr *sum_of(ics_sema *sema, const ics_node *node, const ics_walk *walk)
{
    if (walk->value->shape.sort != ICS_SORT_NUMBER)
        return aggregate_error(sema, node, "numbers", walk->value);
    return strcmp(word_of(node), "sum") == 0 ? ics_sum_over(sema, &walk->ranges, walk->value, node->span)
                                             : ics_average_over(sema, &walk->ranges, walk->value, node->span);
}

static ics_expr *share_of(ics_sema *sema, const ics_scope *element, const ics_node *node, const ics_walk *walk)
{
    const ics_node *part = ics_slot(node, "part");
    if (part)
        return ics_share_over(sema, &walk->ranges, ics_condition(sema, element, part), node->span);
    ics_report(sema->diags, ICS_E0304, node->span, "a share needs its part: 'share of X for which …'");
    return ics_wrong(sema, node->span);
}

static ics_expr *aggregate(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    const char *word = word_of(node);
    const ics_node *what = ics_slot(node, "what"), *where = ics_slot(node, "where");
    ics_walk walk = ics_walk_path(sema, scope, what, NULL);
    if (strcmp(word, "number") == 0 && walk.value->shape.sort == ICS_SORT_SET && walk.ranges.count == 0 && !where) {
        ics_expr *size = ics_make(sema, ICS_EXPR_SIZE, node->span, walk.value, NULL);
        size->shape.unit = ICS_OF_NUMBER;
        return size;
    }
    if (!ics_walk_open(sema, &walk, scope->depth, node->span))
        return aggregate_error(sema, node, "a list", walk.value);
    /* The element of the last list that was opened, not what is read of it, is what `where` speaks of. */
    const ics_scope element = ics_scope_of_element(sema, scope, &walk, node->span);
    ics_expr **when = &walk.ranges.when[walk.ranges.count - 1];
    if (where)
        *when = ics_and(sema, *when, ics_condition(sema, &element, where));
    if (strcmp(word, "number") == 0)
        return number_of_things(sema, node, &walk);
    if (strcmp(word, "share") == 0)
        return share_of(sema, &element, node, &walk);
    if (strcmp(word, "sum") == 0 || strcmp(word, "average") == 0)
        return sum_of(sema, node, &walk);
    if (walk.value->shape.sort != ICS_SORT_DATE)
        return aggregate_error(sema, node, "dates", walk.value);
    return ics_first_day(sema, strcmp(word, "earliest") == 0 ? ICS_EXPR_EARLIEST : ICS_EXPR_LATEST, &walk.ranges,
                         walk.value, NULL, node->span);
}

ics_expr *ics_speaks_of_nothing(ics_sema *sema, ics_expr *value)
{
    if (value->kind == ICS_EXPR_SHARE)
        return ics_not(sema, ics_over(sema, ICS_EXPR_ANY, value->range, value->b, NULL, value->span));
    const bool is_share_of_plugin = value->kind == ICS_EXPR_CALL && value->shape.sort == ICS_SORT_RATIO;
    if (is_share_of_plugin || value->kind == ICS_EXPR_AVERAGE || value->kind == ICS_EXPR_EARLIEST ||
        value->kind == ICS_EXPR_LATEST || value->kind == ICS_EXPR_SHARE_OF || value->kind == ICS_EXPR_AVERAGE_OF)
        return ics_not(sema, ics_make(sema, ICS_EXPR_PRESENT, value->span, value, NULL));
    return NULL;
}

/* -- time */

/* A day, or the first day of a year. */
static ics_expr *day_of(ics_sema *sema, ics_expr *value, ics_span span)
{
    if (value->shape.sort == ICS_SORT_PERIOD)
        return ics_make(sema, ICS_EXPR_START, span, value, NULL);
    if (value->shape.sort == ICS_SORT_DATE || ics_is_wrong(value))
        return value;
    ics_report(sema->diags, ICS_E0303, span, "a day is needed here, this is %s", ics_shape_name(sema, value->shape));
    return ics_wrong(sema, span);
}

/* Clear days leave out the day that they are counted from and, where they end at an event, its day too: three clear
 * days before a meeting on the 10th begin by the 6th. False (said) where it is not said of two days what is between
 * them. */
static bool count_clear_days(ics_sema *sema, const ics_node *number, int64_t *count)
{
    const char *word = word_of(number);
    const bool is_before = number->kind == ICS_NODE_NOTLATER;
    const bool is_after = number->kind == ICS_NODE_WITHIN && (strcmp(word, "of") == 0 || strcmp(word, "of doing") == 0);
    if (is_before || is_after) {
        *count += is_before;
        return true;
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0304, number->span,
                                "clear days leave out the day that they are counted from, and that of the event");
    ics_diag_help(sema->diags, diag,
                  "write 'not later than %lld clear days before …', 'within %lld clear days of …', or count plain days",
                  (long long)*count, (long long)*count);
    return false;
}

ics_expr *ics_time_from(ics_sema *sema, const ics_node *number, ics_expr *from, bool back, bool begins)
{
    enum { MOST = 1000000 };
    ics_time_unit unit;
    int64_t count = number->number / ICS_DECIMAL_ONE;
    const bool is_clear = number->text && ics_same_name(number->text, "clear day");
    if (is_clear)
        unit = ICS_UNIT_DAYS;
    if ((!is_clear && !ics_unit_named(number->text, &unit)) || number->number % ICS_DECIMAL_ONE != 0 || count < 0 ||
        count > MOST) {
        ics_report(sema->diags, ICS_E0303, number->span,
                   "a whole number of days, weeks, months or years is needed here");
        return ics_wrong(sema, number->span);
    }
    if (is_clear && !count_clear_days(sema, number, &count))
        return ics_wrong(sema, number->span);
    const uint32_t calendar = unit == ICS_UNIT_WORKING_DAYS ? ics_calendar_here(sema, number->span) : ICS_NONE;
    if (unit == ICS_UNIT_WORKING_DAYS && calendar == ICS_NONE)
        return ics_wrong(sema, number->span);
    ics_expr *day = ics_span_of_time(sema, from, back ? -count : count, unit, begins, number->span);
    day->id = calendar;
    return day;
}

ics_within ics_within_of(ics_sema *sema, const ics_scope *scope, const ics_node *within)
{
    const ics_node *from = ics_slot(within, "from");
    ics_expr *wrong = ics_wrong(sema, within->span);
    const char *word = word_of(within);
    if (sema->occasion.event && (strcmp(word, "beginning with each") == 0 || ics_is_act(sema, from))) {
        ics_expr *event = sema->occasion.event;
        const bool begins = strcmp(word, "beginning with each") == 0;
        return (ics_within){event, ics_time_from(sema, within, event, false, begins), event};
    }
    if (!from)
        return (ics_within){wrong, wrong, wrong};
    if (from->kind == ICS_NODE_DOING) {
        ics_expr *act = ics_day_of_act(sema, scope, from);
        return (ics_within){act, ics_time_from(sema, within, act, false, false), act};
    }
    if (strcmp(word, "beginning with each") == 0) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0304, within->span,
                                    "'beginning with each' asks anew each time, in the limit of a sentence");
        ics_diag_help(sema->diags, diag, "a condition names one day: 'within … beginning with the latest …'");
        return (ics_within){wrong, wrong, wrong};
    }
    ics_expr *day = day_of(sema, ics_quantity(sema, scope, from, &(ics_shape){.sort = ICS_SORT_DATE}), from->span);
    if (strcmp(word, "before") == 0)
        return (ics_within){ics_time_from(sema, within, day, true, false), day, day};
    return (ics_within){day, ics_time_from(sema, within, day, false, strcmp(word, "beginning with") == 0), day};
}

static ics_expr *span_quantity(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint)
{
    const ics_node *beginning = ics_slot(node, "beginning");
    if (!beginning)
        return number_literal(sema, node, hint);
    ics_expr *from =
        day_of(sema, ics_quantity(sema, scope, beginning, &(ics_shape){.sort = ICS_SORT_DATE}), beginning->span);
    return ics_time_from(sema, node, from, false, true);
}

static ics_expr *extreme(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    const ics_shape hint = {.sort = ICS_SORT_DATE};
    const ics_node *left = ics_slot(node, "left"), *right = ics_slot(node, "right");
    ics_expr *a = day_of(sema, ics_quantity(sema, scope, left, &hint), node->span);
    ics_expr *b = day_of(sema, ics_quantity(sema, scope, right, &hint), node->span);
    return ics_make(sema, strcmp(word_of(node), "later") == 0 ? ICS_EXPR_LATER : ICS_EXPR_EARLIER, node->span, a, b);
}

static bool is_length_of_time(const ics_node *node)
{
    ics_time_unit unit;
    return (node->kind == ICS_NODE_NUMBER || (node->kind == ICS_NODE_SPAN && !ics_slot(node, "beginning"))) &&
           node->text && ics_unit_named(node->text, &unit);
}

static ics_expr *sum_or_product(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint)
{
    const ics_node *left = ics_slot(node, "left"), *right = ics_slot(node, "right");
    const char *word = word_of(node);
    ics_expr *a = ics_quantity(sema, scope, left, hint);
    if (a->shape.sort == ICS_SORT_DATE && right && is_length_of_time(right) && (*word == '+' || *word == '-'))
        return ics_time_from(sema, right, a, *word == '-', false);
    return ics_arithmetic(sema, word, a, ics_quantity(sema, scope, right, hint), node->span);
}

/* -- calls */

static ics_expr *argument(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_type type)
{
    const bool is_date = ics_type_representation(type) == ICS_REP_DAYS;
    ics_expr *value = ics_quantity(sema, scope, node, is_date ? &(ics_shape){.sort = ICS_SORT_DATE} : NULL);
    if (value->shape.sort == ICS_SORT_TRUTH)
        value = ics_make(sema, ICS_EXPR_AS_YES, node->span, value, NULL);
    const ics_sort wanted = ics_type_representation(type) == ICS_REP_NUMBER  ? ICS_SORT_NUMBER
                            : ics_type_representation(type) == ICS_REP_DAYS  ? ICS_SORT_DATE
                            : ics_type_representation(type) == ICS_REP_TRUTH ? ICS_SORT_YESNO
                                                                             : ICS_SORT_ID;
    if (value->shape.sort == wanted || ics_is_wrong(value))
        return value;
    ics_report(sema->diags, ICS_E0303, node->span, "the function takes %s here, this is %s", ics_type_name(type),
               ics_shape_name(sema, value->shape));
    return ics_wrong(sema, node->span);
}

/* All of it is there: an element without the value has none, and a day is known to the day. */
static ics_expr *is_settled(ics_sema *sema, ics_expr *value)
{
    const bool is_date = value->shape.sort == ICS_SORT_DATE;
    ics_expr *is_one = ics_make(sema, is_date ? ICS_EXPR_DATE_EQ : ICS_EXPR_EQ, value->span, value, value);
    return ics_or(sema, is_one, ics_not(sema, ics_make(sema, ICS_EXPR_PRESENT, value->span, value, NULL)));
}

/* `held of meetings of committee`: a list whole, and what is read of each of its elements. */
static ics_expr *list_argument(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_type type)
{
    const bool is_path = node->kind == ICS_NODE_PATH;
    ics_walk walk = {.value = is_path ? NULL : ics_wrong(sema, node->span)};
    if (is_path)
        walk = ics_walk_path(sema, scope, node, NULL);
    const bool is_open = is_path && ics_walk_open(sema, &walk, scope->depth, node->span);
    if (is_path && ics_is_wrong(walk.value))
        return ics_wrong(sema, node->span);
    ics_range *range = walk.ranges.range[0];
    const ics_expr *value = walk.value;
    const bool is_type = value->shape.sort == (type == ICS_TYPE_DATE ? ICS_SORT_DATE : ICS_SORT_NUMBER) &&
                         (type == ICS_TYPE_DATE || value->shape.unit == ICS_OF_NUMBER);
    if (!is_open || walk.ranges.count != 1 || walk.ranges.when[0] || range->source != ICS_RANGE_LIST ||
        range->entity != range->list->shape.target || value->kind != ICS_EXPR_READ || value->a->kind != ICS_EXPR_ROW ||
        value->a->range != range || !is_type) {
        ics_diag *diag = ics_report(sema->diags, ICS_E0720, node->span,
                                    "the function takes a list of %s here, and this is none", ics_type_name(type));
        ics_diag_help(sema->diags, diag,
                      "name what each element of one whole list has: 'held of meetings of committee'");
        return ics_wrong(sema, node->span);
    }
    ics_expr *all = ics_over(sema, ICS_EXPR_ALL, range, is_settled(sema, walk.value), NULL, node->span);
    ics_expr *column = ics_expr_new(sema, ICS_EXPR_COLUMN, range->list->shape, node->span, range->list, all, value->b);
    column->id = value->id;
    return column;
}

static ics_shape shape_of_result(ics_type type)
{
    ics_shape shape = {.target = ICS_NONE, .space = ICS_IN_TEXT};
    switch (ics_type_representation(type)) {
    case ICS_REP_TRUTH:
        shape.sort = ICS_SORT_YESNO;
        break;
    case ICS_REP_DAYS:
        shape.sort = ICS_SORT_DATE;
        break;
    case ICS_REP_ID:
        shape.sort = ICS_SORT_ID;
        break;
    default:
        shape.sort = type == ICS_TYPE_SHARE ? ICS_SORT_RATIO : ICS_SORT_NUMBER;
        shape.unit = type == ICS_TYPE_SHARE    ? ICS_OF_SHARE
                     : type == ICS_TYPE_PEOPLE ? ICS_OF_PEOPLE
                     : type == ICS_TYPE_MONEY  ? ICS_OF_MONEY
                                               : ICS_OF_NUMBER;
        break;
    }
    return shape;
}

static ics_expr *call(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    const ics_named *function = ics_named_find(sema->functions, sema->function_count, node->text);
    if (!function || !ics_sees(sema, function->file)) {
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0101, node->span, "no plugin here declares the function '%s'", node->text);
        ics_diag_help(sema->diags, diag, "write 'plugin NAME version 1' with 'function %s (…) gives …'", node->text);
        return ics_wrong(sema, node->span);
    }
    const ics_import *import = &sema->out->imports[function->id];
    const ics_node *arguments = ics_slot(node, "arguments");
    if (ics_node_length(arguments) != import->parameter_count) {
        ics_report(sema->diags, ICS_E0303, node->span, "'%s' takes %u values, not %u", node->text,
                   import->parameter_count, ics_node_length(arguments));
        return ics_wrong(sema, node->span);
    }
    ics_expr *expr = ics_expr_new(sema, ICS_EXPR_CALL, shape_of_result(import->result), node->span, NULL, NULL, NULL);
    expr->id = function->id;
    expr->argument_count = import->parameter_count;
    expr->arguments = ICS_ARENA_ARRAY(sema->arena, ics_expr *, import->parameter_count + 1);
    for (uint32_t i = 0; i < import->parameter_count; i++) {
        ics_expr *value = expr->arguments[i] =
            import->lists >> i & 1 ? list_argument(sema, scope, arguments->child[i], import->parameters[i])
                                   : argument(sema, scope, arguments->child[i], import->parameters[i]);
        expr->free |= value->free;
        if (ics_is_wrong(value))
            expr->shape.sort = ICS_SORT_WRONG;
    }
    return expr;
}

/* -- all of them */

static ics_expr *quantity(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint)
{
    ics_expr *expr;
    switch (node->kind) {
    case ICS_NODE_NUMBER:
        return number_literal(sema, node, hint);
    case ICS_NODE_MONEY:
        return ics_number(sema, node->number, ICS_OF_MONEY, node->span);
    case ICS_NODE_PERCENT:
        return percent(sema, scope, node, hint);
    case ICS_NODE_DATE:
        return date_literal(sema, node, hint);
    case ICS_NODE_FINANCIALYEAR:
        return year_literal(sema, node, hint);
    case ICS_NODE_STRING:
        expr = ics_make(sema, ICS_EXPR_TEXT, node->span, NULL, NULL);
        expr->text = node->text;
        expr->shape.space = ICS_IN_TEXT;
        return expr;
    case ICS_NODE_DAYJUDGED:
        return ics_today(sema, node->span);
    case ICS_NODE_PATH:
    case ICS_NODE_TERM:
        return path_quantity(sema, scope, node, hint);
    case ICS_NODE_ARITHMETIC:
        return sum_or_product(sema, scope, node, hint);
    case ICS_NODE_AGGREGATE:
        return aggregate(sema, scope, node);
    case ICS_NODE_EXTREME:
        return extreme(sema, scope, node);
    case ICS_NODE_SPAN:
        return span_quantity(sema, scope, node, hint);
    case ICS_NODE_CALL:
        return call(sema, scope, node);
    case ICS_NODE_AGE:
        return ics_age(sema, scope, node);
    case ICS_NODE_ERROR:
        return ics_wrong(sema, node->span);
    default:
        return ics_condition(sema, scope, node); /* a let that names a condition */
    }
}

ics_expr *ics_quantity(ics_sema *sema, const ics_scope *scope, const ics_node *node, const ics_shape *hint)
{
    if (!node || !ics_enter(sema, node->span))
        return ics_wrong(sema, node ? node->span : (ics_span){0});
    ics_expr *expr = quantity(sema, scope, node, hint);
    ics_leave(sema);
    return expr;
}

ics_expr *ics_day_said(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    ics_expr *day = ics_quantity(sema, scope, node, &(ics_shape){.sort = ICS_SORT_DATE});
    if (day->shape.sort == ICS_SORT_DATE || ics_is_wrong(day))
        return day;
    ics_report(sema->diags, ICS_E0303, node->span, "a day is needed here, this is %s",
               ics_shape_name(sema, day->shape));
    return ics_wrong(sema, node->span);
}
