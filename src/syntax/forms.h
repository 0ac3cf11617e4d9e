/* The forms of English words that the language understands: plurals of nouns, third person and -ing of verbs. */
#ifndef ICS_SYNTAX_FORMS_H
#define ICS_SYNTAX_FORMS_H

#include <stddef.h>

/** Room for the longest form of a word of NAME_BYTES. */
enum { ICS_FORM_BUFFER = 264 };

/** "bodies" to "body", "places" to "place"; a word that is no plural stays. In lower case. @return the length. */
size_t ics_singular(const char *word, size_t length, char *buffer);

/** "publish" to "publishes"; buffer of ICS_FORM_BUFFER. */
size_t ics_third_person(const char *verb, size_t length, char *buffer);

/** "prepare" to "preparing"; buffer of ICS_FORM_BUFFER. */
size_t ics_present_participle(const char *verb, size_t length, char *buffer);

#endif
