/* Keys, names and kinds, as readers of data and the compiler ask for them. */
#include "model/key.h"
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct key_case {
    const char *name, *key;
    bool plural, want;
} key_cases[] = {
    {"executive leads", "executive_leads", false, true},
    {"executive leads", "Executive-Leads", false, true},
    {"executive leads", "executive lead", true, false},
    {"place", "places", true, true},
    {"place", "places", false, false},
    {"local authority", "local_authorities", true, true},
    {"ICB", "icbs", true, true},
    {"business", "businesses", true, true},
    {"day", "days", true, true},
    {"day", "daies", true, false},
    {"party", "partys", true, false},
    {"party", "partie", true, false},
    {"party", "parties of", true, false},
    {"branch office", "Branch-Offices", true, true},
    {"approach", "approaches", true, true},
    {"tax", "taxs", true, false},
    {"y", "ies", true, true},
    {"", "", true, false},
    {"place", "", true, false},
};

static void keys_are_folded(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof key_cases / sizeof *key_cases; i++) {
        const struct key_case *c = &key_cases[i];
        if (ics_key_names(c->name, c->key, strlen(c->key), c->plural) != c->want)
            fail_msg("%s for %s", c->key, c->name);
    }
}

static const struct nearest_case {
    const char *word, *want;
} nearest_cases[] = {
    {"nmae", "name"},  /* neighbours that changed places */
    {"post", "posts"}, /* a letter short */
    {"SEND exective lead", "SEND executive lead"},
    {"pubilsh", "publish"},
    {"zebra crossing", NULL}, /* nothing is near */
    {"x", NULL},              /* a letter is no slip of any word */
    {"", NULL},
};

static void nearest_name_is_found(void **state)
{
    (void)state;
    static const char *const known[] = {"publish", "posts", "name", "SEND executive lead", "population", NULL};
    for (size_t i = 0; i < sizeof nearest_cases / sizeof *nearest_cases; i++) {
        const struct nearest_case *c = &nearest_cases[i];
        const char *got = ics_nearest(c->word, strlen(c->word), known, sizeof known / sizeof *known);
        if ((got == NULL) != (c->want == NULL) || (got && strcmp(got, c->want) != 0))
            fail_msg("%s: %s", c->word, got ? got : "nothing");
    }
}

static void long_words_are_refused(void **state)
{
    (void)state;
    char word[1000];
    memset(word, 'a', sizeof word);
    static const char *const known[] = {"a"};
    assert_null(ics_nearest(word, sizeof word, known, 1));
}

static ics_model small_model(void)
{
    static ics_entity entities[] = {
        {.name = "body", .title = "", .parent = ICS_NONE, .root = 0},
        {.name = "ICB", .title = "integrated care board", .parent = 0, .root = 0},
        {.name = "place", .title = "", .parent = ICS_NONE, .root = 2},
    };
    static ics_attribute attributes[] = {
        {.name = "code", .entity = 0, .type = ICS_TYPE_TEXT},
        {.name = "posts", .entity = 0, .type = ICS_TYPE_LIST, .target = 2},
        {.name = "population", .entity = 1, .type = ICS_TYPE_PEOPLE},
    };
    static ics_enum enums[] = {{.name = "sector", .first_value = 0, .value_count = 2}};
    static const char *values[] = {"police", "housing"};
    static const char *roles[] = {"SEND executive lead"};
    static ics_alias aliases[] = {{"executive lead for SEND", ICS_ALIAS_ROLE, 0}, {"constabulary", ICS_ALIAS_VALUE, 0}};
    return (ics_model){.name = "ics",
                       .entities = entities,
                       .entity_count = 3,
                       .attributes = attributes,
                       .attribute_count = 3,
                       .enums = enums,
                       .enum_count = 1,
                       .values = values,
                       .value_count = 2,
                       .roles = roles,
                       .role_count = 1,
                       .aliases = aliases,
                       .alias_count = 2};
}

static void names_lead_to_ids(void **state)
{
    (void)state;
    const ics_model model = small_model();
    assert_int_equal(ics_model_entity(&model, "icb", 3), 1);
    assert_int_equal(ics_model_entity(&model, "integrated_care_boards", 22), 1);
    assert_int_equal(ics_model_entity(&model, "trust", 5), ICS_NONE);
    assert_int_equal(ics_model_attribute(&model, 1, "CODE", 4), 0);               /* of its parent */
    assert_int_equal(ics_model_attribute(&model, 0, "population", 10), ICS_NONE); /* of its kind alone */
    assert_int_equal(ics_model_value(&model, 0, "Housing", 7), 1);
    assert_int_equal(ics_model_value(&model, 0, "constabulary", 12), 0);
    assert_int_equal(ics_model_value(&model, 7, "housing", 7), ICS_NONE);
    assert_int_equal(ics_model_role(&model, "send-executive-lead", 19), 0);
    assert_int_equal(ics_model_role(&model, "executive lead for SEND", 23), 0);
}

static void kinds_follow_parents(void **state)
{
    (void)state;
    const ics_model model = small_model();
    assert_true(ics_model_is_a(&model, 1, 0));
    assert_false(ics_model_is_a(&model, 0, 1));
    assert_false(ics_model_is_a(&model, 2, 0));
    assert_false(ics_model_is_a(&model, ICS_NONE, 0));
}

static void every_type_has_a_name(void **state)
{
    (void)state;
    for (unsigned t = 0; t < ICS_TYPE_COUNT; t++)
        assert_non_null(ics_type_name((ics_type)t));
    assert_string_equal(ics_type_name(ICS_TYPE_EVENT_DATE), "event date");
    assert_int_equal(ics_type_representation(ICS_TYPE_CALENDAR_YEAR), ICS_REP_DAYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_folded),        cmocka_unit_test(nearest_name_is_found),
        cmocka_unit_test(long_words_are_refused), cmocka_unit_test(names_lead_to_ids),
        cmocka_unit_test(kinds_follow_parents),   cmocka_unit_test(every_type_has_a_name),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
