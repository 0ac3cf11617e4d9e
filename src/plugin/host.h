/*
 * The host of plugins: finds them, loads them, checks what they state against what the rules declare, and answers the
 * VM's calls through its port. This host runs plugins in its own process; one that keeps them in a worker implements
 * the same port.
 */
#ifndef ICS_PLUGIN_HOST_H
#define ICS_PLUGIN_HOST_H

#include "plugin/find.h"
#include "vm/run.h"

typedef struct ics_plugin_host ics_plugin_host;

/**
 * Makes ready every function that the program imports. A plugin is looked for as NAME.so in the folder of plugins of
 * the pack and in that of the program (ics_plugin_homes()), and nowhere else.
 *
 * A plugin that is not there, not trusted or of another form costs only the outcomes that call it: they are errors, and
 * a warning says why. A function that does not fit its declaration is a mistake of the rules: E0703.
 *
 * @param program, dataset Borrowed until the host is closed. The dataset gives the texts of arguments.
 * @param places Where the pack's own plugins stand; NULL: nowhere. Borrowed for the call.
 * @return ICS_OK; ICS_E_INPUT after E0703 or what ics_plugin_verify() refuses; ICS_E_NOMEM. Caller owns:
 * ics_plugin_host_close().
 */
ICS_NODISCARD ics_status ics_plugin_host_open(ics_plugin_host **out, const ics_program *program,
                                              const ics_dataset *dataset, const ics_plugin_places *places,
                                              ics_diags *diags);

/** The port to put in ics_run_options; valid until the host is closed. One thread at a time may call through it. */
const ics_plugin_port *ics_plugin_host_port(const ics_plugin_host *host);

/** Why an import cannot be called, "plugin frimley is not installed"; NULL where it can. */
const char *ics_plugin_host_fault(const ics_plugin_host *host, uint32_t import);

/** Takes NULL. Unloads what was loaded. */
void ics_plugin_host_close(ics_plugin_host *host);

#endif
