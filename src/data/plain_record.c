/*
 * Plain records from bytes to columns, in one pass. The short forms that most values have are read where they stand;
 * the others by functions. Every function gives what stands behind what it read, NULL where that is not plain. Compiled
 * twice: for every processor, and for those with wider vectors.
 */
#include "data/plain.h"

#include "base/limits.h"
#include "data/growth.h"

/* What this compilation is called. */
#ifndef READER_NAME
#define READER_NAME ics_plain_record
#endif

/* Into the one function that calls it for every value. */
#define INLINE inline __attribute__((always_inline))

static const unsigned char *read_members(ics_plain *plain, ics_plain_shape *shape, uint32_t row, unsigned depth,
                                         const unsigned char *at);

static inline const unsigned char *skip_space(const ics_plain *plain, const unsigned char *at)
{
    return *at > ' ' ? at : ics_plain_skip_space(plain, at);
}

static inline bool make_row(ics_plain *plain, ics_plain_shape *shape, const ics_plain_key *owner, uint32_t owner_row,
                            const unsigned char *at, uint32_t *row_out)
{
    const uint32_t row = shape->table->row_count;
    if (row >= shape->room && !ics_plain_make_room(plain, shape))
        return false;
    shape->table->row_count = row + 1;
    shape->kind[row] = shape->entity;
    shape->position[row] = ics_plain_position(plain, at);
    shape->owner_table[row] = owner->table;
    shape->owner_row[row] = owner_row;
    shape->owner_attribute[row] = owner->attribute;
    *row_out = row;
    return true;
}

/* Behind an item of a list: the next item, or what is behind the end. NULL where neither stands there. */
static inline const unsigned char *next_item(const ics_plain *plain, const unsigned char *at, bool *more)
{
    at = skip_space(plain, at);
    *more = *at == ',';
    if (*more)
        return skip_space(plain, at + 1);
    return *at == ']' ? at + 1 : NULL;
}

/* ---- words ---- */

/* What the word behind a quote means; *end is on the quote that closes it. A word that is known has neither escapes nor
 * controls, so where its bytes stand, a quote behind them, nothing has to be looked for. A slot that is free holds
 * zeros, all of which count: no text with a quote is like it. */
static inline const ics_plain_word *find_word(ics_plain *plain, ics_plain_key *key, const unsigned char *text,
                                              const unsigned char **end)
{
    const uint32_t quotes = ics_plain_find(text, '"');
    if (quotes != 0 && key->words) {
        const uint32_t length = (uint32_t)__builtin_ctz(quotes);
        const size_t home = ics_plain_word_slot(text, length);
        *end = text + length;
        for (size_t i = 0; i < 2; i++) {
            const ics_plain_word *known = &key->words[(home + i) % ICS_PLAIN_WORD_ROOM];
            if ((ics_plain_same(text, known->text) | known->ignored) == UINT32_MAX)
                return known;
        }
    }
    const unsigned char *behind; /* of its own, so that the caller's stays in a register */
    const ics_plain_word *word = ics_plain_find_word(plain, key, text, &behind);
    *end = behind;
    return word;
}

static inline const unsigned char *read_word(ics_plain *plain, ics_plain_key *key, uint32_t row,
                                             const unsigned char *open)
{
    const unsigned char *end;
    if (*open != '"')
        return ics_plain_null(plain, key, row, open);
    const ics_plain_word *word = find_word(plain, key, open + 1, &end);
    if (!word || !ics_plain_say(plain, key, row, ICS_SAID_PRESENT, open))
        return NULL;
    key->id[row] = (uint32_t)word->first;
    return end + 1;
}

static const unsigned char *read_year(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    const unsigned char *end;
    if (*open != '"')
        return ics_plain_null(plain, key, row, open);
    const ics_plain_word *word = find_word(plain, key, open + 1, &end);
    return word && ics_plain_say_days(plain, key, row, open, word->first, word->last) ? end + 1 : NULL;
}

/* ---- dates and texts ---- */

/* "2023-05-09" in a month that is remembered. */
static inline const unsigned char *read_date(ics_plain *plain, ics_plain_key *key, uint32_t row,
                                             const unsigned char *open)
{
    uint64_t text;
    memcpy(&text, open + 1, sizeof text);
    const ics_plain_month *month = &plain->months[ics_plain_month_slot(text)];
    const unsigned tens = (unsigned)open[9] - '0', ones = (unsigned)open[10] - '0', day = tens * 10 + ones;
    if (month->text != text || *open != '"' || open[11] != '"' || ones > 9 || day - 1 >= month->length)
        return ics_plain_date(plain, key, row, open);
    const int32_t found = month->before + (int32_t)day;
    return ics_plain_say_days(plain, key, row, open, found, found) ? open + 12 : NULL;
}

static inline const unsigned char *read_late(ics_plain *plain, ics_plain_key *key, uint32_t row,
                                             const unsigned char *open)
{
    if (*open != '"')
        return ics_plain_null(plain, key, row, open);
    const unsigned char *text = open + 1, *end = ics_plain_text_end(text);
    const size_t length = (size_t)(end - text);
    if (*end != '"' || length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES || ics_plain_is_inapplicable(text, length) ||
        !ics_plain_say(plain, key, row, ICS_SAID_PRESENT, open))
        return NULL;
    key->id[row] = ICS_TEXT_LATE;
    return end + 1;
}

/* ---- lists ---- */

/* Room for some items more, or for as many as there were in a dataset of the kind. */
static bool make_item_room(const ics_plain *plain, const ics_plain_key *key, size_t count)
{
    ics_load *load = plain->load;
    ics_cells *cells = key->cells;
    const size_t *before = load->store->sizes.items;
    const size_t need = cells->item_count + count + 64,
                 wanted = before ? before[key->attribute] + before[key->attribute] / 16 : 0;
    return ics_grow(&cells->items, &cells->item_room, wanted > need ? wanted : need, sizeof *cells->items) ||
           ics_load_out_of_memory(load);
}

/* The items behind the attribute's are the cell's: there is room for 64 more behind them. */
static bool say_list(ics_plain *plain, ics_plain_key *key, uint32_t row, size_t count, const unsigned char *open)
{
    ics_cells *cells = key->cells;
    /* of an empty list nothing is there, as of one that names nothing that counts */
    if (!ics_plain_say(plain, key, row, count == 0 ? ICS_SAID_ABSENT : ICS_SAID_PRESENT, open))
        return false;
    key->start[row] = (uint32_t)cells->item_count;
    key->count[row] = (uint32_t)count;
    cells->item_count += count;
    return true;
}

/* Whether an id is among some, and notes it. Most enumerations have few values: a bit each. */
static inline bool is_among(const ics_plain_key *key, const uint32_t *ids, size_t count, uint32_t id, uint64_t *seen)
{
    const uint32_t bit = id - key->first_value;
    if (bit < 64) {
        const bool was_seen = *seen >> bit & 1u;
        *seen |= (uint64_t)1 << bit;
        return was_seen;
    }
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* How many items there is room for, and 64 behind them. */
static inline size_t free_items(const ics_cells *cells)
{
    return cells->item_room > cells->item_count + 64 ? cells->item_room - cells->item_count - 64 : 0;
}

/* A set of values of an enumeration, or of roles; what is given twice counts once. */
static const unsigned char *read_words(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *open)
{
    ics_cells *cells = key->cells;
    const unsigned char *at = skip_space(plain, open + 1), *end;
    uint32_t *ids = cells->items + cells->item_count;
    size_t count = 0, room = free_items(cells);
    uint64_t seen = 0;
    if (*at == ']')
        return say_list(plain, key, row, 0, open) ? at + 1 : NULL;
    for (bool more = true; more;) {
        const ics_plain_word *word = *at == '"' ? find_word(plain, key, at + 1, &end) : NULL;
        if (!word)
            return NULL;
        if (count == room) {
            if (!make_item_room(plain, key, count + 1))
                return NULL;
            ids = cells->items + cells->item_count;
            room = free_items(cells);
        }
        ids[count] = (uint32_t)word->first;
        count += !is_among(key, ids, count, (uint32_t)word->first, &seen);
        at = next_item(plain, end + 1, &more);
        if (!at)
            return NULL;
    }
    return say_list(plain, key, row, count, open) ? at : NULL;
}

static inline bool push_item(ics_load *load, uint32_t item)
{
    if (load->row_count == load->row_room && !ICS_GROW(load->rows, load->row_count, load->row_room))
        return ics_load_out_of_memory(load);
    load->rows[load->row_count++] = item;
    return true;
}

static const unsigned char *read_scalar(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at);

/* A record that stands under a key. */
static inline const unsigned char *read_record(ics_plain *plain, ics_plain_key *key, uint32_t row, unsigned depth,
                                               const unsigned char *at, uint32_t *made)
{
    return *at == '{' && depth < ICS_DATA_NESTING && make_row(plain, key->shape, key, row, at, made)
               ? read_members(plain, key->shape, *made, depth + 1, at + 1)
               : NULL;
}

/* A record of a list, or a plain value, which is a row of the hidden table. */
static inline const unsigned char *read_item(ics_plain *plain, ics_plain_key *key, uint32_t row, unsigned depth,
                                             const unsigned char *at, uint32_t *made)
{
    if (key->action == ICS_PLAIN_RECORDS)
        return read_record(plain, key, row, depth, at, made);
    return make_row(plain, key->shape, key, row, at, made) ? read_scalar(plain, key->element, *made, at) : NULL;
}

static const unsigned char *read_items(ics_plain *plain, ics_plain_key *key, uint32_t row, unsigned depth,
                                       const unsigned char *open)
{
    ics_load *load = plain->load;
    const size_t mark = load->row_count;
    const unsigned char *at = skip_space(plain, open + 1);
    bool more = *at != ']';
    if (!more)
        at++;
    while (more) {
        uint32_t made;
        at = read_item(plain, key, row, depth, at, &made);
        if (!at || !push_item(load, made) || !(at = next_item(plain, at, &more)))
            return NULL;
    }
    ics_cells *cells = key->cells;
    const size_t count = load->row_count - mark;
    if (free_items(cells) < count && !make_item_room(plain, key, count))
        return NULL;
    if (count > 0)
        memcpy(cells->items + cells->item_count, load->rows + mark, count * sizeof *cells->items);
    load->row_count = mark;
    return say_list(plain, key, row, count, open) ? at : NULL;
}

static const unsigned char *read_list(ics_plain *plain, ics_plain_key *key, uint32_t row, unsigned depth,
                                      const unsigned char *open)
{
    if (*open == '[')
        return depth == ICS_DATA_NESTING        ? NULL
               : key->action == ICS_PLAIN_WORDS ? read_words(plain, key, row, open)
                                                : read_items(plain, key, row, depth + 1, open);
    const unsigned char *behind = ics_plain_null(plain, key, row, open);
    if (!behind)
        return NULL;
    key->start[row] = (uint32_t)key->cells->item_count;
    key->count[row] = 0;
    return behind;
}

/* ---- records ---- */

static inline const unsigned char *read_reference(ics_plain *plain, ics_plain_key *key, uint32_t row, unsigned depth,
                                                  const unsigned char *at)
{
    uint32_t made;
    if (*at != '{')
        return ics_plain_null(plain, key, row, at);
    const unsigned char *behind = read_record(plain, key, row, depth, at, &made);
    if (!behind || !ics_plain_say(plain, key, row, ICS_SAID_PRESENT, at))
        return NULL;
    key->id[row] = made;
    return behind;
}

static INLINE const unsigned char *read_value(ics_plain *plain, ics_plain_key *key, uint32_t row, unsigned depth,
                                              const unsigned char *at)
{
    switch (key->action) {
    case ICS_PLAIN_NUMBER:
        return ics_plain_number(plain, key, row, at);
    case ICS_PLAIN_TRUTH:
        return ics_plain_truth(plain, key, row, at);
    case ICS_PLAIN_DATE:
        return read_date(plain, key, row, at);
    case ICS_PLAIN_YEAR:
        return read_year(plain, key, row, at);
    case ICS_PLAIN_TEXT:
        return ics_plain_text(plain, key, row, at);
    case ICS_PLAIN_LATE:
        return read_late(plain, key, row, at);
    case ICS_PLAIN_WORD:
        return read_word(plain, key, row, at);
    case ICS_PLAIN_RECORD:
        return read_reference(plain, key, row, depth, at);
    case ICS_PLAIN_RECORDS:
    case ICS_PLAIN_WORDS:
    case ICS_PLAIN_VALUES:
        return read_list(plain, key, row, depth, at);
    case ICS_PLAIN_LEAVE:
        break;
    }
    return NULL;
}

/* A value of a hidden table is never a record or a list. */
static const unsigned char *read_scalar(ics_plain *plain, ics_plain_key *key, uint32_t row, const unsigned char *at)
{
    return key->action < ICS_PLAIN_RECORD ? read_value(plain, key, row, ICS_DATA_NESTING, at) : NULL;
}

static inline bool is_key(const ics_plain_key *key, const unsigned char *at)
{
    return (ics_plain_same(at, key->text) | key->ignored) == UINT32_MAX;
}

/* The quote of the first key behind a brace or a comma, NULL where there is none. */
static inline const unsigned char *find_quote(const ics_plain *plain, const unsigned char *at)
{
    return *at == '"' || *(at = ics_plain_skip_space(plain, at)) == '"' ? at : NULL;
}

/* The value behind a key, NULL where no colon is between them. */
static inline const unsigned char *find_value(const ics_plain *plain, const unsigned char *at)
{
    return *at == ':' || *(at = ics_plain_skip_space(plain, at)) == ':' ? skip_space(plain, at + 1) : NULL;
}

static const unsigned char *read_empty(const ics_plain *plain, const unsigned char *at)
{
    return *(at = ics_plain_skip_space(plain, at)) == '}' ? at + 1 : NULL;
}

/* The keys are guessed to come in the order in which they came first. Where none is left to guess zeros stand, which
 * nothing is like but the zeros behind the text, and under those nothing is plain. */
static const unsigned char *read_members(ics_plain *plain, ics_plain_shape *shape, uint32_t row, unsigned depth,
                                         const unsigned char *at)
{
    const unsigned char *quote = find_quote(plain, at);
    uint64_t seen = 0;
    if (!quote)
        return read_empty(plain, at);
    for (ics_plain_key *key = shape->keys; quote; key++) {
        if (!is_key(key, quote + 1) && !(key = ics_plain_find_key(plain, shape, key, quote + 1)))
            return NULL;
        if ((seen & key->bit) != 0)
            return NULL;
        seen |= key->bit;
        at = find_value(plain, quote + 1 + key->size);
        if (!at || !(at = read_value(plain, key, row, depth, at)))
            return NULL;
        if (*at != ',' && *at != '}')
            at = ics_plain_skip_space(plain, at);
        if (*at == '}')
            return at + 1;
        quote = *at == ',' ? find_quote(plain, at + 1) : NULL;
    }
    return NULL;
}

const unsigned char *READER_NAME(ics_plain *plain, const unsigned char *at, uint32_t entity)
{
    static const ics_plain_key nobody = {.table = ICS_NONE, .attribute = ICS_NONE};
    ics_plain_shape *shape = ics_plain_meet(plain, entity);
    uint32_t row;
    return shape && *at == '{' && make_row(plain, shape, &nobody, ICS_NONE, at, &row)
               ? read_members(plain, shape, row, 1, at + 1)
               : NULL;
}
