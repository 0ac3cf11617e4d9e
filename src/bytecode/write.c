/* Writing a pack: header, sections in their order, and a hash over all. The same program gives the same bytes. */
#include "bytecode/pack.h"

#include <stdlib.h>
#include <string.h>

/* Tag, size and check are filled in once the section's fields are known. */
static void put_section(ics_codec *codec, const ics_pack_section *section, const unsigned char *bytes, size_t size)
{
    unsigned char check[ICS_PACK_CHECK_BYTES];
    uint64_t wide = size;
    ics_pack_hash(check, sizeof check, bytes, size);
    ics_codec_append(codec, section->tag, sizeof section->tag);
    ics_codec_u64(codec, &wide);
    ics_codec_append(codec, check, sizeof check);
    ics_codec_append(codec, bytes, size);
}

static void write_section(ics_codec *body, const ics_pack_section *section, ics_program *program)
{
    ics_codec fields = {.strings = body->strings, .status = body->status};
    section->fields(&fields, program);
    if (fields.status == ICS_OK)
        put_section(body, section, fields.out, fields.size);
    else
        body->status = fields.status;
    free(fields.out);
}

/* The table of texts in the order in which the sections first named them. */
static void write_texts(ics_codec *codec, const ics_pack_section *section, const ics_intern *strings)
{
    ics_codec fields = {.status = codec->status};
    uint32_t count = ics_intern_count(strings);
    ics_codec_u32(&fields, &count);
    for (uint32_t id = 1; id <= count; id++) {
        size_t length = 0;
        const char *text = ics_intern_text(strings, id, &length);
        uint32_t size = (uint32_t)length;
        ics_codec_u32(&fields, &size);
        ics_codec_append(&fields, text, length);
    }
    if (fields.status == ICS_OK)
        put_section(codec, section, fields.out, fields.size);
    else
        codec->status = fields.status;
    free(fields.out);
}

ics_status ics_pack_write(unsigned char **bytes_out, size_t *size_out, ics_program *program)
{
    ics_codec body = {.strings = ics_intern_new()};
    if (!body.strings)
        return ICS_E_NOMEM;
    for (size_t i = 1; i < ics_pack_section_count && body.status == ICS_OK; i++)
        write_section(&body, &ics_pack_sections[i], program);
    ics_codec pack = {.status = body.status};
    uint32_t format = ICS_PACK_FORMAT;
    ics_codec_append(&pack, ics_pack_magic, ICS_PACK_MAGIC_BYTES);
    ics_codec_u32(&pack, &format);
    write_texts(&pack, &ics_pack_sections[0], body.strings);
    ics_codec_append(&pack, body.out, body.size);
    unsigned char digest[ICS_PACK_DIGEST_BYTES] = {0};
    if (pack.status == ICS_OK)
        ics_pack_hash(digest, sizeof digest, pack.out, pack.size);
    ics_codec_append(&pack, digest, sizeof digest);
    free(body.out);
    ics_intern_free(body.strings);
    if (pack.status != ICS_OK) {
        free(pack.out);
        return pack.status;
    }
    memcpy(program->digest, digest, sizeof digest);
    *bytes_out = pack.out;
    *size_out = pack.size;
    return ICS_OK;
}
