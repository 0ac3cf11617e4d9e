/* Options and arguments of a verb, read by popt from one table, which also makes the help. */
#include "command.h"

#include <popt.h>
#include <stdlib.h>
#include <string.h>

static const struct option_info {
    const char *name;
    char letter;
    const char *argument; /* what to call it in the help; NULL for a flag */
    const char *help;     /* NULL: not listed */
} option_table[CLI_OPTION_COUNT] = {
    [CLI_HELP] = {"help", 'h', NULL, "this page"},
    [CLI_OUTPUT] = {"output", 'o', "FILE", "where to write the pack"},
    [CLI_SENTENCE] = {"sentence", 'e', "SENTENCE", "judge one sentence, without a pack"},
    [CLI_AS_AT] = {"as-at", 0, "DATE", "the day the law and the facts are read at (2023-06-01); today if left out"},
    [CLI_KNOWN_BY] = {"known-by", 0, "DATE", "leave out what was recorded after that day"},
    [CLI_TABLE] = {"table", 0, "ENTITY=FILE",
                   "a table whose headings are the attributes of an entity; may be repeated"},
    [CLI_FORMAT] = {"format", 0, "FORM",
                    "text, json or ndjson; of test: text, junit or json; of bench and plugin: text or json"},
    [CLI_STATS] = {"stats", 0, "FORM", "--stats or --stats=json: one line of times and memory on standard error"},
    [CLI_FAIL_ON] = {"fail-on", 0, "LIST",
                     "what the exit status is about, parted by commas: not-met, own-rule, done-late,\n"
                     "departed, open, unanswered, expired-waiver, unknown, or never"},
    [CLI_STRICT] = {"strict", 0, NULL, "a key that the model does not know is an error; of check: a warning is"},
    [CLI_INPUT_FORMAT] = {"input-format", 0, "FORM", "json, ndjson, yaml or csv; else by name and content"},
    [CLI_RECORDS] = {"records", 0, NULL, "single records of a special category, by their references"},
    [CLI_NAMES] = {"names", 0, NULL, "names of persons and what else is personal; else a role, or nothing"},
    [CLI_PLUGINS] = {"plugins", 0, "HOW", "isolated (the default), in-process, or off: what needs one is an error"},
    [CLI_BATCH_LANES] = {"batch-lanes", 0, "N", NULL},
    [CLI_JOBS] = {"jobs", 0, "N", "threads, 1 to 64; what comes of it is the same whatever their number"},
    [CLI_AST] = {"ast", 0, "FORM", "json: the syntax trees, on standard output"},
    [CLI_CODE] = {"code", 0, NULL, "disassemble the program"},
    [CLI_FOR] = {"for", 0, "PERIOD",
                 "of several outcomes that of a year (2023/24, 2023), or of the period or event of a day"},
    [CLI_COVERAGE] = {"coverage", 0, NULL, "which rules, exceptions and letters no test decides both ways"},
    [CLI_MUTANTS] = {"mutants", 0, NULL, "which slips of the pen in the rules no test notices"},
    [CLI_MIN] = {"min", 0, "PERCENT", "the status is 1 where --coverage or --mutants find less"},
    [CLI_DEPARTURES] = {"departures", 0, NULL, "what is local: variations, and both texts where they depart"},
    [CLI_READING] = {"reading", 0, "NAME", "judge by this reading of the law; may be repeated"},
    [CLI_RUNS] = {"runs", 0, "N", "how often all is done, 5 to 1000; 5 if left out"},
    [CLI_ALL] = {"all", 0, NULL, "tell the cost of every rule, not of the 20 dearest alone"},
    [CLI_GRANT] = {"grant", 0, "RIGHT",
                   "what a plugin may do: 'memory 512 MiB', 'seconds 5', 'reads tables/x.csv'; may be repeated"},
    [CLI_CHECK] = {"check", 0, NULL, "write nothing, show what would change, and end with 1 where something would"},
    [CLI_FIX] = {"fix", 0, NULL, "mend in the files what has one certain remedy"},
    [CLI_DRY_RUN] = {"dry-run", 0, NULL, "with --fix: say what would be mended, and write nothing"},
    [CLI_DIFF] = {"diff", 0, NULL, "what --fix would change, as a diff; nothing is written"},
};

static bool verb_takes(const cli_verb *verb, int option)
{
    for (const unsigned char *o = verb->options; *o != CLI_END; o++)
        if (*o == option)
            return true;
    return false;
}

static void make_popt_table(struct poptOption table[CLI_OPTION_COUNT + 1], const cli_verb *verb)
{
    size_t count = 0;
    memset(table, 0, sizeof(struct poptOption) * (CLI_OPTION_COUNT + 1));
    for (int option = CLI_END + 1; option < CLI_OPTION_COUNT; option++)
        if (verb_takes(verb, option)) {
            table[count].longName = option_table[option].name;
            table[count].shortName = option_table[option].letter;
            table[count].argInfo = option_table[option].argument ? POPT_ARG_STRING : POPT_ARG_NONE;
            table[count++].val = option;
        }
}

static int refuse_option(cli_command *command, poptContext context, int error)
{
    const char *given = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    const char *names[CLI_OPTION_COUNT];
    size_t count = 0;
    if (error != POPT_ERROR_BADOPT)
        return cli_refuse(command, "icsrules VERB --help lists the options and their arguments", "the option %s: %s",
                          given, poptStrerror(error));
    for (int option = CLI_END + 1; option < CLI_OPTION_COUNT; option++)
        if (verb_takes(command->verb, option) && option_table[option].help)
            names[count++] = option_table[option].name;
    const char *word = given + strspn(given, "-");
    char *bare = strdup(word);
    if (bare)
        bare[strcspn(bare, "=")] = '\0';
    const char *nearest = bare ? ics_word_nearest(bare, names, count) : NULL;
    free(bare);
    char help[200];
    if (nearest)
        snprintf(help, sizeof help, "did you mean --%s? icsrules %s --help lists the options", nearest,
                 command->verb->name);
    else
        snprintf(help, sizeof help, "icsrules %s --help lists the options", command->verb->name);
    return cli_refuse(command, help, "%s has no option %s", command->verb->name, given);
}

/* An option that may be repeated. */
static bool keep_one_more(char ***values, size_t *count, char *value)
{
    char **grown = realloc(*values, (*count + 1) * sizeof *grown);
    if (!grown) {
        free(value);
        return false;
    }
    *values = grown;
    (*values)[(*count)++] = value;
    return true;
}

static void free_all(char **values, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(values[i]);
    free(values);
}

static bool keep_option(cli_command *command, int option, char *value)
{
    if (option == CLI_TABLE)
        return keep_one_more(&command->tables, &command->table_count, value);
    if (option == CLI_READING)
        return keep_one_more(&command->readings, &command->reading_count, value);
    if (option == CLI_GRANT)
        return keep_one_more(&command->grants, &command->grant_count, value);
    if (command->values[option]) {
        free(value);
        cli_refuse(command, "give it once", "the option --%s is given twice", option_table[option].name);
        return false;
    }
    command->values[option] = value ? value : strdup("");
    return command->values[option] != NULL;
}

bool cli_arguments_read(cli_command *command, int argc, const char **argv, void **context_out)
{
    static struct poptOption table[CLI_OPTION_COUNT + 1]; /* popt keeps it as long as the context */
    make_popt_table(table, command->verb);
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--stats") == 0) /* its argument may be left out, and never is the next word */
            argv[i] = "--stats=text";
    poptContext context = poptGetContext("icsrules", argc, argv, table, 0);
    *context_out = context;
    if (!context)
        return false;
    int option = 0;
    while ((option = poptGetNextOpt(context)) > 0)
        if (!keep_option(command, option, poptGetOptArg(context)))
            return false;
    if (option < -1) {
        refuse_option(command, context, option);
        return false;
    }
    command->arguments = poptGetArgs(context);
    while (command->arguments && command->arguments[command->argument_count])
        command->argument_count++;
    return true;
}

void cli_arguments_free(cli_command *command, void *context)
{
    for (int option = 0; option < CLI_OPTION_COUNT; option++)
        free(command->values[option]);
    free_all(command->tables, command->table_count);
    free_all(command->readings, command->reading_count);
    free_all(command->grants, command->grant_count);
    if (context)
        poptFreeContext(context);
}

/* The help of an option, its further lines indented below the first. */
static void print_help_lines(const char *help, FILE *out)
{
    for (const char *line = help; *line != '\0';) {
        const size_t length = strcspn(line, "\n");
        if (line != help)
            fprintf(out, "%*s", 28, "");
        fprintf(out, "%.*s\n", (int)length, line);
        line += length + (line[length] == '\n');
    }
}

void cli_arguments_help(const cli_verb *verb, FILE *out)
{
    for (const unsigned char *o = verb->options; *o != CLI_END; o++) {
        const struct option_info *info = &option_table[*o];
        char left[40], letter[8] = "    ";
        if (!info->help)
            continue;
        if (info->letter)
            snprintf(letter, sizeof letter, "-%c, ", info->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, info->name, info->argument ? " " : "",
                 info->argument ? info->argument : "");
        fprintf(out, "  %-25s ", left);
        print_help_lines(info->help, out);
    }
}
