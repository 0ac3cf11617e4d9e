/* A copy of a file that can no longer change, and the hash of its bytes. */
#ifndef ICS_PLUGIN_SEAL_H
#define ICS_PLUGIN_SEAL_H

#include <stdint.h>

/** BLAKE2b of 256 bits. */
enum { ICS_PLUGIN_HASH_BYTES = 32 };

/**
 * Copies an open file into memory that is then sealed: nobody can write to it, shorten or lengthen it any more, this
 * process included. The hash is that of the very bytes in the copy, whatever becomes of the file.
 *
 * @param[out] copy A descriptor that closes on exec; the caller closes it. -1 on failure.
 * @return NULL, or why it could not be copied (a constant text).
 */
const char *ics_plugin_seal(int *copy, int file, uint8_t hash[ICS_PLUGIN_HASH_BYTES]);

#endif
