/* "a" or "an" before a name in a message. */
#ifndef ICS_BASE_ARTICLE_H
#define ICS_BASE_ARTICLE_H

/** By the sound that the word most likely begins with: an ICB, an NHS trust (read by its letters), a unit. */
const char *ics_article(const char *word);

#endif
