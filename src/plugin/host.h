/*
 * The host of plugins: finds them, has them loaded, checks what they state against what the rules declare, and answers
 * the VM's calls through its port. Where a plugin sits, in the program or in a worker, changes no answer.
 */
#ifndef ICS_PLUGIN_HOST_H
#define ICS_PLUGIN_HOST_H

#include "plugin/find.h"
#include "vm/run.h"

typedef struct ics_plugin_host ics_plugin_host;

/** How plugins are run. */
typedef struct ics_plugin_host_options {
    const ics_plugin_places *places; /* where the run's own plugins stand; NULL: nowhere */
    bool is_in_process;              /* in the program itself; else each in a worker */
    const char *worker_program;      /* icsrules-plugin-host; NULL: where it is found (ics_plugin_worker_find()) */
    uint32_t batch_ms;               /* for one batch; 0: what the plugin has been granted */
} ics_plugin_host_options;

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
                                              const ics_dataset *dataset, const ics_plugin_host_options *options,
                                              ics_diags *diags);

/** The port to put in ics_run_options; valid until the host is closed. Calls of several threads are
 * answered one at a time. */
const ics_plugin_port *ics_plugin_host_port(const ics_plugin_host *host);

/** Why an import cannot be called, "plugin frimley is not installed"; NULL where it can. */
const char *ics_plugin_host_fault(const ics_plugin_host *host, uint32_t import);

/**
 * Whether a plugin has been given up since this was asked last, after it may have answered: then what rests on it was
 * judged too early, and all has to be judged again. At most once for each plugin.
 */
bool ics_plugin_host_gave_up(ics_plugin_host *host);

/** Reports what plugins did wrong: W1702, calls that failed; W1703, plugins that were given up. Once a run, at its end.
 */
void ics_plugin_host_report(const ics_plugin_host *host, ics_diags *diags);

/** Takes NULL. Unloads what was loaded, ends what was started. */
void ics_plugin_host_close(ics_plugin_host *host);

#endif
