/* What the suites of plugins share: a program that only imports, and a dataset that only holds texts. */
#ifndef ICS_TESTS_PLUGIN_TEST_H
#define ICS_TESTS_PLUGIN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plugin/host.h"

/** A model with one enumeration of three sectors and two roles; one import. */
typedef struct bench_program {
    ics_program program;
    ics_import import;
    ics_dataset dataset;
    ics_diags *diags;
} bench_program;

/** Where the guests stand, and where the project's own plugins do. */
extern const ics_plugin_places bench_places, own_places;

/** Plugins in workers, or in the test's own process; each suite of calls is run in both. */
extern bool bench_is_isolated;

/** How the bench runs plugins that stand in those places. */
ics_plugin_host_options bench_options(const ics_plugin_places *places);

/** Fills it in for "plugin.function" with that signature. The dataset knows the text "Surrey Heartlands" as id 1. */
void bench_make(bench_program *bench, const char *plugin, uint32_t version, const char *function,
                const char *signature);
void bench_free(bench_program *bench);

/** Opens a host with the guests' folder as the pack's; fails the test where it does not open. */
ics_plugin_host *bench_open(bench_program *bench);

int run_record_tests(void);
int run_host_tests(void);
int run_isolation_tests(void);
int run_frimley_tests(void);
int run_guard_tests(void);
int run_lock_tests(void);
int run_object_tests(void);

#endif
