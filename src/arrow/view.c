/*
 * Arrays checked against their types. The interface gives no sizes of buffers, so what can be checked is that buffers
 * are there, and that lengths, offsets and indices fit each other. Leans on types.
 */
#include "arrow/view.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* No array that is in memory has more values; sums and products of lengths below it do not overflow. */
static const int64_t longest = INT64_C(1) << 40;

/* A text of a view array that is longer lies in a block. */
enum { INLINE_BYTES = 12, VIEW_BYTES = 16 };

typedef struct viewer {
    ics_arena *arena;
    ics_arrow_fault *fault;
} viewer;

static bool refuse(viewer *v, const ics_arrow_type *type, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(viewer *v, const ics_arrow_type *type, const char *format, ...)
{
    char why[240];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    snprintf(v->fault->text, sizeof v->fault->text, "the array of '%.80s' %s", type->name, why);
    return false;
}

/* -- lengths and buffers */

static bool check_lengths(viewer *v, const ics_arrow_type *type, const struct ArrowArray *array)
{
    if (!array)
        return refuse(v, type, "is missing");
    if (!array->release)
        return refuse(v, type, "was released already");
    if (array->length < 0 || array->offset < 0 || array->length > longest || array->offset > longest)
        return refuse(v, type, "has the length %lld and the offset %lld, which cannot be", (long long)array->length,
                      (long long)array->offset);
    if (array->null_count < -1 || array->null_count > array->length)
        return refuse(v, type, "has %lld nulls among %lld values", (long long)array->null_count,
                      (long long)array->length);
    return true;
}

static int64_t buffer_count_of(const ics_arrow_type *type)
{
    switch (type->kind) {
    case ICS_ARROW_NULL:
        return 0;
    case ICS_ARROW_TEXT:
        return 3;
    case ICS_ARROW_LIST:
        return type->width == 0 ? 1 : 2;
    case ICS_ARROW_STRUCT:
        return 1;
    default:
        return 2;
    }
}

static bool has_views(const ics_arrow_type *type)
{
    return type->kind == ICS_ARROW_TEXT && type->width == VIEW_BYTES;
}

static bool check_buffers(viewer *v, const ics_arrow_type *type, const struct ArrowArray *array)
{
    const int64_t wanted = buffer_count_of(type);
    if (has_views(type) ? array->n_buffers < wanted || array->n_buffers > longest : array->n_buffers != wanted)
        return refuse(v, type, "has %lld buffers, and its type (%.40s) has %lld", (long long)array->n_buffers,
                      type->format, (long long)wanted);
    if (wanted > 0 && !array->buffers)
        return refuse(v, type, "has no buffers");
    if (wanted > 0 && !array->buffers[0] && array->null_count > 0)
        return refuse(v, type, "has nulls, and no buffer that says which");
    if (wanted > 1 && !array->buffers[1] && array->length > 0)
        return refuse(v, type, "has values, and no buffer of them");
    if (array->n_children != (int64_t)type->child_count || (type->child_count > 0 && !array->children))
        return refuse(v, type, "has %lld children, and its type has %zu", (long long)array->n_children,
                      type->child_count);
    if (!array->dictionary != !type->dictionary)
        return refuse(v, type, "%s", type->dictionary ? "has no dictionary" : "has a dictionary that its type has not");
    return true;
}

/* -- offsets: never before the one before, never behind what they lead into */

static int64_t offset_at(const ics_arrow_view *view, int64_t slot)
{
    const int64_t at = view->offset + slot;
    return view->type->width == 4 ? ics_arrow_int32(view->values, at) : ics_arrow_int64(view->values, at);
}

static bool check_offsets(viewer *v, const ics_arrow_view *view, int64_t most)
{
    if (view->length == 0)
        return true; /* then there may be no offsets at all */
    int64_t last = offset_at(view, 0);
    if (last < 0)
        return refuse(v, view->type, "begins at the offset %lld", (long long)last);
    for (int64_t slot = 1; slot <= view->length; slot++) {
        const int64_t at = offset_at(view, slot);
        if (at < last)
            return refuse(v, view->type, "has offsets that run back, from %lld to %lld", (long long)last,
                          (long long)at);
        last = at;
    }
    if (last > most)
        return refuse(v, view->type, "has offsets up to %lld, and %lld items", (long long)last, (long long)most);
    return true;
}

/* -- texts */

static bool check_view(viewer *v, const ics_arrow_view *view, int64_t slot)
{
    int32_t parts[4]; /* length, four bytes of the text, block, offset */
    memcpy(parts, (const char *)view->values + (view->offset + slot) * VIEW_BYTES, sizeof parts);
    if (parts[0] < 0)
        return refuse(v, view->type, "has a text of %d bytes", parts[0]);
    if (parts[0] <= INLINE_BYTES)
        return true;
    if (parts[2] < 0 || parts[2] >= view->block_count || parts[3] < 0 ||
        (int64_t)parts[3] + parts[0] > ics_arrow_int64(view->block_sizes, parts[2]) || !view->blocks[parts[2]])
        return refuse(v, view->type, "has a text that lies outside its buffers");
    return true;
}

static bool check_texts(viewer *v, ics_arrow_view *view, const struct ArrowArray *array)
{
    if (!has_views(view->type)) {
        view->bytes = array->buffers[2];
        if (!check_offsets(v, view, INT64_MAX))
            return false;
        if (view->length > 0 && !view->bytes && offset_at(view, view->length) > offset_at(view, 0))
            return refuse(v, view->type, "has texts, and no buffer of them");
        return true;
    }
    view->blocks = array->buffers + 2;
    view->block_count = array->n_buffers - 3;
    view->block_sizes = array->buffers[array->n_buffers - 1];
    if (view->block_count > 0 && !view->block_sizes)
        return refuse(v, view->type, "has buffers of texts, and none of their sizes");
    for (int64_t slot = 0; slot < view->length; slot++)
        if (ics_arrow_is_valid(view, slot) && !check_view(v, view, slot))
            return false;
    return true;
}

const char *ics_arrow_text(const ics_arrow_view *view, int64_t slot, size_t *length)
{
    int32_t parts[4];
    if (!has_views(view->type)) {
        const int64_t begin = offset_at(view, slot), end = offset_at(view, slot + 1);
        *length = (size_t)(end - begin);
        return end > begin ? view->bytes + begin : "";
    }
    const char *at = (const char *)view->values + (view->offset + slot) * VIEW_BYTES;
    memcpy(parts, at, sizeof parts);
    *length = (size_t)parts[0];
    return parts[0] <= INLINE_BYTES ? at + sizeof parts[0] : (const char *)view->blocks[parts[2]] + parts[3];
}

/* -- numbers */

int64_t ics_arrow_integer(const ics_arrow_view *view, int64_t slot)
{
    const int64_t at = view->offset + slot;
    const bool is_unsigned = view->type->kind == ICS_ARROW_UNSIGNED;
    uint16_t half;
    switch (view->type->width) {
    case 1:
        return is_unsigned ? ((const uint8_t *)view->values)[at] : ((const int8_t *)view->values)[at];
    case 2:
        memcpy(&half, (const char *)view->values + at * 2, sizeof half);
        return is_unsigned ? half : (int16_t)half;
    case 4:
        return is_unsigned ? (int64_t)(uint32_t)ics_arrow_int32(view->values, at) : ics_arrow_int32(view->values, at);
    default:
        return ics_arrow_int64(view->values, at);
    }
}

/* -- dictionaries */

static bool check_indices(viewer *v, const ics_arrow_view *view)
{
    for (int64_t slot = 0; slot < view->length; slot++) {
        if (!ics_arrow_is_valid(view, slot))
            continue;
        const int64_t index = ics_arrow_integer(view, slot);
        if (index < 0 || index >= view->dictionary->length)
            return refuse(v, view->type, "has the index %lld into a dictionary of %lld values", (long long)index,
                          (long long)view->dictionary->length);
    }
    return true;
}

const ics_arrow_view *ics_arrow_resolve(const ics_arrow_view *view, int64_t *slot)
{
    while (view->dictionary && ics_arrow_is_valid(view, *slot)) {
        *slot = ics_arrow_integer(view, *slot);
        view = view->dictionary;
    }
    return view;
}

/* -- whole arrays */

static bool make(viewer *v, ics_arrow_view *view, const ics_arrow_type *type, const struct ArrowArray *array);

static bool make_children(viewer *v, ics_arrow_view *view, const struct ArrowArray *array)
{
    const ics_arrow_type *type = view->type;
    view->children = ICS_ARENA_ARRAY(v->arena, ics_arrow_view, type->child_count + 1);
    if (!view->children) {
        v->fault->is_memory = true;
        return false;
    }
    for (size_t i = 0; i < type->child_count; i++) {
        ics_arrow_view *child = &view->children[i];
        if (!make(v, child, &type->children[i], array->children[i]))
            return false;
        if (type->kind == ICS_ARROW_STRUCT && child->length < view->offset + view->length)
            return refuse(v, child->type, "has %lld values, and the struct that it is part of %lld",
                          (long long)child->length, (long long)view->offset + view->length);
    }
    return true;
}

static bool check_content(viewer *v, ics_arrow_view *view, const struct ArrowArray *array)
{
    switch (view->type->kind) {
    case ICS_ARROW_TEXT:
        return check_texts(v, view, array);
    case ICS_ARROW_LIST:
        if (view->type->width > 0)
            return check_offsets(v, view, view->children[0].length);
        if (view->type->fixed > 0 && view->children[0].length / view->type->fixed < view->offset + view->length)
            return refuse(v, view->type, "has %lld items, too few for its lists", (long long)view->children[0].length);
        return true;
    default:
        return true;
    }
}

/* Recursion follows the type, whose depth is bounded. */
static bool make(viewer *v, ics_arrow_view *view, const ics_arrow_type *type, const struct ArrowArray *array)
{
    if (!check_lengths(v, type, array))
        return false;
    *view = (ics_arrow_view){.type = type, .offset = array->offset, .length = array->length};
    if (type->kind == ICS_ARROW_OTHER)
        return true; /* nothing reads it */
    if (!check_buffers(v, type, array))
        return false;
    if (type->kind != ICS_ARROW_NULL && array->null_count != 0)
        view->is_valid = array->buffers[0];
    if (buffer_count_of(type) > 1)
        view->values = array->buffers[1];
    if (!make_children(v, view, array) || !check_content(v, view, array))
        return false;
    if (!type->dictionary)
        return true;
    view->dictionary = ICS_ARENA_NEW(v->arena, ics_arrow_view);
    if (!view->dictionary) {
        v->fault->is_memory = true;
        return false;
    }
    return make(v, view->dictionary, type->dictionary, array->dictionary) && check_indices(v, view);
}

const ics_arrow_view *ics_arrow_view_make(ics_arena *arena, const ics_arrow_type *type, const struct ArrowArray *array,
                                          ics_arrow_fault *fault)
{
    viewer v = {arena, fault};
    ics_arrow_view *view = ICS_ARENA_NEW(arena, ics_arrow_view);
    if (!view) {
        fault->is_memory = true;
        return NULL;
    }
    return make(&v, view, type, array) ? view : NULL;
}
