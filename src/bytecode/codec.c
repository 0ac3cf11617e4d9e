/* Fields to bytes and back. Every read is checked against the bytes left; every write grows the buffer. */
#include "bytecode/codec.h"

#include "base/file.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHERE_BYTES = 512, TEXT_BYTES = 512, ROOM_MIN = 4096 };

void ics_codec_refuse(ics_codec *codec, size_t offset, const char *format, ...)
{
    if (codec->status != ICS_OK)
        return;
    char where[WHERE_BYTES], text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    snprintf(where, sizeof where, "%s: section %s, offset %zu", codec->name, codec->section, offset);
    ics_diag *diag = ics_report_at(codec->diags, ICS_E0502, where, "%s", text);
    ics_diag_help(codec->diags, diag, "the pack was cut, changed, or not made by this compiler; compile it again");
    codec->status = ICS_E_INPUT;
}

void ics_codec_append(ics_codec *codec, const void *bytes, size_t size)
{
    if (codec->status != ICS_OK || size == 0)
        return;
    if (size > codec->room - codec->size) {
        size_t room = codec->room < ROOM_MIN ? ROOM_MIN : codec->room * 2;
        if (room < codec->size + size)
            room = codec->size + size;
        unsigned char *grown = realloc(codec->out, room);
        if (!grown) {
            codec->status = ICS_E_NOMEM;
            return;
        }
        codec->out = grown;
        codec->room = room;
    }
    memcpy(codec->out + codec->size, bytes, size);
    codec->size += size;
}

/* The one place where integers change form: the low size bytes, least first. */
static void integer(ics_codec *codec, uint64_t *value, size_t size)
{
    unsigned char bytes[8];
    if (!codec->is_reading) {
        for (size_t i = 0; i < size; i++)
            bytes[i] = (unsigned char)(*value >> (8 * i));
        ics_codec_append(codec, bytes, size);
        return;
    }
    *value = 0;
    if (codec->status != ICS_OK)
        return;
    if (codec->end - codec->at < size) {
        ics_codec_refuse(codec, codec->at, "a field of %zu bytes is cut off: the section ends at %zu", size,
                         codec->end);
        return;
    }
    for (size_t i = 0; i < size; i++)
        *value |= (uint64_t)codec->in[codec->at + i] << (8 * i);
    codec->at += size;
}

void ics_codec_u8(ics_codec *codec, uint8_t *value)
{
    uint64_t wide = *value;
    integer(codec, &wide, 1);
    *value = (uint8_t)wide;
}

void ics_codec_bool(ics_codec *codec, bool *value)
{
    uint8_t byte = *value;
    const size_t offset = codec->at;
    ics_codec_u8(codec, &byte);
    if (byte > 1)
        ics_codec_refuse(codec, offset, "a yes or no is %u", byte);
    *value = byte == 1;
}

void ics_codec_u16(ics_codec *codec, uint16_t *value)
{
    uint64_t wide = *value;
    integer(codec, &wide, 2);
    *value = (uint16_t)wide;
}

void ics_codec_u32(ics_codec *codec, uint32_t *value)
{
    uint64_t wide = *value;
    integer(codec, &wide, 4);
    *value = (uint32_t)wide;
}

void ics_codec_i32(ics_codec *codec, int32_t *value)
{
    uint64_t wide = (uint32_t)*value;
    integer(codec, &wide, 4);
    *value = (int32_t)(uint32_t)wide;
}

void ics_codec_u64(ics_codec *codec, uint64_t *value)
{
    integer(codec, value, 8);
}

void ics_codec_i64(ics_codec *codec, int64_t *value)
{
    uint64_t wide = (uint64_t)*value;
    integer(codec, &wide, 8);
    *value = (int64_t)wide;
}

void ics_codec_text(ics_codec *codec, const char **text)
{
    uint32_t index = 0;
    const size_t offset = codec->at;
    if (!codec->is_reading) {
        const char *written = *text ? *text : "";
        const uint32_t id = ics_intern_add(codec->strings, written, strlen(written));
        if (id == 0)
            codec->status = ICS_E_NOMEM;
        index = id - 1;
    }
    ics_codec_u32(codec, &index);
    if (!codec->is_reading)
        return;
    *text = "";
    if (codec->status == ICS_OK && index >= codec->string_count)
        ics_codec_refuse(codec, offset, "text %" PRIu32 " of %" PRIu32, index, codec->string_count);
    else if (codec->status == ICS_OK)
        *text = codec->string_table[index];
}

void ics_codec_utf8(ics_codec *codec, const char **text, uint32_t size)
{
    if (!codec->is_reading) {
        ics_codec_append(codec, *text, size);
        return;
    }
    *text = "";
    if (codec->status != ICS_OK)
        return;
    if (size > codec->end - codec->at) {
        ics_codec_refuse(codec, codec->at, "a text of %" PRIu32 " bytes runs past the section's end at %zu", size,
                         codec->end);
        return;
    }
    size_t bad = 0;
    if (!ics_utf8_check(codec->in + codec->at, size, &bad)) {
        ics_codec_refuse(codec, codec->at + bad, "byte 0x%02X of a text is not UTF-8", codec->in[codec->at + bad]);
        return;
    }
    *text = ics_arena_text(codec->arena, (const char *)codec->in + codec->at, size);
    if (!*text)
        codec->status = ICS_E_NOMEM;
    codec->at += size;
}

void ics_codec_count(ics_codec *codec, uint32_t *count, size_t least, const char *what)
{
    const size_t offset = codec->at;
    ics_codec_u32(codec, count);
    if (!codec->is_reading || codec->status != ICS_OK)
        return;
    if (*count > (codec->end - codec->at) / least)
        ics_codec_refuse(codec, offset, "%" PRIu32 " %s need at least %zu bytes each; %zu are left", *count, what,
                         least, codec->end - codec->at);
}

void *ics_codec_items(ics_codec *codec, void *items, uint32_t count, size_t size, size_t align)
{
    if (!codec->is_reading)
        return items;
    if (codec->status != ICS_OK)
        return NULL;
    void *room = ics_arena_array(codec->arena, (size_t)count + 1, size, align);
    if (!room)
        codec->status = ICS_E_NOMEM;
    return room;
}
