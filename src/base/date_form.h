/* Days as tables write them: "09/05/2023" by the form "dd/mm/yyyy". Nothing is guessed: the form is said beforehand. */
#ifndef ICS_BASE_DATE_FORM_H
#define ICS_BASE_DATE_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Whether a text is a form: d or dd, m or mm (a number) or mmm or mmmm (a name, in English), and yyyy, each once, with
 * '/', '.', '-', ',' or blanks between them.
 */
bool ics_date_form_is_good(const char *form);

/** Reads a text that has the form (which is good) as one day. False where it has another, or there is no such day. */
bool ics_date_form_read(const char *form, const char *text, size_t length, int32_t *day);

#endif
