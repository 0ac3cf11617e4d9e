/* Ages: whole years from a date of birth to a day. */
#include "sema/context.h"

static ics_expr *born(ics_sema *sema, const ics_scope *scope, const ics_node *of)
{
    ics_expr *value = ics_quantity(sema, scope, of, &(ics_shape){.sort = ICS_SORT_DATE});
    if (value->shape.sort == ICS_SORT_DATE || ics_is_wrong(value))
        return value;
    if (value->shape.sort != ICS_SORT_REF) {
        ics_report(sema->diags, ICS_E0303, of->span, "an age is that of a person or from a day, this is %s",
                   ics_shape_name(sema, value->shape));
        return ics_wrong(sema, of->span);
    }
    const uint32_t attribute = ics_attribute_named(sema, value->shape.target, "date of birth");
    ics_expr *day = attribute == ICS_NONE ? NULL : ics_read(sema, value, attribute, of->span);
    if (day && day->shape.sort == ICS_SORT_DATE)
        return day;
    ics_no_attribute(sema, of->span, value->shape.target, "date of birth");
    return ics_wrong(sema, of->span);
}

ics_expr *ics_age(ics_sema *sema, const ics_scope *scope, const ics_node *node)
{
    const ics_node *of = ics_slot(node, "of"), *at = ics_slot(node, "at");
    if (!of || !at)
        return ics_wrong(sema, node->span);
    ics_expr *day = ics_quantity(sema, scope, at, &(ics_shape){.sort = ICS_SORT_DATE});
    if (day->shape.sort == ICS_SORT_PERIOD)
        day = ics_make(sema, ICS_EXPR_START, at->span, day, NULL);
    if (day->shape.sort != ICS_SORT_DATE && !ics_is_wrong(day)) {
        ics_report(sema->diags, ICS_E0303, at->span, "an age is that on a day, this is %s",
                   ics_shape_name(sema, day->shape));
        return ics_wrong(sema, node->span);
    }
    ics_expr *age = ics_make(sema, ICS_EXPR_AGE, node->span, born(sema, scope, of), day);
    if (!ics_is_wrong(age))
        age->shape.unit = ICS_OF_YEARS;
    return age;
}
