/*
 * The quick ways of kernels against the plain meaning of each, lane by lane: products, days moved on, joint states,
 * rows by lanes with gaps, counts by segments. Numbers and lanes are made up by a generator that is seeded.
 */
#include "suite.h"

#include "base/decimal.h"
#include "vm/bits.h"
#include "vm/expand.h"
#include "vm/segments.h"

#include <string.h>

enum { WORDS = 9, LANES = WORDS * 64, SPARE = 64, TRIALS = 200 };

static uint64_t made_up(void)
{
    static uint64_t seed = 20260101;
    seed += UINT64_C(0x9E3779B97F4A7C15);
    uint64_t mixed = (seed ^ (seed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
    return mixed ^ (mixed >> 31);
}

/* Words with few ones, many, none or all. */
static void make_up_bits(uint64_t *bits, size_t words)
{
    for (size_t w = 0; w < words; w++) {
        const uint64_t a = made_up(), b = made_up();
        bits[w] = a % 5 == 0 ? 0 : a % 5 == 1 ? ~(uint64_t)0 : a % 5 == 2 ? a & b : a % 5 == 3 ? a | b : b;
    }
}

/* A number of so many bits at most, of either sign; often one whose product with others comes out even. */
static int64_t made_up_number(unsigned bits)
{
    const int64_t number = (int64_t)(made_up() >> (64 - bits)) * (made_up() % 2 ? 1 : -1);
    return made_up() % 3 ? number / 1000 * 1000 : number;
}

static void test_products(void **state)
{
    (void)state;
    uint32_t done = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
        int64_t a[64], b[64], out[64], wanted;
        uint64_t misfits = 0;
        const unsigned bits = 1 + (unsigned)(made_up() % 62);
        for (int i = 0; i < 64; i++) {
            a[i] = made_up_number(bits);
            b[i] = made_up_number(63 - bits);
        }
        if (!ics_bits_small_products(a, b, out, &misfits))
            continue;
        done++;
        for (int i = 0; i < 64; i++) {
            const bool is_even = ics_decimal_mul(a[i], b[i], &wanted);
            assert_int_equal(is_even, !(misfits >> i & 1));
            if (is_even)
                assert_true(out[i] == wanted);
        }
    }
    assert_true(done > TRIALS / 2);
}

static void test_large_products_are_left(void **state)
{
    (void)state;
    int64_t a[64] = {0}, b[64] = {0}, out[64];
    uint64_t misfits;
    a[17] = INT64_MAX / 2;
    b[40] = 4;
    assert_false(ics_bits_small_products(a, b, out, &misfits));
}

static void test_days_are_moved(void **state)
{
    (void)state;
    int32_t days[LANES], moved[LANES];
    uint64_t bits[WORDS];
    for (int trial = 0; trial < TRIALS; trial++) {
        for (int i = 0; i < LANES; i++)
            days[i] = (int32_t)made_up() >> (made_up() % 20);
        memset(bits, 0, sizeof bits);
        ics_bits_move_days(days, 140, -100000, 3000, WORDS, moved, bits);
        for (uint32_t i = 0; i < LANES; i++) {
            assert_int_equal(moved[i], (int32_t)((uint32_t)days[i] + 140));
            assert_int_equal(ics_bit(bits, i), days[i] < -100000 || days[i] > 3000);
        }
    }
}

static void test_joint_states(void **state)
{
    (void)state;
    uint64_t known[3][WORDS], truth[3][WORDS];
    uint8_t of[27], states[LANES];
    for (uint8_t i = 0; i < 27; i++)
        of[i] = (uint8_t)(i * 7 + 3);
    for (uint32_t count = 2; count <= 3; count++) {
        ics_bits_truths truths = {.count = count};
        for (uint32_t i = 0; i < 3; i++) {
            make_up_bits(known[i], WORDS);
            make_up_bits(truth[i], WORDS);
            truths.known[i] = known[i];
            truths.truth[i] = truth[i];
        }
        if (!ics_bits_joint_states(&truths, WORDS, of, states))
            skip();
        for (uint32_t lane = 0; lane < LANES; lane++) {
            uint32_t number = 0;
            for (uint32_t i = 0, stride = 1; i < count; i++, stride *= 3)
                number += stride * (!ics_bit(known[i], lane) ? 2 : ics_bit(truth[i], lane));
            assert_int_equal(states[lane], of[number]);
        }
    }
}

static void test_states_are_counted(void **state)
{
    (void)state;
    uint8_t states[LANES];
    for (uint32_t count = 0; count < LANES; count += 1 + count / 3) {
        uint32_t wanted = 0;
        for (uint32_t i = 0; i < count; i++)
            wanted += (states[i] = (uint8_t)(made_up() % 4)) == 2;
        assert_int_equal(ics_bits_count_state(states, count, 2), wanted);
    }
}

static void check_expanded(const uint64_t *lanes, uint32_t first)
{
    static int32_t narrow[LANES + SPARE + 70], to_32[LANES];
    static int64_t wide[LANES + SPARE + 70], to_64[LANES];
    static uint64_t bits[WORDS + 3], to_bits[WORDS];
    make_up_bits(bits, WORDS + 3);
    for (int i = 0; i < LANES + SPARE + 70; i++)
        wide[i] = narrow[i] = (int32_t)made_up();
    ics_expand_32(narrow, first, lanes, WORDS, to_32);
    ics_expand_64(wide, first, lanes, WORDS, to_64);
    ics_expand_bits(bits, first, lanes, WORDS, to_bits);
    for (uint32_t lane = 0, row = first; lane < LANES; lane++) {
        const bool has_row = ics_bit(lanes, lane);
        assert_int_equal(to_32[lane], has_row ? narrow[row] : 0);
        assert_true(to_64[lane] == (has_row ? wide[row] : 0));
        assert_int_equal(ics_bit(to_bits, lane), has_row && ics_bit(bits, row));
        row += has_row;
    }
}

static void test_rows_with_gaps(void **state)
{
    (void)state;
    uint64_t lanes[WORDS] = {0};
    uint32_t rows[LANES] = {0}, found = 0;
    assert_false(ics_expand_can(rows, lanes, WORDS, &found)); /* no lane has a row */
    for (int trial = 0; trial < TRIALS; trial++) {
        const uint32_t first = (uint32_t)(made_up() % 70);
        make_up_bits(lanes, WORDS);
        lanes[WORDS - 1] |= UINT64_C(1) << 63;
        for (uint32_t lane = 0, row = first; lane < LANES; lane++)
            rows[lane] = ics_bit(lanes, lane) ? row++ : (uint32_t)made_up();
        if (!ics_expand_can(rows, lanes, WORDS, &found))
            skip();
        assert_int_equal(found, first);
        check_expanded(lanes, first);
        rows[LANES - 1]++;
        assert_false(ics_expand_can(rows, lanes, WORDS, &found) && found == first);
    }
}

static void test_segments_are_counted(void **state)
{
    (void)state;
    static uint32_t parents[LANES + 1], starts[LANES + 1];
    uint64_t bits[WORDS], before[WORDS];
    for (int trial = 0; trial < TRIALS; trial++) {
        ics_open_frame frame = {.segment_parent = parents, .segment_start = starts};
        int64_t counts[LANES * 3] = {0}, also[LANES * 3] = {0};
        make_up_bits(bits, WORDS);
        const uint32_t longest = 1 + (uint32_t)(made_up() % 200);
        for (uint32_t parent = 0; frame.lane_count < LANES; parent += 1 + (uint32_t)(made_up() % 3)) {
            const uint32_t left = LANES - frame.lane_count, length = 1 + (uint32_t)(made_up() % longest);
            parents[frame.segment_count] = parent;
            starts[frame.segment_count++] = frame.lane_count;
            frame.lane_count += length < left ? length : left;
        }
        starts[frame.segment_count] = frame.lane_count;
        ics_segments_count(&frame, bits, before, counts, trial % 2 ? also : NULL);
        for (uint32_t n = 0; n < frame.segment_count; n++) {
            int64_t wanted = 0;
            for (uint32_t lane = starts[n]; lane < starts[n + 1]; lane++)
                wanted += ics_bit(bits, lane);
            assert_true(counts[parents[n]] == wanted && also[parents[n]] == (trial % 2 ? wanted : 0));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products),
        cmocka_unit_test(test_large_products_are_left),
        cmocka_unit_test(test_days_are_moved),
        cmocka_unit_test(test_joint_states),
        cmocka_unit_test(test_rows_with_gaps),
        cmocka_unit_test(test_states_are_counted),
        cmocka_unit_test(test_segments_are_counted),
    };
    return cmocka_run_group_tests_name("kernels", tests, NULL, NULL);
}
