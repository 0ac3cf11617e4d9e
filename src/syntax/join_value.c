/* Values and letters: numbers that fit, dates that exist, places in a source, and the letters of lists. */
#include "base/date.h"
#include "base/limits.h"
#include "syntax/join.h"
#include "syntax/tokens.h"

#include <stdio.h>
#include <string.h>

static bool is_mark(const ics_word *word, char mark)
{
    return word->kind == ICS_WORD_MARK && word->mark == mark;
}

/* ---- numbers */

static void report_number(ics_joiner *j, ics_span span, ics_decimal_status status, const char *text)
{
    const int length = strlen(text) < 60 ? (int)strlen(text) : 60;
    ics_diag *diag;
    if (status == ICS_DECIMAL_INEXACT) {
        diag = ics_report(j->diags, ICS_E0202, span, "%.*s is more exact than millionths", length, text);
        ics_diag_help(j->diags, diag, "numbers have six places after the point at most; nothing is rounded");
    } else {
        diag = ics_report(j->diags, ICS_E0202, span, "%.*s does not fit", length, text);
        ics_diag_help(j->diags, diag, "numbers run from -9223372036854.775807 to 9223372036854.775807");
    }
}

/* Reads the digits and an exponent that a word (`million`) or a sign (%) adds. */
static ics_decimal read_decimal(ics_joiner *j, ics_span span, const char *text, bool grouped, int exponent)
{
    const size_t length = strlen(text);
    char *scaled = ics_arena_alloc(j->arena, length + 16, 1);
    const bool has_exponent = strpbrk(text, "eE") != NULL;
    snprintf(scaled, length + 16, exponent && !has_exponent ? "%se%d" : "%s", text, exponent);
    ics_decimal value = 0;
    ics_decimal_status status = ics_decimal_parse(scaled, strlen(scaled), grouped, &value);
    if (status == ICS_DECIMAL_SYNTAX || (exponent && has_exponent))
        status = ICS_DECIMAL_RANGE; /* 1_000 and its like were reported when they were read */
    if (status != ICS_DECIMAL_OK && strpbrk(text, "_,") == NULL)
        report_number(j, span, status, text);
    return status == ICS_DECIMAL_OK ? value : 0;
}

/* The power of ten of a word after a number; 0 for other words. */
static int power_of(const ics_joiner *j, const ics_word *word)
{
    if (word->kind != ICS_WORD_PLAIN)
        return 0;
    const ics_vocabulary *v = j->vocabulary;
    return word->id == v->thousand ? 3 : word->id == v->million ? 6 : word->id == v->billion ? 9 : 0;
}

static size_t join_number(ics_joiner *j, size_t i, int kind, const char *digits)
{
    const int power = power_of(j, &j->words[i + 1]);
    const size_t count = power ? 2 : 1;
    const ics_span span = ics_join_span(j, i, count);
    const ics_decimal value = read_decimal(j, span, digits, kind == T_MONEY, power);
    ics_join_emit(j, kind, span, ics_join_text(j, i, count))->number = value;
    return count;
}

static size_t join_percent(ics_joiner *j, size_t i)
{
    char *text = ics_span_text(j->arena, j->diags, j->words[i].span);
    text[strlen(text) - 1] = '\0';
    const ics_decimal value = read_decimal(j, j->words[i].span, text, false, -2);
    ics_join_emit(j, T_PCT, j->words[i].span, ics_join_text(j, i, 1))->number = value;
    return 1;
}

/* ---- dates */

static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};

/* 1 to 12 for the name of a month or its first three letters; else 0. */
static unsigned month_named(const char *text)
{
    char small[12];
    size_t length = 0;
    for (; text[length] && length + 1 < sizeof small; length++)
        small[length] = (char)(text[length] >= 'A' && text[length] <= 'Z' ? text[length] - 'A' + 'a' : text[length]);
    small[length] = '\0';
    for (unsigned m = 0; m < 12; m++)
        if (strcmp(small, months[m]) == 0 || (length == 3 && strncmp(small, months[m], 3) == 0) ||
            strcmp(small, m == 8 ? "sept" : months[m]) == 0)
            return m + 1;
    return 0;
}

/* A day as people write it, which they are told to write as YYYY-MM-DD; parsing goes on with a day that says nothing.
 */
static void refuse_day(ics_joiner *j, ics_span span, unsigned day, unsigned month, unsigned year)
{
    char text[16];
    int32_t first, last;
    const char *why = NULL;
    snprintf(text, sizeof text, "%04u-%02u-%02u", year, month, day);
    ics_diag *diag = ics_report(j->diags, ICS_E0201, span, "a date is written year-month-day, as in 2023-05-09");
    if (ics_date_parse(text, strlen(text), &first, &last, &why))
        ics_diag_help(j->diags, diag, "write %s", text);
    ics_join_emit(j, T_DATE, span, text);
}

/* Digits at the front of a text, at most @p most of them. @return how many. */
static size_t leading_number(const char *text, size_t most, unsigned *value)
{
    size_t count = 0;
    *value = 0;
    for (; count < most && text[count] >= '0' && text[count] <= '9'; count++)
        *value = 10 * *value + (unsigned)(text[count] - '0');
    return count;
}

/* 1/9/2022, 01-09-2022, 1.9.2022: the day first, as in Britain, unless that gives no month. */
static bool is_day_first(const char *text, unsigned *day, unsigned *month, unsigned *year)
{
    const size_t day_digits = leading_number(text, 2, day);
    const char separator = text[day_digits];
    if (day_digits == 0 || separator == '\0' || !strchr("-/.", separator))
        return false;
    const size_t month_digits = leading_number(text + day_digits + 1, 2, month);
    const char *rest = text + day_digits + 1 + month_digits;
    if (month_digits == 0 || *rest != separator)
        return false;
    const size_t year_digits = leading_number(rest + 1, 4, year);
    if ((year_digits != 2 && year_digits != 4) || rest[1 + year_digits] != '\0')
        return false;
    *year += year_digits == 2 ? 2000 : 0;
    if (*month > 12) {
        const unsigned swapped = *month;
        *month = *day;
        *day = swapped;
    }
    return true;
}

/* `1 September 2022`, `1st September 2022`; how many words it took. */
static size_t join_spelt_date(ics_joiner *j, size_t i)
{
    const ics_word *month = &j->words[i + 1];
    if (month->kind != ICS_WORD_PLAIN || j->words[i + 2].kind != ICS_WORD_NUMBER)
        return 0;
    const unsigned m = month_named(ics_join_text(j, i + 1, 1));
    const char *last = ics_join_text(j, i + 2, 1);
    unsigned day = 0, year = 0;
    if (m == 0 || leading_number(ics_join_text(j, i, 1), 2, &day) == 0 || leading_number(last, 4, &year) != 4 ||
        last[4] != '\0')
        return 0;
    refuse_day(j, ics_join_span(j, i, 3), day, m, year);
    return 3;
}

static size_t join_date(ics_joiner *j, size_t i)
{
    unsigned day, month, year;
    const char *text = ics_join_text(j, i, 1);
    int32_t first = 0, last = 0;
    const char *why = NULL;
    if (is_day_first(text, &day, &month, &year)) {
        refuse_day(j, j->words[i].span, day, month, year);
        return 1;
    }
    if (!ics_date_parse(text, strlen(text), &first, &last, &why)) {
        first = last = 0;
        ics_diag *diag = ics_report(j->diags, ICS_E0201, j->words[i].span, "%s", why);
        if (!strstr(why, "written"))
            ics_diag_help(j->diags, diag, "'%.40s' is read as year-month-day", text);
        else if (strchr(text, '-') == strrchr(text, '-') && strchr(text, '-'))
            ics_diag_help(j->diags, diag, "for a subtraction put spaces round the '-'");
    }
    ics_token *token = ics_join_emit(j, T_DATE, j->words[i].span, text);
    token->first_day = first;
    token->last_day = last;
    return 1;
}

static size_t join_year(ics_joiner *j, size_t i)
{
    const char *text = ics_join_text(j, i, 1);
    int32_t first = 0, last = 0;
    if (!ics_financial_year_parse(text, strlen(text), &first, &last)) {
        ics_diag *diag = ics_report(j->diags, ICS_E0201, j->words[i].span, "'%s' is no financial year", text);
        ics_diag_help(j->diags, diag, "a financial year names two years that follow each other: 2023/24");
    }
    ics_token *token = ics_join_emit(j, T_FY, j->words[i].span, text);
    token->first_day = first;
    token->last_day = last;
    return 1;
}

/* What stands between the quotes; curly ones, which were refused, are three bytes long, and a closing one may be
 * missing. */
static size_t join_text(ics_joiner *j, size_t i)
{
    const char *quoted = ics_span_text(j->arena, j->diags, j->words[i].span);
    const size_t size = strlen(quoted), quote = *quoted == '"' || *quoted == '\'' ? 1 : 3;
    const bool is_closed = size > quote && (quote == 3 || quoted[size - 1] == *quoted);
    const char *text = ics_arena_text(j->arena, quoted + quote, size - quote - (is_closed ? quote : 0));
    ics_join_emit(j, T_STRING, j->words[i].span, text);
    return 1;
}

size_t ics_join_value(ics_joiner *j, size_t i)
{
    const ics_word *word = &j->words[i];
    const bool may_be_day = word->kind == ICS_WORD_NUMBER || word->kind == ICS_WORD_LABEL;
    const size_t spelt = may_be_day ? join_spelt_date(j, i) : 0;
    if (spelt)
        return spelt;
    switch (word->kind) {
    case ICS_WORD_NUMBER:
        return join_number(j, i, T_NUM, ics_join_text(j, i, 1));
    case ICS_WORD_MONEY:
        return join_number(j, i, T_MONEY, ics_join_text(j, i, 1) + strlen("£"));
    case ICS_WORD_PERCENT:
        return join_percent(j, i);
    case ICS_WORD_DATE:
        return join_date(j, i);
    case ICS_WORD_YEAR:
        return join_year(j, i);
    case ICS_WORD_TEXT:
        return join_text(j, i);
    case ICS_WORD_LABEL: {
        unsigned day, month, year;
        if (is_day_first(ics_join_text(j, i, 1), &day, &month, &year)) {
            refuse_day(j, word->span, day, month, year);
            return 1;
        }
    } /* fall through */
    default:
        ics_report(j->diags, ICS_E0101, word->span, "'%s' is no number and no word", ics_join_text(j, i, 1));
        ics_join_emit(j, T_UNKNOWN, word->span, NULL);
        return 1;
    }
}

/* ---- places: section 14Z52(2)(d) */

/* Words of a bracketed part of a label that follows at i on the same line: 1 for (d), 3 for (2); 0 where there is none.
 */
static size_t label_part(const ics_joiner *j, size_t i)
{
    const ics_word *word = &j->words[i];
    if (word->starts_line)
        return 0;
    if (word->kind == ICS_WORD_LETTER || word->kind == ICS_WORD_ROMAN || word->kind == ICS_WORD_UPPER)
        return 1;
    if (!is_mark(word, '('))
        return 0;
    const int inside = j->words[i + 1].kind;
    const bool may_be = inside == ICS_WORD_NUMBER || inside == ICS_WORD_PLAIN || inside == ICS_WORD_LABEL;
    return may_be && is_mark(&j->words[i + 2], ')') ? 3 : 0;
}

size_t ics_join_label(ics_joiner *j, size_t i)
{
    const int kind = j->words[i].kind;
    if (kind != ICS_WORD_PLAIN && kind != ICS_WORD_NUMBER && kind != ICS_WORD_LABEL && kind != ICS_WORD_DATE &&
        kind != ICS_WORD_YEAR && kind != ICS_WORD_DOTTED)
        return 0;
    size_t count = 1;
    for (size_t part; (part = label_part(j, i + count)) != 0;)
        count += part;
    const char *spaced = ics_join_text(j, i, count);
    char *label = ics_arena_alloc(j->arena, strlen(spaced) + 1, 1);
    size_t length = 0;
    for (; *spaced; spaced++)
        if (*spaced != ' ')
            label[length++] = *spaced;
    ics_join_emit(j, T_LABEL, ics_join_span(j, i, count), label);
    return count;
}

/* ---- letters */

enum { LETTERS, NUMERALS, CAPITALS };

bool ics_is_letter(const ics_joiner *j, size_t i)
{
    const ics_word *word = &j->words[i];
    if (word->kind != ICS_WORD_LETTER && word->kind != ICS_WORD_ROMAN && word->kind != ICS_WORD_UPPER)
        return false;
    for (size_t n = 0; n < j->parameter_count; n++) { /* (r) where r is a verb's parameter is r in brackets */
        size_t length;
        const char *name = ics_intern_text(j->names->ids, j->parameters[n], &length);
        const char *text = ics_diags_source_text(j->diags, word->span.source, NULL) + word->span.start + 1;
        if (length == 1 && word->kind == ICS_WORD_LETTER && *text == *name)
            return false;
    }
    return true;
}

static unsigned roman_value(const char *text, size_t length)
{
    static const char digits[] = "ivxlc";
    static const unsigned values[] = {1, 5, 10, 50, 100};
    unsigned total = 0, before = 0;
    for (size_t i = length; i > 0; i--) {
        const char *digit = memchr(digits, text[i - 1], 5);
        const unsigned value = digit ? values[digit - digits] : 0;
        total = value < before ? total - value : total + value;
        before = value > before ? value : before;
    }
    return total;
}

/* Whether the words before a letter open a list inside a list: `any of`, `at least 2 of`. */
static bool after_opening(const ics_joiner *j)
{
    const int last = ics_join_before(j, 1);
    return last == T_ALLOF || last == T_ANYOF || last == T_NONEOF || (last == T_OF && ics_join_before(j, 2) == T_NUM);
}

/*
 * (i) is a letter after (h) and the first numeral after `any of`; (v) is a numeral after (iv). Sets the ordinal.
 * A list inside a list begins a level; a letter of an outer list ends the inner ones.
 */
static int level_of(const ics_joiner *j, const ics_word *word, const char *text, size_t length, unsigned *ordinal)
{
    if (word->kind == ICS_WORD_UPPER) {
        *ordinal = (unsigned)(*text - 'A') + 1;
        return CAPITALS;
    }
    const unsigned numeral = roman_value(text, length);
    const unsigned letter = (unsigned)(*text - 'a') + 1;
    const bool opens = strncmp(text, "i", length) == 0 && after_opening(j) && j->letters[LETTERS] > 0;
    const bool goes_on = j->letters[NUMERALS] > 0 && numeral == j->letters[NUMERALS] + 1;
    if (word->kind == ICS_WORD_ROMAN || opens || goes_on) {
        *ordinal = numeral;
        return NUMERALS;
    }
    *ordinal = letter;
    return LETTERS;
}

size_t ics_join_letter(ics_joiner *j, size_t i, size_t connector_words)
{
    static const int first[] = {T_LETTER, T_ROMAN, T_UPPER}, more[] = {T_MORE, T_RMORE, T_UMORE};
    const ics_word *word = &j->words[i];
    const char *bracketed = ics_span_text(j->arena, j->diags, word->span);
    if (!ics_is_letter(j, i)) { /* a parameter in brackets */
        const uint32_t start = word->span.start, end = word->span.end;
        ics_join_emit(j, '(', (ics_span){word->span.source, start, start + 1}, NULL);
        ics_join_emit(j, T_TERM, (ics_span){word->span.source, start + 1, end - 1},
                      ics_arena_text(j->arena, bracketed + 1, 1));
        ics_join_emit(j, ')', (ics_span){word->span.source, end - 1, end}, NULL);
        return 1;
    }
    unsigned ordinal;
    const int level = level_of(j, word, bracketed + 1, strlen(bracketed) - 2, &ordinal);
    const bool begins = connector_words == 0 && ordinal == 1;
    j->letters[level] = ordinal;
    for (int inner = level + 1; inner <= CAPITALS; inner++)
        j->letters[inner] = 0;
    /* ", and (b)" is joined by its `and`, ", (b)" by its comma */
    const size_t said = connector_words > 0 ? i - 1 : i;
    const char *text = ics_join_text(j, said, i - said + 1);
    ics_join_emit(j, begins ? first[level] : more[level], ics_join_span(j, i - connector_words, connector_words + 1),
                  text);
    return 1;
}
