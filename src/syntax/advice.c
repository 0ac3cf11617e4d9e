/*
 * What to type instead, for mistakes of syntax that are often made: by the token that did not fit, those before it and
 * what could have stood there.
 */
#include "syntax/advice.h"

#include "syntax/tokens.h"

#include <string.h>

/* The mistake: tokens of its declaration up to the one that did not fit. */
typedef struct mistake {
    const ics_token *first, *found;
    const char *const *expected;
    size_t count;
} mistake;

static bool expects(const mistake *m, const char *name)
{
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->expected[i], name) == 0)
            return true;
    return false;
}

static int before(const mistake *m, size_t n)
{
    return (size_t)(m->found - m->first) >= n ? m->found[-(ptrdiff_t)n].kind : 0;
}

static bool has_modal(const ics_token *from, const ics_token *to)
{
    for (const ics_token *at = from; at < to; at++)
        if (at->kind == T_MODAL)
            return true;
    return false;
}

/* Whether a sentence follows from the token on, before the declaration ends. */
static bool begins_sentence(const ics_token *token)
{
    const ics_token *end = token;
    while (end->kind != T_FIN && end->kind != 0)
        end++;
    return has_modal(token, end);
}

static mistake mistake_of(const ics_parse_context *ctx, const char *const *expected, size_t count)
{
    const ics_token *found = &ctx->tokens->items[ctx->next - 1];
    const size_t first = found->kind == T_FIN ? ctx->ended_first : ctx->first;
    return (mistake){&ctx->tokens->items[first < ctx->next ? first : ctx->next - 1], found, expected, count};
}

/* ---- what was expected, in other words than the tokens' own */

const char *ics_expected_here(const ics_parse_context *ctx, const char *const *expected, size_t count)
{
    const mistake m = mistake_of(ctx, expected, count);
    if (count == 2 && expects(&m, "and") && expects(&m, "','"))
        return "must, should or may";
    if (count == 1 && expects(&m, "the end of the declaration") && has_modal(m.first, m.found))
        return "a limit of time, a clause of the rule or the next declaration";
    return NULL;
}

/* ---- what to do, by where the mistake stands */

/* Between the name of a rule and its sentence. */
static const char *of_head(const mistake *m)
{
    if (m->found->kind == T_STRING && before(m, 1) == T_RULE)
        return "a rule has a name of one word before its title: rule PLAN \"Publish the plan\"";
    if (m->first->kind == T_RULE && !has_modal(m->first, m->found) &&
        (m->found->kind == T_SUBJECTTO || m->found->kind == T_DESPITE || m->found->kind == T_STRICTER ||
         m->found->kind == T_UNLESS || m->found->kind == T_EXCEPTWHERE))
        return "this clause belongs below the sentence, indented like it";
    if (m->found->kind == T_FIN && m->first->kind == T_RULE && !has_modal(m->first, m->found))
        return "a rule ends with its sentence: who, then must, should or may, then what";
    if (expects(m, "a place in the source"))
        return "say where: section 14Z51(2), para 1, or the words of the heading in quotes";
    return NULL;
}

/* Between who and what. */
static const char *of_sentence(const mistake *m)
{
    if (m->count == 2 && expects(m, "and") && expects(m, "','") && m->found->kind == T_STRING)
        return "the name of a rule is one word, and its title follows it: rule FORWARD-PLAN \"Publish the plan\"";
    if (m->count == 2 && expects(m, "and") && expects(m, "','"))
        return "a sentence says who, then must, should or may, then what";
    if (before(m, 1) != T_MODAL)
        return NULL;
    switch (m->found->kind) {
    case T_DOES:
        return "after must, should and may a verb stands as it is: must name, must publish";
    case T_LETTER:
        return "two deeds are two rules; letters stand behind a verb: must include (a) … and (b) …";
    case '-':
    case T_NUM:
        return "a list has letters, and 'and' or 'or' before the last: (a) …, (b) … and (c) …";
    default:
        return NULL;
    }
}

/* How many of a list there are. */
static const char *of_count(const mistake *m)
{
    const bool is_count = before(m, 1) == T_OF && before(m, 2) == T_NUM;
    if (is_count && m->count == 1 && expects(m, "(a)") && (m->found->kind == T_ITS || m->found->kind == T_TERM))
        return "the things are named without 'of', and what is so of them follows: have at least 2 posts where it has "
               "holder";
    if (m->found->kind == T_IS && m->count == 1 && expects(m, "for which"))
        return "say of which things the share is: share of posts for which it has holder is at least 75%";
    return NULL;
}

static const char *of_list(const mistake *m)
{
    if (m->found->kind == T_LETTER && expects(m, "all of"))
        return "say first how many of them: all of (a) … (b) …, any of (a) … (b) …, or at least 2 of (a) … (b) …";
    if (m->found->kind == ')')
        return "a bracket has two ends; a lettered list begins with (a)";
    if (m->found->kind == '/' && (before(m, 1) == T_AND || before(m, 1) == T_OR))
        return "write 'or': it holds also where both are so";
    if (m->found->kind == ',')
        return "leave the comma out; of a decimal the point is '.', as in 1.5";
    return NULL;
}

static const char *of_time(const mistake *m)
{
    const bool is_day = m->found->kind == T_DATE;
    if (is_day && before(m, 1) == T_NOTLATER)
        return "before a day write 'by'; 'not later than' takes a length of time: not later than 2 weeks before …";
    if (is_day && (before(m, 1) == T_PREP || expects(m, "the end of the declaration")))
        return "a last day is said with 'by': by 2023-09-01";
    if (m->found->kind == T_ONORBEFORE && has_modal(m->first, m->found))
        return "a last day is said with 'by': by 2023-09-01";
    if (before(m, 1) == T_UNIT && expects(m, "beginning with"))
        return "say from when it is counted: 'within 20 weeks of' and a date, 'beginning with' where that day counts";
    return NULL;
}

/* After all that the sentence can hold. */
static const char *of_end(const mistake *m)
{
    if (!expects(m, "the end of the declaration") || !has_modal(m->first, m->found))
        return NULL;
    if (m->found->kind == T_AND)
        return "two requirements are two rules, or one lettered list";
    if ((m->found->kind == T_TERM || m->found->kind == T_EACH || m->found->kind == T_ART) && begins_sentence(m->found))
        return "a rule has one sentence; give the next one a rule of its own: rule NAME \"title\"";
    if (m->found->kind == T_APPLIES || m->found->kind == T_GOVERNS || m->found->kind == T_LOCALLY)
        return "this clause belongs above the sentence, below 'in force from'";
    if (m->found->kind == '(')
        return "what is said beside the sentence is a comment, from # to the end of the line";
    return NULL;
}

void ics_advise(const ics_parse_context *ctx, ics_diag *diag, const char *const *expected, size_t count)
{
    const mistake m = mistake_of(ctx, expected, count);
    static const char *(*const places[])(const mistake *) = {of_head, of_sentence, of_count, of_list, of_time, of_end};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const char *help = places[i](&m);
        if (help) {
            ics_diag_help(ctx->diags, diag, "%s", help);
            return;
        }
    }
    const ics_token *last = m.found - 1;
    if (count == 3 && expects(&m, "is") && expects(&m, "has") && before(&m, 1) == T_TERM && last->text)
        ics_diag_help(ctx->diags, diag, "say what is so of it: 'it is %s', '%s is yes', '%s is at least 3'", last->text,
                      last->text, last->text);
}
