/* Arrays made by hand. Memory that runs out ends the test. */
#include "column.h"

#include <stdlib.h>
#include <string.h>

int columns_alive;

static void *copy(const void *bytes, size_t size)
{
    void *made = malloc(size > 0 ? size : 1);
    if (!made)
        abort();
    if (size > 0)
        memcpy(made, bytes, size);
    return made;
}

static char *copy_text(const char *text)
{
    return copy(text, strlen(text) + 1);
}

static void *zeroed(size_t count, size_t size)
{
    void *made = calloc(count > 0 ? count : 1, size);
    if (!made)
        abort();
    return made;
}

static void release_schema(struct ArrowSchema *schema)
{
    for (int64_t i = 0; schema->children[i]; i++) { /* however many a test says there are */
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
        free(schema->children[i]);
    }
    if (schema->dictionary) {
        if (schema->dictionary->release)
            schema->dictionary->release(schema->dictionary);
        free(schema->dictionary);
    }
    free(schema->children);
    free((char *)(uintptr_t)schema->name);
    free((char *)(uintptr_t)schema->format);
    schema->release = NULL;
    columns_alive--;
}

static void release_array(struct ArrowArray *array)
{
    void **owned = array->private_data; /* the buffers as they were made, whatever a test has put in their place */
    for (size_t i = 0; owned[i] != owned; i++)
        free(owned[i]);
    for (int64_t i = 0; array->children && array->children[i]; i++) {
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
        free(array->children[i]);
    }
    if (array->dictionary) {
        if (array->dictionary->release)
            array->dictionary->release(array->dictionary);
        free(array->dictionary);
    }
    free(owned);
    free((void *)(uintptr_t)array->buffers);
    free(array->children);
    array->release = NULL;
    columns_alive--;
}

/* The list of owned buffers ends with itself. */
static column make(const char *name, const char *format, size_t count, size_t buffer_count, size_t child_count)
{
    column c = {zeroed(1, sizeof *c.schema), zeroed(1, sizeof *c.array)};
    void **owned = zeroed(buffer_count + 1, sizeof *owned);
    owned[buffer_count] = owned;
    *c.schema = (struct ArrowSchema){.format = copy_text(format),
                                     .name = copy_text(name),
                                     .flags = ARROW_FLAG_NULLABLE,
                                     .n_children = (int64_t)child_count,
                                     .children = zeroed(child_count + 1, sizeof *c.schema->children),
                                     .release = release_schema};
    *c.array = (struct ArrowArray){.length = (int64_t)count,
                                   .n_buffers = (int64_t)buffer_count,
                                   .n_children = (int64_t)child_count,
                                   .buffers = zeroed(buffer_count, sizeof *c.array->buffers),
                                   .children = zeroed(child_count + 1, sizeof *c.array->children),
                                   .release = release_array,
                                   .private_data = owned};
    columns_alive += 2;
    return c;
}

static void set_buffer(column c, size_t index, void *bytes)
{
    ((void **)c.array->private_data)[index] = bytes;
    c.array->buffers[index] = bytes;
}

static void *bits(const char *text, size_t count)
{
    unsigned char *made = zeroed((count + 7) / 8, 1);
    for (size_t i = 0; i < count; i++)
        made[i / 8] = (unsigned char)(made[i / 8] | (text[i] == '1') << (i % 8));
    return made;
}

static void set_valid(column c, const char *valid)
{
    if (!valid)
        return;
    for (const char *at = valid; *at; at++)
        c.array->null_count += *at != '1';
    set_buffer(c, 0, bits(valid, strlen(valid)));
}

static void set_child(column c, size_t index, column child)
{
    c.schema->children[index] = child.schema;
    c.array->children[index] = child.array;
}

column column_fixed(const char *name, const char *format, const char *valid, const void *values, size_t count,
                    size_t size)
{
    column c = make(name, format, count, 2, 0);
    set_valid(c, valid);
    set_buffer(c, 1, copy(values, count * size));
    return c;
}

column column_bool(const char *name, const char *valid, const char *values)
{
    column c = make(name, "b", strlen(values), 2, 0);
    set_valid(c, valid);
    set_buffer(c, 1, bits(values, strlen(values)));
    return c;
}

static void set_valid_texts(column c, const char *const *texts, size_t count)
{
    char *valid = zeroed(count + 1, 1);
    memset(valid, '1', count);
    for (size_t i = 0; i < count; i++)
        if (!texts[i])
            valid[i] = '0';
    set_valid(c, valid);
    free(valid);
}

/* A text of more than 12 bytes lies in the block. */
static column column_views(const char *name, const char *const *texts, size_t count)
{
    column c = make(name, "vu", count, 4, 0);
    char *views = zeroed(count, 16), *block = zeroed(count, 64);
    int32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        const int32_t length = texts[i] ? (int32_t)strlen(texts[i]) : 0, block_index = 0;
        memcpy(views + i * 16, &length, 4);
        if (length > 0)
            memcpy(views + i * 16 + 4, texts[i], length <= 12 ? (size_t)length : 4);
        if (length <= 12)
            continue;
        memcpy(views + i * 16 + 8, &block_index, 4);
        memcpy(views + i * 16 + 12, &end, 4);
        memcpy(block + end, texts[i], (size_t)length);
        end += length;
    }
    const int64_t size = end;
    set_buffer(c, 1, views);
    set_buffer(c, 2, copy(block, (size_t)end));
    set_buffer(c, 3, copy(&size, sizeof size));
    free(block);
    set_valid_texts(c, texts, count);
    return c;
}

static void *offsets_of(const size_t *lengths, size_t count, bool is_large)
{
    int32_t *narrow = zeroed(is_large ? 1 : count + 1, sizeof *narrow);
    int64_t *large = zeroed(is_large ? count + 1 : 1, sizeof *large);
    for (size_t i = 0; i < count; i++) {
        if (is_large)
            large[i + 1] = large[i] + (int64_t)lengths[i];
        else
            narrow[i + 1] = narrow[i] + (int32_t)lengths[i];
    }
    free(is_large ? (void *)narrow : (void *)large);
    return is_large ? (void *)large : (void *)narrow;
}

column column_text(const char *name, const char *format, const char *const *texts, size_t count)
{
    if (strcmp(format, "vu") == 0)
        return column_views(name, texts, count);
    column c = make(name, format, count, 3, 0);
    size_t *lengths = zeroed(count, sizeof *lengths), total = 0;
    for (size_t i = 0; i < count; i++)
        total += lengths[i] = texts[i] ? strlen(texts[i]) : 0;
    char *bytes = zeroed(total, 1);
    for (size_t i = 0, at = 0; i < count; at += lengths[i++])
        if (texts[i])
            memcpy(bytes + at, texts[i], lengths[i]);
    set_buffer(c, 1, offsets_of(lengths, count, *format == 'U'));
    set_buffer(c, 2, bytes);
    set_valid_texts(c, texts, count);
    free(lengths);
    return c;
}

column column_list(const char *name, const char *format, const char *valid, const size_t *lengths, size_t count,
                   column items)
{
    column c = make(name, format, count, 2, 1);
    set_valid(c, valid);
    set_buffer(c, 1, offsets_of(lengths, count, strcmp(format, "+L") == 0));
    set_child(c, 0, items);
    return c;
}

column column_struct(const char *name, const char *valid, size_t count, const column *fields, size_t field_count)
{
    column c = make(name, "+s", count, 1, field_count);
    set_valid(c, valid);
    for (size_t i = 0; i < field_count; i++)
        set_child(c, i, fields[i]);
    return c;
}

column column_dictionary(const char *name, const char *valid, const int8_t *indices, size_t count, column values)
{
    column c = column_fixed(name, "c", valid, indices, count, 1);
    c.schema->dictionary = values.schema;
    c.array->dictionary = values.array;
    return c;
}

column column_null(const char *name, size_t count)
{
    column c = make(name, "n", count, 0, 0);
    c.array->null_count = (int64_t)count;
    return c;
}

void column_free(column c)
{
    if (c.schema->release)
        c.schema->release(c.schema);
    if (c.array->release)
        c.array->release(c.array);
    free(c.schema);
    free(c.array);
}

void column_stream(column c, struct ArrowArrayStream *stream)
{
    if (ics_arrow_stream_of(stream, c.schema, c.array) != ICS_OK)
        abort();
    free(c.schema);
    free(c.array);
}
