/*
 * Counts, shares and averages of every element of every inner list, however many lists lie in one another: the inner
 * counts are added up, and a share or average is made of the two sums. Through one list they are reductions over it.
 */
#include "sema/context.h"

ics_expr *ics_count_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *truth, ics_span span)
{
    const size_t last = ranges->count - 1;
    truth = ics_and(sema, ranges->when[last], truth);
    ics_expr *count =
        ics_over(sema, ICS_EXPR_COUNT, ranges->range[last], truth ? truth : ics_truth(sema, 1, span), NULL, span);
    count->shape.unit = ICS_OF_NUMBER;
    for (size_t i = last; i-- > 0;) {
        count = ics_over(sema, ICS_EXPR_TOTAL, ranges->range[i], count, ranges->when[i], span);
        count->shape.unit = ICS_OF_NUMBER;
    }
    return count;
}

/* Things of which it is not known which part they are in are there none the less: the whole is counted by itself. */
static ics_expr *share_of_counts(ics_sema *sema, const ics_ranges *ranges, ics_expr *part, ics_span span)
{
    ics_expr *share = ics_make(sema, ICS_EXPR_SHARE_OF, span, ics_count_over(sema, ranges, part, span),
                               ics_count_over(sema, ranges, ics_not(sema, part), span));
    share->c = ics_count_over(sema, ranges, NULL, span);
    share->free |= share->c->free;
    return share;
}

ics_expr *ics_share_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *part, ics_span span)
{
    ics_expr *share;
    if (ranges->count == 1)
        share = ics_over(sema, ICS_EXPR_SHARE, ranges->range[0], part, ranges->when[0], span);
    else
        share = share_of_counts(sema, ranges, part, span);
    share->shape.unit = ICS_OF_SHARE;
    return share;
}

ics_expr *ics_sum_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *value, ics_span span)
{
    ics_expr *sum = value;
    for (size_t i = ranges->count; i-- > 0;) {
        sum = ics_over(sema, ICS_EXPR_SUM, ranges->range[i], sum, ranges->when[i], span);
        sum->shape.unit = value->shape.unit;
    }
    return sum;
}

ics_expr *ics_average_over(ics_sema *sema, const ics_ranges *ranges, ics_expr *value, ics_span span)
{
    ics_expr *average;
    if (ranges->count == 1)
        average = ics_over(sema, ICS_EXPR_AVERAGE, ranges->range[0], value, ranges->when[0], span);
    else
        average = ics_make(sema, ICS_EXPR_AVERAGE_OF, span, ics_sum_over(sema, ranges, value, span),
                           ics_count_over(sema, ranges, ics_make(sema, ICS_EXPR_PRESENT, span, value, NULL), span));
    average->shape.unit = value->shape.unit;
    return average;
}
