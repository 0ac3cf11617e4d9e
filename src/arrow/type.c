/* Schemas: formats as strings of a letter or two, children, dictionaries. Leans on the public structures. */
#include "arrow/view.h"

#include "base/file.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Formats that are told by their whole text. */
static const struct {
    const char *format;
    ics_arrow_kind kind;
    uint8_t width;
    int64_t per_day;
} plain_formats[] = {
    {"n", ICS_ARROW_NULL, 0, 0},
    {"b", ICS_ARROW_BOOL, 0, 0},
    {"c", ICS_ARROW_SIGNED, 1, 0},
    {"C", ICS_ARROW_UNSIGNED, 1, 0},
    {"s", ICS_ARROW_SIGNED, 2, 0},
    {"S", ICS_ARROW_UNSIGNED, 2, 0},
    {"i", ICS_ARROW_SIGNED, 4, 0},
    {"I", ICS_ARROW_UNSIGNED, 4, 0},
    {"l", ICS_ARROW_SIGNED, 8, 0},
    {"L", ICS_ARROW_UNSIGNED, 8, 0},
    {"f", ICS_ARROW_FLOAT, 4, 0},
    {"g", ICS_ARROW_FLOAT, 8, 0},
    {"u", ICS_ARROW_TEXT, 4, 0},
    {"U", ICS_ARROW_TEXT, 8, 0},
    {"vu", ICS_ARROW_TEXT, 16, 0},
    {"tdD", ICS_ARROW_DAYS, 4, 0},
    {"tdm", ICS_ARROW_TIMESTAMP, 8, 86400000},
    {"tss:", ICS_ARROW_TIMESTAMP, 8, 86400},
    {"tsm:", ICS_ARROW_TIMESTAMP, 8, 86400000},
    {"tsu:", ICS_ARROW_TIMESTAMP, 8, 86400000000},
    {"tsn:", ICS_ARROW_TIMESTAMP, 8, 86400000000000},
    {"+l", ICS_ARROW_LIST, 4, 0},
    {"+L", ICS_ARROW_LIST, 8, 0},
    {"+s", ICS_ARROW_STRUCT, 0, 0},
};

typedef struct reader {
    ics_arena *arena;
    ics_arrow_fault *fault;
    int64_t count; /* of types; schemas may share children, so that few of them can be very many */
} reader;

static bool refuse(reader *r, const char *name, const char *why)
{
    snprintf(r->fault->text, sizeof r->fault->text, "the schema of '%.80s' %s", name, why);
    return false;
}

static bool run_out(reader *r)
{
    r->fault->is_memory = true;
    return false;
}

/* "d:9,2" and "d:9,2,64": precision, scale, bits. Types that are well formed and not read are OTHER. */
static void read_decimal(ics_arrow_type *type, const char *format)
{
    char *end;
    const long precision = strtol(format + 2, &end, 10);
    const long scale = *end == ',' ? strtol(end + 1, &end, 10) : -1;
    const long bits = *end == ',' ? strtol(end + 1, &end, 10) : 128;
    if (*end != '\0' || precision < 1 || precision > 38 || scale < -38 || scale > 38 ||
        (bits != 32 && bits != 64 && bits != 128))
        return;
    type->kind = ICS_ARROW_DECIMAL;
    type->width = (uint8_t)(bits / 8);
    type->scale = (int32_t)scale;
}

static void read_format(ics_arrow_type *type, const char *format)
{
    char *end;
    type->kind = ICS_ARROW_OTHER;
    for (size_t i = 0; i < sizeof plain_formats / sizeof *plain_formats; i++)
        if (strcmp(format, plain_formats[i].format) == 0) {
            type->kind = plain_formats[i].kind;
            type->width = plain_formats[i].width;
            type->per_day = plain_formats[i].per_day;
            return;
        }
    if (strncmp(format, "d:", 2) == 0) {
        read_decimal(type, format);
    } else if (strncmp(format, "+w:", 3) == 0) {
        type->fixed = strtol(format + 3, &end, 10);
        if (end != format + 3 && *end == '\0' && type->fixed >= 0 && type->fixed <= INT32_MAX)
            type->kind = ICS_ARROW_LIST;
    }
}

static bool read_type(reader *r, ics_arrow_type *type, const struct ArrowSchema *schema, const char *name,
                      size_t depth);

static bool read_children(reader *r, ics_arrow_type *type, const struct ArrowSchema *schema, size_t depth)
{
    if (schema->n_children < 0 || schema->n_children > ICS_LIMIT_CSV_COLUMNS)
        return refuse(r, type->name, "has fewer than no columns, or more than 4096 (limit CSV_COLUMNS)");
    if (schema->n_children > 0 && !schema->children)
        return refuse(r, type->name, "has children without an array of them");
    if (type->kind == ICS_ARROW_LIST && schema->n_children != 1)
        return refuse(r, type->name, "is of a list, which has one child, and has none or several");
    type->child_count = (size_t)schema->n_children;
    type->children = ICS_ARENA_ARRAY(r->arena, ics_arrow_type, type->child_count + 1);
    if (!type->children)
        return run_out(r);
    for (size_t i = 0; i < type->child_count; i++) {
        const struct ArrowSchema *child = schema->children[i];
        const bool has_name = child && child->release && child->name && type->kind == ICS_ARROW_STRUCT;
        const char *name = has_name ? child->name : type->name;
        if (!read_type(r, &type->children[i], child, name, depth + 1))
            return false;
    }
    return true;
}

static bool read_dictionary(reader *r, ics_arrow_type *type, const struct ArrowSchema *schema, size_t depth)
{
    if (type->kind != ICS_ARROW_SIGNED && type->kind != ICS_ARROW_UNSIGNED)
        return refuse(r, type->name, "has a dictionary whose indices are no integers");
    type->dictionary = ICS_ARENA_NEW(r->arena, ics_arrow_type);
    if (!type->dictionary)
        return run_out(r);
    return read_type(r, type->dictionary, schema->dictionary, type->name, depth + 1);
}

static const char *keep(reader *r, const char *text)
{
    const char *kept = ics_arena_text(r->arena, text, strlen(text));
    if (!kept)
        run_out(r);
    return kept;
}

/* Names go into messages. */
static bool is_sound(const char *text)
{
    size_t bad;
    const size_t length = strlen(text);
    return length <= (size_t)ICS_LIMIT_TEXT_LITERAL_BYTES && ics_utf8_check((const unsigned char *)text, length, &bad);
}

/* Depth is bounded, and a schema that leads back into itself runs into the bound. */
static bool read_type(reader *r, ics_arrow_type *type, const struct ArrowSchema *schema, const char *name, size_t depth)
{
    if (!schema)
        return refuse(r, name, "is missing");
    if (!schema->release)
        return refuse(r, name, "was released already");
    if (depth > (size_t)ICS_DATA_NESTING)
        return refuse(r, name, "is nested more than 64 deep (limit DATA_NESTING)");
    if (!schema->format)
        return refuse(r, name, "has no format");
    if (!is_sound(name) || !is_sound(schema->format))
        return refuse(r, "?", "has a name or a format that is no text in UTF-8, or too long");
    if (++r->count > ICS_LIMIT_CSV_COLUMNS)
        return refuse(r, name, "has more than 4096 columns in all (limit CSV_COLUMNS)");
    type->name = keep(r, name);
    type->format = keep(r, schema->format);
    if (!type->name || !type->format)
        return false;
    read_format(type, schema->format);
    if (type->kind == ICS_ARROW_OTHER) /* what lies in it is not looked at */
        return true;
    return read_children(r, type, schema, depth) && (!schema->dictionary || read_dictionary(r, type, schema, depth));
}

const ics_arrow_type *ics_arrow_type_read(ics_arena *arena, const struct ArrowSchema *schema, ics_arrow_fault *fault)
{
    reader r = {.arena = arena, .fault = fault};
    ics_arrow_type *type = ICS_ARENA_NEW(arena, ics_arrow_type);
    if (!type) {
        run_out(&r);
        return NULL;
    }
    return read_type(&r, type, schema, schema && schema->release && schema->name ? schema->name : "", 0) ? type : NULL;
}
