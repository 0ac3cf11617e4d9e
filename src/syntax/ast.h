/*
 * The syntax tree: what the text says, before anything is known of what it means. One struct for every node; the kinds
 * and what their fields hold are listed in nodes.def. Leans on base.
 */
#ifndef ICS_SYNTAX_AST_H
#define ICS_SYNTAX_AST_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/diag.h"

typedef enum ics_node_kind {
#define NODE(kind, name, slots) ICS_NODE_##kind,
#include "syntax/nodes.def"
#undef NODE
    ICS_NODE_COUNT
} ics_node_kind;

/* The slots of each kind, by number: ICS_RULE_heads and so on are child indexes, checked by a test against nodes.def.
 */
typedef struct ics_node ics_node;
struct ics_node {
    ics_node_kind kind;
    ics_span span;
    ics_span text_span; /* where `text` stands: the name of a declaration, a verb, a term; no place where it has none */
    const char *help;   /* the ## comment before a declaration or attribute; NULL where there is none */
    const char *text;   /* NUL-terminated, in the arena; NULL where there is none */
    const char *word;   /* likewise */
    ics_decimal number;
    int32_t first_day, last_day;
    bool negated;
    bool has_number, has_day;
    uint16_t depth; /* of the tree below, at most limit RULE_NESTING and a few: recursion over it is bounded */
    uint32_t child_count;
    uint32_t child_room;
    ics_node **child; /* NULL entries where a slot is empty */
};

typedef struct ics_node_info {
    const char *name;  /* in JSON */
    const char *slots; /* names separated by a space; "*" for a list */
} ics_node_info;

extern const ics_node_info ics_node_table[ICS_NODE_COUNT];

/** The child in the slot of that name; NULL where it is empty. The name must be one of the kind's slots (asserted). */
ics_node *ics_node_slot(const ics_node *node, const char *slot);

/** Length and items of a list node; a NULL node is an empty list. */
static inline uint32_t ics_node_length(const ics_node *node)
{
    return node ? node->child_count : 0;
}

/** Everything that one compilation reads: files in the order of `use`, each with its tree. */
typedef struct ics_syntax_file {
    const char *name;                       /* as the user gave it, or the pack's ("ics/model.rules") */
    uint32_t source;                        /* id in the diagnostics */
    uint64_t *uses;                         /* bit i: this file sees the names of pack i (its own use, and theirs) */
    uint32_t pack;                          /* which pack the file belongs to; 0 is the user's own */
    ics_node *tree;                         /* FILE; never NULL after parsing */
    struct ics_production_use *productions; /* by number (productions.h): which of the grammar's rules this file used */
    const struct ics_token *tokens;         /* what the parser read, in order; the last is kind 0 */
    size_t token_count;
} ics_syntax_file;

typedef struct ics_syntax {
    ics_syntax_file *files;
    size_t file_count, file_room;
    const char **packs; /* names of packs, [0] is "" for the user's own files */
    size_t pack_count, pack_room;
} ics_syntax;

/** How `use NAME` finds its files; the first that answers wins. */
typedef struct ics_pack_finder {
    /** Puts paths of the files of pack @p name in @p paths (in the arena, sorted by name). @return how many; 0 for
     * none. */
    size_t (*find)(void *context, const char *name, ics_arena *arena, const char ***paths);
    /** The name of the pack there is that is nearest to @p name, or NULL. May itself be NULL. */
    const char *(*nearest)(void *context, const char *name, ics_arena *arena);
    void *context;
    const char *looked_in; /* for the message: "rules/, /usr/share/icsrules/rules" */
} ics_pack_finder;

/**
 * Reads rule texts and all that they `use`, collects their names, joins words into terms, and parses.
 * A text without `use` and without a `model` of its own uses @p default_pack (may be NULL).
 * @return ICS_OK also where there were mistakes in the texts: the caller asks the diagnostics. ICS_E_NOMEM, ICS_E_IO,
 *         ICS_E_LIMIT otherwise. Everything lives in @p arena, whose `escape` must be set.
 */
ICS_NODISCARD ics_status ics_parse(ics_syntax *out, ics_arena *arena, const ics_rule_text *texts, size_t text_count,
                                   const ics_pack_finder *finder, const char *default_pack, ics_diags *diags);

/** Writes the tree as JSON (schema: docs/ast.md): {"format": "icsrules-ast/1", "files": [{"name", "pack", "tree"}]}. */
#include <stdio.h>
void ics_syntax_print_json(const ics_syntax *syntax, const ics_diags *diags, FILE *out);

#endif
