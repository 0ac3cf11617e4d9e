/*
 * What the rules of a compilation mean, ready to be lowered: the model, the sources of law, and each rule with the
 * expressions that its outcome is judged by. Leans on expr.
 */
#ifndef ICS_SEMA_MEANING_H
#define ICS_SEMA_MEANING_H

#include "bytecode/program.h"
#include "sema/expr.h"
#include "syntax/ast.h"

/** The expressions that the table of outcomes asks for; NULL stands for what ics_judge's ICS_NO_REGISTER stands for. */
typedef struct ics_ladder {
    ics_expr *governs;
    ics_expr *stays; /* that what is forbidden no more was done while it was; NULL: nothing else governs */
    ics_expr *applies, *vacuous, *done, *in_time, *lifted, *exempt, *due_ahead;
    ics_expr *due, *done_on, *began;
    ics_expr *event, *missed,
        *since;          /* the day of the event; `throughout`: how many days it was not so, and the first */
    ics_expr *waived_by; /* `throughout`: the first of them, in doubt where they are; of a prohibition the first act: a
                            waiver does not reach back */
} ics_ladder;

/** One letter of a requirement: judged with the rule's ladder but its own done and in time. */
typedef struct ics_part {
    const char *label;
    ics_span span;
    ics_expr *done, *in_time, *done_on;
} ics_part;

enum { ICS_WHEN_MAX = 6 }; /* as many lists as a phrase goes through */

/** Of what must hold throughout, what is judged on each day (throughout.c). No range: it is a rule of another kind. */
typedef struct ics_each_day {
    ics_range *range;                      /* the days */
    ics_span span;                         /* of `throughout` */
    ics_expr *is_there;                    /* that the body was there on one of them, where that is in doubt; or NULL */
    ics_expr *done, *vacuous, **part_done; /* on one of them */
    ics_expr *applies;                     /* on one of them; NULL: it is the same on all, and is the ladder's */
    ics_expr *exempt;                      /* on the day judged, in its own words */
    ics_expr *kept;                        /* what the national text forbade is no breach either; or NULL */
} ics_each_day;

/** The periods or events of which each has an outcome, outermost first: the last is what the outcomes are for. */
typedef struct ics_when {
    ics_range *range[ICS_WHEN_MAX];
    size_t count;
} ics_when;

/** One kind of those who owe a duty together: the body named first, or others, and whether each took part. */
typedef struct ics_taker {
    ics_ranges ranges; /* from the row that the outcome is about */
    ics_expr *row;     /* NULL: the lane's own */
    ics_expr *took;
} ics_taker;

/** The owners of a list whose elements a rule is about, where the list is unknown, partial or empty. */
typedef struct ics_gap {
    ics_range *root;   /* the owners' table */
    ics_expr *list;    /* the list, over root */
    ics_expr *mask;    /* which owners; never unknown */
    ics_ladder ladder; /* unknown, or not applicable where the list is empty */
    ics_expr *top;     /* the owner, or who holds it in the end */
    ics_expr *scope;   /* as that of the rule */
} ics_gap;

/** What is kept beside an outcome: an exception, what a body has to show, a local standard. */
typedef struct ics_note_meaning {
    ics_note_info info;
    ics_expr *value;
} ics_note_meaning;

/**
 * A rule, or one of its versions: then the head is what the version says, and mask, about and gaps are those of the
 * rule. Of a rule of several versions root, pair, mask, about and gaps are those of all; the rest is each version's.
 */
/** The acts that a prohibition forbids: that there was none, and the days of the first and the last, or NULL. */
typedef struct ics_forbidden_acts {
    ics_expr *none, *first, *last;
    int32_t since; /* no act counts before it */
} ics_forbidden_acts;

typedef struct ics_rule_meaning ics_rule_meaning;
struct ics_rule_meaning {
    ics_rule head; /* ids, titles, citations, letters, days: texts of the syntax, spans of the diagnostics' sources */
    bool no_period;
    bool has_limit;         /* of its words one is about time: a last day, an order, promptness */
    ics_when when;          /* in each row of root, or of pair; none: one outcome each */
    ics_range *root, *pair; /* pair: the second of a pair, each row of which lies in a row of root; or NULL */
    ics_ranges members;     /* the others who owe it together, each `with` a row of root; none: about names the other */
    ics_expr *member;       /* the other whose outcomes these are; NULL: they are of the body named first */
    ics_expr *mask;         /* rows that have an outcome: where it is not known to be false; NULL: all */
    ics_expr *about;        /* the row that the outcome is about, where it is another than the range's own; or NULL */
    ics_ladder ladder;
    ics_each_day each_day;
    ics_part *parts;
    uint32_t part_count;
    ics_taker *takers; /* where several owe it together */
    uint32_t taker_count;
    ics_gap *gaps;
    size_t gap_count, gap_room;
    ics_note_meaning *notes;
    size_t note_count, note_room;
    ics_expr *limit;         /* the last lawful day as at which conditions are read, also of a prohibition; or NULL */
    ics_forbidden_acts acts; /* of a prohibition without a limit, of what happens on days; none NULL: any other rule */
    ics_expr *reach, *life;  /* the parts of `applies`: what the rule says of it; that the body lives; or NULL */
    ics_span span;           /* of the sentence */
    ics_expr *law_day;       /* the day on which the days in force are tested; NULL: there are none */
    ics_rule_meaning *versions; /* in the order of their dates as written */
    uint32_t version_count;     /* 0: the rule has but one */
    ics_expr *scope;            /* of a rule of a variation: whether it holds for the row; else NULL */
    ics_rule_meaning *ways;     /* by each combination of readings; the first is also this one */
    uint32_t way_count;         /* 0: it hangs on no reading, or all are chosen */
    uint32_t *taken;            /* of a way: by place, which of its readings; ICS_NONE: of none */
    ics_expr *some_governs; /* on the first version's law_day: whether any is in force; NULL: not one day's matter */
};

/** A step of a test, in its order; own rules are no steps. */
typedef struct ics_trial_step {
    const ics_node *node; /* GIVEN, WAIVER, ASAT or EXPECT */
    uint32_t entity;      /* GIVEN, WAIVER: of the record */
    uint32_t rule;        /* EXPECT, WAIVER: in rules */
    ics_outcome state;    /* EXPECT */
    int32_t days;         /* EXPECT: the days that it says, or ICS_NO_DAY */
} ics_trial_step;

/** A `test` of the user's own files. It is no part of a program: a pack is the same with and without it. */
typedef struct ics_trial_meaning {
    const ics_node *node; /* TEST */
    ics_trial_step *steps;
    size_t step_count, step_room;
} ics_trial_meaning;

typedef struct ics_meaning {
    ics_model model;
    ics_law *laws;
    size_t law_count, law_room;
    ics_rule_meaning *rules;
    size_t rule_count, rule_room;
    ics_defined *definitions; /* and named values */
    size_t definition_count, definition_room;
    ics_calendar *calendars;
    size_t calendar_count, calendar_room;
    ics_varied *variations;
    size_t variation_count, variation_room;
    ics_departure *departures;
    size_t departure_count, departure_room;
    const char **chosen; /* readings */
    size_t chosen_count, chosen_room;
    ics_import *imports;
    size_t import_count, import_room;
    ics_trial_meaning *trials; /* none unless asked for: ics_resolve_trials */
    size_t trial_count, trial_room;
} ics_meaning;

enum { ICS_READINGS_COMBINED = 16 }; /* combinations of readings by which one rule is judged, at most */

/** The readings that are chosen, by name: first by the project, then by the user, who may choose otherwise. */
typedef struct ics_reading_choice {
    const char *const *project, *const *user;
    size_t project_count, user_count;
} ics_reading_choice;

/**
 * Resolves all that was parsed. @p choice: the readings chosen, or NULL. Mistakes go to @p diags, and the rules that
 * have one are left out. Everything lives in
 * @p arena, whose `escape` must be set.
 */
void ics_resolve(ics_meaning *out, const ics_syntax *syntax, const ics_reading_choice *choice, ics_arena *arena,
                 ics_diags *diags);

/**
 * As ics_resolve(), for running the tests of the user's own files: they are in trials, and the rules that they are
 * given are the last of rules, named "ID (test N)" so that two tests may give rules of one name.
 */
void ics_resolve_trials(ics_meaning *out, const ics_syntax *syntax, const ics_reading_choice *choice, ics_arena *arena,
                        ics_diags *diags);

#endif
