/* The kinds of tokens, as the grammar numbers them; made by bison. */
#ifndef ICS_SYNTAX_TOKENS_H
#define ICS_SYNTAX_TOKENS_H

#include "syntax/parse.h"

#include "rules.tab.h"

#endif
