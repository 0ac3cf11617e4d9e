/* Keys folded and compared, and the nearest of a few names to one that nobody knows. Leans on libc alone. */
#include "model/key.h"

#include "base/limits.h"
#include "base/nearest.h"
#include "model/model.h"

#include <stdio.h>
#include <string.h>

bool ics_key_equal(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t i = 0, j = 0;
    unsigned char c;
    do {
        c = ics_next_folded(a, a_length, &i);
        if (c != ics_next_folded(b, b_length, &j))
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

const char *ics_nearest(const char *word, size_t length, const char *const *candidates, size_t count)
{
    unsigned bound = ics_nearest_bound(word, length);
    const char *nearest = NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned far;
        if (!candidates[i] || !ics_is_near(word, length, candidates[i], strlen(candidates[i]), bound, &far))
            continue;
        nearest = candidates[i];
        if (far == 0)
            return nearest;
        bound = far - 1; /* only a nearer one takes its place */
    }
    return nearest;
}
