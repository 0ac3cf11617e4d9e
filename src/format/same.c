/* Whether two trees say the same. Leans on the tree, whose depth the parser bounds. */
#include "format/format.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_fields(const ics_node *a, const ics_node *b)
{
    return a->kind == b->kind && a->number == b->number && a->first_day == b->first_day && a->last_day == b->last_day &&
           a->negated == b->negated && a->has_number == b->has_number && a->has_day == b->has_day &&
           same_text(a->text, b->text) && same_text(a->word, b->word) && same_text(a->help, b->help);
}

bool ics_format_same(const ics_node *a, const ics_node *b)
{
    if (!a || !b)
        return a == b;
    if (!same_fields(a, b) || a->child_count != b->child_count)
        return false;
    for (uint32_t i = 0; i < a->child_count; i++)
        if (!ics_format_same(a->child[i], b->child[i]))
            return false;
    return true;
}
