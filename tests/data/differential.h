/* What RapidJSON says of a text, for comparison with our own reader. */
#ifndef TESTS_DATA_DIFFERENTIAL_H
#define TESTS_DATA_DIFFERENTIAL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads a whole text as JSON with full validation. @param out Where a canonical form of the events is written
 * (truncated at size), so that two readers can be compared.
 * @return 1 where it is JSON, 0 where not, -1 where it holds a number beyond a double, which RapidJSON refuses though
 * it was asked for texts.
 */
int rapidjson_read(const char *text, size_t size, char *out, size_t out_size);

#ifdef __cplusplus
}
#endif

#endif
