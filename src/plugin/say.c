#include "plugin/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { QUOTED_BYTES = 80 };

const char *ics_plugin_say(ics_arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : ics_arena_alloc(arena, (size_t)length + 1, 1);
    if (text != NULL)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

const char *ics_plugin_quote(ics_arena *arena, const char *text)
{
    if (text == NULL)
        return "nothing";
    char quoted[QUOTED_BYTES * 4 + 8];
    size_t at = 0;
    quoted[at++] = '\'';
    size_t i = 0;
    for (; i < QUOTED_BYTES && text[i] != '\0'; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte >= ' ' && byte < 0x7F && byte != '\\')
            quoted[at++] = (char)byte;
        else
            at += (size_t)snprintf(quoted + at, 5, "\\x%02x", byte);
    }
    if (i == QUOTED_BYTES && text[i] != '\0') {
        quoted[at++] = '.';
        quoted[at++] = '.';
        quoted[at++] = '.';
    }
    quoted[at++] = '\'';
    return ics_arena_text(arena, quoted, at);
}

const char *ics_plugin_shell_word(ics_arena *arena, const char *text)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./+,:=@-";
    if (text[0] != '\0' && text[0] != '-' && text[strspn(text, plain)] == '\0')
        return text;
    char *word = ics_arena_alloc(arena, strlen(text) * 4 + 3, 1), *at = word;
    if (word == NULL)
        return NULL;
    *at++ = '\'';
    for (; *text != '\0'; text++)
        if (*text == '\'') {
            memcpy(at, "'\\''", 4);
            at += 4;
        } else {
            *at++ = *text;
        }
    *at++ = '\'';
    return word; /* zeroed by the arena, so it ends with a NUL */
}
