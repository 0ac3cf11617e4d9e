/* Each rule file in tests/golden/diagnostics gives the messages that stand beside it. */
#include "syntax/support.h"

#include <glob.h>
#include <string.h>

#define FOLDER ICS_SOURCE_DIR "/tests/golden/diagnostics"

static void says(void **state)
{
    const char *path = *state;
    char *text = read_whole(path);
    assert_non_null(text);
    parsed p;
    parse_text(&p, EXAMPLES, strrchr(path, '/') + 1, text, true);
    char *said = diags_text(p.diags);
    char golden[512];
    snprintf(golden, sizeof golden, "%.*s.txt", (int)(strlen(path) - strlen(".rules")), path);
    expect_golden(golden, said);
    free(said);
    free(text);
    parsed_free(&p);
}

int main(void)
{
    glob_t found;
    if (glob(FOLDER "/*.rules", 0, NULL, &found) != 0)
        return 1;
    struct CMUnitTest *tests = calloc(found.gl_pathc, sizeof *tests);
    for (size_t i = 0; tests && i < found.gl_pathc; i++)
        tests[i] = (struct CMUnitTest){strrchr(found.gl_pathv[i], '/') + 1, says, NULL, NULL, found.gl_pathv[i]};
    const int failed = tests ? _cmocka_run_group_tests("diagnostics", tests, found.gl_pathc, NULL, NULL) : 1;
    free(tests);
    globfree(&found);
    return failed;
}
