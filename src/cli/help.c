/* What the program says of itself. */
#include "command.h"

static void print_statuses(void)
{
    puts("\nExit status: 0 nothing is breached · 1 a duty is not met · 2 the command, rules or data could not be\n"
         "understood, or nothing was judged · 3 some outcomes are errors · 4 the machine failed us (disk, memory) ·\n"
         "5 none is breached, but facts are missing to settle some. Of several: the first of 4, 2, 3, 1, 5, 0.");
}

int cli_help(cli_command *command)
{
    puts("icsrules judges organisations by rules that are written as sentences.\n");
    puts("  icsrules compile && icsrules eval");
    puts("  icsrules eval -e 'ICB must name SEND executive lead' --as-at 2023-06-01 system.yaml\n");
    puts("Usage: icsrules VERB [OPTIONS] [FILES]\n");
    for (size_t i = 0; i < cli_verb_count; i++)
        printf("  %-10s %s\n", cli_verbs[i].name, cli_verbs[i].summary);
    puts("\nicsrules VERB --help says more; icsrules --version says which program this is.");
    print_statuses();
    return cli_finish(command, CLI_OK);
}

int cli_help_verb(cli_command *command)
{
    const cli_verb *verb = command->verb;
    printf("  %s\n  %s\n\nUsage: %s\n\n%s\n\n", verb->examples[0], verb->examples[1], verb->synopsis, verb->about);
    cli_arguments_help(verb, stdout);
    print_statuses();
    return cli_finish(command, CLI_OK);
}

int cli_version(cli_command *command)
{
    const char *commit = ics_version_commit();
    printf("icsrules %s%s%s%s, pack format %u, outcomes icsrules-outcomes/1, syntax tree icsrules-ast/1\n",
           ics_version(), commit[0] != '\0' ? " (" : "", commit, commit[0] != '\0' ? ")" : "",
           (unsigned)ics_version_pack_format());
    return cli_finish(command, CLI_OK);
}
