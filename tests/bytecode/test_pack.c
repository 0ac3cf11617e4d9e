/*
 * Packs: what is written is read again as it was, byte for byte; what is cut, changed, lengthened or out of order is
 * refused with its section and offset; what was changed with care (checks made right again) is refused or runs.
 */
#include "anydata.h"
#include "mend.h"
#include "sample.h"
#include "suite.h"
#include "vm/generate.h"

#include <stdio.h>
#include <string.h>

typedef struct pack {
    unsigned char *bytes;
    size_t size;
} pack;

static pack write_pack(ics_program *program)
{
    pack p = {NULL, 0};
    assert_int_equal(ics_pack_write(&p.bytes, &p.size, program), ICS_OK);
    return p;
}

static pack sample_pack(void)
{
    ics_program *program = sample_program();
    assert_int_equal(ics_program_verify(program, NULL), ICS_OK);
    const pack p = write_pack(program);
    ics_program_free(program);
    return p;
}

static void expect_round_trip(ics_program *program)
{
    const pack first = write_pack(program);
    ics_program *read = NULL;
    ics_diags *diags = ics_diags_new();
    if (ics_pack_read(&read, first.bytes, first.size, "pack.icsb", diags) != ICS_OK) {
        ics_diags_print(diags, stderr, false);
        fail_msg("a pack just written is refused");
    }
    assert_true(read->is_verified);
    assert_memory_equal(read->digest, program->digest, sizeof read->digest);
    const pack second = write_pack(read);
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.bytes, second.bytes, first.size);
    free(first.bytes);
    free(second.bytes);
    ics_program_free(read);
    ics_diags_free(diags);
}

static void reads_what_was_written(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 40; seed++) {
        ics_program *program = seed ? generate_program(seed) : sample_program();
        assert_int_equal(ics_program_verify(program, NULL), ICS_OK);
        expect_round_trip(program);
        ics_program_free(program);
    }
}

/* Refused with one message whose place has a section and an offset, and nothing is made. */
static void expect_refused(const unsigned char *bytes, size_t size, const char *place, const char *text)
{
    ics_diags *diags = ics_diags_new();
    ics_program *program = NULL;
    assert_int_equal(ics_pack_read(&program, bytes, size, "pack.icsb", diags), ICS_E_INPUT);
    assert_null(program);
    assert_int_equal(ics_diags_count(diags), 1);
    const ics_diag *diag = ics_diags_at(diags, 0);
    assert_non_null(diag->where);
    assert_non_null(diag->help);
    if (!strstr(diag->where, "pack.icsb: section ") || !strstr(diag->where, place) || !strstr(diag->text, text))
        fail_msg("%s: %s (wanted: %s ... %s)", diag->where, diag->text, place, text);
    ics_diags_free(diags);
}

static void refuses_every_cut(void **state)
{
    (void)state;
    const pack p = sample_pack();
    for (size_t size = 0; size < p.size; size++) {
        unsigned char *copy = malloc(size ? size : 1); /* no longer than it says, so that a read past the end is seen */
        assert_non_null(copy);
        memcpy(copy, p.bytes, size);
        expect_refused(copy, size, ", offset ", "");
        free(copy);
    }
    free(p.bytes);
}

static void refuses_bytes_too_many(void **state)
{
    (void)state;
    pack p = sample_pack();
    p.bytes = realloc(p.bytes, p.size + 3);
    assert_non_null(p.bytes);
    memset(p.bytes + p.size, 0, 3);
    char place[64];
    snprintf(place, sizeof place, "offset %zu", p.size);
    expect_refused(p.bytes, p.size + 3, place, "3 bytes are too many");
    free(p.bytes);
}

static void refuses_every_changed_byte(void **state)
{
    (void)state;
    const pack p = sample_pack();
    for (size_t i = 0; i < p.size; i++) {
        p.bytes[i] ^= (unsigned char)(1u << (i % 8));
        expect_refused(p.bytes, p.size, ", offset ", "");
        p.bytes[i] ^= (unsigned char)(1u << (i % 8));
    }
    for (unsigned change = 1; change < 256; change++) { /* every other value of one byte of the code */
        p.bytes[p.size - 500] ^= (unsigned char)change;
        expect_refused(p.bytes, p.size, ", offset ", "");
        p.bytes[p.size - 500] ^= (unsigned char)change;
    }
    free(p.bytes);
}

/* What passes the verifier is run, in small batches; it may say anything but must not crash. */
static size_t run_if_read(const unsigned char *bytes, size_t size)
{
    ics_program *program = NULL;
    if (ics_pack_read(&program, bytes, size, "pack.icsb", NULL) != ICS_OK)
        return 0;
    ics_dataset *dataset = anydata_new(&program->model, 3, 17);
    ics_run *run = NULL;
    const ics_run_options options = {.batch_lanes = 2, .cost_limit = 100000};
    if (dataset && ics_vm_run(&run, program, dataset, AS_AT, &options, NULL) == ICS_OK)
        ics_run_free(run);
    if (dataset)
        anydata_free(dataset);
    ics_program_free(program);
    return 1;
}

static void survives_changes_with_care(void **state)
{
    (void)state;
    static const unsigned char changes[] = {0x01, 0x80, 0xFF};
    const pack p = sample_pack();
    unsigned char *copy = malloc(p.size);
    assert_non_null(copy);
    size_t passed = 0;
    for (size_t i = ICS_PACK_HEADER_BYTES; i < p.size - ICS_PACK_DIGEST_BYTES; i++)
        for (size_t c = 0; c < sizeof changes; c++) {
            memcpy(copy, p.bytes, p.size);
            copy[i] ^= changes[c];
            mend_pack(copy, p.size);
            passed += run_if_read(copy, p.size);
        }
    assert_true(passed > 0); /* a letter of a title may change and nobody can know */
    free(copy);
    free(p.bytes);
}

static void says_what_it_looks_like(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *text;
    } cases[] = {
        {"", 0, "at least"},
        {"\x89ICS", 4, "has 4 bytes"},
        {"ICB must name SEND executive lead\n", 34, "it looks like text"},
        {"{\"ICB\": {\"code\": \"QXU\"}}", 24, "JSON"},
        {"\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03\x00\x00", 12, "gzip"},
        {"\x7F"
         "ELF\x02\x01\x01\x00\x00\x00\x00\x00\x00",
         13, "program"},
        {"\x89ICSB\n\x1A\x01\x00\x00\x00\x00\x00", 13, "line ends"},
    };
    for (size_t i = 0; i < SUITE_COUNT(cases); i++)
        expect_refused((const unsigned char *)cases[i].bytes, cases[i].size, "section header, offset 0", cases[i].text);
}

static void put_u32(unsigned char *at, uint32_t value)
{
    for (unsigned b = 0; b < 4; b++)
        at[b] = (unsigned char)(value >> (8 * b));
}

static void names_the_version(void **state)
{
    (void)state;
    static const uint32_t versions[] = {0, ICS_PACK_FORMAT + 1, UINT32_MAX};
    const pack p = sample_pack();
    for (size_t i = 0; i < SUITE_COUNT(versions); i++) {
        ics_diags *diags = ics_diags_new();
        ics_program *none = NULL;
        char text[48];
        snprintf(text, sizeof text, "format version %u;", versions[i]);
        put_u32(p.bytes + ICS_PACK_MAGIC_BYTES, versions[i]);
        assert_int_equal(ics_pack_read(&none, p.bytes, p.size, "p", diags), ICS_E_INPUT);
        assert_int_equal(ics_diags_at(diags, 0)->code, ICS_E0501);
        assert_non_null(strstr(ics_diags_at(diags, 0)->text, text));
        assert_string_equal(ics_diags_at(diags, 0)->help, "compile it again");
        ics_diags_free(diags);
    }
    free(p.bytes);
}

static size_t section_at(const pack *p, size_t wanted)
{
    size_t at = ICS_PACK_HEADER_BYTES;
    for (size_t i = 0; i < wanted; i++) {
        uint64_t length = 0;
        for (unsigned b = 0; b < 8; b++)
            length |= (uint64_t)p->bytes[at + 4 + b] << (8 * b);
        at += ICS_PACK_SECTION_BYTES + (size_t)length;
    }
    return at;
}

static void refuses_lengths_that_lie(void **state)
{
    (void)state;
    static const uint64_t lengths[] = {0, (uint64_t)1 << 31, UINT32_MAX, INT64_MAX, UINT64_MAX};
    for (size_t s = 0; s < ics_pack_section_count; s++)
        for (size_t i = 0; i < SUITE_COUNT(lengths); i++) {
            const pack p = sample_pack();
            const size_t at = section_at(&p, s);
            put_u32(p.bytes + at + 4, (uint32_t)lengths[i]);
            put_u32(p.bytes + at + 8, (uint32_t)(lengths[i] >> 32));
            mend_pack(p.bytes, p.size);
            expect_refused(p.bytes, p.size, ", offset ", "");
            free(p.bytes);
        }
}

/* Counts that promise more than there is, in every section. */
static void refuses_counts_that_lie(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1000000, (uint32_t)1 << 31, UINT32_MAX};
    for (size_t s = 0; s < ics_pack_section_count; s++)
        for (size_t i = 0; i < SUITE_COUNT(counts); i++) {
            const pack p = sample_pack();
            const bool is_model = s == 1; /* the model begins with its name */
            put_u32(p.bytes + section_at(&p, s) + ICS_PACK_SECTION_BYTES + (is_model ? 4 : 0), counts[i]);
            mend_pack(p.bytes, p.size);
            expect_refused(p.bytes, p.size, ics_pack_sections[s].name, "are left");
            free(p.bytes);
        }
}

static void names_sections_out_of_place(void **state)
{
    (void)state;
    const pack p = sample_pack();
    memcpy(p.bytes + section_at(&p, 4), ics_pack_sections[3].tag, 4); /* rules twice, laws missing */
    expect_refused(p.bytes, p.size, "section laws", "here stands a section rules");
    memcpy(p.bytes + section_at(&p, 4), "WHAT", 4);
    expect_refused(p.bytes, p.size, "section laws", "of no known name");
    free(p.bytes);
}

static void refuses_texts_that_are_none(void **state)
{
    (void)state;
    static const unsigned char bad[] = {0xFF, 0x00, 0xC0};
    const pack p = sample_pack();
    const size_t text = section_at(&p, 0) + ICS_PACK_SECTION_BYTES + 8; /* the first byte of the first text */
    for (size_t i = 0; i < sizeof bad; i++) {
        char place[64];
        snprintf(place, sizeof place, "section texts, offset %zu", text);
        p.bytes[text] = bad[i];
        mend_pack(p.bytes, p.size);
        expect_refused(p.bytes, p.size, place, "is not UTF-8");
    }
    free(p.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_was_written),      cmocka_unit_test(refuses_every_cut),
        cmocka_unit_test(refuses_bytes_too_many),      cmocka_unit_test(refuses_every_changed_byte),
        cmocka_unit_test(survives_changes_with_care),  cmocka_unit_test(says_what_it_looks_like),
        cmocka_unit_test(names_the_version),           cmocka_unit_test(refuses_lengths_that_lie),
        cmocka_unit_test(refuses_counts_that_lie),     cmocka_unit_test(names_sections_out_of_place),
        cmocka_unit_test(refuses_texts_that_are_none),
    };
    return cmocka_run_group_tests_name("packs", tests, NULL, NULL);
}
