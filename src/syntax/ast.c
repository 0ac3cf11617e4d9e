/* The table of nodes, and slots by name. Leans on nothing but the list of nodes. */
#include "syntax/ast.h"

#include <assert.h>
#include <string.h>

const ics_node_info ics_node_table[ICS_NODE_COUNT] = {
#define NODE(kind, name, slots) [ICS_NODE_##kind] = {name, slots},
#include "syntax/nodes.def"
#undef NODE
};

ics_node *ics_node_slot(const ics_node *node, const char *slot)
{
    uint32_t index = 0;
    for (const char *at = ics_node_table[node->kind].slots; *at; index++) {
        size_t same = 0;
        while (slot[same] && at[same] == slot[same])
            same++;
        if (!slot[same] && (at[same] == ' ' || !at[same]))
            return index < node->child_count ? node->child[index] : NULL;
        while (*at && *at++ != ' ')
            ;
    }
    assert(false && "a slot that the kind does not have");
    return NULL;
}
