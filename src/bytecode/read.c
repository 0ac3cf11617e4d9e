/*
 * Reading a pack: any byte string gives a verified program or one diagnostic with section and offset. First the frame
 * of the file (magic, version, sections, nothing behind them), then the hash, then the fields, then the verifier.
 */
#include "base/file.h"
#include "base/limits.h"
#include "bytecode/pack.h"
#include "bytecode/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { SECTIONS_MAX = 32, WHERE_BYTES = 512 };

typedef struct reader {
    ics_codec codec;
    size_t begin[SECTIONS_MAX], end[SECTIONS_MAX]; /* of each section's fields */
} reader;

static ics_status refuse_kind(const reader *r, ics_code code, const char *help, const char *text)
{
    char where[WHERE_BYTES];
    snprintf(where, sizeof where, "%s: section header, offset 0", r->codec.name);
    ics_diag *diag = ics_report_at(r->codec.diags, code, where, "%s", text);
    ics_diag_help(r->codec.diags, diag, "%s", help);
    return ICS_E_INPUT;
}

static bool begins_with(const unsigned char *bytes, size_t size, const char *start, size_t length)
{
    return size >= length && memcmp(bytes, start, length) == 0;
}

/* What bytes that are no pack look like to a person. */
static const char *looks_like(const unsigned char *bytes, size_t size)
{
    size_t bad = 0;
    if (begins_with(bytes, size, "\x1F\x8B", 2))
        return "a gzip file; unpack it first";
    if (begins_with(bytes, size, "PK\x03\x04", 4))
        return "a zip file; unpack it first";
    if (begins_with(bytes, size,
                    "\x7F"
                    "ELF",
                    4))
        return "a program or shared object";
    if (begins_with(bytes, size, "\x89PNG", 4))
        return "a picture";
    if (begins_with(bytes, size, "\x89ICSB", 5))
        return "a pack whose line ends were changed on the way; copy it as a binary file";
    if (ics_utf8_check(bytes, size < 4096 ? size : 4096, &bad) || (size > 4096 && bad > 4090))
        return size && (bytes[0] == '{' || bytes[0] == '[') ? "JSON text; give it as data"
                                                            : "text; compile rules first";
    return "a file of another kind";
}

static ics_status read_header(reader *r, const unsigned char *bytes, size_t size)
{
    char text[256];
    if (size < ICS_PACK_HEADER_BYTES && memcmp(bytes, ics_pack_magic, size < 8 ? size : 8) == 0) {
        snprintf(text, sizeof text, "the file has %zu bytes; a pack has at least %zu", size,
                 ICS_PACK_HEADER_BYTES + ics_pack_section_count * ICS_PACK_SECTION_BYTES + ICS_PACK_DIGEST_BYTES);
        return refuse_kind(r, ICS_E0502, "the pack was cut; compile it again", text);
    }
    if (size < ICS_PACK_HEADER_BYTES || memcmp(bytes, ics_pack_magic, ICS_PACK_MAGIC_BYTES) != 0) {
        snprintf(text, sizeof text, "this is not a pack: it looks like %s", looks_like(bytes, size));
        return refuse_kind(r, ICS_E0501, "a pack is made by `icsrules compile`", text);
    }
    r->codec.at = ICS_PACK_MAGIC_BYTES;
    uint32_t version = 0;
    ics_codec_u32(&r->codec, &version);
    if (version != ICS_PACK_FORMAT) {
        snprintf(text, sizeof text, "the pack has format version %" PRIu32 "; this program reads version %d", version,
                 ICS_PACK_FORMAT);
        return refuse_kind(r, ICS_E0501, "compile it again", text);
    }
    return ICS_OK;
}

static const char *section_name(const unsigned char *tag)
{
    for (size_t i = 0; i < ics_pack_section_count; i++)
        if (memcmp(tag, ics_pack_sections[i].tag, 4) == 0)
            return ics_pack_sections[i].name;
    return "of no known name";
}

/* Tags in their order and sizes within the file; leaves `at` behind the last section. */
static void read_section_heads(reader *r)
{
    ics_codec *codec = &r->codec;
    for (size_t i = 0; i < ics_pack_section_count && codec->status == ICS_OK; i++) {
        codec->section = ics_pack_sections[i].name;
        const size_t head = codec->at;
        if (codec->end - head < ICS_PACK_SECTION_BYTES) {
            ics_codec_refuse(codec, codec->end, "the file ends here; the section's head needs bytes up to %zu",
                             head + ICS_PACK_SECTION_BYTES);
            return;
        }
        if (memcmp(codec->in + head, ics_pack_sections[i].tag, 4) != 0) {
            ics_codec_refuse(codec, head, "the section is missing: here stands a section %s",
                             section_name(codec->in + head));
            return;
        }
        uint64_t size = 0;
        codec->at = head + 4;
        ics_codec_u64(codec, &size);
        codec->at = head + ICS_PACK_SECTION_BYTES;
        if (size > codec->end - codec->at) {
            ics_codec_refuse(codec, codec->end, "the file ends here; the section of %" PRIu64 " bytes begins at %zu",
                             size, codec->at);
            return;
        }
        r->begin[i] = codec->at;
        codec->at += (size_t)size;
        r->end[i] = codec->at;
    }
}

/* Says which section was changed: each has a check of its own. */
static void refuse_changed(reader *r)
{
    ics_codec *codec = &r->codec;
    for (size_t i = 0; i < ics_pack_section_count; i++) {
        unsigned char check[ICS_PACK_CHECK_BYTES];
        ics_pack_hash(check, sizeof check, codec->in + r->begin[i], r->end[i] - r->begin[i]);
        if (memcmp(check, codec->in + r->begin[i] - sizeof check, sizeof check) == 0)
            continue;
        codec->section = ics_pack_sections[i].name;
        ics_codec_refuse(codec, r->begin[i], "the section's %zu bytes are not those that were written",
                         r->end[i] - r->begin[i]);
        return;
    }
    codec->section = "digest";
    ics_codec_refuse(codec, codec->at, "the hash over the pack is another than the one written here");
}

static void check_digest(reader *r, size_t size)
{
    ics_codec *codec = &r->codec;
    codec->section = "digest";
    if (size - codec->at < ICS_PACK_DIGEST_BYTES) {
        ics_codec_refuse(codec, size, "the file ends here; the hash needs bytes up to %zu",
                         codec->at + ICS_PACK_DIGEST_BYTES);
        return;
    }
    if (size - codec->at > ICS_PACK_DIGEST_BYTES) {
        ics_codec_refuse(codec, codec->at + ICS_PACK_DIGEST_BYTES, "the pack ends here; %zu bytes are too many",
                         size - codec->at - ICS_PACK_DIGEST_BYTES);
        return;
    }
    unsigned char digest[ICS_PACK_DIGEST_BYTES];
    ics_pack_hash(digest, sizeof digest, codec->in, codec->at);
    if (memcmp(digest, codec->in + codec->at, sizeof digest) != 0)
        refuse_changed(r);
}

static void read_texts(ics_codec *codec)
{
    uint32_t count = 0;
    ICS_CODEC_ARRAY(codec, codec->string_table, count, 4, "texts");
    for (uint32_t i = 0; i < count && codec->status == ICS_OK; i++) {
        uint32_t size = 0;
        ics_codec_u32(codec, &size);
        ics_codec_utf8(codec, &codec->string_table[i], size);
    }
    codec->string_count = codec->status == ICS_OK ? count : 0;
}

static void read_sections(reader *r, ics_program *program)
{
    ics_codec *codec = &r->codec;
    codec->arena = &program->arena;
    for (size_t i = 0; i < ics_pack_section_count && codec->status == ICS_OK; i++) {
        codec->section = ics_pack_sections[i].name;
        codec->at = r->begin[i];
        codec->end = r->end[i];
        if (ics_pack_sections[i].fields)
            ics_pack_sections[i].fields(codec, program);
        else
            read_texts(codec);
        if (codec->status == ICS_OK && codec->at != codec->end)
            ics_codec_refuse(codec, codec->at, "the section's fields end here; %zu bytes are too many",
                             codec->end - codec->at);
    }
}

static ics_status read_program(reader *r, ics_program *program, const unsigned char *bytes, size_t size)
{
    ics_status status = read_header(r, bytes, size);
    if (status != ICS_OK)
        return status;
    read_section_heads(r);
    if (r->codec.status == ICS_OK)
        check_digest(r, size);
    if (r->codec.status == ICS_OK) {
        memcpy(program->digest, bytes + size - ICS_PACK_DIGEST_BYTES, ICS_PACK_DIGEST_BYTES);
        read_sections(r, program);
    }
    if (r->codec.status != ICS_OK)
        return r->codec.status;
    const ics_origin origin = {.name = r->codec.name, .code_offset = r->begin[ICS_PACK_CODE_SECTION] + 4};
    return ics_program_verify_from(program, origin, r->codec.diags);
}

ics_status ics_pack_read(ics_program **out, const unsigned char *bytes, size_t size, const char *name, ics_diags *diags)
{
    if ((uint64_t)size > (uint64_t)ICS_LIMIT_PACK_BYTES) {
        ics_report_at(diags, ICS_E0005, name, "the pack has %zu bytes; at most %" PRId64 " are read (limit PACK_BYTES)",
                      size, ICS_LIMIT_PACK_BYTES);
        return ICS_E_LIMIT;
    }
    ics_program *program = ics_program_new();
    if (!program)
        return ICS_E_NOMEM;
    reader r = {
        .codec = {.is_reading = true, .in = bytes, .end = size, .name = name, .section = "header", .diags = diags}};
    const ics_status status = read_program(&r, program, bytes, size);
    if (status == ICS_OK)
        *out = program;
    else
        ics_program_free(program);
    return status;
}
