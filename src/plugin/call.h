/* The program's side of a call: lanes packed into a request, and answers copied, then checked, then used. */
#ifndef ICS_PLUGIN_CALL_H
#define ICS_PLUGIN_CALL_H

#include "plugin/blame.h"
#include "plugin/exchange.h"
#include "plugin/signature.h"
#include "vm/run.h"

/** A function whose signature has been compared with its declaration. */
typedef struct ics_plugin_function {
    const char *name; /* "frimley.attendance", for messages */
    uint32_t place;   /* in the plugin's record */
    ics_plugin_signature signature;
} ics_plugin_function;

/** What a host keeps for its calls: about 50 KiB. */
typedef struct ics_plugin_scratch {
    uint32_t lanes[ICS_EXCHANGE_ROWS]; /* which lane each packed row is, where there are gaps */
    bool is_unfit[ICS_EXCHANGE_ROWS];  /* by lane of the batch: it is not sent. All false between batches */
    _Alignas(16) unsigned char results[ICS_EXCHANGE_COLUMN]; /* copied */
} ics_plugin_scratch;

/** One call through the port, batch by batch. */
typedef struct ics_plugin_call {
    const ics_plugin_function *function;
    const ics_program *program;
    const ics_dataset *dataset;
    const void *const *arguments; /* as the port gives them, by lane */
    ics_plugin_answer *answers;   /* by lane */
    void *request, *reply;        /* the two areas */
    ics_plugin_scratch *scratch;
    const ics_blame *blame;       /* calls that are not made again; NULL: none */
    bool is_shared;               /* the area of answers may be written while it is read */
    bool is_gapless;              /* row i is lane first + i */
    uint32_t first;               /* lane of the batch that was packed last */
    const unsigned char *results; /* of that batch */
    uint32_t row_count;           /* of the batch that was packed last */
    char cause[ICS_CAUSE_BYTES];  /* why a lane failed: the first of this call */
} ics_plugin_call;

/**
 * Packs lanes from @p first on, at most @p count of them and at most a batch. Lanes whose arguments do not fit the
 * plugin's types are left out and have failed.
 * @return how many lanes were looked at; call->row_count of them are to be sent.
 */
uint32_t ics_plugin_pack(ics_plugin_call *call, uint32_t first, uint32_t count);

/** The lanes of the batch that was packed last have failed. */
void ics_plugin_fail(ics_plugin_call *call);

/** The lane of a row that was packed. */
static inline uint32_t ics_plugin_lane(const ics_plugin_call *call, uint32_t row)
{
    return call->is_gapless ? call->first + row : call->scratch->lanes[row];
}

/** Copies the results of the batch out of the area of answers, where that is shared. Before ics_plugin_take(). */
void ics_plugin_copy_results(ics_plugin_call *call);

/**
 * Checks results from @p row on and puts them where they belong.
 * @param[out] said Of a result that is refused: why. @return its row; row_count where all were taken.
 */
uint32_t ics_plugin_take(ics_plugin_call *call, uint32_t row, char said[ICS_CAUSE_BYTES]);

#endif
