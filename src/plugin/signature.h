/* Signatures, "share(count, count)": what a function takes and gives, as words and as types of both sides. */
#ifndef ICS_PLUGIN_SIGNATURE_H
#define ICS_PLUGIN_SIGNATURE_H

#include "model/model.h"

#include <stddef.h>

/** More arguments than this are no formula. */
enum { ICS_PLUGIN_PARAMETERS = 16, ICS_PLUGIN_SIGNATURE_BYTES = 1024 };

typedef enum ics_plugin_type {
    ICS_PLUGIN_COUNT,
    ICS_PLUGIN_NUMBER,
    ICS_PLUGIN_MONEY,
    ICS_PLUGIN_PEOPLE,
    ICS_PLUGIN_SHARE,
    ICS_PLUGIN_YESNO,
    ICS_PLUGIN_DATE,
    ICS_PLUGIN_TEXT,
    ICS_PLUGIN_ROLE,
    ICS_PLUGIN_CHOICE, /* of an enumeration */
    ICS_PLUGIN_TYPE_COUNT
} ics_plugin_type;

typedef struct ics_plugin_word {
    ics_plugin_type type;
    uint32_t enumeration; /* of ICS_PLUGIN_CHOICE; else ICS_NONE */
} ics_plugin_word;

typedef struct ics_plugin_signature {
    ics_plugin_word result;
    ics_plugin_word parameters[ICS_PLUGIN_PARAMETERS];
    uint32_t parameter_count;
} ics_plugin_signature;

/**
 * Reads a signature; names of enumerations are looked up in the model. @return NULL, or what is wrong with it
 * (a constant text).
 */
const char *ics_plugin_signature_parse(ics_plugin_signature *out, const ics_model *model, const char *text);

/** Whether a plugin's signature serves what the rules declare: the same types, a declared number also by a count. */
bool ics_plugin_signature_serves(const ics_plugin_signature *declared, const ics_plugin_signature *stated);

#endif
