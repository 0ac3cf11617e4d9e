/*
 * A plugin that has been opened, and requests answered by it through libffi. Runs where the plugin runs: in the program
 * itself, or in a worker. Leans on the public header, the record's checks and the layout of what crosses alone.
 */
#ifndef ICS_PLUGIN_GUEST_H
#define ICS_PLUGIN_GUEST_H

#include "plugin/exchange.h"

typedef struct ics_guest ics_guest;

/**
 * Answers one request: the first is LOAD, which opens the shared object (and so runs its constructors).
 * @param[in,out] guest NULL before the first request. Caller owns: ics_guest_close().
 * @param request, reply The two areas, of their full length. What a plugin leaves out of its answer reads as zeros.
 */
void ics_guest_answer(ics_guest **guest, void *request, void *reply);

/** Takes NULL. Unloads the plugin. */
void ics_guest_close(ics_guest *guest);

#endif
