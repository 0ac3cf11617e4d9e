/* What stands around the declarations of a file: ## comments that nothing takes up, and packs used twice. */
#include "check/context.h"

#include <stdlib.h>
#include <string.h>

/* Where nodes begin that a ## comment before them belongs to. */
typedef struct takers {
    uint32_t *starts;
    size_t count, room;
} takers;

static bool note_taker(ics_checker *c, const ics_node *node, void *context)
{
    takers *t = context;
    switch (node->kind) {
    case ICS_NODE_FILE:
    case ICS_NODE_LIST:
        return true;
    case ICS_NODE_ATTRIBUTE:
    case ICS_NODE_ENTITY:
    case ICS_NODE_VARIATION:
    case ICS_NODE_PLUGIN:
    case ICS_NODE_FUNCTION:
    case ICS_NODE_REPLACE:
        ICS_PUSH(c->arena, t->starts, t->count, t->room, node->span.start);
        return true;
    default: /* a declaration: what lies below it takes no comment */
        ICS_PUSH(c->arena, t->starts, t->count, t->room, node->span.start);
        return false;
    }
}

static int compare_starts(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static bool takes(const takers *t, uint32_t at)
{
    return t->count > 0 && bsearch(&at, t->starts, t->count, sizeof at, compare_starts);
}

/* The first byte after a place that is neither blank nor in a comment; the size at the end. */
static size_t next_word(const char *text, size_t size, size_t at)
{
    while (at < size) {
        if (text[at] == '#') {
            const char *feed = memchr(text + at, '\n', size - at);
            at = feed ? (size_t)(feed - text) : size;
        } else if (strchr(" \t\r\n", text[at])) {
            at++;
        } else {
            break;
        }
    }
    return at;
}

static void say_loose(ics_checker *c, uint32_t source, size_t start, size_t end, bool at_end)
{
    ics_diag *diag = ics_report(c->diags, ICS_W1045, (ics_span){source, (uint32_t)start, (uint32_t)end},
                                at_end ? "this ## comment stands at the end, and belongs to nothing"
                                       : "this ## comment belongs to nothing: no declaration follows it");
    ics_diag_help(c->diags, diag,
                  "## is printed with the declaration that it stands before; # is for the reader of "
                  "the file");
}

/* A block of ## lines that begins its line at `at`. @return where it ends. */
static size_t check_block(ics_checker *c, const takers *t, uint32_t source, const char *text, size_t size, size_t at)
{
    const char *feed = memchr(text + at, '\n', size - at);
    const size_t line = feed ? (size_t)(feed - text) : size;
    const size_t next = next_word(text, size, at);
    if (next == size || !takes(t, (uint32_t)next))
        say_loose(c, source, at, line, next == size);
    return next;
}

void ics_check_comments(ics_checker *c)
{
    const ics_syntax_file *file = &c->syntax->files[c->file];
    size_t size = 0;
    const char *text = ics_diags_source_text(c->diags, file->source, &size);
    takers t = {0};
    ics_nodes_visit(c, file->tree, note_taker, &t);
    if (t.count > 0)
        qsort(t.starts, t.count, sizeof *t.starts, compare_starts);
    for (size_t at = 0; text && at < size;) {
        const size_t begun = at;
        while (at < size && (text[at] == ' ' || text[at] == '\t'))
            at++;
        if (at + 1 < size && text[at] == '#' && text[at + 1] == '#') {
            at = check_block(c, &t, file->source, text, size, at);
            while (at > begun && text[at - 1] != '\n')
                at--; /* the word that follows stands on a line of its own */
            if (at > begun)
                continue;
        }
        const char *feed = memchr(text + begun, '\n', size - begun);
        at = feed ? (size_t)(feed - text) + 1 : size;
    }
}

/* -- use */

void ics_check_uses(ics_checker *c)
{
    const ics_node *tree = c->syntax->files[c->file].tree;
    for (uint32_t i = 0; i < ics_node_length(tree); i++)
        for (uint32_t k = 0; tree->child[i] && tree->child[i]->kind == ICS_NODE_USE && k < i; k++) {
            const ics_node *use = tree->child[i], *before = tree->child[k];
            if (!before || before->kind != ICS_NODE_USE || strcmp(ics_text(use), ics_text(before)) != 0)
                continue;
            ics_diag *diag = ics_report(c->diags, ICS_W1050, use->span, "pack %s is used twice", ics_text(use));
            ics_diag_note(c->diags, diag, before->span, "here it is used first");
            ics_mend_out(c, diag, use->span);
            break;
        }
}
