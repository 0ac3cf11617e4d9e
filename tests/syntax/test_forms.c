/* Plurals and verbs by rule. */
#include "suite.h"

#include "syntax/forms.h"

#include <string.h>

static const struct form_case {
    const char *word, *singular, *does, *doing; /* NULL: not asked */
} cases[] = {
    {"places", "place", NULL, NULL},
    {"bodies", "body", NULL, NULL},
    {"ICBs", "ICB", NULL, NULL},
    {"churches", "church", NULL, NULL},
    {"boxes", "box", NULL, NULL},
    {"process", "process", NULL, NULL},
    {"processes", "process", NULL, NULL},
    {"houses", "house", NULL, NULL},
    {"children", "child", NULL, NULL},
    {"gas", "gas", NULL, NULL},
    {"trust", "trust", NULL, NULL},
    {"cases", "case", NULL, NULL},
    {"publish", NULL, "publishes", "publishing"},
    {"prepare", NULL, "prepares", "preparing"},
    {"carry", NULL, "carries", "carrying"},
    {"convey", NULL, "conveys", "conveying"},
    {"do", NULL, "does", "doing"},
    {"agree", NULL, "agrees", "agreeing"},
    {"have", NULL, "has", "having"},
    {"assess", NULL, "assesses", "assessing"},
    {"lie", NULL, "lies", "lying"},
    {"re-assess", NULL, "re-assesses", "re-assessing"},
};

static void has_forms(void **state)
{
    const struct form_case *c = *state;
    char buffer[ICS_FORM_BUFFER];
    if (c->singular) {
        buffer[ics_singular(c->word, strlen(c->word), buffer)] = '\0';
        assert_string_equal(buffer, c->singular);
    }
    if (c->does) {
        buffer[ics_third_person(c->word, strlen(c->word), buffer)] = '\0';
        assert_string_equal(buffer, c->does);
        buffer[ics_present_participle(c->word, strlen(c->word), buffer)] = '\0';
        assert_string_equal(buffer, c->doing);
    }
}

int main(void)
{
    return SUITE_RUN_ROWS("forms", cases, has_forms);
}
