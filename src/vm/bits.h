/*
 * Comparisons of arrays, as a word of bits for each 64 lanes. The arrays have room for whole words; what lies past the
 * batch is noise. Each is a plain loop, and once more by hand for processors that compare sixteen at a time into bits.
 */
#ifndef ICS_VM_BITS_H
#define ICS_VM_BITS_H

#include <stddef.h>
#include <stdint.h>

typedef enum ics_bits_relation { ICS_BITS_EQUAL, ICS_BITS_LESS, ICS_BITS_AT_MOST } ics_bits_relation;

void ics_bits_days(ics_bits_relation how, const int32_t *a, const int32_t *b, size_t words, uint64_t *bits);
/** Adds the bits of days that are not from @p from to @p to. */
void ics_bits_outside(const int32_t *days, int32_t from, int32_t to, size_t words, uint64_t *bits);
void ics_bits_id(const uint32_t *ids, uint32_t id, size_t words, uint64_t *bits);
void ics_bits_numbers(ics_bits_relation how, const int64_t *a, const int64_t *b, size_t words, uint64_t *bits);
void ics_bits_number(ics_bits_relation how, const int64_t *a, int64_t number, size_t words, uint64_t *bits);
/** One bit of each of an array of words. */
void ics_bits_member(const uint64_t *members, unsigned bit, size_t words, uint64_t *bits);

/** Writes to each lane one of three states: that of no (0), of yes (1) or of unknown (2). */
void ics_bits_states(const uint64_t *known, const uint64_t *truth, size_t words, const uint8_t of[3], uint8_t *states);

#endif
