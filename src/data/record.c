/* Records: which one it is, and what stands in it. */
#include "data/load.h"

#include <stdlib.h>
#include <string.h>

const ics_owner ics_no_owner = {ICS_NONE, ICS_NONE, ICS_NONE};

static bool is_separator(char c)
{
    return c == ' ' || c == '-' || c == '_' || c == '\t';
}

/* Whether a key is the name, folded. Most keys differ in their first letter already. */
static bool is_key(const ics_tape_node *key, const char *name, size_t length)
{
    if (key->length == length && memcmp(key->text, name, length) == 0)
        return true;
    if (key->length == 0 || (((key->text[0] ^ name[0]) & 0x5F) != 0 && !is_separator(key->text[0])))
        return false;
    return ics_key_equal(key->text, key->length, name, length);
}

/* The value under a key of the record, or ICS_NONE. */
static uint32_t find_member(const ics_load *load, uint32_t node, const char *name)
{
    const size_t length = strlen(name);
    const uint32_t end = load->tape.nodes[node].next;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1))
        if (load->tape.nodes[key].kind == ICS_TAPE_KEY && is_key(&load->tape.nodes[key], name, length))
            return key + 1;
    return ICS_NONE;
}

/* `is a: ICB` in a record of which only "body" is known. */
static bool read_kind(ics_load *load, uint32_t node, uint32_t *entity)
{
    const uint32_t value = find_member(load, node, "is a");
    if (value == ICS_NONE)
        return true;
    const ics_tape_node *at = &load->tape.nodes[value];
    const bool is_text = at->kind == ICS_TAPE_PLAIN || at->kind == ICS_TAPE_TEXT;
    const uint32_t kind = is_text ? ics_model_entity(load->model, at->text, at->length) : ICS_NONE;
    if (kind != ICS_NONE && ics_model_is_a(load->model, kind, *entity)) {
        *entity = kind;
        return true;
    }
    char found[96];
    return ics_load_error(load, ICS_E0602, value, NULL, "expected a kind of %s, found %s",
                          load->model->entities[*entity].name,
                          ics_tape_describe(&load->tape, value, found, sizeof found));
}

/* The value that identifies the record: under its unique attribute, as it stands or wrapped. */
static bool read_code(ics_load *load, uint32_t node, uint32_t unique, ics_value *code, uint32_t *code_node)
{
    *code = (ics_value){ICS_SAID_NOTHING, 0, 0};
    uint32_t value = find_member(load, node, load->model->attributes[unique].name);
    *code_node = value;
    if (value != ICS_NONE && load->tape.nodes[value].kind == ICS_TAPE_RECORD)
        value = ics_load_wrapped(load, value);
    if (value == ICS_NONE || load->tape.nodes[value].kind == ICS_TAPE_RECORD ||
        load->tape.nodes[value].kind == ICS_TAPE_LIST)
        return true; /* complained of when the cell is read */
    return ics_load_scalar(load, unique, load->model->attributes[unique].type, value, code);
}

/* The row of a code that was seen before becomes the record's: of the more special of the two kinds. */
static bool join_row(ics_load *load, uint32_t node, uint32_t row, uint32_t *entity)
{
    const uint32_t root = load->model->entities[*entity].root;
    uint32_t *kind = &load->dataset->tables[root].kind[row];
    if (ics_model_is_a(load->model, *kind, *entity)) {
        *entity = *kind;
        return true;
    }
    if (ics_model_is_a(load->model, *entity, *kind)) {
        *kind = *entity;
        return true;
    }
    return ics_load_error_at(load, ICS_E0605, ics_load_position(load, node), load->store->rows[root].position[row],
                             "the other record is here", "one code is given to two kinds of record: %s and %s",
                             load->model->entities[*entity].name, load->model->entities[*kind].name);
}

static void set_owner(ics_load *load, uint32_t root, uint32_t row, ics_owner owner)
{
    ics_table *table = &load->dataset->tables[root];
    table->owner_table[row] = owner.table;
    table->owner_row[row] = owner.row;
    table->owner_attribute[row] = owner.attribute;
}

/* Finds or makes the record's row. */
static bool identify(ics_load *load, uint32_t node, uint32_t *entity, ics_owner owner, uint32_t *row,
                     uint32_t *bad_code)
{
    const uint32_t root = load->model->entities[*entity].root, unique = load->model->entities[*entity].unique;
    ics_value code = {ICS_SAID_NOTHING, 0, 0};
    uint32_t code_node = ICS_NONE;
    const size_t errors = load->error_count;
    if (unique != ICS_NONE && !read_code(load, node, unique, &code, &code_node))
        return false;
    if (load->error_count > errors)
        *bad_code = code_node;
    const bool has_code = (code.state & ICS_SAID_MASK) == ICS_SAID_PRESENT;
    *row = has_code ? ics_load_code_find(load, unique, code.value) : ICS_NONE;
    if (*row == ICS_NONE) {
        if (!ics_store_row(load->dataset, *entity, ics_load_position(load, node), row))
            return ics_load_out_of_memory(load);
        set_owner(load, root, *row, owner);
        return !has_code || ics_load_code_add(load, unique, code.value, *row);
    }
    /* A nested record of nothing but a code is a reference; one that says more is where the record lives. */
    const bool says_more = ics_tape_next(&load->tape, node + 2) < load->tape.nodes[node].next;
    if (owner.attribute != ICS_NONE && says_more && load->dataset->tables[root].owner_attribute[*row] == ICS_NONE) {
        set_owner(load, root, *row, owner);
        load->may_ring = true;
    }
    return join_row(load, node, *row, entity);
}

static bool make_days(ics_load *load, uint32_t root, int32_t **column, int32_t day)
{
    const size_t room = load->store->rows[root].room;
    if (*column)
        return true;
    *column = malloc(room * sizeof **column);
    if (!*column)
        return ics_load_out_of_memory(load);
    for (size_t i = 0; i < room; i++)
        (*column)[i] = day;
    return true;
}

/* Days in doubt: what no record says is open on the one side, and without doubt where the other is exact. */
static bool put_doubt(ics_load *load, uint32_t root, uint32_t row, bool is_to, int32_t first, int32_t last)
{
    ics_table *table = &load->dataset->tables[root];
    if (first == last && !table->may_hold_from)
        return true;
    if (!table->may_hold_from) { /* all that was said so far was exact */
        if (!make_days(load, root, &table->may_hold_from, ICS_DAY_MIN) ||
            !make_days(load, root, &table->may_hold_to, ICS_DAY_MAX))
            return false;
        for (uint32_t i = 0; i < table->row_count; i++) {
            table->may_hold_from[i] = table->holds_from ? table->holds_from[i] : ICS_DAY_MIN;
            table->may_hold_to[i] = table->holds_to ? table->holds_to[i] : ICS_DAY_MAX;
        }
    }
    if (is_to)
        table->may_hold_to[row] = last;
    else
        table->may_hold_from[row] = first;
    return true;
}

/* A month or a year leaves days in doubt: the record holds for certain from its last day, or to its first. */
static bool read_holds(ics_load *load, uint32_t root, uint32_t row, uint32_t node, bool is_to)
{
    ics_table *table = &load->dataset->tables[root];
    const int32_t open = is_to ? ICS_DAY_MAX : ICS_DAY_MIN;
    int32_t first = open, last = open;
    if (load->tape.nodes[node].kind != ICS_TAPE_NULL && !ics_load_days(load, node, &first, &last))
        return false;
    if (!make_days(load, root, is_to ? &table->holds_to : &table->holds_from, open))
        return false;
    (is_to ? table->holds_to : table->holds_from)[row] = is_to ? first : last;
    if (!put_doubt(load, root, row, is_to, first, last))
        return false;
    const int32_t *begins = table->may_hold_from ? table->may_hold_from : table->holds_from;
    const int32_t *ends = table->may_hold_to ? table->may_hold_to : table->holds_to;
    return (begins ? begins[row] : ICS_DAY_MIN) <= (ends ? ends[row] : ICS_DAY_MAX) ||
           ics_load_error(load, ICS_E0203, node, NULL, "the record would hold to a day before the one it holds from");
}

static bool read_member(ics_load *load, uint32_t root, uint32_t row, uint32_t key)
{
    const uint32_t meaning = load->tape.nodes[key].next;
    switch (meaning) {
    case ICS_KEY_UNKNOWN:
    case ICS_KEY_HANDLED:
    case ICS_KEY_IS_A:
        return true;
    case ICS_KEY_HOLDS_FROM:
        return read_holds(load, root, row, key + 1, false);
    case ICS_KEY_HOLDS_TO:
        return read_holds(load, root, row, key + 1, true);
    default:
        return ics_load_cell(load, meaning, row, key + 1, NULL);
    }
}

/* Evidence around a record: {value: …, from: …} and nothing else. Read as a record it would be one of unknown keys,
 * which counts on every day. */
static bool is_wrapped(const ics_load *load, uint32_t node, uint32_t entity)
{
    static const char *const words[] = {"value", "partial", "complete", "source",   "kind",
                                        "from",  "to",      "recorded", "review by"};
    enum { WORDS = sizeof words / sizeof *words };
    const uint32_t value = ics_load_wrapped(load, node), end = load->tape.nodes[node].next;
    if (value == ICS_NONE || ics_model_attribute(load->model, entity, load->tape.nodes[value - 1].text,
                                                 load->tape.nodes[value - 1].length) != ICS_NONE)
        return false;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1)) {
        size_t word = 0;
        while (word < WORDS && !ics_tape_is(&load->tape.nodes[key], words[word]))
            word++;
        if (word == WORDS)
            return false;
    }
    return true;
}

static bool refuse_wrapped(ics_load *load, uint32_t node)
{
    if (load->tape.nodes[ics_load_wrapped(load, node)].kind == ICS_TAPE_LIST)
        return ics_load_error(load, ICS_E0606, node,
                              "write one list of all of them, each with its days: [{…, holds from: …, holds to: …}]",
                              "a list of records has no history of lists: its records say their own days");
    return ics_load_error(load, ICS_E0606, node,
                          "write its days in it: {…, holds from: …, holds to: …}; a source, around the whole list",
                          "expected a record that says its own days, found one in a wrapper");
}

static bool load_record(ics_load *load, uint32_t node, uint32_t entity, ics_owner owner, uint32_t *row)
{
    const uint32_t root = load->model->entities[entity].root, end = load->tape.nodes[node].next;
    uint32_t bad_code = ICS_NONE;
    if (!read_kind(load, node, &entity) || !identify(load, node, &entity, owner, row, &bad_code))
        return false;
    const bool is_at_top = owner.attribute == ICS_NONE && find_member(load, node, "value") == ICS_NONE;
    if (!is_at_top && is_wrapped(load, node, entity))
        return refuse_wrapped(load, node);
    if (!ics_load_keys(load, node, entity))
        return false;
    for (uint32_t key = node + 1; key < end; key = ics_tape_next(&load->tape, key + 1))
        if (key + 1 != bad_code && !read_member(load, root, *row, key))
            return false;
    return true;
}

bool ics_load_record(ics_load *load, uint32_t node, uint32_t entity, ics_owner owner, uint32_t *row)
{
    const bool hides_lines = load->hides_lines, hides_values = load->tape.hides_values;
    load->hides_lines = hides_lines || ics_entity_is_special(load->model, entity);
    load->tape.hides_values = hides_values || (load->hides_lines && !load->options->records && !load->is_test);
    const bool is_loaded = load_record(load, node, entity, owner, row);
    load->hides_lines = hides_lines;
    load->tape.hides_values = hides_values;
    return is_loaded;
}

/* [{value: …, from: …}, {value: …, from: …}]: what was so, and when. */
static bool refuse_history(ics_load *load, uint32_t attribute, uint32_t node, uint32_t at)
{
    const char *name = load->model->attributes[attribute].name;
    if (ics_load_is_dated_set(load, attribute))
        return ics_load_error(load, ICS_E0602, at, "a history is a list of {value: [...], from: …, to: …} and no more",
                              "expected a list and its days in the history of '%s'", name);
    return ics_load_error(load, ICS_E0602, node,
                          "a history is a list of {value: …, from: …, to: …}; else give one value",
                          "expected one value for '%s', found a list", name);
}

static bool read_history(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node)
{
    const uint32_t end = load->tape.nodes[node].next;
    for (uint32_t at = node + 1; at < end; at = ics_tape_next(&load->tape, at)) {
        if (!ics_load_is_wrapper(load, attribute, at))
            return refuse_history(load, attribute, node, at);
        if (!ics_load_wrapper(load, attribute, row, at))
            return false;
    }
    return true;
}

/* [{value: [a], to: …}, {value: [a, b], from: …}]: what a set holds is never a record. */
static bool is_set_history(const ics_load *load, uint32_t attribute, uint32_t node)
{
    const ics_tape_node *at = &load->tape.nodes[node];
    return ics_load_is_dated_set(load, attribute) && at->kind == ICS_TAPE_LIST && at->next > node + 1 &&
           at[1].kind == ICS_TAPE_RECORD;
}

static bool read_many(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, const ics_wrap *wrap)
{
    ics_value value;
    if (!wrap && is_set_history(load, attribute, node))
        return read_history(load, attribute, row, node);
    if (load->tape.nodes[node].kind == ICS_TAPE_LIST) {
        if (wrap && wrap->is_given && !ics_load_evidence(load, attribute, row, ics_load_position(load, node), wrap))
            return false;
        return ics_load_list(load, attribute, row, node, ICS_SAID_PRESENT, wrap);
    }
    if (ics_load_is_said_missing(load, node, &value))
        return ics_load_put_list(load, attribute, row, load->row_count, value.state, ics_load_position(load, node),
                                 wrap);
    char found[96];
    return ics_load_error(load, ICS_E0602, node,
                          "a list of one thing is written [thing], one of nothing []; what is not known is left out",
                          "expected a list for '%s', found %s", load->model->attributes[attribute].name,
                          ics_tape_describe(&load->tape, node, found, sizeof found));
}

static bool load_cell(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, const ics_wrap *wrap)
{
    const ics_attribute *a = &load->model->attributes[attribute];
    const ics_tape_kind kind = (ics_tape_kind)load->tape.nodes[node].kind;
    ics_value value;
    if (!wrap && kind == ICS_TAPE_RECORD && ics_load_is_wrapper(load, attribute, node))
        return ics_load_wrapper(load, attribute, row, node);
    if (a->type == ICS_TYPE_LIST || a->type == ICS_TYPE_SET || a->type == ICS_TYPE_VALUES)
        return read_many(load, attribute, row, node, wrap);
    if (!wrap && kind == ICS_TAPE_LIST)
        return read_history(load, attribute, row, node);
    if (a->type == ICS_TYPE_REF)
        return ics_load_reference(load, attribute, row, node, wrap);
    return ics_load_scalar(load, attribute, a->type, node, &value) &&
           ics_load_put(load, attribute, row, value, ics_load_position(load, node), wrap);
}

bool ics_load_cell(ics_load *load, uint32_t attribute, uint32_t row, uint32_t node, const ics_wrap *wrap)
{
    const bool hides_values = load->tape.hides_values;
    const bool is_personal = load->model->attributes[attribute].is_personal;
    load->tape.hides_values = hides_values || (is_personal && !load->options->names && !load->is_test);
    const bool is_loaded = load_cell(load, attribute, row, node, wrap);
    load->tape.hides_values = hides_values;
    return is_loaded;
}
