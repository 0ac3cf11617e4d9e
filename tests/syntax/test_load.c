/* Packs: found by name, read once, in the order of use; rings, paths and what is missing are refused. */
#include "syntax/support.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char root[] = "/tmp/icsrules-packs-XXXXXX";

static const struct {
    const char *pack, *text;
} packs[] = {
    {"ics", "model ics\nentity body\n  name : text\nrole chair\nverb body name (r: role)\n  means it has name\n"},
    {"duties", "use ics\nterm duty\nrule D body must name chair\n"},
    {"local", "use duties\nrule L body must name chair\n"},
    {"self", "use self\nmodel self\n"},
    {"ring-a", "use ring-b\n"},
    {"ring-b", "use ring-c\n"},
    {"ring-c", "use ring-a\n"},
    {"broken", "use nowhere\nrule B body must name chair\n"},
    {"secret", "model secret\nterm hidden thing\n"},
};

static void write_pack(const char *pack, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", root, pack);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/%s/%s.rules", root, pack, pack);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    assert_int_equal(fclose(out), 0);
}

static int make_packs(void **state)
{
    (void)state;
    if (!mkdtemp(root))
        return -1;
    for (size_t i = 0; i < SUITE_COUNT(packs); i++)
        write_pack(packs[i].pack, packs[i].text);
    for (int i = 0; i < 80; i++) { /* a chain of packs, each using the next */
        char name[32], text[64];
        snprintf(name, sizeof name, "chain%d", i);
        snprintf(text, sizeof text, "use chain%d\n", i + 1);
        write_pack(name, text);
    }
    return 0;
}

static void remove_pack(const char *pack)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s/%s.rules", root, pack, pack);
    unlink(path);
    snprintf(path, sizeof path, "%s/%s", root, pack);
    rmdir(path);
}

static int remove_packs(void **state)
{
    (void)state;
    char name[32];
    for (size_t i = 0; i < SUITE_COUNT(packs); i++)
        remove_pack(packs[i].pack);
    for (int i = 0; i < 80; i++) {
        snprintf(name, sizeof name, "chain%d", i);
        remove_pack(name);
    }
    return rmdir(root);
}

static void reads_packs_before_what_uses_them(void **state)
{
    (void)state;
    parsed p;
    parse_text(&p, root, "own.rules", "use local\nuse ics\nrule O body must name chair\n", false);
    char *said = diags_text(p.diags);
    assert_string_equal(said, "");
    free(said);
    static const char *const order[] = {"ics/ics.rules", "duties/duties.rules", "local/local.rules", "own.rules"};
    assert_int_equal(p.syntax.file_count, SUITE_COUNT(order));
    for (size_t i = 0; i < SUITE_COUNT(order); i++)
        assert_string_equal(p.syntax.files[i].name, order[i]);
    parsed_free(&p);
}

static void uses_the_default_where_nothing_is_used(void **state)
{
    (void)state;
    parsed p;
    parse_text(&p, root, "own.rules", "body must name chair", true);
    assert_int_equal(ics_diags_count(p.diags), 0);
    assert_int_equal(p.syntax.file_count, 2);
    parsed_free(&p);
}

static void sees_the_names_of_its_own_use_alone(void **state)
{
    (void)state;
    parsed p;
    parse_text(&p, root, "own.rules", "use duties\nlet x is hidden thing\n", false);
    assert_int_equal(ics_diags_error_count(p.diags), 1);
    assert_int_equal(ics_diags_at(p.diags, 0)->code, ICS_E0101);
    parsed_free(&p);
    parse_text(&p, root, "own.rules", "use secret\nlet x is hidden thing\n", false);
    assert_int_equal(ics_diags_error_count(p.diags), 0);
    parsed_free(&p);
}

static const struct refusal {
    const char *name, *text;
    ics_code code;
    const char *says;
} refusals[] = {
    {"a pack that is not there", "use nowhere\nrule A body must frob\n", ICS_E0113, "there is no pack 'nowhere'"},
    {"a pack that is not there, further down", "use broken\n", ICS_E0113, "there is no pack 'nowhere'"},
    {"a pack that uses itself", "use self\n", ICS_E0115, "packs use each other in a ring: self, self"},
    {"a ring of three", "use ring-a\n", ICS_E0115, "packs use each other in a ring: ring-a, ring-b, ring-c, ring-a"},
    {"a path upwards", "use ../../x\n", ICS_E0113, "'../../x' is no name of a pack"},
    {"an absolute path", "use /etc/passwd\n", ICS_E0113, "'/etc/passwd' is no name of a pack"},
    {"a path below", "use ics/ics\n", ICS_E0113, "'ics/ics' is no name of a pack"},
    {"two names", "use ics duties\n", ICS_E0113, "'ics duties' is no name of a pack"},
    {"no name", "use\n", ICS_E0100, "the declaration ends here; expected an identifier"},
    {"a chain that is too long", "use chain0\n", ICS_E0005,
     "this chain of packs is longer than the limit USE_CHAIN, 64"},
};

static void refuses(void **state)
{
    const struct refusal *r = *state;
    parsed p;
    parse_text(&p, root, "own.rules", r->text, false);
    assert_int_equal(ics_diags_error_count(p.diags), 1);
    assert_string_equal(ics_code_name(ics_diags_at(p.diags, 0)->code), ics_code_name(r->code));
    assert_string_equal(ics_diags_at(p.diags, 0)->text, r->says);
    parsed_free(&p);
}

static void reads_a_file_of_the_users_own_once(void **state)
{
    (void)state;
    char path[256];
    snprintf(path, sizeof path, "%s/secret/secret.rules", root);
    parsed p;
    parse_text(&p, root, path, "use secret\nmodel secret\nterm hidden thing\nlet x is hidden thing\n", false);
    assert_int_equal(ics_diags_count(p.diags), 0);
    assert_int_equal(p.syntax.file_count, 1);
    parsed_free(&p);
}

int main(void)
{
    struct CMUnitTest tests[4 + SUITE_COUNT(refusals)] = {
        cmocka_unit_test(reads_packs_before_what_uses_them),
        cmocka_unit_test(uses_the_default_where_nothing_is_used),
        cmocka_unit_test(sees_the_names_of_its_own_use_alone),
        cmocka_unit_test(reads_a_file_of_the_users_own_once),
    };
    for (size_t i = 0; i < SUITE_COUNT(refusals); i++)
        tests[4 + i] = (struct CMUnitTest){refusals[i].name, refuses, NULL, NULL, (void *)(uintptr_t)&refusals[i]};
    return cmocka_run_group_tests_name("packs", tests, make_packs, remove_packs);
}
