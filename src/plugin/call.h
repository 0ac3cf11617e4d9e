/* One function of a plugin, ready to be called by libffi, and its answers checked. */
#ifndef ICS_PLUGIN_CALL_H
#define ICS_PLUGIN_CALL_H

#include "plugin/signature.h"
#include "vm/run.h"

#include <icsrules/plugin.h>

#include <ffi.h>

/** Values of one argument or of the answers of a batch, in the plugin's own types. */
typedef union ics_plugin_value {
    ics_count count;
    ics_number number;
    ics_share share;
    ics_yesno yesno;
    ics_date date;
    ics_text text;
    ics_choice choice;
} ics_plugin_value;

/** A function whose signature has been compared and whose call has been prepared. */
typedef struct ics_plugin_function {
    const ics_function *stated;
    const char *name; /* "frimley.attendance", for messages */
    ics_plugin_signature signature;
    ffi_cif cif;
    ffi_type *types[ICS_PLUGIN_PARAMETERS + 2];
} ics_plugin_function;

/** Scratch for batches of ICS_BATCH_LANES, shared by the functions of a host. */
typedef struct ics_plugin_scratch {
    unsigned char *arguments[ICS_PLUGIN_PARAMETERS]; /* packed, in the plugin's types */
    unsigned char *results;
    uint32_t *lanes; /* which lane each packed row is */
    char cause[512]; /* of the last call */
} ics_plugin_scratch;

/** Prepares the call. @return false where libffi refuses. The function must not move afterwards. */
bool ics_plugin_function_prepare(ics_plugin_function *function);

/** Allocates scratch for one batch. False without memory. */
bool ics_plugin_scratch_make(ics_plugin_scratch *scratch, ics_arena *arena);

/**
 * Answers lanes [0, lane_count) as the port says. Lanes whose arguments do not fit the plugin's types are not sent and
 * have failed; every answer is checked before it is passed on. scratch->cause says why the first lane failed.
 */
void ics_plugin_function_call(const ics_plugin_function *function, const ics_program *program,
                              const ics_dataset *dataset, ics_plugin_scratch *scratch, uint32_t lane_count,
                              const void *const *arguments, ics_plugin_answer *answers);

#endif
