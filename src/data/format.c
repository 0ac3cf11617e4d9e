/* Formats, and the many things that are none. */
#include "data/format.h"

#include <stdio.h>
#include <string.h>

typedef struct signature {
    const char *bytes;
    size_t size;
    const char *what, *help;
} signature;

#define SIGNATURE(bytes, what, help)                                                                                   \
    {                                                                                                                  \
        bytes, sizeof(bytes) - 1, what, help                                                                           \
    }

static const signature signatures[] = {
    SIGNATURE("\x1F\x8B", "a gzip archive", "unpack it first: gunzip FILE"),
    SIGNATURE("PK\x03\x04", "a zip archive or a spreadsheet", "save the sheet as CSV (UTF-8), or unpack the archive"),
    SIGNATURE("\xD0\xCF\x11\xE0", "an old spreadsheet", "save the sheet as CSV (UTF-8)"),
    SIGNATURE("\x89PNG", "a picture", "give JSON, NDJSON, YAML or CSV"),
    SIGNATURE("\x7F"
              "ELF",
              "a program", "give JSON, NDJSON, YAML or CSV"),
    SIGNATURE("%PDF", "a PDF", "give JSON, NDJSON, YAML or CSV"),
    SIGNATURE("\x28\xB5\x2F\xFD", "a zstd archive", "unpack it first: unzstd FILE"),
};

static bool check_signature(const ics_input *input, ics_fault *fault)
{
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++) {
        const signature *s = &signatures[i];
        if (input->bytes.size < s->size || memcmp(input->bytes.data, s->bytes, s->size) != 0)
            continue;
        ics_fault_set(fault, ICS_E0003, 0, 1, "this is %s, not data that can be read here", s->what);
        fault->help = s->help;
        return false;
    }
    return true;
}

static bool check_utf16(const ics_input *input, ics_fault *fault)
{
    const unsigned char *b = input->bytes.data;
    if (input->bytes.size < 2 || !((b[0] == 0xFF && b[1] == 0xFE) || (b[0] == 0xFE && b[1] == 0xFF)))
        return true;
    ics_fault_set(fault, ICS_E0002, 0, 2, "the file is UTF-16; expected UTF-8");
    fault->help = "save it as UTF-8 (in a spreadsheet: CSV UTF-8), or convert it: iconv -f UTF-16 -t UTF-8";
    return false;
}

/* Bytes that stand alone in Windows-1252 where people write quotes, dashes, pounds: no UTF-8 begins with them. */
static bool is_windows_1252(unsigned char c)
{
    return (c >= 0x80 && c <= 0x9F) || (c >= 0xA0 && c <= 0xBF);
}

static bool check_utf8(const ics_input *input, ics_fault *fault)
{
    size_t bad;
    if (ics_utf8_check(input->bytes.data, input->bytes.size, &bad))
        return true;
    const unsigned char c = input->bytes.data[bad];
    if (c == 0) {
        ics_fault_set(fault, ICS_E0004, bad, bad + 1, "U+0000 stands at byte %zu; it has no place in data", bad);
        return false;
    }
    ics_fault_set(fault, ICS_E0002, bad, bad + 1, "byte %zu (0x%02X) is not UTF-8%s", bad, c,
                  is_windows_1252(c) ? "; the file looks like Windows-1252" : "");
    fault->help = is_windows_1252(c) ? "convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW" : "save it as UTF-8";
    return false;
}

static bool has_ending(const char *name, const char *ending)
{
    const size_t length = strlen(name), size = strlen(ending);
    return length > size && strcmp(name + length - size, ending) == 0;
}

static bool find_by_word(const char *word, ics_data_format *out)
{
    static const struct {
        const char *word;
        ics_data_format format;
    } words[] = {{"json", ICS_DATA_JSON}, {"ndjson", ICS_DATA_NDJSON}, {"jsonl", ICS_DATA_NDJSON},
                 {"yaml", ICS_DATA_YAML}, {"yml", ICS_DATA_YAML},      {"csv", ICS_DATA_CSV}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i].word) == 0) {
            *out = words[i].format;
            return true;
        }
    return false;
}

static bool find_by_name(const char *name, ics_data_format *out)
{
    const char *dot = strrchr(name, '.');
    return dot && !has_ending(name, "/") && find_by_word(dot + 1, out);
}

static size_t skip_space(const ics_input *input, size_t at)
{
    while (at < input->bytes.size && strchr(" \t\r\n", input->bytes.data[at]) && input->bytes.data[at])
        at++;
    return at;
}

/* Whether a text of braces is one document or a document a line: the first line is whole, and another follows. */
static bool is_line_by_line(const ics_input *input, size_t at)
{
    const unsigned char *bytes = input->bytes.data;
    const unsigned char *end = memchr(bytes + at, '\n', input->bytes.size - at);
    if (!end || bytes[at] != '{')
        return false;
    size_t last = (size_t)(end - bytes);
    while (last > at && (bytes[last] == '\n' || bytes[last] == '\r' || bytes[last] == ' '))
        last--;
    const size_t next = skip_space(input, (size_t)(end - bytes));
    return bytes[last] == '}' && next < input->bytes.size && bytes[next] == '{';
}

static ics_data_format find_by_content(const ics_input *input, size_t at)
{
    const unsigned char c = input->bytes.data[at];
    if (c == '{' || c == '[')
        return is_line_by_line(input, at) ? ICS_DATA_NDJSON : ICS_DATA_JSON;
    return ICS_DATA_YAML;
}

/* A file whose name says one thing and whose first byte another. */
static bool check_content(const ics_input *input, size_t at, ics_data_format format, ics_fault *fault)
{
    const unsigned char c = input->bytes.data[at];
    const bool is_json = c == '{' || c == '[';
    if (format == ICS_DATA_CSV && is_json) {
        ics_fault_set(fault, ICS_E0003, at, at + 1, "the name says CSV, but this looks like JSON");
        fault->help = "rename the file, or give --input-format json";
        return false;
    }
    if ((format == ICS_DATA_JSON || format == ICS_DATA_NDJSON) &&
        (c == '-' || c == '#' || c == '%' || (c >= 'A' && c <= 'Z') ||
         (c >= 'a' && c <= 'z' && c != 't' && c != 'f' && c != 'n'))) {
        ics_fault_set(fault, ICS_E0003, at, at + 1, "the name says JSON, but this looks like YAML or text");
        fault->help = "rename the file, or give --input-format yaml";
        return false;
    }
    return true;
}

static void skip_mark(ics_input *input)
{
    if (input->bytes.size >= 3 && memcmp(input->bytes.data, "\xEF\xBB\xBF", 3) == 0)
        input->start = 3;
}

bool ics_format_check(ics_input *input, bool is_first, ics_fault *fault)
{
    if (is_first)
        skip_mark(input);
    return check_utf8(input, fault);
}

bool ics_format_find(ics_input *input, const char *wanted, ics_data_format *out, ics_fault *fault)
{
    if (!check_signature(input, fault) || !check_utf16(input, fault) || !check_utf8(input, fault))
        return false;
    skip_mark(input);
    const size_t at = skip_space(input, input->start);
    if (at == input->bytes.size)
        return ics_fault_set(fault, ICS_E0601, at, at, "the file is empty; expected a description");
    if (wanted && find_by_word(wanted, out))
        return true;
    if (find_by_name(input->name, out))
        return check_content(input, at, *out, fault);
    *out = find_by_content(input, at);
    return true;
}
