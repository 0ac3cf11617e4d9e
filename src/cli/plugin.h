/* The verbs of `icsrules plugin`. */
#ifndef ICS_CLI_PLUGIN_H
#define ICS_CLI_PLUGIN_H

#include "session.h"

/** Where the current folder's plugins stand: its project's, else beside a pack that stands in it. */
void cli_plugin_places(const ics_project *project, ics_plugin_places *out);

int cli_plugin_list(cli_command *command, const ics_project *project);
int cli_plugin_trust(cli_command *command, const ics_project *project);

#endif
