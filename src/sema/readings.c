/*
 * Readings (docs/decisions.md, 41): those of one place are alternatives, and each gives values to the same names. A
 * rule that uses such names is resolved once for each combination of the readings that nobody has chosen among.
 */
#include "sema/context.h"

#include <string.h>

static const char *text_of(const ics_node *node)
{
    return node && node->text ? node->text : "";
}

static bool same(const char *a, const char *b)
{
    return ics_key_equal(a, strlen(a), b, strlen(b));
}

/* -- declaring */

static uint32_t place_of(ics_sema *sema, uint32_t source, const char *words, ics_span span)
{
    for (size_t i = 0; i < sema->place_count; i++)
        if (sema->places[i].source == source && same(sema->places[i].words, words))
            return (uint32_t)i;
    const ics_read_place place = {.source = source, .words = words, .span = span, .chosen = ICS_NONE};
    ICS_PUSH(sema->arena, sema->places, sema->place_count, sema->place_room, place);
    return (uint32_t)sema->place_count - 1;
}

static uint32_t way_of(ics_sema *sema, ics_read_place *place, const char *name)
{
    for (uint32_t i = 0; i < place->name_count; i++)
        if (same(place->names[i], name))
            return i;
    size_t count = place->name_count;
    ICS_PUSH(sema->arena, place->names, count, place->name_room, name);
    place->name_count = (uint32_t)count;
    return place->name_count - 1;
}

/* Readings of a place stand where every rule that reads one sees all: one of another pack would change, unseen, what
 * rules mean. False (said) where another pack has some. */
static bool stands_with_others(ics_sema *sema, const ics_reading *reading)
{
    const ics_syntax_file *files = sema->syntax->files;
    for (size_t i = 0; i < sema->reading_count; i++) {
        const ics_reading *other = &sema->readings[i];
        if (other->place != reading->place || files[other->file].pack == files[reading->file].pack)
            continue;
        ics_diag *diag = ics_report(sema->diags, ICS_E0291, reading->node->span,
                                    "another pack says how this place is read: its rules would mean something else");
        ics_diag_note(sema->diags, diag, other->node->span, "a reading of that pack");
        ics_diag_help(sema->diags, diag, "choose one of its readings: 'readings:' in icsrules.yaml, or --reading NAME");
        return false;
    }
    return true;
}

static void declare(ics_sema *sema, const ics_node *node)
{
    const ics_node *what = ics_slot(node, "what");
    const ics_node *step = what && what->kind == ICS_NODE_PATH && what->child_count == 1 ? what->child[0] : NULL;
    ics_reading reading = {.node = node, .file = sema->file, .id = ics_keep_definition(sema, node, node)};
    const ics_defined *kept = &sema->out->definitions[reading.id];
    if (kept->citation_count == 0) /* its source is not there, and that was said */
        return;
    if (!step || !*text_of(step)) {
        if (what && what->kind != ICS_NODE_ERROR)
            ics_report(sema->diags, ICS_E0244, what->span, "a reading gives a value to a name");
        return;
    }
    reading.name = text_of(step);
    reading.place = place_of(sema, kept->citations[0].source, kept->citations[0].place, node->span);
    if (!stands_with_others(sema, &reading))
        return;
    reading.way = way_of(sema, &sema->places[reading.place], text_of(ics_slot(node, "name")));
    sema->out->definitions[reading.id].name = reading.name;
    for (size_t i = 0; i < sema->reading_count; i++) {
        const ics_reading *other = &sema->readings[i];
        if (!same(other->name, reading.name) || (other->place == reading.place && other->way != reading.way))
            continue;
        ics_diag *diag =
            ics_report(sema->diags, ICS_E0244, node->span, "'%s' has a value already%s", reading.name,
                       other->place == reading.place ? " in this reading" : ", by a reading of another place");
        ics_diag_note(sema->diags, diag, other->node->span, "here");
        return;
    }
    ICS_PUSH(sema->arena, sema->readings, sema->reading_count, sema->reading_room, reading);
}

static ics_reading *find(ics_sema *sema, uint32_t place, uint32_t way, const char *name)
{
    for (size_t i = 0; i < sema->reading_count; i++) {
        ics_reading *r = &sema->readings[i];
        if (r->place == place && r->way == way && same(r->name, name))
            return r;
    }
    return NULL;
}

/* Each reading of a place gives a value to each name that another gives one to. */
static void check_names(ics_sema *sema)
{
    for (size_t i = 0; i < sema->reading_count; i++) {
        const ics_reading *r = &sema->readings[i];
        const ics_read_place *place = &sema->places[r->place];
        for (uint32_t way = 0; way < place->name_count; way++)
            if (!find(sema, r->place, way, r->name)) {
                ics_diag *diag =
                    ics_report(sema->diags, ICS_E0244, r->node->span,
                               "the reading \"%s\" of this place gives no value to '%s'", place->names[way], r->name);
                ics_diag_help(sema->diags, diag, "readings of one place say the same things, each in its way");
                return;
            }
    }
}

static void choose(ics_sema *sema, const char *name, bool is_users)
{
    const char **names = ICS_ARENA_ARRAY(sema->arena, const char *, sema->reading_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < sema->place_count; i++) {
        ics_read_place *place = &sema->places[i];
        for (uint32_t way = 0; way < place->name_count; way++) {
            names[count++] = place->names[way];
            if (!same(place->names[way], name))
                continue;
            if (place->chosen != ICS_NONE && place->chosen != way && place->is_users == is_users)
                ics_report(sema->diags, ICS_E0246, (ics_span){0},
                           "the readings \"%s\" and \"%s\" are of one place: one can be chosen",
                           place->names[place->chosen], name);
            place->chosen = way;
            place->is_users = is_users;
            return;
        }
    }
    ics_diag *diag = ics_report(sema->diags, ICS_E0246, (ics_span){0}, "no reading here is called \"%s\"", name);
    const char *near = ics_nearest(name, strlen(name), names, count);
    if (near)
        ics_diag_help(sema->diags, diag, "did you mean \"%s\"?", near);
}

static void keep_chosen(ics_sema *sema)
{
    ics_meaning *out = sema->out;
    for (size_t i = 0; i < sema->place_count; i++)
        if (sema->places[i].chosen != ICS_NONE)
            ICS_PUSH(sema->arena, out->chosen, out->chosen_count, out->chosen_room,
                     sema->places[i].names[sema->places[i].chosen]);
}

void ics_sema_declare_readings(ics_sema *sema)
{
    for (sema->file = 0; sema->file < sema->syntax->file_count; sema->file++) {
        const ics_node *tree = sema->syntax->files[sema->file].tree;
        for (uint32_t i = 0; i < ics_node_length(tree); i++)
            if (tree->child[i] && tree->child[i]->kind == ICS_NODE_READING)
                declare(sema, tree->child[i]);
    }
    check_names(sema);
    for (size_t i = 0; sema->choice && i < sema->choice->project_count; i++)
        choose(sema, sema->choice->project[i], false);
    for (size_t i = 0; sema->choice && i < sema->choice->user_count; i++)
        choose(sema, sema->choice->user[i], true);
    keep_chosen(sema);
}

/* -- the value of a name */

ics_walk ics_reading_named(ics_sema *sema, const ics_scope *scope, const char *name, bool *found)
{
    ics_walk walk = {.value = NULL};
    for (size_t i = 0; i < sema->reading_count; i++) {
        ics_reading *r = &sema->readings[i];
        if (!ics_same_name(r->name, name) || !ics_sees(sema, r->file))
            continue;
        ics_read_place *place = &sema->places[r->place];
        *found = place->is_used = true;
        ics_use_definition(sema, r->id);
        if (r->way != (place->chosen != ICS_NONE ? place->chosen : place->now))
            continue;
        const uint32_t file = sema->file;
        sema->file = r->file;
        walk.value = ics_quantity(sema, scope, ics_slot(r->node, "value"), NULL);
        sema->file = file;
    }
    return walk;
}

/* -- each combination */

static bool is_open(const ics_read_place *place)
{
    return place->is_used && place->chosen == ICS_NONE && place->name_count > 1;
}

/* How many combinations there are of what the rule used and nobody chose; 0 past the limit (said). */
static uint32_t combinations(ics_sema *sema, ics_span span)
{
    uint32_t count = 1;
    for (size_t i = 0; i < sema->place_count; i++) {
        if (!is_open(&sema->places[i]))
            continue;
        count *= sema->places[i].name_count;
        if (count > ICS_READINGS_COMBINED) {
            ics_diag *diag =
                ics_report(sema->diags, ICS_E0245, span, "the readings that this hangs on combine in more than %d ways",
                           ICS_READINGS_COMBINED);
            ics_diag_help(sema->diags, diag, "choose some: 'readings:' in icsrules.yaml, or --reading NAME");
            return 0;
        }
    }
    return count;
}

/* Sets each open place to its reading in that combination. */
static void take(ics_sema *sema, uint32_t combination)
{
    for (size_t i = 0; i < sema->place_count; i++) {
        ics_read_place *place = &sema->places[i];
        if (!is_open(place))
            continue;
        place->now = combination % place->name_count;
        combination /= place->name_count;
    }
}

const char *ics_readings_taken(ics_sema *sema, const uint32_t *taken)
{
    const char *names = "";
    for (size_t i = 0; i < sema->place_count; i++)
        if (taken[i] != ICS_NONE)
            names = ics_text_of(sema, "%s%s%s", names, *names ? "; " : "", sema->places[i].names[taken[i]]);
    return names;
}

/* Which readings a combination is made of. */
static uint32_t *taken_now(ics_sema *sema)
{
    uint32_t *taken = ICS_ARENA_ARRAY(sema->arena, uint32_t, sema->place_count + 1);
    for (size_t i = 0; i < sema->place_count; i++)
        taken[i] = is_open(&sema->places[i]) ? sema->places[i].now : ICS_NONE;
    return taken;
}

/* Whether a way takes the readings of the combination at hand. */
static bool is_at_hand(const ics_sema *sema, const ics_rule_meaning *way)
{
    for (size_t i = 0; i < sema->place_count; i++)
        if (way->taken[i] != ICS_NONE && way->taken[i] != sema->places[i].now)
            return false;
    return true;
}

uint32_t ics_way_at_hand(ics_sema *sema, const ics_rule_meaning *rule)
{
    for (size_t i = 0; rule->way_count > 0 && i < sema->place_count; i++)
        sema->places[i].is_used |= rule->ways[0].taken[i] != ICS_NONE;
    for (uint32_t way = 0; way < rule->way_count; way++)
        if (is_at_hand(sema, &rule->ways[way]))
            return way;
    return 0;
}

void ics_readings_begin(ics_sema *sema)
{
    for (size_t i = 0; i < sema->place_count; i++) {
        sema->places[i].now = 0;
        sema->places[i].is_used = false;
    }
}

bool ics_resolve_readings(ics_sema *sema, const ics_node *node, const ics_rule_meaning *bare, ics_rule_meaning *rule,
                          ics_resolve_fn *resolve)
{
    const uint32_t count = combinations(sema, bare->head.span);
    if (count <= 1)
        return count == 1;
    const ics_rule_meaning first = *rule;
    rule->ways = ICS_ARENA_ARRAY(sema->arena, ics_rule_meaning, count);
    rule->way_count = count;
    rule->head.readings = ICS_ARENA_ARRAY(sema->arena, const char *, count);
    rule->head.reading_count = count;
    sema->is_another_way = true;
    bool is_good = true;
    for (uint32_t i = 0; i < count && is_good; i++) {
        take(sema, i);
        rule->ways[i] = i == 0 ? first : *bare;
        uint32_t *taken = taken_now(sema);
        rule->head.readings[i] = ics_readings_taken(sema, taken);
        is_good = i == 0 || resolve(sema, node, &rule->ways[i]);
        rule->ways[i].taken = taken;
    }
    sema->is_another_way = false;
    ics_readings_begin(sema);
    return is_good;
}
