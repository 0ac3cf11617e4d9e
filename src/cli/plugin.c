/* icsrules plugin: which plugins there are, and which may be loaded. The first argument says which verb it is. */
#include "plugin.h"

#include <errno.h>
#include <string.h>

static const struct {
    const char *name;
    int (*run)(cli_command *command, const ics_project *project);
} verbs[] = {
    {"new", cli_plugin_new},
    {"test", cli_plugin_test},
    {"list", cli_plugin_list},
    {"trust", cli_plugin_trust},
};
enum { VERB_COUNT = sizeof verbs / sizeof *verbs };

static int refuse(cli_command *command)
{
    const char *names[VERB_COUNT], *nearest = NULL;
    char help[120] = "icsrules plugin --help lists the verbs";
    for (size_t i = 0; i < VERB_COUNT; i++)
        names[i] = verbs[i].name;
    if (command->argument_count == 0)
        return cli_refuse(command, help, "plugin takes a verb: new, test, list or trust");
    nearest = ics_word_nearest(command->arguments[0], names, VERB_COUNT);
    if (nearest)
        snprintf(help, sizeof help, "did you mean icsrules plugin %s?", nearest);
    return cli_refuse(command, help, "plugin has no verb '%.100s'", command->arguments[0]);
}

void cli_plugin_places(const ics_project *project, ics_plugin_places *out)
{
    *out = (ics_plugin_places){.pack_folder = "."};
    if (project)
        ics_project_places(project, out);
}

int cli_plugin(cli_command *command)
{
    ics_project *project = NULL;
    size_t found = VERB_COUNT;
    for (size_t i = 0; i < VERB_COUNT && command->argument_count > 0; i++)
        if (strcmp(verbs[i].name, command->arguments[0]) == 0)
            found = i;
    int status = found == VERB_COUNT ? refuse(command) : cli_project_read(command, &project);
    if (status == CLI_OK) {
        command->arguments++;
        command->argument_count--;
        status = verbs[found].run(command, project);
    }
    status = cli_finish(command, status);
    ics_project_free(project);
    return status;
}
