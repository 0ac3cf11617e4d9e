/* The disassembler against its golden file. With ICS_GOLDEN=write in the environment the file is written anew. */
#include "sample.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

#define GOLDEN ICS_SOURCE_DIR "/tests/golden/code/sample.txt"

enum { BYTES = 1 << 16 };

static size_t read_all(FILE *file, char *buffer)
{
    const size_t size = fread(buffer, 1, BYTES - 1, file);
    buffer[size] = '\0';
    return size;
}

static void prints_what_people_read(void **state)
{
    (void)state;
    static char got[BYTES], want[BYTES];
    ics_program *program = sample_program();
    const char *mode = getenv("ICS_GOLDEN");
    FILE *out = mode && strcmp(mode, "write") == 0 ? fopen(GOLDEN, "w+") : tmpfile();
    assert_non_null(out);
    ics_program_print_code(program, out);
    rewind(out);
    read_all(out, got);
    fclose(out);
    FILE *golden = fopen(GOLDEN, "r");
    assert_non_null(golden);
    read_all(golden, want);
    fclose(golden);
    assert_string_equal(got, want);
    ics_program_free(program);
}

/* Code that the verifier would refuse can be looked at too: no index is trusted. */
static void prints_what_is_broken(void **state)
{
    (void)state;
    ics_program *program = sample_program();
    for (uint32_t i = 0; i < program->code_count; i++) {
        program->code[i].k = UINT32_MAX;
        program->code[i].a = 60000;
        if (i % 3 == 0)
            program->code[i].op = 9999;
    }
    program->spans[0] = (ics_span){77, 5, 6};
    FILE *out = tmpfile();
    assert_non_null(out);
    ics_program_print_code(program, out);
    assert_true(ftell(out) > 0);
    fclose(out);
    ics_program_free(program);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_what_people_read),
        cmocka_unit_test(prints_what_is_broken),
    };
    return cmocka_run_group_tests_name("disassembler", tests, NULL, NULL);
}
