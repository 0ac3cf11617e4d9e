/*
 * Sentences are put together of a few words at a time, hundreds for a report: their formats are filled in here, into
 * the arena itself, where the general printf would go through each twice and through a stream.
 */
#include "explain/value.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

enum { DIGITS = 24 };

/* What is said so far: at first on the stack, in the arena once it is too long for that. */
typedef struct saying {
    ics_arena *arena;
    char *text;
    size_t size, room;
    char near[512];
} saying;

static void say(saying *s, const char *text, size_t size)
{
    if (size >= s->room - s->size) {
        const size_t room = 2 * (s->size + size) + 1;
        char *grown = ics_arena_alloc(s->arena, room, 1);
        memcpy(grown, s->text, s->size);
        s->text = grown;
        s->room = room;
    }
    memcpy(s->text + s->size, text, size);
    s->size += size;
}

static void say_number(saying *s, uint64_t number, bool is_negative)
{
    char digits[DIGITS], *at = digits + DIGITS;
    do
        *--at = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    if (is_negative)
        *--at = '-';
    say(s, at, (size_t)(digits + DIGITS - at));
}

static void say_signed(saying *s, int64_t number)
{
    say_number(s, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, number < 0);
}

/* Fills in one conversion. @return behind it. */
static const char *convert(saying *s, const char *at, va_list *arguments)
{
    switch (*at) {
    case 's': {
        const char *text = va_arg(*arguments, const char *);
        say(s, text, strlen(text));
        return at + 1;
    }
    case 'd':
        say_signed(s, va_arg(*arguments, int));
        return at + 1;
    case 'u':
        say_number(s, va_arg(*arguments, unsigned), false);
        return at + 1;
    case 'z': /* zu */
        say_number(s, va_arg(*arguments, size_t), false);
        return at + 2;
    case 'l': /* lld */
        say_signed(s, va_arg(*arguments, long long));
        return at + 3;
    default:
        assert(*at == '%');
        say(s, at, 1);
        return at + 1;
    }
}

const char *ics_said(ics_arena *arena, const char *format, ...)
{
    saying s = {.arena = arena};
    s.text = s.near;
    s.room = sizeof s.near;
    va_list arguments;
    va_start(arguments, format);
    for (const char *at = format; *at != '\0';) {
        const char *next = strchr(at, '%');
        const size_t plain = next ? (size_t)(next - at) : strlen(at);
        say(&s, at, plain);
        at += plain;
        if (*at == '%')
            at = convert(&s, at + 1, &arguments);
    }
    va_end(arguments);
    if (s.text == s.near)
        return ics_arena_text(arena, s.text, s.size);
    s.text[s.size] = '\0';
    return s.text;
}
