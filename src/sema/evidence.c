/*
 * `evidence not older than 12 months` (docs/decisions.md, 63): what a rule reads has to have been written down so many
 * months before the day judged, or later. Whose outcomes there are, and when a body began and ended, hangs on no age.
 */
#include "sema/context.h"
#include "sema/occasion.h"

bool ics_said_twice(ics_sema *sema, const ics_node *clause, const ics_node *before)
{
    ics_diag *diag = ics_report(sema->diags, ICS_E0304, clause->span, "a rule says once how old its evidence may be");
    ics_diag_note(sema->diags, diag, before->span, "said before here");
    return true;
}

bool ics_evidence_age(ics_sema *sema, const ics_node *clause)
{
    if (!clause)
        return true;
    const bool has_asked_day = sema->occasion.has_asked_day;
    ics_expr *oldest = ics_time_from(sema, clause, ics_today(sema, clause->span), true, false);
    sema->occasion.has_asked_day = has_asked_day; /* which of the days it holds is none of the sentence's own */
    if (ics_is_wrong(oldest))
        return false;
    sema->oldest = oldest;
    return true;
}

ics_expr *ics_of_any_age(ics_sema *sema)
{
    ics_expr *oldest = sema->oldest;
    sema->oldest = NULL;
    return oldest;
}
