/* Slots onto the tape: each value in the form in which NDJSON would give it. */
#include "arrow/row.h"

#include "base/date.h"
#include "base/decimal.h"
#include "base/file.h"
#include "base/limits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 wide_unsigned;

static bool push_node(ics_arrow_pusher *p, ics_tape_kind kind, const char *text, size_t length)
{
    return ics_tape_push(p->tape, kind, text, length, p->position);
}

/* A text of our own, copied. */
static bool push_kept(ics_arrow_pusher *p, ics_tape_kind kind, const char *text)
{
    const size_t length = strlen(text);
    const char *kept = ics_arena_text(&p->tape->scratch, text, length);
    p->tape->scratch_used = true;
    return kept && push_node(p, kind, kept, length);
}

/* -- numbers */

static bool push_integer(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    char text[32];
    const int64_t value = ics_arrow_integer(view, slot);
    if (view->type->kind == ICS_ARROW_UNSIGNED)
        snprintf(text, sizeof text, "%llu", (unsigned long long)value);
    else
        snprintf(text, sizeof text, "%lld", (long long)value);
    return push_kept(p, ICS_TAPE_NUMBER, text);
}

static double float_at(const ics_arrow_view *view, int64_t slot)
{
    const int64_t at = view->offset + slot;
    float narrow;
    double value;
    if (view->type->width == 4) {
        memcpy(&narrow, (const char *)view->values + at * (int64_t)sizeof narrow, sizeof narrow);
        return (double)narrow;
    }
    memcpy(&value, (const char *)view->values + at * (int64_t)sizeof value, sizeof value);
    return value;
}

/* Whether a decimal is read as the very float that stands there. */
static bool is_same_float(const ics_arrow_view *view, double value, double decimal)
{
    return view->type->width == 4 ? (float)decimal == (float)value : decimal == value;
}

bool ics_arrow_float(const ics_arrow_view *view, int64_t slot, int64_t *millionths)
{
    static const double powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    static const int64_t rest[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    static const double exact = 9007199254740992.0; /* 2^53: below it whole numbers are exact, and so is the quotient */
    const double value = float_at(view, slot);
    for (size_t places = 0; places < sizeof powers / sizeof *powers; places++) {
        const double scaled = round(value * powers[places]);
        if (!(fabs(scaled) <= exact)) /* also what is no number */
            return false;
        if (!is_same_float(view, value, scaled / powers[places]))
            continue;
        const wide whole = (wide)(int64_t)scaled * rest[places];
        if (whole > INT64_MAX || whole < -INT64_MAX)
            return false;
        *millionths = (int64_t)whole;
        return true;
    }
    return false;
}

/* What no decimal of six places means: its digits, for the message that refuses it. */
static void say_float(double value, char *text, size_t size)
{
    if (isnan(value) || isinf(value)) {
        snprintf(text, size, "%s", isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity");
        return;
    }
    const double magnitude = fabs(value);
    if (magnitude >= 1e18) {
        snprintf(text, size, "%s1000000000000000000 or more", value < 0 ? "-" : "");
        return;
    }
    double power = 1e6;
    for (int places = 7; places < 16; places++) {
        power *= 10;
        const double scaled = round(magnitude * power);
        if (scaled > 9e15 || scaled / power != magnitude)
            continue;
        const int64_t unit = (int64_t)power, digits = (int64_t)scaled;
        snprintf(text, size, "%s%lld.%0*lld", value < 0 ? "-" : "", (long long)(digits / unit), places,
                 (long long)(digits % unit));
        return;
    }
    const int64_t whole = (int64_t)magnitude;
    double fraction = magnitude - (double)whole;
    size_t length = (size_t)snprintf(text, size, "%s%lld.", value < 0 ? "-" : "", (long long)whole);
    for (int digit = 0; digit < 18 && length + 2 < size; digit++) {
        fraction *= 10;
        text[length++] = (char)('0' + (int)fraction);
        fraction -= (int)fraction;
    }
    text[length] = '\0';
}

static bool push_float(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    char text[64];
    int64_t millionths;
    if (ics_arrow_float(view, slot, &millionths))
        ics_decimal_format(millionths, text);
    else
        say_float(float_at(view, slot), text, sizeof text);
    return push_kept(p, ICS_TAPE_NUMBER, text);
}

static wide decimal_at(const ics_arrow_view *view, int64_t slot)
{
    const int64_t at = view->offset + slot;
    wide value;
    if (view->type->width == 4)
        return ics_arrow_int32(view->values, at);
    if (view->type->width == 8)
        return ics_arrow_int64(view->values, at);
    memcpy(&value, (const char *)view->values + at * (int64_t)sizeof value, sizeof value);
    return value;
}

/* All digits, and where the point stands as an exponent. */
static bool push_decimal(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    char text[64], digits[48];
    const wide value = decimal_at(view, slot);
    wide_unsigned rest = value < 0 ? -(wide_unsigned)value : (wide_unsigned)value;
    size_t count = 0, length = 0;
    do {
        digits[count++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        text[length++] = '-';
    while (count > 0)
        text[length++] = digits[--count];
    snprintf(text + length, sizeof text - length, "e%d", -view->type->scale);
    return push_kept(p, ICS_TAPE_NUMBER, text);
}

/* -- days */

static bool push_day(ics_arrow_pusher *p, int64_t day, int64_t rest)
{
    char text[64], date[16];
    if (day < ICS_DAY_MIN || day > ICS_DAY_MAX) {
        snprintf(text, sizeof text, "%lld days from 1970-01-01", (long long)day);
    } else {
        ics_day_format((int32_t)day, date);
        snprintf(text, sizeof text, "%s%s", date, rest != 0 ? " and a time" : "");
    }
    return push_kept(p, ICS_TAPE_TEXT, text);
}

static bool push_timestamp(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    const int64_t value = ics_arrow_integer(view, slot), per_day = view->type->per_day;
    int64_t day = value / per_day, rest = value % per_day;
    if (rest < 0) {
        rest += per_day;
        day--;
    }
    return push_day(p, day, rest);
}

/* -- texts */

static bool push_text(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    size_t length, bad;
    const char *text = ics_arrow_text(view, slot, &length);
    if (length > (size_t)ICS_LIMIT_TEXT_VALUE_BYTES)
        p->why = "is longer than 16 MiB (limit TEXT_VALUE_BYTES)";
    else if (!ics_utf8_check((const unsigned char *)text, length, &bad))
        p->why = "is no text in UTF-8";
    else
        return push_node(p, ICS_TAPE_TEXT, text, length);
    p->name = view->type->name;
    return push_node(p, ICS_TAPE_NULL, NULL, 0);
}

/* -- what holds others */

static bool push_items(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    const size_t begin = p->tape->count;
    if (!push_node(p, ICS_TAPE_LIST, NULL, 0))
        return false;
    const int64_t end = ics_arrow_item(view, slot + 1);
    for (int64_t item = ics_arrow_item(view, slot); item < end; item++)
        if (!ics_arrow_push(p, &view->children[0], item))
            return false;
    p->tape->nodes[begin].next = (uint32_t)p->tape->count;
    return true;
}

static bool push_fields(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    const size_t begin = p->tape->count;
    if (!push_node(p, ICS_TAPE_RECORD, NULL, 0))
        return false;
    for (size_t i = 0; i < view->type->child_count; i++) {
        const ics_arrow_view *field = &view->children[i];
        if (!push_node(p, ICS_TAPE_KEY, field->type->name, strlen(field->type->name)) ||
            !ics_arrow_push(p, field, ics_arrow_field_slot(view, slot)))
            return false;
    }
    p->tape->nodes[begin].next = (uint32_t)p->tape->count;
    return true;
}

/* Recursion follows the type, whose depth is bounded. */
bool ics_arrow_push(ics_arrow_pusher *p, const ics_arrow_view *view, int64_t slot)
{
    view = ics_arrow_resolve(view, &slot);
    if (!ics_arrow_is_valid(view, slot))
        return push_node(p, ICS_TAPE_NULL, NULL, 0);
    switch (view->type->kind) {
    case ICS_ARROW_BOOL: {
        const uint64_t at = (uint64_t)(view->offset + slot);
        const bool is_true = ((const uint8_t *)view->values)[at / 8] >> (at % 8) & 1;
        return push_node(p, is_true ? ICS_TAPE_TRUE : ICS_TAPE_FALSE, NULL, 0);
    }
    case ICS_ARROW_SIGNED:
    case ICS_ARROW_UNSIGNED:
        return push_integer(p, view, slot);
    case ICS_ARROW_FLOAT:
        return push_float(p, view, slot);
    case ICS_ARROW_DECIMAL:
        return push_decimal(p, view, slot);
    case ICS_ARROW_TEXT:
        return push_text(p, view, slot);
    case ICS_ARROW_DAYS:
        return push_day(p, ics_arrow_integer(view, slot), 0);
    case ICS_ARROW_TIMESTAMP:
        return push_timestamp(p, view, slot);
    case ICS_ARROW_LIST:
        return push_items(p, view, slot);
    case ICS_ARROW_STRUCT:
        return push_fields(p, view, slot);
    case ICS_ARROW_NULL:
    case ICS_ARROW_OTHER:
        break;
    }
    return push_node(p, ICS_TAPE_NULL, NULL, 0);
}
