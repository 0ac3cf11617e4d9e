/* The first pass: the names that a file declares. Leans on declarations. */
#ifndef ICS_SYNTAX_DECLARE_H
#define ICS_SYNTAX_DECLARE_H

#include "syntax/declarations.h"

typedef struct ics_declarer {
    ics_arena *arena;
    ics_diags *diags;
    ics_names *names;
    const ics_vocabulary *vocabulary;
    const ics_words *words;
    uint32_t pack;
    ics_visible visible; /* for verbs alone, which name their entity first */
} ics_declarer;

/** Adds all names but those of verbs. */
void ics_declare_names(ics_declarer *declarer);

/** Adds the verbs and their forms; the entities of all files are known by now. */
void ics_declare_verbs(ics_declarer *declarer);

#endif
