/*
 * The pack's fields, in both directions: one description of each record both writes and reads it, so that the two
 * cannot drift apart. Integers are little-endian, texts are indexes into one table. Leans on base alone.
 */
#ifndef ICS_BYTECODE_CODEC_H
#define ICS_BYTECODE_CODEC_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/intern.h"

enum {
    ICS_PACK_MAGIC_BYTES = 8,
    ICS_PACK_HEADER_BYTES = 12,  /* magic, format version */
    ICS_PACK_SECTION_BYTES = 28, /* tag, size, check */
    ICS_PACK_CHECK_BYTES = 16,
    ICS_PACK_DIGEST_BYTES = 32,
    ICS_PACK_FORMAT = 19
};

/* Writing: bytes grow. Reading: a window of the pack; a fault is reported once and everything after it does nothing. */
typedef struct ics_codec {
    bool is_reading;
    ics_status status;
    /* writing */
    unsigned char *out;
    size_t size, room;
    ics_intern *strings;
    /* reading */
    const unsigned char *in;
    size_t at, end; /* offsets in the whole pack */
    const char *name, *section;
    const char **string_table;
    uint32_t string_count;
    ics_arena *arena;
    ics_diags *diags;
} ics_codec;

void ics_codec_u8(ics_codec *codec, uint8_t *value);
void ics_codec_bool(ics_codec *codec, bool *value);
void ics_codec_u16(ics_codec *codec, uint16_t *value);
void ics_codec_u32(ics_codec *codec, uint32_t *value);
void ics_codec_i32(ics_codec *codec, int32_t *value);
void ics_codec_u64(ics_codec *codec, uint64_t *value);
void ics_codec_i64(ics_codec *codec, int64_t *value);

/** A text of the table; NULL is written as "". */
void ics_codec_text(ics_codec *codec, const char **text);

/** Bytes as they are. Reading: a pointer into the arena, followed by a NUL, refused where they are not UTF-8. */
void ics_codec_utf8(ics_codec *codec, const char **text, uint32_t size);

/**
 * The length of an array. Reading: refused where the bytes left cannot hold that many of @p least bytes each, so that
 * nothing is allocated on a promise.
 */
void ics_codec_count(ics_codec *codec, uint32_t *count, size_t least, const char *what);

/** Reading: room for an array of the arena; writing: does nothing. NULL for none or on a fault. */
void *ics_codec_items(ics_codec *codec, void *items, uint32_t count, size_t size, size_t align);

/** Writing: raw bytes at the end. */
void ics_codec_append(ics_codec *codec, const void *bytes, size_t size);

/** Reports E0502 at the offset and stops the codec. */
void ics_codec_refuse(ics_codec *codec, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* ICS_CODEC_ARRAY(codec, items, count, least, what): the length of an array and the room for it. */
#define ICS_CODEC_ARRAY(codec, items, count, least, what)                                                              \
    (ics_codec_count((codec), &(count), (least), (what)),                                                              \
     (items) = ics_codec_items((codec), (items), (count), sizeof *(items), _Alignof(max_align_t)))

#endif
