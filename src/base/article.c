/* Sounds of first letters, as far as messages need them. */
#include "base/article.h"

#include <stdbool.h>
#include <string.h>

/* Capitals without a vowel among them are read letter by letter. */
static bool is_spelt_out(const char *word)
{
    size_t capitals = 0;
    for (; word[capitals] >= 'A' && word[capitals] <= 'Z'; capitals++)
        if (strchr("AEIOU", word[capitals]))
            return false;
    return capitals > 1;
}

const char *ics_article(const char *word)
{
    if (is_spelt_out(word))
        return strchr("FHLMNRSX", word[0]) ? "an" : "a";
    const bool is_you = strncmp(word, "uni", 3) == 0 || strncmp(word, "use", 3) == 0 || strncmp(word, "UK", 2) == 0;
    return word[0] != '\0' && !is_you && strchr("aeiouAEIOU", word[0]) ? "an" : "a";
}
