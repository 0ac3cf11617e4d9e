/*
 * What can be measured in one process, ours and plain C in turn:
 *
 *     bench_inside RULES DATA [RUNS] [PACKS]
 *
 * DATA is NDJSON of systems. First the outcomes of every rule are counted and compared. Then each of the tasks below
 * has its turn, RUNS times (11), by processor time but for the threads; what takes a few milliseconds is done twice in
 * its turn, so that the second time finds in the caches what it needs itself and not what the task before it left
 * there. Prints one JSON object: of each task median and least of these second times (or the only ones), and of the
 * first ones.
 */
#include <icsrules/icsrules.h>

#include "peer.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_RUNS = 1001, ALONE = 64, AS_AT = 19700 };

static char *text;
static size_t text_size;
static const char *path;
static ics_program *program;
static ics_dataset *dataset, *alone[ALONE];
static ics_diags *diags;
static peer_counts counts;
static ics_lines_times parts; /* of the parts of the last evaluation of the file, by the clock on the wall */

static double clock_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Of the processor, which what else the machine does moves least. */
static double now_ms(void)
{
    return clock_ms(CLOCK_PROCESS_CPUTIME_ID);
}

static void stop(const char *what)
{
    if (diags)
        ics_diags_print(diags, stderr, false);
    fprintf(stderr, "bench_inside: %s\n", what);
    exit(2);
}

/* -- the tasks; each gives its milliseconds */

static double peer_alone(void (*judge)(peer_counts *))
{
    const double begin = now_ms();
    judge(&counts);
    return now_ms() - begin;
}

static double fused(void)
{
    return peer_alone(peer_fused);
}

static double kernels(void)
{
    return peer_alone(peer_kernels);
}

static double shared_kernels(void)
{
    return peer_alone(peer_shared_kernels);
}

static double judge(void)
{
    ics_run *run = NULL;
    const double begin = now_ms();
    if (ics_evaluate(&run, program, dataset, AS_AT, NULL, diags) != ICS_OK)
        stop("the systems could not be judged");
    const double taken = now_ms() - begin;
    ics_run_free(run);
    return taken;
}

/* One system at a time, each in the memory of the one before; the time of each. */
static double judge_alone(void)
{
    ics_run *run = NULL;
    const double begin = now_ms();
    for (int i = 0; i < ALONE; i++)
        if (ics_evaluate_again(&run, program, alone[i], AS_AT, NULL, diags) != ICS_OK)
            stop("a system could not be judged");
    const double taken = now_ms() - begin;
    ics_run_free(run);
    return taken / ALONE;
}

static double shred(void)
{
    const double begin = now_ms();
    peer_shred(text, text_size);
    return now_ms() - begin;
}

static void read_text(void)
{
    FILE *file = fopen(path, "rb");
    if (!file || fread(text, 1, text_size, file) != text_size)
        stop("the data could not be read");
    fclose(file);
}

static double peer_file(void)
{
    const double begin = now_ms();
    read_text();
    peer_shred(text, text_size);
    peer_fused(&counts);
    return now_ms() - begin;
}

static double file_by(uint32_t jobs, clockid_t clock)
{
    const ics_table_binding table = {.entity = "system", .path = path};
    const ics_load_options load = {.input_format = "ndjson", .tables = &table, .table_count = 1};
    const ics_evaluate_options options = {.jobs = jobs};
    ics_dataset *kept = NULL;
    ics_run *run = NULL;
    const double begin = clock_ms(clock);
    if (ics_evaluate_lines(&run, &kept, program, &load, AS_AT, &options, &parts, diags) != ICS_OK)
        stop("the file could not be judged");
    const double taken = clock_ms(clock) - begin;
    ics_run_free(run);
    ics_dataset_free(kept);
    return taken;
}

/* Of an evaluation by one thread what a part of it took. */
static double part_of(double all, double part)
{
    return all * part / (parts.load_ms + parts.judge_ms + parts.keep_ms);
}

/* Without what is kept for a report. */
static double file_of_one(void)
{
    const double all = file_by(1, CLOCK_PROCESS_CPUTIME_ID);
    return part_of(all, parts.load_ms + parts.judge_ms);
}

static double columns_of_file(void)
{
    const double all = file_by(1, CLOCK_PROCESS_CPUTIME_ID);
    return part_of(all, parts.load_ms);
}

/* Threads against each other by the clock on the wall. */
static double wall_of_one(void)
{
    return file_by(1, CLOCK_MONOTONIC) - parts.keep_ms;
}

static double wall_of_two(void)
{
    return file_by(2, CLOCK_MONOTONIC) - parts.keep_ms;
}

typedef struct task {
    const char *name;
    double (*once)(void);
    bool is_twice;
    double times[MOST_RUNS], first_times[MOST_RUNS];
} task;

static task tasks[] = {
    {.name = "fused", .once = fused, .is_twice = true},
    {.name = "kernels", .once = kernels, .is_twice = true},
    {.name = "shared_kernels", .once = shared_kernels, .is_twice = true},
    {.name = "judge", .once = judge, .is_twice = true},
    {.name = "alone", .once = judge_alone, .is_twice = true},
    {.name = "shred", .once = shred},
    {.name = "columns", .once = columns_of_file},
    {.name = "peer_file", .once = peer_file},
    {.name = "file", .once = file_of_one},
    {.name = "wall_one_thread", .once = wall_of_one},
    {.name = "wall_two_threads", .once = wall_of_two},
};
enum { TASKS = sizeof tasks / sizeof *tasks };

/* -- making ready */

static void find_text(void)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        stop("there is no such file of data");
    text_size = (size_t)ftell(file);
    fclose(file);
    text = calloc(text_size + 64, 1);
    if (!text)
        stop("no memory");
    read_text();
}

/* Each of the first systems, as data of its own. */
static void read_alone(void)
{
    const ics_table_binding table = {.entity = "system", .path = "-"};
    const ics_load_options load = {.input_format = "ndjson", .tables = &table, .table_count = 1};
    const char *line = text;
    for (int i = 0; i < ALONE; i++) {
        const char *end = memchr(line, '\n', text_size - (size_t)(line - text));
        if (!end)
            stop("there are too few systems");
        if (ics_dataset_read_text(&alone[i], program, "system", (const unsigned char *)line, (size_t)(end - line) + 1,
                                  &load, diags) != ICS_OK)
            stop("a system could not be read");
        line = end + 1;
    }
}

static void make_ready(const char *rules, const char *packs)
{
    const ics_compile_options options = {.pack_folders = &packs, .pack_folder_count = packs ? 1 : 0};
    const ics_table_binding table = {.entity = "system", .path = path};
    const ics_load_options load = {.input_format = "ndjson", .tables = &table, .table_count = 1};
    diags = ics_diags_new();
    if (!diags || ics_compile_files(&program, &rules, 1, &options, diags) != ICS_OK)
        stop("the rules do not compile");
    if (ics_dataset_read(&dataset, program, NULL, 0, &load, diags) != ICS_OK)
        stop("the data could not be read");
    find_text();
    read_alone();
    peer_begin(text_size);
    peer_shred(text, text_size);
}

/* -- the outcomes first */

static int place_of(ics_outcome outcome)
{
    switch (outcome) {
    case ICS_NOT_MET:
    case ICS_DOES_NOT_HOLD:
        return 0;
    case ICS_MET:
    case ICS_HOLDS:
        return 1;
    default:
        return 2;
    }
}

static void compare_with(const peer_counts *ours, const char *name, void (*judge_by)(peer_counts *))
{
    peer_counts theirs;
    judge_by(&theirs);
    if (memcmp(ours, &theirs, sizeof theirs) == 0)
        return;
    fprintf(stderr, "bench_inside: outcomes of %s differ\n", name);
    exit(2);
}

static void compare_outcomes(void)
{
    static peer_counts ours;
    ics_run *run = NULL;
    ics_result result;
    if (ics_evaluate(&run, program, dataset, AS_AT, NULL, diags) != ICS_OK)
        stop("the systems could not be judged");
    for (size_t i = 0; i < ics_run_length(run); i++) {
        ics_run_result(run, i, &result);
        if (result.rule < PEER_RULES)
            ours.of[result.rule][place_of(result.outcome)]++;
    }
    ics_run_free(run);
    compare_with(&ours, "the fused loop", peer_fused);
    compare_with(&ours, "the kernels", peer_kernels);
    compare_with(&ours, "the kernels that share", peer_shared_kernels);
}

/* -- the figures */

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_times(const char *name, double *times, int runs)
{
    qsort(times, (size_t)runs, sizeof *times, by_value);
    printf(", \"%s\": {\"median\": %.5f, \"least\": %.5f}", name, times[runs / 2], times[0]);
}

static void print_task(task *of, int runs)
{
    char first[64];
    if (!peer_has_kernels() && strstr(of->name, "kernels"))
        return;
    print_times(of->name, of->times, runs);
    if (!of->is_twice)
        return;
    snprintf(first, sizeof first, "%s_first", of->name);
    print_times(first, of->first_times, runs);
}

int main(int argc, char **argv)
{
    const long asked = argc > 3 ? strtol(argv[3], NULL, 10) : 11;
    if (argc < 3 || asked < 1 || asked > MOST_RUNS) {
        fputs("usage: bench_inside RULES DATA [RUNS] [PACKS]\n", stderr);
        return 2;
    }
    const int runs = (int)asked;
    path = argv[2];
    make_ready(argv[1], argc > 4 ? argv[4] : NULL);
    compare_outcomes();
    for (int run = 0; run < runs; run++)
        for (int i = 0; i < TASKS; i++) {
            tasks[i].first_times[run] = tasks[i].times[run] = tasks[i].once();
            if (tasks[i].is_twice)
                tasks[i].times[run] = tasks[i].once();
        }
    printf("{\"records\": %" PRIu32 ", \"runs\": %d", peer_records(), runs);
    for (int i = 0; i < TASKS; i++)
        print_task(&tasks[i], runs);
    puts("}");
    return 0;
}
