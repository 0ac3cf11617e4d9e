/* Scalars of whole columns: numbers, days, truths, texts and words, each by a loop of its own. */
#include "arrow/bulk.h"
#include "arrow/row.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/limits.h"

#include <string.h>

static const int64_t most_whole = INT64_MAX / ICS_DECIMAL_ONE;

bool ics_bulk_fits(const ics_bulk_column *column, const ics_arrow_type *type)
{
    const ics_arrow_kind kind = type->dictionary ? type->dictionary->kind : type->kind;
    if (column->action == ICS_BULK_LEAVE)
        return false;
    if (kind == ICS_ARROW_NULL)
        return true;
    switch (column->action) {
    case ICS_BULK_NUMBER:
        return !type->dictionary && (kind == ICS_ARROW_SIGNED || kind == ICS_ARROW_UNSIGNED || kind == ICS_ARROW_FLOAT);
    case ICS_BULK_TRUTH:
        return !type->dictionary && kind == ICS_ARROW_BOOL;
    case ICS_BULK_DATE:
        return kind == ICS_ARROW_TEXT || (!type->dictionary && (kind == ICS_ARROW_DAYS || kind == ICS_ARROW_TIMESTAMP));
    case ICS_BULK_YEAR:
    case ICS_BULK_TEXT:
    case ICS_BULK_WORD:
        return kind == ICS_ARROW_TEXT;
    default:
        return false;
    }
}

/* -- numbers and days: slot to value, false where it is not plain */

static bool number_at(const ics_arrow_view *view, int64_t slot, int64_t *out)
{
    if (view->type->kind == ICS_ARROW_FLOAT)
        return ics_arrow_float(view, slot, out);
    const int64_t value = ics_arrow_integer(view, slot);
    if (value > most_whole || value < -most_whole || (view->type->kind == ICS_ARROW_UNSIGNED && value < 0))
        return false;
    *out = value * ICS_DECIMAL_ONE;
    return true;
}

static bool day_at(const ics_arrow_view *view, int64_t slot, int32_t *out)
{
    int64_t day = ics_arrow_integer(view, slot);
    if (view->type->kind == ICS_ARROW_TIMESTAMP) {
        if (day % view->type->per_day != 0)
            return false;
        day /= view->type->per_day;
    }
    if (day < ICS_DAY_MIN || day > ICS_DAY_MAX)
        return false;
    *out = (int32_t)day;
    return true;
}

/* -- texts */

static bool read_days(const ics_bulk_column *column, const char *text, size_t length, int32_t *first, int32_t *last)
{
    const char *why;
    if (column->type == ICS_TYPE_FINANCIAL_YEAR)
        return ics_financial_year_parse(text, length, first, last);
    if (column->type == ICS_TYPE_ACADEMIC_YEAR)
        return ics_academic_year_parse(text, length, first, last);
    if (column->type == ICS_TYPE_PERIOD)
        return ics_period_parse(text, length, first, last);
    if (column->type == ICS_TYPE_CALENDAR_YEAR && length != 4)
        return false;
    return ics_date_parse(text, length, first, last, &why);
}

static bool look_up(ics_bulk *bulk, const ics_bulk_column *column, const char *text, size_t length, int32_t *first,
                    int32_t *last)
{
    const ics_model *model = bulk->load->model;
    if (column->action == ICS_BULK_DATE || column->action == ICS_BULK_YEAR)
        return read_days(column, text, length, first, last);
    const uint32_t id = column->target == ICS_NONE ? ics_model_role(model, text, length)
                                                   : ics_model_value(model, column->target, text, length);
    *first = (int32_t)id;
    return id != ICS_NONE;
}

/* The first bytes of a text, at most eight, and the last; of a shorter one they overlap. Texts of one length that have
 * both alike differ in their middle, if they do. */
static uint64_t head_of(const char *text, size_t length)
{
    uint32_t first = 0, last = 0;
    uint64_t word;
    if (length >= 8) {
        memcpy(&word, text, 8);
        return word;
    }
    if (length >= 4) {
        memcpy(&first, text, 4);
        memcpy(&last, text + length - 4, 4);
        return first | (uint64_t)last << 32;
    }
    return (unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8 |
           (uint64_t)(unsigned char)text[length - 1] << 16;
}

static uint64_t tail_of(const char *text, size_t length)
{
    return length > 8 ? head_of(text + length - 8, 8) : 0;
}

static size_t slot_of(uint64_t head, uint64_t tail, size_t length)
{
    const uint64_t word = head ^ (tail << 7 | tail >> 57) ^ (uint64_t)length << 40;
    return (size_t)(word * 0x9E3779B97F4A7C15u >> 57) & (ICS_BULK_WORDS_KEPT - 1);
}

bool ics_bulk_meaning(ics_bulk *bulk, ics_bulk_column *column, const char *text, size_t length, int32_t *first,
                      int32_t *last)
{
    if (length == 0 || length > ICS_BULK_WORD_BYTES)
        return length > 0 && look_up(bulk, column, text, length, first, last);
    const uint64_t head = head_of(text, length), tail = tail_of(text, length);
    ics_bulk_word *word = &column->words[slot_of(head, tail, length)];
    if (word->length != length || word->head != head || word->tail != tail ||
        (length > 16 && memcmp(word->bytes, text, length) != 0)) {
        word->length = 0;
        if (!look_up(bulk, column, text, length, &word->first, &word->last))
            return false;
        word->length = (uint32_t)length;
        word->head = head;
        word->tail = tail;
        memcpy(word->bytes, text, length);
    }
    *first = word->first;
    *last = word->last;
    return true;
}

bool ics_bulk_begin_words(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view)
{
    const ics_arrow_view *words = view->dictionary;
    column->indices = NULL;
    if (!words || words->dictionary || words->length > ICS_BULK_ROWS)
        return true;
    column->indices = ICS_ARENA_ARRAY(&bulk->scratch, ics_bulk_index, (size_t)words->length + 1);
    return column->indices || ics_load_out_of_memory(bulk->load);
}

bool ics_bulk_word_at(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, int64_t slot, int32_t *first,
                      int32_t *last)
{
    size_t length;
    int64_t inner = slot;
    ics_bulk_index *index = column->indices ? &column->indices[ics_arrow_integer(view, slot)] : NULL;
    if (index && index->is_known) {
        *first = index->first;
        *last = index->last;
        return true;
    }
    const ics_arrow_view *holder = ics_arrow_resolve(view, &inner);
    if (!ics_arrow_is_valid(holder, inner))
        return false;
    const char *text = ics_arrow_text(holder, inner, &length);
    if (!ics_bulk_meaning(bulk, column, text, length, first, last))
        return false;
    if (index)
        *index = (ics_bulk_index){true, *first, *last};
    return true;
}

/* "not applicable" is an answer of its own, whatever the type. */
static bool says_not_applicable(const char *text, size_t length)
{
    return length >= 13 && length <= 15 && ics_key_equal(text, length, "not applicable", 14);
}

static bool text_at(ics_bulk *bulk, const ics_arrow_view *view, int64_t slot, uint32_t *out)
{
    size_t length, bad;
    const char *text = ics_arrow_text(view, slot, &length);
    if (length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES || says_not_applicable(text, length) ||
        !ics_utf8_check((const unsigned char *)text, length, &bad))
        return false;
    *out = ics_intern_add(bulk->load->dataset->texts, text, length);
    return *out != 0 || ics_load_out_of_memory(bulk->load);
}

/* A text that no rule reads is kept as it is; one with a NUL in it goes by what it is compared with. */
static bool late_text_at(ics_bulk *bulk, const ics_arrow_view *view, int64_t slot, const char **out)
{
    size_t length, bad;
    const char *text = ics_arrow_text(view, slot, &length);
    if (length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES || says_not_applicable(text, length) ||
        memchr(text, '\0', length) || !ics_utf8_check((const unsigned char *)text, length, &bad))
        return false;
    *out = ics_arena_text(&bulk->load->store->arena, text, length);
    return *out || ics_load_out_of_memory(bulk->load);
}

/* -- one value */

static bool word_at(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, int64_t slot, size_t at)
{
    int32_t first, last = 0;
    if (!ics_bulk_word_at(bulk, column, view, slot, &first, &last))
        return false;
    if (column->action == ICS_BULK_WORD) {
        column->id[at] = (uint32_t)first;
    } else {
        column->first[at] = first;
        column->last[at] = last;
    }
    return true;
}

static bool truth_at(const ics_arrow_view *view, int64_t slot)
{
    const uint64_t at = (uint64_t)(view->offset + slot);
    return ((const uint8_t *)view->values)[at / 8] >> (at % 8) & 1;
}

static bool value_at(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, int64_t slot, size_t at)
{
    switch (column->action) {
    case ICS_BULK_NUMBER:
        return number_at(view, slot, &column->number[at]);
    case ICS_BULK_TRUTH:
        column->state[at] |= truth_at(view, slot) ? ICS_STATE_YES : 0;
        return true;
    case ICS_BULK_DATE:
        if (view->type->kind == ICS_ARROW_TEXT)
            return word_at(bulk, column, view, slot, at);
        if (!day_at(view, slot, &column->first[at]))
            return false;
        column->last[at] = column->first[at];
        return true;
    case ICS_BULK_TEXT:
        if (!column->is_late)
            return text_at(bulk, view, slot, &column->id[at]);
        column->id[at] = ICS_TEXT_LATE;
        return late_text_at(bulk, view, slot, &column->late[at]);
    case ICS_BULK_YEAR:
    case ICS_BULK_WORD:
        return word_at(bulk, column, view, slot, at);
    default:
        return false;
    }
}

/* -- whole columns */

static bool make_arrays(ics_bulk *bulk, ics_bulk_column *column, size_t count)
{
    ics_arena *scratch = &bulk->scratch;
    column->state = ICS_ARENA_ARRAY(scratch, uint8_t, count + 1);
    column->number = NULL;
    column->first = column->last = NULL;
    column->id = NULL;
    bool has_room = column->state != NULL;
    switch (column->action) {
    case ICS_BULK_NUMBER:
        column->number = ICS_ARENA_ARRAY(scratch, int64_t, count + 1);
        has_room &= column->number != NULL;
        break;
    case ICS_BULK_DATE:
    case ICS_BULK_YEAR:
        column->first = ICS_ARENA_ARRAY(scratch, int32_t, count + 1);
        column->last = ICS_ARENA_ARRAY(scratch, int32_t, count + 1);
        has_room &= column->first && column->last;
        break;
    case ICS_BULK_TEXT:
    case ICS_BULK_WORD:
        column->id = ICS_ARENA_ARRAY(scratch, uint32_t, count + 1);
        column->late = column->is_late ? ICS_ARENA_ARRAY(scratch, const char *, count + 1) : NULL;
        has_room &= column->id && (column->late || !column->is_late);
        break;
    default:
        break;
    }
    return has_room || ics_load_out_of_memory(bulk->load);
}

/* Words by index; false where a null is among them, which the dictionary holds. */
static bool decode_indices(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view,
                           const ics_bulk_range *ranges, size_t range_count)
{
    size_t at = 0;
    for (size_t i = 0; i < range_count; i++)
        for (int64_t slot = ranges[i].slot; slot < ranges[i].slot + ranges[i].count; slot++, at++) {
            column->state[at] = ics_arrow_is_valid(view, slot) ? ICS_SAID_PRESENT : bulk->null_state;
            if (column->state[at] == ICS_SAID_PRESENT && !word_at(bulk, column, view, slot, at))
                return false;
        }
    return true;
}

/* Whether all indices of an array lead to a word at once, and these are few. */
static bool has_short_dictionary(const ics_arrow_view *view)
{
    const ics_arrow_view *words = view->dictionary;
    if (!words || words->dictionary || words->length > ICS_BULK_ROWS)
        return false;
    for (int64_t slot = 0; slot < words->length; slot++)
        if (!ics_arrow_is_valid(words, slot))
            return false;
    return true;
}

/* Days as they lie. */
static bool decode_days(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view,
                        const ics_bulk_range *ranges, size_t range_count)
{
    size_t at = 0;
    for (size_t i = 0; i < range_count; i++)
        for (int64_t slot = ranges[i].slot; slot < ranges[i].slot + ranges[i].count; slot++, at++) {
            const bool is_there = ics_arrow_is_valid(view, slot);
            const int64_t day = is_there ? ics_arrow_int32(view->values, view->offset + slot) : 0;
            if (day < ICS_DAY_MIN || day > ICS_DAY_MAX)
                return false;
            column->state[at] = is_there ? ICS_SAID_PRESENT : bulk->null_state;
            column->first[at] = column->last[at] = (int32_t)day;
        }
    return true;
}

bool ics_bulk_decode(ics_bulk *bulk, ics_bulk_column *column, const ics_arrow_view *view, const ics_bulk_range *ranges,
                     size_t range_count, size_t count)
{
    if (!make_arrays(bulk, column, count))
        return false;
    const bool has_words = column->action == ICS_BULK_WORD || column->action == ICS_BULK_YEAR;
    const bool has_indices = has_words && has_short_dictionary(view);
    column->indices = NULL;
    if (has_indices && !ics_bulk_begin_words(bulk, column, view))
        return false;
    if (has_indices)
        return decode_indices(bulk, column, view, ranges, range_count);
    if (column->action == ICS_BULK_DATE && view->type->kind == ICS_ARROW_DAYS && !view->type->dictionary)
        return decode_days(bulk, column, view, ranges, range_count);
    size_t at = 0;
    for (size_t i = 0; i < range_count; i++)
        for (int64_t slot = ranges[i].slot; slot < ranges[i].slot + ranges[i].count; slot++, at++) {
            int64_t inner = slot;
            const ics_arrow_view *holder = view->dictionary ? ics_arrow_resolve(view, &inner) : view;
            if (!ics_arrow_is_valid(holder, inner)) {
                column->state[at] = bulk->null_state;
                continue;
            }
            column->state[at] = ICS_SAID_PRESENT;
            if (!value_at(bulk, column, holder, inner, at))
                return false;
        }
    return true;
}
