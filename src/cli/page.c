/* Pages of diagnostics as plain text: headings, paragraphs and fenced examples are all the Markdown that they use. */
#include "page.h"

#include <icsrules/icsrules.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LINE_WIDTH = 80, CANDIDATES = 400 };

bool cli_page_is_code(const char *word)
{
    const size_t digits = word[0] == '\0' ? 0 : strspn(word + 1, "0123456789");
    return strchr("EeWw", word[0]) && digits > 0 && digits <= 9 && word[digits + 1] == '\0';
}

const cli_page *cli_page_find(const char *code)
{
    for (size_t i = 0; i < cli_page_count; i++)
        if (strcasecmp(cli_pages[i].code, code) == 0)
            return &cli_pages[i];
    return NULL;
}

/* The code of the same letter whose number is nearest. */
static const cli_page *nearest_number(const char *code)
{
    const long number = strtol(code + 1, NULL, 10);
    const cli_page *nearest = NULL;
    long least = 0;
    for (size_t i = 0; i < cli_page_count; i++) {
        const long far = labs(strtol(cli_pages[i].code + 1, NULL, 10) - number);
        if (toupper((unsigned char)code[0]) != cli_pages[i].code[0] || (nearest && far >= least))
            continue;
        nearest = &cli_pages[i];
        least = far;
    }
    return nearest;
}

const cli_page *cli_page_nearest(const char *code)
{
    const char *names[CANDIDATES] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < cli_page_count && count < CANDIDATES; i++)
        names[count++] = cli_pages[i].code;
    const char *nearest = ics_word_nearest(code, names, count);
    return nearest ? cli_page_find(nearest) : nearest_number(code);
}

/* Behind the front matter, which is for the tests and the index. */
static const char *skip_front_matter(const char *text)
{
    static const char fence[] = "---\n", end[] = "\n---\n";
    const char *last = strncmp(text, fence, sizeof fence - 1) == 0 ? strstr(text, end) : NULL;
    text = last ? last + sizeof end - 1 : text;
    return text + strspn(text, "\n");
}

static size_t count_characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

/* A paragraph, broken between words. What stands in backticks is quoted as in messages. */
static void write_paragraph(const char *line, size_t length, FILE *out)
{
    size_t column = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at;
        while (end < length && line[end] != ' ')
            end++;
        const size_t width = count_characters(line + at, end - at);
        if (column > 0 && column + 1 + width > LINE_WIDTH) {
            fputc('\n', out);
            column = 0;
        } else if (column > 0) {
            fputc(' ', out);
            column++;
        }
        for (size_t i = at; i < end; i++)
            fputc(line[i] == '`' ? '\'' : line[i], out);
        column += width;
        at = end + (end < length);
    }
    fputc('\n', out);
}

/* The line that opens an example; behind the language it may name the file. */
static void write_file_name(const char *line, size_t length, FILE *out)
{
    const char *space = memchr(line, ' ', length);
    if (space)
        fprintf(out, "  %.*s\n", (int)(length - (size_t)(space - line) - 1), space + 1);
}

void cli_page_write(const cli_page *page, FILE *out)
{
    bool is_example = false;
    for (const char *line = skip_front_matter((const char *)page->text); *line != '\0';) {
        const size_t length = strcspn(line, "\n");
        const bool is_fence = strncmp(line, "```", 3) == 0;
        if (is_fence && !is_example)
            write_file_name(line, length, out);
        else if (is_example && !is_fence)
            fprintf(out, length > 0 ? "    %.*s\n" : "\n", (int)length, line);
        else if (!is_fence && line[0] == '#')
            fprintf(out, "%.*s\n", (int)(length - strspn(line, "# ")), line + strspn(line, "# "));
        else if (!is_fence)
            write_paragraph(line, length, out);
        is_example ^= is_fence;
        line += length + (line[length] == '\n');
    }
}
