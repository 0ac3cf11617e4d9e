/* A small model made by hand, datasets read from text for it, and their columns as one text to compare. */
#ifndef TESTS_DATA_FIXTURE_H
#define TESTS_DATA_FIXTURE_H

#include "data/dataset.h"

/** A program of no code whose one rule judges each ICS. Freed by fixture_free(). */
ics_program *fixture_program(void);
void fixture_free(ics_program *program);

/** Attribute and entity ids by name ("ICS", "code"); fails the test where there is none. */
uint32_t fixture_entity(const ics_program *program, const char *name);
uint32_t fixture_attribute(const ics_program *program, const char *entity, const char *name);

/** Reads a text in a format. @return the dataset, or NULL with *status; diags may be NULL. */
ics_dataset *fixture_read(const ics_program *program, const char *format, const char *text, size_t size,
                          const ics_load_options *options, ics_diags *diags, ics_status *status);

/**
 * All that is known, a row a line: "ICS#0 code='QXU' places=[0 1]~". Absent is "-", partial "~", contradicted and
 * unknown cells are left out; dated facts follow "@". Caller frees.
 */
char *fixture_dump(const ics_dataset *dataset);

/** The messages as printed. Caller frees. */
char *fixture_messages(const ics_diags *diags);

#endif
