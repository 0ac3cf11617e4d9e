/* Verbs: what their meaning looks at. */
#include "check/context.h"

#include <string.h>

typedef struct sought {
    const char *name;
    bool is_found;
} sought;

static bool find_name(ics_checker *c, const ics_node *node, void *context)
{
    sought *s = context;
    (void)c;
    s->is_found |= node->text && strcmp(node->text, s->name) == 0;
    return !s->is_found;
}

static bool is_used(ics_checker *c, const ics_node *verb, const char *name)
{
    static const char *const slots[] = {"condition", "happens", "about"};
    sought s = {.name = name};
    for (size_t i = 0; i < sizeof slots / sizeof *slots && !s.is_found; i++)
        ics_nodes_visit(c, ics_part_of(verb, slots[i]), find_name, &s);
    return s.is_found;
}

/* `publish (k: document kind)`, and the meaning never asks of which kind: then any will do. */
void ics_check_verb(ics_checker *c, const ics_node *verb)
{
    const ics_node *patterns = ics_part_of(verb, "patterns");
    for (uint32_t i = 0; i < ics_node_length(patterns); i++) {
        const ics_node *parameter = patterns->child[i];
        if (!parameter || parameter->kind != ICS_NODE_PARAMETER || is_used(c, verb, ics_text(parameter)))
            continue;
        ics_diag *diag = ics_report(c->diags, ICS_W1047, ics_name_span(parameter),
                                    "what '%s' means never looks at '%s': whichever is named, the answer is the same",
                                    ics_text(verb), ics_text(parameter));
        ics_diag_help(c->diags, diag, "ask for it in what the verb means, as in 'where kind is %s'",
                      ics_text(parameter));
    }
}
