/*
 * The inside of a run: registers as arrays over the lanes of a batch, frames that are open, and what was worked out
 * beforehand from the program (plan) and from the dataset (binding). A verified program is taken for granted.
 */
#ifndef ICS_VM_MACHINE_H
#define ICS_VM_MACHINE_H

#include "bytecode/op.h"
#include "vm/outcome_rows.h"

__extension__ typedef __int128 ics_wide;

enum { ICS_FRAMES_OPEN = 8 };

/** Bounds without end, where a list is partial. An exact number is never one of them but by coincidence of INT64_MAX.
 */
#define ICS_NO_LOWEST  INT64_MIN
#define ICS_NO_HIGHEST INT64_MAX

/**
 * A register's arrays; those not of its type are NULL. What is present is known; what has failed is not known, but for
 * bounds (B, R), where it says that the doubt comes from a failure. Bits and values beyond the batch are noise.
 * LOAD may point into the dataset's columns: nobody but the instruction that makes a register writes it.
 */
typedef struct ics_value {
    uint64_t *known, *present, *truth, *failed, *partial;
    uint64_t *perhaps; /* D, B, R: not known, but absent or within the values given; NULL where it never is */
    uint64_t *dated;   /* L: on this lane's day only elements that say themselves when they hold are in the list */
    int64_t *low, *high, *low_of, *high_of;
    int32_t *first, *last;    /* one array where every lane is known to the day */
    uint32_t *id, *end;       /* L, S: the range of items */
    uint64_t *members;        /* S: by lane the column's members; NULL: they are to be looked for in the range */
    int32_t *day;             /* L: the day by which elements hold; only where the table says when its rows hold */
    uint8_t *state, *version; /* O */
    uint16_t *detail;
    int32_t *due, *days, *event, *since;
} ics_value;

/** Instructions of a program, in its order. */
typedef struct ics_code_part {
    uint32_t *at;
    uint32_t count;
} ics_code_part;

/** Worked out from the program alone: where registers live in memory, and how code and frames hang together. */
typedef struct ics_plan {
    uint32_t *open_at, *close_at; /* by frame: the instructions; ICS_NONE where it is never opened */
    uint16_t *frame_at;           /* by instruction: the frame it stands in (OPEN: the parent, CLOSE: the child) */
    uint32_t *slot;               /* by register: its slot in its class, or ICS_NONE */
    uint32_t *sum_slot;           /* by register: of wide sums (SUM, AVERAGE) */
    bool *is_leaf;                /* by frame: a restricted run executes nothing in it */
    bool *can_fail;               /* by register */
    bool *can_be_perhaps;         /* by register */
    uint32_t *column;             /* by register: the attribute that a list or set was read from */
    uint32_t *part_of;            /* by rule: its first letter in part_register */
    uint16_t *part_register;      /* the outcome register of each letter, or ICS_NO_REGISTER */
    uint32_t *note_of;            /* by rule: its first note in note_register */
    uint16_t *note_register;      /* the register of each note, or ICS_NO_REGISTER */
    uint32_t slot_count[16];      /* by class */
    uint32_t *reduction;          /* the reductions, frame by frame, in the order of the code */
    uint32_t *reduction_from;     /* by frame: its first in reduction; one more entry */
    uint8_t *active;              /* by instruction: whether this run executes it */
    ics_code_part constants;      /* which are filled once */
    ics_code_part asking;         /* which ask something of the dataset before a run */
} ics_plan;

/** Where each row that an attribute holds is held: by one row, by none (ICS_NONE) or by several. */
typedef struct ics_inverse {
    uint32_t *owner; /* by row of the target's table */
} ics_inverse;
#define ICS_SEVERAL (ICS_NONE - 1)

/** The working days of a calendar: how many there are before each of its days, and the days themselves. */
typedef struct ics_working_days {
    uint32_t *before; /* by day from the calendar's first to the one after its last */
    int32_t *day;
    uint32_t count;
} ics_working_days;

/** Worked out from the dataset: ids of constants, kinds, codes, inverses. Owned by the machine. */
typedef struct ics_binding {
    uint32_t *text_id;   /* by text constant: its id in the dataset; one of its own past them where the data lacks it */
    bool **is_kind;      /* by entity: for each entity whether it is of that kind; NULL where nobody asks */
    uint32_t **rows_of;  /* by frame: rows of its kind, in order; NULL: all rows of the table */
    uint32_t *row_count; /* by frame: how many rows its table has of the kind */
    uint64_t **has_code; /* by root entity: rows with a code; NULL where nobody asks */
    ics_inverse *inverses; /* by attribute; owner NULL where nobody asks */
    ics_working_days *calendars;
    uint8_t *fullness; /* by attribute that is read: 1 where all rows are known, 3 where they are present too */
    bool **is_read;    /* by frame: of DAYS, the attributes whose facts decide where its days part; else NULL */
    uint32_t *stamps;  /* OVERLAPS: by row or id, the last question in which it was seen */
    uint32_t stamp;
    size_t stamp_count;
} ics_binding;

/** A frame while it is open. */
typedef struct ics_open_frame {
    uint16_t index;
    uint32_t lane_count;
    uint32_t *rows, *parents; /* by lane, once asked for: ics_frame_rows(), ics_frame_parents() */
    bool has_rows, has_parents;
    bool is_slice; /* rows are base, base + 1 … */
    uint32_t base;
    uint32_t next_parent, next_item; /* where the next batch begins */
    int32_t *first, *last;           /* PERIODS, DAYS: by lane; first ICS_NO_DAY where it is not known */
    int32_t *changes;                /* DAYS: of next_parent, the first days of its runs and the day after */
    uint32_t change_count, change_room;
    uint32_t *segment_parent, *segment_start; /* runs of lanes with one parent; start has one more */
    uint32_t segment_count;
    uint64_t *ends, *has_children; /* by lane: the last of its segment; by parent: it has one; made by segments.c */
    uint64_t *found;               /* by lane, within one instruction */
    bool has_ends;
} ics_open_frame;

/**
 * What is the same for all lanes, for registers to point to: bitmaps of ones and of zeros; and what most outcomes have,
 * no detail, the first version, no day. So whoever reads a register can tell that it is so throughout.
 */
typedef struct ics_plain {
    uint64_t *ones, *zeros;
    uint16_t *detail;
    uint8_t *version;
    int32_t *days;
    uint16_t *scratch;
} ics_plain;

/** An answer of the ladder: operands and kind of duty as one number, and the state. */
typedef struct ics_judged_state {
    uint32_t question, state;
} ics_judged_state;

/** Where a span of time led to from a range of days: kept, since many lanes ask for the same. */
typedef struct ics_counted_span {
    uint32_t span; /* its number and one; 0: nothing is kept here */
    int32_t first, last, to_first, to_last;
    bool is_there;
} ics_counted_span;
enum { ICS_COUNTED_BITS = 9 };

typedef struct ics_machine {
    const ics_program *program;
    const ics_dataset *dataset;
    int32_t as_at;
    uint32_t batch; /* lanes of a batch at most */
    uint32_t cap;   /* lanes that arrays have room for, a multiple of 64 */
    const ics_plugin_port *plugins;
    ics_plan plan;
    ics_binding binding;
    ics_value *values;     /* by register */
    ics_value *own;        /* by register: its own arrays, when values points into a column */
    ics_wide **sums;       /* by register: of SUM and AVERAGE; three arrays of cap sums, then cap counts */
    unsigned char *memory; /* all slots */
    ics_plain plain;
    ics_open_frame open[ICS_FRAMES_OPEN];
    uint32_t depth;
    bool has_constants;     /* they are filled, those of the day and of texts for the last run */
    int64_t *totals;        /* one more than cap, within one instruction */
    uint64_t *word_scratch; /* two bitmaps, within one instruction */
    uint32_t *scratch;      /* cap ids: JUDGE's keys, CALL's order */
    unsigned char *call_memory;
    int64_t *elements; /* what COLUMN read in this batch of the root frame: millionths, or days */
    size_t element_count, element_room;
    ics_judged_state *judged;          /* what the ladder gave lately */
    ics_counted_span *counted;         /* where spans led lately */
    ics_outcome_rows *outcomes, *gaps; /* by rule */
    /* one subject alone (traces): */
    ics_trace_fn *trace;
    void *trace_context;
    bool is_single;
    uint16_t single_frame, pair_frame; /* where the subject's row stands, and the second of a pair (or ICS_NO_FRAME) */
    uint32_t single_row, single_with;
    uint16_t when_frame; /* the period or event of the outcome: its lane's row alone (or ICS_NO_FRAME) */
    uint32_t single_when;
    uint32_t only_root_row;      /* the row of the root frame that leads there; ICS_NONE: all are tried */
    bool is_searching, is_found; /* stop where the subject turns up, and say in only_root_row from where */
    /* the sizing pass; on the way it may note from which row of the root frame each row of a frame is first reached */
    uint16_t noted_frame;
    uint32_t *root_of_row; /* by row of the noted frame's table; NULL: nothing is noted */
    bool is_sizing;
    bool counts_lanes; /* it reckons its cost while it judges */
    uint64_t cost, cost_limit;
    uint64_t *frame_lanes; /* by frame: lanes in all */
    uint32_t *body_size;   /* by frame: instructions that stand in it */
    /* threads: */
    uint32_t share, share_count;      /* which of so many parts of the rows of root frames it judges; count 0: all */
    const struct ics_machine *lender; /* whose plan and binding it uses, but for what an instruction writes; or NULL */
    /* traces that share a machine: */
    const ics_code_part *part; /* the instructions that are executed; NULL: all that are active */
    bool is_too_wide;          /* some frame may have had more lanes than one batch */
    /* measuring: */
    uint64_t *spent;     /* by instruction: nanoseconds, added to; NULL: nobody looks at the clock */
    uint64_t clock_cost; /* nanoseconds of a look at it */
    ics_status status;
} ics_machine;

/** Current frame, its lanes, and how many 64-bit words of bitmap they take. */
static inline ics_open_frame *ics_machine_frame(ics_machine *machine)
{
    return &machine->open[machine->depth - 1];
}

static inline size_t ics_words(uint32_t lane_count)
{
    return ((size_t)lane_count + 63) / 64;
}

static inline bool ics_bit(const uint64_t *bits, uint32_t index)
{
    return bits[index / 64] >> (index % 64) & 1;
}

static inline void ics_bit_put(uint64_t *bits, uint32_t index, bool value)
{
    const uint64_t mask = (uint64_t)1 << (index % 64);
    bits[index / 64] = value ? bits[index / 64] | mask : bits[index / 64] & ~mask;
}

/** The low count bits of a word. */
static inline uint64_t ics_low_bits(uint32_t count)
{
    return count >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << count) - 1;
}

/** Lanes of a word that belong to the batch. */
static inline uint64_t ics_lane_mask(uint32_t lane_count, size_t word)
{
    const size_t before = word * 64;
    return before >= lane_count ? 0 : ics_low_bits((uint32_t)(lane_count - before));
}

/* plan.c */
ics_status ics_plan_make(ics_plan *plan, const ics_program *program);
void ics_plan_free(ics_plan *plan);
/** Keeps of the program what leads to one rule's outcomes (its gaps too), or, for ICS_NONE, to the lists of OPEN alone.
 */
ics_status ics_plan_restrict(ics_plan *plan, const ics_program *program, uint32_t rule, uint16_t gap_frame);
/** As ics_plan_restrict(), but registers keep their slots. */
ics_status ics_plan_choose(ics_plan *plan, const ics_program *program, uint32_t rule, uint16_t gap_frame);
/** Makes the arrays of all registers for batches of cap lanes. */
ics_status ics_plan_lay_out(ics_machine *machine);

/** Marks the attributes that are read in a frame, or by what it reads from around it. @return false without memory. */
ICS_NODISCARD bool ics_plan_attributes(const ics_program *program, const ics_plan *plan, uint16_t frame, bool *is_read);

/* days.c: lanes that are days */
/** The next lanes of a frame of periods or days, from its next_parent and next_item on. */
void ics_days_fill(ics_machine *machine, ics_open_frame *frame, const ics_open_frame *around, uint32_t only);
void ics_do_period(ics_machine *machine, const ics_instruction *at);

/* bind.c */
ics_status ics_binding_make(ics_machine *machine);
/** Forgets the dataset; what is the same for all is kept for the next. */
void ics_binding_forget(ics_machine *machine);
void ics_binding_free(ics_machine *machine);

/* calendar.c */
bool ics_working_days_make(ics_working_days *out, const ics_calendar *calendar);
void ics_working_days_free(ics_working_days *days);
/** The last of n working days that follow a day (n < 0: that come before it), or begin with it. @return false where
 * the calendar does not speak of a day that is needed. */
bool ics_working_days_add(const ics_working_days *days, const ics_calendar *calendar, int32_t from,
                          const ics_time_span *span, int32_t *out);

/* frames.c: each OPEN and CLOSE gives the instruction to go on with. */
uint32_t ics_frame_open(ics_machine *machine, uint32_t pc);
uint32_t ics_frame_close(ics_machine *machine, uint32_t pc);
/** The row of each lane, and the lane of the frame around it that it belongs to. */
const uint32_t *ics_frame_rows(ics_open_frame *frame);
const uint32_t *ics_frame_parents(ics_open_frame *frame);
/** Whether every element of a list or set register is in it on any day; how many a lane has on its day, and whether it
 * holds a row. */
bool ics_list_is_undated(const ics_machine *machine, uint16_t reg);
uint32_t ics_list_size(const ics_machine *machine, uint16_t reg, uint32_t lane);
bool ics_list_item_holds(const ics_machine *machine, const ics_value *list, uint32_t lane, uint32_t root, uint32_t row);

/* load.c, and the kernels of each group of opcodes */
void ics_do_load(ics_machine *machine, const ics_instruction *at);
void ics_do_constant(ics_machine *machine, const ics_instruction *at);
void ics_do_logic(ics_machine *machine, const ics_instruction *at);
void ics_do_compare(ics_machine *machine, const ics_instruction *at);
void ics_do_compare_ids(ics_machine *machine, const ics_instruction *at);
void ics_do_set(ics_machine *machine, const ics_instruction *at);
void ics_do_arithmetic(ics_machine *machine, const ics_instruction *at);
void ics_do_of_lists(ics_machine *machine, const ics_instruction *at);
void ics_do_date(ics_machine *machine, const ics_instruction *at);
void ics_do_column(ics_machine *machine, const ics_instruction *at);
void ics_do_call(ics_machine *machine, const ics_instruction *at);
void ics_do_ledger(ics_machine *machine, const ics_instruction *at);
void ics_do_judge(ics_machine *machine, const ics_instruction *at);
void ics_do_versions(ics_machine *machine, const ics_instruction *at);
void ics_do_agree(ics_machine *machine, const ics_instruction *at);
void ics_do_outcome(ics_machine *machine, const ics_instruction *at);
/** A reduction's start (its frame opens), one batch of children, and its end (its frame closes). */
void ics_reduction_begin(ics_machine *machine, const ics_instruction *at);
void ics_reduction_add(ics_machine *machine, const ics_instruction *at);
void ics_reduction_end(ics_machine *machine, const ics_instruction *at);

/* judge.c, call.c: what they keep for a run */
ics_status ics_judged_make(ics_machine *machine);
size_t ics_call_bytes(const ics_program *program, uint32_t cap);

/** ledger.c: the details that registers add to outcomes that have been gathered. */
ICS_NODISCARD ics_status ics_ledger_detail(ics_run *run);

/** has_failed of a result: where it is not known and an operand has failed. */
void ics_failed_from(ics_machine *machine, uint16_t dst, uint16_t a, uint16_t b, uint16_t c);

/* machine.c */
/**
 * Makes all that a machine with a plan and a batch needs, first by its program alone, then for its dataset: or both.
 * ics_machine_free() takes it also half made.
 */
ics_status ics_machine_make(ics_machine *machine);
ics_status ics_machine_bind(ics_machine *machine);
ics_status ics_machine_lay_out(ics_machine *machine);
/** Takes out what it knows of its dataset, outcomes too; it may be bound again. */
void ics_machine_unbind(ics_machine *machine);
void ics_machine_free(ics_machine *machine);
/** Lanes of a batch that serve a dataset: few for one description, so that its machine is small. */
uint32_t ics_machine_lanes(const ics_dataset *dataset);
/** Runs the active code from front to back. */
void ics_machine_run(ics_machine *machine);
/** Tells the trace what an instruction wrote. */
void ics_machine_trace(ics_machine *machine, uint32_t pc, ics_open_frame *frame);
/** Adds lanes of a frame to the cost. @return false (and status ICS_E_LIMIT) where it passes the limit. */
bool ics_machine_charge(ics_machine *machine, uint16_t frame, uint64_t lanes);

/* trace.c */
/** Sets the machine's frames and rows to those of one outcome. @return false where the rule has no such outcome. */
ICS_NODISCARD bool ics_machine_aim(ics_machine *machine, const ics_trace_aim *aim);

/* share.c */
/**
 * Judges on several threads, each a run of rows, and puts their outcomes together in the order of the rows.
 * @param machine Laid out; it takes the first share and all outcomes.
 */
ics_status ics_share_run(ics_machine *machine, uint32_t count);
/** How many threads are worth their making, of so many that may be used. */
uint32_t ics_share_count(const ics_machine *machine, uint32_t jobs);

/* clock.c */
/** Nanoseconds of a clock that never steps back. */
uint64_t ics_clock_ns(void);

/* size.c */
/** Plan and arrays of a machine that counts lanes; of a trace's (@p single), bound to its dataset too. */
ics_status ics_size_prepare(ics_machine *machine, const ics_machine *single);
/**
 * Counts the lanes of every frame that leads to a trace's outcome, by running the OPENs alone.
 * @param single The trace's machine; where it is searching, its only_root_row is set once the subject is found.
 * @return ICS_OK with frame_lanes (program's frame_count, owned by the caller); ICS_E_LIMIT; ICS_E_NOMEM.
 */
ics_status ics_size_run(ics_machine *single, uint64_t limit, uint64_t *frame_lanes);
/** Whether every frame of a program is opened in each run, over rows of data: no skip leads over one, none is of days.
 */
bool ics_size_is_plain(const ics_program *program);
/** Instructions of each frame, in machine->body_size, which is the machine's own. @return false without memory. */
ICS_NODISCARD bool ics_size_bodies(ics_machine *machine);
/** What a run of a plain program costs at most where no table has more rows than that; UINT64_MAX: more than can be
 * said. */
uint64_t ics_size_most(const ics_machine *machine, uint32_t rows);

#endif
