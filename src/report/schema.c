/*
 * The model as JSON Schema 2020-12: what a description may look like (docs/data.md), for editors and data suppliers. A
 * name is listed as the model spells it, for completion, and again as a pattern that takes it in any case, with spaces,
 * hyphens or underscores between its words, and in the plural where data may say it so. What a schema cannot say is
 * left to eval: whether a code leads somewhere, whether facts contradict each other.
 */
#include "bytecode/program.h"
#include "report/spelling.h"

#include <stdlib.h>
#include <string.h>

/* Schemas of plain values, by type; NULL: one of its own. Dates are as exact as they are known. */
static const char *const value_schemas[ICS_TYPE_COUNT] = {
    [ICS_TYPE_YESNO] = "{\"type\": \"boolean\"}",
    [ICS_TYPE_NUMBER] = "{\"type\": \"number\"}",
    [ICS_TYPE_PEOPLE] = "{\"type\": \"number\"}",
    [ICS_TYPE_MONEY] = "{\"type\": [\"number\", \"string\"], \"pattern\": \"^\xC2\xA3-?[0-9][0-9,]*(\\\\.[0-9]+)?$\"}",
    [ICS_TYPE_SHARE] = "{\"type\": [\"number\", \"string\"], \"pattern\": \"^-?[0-9][0-9,]*(\\\\.[0-9]+)?%$\"}",
    [ICS_TYPE_TEXT] = "{\"type\": \"string\"}",
    [ICS_TYPE_DATE] = "{\"$ref\": \"#/$defs/date\"}",
    [ICS_TYPE_EVENT_DATE] = "{\"$ref\": \"#/$defs/date\"}",
    [ICS_TYPE_CALENDAR_YEAR] = "{\"$ref\": \"#/$defs/year\"}",
    [ICS_TYPE_FINANCIAL_YEAR] = "{\"type\": \"string\", \"pattern\": \"^[0-9]{4}[/-]([0-9]{2}|[0-9]{4})$\"}",
    [ICS_TYPE_ACADEMIC_YEAR] = "{\"type\": \"string\", \"pattern\": \"^[0-9]{4}[/-]([0-9]{2}|[0-9]{4})$\"}",
    [ICS_TYPE_PERIOD] = "{\"type\": \"string\", \"pattern\": \"^[0-9]{4}\"}",
    [ICS_TYPE_DURATION] = "{\"$ref\": \"#/$defs/duration\"}",
    [ICS_TYPE_FINDING] = "{\"type\": \"boolean\"}",
};

/* The first definitions: what facts of any model have in common. */
static const char time_schemas[] =
    "    \"date\": {\"description\": \"A day, or a month or a year where it is known no closer\", "
    "\"type\": [\"string\", \"integer\"], "
    "\"pattern\": \"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$\", "
    "\"minimum\": 1000, \"maximum\": 9999},\n"
    "    \"year\": {\"type\": [\"integer\", \"string\"], \"pattern\": \"^[0-9]{4}$\", "
    "\"minimum\": 1000, \"maximum\": 9999},\n"
    "    \"duration\": {\"description\": \"Days, as a number, or days or weeks with their unit\", "
    "\"type\": [\"number\", \"string\"], "
    "\"pattern\": \"^[0-9]+(\\\\.[0-9]+)? ([Dd][Aa][Yy]|[Ww][Ee][Ee][Kk])[Ss]?$\"}";

static bool is_many(ics_type type)
{
    return type == ICS_TYPE_LIST || type == ICS_TYPE_SET || type == ICS_TYPE_VALUES;
}

static void begin_definition(ics_writer *w, const char *prefix, const char *name)
{
    ics_write(w, ",\n    \"");
    ics_write(w, prefix);
    ics_schema_name(w, name);
    ics_write(w, "\": ");
}

/* "fact-event-date", "fact-list-post", "fact-set-reference-body": by what the values are. */
static void write_fact_name(ics_writer *w, const ics_model *model, const ics_attribute *a)
{
    static const char *const kinds[ICS_TYPE_COUNT] = {
        [ICS_TYPE_YESNO] = "yes-no", [ICS_TYPE_ENUM] = "enum", [ICS_TYPE_VALUES] = "list-of"};
    const bool is_nested = a->type == ICS_TYPE_SET || a->type == ICS_TYPE_VALUES;
    const ics_type innermost = is_nested ? a->element : a->type;
    ics_write(w, "fact");
    for (int i = 0; i < (is_nested ? 2 : 1); i++) {
        const ics_type type = i == 0 ? a->type : a->element;
        ics_write(w, "-");
        ics_schema_name(w, kinds[type] ? kinds[type] : ics_type_name(type));
    }
    if (innermost == ICS_TYPE_ENUM || innermost == ICS_TYPE_REF || innermost == ICS_TYPE_LIST) {
        ics_write(w, "-");
        ics_schema_name(w, innermost == ICS_TYPE_ENUM ? model->enums[a->target].name : model->entities[a->target].name);
    }
}

/* ---- values */

/* The values of an enumeration, or the roles where it is ICS_NONE: as the model spells them, or in another way. */
static void write_enumeration(ics_writer *w, const ics_model *model, uint32_t enumeration)
{
    const bool is_role = enumeration == ICS_NONE;
    const uint32_t first = is_role ? 0 : model->enums[enumeration].first_value;
    const uint32_t count = is_role ? model->role_count : model->enums[enumeration].value_count;
    const char *const *names = is_role ? model->roles : model->values;
    const char *before = "";
    ics_write(w, "{\"anyOf\": [{\"enum\": [");
    for (uint32_t i = 0; i < count; i++) {
        ics_write(w, i == 0 ? "" : ", ");
        ics_write_string(w, names[first + i]);
    }
    ics_write(w, "]}, {\"type\": \"string\", \"pattern\": \"^(");
    for (uint32_t i = 0; i < count; i++)
        ics_schema_spellings(w, names[first + i], false, &before);
    for (uint32_t i = 0; i < model->alias_count; i++) {
        const ics_alias *alias = &model->aliases[i];
        if (alias->kind == (is_role ? ICS_ALIAS_ROLE : ICS_ALIAS_VALUE) && alias->id - first < count)
            ics_schema_spellings(w, alias->name, false, &before);
    }
    ics_write(w, ")$\"}]}");
}

/* A record of that kind, or of a kind of it. Fields of a kind are known by `is a`, or by its code elsewhere. */
static void write_record_refs(ics_writer *w, const ics_model *model, uint32_t entity)
{
    const char *before = "";
    for (uint32_t i = 0; i < model->entity_count; i++) {
        if (model->entities[i].is_hidden || !ics_model_is_a(model, i, entity))
            continue;
        ics_write(w, before);
        ics_schema_ref(w, "record-", model->entities[i].name);
        before = ", ";
    }
}

static void write_plain(ics_writer *w, const ics_model *model, ics_type type, uint32_t target)
{
    if (type == ICS_TYPE_ROLE)
        ics_write(w, "{\"$ref\": \"#/$defs/role\"}");
    else if (type == ICS_TYPE_ENUM)
        ics_schema_ref(w, "enum-", model->enums[target].name);
    else if (type == ICS_TYPE_REF || type == ICS_TYPE_LIST)
        ics_schema_ref(w, "reference-", model->entities[target].name);
    else
        ics_write(w, value_schemas[type] ? value_schemas[type] : "false");
}

/* ---- evidence */

/* At least one key of that meaning; `required` would ask for one spelling. */
static void write_needs_key(ics_writer *w, const char *word)
{
    ics_write(w, "\"not\": {\"propertyNames\": {\"not\": {\"pattern\": ");
    ics_schema_word(w, word);
    ics_write(w, "}}}");
}

static void write_evidence(ics_writer *w, bool is_finding)
{
    static const char *const keys[][2] = {
        {"source", "{\"type\": \"string\"}"},         {"kind", "{\"type\": \"string\"}"},
        {"from", "{\"$ref\": \"#/$defs/date\"}"},     {"to", "{\"$ref\": \"#/$defs/date\"}"},
        {"recorded", "{\"$ref\": \"#/$defs/date\"}"}, {"review by", "{\"$ref\": \"#/$defs/date\"}"},
        {"finder", "{\"$ref\": \"#/$defs/role\"}"},   {"basis", "{\"type\": \"string\"}"},
        {"role", "{\"$ref\": \"#/$defs/role\"}"},     {"body", "{\"type\": \"string\"}"},
        {"date", "{\"$ref\": \"#/$defs/date\"}"},     {"review date", "{\"$ref\": \"#/$defs/date\"}"},
    };
    for (size_t i = 0; i < (is_finding ? sizeof keys / sizeof *keys : 6); i++) {
        ics_write(w, ", ");
        ics_schema_word(w, keys[i][0]);
        ics_write_format(w, ": %s", keys[i][1]);
    }
}

/* {value: …, source: …}: the schema of the value follows the call, then the rest of the wrapper. */
static void begin_wrapper(ics_writer *w, const char *key)
{
    ics_write(w, "{\"type\": \"object\", ");
    write_needs_key(w, key);
    ics_write(w, ", \"patternProperties\": {");
    ics_schema_word(w, key);
    ics_write(w, ": ");
}

static void end_wrapper(ics_writer *w, bool is_finding)
{
    write_evidence(w, is_finding);
    ics_write(w, "}, \"additionalProperties\": false}");
}

static const char missing[] = "{\"$ref\": \"#/$defs/missing\"}";

/* One value: plain, missing, wrapped, or a history of wrapped ones. */
static void write_single(ics_writer *w, const ics_model *model, const ics_attribute *a, ics_type type)
{
    ics_write(w, "{\"anyOf\": [");
    write_plain(w, model, type, a->target);
    ics_write_format(w, ", %s", missing);
    if (type == ICS_TYPE_REF && ics_model_attribute(model, a->target, "value", 5) != ICS_NONE) {
        ics_write(w, "]}"); /* braces around it are the record's own */
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        ics_write(w, i == 0 ? ", " : ", {\"type\": \"array\", \"items\": ");
        begin_wrapper(w, "value");
        ics_write(w, "{\"anyOf\": [");
        write_plain(w, model, type, a->target);
        ics_write_format(w, ", %s]}", missing);
        end_wrapper(w, type == ICS_TYPE_FINDING);
    }
    ics_write(w, "}]}");
}

static void write_array(ics_writer *w, const ics_model *model, const ics_attribute *a)
{
    ics_write(w, "{\"type\": \"array\", \"items\": ");
    if (a->type == ICS_TYPE_VALUES)
        write_single(w, model, a, a->element);
    else
        write_plain(w, model, a->type == ICS_TYPE_LIST ? ICS_TYPE_LIST : a->element, a->target);
    ics_write(w, "}");
}

/* A list or set: whole, missing, partial, or whole for certain days. */
static void write_several(ics_writer *w, const ics_model *model, const ics_attribute *a)
{
    static const char *const keys[] = {"value", "complete", "partial"};
    ics_write(w, "{\"anyOf\": [");
    write_array(w, model, a);
    ics_write_format(w, ", %s", missing);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        ics_write(w, ", ");
        begin_wrapper(w, keys[i]);
        ics_write(w, i < 2 ? "{\"anyOf\": [" : "");
        write_array(w, model, a);
        if (i < 2)
            ics_write_format(w, ", %s]}", missing);
        end_wrapper(w, false);
    }
    ics_write(w, "]}");
}

/* Whether an attribute before this one has values of the same kind, and so the same schema. */
static bool has_one_alike(const ics_model *model, uint32_t attribute)
{
    const ics_attribute *a = &model->attributes[attribute];
    for (uint32_t i = 0; i < attribute; i++) {
        const ics_attribute *b = &model->attributes[i];
        if (a->type == b->type && a->target == b->target && (!is_many(a->type) || a->element == b->element) &&
            !model->entities[b->entity].is_hidden)
            return true;
    }
    return false;
}

/* ---- definitions */

static void write_fact(ics_writer *w, const ics_model *model, uint32_t attribute)
{
    const ics_attribute *a = &model->attributes[attribute];
    if (model->entities[a->entity].is_hidden || has_one_alike(model, attribute))
        return;
    ics_write(w, ",\n    \"");
    write_fact_name(w, model, a);
    ics_write(w, "\": ");
    if (is_many(a->type))
        write_several(w, model, a);
    else
        write_single(w, model, a, a->type);
}

/* A record, or the code of one that stands elsewhere. */
static void write_reference(ics_writer *w, const ics_model *model, uint32_t entity)
{
    const uint32_t unique = model->entities[entity].unique;
    begin_definition(w, "reference-", model->entities[entity].name);
    ics_write(w, "{\"anyOf\": [");
    write_record_refs(w, model, entity);
    if (unique != ICS_NONE) {
        ics_write(w, ", ");
        write_plain(w, model, model->attributes[unique].type, model->attributes[unique].target);
    }
    ics_write(w, "]}");
}

static void write_described(ics_writer *w, const ics_model *model, const char *help, const ics_attribute *attribute)
{
    ics_write(w, "{");
    if (help[0] != '\0') {
        ics_write(w, "\"description\": ");
        ics_write_string(w, help);
        ics_write(w, ", ");
    }
    ics_write(w, "\"$ref\": \"#/$defs/");
    write_fact_name(w, model, attribute);
    ics_write(w, "\"}");
}

/* The attributes of a kind and of what it is a kind of: once by name, once by pattern. */
static void write_attributes(ics_writer *w, const ics_model *model, uint32_t entity, bool is_pattern)
{
    const char *before = "";
    for (uint32_t i = 0; i < model->attribute_count; i++) {
        const ics_attribute *a = &model->attributes[i];
        if (a->is_hidden || !ics_model_is_a(model, entity, a->entity))
            continue;
        const char *no_bar = "";
        ics_write_format(w, "%s\n        ", before);
        before = ",";
        if (is_pattern) {
            ics_write(w, "\"^(");
            ics_schema_spellings(w, a->name, is_many(a->type), &no_bar);
            ics_write(w, ")$\": ");
        } else {
            ics_write_string(w, a->name);
            ics_write(w, ": ");
        }
        write_described(w, model, is_pattern ? "" : a->help, a);
    }
}

/* `as at`, `source`, `nulls`: what a description says of itself. */
static void write_own_keys(ics_writer *w, const char *separator)
{
    ics_write(w, separator);
    ics_schema_word(w, "as at");
    ics_write(w, ": {\"type\": \"string\", \"pattern\": \"^[0-9]{4}-[0-9]{2}-[0-9]{2}$\"},\n        ");
    ics_schema_word(w, "source");
    ics_write(w, ": {\"type\": \"string\"},\n        ");
    ics_schema_word(w, "nulls");
    ics_write(w,
              ": {\"type\": \"string\", \"pattern\": \"^([Aa][Bb][Ss][Ee][Nn][Tt]|[Uu][Nn][Kk][Nn][Oo][Ww][Nn])$\"}");
}

/* Beside a bare record: what a description says of itself, and its registers. */
static void write_keys_beside(ics_writer *w, const ics_model *model)
{
    write_own_keys(w, "\n        ");
    for (uint32_t i = 0; i < model->entity_count; i++) {
        if (!model->entities[i].ledger)
            continue;
        ics_write(w, ",\n        ");
        ics_schema_entity_spellings(w, model, i);
        ics_write(w, ": ");
        ics_schema_ref(w, "records-", model->entities[i].name);
    }
}

/* A record as the value of a definition; a bare one is a whole description by itself. */
static void write_record(ics_writer *w, const ics_model *model, uint32_t entity, bool is_bare)
{
    static const char *const days[] = {"holds from", "holds to"};
    const ics_entity *e = &model->entities[entity];
    ics_write(w, "{\"title\": ");
    ics_write_string(w, e->title[0] != '\0' ? e->title : e->name);
    if (e->help[0] != '\0') {
        ics_write(w, ", \"description\": ");
        ics_write_string(w, e->help);
    }
    ics_write(w, ", \"type\": \"object\",\n      \"properties\": {");
    write_attributes(w, model, entity, false);
    ics_write(w, "},\n      \"patternProperties\": {");
    for (size_t i = 0; i < 2; i++) {
        ics_write(w, "\n        ");
        ics_schema_word(w, days[i]);
        ics_write(w, ": {\"anyOf\": [{\"$ref\": \"#/$defs/date\"}, {\"type\": \"null\"}]},");
    }
    ics_write(w, "\n        ");
    ics_schema_word(w, "is a");
    ics_write(w, ": {\"type\": \"string\", \"pattern\": ");
    ics_schema_entity_spellings(w, model, entity);
    ics_write(w, "},");
    if (is_bare)
        write_keys_beside(w, model);
    ics_write(w, is_bare ? "," : "");
    write_attributes(w, model, entity, true);
    ics_write(w, "},\n      \"additionalProperties\": false}");
}

/* Records under the names of their kinds. */
static void write_description(ics_writer *w, const ics_model *model)
{
    const char *before = "";
    ics_write(w, ",\n    \"description\": {\"type\": \"object\",\n      \"properties\": {");
    for (uint32_t i = 0; i < model->entity_count; i++) {
        if (model->entities[i].is_hidden)
            continue;
        ics_write_format(w, "%s\n        ", before);
        ics_write_string(w, model->entities[i].name);
        ics_write(w, ": ");
        ics_schema_ref(w, "records-", model->entities[i].name);
        before = ",";
    }
    ics_write(w, "},\n      \"patternProperties\": {\n        ");
    write_own_keys(w, "");
    for (uint32_t i = 0; i < model->entity_count; i++) {
        if (model->entities[i].is_hidden)
            continue;
        ics_write(w, ",\n        ");
        ics_schema_entity_spellings(w, model, i);
        ics_write(w, ": ");
        ics_schema_ref(w, "records-", model->entities[i].name);
    }
    ics_write(w, "},\n      \"additionalProperties\": false}");
}

static void write_definitions(ics_writer *w, const ics_model *model, uint32_t bare)
{
    ics_write(w, "  \"$defs\": {\n");
    ics_write(w, time_schemas);
    ics_write(w, ",\n    \"missing\": {\"description\": \"null: absent, where the file does not say otherwise\", ");
    ics_write(w, "\"anyOf\": [{\"type\": \"null\"}, {\"type\": \"string\", \"pattern\": ");
    ics_schema_word(w, "not applicable");
    ics_write(w, "}]},\n    \"role\": ");
    write_enumeration(w, model, ICS_NONE);
    for (uint32_t i = 0; i < model->enum_count; i++) {
        begin_definition(w, "enum-", model->enums[i].name);
        write_enumeration(w, model, i);
    }
    for (uint32_t i = 0; i < model->attribute_count; i++)
        write_fact(w, model, i);
    for (uint32_t i = 0; i < model->entity_count; i++) {
        if (model->entities[i].is_hidden)
            continue;
        begin_definition(w, "record-", model->entities[i].name);
        write_record(w, model, i, false);
        begin_definition(w, "records-", model->entities[i].name);
        ics_write(w, "{\"anyOf\": [");
        write_record_refs(w, model, i);
        ics_write(w, ", {\"type\": \"array\", \"items\": {\"anyOf\": [");
        write_record_refs(w, model, i);
        ics_write(w, "]}}]}");
        write_reference(w, model, i);
    }
    if (bare != ICS_NONE) {
        ics_write(w, ",\n    \"bare\": ");
        write_record(w, model, bare, true);
    }
    write_description(w, model);
    ics_write(w, "\n  }\n");
}

/* The one kind that the rules judge, of which a record may stand by itself; ICS_NONE where they judge several. */
static uint32_t find_only_subject(const ics_program *program)
{
    uint32_t only = ICS_NONE;
    for (uint32_t i = 0; i < program->rule_count; i++) {
        const uint32_t kind = ics_program_subject(program, i);
        if (kind == ICS_NONE)
            continue;
        if (only != ICS_NONE && only != kind)
            return ICS_NONE;
        only = kind;
    }
    return only;
}

ics_status ics_program_schema_write(const ics_program *program, FILE *out)
{
    ics_writer *w = malloc(sizeof *w);
    if (!w)
        return ICS_E_NOMEM;
    const uint32_t bare = find_only_subject(program);
    const char *kinds = bare == ICS_NONE ? "{\"$ref\": \"#/$defs/description\"}"
                                         : "{\"$ref\": \"#/$defs/description\"}, {\"$ref\": \"#/$defs/bare\"}";
    ics_writer_begin(w, out);
    ics_write(w, "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": ");
    ics_write_string(w, program->model.name ? program->model.name : "");
    ics_write(w, ",\n  \"anyOf\": [");
    ics_write(w, kinds);
    ics_write(w, ", {\"type\": \"array\", \"items\": {\"anyOf\": [");
    ics_write(w, kinds);
    ics_write(w, "]}}],\n");
    write_definitions(w, &program->model, bare);
    ics_write(w, "}\n");
    const ics_status status = ics_writer_end(w);
    free(w);
    return status;
}
