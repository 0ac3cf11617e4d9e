/* What a plugin states, as bytes that cross from a guest to the program: written by the one, doubted by the other. */
#ifndef ICS_PLUGIN_TERMS_H
#define ICS_PLUGIN_TERMS_H

#include "base/arena.h"
#include "plugin/exchange.h"

#include <icsrules/plugin.h>

typedef struct ics_plugin_term {
    const char *name, *signature, *help;
    uint32_t form; /* ICS_FORM_LANE, ICS_FORM_BATCH */
} ics_plugin_term;

typedef struct ics_plugin_terms {
    const char *version, *author;
    ics_plugin_term *functions;
    uint32_t function_count;
} ics_plugin_terms;

/** Writes a checked record behind the head of an answer. */
void ics_terms_write(const ics_plugin *record, void *reply);

/**
 * Copies the terms out of an answer and checks the copy: lengths, ends of texts, counts, forms.
 * @return NULL where all is sound (terms in the arena); else what is wrong, a constant text.
 */
const char *ics_terms_read(ics_plugin_terms *out, const void *reply, ics_arena *arena);

/** The place of the function of that name, or UINT32_MAX. */
uint32_t ics_terms_find(const ics_plugin_terms *terms, const char *name);

#endif
