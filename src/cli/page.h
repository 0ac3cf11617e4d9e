/* The pages of docs/diagnostics, one for each code of a message, which the program carries with it. */
#ifndef ICS_CLI_PAGE_H
#define ICS_CLI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct cli_page {
    const char *code;          /* "E0104" */
    const unsigned char *text; /* Markdown in UTF-8, ends with a NUL */
} cli_page;

/** All pages, in the order of their codes. Made when the program is built. */
extern const cli_page cli_pages[];
extern const size_t cli_page_count;

/** Whether a word has the form of a code: E or W, of either case, and digits. */
bool cli_page_is_code(const char *word);
/** The page of a code, whatever its case; NULL where there is none. */
const cli_page *cli_page_find(const char *code);
/** The page whose code is most like a word that has the form of a code: by its letters, else by its number. */
const cli_page *cli_page_nearest(const char *code);
/** Writes a page as plain text, in lines of at most 80 characters; examples stand as they are, four spaces in. */
void cli_page_write(const cli_page *page, FILE *out);

#endif
