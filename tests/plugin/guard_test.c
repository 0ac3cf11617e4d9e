/* P20 and P21: who could change the file, and what leads to it. Each case changes one thing of a folder that is good.
 */
#include "plugin_test.h"

#include "plugin/guard.h"
#include "plugin/seal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char place[PATH_MAX]; /* …/pack/plugins/x.so */

static const char *at(const char *path)
{
    static char full[2][PATH_MAX + 64];
    static unsigned next;
    char *text = full[next++ % 2];
    snprintf(text, sizeof full[0], "%s/%s", place, path);
    return text;
}

static int make_place(void **state)
{
    char name[] = "/tmp/icsrules-guard-XXXXXX";
    (void)state;
    if (mkdtemp(name) == NULL)
        return -1;
    snprintf(place, sizeof place, "%s", name);
    const int file = mkdir(at("pack"), 0755) == 0 && mkdir(at("pack/plugins"), 0755) == 0
                         ? open(at("pack/plugins/x.so"), O_WRONLY | O_CREAT | O_EXCL, 0644)
                         : -1;
    return file >= 0 && write(file, "bytes", 5) == 5 && close(file) == 0 ? 0 : -1;
}

static int remove_place(void **state)
{
    static const char *const paths[] = {"pack/plugins/x.so", "elsewhere/x.so", "pack/plugins", "elsewhere", "pack", ""};
    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (unlink(at(paths[i])) != 0)
            rmdir(at(paths[i]));
    return 0;
}

/* The answer for x.so; what is said of it must hold a text. */
static void expect(ics_plugin_guarded want, const char *text)
{
    ics_arena arena = {0};
    const char *why = NULL;
    int file = -1;
    assert_int_equal(ics_plugin_guard_open(&file, at("pack/plugins/x.so"), &arena, &why), want);
    assert_int_equal(file >= 0, want == ICS_PLUGIN_GUARDED);
    if (text != NULL && strstr(why, text) == NULL)
        fail_msg("'%s' is not in '%s'", text, why);
    if (file >= 0)
        close(file);
    ics_arena_free(&arena);
}

static void opens_what_is_ours(void **state)
{
    (void)state;
    expect(ICS_PLUGIN_GUARDED, NULL);
}

static const struct mode_case {
    const char *name, *path;
    mode_t mode;
    ics_plugin_guarded want;
    const char *why;
} mode_cases[] = {
    {"a file that others write", "pack/plugins/x.so", 0646, ICS_PLUGIN_UNSAFE, "is writable by others (mode 0646)"},
    {"a file of set-user-id", "pack/plugins/x.so", 04755, ICS_PLUGIN_UNSAFE, "set-user-id or set-group-id"},
    {"a file of set-group-id", "pack/plugins/x.so", 02755, ICS_PLUGIN_UNSAFE, "(mode 2755)"},
    {"a folder that others write", "pack/plugins", 0757, ICS_PLUGIN_UNSAFE, "the folder"},
    {"a folder above it that others write", "pack", 0777, ICS_PLUGIN_UNSAFE, "is writable by others (mode 0777)"},
    {"a folder where each removes his own", "pack", 01777, ICS_PLUGIN_GUARDED, NULL},
    {"a folder that gives its group away", "pack", 02755, ICS_PLUGIN_GUARDED, NULL},
};

static void looks_at_modes(void **state)
{
    const struct mode_case *c = *state;
    assert_int_equal(chmod(at(c->path), c->mode), 0);
    expect(c->want, c->why);
}

static void refuses_a_foreign_group(void **state)
{
    (void)state;
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(at("pack/plugins"), 0, 4321), 0);
    assert_int_equal(chmod(at("pack/plugins"), 0775), 0);
    expect(ICS_PLUGIN_UNSAFE, "is writable by its group (mode 0775)");
}

static void refuses_a_foreign_owner(void **state)
{
    if (geteuid() != 0)
        skip();
    assert_int_equal(chown(at(*state), 4321, 0), 0);
    expect(ICS_PLUGIN_UNSAFE, "belongs to user 4321, who is neither root nor you");
}

static void follows_no_link_to_a_file(void **state)
{
    (void)state;
    assert_int_equal(mkdir(at("elsewhere"), 0755), 0);
    assert_int_equal(rename(at("pack/plugins/x.so"), at("elsewhere/x.so")), 0);
    assert_int_equal(symlink("../../elsewhere/x.so", at("pack/plugins/x.so")), 0);
    expect(ICS_PLUGIN_LINK, "x.so is a link");
}

static void follows_no_link_to_a_folder(void **state)
{
    (void)state;
    assert_int_equal(rename(at("pack/plugins"), at("elsewhere")), 0);
    assert_int_equal(symlink("../elsewhere", at("pack/plugins")), 0);
    expect(ICS_PLUGIN_LINK, "plugins is a link");
}

static void refuses_what_is_no_file(void **state)
{
    (void)state;
    assert_int_equal(unlink(at("pack/plugins/x.so")), 0);
    expect(ICS_PLUGIN_MISSING, "x.so");
    assert_int_equal(mkfifo(at("pack/plugins/x.so"), 0644), 0);
    expect(ICS_PLUGIN_UNSAFE, "is no plain file"); /* and does not wait for a writer */
    assert_int_equal(unlink(at("pack/plugins/x.so")), 0);
    assert_int_equal(mkdir(at("pack/plugins/x.so"), 0755), 0);
    expect(ICS_PLUGIN_UNSAFE, "is no plain file");
}

/* What is hashed is what is kept: the file may change afterwards, the copy cannot. */
static void seals_what_it_hashed(void **state)
{
    (void)state;
    uint8_t hash[ICS_PLUGIN_HASH_BYTES], again[ICS_PLUGIN_HASH_BYTES];
    char bytes[8] = "";
    int copy = -1, other = -1;
    const int file = open(at("pack/plugins/x.so"), O_RDWR);
    assert_true(file >= 0);
    assert_null(ics_plugin_seal(&copy, file, hash));
    assert_int_equal(pwrite(file, "other", 5, 0), 5);
    assert_int_equal(pread(copy, bytes, sizeof bytes, 0), 5);
    assert_string_equal(bytes, "bytes");
    assert_true(pwrite(copy, "other", 5, 0) < 0);
    assert_int_not_equal(ftruncate(copy, 0), 0);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    assert_null(ics_plugin_seal(&other, file, again));
    assert_memory_not_equal(hash, again, sizeof hash);
    close(copy);
    close(other);
    close(file);
}

int run_guard_tests(void)
{
    enum { MODES = sizeof mode_cases / sizeof mode_cases[0] };
    struct CMUnitTest tests[MODES + 8];
    size_t count = 0;
    for (size_t i = 0; i < MODES; i++)
        tests[count++] =
            (struct CMUnitTest){mode_cases[i].name, looks_at_modes, make_place, remove_place, (void *)&mode_cases[i]};
#define TEST(name, function, value)                                                                                    \
    tests[count++] = (struct CMUnitTest){name, function, make_place, remove_place, (void *)(value)}
    TEST("a file of ours", opens_what_is_ours, NULL);
    TEST("a group that is somebody else", refuses_a_foreign_group, NULL);
    TEST("a file of another owner", refuses_a_foreign_owner, "pack/plugins/x.so");
    TEST("a folder of another owner", refuses_a_foreign_owner, "pack");
    TEST("a link to a file", follows_no_link_to_a_file, NULL);
    TEST("a link to a folder", follows_no_link_to_a_folder, NULL);
    TEST("nothing, a pipe, a folder", refuses_what_is_no_file, NULL);
    TEST("a sealed copy", seals_what_it_hashed, NULL);
#undef TEST
    return cmocka_run_group_tests_name("what others could change", tests, NULL, NULL);
}
