/* Keys folded and compared, and the nearest of a few names to one that nobody knows. Leans on libc alone. */
#include "model/key.h"

#include "base/nearest.h"
#include "model/model.h"

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

/* How much of a name its plural keeps, and what comes after it. */
typedef struct several {
    size_t kept;
    const char *ending;
} several;

static several plural_of(const char *name, size_t length)
{
    const char last = length ? name[length - 1] : 0;
    const char before = length > 1 ? name[length - 2] : 0;
    if (last == 'y' && !is_vowel(before))
        return (several){length - 1, "ies"};
    if (last == 's' || last == 'x' || last == 'z' || (last == 'h' && (before == 's' || before == 'c')))
        return (several){length, "es"};
    return (several){length, "s"};
}

void ics_plural(const char *name, char *buffer, size_t size)
{
    const several many = plural_of(name, strlen(name));
    size_t length = 0;
    for (size_t i = 0; i < many.kept && length + 1 < size; i++)
        buffer[length++] = name[i];
    for (const char *end = many.ending; *end && length + 1 < size; end++)
        buffer[length++] = *end;
    if (size > 0)
        buffer[length] = '\0';
}

/* Names are compared far more often than they are the same: nothing is built for it. */
static bool is_plural_of(const char *name, size_t name_length, const char *key, size_t length)
{
    const several many = plural_of(name, name_length);
    size_t i = 0, j = 0;
    for (unsigned char c; (c = ics_next_folded(name, many.kept, &i)) != 0;)
        if (c != ics_next_folded(key, length, &j))
            return false;
    for (const char *end = many.ending; *end; end++)
        if ((unsigned char)*end != ics_next_folded(key, length, &j))
            return false;
    return ics_next_folded(key, length, &j) == 0;
}

bool ics_key_names(const char *name, const char *key, size_t length, bool plural)
{
    const size_t name_length = strlen(name);
    if (name_length == 0)
        return false;
    return ics_key_equal(name, name_length, key, length) || (plural && is_plural_of(name, name_length, key, length));
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
