/*
 * A record comes from a stranger. Its first four fields are compared before the rest is looked at, for only then is it
 * known how long the record is; texts are looked at no further than they may be long.
 */
#include "plugin/record.h"

#include "base/limits.h"
#include "plugin/exchange.h"
#include "plugin/say.h"

#include <string.h>

static const char *check_number(const char *field, uint32_t wanted, uint32_t found, ics_arena *arena)
{
    if (wanted == found)
        return NULL;
    return ics_plugin_say(arena, "field %s of its record: %u (0x%x) was wanted, %u (0x%x) found", field, wanted, wanted,
                          found, found);
}

static bool is_text(const char *text, size_t most)
{
    return text != NULL && memchr(text, '\0', most + 1) != NULL && text[0] != '\0';
}

static const char *check_name(const ics_plugin *record, const char *name, ics_arena *arena)
{
    if (is_text(record->name, (size_t)ICS_LIMIT_NAME_BYTES) && strcmp(record->name, name) == 0)
        return NULL;
    return ics_plugin_say(arena, "field name of its record: '%s' was wanted, %s found", name,
                          ics_plugin_quote(arena, record->name));
}

/* "1.0.0" serves version 1. */
static bool version_serves(const char *text, uint32_t version)
{
    uint64_t first = 0;
    size_t i = 0;
    for (; i < 9 && text[i] >= '0' && text[i] <= '9'; i++)
        first = first * 10 + (uint64_t)(text[i] - '0');
    return i > 0 && (text[i] == '.' || text[i] == '\0') && first == version;
}

static const char *check_version(const ics_plugin *record, uint32_t version, ics_arena *arena)
{
    if (is_text(record->version, (size_t)ICS_LIMIT_NAME_BYTES) && version_serves(record->version, version))
        return NULL;
    return ics_plugin_say(arena, "field version of its record: '%u.x' was wanted, %s found", version,
                          ics_plugin_quote(arena, record->version));
}

static const char *check_function(const ics_function *function, uint32_t index, ics_arena *arena)
{
    if (!is_text(function->name, (size_t)ICS_LIMIT_NAME_BYTES))
        return ics_plugin_say(arena, "function %u of its record: a name was wanted, none found", index);
    const char *name = ics_plugin_quote(arena, function->name);
    if (!is_text(function->signature, ICS_PLUGIN_SIGNATURE_BYTES))
        return ics_plugin_say(arena, "function %s: a signature was wanted, none found", name);
    if (function->code == NULL)
        return ics_plugin_say(arena, "function %s: code was wanted, none found", name);
    if (function->form != ICS_FORM_LANE && function->form != ICS_FORM_BATCH)
        return ics_plugin_say(arena, "function %s, field form: 0 or 1 was wanted, %u found", name, function->form);
    return NULL;
}

static const char *check_functions(const ics_plugin *record, ics_arena *arena)
{
    if (record->function_count == 0 || record->function_count > (uint32_t)ICS_LIMIT_PLUGIN_FUNCTIONS ||
        record->functions == NULL)
        return ics_plugin_say(arena, "field function_count of its record: 1 to %u was wanted, %u found",
                              (uint32_t)ICS_LIMIT_PLUGIN_FUNCTIONS, record->functions ? record->function_count : 0);
    const char *fault = NULL;
    for (uint32_t i = 0; i < record->function_count && fault == NULL; i++)
        fault = check_function(&record->functions[i], i, arena);
    return fault;
}

const char *ics_plugin_record_check(const ics_plugin *record, const char *name, uint32_t version, ics_arena *arena)
{
    const char *fault = check_number("magic", ICS_PLUGIN_MAGIC, record->magic, arena);
    if (fault == NULL)
        fault = check_number("abi", ICS_PLUGIN_ABI, record->abi, arena);
    if (fault == NULL)
        fault = check_number("size", (uint32_t)sizeof(ics_plugin), record->size, arena);
    if (fault == NULL)
        fault = check_number("function_size", (uint32_t)sizeof(ics_function), record->function_size, arena);
    if (fault == NULL)
        fault = check_name(record, name, arena);
    if (fault == NULL)
        fault = check_version(record, version, arena);
    if (fault == NULL)
        fault = check_functions(record, arena);
    return fault;
}
