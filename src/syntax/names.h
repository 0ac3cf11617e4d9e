/*
 * The names that rule files declare, found by their words: case does not count, the last word may be in the plural.
 * A look-up costs the length of the name, however many there are. Leans on words.
 */
#ifndef ICS_SYNTAX_NAMES_H
#define ICS_SYNTAX_NAMES_H

#include "syntax/words.h"

/** What a name was declared as; one spelling may be several. */
typedef enum ics_name_kind {
    ICS_NAME_ENTITY = 1 << 0,
    ICS_NAME_ATTRIBUTE = 1 << 1,
    ICS_NAME_ENUM = 1 << 2,
    ICS_NAME_VALUE = 1 << 3,
    ICS_NAME_ROLE = 1 << 4,
    ICS_NAME_TERM = 1 << 5,
    ICS_NAME_LET = 1 << 6,
    ICS_NAME_DEFINED = 1 << 7,
    ICS_NAME_READING = 1 << 8,
    ICS_NAME_VERB = 1 << 9,
    ICS_NAME_DOES = 1 << 10,   /* third person of a verb: "publishes" */
    ICS_NAME_DOING = 1 << 11,  /* "publishing" */
    ICS_NAME_CLAUSE = 1 << 12, /* "plan is needed" */
    ICS_NAME_DENIED = 1 << 13, /* "plan is not needed" */
    ICS_NAME_FORMS = ICS_NAME_DOES | ICS_NAME_DOING | ICS_NAME_DENIED
} ics_name_kind;

typedef struct ics_name ics_name;
struct ics_name {
    const char *text;  /* canonical: as its declaration spells it; of a form or an alias, the name that it stands for */
    const char *spelt; /* this spelling */
    const uint32_t *words; /* ids, the last as written */
    uint32_t count;
    uint32_t last_key; /* the last word in the singular */
    ics_name_kind kind;
    uint32_t pack;
    ics_name *next_same; /* with the same key */
};

typedef struct ics_names {
    ics_arena *arena;
    ics_intern *ids;
    ics_name **slots; /* first name of each key; open addressing, slot_mask + 1 of them */
    uint64_t slot_mask;
    size_t key_count;
    ics_name **all; /* in order of declaration */
    size_t count, room;
    uint32_t *singulars; /* by word id; 0: not worked out yet */
    size_t singular_room;
    uint8_t *longest; /* by word id: how many words the longest name of several has that begins with it; 0: none */
    size_t longest_room;
} ics_names;

/** Which packs' names a file sees: bit p of bits[p / 64]. */
typedef const uint64_t *ics_visible;

static inline bool ics_pack_visible(ics_visible visible, uint32_t pack)
{
    return (visible[pack / 64] >> (pack % 64)) & 1;
}

void ics_names_init(ics_names *names, ics_arena *arena, ics_intern *ids);

/** Adds a name of count words. @p text and @p spelt live as long as the arena. A name that is there already is kept
 * once. */
void ics_names_add(ics_names *names, const uint32_t *words, uint32_t count, ics_name_kind kind, uint32_t pack,
                   const char *text, const char *spelt);

/**
 * The names whose key is that of the count words, first by how they are spelt: as written, in the same number, else in
 * the other. @return the best that is visible, or NULL; @p kinds gets the kinds of all that are spelt as well.
 */
const ics_name *ics_names_find(ics_names *names, const uint32_t *words, uint32_t count, ics_visible visible,
                               unsigned *kinds);

/** The chain of names with the key of the count words, whoever sees them; NULL where there is none. */
const ics_name *ics_names_same(ics_names *names, const uint32_t *words, uint32_t count);

/** How many words a name that begins with this word has at most: 1 where no name of several words does. */
static inline size_t ics_names_longest(const ics_names *names, uint32_t word)
{
    return word < names->longest_room && names->longest[word] > 1 ? names->longest[word] : 1;
}

/** Id of the singular of a word. */
uint32_t ics_names_singular(ics_names *names, uint32_t word);

#endif
