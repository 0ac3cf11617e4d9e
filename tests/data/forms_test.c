/* What a description may look like, and the columns that it becomes. */
#include "fixture.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static ics_program *program;

typedef struct form_case {
    const char *name, *format, *text, *columns;
} form_case;

static const form_case forms[] = {
    {"an entity's name as key", "yaml", "ICS: {code: QXU, name: Surrey}", "ICS#0 code='QXU' name='Surrey'\n"},
    {"a list under it", "yaml", "ICS:\n- code: A\n- code: B\n", "ICS#0 code='A'\nICS#1 code='B'\n"},
    {"a bare record is of the kind that is judged", "json", "{\"code\": \"A\"}", "ICS#0 code='A'\n"},
    {"a list of bare records", "json", "[{\"code\": \"A\"}, {}]", "ICS#0 code='A'\nICS#1\n"},
    {"an empty record", "json", "{}", "ICS#0\n"},
    {"nothing", "json", "[]", ""},
    {"several entities", "yaml", "ICB: {code: X}\ntrust: [{code: T}]\n", "ICB#0 code='X'\ntrust#1 code='T'\n"},
    {"a bare record with an entity's name among its keys", "json", "{\"code\":\"A\",\"ICB\":{\"code\":\"X\"}}",
     "ICB#0 code='X' system=0\nICS#0 code='A' ICB=0\n"},
    {"a plural that is the record's own list", "json", "{\"places\":[{\"name\":\"N\"}]}",
     "ICS#0 places=[0]\nplace#0 name='N'\n"},
    {"a plural beside an entity", "yaml", "ICS: {code: A}\nplaces: [{name: N}]\n",
     "ICS#0 code='A'\nplace#0 name='N'\n"},
    {"an entity's own name alone", "yaml", "ICB: {code: X}", "ICB#0 code='X'\n"},
    {"keys folded", "json", "{\"ICB\":{\"Annual_Spend\":5,\"partner-trusts\":[]}}",
     "ICB#0 annual spend=5 partner trusts=-\n"},
    {"yes and no in YAML", "yaml", "person: [{voting: yes}, {voting: No}, {voting: TRUE}, {voting: false}]",
     "person#0 voting=yes\nperson#1 voting=no\nperson#2 voting=yes\nperson#3 voting=no\n"},
    {"NO stays a text where a text is meant", "yaml", "ICS: {code: NO, name: 1_000}", "ICS#0 code='NO' name='1_000'\n"},
    {"null and nothing are absent", "yaml", "ICS: {code: null, name: , population: ~, places: []}",
     "ICS#0 code=- name=- population=- places=-\n"},
    {"null is unknown where the file says so", "yaml", "nulls: unknown\nICS: {code: A, name: null, places: null}",
     "ICS#0 code='A'\n"},
    {"numbers are exact", "json",
     "{\"document\":[{\"cost\":0.1},{\"cost\":12345678901.000001},{\"cost\":1e3},{\"cost\":-0.50}]}",
     "document#0 cost=0.1\ndocument#1 cost=12345678901.000001\ndocument#2 cost=1000\ndocument#3 cost=-0.5\n"},
    {"money", "json",
     "{\"ICB\":[{\"annual spend\":\"\xC2\xA3"
     "20,000\"},{\"annual spend\":0.25}]}",
     "ICB#0 annual spend=20000\nICB#1 annual spend=0.25\n"},
    {"money in YAML", "yaml",
     "ICB:\n  annual spend: \xC2\xA3"
     "1,234.56\n",
     "ICB#0 annual spend=1234.56\n"},
    {"shares", "yaml", "place: [{uptake: 75%}, {uptake: 0.75}, {uptake: 12.5%}]",
     "place#0 uptake=0.75\nplace#1 uptake=0.75\nplace#2 uptake=0.125\n"},
    {"dates by day, month, year", "yaml", "document: [{prepared: 2023-06-28}, {prepared: 2023-06}, {prepared: 2023}]",
     "document#0 prepared=2023-06-28\ndocument#1 prepared=2023-06\ndocument#2 prepared=2023\n"},
    {"years", "yaml", "document: [{financial year: 2023/24, calendar year: 2023}]",
     "document#0 financial year=2023-04-01 to 2024-03-31 calendar year=2023\n"},
    {"lengths of time", "yaml", "document: [{notice: 14 days}, {notice: 3 weeks}, {notice: 7}]",
     "document#0 notice=14\ndocument#1 notice=21\ndocument#2 notice=7\n"},
    {"values of enumerations and roles, folded", "json",
     "{\"member\":{\"sector\":\"local_authority\"},\"post\":{\"title\":\"send executive-lead\"}}",
     "member#0 sector='local authority'\npost#0 title='SEND executive lead'\n"},
    {"sets, each value once", "json", "{\"place\":{\"sectors\":[\"police\",\"primary care\",\"Police\"]}}",
     "place#0 sectors={police primary care}\n"},
    {"a list of plain values", "json", "{\"place\":[{\"ages\":[0,25]},{\"ages\":[]},{\"ages\":[5]}]}",
     "place#0 ages=[0 1]\nplace#1 ages=-\nplace#2 ages=[2]\nplace ages#0 value=0\nplace ages#1 value=25\n"
     "place ages#2 value=5\n"},
    {"a partial list", "yaml", "ICS: {places: {partial: [{name: N}]}}", "ICS#0 places=[0]~\nplace#0 name='N'\n"},
    {"a partial list that names nothing is unknown", "yaml", "ICS: {places: {partial: []}}", "ICS#0\n"},
    {"a list complete for some days", "yaml",
     "ICS: [{places: {complete: [{name: N}], from: 2022-07-01, to: 2023-06-30}}, {places: [{name: M}]}]",
     "ICS#0 places=[0](2022-07-01..2023-06-30)\nICS#1 places=[1]\nplace#0 name='N'\nplace#1 name='M'\n"},
    {"evidence changes no value", "yaml",
     "ICS: {name: {value: Surrey, source: minutes, kind: minute, recorded: 2023-07-12}}", "ICS#0 name='Surrey'\n"},
    {"a dated value", "yaml", "ICS: {name: {value: Surrey, from: 2022-07-01, to: 2023}}",
     "ICS#0 name@(2022-07-01..2023-01-01 'Surrey')(?2023-01-02..2023-12-31 'Surrey')\n"},
    {"a history ends each fact where the next begins", "yaml",
     "ICS: {name: [{value: B, from: 2023-01-01}, {value: A, from: 2022-07-01}]}",
     "ICS#0 name@(2022-07-01..2022-12-31 'A')(2023-01-01..9999-12-31 'B')\n"},
    {"a history of sets", "yaml",
     "place: {sectors: [{value: [police], to: 2023-12-31}, {partial: [primary care, police], from: 2024}]}",
     "place#0 sectors@(0001-01-01..2023-12-31 {police})(?2024-01-01..2024-12-30 {primary care police}~)"
     "(2024-12-31..9999-12-31 {primary care police}~)\n"},
    {"two contradictions leave what lies between", "yaml",
     "ICS:\n  name:\n  - {value: A, from: 2022-01-01, to: 2022-12-31}\n  - {value: B, from: 2022-02-01, to: "
     "2022-02-28}\n"
     "  - {value: C, from: 2022-11-01, to: 2022-11-30}\n",
     "ICS#0 name@(2022-01-01..2022-01-31 'A')(2022-03-01..2022-10-31 'A')(2022-12-01..2022-12-31 'A')\n"},
    {"a fact without dates beside one with", "yaml",
     "ICS:\n- {code: A, name: x}\n- {code: A, name: {value: y, from: 2022-07-01, to: 2022-07-31}}\n",
     "ICS#0 code='A' name@(0001-01-01..2022-06-30 'x')(2022-08-01..9999-12-31 'x')\n"},
    {"undated facts that contradict each other leave nothing of a dated one", "yaml",
     "ICS:\n- {code: A, name: {value: y, from: 2022-07-01, to: 2022-07-31}}\n- {code: A, name: x}\n- {code: A, name: "
     "z}\n",
     "ICS#0 code='A'\n"},
    {"a wrapped list", "yaml", "ICS: {places: {value: [{name: N}], source: map}}",
     "ICS#0 places=[0]\nplace#0 name='N'\n"},
    {"a finding in its own words", "yaml",
     "ICB: {conflicts are managed: {value: yes, finder: audit chair, date: 2024-01-31, basis: report}}",
     "ICB#0 conflicts are managed=yes\n"},
    {"holds from and to", "yaml", "post: {title: chief nurse, holds from: 2023-06-01, holds_to: 2024-05-31}",
     "post#0 title='chief nurse' from:2023-06-01 to:2024-05-31\n"},
    {"not applicable is not known", "yaml", "ICS: {name: not applicable, population: Not_Applicable}", "ICS#0\n"},
    {"a nested record has the attribute's kind", "yaml", "ICS: {ICB: {code: X, population: 5}}",
     "ICB#0 code='X' population=5 system=0\nICS#0 ICB=0\n"},
    {"is a says a more special kind", "yaml", "ICB: {code: X, successors: [{code: Y, is a: ICB, population: 3}]}",
     "ICB#0 code='X' successors=[1]\nICB#1 code='Y' population=3\n"},
    {"a code refers forward and back", "yaml",
     "case: [{reference: C1, authority: T}]\ntrust: [{code: T}]\nbody: {code: B, successors: [T]}\n",
     "trust#0 code='T'\nbody#1 code='B' successors=[0]\ncase#0 reference='C1' authority=0\n"},
    {"nested and named again is one record", "yaml",
     "ICS: {code: A, ICB: {code: X}}\nICB: {code: X, population: 7}\nbody: {code: X, name: Ex}\n",
     "ICB#0 code='X' name='Ex' population=7 system=0\nICS#0 code='A' ICB=0\n"},
    {"a set of records by code", "yaml", "trust: [{code: T}, {code: U}]\ndocument: {preparers: [U, T, U]}",
     "trust#0 code='T'\ntrust#1 code='U'\ndocument#0 preparers={1 0}\n"},
    {"lists of one owner after another are slices", "yaml",
     "ICS: [{places: [{name: a}, {name: b}]}, {}, {places: [{name: c}]}]",
     "ICS#0 places=[0 1]\nICS#1\nICS#2 places=[2]\nplace#0 name='a'\nplace#1 name='b'\nplace#2 name='c'\n"},
    {"an inverse that is told makes the other side", "yaml", "ICS: {code: A}\nICB: {code: X, system: A}\n",
     "ICB#0 code='X' system=0\nICS#0 code='A' ICB=0\n"},
    {"JSON escapes", "json", "{\"\\u0063ode\":\"\\u00a3\\ud83d\\ude00\\n\\\"\"}",
     "ICS#0 code='\xC2\xA3\xF0\x9F\x98\x80\n\"'\n"},
    {"YAML aliases", "yaml", "ICS: {places: [&p {name: N}, *p]}",
     "ICS#0 places=[0 1]\nplace#0 name='N'\nplace#1 name='N'\n"},
    {"a line a record", "ndjson", "{\"code\":\"A\"}\r\n\n{\"ICB\":{\"code\":\"X\"}}\n  \n{\"code\":\"B\"}",
     "ICB#0 code='X'\nICS#0 code='A'\nICS#1 code='B'\n"},
    {"lines by content", NULL, "{\"code\":\"A\"}\n{\"code\":\"B\"}\n", "ICS#0 code='A'\nICS#1 code='B'\n"},
    {"YAML by content", NULL, "# c\ncode: A\n", "ICS#0 code='A'\n"},
    {"a byte order mark", "yaml",
     "\xEF\xBB\xBF"
     "code: A\nname: B\n",
     "ICS#0 code='A' name='B'\n"},
    {"a byte order mark in JSON", "json", "\xEF\xBB\xBF{\"code\":\"A\"}", "ICS#0 code='A'\n"},
    {"the end of a YAML document marked", "yaml", "ICS: {code: A}\n...\n", "ICS#0 code='A'\n"},
    {"lists told twice alike are one", "yaml",
     "ICS:\n- {code: A, places: [{name: N}, {name: M}]}\n- {code: A, places: [{name: M}, {name: N}]}\n",
     "ICS#0 code='A' places=[0 1]\nplace#0 name='N'\nplace#1 name='M'\n"},
    {"dated facts of records told twice", "yaml",
     "ICS:\n- {code: A, places: [{name: {value: N, from: 2022-01-01}}, {name: M}]}\n"
     "- {code: A, places: [{name: M}, {name: {value: N, from: 2022-01-01}}]}\n",
     "ICS#0 code='A' places=[0 1]\nplace#0 name@(2022-01-01..9999-12-31 'N')\nplace#1 name='M'\n"},
    {"dated facts that differ", "yaml",
     "ICS:\n- {code: A, places: [{name: {value: N, from: 2022-01-01}}]}\n"
     "- {code: A, places: [{name: {value: N, from: 2022-01-02}}]}\n",
     "ICS#0 code='A'\n"},
    {"partial lists are joined", "yaml",
     "ICS:\n- {code: A, places: {partial: [{name: N}]}}\n- {code: A, places: {partial: [{name: N}, {name: M}]}}\n",
     "ICS#0 code='A' places=[0 1]~\nplace#0 name='N'\nplace#1 name='M'\n"},
    {"a complete list outranks a partial one inside it", "yaml",
     "ICS:\n- {code: A, places: {partial: [{name: M}]}}\n- {code: A, places: [{name: N}, {name: M}]}\n",
     "ICS#0 code='A' places=[0 1]\nplace#0 name='N'\nplace#1 name='M'\n"},
    {"facts that contradict each other are unknown", "yaml", "ICS: [{code: A, name: B}, {code: A, name: C}]",
     "ICS#0 code='A'\n"},
    {"lists that contradict each other are unknown", "yaml",
     "ICS:\n- {code: A, places: [{name: N}]}\n- {code: A, places: [{name: M}]}\n", "ICS#0 code='A'\n"},
    {"histories join, and contradict on common days alone", "yaml",
     "ICS:\n- {code: A, name: {value: B, from: 2022-01-01, to: 2022-12-31}}\n"
     "- {code: A, name: {value: C, from: 2022-12-01, to: 2023-12-31}}\n",
     "ICS#0 code='A' name@(2022-01-01..2022-11-30 'B')(2023-01-01..2023-12-31 'C')\n"},
};

static void becomes_columns(void **state)
{
    const form_case *c = *state;
    ics_diags *diags = ics_diags_new();
    ics_status status;
    ics_dataset *dataset = fixture_read(program, c->format, c->text, strlen(c->text), NULL, diags, &status);
    if (status != ICS_OK) {
        char *messages = fixture_messages(diags);
        print_message("%s", messages);
        free(messages);
    }
    assert_int_equal(status, ICS_OK);
    char *columns = fixture_dump(dataset);
    assert_string_equal(columns, c->columns);
    free(columns);
    ics_dataset_free(dataset);
    ics_diags_free(diags);
}

int main(void)
{
    program = fixture_program();
    const int failures = SUITE_RUN_ROWS("forms of data", forms, becomes_columns);
    fixture_free(program);
    return failures;
}
