/*
 * When a sentence asks: anew for each period, anew for each event, before or after an act, on every day. What it comes
 * to is kept as the occasion of the sentence at hand, which readings, verbs and clocks look at.
 */
#ifndef ICS_SEMA_OCCASION_H
#define ICS_SEMA_OCCASION_H

#include "sema/expr.h"
#include "syntax/ast.h"

struct ics_sema;
struct ics_rule_meaning;
struct ics_subject;
struct ics_clock;
struct ics_deed;
struct ics_scope;
struct ics_clauses;

/** The occasion of the sentence at hand. All NULL: it asks once, and facts are read as at the day judged. */
typedef struct ics_occasion {
    ics_expr *day;           /* the day that facts are read as at; NULL: the day judged */
    ics_expr *period;        /* the period that is asked about; NULL: none */
    bool is_ahead;           /* before the period, not in it */
    ics_expr *event;         /* the day of what the sentence answers; NULL: nothing */
    const ics_node *act;     /* the CADENCE that says what happened ("each time ICP receives K"), or NULL */
    ics_expr *since, *until; /* what a verb counts happens on these days, by the order of the sentence; NULL: open */
    const struct ics_clauses *forbidden_in; /* a prohibition: what happens counts on the days in force that they say */
    ics_expr *law_day;                      /* the day whose law governs; NULL: as the clock says */
    ics_expr *law_else;                     /* … where that day is not known */
    uint32_t depths;                        /* of ranges that lie between the subject and what the sentence asks */
    bool is_asked;                          /* the requirement is at hand, not a condition */
    bool has_asked_day;                     /* the day itself was asked for, beside facts read as at it */
    bool is_read_when_due; /* facts are read as at the last lawful day, or the day judged where that is earlier */
} ics_occasion;

/** What a sentence says of its occasions, found before its subject is. */
typedef struct ics_cadence {
    const ics_node *period; /* CADENCE or PERIODIC; NULL: none */
    const ics_node *event;  /* CADENCE "each time", or WITHIN "beginning with each" */
    const ics_node *order;  /* CADENCE, or BEFORE or AFTER with a DOING */
    const ics_node *throughout;
    ics_range *range;     /* of the period */
    ics_expr *ordered;    /* that the act of an order was done: what the sentence applies to */
    bool is_after;        /* the order begins a clock */
    ics_expr *is_there;   /* … that the body was there on the day, where its life has a day; or NULL */
    ics_expr *is_counted; /* stretches: that the day from which they are counted is known; NULL: it is fixed */
    int32_t from, to;     /* days in force of the rule, of all its versions; ICS_DAY_MIN, ICS_DAY_MAX: open */
    bool has_start;       /* the rule says its days in force */
} ics_cadence;

/**
 * Reads what sentence and head (a CADENCE clause, or NULL) say, and sets the occasion so far that the subject can be
 * found. @p of: its from and to, and `throughout`, are set. False (said) where it says too much.
 */
bool ics_cadence_read(struct ics_sema *sema, const ics_node *sentence, const ics_node *head, ics_cadence *of);
/** With the subject: the ranges of the rule's periods or events, and the days of an order. False (said) on a mistake.
 */
bool ics_cadence_place(struct ics_sema *sema, ics_cadence *of, struct ics_rule_meaning *rule,
                       struct ics_subject *subject);
/** What the occasion says of the limit: the end of the period, the day of the event. */
void ics_cadence_clock(struct ics_sema *sema, const ics_cadence *of, struct ics_clock *clock, ics_span span);
/** The requirement by the occasion: on every day for `throughout`. False (said) where it cannot be ordered. */
bool ics_cadence_deed(struct ics_sema *sema, ics_cadence *of, struct ics_rule_meaning *rule, struct ics_deed *deed,
                      ics_span span);

/** The first and the last day in force that a rule and all its versions say; false where they say none: all days. */
bool ics_days_in_force(const ics_node *rule, int32_t *from, int32_t *to);

/** Whether a DOING (or NULL) speaks of the act of the occasion: `within 2 weeks of receiving K` in `each time`. */
bool ics_is_act(const struct ics_sema *sema, const ics_node *doing);

/** The day that facts are read as at: "the day judged" of a rule. */
ics_expr *ics_today(struct ics_sema *sema, ics_span span);

/** What is forbidden is forbidden on the days in force of the sentence at hand: that a day is one of them; NULL where
 * any day is. */
ics_expr *ics_forbidden_on(struct ics_sema *sema, ics_expr *day, ics_span span);
/** Of a prohibition that is repealed, once its days have ended: that it was breached on them. NULL where it is none, or
 * says no end. */
ics_expr *ics_breach_stays(struct ics_sema *sema, const struct ics_rule_meaning *rule, const struct ics_clauses *all);

/** `is in that year`: a day that lies in the period, or a year that is it. */
ics_expr *ics_in_that_period(struct ics_sema *sema, const ics_node *compare, ics_expr *left);

/** Conditions on the outcome of another rule: METRULE and LIFTEDUNDER. */
ics_expr *ics_outcome_of(struct ics_sema *sema, const struct ics_scope *scope, const ics_node *node);

#endif
