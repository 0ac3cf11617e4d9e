/* The local pack of Frimley from its sentence to outcomes, with its plugin and without. */
#include "plugin_test.h"

#include <stdio.h>
#include <string.h>

static ics_program *compile(ics_diags *diags)
{
    const char *const packs[] = {ICS_SOURCE_DIR "/rules"};
    const char *const paths[] = {ICS_SOURCE_DIR "/plugins/frimley/frimley.rules"};
    const ics_compile_options options = {.pack_folders = packs, .pack_folder_count = 1};
    ics_program *program = NULL;
    if (ics_compile_files(&program, paths, 1, &options, diags) != ICS_OK)
        ics_diags_print(diags, stderr, false);
    assert_non_null(program);
    return program;
}

/* Runs the example of the plugin's folder; outcomes come in the order of its members. */
static ics_run *judge(ics_program *program, ics_dataset **dataset, const char *pack_folder, bool is_off,
                      ics_diags *diags)
{
    const char *const data[] = {ICS_SOURCE_DIR "/plugins/frimley/example.yaml"};
    const ics_evaluate_options options = {.pack_folder = pack_folder,
                                          .plugins = is_off ? ICS_PLUGINS_OFF : ICS_PLUGINS_ISOLATED,
                                          .plugin_host = ICS_TEST_WORKER};
    ics_run *run = NULL;
    int32_t day;
    assert_true(ics_day_from_civil(2024, 2, 1, &day));
    assert_int_equal(ics_dataset_read(dataset, program, data, 1, NULL, diags), ICS_OK);
    assert_int_equal(ics_evaluate(&run, program, *dataset, day, &options, diags), ICS_OK);
    return run;
}

static void check(const char *pack_folder, bool is_off, const ics_outcome want[4], const char *const why[4])
{
    ics_diags *diags = ics_diags_new();
    ics_program *program = compile(diags);
    ics_dataset *dataset = NULL;
    ics_run *run = judge(program, &dataset, pack_folder, is_off, diags);
    size_t seen = 0;
    for (size_t k = 0; k < ics_run_length(run); k++) {
        ics_result result;
        ics_rule_info rule;
        ics_explanation *explanation = NULL;
        ics_run_result(run, k, &result);
        ics_program_rule(program, result.rule, &rule);
        if (strcmp(rule.id, "FRIMLEY-ATTENDANCE") != 0)
            continue;
        const size_t i = seen++;
        assert_true(i < 4);
        assert_string_equal(ics_outcome_name(result.outcome), ics_outcome_name(want[i]));
        assert_int_equal(ics_explain(&explanation, run, k), ICS_OK);
        if (why[i] != NULL)
            assert_string_equal(ics_explanation_why(explanation), why[i]);
        ics_explanation_free(explanation);
    }
    assert_int_equal(seen, 4);
    ics_run_free(run);
    ics_dataset_free(dataset);
    ics_program_free(program);
    ics_diags_free(diags);
}

static void judges_by_the_share(void **state)
{
    (void)state;
    const ics_outcome want[4] = {ICS_MET, ICS_DEPARTED, ICS_UNKNOWN, ICS_NOT_APPLICABLE};
    const char *const why[4] = {
        "meetings attended is 6, line 8; meetings held is 8, line 8",
        "meetings attended is 5, line 10; meetings held is 8, line 10",
        "not known: meetings attended",
        NULL,
    };
    check(ICS_TEST_PLUGINS, false, want, why);
}

static void says_that_it_is_missing(void **state)
{
    (void)state;
    /* What is not known needs no plugin to be unknown: such a lane is never sent. */
    const ics_outcome want[4] = {ICS_ERROR, ICS_ERROR, ICS_UNKNOWN, ICS_ERROR};
    const char *const missing = "plugin frimley is not installed";
    const char *const why[4] = {missing, missing, NULL, missing};
    check(ICS_SOURCE_DIR "/tests/plugin", false, want, why);
}

static void says_that_plugins_are_off(void **state)
{
    (void)state;
    const ics_outcome want[4] = {ICS_ERROR, ICS_ERROR, ICS_UNKNOWN, ICS_ERROR};
    const char *const why[4] = {"plugins are off", "plugins are off", NULL, "plugins are off"};
    check(ICS_TEST_PLUGINS, true, want, why);
}

int run_frimley_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_by_the_share),
        cmocka_unit_test(says_that_it_is_missing),
        cmocka_unit_test(says_that_plugins_are_off),
    };
    return cmocka_run_group_tests_name("frimley", tests, NULL, NULL);
}
