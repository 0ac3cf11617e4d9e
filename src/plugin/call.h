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

/** One call through the port, batch by batch. */
typedef struct ics_plugin_call {
    const ics_plugin_function *function;
    const ics_program *program;
    const ics_dataset *dataset;
    const void *const *arguments; /* as the port gives them, by lane */
    ics_plugin_answer *answers;   /* by lane */
    void *request, *reply;        /* the two areas */
    struct ics_plugin_scratch *scratch;
    const ics_blame *blame;      /* calls that are not made again; NULL: none */
    uint32_t row_count;          /* of the batch that was packed last */
    char cause[ICS_CAUSE_BYTES]; /* why a lane failed: the first of this call */
} ics_plugin_call;

/** What a host keeps for its calls: about 50 KiB. */
typedef struct ics_plugin_scratch {
    uint32_t lanes[ICS_EXCHANGE_ROWS];          /* which lane each packed row is */
    bool is_unfit[ICS_EXCHANGE_ROWS];           /* by lane of the batch: an argument does not fit the plugin's type */
    unsigned char results[ICS_EXCHANGE_COLUMN]; /* copied */
} ics_plugin_scratch;

/**
 * Packs lanes from @p first on, at most @p count of them and at most a batch. Lanes whose arguments do not fit the
 * plugin's types are left out and have failed.
 * @return how many lanes were looked at; call->row_count of them are to be sent.
 */
uint32_t ics_plugin_pack(ics_plugin_call *call, uint32_t first, uint32_t count);

/** Copies the results of the batch out of the area of answers. Before ics_plugin_take(). */
void ics_plugin_copy_results(ics_plugin_call *call);

/**
 * Checks results from @p row on and puts them where they belong.
 * @param[out] said Of a result that is refused: why. @return its row; row_count where all were taken.
 */
uint32_t ics_plugin_take(ics_plugin_call *call, uint32_t row, char said[ICS_CAUSE_BYTES]);

#endif
