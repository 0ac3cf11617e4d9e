/* The tree as JSON, for the reference evaluator and for people. Leans on the tree and diagnostics. */
#include "syntax/ast.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

/* A JSON string: quotes, backslashes and what is not printable escaped. */
static void print_text(FILE *out, const char *text)
{
    fputc('"', out);
    const size_t size = strlen(text);
    for (size_t at = 0, step; at < size; at += step) {
        uint32_t code_point = 0xFFFD;
        step = ics_utf8_decode((const unsigned char *)text + at, size - at, &code_point);
        if (step == 0)
            step = 1;
        if (code_point == '"' || code_point == '\\')
            fprintf(out, "\\%c", (char)code_point);
        else if (code_point < 0x20 || (code_point < 0x10000 && ics_is_unprintable(code_point)) || code_point == 0xFFFD)
            fprintf(out, "\\u%04x", (unsigned)code_point);
        else
            fwrite(text + at, 1, step, out);
    }
    fputc('"', out);
}

static void print_key(FILE *out, const char *key)
{
    print_text(out, key);
    fputs(": ", out);
}

static void indent(FILE *out, unsigned level)
{
    fputc('\n', out);
    for (unsigned i = 0; i < level; i++)
        fputs("  ", out);
}

static void print_place(FILE *out, const ics_diags *diags, ics_span span)
{
    uint32_t line, column;
    ics_diags_line(diags, span.source, span.start, &line, &column);
    fprintf(out, "{\"start\": %u, \"end\": %u, \"line\": %u, \"column\": %u}", (unsigned)span.start, (unsigned)span.end,
            (unsigned)line, (unsigned)column);
}

static void print_day(FILE *out, const char *key, int32_t day)
{
    char text[11];
    ics_day_format(day, text);
    fprintf(out, ", \"%s\": \"%s\"", key, text);
}

/* The fields that are set, besides the children. */
static void print_fields(FILE *out, const ics_node *node, const ics_diags *diags)
{
    print_key(out, "node");
    print_text(out, ics_node_table[node->kind].name);
    if (node->text) {
        fputs(", \"text\": ", out);
        print_text(out, node->text);
    }
    if (node->word) {
        fputs(", \"word\": ", out);
        print_text(out, node->word);
    }
    if (node->has_number) {
        char number[24];
        ics_decimal_format(node->number, number);
        fprintf(out, ", \"number\": \"%s\"", number);
    }
    if (node->has_day) {
        print_day(out, "first_day", node->first_day);
        print_day(out, "last_day", node->last_day);
    }
    if (node->negated)
        fputs(", \"negated\": true", out);
    if (node->help) {
        fputs(", \"help\": ", out);
        print_text(out, node->help);
    }
    fputs(", \"span\": ", out);
    print_place(out, diags, node->span);
    if (node->text_span.source) {
        fputs(", \"text_span\": ", out);
        print_place(out, diags, node->text_span);
    }
}

static void print_node(FILE *out, const ics_node *node, const ics_diags *diags, unsigned level);

static void print_items(FILE *out, const ics_node *node, const ics_diags *diags, unsigned level)
{
    fputs(", \"items\": [", out);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (i > 0)
            fputc(',', out);
        indent(out, level + 1);
        print_node(out, node->child[i], diags, level + 1);
    }
    if (node->child_count > 0)
        indent(out, level);
    fputc(']', out);
}

/* Empty slots are written as null, so that a reader finds the same keys in every node of a kind. */
static void print_slots(FILE *out, const ics_node *node, const ics_diags *diags, unsigned level)
{
    const char *slot = ics_node_table[node->kind].slots;
    for (uint32_t i = 0; i < node->child_count; i++) {
        const size_t length = strcspn(slot, " ");
        fputc(',', out);
        indent(out, level + 1);
        fprintf(out, "\"%.*s\": ", (int)length, slot);
        print_node(out, node->child[i], diags, level + 1);
        slot += length + (slot[length] == ' ');
    }
}

/* Recurses as deep as the tree, which the parser bounds. */
static void print_node(FILE *out, const ics_node *node, const ics_diags *diags, unsigned level)
{
    if (!node) {
        fputs("null", out);
        return;
    }
    fputc('{', out);
    print_fields(out, node, diags);
    if (*ics_node_table[node->kind].slots == '*')
        print_items(out, node, diags, level);
    else
        print_slots(out, node, diags, level);
    fputc('}', out);
}

void ics_syntax_print_json(const ics_syntax *syntax, const ics_diags *diags, FILE *out)
{
    fputs("{\"format\": \"icsrules-ast/1\", \"files\": [", out);
    for (size_t i = 0; i < syntax->file_count; i++) {
        const ics_syntax_file *file = &syntax->files[i];
        fputs(i > 0 ? ",\n  {\"name\": " : "\n  {\"name\": ", out);
        print_text(out, file->name);
        fputs(", \"pack\": ", out);
        print_text(out, syntax->packs[file->pack]);
        fputs(", \"tree\": ", out);
        print_node(out, file->tree, diags, 1);
        fputc('}', out);
    }
    fputs("\n]}\n", out);
}
