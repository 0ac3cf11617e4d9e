/*
 * Bodies that begin and end (docs/decisions.md, 45): a duty of a body is judged while the body is there, and what fell
 * due by its last day is judged for ever. A body of which neither day is said is taken to be there.
 */
#include "sema/context.h"

#include <string.h>

static uint32_t day_named(const ics_sema *sema, const ics_expr *body, const char *name)
{
    if (!body || body->shape.sort != ICS_SORT_REF || body->kind == ICS_EXPR_UNNAMED)
        return ICS_NONE;
    const uint32_t attribute = ics_attribute_named(sema, body->shape.target, name);
    const ics_type type = attribute == ICS_NONE ? ICS_TYPE_COUNT : sema->model->attributes[attribute].type;
    return type == ICS_TYPE_EVENT_DATE || type == ICS_TYPE_DATE ? attribute : ICS_NONE;
}

typedef enum end_of_life { BEGUN_BY, LASTED_TO } end_of_life;

/* Said, and said to have begun only after @p day, or to have ended before it. */
static ics_expr *is_said_not(ics_sema *sema, ics_expr *said, end_of_life end, ics_expr *day)
{
    const ics_span nowhere = {0};
    ics_expr *is_not = end == BEGUN_BY ? ics_not(sema, ics_make(sema, ICS_EXPR_DATE_LE, nowhere, said, day))
                                       : ics_make(sema, ICS_EXPR_DATE_LT, nowhere, said, day);
    return ics_and(sema, ics_make(sema, ICS_EXPR_RECORDED, nowhere, said, NULL), is_not);
}

/* Not said to have begun only after @p day, or to have ended before it; NULL where the body has no such day. An event
 * that lies ahead of the day judged has not happened. Of one in a month that the day judged divides that is not known:
 * then the day as it is written decides, for it is no silence. */
static ics_expr *is_there(ics_sema *sema, ics_expr *body, end_of_life end, ics_expr *day)
{
    const ics_span nowhere = {0};
    const uint32_t attribute = day_named(sema, body, end == BEGUN_BY ? "established" : "ended");
    if (attribute == ICS_NONE)
        return NULL;
    ics_expr *said = ics_read(sema, body, attribute, nowhere);
    ics_expr *is_not = is_said_not(sema, said, end, day);
    if (sema->model->attributes[attribute].type == ICS_TYPE_EVENT_DATE && said->kind == ICS_EXPR_READ) {
        ics_expr *written = ICS_ARENA_NEW(sema->arena, ics_expr); /* as at the last day there is */
        *written = *said;
        written->b = ics_day(sema, ICS_DAY_MAX, nowhere);
        ics_expr *is_silent = ics_not(sema, ics_make(sema, ICS_EXPR_RECORDED, nowhere, said, NULL));
        is_not = ics_or(sema, is_not, ics_and(sema, is_silent, is_said_not(sema, written, end, day)));
    }
    return ics_not(sema, is_not);
}

static ics_expr *start_of_period(ics_sema *sema)
{
    return ics_make(sema, ICS_EXPR_START, (ics_span){0}, sema->occasion.period, NULL);
}

/* @p asked: the days that the duty itself speaks of, which cannot end it: to be set up is owed by what is not there. */
static ics_expr *life_of(ics_sema *sema, ics_expr *body, ics_expr *due, ics_life_days asked)
{
    ics_expr *today = ics_make(sema, ICS_EXPR_DAY, (ics_span){0}, NULL, NULL), *begun = NULL, *lasted = NULL;
    ics_expr *oldest = ics_of_any_age(sema);
    if (!asked.established)
        begun = ics_and(sema, is_there(sema, body, BEGUN_BY, today), due ? is_there(sema, body, BEGUN_BY, due) : NULL);
    if (!asked.ended)
        lasted = is_there(sema, body, LASTED_TO, today);
    if (lasted && due) /* after its end a body owes what had fallen due */
        lasted = ics_or(sema, lasted, is_there(sema, body, LASTED_TO, due));
    else if (lasted &&
             sema->occasion.period) /* what has no last day is judged for the part of a period that it lived */
        lasted = ics_or(sema, lasted, is_there(sema, body, LASTED_TO, start_of_period(sema)));
    sema->oldest = oldest;
    return ics_and(sema, begun, lasted);
}

ics_expr *ics_life_of(ics_sema *sema, ics_expr *body, ics_expr *due)
{
    return life_of(sema, body, due, (ics_life_days){false, false});
}

ics_expr *ics_life_of_debtor(ics_sema *sema, const ics_subject *subject, ics_expr *due, ics_life_days asked)
{
    ics_expr *body = subject->row, *who = subject->who.ranges.count == 0 ? subject->who.value : NULL;
    const bool is_own = day_named(sema, body, "established") != ICS_NONE || day_named(sema, body, "ended") != ICS_NONE;
    ics_expr *life = life_of(sema, is_own || !who ? body : who, due, asked);
    if (subject->pair) /* the other of a pair has to be there too */
        life = ics_and(sema, life, life_of(sema, ics_row(sema, subject->pair, (ics_span){0}), due, asked));
    return life;
}

void ics_life_note(ics_sema *sema, uint32_t attribute)
{
    const char *name = sema->model->attributes[attribute].name;
    if (name[0] != 'e')
        return;
    sema->life_days.established |= strcmp(name, "established") == 0;
    sema->life_days.ended |= strcmp(name, "ended") == 0;
}
