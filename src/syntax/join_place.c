/*
 * Words with a meaning of their own by their place: identifiers, the names of elements, the keys of records in tests
 * and of a register's rows.
 */
#include "base/limits.h"
#include "syntax/join.h"
#include "syntax/tokens.h"

#include <string.h>

static bool is_mark(const ics_word *word, char mark)
{
    return word->kind == ICS_WORD_MARK && word->mark == mark;
}

/* Whether the next word is an identifier: `rule ID`, `cites ID`, `it met ID`. */
bool ics_join_expects_identifier(const ics_joiner *j)
{
    switch (ics_join_before(j, 1)) {
    case T_RULE:
    case T_SOURCE:
    case T_CITES:
    case T_EXPECT:
    case T_USE:
    case T_MODEL:
    case T_VARIATION:
    case T_DESPITE:
    case T_SUBJECTTO:
    case T_STRICTER:
    case T_MADEUNDER:
    case T_PLUGIN:
    case T_FUNCTION:
    case T_QUESTION:
    case T_DESCRIPTION:
    case T_CHECK:
    case T_FILLIN:
    case T_MET:
    case T_LIFTEDUNDER:
    case T_UNDER:
    case T_COUNTEDBY:
    case T_CALENDAR:
    case T_WAIVEROF:
    case T_ASDIRECTION:
        return true;
    case T_OF:
        return j->tokens->count - j->first_token == 3 && (j->in == ICS_IN_VARIATION || j->in == ICS_IN_READING);
    default:
        return false;
    }
}

static bool is_lower_case(const char *text)
{
    for (; *text; text++)
        if (*text >= 'A' && *text <= 'Z')
            return false;
    return true;
}

size_t ics_join_identifier(ics_joiner *j, size_t i)
{
    const ics_word *word = &j->words[i];
    if (word->kind != ICS_WORD_PLAIN && word->kind != ICS_WORD_LABEL)
        return 0;
    const char *text = ics_join_text(j, i, 1);
    if (word->kind == ICS_WORD_PLAIN && ics_is_reserved(j->vocabulary, word->id) && is_lower_case(text) &&
        strlen(text) > 1)
        return 0; /* `rule in force from …`: the identifier is missing */
    ics_join_emit(j, T_ID, word->span, text);
    return 1;
}

/* `each place P`: a name given to an element, of capitals, that nothing else declares. It holds in its declaration. */
size_t ics_join_local(ics_joiner *j, size_t i)
{
    for (size_t n = 0; n < j->local_count; n++) {
        if (j->local_words[n] == j->words[i].id) {
            ics_join_emit(j, T_TERM, j->words[i].span, ics_join_text(j, i, 1));
            return 1;
        }
    }
    const bool after_each = ics_join_before(j, 1) == T_TERM && ics_join_before(j, 2) == T_EACH;
    const char *text = ics_join_text(j, i, 1);
    if (!after_each || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != strlen(text) || strlen(text) > 2)
        return 0;
    ICS_PUSH(j->arena, j->local_words, j->local_count, j->local_room, j->words[i].id);
    ics_join_emit(j, T_ID, j->words[i].span, text);
    return 1;
}

static bool is_key_of_wrapper(const char *text)
{
    static const char *const keys[] = {"value",     "source",  "kind",     "from",       "to",      "recorded",
                                       "review by", "role",    "body",     "date",       "basis",   "review date",
                                       "as at",     "partial", "complete", "holds from", "holds to"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(keys[i], text) == 0)
            return true;
    return false;
}

/* `{holder: …, voting: …}` in a test: the words before a colon are one name. */
size_t ics_join_key(ics_joiner *j, size_t i)
{
    const int last = ics_join_before(j, 1);
    if (j->in != ICS_IN_TEST || (last != '{' && last != ','))
        return 0;
    size_t count = 0;
    while (count < (size_t)ICS_LIMIT_TERM_WORDS && ics_is_name_word(&j->words[i + count]))
        count++;
    if (count == 0 || !is_mark(&j->words[i + count], ':'))
        return 0;
    unsigned kinds;
    size_t length;
    const ics_name *name = ics_join_longest(j, i, count, &length, &kinds);
    const char *text = ics_join_text(j, i, count);
    if (strcmp(text, "partial") == 0)
        ics_join_emit(j, T_PARTIAL, ics_join_span(j, i, count), text);
    else if (name && length == count)
        ics_join_emit(j, T_TERM, ics_join_span(j, i, count), name->text);
    else if (is_key_of_wrapper(text))
        ics_join_emit(j, T_TERM, ics_join_span(j, i, count), text);
    else
        ics_join_unknown_name(j, i, count, ICS_NAME_ATTRIBUTE, "attribute");
    return count;
}

/* The facts of a register's row have names of their own: `with power "…", approver chief nurse, last day 2026-03-31`.
 */
size_t ics_join_waiver_fact(ics_joiner *j, size_t i)
{
    const int last = ics_join_before(j, 1);
    if (!j->in_waiver || (last != T_WITH && last != ',' && last != '{'))
        return 0;
    static const char *const names[] = {"subject", "power",  "approver", "approved", "reason",    "last day", "value",
                                        "role",    "expiry", "date",     "answer",   "review by", "by"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        const size_t count = strchr(names[n], ' ') ? 2 : 1;
        if (ics_is_name_word(&j->words[i + count - 1]) && strcmp(ics_join_text(j, i, count), names[n]) == 0) {
            ics_join_emit(j, T_TERM, ics_join_span(j, i, count), names[n]);
            return count;
        }
    }
    return 0;
}
