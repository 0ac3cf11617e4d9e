/* What a document holds: records under their entities' names, or records of the one kind that is judged. */
#include "data/load.h"

#include "base/article.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t ics_load_subjects(const ics_load *load, uint32_t *kinds, size_t room)
{
    const ics_program *program = load->program;
    size_t count = 0;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const uint32_t kind = ics_program_subject(program, i);
        size_t known = 0;
        if (kind == ICS_NONE)
            continue;
        while (known < count && kinds[known] != kind)
            known++;
        if (known == count && count < room)
            kinds[count++] = kind;
    }
    return count;
}

static const char *entity_name(const ics_load *load, uint32_t entity)
{
    return load->model->entities[entity].name;
}

/* Says which keys a description may have, when a record without one could be of several kinds. */
static bool refuse_bare(ics_load *load, uint32_t node, const uint32_t *kinds, size_t count)
{
    char names[300] = "";
    size_t at = 0, shown = 0;
    for (uint32_t i = 0; i < (count ? count : load->model->entity_count) && at + 80 < sizeof names; i++) {
        const uint32_t kind = count ? kinds[i] : i;
        if (load->model->entities[kind].is_hidden)
            continue;
        at += (size_t)snprintf(names + at, sizeof names - at, "%s%.70s", shown++ ? ", " : "", entity_name(load, kind));
    }
    return ics_load_error(load, ICS_E0605, node, "put its kind before it as a key, for example `ICS: {code: …}`",
                          "a record that does not say its kind; the rules judge several: %s", names);
}

static bool read_as_at(ics_load *load, uint32_t node, int32_t *as_at)
{
    int32_t last = ICS_DAY_NONE;
    if (!ics_load_day(load, node, false, as_at) || !ics_load_day(load, node, true, &last))
        return false;
    return *as_at == last || ics_load_error(load, ICS_E0201, node, NULL, "expected one day after 'as at'");
}

static bool read_nulls(ics_load *load, uint32_t node)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    const bool is_text = at->kind == ICS_TAPE_PLAIN || at->kind == ICS_TAPE_TEXT;
    if (is_text && ics_tape_is(at, "unknown"))
        load->is_null_unknown = true;
    else if (is_text && ics_tape_is(at, "absent"))
        load->is_null_unknown = false;
    else
        return ics_load_error(load, ICS_E0602, node, NULL, "expected absent or unknown: what null means in this file");
    return true;
}

/* What the description says of itself; it reaches to the next description. */
static bool note_description(ics_load *load, uint32_t node, int32_t as_at, uint32_t source)
{
    struct ics_dataset_private *store = load->store;
    const ics_description *last = store->description_count ? &store->descriptions[store->description_count - 1] : NULL;
    if (as_at == ICS_DAY_NONE && source == 0 && (!last || (last->as_at == ICS_DAY_NONE && last->source == 0)))
        return true;
    if (store->description_count == store->description_room) {
        const size_t room = store->description_room ? store->description_room * 2 : 16;
        ics_description *grown = realloc(store->descriptions, room * sizeof *grown);
        if (!grown)
            return ics_load_out_of_memory(load);
        store->descriptions = grown;
        store->description_room = room;
    }
    store->descriptions[store->description_count++] = (ics_description){ics_load_position(load, node), source, as_at};
    return true;
}

static bool read_one(ics_load *load, uint32_t node, uint32_t entity)
{
    uint32_t row;
    if (load->tape.nodes[node].kind != ICS_TAPE_RECORD) {
        char found[96];
        return ics_load_error(load, ICS_E0602, node, NULL, "expected a record of %s %s, found %s",
                              ics_article(entity_name(load, entity)), entity_name(load, entity),
                              ics_tape_describe(&load->tape, node, found, sizeof found));
    }
    load->dataset->record_count++;
    return ics_load_record(load, node, entity, ics_no_owner, &row);
}

/* `ICS: {…}` or `ICS: [{…}, {…}]` */
static bool read_entity(ics_load *load, uint32_t node, uint32_t entity)
{
    const uint8_t ledger = load->model->entities[entity].ledger;
    if (ledger)
        load->store->ledgers[ledger - 1].is_given = true;
    if (load->tape.nodes[node].kind != ICS_TAPE_LIST)
        return read_one(load, node, entity);
    const uint32_t end = load->tape.nodes[node].next;
    for (uint32_t at = node + 1; at < end; at = ics_tape_next(&load->tape, at))
        if (!read_one(load, at, entity))
            return false;
    return true;
}

static bool is_ledger_key(const ics_load *load, uint32_t meaning)
{
    return meaning >= ICS_KEY_ENTITY && meaning < ICS_KEY_UNSEEN &&
           load->model->entities[meaning - ICS_KEY_ENTITY].ledger != 0;
}

/* Reads `as at`, `source`, `nulls` and marks them as read; so too the registers beside a bare record. @p bare: its
 * kind, whose own keys win. */
static bool read_own_keys(ics_load *load, uint32_t node, uint32_t bare)
{
    const uint32_t end = load->tape.nodes[node].next, shape = ics_load_shape(load, ICS_SHAPE_DOCUMENT);
    int32_t as_at = ICS_DAY_NONE;
    uint32_t source = 0;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        ics_tape_node *at = &load->tape.nodes[key];
        const uint32_t meaning = ics_load_meaning(load, shape, key);
        if (meaning == ICS_KEY_UNSEEN)
            return false;
        const bool is_ledger = bare != ICS_NONE && is_ledger_key(load, meaning);
        if (meaning != ICS_KEY_AS_AT && meaning != ICS_KEY_SOURCE && meaning != ICS_KEY_NULLS && !is_ledger)
            continue;
        if (bare != ICS_NONE && ics_model_attribute(load->model, bare, at->text, at->length) != ICS_NONE)
            continue;
        const bool went_on = is_ledger                   ? read_entity(load, key + 1, meaning - ICS_KEY_ENTITY)
                             : meaning == ICS_KEY_AS_AT  ? read_as_at(load, key + 1, &as_at)
                             : meaning == ICS_KEY_SOURCE ? ics_load_text(load, key + 1, &source)
                                                         : read_nulls(load, key + 1);
        if (!went_on)
            return false;
        if (bare != ICS_NONE)
            at->kind = ICS_TAPE_NULL; /* no key of the record */
    }
    return note_description(load, node, as_at, source);
}

static bool read_keyed(ics_load *load, uint32_t node)
{
    const uint32_t end = load->tape.nodes[node].next;
    if (!read_own_keys(load, node, ICS_NONE) || !ics_load_keys(load, node, ics_load_shape(load, ICS_SHAPE_DOCUMENT)))
        return false;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        const uint32_t meaning = load->tape.nodes[key].next;
        if (meaning >= ICS_KEY_ENTITY && meaning < ICS_KEY_UNSEEN &&
            !read_entity(load, key + 1, meaning - ICS_KEY_ENTITY))
            return false;
    }
    return true;
}

/* How the keys of a description look beside the attributes of the one kind that is judged. */
typedef struct key_count {
    size_t entity_alone;   /* names of entities that are no attributes of that kind */
    size_t entity_or_part; /* exact names of entities that are attributes too: `ICB` of an ICS */
    size_t other;          /* attributes, plurals that may be either, and what is neither */
    size_t ledger, part;   /* registers alone; attributes */
} key_count;

static bool count_keys(ics_load *load, uint32_t node, uint32_t kind, key_count *count)
{
    const ics_model *model = load->model;
    const uint32_t end = load->tape.nodes[node].next, shape = ics_load_shape(load, ICS_SHAPE_DOCUMENT);
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        const ics_tape_node *at = &load->tape.nodes[key];
        const uint32_t meaning = ics_load_meaning(load, shape, key);
        if (meaning == ICS_KEY_UNSEEN)
            return false;
        const bool is_entity = meaning >= ICS_KEY_ENTITY && meaning < ICS_KEY_UNSEEN;
        const bool is_part = kind != ICS_NONE && ics_model_attribute(model, kind, at->text, at->length) != ICS_NONE;
        count->part += is_part;
        if (is_entity && !is_part && model->entities[meaning - ICS_KEY_ENTITY].ledger)
            count->ledger++;
        else if (is_entity && !is_part)
            count->entity_alone++;
        else if (is_entity && ics_tape_is(at, model->entities[meaning - ICS_KEY_ENTITY].name))
            count->entity_or_part++;
        else if (is_part || meaning == ICS_KEY_UNKNOWN)
            count->other++;
    }
    return true;
}

/* Our own reports lie beside the data now and then: they are no data. */
static bool is_own_report(const ics_load *load, uint32_t node)
{
    const uint32_t end = load->tape.nodes[node].next;
    bool has_rule = false, has_outcome = false;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        const ics_tape_node *name = &load->tape.nodes[key], *value = name + 1;
        if (name->length == 6 && memcmp(name->text, "format", 6) == 0 && value->length > 9 &&
            value->kind == ICS_TAPE_TEXT && memcmp(value->text, "icsrules-", 9) == 0)
            return true;
        has_rule |= name->length == 4 && memcmp(name->text, "rule", 4) == 0;
        has_outcome |= name->length == 7 && memcmp(name->text, "outcome", 7) == 0;
    }
    return has_rule && has_outcome;
}

static bool read_description(ics_load *load, uint32_t node)
{
    uint32_t kinds[16];
    key_count count = {0, 0, 0, 0, 0};
    if (load->tape.nodes[node].kind != ICS_TAPE_RECORD) {
        char found[96];
        return ics_load_error(load, ICS_E0601, node, NULL, "expected a record, found %s",
                              ics_tape_describe(&load->tape, node, found, sizeof found));
    }
    const size_t kind_count = ics_load_subjects(load, kinds, sizeof kinds / sizeof *kinds);
    if (!count_keys(load, node, kind_count == 1 ? kinds[0] : ICS_NONE, &count))
        return false;
    if (count.entity_alone > 0 || (count.entity_or_part > 0 && count.other == 0) ||
        (count.ledger > 0 && count.part == 0))
        return read_keyed(load, node);
    if (is_own_report(load, node))
        return load->store->inputs[load->input].is_from_folder ||
               ics_load_error(load, ICS_E0003, node, NULL, "this is a report that icsrules wrote, not data");
    if (kind_count != 1)
        return refuse_bare(load, node, kinds, kind_count);
    return read_own_keys(load, node, kinds[0]) && read_one(load, node, kinds[0]);
}

bool ics_load_document(ics_load *load)
{
    if (load->tape.count == 0)
        return true; /* a YAML file of comments */
    if (load->tape.nodes[0].kind != ICS_TAPE_LIST)
        return read_description(load, 0);
    for (uint32_t at = 1; at < load->tape.nodes[0].next; at = ics_tape_next(&load->tape, at))
        if (!read_description(load, at))
            return false;
    return true;
}
