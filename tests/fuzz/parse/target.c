/*
 * Any bytes as a file of rules: through the whole front end, then all of it that is walked or printed later. The pack
 * `ics` is a small model, so that terms, verbs and clauses are known. Nothing may crash, leak or hang.
 */
#include "syntax/ast.h"
#include "syntax/productions.h"

#include <stdlib.h>
#include <string.h>

static const char model[] =
    "model ics\n"
    "entity body\n  name : text\n  posts : list of post\n  plan is needed : yes/no\n  population : people\n"
    "  request received : event date\n"
    "entity ICB \"integrated care board\" is a body\n"
    "entity post\n  title : role\n  holder : text\n"
    "enum topic is SEND, health and wellbeing\n"
    "role SEND executive lead also lead\n"
    "verb body name (r: role)\n  means some of its posts where title is r has holder\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How deep a tree is, by recursion: the bound on it is what lets later stages recurse. */
static unsigned depth_of(const ics_node *node)
{
    unsigned deepest = 0;
    for (uint32_t i = 0; node && i < node->child_count; i++) {
        const unsigned depth = depth_of(node->child[i]);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static void walk(const ics_syntax *syntax, const ics_diags *diags)
{
    FILE *nowhere = fopen("/dev/null", "w");
    if (!nowhere)
        abort();
    for (size_t i = 0; i < syntax->file_count; i++)
        if (depth_of(syntax->files[i].tree) > 400)
            abort();
    ics_syntax_print_json(syntax, diags, nowhere);
    ics_productions_print(syntax, nowhere);
    ics_diags_print(diags, nowhere, false);
    fclose(nowhere);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    jmp_buf escape;
    ics_arena arena;
    ics_arena_init(&arena, &escape);
    ics_diags *diags = ics_diags_new();
    if (!diags || setjmp(escape) != 0)
        abort();
    const ics_rule_text texts[] = {{"fuzz.rules", data, size},
                                   {"model.rules", (const unsigned char *)model, sizeof model - 1}};
    ics_syntax syntax;
    if (ics_parse(&syntax, &arena, texts, 2, NULL, NULL, diags) == ICS_OK)
        walk(&syntax, diags);
    ics_arena_free(&arena);
    ics_diags_free(diags);
    return 0;
}
