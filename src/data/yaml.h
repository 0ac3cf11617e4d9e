/* A reader of YAML by libyaml's events, with guards of our own, that writes a tape. Leans on base and libyaml. */
#ifndef ICS_DATA_YAML_H
#define ICS_DATA_YAML_H

#include "data/tape.h"

/**
 * Reads the one document of a text. The bytes are UTF-8 without NUL (checked before). A document that holds nothing
 * leaves the tape empty. Aliases are expanded, within the limit YAML_ALIAS_NODES; tags, merge keys, keys that are no
 * text and a second document are refused.
 * @return false with *fault where this is no YAML that is read here, is nested too deep, or memory ran out.
 */
bool ics_yaml_read(ics_tape *tape, const unsigned char *bytes, size_t size, ics_fault *fault);

#endif
