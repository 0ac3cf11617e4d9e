/* The list of verbs: what each does, how it is called, and which options it takes. */
#include "command.h"

static const unsigned char compile_options[] = {CLI_OUTPUT, CLI_READING, CLI_FORMAT, CLI_HELP, CLI_END};
static const unsigned char eval_options[] = {CLI_SENTENCE,     CLI_READING, CLI_AS_AT,   CLI_KNOWN_BY, CLI_TABLE,
                                             CLI_INPUT_FORMAT, CLI_STRICT,  CLI_FORMAT,  CLI_FAIL_ON,  CLI_RECORDS,
                                             CLI_NAMES,        CLI_STATS,   CLI_PLUGINS, CLI_JOBS,     CLI_BATCH_LANES,
                                             CLI_HELP,         CLI_END};
static const unsigned char bench_options[] = {
    CLI_SENTENCE, CLI_READING, CLI_AS_AT, CLI_KNOWN_BY, CLI_TABLE,   CLI_INPUT_FORMAT, CLI_STRICT, CLI_FORMAT, CLI_RUNS,
    CLI_ALL,      CLI_RECORDS, CLI_NAMES, CLI_JOBS,     CLI_PLUGINS, CLI_BATCH_LANES,  CLI_HELP,   CLI_END};
static const unsigned char check_options[] = {CLI_DEPARTURES, CLI_FIX,     CLI_DRY_RUN, CLI_DIFF, CLI_STRICT,
                                              CLI_AST,        CLI_READING, CLI_FORMAT,  CLI_HELP, CLI_END};
static const unsigned char test_options[] = {CLI_AS_AT,   CLI_KNOWN_BY, CLI_COVERAGE, CLI_MUTANTS, CLI_MIN,
                                             CLI_PLUGINS, CLI_READING,  CLI_FORMAT,   CLI_HELP,    CLI_END};
static const unsigned char fmt_options[] = {CLI_CHECK, CLI_HELP, CLI_END};
static const unsigned char inspect_options[] = {CLI_CODE, CLI_HELP, CLI_END};
static const unsigned char explain_options[] = {CLI_FOR,          CLI_AS_AT,  CLI_KNOWN_BY, CLI_TABLE,
                                                CLI_INPUT_FORMAT, CLI_STRICT, CLI_RECORDS,  CLI_NAMES,
                                                CLI_PLUGINS,      CLI_HELP,   CLI_END};
static const unsigned char plugin_options[] = {CLI_GRANT, CLI_FORMAT, CLI_HELP, CLI_END};
static const unsigned char schema_options[] = {CLI_HELP, CLI_END};

const cli_verb cli_verbs[] = {
    {"compile",
     "rules to one pack",
     "icsrules compile [RULES...] [-o OUT]",
     {"icsrules compile", "icsrules compile duties.rules -o duties.icsb"},
     "Without arguments, compiles what icsrules.yaml names. `use NAME` looks in the folders of rules of the project,\n"
     "then among the packs that come with the program.",
     compile_options,
     cli_compile},
    {"eval",
     "judge systems by the rules of a pack",
     "icsrules eval [PACK] [DATA...]",
     {"icsrules compile && icsrules eval",
      "icsrules eval -e 'ICB must name SEND executive lead' --as-at 2023-06-01 system.yaml"},
     "Without arguments, takes the pack and the data that icsrules.yaml names, and stops where a source is newer than\n"
     "the pack. Data are files, folders and - for standard input, in JSON, NDJSON, YAML or CSV.",
     eval_options,
     cli_eval},
    {"check",
     "all that the compiler can say of rules, and mend what has one remedy",
     "icsrules check [RULES...]",
     {"icsrules check duties.rules", "icsrules check --fix duties.rules"},
     "Without arguments, checks what icsrules.yaml names. Besides mistakes it tells what is well formed and hardly\n"
     "meant; `icsrules explain CODE` says why. Only --fix writes: each file anew or not at all, and nothing but what "
     "a\n"
     "message is about. --format json has the changes of each fix. The status is 0 also with warnings, 2 with "
     "--strict.",
     check_options,
     cli_check},
    {"test",
     "run the tests that rule files declare",
     "icsrules test [RULES...]",
     {"icsrules test", "icsrules test duties.rules --coverage --mutants --min 80"},
     "Without arguments, runs the tests in the rules that icsrules.yaml names and in the folder tests. A test that\n"
     "says no day is judged as at --as-at, else the project's day, else today. --format takes text, junit or json.\n"
     "--coverage and --mutants are about the rules of these files or, where they hold tests alone, of the packs that\n"
     "they use. The status is 0 where all pass, 1 where one fails or less than --min is found, 2 where something\n"
     "could not be understood or no test is there.",
     test_options,
     cli_test},
    {"fmt",
     "the one layout of rule files",
     "icsrules fmt [--check] [RULES...]",
     {"icsrules fmt duties.rules", "icsrules fmt --check"},
     "Lays out files and the rule files of folders in their places; - reads standard input and writes the text to\n"
     "standard output. Without arguments, lays out what icsrules.yaml names and the folder tests. Words and comments\n"
     "stay, and a file says the same as before; one with mistakes is left alone, and the status is 2. --check writes\n"
     "nothing, shows what would change, and ends with 1 where something would.",
     fmt_options,
     cli_fmt},
    {"explain",
     "why one outcome is what it is, or what a message means",
     "icsrules explain RULE SUBJECT [PACK] [DATA...]\n       icsrules explain CODE",
     {"icsrules explain E0104", "icsrules explain SEND-LEAD QXU duties.icsb system.yaml --as-at 2023-06-01"},
     "RULE is a rule's identifier, SUBJECT the code, name or path of what it judges. Prints the clause, the phrases\n"
     "with their values, the facts with their places, and what is missing. CODE is the code of an error or a warning:\n"
     "prints what it means, with a wrong and a right example. The status is 0 where it was explained.",
     explain_options,
     cli_explain},
    {"bench",
     "how long your rules take over your data, and what each of them costs",
     "icsrules bench [PACK] [DATA...]",
     {"icsrules compile && icsrules bench", "icsrules bench duties.icsb --table 'EHC case=cases.ndjson' --jobs 2"},
     "Takes what eval takes, and does what eval does at least five times, with a report for people that goes nowhere.\n"
     "Prints median, least and most of each part, and the rules by their cost: instructions that a rule alone needs\n"
     "and its even part of those that it shares, times what they look at; and its share of the time of judging by\n"
     "the clock. Data must be files: it is read again for each run. The status is 0 where all was measured, whatever\n"
     "the outcomes are.",
     bench_options,
     cli_bench},
    {"inspect",
     "what is in a pack",
     "icsrules inspect [PACK] [--code]",
     {"icsrules inspect duties.icsb", "icsrules inspect --code duties.icsb"},
     "The pack is verified before anything of it is shown.",
     inspect_options,
     cli_inspect},
    {"plugin",
     "make, test, list and trust plugins: local checks in C",
     "icsrules plugin new NAME\n       icsrules plugin test FOLDER\n       icsrules plugin list\n"
     "       icsrules plugin trust FILE... [--grant RIGHT]",
     {"icsrules plugin new harbour && icsrules plugin test harbour", "icsrules plugin trust plugins/frimley.so"},
     "new: a folder with C, rules, tests, data and CMakeLists.txt, that compiles and passes as it stands. test: "
     "builds\n"
     "that of a folder with checks for undefined behaviour, calls each function with the edges of its types and with\n"
     "random values, twice, and runs the folder's tests; the status is 1 where something fails. "
     "list: every plugin that a run here could call, whether it may be loaded, and why not. trust: writes the hash of\n"
     "a plugin into icsrules.lock beside its folder; only what stands there is loaded. No plugin is run by either.\n"
     "The status of list is 0 whatever is trusted.",
     plugin_options,
     cli_plugin},
    {"schema",
     "the model as JSON Schema, for editors and data suppliers",
     "icsrules schema [RULES...]",
     {"icsrules schema > ics.schema.json", "icsrules schema duties.rules > duties.schema.json"},
     "Prints which records and keys a description may have, and what their values look like (JSON Schema 2020-12).\n"
     "Without arguments, of the project's model; outside a project, of the model ics that comes with the program.",
     schema_options,
     cli_schema},
};
const size_t cli_verb_count = sizeof cli_verbs / sizeof *cli_verbs;
