/* Tables bound to entities, as the command line and the project file bind them. */
#include "fixture.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static ics_program *program;

typedef struct table_case {
    const char *name, *format, *text;
    ics_table_binding binding;
    const char *columns; /* NULL: refused */
    const char *words;   /* in the messages, or NULL */
} table_case;

static const char *const renamed[] = {"Ref", "reference", "Asked", "request received"};
static const char *const codes[] = {"x", "unknown", "z", "not applicable", "-", "absent"};
static const char *const british[] = {"dd/mm/yyyy"};
static const char *const either[] = {"dd/mm/yyyy", "mm/dd/yyyy"};
static const char *const no_form[] = {"dd/mm"};
static const char *const blank_code[] = {"", "absent"};
static const char *const reference_alone[] = {"reference", "reference"};
static const char *const wrong[] = {"Ref", "referense"};

static const table_case tables[] = {
    {"headings are attributes",
     "csv",
     "Reference,request_received\nC1,2024-01-01\n",
     {.entity = "case", .path = "data"},
     "case#0 reference='C1' request received=2024-01-01\n",
     NULL},
    {"a heading that the model does not know",
     "csv",
     "reference,colour\nC1,red\n",
     {.entity = "case", .path = "data"},
     "case#0 reference='C1'\n",
     "W1601"},
    {"columns bound to attributes",
     "csv",
     "Ref,Asked,Other\nC1,2024-01-01,zzz\n",
     {.entity = "case", .path = "data", .columns = renamed, .column_pair_count = 2},
     "case#0 reference='C1' request received=2024-01-01\n",
     NULL},
    {"an empty cell says nothing",
     "csv",
     "reference,request received\nC1,\nC2,  \n",
     {.entity = "case", .path = "data"},
     "case#0 reference='C1'\ncase#1 reference='C2'\n",
     NULL},
    {"codes",
     "csv",
     "reference,plan is needed\nC1,x\nC2,z\nC3,-\nC4,yes\n",
     {.entity = "case", .path = "data", .codes = codes, .code_pair_count = 3},
     "case#0 reference='C1'\ncase#1 reference='C2'\ncase#2 reference='C3' plan is needed=-\n"
     "case#3 reference='C4' plan is needed=yes\n",
     NULL},
    {"a code for the empty cell",
     "csv",
     "reference,plan is needed\nC1,\n",
     {.entity = "case", .path = "data", .codes = blank_code, .code_pair_count = 1},
     "case#0 reference='C1' plan is needed=-\n",
     NULL},
    {"rows chosen",
     "csv",
     "reference,level\nC1,LA\nC2,region\n",
     {.entity = "case",
      .path = "data",
      .where_column = "Level",
      .where_value = "LA",
      .columns = reference_alone,
      .column_pair_count = 1},
     "case#0 reference='C1'\n",
     NULL},
    {"lists in cells",
     "csv",
     "name,sectors,ages\nN,police; primary care,0;25\n",
     {.entity = "place", .path = "data"},
     "place#0 name='N' ages=[0 1] sectors={police primary care}\nplace ages#0 value=0\nplace ages#1 value=25\n",
     NULL},
    {"separators alone say nothing",
     "csv",
     "name,sectors,ages\nN, ; ;,;\n",
     {.entity = "place", .path = "data"},
     "place#0 name='N'\n",
     NULL},
    {"another separator of lists",
     "csv",
     "name,ages\nN,0|25\n",
     {.entity = "place", .path = "data", .list_separator = "|"},
     "place#0 name='N' ages=[0 1]\nplace ages#0 value=0\nplace ages#1 value=25\n",
     NULL},
    {"dates in a form of the table's own",
     "csv",
     "reference,request received\nC1,09/05/2023\nC2, 1/2/2024\nC3,\n",
     {.entity = "case", .path = "data", .date_forms = british, .date_form_count = 1},
     "case#0 reference='C1' request received=2023-05-09\ncase#1 reference='C2' request received=2024-02-01\n"
     "case#2 reference='C3'\n",
     NULL},
    {"a date in another form",
     "csv",
     "reference,request received\nC1,2023-05-09\n",
     {.entity = "case", .path = "data", .date_forms = british, .date_form_count = 1},
     NULL,
     "expected a date written dd/mm/yyyy, found '2023-05-09'"},
    {"two forms that read two days",
     "csv",
     "reference,request received\nC1,09/05/2023\n",
     {.entity = "case", .path = "data", .date_forms = either, .date_form_count = 2},
     NULL,
     "is another day by another of the table's forms"},
    {"a form that is none",
     "csv",
     "reference,request received\nC1,09/05/2023\n",
     {.entity = "case", .path = "data", .date_forms = no_form, .date_form_count = 1},
     NULL,
     "dates are written as in dd/mm/yyyy, not 'dd/mm'"},
    {"NDJSON without a name before the record",
     "ndjson",
     "{\"reference\":\"C1\"}\n{\"reference\":\"C2\"}\n",
     {.entity = "case", .path = "data"},
     "case#0 reference='C1'\ncase#1 reference='C2'\n",
     NULL},
    {"NDJSON whose null is unknown",
     "ndjson",
     "{\"reference\":\"C1\",\"request received\":null}\n",
     {.entity = "case", .path = "data", .nulls = "unknown"},
     "case#0 reference='C1'\n",
     NULL},
    {"NDJSON by a binding",
     "ndjson",
     "{\"Ref\":\"C1\",\"Asked\":\"x\",\"more\":{\"a\":1},\"level\":\"LA\"}\n{\"Ref\":\"C2\",\"level\":\"x\"}\n",
     {.entity = "case",
      .path = "data",
      .columns = renamed,
      .column_pair_count = 2,
      .codes = codes,
      .code_pair_count = 3,
      .where_column = "level",
      .where_value = "LA"},
     "case#0 reference='C1'\n",
     NULL},
    {"a list of records",
     "json",
     "[{\"reference\":\"C1\"},{\"reference\":\"C2\"}]",
     {.entity = "case", .path = "data"},
     "case#0 reference='C1'\ncase#1 reference='C2'\n",
     NULL},
    {"an entity that nobody knows", "csv", "a\n", {.entity = "casse", .path = "data"}, NULL, "did you mean 'case'?"},
    {"an attribute that nobody knows",
     "csv",
     "Ref\nC1\n",
     {.entity = "case", .path = "data", .columns = wrong, .column_pair_count = 1},
     NULL,
     "did you mean 'reference'?"},
    {"a heading that is not there",
     "csv",
     "Ref\nC1\n",
     {.entity = "case", .path = "data", .columns = renamed, .column_pair_count = 2},
     NULL,
     "no column is headed 'Asked'"},
    {"a filter's column that is not there",
     "csv",
     "reference\nC1\n",
     {.entity = "case", .path = "data", .where_column = "level", .where_value = "LA"},
     NULL,
     "no column is headed 'level'"},
    {"a parent that is not there",
     "csv",
     "reference,system\nC1,QQQ\n",
     {.entity = "case", .path = "data", .parent_entity = "ICS", .parent_list = "cases", .parent_column = "system"},
     NULL,
     "row 2, column 2"},
    {"a parent's list that holds others",
     "csv",
     "reference,system\nC1,QQQ\n",
     {.entity = "case", .path = "data", .parent_entity = "ICS", .parent_list = "places", .parent_column = "system"},
     NULL,
     "does not hold these records"},
    {"a key twice under a binding",
     "ndjson",
     "{\"Ref\":\"C1\",\"x\":{\"a\":1,\"a\":2}}\n",
     {.entity = "case", .path = "data", .columns = renamed, .column_pair_count = 2},
     NULL,
     "E0603"},
};

static void becomes_records(void **state)
{
    const table_case *c = *state;
    const ics_load_options options = {.tables = &c->binding, .table_count = 1};
    ics_diags *diags = ics_diags_new();
    ics_status status;
    ics_dataset *dataset = fixture_read(program, c->format, c->text, strlen(c->text), &options, diags, &status);
    char *messages = fixture_messages(diags);
    if ((dataset == NULL) != (c->columns == NULL) || (c->words && !strstr(messages, c->words)))
        print_message("%s", messages);
    assert_int_equal(dataset == NULL, c->columns == NULL);
    if (c->words)
        assert_non_null(strstr(messages, c->words));
    if (dataset) {
        char *columns = fixture_dump(dataset);
        assert_string_equal(columns, c->columns);
        free(columns);
    }
    free(messages);
    ics_dataset_free(dataset);
    ics_diags_free(diags);
}

int main(void)
{
    program = fixture_program();
    const int failures = SUITE_RUN_ROWS("tables", tables, becomes_records);
    fixture_free(program);
    return failures;
}
