/* Values of plain records in their rarer forms, and what words and months mean. */
#include "data/plain.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/limits.h"
#include "data/growth.h"

#include <stdlib.h>

enum { DIGITS_MOST = 12 }; /* of the whole part: it fits with room to spare */

const unsigned char *ics_plain_skip_space(const ics_plain *plain, const unsigned char *at)
{
    while (*at == ' ' || *at == '\t' || *at == '\r' || (*at == '\n' && !plain->is_line))
        at++;
    return at;
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

const unsigned char *ics_plain_null(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    return memcmp(at, "null", 4) == 0 && ics_plain_say(plain, key, row, plain->null_state, at) ? at + 4 : NULL;
}

/* Few digits and at most six decimals. */
const unsigned char *ics_plain_number(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *begin)
{
    const unsigned char *at = begin + (*begin == '-'), *const digits = at;
    int64_t value = 0, unit = ICS_DECIMAL_ONE;
    unsigned digit;
    for (; (digit = (unsigned)*at - '0') <= 9 && at < digits + DIGITS_MOST; at++)
        value = value * 10 + digit;
    if (at == digits || digit <= 9 || (*digits == '0' && at - digits > 1))
        return ics_plain_null(plain, key, row, begin);
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
    key->number[row] = value;
    return key->is_code && !keep_code(plain, key, row, value) ? NULL : at;
}

const unsigned char *ics_plain_truth(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    const bool is_true = memcmp(at, "true", 4) == 0;
    if (!is_true && memcmp(at, "false", 5) != 0)
        return ics_plain_null(plain, key, row, at);
    const uint8_t state = ICS_SAID_PRESENT | (is_true ? ICS_STATE_YES : 0);
    return ics_plain_say(plain, key, row, state, at) ? at + (is_true ? 4 : 5) : NULL;
}

/* The month that eight bytes name; one of no days where they name none. */
static const ics_plain_month *find_month(ics_plain *plain, const unsigned char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    ics_plain_month *month = &plain->months[ics_plain_month_slot(word)];
    if (month->text == word)
        return month;
    int32_t first, last;
    const char *why;
    *month = (ics_plain_month){.text = word};
    if (text[7] == '-' && ics_date_parse((const char *)text, 7, &first, &last, &why)) {
        month->before = first - 1;
        month->length = (uint32_t)(last - first + 1);
    }
    return month;
}

/* "2023-05-09"; of a month or a year, by the general reader of dates. */
const unsigned char *ics_plain_date(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    if (*open != '"')
        return ics_plain_null(plain, key, row, open);
    const unsigned char *text = open + 1, *const end = ics_plain_text_end(text);
    const unsigned tens = (unsigned)text[8] - '0', ones = (unsigned)text[9] - '0';
    if (end == text + 10 && *end == '"' && tens <= 9 && ones <= 9) {
        const ics_plain_month *month = find_month(plain, text);
        const uint32_t day = tens * 10 + ones;
        if (day < 1 || day > month->length)
            return NULL;
        const int32_t found = month->before + (int32_t)day;
        return ics_plain_say_days(plain, key, row, open, found, found) ? end + 1 : NULL;
    }
    int32_t first, last;
    const char *why;
    if (*end != '"' || !ics_date_parse((const char *)text, (size_t)(end - text), &first, &last, &why))
        return NULL;
    return ics_plain_say_days(plain, key, row, open, first, last) ? end + 1 : NULL;
}

bool ics_plain_is_inapplicable(const unsigned char *text, size_t length)
{
    return length >= 13 && length <= 15 && (text[0] | 0x20) == 'n' &&
           ics_key_equal((const char *)text, length, "not applicable", 14);
}

const unsigned char *ics_plain_text(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    if (*open != '"')
        return ics_plain_null(plain, key, row, open);
    const unsigned char *text = open + 1, *end = ics_plain_text_end(text);
    const size_t length = (size_t)(end - text);
    if (*end != '"' || length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES || ics_plain_is_inapplicable(text, length))
        return NULL;
    const uint32_t id = ics_intern_add(plain->load->dataset->texts, (const char *)text, length);
    if (id == 0) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    if (!ics_plain_say(plain, key, row, ICS_SAID_PRESENT, open))
        return NULL;
    key->id[row] = id;
    return key->is_code && !keep_code(plain, key, row, id) ? NULL : end + 1;
}

/* What a word means for a key: the id of a value or role, or the days of a year. @return false where nothing. */
static bool find_meaning(const ics_plain *plain, const ics_plain_key *key, const char *text, size_t length,
                         int32_t *first, int32_t *last)
{
    const ics_model *model = plain->load->model;
    const char *why;
    *last = 0;
    if (ics_plain_is_inapplicable((const unsigned char *)text, length))
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
                                       const unsigned char *text, uint32_t length)
{
    int32_t first, last;
    if (!find_meaning(plain, key, (const char *)text, length, &first, &last))
        return NULL;
    *word = (ics_plain_word){.size = length + 1, .first = first, .last = last};
    memcpy(word->text, text, length + 1);
    word->ignored = ics_plain_behind(length + 1);
    return word;
}

const ics_plain_word *ics_plain_find_word(ics_plain *plain, ics_plain_key *key, const unsigned char *text,
                                          const unsigned char **end)
{
    *end = ics_plain_text_end(text);
    const uint32_t length = (uint32_t)(*end - text);
    if (**end != '"' || *end == text || *end - text >= ICS_PLAIN_WORD_BYTES)
        return NULL;
    if (!key->words && !(key->words = calloc(ICS_PLAIN_WORD_ROOM, sizeof *key->words))) {
        ics_load_out_of_memory(plain->load);
        return NULL;
    }
    const size_t home = ics_plain_word_slot(text, length);
    for (size_t i = 0; i < ICS_PLAIN_WORD_TRIES; i++) {
        ics_plain_word *word = &key->words[(home + i) % ICS_PLAIN_WORD_ROOM];
        if (word->size == 0)
            return keep_word(plain, key, word, text, length);
        if (word->size == length + 1 && memcmp(word->text, text, length) == 0)
            return word;
    }
    return keep_word(plain, key, &key->words[home], text, length);
}
