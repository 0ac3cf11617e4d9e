/* Terms are: the number of functions; version and author; for each function its form, name, signature and help. Numbers
 * are 32 bits wide and lie where they fall; texts end with NUL. */
#include "plugin/terms.h"

#include "base/limits.h"

#include <string.h>

enum { HELP_BYTES = 1024, TERMS_BYTES = ICS_REPLY_BYTES - ICS_EXCHANGE_HEAD };

static void put_number(unsigned char **at, uint32_t number)
{
    memcpy(*at, &number, sizeof number);
    *at += sizeof number;
}

static void put_text(unsigned char **at, const char *text)
{
    const size_t length = text == NULL ? 0 : strnlen(text, HELP_BYTES);
    if (length > 0)
        memcpy(*at, text, length);
    (*at)[length] = '\0';
    *at += length + 1;
}

void ics_terms_write(const ics_plugin *record, void *reply)
{
    unsigned char *begin = (unsigned char *)reply + ICS_EXCHANGE_HEAD, *at = begin;
    put_number(&at, record->function_count);
    put_text(&at, record->version);
    put_text(&at, record->author);
    for (uint32_t i = 0; i < record->function_count; i++) {
        put_number(&at, record->functions[i].form);
        put_text(&at, record->functions[i].name);
        put_text(&at, record->functions[i].signature);
        put_text(&at, record->functions[i].help);
    }
    ((ics_plugin_reply *)reply)->size = (uint32_t)(at - begin);
}

/* What is left to read; `left` is 0 after a fault, so that what follows fails too. */
typedef struct reader {
    const char *at;
    size_t left;
} reader;

static bool get_number(reader *from, uint32_t *out)
{
    if (from->left < sizeof *out)
        return false;
    memcpy(out, from->at, sizeof *out);
    from->at += sizeof *out;
    from->left -= sizeof *out;
    return true;
}

static bool get_text(reader *from, size_t most, const char **out)
{
    const char *end = from->left == 0 ? NULL : memchr(from->at, '\0', from->left);
    if (end == NULL || (size_t)(end - from->at) > most)
        return false;
    *out = from->at;
    from->left -= (size_t)(end - from->at) + 1;
    from->at = end + 1;
    return true;
}

static bool get_function(reader *from, ics_plugin_term *out)
{
    return get_number(from, &out->form) && get_text(from, (size_t)ICS_LIMIT_NAME_BYTES, &out->name) &&
           get_text(from, ICS_PLUGIN_SIGNATURE_BYTES, &out->signature) && get_text(from, HELP_BYTES, &out->help) &&
           (out->form == ICS_FORM_LANE || out->form == ICS_FORM_BATCH);
}

const char *ics_terms_read(ics_plugin_terms *out, const void *reply, ics_arena *arena)
{
    static const char broken[] = "its terms cannot be read";
    const uint32_t size = ((const volatile ics_plugin_reply *)reply)->size; /* read once: it may be written meanwhile */
    if (size > TERMS_BYTES)
        return broken;
    const char *copy = ics_arena_text(arena, (const char *)reply + ICS_EXCHANGE_HEAD, size);
    if (copy == NULL)
        return "memory ran out while its terms were read";
    reader from = {copy, size};
    *out = (ics_plugin_terms){0};
    if (!get_number(&from, &out->function_count) || out->function_count == 0 ||
        out->function_count > (uint32_t)ICS_LIMIT_PLUGIN_FUNCTIONS || !get_text(&from, HELP_BYTES, &out->version) ||
        !get_text(&from, HELP_BYTES, &out->author))
        return broken;
    out->functions = ICS_ARENA_ARRAY(arena, ics_plugin_term, out->function_count);
    if (out->functions == NULL)
        return "memory ran out while its terms were read";
    for (uint32_t i = 0; i < out->function_count; i++)
        if (!get_function(&from, &out->functions[i]))
            return broken;
    return from.left == 0 ? NULL : broken;
}

uint32_t ics_terms_find(const ics_plugin_terms *terms, const char *name)
{
    for (uint32_t i = 0; i < terms->function_count; i++)
        if (strcmp(terms->functions[i].name, name) == 0)
            return i;
    return UINT32_MAX;
}
