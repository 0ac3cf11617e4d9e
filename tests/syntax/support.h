/* Parsing in tests: packs are folders of a root, trees are compared as text, golden files are kept beside the suites.
 */
#ifndef ICS_TESTS_SYNTAX_SUPPORT_H
#define ICS_TESTS_SYNTAX_SUPPORT_H

#include "suite.h"

#include "syntax/ast.h"

#include <stdio.h>

/** The design's examples as packs: ics, send and icp. */
#define EXAMPLES ICS_SOURCE_DIR "/tests/syntax/examples"

typedef struct parsed {
    ics_arena arena;
    ics_diags *diags;
    ics_syntax syntax;
    ics_status status;
} parsed;

/** Parses one text whose packs are the folders of @p root; default pack "ics" where @p with_default. */
void parse_text(parsed *p, const char *root, const char *name, const char *text, bool with_default);
void parse_bytes(parsed *p, const char *root, const char *name, const char *bytes, size_t size, bool with_default);
void parsed_free(parsed *p);

/** The tree of the user's own file; the last that was read. */
const ics_node *parsed_tree(const parsed *p);

/** A tree as text: (rule MINE (sentence must (path (step ICB)) …)); lists are [ ]. The caller frees it. */
char *tree_text(const ics_node *node);

/** What the diagnostics print as. The caller frees it. */
char *diags_text(const ics_diags *diags);

/** The file whole, NUL-terminated; NULL where it cannot be read. The caller frees it. */
char *read_whole(const char *path);

/** Compares with a golden file; with ICS_UPDATE_GOLDEN set, writes it instead. */
void expect_golden(const char *path, const char *text);

#endif
