/* From arguments to a run. */
#define _XOPEN_SOURCE 700
#include "session.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

double cli_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

const char *cli_packs_beside(void)
{
    static char folder[PATH_MAX + 64];
    char program[PATH_MAX];
    if (getauxval(AT_SECURE)) /* a set-user-id copy may stand anywhere */
        return "";
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0)
        return "";
    program[length] = '\0';
    *strrchr(program, '/') = '\0';
    char *last = strrchr(program, '/');
    if (last && strcmp(last, "/bin") == 0) {
        *last = '\0';
        snprintf(folder, sizeof folder, "%s/share/icsrules/rules", program);
    } else {
        snprintf(folder, sizeof folder, "%s/rules", program);
    }
    return is_folder(folder) ? folder : "";
}

void cli_compile_setup_make(cli_compile_setup *setup, const cli_command *command, const ics_project *project)
{
    const size_t room = sizeof setup->folders / sizeof *setup->folders - 1;
    size_t count = 0, named = 0;
    const char *const *rules = project ? ics_project_rules(project, &named) : NULL;
    for (size_t i = 0; i < named && count < room; i++)
        if (is_folder(rules[i]))
            setup->folders[count++] = rules[i];
    const char *beside = cli_packs_beside();
    if (beside[0] != '\0')
        setup->folders[count++] = beside;
    setup->options = (ics_compile_options){.pack_folders = setup->folders,
                                           .pack_folder_count = count,
                                           .readings = (const char *const *)command->readings,
                                           .reading_count = command->reading_count};
}

int cli_project_read(cli_command *command, ics_project **project_out)
{
    if (!ics_project_exists("."))
        return CLI_OK;
    return cli_status_of(command, ics_project_read(project_out, ".", command->diags));
}

int cli_files_exist(cli_command *command, const char *const *paths, size_t count)
{
    int status = CLI_OK;
    size_t from_input = 0;
    char folder[PATH_MAX];
    if (!getcwd(folder, sizeof folder))
        folder[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        struct stat about;
        from_input += strcmp(paths[i], "-") == 0;
        if (strcmp(paths[i], "-") == 0 || strpbrk(paths[i], "*?[") || stat(paths[i], &about) == 0 || errno != ENOENT)
            continue;
        const bool is_absolute = paths[i][0] == '/';
        status = cli_refuse_as(command, "E0001", "check the name, or the folder you are in",
                               "there is no file '%.200s'; looked for %.200s%s%.150s", paths[i],
                               is_absolute ? "" : folder, is_absolute ? "" : "/", paths[i]);
    }
    if (from_input > 1)
        status = cli_refuse(command, "name it once", "standard input (-) is named %zu times", from_input);
    return status;
}

static bool has_suffix(const char *path, const char *suffix)
{
    const size_t length = strlen(path), tail = strlen(suffix);
    return length > tail && strcmp(path + length - tail, suffix) == 0;
}

/* Data, by the look of its name: then the pack is the project's. */
static bool looks_like_data(const char *path)
{
    static const char *const suffixes[] = {".yaml", ".yml", ".json", ".ndjson", ".jsonl", ".csv"};
    if (strcmp(path, "-") == 0 || is_folder(path))
        return true;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
        if (has_suffix(path, suffixes[i]))
            return true;
    return false;
}

static int compile_sentence(cli_session *session, cli_command *command)
{
    const char *sentence = command->values[CLI_SENTENCE];
    const ics_rule_text text = {"sentence", (const unsigned char *)sentence, strlen(sentence)};
    cli_compile_setup setup;
    cli_compile_setup_make(&setup, command, session->project);
    return cli_status_of(command, ics_compile(&session->program, &text, 1, &setup.options, command->diags));
}

static int load_pack(cli_session *session, cli_command *command, const char *path)
{
    if (has_suffix(path, ".rules"))
        return cli_refuse_as(command, "E0501", "icsrules compile makes a pack of it",
                             "'%.300s' is a rule file, and eval takes a compiled pack", path);
    const int status = cli_files_exist(command, &path, 1);
    return status != CLI_OK ? status : cli_status_of(command, ics_pack_load(&session->program, path, command->diags));
}

static int load_project_pack(cli_session *session, cli_command *command)
{
    const char *path = ics_project_pack(session->project);
    struct stat about;
    if (stat(path, &about) != 0 && errno == ENOENT)
        return cli_refuse_as(command, "E0001", "run icsrules compile first", "there is no pack '%.300s' yet", path);
    int status = load_pack(session, command, path);
    if (status == CLI_OK) {
        cli_compile_setup setup;
        cli_compile_setup_make(&setup, command, NULL);
        status = cli_status_of(command,
                               ics_project_check(session->project, session->program, &setup.options, command->diags));
    }
    return status;
}

/* Splits 'EHC case=cases.csv'. The text is cut in place, until unbind_tables(). */
static bool bind_tables(cli_command *command, ics_table_binding *tables)
{
    for (size_t i = 0; i < command->table_count; i++) {
        char *equals = strchr(command->tables[i], '=');
        if (!equals || equals == command->tables[i] || equals[1] == '\0') {
            cli_refuse(command, "write --table 'EHC case=cases.csv'", "--table takes ENTITY=FILE, not '%.200s'",
                       command->tables[i]);
            return false;
        }
        *equals = '\0';
        tables[i] = (ics_table_binding){.entity = command->tables[i], .path = equals + 1};
    }
    return true;
}

/* Puts back what bind_tables() cut, for the next run of bench. */
static void unbind_tables(const cli_command *command, const ics_table_binding *tables)
{
    for (size_t i = 0; i < command->table_count; i++)
        if (tables[i].entity)
            command->tables[i][strlen(tables[i].entity)] = '=';
}

static int check_input_format(cli_command *command)
{
    static const char *const forms[] = {"json", "ndjson", "yaml", "csv"};
    const char *form = command->values[CLI_INPUT_FORMAT];
    for (size_t i = 0; form && i < sizeof forms / sizeof *forms; i++)
        if (strcmp(form, forms[i]) == 0)
            return CLI_OK;
    return form ? cli_refuse(command, "it takes json, ndjson, yaml or csv", "--input-format does not know '%.100s'",
                             form)
                : CLI_OK;
}

int cli_known_by_read(cli_command *command, bool *has_day, int32_t *day)
{
    const char *text = command->values[CLI_KNOWN_BY];
    *has_day = text != NULL;
    return !text || ics_day_read(text, day) ? CLI_OK
                                            : cli_refuse(command, "write year, month and day: --known-by 2023-06-01",
                                                         "--known-by takes a day, and '%.100s' is none", text);
}

/* What is judged, and how. */
typedef struct setup {
    const char *pack;
    int32_t as_at;
    ics_evaluate_options evaluate;
    char folder[PATH_MAX];
} setup;

static int read_as_at(cli_session *session, cli_command *command, int32_t *day_out)
{
    const char *text = command->values[CLI_AS_AT];
    if (text)
        return ics_day_read(text, day_out) ? CLI_OK
                                           : cli_refuse(command, "write year, month and day: --as-at 2023-06-01",
                                                        "--as-at takes a day, and '%.100s' is none", text);
    if (!session->project || !ics_project_as_at(session->project, day_out))
        *day_out = (int32_t)(time(NULL) / 86400); /* the same day whatever the time zone says */
    return CLI_OK;
}

/* A whole number from 1 to a most, or 0 where the option is not given. */
static int read_count(cli_command *command, int option, const char *name, long most, uint32_t *out)
{
    const char *text = command->values[option];
    char *end = NULL;
    *out = 0;
    if (!text)
        return CLI_OK;
    const long count = strtol(text, &end, 10);
    if (end == text || *end != '\0' || count < 1 || count > most)
        return cli_refuse(command, NULL, "%s takes 1 to %ld, not '%.100s'", name, most, text);
    *out = (uint32_t)count;
    return CLI_OK;
}

int cli_plugins_read(cli_command *command, ics_plugins *how)
{
    static const char *const names[] = {"isolated", "in-process", "off"}; /* as ics_plugins numbers them */
    const char *text = command->values[CLI_PLUGINS];
    *how = ICS_PLUGINS_ISOLATED;
    for (size_t i = 0; text && i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) {
            *how = (ics_plugins)i;
            return CLI_OK;
        }
    return !text
               ? CLI_OK
               : cli_refuse(command, "it takes isolated, in-process or off", "--plugins does not know '%.100s'", text);
}

static int read_evaluate_options(cli_command *command, setup *how)
{
    ics_evaluate_options *options = &how->evaluate;
    options->names = command->values[CLI_NAMES] != NULL;
    int status = cli_plugins_read(command, &options->plugins);
    if (status == CLI_OK)
        status = read_count(command, CLI_BATCH_LANES, "--batch-lanes", 2048, &options->batch_lanes);
    if (status == CLI_OK)
        status = read_count(command, CLI_JOBS, "--jobs", 64, &options->jobs);
    if (how->pack && !options->pack_folder) {
        const char *slash = strrchr(how->pack, '/');
        snprintf(how->folder, sizeof how->folder, "%.*s", slash ? (int)(slash - how->pack) : 1,
                 slash ? how->pack : ".");
        options->pack_folder = how->folder[0] != '\0' ? how->folder : "/";
    }
    return status;
}

static ics_status read_data(cli_session *session, const setup *how, const char *const *paths, size_t path_count,
                            const ics_load_options *options, bool is_projects, ics_diags *diags)
{
    ics_lines_times times;
    ics_load_options lines = *options;
    if (is_projects && !(session->may_stream && ics_project_table(session->project, &lines) &&
                         ics_evaluates_lines(session->program, &lines)))
        return ics_project_read_data(&session->dataset, session->project, session->program, options, diags);
    if (!session->may_stream || path_count > 0 || !ics_evaluates_lines(session->program, &lines))
        return ics_dataset_read(&session->dataset, session->program, paths, path_count, options, diags);
    const ics_status status = ics_evaluate_lines(&session->run, &session->dataset, session->program, &lines, how->as_at,
                                                 &how->evaluate, &times, diags);
    session->judge_ms = times.judge_ms;
    session->keep_ms = times.keep_ms;
    return status;
}

static int load_data(cli_session *session, cli_command *command, const setup *how, const char *const *paths,
                     size_t path_count, bool is_projects)
{
    ics_table_binding *tables = calloc(command->table_count + 1, sizeof *tables);
    if (!tables)
        return cli_status_of(command, ICS_E_NOMEM);
    int status = bind_tables(command, tables) ? check_input_format(command) : CLI_REFUSED;
    if (status == CLI_OK)
        status = cli_files_exist(command, paths, path_count);
    bool has_known_by = false;
    int32_t known_by = 0;
    if (status == CLI_OK)
        status = cli_known_by_read(command, &has_known_by, &known_by);
    if (status == CLI_OK) {
        const ics_load_options options = {
            .has_known_by = has_known_by,
            .known_by = known_by,
            .records = command->values[CLI_RECORDS] != NULL,
            .names = command->values[CLI_NAMES] != NULL,
            .is_strict = command->values[CLI_STRICT] != NULL,
            .input_format = command->values[CLI_INPUT_FORMAT],
            .tables = tables,
            .table_count = command->table_count,
        };
        status =
            cli_status_of(command, read_data(session, how, paths, path_count, &options, is_projects, command->diags));
    }
    unbind_tables(command, tables);
    free(tables);
    return status;
}

static bool is_same_file(const char *path, const char *other)
{
    struct stat one, two;
    return stat(path, &one) == 0 && stat(other, &two) == 0 && one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/* The plugins of a project are its own, wherever its pack is written; so are those of a sentence typed in its folder.
 */
static void take_projects_plugins(const cli_session *session, setup *how)
{
    ics_plugin_places places;
    if (!session->project || (how->pack && !is_same_file(how->pack, ics_project_pack(session->project))))
        return;
    ics_project_places(session->project, &places);
    how->evaluate.pack_folder = places.pack_folder;
    how->evaluate.plugin_folder = places.plugins;
}

/* The pack (or the sentence) and the data, from the arguments and the project. */
static int load(cli_session *session, cli_command *command, const char *const *arguments, size_t count, setup *how)
{
    const double begun = cli_clock_ms();
    const bool is_sentence = command->values[CLI_SENTENCE] != NULL;
    int status = cli_project_read(command, &session->project);
    if (status != CLI_OK)
        return status;
    if (!is_sentence && command->reading_count > 0)
        return cli_refuse(command, "give --reading to icsrules compile",
                          "a pack judges by the readings it was compiled with");
    const bool takes_projects_pack = !is_sentence && session->project && (count == 0 || looks_like_data(arguments[0]));
    if (is_sentence) {
        status = compile_sentence(session, command);
    } else if (takes_projects_pack) {
        how->pack = ics_project_pack(session->project);
        status = load_project_pack(session, command);
    } else if (count > 0) {
        how->pack = arguments[0];
        status = load_pack(session, command, arguments[0]);
        arguments++;
        count--;
    } else {
        status = cli_refuse(command, "name a pack and data, or go to a folder with icsrules.yaml",
                            "no pack is named, and the current folder has no icsrules.yaml");
    }
    if (status != CLI_OK)
        return status;
    const bool takes_projects_data =
        session->project && count == 0 && (takes_projects_pack || command->table_count == 0);
    if (count == 0 && command->table_count == 0 && !takes_projects_data)
        return cli_refuse(command, "name files, folders, or - for standard input", "no data is named");
    take_projects_plugins(session, how);
    status = read_as_at(session, command, &how->as_at);
    if (status == CLI_OK)
        status = read_evaluate_options(command, how);
    how->evaluate.costs = session->costs;
    session->pack_ms = cli_clock_ms() - begun;
    return status == CLI_OK ? load_data(session, command, how, arguments, count, takes_projects_data) : status;
}

int cli_session_judge(cli_session *session, cli_command *command, const char *const *arguments, size_t argument_count)
{
    const double begun = cli_clock_ms();
    setup how = {.pack = NULL};
    int status = read_evaluate_options(command, &how);
    if (status == CLI_OK)
        status = command->values[CLI_AS_AT] ? read_as_at(session, command, &how.as_at) : CLI_OK;
    if (status == CLI_OK) /* options are looked at before files, so that a slip costs no waiting */
        status = load(session, command, arguments, argument_count, &how);
    session->load_ms = cli_clock_ms() - begun - session->judge_ms - session->keep_ms;
    if (status != CLI_OK || session->run)
        return status;
    const double loaded = cli_clock_ms();
    status = cli_status_of(command, ics_evaluate(&session->run, session->program, session->dataset, how.as_at,
                                                 &how.evaluate, command->diags));
    session->judge_ms = cli_clock_ms() - loaded;
    return status;
}

void cli_session_end(cli_session *session)
{
    ics_run_free(session->run);
    ics_dataset_free(session->dataset);
    ics_program_free(session->program);
    ics_project_free(session->project);
}
