/* Values of plain records: the short forms that most values have, each read where it stands. */
#include "data/plain.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "data/growth.h"

#include <stdlib.h>

enum { DIGITS_MOST = 12 }; /* of the whole part: it fits with room to spare */

const unsigned char *ics_plain_text_end(const unsigned char *at)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    for (;;) { /* the zeros behind the text are controls: this ends */
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        const __m128i marks = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)),
                                           _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        const int found = _mm_movemask_epi8(marks);
        if (found != 0)
            return at + __builtin_ctz((unsigned)found);
        at += 16;
    }
#else
    while (*at != '"' && *at != '\\' && *at >= 0x20)
        at++;
    return at;
#endif
}

/* A code makes the record at hand the only one that has it, or the record is told twice and not plain. */
static bool keep_code(ics_plain *plain, const ics_plain_key *key, uint32_t row, int64_t value)
{
    ics_load *load = plain->load;
    if (ics_load_code_find(load, key->attribute, value) != ICS_NONE)
        return false;
    if (!ICS_GROW(plain->codes, plain->code_count, plain->code_room))
        return ics_load_out_of_memory(load);
    if (!ics_load_code_add(load, key->attribute, value, row))
        return false;
    plain->codes[plain->code_count++] = (ics_plain_code){key->attribute, value};
    return true;
}

/* What is no value of its type: null, or nothing plain. */
static const unsigned char *read_null(ics_plain *plain, const ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    return memcmp(at, "null", 4) == 0 && ics_plain_say(plain, key, row, plain->null_state, at) ? at + 4 : NULL;
}

/* A number of few digits and at most six decimals. */
static const unsigned char *read_number(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *begin)
{
    const unsigned char *at = begin + (*begin == '-'), *const digits = at;
    int64_t value = 0, unit = ICS_DECIMAL_ONE;
    unsigned digit;
    for (; (digit = (unsigned)*at - '0') <= 9 && at < digits + DIGITS_MOST; at++)
        value = value * 10 + digit;
    if (at == digits || digit <= 9 || (*digits == '0' && at - digits > 1))
        return read_null(plain, key, row, begin);
    if (*at == '.') {
        const unsigned char *const point = at++;
        for (; (digit = (unsigned)*at - '0') <= 9 && unit > 1; at++, unit /= 10)
            value = value * 10 + digit;
        if (digit <= 9 || at == point + 1)
            return NULL;
    }
    if ((*at | 0x20) == 'e' || !ics_plain_say(plain, key, row, ICS_SAID_PRESENT, begin))
        return NULL;
    value *= *begin == '-' ? -unit : unit;
    plain->load->dataset->columns[key->attribute].number[row] = value;
    return key->is_code && !keep_code(plain, key, row, value) ? NULL : at;
}

static const unsigned char *read_truth(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    const bool is_true = memcmp(at, "true", 4) == 0;
    if (!is_true && memcmp(at, "false", 5) != 0)
        return read_null(plain, key, row, at);
    if (key->is_code)
        return NULL;
    const uint8_t state = ICS_SAID_PRESENT | (is_true ? ICS_STATE_YES : 0);
    return ics_plain_say(plain, key, row, state, at) ? at + (is_true ? 4 : 5) : NULL;
}

static inline const unsigned char *say_days(ics_plain *plain, const ics_plain_key *key, uint32_t row,
                                            const unsigned char *open, const unsigned char *end, int32_t first,
                                            int32_t last)
{
    if (!ics_plain_say(plain, key, row, ICS_SAID_PRESENT, open))
        return NULL;
    ics_column *column = &plain->load->dataset->columns[key->attribute];
    column->first[row] = first;
    column->last[row] = last;
    return end + 1;
}

/* The month that eight bytes name; one of no days where they name none. */
static const ics_plain_month *find_month(ics_plain *plain, const unsigned char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    ics_plain_month *month = &plain->months[(word * 0x9E3779B97F4A7C15u) >> 55];
    if (month->text == word)
        return month;
    int32_t first, last;
    const char *why;
    *month = (ics_plain_month){.text = word};
    if (text[7] == '-' && ics_date_parse((const char *)text, 7, &first, &last, &why)) {
        month->before = first - 1;
        month->length = last - first + 1;
    }
    return month;
}

/* "2023-05-09"; of a month or a year, by the general reader of dates. */
static const unsigned char *read_date(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    if (*open != '"' || key->is_code)
        return read_null(plain, key, row, open);
    const unsigned char *text = open + 1;
    const unsigned tens = (unsigned)text[8] - '0', ones = (unsigned)text[9] - '0';
    if (tens <= 9 && ones <= 9 && text[10] == '"') {
        const ics_plain_month *month = find_month(plain, text);
        const int32_t day = (int32_t)(tens * 10 + ones);
        if (day < 1 || day > month->length)
            return NULL;
        return say_days(plain, key, row, open, text + 10, month->before + day, month->before + day);
    }
    int32_t first, last;
    const char *why;
    const unsigned char *end = ics_plain_text_end(text);
    if (*end != '"' || !ics_date_parse((const char *)text, (size_t)(end - text), &first, &last, &why))
        return NULL;
    return say_days(plain, key, row, open, end, first, last);
}

/* "not applicable" is an answer of its own, whatever the type. */
static bool says_not_applicable(const unsigned char *text, size_t length)
{
    return length >= 13 && length <= 15 && (text[0] | 0x20) == 'n' &&
           ics_key_equal((const char *)text, length, "not applicable", 14);
}

static const unsigned char *read_text(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    if (*open != '"')
        return read_null(plain, key, row, open);
    const unsigned char *text = open + 1, *end = ics_plain_text_end(text);
    const size_t length = (size_t)(end - text);
    if (*end != '"' || length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES || says_not_applicable(text, length))
        return NULL;
    const uint32_t id =
        key->is_late ? ICS_TEXT_LATE : ics_intern_add(plain->load->dataset->texts, (const char *)text, length);
    if (id == 0) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    if (!ics_plain_say(plain, key, row, ICS_SAID_PRESENT, open))
        return NULL;
    plain->load->dataset->columns[key->attribute].id[row] = id;
    return key->is_code && !keep_code(plain, key, row, id) ? NULL : end + 1;
}

/* What a word means for a key: the id of a value or role, or the days of a year. @return false where nothing. */
static bool find_meaning(const ics_plain *plain, const ics_plain_key *key, const char *text, size_t length,
                         int32_t *first, int32_t *last)
{
    const ics_model *model = plain->load->model;
    const char *why;
    *last = 0;
    if (says_not_applicable((const unsigned char *)text, length))
        return false;
    if (key->type == ICS_TYPE_FINANCIAL_YEAR)
        return ics_financial_year_parse(text, length, first, last);
    if (key->type == ICS_TYPE_CALENDAR_YEAR)
        return length == 4 && ics_date_parse(text, 4, first, last, &why);
    const uint32_t id = key->target == ICS_NONE ? ics_model_role(model, text, length)
                                                : ics_model_value(model, key->target, text, length);
    *first = (int32_t)id;
    return id != ICS_NONE;
}

static const ics_plain_word *keep_word(const ics_plain *plain, const ics_plain_key *key, ics_plain_word *word,
                                       const unsigned char *text, size_t length)
{
    int32_t first, last;
    if (!find_meaning(plain, key, (const char *)text, length, &first, &last))
        return NULL;
    ics_plain_words_of(text, length, word->word);
    ics_plain_words_of(text + 16, length > 16 ? length - 16 : 0, word->more);
    word->length = (uint32_t)length;
    word->first = first;
    word->last = last;
    if (length > 32)
        memcpy(word->rest, text + 32, length - 32);
    return word;
}

const ics_plain_word *ics_plain_find_word(ics_plain *plain, ics_plain_key *key, const unsigned char *text,
                                          const unsigned char *end)
{
    const size_t length = (size_t)(end - text);
    uint64_t bytes[2], more[2];
    if (length == 0 || length > ICS_PLAIN_WORD_BYTES)
        return NULL;
    if (!key->words && !(key->words = calloc(ICS_PLAIN_WORD_ROOM, sizeof *key->words))) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    ics_plain_words_of(text, length, bytes);
    ics_plain_words_of(text + 16, length > 16 ? length - 16 : 0, more);
    const size_t home = ics_plain_slot(bytes, length);
    for (size_t i = 0; i < ICS_PLAIN_WORD_TRIES; i++) {
        ics_plain_word *word = &key->words[(home + i) % ICS_PLAIN_WORD_ROOM];
        if (word->length == 0)
            return keep_word(plain, key, word, text, length);
        if (word->length == length && memcmp(word->word, bytes, sizeof bytes) == 0 &&
            memcmp(word->more, more, sizeof more) == 0 &&
            (length <= 32 || memcmp(word->rest, text + 32, length - 32) == 0))
            return word;
    }
    return keep_word(plain, key, &key->words[home], text, length);
}

static const unsigned char *read_word(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    const unsigned char *end;
    if (*open != '"' || key->is_code)
        return read_null(plain, key, row, open);
    const ics_plain_word *word = ics_plain_word_at(plain, key, open + 1, &end);
    if (!word || !ics_plain_say(plain, key, row, ICS_SAID_PRESENT, open))
        return NULL;
    plain->load->dataset->columns[key->attribute].id[row] = (uint32_t)word->first;
    return end + 1;
}

static const unsigned char *read_year(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    const unsigned char *end;
    if (*open != '"' || key->is_code)
        return read_null(plain, key, row, open);
    const ics_plain_word *word = ics_plain_word_at(plain, key, open + 1, &end);
    return word ? say_days(plain, key, row, open, end, word->first, word->last) : NULL;
}

ics_plain_reader *ics_plain_reader_of(ics_plain_action action)
{
    switch (action) {
    case ICS_PLAIN_NUMBER:
        return read_number;
    case ICS_PLAIN_TRUTH:
        return read_truth;
    case ICS_PLAIN_DATE:
        return read_date;
    case ICS_PLAIN_YEAR:
        return read_year;
    case ICS_PLAIN_TEXT:
        return read_text;
    case ICS_PLAIN_WORD:
        return read_word;
    default:
        return NULL;
    }
}
