/* The program: finds the verb, reads its options, runs it. */
#include "command.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/*
 * A standard stream that was closed when we began would be given to the first file that is opened, and our output would
 * go into it. Writing to what stands there instead fails, as it should.
 */
static void guard_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open(fd == 0 ? "/dev/null" : "/dev/full", O_WRONLY);
}

/* Whether --format json is among the arguments: also what is wrong with the others is then said in JSON. */
static bool asks_for_json(int argc, const char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--format=json") == 0 ||
            (strcmp(argv[i], "--format") == 0 && i + 1 < argc && strcmp(argv[i + 1], "json") == 0))
            return true;
    return false;
}

static int refuse_verb(cli_command *command, const char *word)
{
    const char *names[32], *nearest = NULL;
    char help[200] = "icsrules help lists the verbs";
    for (size_t i = 0; i < cli_verb_count; i++)
        names[i] = cli_verbs[i].name;
    nearest = ics_word_nearest(word, names, cli_verb_count);
    if (nearest)
        snprintf(help, sizeof help, "did you mean icsrules %s? icsrules help lists the verbs", nearest);
    if (word[0] == '-')
        cli_refuse(command, help, "the first word is a verb, and '%.100s' is an option", word);
    else
        cli_refuse(command, help, "there is no verb '%.100s'", word);
    return cli_finish(command, CLI_REFUSED);
}

static const cli_verb *find_verb(const char *word)
{
    for (size_t i = 0; i < cli_verb_count; i++)
        if (strcmp(cli_verbs[i].name, word) == 0)
            return &cli_verbs[i];
    return NULL;
}

static int run_verb(cli_command *command, int argc, const char **argv)
{
    void *context = NULL;
    int status = CLI_REFUSED;
    if (!cli_arguments_read(command, argc, argv, &context))
        status = cli_finish(command, context ? CLI_REFUSED : CLI_MACHINE);
    else if (command->values[CLI_HELP])
        status = cli_help_verb(command);
    else
        status = command->verb->run(command);
    cli_arguments_free(command, context);
    return status;
}

static int run(cli_command *command, int argc, const char **argv)
{
    if (argc < 2) {
        cli_refuse(command, "icsrules help lists the verbs", "no verb is given");
        return cli_finish(command, CLI_REFUSED);
    }
    const char *word = argv[1];
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
        return cli_version(command);
    const bool is_help = strcmp(word, "help") == 0;
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || (is_help && argc == 2))
        return cli_help(command);
    command->verb = find_verb(is_help ? argv[2] : word);
    if (!command->verb)
        return refuse_verb(command, is_help ? argv[2] : word);
    return is_help ? cli_help_verb(command) : run_verb(command, argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
    guard_standard_streams();
    signal(SIGPIPE, SIG_IGN); /* a reader that goes away is told of by the write that fails */
    cli_command command = {.is_json = asks_for_json(argc, (const char **)argv), .diags = ics_diags_new()};
    if (!command.diags) {
        fputs("icsrules: memory has run out\n", stderr);
        return CLI_MACHINE;
    }
    const int status = run(&command, argc, (const char **)argv);
    ics_diags_free(command.diags);
    return status;
}
