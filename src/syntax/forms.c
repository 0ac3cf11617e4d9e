/* English forms by rule, with the few words that follow none. Leans on libc alone. */
#include "syntax/forms.h"

#include <stdbool.h>
#include <string.h>

static bool ends(const char *word, size_t length, const char *tail)
{
    const size_t n = strlen(tail);
    return length >= n && memcmp(word + length - n, tail, n) == 0;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static size_t put(char *buffer, const char *stem, size_t length, const char *tail)
{
    const size_t most = ICS_FORM_BUFFER - 8;
    if (length > most)
        length = most;
    memcpy(buffer, stem, length);
    memcpy(buffer + length, tail, strlen(tail) + 1);
    return length + strlen(tail);
}

size_t ics_singular(const char *word, size_t length, char *buffer)
{
    static const char *const irregular[][2] = {{"children", "child"}, {"men", "man"}, {"women", "woman"}};
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
        if (length == strlen(irregular[i][0]) && memcmp(word, irregular[i][0], length) == 0)
            return put(buffer, irregular[i][1], strlen(irregular[i][1]), "");
    if (length > 4 && ends(word, length, "ies"))
        return put(buffer, word, length - 3, "y");
    static const char *const with_e[] = {"sses", "shes", "ches", "xes", "zzes"};
    for (size_t i = 0; i < sizeof with_e / sizeof *with_e; i++)
        if (length > strlen(with_e[i]) && ends(word, length, with_e[i]))
            return put(buffer, word, length - 2, "");
    if (length > 3 && word[length - 1] == 's' && word[length - 2] != 's')
        return put(buffer, word, length - 1, "");
    return put(buffer, word, length, "");
}

size_t ics_third_person(const char *verb, size_t length, char *buffer)
{
    if (length == 4 && memcmp(verb, "have", 4) == 0)
        return put(buffer, "has", 3, "");
    if (length > 1 && verb[length - 1] == 'y' && !is_vowel(verb[length - 2]))
        return put(buffer, verb, length - 1, "ies");
    const bool hisses = ends(verb, length, "s") || ends(verb, length, "sh") || ends(verb, length, "ch") ||
                        ends(verb, length, "x") || ends(verb, length, "z") || ends(verb, length, "o");
    return put(buffer, verb, length, hisses ? "es" : "s");
}

size_t ics_present_participle(const char *verb, size_t length, char *buffer)
{
    if (length > 2 && ends(verb, length, "ie"))
        return put(buffer, verb, length - 2, "ying");
    if (length > 2 && verb[length - 1] == 'e' && !ends(verb, length, "ee") && !ends(verb, length, "ye") &&
        !ends(verb, length, "oe"))
        return put(buffer, verb, length - 1, "ing");
    return put(buffer, verb, length, "ing");
}
