/* What the suites of explanations share. */
#ifndef ICS_TESTS_EXPLAIN_TEST_H
#define ICS_TESTS_EXPLAIN_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "explain/explain.h"

#include <stdio.h>

/** "path: reason" of each need, joined by a comma; in the caller's buffer. */
const char *joined_needs(const ics_explanation *explanation, char *buffer, size_t size);
/** "path=value" of each fact, joined by a comma. */
const char *joined_evidence(const ics_explanation *explanation, char *buffer, size_t size);

int run_assembled_tests(void);
int run_sentence_tests(void);

#endif
