/* Memory that runs out: for every allocation that reading makes, the one that fails ends it cleanly. */
#include "fixture.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static ics_program *program;
static long left = -1; /* allocations until one fails; negative: none does */

static bool fails(void)
{
    return left >= 0 && left-- == 0;
}

/* The linker gives these the library's calls. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

typedef struct memory_case {
    const char *name, *format, *text;
} memory_case;

static const memory_case cases[] = {
    {"YAML with all forms", "yaml",
     "as at: 2023-06-01\nsource: s\nICS:\n- code: A\n  name: [{value: x, from: 2022-01-01}, {value: y, from: "
     "2023-01-01}]\n"
     "  places: {complete: [&p {name: N, ages: [0, 25], sectors: [police]}, *p], from: 2022-01-01}\n  ICB: X\n"
     "- {code: A, places: {partial: [{name: N}]}, zzz: {q: 1}}\nICB: {code: X, posts: [{holds from: 2023}]}\n"
     "document: {preparers: [X]}\n"},
    {"JSON with mistakes", "json", "{\"ICS\":{\"code\":\"\\u0041\",\"name\":1,\"plaices\":2,\"name\":3,\"places\":4}}"},
    {"NDJSON that is merged", "ndjson",
     "{\"code\":\"A\",\"places\":[{\"name\":\"N\"},{\"name\":\"M\"}],\"name\":\"x\"}\n"
     "{\"code\":\"A\",\"places\":[{\"name\":\"M\"},{\"name\":\"N\"}],\"name\":\"y\"}\n"
     "{\"code\":\"B\",\"places\":{\"partial\":[{\"name\":\"M\"}]}}\n{\"code\":\"B\",\"places\":{\"partial\":[{\"name\":"
     "\"Q\"}]}}\n"},
    {"bodies in a ring", "yaml",
     "body:\n- {code: A, successors: [{code: B, name: b}]}\n- {code: B, successors: [{code: A, name: a}]}\n"},
    {"CSV", "csv", "code,name\nA,\"x \"\"y\"\"\"\nB,z\n"},
};

static void ends_cleanly(void **state)
{
    const memory_case *c = *state;
    ics_status status = ICS_E_NOMEM;
    long tried = 0;
    for (bool is_over = false; !is_over; tried++) {
        ics_diags *diags = ics_diags_new();
        left = tried;
        ics_dataset *dataset = fixture_read(program, c->format, c->text, strlen(c->text), NULL, diags, &status);
        is_over = left >= 0; /* none failed any more */
        left = -1;
        assert_true(status == ICS_OK || status == ICS_E_INPUT || status == ICS_E_NOMEM);
        ics_dataset_free(dataset);
        ics_diags_free(diags);
    }
    assert_true(tried > 20); /* an arena takes a block for many, so a release build asks for few */
    assert_int_not_equal(status, ICS_E_NOMEM);
}

int main(void)
{
    program = fixture_program();
    const int failures = SUITE_RUN_ROWS("memory that runs out", cases, ends_cleanly);
    fixture_free(program);
    return failures;
}
