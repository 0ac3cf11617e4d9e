/* The file is read once: what is hashed is what is kept. Leans on memfd_create() and its seals. */
#define _GNU_SOURCE
#include "plugin/seal.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { CHUNK_BYTES = 64 << 10 };

static bool write_all(int to, const unsigned char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t written = write(to, bytes, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

static const char *copy_all(int to, int from, crypto_generichash_state *state)
{
    unsigned char chunk[CHUNK_BYTES];
    int64_t size = 0;
    for (;;) {
        const ssize_t got = read(from, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return "it cannot be read";
        if (got == 0)
            return NULL;
        size += got;
        if (size > ICS_LIMIT_PLUGIN_FILE_BYTES)
            return "it is larger than 64 MiB, the limit PLUGIN_FILE_BYTES";
        crypto_generichash_update(state, chunk, (unsigned long long)got);
        if (!write_all(to, chunk, (size_t)got))
            return "memory for a copy of it has run out";
    }
}

const char *ics_plugin_seal(int *copy, int file, uint8_t hash[ICS_PLUGIN_HASH_BYTES])
{
    const int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    crypto_generichash_state state;
    *copy = -1;
    if (sodium_init() < 0 || crypto_generichash_init(&state, NULL, 0, ICS_PLUGIN_HASH_BYTES) != 0)
        return "its hash cannot be taken";
    const int memory = memfd_create("icsrules-plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0)
        return "memory for a copy of it cannot be had";
    const char *fault = copy_all(memory, file, &state);
    if (fault == NULL && fcntl(memory, F_ADD_SEALS, seals) != 0)
        fault = "its copy cannot be sealed";
    if (fault != NULL) {
        close(memory);
        return fault;
    }
    crypto_generichash_final(&state, hash, ICS_PLUGIN_HASH_BYTES);
    *copy = memory;
    return NULL;
}
