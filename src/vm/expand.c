/* Rows by lanes with gaps: see expand.h. */
#include "vm/expand.h"

#include "vm/segments.h"

#if defined(ICS_HAS_KERNELS)
#include <immintrin.h>

#define ICS_EXPANDING __attribute__((target("avx512f,avx512bw,avx512vl,bmi2,popcnt")))

static bool can_expand(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

/* The row of the first lane that has one. */
static bool find_first(const uint32_t *rows, const uint64_t *lanes, size_t words, uint32_t *first)
{
    for (size_t w = 0; w < words; w++)
        if (lanes[w]) {
            *first = rows[w * 64 + (unsigned)__builtin_ctzll(lanes[w])];
            return true;
        }
    return false;
}

ICS_EXPANDING static bool are_in_order(const uint32_t *rows, const uint64_t *lanes, size_t words, uint32_t first)
{
    const __m512i counting = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    uint64_t off = 0;
    uint32_t row = first;
    for (size_t w = 0; w < words; w++)
        for (size_t q = 0; q < 64; q += 16) {
            const __mmask16 some = (__mmask16)(lanes[w] >> q);
            const __m512i next = _mm512_add_epi32(counting, _mm512_set1_epi32((int32_t)row));
            const __m512i have = _mm512_loadu_si512(rows + w * 64 + q);
            off |= _mm512_mask_cmpneq_epi32_mask(some, have, _mm512_maskz_expand_epi32(some, next));
            row += (uint32_t)_mm_popcnt_u32(some);
        }
    return off == 0;
}

bool ics_expand_can(const uint32_t *rows, const uint64_t *lanes, size_t words, uint32_t *first)
{
    return can_expand() && find_first(rows, lanes, words, first) && are_in_order(rows, lanes, words, *first);
}

ICS_EXPANDING void ics_expand_bits(const uint64_t *from, uint32_t first, const uint64_t *lanes, size_t words,
                                   uint64_t *to)
{
    uint32_t row = first;
    for (size_t w = 0; w < words; w++) {
        const uint32_t count = (uint32_t)_mm_popcnt_u64(lanes[w]);
        to[w] = _pdep_u64(ics_window(from, row, row + count), lanes[w]);
        row += count;
    }
}

ICS_EXPANDING void ics_expand_32(const void *from, uint32_t first, const uint64_t *lanes, size_t words, void *to)
{
    const int32_t *at = (const int32_t *)from + first;
    int32_t *out = to;
    for (size_t w = 0; w < words; w++)
        for (size_t q = 0; q < 64; q += 16) {
            const __mmask16 some = (__mmask16)(lanes[w] >> q);
            _mm512_storeu_si512(out + w * 64 + q, _mm512_maskz_expand_epi32(some, _mm512_loadu_si512(at)));
            at += _mm_popcnt_u32(some);
        }
}

ICS_EXPANDING void ics_expand_64(const void *from, uint32_t first, const uint64_t *lanes, size_t words, void *to)
{
    const int64_t *at = (const int64_t *)from + first;
    int64_t *out = to;
    for (size_t w = 0; w < words; w++)
        for (size_t q = 0; q < 64; q += 8) {
            const __mmask8 some = (__mmask8)(lanes[w] >> q);
            _mm512_storeu_si512(out + w * 64 + q, _mm512_maskz_expand_epi64(some, _mm512_loadu_si512(at)));
            at += _mm_popcnt_u32(some);
        }
}
#else
bool ics_expand_can(const uint32_t *rows, const uint64_t *lanes, size_t words, uint32_t *first)
{
    (void)rows, (void)lanes, (void)words, (void)first;
    return false;
}

void ics_expand_bits(const uint64_t *from, uint32_t first, const uint64_t *lanes, size_t words, uint64_t *to)
{
    (void)from, (void)first, (void)lanes, (void)words, (void)to;
}

void ics_expand_32(const void *from, uint32_t first, const uint64_t *lanes, size_t words, void *to)
{
    (void)from, (void)first, (void)lanes, (void)words, (void)to;
}

void ics_expand_64(const void *from, uint32_t first, const uint64_t *lanes, size_t words, void *to)
{
    (void)from, (void)first, (void)lanes, (void)words, (void)to;
}
#endif
