/*
 * Reading rows that follow each other, by lanes some of which have none: the first lane that has a row reads the first,
 * the next that has one the next. So stands what records hold that are written inside others, where some leave it out.
 */
#ifndef ICS_VM_EXPAND_H
#define ICS_VM_EXPAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Whether the rows of the lanes that have one follow each other, and the processor has a quick way to read them.
 * @p lanes has a bit for each; the arrays below have room for whole words of lanes, and columns as much behind their
 * end. Lanes without a row get 0.
 */
bool ics_expand_can(const uint32_t *rows, const uint64_t *lanes, size_t words, uint32_t *first);
void ics_expand_bits(const uint64_t *from, uint32_t first, const uint64_t *lanes, size_t words, uint64_t *to);
void ics_expand_32(const void *from, uint32_t first, const uint64_t *lanes, size_t words, void *to);
void ics_expand_64(const void *from, uint32_t first, const uint64_t *lanes, size_t words, void *to);

#endif
