/* Exact decimals in millionths of 64 bits; whatever is wider on the way is reckoned in 128. Leans on libc alone. */
#include "base/decimal.h"

#include <string.h>

__extension__ typedef __int128 wide;

enum { PLACES = 6, DIGITS_MAX = 19, EXPONENT_MAX = 1000000000 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Where reading stands, and the digits seen so far: value = digits x 10^scale, without leading or trailing zeros. */
typedef struct reader {
    const char *at, *end;
    uint64_t digits;     /* at most DIGITS_MAX of them */
    int64_t digit_count; /* significant ones, also those that did not fit in `digits` */
    int64_t zeros;       /* trailing zeros not yet counted in */
    int64_t fraction;    /* digits after the point */
} reader;

static void take_digit(reader *r, int digit, bool in_fraction)
{
    r->fraction += in_fraction;
    if (digit == 0) {
        r->zeros += r->digit_count > 0;
        return;
    }
    for (; r->zeros > 0; r->zeros--) {
        if (++r->digit_count <= DIGITS_MAX)
            r->digits *= 10;
    }
    if (++r->digit_count <= DIGITS_MAX)
        r->digits = r->digits * 10 + (uint64_t)digit;
}

/* Digits, with commas before each group of three where grouped. False where there is none, or a group is not three. */
static bool read_whole(reader *r, bool grouped)
{
    int in_group = 0;
    bool seen_comma = false;
    for (; r->at < r->end; r->at++) {
        if (is_digit(*r->at)) {
            take_digit(r, *r->at - '0', false);
            in_group++;
        } else if (grouped && *r->at == ',') {
            if (in_group == 0 || in_group > 3 || (seen_comma && in_group != 3))
                return false;
            seen_comma = true;
            in_group = 0;
        } else {
            break;
        }
    }
    return in_group > 0 && (!seen_comma || in_group == 3);
}

static bool read_fraction(reader *r)
{
    if (r->at == r->end || *r->at != '.')
        return true;
    r->at++;
    if (r->at == r->end || !is_digit(*r->at))
        return false;
    for (; r->at < r->end && is_digit(*r->at); r->at++)
        take_digit(r, *r->at - '0', true);
    return true;
}

static bool read_exponent(reader *r, int64_t *exponent)
{
    *exponent = 0;
    if (r->at == r->end || (*r->at != 'e' && *r->at != 'E'))
        return true;
    r->at++;
    const bool negative = r->at < r->end && *r->at == '-';
    if (r->at < r->end && (*r->at == '-' || *r->at == '+'))
        r->at++;
    if (r->at == r->end || !is_digit(*r->at))
        return false;
    for (; r->at < r->end && is_digit(*r->at); r->at++) {
        if (*exponent < EXPONENT_MAX)
            *exponent = *exponent * 10 + (*r->at - '0');
    }
    if (negative)
        *exponent = -*exponent;
    return true;
}

ics_decimal_status ics_decimal_parse(const char *text, size_t length, bool grouped, ics_decimal *out)
{
    reader r = {.at = text, .end = text + length};
    const bool negative = length > 0 && *text == '-';
    r.at += negative;
    int64_t exponent;
    if (!read_whole(&r, grouped) || !read_fraction(&r) || !read_exponent(&r, &exponent) || r.at != r.end)
        return ICS_DECIMAL_SYNTAX;
    if (r.digit_count == 0) {
        *out = 0;
        return ICS_DECIMAL_OK;
    }
    int64_t power = exponent - r.fraction + r.zeros + PLACES; /* of ten, counted from the last significant digit */
    if (r.digit_count + power > DIGITS_MAX)
        return ICS_DECIMAL_RANGE;
    if (power < 0)
        return ICS_DECIMAL_INEXACT;
    wide value = r.digits;
    for (; power > 0; power--)
        value *= 10;
    if (value > INT64_MAX)
        return ICS_DECIMAL_RANGE;
    *out = negative ? -(int64_t)value : (int64_t)value;
    return ICS_DECIMAL_OK;
}

static bool fits(wide value, ics_decimal *out)
{
    if (value > INT64_MAX || value < -(wide)INT64_MAX)
        return false;
    *out = (ics_decimal)value;
    return true;
}

bool ics_decimal_add(ics_decimal a, ics_decimal b, ics_decimal *out)
{
    return fits((wide)a + b, out);
}

bool ics_decimal_sub(ics_decimal a, ics_decimal b, ics_decimal *out)
{
    return fits((wide)a - b, out);
}

bool ics_decimal_mul(ics_decimal a, ics_decimal b, ics_decimal *out)
{
    const wide product = (wide)a * b;
    int64_t narrow;
    if (!__builtin_mul_overflow(a, b, &narrow)) { /* most do, and 64 bits are divided in a tenth of the time */
        if (narrow % ICS_DECIMAL_ONE != 0)
            return false;
        *out = narrow / ICS_DECIMAL_ONE;
        return true;
    }
    return product % ICS_DECIMAL_ONE == 0 && fits(product / ICS_DECIMAL_ONE, out);
}

int ics_ratio_compare(ics_decimal a, ics_decimal b, ics_decimal c, ics_decimal d)
{
    const wide left = (wide)a * d, right = (wide)c * b;
    return (left > right) - (left < right);
}

size_t ics_decimal_format(ics_decimal value, char *buffer)
{
    char reversed[24];
    size_t count = 0;
    uint64_t rest = value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value;
    bool significant = false; /* trailing zeros of the fraction are left out */
    for (int place = 0; place < PLACES || rest > 0 || place == PLACES; place++) {
        if (place == PLACES && significant)
            reversed[count++] = '.';
        const char digit = (char)('0' + rest % 10);
        rest /= 10;
        significant = significant || digit != '0';
        if (significant || place >= PLACES)
            reversed[count++] = digit;
    }
    size_t length = 0;
    if (value < 0)
        buffer[length++] = '-';
    while (count > 0)
        buffer[length++] = reversed[--count];
    buffer[length] = '\0';
    return length;
}
