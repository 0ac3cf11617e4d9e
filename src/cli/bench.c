/*
 * icsrules bench: how long a project's own work takes here. All is done as eval does it, several times over, with a
 * report that goes nowhere; then once more to see what each rule takes. Nothing of any record is told.
 */
#define _XOPEN_SOURCE 700
#include "session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

enum { RUNS_LEAST = 5, RUNS_MOST = 1000, RULES_SHOWN = 20 };

/* The parts of a run. */
enum { PACK, LOAD, JUDGE, REPORT, ALL, PART_COUNT };

static const char *const part_names[PART_COUNT] = {"pack", "load", "judge", "report", "all"};

typedef struct measured {
    long runs;
    double *ms[PART_COUNT]; /* by run; sorted once all are done */
    uint64_t records, bytes, outcomes;
    long peak_kib;
    int32_t as_at;
    bool is_json;
} measured;

/* -- what is asked -- */

static int read_options(cli_command *command, measured *m)
{
    const char *runs = command->values[CLI_RUNS], *format = command->values[CLI_FORMAT];
    char *end = NULL;
    *m = (measured){.runs = RUNS_LEAST, .is_json = format && strcmp(format, "json") == 0};
    if (format && !m->is_json && strcmp(format, "text") != 0)
        return cli_refuse(command, "bench takes text or json", "--format does not know '%.100s'", format);
    if (!runs)
        return CLI_OK;
    errno = 0;
    m->runs = strtol(runs, &end, 10);
    if (end == runs || *end != '\0' || errno != 0 || m->runs < RUNS_LEAST || m->runs > RUNS_MOST)
        return cli_refuse(command, "fewer runs say little", "--runs takes %d to %d, not '%.100s'", RUNS_LEAST,
                          RUNS_MOST, runs);
    return CLI_OK;
}

/* What can be read but once gives one run. */
static int refuse_pipe(cli_command *command, const char *path)
{
    struct stat about;
    const bool is_pipe =
        strcmp(path, "-") == 0 || (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode));
    return is_pipe ? cli_refuse(command, "write the data to a file first",
                                "bench reads its data several times, and '%.200s' can be read but once", path)
                   : CLI_OK;
}

static int refuse_pipes(cli_command *command)
{
    int status = CLI_OK;
    for (size_t i = 0; i < command->argument_count && status == CLI_OK; i++)
        status = refuse_pipe(command, command->arguments[i]);
    for (size_t i = 0; i < command->table_count && status == CLI_OK; i++) {
        const char *equals = strchr(command->tables[i], '=');
        status = equals ? refuse_pipe(command, equals + 1) : CLI_OK;
    }
    return status;
}

/* -- runs -- */

static bool make_room(measured *m)
{
    bool has_room = true;
    for (int part = 0; part < PART_COUNT; part++) {
        m->ms[part] = calloc((size_t)m->runs, sizeof *m->ms[part]);
        has_room = has_room && m->ms[part];
    }
    return has_room;
}

static void free_room(measured *m)
{
    for (int part = 0; part < PART_COUNT; part++)
        free(m->ms[part]);
}

static void note(measured *m, long run, const cli_session *session, double begun, double judged)
{
    const double ended = cli_clock_ms();
    m->ms[PACK][run] = session->pack_ms;
    m->ms[LOAD][run] = session->load_ms - session->pack_ms;
    m->ms[JUDGE][run] = session->judge_ms;
    m->ms[REPORT][run] = ended - judged + session->keep_ms;
    m->ms[ALL][run] = ended - begun;
    m->records = ics_dataset_record_count(session->dataset);
    m->bytes = ics_dataset_byte_count(session->dataset);
    m->as_at = ics_run_as_at(session->run);
    m->outcomes = 0;
    for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
        m->outcomes += ics_run_count(session->run, (ics_outcome)state);
}

static int run_once(cli_command *command, measured *m, long run, FILE *nowhere)
{
    const double begun = cli_clock_ms();
    const ics_report_options options = {.format = ICS_FORMAT_TEXT, .records = command->values[CLI_RECORDS] != NULL};
    cli_session session = {.may_stream = !command->values[CLI_BATCH_LANES]};
    int status = cli_session_judge(&session, command, command->arguments, command->argument_count);
    if (status == CLI_OK) {
        const double judged = cli_clock_ms();
        const ics_status written = ics_report_write(session.run, &options, command->diags, nowhere);
        status = cli_status_of(command, written);
        if (status == CLI_OK)
            note(m, run, &session, begun, judged);
    }
    cli_session_end(&session);
    return status;
}

/* The messages of the first run are told; a later one has the same, or fails and tells its own. */
static int run_quietly(cli_command *command, measured *m, long run, FILE *nowhere)
{
    ics_diags *told = command->diags, *own = ics_diags_new();
    if (!own)
        return cli_status_of(command, ICS_E_NOMEM);
    command->diags = own;
    const int status = run_once(command, m, run, nowhere);
    command->diags = status == CLI_OK ? told : own;
    command->told_count = status == CLI_OK ? command->told_count : 0;
    ics_diags_free(status == CLI_OK ? own : told);
    return status;
}

static int run_all(cli_command *command, measured *m)
{
    FILE *nowhere = fopen("/dev/null", "we");
    if (!nowhere)
        return cli_refuse_as(command, "E0802", NULL, "/dev/null cannot be written: %s", strerror(errno)), CLI_MACHINE;
    int status = run_once(command, m, 0, nowhere);
    if (status == CLI_OK)
        cli_tell(command);
    for (long run = 1; run < m->runs && status == CLI_OK; run++)
        status = run_quietly(command, m, run, nowhere);
    fclose(nowhere);
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    m->peak_kib = usage.ru_maxrss;
    return status;
}

/* -- what came of them -- */

static int by_size(const void *a, const void *b)
{
    const double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

static double median(const measured *m, int part)
{
    const size_t half = (size_t)m->runs / 2;
    return m->runs % 2 ? m->ms[part][half] : (m->ms[part][half - 1] + m->ms[part][half]) / 2;
}

static double each_second(const measured *m, uint64_t count, int part)
{
    const double ms = median(m, part);
    return ms > 0 ? (double)count * 1e3 / ms : 0;
}

static void print_text(const measured *m, const char *jobs, const ics_costs *costs)
{
    char day[16];
    ics_day_format(m->as_at, day);
    printf("%ld runs as at %s, %s job(s): %llu record(s), %llu bytes, ", m->runs, day, jobs,
           (unsigned long long)m->records, (unsigned long long)m->bytes);
    if (!ics_costs_is_special(costs))
        printf("%llu outcome(s), ", (unsigned long long)m->outcomes);
    printf("%ld KiB at most\n\n", m->peak_kib);
    printf("%-8s%14s%12s%12s%14s%10s\n", "ms", "median", "least", "most", "records/s", "MB/s");
    for (int part = 0; part < PART_COUNT; part++) {
        printf("%-8s%14.3f%12.3f%12.3f", part_names[part], median(m, part), m->ms[part][0], m->ms[part][m->runs - 1]);
        if (part != PACK)
            printf("%14.0f%10.1f", each_second(m, m->records, part), each_second(m, m->bytes, part) / 1e6);
        printf("\n");
    }
    if (!ics_costs_is_special(costs))
        printf("\njudging costs %llu steps (instructions times lanes); of it:\n",
               (unsigned long long)ics_costs_announced(costs));
    printf("\n");
}

/* Withheld where it would tell how many records of a special category there are. */
static void print_count(const char *name, uint64_t count, const ics_costs *costs)
{
    if (ics_costs_is_special(costs))
        printf(" \"%s\": null,\n", name);
    else
        printf(" \"%s\": %llu,\n", name, (unsigned long long)count);
}

static void print_json(const measured *m, const char *jobs, const ics_costs *costs)
{
    char day[16];
    ics_day_format(m->as_at, day);
    printf("{\"format\": \"icsrules-bench/1\", \"as_at\": \"%s\", \"runs\": %ld, \"jobs\": %s, \"records\": %llu, "
           "\"bytes\": %llu, \"peak_rss_kib\": %ld,\n",
           day, m->runs, jobs, (unsigned long long)m->records, (unsigned long long)m->bytes, m->peak_kib);
    print_count("outcomes", m->outcomes, costs);
    print_count("cost", ics_costs_announced(costs), costs);
    for (int part = 0; part < PART_COUNT; part++)
        printf(" \"%s_ms\": {\"median\": %.4f, \"least\": %.4f, \"most\": %.4f},\n", part_names[part], median(m, part),
               m->ms[part][0], m->ms[part][m->runs - 1]);
    printf(" \"records_per_second\": %.1f, \"bytes_per_second\": %.1f,\n \"rules\": ", each_second(m, m->records, ALL),
           each_second(m, m->bytes, ALL));
}

static int print(cli_command *command, measured *m, const ics_costs *costs)
{
    const char *given = command->values[CLI_JOBS];
    char jobs[24];
    snprintf(jobs, sizeof jobs, "%ld", given ? strtol(given, NULL, 10) : 1L);
    for (int part = 0; part < PART_COUNT; part++)
        qsort(m->ms[part], (size_t)m->runs, sizeof *m->ms[part], by_size);
    errno = 0;
    (m->is_json ? print_json : print_text)(m, jobs, costs);
    command->has_reported = true;
    const uint32_t most = command->values[CLI_ALL] ? UINT32_MAX : (uint32_t)RULES_SHOWN;
    const ics_status written = ics_costs_write(costs, m->is_json, most, stdout);
    cli_wrote(command, written);
    if (m->is_json)
        printf("}\n");
    return written == ICS_E_IO ? CLI_OK : cli_status_of(command, written); /* cli_finish() says what was not written */
}

/* The run by the clock is one of its own, so that no figure of the others holds its looks at the clock. */
static int tell(cli_command *command, measured *m)
{
    ics_diags *told = command->diags, *own = ics_diags_new();
    cli_session session = {.may_stream = !command->values[CLI_BATCH_LANES], .costs = ics_costs_new()};
    int status = CLI_OK;
    if (!own || !session.costs) {
        status = cli_status_of(command, ICS_E_NOMEM);
        ics_diags_free(own);
    } else {
        command->diags = own;
        status = cli_session_judge(&session, command, command->arguments, command->argument_count);
        command->diags = status == CLI_OK ? told : own;
        command->told_count = status == CLI_OK ? command->told_count : 0;
        ics_diags_free(status == CLI_OK ? own : told);
    }
    if (status == CLI_OK)
        status = print(command, m, session.costs);
    ics_costs_free(session.costs);
    cli_session_end(&session);
    return status;
}

int cli_bench(cli_command *command)
{
    measured m;
    int status = read_options(command, &m);
    if (status == CLI_OK)
        status = refuse_pipes(command);
    if (status == CLI_OK && !make_room(&m))
        status = cli_status_of(command, ICS_E_NOMEM);
    if (status == CLI_OK)
        status = run_all(command, &m);
    if (status == CLI_OK)
        status = tell(command, &m);
    status = cli_finish(command, status);
    free_room(&m);
    return status;
}
