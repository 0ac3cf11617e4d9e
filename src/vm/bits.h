/*
 * Comparisons of arrays, as a word of bits for each 64 lanes. The arrays have room for whole words; what lies past the
 * batch is noise. Each is a plain loop, and once more by hand for processors that compare sixteen at a time into bits.
 */
#ifndef ICS_VM_BITS_H
#define ICS_VM_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ics_bits_relation { ICS_BITS_EQUAL, ICS_BITS_LESS, ICS_BITS_AT_MOST } ics_bits_relation;

void ics_bits_days(ics_bits_relation how, const int32_t *a, const int32_t *b, size_t words, uint64_t *bits);
/** Moves days on, round the ends of 32 bits; adds the bits of those that were not from @p from to @p to. */
void ics_bits_move_days(const int32_t *days, int32_t shift, int32_t from, int32_t to, size_t words, int32_t *moved,
                        uint64_t *bits);
void ics_bits_id(const uint32_t *ids, uint32_t id, size_t words, uint64_t *bits);
void ics_bits_numbers(ics_bits_relation how, const int64_t *a, const int64_t *b, size_t words, uint64_t *bits);
void ics_bits_number(ics_bits_relation how, const int64_t *a, int64_t number, size_t words, uint64_t *bits);
/** One bit of each of an array of words. */
void ics_bits_member(const uint64_t *members, unsigned bit, size_t words, uint64_t *bits);

/** Writes to each lane one of three states: that of no (0), of yes (1) or of unknown (2). */
void ics_bits_states(const uint64_t *known, const uint64_t *truth, size_t words, const uint8_t of[3], uint8_t *states);

/** The same of two or three truths: states of the first, plus 3 of the second, plus 9 of the third. */
typedef struct ics_bits_truths {
    const uint64_t *known[3], *truth[3];
    uint32_t count;
} ics_bits_truths;
/** @return false, and nothing is done, where the processor has no quick way. */
bool ics_bits_joint_states(const ics_bits_truths *truths, size_t words, const uint8_t of[27], uint8_t *states);

/**
 * 64 products of numbers in millionths, where all are so small that none passes 64 bits; in @p misfits the lanes whose
 * product is no whole number of millionths. @return false, and nothing is done, where they are larger.
 */
bool ics_bits_small_products(const int64_t *a, const int64_t *b, int64_t *out, uint64_t *misfits);

/** How many of so many states are this one; they need no room behind their end. */
uint32_t ics_bits_count_state(const uint8_t *states, uint32_t count, uint8_t state);

#endif
