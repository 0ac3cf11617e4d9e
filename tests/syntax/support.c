/* See the header. */
#include "syntax/support.h"

#include "base/date.h"

#include <glob.h>
#include <string.h>

static size_t find_pack(void *context, const char *name, ics_arena *arena, const char ***paths)
{
    char pattern[512];
    snprintf(pattern, sizeof pattern, "%s/%s/*.rules", (const char *)context, name);
    glob_t found;
    if (glob(pattern, 0, NULL, &found) != 0)
        return 0;
    const size_t count = found.gl_pathc;
    *paths = ICS_ARENA_ARRAY(arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        (*paths)[i] = ics_arena_text(arena, found.gl_pathv[i], strlen(found.gl_pathv[i]));
    globfree(&found);
    return count;
}

void parse_bytes(parsed *p, const char *root, const char *name, const char *bytes, size_t size, bool with_default)
{
    jmp_buf escape;
    *p = (parsed){.diags = ics_diags_new()};
    ics_arena_init(&p->arena, &escape);
    if (setjmp(escape) != 0)
        fail_msg("memory has run out");
    const ics_rule_text text = {name, (const unsigned char *)bytes, size};
    const ics_pack_finder finder = {
        .find = find_pack, .context = (void *)(uintptr_t)root, .looked_in = "the folder of the test"};
    p->status =
        ics_parse(&p->syntax, &p->arena, &text, 1, root ? &finder : NULL, with_default ? "ics" : NULL, p->diags);
    p->arena.escape = NULL;
}

void parse_text(parsed *p, const char *root, const char *name, const char *text, bool with_default)
{
    parse_bytes(p, root, name, text, strlen(text), with_default);
}

void parsed_free(parsed *p)
{
    ics_arena_free(&p->arena);
    ics_diags_free(p->diags);
}

const ics_node *parsed_tree(const parsed *p)
{
    return p->syntax.files[p->syntax.file_count - 1].tree;
}

static void write_fields(FILE *out, const ics_node *node)
{
    char buffer[32];
    if (node->negated)
        fputs(" -", out);
    if (node->word)
        fprintf(out, " <%s>", node->word);
    if (node->has_number) {
        ics_decimal_format(node->number, buffer);
        fprintf(out, " %s", buffer);
    }
    if (node->has_day) {
        ics_date_format(node->first_day, node->last_day, buffer);
        fprintf(out, " %s", buffer);
    }
    if (node->text)
        fprintf(out, " %s", node->text);
}

static void write_tree(FILE *out, const ics_node *node)
{
    if (!node) {
        fputs(" _", out);
        return;
    }
    const bool is_list = node->kind == ICS_NODE_LIST;
    fputs(is_list ? " [" : " (", out);
    if (!is_list) {
        fputs(ics_node_table[node->kind].name, out);
        write_fields(out, node);
    }
    for (uint32_t i = 0; i < node->child_count; i++)
        write_tree(out, node->child[i]);
    fputs(is_list ? " ]" : ")", out);
}

char *tree_text(const ics_node *node)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    write_tree(out, node);
    fclose(out);
    return text;
}

char *diags_text(const ics_diags *diags)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    ics_diags_print(diags, out, false);
    fclose(out);
    return text;
}

char *read_whole(const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    char *text = NULL;
    size_t size, got;
    FILE *out = open_memstream(&text, &size);
    char buffer[4096];
    while ((got = fread(buffer, 1, sizeof buffer, in)) > 0)
        fwrite(buffer, 1, got, out);
    fclose(in);
    fclose(out);
    return text;
}

void expect_golden(const char *path, const char *text)
{
    if (getenv("ICS_UPDATE_GOLDEN")) {
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        fputs(text, out);
        assert_int_equal(fclose(out), 0);
        return;
    }
    char *want = read_whole(path);
    if (!want)
        fail_msg("%s is missing: run with ICS_UPDATE_GOLDEN=1, read what it wrote, and keep it", path);
    if (strcmp(want, text) != 0)
        print_message("%s differs; found:\n%s\n", path, text);
    assert_true(strcmp(want, text) == 0);
    free(want);
}
