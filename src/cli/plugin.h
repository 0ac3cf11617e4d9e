/* The verbs of `icsrules plugin`. */
#ifndef ICS_CLI_PLUGIN_H
#define ICS_CLI_PLUGIN_H

#include "session.h"

/** Where the current folder's plugins stand: its project's, else beside a pack that stands in it. */
void cli_plugin_places(const ics_project *project, ics_plugin_places *out);

/** A file of a new plugin's folder: % in its path and @NAME@ in its text stand for the name. */
typedef struct cli_template {
    const char *path;
    const unsigned char *text;
} cli_template;
extern const cli_template cli_templates[];
extern const size_t cli_template_count;

int cli_plugin_list(cli_command *command, const ics_project *project);
int cli_plugin_trust(cli_command *command, const ics_project *project);
int cli_plugin_new(cli_command *command, const ics_project *project);
int cli_plugin_test(cli_command *command, const ics_project *project);

#endif
