/* What the compiler says of mistakes that only meaning shows: the whole text of a file full of them, and codes. */
#include "sema/judged.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *file_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        fail_msg("%s cannot be read", path);
    char *text = calloc(1, 1u << 16);
    assert_non_null(text);
    assert_in_range(fread(text, 1, (1u << 16) - 1, file), 1, (1u << 16) - 1);
    fclose(file);
    return text;
}

/* To see what changed: write the text that the failure prints into the golden file, and read it line by line. */
static void mistakes_are_told(void **state)
{
    (void)state;
    char *rules = file_text(ICS_SOURCE_DIR "/tests/sema/golden/mistakes.rules");
    char *want = file_text(ICS_SOURCE_DIR "/tests/sema/golden/mistakes.txt");
    ics_diags *diags = ics_diags_new();
    assert_null(ics_world_compile(rules, diags));
    char *got = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&got, &size);
    assert_non_null(out);
    ics_diags_print(diags, out, false);
    fclose(out);
    if (strcmp(got, want) != 0) {
        fputs(got, stderr);
        fail_msg("other words than the golden file's");
    }
    free(got);
    free(want);
    free(rules);
    ics_diags_free(diags);
}

/* clang-format off */
static const struct mistake_case {
    const char *code, *says, *rules;
} mistakes[] = {
    {"E0103", "attribute 'code' is already declared", "entity thing\n code : text\n code : number"},
    {"E0103", "enumeration 'colour' is already declared", "enum colour is red\nenum colour is blue"},
    {"E0103", "source A is already declared", "source A \"a\"\n kind Act\nsource A \"b\"\n kind report"},
    {"E0116", "a kind of itself", "entity hen is a egg\nentity egg is a hen"},
    {"E0116", "does not say its kind", "source A \"a\"\n publisher \"p\""},
    {"E0102", "is no entity", "entity thing is a population"},
    {"E0102", "is no type", "entity thing\n colour : population"},
    {"E0303", "would be a second unique code", "entity thing\n code : text, unique\n id : text, unique"},
    {"E0303", "a set holds", "entity thing\n sizes : set of number"},
    {"E0301", "they cannot be compared", "rule R ICB must ensure that staff is at most spend"},
    {"E0301", "has no meaning between them", "rule R ICB must ensure that staff + spend is 3"},
    {"E0302", "they cannot be compared", "rule R ICB must ensure that opened is staff"},
    {"E0302", "has no meaning between them", "rule R ICB must ensure that opened + next review is 3"},
    {"E0302", "only two lists or sets", "rule R ICB must ensure that area overlaps posts"},
    {"E0301", "no fixed number of days", "rule R ICB must ensure that next review - opened is at most 2 months"},
    {"E0304", "clear days leave out the day", "rule R ICB must publish annual report within 3 clear days beginning with opened"},
    {"E0304", "clear days leave out the day", "rule R ICB must publish annual report within 3 clear days before opened"},
    {"E0304", "clear days leave out the day", "rule R ICB must publish annual report\n evidence not older than 3 clear days"},
    {"E0301", "clear days have no fixed number of days", "rule R ICB must have population at least 3 clear days"},
    {"E0301", "working days have no fixed number of days", "rule R ICB must have population at least 3 working days"},
    {"E0304", "asks anew each time, in the limit of a sentence", "rule R ICB must have posts where opened of ICB is within 3 weeks beginning with each post"},
    {"E0304", "a rule says once how old", "rule R ICB must have posts\n evidence not older than 3 days evidence not older than 4 days"},
    {"E0304", "nothing can be divided by 0", "rule R ICB must ensure that staff / 0 is 1"},
    {"E0304", "never there", "rule R ICB must have at least 120% of grants for which quotes is 1"},
    {"E0304", "said of every one", "rule R ICB must have every grant"},
    {"E0304", "names no entity", "check R \"r\" 1 is 1"},
    {"E0304", "already whose outcomes", "rule R applies to each case each council must send plan"},
    {"E0304", "one limit", "rule R ICB must publish annual report by 2022-01-01 before 2022-02-01"},
    {"E0304", "no period stated", "rule R ICB must publish annual report by 2022-01-01 no period stated"},
    {"E0304", "said to mean itself", "verb ICB praise (k: document kind)\n means ICB praises k\nrule R ICB must praise annual report"},
    {"E0304", "is said to be itself", "let dancing staff is dancing staff + 1\nrule R ICB must ensure that dancing staff is 1"},
    {"E0230", "nothing says how", "rule R ICB and council must publish annual report"},
    {"E0230", "'together' needs several bodies", "rule R ICB must together publish annual report"},
    {"E0231", "not done with a thing", "rule R ICB and council must together have staff"},
    {"E0231", "this is forbidden", "rule R ICB and council must not either publish annual report"},
    {"E0114", "from ICB to person", "rule R ICB and person must together publish annual report"},
    {"E0228", "from when this must hold", "rule R place must have partnership throughout"},
    {"E0228", "has no limit", "rule R in force from 2022-07-01 ICB must have staff by 2023-01-01 throughout"},
    {"E0207", "working days", "rule R applies to each case council must send plan within 5 working days of received"},
    {"E0240", "not kinds of one thing", "entity lorry\nentity van\ndefine lorry counts as van"},
    {"E0240", "is defined by itself",
     "define tall person means big person\ndefine big person means tall person\n"
     "rule R \"r\"\n each tall person must have voting"},
    {"E0240", "a kind of animal already",
     "entity animal\nentity plant\nentity dog is a animal\ndefine plant includes dog"},
    {"E0241", "of another type", "entity a1\n x : text\nentity b1\n x : date\ndefine a1 includes b1"},
    {"E0227", "in a ring: A → R → A",
     "rule A ICB must have staff unless it met R\nrule R ICB must have staff unless it met A"},
    {"E0226", "rule A is about ICB, and 'it' is place", "rule A ICB must have staff\nrule R each place must have partnership unless it met A"},
    {"E0226", "has an outcome for each period", "rule A each calendar year ICB must have staff\nrule R ICB must have staff unless it met A"},
    {"E0226", "no time limit is lifted under rule A", "rule A ICB must have staff\nrule R ICB must have staff unless limit lifted under A"},
    {"E0112", "no source is called NOPE", "rule R cites NOPE para 1 ICB must have staff"},
    {"E0101", "declares the function", "rule R ICB must ensure that frimley.share(staff) is 1"},
    {"E0303", "takes lists of number or date", "plugin p version 1\n function f (a: list of text) gives number"},
    {"E0720", "takes a list of number here", "plugin p version 1\n function f (a: list of number) gives number\nrule R ICB must ensure that p.f(staff) is 1"},
    {"E0303", "takes 1 values, not 2", "plugin p version 1\n function f (a: number) gives number\nrule R ICB must ensure that p.f(staff, staff) is 1"},
    {"W1001", "cites nothing", "rule R ICB must have staff"},
    {"W1002", "from when", "source A \"a\"\n kind Act\nrule R cites A section 1 ICB must have staff"},
    {"W1003", "never used", "source A \"a\"\n kind Act\nrule R ICB must have staff"},
};
/* clang-format on */

static void mistake_has_code(void **state)
{
    const struct mistake_case *c = *state;
    ics_diags *diags = ics_diags_new();
    ics_program *program = ics_world_compile(c->rules, diags);
    bool found = false;
    for (size_t i = 0; i < ics_diags_count(diags); i++) {
        const ics_diag *diag = ics_diags_at(diags, i);
        found |= strcmp(ics_code_name(diag->code), c->code) == 0 && strstr(diag->text, c->says);
    }
    if (!found) {
        ics_diags_print(diags, stderr, false);
        fail_msg("%s '%s' is not said of: %s", c->code, c->says, c->rules);
    }
    assert_int_equal(program != NULL, c->code[0] == 'W');
    ics_program_free(program);
    ics_diags_free(diags);
}

enum { MISTAKES = sizeof mistakes / sizeof *mistakes };

int main(void)
{
    struct CMUnitTest tests[MISTAKES + 1];
    for (size_t i = 0; i < MISTAKES; i++)
        tests[i] = (struct CMUnitTest){mistakes[i].says, mistake_has_code, NULL, NULL, (void *)&mistakes[i]};
    tests[MISTAKES] = (struct CMUnitTest)cmocka_unit_test(mistakes_are_told);
    return cmocka_run_group_tests_name("diagnostics of meaning", tests, NULL, NULL);
}
