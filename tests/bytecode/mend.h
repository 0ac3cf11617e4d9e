/* Makes the checks and the hash of a changed pack right again, so that what stands behind them is reached. */
#ifndef ICS_TESTS_BYTECODE_MEND_H
#define ICS_TESTS_BYTECODE_MEND_H

#include "bytecode/pack.h"

/** Walks the sections as far as their sizes allow; writes each check, and the hash where the pack is whole. */
static inline void mend_pack(unsigned char *bytes, size_t size)
{
    size_t at = ICS_PACK_HEADER_BYTES;
    for (size_t i = 0; i < ics_pack_section_count; i++) {
        uint64_t length = 0;
        if (size < ICS_PACK_SECTION_BYTES || at > size - ICS_PACK_SECTION_BYTES)
            return;
        for (unsigned b = 0; b < 8; b++)
            length |= (uint64_t)bytes[at + 4 + b] << (8 * b);
        at += ICS_PACK_SECTION_BYTES;
        if (length > size - at)
            return;
        ics_pack_hash(bytes + at - ICS_PACK_CHECK_BYTES, ICS_PACK_CHECK_BYTES, bytes + at, (size_t)length);
        at += (size_t)length;
    }
    if (size - at == ICS_PACK_DIGEST_BYTES)
        ics_pack_hash(bytes + at, ICS_PACK_DIGEST_BYTES, bytes, at);
}

#endif
