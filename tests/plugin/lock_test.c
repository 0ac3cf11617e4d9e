/* The lock: what it takes, what it says of what it does not take, and that it reads back what it wrote. */
#include "plugin_test.h"

#include "plugin/lock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH   "blake2b-256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEAD   "icsrules lock 1\n"
#define PLUGIN "\nplugin frimley 1.0.0\n  file plugins/frimley.so\n  hash linux-x86_64 " HASH "\n"

static ics_status read_lock(ics_lock *lock, const char *text, size_t size, ics_arena *arena, ics_diags *diags)
{
    return ics_lock_read(lock, text, size, ics_diags_source(diags, "icsrules.lock", text, size, true), arena, diags);
}

static const char *const good[] = {
    HEAD,
    HEAD PLUGIN,
    HEAD PLUGIN "  hash linux-aarch64 " HASH "\n",
    HEAD PLUGIN "  grant memory 512 MiB\n  grant seconds 5\n  grant reads tables/a b.csv\n  grant reads x.csv\n",
    HEAD "\nplugin a 2\n  file plugins/a.2.so\n  hash linux-x86_64 " HASH "\n" PLUGIN,
};

/* A lock that is taken is written as it stands, and read again; with its plugins in order the bytes are the same. */
static void takes(void **state)
{
    const char *text = *state;
    ics_arena arena = {0};
    ics_diags *diags = ics_diags_new();
    ics_lock lock;
    assert_int_equal(read_lock(&lock, text, strlen(text), &arena, diags), ICS_OK);
    size_t size = 0;
    char *written = ics_lock_write(&lock, &size);
    assert_non_null(written);
    if (strstr(text, "aarch64") == NULL) /* platforms are sorted */
        assert_string_equal(written, text);
    ics_lock again;
    assert_int_equal(read_lock(&again, written, size, &arena, diags), ICS_OK);
    assert_int_equal(again.count, lock.count);
    free(written);
    ics_diags_free(diags);
    ics_arena_free(&arena);
}

/* P19: a malformed lock is refused with line and column. */
static const struct bad_case {
    const char *text;
    uint32_t line, column;
    const char *says;
} bad_cases[] = {
    {"", 1, 1, "expected 'icsrules lock 1' on the first line"},
    {"icsrules lock 2\n", 1, 1, "on the first line"},
    {"icsrules lock 1", 1, 16, "the last line does not end"},
    {"icsrules lock 1\r\n", 1, 1, "on the first line"},
    {"\n" HEAD, 1, 1, "on the first line"},
    {HEAD "plugin frimley 1.0.0\n", 2, 1, "expected an empty line"},
    {HEAD "\n", 2, 1, "expected 'plugin NAME VERSION' behind one empty line"},
    {HEAD "\n\n", 3, 1, "behind one empty line"},
    {HEAD PLUGIN "\n", 6, 1, "behind one empty line"},
    {HEAD "\nplug frimley 1\n", 3, 1, "expected 'plugin NAME VERSION'"},
    {HEAD "\nplugin Frimley 1\n", 3, 8, "expected a plugin's name"},
    {HEAD "\nplugin ../x 1\n", 3, 8, "expected a plugin's name"},
    {HEAD "\nplugin a%n 1\n", 3, 8, "expected a plugin's name"},
    {HEAD "\nplugin frimley\n", 3, 15, "expected the plugin's version"},
    {HEAD "\nplugin frimley  1\n", 3, 15, "expected the plugin's version"},
    {HEAD "\nplugin frimley 1 \n", 3, 15, "expected the plugin's version"},
    {HEAD "\nplugin frimley v1\n", 3, 15, "expected the plugin's version"},
    {HEAD "\nplugin frimley 1\n", 3, 1, "plugin frimley has no file"},
    {HEAD "\nplugin frimley 1\n  file plugins/frimley.so\n", 3, 1, "plugin frimley has no hash"},
    {HEAD "\nplugin frimley 1\n  file ../frimley.so\n", 4, 8, "expected a path below the folder of the lock"},
    {HEAD "\nplugin frimley 1\n  file /frimley.so\n", 4, 8, "expected a path below the folder of the lock"},
    {HEAD "\nplugin frimley 1\n  file a/../b.so\n", 4, 8, "expected a path below"},
    {HEAD "\nplugin frimley 1\n  file a//b.so\n", 4, 8, "expected a path below"},
    {HEAD "\nplugin frimley 1\n  file ./b.so\n", 4, 8, "expected a path below"},
    {HEAD "\nplugin frimley 1\n  file a/b.so \n", 4, 8, "expected a path below"},
    {HEAD "\nplugin frimley 1\n  file a\033b.so\n", 4, 8, "expected a path below"},
    {HEAD "\nplugin frimley 1\n\tfile a.so\n", 4, 1, "expected '  file PATH'"},
    {HEAD "\nplugin frimley 1\n  hash linux-x86_64\n", 4, 8, "expected a platform and a hash"},
    {HEAD "\nplugin frimley 1\n  hash Linux " HASH "\n", 4, 8, "expected a platform and a hash"},
    {HEAD "\nplugin frimley 1\n  hash linux-x86_64 blake2b-256:00\n", 4, 21, "64 digits"},
    {HEAD "\nplugin frimley 1\n  hash linux-x86_64 " HASH "0\n", 4, 21, "64 digits"},
    {HEAD "\nplugin frimley 1\n  hash linux-x86_64  " HASH "\n", 4, 21, "64 digits"},
    {HEAD PLUGIN "  hash linux-x86_64 " HASH "\n", 6, 8, "two hashes for linux-x86_64"},
    {HEAD PLUGIN "  file plugins/other.so\n", 6, 1, "has two files"},
    {HEAD PLUGIN PLUGIN, 7, 1, "named twice in this version"},
    {HEAD PLUGIN "\nplugin b 1\n  file plugins/frimley.so\n", 8, 8, "the file of another plugin"},
    {HEAD PLUGIN "  grant\n", 6, 1, "expected '  file PATH'"},
    {HEAD PLUGIN "  grant everything\n", 6, 9, "what can be granted"},
    {HEAD PLUGIN "  grant memory 0 MiB\n", 6, 9, "4096 at most"},
    {HEAD PLUGIN "  grant memory 4097 MiB\n", 6, 9, "4096 at most"},
    {HEAD PLUGIN "  grant memory 1 GiB\n", 6, 9, "4096 at most"},
    {HEAD PLUGIN "  grant memory 1 MiB\n  grant memory 2 MiB\n", 7, 9, "memory is granted once"},
    {HEAD PLUGIN "  grant seconds 61\n", 6, 9, "60 at most"},
    {HEAD PLUGIN "  grant seconds 01\n", 6, 9, "60 at most"},
    {HEAD PLUGIN "  grant reads /etc/passwd\n", 6, 9, "below the lock's folder"},
    {HEAD PLUGIN "  grant reads a/../../b\n", 6, 9, "below the lock's folder"},
    {HEAD PLUGIN "  grant reads a\n  grant reads a\n", 7, 9, "granted once"},
    {HEAD PLUGIN "# a comment\n", 6, 1, "expected '  file PATH'"},
    {HEAD "\nplugin fr\xffimley 1\n", 3, 10, "is not UTF-8 text"},
};

static void refuses(void **state)
{
    const struct bad_case *c = *state;
    ics_arena arena = {0};
    ics_diags *diags = ics_diags_new();
    ics_lock lock;
    assert_int_equal(read_lock(&lock, c->text, strlen(c->text), &arena, diags), ICS_E_INPUT);
    assert_int_equal(ics_diags_count(diags), 1);
    ics_message message;
    ics_diags_message(diags, 0, &message);
    assert_string_equal(message.code, "E0711");
    if (strstr(message.text, c->says) == NULL)
        fail_msg("'%s' is not in '%s'", c->says, message.text);
    assert_int_equal(message.line, c->line);
    assert_int_equal(message.column, c->column);
    ics_diags_free(diags);
    ics_arena_free(&arena);
}

/* P25: 1,000 plugins. */
static void refuses_too_many(void **state)
{
    (void)state;
    ics_arena arena = {0};
    ics_diags *diags = ics_diags_new();
    ics_lock lock;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    fputs(HEAD, out);
    for (int i = 0; i < 1000; i++)
        fprintf(out, "\nplugin p%d 1\n  file plugins/p%d.so\n  hash linux-x86_64 " HASH "\n", i, i);
    fclose(out);
    assert_int_equal(read_lock(&lock, text, size, &arena, diags), ICS_E_INPUT);
    assert_string_equal(ics_diags_at(diags, 0)->text, "more than 64 plugins, the limit PLUGINS");
    free(text);
    ics_diags_free(diags);
    ics_arena_free(&arena);
}

int run_lock_tests(void)
{
    enum { GOOD = sizeof good / sizeof good[0], BAD = sizeof bad_cases / sizeof bad_cases[0] };
    struct CMUnitTest tests[GOOD + BAD + 1];
    size_t count = 0;
    for (size_t i = 0; i < GOOD; i++)
        tests[count++] = (struct CMUnitTest){"taken and written again", takes, NULL, NULL, (void *)good[i]};
    for (size_t i = 0; i < BAD; i++)
        tests[count++] = (struct CMUnitTest){bad_cases[i].says, refuses, NULL, NULL, (void *)&bad_cases[i]};
    tests[count++] = (struct CMUnitTest)cmocka_unit_test(refuses_too_many);
    return cmocka_run_group_tests_name("the lock", tests, NULL, NULL);
}
