/* What people read of an outcome: why, what is missing, what it rests on; from sentences and descriptions as written.
 */
#include "explain_test.h"

#include "pipeline/compile.h"

#include <string.h>

static const char *const rules = "model tiny\n"
                                 "entity ICB\n"
                                 "  code : text, unique\n"
                                 "  population : people\n"
                                 "  posts : list of post\n"
                                 "  documents : list of document\n"
                                 "  members : list of member\n"
                                 "  joint decision making : yes/no\n"
                                 "  seat on board : yes/no\n"
                                 "entity post\n"
                                 "  title : role\n"
                                 "  holder : person\n"
                                 "entity person\n"
                                 "  id : text, unique\n"
                                 "  voting : yes/no\n"
                                 "entity document\n"
                                 "  kind : document kind\n"
                                 "  published : event date\n"
                                 "  topics : set of topic\n"
                                 "entity member\n"
                                 "  sector : sector\n"
                                 "entity local authority\n"
                                 "  code : text, unique\n"
                                 "  EHC cases : list of EHC case\n"
                                 "entity EHC case\n"
                                 "  reference : text, unique\n"
                                 "  request received : event date\n"
                                 "  plan is needed : yes/no\n"
                                 "  final plan sent : event date\n"
                                 "  impractical because : set of delay reason\n"
                                 "enum document kind is forward plan, annual report\n"
                                 "enum topic is SEND, safeguarding\n"
                                 "enum sector is primary care, local authority, police\n"
                                 "enum delay reason is school closed, absent from area\n"
                                 "role SEND executive lead\n"
                                 "role chief nurse\n"
                                 "verb ICB name (r: role)\n"
                                 "  means some of its posts where title is r has holder\n"
                                 "verb ICB publish (k: document kind)\n"
                                 "  means some of its documents where kind is k has published\n"
                                 "  happens on published\n"
                                 "verb local authority send final plan (sends, sending, sent) for EHC case\n"
                                 "  means EHC case has final plan sent\n"
                                 "  happens on final plan sent\n"
                                 "source ACT \"An Act\"\n"
                                 "  kind Act\n"
                                 "rule LEAD\n"
                                 "  cites ACT section 1\n"
                                 "  in force from 2020-01-01\n"
                                 "  ICB must name SEND executive lead\n"
                                 "rule VOTES\n"
                                 "  cites ACT section 2\n"
                                 "  in force from 2020-01-01\n"
                                 "  holder of every post of ICB where title is SEND executive lead must be voting\n"
                                 "rule SIZE\n"
                                 "  cites ACT section 3\n"
                                 "  in force from 2020-01-01\n"
                                 "  ICB must have population between 1 million and 2 million\n"
                                 "rule SECTORS\n"
                                 "  cites ACT section 4\n"
                                 "  in force from 2020-01-01\n"
                                 "  ICB must include members with sector\n"
                                 "    (a) primary care,\n"
                                 "    (b) local authority and\n"
                                 "    (c) police\n"
                                 "rule VOICE\n"
                                 "  cites ACT section 5\n"
                                 "  in force from 2020-01-01\n"
                                 "  ICB must have all of\n"
                                 "    (a) joint decision making and\n"
                                 "    (b) seat on board\n"
                                 "rule TWENTY-WEEKS\n"
                                 "  cites ACT section 6\n"
                                 "  in force from 2014-09-01\n"
                                 "  applies to each EHC case\n"
                                 "  local authority must send final plan within 20 weeks of request received\n"
                                 "  unless plan is not needed\n"
                                 "  time limit lifted where impractical because includes any of\n"
                                 "    (a) school closed or\n"
                                 "    (b) absent from area\n"
                                 "rule VAST\n"
                                 "  cites ACT section 7\n"
                                 "  in force from 2020-01-01\n"
                                 "  ICB must ensure that share of members for which sector is police is at least "
                                 "9000000000000\n";

typedef struct scene {
    ics_diags *diags;
    ics_program *program;
    ics_dataset *dataset;
    ics_run *run;
} scene;

static void show(const ics_diags *diags)
{
    ics_diags_print(diags, stderr, false);
}

static void stage(scene *s, const char *facts, const char *as_at)
{
    const ics_rule_text text = {"tiny.rules", (const unsigned char *)rules, strlen(rules)};
    int32_t day, last;
    const char *wrong = NULL;
    *s = (scene){.diags = ics_diags_new()};
    assert_true(ics_date_parse(as_at, strlen(as_at), &day, &last, &wrong));
    if (ics_compile_texts(&s->program, &text, 1, NULL, NULL, NULL, s->diags) != ICS_OK ||
        ics_dataset_read_text(&s->dataset, s->program, "facts.yaml", (const unsigned char *)facts, strlen(facts), NULL,
                              s->diags) != ICS_OK)
        show(s->diags);
    assert_non_null(s->dataset);
    assert_int_equal(ics_vm_run(&s->run, s->program, s->dataset, day, NULL, s->diags), ICS_OK);
}

static void strike(scene *s)
{
    ics_run_free(s->run);
    ics_dataset_free(s->dataset);
    ics_program_free(s->program);
    ics_diags_free(s->diags);
}

static uint32_t rule_named(const scene *s, const char *id)
{
    for (uint32_t i = 0; i < s->program->rule_count; i++)
        if (strcmp(s->program->rules[i].id, id) == 0)
            return i;
    fail_msg("no rule %s", id);
    return 0;
}

static const struct why_case {
    const char *name, *rule, *facts, *as_at;
    ics_outcome state;
    const char *why;
    const char *needs; /* attributes, separated by a comma and a blank */
} why_cases[] = {
    {"a lead in post", "LEAD",
     "ICB:\n  code: QXU\n  posts:\n    - title: SEND executive lead\n      holder: {id: P1}\n", "2023-06-01", ICS_MET,
     "posts[0].title is SEND executive lead, line 4; posts[0].holder is P1, line 5", ""},
    {"posts said to be absent", "LEAD", "ICB:\n  code: QXU\n  posts: null\n", "2023-06-01", ICS_NOT_MET,
     "no post with title SEND executive lead has a holder: posts is said to be absent, line 3", ""},
    {"an empty list", "LEAD", "ICB:\n  code: QXU\n  posts: []\n", "2023-06-01", ICS_NOT_MET,
     "no post with title SEND executive lead has a holder: posts is said to be absent, line 3", ""},
    {"a vacant post", "LEAD", "ICB:\n  code: QXU\n  posts:\n    - title: SEND executive lead\n      holder: null\n",
     "2023-06-01", ICS_NOT_MET,
     "no post with title SEND executive lead has a holder: posts[0].holder is said to be absent, line 5", ""},
    {"posts not mentioned", "LEAD", "ICB:\n  code: QXU\n", "2023-06-01", ICS_UNKNOWN, "not known: posts", "posts"},
    {"a title is missing", "LEAD", "ICB:\n  code: QXU\n  posts: [{holder: {id: P1}}, {title: chief nurse}]\n",
     "2023-06-01", ICS_UNKNOWN, "not known: posts[0].title", "title"},
    {"others may exist", "LEAD", "ICB:\n  code: QXU\n  posts: {partial: [{title: chief nurse, holder: {id: P1}}]}\n",
     "2023-06-01", ICS_UNKNOWN, "not known: posts (list is partial)", "posts"},
    {"others of other days", "LEAD",
     "ICB:\n  code: QXU\n  posts: [{title: SEND executive lead, holder: {id: P1}, holds from: 2023-07-01}]\n",
     "2023-06-01", ICS_UNKNOWN, "not known: posts (what is in it is not all of that day)", "posts"},
    {"complete for other days", "LEAD",
     "ICB:\n  code: QXU\n  posts: {complete: [{title: SEND executive lead, holder: {id: P1}}], from: 2023-07-01}\n",
     "2023-06-01", ICS_UNKNOWN, "not known: posts (list is complete for other days)", "posts"},
    {"before it was law", "LEAD", "ICB:\n  code: QXU\n", "2019-06-01", ICS_NOT_IN_FORCE,
     "in force from 2020-01-01, and the day judged is 2019-06-01", ""},
    {"every one of nothing", "VOTES", "ICB:\n  code: QXU\n  posts: []\n", "2023-06-01", ICS_NOT_APPLICABLE,
     "there is nothing to judge: posts is said to be absent, line 3", ""},
    {"no vote", "VOTES",
     "ICB:\n  code: QXU\n  posts:\n    - title: SEND executive lead\n      holder: {id: P1, voting: no}\n",
     "2023-06-01", ICS_NOT_MET, "posts[0].title is SEND executive lead, line 4; person[P1].voting is no, line 5", ""},
    {"too small", "SIZE", "ICB:\n  code: QXU\n  population: 900000\n", "2023-06-01", ICS_NOT_MET,
     "population is 900000, line 3; at least 1000000 is asked for", ""},
    {"no population", "SIZE", "ICB:\n  code: QXU\n", "2023-06-01", ICS_UNKNOWN, "not known: population", "population"},
    {"a letter is missing", "SECTORS", "ICB:\n  code: QXU\n  members: [{sector: primary care}, {sector: police}]\n",
     "2023-06-01", ICS_NOT_MET,
     "not (b) local authority: members[0].sector is primary care, line 3; members[1].sector is police, line 3", ""},
    {"sectors are missing", "SECTORS", "ICB:\n  code: QXU\n", "2023-06-01", ICS_UNKNOWN, "not known: members",
     "members"},
    {"a share of more than can be told in hundredths", "VAST",
     "ICB:\n  code: QXU\n  members: [{sector: primary care}, {sector: police}]\n", "2023-06-01", ICS_NOT_MET,
     "members: 1 of 2, and at least 9000000000000 is asked for: members[0].sector is primary care, line 3; "
     "members[1].sector is police, line 3",
     ""},
    {"a letter is not so", "VOICE", "ICB:\n  code: QXU\n  joint decision making: yes\n  seat on board: no\n",
     "2023-06-01", ICS_NOT_MET, "not (b) seat on board: seat on board is no, line 4", ""},
    {"on the last day", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  final plan sent: "
     "2024-05-20\n"
     "  impractical because: []\n",
     "2024-06-01", ICS_MET, "final plan sent on 2024-05-20, the last lawful day", ""},
    {"a day late", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  final plan sent: "
     "2024-05-21\n"
     "  impractical because: []\n",
     "2024-06-01", ICS_DONE_LATE, "final plan sent on 2024-05-21, 1 day after the last lawful day 2024-05-20", ""},
    {"still time", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  final plan sent: null\n"
     "  impractical because: []\n",
     "2024-05-10", ICS_NOT_YET_DUE, "not done yet; the last lawful day is 2024-05-20, 10 days ahead", ""},
    {"overdue", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  final plan sent: null\n"
     "  impractical because: []\n",
     "2024-05-21", ICS_NOT_MET,
     "final plan sent is said to be absent, line 5; the last lawful day was 2024-05-20, 1 day ago", ""},
    {"not known whether sent", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  impractical because: []\n",
     "2024-05-21", ICS_UNKNOWN, "not known: final plan sent", "final plan sent"},
    {"not known why late", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  final plan sent: "
     "2024-05-21\n",
     "2024-08-01", ICS_UNKNOWN, "not known: impractical because", "impractical because"},
    {"turned down", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: no\n  final plan sent: null\n"
     "  impractical because: []\n",
     "2024-08-01", ICS_EXEMPT,
     "plan is not needed: request received is 2024-01-01, line 3; plan is needed is no, line 4", ""},
    {"the limit is lifted", "TWENTY-WEEKS",
     "EHC case:\n  reference: C1\n  request received: 2024-01-01\n  plan is needed: yes\n  final plan sent: null\n"
     "  impractical because: [absent from area]\n",
     "2024-08-01", ICS_OPEN, "not done; the time limit is lifted, 213 days since it arose", ""},
    {"nothing is known", "TWENTY-WEEKS", "EHC case:\n  reference: C1\n", "2024-08-01", ICS_UNKNOWN,
     "not known: request received, final plan sent, plan is needed, impractical because",
     "request received, final plan sent, plan is needed, impractical because"},
};

/* The attributes that are missing, in their order. */
static const char *needed(const ics_explanation *explanation, char *buffer, size_t size)
{
    size_t at = 0;
    buffer[0] = '\0';
    for (size_t i = 0; i < explanation->need_count && at < size; i++)
        at += (size_t)snprintf(buffer + at, size - at, "%s%s", i == 0 ? "" : ", ", explanation->needs[i].attribute);
    return buffer;
}

static void says_why(void **state)
{
    const struct why_case *c = *state;
    scene s;
    stage(&s, c->facts, c->as_at);
    const uint32_t rule = rule_named(&s, c->rule);
    assert_int_equal(s.run->rules[rule].count, 1);
    assert_string_equal(ics_outcome_name((ics_outcome)s.run->rules[rule].state[0]), ics_outcome_name(c->state));
    ics_explanation *explanation = NULL;
    assert_int_equal(ics_explain_outcome(&explanation, s.run, rule, 0, ICS_EXPLAINED_PHRASES, NULL), ICS_OK);
    assert_string_equal(explanation->why, c->why);
    char needs[1024];
    assert_string_equal(needed(explanation, needs, sizeof needs), c->needs);
    ics_explanation_free(explanation);
    strike(&s);
}

int run_sentence_tests(void)
{
    enum { ROWS = sizeof why_cases / sizeof why_cases[0] };
    struct CMUnitTest tests[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        tests[i] = (struct CMUnitTest){why_cases[i].name, says_why, NULL, NULL, (void *)&why_cases[i]};
    return cmocka_run_group_tests_name("explanations of sentences", tests, NULL, NULL);
}
