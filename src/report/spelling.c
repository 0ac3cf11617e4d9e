/*
 * Names in a schema. A pattern takes a name in any case, with spaces, hyphens, underscores or nothing between its
 * words; it is written out letter by letter, for JSON Schema has no pattern that is blind to case.
 */
#include "report/spelling.h"

#include "model/key.h"

/* One name in any case; a pattern's own signs are escaped, and letters beyond ASCII are let be any. */
static void write_folded(ics_writer *w, const char *name)
{
    for (const unsigned char *at = (const unsigned char *)name; *at != '\0'; at++) {
        const unsigned char small = *at | 0x20;
        if (small >= 'a' && small <= 'z')
            ics_write_format(w, "[%c%c]", small - 'a' + 'A', small);
        else if (*at == ' ' || *at == '-' || *at == '_')
            ics_write(w, "[ _-]*");
        else if (*at >= '0' && *at <= '9')
            ics_write_bytes(w, (const char *)at, 1);
        else if (*at >= 0xC0)
            ics_write(w, "[^ -~]");
        else if (*at < 0x80)
            ics_write_format(w, "\\\\x%02x", *at);
    }
}

void ics_schema_spellings(ics_writer *w, const char *name, bool has_plural, const char **before)
{
    char plural[ICS_NAME_BUFFER];
    if (name[0] == '\0')
        return;
    ics_write(w, *before);
    write_folded(w, name);
    *before = "|";
    if (!has_plural)
        return;
    ics_plural(name, plural, sizeof plural);
    ics_write(w, "|");
    write_folded(w, plural);
}

void ics_schema_entity_spellings(ics_writer *w, const ics_model *model, uint32_t entity)
{
    const char *before = "";
    ics_write(w, "\"^(");
    ics_schema_spellings(w, model->entities[entity].name, true, &before);
    ics_schema_spellings(w, model->entities[entity].title, true, &before);
    for (uint32_t i = 0; i < model->alias_count; i++)
        if (model->aliases[i].kind == ICS_ALIAS_ENTITY && model->aliases[i].id == entity)
            ics_schema_spellings(w, model->aliases[i].name, true, &before);
    ics_write(w, ")$\"");
}

void ics_schema_word(ics_writer *w, const char *word)
{
    ics_write(w, "\"^");
    write_folded(w, word);
    ics_write(w, "$\"");
}

void ics_schema_name(ics_writer *w, const char *name)
{
    for (const unsigned char *at = (const unsigned char *)name; *at != '\0'; at++) {
        const unsigned char small = *at | 0x20;
        if ((small >= 'a' && small <= 'z') || (*at >= '0' && *at <= '9') || *at == '-')
            ics_write_bytes(w, (const char *)at, 1);
        else if (*at == ' ')
            ics_write(w, "-");
        else
            ics_write_format(w, "_%02x", *at);
    }
}

void ics_schema_ref(ics_writer *w, const char *prefix, const char *name)
{
    ics_write(w, "{\"$ref\": \"#/$defs/");
    ics_write(w, prefix);
    ics_schema_name(w, name);
    ics_write(w, "\"}");
}
