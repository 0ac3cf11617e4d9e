/* Names: what is known under one, what a file may see, and which known name is nearest to an unknown one. */
#include "sema/context.h"

#include "base/limits.h"
#include "base/nearest.h"
#include "model/key.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const ics_node *ics_slot(const ics_node *node, const char *slot)
{
    if (!node)
        return NULL;
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
    return NULL;
}

const char *ics_text_of(ics_sema *sema, const char *format, ...)
{
    char buffer[1024];
    va_list list;
    va_start(list, format);
    vsnprintf(buffer, sizeof buffer, format, list);
    va_end(list);
    return ics_arena_text(sema->arena, buffer, strlen(buffer));
}

/* Whether names begin alike, as those that are the same do; but `y` and its plural `ies` do not. */
static bool begin_alike(const char *a, const char *b)
{
    size_t i = 0, j = 0;
    const unsigned char first = ics_next_folded(a, SIZE_MAX, &i), other = ics_next_folded(b, SIZE_MAX, &j);
    return first == other || first == 'y' || other == 'y';
}

bool ics_same_name(const char *a, const char *b)
{
    return a && b && begin_alike(a, b) && b &&
           (ics_key_names(a, b, strlen(b), true) || ics_key_names(b, a, strlen(a), true));
}

bool ics_sees(const ics_sema *sema, uint32_t file)
{
    const ics_syntax_file *mine = &sema->syntax->files[sema->file], *other = &sema->syntax->files[file];
    if (mine->pack == other->pack)
        return true;
    return mine->uses && (mine->uses[other->pack / 64] >> (other->pack % 64) & 1);
}

bool ics_sees_attribute(const ics_sema *sema, uint32_t attribute)
{
    const uint32_t file = sema->attribute_files[attribute];
    return file == ICS_NONE || ics_sees(sema, file);
}

const char *ics_entity_name(const ics_sema *sema, uint32_t entity)
{
    return entity < sema->model->entity_count ? sema->model->entities[entity].name : "nothing";
}

const char *ics_several(ics_sema *sema, uint32_t entity)
{
    char several[ICS_NAME_BUFFER];
    ics_plural(ics_entity_name(sema, entity), several, sizeof several);
    return ics_arena_text(sema->arena, several, strlen(several));
}

ics_named *ics_named_find(ics_named *items, size_t count, const char *name)
{
    for (size_t i = 0; name && i < count; i++)
        if (ics_key_equal(items[i].name, strlen(items[i].name), name, strlen(name)))
            return &items[i];
    return NULL;
}

/* -- rules by name */

static size_t slot_of(const ics_sema *sema, const char *name)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *c = name; *c; c++)
        if (*c != ' ' && *c != '-' && *c != '_')
            hash = (hash ^ (unsigned char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c)) * 1099511628211u;
    return (size_t)(hash ^ hash >> 29) & (sema->rule_slot_count - 1);
}

static uint32_t *find_slot(const ics_sema *sema, const char *name)
{
    size_t at = slot_of(sema, name);
    for (; sema->rule_slots[at] != ICS_NONE; at = (at + 1) & (sema->rule_slot_count - 1)) {
        const char *known = sema->rules[sema->rule_slots[at]].name;
        if (ics_key_equal(known, strlen(known), name, strlen(name)))
            break;
    }
    return &sema->rule_slots[at];
}

static void grow_slots(ics_sema *sema)
{
    sema->rule_slot_count = sema->rule_slot_count ? sema->rule_slot_count * 2 : 256;
    sema->rule_slots = ICS_ARENA_ARRAY(sema->arena, uint32_t, sema->rule_slot_count);
    memset(sema->rule_slots, 0xFF, sema->rule_slot_count * sizeof *sema->rule_slots);
    for (size_t i = 0; i < sema->rule_count; i++)
        *find_slot(sema, sema->rules[i].name) = (uint32_t)i;
}

const ics_named *ics_rule_named(ics_sema *sema, const char *name, ics_span span)
{
    if (sema->rule_count * 2 >= sema->rule_slot_count)
        grow_slots(sema);
    uint32_t *slot = find_slot(sema, name);
    if (*slot != ICS_NONE)
        return &sema->rules[*slot];
    *slot = (uint32_t)sema->rule_count;
    const ics_named named = {.name = name, .span = span, .file = sema->file, .id = ICS_NONE};
    ICS_PUSH(sema->arena, sema->rules, sema->rule_count, sema->rule_room, named);
    return NULL;
}

ics_named *ics_rule_known(const ics_sema *sema, const char *name)
{
    const uint32_t found = sema->rule_slot_count ? *find_slot(sema, name) : ICS_NONE;
    return found == ICS_NONE ? NULL : &sema->rules[found];
}

bool ics_enter(ics_sema *sema, ics_span span)
{
    if (sema->is_tired) /* a rule that passed a limit is walked no further */
        return false;
    if (sema->nesting < ICS_LIMIT_RULE_NESTING) {
        sema->nesting++;
        return true;
    }
    ics_report(sema->diags, ICS_E0005, span, "phrases lie in one another more than %lld deep (limit RULE_NESTING)",
               (long long)ICS_LIMIT_RULE_NESTING);
    sema->is_tired = true;
    return false;
}

void ics_leave(ics_sema *sema)
{
    sema->nesting--;
}

/* -- names that are not there */

/* A list of names to choose the nearest from. */
typedef struct candidates {
    const char **names;
    size_t count, room;
} candidates;

static void add_candidate(ics_sema *sema, candidates *list, const char *name)
{
    if (name && *name)
        ICS_PUSH(sema->arena, list->names, list->count, list->room, name);
}

static void suggest(ics_sema *sema, ics_diag *diag, const candidates *list, const char *name)
{
    const char *near = ics_nearest(name, strlen(name), list->names, list->count);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean '%s'?", near);
}

/* Beyond the errors that are printed nobody reads a suggestion, and looking for one is the dear part. */
static bool suggests(const ics_sema *sema)
{
    return ics_diags_error_count(sema->diags) <= (size_t)ICS_LIMIT_ERRORS_PRINTED;
}

void ics_no_attribute(ics_sema *sema, ics_span span, uint32_t entity, const char *name)
{
    ics_diag *diag =
        ics_report(sema->diags, ICS_E0111, span, "%s has no attribute '%s'", ics_entity_name(sema, entity), name);
    if (!suggests(sema))
        return;
    candidates list = {0};
    for (uint32_t i = 0; i < sema->model->attribute_count; i++)
        if (ics_model_is_a(sema->model, entity, sema->model->attributes[i].entity))
            add_candidate(sema, &list, sema->model->attributes[i].name);
    suggest(sema, diag, &list, name);
}

void ics_no_name(ics_sema *sema, ics_span span, const char *name)
{
    ics_diag *diag = ics_report(sema->diags, ICS_E0102, span, "nothing here is called '%s'", name);
    if (!suggests(sema))
        return;
    const ics_model *model = sema->model;
    candidates list = {0};
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (!model->entities[i].is_hidden)
            add_candidate(sema, &list, model->entities[i].name);
    for (uint32_t i = 0; i < model->attribute_count; i++)
        add_candidate(sema, &list, model->attributes[i].name);
    for (uint32_t i = 0; i < model->value_count; i++)
        add_candidate(sema, &list, model->values[i]);
    for (uint32_t i = 0; i < model->role_count; i++)
        add_candidate(sema, &list, model->roles[i]);
    suggest(sema, diag, &list, name);
}

void ics_no_rule(ics_sema *sema, ics_span span, const char *name)
{
    ics_diag *diag = ics_report(sema->diags, ICS_E0102, span, "no rule here is called '%s'", name);
    if (!suggests(sema))
        return;
    candidates list = {0};
    for (size_t i = 0; i < sema->rule_count; i++)
        if (ics_sees(sema, sema->rules[i].file))
            add_candidate(sema, &list, sema->rules[i].name);
    suggest(sema, diag, &list, name);
}
