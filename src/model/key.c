/* Keys folded and compared, and the nearest of a few names to one that nobody knows. Leans on libc alone. */
#include "model/key.h"

#include "base/limits.h"
#include "model/model.h"

#include <stdio.h>
#include <string.h>

/* The next byte that counts, in lower case; 0 at the end. Letters beyond ASCII count as they stand. */
static unsigned char next_folded(const char *text, size_t length, size_t *at)
{
    while (*at < length) {
        const unsigned char c = (unsigned char)text[(*at)++];
        if (c == ' ' || c == '-' || c == '_' || c == '\t')
            continue;
        return c >= 'A' && c <= 'Z' ? (unsigned char)(c - 'A' + 'a') : c;
    }
    return 0;
}

bool ics_key_equal(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t i = 0, j = 0;
    unsigned char c;
    do {
        c = next_folded(a, a_length, &i);
        if (c != next_folded(b, b_length, &j))
            return false;
    } while (c);
    return true;
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouAEIOU", c) != NULL;
}

void ics_plural(const char *name, char *buffer, size_t size)
{
    const size_t length = strlen(name);
    const char last = length ? name[length - 1] : 0;
    const char before = length > 1 ? name[length - 2] : 0;
    if (last == 'y' && !is_vowel(before))
        snprintf(buffer, size, "%.*sies", (int)(length - 1), name);
    else if (last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 's' || before == 'c')))
        snprintf(buffer, size, "%ses", name);
    else
        snprintf(buffer, size, "%ss", name);
}

bool ics_key_names(const char *name, const char *key, size_t length, bool plural)
{
    const size_t name_length = strlen(name);
    if (name_length == 0)
        return false;
    if (ics_key_equal(name, name_length, key, length))
        return true;
    char several[ICS_NAME_BUFFER];
    if (!plural || name_length + 4 > sizeof several)
        return false;
    ics_plural(name, several, sizeof several);
    return ics_key_equal(several, strlen(several), key, length);
}

/* Folds at most ICS_NAME_BUFFER bytes into @p out. @return how many; SIZE_MAX where there are more. */
static size_t fold(const char *text, size_t length, unsigned char *out)
{
    size_t at = 0, count = 0;
    for (unsigned char c; (c = next_folded(text, length, &at)) != 0; out[count++] = c)
        if (count == ICS_NAME_BUFFER)
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
    unsigned rows[3][ICS_NAME_BUFFER + 1];
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

const char *ics_nearest(const char *word, size_t length, const char *const *candidates, size_t count)
{
    unsigned char folded[ICS_NAME_BUFFER], other[ICS_NAME_BUFFER];
    const size_t folded_count = fold(word, length, folded);
    if (folded_count == SIZE_MAX || folded_count == 0)
        return NULL;
    /* A third of the letters may be wrong, and one of the few of a short word. */
    unsigned bound = folded_count < 6 ? 1 : (unsigned)(folded_count / 3);
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        const size_t other_count = candidates[i] ? fold(candidates[i], strlen(candidates[i]), other) : SIZE_MAX;
        if (other_count == SIZE_MAX || other_count > folded_count + bound || folded_count > other_count + bound)
            continue;
        const unsigned far = distance(folded, folded_count, other, other_count, bound);
        if (far > bound)
            continue;
        nearest = candidates[i];
        if (far == 0)
            return nearest;
        bound = far - 1; /* only a nearer one takes its place */
    }
    return nearest;
}
