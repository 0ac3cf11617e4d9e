/* Data that is refused: by which code, where, and with which words. */
#include "fixture.h"
#include "suite.h"

#include <stdlib.h>
#include <string.h>

static ics_program *program;

typedef struct refusal {
    const char *name, *format, *text;
    const char *code;     /* of the first message */
    const char *place;    /* "data:2:3", as printed; for tables "row 2, column 3" */
    const char *words[3]; /* each stands in the messages */
} refusal;

static const refusal refusals[] = {
    /* D01 */
    {"nothing", "json", "", "E0601", "data:1:1", {"empty"}},
    {"blanks", "yaml", " \n\n", "E0601", "data:", {"empty"}},
    /* D03: broken where no rule looks */
    {"a comma too many",
     "json",
     "{\"name\":\"x\",\"other\":[1,,2]}",
     "E0601",
     "data:1:24",
     {"expected a value", "','"}},
    {"a cut word", "json", "{\"other\":tru}", "E0601", "data:1:10", {"expected a value"}},
    {"a leading zero", "json", "{\"other\":01}", "E0601", "data:1:10", {"begin with 0"}},
    {"a plus", "json", "{\"other\":+1}", "E0601", "data:1:10", {"found '+'"}},
    {"a point without digits", "json", "{\"other\":1.}", "E0601", "data:1:12", {"a digit after the decimal point"}},
    {"an exponent without digits", "json", "{\"other\":1e}", "E0601", "data:1:12", {"exponent"}},
    {"a missing comma", "json", "{\"a\":1 \"b\":2}", "E0601", "data:1:8", {"',' or '}'", "'\"'"}},
    {"a missing colon", "json", "{\"a\" 1}", "E0601", "data:1:6", {"':'"}},
    {"a comma before the end", "json", "{\"a\":1,}", "E0601", "data:1:8", {"a key"}},
    {"a bad escape", "json", "{\"a\":\"\\x\"}", "E0601", "data:1:8", {"after a backslash"}},
    {"a cut escape", "json", "{\"a\":\"\\u12\"}", "E0601", "data:1:9", {"four hexadecimal digits"}},
    {"half a character", "json", "{\"a\":\"\\ud83d\"}", "E0601", "data:1:7", {"half of a character"}},
    {"the other half alone", "json", "{\"a\":\"\\ude00\"}", "E0601", "data:1:7", {"half of a character"}},
    {"an escaped U+0000", "json", "{\"a\":\"\\u0000\"}", "E0601", "data:1:7", {"U+0000"}},
    {"a raw line break in a text", "json", "{\"a\":\"x\ny\"}", "E0601", "data:1:8", {"U+000A", "begins here"}},
    {"a text that is not closed", "json", "{\"a\":\"x", "E0007", "data:1:8", {"not closed", "begins here"}},
    {"brackets that do not match", "json", "{\"a\":[1}", "E0601", "data:1:8", {"',' or ']'"}},
    {"one quote", "json", "{'a':1}", "E0601", "data:1:2", {"double quotes"}},
    {"a comment", "json", "{} // x", "E0601", "data:1:4", {"end of the document"}},
    {"a vertical tab", "json", "{\v}", "E0601", "data:1:2", {"U+000B"}},
    /* D04 */
    {"two documents", "json", "{}\n{}", "E0601", "data:2:1", {"end of the document", "NDJSON"}},
    {"two records in a line", "ndjson", "{}\n{} {}\n", "E0601", "data:2:4", {"end of the line"}},
    {"a record over two lines", "ndjson", "{}\n{\"code\":\n\"A\"}\n", "E0601", "data:2:9", {"the end of the line"}},
    /* D05 */
    {"a key twice", "json", "{\"name\":\"a\",\"name\":\"b\"}", "E0603", "data:1:13", {"stands twice", "first"}},
    {"a key twice by an escape", "json", "{\"name\":\"a\",\"\\u006eame\":\"b\"}", "E0603", "data:1:13", {"first"}},
    {"a key twice by folding",
     "json",
     "{\"seat on ICB\":1,\"places\":[{\"seat_on_icb\":true,\"seat on ICB\":true}]}",
     "E0603",
     "data:1:48",
     {"first"}},
    {"a key twice in what no model knows",
     "json",
     "{\"x\":{\"y\":[{\"z\":1,\"z\":2}]}}",
     "E0603",
     "data:1:19",
     {"first"}},
    {"an unknown key twice", "json", "{\"x\":{\"q\":1},\"x\":2}", "E0603", "data:1:14", {"first"}},
    {"a key twice in YAML", "yaml", "ICS:\n  code: A\n  code: B\n", "E0603", "data:3:3", {"data:2:3"}},
    /* D07 */
    {"a text for a list", "json", "{\"places\":\"N\"}", "E0602", "data:1:11", {"expected a list", "/places", "\"N\""}},
    {"a list for a number", "json", "{\"population\":[1]}", "E0602", "data:1:15", {"found a list", "/population"}},
    {"an object for a text", "json", "{\"name\":{\"a\":1}}", "E0606", "data:1:10", {"/name"}},
    {"a record for a list", "json", "{\"places\":{\"name\":\"N\"}}", "E0606", "data:1:12", {"partial", "/places/name"}},
    {"a quoted yes",
     "json",
     "{\"places\":[{\"seat on ICB\":\"yes\"}]}",
     "E0602",
     "data:1:27",
     {"expected yes or no", "/places/0/seat on ICB", "true or false"}},
    {"Y", "yaml", "person: {voting: Y}", "E0602", "data:1:18", {"expected yes or no", "'Y'"}},
    {"1", "json", "{\"places\":[{\"seat on ICB\":1}]}", "E0602", "data:1:27", {"the number 1"}},
    {"a quoted number", "json", "{\"population\":\"12\"}", "E0602", "data:1:15", {"without quotes"}},
    {"a number for a text", "json", "{\"name\":12}", "E0602", "data:1:9", {"put it in quotes"}},
    {"a record where a record is a text", "json", "[1]", "E0601", "data:1:2", {"expected a record"}},
    {"a text alone", "json", "\"x\"", "E0601", "data:1:1", {"expected a record"}},
    {"an entity that is a text", "yaml", "ICS: QXU\n", "E0602", "data:1:6", {"expected a record of an ICS"}},
    {"null in a list of records", "json", "{\"places\":[null]}", "E0602", "data:1:12", {"/places/0", "null"}},
    {"an unknown value",
     "json",
     "{\"places\":[{\"sectors\":[\"polise\"]}]}",
     "E0602",
     "data:1:24",
     {"did you mean 'police'?", "/places/0/sectors/0"}},
    {"a role that nobody knows", "yaml", "post: {title: head of paper clips}", "E0602", "data:1:15", {"declare it"}},
    {"an unknown role", "yaml", "post: {title: chief nurze}", "E0602", "data:1:15", {"did you mean 'chief nurse'?"}},
    /* D08 */
    {"a number too large", "json", "{\"population\":1e400}", "E0202", "data:1:15", {"does not fit"}},
    {"a number too small", "json", "{\"population\":1e-400}", "E0202", "data:1:15", {"more exact than millionths"}},
    {"thirty digits",
     "json",
     "{\"population\":123456789012345678901234567890}",
     "E0202",
     "data:1:15",
     {"does not fit"}},
    {"seven places", "json", "{\"population\":1.0000001}", "E0202", "data:1:15", {"more exact"}},
    {"the largest of 64 bits", "json", "{\"population\":9223372036854775807}", "E0202", "data:1:15", {"does not fit"}},
    {"a share too exact", "yaml", "place: {uptake: 0.00001%}", "E0202", "data:1:17", {"more exact"}},
    /* D09 */
    {"NaN in JSON", "json", "{\"population\":NaN}", "E0601", "data:1:15", {"expected a value"}},
    {".nan in YAML", "yaml", "ICS: {population: .nan}", "E0602", "data:1:19", {"a number of people"}},
    {".inf in YAML", "yaml", "ICS: {population: .inf}", "E0602", "data:1:19", {"a number of people"}},
    {"octal in YAML", "yaml", "ICS: {population: 0o17}", "E0602", "data:1:19", {"0o17"}},
    {"underscores in YAML", "yaml", "ICS: {population: 1_000}", "E0602", "data:1:19", {"1_000"}},
    {"sixty in YAML", "yaml", "ICS: {population: 22:22}", "E0602", "data:1:19", {"22:22"}},
    /* D10 */
    {"a day that is not there", "yaml", "document: {prepared: 2023-02-30}", "E0201", "data:1:22", {"28 days"}},
    {"day before month", "yaml", "document: {prepared: 31/12/2022}", "E0201", "data:1:22", {"2023-05-09"}},
    {"a time of day",
     "json",
     "{\"document\":{\"prepared\":\"2022-12-31T23:30+01:00\"}}",
     "E0201",
     "data:1:25",
     {"expected a date"}},
    {"a spreadsheet's day", "json", "{\"document\":{\"prepared\":44927}}", "E0201", "data:1:25", {"44927"}},
    {"words for a day", "yaml", "document: {prepared: next week}", "E0201", "data:1:22", {"next week"}},
    {"a financial year of two", "yaml", "document: {financial year: 2023/25}", "E0602", "data:1:28", {"2023/24"}},
    {"months for days", "yaml", "document: {notice: 3 months}", "E0602", "data:1:20", {"weeks"}},
    /* D11 */
    {"bad UTF-8 first", "json", "\xFF{}", "E0002", "data:1:1", {"byte 0 (0xFF)"}},
    {"bad UTF-8 last", "yaml", "a: b\xC3", "E0002", "data:1:5", {"byte 4 (0xC3)"}},
    {"bad UTF-8 inside", "csv", "code\n\xC0\xAF\n", "E0002", "data", {"byte 5 (0xC0)"}},
    {"Windows-1252", "csv", "code\n\xA3\x32\x30\n", "E0002", "data", {"Windows-1252", "iconv"}},
    {"UTF-16",
     "csv",
     "\xFF\xFE"
     "c",
     "E0002",
     "data",
     {"UTF-16"}},
    /* D17, D18 */
    {"a tag", "yaml", "ICS: {code: !!binary aGk=}", "E0601", "data:1:13", {"tag"}},
    {"an include", "yaml", "ICS: !include x.yaml", "E0601", "data:1:6", {"!include"}},
    {"a second document", "yaml", "ICS: {}\n---\nICS: {}\n", "E0601", "data:2:1", {"second document"}},
    {"a version", "yaml", "%YAML 9.9\n---\nICS: {}\n", "E0601", "data:1:1", {"version"}},
    {"a colon in a text", "yaml", "ICS:\n  name: A: B\n", "E0601", "data:2:10", {"in quotes"}},
    {"a line too far out", "yaml", "ICS:\n  code: A\n name: B\n", "E0601", "data:3:2", {"same column"}},
    {"a word for no list", "yaml", "ICS: {places: none}", "E0602", "data:1:15", {"[]"}},
    {"a record for a list", "yaml", "ICS: {places: {code: A}}", "E0606", "data:1:16", {"[{...}]"}},
    {"a tab", "yaml", "ICS:\n\tcode: A\n", "E0601", "data:2:1", {"tab", "spaces"}},
    {"a merge key", "yaml", "ICS: {<<: {code: A}}", "E0601", "data:1:7", {"merge keys"}},
    {"a key that is a list", "yaml", "? [a]\n: b\n", "E0601", "data:1:3", {"a key is a text"}},
    {"an alias of nothing", "yaml", "ICS: *x\n", "E0601", "data:1:6", {"no anchor"}},
    {"an alias inside itself", "yaml", "ICS: &x [*x]\n", "E0601", "data:1:10", {"inside what it names"}},
    {"a flow that is not closed", "yaml", "ICS: {code: A\n", "E0601", "data:2:1", {"expected"}},
    {"a record of a list in a wrapper",
     "yaml",
     "ICS: {places: [{value: {name: N}, from: 2023-01-01}]}",
     "E0606",
     "data:1:16",
     {"in a wrapper", "holds from"}},
    {"a record of the top level in a wrapper",
     "yaml",
     "ICS: [{value: {code: A}, source: minutes}]",
     "E0606",
     "data:1:7",
     {"in a wrapper"}},
    {"a code in a wrapper in a list",
     "yaml",
     "ICS: {places: [{value: P, review by: 2023-01-01}]}",
     "E0606",
     "data:1:16",
     {"in a wrapper"}},
    /* D19, D20 */
    {"a row too short", "csv", "code,name\nA\n", "E0601", "row 2, column 1", {"1 cells", "2 headings"}},
    {"a row too long", "csv", "code,name\nA,B,C\n", "E0601", "row 2, column 3", {"3 cells"}},
    {"a blank heading", "csv", "code,,name\nA,B,C\n", "E0607", "row 1, column 2", {"column 2 has no heading"}},
    {"a heading twice", "csv", "code,name,Code\nA,B,C\n", "E0603", "row 1, column 3", {"row 1, column 1"}},
    {"a quote never closed", "csv", "code,name\nA,\"B\nC,D\n", "E0007", "row 2, column 2", {"never closed"}},
    {"a quote never closed, first in its row",
     "csv",
     "code,name\nA,B\n\"C,D\n",
     "E0007",
     "data: row 3, column 1",
     {"never closed"}},
    {"a quote inside a cell", "csv", "code,name\nA,B\"C\n", "E0601", "row 2, column 2", {"inside a cell"}},
    {"text behind a quote", "csv", "code,name\nA,\"B\"C\n", "E0601", "row 2, column 2", {"after the closing quote"}},
    {"semicolons", "csv", "code;name\nA;B\n", "E0601", "row 1, column 1", {"';'", "','"}},
    {"NUL", "csv", "code\nA\0B\n", "E0004", "data", {"U+0000"}},
    {"a word for nothing", "csv", "code,population\nA,n/a\n", "E0602", "row 2, column 2", {"codes", "'n/a'"}},
    {"a word for a number", "csv", "code,population\nA,NaN\n", "E0602", "row 2, column 2", {"column 'population'"}},
    /* D22 */
    {"a code that nobody has", "yaml", "case: {authority: X}\n", "E0604", "data:1:19", {"'X'"}},
    {"a code of another kind",
     "yaml",
     "trust: {code: T}\nICS: {ICB: T}\n",
     "E0604",
     "data:2:12",
     {"is a trust", "data:1:8"}},
    {"a code that nobody can have", "yaml", "ICS: {places: [N]}\n", "E0602", "data:1:16", {"no code to refer"}},
    {"one code for two kinds", "yaml", "ICB: {code: X}\ntrust: {code: X}\n", "E0605", "data:2:8", {"data:1:6"}},
    {"bodies that contain each other",
     "yaml",
     "body:\n- {code: A, successors: [{code: B, name: b}]}\n- {code: B, successors: [{code: A, name: a}]}\n",
     "E0609",
     "data:2:",
     {"contains", "body[A]", "body[B]"}},
    /* D25 */
    {"a wrapper of nothing", "yaml", "ICS: {name: {source: x}}", "E0606", "data:1:13", {"no value"}},
    {"a wrapper in a wrapper", "yaml", "ICS: {name: {value: {value: a}}}", "E0606", "data:1:21", {"inside a wrapper"}},
    {"an unknown key in a wrapper", "yaml", "ICS: {name: {value: a, sauce: b}}", "E0606", "data:1:24", {"'sauce'"}},
    {"two values in a wrapper",
     "yaml",
     "ICS: {places: {partial: [], complete: []}}",
     "E0606",
     "data:1:15",
     {"two values"}},
    {"one value twice in a wrapper", "yaml", "ICS: {name: {value: a, value: b}}", "E0603", "data:1:24", {"first"}},
    {"a wrapper turned round",
     "yaml",
     "ICS: {name: {value: a, from: 2023-02-01, to: 2023-01-01}}",
     "E0203",
     "data:1:13",
     {"after"}},
    {"a history of lists of records",
     "yaml",
     "ICS: {places: [{value: [{name: N}], to: 2023-12-31}]}",
     "E0606",
     "data:1:16",
     {"holds from"}},
    {"a history of lists of values",
     "yaml",
     "place: {ages: [{value: [0], to: 2023-12-31}]}",
     "E0606",
     "data:1:16",
     {"each with its days"}},
    {"a list beside the days of another",
     "yaml",
     "place: {sectors: [{value: [police], to: 2023-12-31}, [police]]}",
     "E0602",
     "data:1:54",
     {"a history is a list of"}},
    {"a list of values for one", "yaml", "ICS: {name: [a, b]}", "E0602", "data:1:13", {"history"}},
    {"a record turned round",
     "yaml",
     "post: {holds from: 2023-02-01, holds to: 2023-01-01}",
     "E0203",
     "data:1:42",
     {"hold"}},
    /* D29 and others */
    {"gzip", NULL, "\x1F\x8B\x08", "E0003", "data:1:1", {"gzip", "gunzip"}},
    {"a spreadsheet", NULL, "PK\x03\x04", "E0003", "data:1:1", {"spreadsheet"}},
    {"two keys as at", "yaml", "as at: 2023-01\nICS: {}\n", "E0201", "data:1:8", {"one day"}},
    {"nulls of a third kind", "yaml", "nulls: maybe\nICS: {}\n", "E0602", "data:1:8", {"absent or unknown"}},
    {"our own report", "json", "{\"format\":\"icsrules-outcomes/1\",\"outcomes\":[]}", "E0003", "data:1:1", {"report"}},
};

static size_t text_size(const refusal *c)
{
    return strcmp(c->name, "NUL") == 0 ? 9 : strlen(c->text);
}

static void is_refused(void **state)
{
    const refusal *c = *state;
    ics_diags *diags = ics_diags_new();
    ics_status status;
    ics_dataset *dataset = fixture_read(program, c->format, c->text, text_size(c), NULL, diags, &status);
    char *messages = fixture_messages(diags);
    if (status != ICS_E_INPUT)
        print_message("%s", messages);
    assert_null(dataset);
    assert_int_equal(status, ICS_E_INPUT);
    bool has_code = false;
    for (size_t i = 0; i < ics_diags_count(diags); i++)
        has_code |= strcmp(ics_code_name(ics_diags_at(diags, i)->code), c->code) == 0;
    if (!has_code || !strstr(messages, c->place))
        print_message("%s", messages);
    assert_true(has_code);
    assert_non_null(strstr(messages, c->place));
    for (size_t i = 0; i < 3 && c->words[i]; i++) {
        if (!strstr(messages, c->words[i]))
            print_message("no '%s' in: %s", c->words[i], messages);
        assert_non_null(strstr(messages, c->words[i]));
    }
    if (ics_diags_error_count(diags) != 1)
        print_message("%s", messages);
    assert_int_equal(ics_diags_error_count(diags), 1); /* one mistake, one message */
    free(messages);
    ics_diags_free(diags);
}

int main(void)
{
    program = fixture_program();
    const int failures = SUITE_RUN_ROWS("refusals of data", refusals, is_refused);
    fixture_free(program);
    return failures;
}
