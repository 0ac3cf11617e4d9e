/* Readings: a place that is read in one way is not unclear. */
#include "check/context.h"

#include <string.h>

/* Another reading of the same place that gives the same name another value. */
static bool has_other(const ics_index *readings, const ics_node *reading, const char *name)
{
    for (const ics_entry *e = ics_index_first(readings, name); e; e = ics_index_next(e)) {
        const char *own = ics_text(ics_part_of(reading, "name")), *other = ics_text(ics_part_of(e->node, "name"));
        if (e->node != reading && strcmp(own, other) != 0 &&
            ics_format_same(ics_part_of(e->node, "cite"), ics_part_of(reading, "cite")))
            return true;
    }
    return false;
}

static const char *name_given(const ics_node *reading)
{
    const ics_node *what = ics_part_of(reading, "what");
    return what && what->kind == ICS_NODE_PATH && what->child_count > 0 ? ics_text(what->child[0]) : "";
}

void ics_check_readings(ics_checker *c)
{
    ics_index readings;
    ics_index_make(&readings, c->arena, 256);
    for (int told = 0; told < 2; told++) /* all are gathered before any is told of */
        for (uint32_t f = 0; f < c->syntax->file_count; f++) {
            const ics_node *tree = c->syntax->files[f].tree;
            for (uint32_t i = 0; i < ics_node_length(tree); i++) {
                const ics_node *node = tree->child[i];
                if (!node || node->kind != ICS_NODE_READING)
                    continue;
                if (!told) {
                    ics_index_add(&readings, c->arena, name_given(node), node, f, ICS_NONE);
                } else if (c->syntax->files[f].pack == 0 && !has_other(&readings, node, name_given(node))) {
                    ics_diag *diag = ics_report(c->diags, ICS_W1052, ics_part_of(node, "name")->span,
                                                "no other reading of this place gives '%s' a value", name_given(node));
                    ics_diag_help(c->diags, diag, "add the other reading, or write 'let' where all agree");
                }
            }
        }
}
