/* The registers that every model has, made from their list. */
#include "model/ledger.h"

#include "model/key.h"

#include <string.h>

enum { FREE = 0, NEEDED = 1 };

static const struct {
    const char *name, *help;
} ledgers[ICS_LEDGER_COUNT] = {
#define LEDGER(name, word, help) {word, help},
#define FIELD(ledger, name, word, type, said, help)
#include "model/ledger.def"
#undef LEDGER
#undef FIELD
};

static const ics_ledger_field_info fields[ICS_LEDGER_FIELD_COUNT] = {
#define LEDGER(name, word, help)
#define FIELD(ledger, name, word, type, said, help) {word, help, ICS_##ledger, ICS_TYPE_##type, (said) == NEEDED},
#include "model/ledger.def"
#undef LEDGER
#undef FIELD
};

const char *ics_ledger_name(ics_ledger ledger)
{
    return ledgers[ledger].name;
}

const char *ics_ledger_help(ics_ledger ledger)
{
    return ledgers[ledger].help;
}

const ics_ledger_field_info *ics_ledger_field_describe(ics_ledger_field field)
{
    return &fields[field];
}

ics_ledger_field ics_ledger_first(ics_ledger ledger)
{
    int field = 0;
    while (fields[field].ledger != ledger)
        field++;
    return (ics_ledger_field)field;
}

uint32_t ics_ledger_entity(const ics_model *model, ics_ledger ledger)
{
    for (uint32_t i = model->entity_count; i-- > 0;) /* they are the last */
        if (model->entities[i].ledger == (uint8_t)ledger + 1)
            return i;
    return ICS_NONE;
}

uint32_t ics_ledger_attribute(const ics_model *model, ics_ledger_field field)
{
    const uint32_t entity = ics_ledger_entity(model, fields[field].ledger);
    for (uint32_t i = model->attribute_count; entity != ICS_NONE && i-- > 0;)
        if (model->attributes[i].entity == entity && strcmp(model->attributes[i].name, fields[field].name) == 0)
            return i;
    return ICS_NONE;
}

bool ics_ledger_is_name(const char *key, size_t length)
{
    for (int i = 0; i < ICS_LEDGER_COUNT; i++)
        if (ics_key_names(ledgers[i].name, key, length, true))
            return true;
    return false;
}
