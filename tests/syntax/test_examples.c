/* The worked examples of the design parse without a diagnostic, and their trees stay what they are. */
#include "syntax/support.h"

#include <string.h>

static const struct example {
    const char *name; /* of the golden file too */
    const char *text; /* what is parsed */
    const char *file; /* whose tree is looked at: the last part of its name */
    bool as_json;
} examples[] = {
    {"00_sentence", "ICB must name SEND executive lead\n", "test.rules", true},
    {"01_model", "use ics\n", "01_model.rules", false},
    {"02_duties", "use send\n", "02_duties.rules", false},
    {"03_places", "use icp\n", "03_places.rules", false},
    {"04_deadlines", "use send\n", "04_deadlines.rules", true},
    {"05_variation", NULL, "05_variation.rules", false},
    {"06_tests", NULL, "06_tests.rules", false},
    {"07_more", NULL, "07_more.rules", false},
};

static bool ends_with(const char *text, const char *tail)
{
    const size_t length = strlen(text), n = strlen(tail);
    return length >= n && strcmp(text + length - n, tail) == 0;
}

static char *json_of(const parsed *p, ics_syntax_file *file)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const ics_syntax one = {
        .files = file, .file_count = 1, .packs = p->syntax.packs, .pack_count = p->syntax.pack_count};
    ics_syntax_print_json(&one, p->diags, out);
    fclose(out);
    return text;
}

/* A line for each declaration, so that a difference can be seen. */
static char *lines_of(const ics_node *tree)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    for (uint32_t i = 0; i < tree->child_count; i++) {
        char *line = tree_text(tree->child[i]);
        fprintf(out, "%s\n", line + 1);
        free(line);
    }
    fclose(out);
    return text;
}

static void parses(void **state)
{
    const struct example *e = *state;
    char path[512];
    snprintf(path, sizeof path, EXAMPLES "/%s", e->file);
    char *own = e->text ? NULL : read_whole(path);
    parsed p;
    parse_text(&p, EXAMPLES, e->text ? "test.rules" : e->file, e->text ? e->text : own, true);
    char *said = diags_text(p.diags);
    assert_string_equal(said, "");
    assert_int_equal(p.status, ICS_OK);
    ics_syntax_file *file = NULL;
    for (size_t i = 0; i < p.syntax.file_count; i++)
        if (ends_with(p.syntax.files[i].name, e->file))
            file = &p.syntax.files[i];
    assert_non_null(file);
    char *text = e->as_json ? json_of(&p, file) : lines_of(file->tree);
    snprintf(path, sizeof path, ICS_SOURCE_DIR "/tests/golden/ast/%s.%s", e->name, e->as_json ? "json" : "tree");
    expect_golden(path, text);
    free(text);
    free(said);
    free(own);
    parsed_free(&p);
}

int main(void)
{
    return SUITE_RUN_ROWS("examples", examples, parses);
}
