/*
 * How long it takes to judge one description after another, each in a dataset of its own:
 *
 *     bench_single RULES PACKS DATA [RECORDS [TIMES]]
 *
 * Compiles the rules, reads the first RECORDS lines of NDJSON (200), each as one dataset, and judges each TIMES times
 * (101), from dataset to outcomes. Prints as JSON the least and the median of processor time of a pass, in nanoseconds
 * for each record, and the sum of the outcomes that came to each state, which is the same in every pass.
 */
#include <icsrules/icsrules.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct judged {
    ics_program *program;
    ics_dataset **datasets;
    size_t count;
    int32_t as_at;
    ics_diags *diags;
    uint64_t states[ICS_OUTCOME_COUNT];
} judged;

static double now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The first lines of a file, each as a dataset. */
static bool read_lines(judged *all, const char *path, size_t most)
{
    const ics_load_options options = {.nulls = "unknown", .input_format = "ndjson"};
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    bool is_good = file != NULL;
    all->datasets = calloc(most + 1, sizeof(ics_dataset *));
    while (is_good && all->datasets && all->count < most && (length = getline(&line, &room, file)) > 0) {
        const ics_status status =
            ics_dataset_read_text(&all->datasets[all->count], all->program, "line", (const unsigned char *)line,
                                  (size_t)length, &options, all->diags);
        is_good = status == ICS_OK;
        all->count += is_good;
    }
    free(line);
    if (file)
        fclose(file);
    return is_good && all->count > 0;
}

static bool judge_each(judged *all)
{
    ics_run *run = NULL;
    memset(all->states, 0, sizeof all->states);
    for (size_t i = 0; i < all->count; i++) {
        if (ics_evaluate_again(&run, all->program, all->datasets[i], all->as_at, NULL, all->diags) != ICS_OK)
            return false;
        for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
            all->states[state] += ics_run_count(run, (ics_outcome)state);
    }
    ics_run_free(run);
    return true;
}

static bool measure(judged *all, size_t times)
{
    double *taken = calloc(times, sizeof *taken);
    bool is_good = taken && judge_each(all); /* the first run makes what the next ones find ready */
    for (size_t i = 0; i < times && is_good; i++) {
        const double begun = now_ns();
        is_good = judge_each(all);
        taken[i] = (now_ns() - begun) / (double)all->count;
    }
    if (is_good) {
        qsort(taken, times, sizeof *taken, by_value);
        printf("{\"records\": %zu, \"least_ns\": %.0f, \"median_ns\": %.0f, \"states\": [", all->count, taken[0],
               taken[times / 2]);
        for (int state = 0; state < ICS_OUTCOME_COUNT; state++)
            printf("%s%llu", state > 0 ? ", " : "", (unsigned long long)all->states[state]);
        puts("]}");
    }
    free(taken);
    return is_good;
}

int main(int argc, char **argv)
{
    judged all = {.diags = ics_diags_new()};
    const long records = argc > 4 ? strtol(argv[4], NULL, 10) : 200, times = argc > 5 ? strtol(argv[5], NULL, 10) : 101;
    if (argc < 4 || records < 1 || times < 1 || !all.diags || !ics_day_read("2025-04-01", &all.as_at)) {
        fputs("usage: bench_single RULES PACKS DATA [RECORDS [TIMES]]\n", stderr);
        ics_diags_free(all.diags);
        return 2;
    }
    const ics_compile_options options = {.pack_folders = (const char *const *)&argv[2], .pack_folder_count = 1};
    const char *const rules = argv[1];
    const bool is_good = ics_compile_files(&all.program, &rules, 1, &options, all.diags) == ICS_OK &&
                         read_lines(&all, argv[3], (size_t)records) && measure(&all, (size_t)times);
    if (!is_good)
        ics_diags_print(all.diags, stderr, false);
    for (size_t i = 0; i < all.count; i++)
        ics_dataset_free(all.datasets[i]);
    free((void *)all.datasets);
    ics_program_free(all.program);
    ics_diags_free(all.diags);
    return is_good ? 0 : 1;
}
