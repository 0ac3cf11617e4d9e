/* Shapes and units: what a value is, what may be compared with what, and the comparison itself. */
#include "sema/context.h"

#include <stdio.h>
#include <string.h>

static const ics_unit_of unit_of_type[ICS_TYPE_COUNT] = {
    [ICS_TYPE_NUMBER] = ICS_OF_NUMBER, [ICS_TYPE_PEOPLE] = ICS_OF_PEOPLE, [ICS_TYPE_MONEY] = ICS_OF_MONEY,
    [ICS_TYPE_SHARE] = ICS_OF_SHARE,   [ICS_TYPE_DURATION] = ICS_OF_DAYS,
};

static ics_space space_of_type(ics_type type)
{
    return type == ICS_TYPE_ROLE   ? ICS_IN_ROLES
           : type == ICS_TYPE_ENUM ? ICS_IN_VALUES
           : type == ICS_TYPE_REF  ? ICS_IN_ROWS
                                   : ICS_IN_TEXT;
}

ics_shape ics_shape_of_attribute(const ics_model *model, uint32_t attribute)
{
    const ics_attribute *a = &model->attributes[attribute];
    ics_shape shape = {.target = ICS_NONE, .unit = unit_of_type[a->type]};
    switch (ics_type_representation(a->type)) {
    case ICS_REP_TRUTH:
        shape.sort = ICS_SORT_YESNO;
        break;
    case ICS_REP_NUMBER:
        shape.sort = ICS_SORT_NUMBER;
        break;
    case ICS_REP_DAYS:
        shape.sort = a->type == ICS_TYPE_DATE || a->type == ICS_TYPE_EVENT_DATE ? ICS_SORT_DATE : ICS_SORT_PERIOD;
        shape.year = a->type == ICS_TYPE_CALENDAR_YEAR   ? ICS_YEAR_CALENDAR
                     : a->type == ICS_TYPE_ACADEMIC_YEAR ? ICS_YEAR_ACADEMIC
                     : a->type == ICS_TYPE_PERIOD        ? ICS_NO_YEAR
                                                         : ICS_YEAR_FINANCIAL;
        break;
    case ICS_REP_ID:
        shape.sort = ICS_SORT_ID;
        shape.space = space_of_type(a->type);
        shape.target = a->type == ICS_TYPE_ENUM ? a->target : ICS_NONE;
        break;
    case ICS_REP_REF:
        shape = ics_shape_ref(a->target);
        break;
    case ICS_REP_LIST:
        shape.sort = ICS_SORT_LIST;
        shape.target = a->type == ICS_TYPE_VALUES ? a->values_table : a->target;
        break;
    case ICS_REP_SET:
        shape.sort = ICS_SORT_SET;
        shape.space = space_of_type(a->element);
        shape.target = a->target;
        break;
    }
    return shape;
}

ics_shape ics_shape_ref(uint32_t entity)
{
    return (ics_shape){.sort = ICS_SORT_REF, .space = ICS_IN_ROWS, .target = entity};
}

bool ics_shape_is_number(ics_shape shape)
{
    return shape.sort == ICS_SORT_NUMBER || shape.sort == ICS_SORT_BOUNDED || shape.sort == ICS_SORT_RATIO;
}

const char *ics_shape_name(ics_sema *sema, ics_shape shape)
{
    static const char *const units[] = {"a number", "a number", "people", "money", "a share", "a number of days"};
    switch (shape.sort) {
    case ICS_SORT_TRUTH:
        return "a condition";
    case ICS_SORT_YESNO:
        return "yes or no";
    case ICS_SORT_NUMBER:
    case ICS_SORT_BOUNDED:
    case ICS_SORT_RATIO:
        return units[shape.unit];
    case ICS_SORT_DATE:
        return "a date";
    case ICS_SORT_PERIOD:
        return shape.year == ICS_YEAR_CALENDAR   ? "a calendar year"
               : shape.year == ICS_YEAR_ACADEMIC ? "an academic year"
               : shape.year == ICS_NO_YEAR       ? "a period"
                                                 : "a financial year";
    case ICS_SORT_ID:
        if (shape.space == ICS_IN_ROLES)
            return "a role";
        if (shape.space == ICS_IN_TEXT)
            return "a text";
        return ics_text_of(sema, "one of %s",
                           shape.target < sema->model->enum_count ? sema->model->enums[shape.target].name : "several");
    case ICS_SORT_REF:
        return ics_text_of(sema, "one %s", ics_entity_name(sema, shape.target));
    case ICS_SORT_LIST:
        return ics_text_of(sema, "a list of %s", ics_entity_name(sema, shape.target));
    case ICS_SORT_SET:
        return "a set";
    case ICS_SORT_WRONG:
        break;
    }
    return "nothing";
}

/* The words of the source where they are short, as people read an operand. */
const char *ics_expr_says(ics_sema *sema, const ics_expr *expr)
{
    size_t size = 0;
    const char *text = ics_diags_source_text(sema->diags, expr->span.source, &size);
    if (!text || expr->span.end > size || expr->span.start >= expr->span.end || expr->span.end - expr->span.start > 60)
        return "this";
    return ics_arena_text(sema->arena, text + expr->span.start, expr->span.end - expr->span.start);
}

bool ics_unit_named(const char *word, ics_time_unit *unit)
{
    static const struct {
        const char *name;
        ics_time_unit unit;
    } units[] = {{"day", ICS_UNIT_DAYS},
                 {"week", ICS_UNIT_WEEKS},
                 {"month", ICS_UNIT_MONTHS},
                 {"year", ICS_UNIT_YEARS},
                 {"working day", ICS_UNIT_WORKING_DAYS}};
    for (size_t i = 0; word && i < sizeof units / sizeof *units; i++)
        if (ics_same_name(units[i].name, word)) {
            *unit = units[i].unit;
            return true;
        }
    return false;
}

/* -- comparing */

static ics_expr *mismatch(ics_sema *sema, ics_code code, ics_expr *a, ics_expr *b, ics_span span)
{
    ics_diag *diag = ics_report(sema->diags, code, b->span, "'%s' is %s, '%s' is %s: they cannot be compared",
                                ics_expr_says(sema, a), ics_shape_name(sema, a->shape), ics_expr_says(sema, b),
                                ics_shape_name(sema, b->shape));
    ics_diag_note(sema->diags, diag, a->span, "this is %s", ics_shape_name(sema, a->shape));
    return ics_wrong(sema, span);
}

/* Whether two units agree; a bare number takes the other's. People are counted, so numbers of things are too. */
static bool units_agree(ics_unit_of a, ics_unit_of b)
{
    return a == b || a == ICS_OF_ANY || b == ICS_OF_ANY || (a == ICS_OF_NUMBER && b == ICS_OF_PEOPLE) ||
           (a == ICS_OF_PEOPLE && b == ICS_OF_NUMBER);
}

static ics_expr *compare_numbers(ics_sema *sema, const char *word, bool negated, ics_expr *a, ics_expr *b,
                                 ics_span span)
{
    if (!units_agree(a->shape.unit, b->shape.unit))
        return mismatch(sema, ICS_E0301, a, b, span);
    if (strcmp(word, "is") == 0)
        return ics_make(sema, negated ? ICS_EXPR_NE : ICS_EXPR_EQ, span, a, b);
    ics_expr *truth = strcmp(word, "at least") == 0    ? ics_make(sema, ICS_EXPR_LE, span, b, a)
                      : strcmp(word, "at most") == 0   ? ics_make(sema, ICS_EXPR_LE, span, a, b)
                      : strcmp(word, "more than") == 0 ? ics_make(sema, ICS_EXPR_LT, span, b, a)
                      : strcmp(word, "less than") == 0 ? ics_make(sema, ICS_EXPR_LT, span, a, b)
                                                       : NULL;
    return truth ? truth : mismatch(sema, ICS_E0302, a, b, span);
}

static ics_expr *compare_dates(ics_sema *sema, const char *word, bool negated, ics_expr *a, ics_expr *b, ics_span span)
{
    if (strcmp(word, "is") == 0)
        return ics_make(sema, negated ? ICS_EXPR_DATE_NE : ICS_EXPR_DATE_EQ, span, a, b);
    ics_expr *truth = strcmp(word, "before") == 0         ? ics_make(sema, ICS_EXPR_DATE_LT, span, a, b)
                      : strcmp(word, "after") == 0        ? ics_make(sema, ICS_EXPR_DATE_LT, span, b, a)
                      : strcmp(word, "on or before") == 0 ? ics_make(sema, ICS_EXPR_DATE_LE, span, a, b)
                      : strcmp(word, "on or after") == 0  ? ics_make(sema, ICS_EXPR_DATE_LE, span, b, a)
                      : strcmp(word, "at least") == 0     ? ics_make(sema, ICS_EXPR_DATE_LE, span, b, a)
                      : strcmp(word, "at most") == 0      ? ics_make(sema, ICS_EXPR_DATE_LE, span, a, b)
                                                          : NULL;
    return truth ? truth : mismatch(sema, ICS_E0302, a, b, span);
}

/* `is not`: a comparison with an absent value is false both ways, so each sort has an opcode of its own for it. */
static ics_expr *compare_same(ics_sema *sema, bool negated, ics_expr *a, ics_expr *b, ics_span span)
{
    const ics_model *model = sema->model;
    switch (a->shape.sort) {
    case ICS_SORT_PERIOD:
        if (a->shape.year != b->shape.year)
            return mismatch(sema, ICS_E0302, a, b, span);
        return ics_make(sema, negated ? ICS_EXPR_PERIOD_NE : ICS_EXPR_PERIOD_EQ, span, a, b);
    case ICS_SORT_ID:
        if (a->shape.space != b->shape.space || a->shape.target != b->shape.target)
            return mismatch(sema, ICS_E0302, a, b, span);
        return ics_make(sema, negated ? ICS_EXPR_ID_NE : ICS_EXPR_ID_EQ, span, a, b);
    case ICS_SORT_REF:
        if (model->entities[a->shape.target].root != model->entities[b->shape.target].root)
            return mismatch(sema, ICS_E0302, a, b, span);
        return ics_make(sema, negated ? ICS_EXPR_NOT_SAME : ICS_EXPR_SAME, span, a, b);
    case ICS_SORT_YESNO:
        if (negated)
            break;
        return ics_make(sema, ICS_EXPR_YES_EQ, span, a, b);
    default:
        break;
    }
    return mismatch(sema, ICS_E0302, a, b, span);
}

ics_expr *ics_compare(ics_sema *sema, const char *word, bool negated, ics_expr *a, ics_expr *b, ics_span span)
{
    if (ics_is_wrong(a) || ics_is_wrong(b))
        return ics_wrong(sema, span);
    if (negated && strcmp(word, "is") != 0 &&
        strcmp(word, "same as") != 0) /* `is not at least 3`: absent is false both ways */
        return ics_and(sema,
                       ics_and(sema, ics_make(sema, ICS_EXPR_PRESENT, span, a, NULL),
                               ics_make(sema, ICS_EXPR_PRESENT, span, b, NULL)),
                       ics_not(sema, ics_compare(sema, word, false, a, b, span)));
    if (ics_shape_is_number(a->shape) && ics_shape_is_number(b->shape))
        return compare_numbers(sema, word, negated, a, b, span);
    if (a->shape.sort == ICS_SORT_DATE && b->shape.sort == ICS_SORT_DATE)
        return compare_dates(sema, word, negated, a, b, span);
    if (a->shape.sort == b->shape.sort && (strcmp(word, "is") == 0 || strcmp(word, "same as") == 0))
        return compare_same(sema, negated, a, b, span);
    return mismatch(sema, ICS_E0302, a, b, span);
}

/* -- arithmetic */

static ics_sort sum_sort(const ics_expr *a, const ics_expr *b)
{
    return a->shape.sort == ICS_SORT_BOUNDED || b->shape.sort == ICS_SORT_BOUNDED ? ICS_SORT_BOUNDED : ICS_SORT_NUMBER;
}

static ics_expr *arithmetic_error(ics_sema *sema, ics_code code, const char *word, ics_expr *a, ics_expr *b,
                                  ics_span span)
{
    ics_diag *diag = ics_report(sema->diags, code, b->span, "'%s' is %s, '%s' is %s: '%s' has no meaning between them",
                                ics_expr_says(sema, a), ics_shape_name(sema, a->shape), ics_expr_says(sema, b),
                                ics_shape_name(sema, b->shape), word);
    ics_diag_note(sema->diags, diag, a->span, "this is %s", ics_shape_name(sema, a->shape));
    return ics_wrong(sema, span);
}

static ics_expr *number_of(ics_sema *sema, ics_expr_kind kind, ics_sort sort, ics_unit_of unit, ics_expr *a,
                           ics_expr *b, ics_span span)
{
    return ics_expr_new(sema, kind, (ics_shape){.sort = sort, .unit = unit, .target = ICS_NONE}, span, a, b, NULL);
}

/* A product has the unit of the side that has one; a share or a bare number has none to give. */
static ics_expr *product(ics_sema *sema, ics_expr *a, ics_expr *b, ics_span span)
{
    const bool a_plain = a->shape.unit <= ICS_OF_NUMBER || a->shape.unit == ICS_OF_SHARE;
    const bool b_plain = b->shape.unit <= ICS_OF_NUMBER || b->shape.unit == ICS_OF_SHARE;
    if (!a_plain && !b_plain)
        return arithmetic_error(sema, ICS_E0301, "*", a, b, span);
    const ics_unit_of unit = a_plain ? (b->shape.unit == ICS_OF_ANY ? a->shape.unit : b->shape.unit) : a->shape.unit;
    if (sum_sort(a, b) == ICS_SORT_NUMBER)
        return number_of(sema, ICS_EXPR_MUL, ICS_SORT_NUMBER, unit, a, b, span);
    ics_expr *constant = a->kind == ICS_EXPR_NUMBER ? a : b, *count = constant == a ? b : a;
    if (constant->kind != ICS_EXPR_NUMBER || constant->value < 0)
        return arithmetic_error(sema, ICS_E0302, "*", a, b, span);
    return number_of(sema, ICS_EXPR_MUL, ICS_SORT_BOUNDED, unit, count, constant, span);
}

static ics_expr *quotient(ics_sema *sema, ics_expr *a, ics_expr *b, ics_span span)
{
    if (b->kind == ICS_EXPR_NUMBER && b->value == 0) {
        ics_report(sema->diags, ICS_E0304, b->span, "nothing can be divided by 0");
        return ics_wrong(sema, span);
    }
    if (sum_sort(a, b) != ICS_SORT_NUMBER)
        return arithmetic_error(sema, ICS_E0302, "/", a, b, span);
    /* Like by like is a bare ratio, which may be a share; people by a number are people. */
    if (units_agree(a->shape.unit, b->shape.unit))
        return number_of(sema, ICS_EXPR_DIV, ICS_SORT_RATIO, ICS_OF_ANY, a, b, span);
    if (b->shape.unit != ICS_OF_NUMBER)
        return arithmetic_error(sema, ICS_E0301, "/", a, b, span);
    return number_of(sema, ICS_EXPR_DIV, ICS_SORT_RATIO, a->shape.unit, a, b, span);
}

ics_expr *ics_arithmetic(ics_sema *sema, const char *word, ics_expr *a, ics_expr *b, ics_span span)
{
    if (ics_is_wrong(a) || ics_is_wrong(b))
        return ics_wrong(sema, span);
    if (*word == '-' && a->shape.sort == ICS_SORT_DATE && b->shape.sort == ICS_SORT_DATE)
        return number_of(sema, ICS_EXPR_DAYS, ICS_SORT_NUMBER, ICS_OF_DAYS, a, b, span);
    if (!ics_shape_is_number(a->shape) || !ics_shape_is_number(b->shape) || a->shape.sort == ICS_SORT_RATIO ||
        b->shape.sort == ICS_SORT_RATIO)
        return arithmetic_error(sema, ICS_E0302, word, a, b, span);
    if (*word == '*')
        return product(sema, a, b, span);
    if (*word == '/')
        return quotient(sema, a, b, span);
    if (!units_agree(a->shape.unit, b->shape.unit))
        return arithmetic_error(sema, ICS_E0301, word, a, b, span);
    const ics_unit_of unit = a->shape.unit == ICS_OF_ANY ? b->shape.unit : a->shape.unit;
    return number_of(sema, *word == '+' ? ICS_EXPR_ADD : ICS_EXPR_SUB, sum_sort(a, b), unit, a, b, span);
}

/* -- presence */

ics_expr *ics_is_there(ics_sema *sema, ics_expr *a, uint32_t depth, ics_span span)
{
    if (a->shape.sort == ICS_SORT_YESNO)
        return ics_yes_or_no(sema, ICS_EXPR_YES, span, a);
    if (a->shape.sort == ICS_SORT_TRUTH || ics_is_wrong(a))
        return a;
    if (a->shape.sort != ICS_SORT_LIST)
        return ics_make(sema, ICS_EXPR_PRESENT, span, a, NULL);
    /* Elements that do not hold on the day are not in their list, so the list is gone through. */
    ics_range *range = ics_range_new(sema, ICS_RANGE_LIST, depth, a->shape.target, a, span);
    return ics_over(sema, ICS_EXPR_ANY, range, ics_truth(sema, 1, span), NULL, span);
}
