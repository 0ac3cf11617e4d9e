/* Columns that grow, and the structures around them. Leans on growth. */
#include "arrow/build.h"

#include "data/growth.h"

#include <stdlib.h>
#include <string.h>

/* -- schemas */

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; i < schema->n_children; i++) {
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    free(schema->dictionary);
    free(schema->children);
    free(schema->private_data);
    schema->release = NULL;
}

/* The name is kept as private data; formats are ours. */
static bool make_schema(struct ArrowSchema *out, const char *name, const char *format)
{
    const size_t size = strlen(name) + 1;
    char *kept = malloc(size);
    if (!kept)
        return false;
    memcpy(kept, name, size);
    *out = (struct ArrowSchema){
        .format = format, .name = kept, .flags = ARROW_FLAG_NULLABLE, .release = release_schema, .private_data = kept};
    return true;
}

bool ics_column_schema(struct ArrowSchema *out, const char *name, ics_column_kind kind)
{
    static const char *const formats[] = {[ICS_COLUMN_TEXT] = "u",
                                          [ICS_COLUMN_DAY] = "tdD",
                                          [ICS_COLUMN_COUNT] = "i",
                                          [ICS_COLUMN_FLAG] = "b",
                                          [ICS_COLUMN_WORD] = "i"};
    if (!make_schema(out, name, formats[kind]))
        return false;
    if (kind == ICS_COLUMN_FLAG || kind == ICS_COLUMN_WORD)
        out->flags = 0;
    if (kind != ICS_COLUMN_WORD)
        return true;
    out->dictionary = calloc(1, sizeof *out->dictionary);
    if (out->dictionary && make_schema(out->dictionary, "", "u"))
        return true;
    out->release(out);
    return false;
}

bool ics_struct_schema(struct ArrowSchema *out, const char *name, size_t count)
{
    if (!make_schema(out, name, "+s"))
        return false;
    out->flags = 0;
    out->children = calloc(count + 1, sizeof *out->children);
    for (size_t i = 0; out->children && i < count; i++) {
        out->children[i] = calloc(1, sizeof *out->children[i]);
        if (!out->children[i])
            break;
        out->n_children++;
    }
    if (out->n_children == (int64_t)count && out->children)
        return true;
    out->release(out);
    return false;
}

/* -- columns */

static bool grow_bits(uint8_t **bits, size_t room, size_t need)
{
    return ics_grow(bits, &room, need, 1);
}

/* Room for one more, with the spare value that offsets have. */
static bool reach(ics_column_builder *column)
{
    if (column->count + 1 < column->room)
        return true;
    const size_t need = column->room < 64 ? 64 : column->room * 2, bytes = column->room / 8;
    size_t room = column->room;
    if (!grow_bits(&column->is_valid, bytes, need / 8) || !grow_bits(&column->flags, bytes, need / 8) ||
        !ics_grow(&column->values, &room, need, sizeof *column->values))
        return false;
    column->room = need;
    return true;
}

static void set_valid(ics_column_builder *column, bool is_valid)
{
    column->null_count += !is_valid;
    if (is_valid)
        column->is_valid[column->count / 8] |= (uint8_t)(1u << (column->count % 8));
    column->count++;
}

bool ics_column_add_text(ics_column_builder *column, const char *text, size_t length)
{
    if (!reach(column) ||
        !ics_grow(&column->bytes, &column->byte_room, column->byte_count + length + 1, sizeof *column->bytes))
        return false;
    memcpy(column->bytes + column->byte_count, text, length);
    column->byte_count += length;
    column->values[column->count + 1] = (int32_t)column->byte_count;
    set_valid(column, length > 0);
    return true;
}

bool ics_column_add_number(ics_column_builder *column, int32_t value)
{
    if (!reach(column))
        return false;
    const bool is_there = column->kind == ICS_COLUMN_WORD || value != ICS_NO_DAY;
    column->values[column->count] = is_there ? value : 0;
    set_valid(column, is_there);
    return true;
}

bool ics_column_add_flag(ics_column_builder *column, bool is_set)
{
    if (!reach(column))
        return false;
    if (is_set)
        column->flags[column->count / 8] |= (uint8_t)(1u << (column->count % 8));
    set_valid(column, true);
    return true;
}

void ics_column_clear(ics_column_builder *column)
{
    free(column->is_valid);
    free(column->flags);
    free(column->values);
    free(column->bytes);
    *column = (ics_column_builder){.kind = column->kind};
}

/* -- arrays */

enum { BUFFERS = 3 };

static void release_array(struct ArrowArray *array)
{
    void **owned = array->private_data;
    for (int i = 0; i < BUFFERS; i++)
        free(owned[i]);
    for (int64_t i = 0; i < array->n_children; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    free(array->dictionary);
    free(array->children);
    free(owned);
    array->release = NULL;
}

/* The buffers lie in the private data; they are NULL at first. */
static bool make_array(struct ArrowArray *out, size_t length, int64_t null_count, int64_t buffer_count)
{
    void **owned = calloc(BUFFERS, sizeof *owned);
    if (!owned)
        return false;
    *out = (struct ArrowArray){.length = (int64_t)length,
                               .null_count = null_count,
                               .n_buffers = buffer_count,
                               .buffers = (const void **)owned,
                               .release = release_array,
                               .private_data = owned};
    return true;
}

static bool make_words(struct ArrowArray *out, const char *const *words, size_t count)
{
    ics_column_builder column = {.kind = ICS_COLUMN_TEXT};
    bool has_room = true;
    for (size_t i = 0; i < count && has_room; i++)
        has_room = ics_column_add_text(&column, words[i], strlen(words[i]));
    has_room = has_room && ics_column_array(out, &column, NULL, 0);
    ics_column_clear(&column);
    return has_room;
}

/* Buffers are never NULL, also of a column of no rows. */
static bool has_buffers(ics_column_builder *column)
{
    return reach(column) &&
           (column->kind != ICS_COLUMN_TEXT || ics_grow(&column->bytes, &column->byte_room, 1, sizeof *column->bytes));
}

bool ics_column_array(struct ArrowArray *out, ics_column_builder *column, const char *const *words, size_t word_count)
{
    const bool is_text = column->kind == ICS_COLUMN_TEXT, is_flag = column->kind == ICS_COLUMN_FLAG;
    if (!has_buffers(column) || !make_array(out, column->count, column->null_count, is_text ? 3 : 2))
        return false;
    if (column->kind == ICS_COLUMN_WORD) {
        out->dictionary = calloc(1, sizeof *out->dictionary);
        if (!out->dictionary || !make_words(out->dictionary, words, word_count)) {
            out->release(out);
            return false;
        }
    }
    void **owned = out->private_data;
    owned[0] = column->is_valid;
    owned[1] = is_flag ? (void *)column->flags : (void *)column->values;
    owned[2] = is_text ? column->bytes : NULL;
    free(is_flag ? (void *)column->values : (void *)column->flags);
    if (!is_text)
        free(column->bytes);
    *column = (ics_column_builder){.kind = column->kind};
    return true;
}

bool ics_struct_array(struct ArrowArray *out, size_t count, size_t length)
{
    if (!make_array(out, length, 0, 1))
        return false;
    out->children = calloc(count + 1, sizeof *out->children);
    for (size_t i = 0; out->children && i < count; i++) {
        out->children[i] = calloc(1, sizeof *out->children[i]);
        if (!out->children[i])
            break;
        out->n_children++;
    }
    if (out->children && out->n_children == (int64_t)count)
        return true;
    out->release(out);
    return false;
}
