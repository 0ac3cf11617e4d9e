/* What every suite includes before cmocka, and one row a test: a failure then names its row. */
#ifndef ICS_TESTS_SUITE_H
#define ICS_TESTS_SUITE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define SUITE_COUNT(array) (sizeof(array) / sizeof *(array))

/** Runs one test for each row of a table whose first member is its name. */
#define SUITE_RUN_ROWS(group, rows, run) suite_run_rows((group), (rows), SUITE_COUNT(rows), sizeof *(rows), (run))

static inline int suite_run_rows(const char *group, const void *rows, size_t count, size_t size, CMUnitTestFunction run)
{
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return 1;
    for (size_t i = 0; i < count; i++) {
        const char *const *row = (const void *)((const char *)rows + i * size);
        tests[i] = (struct CMUnitTest){*row, run, NULL, NULL, (void *)(uintptr_t)row};
    }
    const int failed = _cmocka_run_group_tests(group, tests, count, NULL, NULL);
    free(tests);
    return failed;
}

#endif
