/*
 * What sentences mean: a typed tree without frames or registers. Names are resolved, units agree, and every list that a
 * phrase goes through is a range. Equal trees may share nodes. Leans on the model and on base.
 */
#ifndef ICS_SEMA_EXPR_H
#define ICS_SEMA_EXPR_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "model/model.h"

typedef enum ics_expr_kind {
#define EXPR(kind, sort, what) ICS_EXPR_##kind,
#include "sema/expr.def"
#undef EXPR
    ICS_EXPR_COUNT_OF_KINDS
} ics_expr_kind;

/** What an expression is worth, as far as operations care. */
typedef enum ics_sort {
    ICS_SORT_WRONG, /* a mistake was reported; nothing more is said of it */
    ICS_SORT_TRUTH,
    ICS_SORT_YESNO,
    ICS_SORT_NUMBER,  /* exact */
    ICS_SORT_BOUNDED, /* lowest and highest: counts */
    ICS_SORT_RATIO,
    ICS_SORT_DATE,
    ICS_SORT_PERIOD,
    ICS_SORT_ID,
    ICS_SORT_REF,
    ICS_SORT_LIST,
    ICS_SORT_SET
} ics_sort;

/** What a number counts. ANY: a bare number of the text, which takes the unit that it is compared with. */
typedef enum ics_unit_of {
    ICS_OF_ANY,
    ICS_OF_NUMBER,
    ICS_OF_PEOPLE,
    ICS_OF_MONEY,
    ICS_OF_SHARE,
    ICS_OF_DAYS,
    ICS_OF_YEARS /* ages */
} ics_unit_of;

/** Where an id counts from. */
typedef enum ics_space { ICS_IN_TEXT, ICS_IN_VALUES, ICS_IN_ROLES, ICS_IN_ROWS } ics_space;

/** Which years, or stretches of days, can be compared with each other. */
typedef enum ics_year { ICS_YEAR_FINANCIAL, ICS_YEAR_CALENDAR, ICS_YEAR_ACADEMIC, ICS_NO_YEAR } ics_year;

typedef struct ics_shape {
    ics_sort sort;
    ics_unit_of unit; /* NUMBER, BOUNDED, RATIO */
    ics_space space;  /* ID, SET */
    uint32_t target;  /* REF, LIST, SET of rows: entity · ID, SET in values: enumeration · else ICS_NONE */
    ics_year year;    /* PERIOD: which kind of year it is */
} ics_shape;

typedef struct ics_expr ics_expr;

typedef enum ics_range_source {
    ICS_RANGE_ROOT,
    ICS_RANGE_LIST,
    ICS_RANGE_EVERY,
    ICS_RANGE_PERIODS, /* periods, no rows */
    ICS_RANGE_DAYS     /* runs of days on which nothing changes that is read in it */
} ics_range_source;

/** Rows that a phrase speaks of one by one: the subject's table, the elements of a list, every row of a kind. */
typedef struct ics_range {
    ics_range_source source;
    uint32_t depth; /* 0: root; the depth of what surrounds it plus one */
    uint32_t entity;
    ics_expr *list;      /* LIST */
    ics_expr *from, *to; /* PERIODS, DAYS: first and last day; NULL: the day judged */
    uint8_t period;      /* PERIODS: ics_period_kind */
    bool is_ahead;       /* PERIODS: those that begin after the first day, up to the one after the last */
    uint16_t months;     /* PERIODS: of a stretch */
} ics_range;

struct ics_expr {
    ics_expr_kind kind;
    ics_shape shape;
    ics_span span;
    ics_expr *a, *b, *c;
    ics_range *range;   /* ROW: which; ANY to LATEST: over which */
    uint64_t free;      /* bit d: a ROW of a range of depth d occurs outside its own ANY … LATEST */
    int64_t value;      /* NUMBER; DATE and PERIOD: first day; NAME: id; TRUTH: 0, 1, 2; SPAN: how many */
    int64_t last;       /* PERIOD: last day; IS_MET, IS_LIFTED: by which way of the rule, from 1; 0: it has but one */
    const char *text;   /* TEXT */
    bool is_in_force;   /* that an act lies in the days on which it is forbidden: no part of what is forbidden */
    uint32_t id;        /* READ, OWNER, COLUMN: attribute; KIND: entity; CALL: import; SPAN of working days: calendar */
    ics_time_unit unit; /* SPAN */
    bool begins;        /* SPAN: the first day counts */
    ics_expr **arguments; /* CALL */
    uint32_t argument_count;
};

enum { ICS_RANGES_MAX = 6 }; /* lists in lists that one phrase goes through */

/** The lists that a phrase goes through, outermost first, each with the condition that narrows it (or NULL). */
typedef struct ics_ranges {
    ics_range *range[ICS_RANGES_MAX];
    ics_expr *when[ICS_RANGES_MAX];
    size_t count;
} ics_ranges;

/** Ranges lie in one another at most this deep; the frames that are open at once have a limit of their own. */
enum { ICS_RANGE_DEPTHS = 60 };

/** The bit of `free` that says that an UNNAMED is in the tree. */
enum { ICS_UNNAMED_BIT = 63 };

/** Whether a kind goes over the elements of its range: what it holds is about each of them. */
static inline bool ics_is_over_range(ics_expr_kind kind)
{
    return kind == ICS_EXPR_ANY || kind == ICS_EXPR_ALL || kind == ICS_EXPR_COUNT || kind == ICS_EXPR_SUM ||
           kind == ICS_EXPR_AVERAGE || kind == ICS_EXPR_SHARE || kind == ICS_EXPR_EARLIEST || kind == ICS_EXPR_LATEST ||
           kind == ICS_EXPR_TOTAL;
}

#endif
