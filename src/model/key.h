/* Keys: names as people and data write them, compared whatever their case, spaces, hyphens and underscores. */
#ifndef ICS_MODEL_KEY_H
#define ICS_MODEL_KEY_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Whether a key of @p length bytes means @p name: equal after folding, or, where @p plural, its English plural
 * ("places" for "place", "bodies" for "body"). An empty name means nothing.
 */
bool ics_key_names(const char *name, const char *key, size_t length, bool plural);

/** The English plural of a name, made by rule ("plan review" to "plan reviews"); truncated to @p size. */
void ics_plural(const char *name, char *buffer, size_t size);

#endif
