/*
 * Our reader of JSON beside RapidJSON: texts made by chance from JSON's own pieces, and such texts changed in a byte.
 * Both take a text and see the same in it, or both refuse it.
 */
#include "suite.h"

#include "base/file.h"
#include "data/json.h"
#include "differential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 2048, EVENT_SIZE = 1 << 15, ROUNDS = 60000 };

static uint64_t seed = 20261;

static unsigned below(unsigned n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % n;
}

typedef struct text {
    char bytes[TEXT_SIZE + 64];
    size_t size;
} text;

static void put(text *t, const char *bytes)
{
    const size_t length = strlen(bytes);
    if (t->size + length < TEXT_SIZE) {
        memcpy(t->bytes + t->size, bytes, length);
        t->size += length;
    }
}

static void put_string(text *t)
{
    static const char *const pieces[] = {"a",        "name",
                                         "\\n",      "\\\"",
                                         "\\u00e9",  "\\ud83d\\ude00",
                                         "\xC3\xA9", "\xF0\x9F\x98\x80",
                                         "\\/",      "\\\\",
                                         " ",        "0123456789abcdef",
                                         "\x7F",     "\\uD800",
                                         "\\uDC00",  "\xED\xA0\x80",
                                         "\xC0\xAF", "\xF4\x90\x80\x80"};
    put(t, "\"");
    for (unsigned i = below(5); i > 0; i--)
        put(t, pieces[below(below(12) ? 13 : sizeof pieces / sizeof *pieces)]);
    put(t, "\"");
}

static void put_value(text *t, unsigned depth)
{
    static const char *const scalars[] = {
        "null", "true", "false", "0",  "-0",  "12", "-1.5", "1e3", "2E-7", "0.000001", "123456789012345678901234567890",

        "01",   "+1",   ".5",    "1.", "NaN", "tru"};
    const unsigned kind = below(depth < 4 ? 5 : 3);
    if (kind == 0)
        put_string(t);
    else if (kind < 3)
        put(t, scalars[below(below(10) ? 11 : sizeof scalars / sizeof *scalars)]);
    else {
        const bool is_record = kind == 3;
        const unsigned count = below(4);
        put(t, is_record ? "{" : "[");
        for (unsigned i = 0; i < count; i++) {
            put(t, i ? "," : "");
            put(t, below(5) ? "" : " \n\t\r");
            if (is_record) {
                put_string(t);
                put(t, below(8) ? ":" : " : ");
            }
            put_value(t, depth + 1);
        }
        put(t, is_record ? "}" : "]");
    }
}

static void change(text *t)
{
    static const char others[] = "\"\\{}[]:,0e-. \ntfnu\x80\xFF\x1F";
    if (t->size == 0)
        return;
    const unsigned at = below((unsigned)t->size);
    switch (below(3)) {
    case 0:
        t->bytes[at] = others[below(sizeof others - 1)];
        break;
    case 1:
        t->size = at;
        break;
    default:
        memmove(t->bytes + at, t->bytes + at + 1, t->size - at - 1);
        t->size--;
    }
}

/* What our tape holds, in RapidJSON's order of events. */
static void say(const ics_tape *tape, uint32_t node, char *out, size_t *at)
{
    const ics_tape_node *n = &tape->nodes[node];
    static const char kinds[] = {
        [ICS_TAPE_NULL] = 'n', [ICS_TAPE_FALSE] = 'f', [ICS_TAPE_TRUE] = 't',   [ICS_TAPE_NUMBER] = '#',
        [ICS_TAPE_TEXT] = '"', [ICS_TAPE_LIST] = '[',  [ICS_TAPE_RECORD] = '{', [ICS_TAPE_KEY] = ':'};
    const bool is_scalar = n->kind == ICS_TAPE_NUMBER || n->kind == ICS_TAPE_TEXT || n->kind == ICS_TAPE_KEY;
    const uint32_t length = is_scalar ? n->length : 0;
    assert_true(*at + length + 4 < EVENT_SIZE);
    out[(*at)++] = kinds[n->kind];
    if (length > 0)
        memcpy(out + *at, n->text, length);
    *at += length;
    out[(*at)++] = '\n';
    if (n->kind != ICS_TAPE_LIST && n->kind != ICS_TAPE_RECORD)
        return;
    for (uint32_t child = node + 1; child < n->next; child = ics_tape_next(tape, child))
        say(tape, child, out, at);
    out[(*at)++] = n->kind == ICS_TAPE_LIST ? ']' : '}';
    out[(*at)++] = '\n';
}

static bool own_read(ics_tape *tape, text *t, char *out)
{
    size_t end, bad, at = 0;
    ics_fault fault;
    memset(t->bytes + t->size, 0, 64);
    ics_tape_clear(tape);
    if (!ics_utf8_check((const unsigned char *)t->bytes, t->size, &bad) ||
        !ics_json_read(tape, (const unsigned char *)t->bytes, t->size, 0, false, &end, &fault) || end != t->size)
        return false;
    say(tape, 0, out, &at);
    out[at] = 0;
    return true;
}

/* RapidJSON takes U+0000 raw in no text but escaped in any; we take it nowhere. */
static bool has_zero(const text *t)
{
    return memchr(t->bytes, 0, t->size) || strstr(t->bytes, "u0000");
}

static void both_agree(void **state)
{
    static char own[EVENT_SIZE], theirs[EVENT_SIZE];
    static text t;
    ics_tape tape = {0};
    unsigned taken = 0;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        t.size = 0;
        put_value(&t, 0);
        for (unsigned changes = below(3); changes > 0; changes--)
            change(&t);
        memset(t.bytes + t.size, 0, 64);
        if (has_zero(&t))
            continue;
        const bool is_own = own_read(&tape, &t, own);
        const int their_answer = rapidjson_read(t.bytes, t.size, theirs, sizeof theirs);
        size_t bad; /* it takes the second half of a character alone, and makes what is not UTF-8 of it */
        const bool is_theirs = their_answer == 1 && ics_utf8_check((const unsigned char *)theirs, strlen(theirs), &bad);
        if (their_answer < 0)
            continue;
        if (is_own != is_theirs || (is_own && strcmp(own, theirs) != 0))
            print_message("round %u: ours %d, RapidJSON's %d: %.*s\n", round, is_own, is_theirs, (int)t.size, t.bytes);
        assert_int_equal(is_own, is_theirs);
        if (is_own)
            assert_string_equal(own, theirs);
        taken += is_own;
    }
    assert_true(taken > ROUNDS / 10 && taken < ROUNDS * 9 / 10); /* both sides were tried */
    ics_tape_free(&tape);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(both_agree)};
    return cmocka_run_group_tests_name("JSON beside RapidJSON", tests, NULL, NULL);
}
