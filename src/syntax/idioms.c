/*
 * What people write for what the language writes otherwise: told whole, in one message, with what to type instead.
 * Leans on the list of idioms and on names.
 */
#include "base/limits.h"
#include "syntax/join.h"
#include "syntax/tokens.h"

#include <string.h>

enum { NOTHING, PERIOD };

static const struct idiom {
    const char *words;
    int after; /* what belongs to it, as the list says */
    const char *help;
} idioms[] = {
#define IDIOM(words, after, help) {words, after, help},
#include "syntax/idioms.def"
#undef IDIOM
};

void ics_idioms_init(ics_names *table, ics_arena *arena, ics_intern *ids)
{
    ics_names_init(table, arena, ids);
    for (size_t i = 0; i < sizeof idioms / sizeof *idioms; i++)
        ics_phrase_add(table, idioms[i].words, i);
}

/* Declarations whose sentences and conditions people write as they speak. */
static bool has_sentences(const ics_joiner *j)
{
    const unsigned in = ICS_IN_RULE | ICS_IN_REPLACE | ICS_IN_VERB | ICS_IN_DEFINE | ICS_IN_LET | ICS_IN_STATEMENT |
                        ICS_IN_QUESTION | ICS_IN_VARIATION;
    return ((unsigned)j->in & in) != 0;
}

/* Whether a declared name begins inside the words: then they are no idiom, but something that is said of it. */
static bool has_name_inside(ics_joiner *j, size_t i, size_t count)
{
    size_t length;
    unsigned kinds;
    for (size_t n = 1; n < count; n++)
        if (ics_join_longest(j, i + n, count - n, &length, &kinds))
            return true;
    return false;
}

/* How many words after an idiom say a period: "3 years", "three years", "year". */
static size_t period_length(ics_joiner *j, size_t i)
{
    static const char *const units[] = {"year", "years", "month", "months", "week", "weeks", "day", "days"};
    size_t count = 0;
    while (count < 3 && (ics_is_name_word(&j->words[i + count]) || j->words[i + count].kind == ICS_WORD_NUMBER) &&
           !j->words[i + count].starts_line) {
        const char *word = ics_join_text(j, i + count, 1);
        bool is_unit = false;
        for (size_t n = 0; n < sizeof units / sizeof *units; n++)
            is_unit |= strcmp(units[n], word) == 0;
        if (!is_unit && !ics_is_number_word(word) && j->words[i + count].kind != ICS_WORD_NUMBER)
            break;
        count++;
    }
    return count;
}

/* ---- places and names */

/* How people shorten the words for a place in a source. */
static const struct {
    const char *shortened, *word;
} places[] = {{"s", "section"},        {"ss", "section"},     {"sec", "section"},     {"sect", "section"},
              {"sections", "section"}, {"reg", "regulation"}, {"regs", "regulation"}, {"art", "article"},
              {"paras", "para"},       {"sch", "schedule"},   {"sched", "schedule"},  {"pt", "part"},
              {"ch", "chapter"},       {"cl", "clause"},      {"p", "page"},          {"pp", "page"},
              {"pg", "page"}};

/* The word for a place that a shortened one stands for, with a full stop or without; NULL for others. */
static const char *place_shortened(const ics_joiner *j, const ics_word *word)
{
    size_t length;
    const char *text = ics_intern_text(j->names->ids, word->id, &length); /* in small letters */
    const bool has_stop = word->kind == ICS_WORD_PLAIN && length > 0 && text[length - 1] == '.';
    const size_t bare = length - has_stop;
    for (size_t i = 0; word->kind == ICS_WORD_PLAIN && i < sizeof places / sizeof *places; i++)
        if (strlen(places[i].shortened) == bare && memcmp(places[i].shortened, text, bare) == 0)
            return places[i].word;
    return has_stop && bare == 4 && memcmp(text, "para", 4) == 0 ? "para" : NULL;
}

/* Words up to the end of the line or a quoted text, whatever they are. */
static size_t rest_of_line(const ics_joiner *j, size_t i)
{
    size_t count = 1;
    while (j->words[i + count].kind != ICS_WORD_END && !j->words[i + count].starts_line &&
           j->words[i + count].kind != ICS_WORD_TEXT)
        count++;
    return count;
}

size_t ics_join_place_slip(ics_joiner *j, size_t i)
{
    if (j->words[i].starts_line)
        return 0;
    const char *text = ics_join_text(j, i, 1), *word = place_shortened(j, &j->words[i]);
    const ics_span span = ics_join_span(j, i, word ? 1 : rest_of_line(j, i));
    const char *whole = word ? text : ics_join_text(j, i, rest_of_line(j, i));
    ics_diag *diag = ics_report(j->diags, ICS_E0280, span, "'%s' is written otherwise in rules", whole);
    if (word)
        ics_diag_help(j->diags, diag, "write '%s'", word);
    else
        ics_diag_help(j->diags, diag,
                      "a citation is the name that 'source' gives, then where: section 14Z51(2), para 1, or the words "
                      "of the heading in quotes");
    ics_join_emit(j, word ? T_PLACE : T_UNKNOWN, span, word);
    return word ? 1 : rest_of_line(j, i);
}

/* Words in capitals up to the quoted text that ends them on their line; 0 where others stand there. */
static size_t capitals_before_text(ics_joiner *j, size_t i)
{
    size_t count = 0;
    while (j->words[i + count].kind == ICS_WORD_PLAIN && !j->words[i + count].starts_line) {
        const char *text = ics_join_text(j, i + count, 1);
        if (strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != strlen(text))
            return 0;
        count++;
    }
    return j->words[i + count].kind == ICS_WORD_TEXT && !j->words[i + count].starts_line ? count : 0;
}

size_t ics_join_split_name(ics_joiner *j, size_t i)
{
    const bool is_place = ics_join_before(j, 1) == T_ID && ics_join_before(j, 2) == T_RULE;
    const size_t count = is_place ? capitals_before_text(j, i) : 0;
    if (count == 0)
        return 0;
    const char *whole = ics_join_text(j, i - 1, count + 1);
    char *joined = ics_arena_text(j->arena, whole, strlen(whole));
    for (char *at = joined; *at; at++)
        if (*at == ' ')
            *at = '-';
    ics_diag *diag = ics_report(j->diags, ICS_E0280, ics_join_span(j, i - 1, count + 1),
                                "'%s' is written otherwise in rules", whole);
    ics_diag_help(j->diags, diag, "a name is one word: %s", joined);
    return count;
}

/* ---- phrases */

size_t ics_join_idiom(ics_joiner *j, size_t i, size_t least)
{
    if (!has_sentences(j))
        return 0;
    uint32_t ids[ICS_PHRASE_WORDS];
    size_t most = 0;
    while (most < ICS_PHRASE_WORDS && j->words[i + most].kind == ICS_WORD_PLAIN) {
        ids[most] = j->words[i + most].id;
        most++;
    }
    for (size_t n = most; n > least; n--) {
        const ics_name *found = ics_names_same(j->idioms, ids, (uint32_t)n);
        if (!found || has_name_inside(j, i, n))
            continue;
        const struct idiom *idiom = &idioms[found->pack];
        const size_t count = n + (idiom->after == PERIOD ? period_length(j, i + n) : 0);
        const ics_span span = ics_join_span(j, i, count);
        ics_diag *diag =
            ics_report(j->diags, ICS_E0280, span, "'%s' is written otherwise in rules", ics_join_text(j, i, count));
        ics_diag_help(j->diags, diag, "%s", idiom->help);
        ics_join_emit(j, T_UNKNOWN, span, NULL);
        return count;
    }
    return 0;
}
