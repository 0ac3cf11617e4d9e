/* The buffered writer. What comes from input is escaped here and nowhere else in the reports. */
#include "report/writer.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <string.h>

void ics_writer_begin(ics_writer *writer, FILE *out)
{
    writer->out = out;
    writer->used = 0;
    writer->has_failed = false;
}

static void hand_on(ics_writer *writer)
{
    if (!writer->has_failed && fwrite(writer->buffer, 1, writer->used, writer->out) != writer->used)
        writer->has_failed = true;
    writer->used = 0;
}

ics_status ics_writer_end(ics_writer *writer)
{
    hand_on(writer);
    if (!writer->has_failed && fflush(writer->out) != 0)
        writer->has_failed = true;
    return writer->has_failed ? ICS_E_IO : ICS_OK;
}

void ics_write_bytes(ics_writer *writer, const char *bytes, size_t length)
{
    while (length > 0 && !writer->has_failed) {
        const size_t room = sizeof writer->buffer - writer->used;
        const size_t part = length < room ? length : room;
        memcpy(writer->buffer + writer->used, bytes, part);
        writer->used += part;
        bytes += part;
        length -= part;
        if (writer->used == sizeof writer->buffer)
            hand_on(writer);
    }
}

void ics_write(ics_writer *writer, const char *text)
{
    ics_write_bytes(writer, text, strlen(text));
}

void ics_write_format(ics_writer *writer, const char *format, ...)
{
    char text[200];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (length > 0)
        ics_write_bytes(writer, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

/* How many bytes from @p at on can be copied as they are: printable ASCII but quotes and backslashes. */
static size_t plain_run(const char *text, size_t length, bool is_json)
{
    size_t run = 0;
    while (run < length && text[run] >= 0x20 && text[run] < 0x7F &&
           !(is_json && (text[run] == '"' || text[run] == '\\')))
        run++;
    return run;
}

void ics_write_plain(ics_writer *writer, const char *text)
{
    size_t left = strlen(text);
    while (left > 0) {
        const size_t run = plain_run(text, left, false);
        ics_write_bytes(writer, text, run);
        text += run;
        left -= run;
        if (left == 0)
            return;
        uint32_t point = 0;
        size_t taken = ics_utf8_decode((const unsigned char *)text, left, &point);
        if (taken == 0) {
            ics_write_format(writer, "<0x%02X>", (unsigned char)*text);
            taken = 1;
        } else if (ics_is_unprintable(point)) {
            ics_write_format(writer, "<U+%04X>", (unsigned)point);
        } else {
            ics_write_bytes(writer, text, taken);
        }
        text += taken;
        left -= taken;
    }
}

/* One code point inside a JSON string; those beyond the basic plane that must not stand raw become surrogates. */
static void write_json_point(ics_writer *writer, const char *bytes, size_t length, uint32_t point)
{
    if (point == '"' || point == '\\')
        ics_write_format(writer, "\\%c", (char)point);
    else if (point == '\n')
        ics_write(writer, "\\n");
    else if (point == '\t')
        ics_write(writer, "\\t");
    else if (point < 0x10000 && ics_is_unprintable(point))
        ics_write_format(writer, "\\u%04x", (unsigned)point);
    else if (ics_is_unprintable(point))
        ics_write_format(writer, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((point - 0x10000) >> 10)),
                         (unsigned)(0xDC00 + ((point - 0x10000) & 0x3FF)));
    else
        ics_write_bytes(writer, bytes, length);
}

void ics_write_string(ics_writer *writer, const char *text)
{
    if (!text) {
        ics_write(writer, "null");
        return;
    }
    size_t left = strlen(text);
    ics_write(writer, "\"");
    while (left > 0) {
        const size_t run = plain_run(text, left, true);
        ics_write_bytes(writer, text, run);
        text += run;
        left -= run;
        if (left == 0)
            break;
        uint32_t point = 0;
        size_t taken = ics_utf8_decode((const unsigned char *)text, left, &point);
        if (taken == 0) {
            ics_write(writer, "\\ufffd"); /* a byte that is no UTF-8 has no place in JSON */
            taken = 1;
        } else {
            write_json_point(writer, text, taken, point);
        }
        text += taken;
        left -= taken;
    }
    ics_write(writer, "\"");
}
