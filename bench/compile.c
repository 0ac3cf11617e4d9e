/*
 * How long the compiler itself takes, without the start of a process and the writing of a pack:
 *
 *     bench_compile RULES PACKS [TIMES]
 *
 * Compiles the file TIMES times (51), from reading it to a verified program, and prints the median of processor time as
 * JSON. PACKS is the folder in which packs are looked for.
 */
#include <icsrules/icsrules.h>

#include <stdlib.h>
#include <time.h>

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* False (said) where the rules do not compile. */
static bool compile_once(const char *path, const char *packs, double *time_ms)
{
    const ics_compile_options options = {.pack_folders = &packs, .pack_folder_count = 1};
    ics_diags *diags = ics_diags_new();
    ics_program *program = NULL;
    const double begin = now_ms();
    const bool is_good = diags && ics_compile_files(&program, &path, 1, &options, diags) == ICS_OK;
    *time_ms = now_ms() - begin;
    if (!is_good && diags)
        ics_diags_print(diags, stderr, false);
    ics_program_free(program);
    ics_diags_free(diags);
    return is_good;
}

int main(int argc, char **argv)
{
    const long times = argc > 3 ? strtol(argv[3], NULL, 10) : 51;
    double *taken = argc > 2 && times > 0 ? calloc((size_t)times, sizeof *taken) : NULL;
    if (!taken) {
        fputs("usage: bench_compile RULES PACKS [TIMES]\n", stderr);
        return 2;
    }
    for (long i = 0; i < times; i++)
        if (!compile_once(argv[1], argv[2], &taken[i])) {
            free(taken);
            return 2;
        }
    qsort(taken, (size_t)times, sizeof *taken, by_value);
    printf("{\"compile_ms\": %.3f, \"least_ms\": %.3f, \"times\": %ld}\n", taken[times / 2], taken[0], times);
    free(taken);
    return 0;
}
