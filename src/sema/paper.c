/*
 * What a date or a line in a document shows, it shows on paper: that a body consulted, or had regard, lawfully and in
 * truth is a finding. The verbs are those of the language reference, "Order".
 */
#include "sema/context.h"

#include <string.h>

static bool is_of_paper(const char *verb)
{
    static const char *const words[] = {"consult", "involve", "have regard", "seek the views", "seek views"};
    for (size_t i = 0; verb && i < sizeof words / sizeof *words; i++) {
        const size_t length = strlen(words[i]);
        if (strncmp(verb, words[i], length) == 0 && (verb[length] == '\0' || verb[length] == ' '))
            return true;
    }
    return false;
}

bool ics_is_on_paper(const ics_node *requirement)
{
    enum { WAITING = 128 };
    const ics_node *waiting[WAITING];
    size_t count = 0;
    if (requirement)
        waiting[count++] = requirement;
    while (count > 0) {
        const ics_node *at = waiting[--count];
        if (at->kind == ICS_NODE_DO && is_of_paper(at->text))
            return true;
        for (uint32_t i = 0; at->kind != ICS_NODE_DO && i < at->child_count && count < WAITING; i++)
            if (at->child[i])
                waiting[count++] = at->child[i];
    }
    return false;
}
