/* Words compared letter by letter, whatever their case, spaces, hyphens and underscores. Leans on libc alone. */
#include "base/nearest.h"

#include <stdint.h>

enum { NAME_ROOM = 256 }; /* holds any name: limit NAME_BYTES */

/* Folds at most NAME_ROOM bytes into @p out. @return how many; SIZE_MAX where there are more. */
static size_t fold(const char *text, size_t length, unsigned char *out)
{
    size_t at = 0, count = 0;
    for (unsigned char c; (c = ics_next_folded(text, length, &at)) != 0; out[count++] = c)
        if (count == NAME_ROOM)
            return SIZE_MAX;
    return count;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Damerau-Levenshtein distance (neighbours may change places), or more than @p bound as soon as that is certain. */
static unsigned distance(const unsigned char *a, size_t a_count, const unsigned char *b, size_t b_count, unsigned bound)
{
    unsigned rows[3][NAME_ROOM + 1];
    for (size_t j = 0; j <= b_count; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a_count; i++) {
        unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        unsigned best = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b_count; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = least(row[j], two_above[j - 2] + 1);
            best = least(best, row[j]);
        }
        if (best > bound)
            return bound + 1;
    }
    return rows[a_count % 3][b_count];
}

unsigned ics_nearest_bound(const char *word, size_t length)
{
    unsigned char folded[NAME_ROOM];
    const size_t count = fold(word, length, folded);
    return count == SIZE_MAX ? 0 : count < 6 ? 1 : (unsigned)(count / 3);
}

bool ics_is_near(const char *word, size_t length, const char *candidate, size_t candidate_length, unsigned bound,
                 unsigned *far)
{
    unsigned char folded[NAME_ROOM], other[NAME_ROOM];
    const size_t count = fold(word, length, folded), other_count = fold(candidate, candidate_length, other);
    if (count == SIZE_MAX || count == 0 || other_count == SIZE_MAX || other_count > count + bound ||
        count > other_count + bound)
        return false;
    *far = distance(folded, count, other, other_count, bound);
    return *far <= bound;
}
