/* Files: read whole under a limit, refused where they are none, replaced whole or not at all. */
#include "suite.h"

#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/icsrules-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    DIR *dir = opendir(".");
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && remove(entry->d_name) != 0)
            return -1;
    if (dir)
        closedir(dir);
    return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void write_plain(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* Files in the folder that begin with a dot and are no folder: what an unfinished write would leave. */
static size_t leftovers(void)
{
    size_t count = 0;
    DIR *dir = opendir(".");
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] == '.' && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(dir);
    return count;
}

static void expect_refusal(const char *path, int64_t limit, ics_status status, ics_code code, const char *text)
{
    ics_diags *diags = ics_diags_new();
    ics_bytes bytes = {0};
    assert_int_equal(ics_file_read(&bytes, path, limit, "RULE_FILE_BYTES", diags), status);
    assert_null(bytes.data);
    assert_int_equal(ics_diags_count(diags), 1);
    assert_int_equal(ics_diags_at(diags, 0)->code, code);
    assert_string_equal(ics_diags_at(diags, 0)->where, path);
    assert_string_equal(ics_diags_at(diags, 0)->text, text);
    ics_diags_free(diags);
}

static void reads_whole_files(void **state)
{
    (void)state;
    write_plain("a.rules", "ICB must name SEND executive lead\n");
    ics_bytes bytes;
    assert_int_equal(ics_file_read(&bytes, "a.rules", 34, "RULE_FILE_BYTES", NULL), ICS_OK);
    assert_int_equal(bytes.size, 34);
    for (size_t i = 0; i < 64; i++)
        assert_int_equal(bytes.data[bytes.size + i], 0);
    ics_bytes_free(&bytes);
    write_plain("empty", "");
    assert_int_equal(ics_file_read(&bytes, "empty", 34, "RULE_FILE_BYTES", NULL), ICS_OK);
    assert_int_equal(bytes.size, 0);
    ics_bytes_free(&bytes);
    ics_bytes_free(NULL);
}

static void refuses_what_is_no_file(void **state)
{
    (void)state;
    write_plain("a.rules", "0123456789");
    expect_refusal("a.rules", 9, ICS_E_LIMIT, ICS_E0005, "is longer than 9 bytes, the limit RULE_FILE_BYTES");
    expect_refusal("/dev/zero", 100000, ICS_E_LIMIT, ICS_E0005,
                   "is longer than 100000 bytes, the limit RULE_FILE_BYTES");
    expect_refusal("none", 9, ICS_E_IO, ICS_E0001, "cannot be read: No such file or directory");
    expect_refusal("/", 9, ICS_E_IO, ICS_E0001, "cannot be read: it is a folder");
    assert_int_equal(mkfifo("fifo", 0600), 0);
    expect_refusal("fifo", 9, ICS_E_IO, ICS_E0001, "cannot be read: it is a FIFO that nobody writes to");
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
    expect_refusal("socket", 9, ICS_E_IO, ICS_E0001, "cannot be read: it is a socket");
    close(fd);
}

static void reads_a_fifo_with_a_writer(void **state)
{
    (void)state;
    assert_int_equal(mkfifo("written", 0600), 0);
    const int both = open("written", O_RDWR);
    assert_int_equal(write(both, "hello", 5), 5);
    const int writer = open("written", O_WRONLY | O_NONBLOCK);
    const pid_t child = fork();
    if (child == 0) {
        close(both);
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        _exit(write(writer, " world", 6) == 6 ? 0 : 1);
    }
    /* the reader must see the end once the child is gone: hold no write end open here while it reads */
    close(writer);
    ics_bytes bytes;
    const int reader = open("written", O_RDONLY | O_NONBLOCK);
    close(both);
    assert_int_equal(ics_file_read(&bytes, "written", 100, "RULE_FILE_BYTES", NULL), ICS_OK);
    close(reader);
    assert_int_equal(bytes.size, 11);
    assert_memory_equal(bytes.data, "hello world", 11);
    ics_bytes_free(&bytes);
}

static void replaces_a_file_whole(void **state)
{
    (void)state;
    assert_int_equal(ics_file_write("out.icsb", "first", 5, NULL), ICS_OK);
    assert_int_equal(chmod("out.icsb", 0640), 0);
    assert_int_equal(ics_file_write("out.icsb", "second!", 7, NULL), ICS_OK);
    ics_bytes bytes;
    assert_int_equal(ics_file_read(&bytes, "out.icsb", 100, "PACK_BYTES", NULL), ICS_OK);
    assert_int_equal(bytes.size, 7);
    assert_memory_equal(bytes.data, "second!", 7);
    ics_bytes_free(&bytes);
    struct stat about;
    assert_int_equal(stat("out.icsb", &about), 0);
    assert_int_equal(about.st_mode & 0777, 0640);
    assert_int_equal(leftovers(), 0);
}

static void writes_through_a_link_and_a_device(void **state)
{
    (void)state;
    write_plain("target", "old");
    assert_int_equal(symlink("target", "link"), 0);
    assert_int_equal(ics_file_write("link", "new!", 4, NULL), ICS_OK);
    struct stat about;
    assert_int_equal(lstat("link", &about), 0);
    assert_true(S_ISLNK(about.st_mode));
    assert_int_equal(stat("target", &about), 0);
    assert_int_equal(about.st_size, 4);
    assert_int_equal(ics_file_write("/dev/null", "x", 1, NULL), ICS_OK);
    assert_int_equal(stat("/dev/null", &about), 0);
    assert_true(S_ISCHR(about.st_mode));
}

static void expect_unwritten(const char *path, const void *data, size_t size)
{
    ics_diags *diags = ics_diags_new();
    assert_int_equal(ics_file_write(path, data, size, diags), ICS_E_IO);
    assert_int_equal(ics_diags_at(diags, 0)->code, ICS_E0802);
    ics_diags_free(diags);
    assert_int_equal(leftovers(), 0);
}

static void leaves_nothing_on_failure(void **state)
{
    (void)state;
    expect_unwritten("no/such/folder", "x", 1);
    expect_unwritten(".", "x", 1);
    assert_int_equal(ics_file_write("kept", "old", 3, NULL), ICS_OK);
    const struct rlimit small = {4096, RLIM_INFINITY};
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    static const char large[10000];
    expect_unwritten("kept", large, sizeof large); /* the disk is full, and SIGXFSZ does not end us */
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    struct stat about;
    assert_int_equal(stat("kept", &about), 0);
    assert_int_equal(about.st_size, 3);
}

static const struct utf8_case {
    const char *name, *text;
    size_t size;
    size_t bad_offset; /* size: it is well formed */
} utf8_cases[] = {
    {"ASCII", "plain text of some length", 25, 25},
    {"two, three and four bytes", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9, 9},
    {"the last code point", "\xF4\x8F\xBF\xBF", 4, 4},
    {"nothing", "", 0, 0},
    {"a lone FF", "12345678901234\xFF", 15, 14},
    {"a lone continuation", "a\x80", 2, 1},
    {"an overlong slash", "ab\xC0\xAF", 4, 2},
    {"overlong in three", "\xE0\x80\xAF", 3, 0},
    {"overlong in four", "\xF0\x80\x80\xAF", 4, 0},
    {"a surrogate", "\xED\xA0\x80", 3, 0},
    {"past the last", "\xF4\x90\x80\x80", 4, 0},
    {"cut off", "abc\xE2\x82", 5, 3},
    {"NUL", "abcdefghijk\0lmnopqrs", 20, 11},
};

static void checks_utf8(void **state)
{
    const struct utf8_case *c = *state;
    size_t bad = c->size;
    assert_int_equal(ics_utf8_check((const unsigned char *)c->text, c->size, &bad), c->bad_offset == c->size);
    assert_int_equal(bad, c->bad_offset);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_whole_files),
        cmocka_unit_test(refuses_what_is_no_file),
        cmocka_unit_test(reads_a_fifo_with_a_writer),
        cmocka_unit_test(replaces_a_file_whole),
        cmocka_unit_test(writes_through_a_link_and_a_device),
        cmocka_unit_test(leaves_nothing_on_failure),
    };
    return SUITE_RUN_ROWS("UTF-8", utf8_cases, checks_utf8) +
           cmocka_run_group_tests_name("files", tests, make_folder, remove_folder);
}
