/* The words that open declarations, the reserved ones, and the names in vocabulary lines. Leans on words and names. */
#include "syntax/declarations.h"

#include "base/limits.h"
#include "syntax/tokens.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    const char *word;
    ics_declaration kind;
    int token;
} opening_words[] = {
    {"use", ICS_IN_USE, T_USE},
    {"model", ICS_IN_MODEL, T_MODEL},
    {"source", ICS_IN_SOURCE, T_SOURCE},
    {"entity", ICS_IN_ENTITY, T_ENTITY},
    {"enum", ICS_IN_ENUM, T_ENUM},
    {"role", ICS_IN_ROLE, T_ROLE},
    {"term", ICS_IN_TERM, T_TERMDECL},
    {"verb", ICS_IN_VERB, T_VERB},
    {"rule", ICS_IN_RULE, T_RULE},
    {"replace", ICS_IN_REPLACE, T_REPLACE},
    {"check", ICS_IN_STATEMENT, T_CHECK},
    {"description", ICS_IN_STATEMENT, T_DESCRIPTION},
    {"define", ICS_IN_DEFINE, T_DEFINE},
    {"let", ICS_IN_LET, T_LET},
    {"reading", ICS_IN_READING, T_READING},
    {"calendar", ICS_IN_CALENDAR, T_CALENDAR},
    {"question", ICS_IN_QUESTION, T_QUESTION},
    {"variation", ICS_IN_VARIATION, T_VARIATION},
    {"plugin", ICS_IN_PLUGIN, T_PLUGIN},
    {"test", ICS_IN_TEST, T_TEST},
};
enum { OPENING_COUNT = sizeof opening_words / sizeof *opening_words };

/* Rule 3 of the language: the words of sentences. */
static const char *const reserved_words[] = {
    "must",    "should", "may",   "not",    "and",     "or",   "where", "is",      "are",     "has",      "have",
    "include", "be",     "of",    "its",    "it",      "each", "every", "some",    "no",      "all",      "any",
    "none",    "at",     "least", "most",   "more",    "less", "than",  "exactly", "between", "within",   "before",
    "after",   "by",     "until", "unless", "except",  "with", "for",   "which",   "that",    "as",       "on",
    "to",      "from",   "in",    "about",  "against", "a",    "an",    "the",     "shall",   "includes", "also",
};

static uint32_t id_of(ics_arena *arena, ics_intern *ids, const char *word)
{
    return ics_word_id(ids, arena, word, strlen(word));
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void ics_vocabulary_init(ics_vocabulary *v, ics_arena *arena, ics_intern *ids)
{
    *v = (ics_vocabulary){0};
    const struct {
        uint32_t *id;
        const char *word;
    } words[] = {
        {&v->is, "is"},
        {&v->are, "are"},
        {&v->has, "has"},
        {&v->not, "not"},
        {&v->also, "also"},
        {&v->a, "a"},
        {&v->an, "an"},
        {&v->the, "the"},
        {&v->also_be, "be"},
        {&v->means, "means"},
        {&v->of, "of"},
        {&v->where, "where"},
        {&v->includes, "includes"},
        {&v->counts, "counts"},
        {&v->function, "function"},
        {&v->fill, "fill"},
        {&v->in, "in"},
        {&v->have, "have"},
        {&v->million, "million"},
        {&v->thousand, "thousand"},
        {&v->billion, "billion"},
        {&v->and, "and"},
        {&v->or, "or"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        *words[i].id = id_of(arena, ids, words[i].word);
    v->last_opening = v->function > v->fill ? v->function : v->fill;
    for (size_t i = 0; i < OPENING_COUNT; i++) {
        v->declaring[i] = id_of(arena, ids, opening_words[i].word);
        if (v->declaring[i] > v->last_opening)
            v->last_opening = v->declaring[i];
    }
    v->reserved_count = sizeof reserved_words / sizeof *reserved_words;
    v->reserved = ICS_ARENA_ARRAY(arena, uint32_t, v->reserved_count);
    for (size_t i = 0; i < v->reserved_count; i++)
        v->reserved[i] = id_of(arena, ids, reserved_words[i]);
    qsort(v->reserved, v->reserved_count, sizeof *v->reserved, compare_ids);
}

bool ics_is_reserved(const ics_vocabulary *v, uint32_t word)
{
    return bsearch(&word, v->reserved, v->reserved_count, sizeof word, compare_ids) != NULL;
}

static bool is_name_word(const ics_word *word)
{
    return word->kind == ICS_WORD_PLAIN || word->kind == ICS_WORD_POSSESSIVE;
}

bool ics_is_attribute_line(const ics_word *words, size_t i, size_t *count)
{
    size_t n = 0;
    while (is_name_word(&words[i + n]) && (n == 0 || !words[i + n].starts_line))
        n++;
    *count = n;
    return n > 0 && words[i + n].kind == ICS_WORD_MARK && words[i + n].mark == ':' && !words[i + n].starts_line;
}

/* `function NAME (` is a plugin's function and part of its declaration; else a function of a body. */
static bool is_plugin_function(const ics_word *words, size_t i)
{
    return words[i + 1].kind == ICS_WORD_PLAIN && words[i + 2].kind == ICS_WORD_MARK && words[i + 2].mark == '(';
}

/* The first words of all texts are those of the vocabulary, so their ids are the lowest. */
static bool may_open(const ics_vocabulary *v, uint32_t word)
{
    return word <= v->last_opening;
}

ics_declaration ics_declaration_at(const ics_vocabulary *v, const ics_word *words, size_t i, int *token,
                                   size_t *opening)
{
    size_t count;
    if (!words[i].starts_line || words[i].kind != ICS_WORD_PLAIN || !may_open(v, words[i].id) ||
        ics_is_attribute_line(words, i, &count))
        return ICS_IN_NONE;
    *opening = 1;
    if (words[i].id == v->function) {
        *token = T_EXERCISED;
        return is_plugin_function(words, i) ? ICS_IN_NONE : ICS_IN_EXERCISED;
    }
    if (words[i].id == v->fill && words[i + 1].id == v->in && words[i + 1].kind == ICS_WORD_PLAIN) {
        *token = T_FILLIN;
        *opening = 2;
        return ICS_IN_RULE;
    }
    for (size_t n = 0; n < OPENING_COUNT; n++) {
        if (words[i].id != v->declaring[n])
            continue;
        *token = opening_words[n].token;
        return opening_words[n].kind;
    }
    return ICS_IN_NONE;
}

size_t ics_words_on_line(const ics_word *words, size_t i, const uint32_t *stops, size_t stop_count)
{
    size_t n = 0;
    for (; is_name_word(&words[i + n]) && !words[i + n].starts_line; n++)
        for (size_t s = 0; s < stop_count; s++)
            if (words[i + n].id == stops[s])
                return n;
    return n;
}

void ics_word_ids(const ics_word *words, size_t i, size_t count, uint32_t *ids)
{
    for (size_t n = 0; n < count; n++)
        ids[n] = words[i + n].id;
}

/* Prepositions end a verb's name: what follows is what it is done to. */
static bool is_preposition(ics_intern *ids, uint32_t word)
{
    const char *text = ics_intern_text(ids, word, NULL);
    static const char *const prepositions[] = {"on", "for", "to", "from", "in", "against", "about"};
    for (size_t i = 0; i < sizeof prepositions / sizeof *prepositions; i++)
        if (strcmp(text, prepositions[i]) == 0)
            return true;
    return false;
}

ics_verb_header ics_find_verb_header(const ics_vocabulary *v, ics_names *names, ics_visible visible,
                                     const ics_word *words, size_t i)
{
    ics_verb_header header = {.entity = i, .name = i};
    const size_t on_line = ics_words_on_line(words, i, NULL, 0);
    uint32_t ids[16];
    size_t most = on_line < 16 ? on_line : 16;
    ics_word_ids(words, i, most, ids);
    for (size_t n = most; n > 0 && header.entity_count == 0; n--) {
        unsigned kinds;
        if (ics_names_find(names, ids, (uint32_t)n, visible, &kinds) && (kinds & ICS_NAME_ENTITY))
            header.entity_count = n;
    }
    header.name = i + header.entity_count;
    const size_t left = on_line - header.entity_count;
    if (left > 0 && words[header.name].id == v->also_be) {
        header.has_be = true;
        header.name++;
    }
    const size_t end = i + on_line;
    while (header.name + header.name_count < end &&
           !is_preposition(names->ids, words[header.name + header.name_count].id))
        header.name_count++;
    return header;
}
