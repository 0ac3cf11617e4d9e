/*
 * Registers: waivers, attestations, answers, functions exercised by another. Each is an entity of every model that
 * sema makes, with the columns of one list, so that it is read, merged and bound to tables like any other record.
 * Rules do not name them. "Ledger" in code, since a register there is the VM's.
 */
#ifndef ICS_MODEL_LEDGER_H
#define ICS_MODEL_LEDGER_H

#include "model/model.h"

typedef enum ics_ledger {
#define LEDGER(name, word, help) ICS_##name,
#define FIELD(ledger, name, word, type, said, help)
#include "model/ledger.def"
#undef LEDGER
#undef FIELD
    ICS_LEDGER_COUNT
} ics_ledger;

/** Columns of all registers, ledger by ledger. */
typedef enum ics_ledger_field {
#define LEDGER(name, word, help)
#define FIELD(ledger, name, word, type, said, help) ICS_##ledger##_##name,
#include "model/ledger.def"
#undef LEDGER
#undef FIELD
    ICS_LEDGER_FIELD_COUNT
} ics_ledger_field;

typedef struct ics_ledger_field_info {
    const char *name, *help;
    ics_ledger ledger;
    ics_type type;
    bool is_needed;
} ics_ledger_field_info;

const char *ics_ledger_name(ics_ledger ledger); /* of a row: "waiver" */
const char *ics_ledger_help(ics_ledger ledger);
/** The first of its columns; they stand together, in order. */
ics_ledger_field ics_ledger_first(ics_ledger ledger);
const ics_ledger_field_info *ics_ledger_field_describe(ics_ledger_field field);

/** The entity of a register; ICS_NONE in a model that has none. */
uint32_t ics_ledger_entity(const ics_model *model, ics_ledger ledger);

/** The attribute of a column; ICS_NONE in a model that has none. */
uint32_t ics_ledger_attribute(const ics_model *model, ics_ledger_field field);

/** Whether a key is the name of a register's rows, also in the plural. */
bool ics_ledger_is_name(const char *key, size_t length);

#endif
