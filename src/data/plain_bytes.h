/*
 * Thirty-two bytes looked at together: a bit for each, the first the lowest. By the widest vectors that the file is
 * compiled for, else one by one. Private to the reader of plain records.
 */
#ifndef ICS_DATA_PLAIN_BYTES_H
#define ICS_DATA_PLAIN_BYTES_H

#include <stdint.h>
#include <string.h>

#if defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { ICS_PLAIN_SPAN = 32 };

/** Which bytes of two texts are the same. */
static inline uint32_t ics_plain_same(const unsigned char *a, const unsigned char *b)
{
#if defined(__AVX2__)
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)a),
                                                            _mm256_loadu_si256((const __m256i *)(const void *)b)));
#elif defined(__SSE2__)
    const __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)a),
                                       _mm_loadu_si128((const __m128i *)(const void *)b));
    const __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)(a + 16)),
                                        _mm_loadu_si128((const __m128i *)(const void *)(b + 16)));
    return (uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high) << 16;
#else
    uint32_t same = 0;
    for (unsigned i = 0; i < ICS_PLAIN_SPAN; i++)
        same |= (uint32_t)(a[i] == b[i]) << i;
    return same;
#endif
}

/** Which bytes of a text are a byte. */
static inline uint32_t ics_plain_find(const unsigned char *text, unsigned char byte)
{
#if defined(__AVX2__)
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(_mm256_loadu_si256((const __m256i *)(const void *)text), _mm256_set1_epi8((char)byte)));
#elif defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8((char)byte);
    const __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)text), wanted);
    const __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)(text + 16)), wanted);
    return (uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high) << 16;
#else
    uint32_t found = 0;
    for (unsigned i = 0; i < ICS_PLAIN_SPAN; i++)
        found |= (uint32_t)(text[i] == byte) << i;
    return found;
#endif
}

/** The bits of the bytes behind so many. */
static inline uint32_t ics_plain_behind(uint32_t size)
{
    return size < ICS_PLAIN_SPAN ? UINT32_MAX << size : 0;
}

/** The first quote, backslash or control from @p at on. The zeros behind a text are controls: this ends. */
static inline const unsigned char *ics_plain_text_end(const unsigned char *at)
{
#if defined(__AVX2__)
    const __m256i quote = _mm256_set1_epi8('"'), slash = _mm256_set1_epi8('\\'), control = _mm256_set1_epi8(0x1F);
    for (;; at += ICS_PLAIN_SPAN) {
        const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)at);
        const __m256i marks =
            _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, slash)),
                            _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, control), bytes));
        const unsigned found = (unsigned)_mm256_movemask_epi8(marks);
        if (found != 0)
            return at + __builtin_ctz(found);
    }
#elif defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1F);
    for (;; at += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        const __m128i marks = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, slash)),
                                           _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        const unsigned found = (unsigned)_mm_movemask_epi8(marks);
        if (found != 0)
            return at + __builtin_ctz(found);
    }
#else
    while (*at != '"' && *at != '\\' && *at >= 0x20)
        at++;
    return at;
#endif
}

#endif
