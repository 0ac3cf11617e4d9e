/* How near a mistyped word is to one that exists. */
#ifndef ICS_BASE_NEAREST_H
#define ICS_BASE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

/** The next byte that counts, in lower case; 0 at the end. Letters beyond ASCII count as they stand. */
static inline unsigned char ics_next_folded(const char *text, size_t length, size_t *at)
{
    while (*at < length) {
        const unsigned char c = (unsigned char)text[(*at)++];
        if (c == ' ' || c == '-' || c == '_' || c == '\t')
            continue;
        return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
    }
    return 0;
}

/** How many letters of a word may be wrong: a third of them, and one of the few of a short word. */
unsigned ics_nearest_bound(const char *word, size_t length);

/**
 * Whether a word is within @p bound of a candidate (Damerau-Levenshtein on folded bytes: neighbours may change places).
 * @param[out] far The distance, where they are near.
 */
bool ics_is_near(const char *word, size_t length, const char *candidate, size_t candidate_length, unsigned bound,
                 unsigned *far);

#endif
