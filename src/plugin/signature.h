/* Signatures, "share(count, count)": what a function takes and gives, as words and as types of both sides. */
#ifndef ICS_PLUGIN_SIGNATURE_H
#define ICS_PLUGIN_SIGNATURE_H

#include "model/model.h"
#include "plugin/exchange.h"

#include <stddef.h>

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
