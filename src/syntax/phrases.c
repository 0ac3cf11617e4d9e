/* The table of phrases. Leans on the list of phrases and the tokens of the grammar. */
#include "syntax/phrases.h"

#include "syntax/declarations.h"
#include "syntax/tokens.h"

#include <string.h>

enum {
    ENTITY = ICS_IN_ENTITY,
    ROLE = ICS_IN_ROLE,
    TERM = ICS_IN_TERM,
    VERB = ICS_IN_VERB,
    DEFINE = ICS_IN_DEFINE,
    PLUGIN = ICS_IN_PLUGIN,
    CALENDAR = ICS_IN_CALENDAR,
    EXERCISED = ICS_IN_EXERCISED,
    QUESTION = ICS_IN_QUESTION,
    RULE = ICS_IN_RULE,
    TEST = ICS_IN_TEST,
    REPLACE = ICS_IN_REPLACE,
    SOURCE = ICS_IN_SOURCE,
    VARIATION = ICS_IN_VARIATION
};

#define ANYWHERE            ICS_PHRASE_ANYWHERE, 0
#define IN(sets)            ICS_PHRASE_IN, (sets)
#define AFTER_KIND          ICS_PHRASE_AFTER_KIND, 0
#define AFTER_SOURCE        ICS_PHRASE_AFTER_SOURCE, 0
#define AFTER_COLON         ICS_PHRASE_AFTER_COLON, 0
#define AFTER_DATE          ICS_PHRASE_AFTER_DATE, 0
#define AFTER_GIVEN         ICS_PHRASE_AFTER_GIVEN, 0
#define AFTER_COMMA_IN_TEST ICS_PHRASE_AFTER_COMMA_IN_TEST, 0
#define AFTER_UNIT          ICS_PHRASE_AFTER_UNIT, 0
#define AFTER_EXPECT        ICS_PHRASE_AFTER_EXPECT, 0
#define AFTER_MODAL         ICS_PHRASE_AFTER_MODAL, 0
#define AFTER_IS            ICS_PHRASE_AFTER_IS, 0
#define AFTER_IT            ICS_PHRASE_AFTER_IT, 0
#define AFTER_NUMBER        ICS_PHRASE_AFTER_NUMBER, 0
#define BEFORE_NUMBER       ICS_PHRASE_BEFORE_NUMBER, 0
#define BEFORE_TEXT         ICS_PHRASE_BEFORE_TEXT, 0

const ics_phrase ics_phrase_table[] = {
#define PHRASE(text, token, where) {text, T_##token, where},
#include "syntax/phrases.def"
#undef PHRASE
};
const size_t ics_phrase_count = sizeof ics_phrase_table / sizeof *ics_phrase_table;

void ics_phrase_add(ics_names *table, const char *text, size_t index)
{
    uint32_t words[ICS_PHRASE_WORDS];
    uint32_t count = 0;
    for (const char *at = text; *at;) {
        const size_t length = strcspn(at, " ");
        words[count++] = ics_word_id(table->ids, table->arena, at, length);
        at += length + (at[length] == ' ');
    }
    ics_names_add(table, words, count, ICS_NAME_TERM, (uint32_t)index, text, text);
}

void ics_phrases_init(ics_phrases *phrases, ics_arena *arena, ics_intern *ids)
{
    ics_names_init(&phrases->table, arena, ids);
    for (size_t i = 0; i < ics_phrase_count; i++)
        ics_phrase_add(&phrases->table, ics_phrase_table[i].text, i);
}
