/* The model of these tests: a system, its bodies, places, people, documents and cases. */
#include "fixture.h"

#include "data/store.h"

#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct attribute_row {
    const char *entity, *name;
    ics_type type, element;
    const char *target, *inverse_of;
    bool is_unique, is_one;
} attribute_row;

static const struct {
    const char *name, *parent;
    bool is_hidden;
} entity_rows[] = {{"body", NULL, false},     {"ICB", "body", false}, {"trust", "body", false},
                   {"ICP", "body", false},    {"ICS", NULL, false},   {"place", NULL, false},
                   {"member", NULL, false},   {"post", NULL, false},  {"person", NULL, false},
                   {"document", NULL, false}, {"case", NULL, false},  {"place ages", NULL, true}};

static const attribute_row attribute_rows[] = {
    {"body", "code", ICS_TYPE_TEXT, 0, NULL, NULL, true, false},
    {"body", "name", ICS_TYPE_TEXT, 0, NULL, NULL, false, false},
    {"body", "posts", ICS_TYPE_LIST, 0, "post", NULL, false, false},
    {"body", "documents", ICS_TYPE_LIST, 0, "document", NULL, false, false},
    {"body", "successors", ICS_TYPE_LIST, 0, "body", NULL, false, false},
    {"body", "established", ICS_TYPE_EVENT_DATE, 0, NULL, NULL, false, false},
    {"ICB", "population", ICS_TYPE_PEOPLE, 0, NULL, NULL, false, false},
    {"ICB", "annual spend", ICS_TYPE_MONEY, 0, NULL, NULL, false, false},
    {"ICB", "partner trusts", ICS_TYPE_LIST, 0, "trust", NULL, false, false},
    {"ICB", "system", ICS_TYPE_REF, 0, "ICS", "ICS.ICB", false, true},
    {"ICB", "conflicts are managed", ICS_TYPE_FINDING, 0, NULL, NULL, false, false},
    {"ICP", "chair", ICS_TYPE_REF, 0, "person", NULL, false, false},
    {"ICP", "members", ICS_TYPE_LIST, 0, "member", NULL, false, false},
    {"ICS", "code", ICS_TYPE_TEXT, 0, NULL, NULL, true, false},
    {"ICS", "name", ICS_TYPE_TEXT, 0, NULL, NULL, false, false},
    {"ICS", "population", ICS_TYPE_PEOPLE, 0, NULL, NULL, false, false},
    {"ICS", "ICB", ICS_TYPE_REF, 0, "ICB", NULL, false, true},
    {"ICS", "ICP", ICS_TYPE_REF, 0, "ICP", NULL, false, true},
    {"ICS", "places", ICS_TYPE_LIST, 0, "place", NULL, false, false},
    {"ICS", "cases", ICS_TYPE_LIST, 0, "case", NULL, false, false},
    {"place", "name", ICS_TYPE_TEXT, 0, NULL, NULL, false, false},
    {"place", "population", ICS_TYPE_PEOPLE, 0, NULL, NULL, false, false},
    {"place", "ages", ICS_TYPE_VALUES, ICS_TYPE_NUMBER, "place ages", NULL, false, false},
    {"place", "uptake", ICS_TYPE_SHARE, 0, NULL, NULL, false, false},
    {"place", "sectors", ICS_TYPE_SET, ICS_TYPE_ENUM, "sector", NULL, false, false},
    {"place", "seat on ICB", ICS_TYPE_YESNO, 0, NULL, NULL, false, false},
    {"member", "organisation", ICS_TYPE_TEXT, 0, NULL, NULL, false, false},
    {"member", "sector", ICS_TYPE_ENUM, 0, "sector", NULL, false, false},
    {"post", "title", ICS_TYPE_ROLE, 0, NULL, NULL, false, false},
    {"post", "holder", ICS_TYPE_REF, 0, "person", NULL, false, false},
    {"person", "id", ICS_TYPE_TEXT, 0, NULL, NULL, true, false},
    {"person", "role", ICS_TYPE_ROLE, 0, NULL, NULL, false, false},
    {"person", "voting", ICS_TYPE_YESNO, 0, NULL, NULL, false, false},
    {"document", "kind", ICS_TYPE_ENUM, 0, "document kind", NULL, false, false},
    {"document", "preparers", ICS_TYPE_SET, ICS_TYPE_REF, "body", NULL, false, false},
    {"document", "prepared", ICS_TYPE_EVENT_DATE, 0, NULL, NULL, false, false},
    {"document", "financial year", ICS_TYPE_FINANCIAL_YEAR, 0, NULL, NULL, false, false},
    {"document", "calendar year", ICS_TYPE_CALENDAR_YEAR, 0, NULL, NULL, false, false},
    {"document", "notice", ICS_TYPE_DURATION, 0, NULL, NULL, false, false},
    {"document", "cost", ICS_TYPE_NUMBER, 0, NULL, NULL, false, false},
    {"case", "reference", ICS_TYPE_TEXT, 0, NULL, NULL, true, false},
    {"case", "request received", ICS_TYPE_EVENT_DATE, 0, NULL, NULL, false, false},
    {"case", "plan is needed", ICS_TYPE_YESNO, 0, NULL, NULL, false, false},
    {"case", "authority", ICS_TYPE_REF, 0, "body", NULL, false, false},
    {"place ages", "value", ICS_TYPE_NUMBER, 0, NULL, NULL, false, false},
};

static const char *const value_names[] = {"primary care", "local authority", "police", "forward plan", "annual report"};
static const char *const role_names[] = {"SEND executive lead", "chief nurse", "council leader"};

enum { ENTITY_COUNT = sizeof entity_rows / sizeof *entity_rows };
enum { ATTRIBUTE_COUNT = sizeof attribute_rows / sizeof *attribute_rows };

static uint32_t entity_id(const char *name)
{
    for (uint32_t i = 0; name && i < ENTITY_COUNT; i++)
        if (strcmp(entity_rows[i].name, name) == 0)
            return i;
    return ICS_NONE;
}

uint32_t fixture_attribute(const ics_program *program, const char *entity, const char *name)
{
    const uint32_t id = ics_model_attribute(&program->model, fixture_entity(program, entity), name, strlen(name));
    assert_int_not_equal(id, ICS_NONE);
    return id;
}

uint32_t fixture_entity(const ics_program *program, const char *name)
{
    const uint32_t id = ics_model_entity(&program->model, name, strlen(name));
    assert_int_not_equal(id, ICS_NONE);
    return id;
}

static void make_entities(ics_model *model)
{
    model->entities = calloc(ENTITY_COUNT, sizeof *model->entities);
    model->entity_count = ENTITY_COUNT;
    for (uint32_t i = 0; i < ENTITY_COUNT; i++) {
        const uint32_t parent = entity_id(entity_rows[i].parent);
        model->entities[i] =
            (ics_entity){entity_rows[i].name,      "", "", parent, parent == ICS_NONE ? i : parent, ICS_NONE, false,
                         entity_rows[i].is_hidden, 0};
    }
}

static void make_attributes(ics_model *model)
{
    model->attributes = calloc(ATTRIBUTE_COUNT, sizeof *model->attributes);
    model->attribute_count = ATTRIBUTE_COUNT;
    for (uint32_t i = 0; i < ATTRIBUTE_COUNT; i++) {
        const attribute_row *row = &attribute_rows[i];
        ics_attribute *a = &model->attributes[i];
        *a = (ics_attribute){.name = row->name, .help = "", .entity = entity_id(row->entity), .type = row->type};
        a->element = row->element;
        a->target = a->values_table = a->inverse = ICS_NONE;
        a->is_unique = row->is_unique;
        a->is_one = row->is_one;
        if (row->type == ICS_TYPE_VALUES)
            a->values_table = entity_id(row->target);
        else if (row->target)
            a->target = strcmp(row->target, "sector") == 0          ? 0
                        : strcmp(row->target, "document kind") == 0 ? 1
                                                                    : entity_id(row->target);
    }
    for (uint32_t i = 0; i < ATTRIBUTE_COUNT; i++) {
        const uint32_t entity = model->attributes[i].entity;
        for (uint32_t e = 0; e < ENTITY_COUNT; e++)
            if (model->attributes[i].is_unique && ics_model_is_a(model, e, entity))
                model->entities[e].unique = i;
        if (attribute_rows[i].inverse_of)
            model->attributes[i].inverse = ics_model_attribute(model, entity_id("ICS"), "ICB", 3);
    }
}

ics_program *fixture_program(void)
{
    ics_program *program = calloc(1, sizeof *program);
    ics_model *model = &program->model;
    model->name = "fixture";
    make_entities(model);
    make_attributes(model);
    model->enums = calloc(2, sizeof *model->enums);
    model->enums[0] = (ics_enum){"sector", 0, 3};
    model->enums[1] = (ics_enum){"document kind", 3, 2};
    model->enum_count = 2;
    model->values = (const char **)(uintptr_t)value_names;
    model->value_count = sizeof value_names / sizeof *value_names;
    model->roles = (const char **)(uintptr_t)role_names;
    model->role_count = sizeof role_names / sizeof *role_names;
    program->frames = calloc(1, sizeof *program->frames);
    program->frames[0] = (ics_frame_info){.source = ICS_FRAME_ROOT, .parent = ICS_NO_FRAME, .entity = entity_id("ICS")};
    program->frame_count = 1;
    program->rules = calloc(1, sizeof *program->rules);
    program->rule_count = 1;
    return program;
}

void fixture_free(ics_program *program)
{
    free(program->model.entities);
    free(program->model.attributes);
    free(program->model.enums);
    free(program->frames);
    free(program->rules);
    free(program);
}

ics_dataset *fixture_read(const ics_program *program, const char *format, const char *text, size_t size,
                          const ics_load_options *options, ics_diags *diags, ics_status *status)
{
    ics_load_options with_format = options ? *options : (ics_load_options){0};
    ics_dataset *dataset = NULL;
    with_format.input_format = format;
    *status = ics_dataset_read_text(&dataset, program, "data", (const unsigned char *)text, size, &with_format, diags);
    if (*status != ICS_OK)
        assert_null(dataset);
    return dataset;
}

/* ---- columns as text ---- */

static void dump_scalar(FILE *out, const ics_dataset *dataset, const ics_attribute *a, int64_t value, int32_t last)
{
    char text[64];
    switch (ics_type_representation(a->type)) {
    case ICS_REP_TRUTH:
        fputs(value ? "yes" : "no", out);
        break;
    case ICS_REP_NUMBER:
        ics_decimal_format(value, text);
        fputs(text, out);
        break;
    case ICS_REP_DAYS:
        ics_date_format((int32_t)value, last, text);
        fputs(text, out);
        break;
    case ICS_REP_ID:
        if (a->type == ICS_TYPE_TEXT)
            fprintf(out, "'%s'", ics_intern_text(dataset->texts, (uint32_t)value, NULL));
        else
            fprintf(out, "'%s'",
                    a->type == ICS_TYPE_ROLE ? dataset->model->roles[value] : dataset->model->values[value]);
        break;
    default:
        fprintf(out, "%d", (int)value);
    }
}

static void dump_items(FILE *out, const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    const ics_attribute *a = &dataset->model->attributes[attribute];
    const ics_column *column = &dataset->columns[attribute];
    const bool is_set = a->type == ICS_TYPE_SET;
    fputc(is_set ? '{' : '[', out);
    for (uint32_t i = column->offset[row]; i < column->offset[row + 1]; i++) {
        const uint32_t item = column->item ? column->item[i] : i;
        if (i > column->offset[row])
            fputc(' ', out);
        if (is_set && a->element == ICS_TYPE_ENUM)
            fputs(dataset->model->values[item], out);
        else
            fprintf(out, "%u", item);
    }
    fputc(is_set ? '}' : ']', out);
    if (column->is_partial && (column->is_partial[row / 64] >> (row % 64) & 1))
        fputc('~', out);
    if (column->complete_from &&
        (column->complete_from[row] != ICS_DAY_MIN || column->complete_to[row] != ICS_DAY_MAX)) {
        char from[16], to[16];
        ics_day_format(column->complete_from[row], from);
        ics_day_format(column->complete_to[row], to);
        fprintf(out, "(%s..%s)", from, to);
    }
}

/* A set that holds on some days. */
static void dump_words(FILE *out, const ics_dataset *dataset, uint32_t attribute, uint32_t row,
                       const ics_dated_fact *fact)
{
    const ics_column *column = &dataset->columns[attribute];
    const uint32_t begin = column->offset[row] + ics_set_start(fact);
    for (uint32_t i = begin; i < begin + (uint32_t)fact->last; i++)
        fprintf(out, "%s%s", i > begin ? " " : "{", dataset->model->values[column->item[i]]);
    fputs(ics_set_is_partial(fact) ? "}~" : "}", out);
}

static void dump_dated(FILE *out, const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    const ics_column *column = &dataset->columns[attribute];
    const ics_attribute *a = &dataset->model->attributes[attribute];
    fprintf(out, " %s@", a->name);
    for (uint32_t i = column->dated_offset[row]; i < column->dated_offset[row + 1]; i++) {
        const ics_dated_fact *fact = &column->dated[i];
        char from[16], to[16];
        ics_day_format(fact->from, from);
        ics_day_format(fact->to, to);
        fprintf(out, "(%s%s..%s ", fact->is_doubtful ? "?" : "", from, to);
        if (fact->is_present && a->type == ICS_TYPE_SET)
            dump_words(out, dataset, attribute, row, fact);
        else if (fact->is_present)
            dump_scalar(out, dataset, a, fact->value, fact->last);
        else
            fputc('-', out);
        fputc(')', out);
    }
}

static int64_t cell_value(const ics_column *column, uint32_t row)
{
    if (column->is_true)
        return (int64_t)(column->is_true[row / 64] >> (row % 64) & 1);
    if (column->number)
        return column->number[row];
    if (column->first)
        return column->first[row];
    return column->id ? column->id[row] : 0;
}

static void dump_cell(FILE *out, const ics_dataset *dataset, uint32_t attribute, uint32_t row)
{
    const ics_column *column = &dataset->columns[attribute];
    const ics_attribute *a = &dataset->model->attributes[attribute];
    const bool is_known = column->is_known[row / 64] >> (row % 64) & 1;
    const bool is_present = column->is_present[row / 64] >> (row % 64) & 1;
    assert_true(is_known || !is_present);
    if (column->dated_offset && column->dated_offset[row] < column->dated_offset[row + 1]) {
        assert_false(is_known);
        dump_dated(out, dataset, attribute, row);
    }
    if (!is_known)
        return;
    fprintf(out, " %s=", a->name);
    if (column->offset && (is_present || column->is_partial))
        dump_items(out, dataset, attribute, row);
    else if (!is_present)
        fputc('-', out);
    else if (a->type == ICS_TYPE_TEXT && column->id[row] == ICS_TEXT_LATE)
        fprintf(out, "'%s'", ics_store_late_text(dataset, attribute, row));
    else
        dump_scalar(out, dataset, a, cell_value(column, row), column->last ? column->last[row] : 0);
}

char *fixture_dump(const ics_dataset *dataset)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    const ics_model *model = dataset->model;
    for (uint32_t root = 0; root < model->entity_count; root++) {
        const ics_table *table = &dataset->tables[root];
        for (uint32_t row = 0; row < table->row_count; row++) {
            fprintf(out, "%s#%u", model->entities[table->kind[row]].name, row);
            for (uint32_t i = 0; i < model->attribute_count; i++)
                if (model->entities[model->attributes[i].entity].root == root)
                    dump_cell(out, dataset, i, row);
            char day[16];
            if (table->holds_from && table->holds_from[row] != ICS_DAY_MIN) {
                ics_day_format(table->holds_from[row], day);
                fprintf(out, " from:%s", day);
            }
            if (table->holds_to && table->holds_to[row] != ICS_DAY_MAX) {
                ics_day_format(table->holds_to[row], day);
                fprintf(out, " to:%s", day);
            }
            fputc('\n', out);
        }
    }
    fclose(out);
    return text;
}

char *fixture_messages(const ics_diags *diags)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ics_diags_print(diags, out, false);
    fclose(out);
    return text;
}
