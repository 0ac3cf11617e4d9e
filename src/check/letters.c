/* Lists, lettered or in brackets: more than one thing, and each of them once. */
#include "check/context.h"

#include <string.h>

static void check_lettered(ics_checker *c, const ics_node *letters)
{
    const ics_node *items = ics_part_of(letters, "items");
    const uint32_t count = ics_node_length(items);
    if (count == 1 && items->child[0]) {
        ics_diag *diag = ics_report(
            c->diags, ICS_W1041, items->child[0]->text_span.source ? items->child[0]->text_span : items->child[0]->span,
            "a list of one letter");
        ics_diag_help(c->diags, diag, "write it without the letter, or is the next one missing?");
    }
    for (uint32_t i = 1; i < count && i < 64; i++)
        for (uint32_t k = 0; k < i; k++) {
            const ics_node *body = ics_part_of(items->child[i], "body"), *before = ics_part_of(items->child[k], "body");
            if (!body || !ics_format_same(body, before))
                continue;
            ics_diag *diag = ics_report(c->diags, ICS_W1031, body->span, "letter (%s) says what letter (%s) says",
                                        ics_text(items->child[i]), ics_text(items->child[k]));
            ics_diag_note(c->diags, diag, before->span, "here it is said first");
            break;
        }
}

/* any of (a, b, a) */
static void check_named(ics_checker *c, const ics_node *list)
{
    for (uint32_t i = 1; i < list->child_count && i < 256; i++)
        for (uint32_t k = 0; k < i; k++) {
            if (!list->child[i] || !list->child[k] || !ics_format_same(list->child[i], list->child[k]))
                continue;
            ics_diag *diag = ics_report(c->diags, ICS_W1031, list->child[i]->span, "this stands twice in one list");
            ics_diag_note(c->diags, diag, list->child[k]->span, "here it stands first");
            if (list->child[i - 1])
                ics_mend_joined(c, diag, list->child[i - 1]->span, list->child[i]->span);
            break;
        }
}

static bool check_list(ics_checker *c, const ics_node *node, void *context)
{
    (void)context;
    if (node->kind == ICS_NODE_LETTERS)
        check_lettered(c, node);
    const ics_node *right = node->kind == ICS_NODE_COMPARE ? ics_part_of(node, "right") : NULL;
    if (right && right->kind == ICS_NODE_LIST)
        check_named(c, right);
    return node->kind != ICS_NODE_TEST; /* what a test gives may well say things twice */
}

void ics_check_letters(ics_checker *c, const ics_node *declaration)
{
    ics_nodes_visit(c, declaration, check_list, NULL);
}
