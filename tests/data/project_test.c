/* The project file: what it says, what it leaves out, what it may not say. */
#include "suite.h"

#include "pipeline/project.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void write_project(const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, ICS_PROJECT_FILE);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static char *messages_of(const ics_diags *diags)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ics_diags_print(diags, out, false);
    fclose(out);
    return text;
}

static ics_project *read_project(ics_status *status, char **messages)
{
    ics_project *project = NULL;
    ics_diags *diags = ics_diags_new();
    *status = ics_project_read(&project, folder, diags);
    *messages = messages_of(diags);
    ics_diags_free(diags);
    return project;
}

static void assert_inside(const char *path, const char *name)
{
    const size_t length = strlen(folder);
    assert_memory_equal(path, folder, length);
    assert_int_equal(path[length], '/');
    assert_string_equal(path + length + 1, name);
}

static void says_all(void **state)
{
    static const char text[] = "name: surrey\nuse: ics\nrules: [rules, more.rules]\ndata: systems\noutput: out/s.icsb\n"
                               "as at: 2023-06-01\nnulls: unknown\ntables:\n- entity: EHC case\n  file: t/cases.csv\n"
                               "  columns: {Ref: reference, Asked: request received}\n  where: {Level: LA}\n"
                               "  parent: {entity: local authority, list: EHC cases, column: code}\n"
                               "  codes: {x: unknown, z: not applicable, '': absent}\n  list separator: '|'\n  nulls: "
                               "absent\n  dates: [dd/mm/yyyy, d mmm yyyy]\n";
    ics_status status;
    char *messages;
    (void)state;
    write_project(text);
    ics_project *project = read_project(&status, &messages);
    if (!project)
        print_message("%s", messages);
    assert_non_null(project);
    assert_string_equal(project->name, "surrey");
    assert_string_equal(project->use, "ics");
    assert_int_equal(project->rule_count, 2);
    assert_inside(project->rules[1], "more.rules");
    assert_int_equal(project->data_count, 1);
    assert_inside(project->data[0], "systems");
    assert_inside(project->output, "out/s.icsb");
    assert_true(project->has_as_at);
    assert_int_equal(project->as_at, 19509);
    assert_string_equal(project->nulls, "unknown");
    assert_int_equal(project->table_count, 1);
    const ics_table_binding *table = &project->tables[0];
    assert_string_equal(table->entity, "EHC case");
    assert_inside(table->path, "t/cases.csv");
    assert_int_equal(table->column_pair_count, 2);
    assert_string_equal(table->columns[2], "Asked");
    assert_string_equal(table->columns[3], "request received");
    assert_string_equal(table->where_column, "Level");
    assert_string_equal(table->where_value, "LA");
    assert_string_equal(table->parent_list, "EHC cases");
    assert_int_equal(table->code_pair_count, 3);
    assert_string_equal(table->codes[4], "");
    assert_string_equal(table->codes[5], "absent");
    assert_string_equal(table->list_separator, "|");
    assert_string_equal(table->nulls, "absent");
    assert_int_equal(table->date_form_count, 2);
    assert_string_equal(table->date_forms[1], "d mmm yyyy");
    ics_project_free(project);
    free(messages);
}

static void leaves_out_all_but_a_name(void **state)
{
    ics_status status;
    char *messages, data[128];
    (void)state;
    write_project("name: x/y\n");
    ics_project *project = read_project(&status, &messages);
    assert_non_null(project);
    assert_int_equal(project->rule_count, 1);
    assert_inside(project->rules[0], "rules");
    assert_int_equal(project->data_count, 0);
    assert_inside(project->output, "x-y.icsb");
    assert_false(project->has_as_at);
    ics_project_free(project);
    free(messages);
    snprintf(data, sizeof data, "%s/data", folder);
    assert_int_equal(mkdir(data, 0700), 0);
    project = read_project(&status, &messages);
    assert_non_null(project);
    assert_int_equal(project->data_count, 1);
    assert_inside(project->data[0], "data");
    ics_project_free(project);
    free(messages);
}

typedef struct refusal {
    const char *name, *text, *words, *place;
} refusal;

static const refusal refusals[] = {
    {"an empty file", "", "an empty file", "icsrules.yaml:1:1"},
    {"comments alone", "# nothing\n", "an empty file", "icsrules.yaml:1:1"},
    {"a list", "- a\n", "something else", "icsrules.yaml:1:1"},
    {"an unknown key", "name: x\nruels: rules\n", "did you mean 'rules'?", "icsrules.yaml:2:1"},
    {"a key twice", "name: x\nuse: ics\nname: y\n", "stands twice", "icsrules.yaml:3:1"},
    {"a text for a list of tables", "tables: x\n", "a list of tables", "icsrules.yaml:1:9"},
    {"a list for a name", "name: [x]\n", "expected a text, found a list", "icsrules.yaml:1:7"},
    {"nulls of a third kind", "nulls: maybe\n", "absent or unknown", "icsrules.yaml:1:8"},
    {"a form of dates that is none", "tables: [{entity: ICB, file: x.csv, dates: dd/mm/yy}]\n", "how dates are written",
     "icsrules.yaml:1:44"},
    {"a month for a day", "as at: 2023-06\n", "expected a day", "icsrules.yaml:1:8"},
    {"a step up", "data: ../x\n", "leaves the project", "icsrules.yaml:1:7"},
    {"a step up inside", "data: [a/../../x]\n", "leaves the project", "icsrules.yaml:1:8"},
    {"a path from the root", "rules: /etc\n", "leaves the project", "icsrules.yaml:1:8"},
    {"a link that leaves", "rules: away\n", "leaves the project", "icsrules.yaml:1:8"},
    {"an empty path", "rules: ''\n", "leaves the project", "icsrules.yaml:1:8"},
    {"a table without a file", "tables: [{entity: x}]\n", "entity and file", "icsrules.yaml:1:10"},
    {"an unknown key of a table", "tables: [{entity: x, fiel: y}]\n", "did you mean 'file'?", "icsrules.yaml:1:22"},
    {"a code of a fourth meaning", "tables: [{entity: x, file: y, codes: {a: b}}]\n", "not applicable",
     "icsrules.yaml:1:42"},
    {"half a parent", "tables: [{entity: x, file: y, parent: {entity: z}}]\n", "entity, list and column",
     "icsrules.yaml:1:39"},
    {"a filter of two columns", "tables: [{entity: x, file: y, where: {a: b, c: d}}]\n", "{column: value}",
     "icsrules.yaml:1:38"},
    {"broken YAML", "name: [\n", "E0803", "icsrules.yaml:2:1"},
    {"bad UTF-8", "name: \xFF\n", "not UTF-8", "icsrules.yaml:1:7"},
};

static void is_refused(void **state)
{
    const refusal *c = *state;
    ics_status status;
    char *messages, link_path[128];
    snprintf(link_path, sizeof link_path, "%s/away", folder);
    if (symlink("/tmp", link_path) != 0)
        print_message("the link is there\n");
    write_project(c->text);
    ics_project *project = read_project(&status, &messages);
    if (project || !strstr(messages, c->words) || !strstr(messages, c->place))
        print_message("%s", messages);
    assert_null(project);
    assert_int_equal(status, ICS_E_INPUT);
    assert_non_null(strstr(messages, c->words));
    assert_non_null(strstr(messages, c->place));
    free(messages);
    unlink(link_path);
}

static void none_is_an_error_of_reading(void **state)
{
    ics_status status;
    char *messages;
    (void)state;
    assert_false(ics_project_exists(folder));
    assert_null(read_project(&status, &messages));
    assert_int_equal(status, ICS_E_IO);
    assert_non_null(strstr(messages, "E0001"));
    free(messages);
    write_project("name: x\n");
    assert_true(ics_project_exists(folder));
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/ics-project-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(says_all, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(leaves_out_all_but_a_name, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(none_is_an_error_of_reading, make_folder, remove_folder),
    };
    int failures = cmocka_run_group_tests_name("the project file", tests, NULL, NULL);
    make_folder(NULL);
    failures += SUITE_RUN_ROWS("refusals of the project file", refusals, is_refused);
    remove_folder(NULL);
    return failures;
}
