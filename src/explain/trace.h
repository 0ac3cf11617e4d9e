/*
 * What a second judging of one outcome has shown: each register's values over the lanes of its frame, kept until the
 * explanation is written. Leans on the VM's trace alone.
 */
#ifndef ICS_EXPLAIN_TRACE_H
#define ICS_EXPLAIN_TRACE_H

#include "explain/hidden.h"
#include "explain/outline.h"

/** The lanes of one frame: their rows, and their parents' lanes. */
typedef struct ics_seen_frame {
    bool is_seen;
    uint32_t lane_count;
    const uint32_t *rows, *parents; /* parents NULL for a root */
} ics_seen_frame;

enum { ICS_WALK_MODES = 3 }; /* in how many ways the walk visits a register */

/** What is used again for the next outcome of a run, and what was seen of this one. */
typedef struct ics_trace {
    ics_arena arena; /* owns what is made once */
    ics_arena seen;  /* owns what was seen, and what the walk notes; without escape while the VM's frames lie between */
    const ics_program *program;
    const ics_dataset *dataset;
    int32_t as_at;
    bool is_out_of_memory;
    ics_outline outline;
    ics_lane_values *values;            /* by register; type 0: not written in this judging */
    uint64_t **visited[ICS_WALK_MODES]; /* the walk's: by register, a bit for each lane; NULL where none was visited */
    uint16_t *written;                  /* the registers that were written */
    uint32_t written_count;
    ics_seen_frame *frames; /* by frame */
    uint16_t *opened;       /* the frames that were seen */
    uint32_t opened_count;
    const uint8_t *hides; /* by register: what is not told of it (hidden.h); NULL: all is told */
    bool shows_personal;
    ics_plugin_port port; /* around the run's own, to keep the cause of a fault */
    const ics_plugin_port *inner;
    char cause[512]; /* why a plugin's call failed; "" where none did */
} ics_trace;

/** Makes what the traces of a run have in common. Free it in any case. @return ICS_OK or ICS_E_NOMEM. */
ICS_NODISCARD ics_status ics_trace_make(ics_trace *trace, const ics_run *run);
/** Judges one outcome again, in place of the one that was seen. @return ICS_OK, ICS_E_NOMEM, or what the VM says. */
ICS_NODISCARD ics_status ics_trace_see(ics_trace *trace, const ics_run *run, uint32_t rule, uint32_t index,
                                       const ics_run_options *options);
void ics_trace_free(ics_trace *trace);

/** One value: a register in one lane of its frame. */
typedef struct ics_spot {
    uint16_t reg;
    uint32_t lane;
} ics_spot;

typedef enum ics_told { ICS_TOLD_NO, ICS_TOLD_YES, ICS_TOLD_UNKNOWN } ics_told;

/** Whether the judging wrote the register. Values of others must not be asked for. */
bool ics_trace_has(const ics_trace *trace, ics_spot spot);
bool ics_trace_known(const ics_trace *trace, ics_spot spot);
bool ics_trace_present(const ics_trace *trace, ics_spot spot);
bool ics_trace_failed(const ics_trace *trace, ics_spot spot);
/** Of a list or set: others may exist. */
bool ics_trace_partial(const ics_trace *trace, ics_spot spot);
/** Of a truth or a yes/no value; unknown also where the register was not written. */
ics_told ics_trace_truth(const ics_trace *trace, ics_spot spot);
/** Known, present or absent, and exact: a number without bounds, a day and not a month. */
bool ics_trace_settled(const ics_trace *trace, ics_spot spot);

/** Whether the register's values are not told: they are personal, or of records of a special category. */
static inline bool ics_trace_is_hidden(const ics_trace *trace, uint16_t reg)
{
    return trace->hides != NULL && (trace->hides[reg] & (ICS_HIDES_PERSONAL | ICS_HIDES_RECORDS)) != 0;
}

/** Whether they are of records of a special category, or reckoned from them. */
static inline bool ics_trace_is_of_records(const ics_trace *trace, uint16_t reg)
{
    return trace->hides != NULL && (trace->hides[reg] & ICS_HIDES_RECORDS) != 0;
}

/** The instruction that writes the register. */
const ics_instruction *ics_trace_instruction(const ics_trace *trace, uint16_t reg);

/** The lane of an enclosing frame that a lane belongs to; false where the frames were not judged. */
bool ics_trace_ancestor(const ics_trace *trace, uint16_t frame, uint32_t lane, uint16_t wanted, uint32_t *out);

/** The lane's own row, and the table it is in. */
uint32_t ics_trace_row(const ics_trace *trace, uint16_t frame, uint32_t lane);
uint32_t ics_trace_table(const ics_trace *trace, uint16_t frame);

/** The cell that a LOAD or FOLLOW reads: its row and, for the fact, the day. False where the row is not known. */
bool ics_trace_cell(const ics_trace *trace, ics_spot spot, uint32_t *row, int32_t *day);

#endif
