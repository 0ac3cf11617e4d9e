/* The sections of a pack in their order, each described once for writing and reading. */
#ifndef ICS_BYTECODE_PACK_H
#define ICS_BYTECODE_PACK_H

#include "bytecode/codec.h"
#include "bytecode/program.h"

typedef struct ics_pack_section {
    char tag[4];
    const char *name;
    void (*fields)(ics_codec *codec, ics_program *program); /* NULL: the texts, which are the codec's own */
} ics_pack_section;

/** In the order of the file; the first holds the texts that all others name by index. */
extern const ics_pack_section ics_pack_sections[];
extern const size_t ics_pack_section_count;

/** The section of the code, whose offset messages of the verifier name. */
enum { ICS_PACK_CODE_SECTION = 10 };

extern const unsigned char ics_pack_magic[ICS_PACK_MAGIC_BYTES];

/** BLAKE2b of the bytes, in @p size bytes of @p out (16 to 64). */
void ics_pack_hash(unsigned char *out, size_t size, const unsigned char *bytes, size_t length);

#endif
