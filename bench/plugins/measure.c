/*
 * What a plugin costs: the same batch function called three ways over the same records.
 *
 *     bench_plugins PLUGINS WORKER [RECORDS [ROUNDS]]
 *
 * Judges one rule over RECORDS records (1,000,000) whose condition calls plugins/frimley.so of the folder PLUGINS:
 * built in (the same source, called by a port of its own), in process, and isolated. The three take turns; each round's
 * time is from dataset to outcomes. Prints as JSON the least and the median of each in milliseconds, once for all of
 * judging and once for the port's calls alone, and how long it takes to start and end a worker.
 */
#include "plugin/host.h"
#include "vm/run.h"

#include <icsrules/icsrules.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The plugin's own source, built in: its function is static there, its record has another name here. */
#define ics_plugin_record built_in_record
#include "../../plugins/frimley/frimley.c" /* NOLINT(bugprone-suspicious-include) */
#undef ics_plugin_record

enum { WAYS = 3, BATCH = 2048 };

static const char rules[] =
    "model attendances\n\n"
    "entity member\n  code : text, unique\n  meetings held : number\n  meetings attended : number\n\n"
    "plugin frimley version 1\n  function attendance (attended: number, held: number) gives share\n\n"
    "rule ATTEND \"Three meetings in four\"\n"
    "  member must ensure that frimley.attendance(meetings attended, meetings held) is at least 75%\n";

static double clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* What a program that has the function built in would do: counts from millionths, the function, shares that are sound.
 */
static bool call_built_in(void *context, const ics_import *import, uint32_t lane_count, const void *const *arguments,
                          ics_plugin_answer *answers, const char **cause)
{
    static ics_count counts[2][BATCH];
    static ics_share shares[BATCH];
    const int64_t *const columns[2] = {arguments[0], arguments[1]};
    (void)context, (void)import, (void)cause;
    for (uint32_t first = 0; first < lane_count; first += BATCH) {
        const uint32_t count = lane_count - first < BATCH ? lane_count - first : BATCH;
        bool is_whole = true;
        for (int p = 0; p < 2; p++)
            for (uint32_t i = 0; i < count; i++) {
                counts[p][i] = columns[p][first + i] / 1000000;
                is_whole = is_whole && counts[p][i] * 1000000 == columns[p][first + i];
            }
        if (!is_whole)
            return false;
        attendance(count, counts[0], counts[1], shares);
        for (uint32_t i = 0; i < count; i++) {
            const bool is_sound = shares[i].whole > 0 && shares[i].part >= 0 && shares[i].part <= shares[i].whole;
            answers[first + i] = (ics_plugin_answer){shares[i].part, is_sound ? shares[i].whole : 1, is_sound ? 1 : 0};
        }
    }
    return true;
}

typedef struct bench {
    ics_program *program;
    ics_dataset *dataset;
    ics_diags *diags;
    size_t records, rounds;
    ics_plugin_host *hosts[WAYS];
    ics_plugin_port ports[WAYS];
    double *whole[WAYS], *calls[WAYS], *own[WAYS]; /* own: processor time of this process, for all of judging */
    int64_t *columns[2];
    uint64_t met[WAYS];
} bench;

static bool make_program(bench *b)
{
    const ics_rule_text text = {.name = "bench.rules", .bytes = (const unsigned char *)rules, .size = sizeof rules - 1};
    return ics_compile(&b->program, &text, 1, NULL, b->diags) == ICS_OK;
}

/* Counts that differ from lane to lane, so that no two calls of a batch are one. */
static int64_t held_in(size_t i)
{
    return 8 + (int64_t)(i % 2039);
}

static int64_t attended_in(size_t i)
{
    return (int64_t)(i * 7919 % (size_t)(held_in(i) + 1));
}

static bool make_data(bench *b)
{
    const size_t room = b->records * 128 + 1;
    char *text = malloc(room);
    size_t size = 0;
    for (size_t i = 0; text && i < b->records; i++)
        size += (size_t)snprintf(text + size, room - size,
                                 "{\"member\":{\"code\":\"M%zu\",\"meetings held\":%lld,\"meetings attended\":%lld}}\n",
                                 i, (long long)held_in(i), (long long)attended_in(i));
    const ics_load_options options = {.input_format = "ndjson"};
    const bool is_made = text && ics_dataset_read_text(&b->dataset, b->program, "members", (unsigned char *)text, size,
                                                       &options, b->diags) == ICS_OK;
    free(text);
    for (int p = 0; p < 2; p++)
        b->columns[p] = calloc(b->records, sizeof *b->columns[p]);
    for (size_t i = 0; b->columns[0] && b->columns[1] && i < b->records; i++) {
        b->columns[0][i] = attended_in(i) * 1000000;
        b->columns[1][i] = held_in(i) * 1000000;
    }
    return is_made && b->columns[0] && b->columns[1];
}

static bool make_ports(bench *b, const char *plugins, const char *worker)
{
    const ics_plugin_places places = {.pack_folder = plugins};
    b->ports[0] = (ics_plugin_port){call_built_in, NULL};
    for (int way = 1; way < WAYS; way++) {
        const ics_plugin_host_options options = {
            .places = &places, .is_in_process = way == 1, .worker_program = worker};
        if (ics_plugin_host_open(&b->hosts[way], b->program, b->dataset, &options, b->diags) != ICS_OK ||
            ics_plugin_host_fault(b->hosts[way], 0))
            return false;
        b->ports[way] = *ics_plugin_host_port(b->hosts[way]);
    }
    for (int way = 0; way < WAYS; way++) {
        b->whole[way] = calloc(b->rounds, sizeof(double));
        b->calls[way] = calloc(b->rounds, sizeof(double));
        b->own[way] = calloc(b->rounds, sizeof(double));
    }
    return true;
}

static bool judge(bench *b, int way, size_t round)
{
    const ics_run_options options = {.plugins = &b->ports[way]};
    ics_run *run = NULL;
    const double begun = clock_ms(CLOCK_MONOTONIC), own_begun = clock_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (ics_vm_run(&run, b->program, b->dataset, 19500, &options, b->diags) != ICS_OK)
        return false;
    b->whole[way][round] = clock_ms(CLOCK_MONOTONIC) - begun;
    b->own[way][round] = clock_ms(CLOCK_PROCESS_CPUTIME_ID) - own_begun;
    b->met[way] = run->counts[ICS_MET];
    ics_run_free(run);
    return true;
}

static bool call(bench *b, int way, size_t round)
{
    static ics_plugin_answer answers[BATCH];
    const double begun = clock_ms(CLOCK_MONOTONIC);
    for (size_t first = 0; first < b->records; first += BATCH) {
        const size_t left = b->records - first;
        const void *const arguments[] = {b->columns[0] + first, b->columns[1] + first};
        const char *cause = NULL;
        if (!b->ports[way].call(b->ports[way].context, b->program->imports, (uint32_t)(left < BATCH ? left : BATCH),
                                arguments, answers, &cause))
            return false;
    }
    b->calls[way][round] = clock_ms(CLOCK_MONOTONIC) - begun;
    return true;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(double *times, size_t count, const char *name, const char *end)
{
    qsort(times, count, sizeof *times, by_value);
    printf("\"%s\": {\"least\": %.3f, \"median\": %.3f}%s", name, times[0], times[count / 2], end);
}

static void print_ways(double *times[WAYS], size_t count, const char *name)
{
    printf("\"%s\": {", name);
    print(times[0], count, "built_in", ", ");
    print(times[1], count, "in_process", ", ");
    print(times[2], count, "isolated", "}, ");
}

/* A worker is started, loads the plugin, and is ended. */
static void print_start(const bench *b, const char *plugins, const char *worker)
{
    double times[21];
    const ics_plugin_places places = {.pack_folder = plugins};
    const ics_plugin_host_options options = {.places = &places, .worker_program = worker};
    for (int i = 0; i < 21; i++) {
        ics_plugin_host *host = NULL;
        const double begun = clock_ms(CLOCK_MONOTONIC);
        if (ics_plugin_host_open(&host, b->program, b->dataset, &options, NULL) == ICS_OK)
            ics_plugin_host_close(host);
        times[i] = clock_ms(CLOCK_MONOTONIC) - begun;
    }
    print(times, 21, "start", "}\n");
}

static bool measure(bench *b, const char *plugins, const char *worker)
{
    for (size_t round = 0; round < b->rounds; round++)
        for (int way = 0; way < WAYS; way++)
            if (!judge(b, way, round) || !call(b, way, round))
                return false;
    if (b->met[1] != b->met[0] || b->met[2] != b->met[0])
        return false;
    printf("{\"records\": %zu, \"met\": %llu, ", b->records, (unsigned long long)b->met[0]);
    print_ways(b->whole, b->rounds, "judging");
    print_ways(b->own, b->rounds, "processor");
    print_ways(b->calls, b->rounds, "calls");
    print_start(b, plugins, worker);
    return true;
}

int main(int count, char **arguments)
{
    bench b = {.records = count > 3 ? strtoul(arguments[3], NULL, 10) : 1000000,
               .rounds = count > 4 ? strtoul(arguments[4], NULL, 10) : 11,
               .diags = ics_diags_new()};
    if (count < 3 || b.records == 0 || b.rounds == 0) {
        fputs("usage: bench_plugins PLUGINS WORKER [RECORDS [ROUNDS]]\n", stderr);
        return 2;
    }
    const bool is_good = make_program(&b) && make_data(&b) && make_ports(&b, arguments[1], arguments[2]) &&
                         measure(&b, arguments[1], arguments[2]);
    if (!is_good) {
        fputs("bench_plugins: could not be measured, or the three ways differ\n", stderr);
        ics_diags_print(b.diags, stderr, false);
    }
    for (int way = 1; way < WAYS; way++)
        ics_plugin_host_close(b.hosts[way]);
    for (int way = 0; way < WAYS; way++) {
        free(b.whole[way]);
        free(b.calls[way]);
        free(b.own[way]);
    }
    free(b.columns[0]);
    free(b.columns[1]);
    ics_dataset_free(b.dataset);
    ics_program_free(b.program);
    ics_diags_free(b.diags);
    return is_good ? 0 : 1;
}
