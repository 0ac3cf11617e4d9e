/* Exact numbers: whole millionths in 64 bits. Nothing here rounds; what does not fit is said. */
#ifndef ICS_BASE_DECIMAL_H
#define ICS_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Millionths; INT64_MIN is never a value, so that negation cannot overflow. */
typedef int64_t ics_decimal;

enum { ICS_DECIMAL_ONE = 1000000 };

typedef enum ics_decimal_status {
    ICS_DECIMAL_OK,
    ICS_DECIMAL_SYNTAX,
    ICS_DECIMAL_RANGE,
    ICS_DECIMAL_INEXACT
} ics_decimal_status;

/**
 * Reads [-]digits[.digits][(e|E)[+-]digits]; with @p grouped also thousands commas ("1,234,567").
 * A trailing zero beyond the sixth place is accepted, any other digit there is INEXACT.
 */
ics_decimal_status ics_decimal_parse(const char *text, size_t length, bool grouped, ics_decimal *out);

/** Each false where the exact result does not fit in millionths of 64 bits; then *out is untouched. */
bool ics_decimal_add(ics_decimal a, ics_decimal b, ics_decimal *out);
bool ics_decimal_sub(ics_decimal a, ics_decimal b, ics_decimal *out);
bool ics_decimal_mul(ics_decimal a, ics_decimal b, ics_decimal *out); /* false also where inexact */

/** Compares a/b with c/d exactly by cross-multiplying in 128 bits; b and d must be positive. @return -1, 0 or 1. */
int ics_ratio_compare(ics_decimal a, ics_decimal b, ics_decimal c, ics_decimal d);

/** Writes the shortest form ("0.3", "-12", "1000000"); @p buffer holds at least 24 bytes. @return its length. */
size_t ics_decimal_format(ics_decimal value, char *buffer);

#endif
