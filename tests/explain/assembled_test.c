/*
 * The walk from an outcome to facts over a program that is written down by hand: what is tested here does not hang on
 * what the compiler makes of a sentence. The program is "ICB must name SEND executive lead": some post has the title
 * and a holder.
 */
#include "explain_test.h"

#include <string.h>

enum { ICB, POST, PERSON, ENTITIES };
enum { CODE, POSTS, TITLE, HOLDER, ID, ATTRIBUTES };
enum { LIST, TITLE_VALUE, HAS_TITLE, HOLDER_VALUE, HAS_HOLDER, BOTH, SOME, VERDICT, REGISTERS };

static ics_entity entities[ENTITIES] = {
    [ICB] = {.name = "ICB", .title = "", .help = "", .parent = ICS_NONE, .root = ICB, .unique = CODE},
    [POST] = {.name = "post", .title = "", .help = "", .parent = ICS_NONE, .root = POST, .unique = ICS_NONE},
    [PERSON] = {.name = "person", .title = "", .help = "", .parent = ICS_NONE, .root = PERSON, .unique = ID},
};

#define ATTRIBUTE(name_, entity_, type_, target_, unique_)                                                             \
    {                                                                                                                  \
        .name = (name_), .help = "", .entity = (entity_), .type = (type_), .element = ICS_TYPE_TEXT,                   \
        .target = (target_), .values_table = ICS_NONE, .inverse = ICS_NONE, .is_unique = (unique_)                     \
    }
static ics_attribute attributes[ATTRIBUTES] = {
    [CODE] = ATTRIBUTE("code", ICB, ICS_TYPE_TEXT, ICS_NONE, true),
    [POSTS] = ATTRIBUTE("posts", ICB, ICS_TYPE_LIST, POST, false),
    [TITLE] = ATTRIBUTE("title", POST, ICS_TYPE_ROLE, ICS_NONE, false),
    [HOLDER] = ATTRIBUTE("holder", POST, ICS_TYPE_REF, PERSON, false),
    [ID] = ATTRIBUTE("id", PERSON, ICS_TYPE_TEXT, ICS_NONE, true),
};
static const char *role_names[] = {"SEND executive lead", "chief nurse"};

#define NO ICS_NO_REGISTER
static ics_instruction code[] = {
    {ICS_OP_OPEN, NO, NO, NO, NO, 0, 0},
    {ICS_OP_LOAD, LIST, NO, NO, NO, 0, POSTS},
    {ICS_OP_OPEN, NO, LIST, NO, NO, 0, 1},
    {ICS_OP_LOAD, TITLE_VALUE, NO, NO, NO, 0, TITLE},
    {ICS_OP_ID_EQ_K, HAS_TITLE, TITLE_VALUE, NO, NO, 0, 0},
    {ICS_OP_LOAD, HOLDER_VALUE, NO, NO, NO, 0, HOLDER},
    {ICS_OP_PRESENT, HAS_HOLDER, HOLDER_VALUE, NO, NO, 0, 0},
    {ICS_OP_AND, BOTH, HAS_TITLE, HAS_HOLDER, NO, 0, 0},
    {ICS_OP_ANY, SOME, BOTH, NO, NO, 0, 0},
    {ICS_OP_CLOSE, NO, NO, NO, NO, 0, 1},
    {ICS_OP_JUDGE, VERDICT, NO, NO, NO, 0, 0},
    {ICS_OP_OUTCOME, NO, VERDICT, NO, NO, 0, 0},
    {ICS_OP_CLOSE, NO, NO, NO, NO, 0, 0},
};
enum { CODES = sizeof code / sizeof code[0] };

static ics_register_info registers[REGISTERS] = {
    [LIST] = {'L', 0, POST},    [TITLE_VALUE] = {'I', 1, ICS_SPACE_ROLE},
    [HAS_TITLE] = {'T', 1, 0},  [HOLDER_VALUE] = {'F', 1, PERSON},
    [HAS_HOLDER] = {'T', 1, 0}, [BOTH] = {'T', 1, 0},
    [SOME] = {'T', 0, 0},       [VERDICT] = {'O', 0, 0},
};
static ics_frame_info frames[] = {{.source = ICS_FRAME_ROOT, .parent = ICS_NO_FRAME, .entity = ICB},
                                  {.source = ICS_FRAME_LIST, .parent = 0, .entity = POST}};
static ics_judge judge = {NO, NO, NO, SOME, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, ICS_DUTY, ICS_BINDING, 0};
static int64_t constants[] = {0};
static ics_rule rule = {.id = "LEAD",
                        .title = "",
                        .help = "",
                        .modality_word = "must",
                        .remedy = "",
                        .subject_path = "",
                        .owed_by = "",
                        .modality = ICS_DUTY,
                        .force = ICS_BINDING,
                        .frame = 0,
                        .with_frame = ICS_NO_FRAME,
                        .when_frame = ICS_NO_FRAME,
                        .from = ICS_DAY_MIN,
                        .to = ICS_DAY_MAX};
static ics_span spans[CODES];

static ics_program *assemble(ics_diags *diags)
{
    ics_program *program = ics_program_new();
    assert_non_null(program);
    program->model = (ics_model){.name = "hand",
                                 .entities = entities,
                                 .entity_count = ENTITIES,
                                 .attributes = attributes,
                                 .attribute_count = ATTRIBUTES,
                                 .roles = role_names,
                                 .role_count = 2};
    program->code = code;
    program->spans = spans;
    program->code_count = CODES;
    program->registers = registers;
    program->register_count = REGISTERS;
    program->frames = frames;
    program->frame_count = 2;
    program->constants = constants;
    program->constant_count = 1;
    program->judges = &judge;
    program->judge_count = 1;
    program->rules = &rule;
    program->rule_count = 1;
    if (ics_program_verify(program, diags) != ICS_OK)
        ics_diags_print(diags, stderr, false);
    assert_true(program->is_verified);
    return program;
}

static const struct hand_case {
    const char *name, *facts;
    ics_outcome state;
    const char *why;
    const char *needs;    /* path and reason of each */
    const char *evidence; /* path=value of each */
} hand_cases[] = {
    {"in post", "ICB:\n  code: QXU\n  posts: [{title: chief nurse}, {title: SEND executive lead, holder: {id: P1}}]\n",
     ICS_MET, "posts[1].title is SEND executive lead, line 3; posts[1].holder is P1, line 3", "",
     "ICB[QXU].posts[1].title=SEND executive lead, ICB[QXU].posts[1].holder=P1"},
    {"vacant", "ICB:\n  code: QXU\n  posts:\n    - title: SEND executive lead\n      holder: null\n", ICS_NOT_MET,
     "no post with title SEND executive lead has a holder: posts[0].holder is said to be absent, line 5", "",
     "ICB[QXU].posts=1 item, ICB[QXU].posts[0].holder=absent"},
    {"nothing said", "ICB:\n  code: QXU\n", ICS_UNKNOWN, "not known: posts", "ICB[QXU].posts: not mentioned", ""},
    {"said to be unknown", "nulls: unknown\nICB:\n  code: QXU\n  posts: null\n", ICS_UNKNOWN, NULL, NULL, ""},
    {"a title is missing, and a holder where the title is another",
     "ICB:\n  code: QXU\n  posts: [{title: chief nurse}, {holder: {id: P1}}]\n", ICS_UNKNOWN,
     "not known: posts[1].title", "ICB[QXU].posts[1].title: not mentioned", "ICB[QXU].posts[1].holder=P1"},
    {"title and holder are missing", "ICB:\n  code: QXU\n  posts: [{}]\n", ICS_UNKNOWN,
     "not known: posts[0].title, posts[0].holder",
     "ICB[QXU].posts[0].title: not mentioned, ICB[QXU].posts[0].holder: not mentioned", ""},
    {"others may exist", "ICB:\n  code: QXU\n  posts: {partial: [{title: chief nurse}]}\n", ICS_UNKNOWN,
     "not known: posts (list is partial)", "ICB[QXU].posts: list is partial", ""},
    {"one is open, and others may exist", "ICB:\n  code: QXU\n  posts: {partial: [{title: SEND executive lead}]}\n",
     ICS_UNKNOWN, "not known: posts (list is partial), posts[0].holder",
     "ICB[QXU].posts: list is partial, ICB[QXU].posts[0].holder: not mentioned",
     "ICB[QXU].posts[0].title=SEND executive lead"},
    {"no posts", "ICB:\n  code: QXU\n  posts: []\n", ICS_NOT_MET,
     "no post with title SEND executive lead has a holder: posts is said to be absent, line 3", "",
     "ICB[QXU].posts=absent"},
};

static void explains(void **state)
{
    const struct hand_case *c = *state;
    ics_diags *diags = ics_diags_new();
    ics_program *program = assemble(diags);
    ics_dataset *dataset = NULL;
    ics_run *run = NULL;
    ics_explanation *explanation = NULL;
    const ics_load_options options = {.input_format = "yaml"};
    if (ics_dataset_read_text(&dataset, program, "facts.yaml", (const unsigned char *)c->facts, strlen(c->facts),
                              &options, diags) != ICS_OK)
        ics_diags_print(diags, stderr, false);
    assert_non_null(dataset);
    assert_int_equal(ics_vm_run(&run, program, dataset, 19000, NULL, diags), ICS_OK);
    assert_int_equal(run->rules[0].count, 1);
    assert_string_equal(ics_outcome_name((ics_outcome)run->rules[0].state[0]), ics_outcome_name(c->state));
    assert_int_equal(ics_explain_outcome(&explanation, run, 0, 0, ICS_EXPLAINED_PHRASES, NULL), ICS_OK);
    char text[1024];
    if (c->why != NULL)
        assert_string_equal(explanation->why, c->why);
    if (c->needs != NULL)
        assert_string_equal(joined_needs(explanation, text, sizeof text), c->needs);
    assert_string_equal(joined_evidence(explanation, text, sizeof text), c->evidence);
    ics_explanation_free(explanation);
    ics_run_free(run);
    ics_dataset_free(dataset);
    ics_program_free(program);
    ics_diags_free(diags);
}

int run_assembled_tests(void)
{
    enum { ROWS = sizeof hand_cases / sizeof hand_cases[0] };
    struct CMUnitTest tests[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        tests[i] = (struct CMUnitTest){hand_cases[i].name, explains, NULL, NULL, (void *)&hand_cases[i]};
    return cmocka_run_group_tests_name("explanations of a program by hand", tests, NULL, NULL);
}
