/* Names in a schema: as patterns that take what data.md lets people write, and as names of definitions. */
#ifndef ICS_REPORT_SPELLING_H
#define ICS_REPORT_SPELLING_H

#include "model/model.h"
#include "report/writer.h"

/**
 * Writes the spellings of a name as a part of an alternation, with its plural where @p has_plural. An empty name has
 * none. *before is what parts it from the one before: "" at first, then "|".
 */
void ics_schema_spellings(ics_writer *w, const char *name, bool has_plural, const char **before);
/** Writes the pattern, in quotes, of a kind's name, long form and other names, one or several. */
void ics_schema_entity_spellings(ics_writer *w, const ics_model *model, uint32_t entity);
/** Writes the pattern, in quotes, of a word of the data language: "holds from". */
void ics_schema_word(ics_writer *w, const char *word);

/** Writes a name within a reference: what a URI cannot hold as its bytes, so that different names stay different. */
void ics_schema_name(ics_writer *w, const char *name);
/** Writes {"$ref": …} to the definition of that name, whose kind the prefix says: "record-". */
void ics_schema_ref(ics_writer *w, const char *prefix, const char *name);

#endif
