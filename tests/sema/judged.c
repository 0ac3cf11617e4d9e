/* The model of the tests, and the way from a sentence to its outcome. */
#include "sema/judged.h"

#include "base/date.h"
#include "pipeline/compile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char ics_world[] = "model world\n"
                         "entity body\n"
                         "  code : text, unique\n"
                         "  posts : list of post\n"
                         "  documents : list of document\n"
                         "  meetings : list of meeting\n"
                         "  area : list of district\n"
                         "entity ICB \"integrated care board\" is a body\n"
                         "  population : people\n"
                         "  staff : people\n"
                         "  spend : money\n"
                         "  vacancy rate : share\n"
                         "  register of interests : yes/no\n"
                         "  opened : event date\n"
                         "  next review : date\n"
                         "  grants : list of grant\n"
                         "  scores : list of number\n"
                         "entity council is a body\n"
                         "  cases : list of case\n"
                         "entity region\n"
                         "  code : text, unique\n"
                         "  population : people\n"
                         "  ICB : one ICB\n"
                         "  places : list of place\n"
                         "entity place\n"
                         "  code : text, unique\n"
                         "  name : text\n"
                         "  population : people\n"
                         "  partnership : one partnership\n"
                         "entity partnership\n"
                         "  members : list of member\n"
                         "  joint decisions : yes/no\n"
                         "  seat on ICB : yes/no\n"
                         "entity member\n"
                         "  name : text\n"
                         "  sector : sector\n"
                         "  visits : list of visit\n"
                         "entity visit\n"
                         "  held : number\n"
                         "  attended : number\n"
                         "entity district\n"
                         "  code : text, unique\n"
                         "entity post\n"
                         "  title : role\n"
                         "  holder : person\n"
                         "  deputy : person\n"
                         "entity person\n"
                         "  id : text, unique\n"
                         "  voting : yes/no\n"
                         "entity document\n"
                         "  kind : document kind\n"
                         "  published : event date\n"
                         "  topics : set of topic\n"
                         "  financial year : financial year\n"
                         "  reference : text\n"
                         "entity meeting\n"
                         "  matter : document kind\n"
                         "  group : group\n"
                         "  held : event date\n"
                         "entity grant\n"
                         "  amount : money\n"
                         "  quotes : number\n"
                         "entity case\n"
                         "  code : text, unique\n"
                         "  received : event date\n"
                         "  plan is needed : yes/no\n"
                         "  plan sent : event date\n"
                         "  delays : set of delay\n"
                         "enum sector is police, housing, council, VCSE\n"
                         "enum document kind is forward plan, annual report\n"
                         "enum topic is SEND, safeguarding, transport\n"
                         "enum group is families, carers, young people\n"
                         "enum delay is school closed, illness\n"
                         "role SEND executive lead also executive lead for SEND\n"
                         "role chief nurse\n"
                         "verb body name (r: role)\n"
                         "  means some of its posts where title is r has holder\n"
                         "verb body publish (k: document kind)\n"
                         "  means some of its documents where kind is k has published\n"
                         "  happens on published\n"
                         "verb body consult (g: group) on (k: document kind)\n"
                         "  means some of its meetings where group is g and matter is k has held\n"
                         "  happens on held\n"
                         "verb document cover (t: topic)\n"
                         "  means topics includes t\n"
                         "verb council send plan (sends, sending, sent) for case\n"
                         "  means case has plan sent\n"
                         "  happens on plan sent\n";

ics_program *ics_world_compile(const char *rules, ics_diags *diags)
{
    const ics_rule_text texts[] = {
        {.name = "world.rules", .bytes = (const unsigned char *)ics_world, .size = strlen(ics_world)},
        {.name = "test.rules", .bytes = (const unsigned char *)rules, .size = strlen(rules)},
    };
    ics_program *program = NULL;
    const ics_status status = ics_compile_texts(&program, texts, 2, NULL, NULL, NULL, diags);
    return status == ICS_OK ? program : NULL;
}

static char part_sign(ics_outcome state)
{
    return state == ICS_MET                                ? '+'
           : state == ICS_NOT_MET || state == ICS_DEPARTED ? '-'
           : state == ICS_UNKNOWN                          ? '?'
                                                           : '.';
}

ics_first ics_world_judge(const char *rules, const char *facts, const char *as_at)
{
    ics_diags *diags = ics_diags_new();
    assert_non_null(diags);
    ics_program *program = ics_world_compile(rules, diags);
    if (!program) {
        ics_diags_print(diags, stderr, false);
        fail_msg("not compiled: %s", rules);
    }
    ics_dataset *dataset = NULL;
    const ics_load_options options = {.input_format = "yaml"};
    if (ics_dataset_read_text(&dataset, program, "facts.yaml", (const unsigned char *)facts, strlen(facts), &options,
                              diags) != ICS_OK) {
        ics_diags_print(diags, stderr, false);
        fail_msg("not read: %s", facts);
    }
    int32_t day = 0, last = 0;
    const char *why = NULL;
    assert_true(ics_date_parse(as_at, strlen(as_at), &day, &last, &why));
    ics_run *run = NULL;
    assert_int_equal(ics_vm_run(&run, program, dataset, day, NULL, diags), ICS_OK);
    const ics_rule_outcomes *outcomes = &run->rules[0];
    ics_first first = {.state = ICS_OUTCOME_COUNT, .count = outcomes->count, .due = ICS_NO_DAY, .days = ICS_NO_DAY};
    if (outcomes->count > 0) {
        first.state = (ics_outcome)outcomes->state[0];
        first.due = outcomes->due[0];
        first.days = outcomes->days[0];
        for (uint32_t i = 0; i < program->rules[0].letter_count && i + 1 < sizeof first.parts; i++)
            first.parts[i] = part_sign((ics_outcome)outcomes->parts[i]);
    }
    ics_run_free(run);
    ics_dataset_free(dataset);
    ics_program_free(program);
    ics_diags_free(diags);
    return first;
}
