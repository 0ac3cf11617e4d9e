/* Comparisons of arrays: see bits.h. */
#include "vm/bits.h"

#include "vm/kernels.h"

/* -- plain loops -- */

ICS_KERNEL static void plain_days(ics_bits_relation how, const int32_t *restrict a, const int32_t *restrict b,
                                  size_t words, uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++) {
        if (how == ICS_BITS_EQUAL)
            ICS_BITS(bits[w], w, i, a[i] == b[i]);
        else if (how == ICS_BITS_LESS)
            ICS_BITS(bits[w], w, i, a[i] < b[i]);
        else
            ICS_BITS(bits[w], w, i, a[i] <= b[i]);
    }
}

ICS_KERNEL static void plain_outside(const int32_t *restrict days, int32_t from, int32_t to, size_t words,
                                     uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++) {
        uint64_t outside;
        ICS_BITS(outside, w, i, (days[i] < from) | (days[i] > to));
        bits[w] |= outside;
    }
}

ICS_KERNEL static void plain_id(const uint32_t *restrict ids, uint32_t id, size_t words, uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++)
        ICS_BITS(bits[w], w, i, ids[i] == id);
}

ICS_KERNEL static void plain_numbers(ics_bits_relation how, const int64_t *restrict a, const int64_t *restrict b,
                                     size_t words, uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++) {
        if (how == ICS_BITS_EQUAL)
            ICS_BITS(bits[w], w, i, a[i] == b[i]);
        else if (how == ICS_BITS_LESS)
            ICS_BITS(bits[w], w, i, a[i] < b[i]);
        else
            ICS_BITS(bits[w], w, i, a[i] <= b[i]);
    }
}

ICS_KERNEL static void plain_number(ics_bits_relation how, const int64_t *restrict a, int64_t number, size_t words,
                                    uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++) {
        if (how == ICS_BITS_EQUAL)
            ICS_BITS(bits[w], w, i, a[i] == number);
        else if (how == ICS_BITS_LESS)
            ICS_BITS(bits[w], w, i, a[i] < number);
        else
            ICS_BITS(bits[w], w, i, a[i] <= number);
    }
}

ICS_KERNEL static void plain_member(const uint64_t *restrict members, unsigned bit, size_t words,
                                    uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++)
        ICS_BITS(bits[w], w, i, members[i] >> bit & 1);
}

ICS_KERNEL static void plain_states(const uint64_t *restrict known, const uint64_t *restrict truth, size_t words,
                                    const uint8_t *restrict of, uint8_t *restrict states)
{
    const uint8_t no = of[0], yes = of[1], unknown = of[2];
    for (size_t w = 0; w < words; w++)
        for (size_t i = 0; i < 64; i++) {
            const uint8_t is_known = (uint8_t)(0 - (known[w] >> i & 1)), is_true = (uint8_t)(0 - (truth[w] >> i & 1));
            states[w * 64 + i] = (uint8_t)((is_known & ((is_true & yes) | (~is_true & no))) | (~is_known & unknown));
        }
}

/* -- sixteen or eight at a time -- */

#if defined(ICS_HAS_KERNELS)
#include <immintrin.h>

#define ICS_WIDE __attribute__((target("avx512f,avx512bw,avx512vl")))

static bool is_wide(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl");
}

/* A word from four masks of sixteen, or eight of eight; mask names the comparison of the lanes from lane on. */
#define WORD_OF_16(word, lane, mask)                                                                                   \
    do {                                                                                                               \
        uint64_t word_ = 0;                                                                                            \
        for (size_t lane = w * 64, q_ = 0; q_ < 64; q_ += 16, lane += 16)                                              \
            word_ |= (uint64_t)(mask) << q_;                                                                           \
        (word) = word_;                                                                                                \
    } while (0)
#define WORD_OF_8(word, lane, mask)                                                                                    \
    do {                                                                                                               \
        uint64_t word_ = 0;                                                                                            \
        for (size_t lane = w * 64, q_ = 0; q_ < 64; q_ += 8, lane += 8)                                                \
            word_ |= (uint64_t)(mask) << q_;                                                                           \
        (word) = word_;                                                                                                \
    } while (0)
#define LANES(array, lane) _mm512_loadu_si512((array) + (lane))

ICS_WIDE static void wide_days(ics_bits_relation how, const int32_t *a, const int32_t *b, size_t words, uint64_t *bits)
{
    for (size_t w = 0; w < words; w++) {
        if (how == ICS_BITS_EQUAL)
            WORD_OF_16(bits[w], i, _mm512_cmpeq_epi32_mask(LANES(a, i), LANES(b, i)));
        else if (how == ICS_BITS_LESS)
            WORD_OF_16(bits[w], i, _mm512_cmplt_epi32_mask(LANES(a, i), LANES(b, i)));
        else
            WORD_OF_16(bits[w], i, _mm512_cmple_epi32_mask(LANES(a, i), LANES(b, i)));
    }
}

ICS_WIDE static void wide_outside(const int32_t *days, int32_t from, int32_t to, size_t words, uint64_t *bits)
{
    const __m512i low = _mm512_set1_epi32(from), high = _mm512_set1_epi32(to);
    for (size_t w = 0; w < words; w++) {
        uint64_t outside;
        WORD_OF_16(outside, i,
                   _mm512_cmplt_epi32_mask(LANES(days, i), low) | _mm512_cmpgt_epi32_mask(LANES(days, i), high));
        bits[w] |= outside;
    }
}

ICS_WIDE static void wide_id(const uint32_t *ids, uint32_t id, size_t words, uint64_t *bits)
{
    const __m512i want = _mm512_set1_epi32((int32_t)id);
    for (size_t w = 0; w < words; w++)
        WORD_OF_16(bits[w], i, _mm512_cmpeq_epi32_mask(LANES(ids, i), want));
}

ICS_WIDE static void wide_numbers(ics_bits_relation how, const int64_t *a, const int64_t *b, size_t words,
                                  uint64_t *bits)
{
    for (size_t w = 0; w < words; w++) {
        if (how == ICS_BITS_EQUAL)
            WORD_OF_8(bits[w], i, _mm512_cmpeq_epi64_mask(LANES(a, i), LANES(b, i)));
        else if (how == ICS_BITS_LESS)
            WORD_OF_8(bits[w], i, _mm512_cmplt_epi64_mask(LANES(a, i), LANES(b, i)));
        else
            WORD_OF_8(bits[w], i, _mm512_cmple_epi64_mask(LANES(a, i), LANES(b, i)));
    }
}

ICS_WIDE static void wide_number(ics_bits_relation how, const int64_t *a, int64_t number, size_t words, uint64_t *bits)
{
    const __m512i to = _mm512_set1_epi64(number);
    for (size_t w = 0; w < words; w++) {
        if (how == ICS_BITS_EQUAL)
            WORD_OF_8(bits[w], i, _mm512_cmpeq_epi64_mask(LANES(a, i), to));
        else if (how == ICS_BITS_LESS)
            WORD_OF_8(bits[w], i, _mm512_cmplt_epi64_mask(LANES(a, i), to));
        else
            WORD_OF_8(bits[w], i, _mm512_cmple_epi64_mask(LANES(a, i), to));
    }
}

ICS_WIDE static void wide_member(const uint64_t *members, unsigned bit, size_t words, uint64_t *bits)
{
    const __m512i want = _mm512_set1_epi64((int64_t)(UINT64_C(1) << bit));
    for (size_t w = 0; w < words; w++)
        WORD_OF_8(bits[w], i, _mm512_test_epi64_mask(LANES(members, i), want));
}

ICS_WIDE static void wide_states(const uint64_t *known, const uint64_t *truth, size_t words, const uint8_t *of,
                                 uint8_t *states)
{
    const __m512i no = _mm512_set1_epi8((char)of[0]), yes = _mm512_set1_epi8((char)of[1]);
    const __m512i unknown = _mm512_set1_epi8((char)of[2]);
    for (size_t w = 0; w < words; w++) {
        const __m512i decided = _mm512_mask_blend_epi8(truth[w], no, yes);
        _mm512_storeu_si512(states + w * 64, _mm512_mask_blend_epi8(known[w], unknown, decided));
    }
}

#define CHOOSE(name, ...) (is_wide() ? wide_##name(__VA_ARGS__) : plain_##name(__VA_ARGS__))
#else
#define CHOOSE(name, ...) plain_##name(__VA_ARGS__)
#endif

void ics_bits_days(ics_bits_relation how, const int32_t *a, const int32_t *b, size_t words, uint64_t *bits)
{
    CHOOSE(days, how, a, b, words, bits);
}

void ics_bits_outside(const int32_t *days, int32_t from, int32_t to, size_t words, uint64_t *bits)
{
    CHOOSE(outside, days, from, to, words, bits);
}

void ics_bits_id(const uint32_t *ids, uint32_t id, size_t words, uint64_t *bits)
{
    CHOOSE(id, ids, id, words, bits);
}

void ics_bits_numbers(ics_bits_relation how, const int64_t *a, const int64_t *b, size_t words, uint64_t *bits)
{
    CHOOSE(numbers, how, a, b, words, bits);
}

void ics_bits_number(ics_bits_relation how, const int64_t *a, int64_t number, size_t words, uint64_t *bits)
{
    CHOOSE(number, how, a, number, words, bits);
}

void ics_bits_member(const uint64_t *members, unsigned bit, size_t words, uint64_t *bits)
{
    CHOOSE(member, members, bit, words, bits);
}

void ics_bits_states(const uint64_t *known, const uint64_t *truth, size_t words, const uint8_t of[3], uint8_t *states)
{
    CHOOSE(states, known, truth, words, of, states);
}
