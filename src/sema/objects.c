/*
 * Objects of a verb that are several: a lettered list outside the requirement itself, or `every KIND`, where KIND is an
 * enumeration. The deed is asked of each, one at a time, and joined by the word of the list.
 */
#include "sema/context.h"

#include <string.h>

static ics_node *new_node(ics_sema *sema, ics_node_kind kind, ics_span span, uint32_t children)
{
    ics_node *node = ICS_ARENA_NEW(sema->arena, ics_node);
    node->kind = kind;
    node->span = span;
    node->child = ICS_ARENA_ARRAY(sema->arena, ics_node *, children + 1);
    node->child_count = node->child_room = children;
    return node;
}

/* The enumeration that a quantifier goes through, or ICS_NONE. */
static uint32_t enumeration_of(const ics_sema *sema, const ics_node *quantifier)
{
    const ics_node *noun = ics_slot(quantifier, "noun");
    const ics_node *step = noun && noun->kind == ICS_NODE_PATH && noun->child_count == 1 ? noun->child[0] : NULL;
    for (uint32_t e = 0; step && step->text && e < sema->model->enum_count; e++)
        if (ics_same_name(sema->model->enums[e].name, step->text))
            return e;
    return ICS_NONE;
}

static const char *word_of_list(const char *word)
{
    if (!word || strcmp(word, "every") == 0 || strcmp(word, "each") == 0)
        return "all";
    return strcmp(word, "some") == 0 ? "any" : strcmp(word, "no") == 0 ? "none" : word;
}

/* `every topic` as the lettered list of all topics. NULL (said) where it is of a part of them. */
static const ics_node *list_of_values(ics_sema *sema, const ics_node *quantifier, uint32_t enumeration)
{
    enum { COUNT, ITEMS, SLOTS };
    const ics_enum *of = &sema->model->enums[enumeration];
    const ics_node *count = ics_slot(quantifier, "count");
    if (count && count->kind == ICS_NODE_PERCENT) {
        ics_report(sema->diags, ICS_E0304, count->span, "names are counted, not shared: give a number");
        return NULL;
    }
    ics_node *items = new_node(sema, ICS_NODE_LIST, quantifier->span, of->value_count);
    for (uint32_t i = 0; i < of->value_count; i++) {
        ics_node *letter = new_node(sema, ICS_NODE_LETTER, quantifier->span, 1);
        ics_node *path = new_node(sema, ICS_NODE_PATH, quantifier->span, 1);
        ics_node *step = new_node(sema, ICS_NODE_STEP, quantifier->span, 1);
        step->text = sema->model->values[of->first_value + i];
        path->child[0] = step;
        letter->child[0] = path;
        items->child[i] = letter;
    }
    ics_node *list = new_node(sema, ICS_NODE_LETTERS, quantifier->span, SLOTS);
    list->word = word_of_list(quantifier->word);
    list->child[COUNT] = ICS_ARENA_NEW(sema->arena, ics_node);
    if (count)
        *list->child[COUNT] = *count;
    else
        list->child[COUNT] = NULL;
    list->child[ITEMS] = items;
    return list;
}

/* The first object that is several and is not gone through yet; @p list: as a lettered list. */
static const ics_node *several(ics_sema *sema, const ics_node *object, const ics_node **list)
{
    if (!object || ics_letter_of(sema, object) != object)
        return NULL;
    *list = object;
    if (object->kind == ICS_NODE_LETTERS)
        return object;
    const uint32_t enumeration = object->kind == ICS_NODE_QUANT ? enumeration_of(sema, object) : ICS_NONE;
    if (enumeration == ICS_NONE)
        return NULL;
    *list = list_of_values(sema, object, enumeration);
    return object;
}

static const ics_node *first_several(ics_sema *sema, const ics_node *deed, const ics_node **list)
{
    const ics_node *found = deed->kind == ICS_NODE_BE ? NULL : several(sema, ics_slot(deed, "object"), list);
    const ics_node *preps = deed->kind == ICS_NODE_DOES ? NULL : ics_slot(deed, "prepositions");
    for (uint32_t i = 0; !found && i < ics_node_length(preps); i++)
        found = several(sema, ics_slot(preps->child[i], "object"), list);
    return found;
}

ics_deed ics_do_each(ics_sema *sema, const ics_scope *scope, const ics_node *node, ics_expr *who, ics_expr *due,
                     const ics_company *with)
{
    const ics_node *list = NULL, *object = first_several(sema, node, &list);
    if (!object) {
        const ics_deed own = ics_do_in_company(sema, scope, node, who, due, with);
        return ics_with_functions(sema, scope, node, who, due, with, own);
    }
    const ics_node *items = list ? ics_slot(list, "items") : NULL;
    const uint32_t count = ics_node_length(items);
    if (count == 0 || !ics_enter(sema, node->span))
        return (ics_deed){.done = ics_wrong(sema, node->span)};
    ics_deed *deeds = ICS_ARENA_ARRAY(sema->arena, ics_deed, count);
    ics_letter_at at = {.list = object, .outer = sema->letter};
    bool is_wrong = false;
    for (uint32_t i = 0; i < count && !is_wrong; i++) {
        at.body = ics_slot(items->child[i], "body");
        sema->letter = &at;
        deeds[i] = ics_do_each(sema, scope, node, who, due, with);
        is_wrong = ics_is_wrong(deeds[i].done);
    }
    sema->letter = at.outer;
    ics_leave(sema);
    return is_wrong ? (ics_deed){.done = ics_wrong(sema, node->span)} : ics_join_deeds(sema, list, deeds, count);
}
