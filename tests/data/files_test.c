/* Files and folders: what is read, how often, and what is said of what cannot be. */
#include "fixture.h"
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static ics_program *program;
static char folder[64];

static const char *path_of(const char *name)
{
    static char paths[8][160];
    static int next;
    char *path = paths[next++ % 8];
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *out = fopen(path_of(name), "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
}

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/ics-files-XXXXXX");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    char command[128];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static ics_dataset *read_paths(const char *const *paths, size_t count, const ics_load_options *options, char **messages,
                               ics_status *status)
{
    ics_dataset *dataset = NULL;
    ics_diags *diags = ics_diags_new();
    *status = ics_dataset_read(&dataset, program, paths, count, options, diags);
    *messages = fixture_messages(diags);
    ics_diags_free(diags);
    return dataset;
}

static void expect_columns(const char *const *paths, size_t count, const ics_load_options *options, const char *columns,
                           size_t file_count)
{
    char *messages;
    ics_status status;
    ics_dataset *dataset = read_paths(paths, count, options, &messages, &status);
    if (!dataset)
        print_message("%s", messages);
    assert_non_null(dataset);
    char *found = fixture_dump(dataset);
    assert_string_equal(found, columns);
    assert_int_equal(dataset->file_count, file_count);
    free(found);
    free(messages);
    ics_dataset_free(dataset);
}

static void expect_refusal(const char *const *paths, size_t count, ics_status wanted, const char *words)
{
    char *messages;
    ics_status status;
    ics_dataset *dataset = read_paths(paths, count, NULL, &messages, &status);
    assert_null(dataset);
    if (status != wanted || !strstr(messages, words))
        print_message("%d %s", status, messages);
    assert_int_equal(status, wanted);
    assert_non_null(strstr(messages, words));
    free(messages);
}

static void a_folder_is_one_dataset(void **state)
{
    (void)state;
    write_file("b.json", "{\"ICB\":{\"code\":\"X\",\"population\":5}}");
    write_file("a.yaml", "ICS: {code: A, ICB: X}\n");
    write_file("c.ndjson", "{\"code\":\"B\"}\n");
    write_file("places.csv", "name\nN\n");
    write_file("README.md", "not data");
    write_file(".hidden.json", "{");
    write_file("icsrules.yaml", "name: x\n");
    const char *paths[] = {folder};
    expect_columns(paths, 1, NULL,
                   "ICB#0 code='X' population=5 system=0\nICS#0 code='A' ICB=0\nICS#1 code='B'\nplace#0 name='N'\n", 4);
}

static void a_file_counts_once(void **state)
{
    (void)state;
    write_file("a.yaml", "post: {title: chief nurse}\n");
    assert_int_equal(symlink("a.yaml", path_of("z.yaml")), 0);
    assert_int_equal(link(path_of("a.yaml"), path_of("h.yaml")), 0);
    assert_int_equal(mkdir(path_of("sub"), 0700), 0);
    assert_int_equal(symlink("..", path_of("sub/up")), 0);
    const char *paths[] = {path_of("a.yaml"), folder, path_of("z.yaml"), path_of("a.yaml")};
    expect_columns(paths, 4, NULL, "post#0 title='chief nurse'\n", 1);
}

static void folders_in_folders_are_read(void **state)
{
    (void)state;
    assert_int_equal(mkdir(path_of("sub"), 0700), 0);
    write_file("sub/a.yaml", "ICS: {code: A}\n");
    write_file("b.yaml", "ICS: {code: B}\n");
    const char *paths[] = {folder};
    expect_columns(paths, 1, NULL, "ICS#0 code='B'\nICS#1 code='A'\n", 2);
}

static void an_empty_folder_has_no_records(void **state)
{
    (void)state;
    const char *paths[] = {folder};
    expect_columns(paths, 1, NULL, "", 0);
}

static void our_reports_are_passed_over(void **state)
{
    (void)state;
    write_file("a.yaml", "ICS: {code: A}\n");
    write_file("out.json", "{\"format\":\"icsrules-outcomes/1\",\"outcomes\":[]}");
    write_file("out.ndjson", "{\"rule\":\"R\",\"version\":1,\"outcome\":\"met\"}\n");
    const char *paths[] = {folder};
    expect_columns(paths, 1, NULL, "ICS#0 code='A'\n", 3);
}

static void a_table_is_read_as_bound(void **state)
{
    (void)state;
    write_file("a.yaml", "ICS: [{code: A}, {code: B}, {code: C}]\n");
    write_file("cases.csv", "reference,system\nC1,B\nC2,A\nC3,B\n");
    const ics_table_binding table = {.entity = "case",
                                     .path = path_of("cases.csv"),
                                     .parent_entity = "ICS",
                                     .parent_list = "cases",
                                     .parent_column = "system"};
    const ics_load_options options = {.tables = &table, .table_count = 1};
    const char *paths[] = {folder};
    expect_columns(paths, 1, &options,
                   "ICS#0 code='A' cases=[1]\nICS#1 code='B' cases=[0 2]\nICS#2 code='C'\n"
                   "case#0 reference='C1'\ncase#1 reference='C2'\ncase#2 reference='C3'\n",
                   2);
}

static void references_cross_files(void **state)
{
    (void)state;
    write_file("a.yaml", "case: {reference: C1, authority: T}\n");
    write_file("b.json", "{\"trust\":{\"code\":\"T\",\"name\":\"x\"}}");
    write_file("c.json", "{\"body\":{\"code\":\"T\",\"name\":\"y\"}}");
    const char *paths[] = {folder};
    char *messages;
    ics_status status;
    ics_dataset *dataset = read_paths(paths, 1, NULL, &messages, &status);
    assert_non_null(dataset);
    assert_non_null(strstr(messages, "W1602"));
    assert_non_null(strstr(messages, "c.json:1:"));
    assert_non_null(strstr(messages, "b.json:1:"));
    free(messages);
    ics_dataset_free(dataset);
}

static void a_broken_file_does_not_hide_the_others(void **state)
{
    (void)state;
    write_file("a.json", "{\"ICS\":}");
    write_file("b.yaml", "ICS: {population: many}\n");
    const char *paths[] = {folder};
    expect_refusal(paths, 1, ICS_E_INPUT, "b.yaml:1:19");
    expect_refusal(paths, 1, ICS_E_INPUT, "a.json:1:8");
}

static void what_cannot_be_read_is_named(void **state)
{
    (void)state;
    const char *missing[] = {path_of("none.json")};
    expect_refusal(missing, 1, ICS_E_IO, "none.json");
    assert_int_equal(symlink("nowhere", path_of("gone.json")), 0);
    const char *paths[] = {folder};
    expect_refusal(paths, 1, ICS_E_IO, "gone.json");
    assert_int_equal(unlink(path_of("gone.json")), 0);
    assert_int_equal(symlink("q.json", path_of("p.json")), 0);
    assert_int_equal(symlink("p.json", path_of("q.json")), 0);
    expect_refusal(paths, 1, ICS_E_IO, "p.json");
}

static void a_socket_is_no_file(void **state)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    (void)state;
    snprintf(address.sun_path, sizeof address.sun_path, "%s/s.json", folder);
    const int descriptor = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(descriptor, (struct sockaddr *)&address, sizeof address), 0);
    const char *paths[] = {folder};
    char *messages;
    ics_status status;
    assert_null(read_paths(paths, 1, NULL, &messages, &status));
    assert_non_null(strstr(messages, "s.json"));
    free(messages);
    close(descriptor);
}

static void standard_input_is_read_once(void **state)
{
    (void)state;
    const char *paths[] = {"-", "-"};
    expect_refusal(paths, 2, ICS_E_INPUT, "named twice");
}

static void names_and_content_must_agree(void **state)
{
    (void)state;
    write_file("y.json", "ICS:\n  code: A\n");
    const char *yaml[] = {path_of("y.json")};
    expect_refusal(yaml, 1, ICS_E_INPUT, "--input-format yaml");
    write_file("j.csv", "{\"code\":\"A\"}");
    const char *json[] = {path_of("j.csv")};
    expect_refusal(json, 1, ICS_E_INPUT, "--input-format json");
    write_file("z.yaml", "\x1F\x8B\x08\x01");
    const char *gzip[] = {path_of("z.yaml")};
    expect_refusal(gzip, 1, ICS_E_INPUT, "gunzip");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_folder_is_one_dataset),      IN_FOLDER(a_file_counts_once),
        IN_FOLDER(folders_in_folders_are_read),  IN_FOLDER(an_empty_folder_has_no_records),
        IN_FOLDER(our_reports_are_passed_over),  IN_FOLDER(a_table_is_read_as_bound),
        IN_FOLDER(references_cross_files),       IN_FOLDER(a_broken_file_does_not_hide_the_others),
        IN_FOLDER(what_cannot_be_read_is_named), IN_FOLDER(a_socket_is_no_file),
        IN_FOLDER(standard_input_is_read_once),  IN_FOLDER(names_and_content_must_agree),
    };
    program = fixture_program();
    const int failures = cmocka_run_group_tests_name("files of data", tests, NULL, NULL);
    fixture_free(program);
    return failures;
}
