/*
 * What the packs exercise of the language: each production of the grammar is used by some rule of the packs, of the
 * bundled examples or of Frimley's plugin, but for those that belong to constructs that no rule may use yet
 * (productions_left_out.txt). The table of productions and rules is left in the folder where the test runs.
 */
#include "base/file.h"
#include "pipeline/find.h"
#include "suite.h"
#include "syntax/productions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char packs[] = "use ics\nuse icb\nuse icp\nuse send\nuse returns\n";
static const char *const files[] = {ICS_SOURCE_DIR "/examples/systems/rules/local.rules",
                                    ICS_SOURCE_DIR "/examples/england/rules/england.rules",
                                    ICS_SOURCE_DIR "/plugins/frimley/frimley.rules"};
enum { FILE_COUNT = sizeof files / sizeof *files };

/* The lines of productions_left_out.txt. */
typedef struct left_out {
    char *text;
    char *line[400];
    bool is_used[400];
    size_t count;
} left_out;

static char *read_text(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 20);
    assert_non_null(text);
    *size = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    return text;
}

static void read_left_out(left_out *list)
{
    size_t size;
    list->text = read_text(ICS_SOURCE_DIR "/tests/rules/productions_left_out.txt", &size);
    for (char *line = strtok(list->text, "\n"); line && list->count < 400; line = strtok(NULL, "\n"))
        if (*line != '#')
            list->line[list->count++] = line;
}

static bool is_left_out(left_out *list, const char *production)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->line[i], production) == 0)
            return list->is_used[i] = true;
    return false;
}

static uint64_t uses_of(const ics_syntax *syntax, size_t production)
{
    uint64_t count = 0;
    for (size_t i = 0; i < syntax->file_count; i++)
        count += syntax->files[i].productions ? syntax->files[i].productions[production].count : 0;
    return count;
}

static void compare(const ics_syntax *syntax)
{
    static left_out list;
    size_t faults = 0;
    read_left_out(&list);
    for (size_t production = 1; production <= ics_production_count(); production++) {
        const char *name = ics_production_name(production);
        const bool is_used = uses_of(syntax, production) > 0, is_out = is_left_out(&list, name);
        if (is_used == is_out)
            print_error("%s: %s\n", is_used ? "used now, and still left out" : "no rule uses it", name);
        faults += is_used == is_out;
    }
    for (size_t i = 0; i < list.count; i++)
        if (!list.is_used[i]) {
            print_error("no such production: %s\n", list.line[i]);
            faults++;
        }
    free(list.text);
    assert_int_equal(faults, 0);
}

static void each_production_has_a_rule(void **state)
{
    (void)state;
    ics_arena arena;
    jmp_buf escape;
    if (setjmp(escape))
        fail_msg("out of memory");
    ics_arena_init(&arena, &escape);
    const char *folders[] = {ICS_SOURCE_DIR "/rules"};
    const ics_compile_options options = {.pack_folders = folders, .pack_folder_count = 1};
    ics_rule_text texts[FILE_COUNT + 2] = {
        {"packs.rules", (const unsigned char *)packs, sizeof packs - 1},
        {"sentence.rules", (const unsigned char *)"ICB must name SEND executive lead\n", 34}};
    for (size_t i = 0; i < FILE_COUNT; i++) {
        texts[i + 2].name = files[i];
        texts[i + 2].bytes = (const unsigned char *)read_text(files[i], &texts[i + 2].size);
    }
    ics_diags *diags = ics_diags_new();
    ics_syntax syntax = {0};
    assert_int_equal(ics_parse(&syntax, &arena, texts, FILE_COUNT + 2, &ics_pack_folders_make(&arena, &options)->finder,
                               "ics", diags),
                     ICS_OK);
    ics_diags_print(diags, stderr, false);
    assert_int_equal(ics_diags_error_count(diags), 0);
    FILE *table = fopen("productions.tsv", "w");
    assert_non_null(table);
    ics_productions_print(&syntax, table);
    fclose(table);
    compare(&syntax);
    ics_diags_free(diags);
    for (size_t i = 0; i < FILE_COUNT; i++)
        free((void *)(uintptr_t)texts[i + 2].bytes);
    ics_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_production_has_a_rule)};
    return cmocka_run_group_tests_name("productions", tests, NULL, NULL);
}
