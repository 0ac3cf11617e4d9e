/*
 * Registers when all has been read: each row looked at for what it needs, rules and subjects found, and the index made
 * by which they are asked. A waiver that says too little is refused, not passed over: it was meant to count.
 */
#include "data/ledger.h"
#include "data/load.h"

#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The columns by which a register is looked up, and the days between which its rows hold. */
static const struct {
    ics_ledger_field rule, subject, from, to;
} keys[ICS_LEDGER_COUNT] = {
    [ICS_WAIVERS] = {ICS_WAIVERS_RULE, ICS_WAIVERS_SUBJECT, ICS_WAIVERS_APPROVED, ICS_WAIVERS_LAST_DAY},
    [ICS_ATTESTATIONS] = {ICS_ATTESTATIONS_RULE, ICS_ATTESTATIONS_SUBJECT, ICS_ATTESTATIONS_DATE,
                          ICS_ATTESTATIONS_EXPIRY},
    [ICS_ANSWERS] = {ICS_ANSWERS_QUESTION, ICS_ANSWERS_SUBJECT, ICS_ANSWERS_DATE, ICS_ANSWERS_REVIEW_BY},
    [ICS_FUNCTIONS] = {ICS_FUNCTIONS_FUNCTION, ICS_FUNCTIONS_OF, ICS_FUNCTIONS_FROM, ICS_FUNCTIONS_TO},
};

/* Where a row says something, else where it begins. */
static uint32_t place_of(const ics_load *load, ics_ledger_field field, uint32_t row)
{
    const uint32_t attribute = ics_ledger_attribute(load->model, field);
    if (ics_store_state(load->dataset, attribute, row) & ICS_SAID_MASK)
        return load->store->cells[attribute].position[row];
    return load->store->rows[load->model->attributes[attribute].entity].position[row];
}

static bool is_said(const ics_load *load, ics_ledger_field field, uint32_t row)
{
    const ics_column *column = &load->dataset->columns[ics_ledger_attribute(load->model, field)];
    return column->is_present[row / 64] >> (row % 64) & 1;
}

/* ---- what a row needs ---- */

/* In a test a row that names no subject speaks of all that is given. */
static bool may_be_left_out(const ics_load *load, ics_ledger_field field)
{
    const ics_ledger ledger = ics_ledger_field_describe(field)->ledger;
    return load->is_test && field == keys[ledger].subject;
}

/* All that a row lacks, in one message. */
static bool check_said(ics_load *load, ics_ledger ledger, uint32_t row)
{
    char lacking[240] = "";
    size_t used = 0;
    for (int i = 0; i < ICS_LEDGER_FIELD_COUNT; i++) {
        const ics_ledger_field field = (ics_ledger_field)i;
        const ics_ledger_field_info *info = ics_ledger_field_describe(field);
        if (info->ledger == ledger && info->is_needed && !is_said(load, field, row) && !may_be_left_out(load, field))
            used += (size_t)snprintf(lacking + used, sizeof lacking - used, "%s'%s'", used ? ", " : "", info->name);
    }
    if (used == 0)
        return true;
    const uint32_t entity = ics_ledger_entity(load->model, ledger);
    return ics_load_error_at(load, ICS_E0611, load->store->rows[entity].position[row], 0, NULL,
                             "this %s does not say its %s", ics_ledger_name(ledger), lacking);
}

static bool check_exact(ics_load *load, ics_ledger_field field, uint32_t row)
{
    const ics_ledger_field_info *info = ics_ledger_field_describe(field);
    if (info->type != ICS_TYPE_DATE || !is_said(load, field, row))
        return true;
    const ics_column *column = &load->dataset->columns[ics_ledger_attribute(load->model, field)];
    return column->first[row] == column->last[row] ||
           ics_load_error_at(load, ICS_E0611, place_of(load, field, row), 0, NULL,
                             "the '%s' of this %s is a month or a year, and a day is needed", info->name,
                             ics_ledger_name(info->ledger));
}

static bool check_days(ics_load *load, ics_ledger ledger, const ics_ledger_entry *entry)
{
    if (entry->from <= entry->to)
        return true;
    return ics_load_error_at(load, ICS_E0611, place_of(load, keys[ledger].to, entry->row), 0, NULL,
                             "this %s ends before it begins", ics_ledger_name(ledger));
}

/* ---- rules ---- */

/* The rule that a row names, whatever the case; the program's rule_count where none is. */
static uint32_t find_rule(const ics_load *load, const char *name, size_t length)
{
    const ics_program *program = load->program;
    for (uint32_t i = 0; i < program->rule_count; i++)
        if (strcmp(program->rules[i].id, name) == 0)
            return i;
    for (uint32_t i = 0; i < program->rule_count; i++)
        if (ics_key_equal(program->rules[i].id, strlen(program->rules[i].id), name, length))
            return i;
    return program->rule_count;
}

static void warn_of_rule(ics_load *load, ics_ledger ledger, uint32_t row, const char *name)
{
    const ics_program *program = load->program;
    const char *nearest = NULL;
    const char **ids = calloc((size_t)program->rule_count + 1, sizeof *ids);
    for (uint32_t i = 0; ids && i < program->rule_count; i++)
        ids[i] = program->rules[i].id;
    if (ids)
        nearest = ics_nearest(name, strlen(name), ids, program->rule_count);
    char help[160] = "it changes nothing here";
    if (nearest)
        snprintf(help, sizeof help, "did you mean %.100s?", nearest);
    ics_load_warn(load, ICS_W1603, place_of(load, keys[ledger].rule, row), 0, NULL, help,
                  "this %s is for '%.100s', and no rule is called so", ics_ledger_name(ledger), name);
    free(ids);
}

/* Whether a text is a law's name and, behind it, a place: "CFA-2014 section 51". */
static bool names_place_in(const char *text, const char *law)
{
    const size_t length = strlen(law);
    if (length == 0 || strlen(text) <= length || !ics_key_equal(text, length, law, length) ||
        !strchr(" ,", text[length]))
        return false;
    return text[length + 1 + strspn(text + length + 1, " ,")] != '\0';
}

/* An Act is waived by nobody who cannot say which power lets him. */
static bool check_power(ics_load *load, uint32_t rule, uint32_t row)
{
    const ics_program *program = load->program;
    if (program->rules[rule].force != ICS_BINDING)
        return true;
    const char *power = ics_ledger_text(load->dataset, ICS_WAIVERS_POWER, row);
    for (uint32_t i = 0; i < program->law_count; i++)
        if (names_place_in(power, program->laws[i].id) || names_place_in(power, program->laws[i].title))
            return true;
    return ics_load_error_at(load, ICS_E0612, place_of(load, ICS_WAIVERS_POWER, row), 0, NULL,
                             "%s is binding, and its waiver names no source of the pack and place in it that lets one "
                             "waive it: '%.80s'",
                             program->rules[rule].id, power);
}

/* Sets the entry's rule to the text of the rule's own name. */
static bool enter_rule(ics_load *load, ics_ledger ledger, ics_ledger_entry *entry)
{
    size_t length;
    const char *name = ics_ledger_text(load->dataset, keys[ledger].rule, entry->row);
    entry->rule = ics_intern_add(load->dataset->texts, name, strlen(name));
    if (entry->rule == 0)
        return ics_load_out_of_memory(load);
    name = ics_intern_text(load->dataset->texts, entry->rule, &length);
    if (ledger == ICS_FUNCTIONS)
        return true;
    const uint32_t rule = find_rule(load, name, length);
    if (rule == load->program->rule_count) {
        warn_of_rule(load, ledger, entry->row, name);
        return true;
    }
    const char *id = load->program->rules[rule].id;
    entry->rule = ics_intern_add(load->dataset->texts, id, strlen(id));
    if (entry->rule == 0)
        return ics_load_out_of_memory(load);
    return ledger != ICS_WAIVERS || check_power(load, rule, entry->row);
}

/* ---- subjects ---- */

static bool is_code(const ics_load *load, uint32_t text)
{
    const ics_model *model = load->model;
    for (uint32_t i = 0; i < model->entity_count; i++)
        if (model->entities[i].unique != ICS_NONE &&
            ics_load_code_find(load, model->entities[i].unique, text) != ICS_NONE)
            return true;
    return false;
}

/* Marks the names of records that have no code, which are known by them. */
static bool mark_names(ics_load *load)
{
    const ics_dataset *dataset = load->dataset;
    load->is_name = ics_arena_alloc(&load->arena, ics_intern_count(dataset->texts) + (size_t)1, 1);
    if (!load->is_name)
        return ics_load_out_of_memory(load);
    memset(load->is_name, 0, ics_intern_count(dataset->texts) + (size_t)1);
    for (uint32_t table = 0; table < load->model->entity_count; table++)
        for (uint32_t row = 0; row < dataset->tables[table].row_count; row++) {
            const char *name = ics_dataset_name(dataset, table, row);
            if (name[0] && ics_dataset_code(dataset, table, row)[0] == '\0')
                load->is_name[ics_intern_find(dataset->texts, name, strlen(name))] = true;
        }
    return true;
}

static void check_code(ics_load *load, ics_ledger_field field, uint32_t row, const char *help)
{
    const char *code = ics_ledger_text(load->dataset, field, row);
    const uint32_t text = ics_intern_find(load->dataset->texts, code, strlen(code)); /* older than the rules' ids */
    if (is_code(load, text) || load->is_name[text])
        return;
    ics_load_warn(load, ICS_W1603, place_of(load, field, row), 0, NULL, help,
                  "this %s is for '%.100s', and no record has that code",
                  ics_ledger_name(ics_ledger_field_describe(field)->ledger), code);
}

static void enter_subject(ics_load *load, ics_ledger ledger, ics_ledger_entry *entry)
{
    if (!is_said(load, keys[ledger].subject, entry->row))
        return; /* 0: all that a test gives */
    const char *code = ics_ledger_text(load->dataset, keys[ledger].subject, entry->row);
    entry->subject = ics_intern_find(load->dataset->texts, code, strlen(code));
    check_code(load, keys[ledger].subject, entry->row, "it changes nothing here");
    if (ledger == ICS_FUNCTIONS)
        check_code(load, ICS_FUNCTIONS_EXERCISED_BY, entry->row, "what was done by it is not known");
}

/* ---- a register ---- */

static int by_rule(const void *a, const void *b)
{
    const ics_ledger_entry *x = a, *y = b;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    if (x->subject != y->subject)
        return x->subject < y->subject ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int32_t day_or(const ics_load *load, ics_ledger_field field, uint32_t row, int32_t otherwise)
{
    return is_said(load, field, row) ? ics_ledger_day(load->dataset, field, row) : otherwise;
}

static bool enroll_row(ics_load *load, ics_ledger ledger, uint32_t row, ics_ledger_entry *entry)
{
    const size_t errors = load->error_count;
    if (!check_said(load, ledger, row))
        return false;
    for (int i = 0; i < ICS_LEDGER_FIELD_COUNT; i++)
        if (ics_ledger_field_describe((ics_ledger_field)i)->ledger == ledger &&
            !check_exact(load, (ics_ledger_field)i, row))
            return false;
    if (load->error_count > errors)
        return true; /* said what it lacks */
    *entry = (ics_ledger_entry){.row = row,
                                .from = day_or(load, keys[ledger].from, row, ICS_DAY_MIN),
                                .to = day_or(load, keys[ledger].to, row, ICS_DAY_MAX)};
    if (!enter_rule(load, ledger, entry) || !check_days(load, ledger, entry))
        return false;
    enter_subject(load, ledger, entry);
    return true;
}

/* What was approved, attested or answered later was not known; a function may be told before it begins. */
static bool is_known_in_time(const ics_load *load, ics_ledger ledger, const ics_ledger_entry *entry)
{
    return !load->options->has_known_by || ledger == ICS_FUNCTIONS || entry->from <= load->options->known_by;
}

static bool enroll(ics_load *load, ics_ledger ledger)
{
    const uint32_t entity = ics_ledger_entity(load->model, ledger);
    const uint32_t count = entity == ICS_NONE ? 0 : load->dataset->tables[entity].row_count;
    ics_ledger_index *index = &load->store->ledgers[ledger];
    if (count == 0)
        return true;
    index->is_given = true;
    if (!load->is_name && !mark_names(load))
        return false;
    index->entries = calloc(count, sizeof *index->entries);
    if (!index->entries)
        return ics_load_out_of_memory(load);
    for (uint32_t row = 0; row < count; row++) {
        ics_ledger_entry *entry = &index->entries[index->count];
        if (!enroll_row(load, ledger, row, entry))
            return false;
        index->count += is_known_in_time(load, ledger, entry);
    }
    if (index->count > 1)
        qsort(index->entries, index->count, sizeof *index->entries, by_rule);
    return true;
}

bool ics_load_enroll(ics_load *load)
{
    for (int i = 0; i < ICS_LEDGER_COUNT; i++)
        if (!enroll(load, (ics_ledger)i))
            return false;
    return true;
}
