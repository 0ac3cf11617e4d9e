/*
 * JSON, read once from left to right with a stack of our own: one loop, no recursion, numbers kept as written, every
 * byte looked at whether or not a rule asks for it.
 */
#include "data/json.h"

#include "base/limits.h"

#include <stdint.h>
#include <string.h>

typedef struct reader {
    ics_tape *tape;
    const unsigned char *bytes, *at, *limit;
    bool is_line;
    uint32_t open[ICS_DATA_NESTING]; /* tape indexes of the lists and records that are open */
    uint32_t depth;
    ics_fault *fault;
} reader;

static bool refuse(reader *r, const unsigned char *at, const char *expected)
{
    char found[16];
    const size_t offset = (size_t)(at - r->bytes);
    return ics_fault_set(r->fault, ICS_E0601, offset, offset + 1, "expected %s, found %s", expected,
                         ics_fault_byte(r->bytes, (size_t)(r->limit - r->bytes), offset, found));
}

static void skip_space(reader *r)
{
    const unsigned char *at = r->at;
    while (*at == ' ' || *at == '\t' || *at == '\r' || (*at == '\n' && !r->is_line))
        at++;
    r->at = at;
}

static bool push(reader *r, ics_tape_kind kind, const unsigned char *text, size_t length, const unsigned char *begin)
{
    const size_t offset = (size_t)(begin - r->bytes);
    return ics_tape_push(r->tape, kind, (const char *)text, length, offset) ||
           ics_tape_refuse(r->tape, offset, r->fault);
}

/* Non-zero where one of eight bytes is a quote, a backslash or a control. Bytes from 0x80 up never count. */
static uint64_t special_bytes(uint64_t word)
{
    const uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    const uint64_t quote = word ^ (ones * '"'), slash = word ^ (ones * '\\');
    return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((word - ones * 0x20) & ~word)) & tops;
}

static const unsigned char *find_special(const unsigned char *at)
{
    for (;;) { /* the zeros behind the text are controls: this ends */
        uint64_t word;
        memcpy(&word, at, sizeof word);
        if (special_bytes(word))
            break;
        at += sizeof word;
    }
    while (*at != '"' && *at != '\\' && *at >= 0x20)
        at++;
    return at;
}

static int hex_value(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Four hexadecimal digits; negative where there are not four. */
static int32_t hex4(const unsigned char *at)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const int digit = hex_value(at[i]);
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static size_t put_utf8(unsigned char *out, uint32_t c)
{
    if (c < 0x80) {
        out[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (unsigned char)(0xC0 | c >> 6);
        out[1] = (unsigned char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (unsigned char)(0xE0 | c >> 12);
        out[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (unsigned char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | c >> 18);
    out[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (unsigned char)(0x80 | (c & 0x3F));
    return 4;
}

/* A \u escape at *at (behind the u), with its second half where it is a surrogate. Moves *at behind it. */
static bool read_unicode(reader *r, const unsigned char **at, uint32_t *out)
{
    const int32_t high = hex4(*at);
    if (high < 0)
        return refuse(r, *at, "four hexadecimal digits after \\u");
    if (high == 0)
        return ics_fault_set(r->fault, ICS_E0601, (size_t)(*at - r->bytes) - 2, (size_t)(*at - r->bytes) + 4,
                             "U+0000 has no place in a text");
    if (high < 0xD800 || high > 0xDFFF) {
        *out = (uint32_t)high;
        *at += 4;
        return true;
    }
    const int32_t low = high < 0xDC00 && (*at)[4] == '\\' && (*at)[5] == 'u' ? hex4(*at + 6) : -1;
    if (low < 0xDC00 || low > 0xDFFF)
        return ics_fault_set(r->fault, ICS_E0601, (size_t)(*at - r->bytes) - 2, (size_t)(*at - r->bytes) + 4,
                             "\\u%04X is half of a character; the other half must follow it", (unsigned)high);
    *out = 0x10000u + ((uint32_t)(high - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
    *at += 10;
    return true;
}

/* One escape at *at (on the backslash), decoded to *out, which moves on. */
static bool read_escape(reader *r, const unsigned char **at, unsigned char **out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const unsigned char c = (*at)[1];
    if (c == 'u') {
        uint32_t code_point = 0;
        *at += 2;
        if (!read_unicode(r, at, &code_point))
            return false;
        *out += put_utf8(*out, code_point);
        return true;
    }
    const char *letter = c ? strchr(letters, c) : NULL;
    if (!letter)
        return refuse(r, *at + 1, "one of \" \\ / b f n r t u after a backslash");
    *(*out)++ = (unsigned char)meanings[letter - letters];
    *at += 2;
    return true;
}

static bool refuse_in_text(reader *r, const unsigned char *open, const unsigned char *at)
{
    const size_t offset = (size_t)(at - r->bytes);
    if (at >= r->limit || (*at == '\n' && r->is_line))
        ics_fault_set(r->fault, ICS_E0007, offset, offset + 1, "the text is not closed: expected '\"'");
    else
        ics_fault_set(r->fault, ICS_E0601, offset, offset + 1,
                      "U+%04X stands raw in a text: expected it escaped, or the text closed before it", *at);
    r->fault->has_other = true;
    r->fault->other_offset = (uint32_t)(open - r->bytes);
    r->fault->other_text = "the text begins here";
    return false;
}

/* A text with escapes: decoded into the scratch. Its end is looked for first, so that the size is known. */
static bool read_escaped(reader *r, ics_tape_kind kind, const unsigned char *open, const unsigned char *at)
{
    const unsigned char *end = at;
    while (*end != '"') {
        if (*end < 0x20)
            return refuse_in_text(r, open, end);
        end = find_special(end + (end[1] >= 0x20 ? 2 : 1)); /* a backslash and what it escapes */
    }
    unsigned char *text = ics_arena_alloc(&r->tape->scratch, (size_t)(end - open) + 4, 1);
    if (!text) {
        *r->fault = (ics_fault){.out_of_memory = true};
        return false;
    }
    r->tape->scratch_used = true;
    unsigned char *out = text;
    for (at = open + 1; at < end;) {
        if (*at == '\\') {
            if (!read_escape(r, &at, &out))
                return false;
        } else {
            *out++ = *at++;
        }
    }
    r->at = end + 1;
    return push(r, kind, text, (size_t)(out - text), open);
}

static bool read_text(reader *r, ics_tape_kind kind)
{
    const unsigned char *open = r->at, *at = find_special(open + 1);
    const size_t tape_count = r->tape->count;
    if (*at == '\\') {
        if (!read_escaped(r, kind, open, at))
            return false;
    } else if (*at != '"') {
        return refuse_in_text(r, open, at);
    } else {
        r->at = at + 1;
        if (!push(r, kind, open + 1, (size_t)(at - open) - 1, open))
            return false;
    }
    if (r->tape->nodes[tape_count].length <= ICS_LIMIT_TEXT_VALUE_BYTES)
        return true;
    return ics_fault_set(r->fault, ICS_E0005, (size_t)(open - r->bytes), (size_t)(open - r->bytes) + 1,
                         "a text of %u bytes; at most %lld are read (limit TEXT_VALUE_BYTES)",
                         r->tape->nodes[tape_count].length, (long long)ICS_LIMIT_TEXT_VALUE_BYTES);
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool read_number(reader *r)
{
    const unsigned char *begin = r->at, *at = begin + (*begin == '-');
    if (!is_digit(*at))
        return refuse(r, at, "a digit");
    if (*at == '0' && is_digit(at[1]))
        return ics_fault_set(r->fault, ICS_E0601, (size_t)(at - r->bytes), (size_t)(at - r->bytes) + 1,
                             "a number does not begin with 0 and another digit");
    while (is_digit(*at))
        at++;
    if (*at == '.') {
        if (!is_digit(*++at))
            return refuse(r, at, "a digit after the decimal point");
        while (is_digit(*at))
            at++;
    }
    if (*at == 'e' || *at == 'E') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        if (!is_digit(*at))
            return refuse(r, at, "a digit in the exponent");
        while (is_digit(*at))
            at++;
    }
    r->at = at;
    return push(r, ICS_TAPE_NUMBER, begin, (size_t)(at - begin), begin);
}

static bool read_word(reader *r, const char *word, ics_tape_kind kind)
{
    const unsigned char *begin = r->at;
    for (const char *c = word; *c; c++, r->at++)
        if (*r->at != (unsigned char)*c)
            return refuse(r, begin, "a value (a text, a number, a list, a record, true, false or null)");
    return push(r, kind, begin, strlen(word), begin);
}

static bool open_container(reader *r, ics_tape_kind kind)
{
    if (r->depth == ICS_DATA_NESTING)
        return ics_fault_depth(r->fault, (size_t)(r->at - r->bytes));
    r->open[r->depth++] = (uint32_t)r->tape->count;
    const unsigned char *begin = r->at++;
    return push(r, kind, begin, 0, begin);
}

/* A scalar, or the opening of a list or record. */
static bool read_begin(reader *r)
{
    switch (*r->at) {
    case '"':
        return read_text(r, ICS_TAPE_TEXT);
    case '{':
        return open_container(r, ICS_TAPE_RECORD);
    case '[':
        return open_container(r, ICS_TAPE_LIST);
    case 't':
        return read_word(r, "true", ICS_TAPE_TRUE);
    case 'f':
        return read_word(r, "false", ICS_TAPE_FALSE);
    case 'n':
        return read_word(r, "null", ICS_TAPE_NULL);
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
        return read_number(r);
    default:
        return refuse(r, r->at, "a value (a text, a number, a list, a record, true, false or null)");
    }
}

static bool read_key(reader *r)
{
    skip_space(r);
    if (*r->at != '"')
        return refuse(r, r->at, "a key in double quotes");
    if (!read_text(r, ICS_TAPE_KEY))
        return false;
    skip_space(r);
    if (*r->at != ':')
        return refuse(r, r->at, "':' after the key");
    r->at++;
    return true;
}

/* What stands between the values: closes what ends here. @param[out] more Whether another value comes. */
static bool read_between(reader *r, bool *more)
{
    while (r->depth > 0) {
        skip_space(r);
        const uint32_t open = r->open[r->depth - 1];
        ics_tape_node *node = &r->tape->nodes[open];
        const bool is_record = node->kind == ICS_TAPE_RECORD;
        const bool is_empty = open + 1 == r->tape->count;
        if (*r->at == (is_record ? '}' : ']')) {
            r->at++;
            r->depth--;
            node->next = (uint32_t)r->tape->count;
            continue;
        }
        if (!is_empty) {
            if (*r->at != ',')
                return refuse(r, r->at, is_record ? "',' or '}'" : "',' or ']'");
            r->at++;
        }
        *more = true;
        return is_record ? read_key(r) : true;
    }
    *more = false;
    return true;
}

bool ics_json_read(ics_tape *tape, const unsigned char *bytes, size_t size, size_t start, bool is_line, size_t *end,
                   ics_fault *fault)
{
    reader r = {.tape = tape, .bytes = bytes, .at = bytes + start, .limit = bytes + size, .is_line = is_line};
    r.fault = fault;
    for (bool more = true; more;) {
        skip_space(&r);
        if (!read_begin(&r) || !read_between(&r, &more))
            return false;
    }
    skip_space(&r);
    *end = (size_t)(r.at - bytes);
    return true;
}
