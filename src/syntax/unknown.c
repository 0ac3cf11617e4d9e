/*
 * Words that nothing declares: one message for each phrase, with the nearest declared term or word of the grammar.
 * Only the first messages of a file look for neighbours, so a file of unknown words costs no more than a known one.
 */
#include "base/limits.h"
#include "base/nearest.h"
#include "syntax/join.h"
#include "syntax/tokens.h"

#include <string.h>

/* The words that a message speaks of, and what they may have meant. */
typedef struct guess {
    size_t from, count;
    const char *text; /* NULL: nothing is near */
    unsigned distance;
    bool is_term;
} guess;

/* Whether the words from..from+count begin some longer visible name. */
static bool begins_a_name(const ics_joiner *j, size_t from, size_t count)
{
    for (size_t n = 0; n < j->names->count; n++) {
        const ics_name *name = j->names->all[n];
        if (name->count <= count || !ics_pack_visible(j->visible, name->pack))
            continue;
        size_t same = 0;
        while (same < count && name->words[same] == j->words[from + same].id)
            same++;
        if (same == count)
            return true;
    }
    return false;
}

/* A nearer guess wins, of equals the longer one: it explains more of what stands there. */
static void consider(guess *best, size_t from, size_t count, const char *written, const char *candidate, bool is_term)
{
    if (strlen(written) < 3)
        return; /* of one or two letters every other word is near */
    const unsigned bound = best->text ? best->distance : ics_nearest_bound(written, strlen(written));
    unsigned distance;
    if (!ics_is_near(written, strlen(written), candidate, strlen(candidate), bound, &distance))
        return;
    if (best->text && (distance > best->distance || (distance == best->distance && count <= best->count)))
        return;
    *best = (guess){from, count, candidate, distance, is_term};
}

static void consider_names(ics_joiner *j, guess *best, size_t from, size_t count, unsigned kinds)
{
    const char *written = ics_join_text(j, from, count);
    for (size_t n = 0; n < j->names->count; n++) {
        const ics_name *name = j->names->all[n];
        const size_t apart = name->count > count ? name->count - count : count - name->count;
        if (apart <= 1 && ((unsigned)name->kind & kinds) && ics_pack_visible(j->visible, name->pack))
            consider(best, from, count, written, name->spelt, true);
    }
}

static void consider_phrases(ics_joiner *j, guess *best, size_t i)
{
    const char *written = ics_join_text(j, i, 1);
    for (size_t n = 0; n < ics_phrase_count; n++)
        if (ics_phrase_table[n].place == ICS_PHRASE_ANYWHERE || ((unsigned)j->in & ics_phrase_table[n].in))
            consider(best, i, 1, written, ics_phrase_table[n].text, false);
}

/* How many words from i on nothing explains: at least one. */
static size_t unknown_length(ics_joiner *j, size_t i)
{
    size_t count = 1, length;
    unsigned kinds;
    const size_t run = ics_join_run(j, i);
    while (count < run && !ics_is_reserved(j->vocabulary, j->words[i + count].id) &&
           !ics_join_longest(j, i + count, run - count, &length, &kinds))
        count++;
    return count;
}

/* The guess for words that begin at i, or with the term before them: `SEND` in `SEND exective lead`. */
static guess guess_at(ics_joiner *j, size_t i, size_t unknown)
{
    guess best = {.from = i, .count = unknown};
    const size_t earliest =
        j->last_term != SIZE_MAX && i - j->last_term < (size_t)ICS_LIMIT_TERM_WORDS ? j->last_term : i;
    const size_t run = ics_join_run(j, i);
    size_t reach = 0; /* words from i on that may belong to the phrase: up to a reserved word */
    while (reach < run && !ics_is_reserved(j->vocabulary, j->words[i + reach].id))
        reach++;
    for (size_t from = earliest; from <= i; from = from == i ? i + 1 : i)
        for (size_t count = i - from + 1;
             count <= i - from + (reach ? reach : 1) && count <= (size_t)ICS_LIMIT_TERM_WORDS; count++)
            consider_names(j, &best, from, count, ~(unsigned)ICS_NAME_DENIED);
    consider_phrases(j, &best, i);
    return best;
}

/* Whether the phrase is new in this file; it counts as reported from now on. */
static bool is_new(ics_joiner *j, const char *text)
{
    const uint32_t known = ics_intern_count(j->reported);
    const uint32_t id = ics_intern_add(j->reported, text, strlen(text));
    if (id == 0)
        longjmp(*j->arena->escape, 1);
    return id > known;
}

static bool may_report(ics_joiner *j, const char *text)
{
    return !j->names_are_missing && is_new(j, text);
}

#define NUMBER_WORDS                                                                                                   \
    " one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy " \
    "eighty ninety hundred "

/* Words that people write for what the language writes otherwise; no neighbour explains them better. */
static const struct slip {
    const char *words, *help; /* between spaces, in small letters */
} slips[] = {
    {" january february march april may june july august september october november december jan feb mar apr jun jul "
     "aug sept sep oct nov dec ",
     "a date is written year-month-day, as in 2023-05-09"},
    {NUMBER_WORDS, "write a number in figures, a part as 1/3 or 75%"},
    {" half third thirds quarter quarters ", "write a part in figures: 1/3 or 75%"},
    {" until till ", "write 'to': in force from 2022-07-01 to 2023-03-31"},
};

/* Whether a list of words between spaces, in small letters, has the word. */
static bool has_word(const char *words, const char *text)
{
    char word[16] = " ";
    size_t length = 1;
    for (size_t at = 0; text[at] != '\0'; at++) {
        if (length + 2 >= sizeof word)
            return false;
        word[length++] = (char)(text[at] >= 'A' && text[at] <= 'Z' ? text[at] - 'A' + 'a' : text[at]);
    }
    memcpy(word + length, " ", 2);
    return strstr(words, word) != NULL;
}

bool ics_is_number_word(const char *word)
{
    return has_word(NUMBER_WORDS, word);
}

/* What to do about a word that is often written, or NULL. */
static const char *slip_help(ics_joiner *j, size_t i)
{
    const char *text = ics_join_text(j, i, 1);
    for (size_t n = 0; n < sizeof slips / sizeof *slips; n++)
        if (has_word(slips[n].words, text))
            return slips[n].help;
    return NULL;
}

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), of_end = strlen(end);
    return length > of_end + 2 && strcmp(text + length - of_end, end) == 0;
}

/* What a body does, where no verb is declared for it: after `each time ICB`, and after `within 20 weeks of`. */
static bool is_deed(const ics_joiner *j, const char *text)
{
    return (ics_join_before(j, 2) == T_EACHTIME && ics_join_before(j, 1) == T_TERM && ends_with(text, "s")) ||
           (ics_join_before(j, 2) == T_UNIT && ends_with(text, "ing"));
}

static bool help_deed(ics_joiner *j, ics_diag *diag, size_t i)
{
    const char *text = ics_join_text(j, i, 1);
    if (!is_deed(j, text))
        return false;
    if (ends_with(text, "s"))
        ics_diag_help(j->diags, diag,
                      "if it is what a body does, declare the verb: 'verb ICB %.*s (k: document kind)', and below it "
                      "'means' and the record that shows it",
                      (int)strlen(text) - 1, text);
    else
        ics_diag_help(j->diags, diag,
                      "if it is what a body does, declare the verb, as 'verb ICB publish (k: document kind)' for "
                      "'publishing', and below it 'means' and the record that shows it");
    return true;
}

/* `rule PLAN: "The plan"`: with the colon no rule begins there. */
static bool help_rule(ics_joiner *j, ics_diag *diag, size_t i)
{
    if (strcmp(ics_join_text(j, i, 1), "rule") != 0)
        return false;
    ics_diag_help(j->diags, diag, "a rule begins with its name and its title, without a colon: rule PLAN \"The plan\"");
    return true;
}

static void report(ics_joiner *j, const guess *g, size_t i, size_t unknown)
{
    const char *unknown_text = ics_join_text(j, i, unknown);
    const ics_span span = ics_join_span(j, g->from, g->count);
    /* The longest known beginning says where the phrase went wrong. */
    const size_t begin = j->last_term != SIZE_MAX && i > j->last_term ? j->last_term : i;
    const bool has_beginning = begin < i && begins_a_name(j, begin, i - begin) && (!g->text || g->from == begin);
    ics_diag *diag;
    if (has_beginning && (g->text || begins_a_name(j, begin, i - begin)))
        diag = ics_report(j->diags, ICS_E0102, g->text ? span : ics_join_span(j, i, unknown), "no term begins '%s'",
                          ics_join_text(j, begin, i - begin + 1));
    else if (g->text && g->is_term)
        diag = ics_report(j->diags, ICS_E0102, span, "nothing declares '%s'", ics_join_text(j, g->from, g->count));
    else
        diag = ics_report(j->diags, ICS_E0101, ics_join_span(j, i, unknown), "nothing declares '%s'", unknown_text);
    const char *help = g->text ? NULL : slip_help(j, i);
    if (help_deed(j, diag, i) || help_rule(j, diag, i))
        return;
    if (g->text)
        ics_diag_help(j->diags, diag, "did you mean '%s'?", g->text);
    else
        ics_diag_help(j->diags, diag, "%s", help ? help : "declare it, or `use` the pack that does");
}

/* After `kind` stands one of a few words that no file declares. */
static size_t unknown_kind(ics_joiner *j, size_t i)
{
    const size_t count = 1 + ics_words_on_line(j->words, i + 1, NULL, 0);
    const char *text = ics_join_text(j, i, count);
    guess best = {.from = i, .count = count};
    for (size_t n = 0; n < ics_phrase_count; n++)
        if (ics_phrase_table[n].place == ICS_PHRASE_AFTER_KIND)
            consider(&best, i, count, text, ics_phrase_table[n].text, false);
    ics_diag *diag = ics_report(j->diags, ICS_E0101, ics_join_span(j, i, count), "'%s' is no kind of source", text);
    if (best.text)
        ics_diag_help(j->diags, diag, "did you mean '%s'?", best.text);
    else
        ics_diag_help(j->diags, diag,
                      "kinds are Act, regulations, order, direction, judgment, statutory guidance, code of "
                      "practice, guidance, report, constitution, standing orders, terms of reference, "
                      "resolution, agreement, consultation, bill and research");
    ics_join_emit(j, T_UNKNOWN, ics_join_span(j, i, count), NULL);
    return count;
}

size_t ics_join_unknown(ics_joiner *j, size_t i)
{
    if (j->words[i].mark) { /* its letters were refused when it was read */
        ics_join_emit(j, T_UNKNOWN, j->words[i].span, NULL);
        return 1;
    }
    if (ics_join_before(j, 1) == T_KIND)
        return unknown_kind(j, i);
    const size_t unknown = unknown_length(j, i);
    guess g = {.from = i, .count = unknown};
    if (may_report(j, ics_join_text(j, i, unknown))) {
        if (j->reported_count++ < (size_t)ICS_LIMIT_ERRORS_PRINTED && !slip_help(j, i))
            g = guess_at(j, i, unknown);
        report(j, &g, i, unknown);
    }
    const size_t end = g.from + g.count > i + unknown ? g.from + g.count : i + unknown;
    ics_join_emit(j, T_UNKNOWN, ics_join_span(j, i, end - i), NULL);
    return end - i;
}

void ics_join_unknown_name(ics_joiner *j, size_t i, size_t count, unsigned kinds, const char *what)
{
    const char *text = ics_join_text(j, i, count);
    if (may_report(j, text)) {
        guess best = {.from = i, .count = count};
        if (j->reported_count++ < (size_t)ICS_LIMIT_ERRORS_PRINTED && count <= (size_t)ICS_LIMIT_TERM_WORDS)
            for (size_t n = count; n > 0; n--)
                consider_names(j, &best, i, n, kinds);
        ics_diag *diag =
            ics_report(j->diags, ICS_E0102, ics_join_span(j, i, count), "no %s is called '%s'", what, text);
        if (best.text)
            ics_diag_help(j->diags, diag, "did you mean '%s'?", best.text);
        else if (strcmp(what, "type") == 0)
            ics_diag_help(j->diags, diag,
                          "a type is yes/no, number, people, money, share, text, date, event date, calendar "
                          "year, financial year, duration, finding, role, or an entity or enumeration");
    }
    ics_join_emit(j, T_UNKNOWN, ics_join_span(j, i, count), NULL);
}
