/* Judging: a verified program over a dataset, as at a day, to columns of outcomes. Leans on bytecode and data. */
#ifndef ICS_VM_RUN_H
#define ICS_VM_RUN_H

#include "bytecode/idle.h"
#include "bytecode/program.h"
#include "data/dataset.h"
#include "model/ledger.h"

enum { /* details of an outcome, bits */
       ICS_DETAIL_IN_TIME = 1,
       ICS_DETAIL_LIFTED = 2,
       ICS_DETAIL_GAP =
           4, /* the subject owns a list that is unknown, partial or empty: the outcome is about the list */
       ICS_DETAIL_ASSUMED = 8,                /* rests on a state of another day, or on a day that nobody recorded */
       ICS_DETAIL_STATEMENT = 16,             /* rests on statements alone */
       ICS_DETAIL_PAPER = 32,                 /* a date or a line shows it; that it was real is a finding */
       ICS_DETAIL_PAST_STANDARD = 64,         /* open, and past its local standard */
       ICS_DETAIL_STALE = 128,                /* evidence past its day of review, or too old, was left out */
       ICS_DETAIL_CONTRADICTED = 256,         /* facts that contradict each other were left out */
       ICS_DETAIL_BURDEN = 512,               /* the burden is on the body: silence counted as no */
       ICS_DETAIL_WAIVER_EXPIRED = 1024,      /* a waiver has run out that would have changed the state */
       ICS_DETAIL_AGAINST_ATTESTATION = 2048, /* facts decide otherwise than was attested */
       ICS_DETAIL_PROMPTNESS = 4096,          /* whether it was as soon as practicable was not judged */
};

/** What tells outcomes of one rule and one subject apart, and where one of them came from. */
typedef struct ics_outcome_marks {
    int32_t from, to;         /* the period, whole, first and last day; ICS_NO_DAY: none */
    uint32_t event_table;     /* the row that the outcome is an answer to; ICS_NONE: none */
    uint32_t event_row;       /* of a period: its number, by which a trace finds it */
    int32_t event_day;        /* the day it happened, or ICS_NO_DAY */
    uint32_t inherited_table; /* the body that it was inherited from; ICS_NONE: none */
    uint32_t inherited_row;
    uint32_t inherited_index; /* its outcome, among those of the rule */
    int32_t since;            /* `throughout`: the first day of those on which it was not so; or ICS_NO_DAY */
} ics_outcome_marks;

#define ICS_NO_MARKS                                                                                                   \
    ((ics_outcome_marks){ICS_NO_DAY, ICS_NO_DAY, ICS_NONE, ICS_NONE, ICS_NO_DAY, ICS_NONE, ICS_NONE, ICS_NONE,         \
                         ICS_NO_DAY})

/** The columns of a rule's outcomes that every outcome has. */
typedef enum ics_outcome_column_id {
    ICS_OUTCOME_TABLE,
    ICS_OUTCOME_ROW,
    ICS_OUTCOME_ABOUT,
    ICS_OUTCOME_WITH,
    ICS_OUTCOME_STATE,
    ICS_OUTCOME_DETAIL,
    ICS_OUTCOME_VERSION,
    ICS_OUTCOME_DUE,
    ICS_OUTCOME_DAYS,
    ICS_OUTCOME_COLUMN_COUNT
} ics_outcome_column_id;

/**
 * The outcomes of one rule, in the order of the rows of its subject's table. Arrays of `count`. Columns that are alike
 * are one array for several rules: who changes an outcome makes the column the rule's own first, by ics_outcomes_own().
 */
typedef struct ics_rule_outcomes {
    uint32_t count;
    uint32_t *table;  /* entity id (root) of the subject's table */
    uint32_t *row;    /* subject's row */
    uint32_t *about;  /* the row that OUTCOME's c names (table: about_table), or ICS_NONE */
    uint32_t *with;   /* pairs: the second of the pair, in the table of the rule's frame; or ICS_NONE */
    uint8_t *state;   /* ics_outcome */
    uint16_t *detail; /* bits */
    uint8_t *version; /* the version that governs, from 1 */
    int32_t *due;     /* last lawful day, or ICS_NO_DAY */
    int32_t *days; /* days late (done late), overdue (not met with a clock), left (not yet due), open since it arose; or
                      ICS_NO_DAY */
    uint8_t *parts;           /* count * letter_count states */
    ics_outcome_marks *marks; /* NULL where no outcome of the rule has any: ics_outcome_marks_of() */
    uint32_t shared;          /* by ics_outcome_column_id, a bit: the array is the run's, for several rules */
    uint32_t room[ICS_OUTCOME_COLUMN_COUNT];  /* of columns of its own at least, for a run that is used again */
    uint32_t part_room;                       /* of parts, in outcomes */
    uint32_t alike[ICS_OUTCOME_COLUMN_COUNT]; /* of shared columns: which of the run's */
} ics_rule_outcomes;

/** Gives a rule arrays of its own for the columns named by bits. @return false without memory. */
ICS_NODISCARD bool ics_outcomes_own(ics_rule_outcomes *outcomes, uint32_t columns);

/** The marks of one outcome. */
static inline ics_outcome_marks ics_outcome_marks_of(const ics_rule_outcomes *outcomes, uint32_t index)
{
    return outcomes->marks ? outcomes->marks[index] : ICS_NO_MARKS;
}

/**
 * One lane's answer. state: 0 unknown, 1 value, 2 absent, 3 failed. value: as an argument of that type; a share is
 * value over of (of > 0), as are the numbers that a ratio register takes.
 */
typedef struct ics_plugin_answer {
    int64_t value, of;
    uint8_t state;
} ics_plugin_answer;

/** A list argument of one lane: millionths, or days, in the order of the data; NULL where there are none. */
typedef struct ics_call_list {
    const int64_t *values;
    uint32_t count;
} ics_call_list;

/** The port through which calls leave the VM: in process, or a worker's. Lanes are packed; answers come back checked.
 */
typedef struct ics_plugin_port {
    /**
     * Answers one batch. One array for each argument, lane_count long, every value known and present:
     * numbers, people, money, shares, durations int64_t millionths · yes/no uint8_t 0 or 1 · dates int32_t (a day
     * known no closer than its month is not sent: its lane is unknown) · text uint32_t ids of the dataset ·
     * enumeration values and roles uint32_t ids of the model · lists ics_call_list. No function gives text: a
     * dataset's texts are fixed while it is judged.
     * @param import One of the program's imports (its address tells which).
     * @param[out] cause Set where any lane has failed: why, for people; borrowed until the next call.
     * @return false where the batch failed as a whole: then every lane has failed.
     */
    bool (*call)(void *context, const ics_import *import, uint32_t lane_count, const void *const *arguments,
                 ics_plugin_answer *answers, const char **cause);
    void *context;
} ics_plugin_port;

typedef struct ics_run_options {
    uint32_t batch_lanes;           /* 1 to 2,048; 0: ICS_BATCH_LANES. The outcomes do not depend on it */
    uint32_t jobs;                  /* threads at most; 0: one. The outcomes do not depend on it */
    uint64_t cost_limit;            /* 0: ICS_LIMIT_RUN_COST */
    const ics_plugin_port *plugins; /* who answers calls; NULL: every call fails */
    bool shows_personal;            /* kept for those who tell of the run: names and the like are shown */
    bool shows_records;             /* likewise: what holds of records of a special category */
    const uint8_t *hides;           /* likewise: by register, what it would give away (explain/hidden.h); NULL: all is
                                       told. Borrowed */
} ics_run_options;

struct ics_run {
    const ics_program *program;
    const ics_dataset *dataset;
    int32_t as_at;
    ics_rule_outcomes *rules; /* by rule index */
    struct ics_alike *alike;  /* columns that several rules share */
    uint32_t alike_count;
    ics_idle *tracers, *explainers; /* what its traces, and its explanations, share */
    uint64_t counts[ICS_OUTCOME_COUNT];
    uint64_t cost;                         /* instructions times lanes, as announced */
    ics_run_options options;               /* as given to ics_vm_run (all zero for NULL), so that a trace runs alike */
    void *attached;                        /* what must live as long as the run; NULL, and set by who evaluates */
    void (*attached_free)(void *attached); /* called by ics_run_free() where it is not NULL */
};

/**
 * ledger.c: the register's row that an outcome rests on: of a waived one the waiver that was approved by its last
 * lawful day; of others the row that holds on the day judged. ICS_NONE where there is none.
 */
uint32_t ics_outcome_ledger_row(const ics_run *run, ics_ledger ledger, uint32_t rule, uint32_t index);
/** Likewise the row that would have served and has run out, where none serves. */
uint32_t ics_outcome_ledger_expired(const ics_run *run, ics_ledger ledger, uint32_t rule, uint32_t index);

/** Judges. @return ICS_OK; ICS_E_LIMIT before the run where it would cost too much; ICS_E_MODEL; ICS_E_NOMEM. */
ICS_NODISCARD ics_status ics_vm_run(ics_run **out, const ics_program *program, const ics_dataset *dataset,
                                    int32_t as_at, const ics_run_options *options, ics_diags *diags);

/**
 * As ics_vm_run(), in the memory of a run of this program that is not needed any more.
 *
 * @param[in,out] run NULL, or that run. Caller owns what it is set to; where judging fails, what it pointed to is gone.
 */
ICS_NODISCARD ics_status ics_vm_run_again(ics_run **run, const ics_program *program, const ics_dataset *dataset,
                                          int32_t as_at, const ics_run_options *options, ics_diags *diags);

/** A register as the trace sees it: arrays over the lanes of its frame. Pointers not of its type are NULL. */
typedef struct ics_lane_values {
    char type;
    const uint64_t *is_known, *is_present, *is_true, *has_failed; /* has_failed NULL: cannot fail */
    const uint64_t *is_partial;                                   /* L, S */
    const int64_t *low, *high;                                    /* N: low only · B: both · R: numerators */
    const int64_t *low_of, *high_of;                              /* R: denominators */
    const int32_t *first, *last;                                  /* D, P */
    const uint32_t *id;                                           /* I, F; L, S: begin of the range in items */
    const uint32_t *end;                                          /* L, S */
    const uint8_t *state;                                         /* O */
} ics_lane_values;

/** What a trace is told after each instruction that wrote a register (reductions: when their frame closes). */
typedef struct ics_trace_step {
    uint32_t instruction;
    uint16_t frame; /* of the register written */
    uint32_t lane_count;
    const uint32_t *rows;    /* the lanes' own rows, in the table of the frame's entity */
    const uint32_t *parents; /* the lanes' parents, lane numbers of the parent frame; NULL for a root */
    ics_lane_values value;
} ics_trace_step;

typedef void ics_trace_fn(void *context, const ics_trace_step *step);

/** One outcome, as its columns tell it. */
typedef struct ics_trace_aim {
    uint32_t rule, table, row;
    uint32_t with; /* the second of a pair, or ICS_NONE */
    uint32_t when; /* event_row of its marks: the period's number or the event's row, or ICS_NONE */
    bool is_gap;
} ics_trace_aim;

/**
 * Runs the part of the program that leads to one outcome of one rule again, for one subject (one root lane, children
 * whole in one batch), and tells @p fn each step in order. Of a pair, a period or an event only that lane is kept.
 */
ICS_NODISCARD ics_status ics_vm_trace(const ics_program *program, const ics_dataset *dataset, int32_t as_at,
                                      const ics_trace_aim *aim, const ics_run_options *options, ics_trace_fn *fn,
                                      void *context);

/**
 * As ics_vm_trace() for an outcome of a run. What can be worked out once for all traces of the run is kept with it, so
 * that one more costs microseconds. May be called from several threads.
 */
ICS_NODISCARD ics_status ics_run_trace(const ics_run *run, const ics_trace_aim *aim, const ics_run_options *options,
                                       ics_trace_fn *fn, void *context);

/** The state by the ladder of language.md from operands that are 0 no, 1 yes, 2 unknown (in_time also 3 no clock). */
typedef struct ics_judged {
    uint8_t governs, applies, vacuous, done, in_time, lifted, exempt, waived, due_ahead, attested;
} ics_judged;
ics_outcome ics_outcome_judge(ics_judged operands, ics_modality modality, ics_force force, bool no_period);

#endif
