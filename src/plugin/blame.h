/*
 * What a plugin has done wrong in a run. A call that fails by itself is guilty, and is never made again; after three of
 * them, or one that does not end, the plugin is believed no more. So outcomes depend on the guilty calls alone, not on
 * the batches in which they were made.
 */
#ifndef ICS_PLUGIN_BLAME_H
#define ICS_PLUGIN_BLAME_H

#include "plugin/exchange.h"
#include "plugin/signature.h"

enum { ICS_BLAME_CALLS = 3 }; /* ICS_LIMIT_PLUGIN_FAILURES */

typedef struct ics_guilty_call {
    uint32_t place;                            /* of the function in the plugin's record */
    uint64_t arguments[ICS_PLUGIN_PARAMETERS]; /* as the port gave them */
    char cause[ICS_CAUSE_BYTES];
} ics_guilty_call;

typedef struct ics_blame {
    ics_guilty_call calls[ICS_BLAME_CALLS];
    uint32_t call_count;
    bool is_down;
    char down[ICS_CAUSE_BYTES]; /* why */
} ics_blame;

/** One argument of a lane as a word: equal words are equal arguments. Texts of one dataset are known by their ids. */
uint64_t ics_blame_word(ics_plugin_type type, const void *values, uint32_t lane);

/** The guilty call that has these arguments, or NULL. */
const ics_guilty_call *ics_blame_find(const ics_blame *blame, uint32_t place, const ics_plugin_signature *signature,
                                      const void *const *arguments, uint32_t lane);

/** A call has failed by itself. After the last that is let pass the plugin is down. */
void ics_blame_call(ics_blame *blame, uint32_t place, const ics_plugin_signature *signature,
                    const void *const *arguments, uint32_t lane, const char *cause);

/** The plugin is not asked any more. The first reason is kept. */
void ics_blame_all(ics_blame *blame, const char *cause);

#endif
