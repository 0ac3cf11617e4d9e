/* Comparisons of arrays: see bits.h. */
#include "vm/bits.h"

#include "vm/kernels.h"

#include <string.h>

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

ICS_KERNEL static void plain_move_days(const int32_t *restrict days, int32_t shift, int32_t from, int32_t to,
                                       size_t words, int32_t *restrict moved, uint64_t *restrict bits)
{
    for (size_t w = 0; w < words; w++) {
        uint64_t outside;
        ICS_BITS(outside, w, i, (days[i] < from) | (days[i] > to));
        bits[w] |= outside;
    }
    for (size_t i = 0; i < words * 64; i++)
        moved[i] = (int32_t)((uint32_t)days[i] + (uint32_t)shift);
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

/* The compiler makes this a few instructions for each 32 states. */
ICS_KERNEL static uint32_t plain_count_state(const uint8_t *states, uint32_t count, uint8_t state)
{
    uint32_t found = 0;
    for (uint32_t begin = 0; begin < count; begin += 128) {
        const uint32_t end = count - begin < 128 ? count : begin + 128;
        uint8_t some = 0;
        for (uint32_t i = begin; i < end; i++)
            some = (uint8_t)(some + (states[i] == state));
        found += some;
    }
    return found;
}

/*
 * A word of products, where all factors are so small that none passes 64 bits. Millionths times millionths are divided
 * by a million = 64 * 15,625: a shift, and for what is odd a multiplication by its inverse modulo 2^64, which gives the
 * quotient where the division comes out even and a number that is too large for one where it does not.
 */
ICS_KERNEL static bool products_of_word(const int64_t *restrict a, const int64_t *restrict b, int64_t *restrict out,
                                        uint64_t *misfits)
{
    enum { SHIFT = 6, ODD = ICS_DECIMAL_ONE >> SHIFT };
    const uint64_t inverse = UINT64_C(0x790FB65668C26139);
    const int64_t most = ((int64_t)1 << (63 - SHIFT)) / ODD;
    uint64_t all_a = 0, all_b = 0;
    for (size_t i = 0; i < 64; i++) {
        all_a |= (uint64_t)(a[i] ^ (a[i] >> 63));
        all_b |= (uint64_t)(b[i] ^ (b[i] >> 63));
    }
    if (__builtin_clzll(all_a | 1) + __builtin_clzll(all_b | 1) < 128 - 63)
        return false;
    uint64_t uneven = 0;
    for (size_t i = 0; i < 64; i++) {
        const int64_t product = a[i] * b[i], quotient = (int64_t)((uint64_t)(product >> SHIFT) * inverse);
        out[i] = quotient;
        uneven |= (uint64_t)((product & ((1 << SHIFT) - 1)) != 0 || quotient > most || quotient < -most) << i;
    }
    *misfits = uneven;
    return true;
}

/* -- sixteen or eight at a time -- */

#if defined(ICS_HAS_KERNELS)
#include <immintrin.h>

#define ICS_WIDE __attribute__((target("avx512f,avx512bw,avx512vl,popcnt")))

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

/* From and to are one comparison: what is below from wraps round to what is far above. */
ICS_WIDE static void wide_move_days(const int32_t *days, int32_t shift, int32_t from, int32_t to, size_t words,
                                    int32_t *moved, uint64_t *bits)
{
    const __m512i low = _mm512_set1_epi32(from), on = _mm512_set1_epi32(shift);
    const __m512i room = _mm512_set1_epi32((int32_t)((uint32_t)to - (uint32_t)from));
    for (size_t w = 0; w < words; w++) {
        uint64_t outside = 0;
        for (size_t q = 0; q < 64; q += 16) {
            const __m512i day = LANES(days, w * 64 + q);
            _mm512_storeu_si512(moved + w * 64 + q, _mm512_add_epi32(day, on));
            outside |= (uint64_t)_mm512_cmpgt_epu32_mask(_mm512_sub_epi32(day, low), room) << q;
        }
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

ICS_WIDE static uint32_t wide_count_state(const uint8_t *states, uint32_t count, uint8_t state)
{
    const __m512i want = _mm512_set1_epi8((char)state);
    uint32_t found = 0, at = 0;
    for (; count - at >= 64; at += 64)
        found += (uint32_t)__builtin_popcountll(_mm512_cmpeq_epi8_mask(LANES(states, at), want));
    for (; at < count; at++)
        found += states[at] == state;
    return found;
}

/* Each lane's number as a byte, then the state of that number out of two tables of sixteen. */
ICS_WIDE static void wide_joint_states(const ics_bits_truths *truths, size_t words, const uint8_t *of, uint8_t *states)
{
    const __m512i low = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)of));
    const __m512i high = _mm512_broadcast_i32x4(_mm_loadu_si128((const void *)(of + 16)));
    const __m512i sixteen = _mm512_set1_epi8(16);
    for (size_t w = 0; w < words; w++) {
        __m512i number = _mm512_setzero_si512();
        for (uint32_t i = 0, stride = 1; i < truths->count; i++, stride *= 3) {
            const __m512i yes = _mm512_maskz_set1_epi8(truths->truth[i][w], (char)stride);
            const __m512i unknown = _mm512_set1_epi8((char)(2 * stride));
            number = _mm512_add_epi8(number, _mm512_mask_blend_epi8(truths->known[i][w], unknown, yes));
        }
        const __mmask64 is_high = _mm512_cmpge_epu8_mask(number, sixteen);
        const __m512i found = _mm512_shuffle_epi8(low, number);
        const __m512i beyond = _mm512_shuffle_epi8(high, _mm512_and_si512(number, _mm512_set1_epi8(15)));
        _mm512_storeu_si512(states + w * 64, _mm512_mask_mov_epi8(found, is_high, beyond));
    }
}

bool ics_bits_joint_states(const ics_bits_truths *truths, size_t words, const uint8_t of[27], uint8_t *states)
{
    uint8_t table[32] = {0};
    if (!is_wide())
        return false;
    memcpy(table, of, 27);
    wide_joint_states(truths, words, table, states);
    return true;
}

#define CHOOSE(name, ...) (is_wide() ? wide_##name(__VA_ARGS__) : plain_##name(__VA_ARGS__))
#else
#define CHOOSE(name, ...) plain_##name(__VA_ARGS__)

bool ics_bits_joint_states(const ics_bits_truths *truths, size_t words, const uint8_t of[27], uint8_t *states)
{
    (void)truths, (void)words, (void)of, (void)states;
    return false;
}
#endif

void ics_bits_days(ics_bits_relation how, const int32_t *a, const int32_t *b, size_t words, uint64_t *bits)
{
    CHOOSE(days, how, a, b, words, bits);
}

void ics_bits_move_days(const int32_t *days, int32_t shift, int32_t from, int32_t to, size_t words, int32_t *moved,
                        uint64_t *bits)
{
    CHOOSE(move_days, days, shift, from, to, words, moved, bits);
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

uint32_t ics_bits_count_state(const uint8_t *states, uint32_t count, uint8_t state)
{
    return CHOOSE(count_state, states, count, state);
}

bool ics_bits_small_products(const int64_t *a, const int64_t *b, int64_t *out, uint64_t *misfits)
{
    return products_of_word(a, b, out, misfits);
}
