/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF. Leans on libc alone. */
#include "base/utf8.h"
#include "base/file.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

size_t ics_utf8_decode(const unsigned char *bytes, size_t size, uint32_t *code_point)
{
    if (size == 0)
        return 0;
    const unsigned char lead = bytes[0];
    if (lead < 0x80) {
        *code_point = lead;
        return 1;
    }
    const size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                          : (lead & 0xF0) == 0xE0        ? 3
                          : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                         : 0;
    if (length == 0 || size < length)
        return 0;
    uint32_t value = lead & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3Fu);
    }
    const uint32_t least = length == 3 ? 0x800 : length == 4 ? 0x10000 : 0x80;
    if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return 0;
    *code_point = value;
    return length;
}

enum { BLOCK = 64 };

/* Whether the next bytes are ASCII without NUL. */
static bool is_plain_block(const unsigned char *bytes)
{
#ifdef __SSE2__
    __m128i all = _mm_setzero_si128(), least = _mm_set1_epi8(-1);
    for (int i = 0; i < BLOCK; i += 16) {
        const __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
        all = _mm_or_si128(all, part);
        least = _mm_min_epu8(least, part);
    }
    return (_mm_movemask_epi8(all) | _mm_movemask_epi8(_mm_cmpeq_epi8(least, _mm_setzero_si128()))) == 0;
#else
    uint64_t word[BLOCK / 8], marks = 0;
    memcpy(word, bytes, sizeof word);
    for (int i = 0; i < BLOCK / 8; i++)
        marks |= word[i] | ((word[i] - 0x0101010101010101u) & ~word[i]);
    return (marks & 0x8080808080808080u) == 0;
#endif
}

bool ics_utf8_check(const unsigned char *bytes, size_t size, size_t *bad_offset)
{
    size_t at = 0;
    while (at < size) {
        if (size - at >= BLOCK && is_plain_block(bytes + at)) {
            at += BLOCK;
            continue;
        }
        uint64_t word;
        if (size - at >=
            sizeof word) { /* eight bytes of ASCII without NUL at a time: nearly all of nearly every file */
            memcpy(&word, bytes + at, sizeof word);
            const uint64_t has_zero = (word - 0x0101010101010101u) & ~word;
            if (((word | has_zero) & 0x8080808080808080u) == 0) {
                at += sizeof word;
                continue;
            }
        }
        uint32_t code_point;
        const size_t length = ics_utf8_decode(bytes + at, size - at, &code_point);
        if (length == 0 || code_point == 0) {
            *bad_offset = at;
            return false;
        }
        at += length;
    }
    return true;
}

bool ics_is_bidi_control(uint32_t code_point)
{
    return code_point == 0x061C || code_point == 0x200E || code_point == 0x200F ||
           (code_point >= 0x202A && code_point <= 0x202E) || (code_point >= 0x2066 && code_point <= 0x2069);
}

bool ics_is_unprintable(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0) || ics_is_bidi_control(code_point) ||
           code_point == 0x2028 || code_point == 0x2029 || code_point == 0xFEFF ||
           (code_point >= 0x200B && code_point <= 0x200D) || (code_point >= 0xFFF9 && code_point <= 0xFFFB) ||
           (code_point >= 0xE0000 && code_point <= 0xE007F);
}
